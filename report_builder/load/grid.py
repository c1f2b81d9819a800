"""Spreadsheets and delimited text -> grids of words, cell by cell as the person's program shows them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_builder.load.encoding import INVISIBLE, decode
from report_builder.load.files import Archive, closed_file, read_bytes, refusal

if TYPE_CHECKING:
    from lxml import etree

DELIMITED = (".csv", ".tsv")
DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*\n', re.IGNORECASE)
ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LONGEST_CELL = 10_000_000
SAMPLE = 300_000
"""Characters from which the delimiter is told."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, counted from 0."""


@dataclass(frozen=True)
class Grid:
    """One sheet; its first row and column are those of the sheet, its last ones hold something."""

    name: str
    """Name of the sheet; empty for delimited text."""
    rows: tuple[tuple[str, ...], ...]
    """All rows equally long; an empty cell is "" """
    hidden: bool = False
    merged: tuple[Range, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def cells(self) -> int:
        """How many cells there are, empty ones too."""
        return len(self.rows) * self.width

    @cached_property
    def covered(self) -> dict[tuple[int, int], str]:
        """The words of merged cells, by the row and column of each cell that they cover."""
        return {
            (row, column): self.rows[top][left]
            for top, left, bottom, right in self.merged
            for row in range(top, min(bottom + 1, len(self.rows)))
            for column in range(left, min(right + 1, self.width))
        }

    def origin(self, row: int, column: int) -> str:
        """Return a cell's words, or, where it is merged, those of the merged cells."""
        return self.rows[row][column] or self.covered.get((row, column), "")


def letter(column: int) -> str:
    """Name a column as spreadsheets do, from 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def read_grids(path: Path, place: str, language: str) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """Read all sheets, in order, and what a reader should know of how they were read.

    Raises:
        SourceError: it is empty, damaged, protected by a password, or not what its name says.
    """
    data = read_bytes(path, place)
    if path.suffix.lower() in DELIMITED:
        text, notice = decode(data, place, language)
        return (delimited_grid(text, place),), (notice,) if notice else ()
    return _workbook(data, place, path.suffix.lower()), ()


def delimited_grid(text: str, place: str) -> Grid:
    """Read comma, semicolon, tab or bar separated text; a line `sep=;` is obeyed and not counted as a row."""
    csv.field_size_limit(LONGEST_CELL)
    said = SEPARATOR_LINE.match(text)
    text = text[said.end() :] if said else text
    try:
        best = said[1] if said else max(DELIMITERS, key=lambda sign: _fitness(text, sign))
        return _grid("", _records(text, best))
    except csv.Error as error:
        raise refusal(
            place, f"it is no table of text ({error})", "Open it in your spreadsheet and save it as .xlsx."
        ) from error


def _records(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def is_tabbed(text: str) -> bool:
    """Tell whether plain text is a table that a spreadsheet saved with tabs: Excel's "Unicode text"."""
    share, columns = _fitness(text, "\t")
    return share >= 0.9 and columns > 1 and text.count("\n") > 0


def _fitness(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows with the usual number of fields, then that number."""
    lengths = [len(record) for record in _records(text[:SAMPLE], delimiter) if any(record)]
    if not lengths:
        return 0, 0
    usual, rows = max(Counter(lengths).items(), key=lambda pair: (pair[1], pair[0]))
    if usual == 1:
        return 0, max(lengths)
    return rows / len(lengths), usual


def _grid(
    name: str, records: Iterable[Sequence[str]], hidden: bool = False, merged: tuple[Range, ...] = ()
) -> Grid:
    """Clean the cells and cut off empty rows and columns at the end."""
    rows = [[_clean(cell) for cell in record] for record in records]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((column for row in rows for column, cell in enumerate(row, 1) if cell), default=0)
    full = tuple(tuple((row + [""] * width)[:width]) for row in rows)
    inside = tuple(span for span in merged if span[0] < len(full) and span[1] < width)
    return Grid(name, full, hidden, inside)


def _clean(cell: str) -> str:
    text = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(INVISIBLE).strip()


def _workbook(data: bytes, place: str, suffix: str) -> tuple[Grid, ...]:
    """Read a workbook, whatever its suffix says it is; text is kept as text and numbers as typed."""
    import pandas
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    if not data:
        raise refusal(place, *closed_file(data))
    if data.startswith(b"PK"):
        Archive(data, place)  # refuses what unpacks without end
    try:
        file = pandas.ExcelFile(io.BytesIO(data), engine="calamine")
        book: Any = file.book
        kept = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
        names = [entry.name for entry in kept]
        frames = (
            pandas.read_excel(file, sheet_name=names, header=None, dtype=str, na_filter=False)
            if names
            else {}
        )
        merged = _merged_ods(data, place) if suffix == ".ods" else {}
        return tuple(
            _grid(
                entry.name,
                frames[entry.name].values.tolist(),
                entry.visible != SheetVisibleEnum.Visible,
                merged.get(entry.name) or _merged(book.get_sheet_by_name(entry.name).merged_cell_ranges),
            )
            for entry in kept
        )
    except (CalamineError, ValueError, OverflowError, MemoryError, OSError) as error:
        raise refusal(place, *_reason(error, data)) from error


def _reason(error: BaseException, data: bytes) -> tuple[str, str]:
    if "password" in f"{type(error).__name__} {error}".lower():
        return "it is protected by a password", "Remove the password and save it again."
    return closed_file(data)


def _merged(ranges: "Sequence[tuple[tuple[int, int], tuple[int, int]]] | None") -> tuple[Range, ...]:
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges or ())


def _merged_ods(data: bytes, place: str) -> dict[str, tuple[Range, ...]]:
    """Read merged cells from OpenDocument's own XML, since calamine does not tell them."""
    from lxml import etree

    content = Archive(data, place).part("content.xml") or b""
    found: dict[str, tuple[Range, ...]] = {}
    events = etree.iterparse(io.BytesIO(content), tag=f"{ODS_TABLE}table", resolve_entities=False)
    try:
        for _, table in events:
            found[table.get(f"{ODS_TABLE}name", "")] = tuple(_spans(table))
            table.clear()
    except etree.XMLSyntaxError:
        return {}
    return found


def _spans(table: "etree._Element") -> Iterator[Range]:
    top = 0
    for row in table.iter(f"{ODS_TABLE}table-row"):
        left = 0
        for cell in row:
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down * across > 1:
                yield top, left, top + down - 1, left + across - 1
            left += _count(cell, "number-columns-repeated")
        top += _count(row, "number-rows-repeated")


def _count(element: "etree._Element", name: str) -> int:
    said = element.get(f"{ODS_TABLE}{name}", "1")
    return int(said) if said.isdecimal() and len(said) < 8 else 1
