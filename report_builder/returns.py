"""The way back: drafts that people edited are read, and what they changed goes into the journal.

draft.docx --load--> paragraphs --compare with its record--> edits --append--> inputs/history/edits.jsonl
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from report_builder.disk import opened_elsewhere, show
from report_builder.errors import Problem, PullError, ReportBuilderError, raise_if_any
from report_builder.history import store
from report_builder.history.drafts import from_json
from report_builder.history.pull import make_edits
from report_builder.load.word.draft import read_returned
from report_builder.model import Edit

NOT_CHANGES = ("memo", "resolved", "told")
"""Fields of edits that leave the report's words as they are."""


@dataclass(frozen=True)
class Returned:
    """What came back in one file."""

    path: Path
    edits: tuple[Edit, ...]
    """Those that the journal does not hold yet."""
    known: int
    """How many it holds already."""


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
    parts = [f"{len(found)} {_plural(noun, len(found))}" for noun, found in kinds if found]
    return ", ".join(parts) or "nothing new"


def _edits_of(folder: Path, path: Path, original: bool) -> tuple[Edit, ...]:
    if not path.is_file():
        mend = "Check the name; on Windows, close the file in Word first."
        raise PullError(Problem("pull-missing", str(path), "there is no such file", mend))
    if opened_elsewhere(path):
        what = "it is open in Word or LibreOffice, so what was last typed may not be saved"
        mend = "Save and close it there (or delete the lock file beside it), then pull again."
        raise PullError(Problem("pull-open", str(path), what, mend))
    find = partial(store.find_draft, folder)
    return make_edits(read_returned(path, find, from_json, original=original))


def _unread(where: str, problem: Problem) -> Problem:
    return Problem(
        "pull-unread", where, f"its changes can't be taken over: {problem.what}", problem.mend, "warning"
    )


def _plural(noun: str, number: int) -> str:
    first, _, rest = noun.partition(" ")
    return noun if number == 1 else f"{first}s {rest}".strip()
