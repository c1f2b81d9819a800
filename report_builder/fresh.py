"""Whether anything changed since a command ran last; if nothing did, what it said is told again.

A command that made files leaves a stamp: what it said, and a digest of the program, all inputs, templates,
memory and outputs. With the same options and the same digest it would make the same files and say the same.
The digest is over what was read as it was before, and over what was written: what somebody saves while the
command runs has another one.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from report_builder.cache import digest, files, keep, kept, program, state_of
from report_builder.disk import opened_elsewhere, read_only
from report_builder.errors import Problem

STAMPS = "stamps.json"
MOST = 12
"""How many stamps are kept, the last ones."""
MEMORY = "inputs/history/"
WRITTEN = f"{MEMORY}written.json"
JOURNAL = f"{MEMORY}edits.jsonl"
SHEET = "inputs/review.xlsx"
RECORDS = (f"{MEMORY}drafts/", f"{MEMORY}sheets/")
"""Their files are named after what they hold, so the name stands for it."""
UNREAD = ("history/cache", "history/returned", "history/.lock")
"""Below inputs/: what no command reads."""
DRAFT = ".docx"

States = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A command as it was given; the same again is answered from its stamp."""

    folder: Path
    output: Path
    command: str
    options: Mapping[str, Any]

    @classmethod
    def of(cls, command: str, folder: Path, output: Path | None, options: Mapping[str, Any]) -> Self:
        """The command for a workshop, whose files go into its output/ unless another folder is named."""
        return cls(folder, output or folder / "output", command, options)

    @property
    def key(self) -> str:
        """What stands for it among the stamps."""
        options = json.dumps(dict(self.options), sort_keys=True, default=str)
        return digest(self.command, _name(self.folder, self.output), options)[:16]


@dataclass(frozen=True)
class Done:
    """What a command made and said; paths as a person would name them."""

    lines: tuple[str, ...] = ()
    """Those on how far the work was."""
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    gone: tuple[tuple[int, str], ...] = ()
    """Number and statement of findings that are no longer in the inputs."""
    reworded: tuple[tuple[int, str], ...] = ()
    """The same of those that the inputs have in other words."""
    undecided: int = 0
    problems: tuple[Problem, ...] = ()


def told_again(asked: Asked) -> Done | None:
    """What the command would say, if nothing changed since it ran last; None if it must be run."""
    stamp = _stamps(asked.folder).get(asked.key)
    if stamp is None:
        return None
    try:
        done = Done(
            lines=tuple(map(str, stamp["lines"])),
            unchanged=tuple(map(str, stamp["unchanged"])),
            undecided=int(stamp["undecided"]),
            problems=tuple(Problem(**problem) for problem in stamp["problems"]),
        )
        made = [asked.folder / name for name in (SHEET, *stamp["files"])]
    except (KeyError, TypeError, ValueError):
        return None
    if any(map(opened_elsewhere, made)) or read_only(asked.folder / SHEET):
        return None
    return done if _digest(states(asked.folder, asked.output)) == stamp["digest"] else None


def stamp(asked: Asked, before: States, done: Done, made: Mapping[Path, str]) -> None:
    """Leave a stamp of a command that made these files, with what stands for each; none if one changed since.

    `before` are the states of what was read. What is only true once, such as that a file was written, is no
    part of what is told again.
    """
    names = {_name(asked.folder, path): state for path, state in made.items()}
    now = states(asked.folder, asked.output)
    if any(now.get(name) != state for name, state in names.items()):
        return

    def is_ours(name: str) -> bool:
        return name in names or (name.startswith(MEMORY) and name != JOURNAL)

    read = {name: state for name, state in before.items() if not is_ours(name)}
    ours = {name: state for name, state in now.items() if is_ours(name)}
    stamps = {key: each for key, each in _stamps(asked.folder).items() if key != asked.key}
    stamps[asked.key] = {
        "digest": _digest({**read, **ours}),
        "files": sorted(names),
        "lines": done.lines,
        "unchanged": done.unchanged,
        "undecided": done.undecided,
        "problems": [asdict(problem) for problem in done.problems],
    }
    last = dict([*stamps.items()][-MOST:])
    keep(asked.folder, STAMPS, json.dumps(last, indent=1).encode())


def states(folder: Path, output: Path) -> States:
    """What stands for each file that a command may read, by its path as seen from the workshop's folder."""
    found = {"program": program()}
    for home in ("inputs", "templates"):
        for place, path in files(folder / home, UNREAD):
            name = f"{home}/{place}"
            found[name] = "kept" if name.startswith(RECORDS) else state_of(Path(path))
    written = _written(folder)
    for place, path in files(output):
        name = _name(folder, output / place)
        found[name] = state_of(Path(path)) if name in written or place.endswith(DRAFT) else "there"
    return found


def after_append(before: States, folder: Path) -> States:
    """The same after a command appended to the journal."""
    return {**before, JOURNAL: state_of(folder / JOURNAL)}


def _digest(found: States) -> str:
    return digest(*(f"{name}\n{state}" for name, state in sorted(found.items())))


def _name(folder: Path, path: Path) -> str:
    """A path as seen from the workshop's folder, also outside it."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _stamps(folder: Path) -> dict[str, Any]:
    return _read_object(kept(folder, STAMPS) or b"{}")


def _written(folder: Path) -> dict[str, Any]:
    path = folder / WRITTEN
    return _read_object(path.read_bytes()) if path.is_file() else {}


def _read_object(data: bytes) -> dict[str, Any]:
    """A JSON object; an empty one where it is damaged."""
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
