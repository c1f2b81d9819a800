"""M rules: every format says the same, which is what the inputs say now."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Kind, Passage, Table

LEAST = 12
"""Letters below which a passage is not looked for: it may stand anywhere."""
ALIKE = 60
MOST = 12
"""Differences told one by one; more of them mean that the file is of another build."""
STALE = "If it was corrected in the file, take it over with `pull`; then build again."
LEADERS = re.compile(r"[\s.…]*\d*$")
ENTRY = re.compile(r"^\d{1,3}\.\s")


def passages(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """M1: each passage of the report stands in each of its files, and nothing else does."""
    due = [passage for passage in facts.expected.passages if passage.kind is not Kind.HEADER]
    have = [passage for passage in file.passages if passage.kind is not Kind.HEADER]
    here, there = _run(have), _run(due) + _plain(facts.framed)
    missing = [passage for passage in due if _looked_for(passage) and _plain(passage.text) not in here]
    extra = [passage for passage in have if _looked_for(passage) and not _known(passage, there)]
    if len(missing) + len(extra) > MOST:
        what = f"{len(missing)} passages of the report are missing, {len(extra)} are none of the report's"
        yield Hit(_first_place(extra, file), f"{what}; it is of another build", STALE)
        return
    yield from _differences(missing, extra, have, file)


def _differences(
    missing: list[Passage], extra: list[Passage], have: list[Passage], file: FinishedFile
) -> Iterator[Hit]:
    wanted = {number: passage.text for number, passage in enumerate(missing)}
    for passage in extra:
        near = process.extractOne(passage.text, wanted, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if near:
            del wanted[near[2]]
            yield Hit(
                passage.place,
                f'it says "{_odd(passage.text, near[0])}", the report "{_odd(near[0], passage.text)}"',
                STALE,
            )
        else:
            yield Hit(passage.place, f'only this file says "{passage.text[:80]}"', STALE)
    for number, text in wanted.items():
        yield Hit(_place_of(missing[number], have, file), f'"{text[:80]}" is missing', STALE)


def _odd(text: str, other: str) -> str:
    """The words of a text around its first difference from another."""
    words, others = text.split(), other.split()
    at = next(
        (at for at, (a, b) in enumerate(zip(words, others, strict=False)) if a != b),
        min(len(words), len(others)),
    )
    return " ".join(words[max(0, at - 2) : at + 8])


def _place_of(gone: Passage, have: list[Passage], file: FinishedFile) -> str:
    """Where a passage should stand: under the heading that it has in the report."""
    under = re.search(r'under "(.*)"', gone.place)
    if not under:
        return file.start
    heading = next(
        (passage for passage in have if passage.kind is Kind.HEADING and passage.text == under[1]), None
    )
    if heading is None:
        return f'under "{under[1]}"'
    return f'{heading.place.split(",")[0]}, under "{under[1]}"'


def _first_place(extra: list[Passage], file: FinishedFile) -> str:
    return extra[0].place if extra else file.start


def _looked_for(passage: Passage) -> bool:
    return len(_plain(passage.text)) >= LEAST


def _known(passage: Passage, there: str) -> bool:
    """Whether the report says it too, but for page numbers behind it and the number of a list's entry."""
    own = (passage.text, LEADERS.sub("", passage.text), ENTRY.sub("", passage.text))
    return any(_plain(text) in there for text in own)


def _plain(text: str) -> str:
    """Letters and digits alone: line ends, hyphens and spaces are each format's own."""
    return re.sub(r"[\W_]+", "", text)


def _run(passages: list[Passage]) -> str:
    """All words in one run, for a page break may fall within a passage."""
    return "".join(_plain(passage.text) for passage in passages)


def cells(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """M2: each table has the rows and numbers that it has in the report."""
    due = [
        table
        for table in facts.expected.tables
        if not all(len(row) == 2 for row in table.rows) or _counts(table)
    ]
    for table in due:
        same = [other for other in file.tables if _head(other) == _head(table)]
        found = next(
            (other for other in same if other.rows[1:2] == table.rows[1:2]), same[0] if same else None
        )
        if found is None:
            if file.tables:
                yield Hit(file.start, f'the table "{table.name[:60]}" is missing', STALE)
            continue
        yield from _rows(found, table)


def _counts(table: Table) -> bool:
    return len(table.rows) > 1 and table.rows[1][-1].isdecimal()


def _head(table: Table) -> str:
    return _plain(table.name)


def _rows(have: Table, due: Table) -> Iterator[Hit]:
    if len(have.rows) != len(due.rows):
        yield Hit(
            have.place, f"the table has {len(have.rows)} rows where the report has {len(due.rows)}", STALE
        )
        return
    for number, (row, wanted) in enumerate(zip(have.rows, due.rows, strict=True), 1):
        for cell, other in zip(row, wanted, strict=False):
            if _plain(cell) != _plain(other):
                place = (
                    f"{have.place}, last row" if number == len(due.rows) else f"{have.place}, row {number}"
                )
                yield Hit(place, f'it says "{cell[:40]}" where the report says "{other[:40]}"', STALE)
                break


def pictures(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """M3: each picture of the report stands in each of its files, with its description."""
    have = [picture.alt for picture in file.pictures if picture.alt]
    nameless = sum(1 for picture in file.pictures if not picture.alt)
    missing = [
        picture.alt
        for picture in facts.expected.pictures
        if picture.alt and picture.alt not in have and picture.alt.rstrip(".") not in facts.statements
    ]
    for alt in missing[nameless:] if nameless < len(missing) else ():
        near = next(
            (picture for picture in file.pictures if picture.alt and fuzz.ratio(picture.alt, alt) > ALIKE),
            None,
        )
        if near:
            yield Hit(
                near.place,
                f'its description differs from the report\'s: "{_odd(near.alt or "", alt)}"',
                STALE,
            )
        else:
            yield Hit(file.start, f'the picture "{alt[:60]}" is missing', STALE)
