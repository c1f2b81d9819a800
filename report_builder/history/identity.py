"""Which finding is which: ids and printed numbers that stay, whatever happens to the notes.

In go the findings of this build and the records of the last; out come the findings with id and number, and
the new records. Records of findings that are gone stay, so that a statement that comes back is known again.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from rapidfuzz import fuzz

from report_builder.keys import short_key
from report_builder.model import Finding, Status
from report_builder.words import fold

ALIKE = 65.0
"""Likeness (0 to 100, order of words ignored) from which a reworded one of the same file is the same."""
ALIKE_ELSEWHERE = 80.0
"""The same for one of another file, as after a renaming."""
ALIKE_IN_PLACE = 55.0
"""The same for a statement at the very place (line, row, paragraph) where the old one stood."""
PLACE_BONUS = 5.0
"""What the same place adds to likeness: rows move, so a liker statement elsewhere wins."""
ALIKE_GONE = 95.0
"""Likeness to a statement that was gone before: it comes back as it was, or another one is like it."""
RARE_WORDS = 4
"""How many of a statement's rarest words are used to find records that may be like it."""
COMMON = 200
"""A word that more records hold is no help in finding one."""


@dataclass(frozen=True)
class Record:
    """What is remembered of a finding."""

    id: str
    number: int
    """0 if it never had one."""
    statement: str
    """Its words in the last build, before people's edits."""
    theme: str
    lens: str
    places: tuple[str, ...]
    """Where its members stood, as printed."""
    gone: bool = False
    """It was not found in the last build."""


@dataclass(frozen=True)
class Identified:
    """Findings with ids and numbers, and what is to be remembered."""

    findings: tuple[Finding, ...]
    records: tuple[Record, ...]
    """Sorted by number, then id."""
    gone: tuple[Record, ...]
    """Findings of the last build that this one no longer has."""
    reworded: tuple[Record, ...]
    """Findings of the last build that this one has in other words, as they were."""


def identify(
    findings: Sequence[Finding],
    records: Sequence[Record],
    order: Sequence[str],
    reworded: Mapping[str, str] = MappingProxyType({}),
    taken_in: Collection[str] = (),
) -> Identified:
    """Give every finding the id and number it had, or new ones.

    `reworded` maps ids to the words that people gave them: a note that was brought into line with these is
    known again.

    A finding is known by its exact words, then by likeness, helped by its place and file; each record serves
    once, the likest pair first. New numbers follow the highest ever given, in the order of the report: themes
    and lenses as in `order` (theme ids, then lens ids), then support, then reading order. What is set aside
    gets none, unless its id is in `taken_in`.
    """
    records = _numbered_once(records)
    known = _match(findings, records, reworded)
    used = {record.id for record in records}
    by_position: dict[int, Finding] = {}
    for position, finding in enumerate(findings):
        record = known.get(position)
        id = record.id if record else _new_id(finding, used)
        used.add(id)
        by_position[position] = replace(finding, id=id, number=record.number if record else 0)
    _number(by_position, max((record.number for record in records), default=0), order, taken_in)
    found = tuple(by_position[position] for position in range(len(findings)))
    matched = {record.id for record in known.values()}
    gone_before = {record.id for record in records if record.gone}
    lost = tuple(replace(record, gone=True) for record in records if record.id not in matched)
    return Identified(
        findings=found,
        records=tuple(sorted((*map(_record, found), *lost), key=lambda record: (record.number, record.id))),
        gone=tuple(record for record in lost if record.id not in gone_before),
        reworded=tuple(
            record
            for position, record in sorted(known.items())
            if record.number and fold(record.statement) != fold(findings[position].statement)
        ),
    )


def _numbered_once(records: Sequence[Record]) -> Sequence[Record]:
    """Where two people gave the same number, the first record keeps it, and the other gets a new one."""
    seen: set[int] = set()
    found = []
    for record in records:
        found.append(replace(record, number=0) if record.number in seen else record)
        seen.add(record.number)
    return found


def _record(finding: Finding) -> Record:
    places = tuple(str(member.segment.where) for member in finding.members)
    return Record(finding.id, finding.number, finding.statement, finding.theme, finding.lens, places)


def _match(
    findings: Sequence[Finding], records: Sequence[Record], reworded: Mapping[str, str]
) -> dict[int, Record]:
    matched = _match_words(findings, records, reworded)
    taken = {record.id for record in matched.values()}
    rest = [position for position in range(len(findings)) if position not in matched]
    free = [record for record in records if record.id not in taken]
    pairs = sorted(_alike(findings, rest, free), key=_likest_first)
    for _, position, record in pairs:
        if position not in matched and record.id not in taken:
            matched[position] = record
            taken.add(record.id)
    return matched


def _likest_first(pair: tuple[float, int, Record]) -> tuple[float, int, str, int]:
    score, position, record = pair
    return -score, record.number, record.id, position


def _match_words(
    findings: Sequence[Finding], records: Sequence[Record], reworded: Mapping[str, str]
) -> dict[int, Record]:
    """Same words: first where place, theme and lens are the same, then theme and lens, then any.

    Before all, the very same words at the same place, so that one that was split off takes no number along.
    Last, the words that people gave a finding.
    """
    matched: dict[int, Record] = {}
    taken: set[str] = set()
    for of_record, of_finding in (
        (_record_verbatim, _finding_verbatim),
        (_record_places, _finding_places),
        (lambda record: [_coded(record)], lambda finding: [_coded(finding)]),
        (lambda record: [fold(record.statement)], lambda finding: [fold(finding.statement)]),
        (
            lambda record: [fold(reworded[record.id])] if record.id in reworded else [],
            lambda finding: [fold(finding.statement)],
        ),
    ):
        free: dict[Hashable, deque[Record]] = {}
        for record in records:
            for key in of_record(record):
                free.setdefault(key, deque()).append(record)
        for position, finding in enumerate(findings):
            keys = of_finding(finding) if position not in matched else []
            record_found = next((r for key in keys if (r := _pop_free(free.get(key), taken))), None)
            if record_found:
                matched[position] = record_found
                taken.add(record_found.id)
    return matched


def _pop_free(records: deque[Record] | None, taken: set[str]) -> Record | None:
    while records:
        record = records.popleft()
        if record.id not in taken:
            return record
    return None


def _coded(one: Record | Finding) -> Hashable:
    return fold(one.statement), one.theme, one.lens


def _record_verbatim(record: Record) -> list[Hashable]:
    return [(record.statement, *key) for key in _record_places(record)]


def _finding_verbatim(finding: Finding) -> list[Hashable]:
    return [(finding.statement, *key) for key in _finding_places(finding)]


def _record_places(record: Record) -> list[tuple[Hashable, ...]]:
    return [(_coded(record), place) for place in record.places]


def _finding_places(finding: Finding) -> list[tuple[Hashable, ...]]:
    return [(_coded(finding), place) for place in _places(finding)]


def _places(finding: Finding) -> list[str]:
    return [str(member.segment.where) for member in finding.members]


def _file(place: str) -> str:
    return place.split(", ")[0]


def _alike(
    findings: Sequence[Finding], rest: Sequence[int], free: Sequence[Record]
) -> Iterator[tuple[float, int, Record]]:
    """Pairs of finding and record that may be the same, with a score of likeness and place.

    Only records at the same place, or with a rare word in common, are looked at.
    """
    by_place: dict[str, list[Record]] = {}
    by_word: dict[str, list[Record]] = {}
    for record in free:
        for place in record.places:
            by_place.setdefault(place, []).append(record)
        for word in dict.fromkeys(fold(record.statement).split()):
            by_word.setdefault(word, []).append(record)
    for position in rest:
        words = fold(findings[position].statement)
        places = _places(findings[position])
        files = set(map(_file, places))
        here = {record.id: record for place in places for record in by_place.get(place, ())}
        shared = _rarest([by_word.get(word, []) for word in dict.fromkeys(words.split())])
        near = {record.id: record for records in shared for record in records}
        for record in (near | here).values():
            score = fuzz.token_sort_ratio(words, fold(record.statement))
            if score >= _least_likeness(record, files, record.id in here):
                yield score + PLACE_BONUS * (record.id in here), position, record


def _least_likeness(record: Record, files: set[str], in_place: bool) -> float:
    if record.gone:
        return ALIKE_GONE
    if in_place:
        return ALIKE_IN_PLACE
    return ALIKE if files & set(map(_file, record.places)) else ALIKE_ELSEWHERE


def _rarest(lists: Iterable[list[Record]]) -> list[list[Record]]:
    return sorted((records for records in lists if records and len(records) <= COMMON), key=len)[:RARE_WORDS]


def first_id(segment: str) -> str:
    """Id of a new finding whose first segment has this id, unless another finding has it already."""
    return short_key("finding", segment)


def _new_id(finding: Finding, used: Iterable[str]) -> str:
    first = min(member.segment.id for member in finding.members)
    id, attempt = first_id(first), 0
    while id in used:
        attempt += 1
        id = short_key("finding", first, str(attempt))
    return id


def _number(
    findings: dict[int, Finding], highest: int, order: Sequence[str], taken_in: Collection[str]
) -> None:
    """Number the findings that have none, those set aside excepted."""
    rank = {id: position for position, id in enumerate(order)}
    new = [
        position
        for position, finding in findings.items()
        if not finding.number and (finding.status is not Status.SET_ASIDE or finding.id in taken_in)
    ]

    def printed_order(position: int) -> tuple[bool, int, int, int, int]:
        finding = findings[position]
        undecided = finding.status is Status.UNDECIDED
        theme, lens = rank.get(finding.theme, len(rank)), rank.get(finding.lens, len(rank))
        return undecided, theme, lens, -finding.support, position

    for number, position in enumerate(sorted(new, key=printed_order), highest + 1):
        findings[position] = replace(findings[position], number=number)
