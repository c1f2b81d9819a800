"""Where the headings of a sheet stand: none, one or two rows among the first, and what they say.

In goes a grid; out come the rows of its header, and one heading for each column.
"""

import re
from collections import Counter
from collections.abc import Sequence

from report_builder.load import column_words
from report_builder.load.grid import ERROR_VALUE, Grid
from report_builder.load.vocabulary import SHORT_NAME, Vocabulary
from report_builder.settings import Columns
from report_builder.words import fold

SEARCHED = 15
"""Rows in which the header is looked for."""
ALIAS = "alias"
"""How the two lines begin that EUSurvey writes above the headings."""
LONG_SENTENCE = 15
"""Words: a longer cell is a sentence, even without a full stop."""
PROSE = 4
"""Words on average from which answers are taken to be written, not chosen."""
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*\s*%?")
DATED = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T]\d.*)?|\d{4}/\d\d?/\d\d?(?:,? \d.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:,?\s\d.*)?"
    r"|\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
)


def find_header(grid: Grid, told: Columns | None, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Return the rows of the header, from 0: none, one or two; `told` is what workshop.toml says of them."""
    if told and told.header_rows == 0:
        return ()
    row = min(told.header_row, grid.height) - 1 if told and told.header_row else _look(grid, vocabulary)
    if row is None:
        return ()
    if told and told.header_rows:
        return tuple(range(row, min(row + told.header_rows, grid.height)))
    if _is_double(grid, row):
        return (row, row + 1)
    return (row - 1, row) if not (told and told.header_row) and _spans_above(grid, row) else (row,)


def _look(grid: Grid, vocabulary: Vocabulary) -> int | None:
    above = 2 if grid.height > 2 and fold(grid.columns[0][0]) == ALIAS else 0
    filled = [_heads(grid, number) if number >= above else 0 for number in range(min(grid.height, SEARCHED))]
    most = max(filled, default=0)
    row = next((number for number, count in enumerate(filled) if count and count >= 0.7 * most), None)
    last = SEARCHED if row is None else row
    row = next((n for n, cells in enumerate(grid.top(last)) if _heads_matrix(cells, vocabulary)), row)
    return None if row is None or (grid.width == 1 and _is_sentence(grid.columns[0][row])) else row


def _heads(grid: Grid, number: int) -> int:
    """How many cells of a row may be headings; none where most are sentences above others of their like."""
    row = grid.row(number)
    filled = [column for column, cell in enumerate(row) if cell]
    sentences = [column for column in filled if _is_sentence(row[column])]
    prose = sum(_stands_over_prose(grid, number, column) for column in sentences)
    names = [column for column in filled if column not in sentences and (column or _is_usual(row[column]))]
    return 0 if prose > len(names) else len({fold(cell) for cell in row if _may_head(cell)})


def _is_usual(cell: str) -> bool:
    """Tell whether a short cell is a heading that sheets usually have."""
    heading = fold(cell)
    patterns = (column_words.GROUP, column_words.THEME, column_words.LENS, column_words.STATEMENT)
    known = column_words.is_metadata(heading) or column_words.is_personal(heading)
    return known or any(pattern.search(heading) for pattern in patterns)


def _stands_over_prose(grid: Grid, number: int, column: int) -> bool:
    below = [cell for cell in grid.columns[column][number + 1 : number + 1 + SEARCHED] if cell]
    return not below or mean_words(below) >= PROSE


def _heads_matrix(row: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether a row names lenses, or themes, and nothing else but what its first column holds."""
    names = [cell for cell in row[1:] if cell]
    if len(names) < 1 + bool(row[0]) or len(row[0].split()) > SHORT_NAME:
        return False
    corner = fold(row[0])
    if all(map(vocabulary.is_lens, names)):
        return not vocabulary.is_lens(row[0]) and not column_words.LENS.search(corner)
    known = all(fold(name) in vocabulary.themes for name in names)
    return known and corner not in vocabulary.themes and not column_words.THEME.search(corner)


def _may_head(cell: str) -> bool:
    return bool(cell) and not any(kind.fullmatch(cell) for kind in (NUMBER, DATED, ERROR_VALUE))


def _is_sentence(cell: str) -> bool:
    words = len(cell.split())
    ended = (cell.endswith(".") and words > 5) or (words > LONG_SENTENCE and "?" not in cell)
    return ended and not cell.endswith(":") and not column_words.ASKING.match(fold(cell))


def _is_double(grid: Grid, row: int) -> bool:
    """Tell whether the next row is header too: SurveyMonkey's options, or names under merged cells."""
    if row + 1 >= grid.height:
        return False
    below = grid.row(row + 1)
    if any(fold(cell) in column_words.SECOND_HEADER for cell in below):
        return True
    across = [span for span in grid.merged if span[0] == row == span[2] and span[3] > span[1]]
    return any(sum(bool(cell) for cell in below[left : right + 1]) > 1 for _, left, _, right in across)


def _spans_above(grid: Grid, row: int) -> bool:
    """Tell whether the row above names groups of columns: names with gaps, above headings that repeat."""
    if row == 0:
        return False
    above, below = grid.row(row - 1), grid.row(row)
    names = [column for column, cell in enumerate(above) if _may_head(cell) and not _is_sentence(cell)]
    if len(names) < 2 or len(names) < sum(map(bool, above)):
        return False
    repeats = max(Counter(fold(cell) for cell in below if cell).values(), default=0)
    ends = [*names[1:], len(above)]
    wide = [name for name, end in zip(names, ends, strict=True) if sum(map(bool, below[name:end])) > 1]
    return repeats > 1 and len(wide) > 1


def headings(grid: Grid, header: tuple[int, ...]) -> list[str]:
    """Return the heading of each column on one line; of two header rows, both."""
    if not header:
        return [""] * grid.width
    if len(header) == 1:
        return [" ".join(grid.origin(header[0], column).split()) for column in range(grid.width)]
    joined, above = [], ""
    merged = any(span[0] <= header[0] <= span[2] for span in grid.merged)
    for column, second in enumerate(grid.row(header[1])):
        first = grid.origin(header[0], column)
        above = first if merged else first or above
        detail = "" if fold(second) in column_words.SECOND_HEADER else second
        joined.append(" ".join(": ".join(filter(None, (above, detail))).split()))
    return joined


def mean_words(answers: list[str]) -> float:
    """How many words answers have on average; long ones count as 25."""
    return sum(min(len(answer.split()), 25) for answer in answers) / len(answers) if answers else 0
