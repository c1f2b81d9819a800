"""The list of participants -> the people who took part; they are counted, and named only with consent."""

import difflib
import functools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from report_builder.errors import Problem, SourceError, raise_if_any
from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes, refusal
from report_builder.load.grid import Grid, delimited_grid
from report_builder.load.survey import total_rows
from report_builder.model import Participant
from report_builder.settings import Workshop
from report_builder.words import fold

DEEPEST = 10
"""The headings stand in one of so many rows."""
TEXT = (".csv", ".tsv")
FILES = tuple(f"participants{suffix}" for suffix in (*TEXT, ".xlsx", ".ods", ".xls"))
"""Names that it may have in inputs/."""
Rows = Mapping[int, Mapping[str, str]]
"""What is said of people, by the number of their row."""
YES = frozenset(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sim", "tak", "da", "ano", "ναι", "✓"))
NO = frozenset(("", "no", "n", "false", "0", "nein", "nee", "non", "nie", "ne", "nao", "οχι"))


def participants_file(inputs: Path) -> Path:
    """Where the list of participants lies, as text or spreadsheet; `participants.csv` where there is none.

    Raises:
        SourceError: there are two; names that stand in one alone would not be masked.
    """
    there = [path for name in FILES if (path := inputs / name).exists()]
    if len(there) > 1:
        what = f"there is {' and '.join(path.name for path in there)}, so it is not clear who took part"
        raise refusal(there[1].name, what, "Keep one of them in inputs/.", rule="participants-files")
    return there[0] if there else inputs / FILES[0]


def read_participants(
    inputs: Path, workshop: Workshop
) -> tuple[tuple[Participant, ...], tuple[Problem, ...]]:
    """Read the list of participants in its order, and what to warn of; empty if there is no such file.

    Of a workbook the first sheet that holds anything is read. Who belongs to a group that the workshop
    doesn't have is read without one.

    Raises:
        SourceError: it is no table with names or groups, rows hold consents that can't be understood, or
            there are two lists.
    """
    path = participants_file(inputs)
    place = path.name
    if not path.exists():
        return (), ()
    grid, notices = _grid(read_bytes(path, place, workshop.limits), path, workshop)
    mend = "Save it as UTF-8 text."
    warnings = [
        Problem("participants-encoding", f"inputs/{place}", notice.rstrip("."), mend, level="warning")
        for notice in notices
    ]
    if not grid or not grid.rows:
        return (), tuple(warnings)
    head, columns = _columns(grid, place)
    groups = {
        fold(name): group.id for group in workshop.groups for name in (group.id, group.title, *group.aliases)
    }
    rows = {
        at + 1: _with_full_name({name: row[column] for name, column in columns.items()})
        for at, row in enumerate(grid.rows)
        if at > head and any(row)
    }
    nobody = {at + 1 for at in total_rows(grid, head + 1)} | {
        at for at, said in rows.items() if _is_number(said)
    }
    warnings += [
        Problem(
            "participants-total",
            f"inputs/{place}, row {number}",
            "this is read as a sum and not counted as a person",
            "Take it out of the list.",
            level="warning",
        )
        for number in sorted(nobody)
    ]
    rows = {number: said for number, said in rows.items() if number not in nobody}
    raise_if_any(_unclear_consents(rows, place), SourceError)
    warnings += _unknown_groups(rows, groups, place)
    return tuple(_participant(said, groups) for said in rows.values()), tuple(warnings)


def _grid(data: bytes, path: Path, workshop: Workshop) -> tuple[Grid | None, Sequence[str]]:
    """The list as a grid that begins with its first line, and what to say of its encoding."""
    if path.suffix in TEXT:
        text, notices = decode(data, path.name, workshop.language, limits=workshop.limits)
        return delimited_grid(text, path.name, workshop.limits), notices
    from report_builder.load.workbook.grids import read_workbook

    sheets = read_workbook(data, path.name, workshop.limits)
    return next((sheet for sheet in sheets if sheet.rows and not sheet.hidden), None), ()


def _columns(grid: Grid, place: str) -> tuple[int, dict[str, int]]:
    """The row of headings, counted from 0, and the columns of what we know of people; titles may stand above.

    Raises:
        SourceError: No row names a column of names or groups.
    """
    known = _known_columns()
    for at, row in enumerate(grid.top(DEEPEST)):
        folded = [fold(name) for name in row]
        found = {
            name: next(index for index, heading in enumerate(folded) if heading in known[name])
            for name in known
            if known[name].intersection(folded)
        }
        if found.keys() & {"name", "last", "group"}:
            return at, found
    raise refusal(
        place,
        "none of its first rows names a column name or group",
        "Let it begin with: name, email, organisation, group, country, consent_name.",
        rule="participants-columns",
    )


def _is_number(said: Mapping[str, str]) -> bool:
    """Whether nothing of a row is a word: a count that somebody left below the list."""
    return not any(sign.isalpha() for words in said.values() for sign in words)


@functools.cache
def _known_columns() -> Mapping[str, frozenset[str]]:
    """What is known of people -> the folded names that its column may have."""
    names = tomllib.loads(Path(__file__).with_name("participant-columns.toml").read_text(encoding="utf-8"))
    return {what: frozenset(map(fold, headings)) for what, headings in names.items()}


def _with_full_name(said: dict[str, str]) -> dict[str, str]:
    """A row with the whole name, where first or last names stand in a column of their own.

    "Name" beside "Vorname" is the last name, "Nombre" beside "Apellidos" the first.
    """
    name, first, last = (said.get(column, "") for column in ("name", "first", "last"))
    if not _stands_in(first, name):
        name = f"{first} {name}".strip()
    if not _stands_in(last, name):
        name = f"{name} {last}".strip()
    return {**said, "name": name}


def _stands_in(part: str, name: str) -> bool:
    """Whether all words of a name are words of another: "Ana" is none of "Hanachi"."""
    return set(fold(part).split()) <= set(fold(name).split())


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
        for column, allows in (("may_name", "to be named"), ("may_quote", "to be quoted")):
            consent = said.get(column, "")
            if fold(consent) not in YES | NO and not _is_yes(consent):
                where = f"inputs/{place}, row {number}"
                what = f'the consent {allows} is "{consent}", which says neither yes nor no'
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
