"""The guard: no file that somebody edited is overwritten."""

from collections.abc import Collection, Sequence
from pathlib import Path

from report_builder.disk import opened_elsewhere, read_only, show
from report_builder.errors import Problem, RenderError, raise_if_any
from report_builder.history import store


def guard_edited(
    folder: Path, outputs: Sequence[tuple[Path, bytes]], pull: bool, taken: Collection[Path] = ()
) -> tuple[tuple[Path, Problem], ...]:
    """Keep a copy of each output that somebody edited since it was written; each with the word about it.

    `outputs` are the files about to be written; one that holds these very bytes already was not edited.
    `taken` are those whose changes are in the journal.

    Raises:
        RenderError: A file is open in Word or LibreOffice, is protected, or, with `pull` False, was edited.
    """
    opened = [path for path, _ in outputs if opened_elsewhere(path)]
    protected = [path for path, data in outputs if read_only(path) and path.read_bytes() != data]
    problems = [*map(_opened, (show(folder, path) for path in opened))]
    problems += map(_protected, (show(folder, path) for path in protected))
    raise_if_any(problems, RenderError)
    edited = [path for path, data in outputs if store.edited_since_written(folder, path, data)]
    if not pull:
        raise_if_any((_edited(show(folder, path)) for path in edited), RenderError)
    copies = [(path, store.keep_returned(folder, path)) for path in edited]
    return tuple(
        (copy, _kept(show(folder, path), show(folder, copy), path in taken)) for path, copy in copies
    )


def _opened(where: str) -> Problem:
    what = "it is open in Word or LibreOffice"
    return Problem(
        "output-open",
        where,
        what,
        "Close it there (or delete the file .~lock or ~$ beside it) and build again.",
    )


def _protected(where: str) -> Problem:
    mend = "Take the write protection off (in the file's properties), or move the file away, and build again."
    return Problem("output-protected", where, "it is protected from being written", mend)


def _edited(where: str) -> Problem:
    mend = "Build without --no-pull to keep a copy of it under inputs/history/returned, or move it away."
    return Problem("output-edited", where, "somebody edited it since it was written", mend)


def _kept(where: str, copy: str, taken: bool) -> Problem:
    if taken:
        what = f"somebody edited it; the changes are taken over, and the edited file is kept as {copy}"
        return Problem("output-edited", where, what, "`report-builder review --log` lists them.", "warning")
    what = f"somebody edited it since it was written; the edited file is kept as {copy}"
    mend = "Take what was changed there over into the notes or sections under inputs/."
    return Problem("output-edited", where, what, mend, "warning")
