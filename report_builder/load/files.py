"""Open a person's files: bytes, archives, and the error that says why one can't be read.

In goes a path; out come bytes or parts of an archive, or a SourceError in three parts.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from report_builder.errors import Problem, SourceError

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
"""More than any notes need; less than what a zip bomb unpacks to."""


def refusal(
    place: str, what: str, mend: str, *, rule: str = "source-unreadable", inside: str = ""
) -> SourceError:
    """Make the error for the file at `place` (below inputs/); `inside` names the sheet, row or line."""
    where = f"inputs/{place}" + (f", {inside}" if inside else "")
    return SourceError(Problem(rule, where, what, mend))


def read_bytes(path: Path, place: str) -> bytes:
    """Return the file's bytes.

    Raises:
        SourceError: the system does not let us read it, or it is far too large.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refusal(place, "it is no file that holds anything", "Take it out of the folder.")
        if status.st_size > LARGEST_FILE:
            raise refusal(place, "the file is larger than 200 MB", "Take pictures out, or split it.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(
            place,
            f"it can't be opened ({reason})",
            "Close it in other programs and check that you may read it.",
        ) from error


DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Archive:
    """An office file, unpacked part by part; never more than it is safe to hold."""

    def __init__(self, data: bytes, place: str) -> None:
        """Open `data`; raise SourceError when it is no archive, or one that unpacks without end."""
        self.place = place
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            unpacked = sum(entry.file_size for entry in self.zip.infolist())
        except DAMAGE as error:
            raise refusal(place, *closed_file(data)) from error
        if unpacked > LARGEST_UNPACKED:
            raise refusal(
                place, f"it unpacks to {unpacked // 2**20} MB", "Save it again in your office program."
            )

    def part(self, name: str) -> bytes | None:
        """Return one part's bytes, or None where there is none; raise SourceError when it is damaged."""
        try:
            return self.zip.read(name.lstrip("/"))
        except KeyError:
            return None
        except DAMAGE as error:
            raise self._damaged(name) from error

    def pieces(self, name: str, size: int) -> Iterator[bytes]:
        """Yield one part's bytes, so many at a time, or none where there is no such part; else as `part`."""
        try:
            with self.zip.open(name.lstrip("/")) as part:
                while piece := part.read(size):
                    yield piece
        except KeyError:
            return
        except DAMAGE as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> SourceError:
        return refusal(
            self.place, f"its part {name} is damaged", "Open it in your office program and save it again."
        )


def closed_file(data: bytes) -> tuple[str, str]:
    """Say why an office file is no archive, and the mend: empty, protected, or not what its name says."""
    if not data:
        return "the file is empty", "Save it again, or take it out of the folder."
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return (
            "it is protected by a password, or in an older Office format under a new name",
            "Remove the password, or save it again in the current format.",
        )
    return "it is damaged, or not what its name says", "Open it in your office program and save it again."
