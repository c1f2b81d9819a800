"""The one way in which things are measured, and how it is printed.

What is measured runs in a process of its own, others in turn with it, so that whatever else the machine does
falls on all. It prints as its last line what its work took: seconds of the processor and of the clock, those of
its children too, and the most memory that one of them held.
`python -m tests.bench.measuring EXIT_CODE COMMAND...` does so for a whole command.
"""

import compileall
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from math import log10
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import report_builder

T = TypeVar("T")
STATUS = Path("/proc/self/status")
PROGRAM = (sys.executable, "-m", "report_builder")
MEASURED = ("weasyprint", "python-docx", "pandas", "python-calamine", "lxml", "typer", "numpy")
AGAINST = ("docxtpl", "pypandoc_binary", "typst", "openpyxl")


class Measure(NamedTuple):
    """What some work took."""

    cpu: float
    """Seconds of the processor."""
    wall: float
    """Seconds of the clock."""
    memory: float
    """MiB."""


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do the work, and the seconds of the processor that it took."""
    begun = _spent()
    return work(), _spent() - begun


def tell(work: Callable[[], object]) -> None:
    """Do the work and print what it took, for the `measure` that started this process."""
    begun = time.perf_counter()
    _, cpu = timed(work)
    wall = time.perf_counter() - begun
    print("", json.dumps([cpu, wall, _peak()]), sep="\n")


def as_installed() -> None:
    """Let the program be compiled before it is measured, as it is when it was installed; the others are."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(report_builder.__file__).parent, quiet=1)


def measure(module: str, *arguments: str) -> Measure:
    """What a run of a module took that ends with `tell`."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join((module, *arguments))} failed.\n{done.stderr}")
    return Measure(*json.loads(done.stdout.splitlines()[-1]))


def measure_command(*command: str, exits: int = 0) -> Measure:
    """What a whole command took that ends with this exit code."""
    return measure("tests.bench.measuring", str(exits), *command)


def in_turn(works: Mapping[str, Callable[[], Measure]], runs: int) -> dict[str, Measure]:
    """The medians of some runs of each, and the most memory."""
    taken: dict[str, list[Measure]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            taken[name].append(work())
    return {name: middle(measures) for name, measures in taken.items()}


def middle(measures: Iterable[Measure]) -> Measure:
    """The medians of some measures, and the most memory."""
    cpu, wall, memory = zip(*measures, strict=True)
    return Measure(statistics.median(cpu), statistics.median(wall), max(memory))


def exponent(by_size: Mapping[int, float]) -> float | None:
    """How a value grows over the last tenfold, less that of the smallest; 1 is linear."""
    if len(by_size) < 3:
        return None
    least, *_, less, more = sorted(by_size)
    risen = [by_size[size] - by_size[least] for size in (less, more)]
    return log10(risen[1] / risen[0]) / log10(more / less) if min(risen) > 0 else None


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Markdown; numbers stand right."""
    yield f"| {' | '.join(heads)} |"
    yield "|---|" + "--:|" * (len(heads) - 1)
    yield from (f"| {' | '.join(row)} |" for row in rows)


def seconds(value: float) -> str:
    """A time, with as many places as it deserves."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def machine() -> str:
    """What this is measured on."""
    free = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = os.getloadavg()[0]
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, {free:.0f} GiB, of the cores"
        f" {busy:.1f} busy at the start. Python {platform.python_version()}, {_versions((*MEASURED, *AGAINST))}."
    )


def _versions(names: Sequence[str]) -> str:
    return ", ".join(f"{name} {_version(name)}" for name in names)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _spent() -> float:
    return float(sum(used.ru_utime + used.ru_stime for used in _used()))


def _peak() -> float:
    """The most MiB that this process or one that it started has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    own, others = (used.ru_maxrss * unit for used in _used())
    with suppress(OSError):  # where Linux says so: what it counts for a process begins with its parent's
        found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text(encoding="utf-8"))
        own = int(found[1]) * 1024 if found else own
    return float(max(own, others) / 2**20)


def _used() -> list[Any]:
    import resource  # Windows has none: what only reads cases there needs none

    return [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]


def _run(exits: int, command: Sequence[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != exits:
        sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    tell(lambda: _run(int(sys.argv[1]), sys.argv[2:]))
