"""Feedback sheets (.xlsx .xls .ods .csv .tsv) -> Source: one block per answer in words.

Every other cell of the used range is counted once, by the reason why it is no statement. What was typed into
columns of personal data never leaves this module.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_builder.errors import Problem, SourceError, did_you_mean
from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes, refusal
from report_builder.load.grid import Grid, delimited_grid
from report_builder.load.survey import STAMP, Layout, Role, is_total, read_layout, unknown_roles
from report_builder.model import Block, Kind, Source, Where
from report_builder.settings import Columns, Workshop
from report_builder.words import matches_path

SUFFIXES = (".csv", ".ods", ".tsv", ".xls", ".xlsm", ".xlsx")
FOLDER = "feedback"
DELIMITED = (".csv", ".tsv")

MOST_NAMED = 6
"""Columns of one role that a notice names; a survey may have hundreds."""
ATTRIBUTES = (Role.THEME, Role.LENS, Role.GROUP)
COUNTED_AS = dict.fromkeys(ATTRIBUTES, "attribute") | {Role.RESPONDENT: "metadata"}


@dataclass(frozen=True)
class Sheet:
    """A visible sheet and how it is built."""

    grid: Grid
    layout: Layout
    theme: str
    """The theme that workshop.toml gives to the whole sheet."""

    @property
    def answers(self) -> int:
        """How many rows of answers there are."""
        return sum(any(row) and not is_total(row) for row in self.grid.rows[self.layout.first :])


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a feedback sheet; blocks row by row, sheets in order.

    Raises:
        SourceError: it can't be read, holds no statements, or does not fit `[[columns]]` in workshop.toml.
    """
    data = read_bytes(path, place)
    if path.suffix.lower() in DELIMITED:
        text, notices = decode(data, place, workshop.language)
        return read_answers([delimited_grid(text, place)], notices, place, workshop, path.stem)
    from report_builder.load.workbook.grids import read_workbook

    return read_answers(read_workbook(data, place), (), place, workshop, path.stem)


def read_answers(
    grids: Sequence[Grid], notices: Sequence[str], place: str, workshop: Workshop, title: str
) -> Source:
    """Make the source of a file's grids; see `read`."""
    told = [entry for entry in workshop.columns if matches_path(place, entry.file)]
    shown = [grid for grid in grids if grid.rows and not grid.hidden]
    if not shown:
        raise refusal(
            place, "it holds no table", "Save it again with the answers, or take it out of the folder."
        )
    sheets = [_sheet(grid, told, workshop) for grid in shown]
    _check_columns(sheets, told, place)
    _check_statements(sheets, place)
    blocks: list[Block] = []
    units: Counter[str] = Counter()
    for grid in grids:
        units["hidden sheet"] += grid.cells if grid.hidden else 0
    for sheet in sheets:
        blocks += _blocks(sheet, place, units)
    hidden = [
        f'Sheet "{grid.name}" is hidden and was left out.' for grid in grids if grid.hidden and grid.rows
    ]
    told_of = [_told(sheet) for sheet in sheets]
    return Source(place, title, tuple(blocks), dict(+units), notices=(*notices, *hidden, *told_of))


def _sheet(grid: Grid, told: Sequence[Columns], workshop: Workshop) -> Sheet:
    here = [entry for entry in told if entry.sheet in ("", grid.name)]
    theme = next((entry.theme for entry in here if entry.theme), "")
    return Sheet(grid, read_layout(grid, here, workshop), theme)


def _check_columns(sheets: Sequence[Sheet], told: Sequence[Columns], place: str) -> None:
    """Raise a SourceError for all that workshop.toml says of sheets and columns that are not there."""
    known = [column.name for sheet in sheets for column in sheet.layout.columns]
    problems = [
        Problem("source-columns", "inputs/workshop.toml, [[columns]]", f"{what}, for inputs/{place}", mend)
        for what, roles in unknown_roles(told, known)
        for mend in [f"Roles: {roles}." if roles else _near(what.split('"')[1], known)]
    ]
    names = [sheet.grid.name for sheet in sheets]
    problems += [
        Problem(
            "source-columns",
            "inputs/workshop.toml, [[columns]]",
            f'there is no visible sheet "{entry.sheet}" in inputs/{place}',
            f"Sheets: {', '.join(names)}.",
        )
        for entry in told
        if entry.sheet and entry.sheet not in names
    ]
    if problems:
        raise SourceError(*problems)


def _near(name: str, known: Sequence[str]) -> str:
    columns = ", ".join(f'"{column}"' for column in known)
    return did_you_mean(name, known).rstrip() or f"Columns: {columns}."


def _check_statements(sheets: Sequence[Sheet], place: str) -> None:
    """Raise a SourceError where people answered, but no column of any sheet can be taken for statements."""
    if any(sheet.layout.having(Role.STATEMENT) for sheet in sheets) or not any(s.answers for s in sheets):
        return
    names = [column.name for sheet in sheets for column in sheet.layout.columns if column.question]
    words, wordy = max(map(_wordiest, sheets))
    if not words:
        raise refusal(
            place,
            "it holds numbers and dates only, no statements",
            "Take it out of the folder, or save it again with the answers in words.",
            rule="source-columns",
        )
    raise refusal(
        place,
        f"no column can be told to hold statements (columns: {', '.join(map(_quoted, names)) or 'none'})",
        "Say in inputs/workshop.toml which one does, for example:\n"
        f'[[columns]]\nfile = {_quoted(place)}\nroles = {{ {_quoted(wordy)} = "statement" }}',
        rule="source-columns",
    )


def _wordiest(sheet: Sheet) -> tuple[int, str]:
    """Name the column with the most words below its heading, private ones, numbers and dates left out."""
    below = sheet.grid.rows[sheet.layout.first :]
    columns = [column for column in sheet.layout.columns if column.role is not Role.PERSONAL]
    counted = [(sum(_words(row[column.index]) for row in below), column.name) for column in columns]
    return max(counted, default=(0, ""))


def _words(cell: str) -> int:
    return len(cell.split()) if any(map(str.isalpha, cell)) and not STAMP.fullmatch(cell) else 0


def _quoted(name: str) -> str:
    """Write a name as TOML does."""
    return json.dumps(name, ensure_ascii=False)


def _blocks(sheet: Sheet, place: str, units: Counter[str]) -> Iterator[Block]:
    """Yield the blocks of a sheet; count all of its other cells."""
    grid, layout = sheet.grid, sheet.layout
    for number, row in enumerate(grid.rows):
        units["empty"] += row.count("")
        if number < layout.first:
            units["heading" if number in layout.header else "title"] += len(row) - row.count("")
        elif is_total(row):
            units["total"] += len(row) - row.count("")
        else:
            yield from _answers(sheet, number, place, units)


def _answers(sheet: Sheet, number: int, place: str, units: Counter[str]) -> Iterator[Block]:
    row = sheet.grid.rows[number]
    said = {role: _attribute(sheet, number, role) for role in ATTRIBUTES}
    respondent = _respondent(sheet, number, place)
    for column in sheet.layout.columns:
        text = row[column.index]
        if column.role is Role.STATEMENT and not column.told and STAMP.fullmatch(text):
            units["metadata"] += 1
        elif text and column.role is Role.STATEMENT:
            yield Block(
                Kind.CELL,
                text,
                Where(place, sheet=sheet.grid.name, row=number + 1, column=column.name),
                question=column.question,
                respondent=respondent,
                theme=said[Role.THEME] or sheet.theme,
                lens=said[Role.LENS],
                group=said[Role.GROUP],
            )
        elif text:
            units[COUNTED_AS.get(column.role, column.role.value)] += 1


def _attribute(sheet: Sheet, number: int, role: Role) -> str:
    """What the row's first filled column of a role says; merged cells count for all their rows."""
    said = (sheet.grid.origin(number, column.index) for column in sheet.layout.having(role))
    # Microsoft Forms ends every choice with a semicolon.
    return " ".join(next(filter(None, said), "").split()).rstrip("; ")


def _respondent(sheet: Sheet, number: int, place: str) -> str:
    """Name the person of a row: by the row, or by a digest of what stands in the column of respondents."""
    named = "\0".join(sheet.grid.rows[number][c.index] for c in sheet.layout.having(Role.RESPONDENT)).strip(
        "\0"
    )
    if named:
        return f"{place}!{hashlib.sha256(named.encode()).hexdigest()[:12]}"
    return f"{place}!{sheet.grid.name}!{number + 1}"


def _told(sheet: Sheet) -> str:
    """Say how the columns were read, so that a wrong guess is seen."""
    by_role: dict[Role, list[str]] = {}
    below = sheet.grid.rows[sheet.layout.first :]
    for column in sheet.layout.columns:
        if column.question or any(row[column.index] for row in below):
            by_role.setdefault(column.role, []).append(_short(column.name))
    parts = [f"{role.value}: {_listed(by_role[role])}" for role in Role if role in by_role]
    made = f" ({sheet.layout.maker})" if sheet.layout.maker else ""
    name = f'Sheet "{sheet.grid.name}"{made}' if sheet.grid.name else f"Table{made}"
    nothing = "" if Role.STATEMENT in by_role else "no statements; "
    return f"{name}: {nothing}columns read as {'; '.join(parts) or 'nothing'}."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _short(name: str) -> str:
    return f'"{name if len(name) <= 40 else name[:37] + "..."}"'
