"""One row of the review sheet as it came back -> what a person changed in it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report_builder.edit import EditedField
from report_builder.errors import did_you_mean
from report_builder.history.settle import settle_conflicts
from report_builder.history.sheets import STATE_WORDS, Names
from report_builder.history.threeway import same, squeezed
from report_builder.model import Status
from report_builder.sheet import (
    LONGEST_CELL,
    READ_BACK,
    SETTLE_FOR,
    STATES,
    YES,
    Column,
    ReturnedRow,
    SheetRow,
)
from report_builder.words import fold

STATUS_OF = {fold(words): status for status, words in STATE_WORDS.items()}
AXES: tuple[tuple[Column, EditedField], ...] = ((Column.THEME, "theme"), (Column.LENS, "lens"))
CARRIAGE_RETURN = "_x000D_"
"""How a workbook writes the sign that ends a line in old files."""
MEANS_YES = (YES, "y", "x", "1", "true", "✓", "✔")
MEANS_NO = ("", "no", "n", "0", "false", "-")


@dataclass(frozen=True)
class Change:
    """An edit without its author, date and origin."""

    id: str
    field: EditedField
    base: str
    new: str | None
    html: str = ""
    inputs: str = ""
    seen: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Slip:
    """A cell that can't be taken as it is."""

    column: Column
    what: str
    mend: str


def _visible(text: str) -> str:
    """A cell as compared: without signs that nobody sees, for not every program keeps them."""
    if text.isprintable() and CARRIAGE_RETURN not in text:
        return text
    seen = (sign for sign in text.replace(CARRIAGE_RETURN, "") if sign.isspace() or not _unseen(sign))
    return "".join(seen)


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Cn")


class RowReader:
    """Reads one row; `numbers` maps folded numbers to ids."""

    def __init__(self, row: SheetRow, came: ReturnedRow, names: Names, numbers: Mapping[str, str]) -> None:
        self.row, self.came, self.names, self.numbers = row, came, names, numbers
        self.slips: list[Slip] = []

    def changes(self) -> Iterator[Change]:
        """What was changed, cell by cell; slips are collected beside."""
        if self.row.kind != "finding":
            yield from self._of_merged()
            return
        done = set()
        for change in self._of_finding():
            done.add(change.field)
            yield change
        yield from self._settled(done)

    # Cells

    def _typed(self, column: Column) -> str | None:
        """What a person typed there; None where it is as written, or the column is gone."""
        text = self.came.cells.get(column)
        written = self.row.cell(column)[:LONGEST_CELL]
        return None if text is None or same(_visible(text), _visible(written)) else text.strip()

    def _text(self, column: Column) -> str:
        typed = self._typed(column)
        return self.row.cell(column) if typed is None else typed

    def _slip(self, column: Column, what: str, mend: str) -> None:
        self.slips.append(Slip(column, what, mend))

    def _change(
        self, field: EditedField, new: str | None, *, base: str, html: str = "", words: str = ""
    ) -> Change:
        said = self.row.inputs.get("statement" if field == "status" else field, "")
        return Change(self.row.id, field, base, new, html, said, self._seen(field), words)

    def _seen(self, field: EditedField) -> tuple[str, ...]:
        """What else the person had before their eyes; state and wording of a statement are seen together."""
        fields = ("status", "statement") if field in ("status", "statement") else (field,)
        rivals = [
            side.text
            for conflict in self.row.conflicts
            if conflict.field in fields
            for side in (conflict.stands, *conflict.against)
        ]
        if field == "status":
            in_conflict = any(conflict.field == "status" for conflict in self.row.conflicts)
            states = [status.value for status in Status] if in_conflict else [self.row.chosen]
            rivals += [*states, self._statement() or ""]
        return tuple(dict.fromkeys(filter(None, rivals)))

    # A finding

    def _of_finding(self) -> Iterator[Change]:
        yield from self._rewritten()
        yield from self._placed()
        yield from self._merged(self.row.cell(Column.STATEMENT))
        yield from self._second_coding()
        yield from self._key()
        note = self._typed(Column.NOTE)
        if note is not None:
            yield self._change("note", note or None, base=self.row.cell(Column.NOTE))

    def _statement(self) -> str | None:
        """The statement as the person wants it; None where nothing was typed."""
        corrected = self._text(Column.CORRECTED) or self._typed(Column.STATEMENT)
        return None if corrected is None else squeezed(corrected)

    def _rewritten(self) -> Iterator[Change]:
        new, written = self._statement(), self.row.cell(Column.STATEMENT)
        if new == "":
            mend = "Put the words back; to leave the statement out, set its State to set aside."
            self._slip(Column.STATEMENT, "the statement was emptied", mend)
        elif new is not None:
            in_conflict = any(conflict.field == "statement" for conflict in self.row.conflicts)
            as_before = same(new, written)
            if in_conflict or not as_before:
                html = self.row.html if as_before else ""
                yield self._change("statement", new, base=written, html=html)

    def _placed(self) -> Iterator[Change]:
        before = STATUS_OF.get(fold(self.row.cell(Column.STATE)), Status.UNDECIDED)
        status = self._state()
        ids = {field: self._place(column) for column, field in AXES}
        typed = [column for column, field in AXES if self._typed(column) and ids[field]]
        if status is None or None in ids.values():
            return
        if typed and status is before is Status.SET_ASIDE:
            mend = "Set State to coded, or clear the cell."
            self._slip(typed[0], "the statement is set aside, so it has no place", mend)
        elif status is Status.CODED or (typed and status is before is Status.UNDECIDED):
            yield from self._coded(before, ids)
        else:
            for column, field in AXES:
                if column in typed:
                    yield self._change(field, ids[field], base=self._as_it_stood(field))
            yield from self._left_open(before, status)

    def _coded(self, before: Status, ids: Mapping[EditedField, str | None]) -> Iterator[Change]:
        """Theme and lens of a coded statement; where it was not coded, an empty cell is the best guess."""
        for column, field in AXES:
            stood = self._as_it_stood(field)
            id = ids[field] or (stood if before is not Status.CODED else "")
            if not id:
                self._slip(column, f"no {field} is chosen", f"Choose a {field}, or set State to undecided.")
            elif before is not Status.CODED or id != stood:
                yield self._change(field, id, base=stood)
        if before is not Status.CODED:
            yield self._change("status", Status.CODED.value, base=self.row.cell(Column.STATEMENT))
        if self._typed(Column.ASIDE):
            self._slip(
                Column.ASIDE, "the statement is not set aside", "Set State to set aside, or clear this."
            )

    def _left_open(self, before: Status, status: Status) -> Iterator[Change]:
        why, typed = self._text(Column.ASIDE), self._typed(Column.ASIDE)
        if typed and status is not Status.SET_ASIDE:
            self._slip(
                Column.ASIDE, "the statement is not set aside", "Set State to set aside, or clear this."
            )
        elif status is not before or typed is not None:
            words = why if status is Status.SET_ASIDE else ""
            yield self._change("status", status.value, base=self.row.cell(Column.STATEMENT), words=words)

    def _as_it_stood(self, field: EditedField) -> str:
        return self.row.theme if field == "theme" else self.row.lens

    def _state(self) -> Status | None:
        typed = self._text(Column.STATE)
        status = STATUS_OF.get(fold(typed))
        if status is None:
            what = f"there is no state “{typed}”" if typed else "the state was emptied"
            self._slip(Column.STATE, what, f"{did_you_mean(typed, STATES)}Known: {', '.join(STATES)}.")
        return status

    def _place(self, column: Column) -> str | None:
        """Id of the theme or lens in a cell; empty where the cell is, None where there is no such one."""
        typed = self._typed(column)
        if typed is None:
            field: EditedField = "theme" if column is Column.THEME else "lens"
            return self._as_it_stood(field) if self.row.cell(column) else ""
        return self._named(column, typed, self.names.themes if column is Column.THEME else self.names.lenses)

    def _named(self, column: Column, typed: str, names: Mapping[str, str]) -> str | None:
        if not typed:
            return ""
        known = {fold(id): id for id in names} | {fold(name): id for id, name in names.items()}
        id = known.get(fold(typed))
        if id is None:
            mend = f"{did_you_mean(typed, names.values())}Choose one from the list in the cell."
            self._slip(column, f"there is no {column.lower()} “{typed}”", mend)
        return id

    # What is merged

    def _merged(self, base: str) -> Iterator[Change]:
        typed = self._typed(Column.MERGE)
        if typed == "":
            yield self._change("merged-into", None, base=base)
        elif typed is not None:
            id = self.numbers.get(fold(typed)) or self.numbers.get(f"f{fold(typed)}")
            if id is None:
                mend = "Write the number of a statement, such as F12, as in the column No."
                self._slip(Column.MERGE, f"there is no statement “{typed}”", mend)
            elif id == self.row.id:
                self._slip(Column.MERGE, "this is the statement itself", "Write the number of another one.")
            else:
                yield self._change("merged-into", id, base=base)

    def _of_merged(self) -> Iterator[Change]:
        """A merged statement: its cell *Merge into* may be cleared, all else waits until then."""
        for column in READ_BACK:
            if column is not Column.MERGE and self._typed(column):
                mend = "Clear Merge into in this row; the next sheet has a row of its own for it."
                self._slip(column, f"nothing can be changed here: it is {self.row.cell(Column.STATE)}", mend)
        if self.row.kind == "joined":
            yield from self._merged(self.row.into)
        elif self._typed(Column.MERGE) == "":
            words = self.row.cell(Column.STATEMENT)
            yield Change(self.row.id, "apart", words, words)
        elif self._typed(Column.MERGE):
            mend = f"Put back what stood there ({self.row.cell(Column.MERGE) or 'nothing'})."
            self._slip(Column.MERGE, "it can't be merged into another one as long as it is merged", mend)

    # The rest

    def _second_coding(self) -> Iterator[Change]:
        typed = self._typed(Column.ALSO)
        if typed is not None:
            id = self._named(Column.ALSO, typed, self.names.places)
            if id is not None:
                yield self._change("also", id or None, base=self.row.cell(Column.ALSO))

    def _key(self) -> Iterator[Change]:
        typed = self._typed(Column.KEY)
        if typed is None:
            return
        if typed.lower() not in (*MEANS_YES, *MEANS_NO):
            self._slip(Column.KEY, f"“{typed}” is neither yes nor empty", "Choose yes, or clear the cell.")
        else:
            new = YES if typed.lower() in MEANS_YES else None
            yield self._change("key-finding", new, base=self.row.cell(Column.KEY))

    def _settled(self, done: set[EditedField]) -> Iterator[Change]:
        """Conflicts that no other cell of the row settles."""
        typed = self._text(Column.SETTLE)
        take = next((take for words, take in SETTLE_FOR.items() if fold(words) == fold(typed)), None)
        if typed and take is None:
            self._slip(
                Column.SETTLE, f"“{typed}” is no way to settle", "Choose one from the list in the cell."
            )
        if take:
            still = [conflict for conflict in self.row.conflicts if conflict.field not in done]
            for edit in settle_conflicts(still, self.row.cell(Column.STATEMENT), self.row.html, take):
                said = self.row.inputs.get("statement", "")
                yield Change(edit.id, edit.field, edit.base, edit.new, edit.html, said, edit.seen)
