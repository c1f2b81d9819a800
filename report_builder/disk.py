"""Write files so that either the old or the new state stands, whatever happens in between."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from report_builder.errors import Problem, RenderError

LOCKS = ("~${rest}", ".~lock.{name}#")
"""How Word and LibreOffice mark a file that is open; Word drops the first two letters of long names."""

STRAY_STARTS = ("~$", ".~lock.", "~WR", ".#", "#")
STRAY_ENDS = ("~", "#", ".swp", ".swo", ".swx", ".tmp", ".part")
"""How the names begin and end of what is left beside a file that is open, or half-saved."""
VIM_TRIES = "4913"
"""What vim makes to see whether it may write."""


def write_file(path: Path, data: bytes, shown: str) -> bool:
    """Write beside and rename; return False, and write nothing, when the file holds these bytes already.

    `shown` names the file in messages.

    Raises:
        RenderError: The folder can't be written, the disk is full, or the file is open elsewhere.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except PermissionError as error:
        mend = "Close it if it is open in another program, or make the folder writable, and build again."
        raise RenderError(Problem("output-locked", shown, "it can't be written", mend)) from error
    except (IsADirectoryError, NotADirectoryError, FileExistsError) as error:
        mend = "Rename the file or folder that has the same name as one that is to be written."
        what = f"it can't be written ({error.strerror})"
        raise RenderError(Problem("output-unwritable", shown, what, mend)) from error
    except OSError as error:
        what = f"it can't be written ({error.strerror or error})"
        mend = "Make room on the disk or choose another folder with --output."
        raise RenderError(Problem("output-unwritable", shown, what, mend)) from error
    return True


def sweep(folders: Iterable[Path]) -> None:
    """Remove what a run that was killed left half-written; call it only while no other run writes."""
    for folder in folders:
        for part in folder.glob(".*.part"):
            part.unlink(missing_ok=True)


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


def show(folder: Path, path: Path) -> str:
    """A path as a person would name it: below the workshop's folder where it lies there."""
    path, folder = path.resolve(), folder.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _replace(path: Path, data: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
