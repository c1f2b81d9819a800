"""Open a person's files: bytes, archives, and the error that says why one can't be read.

In goes a path; out come bytes or parts of an archive, or a SourceError in three parts. A file comes from
strangers: its sizes are held against the limits as it declares them before anything is unpacked, and again
while it is.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from report_builder.disk import no_file
from report_builder.errors import Problem, SourceError
from report_builder.limits import Limits
from report_builder.load.kinds import is_words, kind_of

MEGABYTE = 2**20
USUAL = Limits()
LIMIT_MEND = "If it is really meant to be so large, raise {key} under [limits] in inputs/workshop.toml."
SMALL = 8 * MEGABYTE
"""Parts up to this size may be packed as tightly as they like."""
ENCRYPTED = 1
"""Flag of a part that is encrypted."""
ENTRY, OTHER_ENTRY = b"PK\x01\x02", b"PK\x05\x06"


def refusal(
    place: str, what: str, mend: str, *, rule: str = "source-unreadable", inside: str = ""
) -> SourceError:
    """Make the error for the file at `place` (below inputs/); `inside` names the sheet, row or line."""
    where = f"inputs/{place}" + (f", {inside}" if inside else "")
    return SourceError(Problem(rule, where, what, mend))


def beyond(place: str, what: str, key: str, *, inside: str = "") -> SourceError:
    """Make the error for a file that is larger than [limits] allows; `key` is the limit's name."""
    return refusal(place, what, LIMIT_MEND.format(key=key), rule="source-limit", inside=inside)


def read_bytes(path: Path, place: str, limits: Limits = USUAL) -> bytes:
    """Return the file's bytes.

    Raises:
        SourceError: the system does not let us read it, it leads out of the workshop, or is far too large.
    """
    try:
        if not _stays_inside(path, place):
            raise refusal(place, "it is a link that leads out of inputs/", "Put the file itself there.")
        status = path.stat()
        if what := no_file(path):
            raise refusal(place, what, "Take it out of the folder.")
        if status.st_size > limits.file_megabytes * MEGABYTE:
            what = f"the file is larger than {limits.file_megabytes} MB"
            raise beyond(place, what, "file_megabytes")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(
            place,
            f"it can't be opened ({reason})",
            "Close it in other programs and check that you may read it.",
        ) from error


def _stays_inside(path: Path, place: str) -> bool:
    """Tell whether a file, links followed, lies in the same inputs/, the folder that `place` is seen from."""
    inputs = path.absolute()
    for _ in Path(place).parts:
        inputs = inputs.parent
    try:
        return path.resolve().is_relative_to(inputs.resolve())
    except RuntimeError:  # a circle of links: opening it tells
        return True


DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    MemoryError,
)


class Archive:
    """An office file, unpacked part by part; never more than it is safe to hold."""

    def __init__(self, data: bytes, place: str, limits: Limits = USUAL) -> None:
        """Open `data`; raise SourceError when it is no archive, or one that unpacks without end."""
        self.place = place
        self.limits = limits
        self.kind = kind_of(data)
        # Before zipfile makes an object of each entry.
        if data.count(ENTRY) > limits.parts:
            raise beyond(place, f"it has more than {limits.parts:,} parts", "parts")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            self.entries = self._named(self.zip.infolist())
        except DAMAGE as error:
            raise refusal(place, *closed_file(data)) from error
        self._check_sizes(len(data))

    def misnamed(self, wanted: str) -> SourceError:
        """Make the error for an archive that is not the wanted kind of file, such as `Word document`."""
        if self.kind and self.kind.suffix and self.kind.suffix != ".zip":
            what, mend = f"there is no {wanted} in it, but it is {self.kind.name}", _rename(self.kind.suffix)
            return refusal(self.place, what, mend)
        return refusal(self.place, f"there is no {wanted} in it", AGAIN)

    def _named(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """The parts by name, as other readers look for them: whatever the case and the slashes."""
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = _plain(entry.filename)
            if name in found and not entry.is_dir():
                what = f"its part {_shown(entry.filename)} is there twice"
                raise refusal(self.place, what, AGAIN)
            found[name] = entry
        return found

    def _check_sizes(self, packed: int) -> None:
        """Hold what the entries declare against the limits."""
        entries = self.entries.values()
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > self.limits.unpacked_megabytes * MEGABYTE:
            raise beyond(self.place, f"it unpacks to {unpacked // MEGABYTE:,} MB", "unpacked_megabytes")
        if sum(entry.compress_size for entry in entries) > packed:
            what = "its parts lie over each other, so that it unpacks to more than it holds"
            raise refusal(self.place, what, AGAIN)
        for entry in entries:
            if entry.file_size > max(SMALL, entry.compress_size * self.limits.ratio):
                what = f"its part {_shown(entry.filename)} unpacks to over {self.limits.ratio} times its size"
                raise beyond(self.place, what, "ratio")

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """The entry of a part, or None; raise SourceError when it is encrypted or larger than allowed."""
        entry = self.entries.get(_plain(name))
        if entry is None:
            return None
        if entry.flag_bits & ENCRYPTED:
            raise refusal(self.place, *PROTECTED)
        if entry.file_size > self.limits.part_megabytes * MEGABYTE:
            what = f"its part {_shown(name)} unpacks to {entry.file_size // MEGABYTE:,} MB"
            raise beyond(self.place, what, "part_megabytes")
        return entry

    def part(self, name: str) -> bytes | None:
        """Return one part's bytes, or None where there is none.

        Raises:
            SourceError: it is damaged, declares what no office program does, or has too many tags.
        """
        entry = self.find(name)
        if entry is None:
            return None
        try:
            data = self.zip.read(entry)
        except DAMAGE as error:
            raise self._damaged(name) from error
        check_markup(data, self.place, name, self.limits)
        return data

    def pieces(self, name: str, size: int) -> Iterator[bytes]:
        """Yield one part's bytes, so many at a time, or none where there is no such part; else as `part`."""
        entry = self.find(name)
        if entry is None:
            return
        try:
            with self.zip.open(entry) as part:
                while piece := part.read(size):
                    yield piece
        except DAMAGE as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> SourceError:
        return refusal(
            self.place,
            f"its part {_shown(name)} is damaged",
            "Open it in your office program and save it again.",
        )


READABLE = (".docx", ".odt", ".html", ".txt", ".xlsx", ".xls", ".ods")
"""Endings under which a file of another name could be read."""
AGAIN = "Open it in your office program and save it again under a new name."
PROTECTED = ("it is protected by a password", "Remove the password and save it again.")


def check_markup(data: bytes, place: str, name: str, limits: Limits) -> None:
    """Raise a SourceError for XML that could unfold or would fill the memory, before it is parsed."""
    # In UTF-16 each letter has a zero beside it.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        what = f"its part {_shown(name)} is damaged (a document type is declared)"
        raise refusal(place, what, AGAIN)
    tags = data.count(b"<")
    if tags > limits.tags:
        raise beyond(place, f"its part {_shown(name)} has {tags:,} tags", "tags")


def why_damaged(error: Exception) -> str:
    """Why XML can't be parsed: our own reason, or the parser's in words for who has never seen XML."""
    said = str(error)
    if isinstance(error, ValueError):
        return said
    if "huge" in said.lower() or "too long" in said or "depth" in said:
        return "its parts are nested too deeply, or one of them is far too long"
    return "what it holds is no well-formed XML"


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).casefold()


def _shown(name: str) -> str:
    """A part's name as it may stand in a message."""
    shown = name if name.isprintable() else ascii(name)[1:-1]
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def closed_file(data: bytes) -> tuple[str, str]:
    """Say why an office file is no archive, and the mend: empty, protected, or not what its name says."""
    if not data:
        return "the file is empty", "Save it again, or take it out of the folder."
    kind = kind_of(data)
    if kind and kind.name == PROTECTED[0].removeprefix("it is "):
        return PROTECTED
    if kind and kind.name == "an old Office file":
        return (
            "it is protected by a password, or in an older Office format under a new name",
            "Remove the password, or save it again in the current format.",
        )
    if kind and kind.suffix not in ("", ".zip", ".docx", ".xlsx", ".odt", ".ods"):
        return _misnamed(kind.name, kind.suffix)
    if is_words(data):
        return _misnamed("plain text", ".txt")
    return "it is damaged, or not what its name says", "Open it in your office program and save it again."


def _misnamed(kind: str, suffix: str) -> tuple[str, str]:
    return f"it is {kind}, not what its name says", _rename(suffix)


def _rename(suffix: str) -> str:
    mend = "Save it in the format of its name"
    return f"{mend}, or give it the ending {suffix}." if suffix in READABLE else f"{mend}."


def refuse_page(data: bytes, place: str) -> None:
    """Raise a SourceError for a table of text that is a web page: what some tools export under such names."""
    kind = kind_of(data)
    if kind and kind.suffix in (".html", ".xml"):
        raise refusal(place, *_misnamed(*kind))


def refuse_other_kind(data: bytes, place: str) -> None:
    """Raise a SourceError for a file of text that is something else: a workbook, a PDF, a program."""
    kind = kind_of(data)
    if kind and kind.suffix not in (".html", ".xml"):
        if kind.name == PROTECTED[0].removeprefix("it is "):
            raise refusal(place, *PROTECTED)
        raise refusal(place, f"this is not text, but {kind.name}", _rename(kind.suffix))
