"""Files as made -> files on the disk, those that somebody edited kept; and memory for the next build."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_builder.clock import now
from report_builder.disk import show, sweep, write_file
from report_builder.errors import Problem
from report_builder.history import store
from report_builder.history.guard import guard_edited
from report_builder.history.identity import Record
from report_builder.outputs import Made


@dataclass(frozen=True)
class Written:
    """What became of the files."""

    written: tuple[Path, ...]
    """Files whose content is new."""
    unchanged: tuple[Path, ...]
    """Files that held the same content already."""
    kept: tuple[Path, ...]
    """Copies of files that somebody had edited."""
    problems: tuple[Problem, ...]
    """What is to be known of those."""


def write_made(
    folder: Path,
    records: Sequence[Record],
    targets: Sequence[tuple[Path, Made]],
    *,
    pull: bool = True,
    taken: Collection[Path] = (),
    built: bool = True,
) -> Written:
    """Write the files of a workshop, each to its path, and the findings' records that their numbers rest on.

    `taken` are edited files whose changes are in the journal. Unless `built`, drafts among the files do not
    count as what later drafts are compared with.

    Raises:
        RenderError: A file can't be written, or was edited and `pull` is False.
    """
    copies = guard_edited(folder, [(path, file.data) for path, file in targets], pull, taken)
    written = _write(folder, records, targets, built)
    return Written(
        written=tuple(path for path, _ in targets if path in written),
        unchanged=tuple(path for path, _ in targets if path not in written),
        kept=tuple(copy for copy, _ in copies),
        problems=tuple(problem for _, problem in copies),
    )


def _write(
    folder: Path, records: Sequence[Record], targets: Sequence[tuple[Path, Made]], built: bool
) -> Collection[Path]:
    """Write memory, then outputs: a stop at any moment leaves a state that the next build understands."""
    sweep({path.parent for path, file in targets if not file.sheet} | {folder / store.PLACE})
    store.write_records(folder, records)
    for _, file in targets:
        _remember(folder, file, built)
    contents = [(path, file.data) for path, file in targets]
    store.note_written(folder, contents, about_to=True)
    written = {path for path, data in contents if write_file(path, data, show(folder, path))}
    store.note_written(folder, contents)
    return written


def _remember(folder: Path, file: Made, built: bool) -> None:
    """Keep what a file was made of, so that it can be compared when it returns."""
    if file.draft and built:
        store.keep_draft(folder, file.draft, now())
    elif file.draft:
        store.keep_record(folder, file.draft)
    if file.sheet:
        store.keep_sheet(folder, file.sheet)
