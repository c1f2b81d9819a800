"""Who made this sheet, and what do its columns hold?

In go a grid and what workshop.toml says of it; out comes a layout: the header and the role of each column, as
told in workshop.toml, else guessed from the heading and the answers below it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from report_builder.load import column_words
from report_builder.load.grid import ERROR_VALUE, Grid, letter
from report_builder.load.header import DATED, NUMBER, PROSE, find_header, headings, mean_words
from report_builder.load.options import split_options
from report_builder.load.outline import is_label
from report_builder.load.scales import find_scale
from report_builder.load.vocabulary import Vocabulary
from report_builder.settings import Columns, Workshop
from report_builder.words import fold

FIGURE = re.compile(r"\d")
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")
"""A date as workbooks give it, and nothing else in the cell."""
CONTACT = re.compile(r"\S+@\S+\.\S+|\+?[\d\s()/.-]{8,}|\d{1,3}(?:\.\d{1,3}){3}")
LONGEST_TOTAL = 20
"""Letters: longer cells are no word for a total."""
SAMPLE = 1_000
"""Answers of a column from which its role is guessed, taken evenly from all of them."""


class Role(StrEnum):
    """What a column holds; the value is the reason under which its cells are counted."""

    STATEMENT = "statement"
    QUESTION = "question"
    THEME = "theme"
    LENS = "lens"
    GROUP = "group"
    RESPONDENT = "respondent"
    RATING = "rating"
    CHOICE = "choice"
    PERSONAL = "personal data"
    METADATA = "metadata"
    IGNORE = "ignored"

    @property
    def said(self) -> str:
        """How it is written in workshop.toml."""
        return NAMES.get(self, self.value)


NAMES = {Role.PERSONAL: "personal", Role.IGNORE: "ignore"}
ROLE_NAMES = tuple(NAMES.get(role, role.value) for role in Role)
TOLD = {role.value: role for role in Role} | {name: role for role, name in NAMES.items()}


@dataclass(frozen=True)
class Guess:
    """What a column is taken to hold."""

    role: Role
    reason: str
    confidence: float


@dataclass(frozen=True)
class Column:
    """A column of a sheet."""

    index: int
    """From 0."""
    name: str
    """Its heading on one line, or its letter where it has none; no two columns share one."""
    guess: Guess
    question: str = ""
    """The heading; empty where there is none."""
    told: bool = False
    """Its role stands in workshop.toml."""

    @property
    def role(self) -> Role:
        """What it holds."""
        return self.guess.role


@dataclass(frozen=True)
class Layout:
    """How a sheet is built."""

    header: tuple[int, ...]
    """The rows of the header, from 0; none, one or two."""
    columns: tuple[Column, ...]
    maker: str = ""
    """The tool that exported it, if it can be told."""
    totals: tuple[int, ...] = ()
    """The rows that sum up others, from 0."""

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
    rows = next((entry for entry in told if entry.header_row or entry.header_rows is not None), None)
    header = find_header(grid, rows, vocabulary)
    questions = headings(grid, header)
    roles = {fold(name): TOLD[role] for entry in told for name, role in entry.roles.items() if role in TOLD}
    begin = header[-1] + 1 if header else 0
    totals = tuple(total_rows(grid, begin))
    unseen = grid.hidden_rows | set(totals)
    columns = []
    for index, name in enumerate(unique_names(questions)):
        said = roles.get(fold(name)) or roles.get(fold(questions[index]))
        answers = _sample(grid.columns[index], begin, unseen)
        found = Guess(said, "workshop.toml", 1.0) if said else guess(questions[index], answers, vocabulary)
        columns.append(Column(index, name, found, questions[index], bool(said)))
    maker = column_words.maker(questions)
    first = grid.columns[0][begin:] if columns else ()
    if columns and _names_rows(columns, list(filter(None, first)), vocabulary):
        columns[0] = replace(columns[0], guess=Guess(Role.THEME, "it names the rows", 0.8))
    return Layout(header, tuple(_known_to_maker(maker, columns)), maker, totals)


def unique_names(questions: Sequence[str]) -> list[str]:
    """Name columns by their headings, those without by their letters; a repeated one gets a number.

    >>> unique_names(["Comment", "", "Comment"])
    ['Comment', 'B', 'Comment (2)']
    """
    seen: Counter[str] = Counter()
    names = []
    for index, question in enumerate(questions):
        name = question or letter(index)
        seen[fold(name)] += 1
        count = seen[fold(name)]
        names.append(f"{name} ({count})" if count > 1 else name)
    return names


def _sample(column: Sequence[str], first: int, unseen: Collection[int]) -> list[str]:
    """Return answers of a column, error values left out; `unseen` are rows that hold none."""
    cells = [c for n, c in enumerate(column) if n not in unseen and n >= first] if unseen else column[first:]
    answers = list(filter(None, cells)) if "" in cells else cells
    return [cell for cell in answers[:: len(answers) // SAMPLE + 1] if not ERROR_VALUE.fullmatch(cell)]


def _names_rows(columns: Sequence[Column], labels: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether the first column of a matrix, which has no heading, names its rows with short words."""
    if columns[0].question or columns[0].told or columns[0].role not in (Role.STATEMENT, Role.CHOICE):
        return False
    named = any(column.role is Role.STATEMENT and vocabulary.is_lens(column.name) for column in columns[1:])
    return named and bool(labels) and all(map(is_label, labels)) and not _most(labels, NUMBER)


def _known_to_maker(maker: str, columns: Sequence[Column]) -> Iterable[Column]:
    """Yield the columns with what their neighbours or the survey tool tell of them."""
    folded = {fold(column.question) for column in columns}
    long = any(map(column_words.QUESTION.fullmatch, folded)) and any(
        map(column_words.ANSWER.fullmatch, folded)
    )
    for column in columns:
        found = _added(maker, column.question) or (_in_long_rows(fold(column.question)) if long else None)
        yield replace(column, guess=found) if found and not column.told else column


def _added(maker: str, question: str) -> Guess | None:
    """Tell a column that a survey tool adds, by a heading that means something else elsewhere."""
    session = maker == "Mentimeter" and fold(question) == "session"
    quiz = maker == "Microsoft Forms" and question.startswith(("Points - ", "Feedback - "))
    formula = maker == "LimeSurvey" and question.startswith("{")
    return Guess(Role.METADATA, f"{maker} adds it", 0.9) if session or quiz or formula else None


def _in_long_rows(heading: str) -> Guess | None:
    """Tell a column of a sheet in which each row holds one question and one answer."""
    known = (
        (column_words.QUESTION, Role.QUESTION),
        (column_words.ANSWER, Role.STATEMENT),
        (column_words.RESPONDENT, Role.RESPONDENT),
    )
    found = (
        Guess(role, "each row holds a question and an answer", 0.9)
        for p, role in known
        if p.fullmatch(heading)
    )
    return next(found, None)


def is_total(row: Sequence[str]) -> bool:
    """Tell whether a row sums up the others: it begins with such a word, and holds figures beside it."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or fold(filled[0]) not in column_words.TOTALS:
        return False
    return all(FIGURE.search(cell) and len(cell.split()) <= 4 for cell in filled[1:])


def total_rows(grid: Grid, first: int) -> list[int]:
    """List the rows that sum up the others, from row `first` on."""
    if not grid.columns:
        return []
    begins = list(grid.columns[0])
    for column in grid.columns[1:]:
        if all(begins):
            break
        begins = [cell or beside for cell, beside in zip(begins, column, strict=True)]
    short = {cell for cell in begins if len(cell) < LONGEST_TOTAL and cell[:1].isalpha()}
    words = {cell for cell in short if fold(cell) in column_words.TOTALS}
    if not words:
        return []
    return [n for n, cell in enumerate(begins) if n >= first and cell in words and is_total(grid.row(n))]


def guess(question: str, answers: Sequence[str], vocabulary: Vocabulary) -> Guess:
    """Guess what a column holds from its heading and answers; the first rule that fits wins."""
    heading = fold(question)
    length = mean_words(list(answers))
    return (
        _private(heading, answers, length)
        or _attribute(heading, answers, length, vocabulary)
        or _closed(question, heading, answers, length, vocabulary)
        or _open(question, heading, answers, length, vocabulary)
    )


def _open(
    question: str, heading: str, answers: Sequence[str], length: float, vocabulary: Vocabulary
) -> Guess:
    asks = vocabulary.asks_for_lens(heading) or bool(column_words.STATEMENT.search(heading))
    asks = asks or question.rstrip().endswith("?")
    if length >= PROSE:
        reason = "the heading asks for words, and answers are sentences" if asks else "answers are sentences"
        return Guess(Role.STATEMENT, reason, 0.9 if asks else 0.7)
    if asks:
        return Guess(Role.STATEMENT, "the heading asks for words", 0.7 if answers else 0.6)
    return Guess(Role.CHOICE, "short words, and no heading that asks for more", 0.4)


def _most(answers: Sequence[str], pattern: re.Pattern[str], share: float = 0.8) -> bool:
    found = sum(bool(pattern.fullmatch(answer)) for answer in answers)
    return bool(answers) and found >= share * len(answers)


def _private(heading: str, answers: Sequence[str], length: float) -> Guess | None:
    if column_words.is_metadata(heading):
        return Guess(Role.METADATA, "a heading that survey tools write", 0.9)
    if length <= 5 and column_words.is_personal(heading):
        return Guess(Role.PERSONAL, "the heading asks who somebody is", 0.9)
    if _most(answers, DATED, 0.5):
        return Guess(Role.METADATA, "dates or times", 0.8)
    if _most(answers, CONTACT, 0.5):
        return Guess(Role.PERSONAL, "addresses, telephone numbers or the like", 0.7)
    return None


def _attribute(heading: str, answers: Sequence[str], length: float, vocabulary: Vocabulary) -> Guess | None:
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
            return Guess(role, f"most cells name a {role.value} of the workshop", 0.9)
    if column_words.ORGANISATION.fullmatch(heading):
        return Guess(Role.PERSONAL, "the heading asks for an organisation", 0.8)
    headings = (
        (Role.GROUP, column_words.GROUP),
        (Role.THEME, column_words.THEME),
        (Role.LENS, column_words.LENS),
    )
    found = (Guess(role, "the heading", 0.7) for role, pattern in headings if pattern.search(heading))
    return next(found, None)


def _closed(
    question: str, heading: str, answers: Sequence[str], length: float, vocabulary: Vocabulary
) -> Guess | None:
    """Tell ratings and answers chosen from a list."""
    if answers and {fold(answer) for answer in answers} == {fold(column_words.detail(question))}:
        return Guess(Role.CHOICE, "one column for each option", 0.8)
    scale = find_scale(question, answers)
    if scale and (scale.stated or "?" in question or column_words.stem(question)):
        reason = "points of a scale" if scale.stated else "small numbers"
        return Guess(Role.RATING, reason, 0.9 if scale.stated else 0.5)
    if _most(answers, NUMBER):
        return Guess(Role.CHOICE, "numbers", 0.6)
    if column_words.OTHER.search(question):
        return Guess(Role.STATEMENT, "the heading asks for an answer that is not in the list", 0.8)
    chosen = split_options(answers)
    options = [fold(option) for answer in answers for option in chosen[answer]]
    if not options:
        return None
    asks = bool(column_words.STATEMENT.search(heading)) or vocabulary.asks_for_lens(heading)
    if _on_scale(answers, chosen, asks):
        return Guess(Role.CHOICE, "yes, no and the like", 0.8)
    return _listed(answers, options, length, asks)


def _listed(answers: Sequence[str], options: Sequence[str], length: float, asks: bool) -> Guess | None:
    """Tell answers from a list by how they are joined or, unless the heading `asks`, how often they come."""
    if _joined(answers, options):
        return Guess(Role.CHOICE, "options of a list, with semicolons between", 0.8)
    repeated = len(answers) >= 4 and length <= 6 and len(set(options)) <= 0.5 * len(options)
    if asks or not (repeated or _few(options, answers)):
        return None
    return Guess(Role.CHOICE, "the same answers again and again", 0.7)


def _on_scale(answers: Sequence[str], chosen: Mapping[str, Sequence[str]], asks: bool) -> bool:
    """Tell whether the answers are yes, no and the like: all, or most and the others are a word or two.

    Where the heading `asks` for a statement, one answer in other words makes all of them answers in words.
    """
    plain = {answer for answer, named in chosen.items() if all(fold(n) in column_words.SCALE for n in named)}
    others = [answer for answer in answers if answer not in plain]
    few = not asks and len(others) <= 0.2 * len(answers) and mean_words(others) < PROSE
    return few or not others


def _joined(answers: Sequence[str], options: Sequence[str]) -> bool:
    """Tell whether all answers end with a semicolon, or some join short options that stand elsewhere too."""
    if all(answer.rstrip().endswith(";") for answer in answers):
        return True
    shared = sum(count for count in Counter(options).values() if count > 1)
    joined = len(options) > len(answers) >= 3 and any(";" in answer for answer in answers)
    return joined and shared >= 0.85 * len(options) and mean_words(list(set(options))) <= 5


def _few(options: Sequence[str], answers: Sequence[str]) -> bool:
    """Tell whether nearly all answers are made of options that others chose too."""
    counted = Counter(options)
    shared = sum(count for count in counted.values() if count > 1)
    return len(answers) >= 8 and shared >= 0.85 * len(options) and mean_words(list(counted)) <= 5


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
