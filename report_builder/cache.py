"""What is kept to be quick: a folder beside the history that can be deleted at any time.

    stamps.json    what a command read, made and said: told again when nothing changed (`fresh`)
    sources/       files of notes and feedback as read, by their bytes and what else reading hangs on
    verdicts.json  pairs of statements that were compared, and whether they say the same
    outlines.json  the words of each statement that tell with which others it is compared
    outputs.json   the page that each output was made of, so that the same page is not set again

Everything in it is found by a key that stands for the bytes it was made from and the program that made it:
what is stale is never found, and what is damaged counts as missing. It is JSON: nothing in it is ever run. It
holds people's words: git ignores it, and whatever forgets a person drops it whole.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from report_builder.disk import is_stray, write_file

PLACE = "inputs/history/cache"
IGNORED_BY_GIT = "*\n"
BY_SIZE = 256 * 1024 * 1024
"""Files larger than this are read by nothing; their size stands for them."""


def drop_cache(folder: Path) -> None:
    """Remove all that is kept of a workshop; the next build makes everything anew."""
    shutil.rmtree(folder / PLACE, ignore_errors=True)


def kept(folder: Path, name: str) -> bytes | None:
    """What is kept under this name; None where nothing is, or it can't be read."""
    try:
        return (folder / PLACE / name).read_bytes()
    except OSError:
        return None


def keep(folder: Path, name: str, data: bytes) -> None:
    """Keep this under a name.

    Raises:
        RenderError: The folder can't be written.
    """
    if not (folder / PLACE / ".gitignore").is_file():
        write_file(folder / PLACE / ".gitignore", IGNORED_BY_GIT.encode(), f"{PLACE}/.gitignore")
    write_file(folder / PLACE / name, data, f"{PLACE}/{name}")


def keep_only(folder: Path, group: str, names: Collection[str]) -> None:
    """Remove what is kept in a group under other names."""
    for path in (folder / PLACE / group).glob("*"):
        if path.name not in names:
            path.unlink(missing_ok=True)


def digest(*parts: str | bytes) -> str:
    """A key that stands for these parts, in this order."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """What stands for a file's bytes, as `state_of` says it."""
    return hashlib.sha256(data).hexdigest()


@cache
def program() -> str:
    """What stands for the program: its code, its templates, Python, and the libraries by their versions."""
    package = Path(__file__).parent
    homes = [package, package.parent / "templates"]
    code = [f"{path} {state}" for home in homes for path, state in sorted(states(home).items())]
    libraries = {name for place in sys.path if place for name in _names(place) if name.endswith(".dist-info")}
    return digest(sys.version, *sorted(libraries), *code)


def states(home: Path) -> dict[str, str]:
    """Every file below a folder, by its path as seen from there, with what stands for its bytes."""
    return {place: state_of(Path(path)) for place, path in files(home)}


def files(home: Path, skip: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Every file below a folder: its path as seen from there, and its path; links are followed.

    `skip` are paths below the folder that are passed over.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [(str(home), "")]
    while waiting:
        folder, below = waiting.pop()
        for entry in _entries(folder, seen):
            place = f"{below}{entry.name}"
            if place in skip or is_stray(entry.name) or entry.name == "__pycache__":
                continue
            if _is_folder(entry):
                waiting.append((entry.path, f"{place}/"))
            else:
                yield place, entry.path


def state_of(path: Path) -> str:
    """What stands for a file's bytes."""
    try:
        if not path.is_file():
            return "no file"  # a pipe would be waited for, and a device has no end
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return f"{size} bytes" if size > BY_SIZE else hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {type(error).__name__}"


def _entries(folder: str, seen: set[tuple[int, int]]) -> list[os.DirEntry[str]]:
    """The entries of a folder that was not seen yet: links may lead in a circle."""
    try:
        status = os.stat(folder)  # noqa: PTH116
        if (status.st_dev, status.st_ino) in seen:
            return []
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link that leads to itself


def _names(place: str) -> list[str]:
    try:
        return os.listdir(place)  # noqa: PTH208
    except OSError:
        return []
