"""One sheet of feedback: a grid and its layout -> blocks, ratings, choices, and counts of all other cells."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, repeat

from report_builder.load.closed import read_choices, read_rating
from report_builder.load.grid import ERROR_VALUE, Grid
from report_builder.load.header import NUMBER, PROSE, mean_words
from report_builder.load.scales import find_scale
from report_builder.load.survey import STAMP, Column, Layout, Role, read_layout
from report_builder.model import Block, Choice, Kind, Rating, Where
from report_builder.settings import Columns, Workshop
from report_builder.words import fold

ATTRIBUTES = (Role.THEME, Role.LENS, Role.GROUP, Role.QUESTION)
COUNTED_AS = dict.fromkeys(ATTRIBUTES, "attribute") | {Role.RESPONDENT: "metadata", Role.QUESTION: "question"}
LONGEST_STAMP = 26
MASKED = re.compile(r"'[=+\-@]")
"""How LimeSurvey keeps a spreadsheet from taking an answer for a formula."""
SUBMITTED = ("submitdate", "date submitted", "datum abgeschickt", "date de soumission")


@dataclass
class Sheet:
    """A visible sheet and how it is built."""

    grid: Grid
    layout: Layout
    place: str
    """Path of its file below inputs/."""
    theme: str = ""
    """The theme that workshop.toml gives to the whole sheet."""
    continues: "Sheet | None" = None
    """The sheet that has the first columns of the same rows."""
    off_scale: dict[str, int] = field(default_factory=dict)
    """How many answers to a rating question are no point of its scale, once `ratings` was called."""

    @cached_property
    def hidden_rows(self) -> list[int]:
        """The hidden rows below the header that hold something."""
        hidden = sorted(row for row in self.grid.hidden_rows if self.layout.first <= row < self.grid.height)
        return [row for row in hidden if any(self.grid.row(row))]

    @cached_property
    def hidden_columns(self) -> list[int]:
        """The hidden columns that hold something."""
        hidden = sorted(column for column in self.grid.hidden_columns if column < self.grid.width)
        return [column for column in hidden if any(self.grid.columns[column])]

    @cached_property
    def rows(self) -> Sequence[int]:
        """The rows of answers, from 0."""
        left_out = {*self.layout.totals, *self.hidden_rows}
        every = range(self.layout.first, self.grid.height)
        return [row for row in every if row not in left_out] if left_out else every

    @cached_property
    def cells(self) -> Sequence[Sequence[str]]:
        """The cells of the rows of answers, column by column."""
        if isinstance(self.rows, range):
            return [column[self.layout.first :] for column in self.grid.columns]
        return [[column[row] for row in self.rows] for column in self.grid.columns]

    @cached_property
    def errors(self) -> list[tuple[int, int, str]]:
        """Row and column, from 0, of the cells that hold an error value, and which."""
        return sorted(
            (row, column, cell)
            for column, asides in enumerate(self._asides)
            if "error value" in asides.values()
            for row, cell in zip(self.rows, self.cells[column], strict=True)
            if asides.get(cell) == "error value"
        )

    @property
    def answers(self) -> int:
        """How many rows of answers there are."""
        return sum(map(any, zip(*self.cells, strict=True)))

    @property
    def incomplete(self) -> int:
        """How many answers LimeSurvey kept that were never sent off."""
        if self.layout.maker != "LimeSurvey":
            return 0
        sent = next((c for c in self.layout.columns if fold(c.question) in SUBMITTED), None)
        return self.cells[sent.index].count("") if sent else 0

    def used_columns(self) -> Iterator[Column]:
        """Yield the visible columns that have a heading or hold something."""
        for column in self.layout.columns:
            if column.index not in self.grid.hidden_columns and (
                column.question or any(self.cells[column.index])
            ):
                yield column

    def ratings(self) -> Iterator[Rating]:
        """Yield the answers to each rating question."""
        for column in self._having(Role.RATING):
            asides, remarks = self._asides[column.index], self._remarks(column)
            cells = self.cells[column.index]
            if asides or remarks:
                cells = [cell for cell in cells if cell not in asides and cell not in remarks]
            where = Where(self.place, sheet=self.grid.name, column=column.name)
            rating, odd = read_rating(column, cells, where)
            if odd:
                self.off_scale[column.name] = odd
            if rating:
                yield rating

    def choices(self) -> Iterator[Choice]:
        """Yield the answers to each question answered from a list."""
        return read_choices(list(self.used_columns()), self.cells, self.place, self.grid.name)

    def blocks(self) -> Iterator[Block]:
        """Yield the answers in words, row by row."""
        made = [self._spoken(column, None) for column in self._having(Role.STATEMENT)]
        made += [self._spoken(c, said) for c in self._having(Role.RATING) if (said := self._remarks(c))]
        return filter(None, made[0] if len(made) == 1 else chain.from_iterable(zip(*made, strict=True)))

    @cached_property
    def units(self) -> Counter[str]:
        """All cells that are no block, counted by reason."""
        units: Counter[str] = Counter()
        for number, row in enumerate(self.grid.top(self.layout.first)):
            units["heading" if number in self.layout.header else "title"] += _filled(row)
        units["total"] += sum(_filled(self.grid.row(row)) for row in self.layout.totals)
        units["hidden row"] += sum(_filled(self.grid.row(row)) for row in self.hidden_rows)
        units["empty"] += sum(column.count("") for column in self.grid.columns)
        for column in self.layout.columns:
            self._count_column(column, units)
        return units

    def _count_column(self, column: Column, units: Counter[str]) -> None:
        cells = self.cells[column.index]
        filled = _filled(cells)
        if column.index in self.grid.hidden_columns:
            units["hidden column"] += filled
            return
        for cell, reason in self._asides[column.index].items():
            units[reason] += cells.count(cell)
            filled -= cells.count(cell)
        filled -= sum(map(cells.count, self._remarks(column)))
        if column.role is not Role.STATEMENT:
            units[COUNTED_AS.get(column.role, column.role.value)] += filled

    def _having(self, *roles: Role) -> list[Column]:
        seen = (column for column in self.layout.columns if column.index not in self.grid.hidden_columns)
        return [column for column in seen if column.role in roles]

    @cached_property
    def _asides(self) -> list[Mapping[str, str]]:
        """For each column, those cells that are not what it holds, with the reason."""
        return [self._asides_of(column) for column in self.layout.columns]

    def _asides_of(self, column: Column) -> Mapping[str, str]:
        cells = self.cells[column.index]
        found: dict[str, str] = {}
        if column.index in self.grid.suspects:
            found |= {cell: "error value" for cell in set(cells) if ERROR_VALUE.fullmatch(cell)}
        if column.role is Role.STATEMENT and not column.told:
            figures = {cell for cell in cells if cell[:1].isdigit() and len(cell) <= LONGEST_STAMP}
            found |= {cell: "metadata" for cell in figures if STAMP.fullmatch(cell)}
            if self._having(Role.QUESTION):
                found |= {cell: "rating" for cell in figures if NUMBER.fullmatch(cell)}
        return found

    def _remarks(self, column: Column) -> set[str]:
        """Return the cells of a rating column in which somebody wrote more than a point of the scale."""
        if column.role is not Role.RATING:
            return set()
        return {cell for cell in set(self.cells[column.index]) if is_remark(column, cell)}

    def _spoken(self, column: Column, only: set[str] | None) -> list[Block | None]:
        """Return the block of each row, of those in `only` if it is given, or None where there is none."""
        asides = self._asides[column.index]
        kind, place, sheet, name, whole = Kind.CELL, self.place, self.grid.name, column.name, self.theme
        asked = self.said[Role.QUESTION] if self._having(Role.QUESTION) else repeat(column.question)
        rows = zip(
            self.cells[column.index],
            self.rows,
            asked,
            self.respondents,
            self.said[Role.THEME],
            self.said[Role.LENS],
            self.said[Role.GROUP],
            strict=False,
        )
        return [
            None
            if not cell or (asides and cell in asides) or (only and cell not in only)
            else Block(
                kind,
                cell,
                Where(place, sheet, 0, row + 1, name),
                0,
                "",
                question,
                respondent,
                theme or whole,
                lens,
                group,
            )
            for cell, row, question, respondent, theme, lens, group in rows
        ]

    @cached_property
    def said(self) -> Mapping[Role, Iterable[str]]:
        """What the attributes of each row say."""
        return {role: self._said(role) for role in ATTRIBUTES}

    def _said(self, role: Role) -> Iterable[str]:
        """What each row's first filled column of a role says; merged cells count for all their rows."""
        columns = self._having(role)
        if not columns:
            return self.continues.said[role] if self.continues else repeat("")
        if len(columns) == 1 and not self.grid.merged:
            said = self.cells[columns[0].index]
        else:
            said = [
                next(filter(None, (self.grid.origin(r, c.index) for c in columns)), "") for r in self.rows
            ]
        # Microsoft Forms ends every choice with a semicolon.
        plain = {cell: " ".join(cell.split()).rstrip("; ") for cell in set(said)}
        return [plain[cell] for cell in said]

    @cached_property
    def respondents(self) -> Sequence[str]:
        """Name the person of each row: by the row, or by a digest of what the columns of respondents hold."""
        if self.continues:
            return self.continues.respondents
        before = f"{self.place}!{self.grid.name}!"
        columns = [self.cells[column.index] for column in self._having(Role.RESPONDENT)]
        if not columns:
            return [f"{before}{row + 1}" for row in self.rows]
        named = ["\0".join(cells).strip("\0") for cells in zip(*columns, strict=True)]
        known = {
            name: f"{self.place}!{hashlib.sha256(name.encode()).hexdigest()[:12]}" for name in set(named)
        }
        return [known[n] if n else f"{before}{row + 1}" for n, row in zip(named, self.rows, strict=True)]


def is_remark(column: Column, cell: str) -> bool:
    """Tell whether a cell of a rating column is a remark in words, and neither a point nor a refusal."""
    return mean_words([cell]) >= PROSE and find_scale(column.question, [cell, cell]) is None


def sheet_of(grid: Grid, told: Sequence[Columns], workshop: Workshop, place: str) -> Sheet:
    """Find out how a sheet is built; `told` is what workshop.toml says of it."""
    layout = read_layout(grid, told, workshop)
    if layout.maker == "LimeSurvey":
        columns = [[c[1:] if MASKED.match(c) else c for c in column] for column in grid.columns]
        grid = replace(grid, columns=tuple(columns))
    return Sheet(grid, layout, place, next((entry.theme for entry in told if entry.theme), ""))


def _filled(cells: Sequence[str]) -> int:
    return len(cells) - cells.count("")
