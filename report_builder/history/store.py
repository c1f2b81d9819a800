"""inputs/history/ on disk: findings.jsonl, edits.jsonl, drafts, returned files.

One JSON object a line, so that a person can read them and git can merge them.
"""

import errno
import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from report_builder.clock import now
from report_builder.disk import NewFile, no_file, sweep, write_file
from report_builder.draft import Draft
from report_builder.edit import Edit
from report_builder.errors import HistoryError, Problem, raise_if_any
from report_builder.history.drafts import from_json, to_json
from report_builder.history.identity import Record
from report_builder.history.sheets import from_json as sheet_from_json
from report_builder.history.sheets import to_json as sheet_to_json
from report_builder.sheet import FILE as SHEET_FILE
from report_builder.sheet import Sheet

PLACE = "inputs/history"
LOCK_SECONDS = 5.0
"""How long to wait for another run to end."""
T = TypeVar("T")


@dataclass(frozen=True)
class BuiltDraft:
    """One line of drafts.jsonl."""

    draft: str
    name: str
    version: str
    date: str
    """Date of the version, as printed."""
    built: str
    """When it was first built; ISO 8601."""


BUILT = TypeAdapter(BuiltDraft)
RECORD = TypeAdapter(Record)
EDIT = TypeAdapter(Edit)
WRITTEN = TypeAdapter(dict[str, list[str]])
GIT_MARKS = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
"""What git writes between the lines of two people; the lines of both count."""
GIT_ATTRIBUTES = "*.jsonl merge=union\n"
"""Asks git to keep the lines of both."""
ALWAYS = ("id", "field", "base", "new", "author", "date", "origin")
"""What every line of the journal says, also where it is empty."""
WRITTEN_TO = (
    "inputs",
    *(PLACE, *(f"{PLACE}/{name}" for name in ("drafts", "sheets", "returned"))),
    *("output", "output/themes", "output/final", "output/final/themes"),
)
LOCK = ".lock"
MEND_FOLDER = "inputs/history must be a folder that you may read and write."
MEND = "Put back the last good copy of this file, or delete the line."


def read_records(folder: Path) -> tuple[Record, ...]:
    """What is remembered of the findings, in the file's order; empty before the first build.

    Where an id stands twice, as after a merge of two people's files, the first line counts.

    Raises:
        HistoryError: The file, or lines of it, can't be read; holds all of them.
    """
    records = _read_lines(folder, "findings.jsonl", RECORD)
    return tuple({record.id: record for record in reversed(records)}.values())[::-1]


def read_edits(folder: Path) -> tuple[Edit, ...]:
    """The journal of edits, oldest first.

    Raises:
        HistoryError: The file, or lines of it, can't be read; holds all of them.
    """
    return tuple(_read_lines(folder, "edits.jsonl", EDIT))


def record_files(folder: Path, records: Sequence[Record]) -> Iterator[NewFile]:
    """What findings.jsonl is to say, and to git of it."""
    if not (folder / PLACE / ".gitattributes").exists():
        yield _file(folder, ".gitattributes", GIT_ATTRIBUTES)
    yield _file(folder, "findings.jsonl", _lines(records))


def append_edits(folder: Path, edits: Sequence[Edit]) -> None:
    """Append edits to the journal; what stands there stays, byte by byte.

    The file is replaced as a whole, so that no line of it is ever half.
    """
    if edits:
        before = _read(folder / PLACE / "edits.jsonl", f"{PLACE}/edits.jsonl")
        parted = b"\n" if before and not before.endswith(b"\n") else b""
        lines = "".join(f"{_edit_line(edit)}\n" for edit in edits).encode()
        write_file(folder / PLACE / "edits.jsonl", before + parted + lines, f"{PLACE}/edits.jsonl")


def draft_files(folder: Path, drafts: Sequence[Draft], moment: str = "") -> Iterator[NewFile]:
    """Records of drafts, but for those that are kept already; with a `moment`, these drafts are built then.

    A draft that is built anew in the same words was built when it was for the first time.
    """
    for draft in drafts:
        if not has_record(folder, draft.draft):
            yield _file(folder, f"drafts/{draft.draft}.json", to_json(draft))
    if moment and drafts:
        listed = read_built(folder)
        last = {built.name: built.draft for built in listed}
        new = (
            BuiltDraft(draft.draft, draft.name, draft.version, draft.date, moment)
            for draft in drafts
            if last.get(draft.name) != draft.draft
        )
        yield _file(folder, "drafts.jsonl", _lines((*listed, *new)))


def read_built(folder: Path) -> tuple[BuiltDraft, ...]:
    """The drafts that were built, oldest first.

    Raises:
        HistoryError: The list, or lines of it, can't be read.
    """
    return tuple(_read_lines(folder, "drafts.jsonl", BUILT))


def has_record(folder: Path, id: str) -> bool:
    """Whether the record of a draft is kept."""
    return (folder / PLACE / "drafts" / f"{id}.json").is_file()


def find_draft(folder: Path, id: str) -> Draft | None:
    """The record of a draft; None where it was not kept or can't be read."""
    path = folder / PLACE / "drafts" / f"{id}.json"
    if not (id.isalnum() and path.is_file()):
        return None
    return from_json(_read_text(path, f"{PLACE}/drafts/{id}.json"))


def sheet_files(folder: Path, sheets: Iterable[Sheet]) -> Iterator[NewFile]:
    """Records of review sheets, but for those that are kept already."""
    for sheet in sheets:
        if not (folder / PLACE / "sheets" / f"{sheet.id}.json").exists():
            yield _file(folder, f"sheets/{sheet.id}.json", sheet_to_json(sheet))


def find_sheet(folder: Path, id: str) -> Sheet | None:
    """The record of a review sheet; None where it was not kept or can't be read."""
    path = folder / PLACE / "sheets" / f"{id}.json"
    if not (id.isalnum() and path.is_file()):
        return None
    return sheet_from_json(_read_text(path, f"{PLACE}/sheets/{id}.json"))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the workshop's lock: from reading its history until all is written, one run goes at a time.

    The system takes the lock from a run that ends, however it ends. Its file goes with it, so that a run that
    writes nothing leaves nothing; what a run that was killed left half-written goes as well.

    Raises:
        HistoryError: Another run holds it, or inputs/history can't be written.
    """
    history = folder / PLACE
    if not folder.is_dir():
        yield  # no workshop, as the command will tell
        return
    raise_if_any(_leading_out(folder), HistoryError)
    missing = [path for path in (history, history.parent) if not path.exists()]
    lock = FileLock(history / LOCK, timeout=LOCK_SECONDS)
    try:
        history.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise HistoryError(_at_work(history / LOCK)) from error
    except OSError as error:
        what, mend = f"it can't be written ({error.strerror})", MEND_FOLDER
        raise HistoryError(Problem("history-unwritable", PLACE, what, mend)) from error
    try:
        _sign(history / LOCK)
        sweep([history, *(path for path in history.iterdir() if path.is_dir())])
        sweep([history.parent], SHEET_FILE)
        yield
    finally:
        with suppress(OSError):  # Windows removes it on release
            (history / LOCK).unlink()
        lock.release()
        with suppress(OSError):  # something lies there now
            for path in missing:
                path.rmdir()


def _leading_out(folder: Path) -> Iterator[Problem]:
    """Tell of folders that are written to and are links out of the workshop, before anything is written."""
    home = os.path.realpath(folder)
    for place in WRITTEN_TO:
        path = folder / place
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home):
            what = "it is a link that leads out of the workshop"
            mend = "Put a folder in its place; for another output folder, name it with --output."
            yield Problem("folder-outside", place, what, mend)


def edited_since_written(folder: Path, path: Path, new: bytes = b"") -> bool:
    """Whether an output is neither what was written last nor `new`; one of unknown origin counts too."""
    if not path.is_file():
        return False
    return _digest(path.read_bytes()) not in {*_written(folder).get(_name(folder, path), []), _digest(new)}


def keep_returned(folder: Path, path: Path) -> Path:
    """Copy an edited file to history/returned/ under a name of its own, and return the copy's path."""
    data = path.read_bytes()
    name = path.stem if path.parent.name == "output" else f"{path.parent.name}-{path.stem}"
    copy = folder / PLACE / "returned" / f"{name}-{_digest(data)[:8]}{path.suffix}"
    write_file(copy, data, f"{PLACE}/returned/{copy.name}")
    return copy


def written_file(folder: Path, outputs: Iterable[tuple[Path, bytes]]) -> NewFile:
    """What is about to be written, to know later whether somebody edited it.

    Where what stands there is ours it counts as ours still, so that a stop in the middle of writing leaves no
    file that looks edited.
    """
    written = _written(folder)
    for path, data in outputs:
        name = _name(folder, path)
        before, new = written.get(name, []), _digest(data)
        there = _digest(path.read_bytes()) if path.is_file() else ""
        if there != new or new not in before:
            written[name] = sorted({new, *({there} & {*before})})
    return _file(
        folder, "written.json", json.dumps(dict(sorted(written.items())), ensure_ascii=False, indent=1) + "\n"
    )


def _sign(lock: Path) -> None:
    """Say in the lock's file who holds it; behind the first byte, which Windows lets nobody else read."""
    words = f"process {os.getpid()} on {platform.node() or 'this computer'}, since {now()}"
    with suppress(OSError):
        lock.write_bytes(b" " + words.encode())


def _at_work(lock: Path) -> Problem:
    try:
        with lock.open("rb", buffering=0) as file:
            file.seek(1)
            who = file.read().decode(errors="replace").strip("\0 \n")
    except OSError:
        who = ""
    what = f"another run of report-builder is at work on this workshop{f' ({who})' if who else ''}"
    mend = "Wait until it has ended, or end it, and try again."
    return Problem("history-locked", str(lock.parent.parent.parent), what, mend)


def _edit_line(edit: Edit) -> str:
    fields = {name: value for name, value in asdict(edit).items() if value or name in ALWAYS}
    return json.dumps(fields, ensure_ascii=False)


def _name(folder: Path, path: Path) -> str:
    """A path as seen from the workshop's folder, also outside it."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _written(folder: Path) -> dict[str, list[str]]:
    place = f"{PLACE}/written.json"
    text = _read_text(folder / place, place)
    try:
        return WRITTEN.validate_json(text or "{}")
    except ValidationError as error:
        mend = "Delete it; files in output/ then count as edited once, and copies of them are kept."
        raise HistoryError(Problem("history-unreadable", place, "it is damaged", mend)) from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file(folder: Path, name: str, text: str) -> NewFile:
    return NewFile(folder / PLACE / name, text.encode(), f"{PLACE}/{name}")


def _lines(rows: Iterable[Record | BuiltDraft]) -> str:
    said = ({name: getattr(row, name) for name in row.__dataclass_fields__} for row in rows)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in said)


def _read_lines(folder: Path, name: str, kind: TypeAdapter[T]) -> list[T]:
    place = f"{PLACE}/{name}"
    lines: list[T] = []
    problems: list[Problem] = []
    for number, line in enumerate(_read_text(folder / place, place).split("\n"), 1):
        if not line.strip() or line.startswith(GIT_MARKS):
            continue
        try:
            lines.append(kind.validate_json(line))
        except ValidationError:
            where = f"{place}, line {number}"
            problems.append(Problem("history-unreadable", where, "this line can't be read", MEND))
    raise_if_any(problems, HistoryError)
    return lines


def _read_text(path: Path, place: str) -> str:
    return _read(path, place).decode("utf-8-sig", errors="replace")


def _read(path: Path, place: str) -> bytes:
    try:
        if what := no_file(path):  # a pipe would be waited for
            raise IsADirectoryError(errno.EISDIR, what)
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        what = f"it can't be read ({error.strerror})"
        raise HistoryError(Problem("history-unreadable", place, what, MEND_FOLDER)) from error
