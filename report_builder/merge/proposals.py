"""Findings that may say the same, for people to decide: alike, but something keeps them apart."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from report_builder.merge.align import Alignment, align
from report_builder.merge.candidates import candidate_pairs, lonely_words, outline_of
from report_builder.merge.guards import are_contraries, difference
from report_builder.merge.reading import read_statement
from report_builder.model import Finding, Status
from report_builder.words import fold

ALIKE = 0.6
"""Share of the words of both statements that have a counterpart, from which a pair is worth a look."""
MOST = 200
"""Proposals in all, the likest first: more would not be looked at."""
EACH = 2
"""Proposals that one finding is in at most, the likest first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two findings that a person may want to merge."""

    first: int
    """Position of the earlier finding."""
    second: int
    reason: str
    """Why they were not merged without asking, in plain words: `the numbers differ: 20 / 30`."""
    likeness: float
    """0 to 1: the share of their words that have a counterpart."""


def propose_merges(findings: Sequence[Finding], apart: Collection[str] = frozenset()) -> tuple[Proposal, ...]:
    """Return pairs of findings that may say the same, the likest first.

    Contraries are never proposed, nor is what was set aside or stands in `apart` (folded statements that a
    person took out of a finding).
    """
    places = [
        place
        for place, finding in enumerate(findings)
        if finding.status is not Status.SET_ASIDE and fold(finding.statement) not in apart
    ]
    readings = [read_statement(findings[place].statement) for place in places]
    proposals = []
    for one, other in candidate_pairs([outline_of(reading) for reading in readings]):
        lonely, lonely_there = lonely_words(readings[one], readings[other])
        if len(lonely) + len(lonely_there) > (1 - ALIKE) * (
            len(readings[one].core) + len(readings[other].core)
        ):
            continue
        pair = align(readings[one], readings[other])
        likeness = _likeness(pair)
        if likeness >= ALIKE and not are_contraries(pair):
            first, second = places[one], places[other]
            reason = difference(pair) or _placed_apart(findings[first], findings[second])
            proposals.append(Proposal(first, second, reason, likeness))
    return _best_of_each(sorted(proposals, key=lambda found: (-found.likeness, found.first, found.second)))


def _likeness(pair: Alignment) -> float:
    matched = 2 * len(pair.pairs)
    return matched / (matched + len(pair.left_first) + len(pair.left_second)) if matched else 0.0


def _placed_apart(one: Finding, other: Finding) -> str:
    if one.theme != other.theme:
        return f"they say the same under two themes: {one.theme or 'none'} / {other.theme or 'none'}"
    if one.lens != other.lens:
        return f"they say the same under two lenses: {one.lens or 'none'} / {other.lens or 'none'}"
    return "they say the same, but not all that was merged into them does"


def _best_of_each(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    taken: Counter[int] = Counter()
    kept = []
    for proposal in proposals:
        if taken[proposal.first] < EACH and taken[proposal.second] < EACH:
            taken.update((proposal.first, proposal.second))
            kept.append(proposal)
    return tuple(kept[:MOST])
