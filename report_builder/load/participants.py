"""participants.csv -> the people who took part; they are counted, and named only with consent."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from report_builder.errors import Problem, SourceError, raise_if_any
from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes, refusal
from report_builder.load.grid import delimited_grid
from report_builder.model import Participant
from report_builder.settings import Workshop
from report_builder.words import fold

HEADINGS = {
    "name": ("name", "full name", "participant"),
    "email": ("email", "e mail", "mail", "email address", "e mail address"),
    "organisation": ("organisation", "organization", "affiliation", "institution", "company"),
    "group": (
        "group",
        "stakeholder group",
        "stakeholder",
        "organisation type",
        "type of organisation",
        "sector",
    ),
    "country": ("country",),
    "may_name": (
        "may name",
        "consent name",
        "may be named",
        "consent",
        "consents",
        "consent to be named",
        "named",
    ),
}
YES = frozenset(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sim", "tak", "da", "ano", "ναι", "✓"))
NO = frozenset(("", "no", "n", "false", "0", "nein", "nee", "non", "nie", "ne", "nao", "οχι"))


def read_participants(path: Path, workshop: Workshop) -> tuple[Participant, ...]:
    """Read the list of participants in its order; empty if there is no such file.

    Raises:
        SourceError: it is no table with names, or rows hold groups or consents that can't be understood.
    """
    place = path.name
    if not path.exists():
        return ()
    text, _ = decode(read_bytes(path, place), place, workshop.language)
    grid = delimited_grid(text, place)
    if not grid.rows:
        return ()
    columns = _columns(grid.rows[0], place)
    groups = {
        fold(name): group.id for group in workshop.groups for name in (group.id, group.title, *group.aliases)
    }
    people, problems = [], []
    for number, row in enumerate(grid.rows[1:], 2):
        if any(row):
            said = {name: row[column] for name, column in columns.items()}
            problems += _problems(said, groups, f"inputs/{place}, row {number}")
            people.append(_participant(said, groups))
    raise_if_any(problems, SourceError)
    return tuple(people)


def _columns(header: Sequence[str], place: str) -> dict[str, int]:
    """Map what we know of people to columns; raise SourceError where neither name nor group has one."""
    folded = [fold(name) for name in header]
    found = {
        name: next(index for index, heading in enumerate(folded) if heading in known)
        for name, known in HEADINGS.items()
        if any(heading in known for heading in folded)
    }
    if "name" not in found and "group" not in found:
        raise refusal(
            place,
            "its first row names no column name or group",
            "Let it begin with: name, email, organisation, group, country, may_name.",
            rule="participants-columns",
        )
    return found


def _problems(said: Mapping[str, str], groups: Mapping[str, str], where: str) -> list[Problem]:
    found = []
    group = said.get("group", "")
    if group and groups and fold(group) not in groups:
        near = difflib.get_close_matches(fold(group), groups, n=1)
        mean = f'Did you mean "{groups[near[0]]}"? ' if near else ""
        known = ", ".join(dict.fromkeys(groups.values()))
        found.append(
            Problem(
                "participants-group",
                where,
                f'"{group}" is not one of this workshop\'s groups',
                f"{mean}Groups: {known}.",
            )
        )
    consent = said.get("may_name", "")
    if fold(consent) not in YES | NO and consent not in YES:
        found.append(
            Problem("participants-consent", where, f'"{consent}" says neither yes nor no', "Write yes or no.")
        )
    return found


def _participant(said: Mapping[str, str], groups: Mapping[str, str]) -> Participant:
    consent = said.get("may_name", "")
    return Participant(
        name=said.get("name", ""),
        email=said.get("email", ""),
        organisation=said.get("organisation", ""),
        group=groups.get(fold(said.get("group", "")), ""),
        country=said.get("country", ""),
        may_name=fold(consent) in YES or consent in YES,
    )
