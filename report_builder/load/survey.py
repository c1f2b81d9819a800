"""Who made this sheet, where its header is, and what each column holds.

In goes a grid; out come its header rows and a role for each column, as told in workshop.toml, else guessed
from the heading and the answers below it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from report_builder.load import column_words
from report_builder.load.grid import Grid, letter
from report_builder.load.outline import is_label
from report_builder.settings import Columns, Workshop
from report_builder.words import contains_phrase, fold

SEARCHED = 15
"""Rows in which the header is looked for."""
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*\s*%?")
FIGURE = re.compile(r"\d")
RATED = re.compile(r"(?:10|\d)(?:[.,]\d+)?(?:\s*(?:[-–—=:/(]|of|von|sur)\s*\S.{0,60})?")
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")
"""A date as workbooks give it, and nothing else in the cell."""
DATED = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:,?\s\d.*)?")
CONTACT = re.compile(r"\S+@\S+\.\S+|\+?[\d\s()/.-]{8,}|\d{1,3}(?:\.\d{1,3}){3}")
PROSE = 4
"""Words on average from which answers are taken to be written, not chosen."""
LONG_SENTENCE = 15
"""Words: a longer cell is a sentence, even without a full stop."""
SHORT_NAME = 5
"""Words: longer cells don't name a lens, but speak of it."""
OPTIONS = re.compile(r";\s*|,\s+|\n")


class Role(StrEnum):
    """What a column holds; the value is the reason under which its cells are counted."""

    STATEMENT = "statement"
    THEME = "theme"
    LENS = "lens"
    GROUP = "group"
    RESPONDENT = "respondent"
    RATING = "rating"
    CHOICE = "choice"
    PERSONAL = "personal data"
    METADATA = "metadata"
    IGNORE = "ignored"


TOLD = {role.value: role for role in Role} | {"personal": Role.PERSONAL, "ignore": Role.IGNORE}


@dataclass(frozen=True)
class Column:
    """A column of a sheet."""

    index: int
    """From 0."""
    name: str
    """Its heading on one line, or its letter where it has none."""
    role: Role
    question: str = ""
    """The heading; empty where there is none."""
    told: bool = False
    """Its role stands in workshop.toml."""


@dataclass(frozen=True)
class Layout:
    """How a sheet is built."""

    header: tuple[int, ...]
    """The rows of the header, from 0; none, one or two."""
    columns: tuple[Column, ...]
    maker: str = ""
    """The tool that exported it, if it can be told."""

    @property
    def first(self) -> int:
        """The first row of answers, from 0."""
        return self.header[-1] + 1 if self.header else 0

    def having(self, role: Role) -> tuple[Column, ...]:
        """The columns of one role."""
        return tuple(column for column in self.columns if column.role is role)


def read_layout(grid: Grid, told: Sequence[Columns], workshop: Workshop) -> Layout:
    """Find the header and give each column a role; what `told` says is not guessed."""
    vocabulary = Vocabulary.of(workshop)
    header = _header(grid, max((entry.header_row for entry in told), default=0), vocabulary)
    questions = _questions(grid, header)
    roles = {fold(name): TOLD[role] for entry in told for name, role in entry.roles.items() if role in TOLD}
    below = [row for row in grid.rows[header[-1] + 1 if header else 0 :] if not is_total(row)]
    columns = []
    for index, question in enumerate(questions):
        answers = [row[index] for row in below if row[index]]
        name = question or letter(index)
        said = roles.get(fold(name))
        columns.append(
            Column(index, name, said or guess(question, answers, vocabulary), question, bool(said))
        )
    if columns and _names_rows(columns, [row[0] for row in below if row[0]], vocabulary):
        columns[0] = replace(columns[0], role=Role.THEME)
    return Layout(header, tuple(columns), column_words.maker(questions))


def _names_rows(columns: Sequence[Column], labels: Sequence[str], vocabulary: "Vocabulary") -> bool:
    """Tell whether the first column of a matrix, which has no heading, names its rows with short words."""
    if columns[0].question or columns[0].told or columns[0].role not in (Role.STATEMENT, Role.CHOICE):
        return False
    named = any(column.role is Role.STATEMENT and vocabulary.is_lens(column.name) for column in columns[1:])
    return named and bool(labels) and all(map(is_label, labels)) and not _most(labels, NUMBER)


def is_total(row: Sequence[str]) -> bool:
    """Tell whether a row sums up the others: it begins with such a word, and holds figures beside it."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or fold(filled[0]) not in column_words.TOTALS:
        return False
    return all(FIGURE.search(cell) and len(cell.split()) <= 4 for cell in filled[1:])


def _header(grid: Grid, told: int, vocabulary: "Vocabulary") -> tuple[int, ...]:
    if told:
        return (min(told, len(grid.rows)) - 1,)
    filled = [_heads(grid, number) for number in range(min(len(grid.rows), SEARCHED))]
    most = max(filled, default=0)
    row = next((number for number, count in enumerate(filled) if count and count >= 0.7 * most), None)
    last = SEARCHED if row is None else row
    row = next((n for n, cells in enumerate(grid.rows[:last]) if _heads_matrix(cells, vocabulary)), row)
    if row is None or (grid.width == 1 and _is_sentence(grid.rows[row][0])):
        return ()
    return (row, row + 1) if _is_double(grid, row) else (row,)


def _heads(grid: Grid, number: int) -> int:
    """How many cells of a row may be headings; none where most are sentences above others of their like."""
    row = grid.rows[number]
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
    below = [row[column] for row in grid.rows[number + 1 : number + 1 + SEARCHED] if row[column]]
    return not below or _mean_words(below) >= PROSE


def _heads_matrix(row: Sequence[str], vocabulary: "Vocabulary") -> bool:
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
    return bool(cell) and not NUMBER.fullmatch(cell) and not DATED.fullmatch(cell)


def _is_sentence(cell: str) -> bool:
    words = len(cell.split())
    ended = (cell.endswith(".") and words > 5) or (words > LONG_SENTENCE and "?" not in cell)
    return ended and not cell.endswith(":") and not column_words.ASKING.match(fold(cell))


def _is_double(grid: Grid, row: int) -> bool:
    """Tell whether the next row is header too: SurveyMonkey's options, or names under merged cells."""
    if row + 1 >= len(grid.rows):
        return False
    below = grid.rows[row + 1]
    if any(fold(cell) in column_words.SECOND_HEADER for cell in below):
        return True
    across = [span for span in grid.merged if span[0] == row == span[2] and span[3] > span[1]]
    return any(sum(bool(cell) for cell in below[left : right + 1]) > 1 for _, left, _, right in across)


def _questions(grid: Grid, header: tuple[int, ...]) -> list[str]:
    """Return the heading of each column on one line; of two header rows, both."""
    if not header:
        return [""] * grid.width
    if len(header) == 1:
        return [" ".join(grid.origin(header[0], column).split()) for column in range(grid.width)]
    questions, above = [], ""
    for first, second in zip(*(grid.rows[row] for row in header), strict=True):
        above = first or above
        detail = "" if fold(second) in column_words.SECOND_HEADER else second
        questions.append(" ".join(": ".join(filter(None, (above, detail))).split()))
    return questions


@dataclass(frozen=True)
class Vocabulary:
    """The workshop's own names, folded."""

    themes: frozenset[str]
    lenses: frozenset[str]
    groups: frozenset[str]

    @classmethod
    def of(cls, workshop: Workshop) -> "Vocabulary":
        """Collect ids, titles, aliases and marks."""
        themes = (name for theme in workshop.themes for name in (theme.id, theme.title, *theme.aliases))
        lenses = (name for lens in workshop.lenses for name in (lens.id, lens.title, *lens.marks))
        groups = (name for group in workshop.groups for name in (group.id, group.title, *group.aliases))
        return cls(*(frozenset(map(fold, names)) for names in (themes, lenses, groups)))

    def is_lens(self, cell: str) -> bool:
        """Tell whether a few words name a lens: `Needs`, or `Main needs`."""
        words = fold(cell)
        if len(words.split()) > SHORT_NAME:
            return words in self.lenses
        return any(len(name) > 2 and contains_phrase(words, name) for name in self.lenses)


def guess(question: str, answers: Sequence[str], vocabulary: Vocabulary) -> Role:
    """Guess what a column holds from its heading and answers; the first rule that fits wins."""
    heading = fold(question)
    length = _mean_words(answers)
    return (
        _private(heading, answers, length)
        or _attribute(heading, answers, length, vocabulary)
        or _closed(question, heading, answers, length, vocabulary)
        or (Role.STATEMENT if _is_open(question, heading, vocabulary) or length >= PROSE else Role.CHOICE)
    )


def _mean_words(answers: Sequence[str]) -> float:
    return sum(min(len(answer.split()), 25) for answer in answers) / len(answers) if answers else 0


def _most(answers: Sequence[str], pattern: re.Pattern[str], share: float = 0.8) -> bool:
    return bool(answers) and sum(bool(pattern.fullmatch(answer)) for answer in answers) >= share * len(
        answers
    )


def _private(heading: str, answers: Sequence[str], length: float) -> Role | None:
    if column_words.is_metadata(heading):
        return Role.METADATA
    if length <= 5 and column_words.is_personal(heading):
        return Role.PERSONAL
    if _most(answers, DATED, 0.5):
        return Role.METADATA
    return Role.PERSONAL if _most(answers, CONTACT, 0.5) else None


def _attribute(heading: str, answers: Sequence[str], length: float, vocabulary: Vocabulary) -> Role | None:
    """Tell the columns that say something of the answers: group, theme, lens."""
    if length > 8 or _most(answers, NUMBER):
        return None
    known = (
        (Role.THEME, vocabulary.themes),
        (Role.GROUP, vocabulary.groups),
        (Role.LENS, vocabulary.lenses),
    )
    for role, names in known:
        if answers and sum(fold(answer) in names for answer in answers) >= 0.6 * len(answers):
            return role
    if column_words.ORGANISATION.fullmatch(heading):
        return Role.PERSONAL
    headings = (
        (Role.GROUP, column_words.GROUP),
        (Role.THEME, column_words.THEME),
        (Role.LENS, column_words.LENS),
    )
    return next((role for role, pattern in headings if pattern.search(heading)), None)


def _closed(
    question: str, heading: str, answers: Sequence[str], length: float, vocabulary: Vocabulary
) -> Role | None:
    """Tell ratings and answers chosen from a list."""
    if _most(answers, RATED):
        return Role.RATING
    if _most(answers, NUMBER):
        return Role.CHOICE
    options = [fold(option) for answer in answers for option in OPTIONS.split(answer) if option]
    if not options:
        return None
    asks = bool(column_words.STATEMENT.search(heading)) or _names_lens(heading, vocabulary)
    if _on_scale(answers, asks):
        return Role.CHOICE
    if {fold(answer) for answer in answers} == {fold(question.rpartition(": ")[2])}:
        return Role.CHOICE  # one column for each option
    if asks:
        return None
    repeated = len(answers) >= 4 and length <= 6 and len(set(options)) <= 0.5 * len(options)
    return Role.CHOICE if repeated or _few(options, answers) else None


def _names_lens(heading: str, vocabulary: Vocabulary) -> bool:
    return any(contains_phrase(heading, name) for name in vocabulary.lenses)


def _on_scale(answers: Sequence[str], asks: bool) -> bool:
    """Tell whether the answers are those of a scale: all, or most of them and the others are a word or two.

    Where the heading `asks` for a statement, one answer in other words makes all of them answers in words.
    """
    others = [
        answer
        for answer in answers
        if not all(fold(option) in column_words.SCALE for option in OPTIONS.split(answer) if option)
    ]
    few = not asks and len(others) <= 0.2 * len(answers) and _mean_words(others) < PROSE
    return few or not others


def _few(options: Sequence[str], answers: Sequence[str]) -> bool:
    """Tell whether nearly all answers are made of options that others chose too."""
    counted = Counter(options)
    shared = sum(count for count in counted.values() if count > 1)
    return len(answers) >= 8 and shared >= 0.85 * len(options) and _mean_words(list(counted)) <= 5


def _is_open(question: str, heading: str, vocabulary: Vocabulary) -> bool:
    own = any(
        name and re.search(rf"\b{re.escape(name)}\b", heading) for name in vocabulary.lenses if len(name) > 2
    )
    return own or question.rstrip().endswith("?") or bool(column_words.STATEMENT.search(heading))


def unknown_roles(told: Iterable[Columns], known: Iterable[str]) -> list[tuple[str, str]]:
    """List what workshop.toml says of columns that are not there, or with roles that there are not."""
    names = {fold(name) for name in known}
    wrong = []
    for entry in told:
        for name, role in entry.roles.items():
            if role not in TOLD:
                wrong.append((f'"{role}" is no role of a column', ", ".join(sorted(ROLE_NAMES))))
            elif fold(name) not in names:
                wrong.append((f'there is no column "{name}"', ""))
    return wrong


ROLE_NAMES = ("statement", "theme", "lens", "group", "respondent", "rating", "personal", "ignore")
