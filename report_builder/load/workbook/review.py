"""The review sheet as it came back -> its rows, and the record that it carries, for history/review.py.

Columns are known by their headings and rows by the hidden column ID, so both may have been moved.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from report_builder.errors import Problem, PullError, SourceError
from report_builder.limits import Limits
from report_builder.load.files import USUAL, Archive, read_bytes
from report_builder.load.grid import Grid
from report_builder.load.word.saved import read_saved
from report_builder.load.workbook.grids import read_workbook
from report_builder.sheet import FILE, RECORD_TAB, Column, ReturnedRow, ReturnedSheet
from report_builder.words import fold

SEARCHED = 20
"""Rows from the top among which the headings are looked for."""
NEEDED = (Column.STATEMENT, Column.STATE)
HEADINGS = {fold(column): column for column in Column}


def read_review(path: Path, place: str, limits: Limits = USUAL) -> ReturnedSheet:
    """Read the review sheet, whatever was moved in it; `place` names it in messages.

    Raises:
        PullError: It is no review sheet, is damaged or can't be opened.
    """
    try:
        data = read_bytes(path.resolve(), FILE, limits)
        grids = read_workbook(data, FILE, limits)
        saved = read_saved(Archive(data, FILE, limits))
    except SourceError as error:
        raise PullError(*(replace(problem, where=place) for problem in error.problems)) from error
    found = next(((grid, top) for grid in grids if (top := _heading_row(grid)) is not None), None)
    record = next((grid for grid in grids if grid.name == RECORD_TAB), None)
    if found is None or record is None:
        what = "it is no review sheet of this program"
        mend = "Move it away; `report-builder review` writes a new one."
        raise PullError(Problem("review-unknown", place, what, mend))
    grid, top = found
    names = grid.rows[top]
    columns = {HEADINGS[fold(name)]: at for at, name in enumerate(names) if fold(name) in HEADINGS}
    id, *pieces = [row[0] for row in record.rows] or [""]
    return ReturnedSheet(
        place=place,
        tab=grid.name,
        record=id,
        copy="".join(piece.removeprefix("|").removesuffix("|") for piece in pieces),
        rows=tuple(_rows(grid, top, columns)),
        foreign=tuple(name for name in names if name and fold(name) not in HEADINGS),
        missing=tuple(column for column in Column if column not in columns),
        saved=saved,
    )


def _heading_row(grid: Grid) -> int | None:
    for number, row in enumerate(grid.rows[:SEARCHED]):
        names = {fold(cell) for cell in row}
        if all(fold(name) in names for name in NEEDED):
            return number
    return None


def _rows(grid: Grid, top: int, columns: dict[Column, int]) -> Iterator[ReturnedRow]:
    for number, row in enumerate(grid.rows[top + 1 :], top + 2):
        if any(row):
            yield ReturnedRow(number, {column: row[at] for column, at in columns.items()})
