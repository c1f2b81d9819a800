"""inputs/history/ on disk: findings.jsonl, edits.jsonl, drafts, returned files.

One JSON object a line, so that a person can read them and git can merge them.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from report_builder.disk import write_file
from report_builder.errors import HistoryError, Problem
from report_builder.history.identity import Record
from report_builder.model import Edit

PLACE = "inputs/history"
LOCK_SECONDS = 5.0
"""How long to wait for another run to end."""
MEND = "Put back the last good copy of this file, or delete the line."


def read_records(folder: Path) -> tuple[Record, ...]:
    """What is remembered of the findings, in the file's order; empty before the first build.

    Raises:
        HistoryError: Lines that are no record; holds all of them.
    """
    return tuple(
        Record(**{**fields, "places": tuple(fields["places"])})
        for fields in _read_lines(folder, "findings.jsonl", {"id", "number", "statement", "places"})
    )


def read_edits(folder: Path) -> tuple[Edit, ...]:
    """The journal of edits, oldest first.

    Raises:
        HistoryError: Lines that are no edit; holds all of them.
    """
    return tuple(
        Edit(**fields) for fields in _read_lines(folder, "edits.jsonl", set(Edit.__dataclass_fields__))
    )


def write_records(folder: Path, records: Sequence[Record]) -> None:
    """Write findings.jsonl anew."""
    lines = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
    _write(folder, "findings.jsonl", "".join(f"{line}\n" for line in lines))


def keep_draft(folder: Path, draft_id: str, record: str) -> None:
    """Keep the record of a draft; one that is there already stays as it is."""
    if not (folder / PLACE / "drafts" / f"{draft_id}.json").exists():
        _write(folder, f"drafts/{draft_id}.json", record)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the workshop's lock while its files are written.

    Raises:
        HistoryError: Another run holds it.
    """
    place = folder / PLACE
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / ".lock", timeout=LOCK_SECONDS)
    try:
        with lock:
            yield
    except Timeout as error:
        what = "another run of report-builder is writing to this workshop"
        mend = "Wait until it has ended and try again."
        raise HistoryError(Problem("history-locked", f"{PLACE}/.lock", what, mend)) from error


def edited_since_written(folder: Path, path: Path) -> bool:
    """Whether somebody changed an output since it was written; one of unknown origin counts as changed."""
    return path.is_file() and _digest(path.read_bytes()) not in _written(folder).get(_name(folder, path), [])


def keep_returned(folder: Path, path: Path) -> Path:
    """Copy an edited file to history/returned/ under a name of its own, and return the copy's path."""
    data = path.read_bytes()
    copy = folder / PLACE / "returned" / f"{path.stem}-{_digest(data)[:8]}{path.suffix}"
    write_file(copy, data, f"{PLACE}/returned/{copy.name}")
    return copy


def note_written(folder: Path, outputs: Iterable[tuple[Path, bytes]], *, about_to: bool = False) -> None:
    """Remember what is written, to know later whether somebody edited it.

    With `about_to` the contents that stood before count as ours too, so that a stop in the middle of writing
    leaves no file that looks edited.
    """
    written = _written(folder)
    for path, data in outputs:
        name = _name(folder, path)
        before = written.get(name, []) if about_to else []
        written[name] = sorted({*before, _digest(data)})
    _write(
        folder, "written.json", json.dumps(dict(sorted(written.items())), ensure_ascii=False, indent=1) + "\n"
    )


def _name(folder: Path, path: Path) -> str:
    """A path as seen from the workshop's folder, also outside it."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _written(folder: Path) -> dict[str, list[str]]:
    try:
        written = json.loads((folder / PLACE / "written.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(folder: Path, name: str, text: str) -> None:
    write_file(folder / PLACE / name, text.encode(), f"{PLACE}/{name}")


def _read_lines(folder: Path, name: str, needed: set[str]) -> list[dict[str, Any]]:
    path = folder / PLACE / name
    if not path.exists():
        return []
    problems: list[Problem] = []
    lines = list(_parse_lines(path, f"{PLACE}/{name}", needed, problems))
    if problems:
        raise HistoryError(*problems)
    return lines


def _parse_lines(
    path: Path, place: str, needed: set[str], problems: list[Problem]
) -> Iterator[dict[str, Any]]:
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError:
            fields = None
        if isinstance(fields, dict) and needed <= fields.keys():
            yield fields
        else:
            what = "this line can't be read"
            problems.append(Problem("history-unreadable", f"{place}, line {number}", what, MEND))
