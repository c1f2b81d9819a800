"""Answers on a scale or from a list -> ratings and choices, which the report counts.

In go the columns of a sheet and the rows that hold answers; nothing is counted here.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from report_builder.load import column_words
from report_builder.load.header import NUMBER
from report_builder.load.options import split_options
from report_builder.load.scales import find_scale, has_no_opinion
from report_builder.load.survey import Column, Role
from report_builder.model import Choice, Rating, Where
from report_builder.words import fold

SURE = 0.6
"""Confidence below which short words are not taken to be chosen from a list."""
Answers = Sequence[str]
"""The cells of a column that hold answers, row by row; empty where somebody left it out."""
NOT_CHOSEN = ("no", "n", "0", "false", "nein", "non", "nie", "ne", "nee", "não", "όχι", "not selected")
CHOSEN = ("yes", "y", "1", "true", "x", "ja", "oui", "si", "sim", "tak", "ναι", "da", "ano", "selected")
CROSSES = frozenset(map(fold, NOT_CHOSEN))
TICKS = CROSSES | frozenset(map(fold, CHOSEN))


def read_rating(column: Column, answers: Answers, where: Where) -> tuple[Rating | None, int]:
    """Return the answers of a rating question, and how many of them are no point of its scale."""
    given = list(filter(None, answers))
    scale = find_scale(column.question, given)
    if scale is None:
        return None, len(given)
    points = {answer: scale.point(answer) for answer in set(given)}
    counted = tuple(point for answer in given if (point := points[answer]) is not None)
    title = column_words.stem(column.question)
    question = column_words.detail(column.question) if title else column.name
    unsaid = sum(given.count(answer) for answer in points if has_no_opinion(answer))
    rating = Rating(question, title, where, scale.name, scale.lowest, scale.labels, counted)
    return rating, len(given) - len(counted) - unsaid


def read_choices(
    columns: Sequence[Column], answers: Sequence[Answers], place: str, sheet: str
) -> Iterator[Choice]:
    """Yield the questions answered from a list; columns that hold one option each are joined."""
    asked = list(_questions(columns, answers))
    for question, group in groupby(asked, key=lambda entry: entry[0]):
        members = [entry[1] for entry in group]
        where = Where(place, sheet=sheet, column=members[0].name)
        cells = [answers[column.index] for column in members]
        if len(members) > 1:
            yield Choice(question, where, tuple(_ticked(members, cells)))
        elif not _is_numbers(cells[0]):
            split = split_options([cell for cell in cells[0] if cell])
            yield Choice(members[0].name, where, tuple(split[cell] for cell in cells[0] if cell))


def _questions(columns: Sequence[Column], answers: Sequence[Answers]) -> Iterator[tuple[str, Column]]:
    """Yield the columns of choices, each with the question that it belongs to.

    EUSurvey writes an empty column for the question, then one for each option.
    """
    above = ""
    for column in columns:
        chosen = column.role is Role.CHOICE and column.guess.confidence >= SURE
        if not any(answers[column.index]):
            above = column.question
        elif chosen and _holds_option(column, answers[column.index]):
            yield column_words.stem(column.question) or above or column.name, column
        else:
            above = ""
            if chosen:
                yield column.name, column


def _holds_option(column: Column, answers: Answers) -> bool:
    said = {fold(cell) for cell in set(answers) if cell}
    return said <= TICKS or said == {fold(column_words.detail(column.question))}


def _ticked(columns: Sequence[Column], cells: Sequence[Answers]) -> Iterator[tuple[str, ...]]:
    """Yield the options that each person ticked; nobody's who ticked none and said no to none."""
    names = [column_words.detail(column.question) for column in columns]
    for row in zip(*cells, strict=True):
        if any(row):
            said = zip(names, row, strict=True)
            yield tuple(name for name, cell in said if cell and fold(cell) not in CROSSES)


def _is_numbers(answers: Answers) -> bool:
    return all(NUMBER.fullmatch(answer) for answer in set(answers) if answer)
