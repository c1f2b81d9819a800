"""How long a large sheet of feedback takes to be read, beside pandas with calamine alone.

`python -m tests.bench.reading [ROWS] [RUNS]` prints a table: median seconds, the ratio, the highest memory. Each
run is a process of its own, the two in turn, so that what else the machine does falls on both.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

ROWS, RUNS = 200_000, 5
HEADINGS = (
    *("No.", "Theme", "Type", "Comment", "Organisation type"),
    *("What do you need?", "Usefulness (1-5)", "E-mail"),
)
WORDS = [
    "we",
    "need",
    "clear",
    "rules",
    "and",
    "lamps",
    "for",
    "night",
    "buses",
    "at",
    "every",
    "crossing",
    "near",
    "the",
    "school",
    "by",
    "the",
    "river",
]


def write(path: Path, rows: int) -> None:
    """Write a sheet of eight columns as a feedback form would fill it."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Answers")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            said = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 10))
            sheet.write_row(
                number,
                0,
                [
                    number,
                    ("Crossings", "Night buses")[number % 2],
                    ("Need", "Challenge")[number % 3 % 2],
                    f"{said} {number}",
                    ("Drivers", "Pupils")[number % 2],
                    f"{number} {said}",
                    1 + number % 5,
                    f"p{number}@example.org",
                ],
            )


def by_pandas(path: Path) -> None:
    """Read it with pandas and calamine, as text."""
    import pandas

    start = time.perf_counter()
    pandas.read_excel(path, engine="calamine", header=None, dtype=str, na_filter=False)
    print(time.perf_counter() - start)


def by_openpyxl(path: Path) -> None:
    """Read it with pandas and openpyxl, as text."""
    import pandas

    start = time.perf_counter()
    pandas.read_excel(path, engine="openpyxl", header=None, dtype=str, na_filter=False)
    print(time.perf_counter() - start)


def by_us(path: Path) -> None:
    """Read it as a source."""
    import pandas  # noqa: F401  # neither of the two is to pay for the import

    from report_builder.load import load_source
    from tests.feedback_files import workshop

    told = workshop()
    start = time.perf_counter()
    source = load_source(path, "feedback/large.xlsx", told)
    print(time.perf_counter() - start)
    assert source.blocks


READERS: dict[str, Callable[[Path], None]] = {
    "pandas": by_pandas,
    "report-builder": by_us,
    "pandas, openpyxl": by_openpyxl,
}


def measure(reader: str, path: Path) -> tuple[float, float]:
    """Seconds and MiB of one run in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.reading", "--reader", reader, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def main() -> None:
    """Print the table, or one run's numbers."""
    if sys.argv[1:2] == ["--reader"]:
        READERS[sys.argv[2]](Path(sys.argv[3]))
        unit = 1 if sys.platform == "darwin" else 1024
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20)
        return
    rows, runs = [*map(int, sys.argv[1:]), *(ROWS, RUNS)[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write(path, rows)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in READERS}
        for _ in range(runs):
            for name in READERS:
                taken[name].append(measure(name, path))
    base = [seconds for seconds, _ in taken["pandas"]]
    print(f"{rows:,} rows x {len(HEADINGS)} columns, median of {runs} runs")
    print(f"{'reader':<16}{'seconds':>9}{'ratio':>8}{'MiB':>7}")
    for name, runs_of in taken.items():
        ratio = statistics.median(seconds / other for (seconds, _), other in zip(runs_of, base, strict=True))
        seconds = statistics.median(seconds for seconds, _ in runs_of)
        print(f"{name:<16}{seconds:>9.2f}{ratio:>8.2f}{max(memory for _, memory in runs_of):>7.0f}")


if __name__ == "__main__":
    main()
