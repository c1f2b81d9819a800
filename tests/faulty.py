"""The program in a process of its own in which the disk fails at a chosen moment, or which ends there.

Moments are counted: each time a file or folder below the workshop is about to be made, opened to be written,
flushed, renamed, removed. The interpreter tells of them by itself; nothing of the program is replaced.
"""

import errno
import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from report_builder.cache import PLACE as CACHE
from report_builder.cli import main

EPOCH = "1700000000"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod")
CLEARS = ("os.remove", "os.rmdir")
PRELOAD = ("report_builder.pulling", "report_builder.reviewing", "report_builder.changes", __name__)


class Fault(StrEnum):
    """What happens at the moment."""

    none = "none"
    full = "full"
    """The disk is full from then on; files can still be removed."""
    locked = "locked"
    """Another program holds the file, this once."""
    interrupt = "interrupt"
    """Ctrl-C."""
    kill = "kill"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    """Negative if a signal ended it."""
    told: str
    """Standard output and error."""
    moments: int


def run(folder: Path, args: Sequence[str], fault: Fault = Fault.none, at: int = 0) -> Ended:
    """Run the program on this workshop; at the moment `at`, counted from 1, the fault happens."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*PRELOAD, "report_builder.render.docx", "pandas", "xlsxwriter"])
    receive, send = context.Pipe(duplex=False)
    told = folder.with_suffix(".told")
    process = context.Process(target=_work, args=(folder, list(args), fault, at, told, send))
    process.start()
    send.close()
    process.join()
    moments = at
    with suppress(EOFError):  # it was killed
        moments = receive.recv()
    assert process.exitcode is not None
    return Ended(process.exitcode, told.read_text(encoding="utf-8"), moments)


def hashes(folder: Path) -> dict[str, str]:
    """Every file below the folder, by its content; not what is kept to be quick, which nobody misses."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = (path for path in found if f"/{CACHE}/" not in path.as_posix())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def _work(folder: Path, args: list[str], fault: Fault, at: int, told: Path, send: Any) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8")
    moments = 0

    def count(event: str) -> None:
        nonlocal moments
        moments += 1
        if moments >= at > 0:
            strike(event, fault, moments == at)

    watch(folder, count)
    try:
        main(args)
    finally:
        send.send(moments)
        sys.stdout.flush()
        sys.stderr.flush()


def strike(event: str, fault: Fault, now: bool) -> None:
    """Let the fault happen, as the system would."""
    if fault is Fault.full and event not in CLEARS:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if fault is Fault.locked and now:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if fault is Fault.interrupt and now:
        os.kill(os.getpid(), signal.SIGINT)
    if fault is Fault.kill and now:
        os.kill(os.getpid(), signal.SIGKILL)


def watch(folder: Path, count: Callable[[str], None]) -> None:
    """Call `count` before each change below the folder."""
    flush, root = os.fsync, str(folder)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(args[2], int) and args[2] & WRITES
        if (opened or event in CHANGES) and str(args[0]).startswith(root + os.sep):
            count(event)

    def fsync(fd: Any) -> None:
        count("os.fsync")
        flush(fd)

    sys.addaudithook(hook)
    os.fsync = fsync
