"""A sheet as a grid of words, cell by cell as the person's program shows them; delimited text -> grid."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest

from report_builder.limits import Limits
from report_builder.load.encoding import INVISIBLE
from report_builder.load.files import USUAL, refusal
from report_builder.words import CONTROL

DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*\n', re.IGNORECASE)
LONGEST_CELL = 10_000_000
FARTHEST = 10**9
"""No sheet is so long or wide."""
SAMPLE = 300_000
"""Characters from which the delimiter is told."""
ERROR_VALUE = re.compile(r"#[A-ZÀ-Þ0/]{1,12}[!?]|#(?:N/A|N/D|N/V|NV|NB|ND)|Err:\d{3}")
"""What a spreadsheet shows where a formula fails, in several languages: `#DIV/0!`, `#WERT!`, `Err:502`."""
ERROR_MARKS = ("#", "Err:")
"""Without one of these there is none."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, counted from 0."""


@dataclass(frozen=True)
class Grid:
    """One sheet; its first row and column are those of the sheet, its last ones hold something."""

    name: str
    """Name of the sheet; empty for delimited text."""
    columns: tuple[Sequence[str], ...]
    """All columns equally long; an empty cell is "" """
    hidden: bool = False
    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    suspects: frozenset[int] = frozenset()
    """The columns in which there may be error values."""

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The same cells, row by row."""
        return tuple(zip(*self.columns, strict=True))

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.columns)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def cells(self) -> int:
        """How many cells there are, empty ones too."""
        return self.height * self.width

    def top(self, count: int) -> list[tuple[str, ...]]:
        """The first rows."""
        return list(zip(*(column[:count] for column in self.columns), strict=True))

    def row(self, number: int) -> tuple[str, ...]:
        """One row, counted from 0."""
        return tuple(column[number] for column in self.columns)

    @cached_property
    def covered(self) -> dict[tuple[int, int], str]:
        """The words of merged cells, by the row and column of each cell that they cover."""
        return {
            (row, column): self.columns[left][top]
            for top, left, bottom, right in self.merged
            for row in range(top, min(bottom + 1, self.height))
            for column in range(left, min(right + 1, self.width))
        }

    def origin(self, row: int, column: int) -> str:
        """Return a cell's words, or, where it is merged, those of the merged cells."""
        return self.columns[column][row] or self.covered.get((row, column), "")


def letter(column: int) -> str:
    """Name a column as spreadsheets do, from 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def check_size(sheet: str, rows: int, columns: int, place: str, limits: Limits = USUAL) -> None:
    """Raise a SourceError where a sheet of so many rows and columns is too large to be read."""
    if rows * columns > limits.cells or rows > limits.rows or columns > limits.columns:
        key = "rows" if rows > limits.rows else "columns" if columns > limits.columns else "cells"
        reach = f"{letter(columns - 1)}{rows}" if max(rows, columns) < FARTHEST else "beyond all sheets"
        raise refusal(
            place,
            f"its cells reach as far as {reach}: {rows * columns:,} cells",
            "Go to its last cell (Ctrl+End), delete the rows and columns beyond the answers, and save it; "
            f"or raise {key} under [limits] in inputs/workshop.toml.",
            rule="source-limit",
            inside=f"sheet {sheet}" if sheet else "",
        )


def delimited_grid(text: str, place: str, limits: Limits = USUAL) -> Grid:
    """Read comma, semicolon, tab or bar separated text; a line `sep=;` is obeyed and not counted as a row."""
    csv.field_size_limit(LONGEST_CELL)
    said = SEPARATOR_LINE.match(text)
    text = text[said.end() :] if said else text
    try:
        best = said[1] if said else max(DELIMITERS, key=lambda sign: _fitness(text, sign))
        records = list(islice(_records(text, best), limits.rows + 1))
        check_size("", len(records), max(map(len, records), default=0), place, limits)
        _refuse_open_quote(text, best, len(records), place)
        return make_grid("", zip_longest(*records, fillvalue=""))
    except csv.Error as error:
        raise refusal(
            place, f"it is no table of text ({error})", "Open it in your spreadsheet and save it as .xlsx."
        ) from error


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text), delimiter=delimiter)


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
    name: str,
    columns: Iterable[Sequence[str]],
    hidden: bool = False,
    merged: tuple[Range, ...] = (),
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
) -> Grid:
    """Clean the cells and cut off empty rows and columns at the end; all columns are equally long."""
    # Column by column: one look at all its words is much quicker than one at each cell.
    clean: list[Sequence[str]] = []
    suspects: set[int] = set()
    for column in columns:
        words = "|".join(column)
        if any(mark in words for mark in ERROR_MARKS):
            suspects.add(len(clean))
        clean.append(_clean(column, words))
    while clean and not any(clean[-1]):
        clean.pop()
    height = max(map(_filled, clean), default=0)
    return Grid(
        name,
        tuple(column[:height] for column in clean),
        hidden,
        tuple(_apart(merged, height, len(clean))),
        hidden_rows,
        hidden_columns,
        frozenset(suspects),
    )


def _apart(merged: Iterable[Range], height: int, width: int) -> Iterator[Range]:
    """Yield the merged cells that lie in the grid, as long as they can lie beside each other."""
    room = height * width
    for top, left, bottom, right in dict.fromkeys(merged):
        if top < height and left < width:
            room -= (min(bottom + 1, height) - top) * (min(right + 1, width) - left)
            if room < 0:
                return
            yield top, left, bottom, right


def _filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last filled one."""
    return next((number for number in range(len(cells), 0, -1) if cells[number - 1]), 0)


def _clean(column: Sequence[str], words: str) -> Sequence[str]:
    if not words.isprintable() or "_x000D_" in words:
        column = list(map(_without_noise, column))
    elif not any(edge in words for edge in (" |", "| ")) and words.strip(" ") == words:
        return column  # of all white space only the space is printable, and none stands at an end
    return list(map(str.strip, column))


def _without_noise(cell: str) -> str:
    if cell.isprintable() and "_x000D_" not in cell:
        return cell
    text = cell.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text.translate(INVISIBLE))
