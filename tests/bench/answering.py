"""How soon the program answers: at start, when nothing changed, after an edit of one note, while it watches.

`python -m tests.bench.answering [FINDINGS]`. Waiting is measured by the clock, so on a machine that does nothing else.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from report_builder.watching import READY
from tests.bench.corpus import write_notes
from tests.bench.documents import MODULE as DOCUMENTS
from tests.bench.documents import prepare
from tests.bench.measuring import PROGRAM, Measure, in_turn, measure, measure_command, seconds, table

FINDINGS, RUNS = 1_000, 5
LONGEST = 600.0
"""Seconds after which a file is waited for no more."""
QUICK = ("docx", "html")
TYPER = """import typer

app = typer.Typer()


@app.command()
def greet(name: str) -> None:
    typer.echo(name)


app()
"""


def starting(folder: Path, runs: int) -> Iterator[tuple[str, ...]]:
    """`--help`, wrong usage and a build with nothing to do, against the `--help` of a bare typer program."""
    bare = folder / "bare.py"
    bare.write_text(TYPER, encoding="utf-8")
    found = in_turn(
        {
            "bare typer program, --help": partial(measure_command, sys.executable, str(bare), "--help"),
            "report-builder --help": partial(measure_command, *PROGRAM, "--help"),
            "report-builder, wrong usage": partial(measure_command, *PROGRAM, "build", "--wrong", exits=2),
            "build, nothing changed": partial(measure_command, *_build(folder, "pdf", *QUICK)),
        },
        runs,
    )
    base = found["bare typer program, --help"].cpu
    for name, taken in found.items():
        yield name, seconds(taken.wall), seconds(taken.cpu), f"{taken.cpu / base:.2f}"


def editing(folder: Path, runs: int) -> Iterator[tuple[str, ...]]:
    """How long after the edit of a note, and the call of `build`, the files stand."""
    stood: list[Mapping[str, float]] = []
    for _ in range(runs):
        process = edit_note(folder, _build(folder, "pdf", *QUICK))
        stood.append(wait_for(folder, ("pdf", *QUICK)))
        process.wait()
    for suffix in (*QUICK, "pdf"):
        yield f"build after an edit, until {suffix} stands", seconds(_median(stood, suffix))


def watching(folder: Path, runs: int) -> Iterator[tuple[str, ...]]:
    """How long after a save the files of a `watch` stand."""
    said = folder / "watch.txt"
    with said.open("wb") as out:
        command = [*PROGRAM, "watch", *_formats(*QUICK), str(folder)]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            stood = [_save(folder, said, times) for times in range(1, runs + 1)]
        finally:
            process.terminate()  # Ctrl-C does not reach what was started in the background
            process.wait()
    for suffix in QUICK:
        yield f"watch, from the save until {suffix} stands", seconds(_median(stood, suffix))


def _save(folder: Path, said: Path, times: int) -> Mapping[str, float]:
    _until(lambda: said.read_text(encoding="utf-8").count(READY) >= times)
    edit_note(folder)
    return wait_for(folder, QUICK)


def edit_note(folder: Path, command: Sequence[str] = (sys.executable, "-c", "")) -> "subprocess.Popen[bytes]":
    """Write one more statement into a note, then start the command."""
    note = min((folder / "inputs" / "notes").iterdir())
    text = note.read_text(encoding="utf-8")
    note.write_text(f"{text}- Wardens ask for lamp number {len(text)} at the depot.\n", encoding="utf-8")
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(folder: Path, suffixes: Sequence[str]) -> Mapping[str, float]:
    """Seconds from the last edit of the note until each of the report's files was written anew."""
    note = min((folder / "inputs" / "notes").iterdir())
    saved = note.stat().st_mtime_ns
    stood: dict[str, float] = {}

    def look() -> bool:
        for suffix in suffixes:
            with suppress(FileNotFoundError):  # it is being replaced
                written = (folder / "output" / f"report.{suffix}").stat().st_mtime_ns
                if written > saved:
                    stood.setdefault(suffix, (time.time_ns() - saved) / 1e9)
        return len(stood) == len(suffixes)

    _until(look)
    return stood


def whole(folder: Path, runs: int) -> Iterator[tuple[str, ...]]:
    """A whole build against the PDF of its page alone."""
    found: dict[str, Measure] = in_turn(
        {
            "pdf alone, of a page": partial(measure, DOCUMENTS, "--run", "pdf, report-builder", str(folder)),
            "whole build: docx, html and pdf": partial(
                measure_command, *_build(folder, "pdf", *QUICK), "--force"
            ),
        },
        runs,
    )
    base = found["pdf alone, of a page"]
    for name, taken in found.items():
        yield name, seconds(taken.wall), seconds(taken.cpu), f"{taken.wall / base.wall:.2f}"


def lines(findings: int = FINDINGS, runs: int = RUNS) -> Iterator[str]:
    """The tables."""
    long_runs = max(1, runs // 2)
    with TemporaryDirectory() as place:
        folder = prepare(Path(place) / "workshop", findings)
        measure_command(*_build(folder, "pdf", *QUICK))
        yield f"{findings:,} findings; medians of {runs} runs, of {long_runs} where a PDF is made."
        yield ""
        yield from table(("", "seconds", "CPU seconds", "CPU against bare typer"), starting(folder, runs))
        yield ""
        yield from table(("", "seconds", "CPU seconds", "time against pdf alone"), whole(folder, long_runs))
        yield ""
        edited = editing(folder, long_runs)
        yield from table(
            ("", "seconds"), (row for rows in (edited, watched(place, findings, runs)) for row in rows)
        )


def watched(place: str, findings: int, runs: int) -> Iterator[tuple[str, ...]]:
    """The same in a workshop that has no PDF, for `watch` renews all that lies in output/."""
    yield from watching(write_notes(Path(place) / "watched", findings), runs)


def _build(folder: Path, *suffixes: str) -> tuple[str, ...]:
    return (*PROGRAM, "build", *_formats(*suffixes), "--quiet", str(folder))


def _formats(*suffixes: str) -> Iterator[str]:
    for suffix in suffixes:
        yield from ("--format", suffix)


def _median(stood: Sequence[Mapping[str, float]], suffix: str) -> float:
    return statistics.median(each[suffix] for each in stood)


def _until(condition: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not condition():
        if time.monotonic() > begun + LONGEST:
            sys.exit("The files that were waited for were never written.")
        time.sleep(0.005)


if __name__ == "__main__":
    print("\n".join(lines(*map(int, sys.argv[1:]))))
