"""Which finding is which: ids and printed numbers that stay, whatever happens to the notes.

In go the findings of this build and the records of the last; out come the findings with id and number, and
the new records. Records of findings that are gone stay, so that a statement that comes back is known again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from report_builder.model import Finding, Status, short_key
from report_builder.words import fold

ALIKE = 80.0
"""Likeness (0 to 100, order of words ignored) from which a reworded one of the same file is the same."""
ALIKE_IN_PLACE = 55.0
"""The same for a statement at the very place (line, row, paragraph) where the old one stood."""


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


def identify(findings: Sequence[Finding], records: Sequence[Record], order: Sequence[str]) -> Identified:
    """Give every finding the id and number it had, or new ones.

    A finding is known by its exact words, then by its place and likeness, then by likeness within its files;
    each record serves once, the likest pair first. New numbers follow the highest ever given, in the order of
    the report: themes and lenses as in `order` (theme ids, then lens ids), then support, then reading order.
    """
    known = _match(findings, records)
    used = {record.id for record in records}
    by_position: dict[int, Finding] = {}
    for position, finding in enumerate(findings):
        record = known.get(position)
        id = record.id if record else _new_id(finding, used)
        used.add(id)
        by_position[position] = replace(finding, id=id, number=record.number if record else 0)
    _number(by_position, max((record.number for record in records), default=0), order)
    found = tuple(by_position[position] for position in range(len(findings)))
    matched = {record.id for record in known.values()}
    lost = tuple(replace(record, gone=True) for record in records if record.id not in matched)
    return Identified(
        findings=found,
        records=tuple(sorted((*map(_record, found), *lost), key=lambda record: (record.number, record.id))),
        gone=tuple(new for new in lost if not _was_gone(new, records)),
    )


def _was_gone(record: Record, records: Iterable[Record]) -> bool:
    return any(old.id == record.id and old.gone for old in records)


def _record(finding: Finding) -> Record:
    places = tuple(str(member.segment.where) for member in finding.members)
    return Record(finding.id, finding.number, finding.statement, finding.theme, finding.lens, places)


def _match(findings: Sequence[Finding], records: Sequence[Record]) -> dict[int, Record]:
    matched = _match_words(findings, records)
    taken = {record.id for record in matched.values()}
    rest = [position for position in range(len(findings)) if position not in matched]
    free = [record for record in records if record.id not in taken]
    pairs = sorted(_alike(findings, rest, free), key=lambda pair: -pair[0])
    for _, position, record in pairs:
        if position not in matched and record.id not in taken:
            matched[position] = record
            taken.add(record.id)
    return matched


def _match_words(findings: Sequence[Finding], records: Sequence[Record]) -> dict[int, Record]:
    """Same words: first where place, theme and lens are the same, then theme and lens, then any."""
    same_words: dict[str, list[Record]] = {}
    for record in records:
        same_words.setdefault(fold(record.statement), []).append(record)
    matched: dict[int, Record] = {}
    for fits in (_stood_here, _coded_alike, lambda record, finding: True):
        for position, finding in enumerate(findings):
            candidates = same_words.get(fold(finding.statement), []) if position not in matched else []
            found = next((record for record in candidates if fits(record, finding)), None)
            if found:
                matched[position] = found
                candidates.remove(found)
    return matched


def _coded_alike(record: Record, finding: Finding) -> bool:
    return (record.theme, record.lens) == (finding.theme, finding.lens)


def _stood_here(record: Record, finding: Finding) -> bool:
    places = {str(member.segment.where) for member in finding.members}
    return _coded_alike(record, finding) and bool(places & set(record.places))


def _alike(
    findings: Sequence[Finding], rest: Sequence[int], free: Sequence[Record]
) -> Iterable[tuple[float, int, Record]]:
    """Pairs of finding and record that may be the same, with a score: place counts more than likeness."""
    by_file: dict[str, list[Record]] = {}
    for record in free:
        for path in {place.split(",")[0] for place in record.places}:
            by_file.setdefault(path, []).append(record)
    for position in rest:
        finding = findings[position]
        places = {str(member.segment.where) for member in finding.members}
        candidates = {r.id: r for place in places for r in by_file.get(place.split(",")[0], [])}
        texts = {id: fold(record.statement) for id, record in candidates.items()}
        near = process.extract(
            fold(finding.statement),
            texts,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=ALIKE_IN_PLACE,
            limit=None,
        )
        for _, score, id in near:
            in_place = bool(places & set(candidates[id].places))
            if in_place or score >= ALIKE:
                yield score + 100 * in_place, position, candidates[id]


def _new_id(finding: Finding, used: Iterable[str]) -> str:
    first = min(member.segment.id for member in finding.members)
    id, attempt = short_key("finding", first), 0
    while id in used:
        attempt += 1
        id = short_key("finding", first, str(attempt))
    return id


def _number(findings: dict[int, Finding], highest: int, order: Sequence[str]) -> None:
    """Number the findings that have none, those set aside excepted."""
    rank = {id: position for position, id in enumerate(order)}
    new = [
        position
        for position, finding in findings.items()
        if not finding.number and finding.status is not Status.SET_ASIDE
    ]

    def printed_order(position: int) -> tuple[bool, int, int, int, int]:
        finding = findings[position]
        undecided = finding.status is Status.UNDECIDED
        theme, lens = rank.get(finding.theme, len(rank)), rank.get(finding.lens, len(rank))
        return undecided, theme, lens, -finding.support, position

    for number, position in enumerate(sorted(new, key=printed_order), highest + 1):
        findings[position] = replace(findings[position], number=number)
