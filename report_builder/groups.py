"""Participants -> their number by stakeholder group; those too small to be named are Other."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from report_builder.model import Participant
from report_builder.settings import OTHER, Group, Workshop


@dataclass(frozen=True)
class Share:
    """A number of people or findings under one name."""

    name: str
    count: int


def groups_with_other(workshop: Workshop, other: Group = OTHER) -> tuple[Group, ...]:
    """The workshop's stakeholder groups, and Other unless it has such a group itself."""
    own = any(group.id == OTHER.id for group in workshop.groups)
    return workshop.groups if own else (*workshop.groups, other)


def groups_on_show(workshop: Workshop, small: Collection[str]) -> tuple[Group, ...]:
    """The groups that may be named: small ones stand as Other."""
    shown = groups_with_other(workshop) if small else workshop.groups
    return tuple(group for group in shown if group.id not in small)


def count_participants(
    workshop: Workshop, participants: Sequence[Participant], other: Group = OTHER
) -> tuple[Share, ...]:
    """Participants by stakeholder group in the workshop's order; small groups and those of none as Other."""
    small = small_groups(workshop, participants)
    known = {group.id for group in workshop.groups} - small
    counts = Counter(person.group if person.group in known else OTHER.id for person in participants)
    return (
        tuple(
            Share(group.title, counts[group.id])
            for group in groups_with_other(workshop, other)
            if group.id in known or counts[group.id]
        )
        if participants
        else ()
    )


def small_groups(workshop: Workshop, participants: Sequence[Participant]) -> frozenset[str]:
    """Ids of groups with so few participants that naming the group could name the person.

    As long as those counted as Other are too few themselves, the next smallest group joins them. Without a
    list of participants no group counts as small.
    """
    if not participants:
        return frozenset()
    counts = Counter(person.group for person in participants)
    own = (group.id for group in workshop.groups if group.id != OTHER.id)
    groups = sorted(own, key=lambda id: counts[id])
    small = {id for id in groups if counts[id] < workshop.privacy.min_cell}
    kept = [id for id in groups if id not in small]
    while kept and 0 < len(participants) - sum(counts[id] for id in kept) < workshop.privacy.min_cell:
        small.add(kept.pop(0))
    return frozenset(small)
