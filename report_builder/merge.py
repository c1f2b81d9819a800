"""Codings -> Findings: statements with the same words become one finding that keeps every member.

Words are the same when they are equal without case, accents and punctuation.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from report_builder.model import Coding, Finding, Segment, Status
from report_builder.settings import OTHER, Workshop
from report_builder.words import fold

MEANING_SIGNS = re.compile(r"[<>≤≥±≠]")
Placed = tuple[str, str]
"""Theme id and lens id of a coded statement."""


def merge_codings(
    codings: Sequence[Coding], workshop: Workshop, apart: Collection[str] = frozenset()
) -> tuple[Finding, ...]:
    """Group codings into findings, in the order of their first members.

    Statements coded differently stay apart though they say the same; an undecided one joins the coded finding
    with its words if there is just one. What was set aside is merged with nothing. Statements that people
    split off, in `apart` folded, merge with the very same words only.
    """
    together: dict[object, list[Coding]] = {}
    places: dict[str, set[Placed]] = {}
    for coding in codings:
        if coding.status is Status.CODED:
            places.setdefault(_words(coding.statement), set()).add((coding.theme, coding.lens))
    for position, coding in enumerate(codings):
        exact = " ".join(coding.statement.split()) if fold(coding.statement) in apart else ""
        together.setdefault((exact, _group(position, coding, places)), []).append(coding)
    order = list(dict.fromkeys([*(group.id for group in workshop.groups), OTHER.id]))
    return tuple(_finding(members, order) for members in together.values())


def join_findings(first: Finding, others: Sequence[Finding]) -> Finding:
    """One finding of several that a person put together: the first keeps its words, place, id and number."""
    members = tuple(member for finding in (first, *others) for member in finding.members)
    groups = dict.fromkeys(group for finding in (first, *others) for group in finding.groups)
    return replace(
        first,
        members=members,
        support=count_support(member.segment for member in members),
        groups=tuple(groups),
        memos=tuple(memo for finding in (first, *others) for memo in finding.memos),
        conflicts=tuple(conflict for finding in (first, *others) for conflict in finding.conflicts),
    )


def count_support(segments: Iterable[Segment]) -> int:
    """Distinct rows and speakers where known, else distinct sessions, else distinct files."""
    return len({_voice(segment) for segment in segments})


def _words(statement: str) -> str:
    """What must be equal: the words, and the signs that turn a number's meaning."""
    return " ".join([fold(statement), *MEANING_SIGNS.findall(statement)])


def _group(position: int, coding: Coding, places: dict[str, set[Placed]]) -> object:
    if coding.status is Status.SET_ASIDE:
        return position
    words = _words(coding.statement)
    if coding.status is Status.CODED:
        return words, (coding.theme, coding.lens)
    known = places.get(words, set())
    return words, next(iter(known)) if len(known) == 1 else None


def _finding(members: Sequence[Coding], order: Sequence[str]) -> Finding:
    clearest = max(members, key=_clearness)
    coded = [member for member in members if member.status is Status.CODED]
    surest = max(coded or members, key=lambda member: member.confidence)
    groups = {member.segment.group for member in members} - {""}
    return Finding(
        statement=" ".join(clearest.statement.split()),
        status=surest.status,
        theme=surest.theme,
        lens=surest.lens,
        reason=surest.reason,
        confidence=surest.confidence,
        members=(clearest, *(member for member in members if member is not clearest)),
        support=count_support(member.segment for member in members),
        groups=tuple(id for id in order if id in groups),
    )


def _clearness(coding: Coding) -> tuple[bool, bool]:
    """Written as a sentence: begins with a capital, ends with a full stop."""
    text = coding.statement.strip()
    return text[:1].isupper(), text.endswith((".", "!", "?"))


def _voice(segment: Segment) -> tuple[str, ...]:
    if segment.respondent:
        return ("row", segment.respondent)
    if segment.speaker:
        return ("speaker", segment.session or segment.where.path, fold(segment.speaker))
    return ("session", segment.session) if segment.session else ("file", segment.where.path)
