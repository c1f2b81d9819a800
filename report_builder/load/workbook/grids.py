"""Workbooks (.xlsx .xlsm .xls .ods) -> grids, whatever their suffix says that they are."""

import io
from typing import Any

import pandas
from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

from report_builder.load.files import Archive, closed_file, refusal
from report_builder.load.grid import Grid, Range, make_grid
from report_builder.load.workbook.parts import check_size, merged_cells


def read_workbook(data: bytes, place: str) -> tuple[Grid, ...]:
    """Read all sheets, in order; text is kept as text and numbers as typed.

    Raises:
        SourceError: it is empty, damaged, protected by a password, too large, or no workbook.
    """
    if not data:
        raise refusal(place, *closed_file(data))
    merged = merged_cells(Archive(data, place)) if data.startswith(b"PK") else {}
    try:
        file = pandas.ExcelFile(io.BytesIO(data), engine="calamine")
        book: Any = file.book
        kept = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
        names = [entry.name for entry in kept]
        merged = merged or {name: _merged(book.get_sheet_by_name(name), place) for name in names}
        frames = (
            pandas.read_excel(file, sheet_name=names, header=None, dtype=str, na_filter=False)
            if names
            else {}
        )
        return tuple(
            make_grid(
                entry.name,
                frames[entry.name].values.tolist(),
                entry.visible != SheetVisibleEnum.Visible,
                merged.get(entry.name, ()),
            )
            for entry in kept
        )
    except (CalamineError, ValueError, OverflowError, MemoryError, OSError) as error:
        raise refusal(place, *_reason(error, data)) from error


def _merged(sheet: Any, place: str) -> tuple[Range, ...]:
    """Return the merged cells of a sheet of an .xls, which never reaches beyond IV65536."""
    check_size(sheet.name, sheet.total_height, sheet.total_width, place)
    return tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())


def _reason(error: BaseException, data: bytes) -> tuple[str, str]:
    if "password" in f"{type(error).__name__} {error}".lower():
        return "it is protected by a password", "Remove the password and save it again."
    return closed_file(data)
