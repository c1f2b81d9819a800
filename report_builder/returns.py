"""The way back: drafts and the review sheet are read, and what people changed goes into the journal.

draft.docx  --load--> paragraphs --compare with its record--> edits --append--> inputs/history/edits.jsonl
review.xlsx --load--> rows       --compare with its record--> edits
"""

import stat
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from report_builder.clock import now
from report_builder.disk import opened_elsewhere, show
from report_builder.draft import Draft
from report_builder.edit import Edit
from report_builder.errors import (
    HistoryError,
    Problem,
    PullError,
    ReportBuilderError,
    SourceError,
    raise_if_any,
)
from report_builder.history import store
from report_builder.history.drafts import from_json
from report_builder.history.pull import make_edits
from report_builder.history.review import compare_sheet
from report_builder.history.sheets import Names
from report_builder.history.sheets import from_json as sheet_from_json
from report_builder.keys import short_key
from report_builder.load.word.draft import read_returned
from report_builder.progress import Tell, count
from report_builder.settings import Workshop
from report_builder.sheet import PLACE as SHEET
from report_builder.workshop import read_workshop

NOT_CHANGES = ("memo", "resolved", "told")
"""Fields of edits that leave the report's words as they are."""

OF_STATEMENTS = ("statement", "theme", "lens", "status", "merged-into")


@dataclass(frozen=True)
class Returned:
    """What came back in one file."""

    path: Path
    edits: tuple[Edit, ...]
    """Those that the journal does not hold yet."""
    known: int
    """How many it holds already."""


@dataclass(frozen=True)
class Taken:
    """What was taken over before a command did its own work."""

    returned: tuple[Returned, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Edited files that can't be read, and what is to be known of the others."""
    renew: bool = False
    """There is a review sheet, and nothing in it would be lost if it were written anew."""

    @property
    def paths(self) -> frozenset[Path]:
        """The files whose changes are in the journal now."""
        return frozenset(one.path for one in self.returned)


def read_edits(folder: Path, paths: Iterable[Path], *, original: bool = False) -> tuple[Returned, ...]:
    """What people changed in these drafts and the journal does not hold; nothing is written.

    Raises:
        PullError: One or more are no drafts of this workshop, or can't be read; holds all problems.
        HistoryError: The journal can't be read.
    """
    found, problems = _read_all(folder, paths, original)
    raise_if_any((problem for _, problem in problems), PullError)
    return found


def read_edited(folder: Path, output: Path) -> tuple[tuple[Returned, ...], tuple[Problem, ...]]:
    """What people changed in the drafts that lie in `output` since they were written; nothing is written.

    The second value names edited files that can't be read as drafts.
    """
    edited = [
        path
        for path in sorted(output.rglob("*.docx"))
        if "final" not in path.relative_to(output).parts and store.edited_since_written(folder, path)
    ]
    found, problems = _read_all(folder, edited)
    return found, tuple(_unread(show(folder, path), problem) for path, problem in problems)


def take_back_edited(folder: Path, output: Path) -> tuple[tuple[Returned, ...], tuple[Problem, ...]]:
    """Append to the journal what `read_edited` finds.

    A copy of each file that can't be read as a draft is kept all the same.
    """
    taken, problems = read_edited(folder, output)
    store.append_edits(folder, [edit for one in taken for edit in one.edits])
    return taken, problems


def take_back(folder: Path, output: Path, tell: Tell, *, pull: bool = True) -> Taken:
    """Append to the journal what people changed in `output` and in the review sheet: nothing is lost.

    Unless `pull`, nothing is taken back, and it is told only whether the sheet can be written anew.
    """
    if not pull:
        in_use = tuple(replace(problem, level="warning") for problem in sheet_in_use(folder / SHEET))
        return Taken(problems=in_use, renew=(folder / SHEET).is_file() and not in_use)
    drafts, problems = read_edited(folder, output)
    sheet = read_edited_sheet(folder, read_workshop(folder), now())
    edits = {edit.key: edit for one in (*drafts, *sheet.returned) for edit in one.edits}
    store.append_edits(folder, tuple(edits.values()))  # at once: the journal has all of them or none
    taken = Taken((*drafts, *sheet.returned), (*problems, *sheet.problems), sheet.renew)
    tell_taken(folder, taken.returned, tell)
    return taken


def tell_taken(folder: Path, returned: Iterable[Returned], tell: Tell) -> None:
    """Say what came back, a line for each file."""
    for one in returned:
        tell(f"pulled    {show(folder, one.path)}: {counted(one.edits)}")


def _read_all(
    folder: Path, paths: Iterable[Path], original: bool = False
) -> tuple[tuple[Returned, ...], list[tuple[Path, Problem]]]:
    """What is new in each file, and why the others can't be read."""
    known = {edit.key for edit in store.read_edits(folder)}
    problems: list[tuple[Path, Problem]] = []
    found: list[Returned] = []
    for path in paths:
        try:
            edits = _edits_of(folder, path, original)
        except ReportBuilderError as error:
            problems += [(path, problem) for problem in error.problems]
            continue
        new = tuple({edit.key: edit for edit in edits if edit.key not in known}.values())
        known |= {edit.key for edit in new}
        found.append(Returned(path, new, len(edits) - len(new)))
    return tuple(found), problems


def read_review_edits(
    folder: Path, path: Path, workshop: Workshop, date: str
) -> tuple[Returned, tuple[Problem, ...]]:
    """What people changed in a review sheet and the journal does not hold; and warnings. Writes nothing.

    Raises:
        PullError: It is no review sheet, is open, or has slips in it; holds all problems.
        HistoryError: The journal can't be read.
    """
    from report_builder.load.workbook.review import read_review  # brings pandas along

    place = show(folder, path)
    raise_if_any(_open_sheet(path, place), PullError)
    returned = read_review(path, place)
    sheet = store.find_sheet(folder, returned.record) or sheet_from_json(returned.copy)
    if sheet is None:
        what = "what was written into it is not known any more"
        mend = "Move it away; `report-builder review` writes a new one."
        raise PullError(Problem("review-unknown", place, what, mend))
    records = store.read_records(folder)
    numbers = {f"F{record.number}": record.id for record in records if record.number and not record.gone}
    reviewed = compare_sheet(sheet, returned, Names(workshop), numbers, date)
    raise_if_any(reviewed.problems, PullError)
    known = {edit.key for edit in store.read_edits(folder)}
    new = tuple({edit.key: edit for edit in reviewed.edits if edit.key not in known}.values())
    return Returned(path, new, len(reviewed.edits) - len(new)), reviewed.problems


def read_edited_sheet(folder: Path, workshop: Workshop, date: str) -> Taken:
    """What people changed in the review sheet since it was written, if there is one; nothing is written.

    A sheet that is open, or has slips in it, is left as it is, and its problems are warnings.
    """
    path = folder / SHEET
    if not path.is_file():
        return Taken()
    try:
        raise_if_any(sheet_in_use(path), PullError)
        if not store.edited_since_written(folder, path):
            return Taken(renew=True)
        returned, problems = read_review_edits(folder, path, workshop, date)
    except HistoryError:
        raise
    except ReportBuilderError as error:
        return Taken(problems=tuple(_not_taken(problem) for problem in error.problems))
    return Taken((returned,), problems, renew=True)


def sheet_in_use(path: Path) -> Iterable[Problem]:
    """Why the workshop's review sheet can be neither taken nor written, if so."""
    yield from _open_sheet(path, SHEET)
    if path.is_file() and not path.stat().st_mode & stat.S_IWUSR:
        what = "it is marked as read-only, so it can't be written anew"
        yield Problem("review-read-only", SHEET, what, "Take that mark off, then try again.")


def _open_sheet(path: Path, place: str) -> Iterable[Problem]:
    if opened_elsewhere(path):
        what = "it is open in Excel or LibreOffice, so what was last typed may not be saved"
        mend = "Save and close it there (or delete the lock file beside it), then try again."
        yield Problem("review-open", place, what, mend)


def counted(edits: Sequence[Edit]) -> str:
    """What came back, in words.

    >>> counted([])
    'nothing new'
    """
    kinds = (
        ("change", [edit for edit in edits if edit.field not in NOT_CHANGES]),
        ("comment", [edit for edit in edits if edit.field == "memo"]),
        ("comment ticked off", [edit for edit in edits if edit.field == "resolved"]),
        ("change that can't be carried", [edit for edit in edits if edit.field == "told"]),
    )
    parts = [count(len(found), noun) for noun, found in kinds if found]
    return ", ".join(parts) or "nothing new"


def _edits_of(folder: Path, path: Path, original: bool) -> tuple[Edit, ...]:
    if not path.is_file():
        mend = "Check the name; on Windows, close the file in Word first."
        raise PullError(Problem("pull-missing", str(path), "there is no such file", mend))
    if opened_elsewhere(path):
        what = "it is open in Word or LibreOffice, so what was last typed may not be saved"
        mend = "Save and close it there (or delete the lock file beside it), then pull again."
        raise PullError(Problem("pull-open", str(path), what, mend))
    known = {record.id for record in store.read_records(folder)}
    find, parse = partial(store.find_draft, folder), partial(_copy_in_file, known)
    try:
        edits = make_edits(read_returned(path, find, parse, original=original))
    except SourceError as error:
        raise PullError(*(replace(problem, where=str(path)) for problem in error.problems)) from error
    return tuple(_if_known(edit, known) for edit in edits)


def _copy_in_file(known: Collection[str], text: str) -> Draft | None:
    """The record that a file carries, if most of the statements in it are known here."""
    draft = from_json(text)
    ids = {field.id for field in draft.fields if field.field == "statement"} if draft else set()
    return draft if 2 * len(ids.intersection(known)) >= len(ids) else None


def _if_known(edit: Edit, known: Collection[str]) -> Edit:
    """An edit of a statement that this workshop never had can't be carried."""
    if edit.field not in OF_STATEMENTS or edit.id in known:
        return edit
    key = short_key("told", edit.draft, edit.id, edit.field, edit.new or "")
    return replace(edit, id=key, field="told", words="there is no such statement in this workshop")


def _unread(where: str, problem: Problem) -> Problem:
    return Problem(
        "pull-unread", where, f"its changes can't be taken over: {problem.what}", problem.mend, "warning"
    )


def _not_taken(problem: Problem) -> Problem:
    mend = f"{problem.mend} Until then nothing is taken over from the review sheet."
    return replace(problem, mend=mend, level="warning")
