"""What changed between drafts, for `diff`: two drafts, or one and what a build would give now.

draft + what a build would give --compare--> differences --> terminal, JSON, a Word file with tracked changes
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from report_builder import layout, pipeline
from report_builder.draft import Difference, Draft
from report_builder.errors import Problem, PullError, WorkshopError, raise_if_any
from report_builder.gathering import Gathered
from report_builder.history import store
from report_builder.history.diff import as_returned, differ, state_of_draft
from report_builder.history.drafts import from_json
from report_builder.history.versions import last_draft, named_draft
from report_builder.load.word.draft import read_returned
from report_builder.outputs import REPORT, render_changes
from report_builder.privacy.stage import mask_draft
from report_builder.progress import Tell
from report_builder.returns import read_edited, take_back_edited
from report_builder.writing import write_made


@dataclass(frozen=True)
class Marked:
    """The Word file that shows what changed."""

    path: Path
    written: bool
    """Its content is new."""
    problems: tuple[Problem, ...]


def compare(folder: Path, names: Sequence[str] = ()) -> Difference:
    """What changed from the first draft to the second, or to what a build would give now; nothing is written.

    A draft is named by a version, the beginning of its id, or a Word file; without a name it is the report's
    last draft. Edits in output/ that were not taken over yet count, as the next build would take them over.

    Raises:
        HistoryError: There is no such draft.
        PullError: A Word file is no draft, can't be read, or shows something else than the other draft.
        WorkshopError: The workshop can't be used.
    """
    old, *others = [_find(folder, name) for name in names] or [last_draft(folder)]
    if others:
        raise_if_any(_unlike(old, others[0].name), PullError)
        return differ(state_of_draft(old), state_of_draft(others[0]))
    edited, _ = read_edited(folder, folder / "output")
    gathered = _gathered(pipeline.gather(folder, new_edits=[edit for one in edited for edit in one.edits]))
    return differ(state_of_draft(mask_draft(old, gathered.masks)), layout.state_of(gathered, old.name))


def mark(
    folder: Path, name: str = "", *, output: Path | None = None, tell: Tell = lambda line: None
) -> Marked:
    """Write the present report as output/changes.docx, what differs from a draft as tracked changes.

    It is a draft like the report: its record is kept, and what people change in it can be taken back.

    Raises:
        HistoryError: There is no such draft.
        PullError: The Word file that is named is no draft of the report.
        WorkshopError: The workshop can't be used.
        RenderError: The file can't be written.
    """
    output = output or folder / "output"
    with store.locked(folder):
        taken, problems = take_back_edited(folder, output)
        old = _find(folder, name) if name else last_draft(folder)
        raise_if_any(_unlike(old, REPORT), PullError)
        gathered = _gathered(pipeline.gather(folder, tell))
        shown = layout.for_readers(gathered)
        report, notes = layout.lay_out(shown), layout.notes_of(shown)
        made = render_changes(report, shown.findings, notes, mask_draft(old, gathered.masks), folder)
        path = output / made.file
        back = {one.path for one in taken}
        done = write_made(folder, gathered.records, [(path, made)], taken=back, built=False)
    return Marked(path, bool(done.written), (*problems, *done.problems))


def _gathered(gathered: Gathered) -> Gathered:
    raise_if_any(gathered.faults, WorkshopError)
    return gathered


def _find(folder: Path, name: str) -> Draft:
    """The draft that a person named: a Word file, a version, or the beginning of an id."""
    path = Path(name)
    if path.is_file() or path.suffix.lower() == ".docx":
        if not path.is_file():
            mend = "Check the name; a version or the beginning of a draft's id will do as well."
            raise PullError(Problem("diff-missing", name, "there is no such file", mend))
        return as_returned(read_returned(path, partial(store.find_draft, folder), from_json))
    return named_draft(folder, name)


def _unlike(old: Draft, other: str) -> Sequence[Problem]:
    if old.name == other:
        return ()
    what = f"it is a draft of {old.name}, the other one is of {other}"
    return (Problem("diff-unlike", f"draft {old.draft}", what, "Compare two drafts of the same file."),)
