"""A sheet as a grid of words, cell by cell as the person's program shows them; delimited text -> grid."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from report_builder.load.encoding import INVISIBLE
from report_builder.load.files import refusal
from report_builder.words import CONTROL

DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*\n', re.IGNORECASE)
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


def delimited_grid(text: str, place: str) -> Grid:
    """Read comma, semicolon, tab or bar separated text; a line `sep=;` is obeyed and not counted as a row."""
    csv.field_size_limit(LONGEST_CELL)
    said = SEPARATOR_LINE.match(text)
    text = text[said.end() :] if said else text
    try:
        best = said[1] if said else max(DELIMITERS, key=lambda sign: _fitness(text, sign))
        records = _records(text, best)
        _refuse_open_quote(text, best, len(records), place)
        return make_grid("", records)
    except csv.Error as error:
        raise refusal(
            place, f"it is no table of text ({error})", "Open it in your spreadsheet and save it as .xlsx."
        ) from error


def _records(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _refuse_open_quote(text: str, delimiter: str, rows: int, place: str) -> None:
    """Refuse a table whose last row swallowed all that follows a quotation mark which nobody closed."""
    try:
        for _ in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            what = "a quotation mark is opened here and never closed, so the rows below run together"
            mend = "Close it or take it out, or save the sheet as .xlsx."
            raise refusal(place, what, mend, inside=f"row {rows}") from error


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


def make_grid(
    name: str, records: Iterable[Sequence[str]], hidden: bool = False, merged: tuple[Range, ...] = ()
) -> Grid:
    """Clean the cells and cut off empty rows and columns at the end."""
    rows = [_clean(record) for record in records]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(_width, rows), default=0)
    full = tuple(row if len(row) == width else (row + ("",) * width)[:width] for row in rows)
    inside = tuple(span for span in merged if span[0] < len(full) and span[1] < width)
    return Grid(name, full, hidden, inside)


def _clean(record: Sequence[str]) -> tuple[str, ...]:
    # One look at a whole row is much quicker than one at each cell; line breaks are not printable either.
    words = "|".join(record)
    cells = record if words.isprintable() and "_x000D_" not in words else map(_without_noise, record)
    return tuple(map(str.strip, cells))


def _without_noise(cell: str) -> str:
    text = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text.translate(INVISIBLE))


def _width(row: Sequence[str]) -> int:
    """How many cells there are up to the last filled one."""
    return next((number for number in range(len(row), 0, -1) if row[number - 1]), 0)
