"""participants.csv -> the people who took part; they are counted, and named only with consent."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
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
        "consent publish name",
    ),
    "may_quote": (
        "may quote",
        "consent quote",
        "consent quotes",
        "may be quoted",
        "consent to be quoted",
        "quoted",
        "quote",
        "consent attribution",
    ),
    "phone": ("phone", "telephone", "tel", "mobile", "phone number", "telephone number", "mobile number"),
    "code": ("code", "pseudonym", "participant code", "id", "no", "number"),
}
Rows = Mapping[int, Mapping[str, str]]
"""What is said of people, by the number of their row."""
YES = frozenset(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sim", "tak", "da", "ano", "ναι", "✓"))
NO = frozenset(("", "no", "n", "false", "0", "nein", "nee", "non", "nie", "ne", "nao", "οχι"))


def read_participants(path: Path, workshop: Workshop) -> tuple[tuple[Participant, ...], tuple[Problem, ...]]:
    """Read the list of participants in its order, and what to warn of; empty if there is no such file.

    Who belongs to a group that the workshop doesn't have is read without one.

    Raises:
        SourceError: it is no table with names or groups, or rows hold consents that can't be understood.
    """
    place = path.name
    if not path.exists():
        return (), ()
    text, notices = decode(
        read_bytes(path, place, workshop.limits), place, workshop.language, limits=workshop.limits
    )
    mend = "Save it as UTF-8 text."
    warnings = [
        Problem("participants-encoding", f"inputs/{place}", notice.rstrip("."), mend, level="warning")
        for notice in notices
    ]
    grid = delimited_grid(text, place, workshop.limits)
    if not grid.rows:
        return (), tuple(warnings)
    columns = _columns(grid.rows[0], place)
    groups = {
        fold(name): group.id for group in workshop.groups for name in (group.id, group.title, *group.aliases)
    }
    rows = {
        number: {name: row[column] for name, column in columns.items()}
        for number, row in enumerate(grid.rows[1:], 2)
        if any(row)
    }
    raise_if_any(_unclear_consents(rows, place), SourceError)
    warnings += _unknown_groups(rows, groups, place)
    return tuple(_participant(said, groups) for said in rows.values()), tuple(warnings)


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


def _unknown_groups(rows: Rows, groups: Mapping[str, str], place: str) -> Iterator[Problem]:
    """Yield a warning for each word that names no group, with the first of its rows."""
    found: dict[str, list[int]] = {}
    for number, said in rows.items():
        word = fold(said.get("group", ""))
        if word and groups and word not in groups:
            found.setdefault(word, []).append(number)
    known = ", ".join(dict.fromkeys(groups.values()))
    for word, numbers in found.items():
        near = difflib.get_close_matches(word, groups, n=1)
        mean = f'Did you mean "{groups[near[0]]}"? ' if near else ""
        more = f" (and {len(numbers) - 1} more)" if len(numbers) > 1 else ""
        yield Problem(
            "participants-group",
            f"inputs/{place}, row {numbers[0]}{more}",
            f'"{rows[numbers[0]]["group"]}" is not one of this workshop\'s groups',
            f"{mean}Groups: {known}.",
            level="warning",
        )


def _unclear_consents(rows: Rows, place: str) -> Iterator[Problem]:
    for number, said in rows.items():
        for consent in (said.get("may_name", ""), said.get("may_quote", "")):
            if fold(consent) not in YES | NO and not _is_yes(consent):
                where = f"inputs/{place}, row {number}"
                what = f'"{consent}" says neither yes nor no'
                yield Problem("participants-consent", where, what, "Write yes or no.")


def _participant(said: Mapping[str, str], groups: Mapping[str, str]) -> Participant:
    return Participant(
        name=said.get("name", ""),
        email=said.get("email", ""),
        organisation=said.get("organisation", ""),
        group=groups.get(fold(said.get("group", "")), ""),
        country=said.get("country", ""),
        may_name=_is_yes(said.get("may_name", "")),
        may_quote=_is_yes(said.get("may_quote", "")),
        phone=said.get("phone", ""),
        code=said.get("code", ""),
    )


def _is_yes(consent: str) -> bool:
    return fold(consent) in YES or consent in YES
