"""Files as made -> files on the disk, those that somebody edited kept; and memory for the next build."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from report_builder.cache import digest_of_bytes
from report_builder.clock import now
from report_builder.disk import NewFile, opened_elsewhere, read_only, show, sweep, write_files
from report_builder.errors import Problem
from report_builder.history import store
from report_builder.history.guard import guard_edited
from report_builder.history.identity import Record
from report_builder.outputs import Made
from report_builder.sheet import PLACE as SHEET


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

    def then(self, later: "Written") -> "Written":
        """What became of the files after more were written, or some of them again."""
        written = tuple(dict.fromkeys((*self.written, *later.written)))
        unchanged = dict.fromkeys((*self.unchanged, *later.unchanged))
        return Written(
            written=written,
            unchanged=tuple(path for path in unchanged if path not in written),
            kept=(*self.kept, *later.kept),
            problems=(*self.problems, *later.problems),
        )


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


def in_the_way(folder: Path, path: Path) -> bool:
    """Whether somebody has the file open, protected it, or edited it since it was written."""
    return opened_elsewhere(path) or read_only(path) or store.edited_since_written(folder, path)


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


class Writer:
    """Writes the files of one run, those that can't wait first."""

    def __init__(
        self,
        folder: Path,
        output: Path,
        records: Sequence[Record],
        *,
        pull: bool,
        taken: Collection[Path],
        sheet: Made | None = None,
    ) -> None:
        self.folder, self.output, self.records = folder, output, records
        self.pull, self.taken = pull, taken
        self.first = [(folder / SHEET, sheet)] if sheet else []
        self.done = Written((), (), (), ())
        self._began = False
        self.states: dict[Path, str] = {}
        """Path of each file -> what stands for the bytes it was made with."""
        self.whole = True
        """Every file was written as it was last made."""

    def write(self, made: Sequence[Made]) -> None:
        """Write files; one that this run has written is left alone if somebody has opened or edited it since.

        Raises:
            RenderError: As `write_made`.
        """
        targets = [(self.output / file.file, file) for file in made]
        if not self._began:
            self._began, self.done = True, self._write([*targets, *self.first])
            return
        before = {*self.done.written, *self.done.unchanged}
        taken_up = [path for path, _ in targets if path in before and in_the_way(self.folder, path)]
        later = self._write([(path, file) for path, file in targets if path not in taken_up])
        left = tuple(_left(show(self.folder, path)) for path in taken_up)
        self.done = replace(self.done.then(later), problems=(*self.done.problems, *later.problems, *left))
        self.whole = not taken_up

    def _write(self, targets: Sequence[tuple[Path, Made]]) -> Written:
        self.states |= {path: digest_of_bytes(file.data) for path, file in targets}
        return write_made(self.folder, self.records, targets, pull=self.pull, taken=self.taken)


def _left(where: str) -> Problem:
    what = "it was opened while the PDF was made, so its contents show the page numbers of the last PDF"
    return Problem("output-pages", where, what, "Close it and build again.", "warning")
