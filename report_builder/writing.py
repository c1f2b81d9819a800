"""Files as made -> files on the disk, those that somebody edited kept; and memory for the next build."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_builder.clock import now
from report_builder.disk import NewFile, show, sweep, write_files
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
    made = [file for _, file in targets]
    sweep({path.parent / below for path, file in targets if not file.sheet for below in ("", "themes")})
    return write_files(
        [
            *store.record_files(folder, records),
            *store.draft_files(folder, [file.draft for file in made if file.draft], now() if built else ""),
            *store.sheet_files(folder, [file.sheet for file in made if file.sheet]),
            store.written_file(folder, [(path, file.data) for path, file in targets]),
            *(NewFile(path, file.data, show(folder, path)) for path, file in targets),
        ]
    )
