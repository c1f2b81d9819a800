"""The review sheet as written beside the same as it came back: what people changed, as edits.

A row is known by its hidden id, else by its printed number. Nothing is taken from a sheet with a slip in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from report_builder.edit import Edit
from report_builder.errors import Problem
from report_builder.history.reviewrow import RowReader
from report_builder.history.sheets import Names
from report_builder.model import Where
from report_builder.sheet import READ_BACK, Column, ReturnedRow, ReturnedSheet, Sheet, SheetRow
from report_builder.words import fold

MOST_NAMED = 6
"""Statements that a message names."""


@dataclass(frozen=True)
class Reviewed:
    """What came back in the review sheet."""

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    """What is to be mended or known, with row and column; none of level error where there are edits."""


def compare_sheet(
    sheet: Sheet, returned: ReturnedSheet, names: Names, numbers: Mapping[str, str], date: str
) -> Reviewed:
    """What people changed in the sheet since it was written, row by row.

    `numbers` maps printed numbers (F12) to ids, for statements that the sheet did not hold yet. `date` stands
    in where the file does not say when it was saved.
    """
    labels = {**numbers, **{name: row.id for row in sheet.rows for name in (row.label, row.id) if name}}
    reader = _Reader(sheet, returned, names, {fold(label): id for label, id in labels.items()}, date)
    edits = tuple(reader.edits())
    problems = (*reader.problems, *_whole_sheet(sheet, returned, reader.came))
    faulty = any(problem.level == "error" for problem in problems)
    return Reviewed(() if faulty else edits, problems)


class _Reader:
    def __init__(
        self, sheet: Sheet, returned: ReturnedSheet, names: Names, numbers: Mapping[str, str], date: str
    ) -> None:
        self.sheet, self.returned, self.names, self.numbers = sheet, returned, names, numbers
        self.origin = PurePath(returned.place).name
        self.author, self.date = returned.saved[0], returned.saved[1] or date
        self.by_key = {row.key: row for row in sheet.rows}
        self.by_label = {row.label: row for row in sheet.rows if row.label}
        self.statements = {row.cell(Column.STATEMENT) for row in sheet.rows}
        self.came: dict[str, tuple[Edit, ...]] = {}
        """Key of each row that came back -> its edits."""
        self.problems: list[Problem] = []

    def edits(self) -> Iterator[Edit]:
        """All edits, in the order of the rows; problems are collected beside."""
        for came in self.returned.rows:
            row = self._known(came)
            if row is None:
                self.problems.append(_added(self.returned, came))
            elif self._torn(row, came):
                self.problems.append(_torn_apart(self.returned, came))
            else:
                yield from self._of_row(row, came)

    def _of_row(self, row: SheetRow, came: ReturnedRow) -> Sequence[Edit]:
        reader = RowReader(row, came, self.names, self.numbers)
        edits = tuple(
            Edit(
                id=change.id,
                field=change.field,
                base=change.base,
                new=change.new,
                author=self.author,
                date=self.date,
                origin=self.origin,
                html=change.html,
                inputs=change.inputs,
                seen=change.seen,
                draft=self.sheet.id,
                words=change.words,
            )
            for change in reader.changes()
        )
        self.problems += [
            Problem("review-cell", _place(self.returned, came, slip.column), slip.what, slip.mend)
            for slip in reader.slips
        ]
        before = self.came.get(row.key, ())
        self.came[row.key] = edits or before
        if edits and before and edits != before:
            what = "this statement stands in two rows with different changes"
            where = _place(self.returned, came)
            self.problems.append(Problem("review-cell", where, what, "Delete one of the two rows."))
        return () if before else edits

    def _torn(self, row: SheetRow, came: ReturnedRow) -> bool:
        """Whether the row holds another one's number or statement: columns were sorted without the others."""
        label = came.cells.get(Column.NUMBER) or row.label
        words = came.cells.get(Column.STATEMENT, "")
        of_another = words != row.cell(Column.STATEMENT) and words in self.statements
        return of_another or (label != row.label and label in self.by_label)

    def _known(self, came: ReturnedRow) -> SheetRow | None:
        key = came.cells.get(Column.ID, "")
        return self.by_key.get(key) or self.by_label.get(came.cells.get(Column.NUMBER, ""))


def _whole_sheet(sheet: Sheet, returned: ReturnedSheet, came: Mapping[str, object]) -> Iterator[Problem]:
    """Rows and columns that were deleted or added: nothing is taken from them, and that is said."""
    place = f"{returned.place}, sheet {returned.tab}"
    gone = [row.label or row.key for row in sheet.rows if row.key not in came and row.kind == "finding"]
    if gone:
        more = f" and {len(gone) - MOST_NAMED} more" if len(gone) > MOST_NAMED else ""
        what = f"rows were deleted, which changes nothing: {', '.join(gone[:MOST_NAMED])}{more}"
        yield Problem("review-rows", place, what, "To leave a statement out, set its State.", "warning")
    missing = [column for column in returned.missing if column in READ_BACK]
    if missing:
        what = f"columns were deleted or renamed, which changes nothing: {', '.join(missing)}"
        yield Problem("review-columns", place, what, "The next sheet has them again.", "warning")
    if returned.foreign:
        what = f"columns that are not part of it: {', '.join(returned.foreign)}"
        mend = "They are kept in inputs/history/returned; use Note for what is to stay in the sheet."
        yield Problem("review-columns", place, what, mend, "warning")


def _added(returned: ReturnedSheet, came: ReturnedRow) -> Problem:
    what = "this row is none of the sheet's, so nothing of it is taken"
    mend = "Write new statements into the notes or the Word draft."
    return Problem("review-rows", _place(returned, came), what, mend, "warning")


def _torn_apart(returned: ReturnedSheet, came: ReturnedRow) -> Problem:
    what = "its number, its statement and its hidden ID belong to different statements"
    mend = "Some columns were sorted without the others: undo that, then sort the whole sheet."
    return Problem("review-rows", _place(returned, came), what, mend)


def _place(returned: ReturnedSheet, came: ReturnedRow, column: str = "") -> str:
    return str(Where(returned.place, sheet=returned.tab, row=came.row, column=column))
