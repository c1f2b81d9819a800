"""A table in running text -> blocks: what the header row and the first column say of the other cells.

Shared by the formats that have tables. In go cells; out come blocks, and counts of the cells that are none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from report_builder.load.column_words import ANSWER, GROUP, LENS, QUESTION, THEME, names_people
from report_builder.load.outline import LONGEST_LABEL, is_label, without_sign
from report_builder.model import Block, Kind, Where
from report_builder.words import fold

MOST_NAMES = 8
"""Words: longer cells below a heading such as `Speaker` hold more than names."""
ATTRIBUTES = {"theme": THEME, "lens": LENS, "group": GROUP}


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    column: int
    """From 0."""
    paragraphs: tuple[str, ...]
    """The words of its paragraphs, those without words left out."""
    bold: bool = False
    line: int = 0
    """Line of the file, where it has lines."""
    colours: tuple[str, ...] = ()
    """The name of the colour in which each paragraph is highlighted, or ""; none where no colour counts."""
    struck: bool = False
    """Some of its words are struck out."""
    hidden: bool = False
    """Some of its words are hidden, and not in its paragraphs."""

    @property
    def text(self) -> str:
        """All words on one line."""
        return " ".join(" ".join(self.paragraphs).split())

    @property
    def length(self) -> int:
        """How many words there are."""
        return len(self.text.split())


@dataclass(frozen=True)
class Table:
    """A table and what stands for the others in it."""

    grid: Sequence[Sequence[Cell]]
    names: Mapping[int, str]
    """The words of the header row by column; none where there is no header row."""
    labels: bool
    """The first column names the rows."""
    attributes: Mapping[str, int]
    """Columns that say theme, lens or group of their row."""
    questions: int | None
    """The column of the questions that the other cells of its row answer, if there is one."""
    private: frozenset[int]
    """Columns that say who somebody is."""
    where: Where
    title: str = ""
    """The words of a first row that spans the others and stands above their header."""

    def place(self, row: int, cell: Cell) -> Where:
        """Where a cell stands; rows are counted from 0."""
        name = self.names.get(cell.column) or str(cell.column + 1)
        return self.where._replace(row=row + 1, column=name, line=cell.line)


def read_table(
    grid: Sequence[Sequence[Cell]], header: bool | None, where: Where, marks: frozenset[str]
) -> Table:
    """Find out what stands for what; `header` says whether the first row is a header, None: look.

    A column headed with one of `marks`, the words for lenses and themes, holds statements and names no rows.
    """
    title = grid[0][0].text if _has_title(grid) else ""
    body = grid[1:] if title else grid
    has_header = _is_header(body) if header is None or title else header
    below = body[1:] if has_header else body
    names = {cell.column: cell.text for cell in body[0]} if has_header and body else {}
    attributes = _attributes(names, below)
    private = _private(names, below)
    questions = _questions(names, below)
    headed = fold(names.get(0, "")) in marks
    labels = not (attributes or headed or 0 in private) and questions is None and _has_labels(below)
    return Table(grid, names, labels, attributes, questions, private, where, title)


def table_blocks(table: Table) -> tuple[list[Block], Counter[str]]:
    """Return the blocks in reading order, one for each paragraph of a cell, and counts of all other cells."""
    blocks: list[Block] = []
    units: Counter[str] = Counter()
    said = dict.fromkeys(ATTRIBUTES, "")
    asked = ""
    for row, cells in enumerate(table.grid):
        heads = bool(table.names) and row <= bool(table.title)
        for name, column in table.attributes.items():
            # A cell that goes on from the row above is not in its row: what it says still holds.
            said[name] = next((cell.text for cell in cells if cell.column == column), said[name])
        asked = next((cell.text for cell in cells if cell.column == table.questions), asked)
        label = next((cell.text for cell in cells if cell.column == 0), "") if table.labels else asked
        for cell in cells:
            reason = _reason(table, cell, heads, label)
            if reason:
                units[reason] += 1
                continue
            question = ": ".join(filter(None, (table.title, label, _name(table, cell))))
            place = table.place(row, cell)
            blocks += [
                Block(
                    Kind.CELL,
                    without_sign(text),
                    place,
                    question=question,
                    theme=said["theme"],
                    lens=said["lens"],
                    group=said["group"],
                    colour=colour,
                )
                for text, colour in zip_longest(cell.paragraphs, cell.colours, fillvalue="")
            ]
    return blocks, units


def _name(table: Table, cell: Cell) -> str:
    """The heading of a cell's column, if it says more than that there is an answer."""
    name = table.names.get(cell.column, "")
    return "" if table.questions is not None and ANSWER.fullmatch(fold(name)) else name


def _reason(table: Table, cell: Cell, heads: bool, label: str) -> str:
    """Why a cell is no block; empty if it is one."""
    if not cell.paragraphs:
        return "empty"
    if heads or (table.labels and cell.column == 0):
        return "heading"
    if cell.column == table.questions:
        return "question"
    if cell.column in table.private or (names_people(fold(label)) and cell.length <= MOST_NAMES):
        return "personal data"
    return "attribute" if cell.column in table.attributes.values() else ""


def _mean(lengths: Sequence[int]) -> float:
    return sum(lengths) / len(lengths) if lengths else 0


def _has_title(grid: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first row is one short cell across the table, and the second is the header."""
    spans = len(grid) > 2 and len(grid[0]) == 1 < len(grid[1])
    return spans and is_label(grid[0][0].text) and _is_header(grid[1:])


def _is_header(grid: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first row names the columns: short words that differ, above longer ones or in bold."""
    if len(grid) < 2 or len(grid[0]) < 2:
        return False
    first = grid[0]
    names = [cell.text for cell in first]
    if not all(map(is_label, names[1:])) or len(set(names)) < len(names) or first[0].length > LONGEST_LABEL:
        return False
    if _questions({cell.column: cell.text for cell in first}, ()) is not None:
        return True
    below = [cell.length for cells in grid[1:] for cell in cells if cell.text]
    longer = bool(below) and _mean(below) > _mean([cell.length for cell in first]) + 1
    return longer or all(cell.bold for cell in first if cell.text)


def _has_labels(grid: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first column names the rows: short words, marked as such or beside longer ones."""
    first = [cells[0] for cells in grid if cells and cells[0].column == 0 and cells[0].text]
    others = [cell.length for cells in grid for cell in cells if cell.column and cell.text]
    if not others or not first or not all(is_label(cell.text) for cell in first):
        return False
    marked = all(cell.bold or cell.text.endswith(":") for cell in first)
    return marked or _mean(others) > 2 * _mean([cell.length for cell in first])


def _questions(names: Mapping[int, str], below: Sequence[Sequence[Cell]]) -> int | None:
    """Find the column headed as question beside one of answers, or the first if all its cells ask."""
    folded = {column: fold(name) for column, name in names.items()}
    if any(map(ANSWER.fullmatch, folded.values())):
        headed = (column for column, name in folded.items() if QUESTION.fullmatch(name))
        return next(headed, None)
    first = [cell.text for cells in below for cell in cells if cell.column == 0 and cell.text]
    others = any(cell.column and cell.text for cells in below for cell in cells)
    return 0 if first and others and all(text.endswith("?") for text in first) else None


def _private(names: Mapping[int, str], below: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """Find the columns headed as names, organisations or addresses, if what they hold is short."""
    asked = [column for column, heading in names.items() if names_people(fold(heading))]
    lengths = _lengths(below) if asked else {}
    return frozenset(column for column in asked if _mean(lengths.get(column, ())) <= MOST_NAMES)


def _lengths(below: Sequence[Sequence[Cell]]) -> dict[int, list[int]]:
    """How many words each cell has, by column."""
    found: dict[int, list[int]] = {}
    for cells in below:
        for cell in cells:
            found.setdefault(cell.column, []).append(cell.length)
    return found


def _attributes(names: Mapping[int, str], below: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Find the columns headed as theme, lens or group, if longer cells stand beside them."""
    found: dict[str, int] = {}
    for column, heading in names.items():
        for name, pattern in ATTRIBUTES.items():
            if pattern.search(fold(heading)):
                found.setdefault(name, column)
    counted = _lengths(below)
    lengths = {column: _mean(counted.get(column, ())) for column in names}
    own = [lengths[column] for column in found.values()]
    others = [length for column, length in lengths.items() if column not in found.values()]
    return found if own and others and max(others) > 2 * max(own) else {}
