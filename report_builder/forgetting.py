"""The command `forget`: one person's name leaves the tool's memory, and what else holds it is told.

inputs/history/ --every string masked--> inputs/history/
The files that people wrote are searched and never changed. What is kept to be quick is dropped.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_builder.cache import PLACE as CACHE
from report_builder.cache import drop_cache
from report_builder.disk import show, write_file
from report_builder.draft import UNKNOWN
from report_builder.errors import HistoryError, Problem, ReportBuilderError
from report_builder.history import store
from report_builder.load.participants import read_participants
from report_builder.model import Participant
from report_builder.privacy.alphabets import plain
from report_builder.privacy.decode import passages
from report_builder.privacy.masking import MASK, Found, Masker
from report_builder.privacy.people import WORD, People, digits, read_name
from report_builder.settings import Workshop
from report_builder.workshop import read_workshop

STRING = re.compile(r'(?P<author>"author":\s*)?(?P<string>"(?:[^"\\]|\\.)*")')
"""A string of JSON, and whether it says who wrote something."""
RETURNED = "returned"


@dataclass(frozen=True)
class Forgotten:
    """What `forget` did, or would do."""

    name: str
    rewritten: tuple[tuple[Path, int], ...]
    """Files of the history, and in how many places the name stood there."""
    removed: tuple[Path, ...]
    """Copies of edited files that held the name."""
    drafts: tuple[store.BuiltDraft, ...]
    """Drafts in which the name stood: they may have been sent out."""
    left: tuple[tuple[Path, int], ...]
    """Files that people wrote, and outputs, that hold the name; they are as they were."""


def forget(folder: Path, name: str, *, dry_run: bool = False) -> Forgotten:
    """Take a name out of edits.jsonl and all else under inputs/history, or only tell what that would change.

    Raises:
        WorkshopError: The workshop can't be used.
        HistoryError: The name is too short to be one, or the history can't be read or written.
    """
    workshop = read_workshop(folder)
    person = _person(folder, name, workshop)
    if len(plain(name)) < 3 or not any(map(WORD.fullmatch, name.split())):
        what, mend = "this is no name of a person", 'Give the full name, as in: forget "Maria Kanakari".'
        raise HistoryError(Problem("forget-name", name, what, mend))
    masker = _masker(person)
    with store.locked(folder):
        history, cache = folder / store.PLACE, folder / CACHE
        records = (path for path in _files(history) if _is_record(path) and cache not in path.parents)
        found = {path: _strings(path, masker) for path in records}
        rewritten = {path: (text, count) for path, (text, count) in found.items() if count}
        copies = tuple(path for path in _files(history / RETURNED) if _count(path, masker))
        built = {path.stem for path in rewritten if path.parent.name == "drafts"}
        drafts = tuple(one for one in store.read_built(folder) if one.draft in built)
        left = [path for path in _files(folder / "inputs") if history not in path.parents]
        left += _files(folder / "output")
        holding = tuple((path, count) for path in left if (count := _count(path, masker)))
        if not dry_run:
            drop_cache(folder)
            for path, (text, _) in rewritten.items():
                write_file(path, text.encode(), show(folder, path))
            for path in copies:
                path.unlink(missing_ok=True)
    counts = tuple((path, count) for path, (_, count) in rewritten.items())
    return Forgotten(name, counts, copies, drafts, holding)


def _person(folder: Path, name: str, workshop: Workshop) -> Participant:
    """The row of the list of participants with this name, or the name alone."""
    try:
        people, _ = read_participants(folder / "inputs", workshop)
    except ReportBuilderError:
        people = ()
    words = sorted(map(plain, WORD.findall(name)))
    same = (person for person in people if sorted(map(plain, WORD.findall(person.name))) == words)
    return next(same, Participant(name))


def _masker(person: Participant) -> Masker:
    return Masker(
        People(
            names=(read_name(person.name),),
            addresses=frozenset({person.email.casefold()} - {""}),
            phones=frozenset({digits(person.phone)} - {""}),
        )
    )


def _files(folder: Path) -> Sequence[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]


def _is_record(path: Path) -> bool:
    return path.suffix in (".json", ".jsonl") and path.parent.name != RETURNED


def _strings(path: Path, masker: Masker) -> tuple[str, int]:
    """A file of JSON with each string masked, all else byte for byte; and how many strings changed."""
    changed = 0

    def masked(found: re.Match[str]) -> str:
        nonlocal changed
        words = json.loads(found["string"])
        new = _without(words, masker, author=bool(found["author"]))
        if new == words:
            return found.group()
        changed += 1
        return (found["author"] or "") + json.dumps(new, ensure_ascii=False)

    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    return STRING.sub(masked, text), changed


def _without(words: str, masker: Masker, *, author: bool) -> str:
    """Words without the person; whoever wrote something is somebody from now on."""
    found = list(_of_person(words, masker))
    if author and found:
        return UNKNOWN
    for one in reversed(found):
        words = f"{words[: one.start]}{MASK}{words[one.end :]}"
    return words


def _of_person(words: str, masker: Masker) -> Iterator[Found]:
    """What tells who this person is; the addresses of others are not asked for."""
    yield from (one for one in masker.find(words) if one.kind == "name" or masker.is_listed(one))


def _count(path: Path, masker: Masker) -> int:
    """In how many places of a file the name stands, its own name included."""
    found = passages(path.name, path.read_bytes())
    return sum(1 for passage in found for _ in _of_person(passage.text, masker))
