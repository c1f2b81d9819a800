"""The commands of the review sheet and the journal: write the sheet, take it, list entries, undo one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report_builder.clock import now
from report_builder.disk import show
from report_builder.edit import Edit
from report_builder.errors import Problem, PullError, WorkshopError, raise_if_any
from report_builder.gathering import Gathered
from report_builder.history import store
from report_builder.history.undo import reverse
from report_builder.model import Status
from report_builder.outputs import review_sheet
from report_builder.pipeline import gather
from report_builder.progress import Tell, count
from report_builder.returns import Returned, Taken, read_review_edits, sheet_in_use, tell_taken
from report_builder.sheet import PLACE as SHEET
from report_builder.workshop import read_workshop
from report_builder.writing import write_made


@dataclass(frozen=True)
class Review:
    """What `review` did."""

    gathered: Gathered
    edits: tuple[Edit, ...]
    """What was taken over from the sheet that lay there."""
    problems: tuple[Problem, ...]

    @property
    def undecided(self) -> int:
        """Statements that await a choice."""
        return sum(finding.status is Status.UNDECIDED for finding in self.gathered.findings)

    @property
    def conflicts(self) -> int:
        """Statements that two sides changed."""
        return sum(bool(finding.conflicts) for finding in self.gathered.findings)


def review(
    folder: Path, *, apply: bool = False, copies: Sequence[Path] = (), tell: Tell = lambda line: None
) -> Review:
    """Take what people changed in the review sheet, if there is one, and in copies; then write it anew.

    Raises:
        PullError: A sheet is open, read-only, or has slips in it, or, with `apply`, is not there; all stay.
        WorkshopError: The workshop can't be used.
        RenderError: The sheet can't be written.
    """
    path = folder / SHEET
    with store.locked(folder):
        missing = [one for one in ([path] if apply and not copies else copies) if not one.is_file()]
        raise_if_any((_missing(show(folder, one)) for one in missing), PullError)
        raise_if_any(sheet_in_use(path), PullError)
        edited = [path] if store.edited_since_written(folder, path) else []
        taken = _take(folder, [*edited, *copies])
        tell_taken(folder, taken.returned, tell)
        gathered = gather(folder)
        raise_if_any(gathered.faults, WorkshopError)
        sheet = review_sheet(gathered.workshop, gathered.findings, gathered.present, gathered.records)
        written = write_made(folder, gathered.records, [(path, sheet)], taken=taken.paths)
        edits = tuple(edit for one in taken.returned for edit in one.edits)
        done = Review(gathered, edits, (*taken.problems, *written.problems))
        tell(
            f"written   {SHEET}: {count(len(gathered.findings), 'statement')}, "
            f"{done.undecided} undecided, {done.conflicts} in conflict"
        )
        return done


def _take(folder: Path, sheets: Sequence[Path]) -> Taken:
    """Append what people changed in these sheets; where one has slips, nothing of any."""
    workshop = read_workshop(folder)
    returned: list[Returned] = []
    problems: list[Problem] = []
    for path in sheets:
        try:
            one, warnings = read_review_edits(folder, path, workshop, now())
        except PullError as error:
            problems += error.problems
            continue
        returned.append(one)
        problems += warnings
    raise_if_any(problems, PullError)
    edits = {edit.key: edit for one in returned for edit in one.edits}
    store.append_edits(folder, tuple(edits.values()))
    return Taken(tuple(returned), tuple(problems))


def _missing(place: str) -> Problem:
    mend = "`report-builder review` writes one." if place == SHEET else "Check the name."
    return Problem("review-missing", place, "there is no review sheet", mend)


def undo(folder: Path, line: int) -> tuple[Edit, Edit]:
    """Append the reverse of an entry of the journal; the entry and its reverse.

    Raises:
        HistoryError: There is no such entry, or the journal can't be read.
    """
    with store.locked(folder):
        edits = store.read_edits(folder)
        undone = reverse(edits, line, now())
        store.append_edits(folder, [undone])
        return edits[line - 1], undone


def read_log(folder: Path) -> tuple[Sequence[Edit], dict[str, str]]:
    """The journal, oldest entry first, and the printed numbers of the findings by their ids.

    Raises:
        HistoryError: The journal can't be read.
    """
    records = store.read_records(folder)
    return store.read_edits(folder), {record.id: f"F{record.number}" for record in records if record.number}
