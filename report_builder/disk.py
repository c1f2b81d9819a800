"""Write files so that either the old or the new state stands, whatever happens in between."""

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from report_builder.errors import Problem, RenderError, raise_if_any

PART = ".part"
"""The end of the name of a file that is being written."""

LOCKS = ("~${rest}", ".~lock.{name}#")
"""How Word and LibreOffice mark a file that is open; Word drops the first two letters of long names."""

STRAY_STARTS = ("~$", ".~lock.", "~WR", ".#", "#")
STRAY_ENDS = ("~", "#", ".swp", ".swo", ".swx", ".tmp", ".part")
"""How the names begin and end of what is left beside a file that is open, or half-saved."""
VIM_TRIES = "4913"
"""What vim makes to see whether it may write."""


@dataclass(frozen=True)
class NewFile:
    """What a file is to hold."""

    path: Path
    data: bytes
    shown: str
    """Its name in messages."""


def write_file(path: Path, data: bytes, shown: str) -> bool:
    """Write one file as `write_files` does; return whether its content is new.

    Raises:
        RenderError: The folder can't be written, the disk is full, or the file is open elsewhere.
    """
    return bool(write_files([NewFile(path, data, shown)]))


def write_files(files: Sequence[NewFile]) -> frozenset[Path]:
    """Write all beside, then rename them one after the other; return those whose content is new.

    A full disk, a folder that can't be written or a file that is open elsewhere is met before any file is
    replaced: either all stay as they were, or only a stop between two renames leaves some old and some new.

    Raises:
        RenderError: What stands in the way.
    """
    raise_if_any((problem for file in files for problem in _in_the_way(file)), RenderError)
    beside: dict[Path, NewFile] = {}
    try:
        for file in files:
            with _told(file):
                if not _holds(file):
                    file.path.parent.mkdir(parents=True, exist_ok=True)
                    beside[_write_beside(file)] = file
        for part, file in beside.items():
            with _told(file):
                part.replace(file.path)
    finally:
        for part in beside:
            _remove(part)
    return frozenset(file.path for file in beside.values())


def sweep(folders: Iterable[Path], name: str = "") -> None:
    """Remove what a run that was killed left half-written there; call it only while no other run writes.

    With a `name`, only what was to become the file of that name.
    """
    pattern = f".{escape(name) or '*'}.*{PART}"
    for folder in folders:
        for part in folder.glob(pattern):
            _remove(part)


def opened_elsewhere(path: Path) -> bool:
    """Whether Word or LibreOffice has the file open, as far as their lock files tell."""
    names = {lock.format(rest=path.name[2:], name=path.name) for lock in LOCKS} | {f"~${path.name}"}
    return any((path.parent / name).exists() for name in names)


def is_stray(name: str) -> bool:
    """Whether a file of this name is what an office program or editor leaves beside one that is open.

    >>> [is_stray(name) for name in ("~$notes.docx", "notes.md~", "~WRD0001.tmp", "notes.md")]
    [True, True, True, False]
    """
    return name.startswith(STRAY_STARTS) or name.endswith(STRAY_ENDS) or name == VIM_TRIES


def read_only(path: Path) -> bool:
    """Whether somebody protected the file from being written."""
    return path.is_file() and not path.stat().st_mode & 0o222


def no_file(path: Path) -> str:
    """What stands at a path in place of a file, as it may be told; empty for a file, or nothing."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if stat.S_ISREG(mode):
        return ""
    kinds = ((stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    return f"it is a {next((kind for test, kind in kinds if test(mode)), 'device')}, no file"


def show(folder: Path, path: Path) -> str:
    """A path as a person would name it: below the workshop's folder where it lies there."""
    path, folder = path.resolve(), folder.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _in_the_way(file: NewFile) -> Iterable[Problem]:
    """Whether the file that stands there may be replaced.

    On Windows a file that another program holds open may not. Asked beforehand, so that no other file is
    replaced by then.
    """
    try:
        if file.path.exists():
            with file.path.open("r+b"):
                pass
    except OSError as error:
        yield _problem(file, error)


@contextmanager
def _told(file: NewFile) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RenderError(_problem(file, error)) from error


def _problem(file: NewFile, error: OSError) -> Problem:
    match error:
        case PermissionError():
            mend = "Close it if it is open in another program, or make the folder writable, and build again."
            return Problem("output-locked", file.shown, "it can't be written", mend)
        case IsADirectoryError() | NotADirectoryError() | FileExistsError():
            mend = "Rename the file or folder that has the same name as one that is to be written."
        case _:
            mend = "Make room on the disk or choose another folder with --output."
    what = f"it can't be written ({error.strerror or error})"
    return Problem("output-unwritable", file.shown, what, mend)


def _holds(file: NewFile) -> bool:
    return file.path.is_file() and file.path.read_bytes() == file.data


def _write_beside(file: NewFile) -> Path:
    handle, name = tempfile.mkstemp(dir=file.path.parent, prefix=f".{file.path.name}.", suffix=PART)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(file.data)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o666 & ~_umask())
    except BaseException:
        _remove(part)
        raise
    return part


def _remove(part: Path) -> None:
    """Remove a file of ours; one that can't be removed now is swept away by a later run."""
    with suppress(OSError):
        part.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
