"""D rules: control page, headers, properties and citation say what the report says."""

import re
from collections.abc import Iterator

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Header, Kind, Table
from report_builder.settings import PLACE
from report_builder.words import even, fold

CITE = re.compile(r"(?i)(when citing|please (cite|use)|cite (this|as)|παρακαλούμε .{0,20}αναφ)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
VERSION = re.compile(r"(?i)\b(?:version|έκδοση|v\.?)\s*(\d+(?:\.\d+)+)")
LEAST_OVERLAP = 0.6
SHOWN = 3
STALE = "Build again, after `pull` if it was corrected in Word."


def control(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """D1: each row of the control page says what workshop.toml says."""
    own = next((table for table in facts.expected.tables if _is_control(table)), None)
    if own is None:
        return
    have = {row[0]: (row[1], table) for table in file.tables for row in table.rows if len(row) == 2}
    for label, wanted in (row for row in own.rows if len(row) == 2):
        if label not in have:
            yield Hit(f"{file.start}, control page", f'the row "{label}" is missing', STALE)
        elif _squeezed(have[label][0]) != _squeezed(wanted):
            said, table = have[label]
            yield Hit(
                f'{table.place}, row "{label}"', f'it says "{said[:90]}" where "{wanted[:90]}" is due', STALE
            )


def _is_control(table: Table) -> bool:
    return len(table.rows) > 3 and all(len(row) == 2 for row in table.rows)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u2010-]+", "", text)


def headers(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """D2: the running header stands on each page, with acronym, version, date and title as they are."""
    due = [header.text for header in facts.expected.headers if header.text and not facts.own_heads]
    wrong: dict[tuple[str, str], list[str]] = {}
    for number, header in enumerate(_whole(file)):
        cover = facts.is_report and file.suffix == "pdf" and number == 0
        if cover:
            continue
        have = _squeezed(header.text)
        missing = next((text for text in due if _squeezed(text) not in have), "")
        if missing:
            wrong.setdefault((header.text, missing), []).append(header.place)
    if due and not file.headers:
        yield Hit("header", "there is no running header", STALE)
    for (text, missing), places in wrong.items():
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        what = (
            f'the header says "{text[:90]}", without "{missing[:90]}"'
            if text
            else f'there is no header; "{missing}" is due'
        )
        yield Hit(", ".join(places[:SHOWN]) + more, what, STALE)


def _whole(file: FinishedFile) -> tuple[Header, ...]:
    """Headers as each page shows them; an HTML file has one, in pieces."""
    if file.suffix != "html" or not file.headers:
        return file.headers
    return (Header("running header", " ".join(header.text for header in file.headers)),)


def properties(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """D3: the file's own properties, title, authors and keywords, are those of the report."""
    due = facts.expected
    pairs = (
        ("title", file.title, due.title),
        ("author", file.author, due.author),
        ("keywords", file.keywords, due.keywords),
    )
    for name, have, wanted in pairs:
        if _commas(have) != _commas(wanted) and (have or name != "title"):
            said = f'"{have[:80]}"' if have else "empty"
            yield Hit(f"properties, {name}", f'{name} is {said} where "{wanted[:80]}" is due', STALE)


def _commas(text: str) -> str:
    return re.sub(r"[\s,;]+", " ", even(text))


def citation(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """D4: the line "please cite as" names this report: title, number, year and version."""
    if not file.finished:
        if file.path == PLACE and facts.workshop.deliverable.citation:
            yield from _cited(facts.citation, "key deliverable.citation", facts)
    elif facts.is_report and facts.citation:
        for place, text in _citations(file, facts):
            yield from _cited(text, place, facts)


def _citations(file: FinishedFile, facts: Facts) -> Iterator[tuple[str, str]]:
    """Where the file tells how to cite it: the row of that name, and lines that begin so."""
    rows = (row for table in facts.expected.tables for row in table.rows)
    label = next((row[0] for row in rows if row and row[-1] == facts.citation), "")
    for table in file.tables:
        for row in table.rows:
            if len(row) == 2 and label and row[0] == label:
                yield f'{table.place}, row "{label}"', row[1]
    for passage in file.passages:
        if CITE.match(passage.text) and passage.kind is not Kind.CELL:
            yield passage.place, passage.text


def _cited(text: str, place: str, facts: Facts) -> Iterator[Hit]:
    words, said = set(fold(facts.title).split()), set(fold(text).split())
    if words and len(words & said) / len(words) < LEAST_OVERLAP:
        yield Hit(
            place, f'the citation is of another report: "{text[:90]}"', f'The title is "{facts.title}".'
        )
        return
    without_title = text.replace(facts.title, " ")
    years = YEAR.findall(without_title)
    if years and str(facts.date.year) not in years:
        yield Hit(place, f"the citation gives the year {years[0]}", f"This version is of {facts.date.year}.")
    version = VERSION.search(without_title)
    if version and version[1] != facts.workshop.deliverable.version:
        mend = f"This is version {facts.workshop.deliverable.version}."
        yield Hit(place, f"the citation gives version {version[1]}", mend)
    number = facts.workshop.deliverable.number
    if number and number not in text and re.search(r"\b[A-ZΠ]\d", without_title):
        yield Hit(place, "the citation gives another number of the deliverable", f"It is {number}.")


def versions(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """D5: the version, where a file names it, is this one, and the history ends with it."""
    own, older = (
        facts.workshop.deliverable.version,
        {row.version for row in facts.workshop.deliverable.history},
    )
    if not file.finished:
        return
    for passage in file.passages:
        if passage.kind in (Kind.HEADER, Kind.CELL) or len(passage.text) > 120:
            continue
        found = VERSION.search(passage.text)
        if found and found[1] != own and found[1] not in older and passage.text not in _expected_texts(facts):
            yield Hit(passage.place, f"version {found[1]} is named here", f"This is version {own}.")


def _expected_texts(facts: Facts) -> set[str]:
    return {passage.text for passage in facts.expected.passages}
