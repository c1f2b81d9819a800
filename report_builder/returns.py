"""The way back: drafts that people edited are read, and what they changed goes into the journal.

draft.docx --load--> paragraphs --compare with its record--> edits --append--> inputs/history/edits.jsonl
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from report_builder.disk import opened_elsewhere, show
from report_builder.draft import Draft
from report_builder.errors import Problem, PullError, ReportBuilderError, raise_if_any
from report_builder.history import store
from report_builder.history.drafts import from_json
from report_builder.history.pull import make_edits
from report_builder.load.word.draft import read_returned
from report_builder.model import Edit, short_key

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


def read_edits(folder: Path, paths: Iterable[Path], *, original: bool = False) -> tuple[Returned, ...]:
    """What people changed in these drafts and the journal does not hold; nothing is written.

    Raises:
        PullError: One or more are no drafts of this workshop, or can't be read; holds all problems.
        HistoryError: The journal can't be read.
    """
    known = {edit.key for edit in store.read_edits(folder)}
    problems: list[Problem] = []
    found: list[Returned] = []
    for path in paths:
        try:
            edits = _edits_of(folder, path, original)
        except ReportBuilderError as error:
            problems += error.problems
            continue
        new = tuple({edit.key: edit for edit in edits if edit.key not in known}.values())
        known |= {edit.key for edit in new}
        found.append(Returned(path, new, len(edits) - len(new)))
    raise_if_any(problems, PullError)
    return tuple(found)


def take_back_edited(folder: Path, output: Path) -> tuple[tuple[Returned, ...], tuple[Problem, ...]]:
    """Append what people changed in the drafts that lie in `output` since they were written.

    The second value names edited files that can't be read as drafts; a copy of each is kept all the same.
    """
    taken: list[Returned] = []
    problems: list[Problem] = []
    for path in sorted(output.rglob("*.docx")):
        if "final" in path.relative_to(output).parts or not store.edited_since_written(folder, path):
            continue
        try:
            taken += read_edits(folder, [path])
        except PullError as error:
            problems += [_unread(show(folder, path), problem) for problem in error.problems]
    store.append_edits(folder, [edit for one in taken for edit in one.edits])
    return tuple(taken), tuple(problems)


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
    known = {record.id for record in store.read_records(folder)}
    find, parse = partial(store.find_draft, folder), partial(_copy_in_file, known)
    edits = make_edits(read_returned(path, find, parse, original=original))
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


def _plural(noun: str, number: int) -> str:
    first, _, rest = noun.partition(" ")
    return noun if number == 1 else f"{first}s {rest}".strip()
