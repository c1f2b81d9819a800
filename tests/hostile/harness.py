"""Builds a workshop with a hostile file in it, in a child process under limits of time and memory.

    python -m tests.hostile.harness [FILE...]

prints what each file costs and what is said of it; without files, the samples of this folder. It runs where
the system has fork and limits of resources (Linux, macOS).
"""

import io
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.conftest import NOTE, WORKSHOP

SECONDS, MEGABYTES = 10, 512
STREAMS = (
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.exec",
    "os.system",
    "os.posix_spawn",
)
HOMES = ("output", "inputs/history")
"""Where a run may write, below the workshop's folder."""


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    code: int
    """The exit code; negative where a signal ended the run."""
    said: str
    """What was printed."""
    strayed: tuple[str, ...] = ()
    """What the run reached for and may not: network, programs, files written elsewhere."""
    seconds: float = 0
    megabytes: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        """The lines that tell a problem."""
        return tuple(line for line in self.said.split("\n") if line.startswith(("error ", "warning ")))


def workshop_with(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a small workshop with these files besides; paths are below the folder."""
    for name, data in {
        "inputs/workshop.toml": WORKSHOP.encode(),
        "inputs/notes/crossings.md": NOTE.encode(),
        **files,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def run_in_child(folder: Path, *args: str, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> Outcome:
    """Run the program with these arguments in a child that holds to the limits.

    The child comes of a small process of its own, not of the one that calls: what that holds does not count.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.hostile.warm"])
    readable, writable = context.Pipe(duplex=False)
    child = context.Process(target=_limited, args=(writable, folder, args, seconds, megabytes))
    child.start()
    writable.close()
    try:
        found: Outcome | None = readable.recv()
    except EOFError:
        found = None
    child.join()
    return found or Outcome(child.exitcode or 71, "")


def _limited(pipe: Any, folder: Path, args: tuple[str, ...], seconds: int, megabytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    outcome = _run(folder, args)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = round(usage.ru_utime + usage.ru_stime, 2)
    pipe.send(replace(outcome, seconds=spent, megabytes=usage.ru_maxrss // 1024))


def _run(folder: Path, args: tuple[str, ...]) -> Outcome:
    from report_builder.cli import main

    strayed: list[str] = []
    homes = tuple(str(folder.resolve() / home) for home in HOMES)

    def watch(event: str, said: tuple[object, ...]) -> None:
        if event in STREAMS:
            strayed.append(f"{event} {said[:2]}")
        written = event == "open" and isinstance(said[0], str) and set(str(said[1])) & set("wax+")
        if written and not str(Path(str(said[0])).absolute()).startswith(homes):
            strayed.append(f"{event} {said[0]}")

    printed = io.StringIO()
    sys.addaudithook(watch)
    code = 0
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            main(list(args))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return Outcome(code, printed.getvalue(), tuple(strayed))


def warm_up() -> None:
    """Import beforehand what a run imports, so that each child pays for its file alone."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with (
        tempfile.TemporaryDirectory() as folder,
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        from report_builder.cli import main
        from tests.hostile.packages import FINE, answers, open_text, word, workbook

        files = {
            "inputs/notes/a.docx": word(FINE),
            "inputs/notes/a.odt": open_text("<text:p>Signs are needed.</text:p>"),
            "inputs/notes/a.html": b"<p>Signs are needed.</p>",
            "inputs/feedback/a.xlsx": workbook(answers("Signs are needed.")),
        }
        try:
            main(["build", "--format", "html", str(workshop_with(Path(folder), files))])
        except SystemExit:
            return


def _given(names: list[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        path = Path(name)
        home = "feedback" if path.suffix in (".xlsx", ".xls", ".ods", ".csv") else "notes"
        yield f"{home}/{path.name}", path.read_bytes()


def main() -> None:
    from tests.hostile.samples import samples

    given = _given(sys.argv[1:]) if len(sys.argv) > 1 else ((name, make()) for name, make in samples())
    started = time.perf_counter()
    for name, data in given:
        made = time.perf_counter() - started
        with tempfile.TemporaryDirectory() as folder:
            home = workshop_with(Path(folder), {f"inputs/{name}": data})
            del data
            outcome = run_in_child(home, "build", "--format", "html", str(home))
        bad = "!!" if outcome.code not in (0, 1) or outcome.strayed or outcome.seconds > SECONDS / 2 else "  "
        said = (
            [line for line in outcome.problems if Path(name).name[:12] in line]
            or outcome.problems
            or [outcome.said[-300:]]
        )
        sys.stdout.write(
            f"{bad} {outcome.code} {outcome.seconds:5} s {outcome.megabytes:4} MB ({made:.1f} s to make) {name:50.50} {outcome.strayed or ''} {' | '.join(said)[:250]}\n"
        )
        sys.stdout.flush()
        started = time.perf_counter()


if __name__ == "__main__":
    main()
