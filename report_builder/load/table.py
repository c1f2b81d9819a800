"""Feedback sheets (.xlsx .xls .ods .csv .tsv) -> Source: one block per answer in words.

Every other cell of the used range is counted once, by the reason why it is no statement. What was typed into
columns of personal data never leaves this module.
"""

import gc
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from report_builder.errors import Problem, SourceError, did_you_mean
from report_builder.load.encoding import decode
from report_builder.load.files import closed_file, read_bytes, refusal, refuse_page
from report_builder.load.grid import ERROR_VALUE, Grid, delimited_grid, letter
from report_builder.load.sheet import Sheet, sheet_of
from report_builder.load.survey import STAMP, Role, unknown_roles
from report_builder.model import Block, Choice, ColumnReading, Rating, Source
from report_builder.settings import Columns, Workshop
from report_builder.words import matches_path

SUFFIXES = (".csv", ".ods", ".tsv", ".xls", ".xlsm", ".xlsx")
FOLDER = "feedback"
DELIMITED = (".csv", ".tsv")

MOST_NAMED = 6
"""Columns of one role, or cells, that a notice names; a survey may have hundreds."""
UNSURE = 0.6
"""Confidence below which a guess is pointed out."""
SURE = 0.7
"""Confidence from which ratings are believed in a sheet without answers in words."""
CONTINUED = re.compile(r"(.*?)\d+")
"""How EUSurvey names the sheets that hold the columns beyond the 254th: `Content1`."""


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a feedback sheet; blocks row by row, sheets in order.

    Raises:
        SourceError: it can't be read, holds no statements, or does not fit `[[columns]]` in workshop.toml.
    """
    data = read_bytes(path, place, workshop.limits)
    if not data.strip():
        raise refusal(place, *closed_file(b""))
    with _without_collection():
        if path.suffix.lower() in DELIMITED:
            refuse_page(data, place)
            text, notices = decode(data, place, workshop.language, limits=workshop.limits)
            return read_answers(
                [delimited_grid(text, place, workshop.limits)], notices, place, workshop, path.stem
            )
        from report_builder.load.workbook.grids import read_workbook

        return read_answers(read_workbook(data, place, workshop.limits), (), place, workshop, path.stem)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Make hundreds of thousands of cells without a search for garbage after each few: there is none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # All that was made counts as old from now on; else it would be looked through as soon as this ends.
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


def read_answers(
    grids: Sequence[Grid], notices: Sequence[str], place: str, workshop: Workshop, title: str
) -> Source:
    """Make the source of a file's grids; see `read`."""
    told = [entry for entry in workshop.columns if matches_path(place, entry.file)]
    grids = [_unhidden(grid) if _wants_hidden(grid, told) else grid for grid in grids]
    shown = [grid for grid in grids if grid.columns and not grid.hidden]
    if not shown:
        raise refusal(place, *_nothing(grids))
    sheets = _continued([_sheet(grid, told, workshop, place) for grid in shown])
    _check_columns(sheets, told, place)
    _check_statements(sheets, place)
    units: Counter[str] = Counter()
    for grid in grids:
        units["hidden sheet"] += grid.cells if grid.hidden else 0
    ratings: list[Rating] = []
    choices: list[Choice] = []
    blocks: list[Block] = []
    for sheet in sheets:
        ratings += sheet.ratings()
        choices += sheet.choices()
        blocks += sheet.blocks()
        units.update(sheet.units)
    return Source(
        place,
        title,
        tuple(blocks),
        dict(+units),
        notices=(*notices, *_notices(grids, sheets)),
        readings=tuple(reading for sheet in sheets for reading in _readings(sheet)),
        ratings=tuple(ratings),
        choices=tuple(choices),
    )


def _wants_hidden(grid: Grid, told: Sequence[Columns]) -> bool:
    return any(entry.hidden and entry.sheet in ("", grid.name) for entry in told)


def _unhidden(grid: Grid) -> Grid:
    return replace(grid, hidden=False, hidden_rows=frozenset(), hidden_columns=frozenset())


def _nothing(grids: Sequence[Grid]) -> tuple[str, str]:
    """Say why a file has no sheet to be read, and the mend."""
    if any(grid.columns for grid in grids):
        return "all its sheets are hidden", "Show the sheet with the answers, and save it again."
    return "it holds no table", "Save it again with the answers, or take it out of the folder."


def _sheet(grid: Grid, told: Sequence[Columns], workshop: Workshop, place: str) -> Sheet:
    here = [entry for entry in told if entry.sheet in ("", grid.name)]
    return sheet_of(grid, here, workshop, place)


def _continued(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Let the sheets on which EUSurvey goes on with the columns know the one that they continue."""
    makers = {sheet.layout.maker for sheet in sheets}
    by_name = {sheet.grid.name: sheet for sheet in sheets}
    for sheet in sheets if "EUSurvey" in makers else ():
        named = CONTINUED.fullmatch(sheet.grid.name)
        first = by_name.get(named[1]) if named else None
        if first and first.layout.header == sheet.layout.header:
            sheet.continues = first
    return list(sheets)


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
    """Raise a SourceError where people answered, but no column of any sheet can be told to hold answers."""
    if any(map(_is_told, sheets)) or not any(sheet.answers for sheet in sheets):
        return
    names = [column.name for sheet in sheets for column in sheet.layout.columns if column.question]
    words, wordy = max(map(_wordiest, sheets))
    if not words:
        kinds = "error values" if any(sheet.errors for sheet in sheets) else "numbers and dates"
        raise refusal(
            place,
            f"it holds {kinds} only, no statements",
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


def _is_told(sheet: Sheet) -> bool:
    """Tell whether a sheet surely holds answers: in words, on a scale, or as a survey tool exports them."""
    told = [column.guess for column in sheet.layout.columns]
    rated = any(guess.role is Role.RATING and guess.confidence >= SURE for guess in told)
    ticked = bool(sheet.layout.maker) and any(guess.role is Role.CHOICE for guess in told)
    meant = any(column.told and column.role is Role.CHOICE for column in sheet.layout.columns)
    return rated or ticked or meant or any(guess.role is Role.STATEMENT for guess in told)


def _wordiest(sheet: Sheet) -> tuple[int, str]:
    """Name the column with the most words below its heading, private ones, numbers and dates left out."""
    columns = [column for column in sheet.layout.columns if column.role is not Role.PERSONAL]
    counted = [(sum(map(_words, sheet.cells[column.index])), column.name) for column in columns]
    return max(counted, default=(0, ""))


def _words(cell: str) -> int:
    spoken = any(map(str.isalpha, cell)) and not STAMP.fullmatch(cell) and not ERROR_VALUE.fullmatch(cell)
    return len(cell.split()) if spoken else 0


def _quoted(name: str) -> str:
    """Write a name as TOML does."""
    return json.dumps(name, ensure_ascii=False)


def _notices(grids: Sequence[Grid], sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield what a reader should know of how the file was read; last how its columns were."""
    for grid in grids:
        if grid.hidden and grid.columns:
            yield f'Sheet "{grid.name}" is hidden and was left out.'
    for sheet in sheets:
        name = f'Sheet "{sheet.grid.name}": ' if sheet.grid.name else ""
        yield from (name + notice for notice in _left_out(sheet))
    yield from map(_told, sheets)
    if not any(sheet.answers for sheet in sheets):
        yield "There are no answers below the headings."


def _left_out(sheet: Sheet) -> Iterator[str]:
    rows, columns = sheet.hidden_rows, sheet.hidden_columns
    if rows:
        yield f"{_count(len(rows), 'hidden row')} left out: {_listed([str(row + 1) for row in rows])}."
    if columns:
        names = [sheet.layout.columns[column].name for column in columns]
        yield f"{_count(len(columns), 'hidden column')} left out: {_listed(list(map(_short, names)))}."
    if sheet.errors:
        cells = [f"{letter(column)}{row + 1} ({shown})" for row, column, shown in sheet.errors]
        yield f"{_count(len(cells), 'error value')} left out: {_listed(cells)}."
    if sheet.off_scale:
        named = [f"{count} in {_short(name)}" for name, count in sheet.off_scale.items()]
        yield f"Answers that are no point of the scale, not counted: {_listed(named)}."
    if sheet.incomplete:
        yield f"{_count(sheet.incomplete, 'answer')} never submitted, read all the same."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{' was' if number == 1 else 's were'}"


def _readings(sheet: Sheet) -> Iterator[ColumnReading]:
    header = tuple(row + 1 for row in sheet.layout.header)
    for column in sheet.used_columns():
        found = column.guess
        yield ColumnReading(
            sheet.grid.name, header, column.name, column.role.said, found.reason, found.confidence
        )


def _told(sheet: Sheet) -> str:
    """Say how the columns were read, so that a wrong guess is seen; those of personal data are all named."""
    by_role: dict[Role, list[str]] = {}
    for column in sheet.used_columns():
        by_role.setdefault(column.role, []).append(_short(column.name))
    parts = [
        f"{role.value}: {', '.join(by_role[role]) if role is Role.PERSONAL else _listed(by_role[role])}"
        for role in Role
        if role in by_role
    ]
    made = f" ({sheet.layout.maker})" if sheet.layout.maker else ""
    name = f'Sheet "{sheet.grid.name}"{made}' if sheet.grid.name else f"Table{made}"
    nothing = "" if Role.STATEMENT in by_role else "no statements; "
    unsure = [_short(column.name) for column in sheet.used_columns() if column.guess.confidence < UNSURE]
    hint = f" Unsure of {_listed(unsure)}: see `report-builder check --mapping`." if unsure else ""
    return f"{name}: {nothing}columns read as {'; '.join(parts) or 'nothing'}.{hint}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _short(name: str) -> str:
    return f'"{name if len(name) <= 40 else name[:37] + "..."}"'
