"""The leak test: everybody on the list of participants is searched in what is written.

In goes each file as it is, name and all; out comes a problem for each name, address or number found where it
was not released.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from report_builder.errors import Problem
from report_builder.model import Participant
from report_builder.privacy.alphabets import plain
from report_builder.privacy.decode import passages
from report_builder.privacy.masking import Found, Masker
from report_builder.privacy.people import WORD, names_released, people_of, released_names
from report_builder.settings import Workshop

LABEL = re.compile(r"(?m)^(?P<before>[\s*•-]*)(?:F\d+|\?|[A-Z]?\d+(?:\.\d+)*)\**[ \t\u00a0]+")
"""The number before a finding or a heading: what stands behind it begins a sentence."""
DATA = ("csv", "json", "xlsx")
"""Suffixes of files in which nobody is named."""


@dataclass(frozen=True)
class Search:
    """Whom to look for."""

    everybody: Masker
    unreleased: Masker
    """Without those whose names stand somewhere by right: authors, reviewers, those who agreed."""
    released: re.Pattern[str]
    """The names of those, as they stand there."""


def make_search(workshop: Workshop, participants: Sequence[Participant]) -> Search:
    """Whom to look for: the participants and the moderators."""
    moderators = (session.moderator for session in workshop.sessions)
    listed = [*participants, *(Participant(name) for name in moderators if name)]
    bare = replace(
        workshop,
        sessions=(),
        agenda=(),
        images=(),
        deliverable=replace(workshop.deliverable, authors=(), reviewers=(), history=()),
        privacy=replace(workshop.privacy, team=()),
    )
    released = released_names(workshop)
    others = [
        person
        for person in listed
        if _folded(person.name) not in released and not may_stand(person, workshop)
    ]
    agreed = [person.name for person in listed if may_stand(person, workshop)]
    spelled = sorted({*names_released(workshop), *agreed} - {""}, key=len, reverse=True)
    pattern = re.compile("|".join(map(_however_broken, spelled)) if spelled else r"(?!)")
    return Search(_masker(bare, listed), _masker(bare, others), pattern)


def _however_broken(name: str) -> str:
    """The pattern of a name that lines may part."""
    return r"\s+".join(map(re.escape, name.split()))


def may_stand(person: Participant, workshop: Workshop) -> bool:
    """Whether somebody agreed to what the report shows of them."""
    listed = person.may_name and workshop.privacy.participant_list == "names"
    quoted = person.may_quote and workshop.privacy.attribution == "named"
    return not workshop.privacy.chatham_house and (listed or quoted)


def find_leaks(files: Iterable[tuple[str, bytes]], search: Search) -> Iterator[Problem]:
    """What stands in these files of people who did not agree; the same words in one file are told once."""
    for name, data in files:
        told: set[str] = set()
        for where, found in _found(name, data, search):
            if found.words.casefold() not in told:
                told.add(found.words.casefold())
                yield _leak(name, where, found)


def _found(name: str, data: bytes, search: Search) -> Iterator[tuple[str, Found]]:
    nobody = name.rpartition(".")[2] in DATA
    for passage in passages(name, data):
        if nobody or passage.statement:
            masker, text = search.everybody, passage.text
        else:
            masker, text = search.unreleased, search.released.sub("·", passage.text)
        yield from ((passage.where, found) for found in _of_people(masker, LABEL.sub(r"\g<before>\n", text)))


def _of_people(masker: Masker, text: str) -> Iterator[Found]:
    """Only those of the list: what merely looks like an address may stand in a report's own words."""
    for found in masker.find(text):
        if found.kind == "name" or masker.is_listed(found):
            yield found


def _leak(name: str, where: str, found: Found) -> Problem:
    place = f"output/{name}" + (f", {where}" if where else "")
    what = f'the {found.kind} "{found.words}" stands there, and workshop.toml does not release it'
    mend = (
        "Look where it comes from: a template, workshop.toml, or a name that is another word, too. "
        "Release it there, write it otherwise, or list it under not_names in [privacy]."
    )
    return Problem("privacy-leak", place, what, mend)


def _masker(workshop: Workshop, people: Collection[Participant]) -> Masker:
    return Masker(replace(people_of(workshop, list(people)), organisations=()))


def _folded(name: str) -> str:
    return " ".join(map(plain, WORD.findall(name)))
