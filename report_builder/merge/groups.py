"""Codings -> Findings: which codings go together, and what the finding made of them says."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from report_builder.merge.candidates import Outline, candidate_pairs, outline_of
from report_builder.merge.guards import say_the_same
from report_builder.merge.reading import Reading, read_statement
from report_builder.model import Coding, Finding, Segment, Status
from report_builder.progress import each
from report_builder.settings import OTHER, Workshop
from report_builder.words import fold

Verdicts = dict[str, dict[str, bool]]
"""Two statements as written, the earlier first -> whether they say the same."""
Outlines = dict[str, Outline]
"""Statement as written -> what tells with which others it is worth comparing."""
MEANING_SIGNS = re.compile(r"[<>≤≥±≠]|(?<![\w)])[-−](?=\d)")
GUESSED = frozenset(("cue words", "classifier"))
"""Steps of coding that guess from the statement's own words; nobody wrote down what they say."""
SURE = 0.5
"""Below this confidence a theme or lens is a guess whatever step made it."""


class _Readings(dict[str, Reading]):
    """Statements as they are read, each when it is first asked for."""

    def __missing__(self, statement: str) -> Reading:
        self[statement] = read_statement(statement)
        return self[statement]


@dataclass
class Group:
    """Codings that go together; the first is the surest, and its place is the group's."""

    place: Coding
    members: list[int]
    wordings: set[str]


def merge_codings(
    codings: Sequence[Coding],
    workshop: Workshop,
    apart: Collection[str] = frozenset(),
    verdicts: Verdicts | None = None,
    outlines: Outlines | None = None,
) -> tuple[Finding, ...]:
    """Group codings into findings, in the order of their first members.

    Statements that say the same go together unless somebody wrote down different themes or lenses for them (a
    mark, a column, a heading, a question); a theme or lens that was only guessed gives way, and an undecided
    one joins if there is just one to join. Every wording must say the same as all others of its finding.
    What was set aside is merged with nothing. `apart` holds folded statements that a person took out of a
    finding: they go together with the very same words only. `verdicts` and `outlines` are those that are
    known; they are made to hold those that were asked for.
    """
    verdicts, outlines = {} if verdicts is None else verdicts, {} if outlines is None else outlines
    alike = _wordings_alike(codings, apart, verdicts, outlines)
    groups: list[Group] = []
    by_wording: dict[str, list[Group]] = defaultdict(list)
    for position in sorted(
        range(len(codings)), key=lambda position: (_surest_first(codings[position]), position)
    ):
        coding, words = codings[position], _words(codings[position].statement)
        group = None if coding.status is Status.SET_ASIDE else _group_for(coding, words, alike, by_wording)
        if group is None:
            group = Group(coding, [], set())
            groups.append(group)
        if words not in group.wordings and coding.status is not Status.SET_ASIDE:
            group.wordings.add(words)
            by_wording[words].append(group)
        group.members.append(position)
    order = list(dict.fromkeys([*(group.id for group in workshop.groups), OTHER.id]))
    known = Counter(word for coding in codings for word in set(fold(coding.statement).split()))
    groups.sort(key=lambda group: min(group.members))
    return tuple(
        _finding(group.place, [codings[position] for position in sorted(group.members)], order, known)
        for group in groups
    )


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
    """What is equal in statements with the same words: those, and the signs that turn a number's meaning."""
    return " ".join([fold(statement), *MEANING_SIGNS.findall(statement)])


def _wordings_alike(
    codings: Sequence[Coding], apart: Collection[str], known: Verdicts, outlined: Outlines
) -> dict[str, set[str]]:
    """Each wording with the other wordings that say the same."""
    wordings: dict[str, str] = {}
    for coding in codings:
        if coding.status is not Status.SET_ASIDE and fold(coding.statement) not in apart:
            wordings.setdefault(_words(coding.statement), coding.statement)
    names, statements = list(wordings), list(wordings.values())
    readings = _Readings()
    outlines = {
        statement: outlined.get(statement) or outline_of(readings[statement])
        for statement in each("merging", statements, every=100)
    }
    asked: Verdicts = defaultdict(dict)
    alike: dict[str, set[str]] = defaultdict(set)
    for one, other in candidate_pairs([outlines[statement] for statement in statements]):
        verdict = known.get(statements[one], {}).get(statements[other])
        if verdict is None:
            verdict = say_the_same(readings[statements[one]], readings[statements[other]])
        asked[statements[one]][statements[other]] = verdict
        if verdict:
            alike[names[one]].add(names[other])
            alike[names[other]].add(names[one])
    known.clear()
    known.update(asked)
    outlined.clear()
    outlined.update(outlines)
    return alike


def _surest_first(coding: Coding) -> tuple[bool, int, float]:
    """Coded before undecided, then what was written down before what was guessed."""
    return coding.status is not Status.CODED, -sum(_written(coding).values()), -coding.confidence


def _written(coding: Coding) -> dict[str, bool]:
    """Whether somebody wrote down its theme and lens, so that it is more than a guess."""
    return {
        axis: _is_written(coding, axis, value)
        for axis, value in (("theme", coding.theme), ("lens", coding.lens))
    }


def _is_written(coding: Coding, axis: str, value: str) -> bool:
    made = [attempt for attempt in coding.attempts if attempt.axis == axis and attempt.suggestion]
    if not made:
        return bool(value)
    return any(
        attempt.step not in GUESSED
        and attempt.suggestion is not None
        and attempt.suggestion.value == value
        and attempt.suggestion.confidence >= SURE
        for attempt in made
    )


def _group_for(
    coding: Coding, words: str, alike: Mapping[str, set[str]], by_wording: Mapping[str, list[Group]]
) -> Group | None:
    """The group that a coding joins; none if none fits, or if several do and nothing tells which."""
    own = [group for group in by_wording.get(words, ()) if _fits(coding, group)]
    others = [
        group
        for wording in sorted(alike.get(words, ()))
        for group in by_wording.get(wording, ())
        if _fits(coding, group) and group.wordings <= alike[words] | {words}
    ]
    fitting = own or list({id(group): group for group in others}.values())
    same_place = [group for group in fitting if _place(group.place) == _place(coding)]
    coded = [group for group in fitting if group.place.status is Status.CODED]
    if coding.status is Status.CODED and same_place:
        return same_place[0]
    if len(coded) == 1:
        return coded[0]
    undecided = [group for group in fitting if group.place.status is Status.UNDECIDED]
    return undecided[0] if undecided else None


def _fits(coding: Coding, group: Group) -> bool:
    """Whether what was written down for a coding is the theme and lens of the group."""
    written = _written(coding)
    return (not written["theme"] or coding.theme == group.place.theme) and (
        not written["lens"] or coding.lens == group.place.lens
    )


def _place(coding: Coding) -> tuple[str, str]:
    return coding.theme, coding.lens


def _finding(
    surest: Coding, members: Sequence[Coding], order: Sequence[str], known: Mapping[str, int]
) -> Finding:
    clearest = max(members, key=lambda coding: _clearness(coding, known))
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


def _clearness(coding: Coding, known: Mapping[str, int]) -> tuple[bool, bool, int]:
    """Written as a sentence: begins with a capital, ends with a stop; few words that stand nowhere else."""
    text = coding.statement.strip()
    alone = sum(known[word] == 1 for word in set(fold(text).split()))
    return text[:1].isupper(), text.endswith((".", "!", "?")), -alone


def _voice(segment: Segment) -> tuple[str, ...]:
    if segment.respondent:
        return ("row", segment.respondent)
    if segment.speaker:
        return ("speaker", segment.session or segment.where.path, fold(segment.speaker))
    return ("session", segment.session) if segment.session else ("file", segment.where.path)
