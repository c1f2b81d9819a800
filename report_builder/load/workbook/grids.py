"""Workbooks (.xlsx .xlsm .xls .ods) -> grids, whatever their suffix says that they are."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas
from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

from report_builder.limits import Limits
from report_builder.load.files import PROTECTED, USUAL, Archive, closed_file, refusal
from report_builder.load.grid import Grid, check_size, make_grid
from report_builder.load.kinds import OLD_OFFICE
from report_builder.load.workbook.old import old_facts
from report_builder.load.workbook.parts import Facts, sheet_facts

PANIC = "PanicException"
"""What the library raises where it stumbles over a damaged file; it is no Exception and can't be imported."""
DAMAGED = ("it is damaged", "Open it in your spreadsheet and save it again.")


def read_workbook(data: bytes, place: str, limits: Limits = USUAL) -> tuple[Grid, ...]:
    """Read all sheets, in order; text is kept as text and numbers as typed.

    Raises:
        SourceError: it is empty, damaged, protected by a password, too large, or no workbook.
    """
    old = data.startswith(OLD_OFFICE[:4])
    if not old and not data.startswith(b"PK"):
        raise refusal(place, *closed_file(data))
    facts = old_facts(data) if old else sheet_facts(Archive(data, place, limits))
    try:
        # pandas opens the file, calamine hands over the cells: a frame of them would cost as much again.
        book: Any = pandas.ExcelFile(io.BytesIO(data), engine="calamine").book
        kept = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
        grids = []
        for entry in kept:
            sheet = book.get_sheet_by_name(entry.name)
            known = facts.get(entry.name, Facts())
            if old:
                check_size(entry.name, sheet.total_height, sheet.total_width, place, limits)
                merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
                known = replace(known, merged=merged)
            grids.append(_grid(sheet, entry.visible != SheetVisibleEnum.Visible, known))
        return tuple(grids)
    except (CalamineError, ValueError, OverflowError, MemoryError, OSError) as error:
        raise refusal(place, *_reason(error, data)) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise refusal(place, *DAMAGED) from error


def _grid(sheet: Any, hidden: bool, facts: Facts) -> Grid:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (row, column), shown in facts.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = shown
    columns = map(_as_text, zip(*rows, strict=True))
    return make_grid(sheet.name, columns, hidden, facts.merged, facts.hidden_rows, facts.hidden_columns)


def _as_text(column: Sequence[Any]) -> Sequence[str]:
    """Return what the cells show; a whole number has no decimals, a day no hour."""
    if set(map(type, column)) == {str}:
        return column
    return [
        cell
        if type(cell) is str
        else str(int(cell))
        if isinstance(cell, float) and cell.is_integer()
        else str(cell).removesuffix(" 00:00:00")
        for cell in column
    ]


def _reason(error: BaseException, data: bytes) -> tuple[str, str]:
    if "password" in f"{type(error).__name__} {error}".lower():
        return PROTECTED
    return closed_file(data)
