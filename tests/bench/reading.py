"""How long a large sheet of feedback takes: read, beside pandas alone, and made into a report.

`python -m tests.bench.reading [ROWS]`.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import xlsxwriter

from report_builder.limits import Limits
from tests.bench.corpus import write_feedback
from tests.bench.measuring import PROGRAM, in_turn, measure, measure_command, seconds, table, tell

MODULE = "tests.bench.reading"
ROWS, RUNS = 200_000, 3
ROOM = dict.fromkeys(
    ("rows", "cells", "statements", "tags", "part_megabytes", "unpacked_megabytes"), 10_000_000
)
"""Limits that stand in no one's way: with the usual ones the heading is a row too many."""
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


def by_pandas(engine: Literal["calamine", "openpyxl"], path: Path) -> None:
    """Read it with pandas, as text."""
    import pandas

    frame = pandas.read_excel(path, engine=engine, header=None, dtype=str, na_filter=False)
    assert len(frame)


def by_us(path: Path) -> None:
    """Read it as a source."""
    from report_builder.load import load_source
    from tests.feedback_files import workshop

    told = replace(workshop(), limits=Limits(**ROOM))
    assert load_source(path, "feedback/large.xlsx", told).blocks


READERS: dict[str, Callable[[Path], None]] = {
    "report-builder": by_us,
    "pandas with calamine": partial(by_pandas, "calamine"),
    "pandas with openpyxl": partial(by_pandas, "openpyxl"),
}


def lines(rows: int = ROWS, runs: int = RUNS) -> Iterator[str]:
    """The tables: reading a sheet of eight columns, and the report of as many answers to one question."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "large.xlsx"
        write(path, rows)
        readers = {name: partial(measure, MODULE, "--run", name, str(path)) for name in READERS}
        found = in_turn(readers, runs)
    ours = found["report-builder"].cpu
    yield f"A sheet of {rows:,} rows and {len(HEADINGS)} columns, imports included; medians of {runs} runs."
    yield ""
    heads = ("", "CPU seconds", "ours against it", "MiB")
    each = (
        (name, seconds(taken.cpu), f"{ours / taken.cpu:.2f}", f"{taken.memory:.0f}")
        for name, taken in found.items()
    )
    yield from table(heads, each)
    yield ""
    yield f"A workbook of {rows:,} answers to one open question; a single run."
    yield ""
    with tempfile.TemporaryDirectory() as place:
        folder = write_feedback(Path(place) / "workshop", rows, 1, more=_as_limits(ROOM))
        commands = {
            "report in Word and HTML": ("build", "--format", "docx", "--format", "html"),
            "export of all as xlsx": ("export", "--format", "xlsx"),
        }
        made = {
            name: measure_command(*PROGRAM, *command, "--quiet", str(folder))
            for name, command in commands.items()
        }
    yield from table(
        ("", "CPU seconds", "MiB"),
        ((name, seconds(taken.cpu), f"{taken.memory:.0f}") for name, taken in made.items()),
    )


def _as_limits(room: Mapping[str, int]) -> str:
    return "\n".join(("[limits]", *(f"{key} = {most}" for key, most in room.items()), ""))


def main(arguments: list[str]) -> None:
    """Print the tables, or make one run."""
    if arguments[:1] == ["--run"]:
        tell(partial(READERS[arguments[1]], Path(arguments[2])))
        return
    print("\n".join(lines(*map(int, arguments))))


if __name__ == "__main__":
    main(sys.argv[1:])
