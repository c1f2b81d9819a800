"""`make bench` runs from end to end, with little of everything: a minute, so only where all is checked."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.measuring import Measure, exponent, measure_command, middle, timed

ROOT = Path(__file__).parents[1]
TITLES = ("Documents", "Answering", "Large feedback", "Merging", "Reading an edited draft back", "Loads")
OURS = (
    "docx, report-builder",
    "pdf, report-builder",
    "build, nothing changed",
    "watch, from the save",
    "30 pages",
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what a process used")


@pytest.mark.skipif("CI" not in os.environ, reason="takes a minute; set CI=1")
def test_every_measure_still_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [title for title in TITLES if f"\n## {title}" not in done.stdout] == []
    assert [row for row in OURS if not re.search(rf"^\| {row}.*\d", done.stdout, re.MULTILINE)] == []


def test_work_is_timed_by_the_processor() -> None:
    result, took = timed(lambda: sum(range(2_000_000)))
    assert result == 1_999_999_000_000
    assert took > 0


def test_the_memory_of_what_a_command_starts_counts_as_well() -> None:
    inner = "bytearray(10**8)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    assert measure_command(sys.executable, "-c", outer).memory > 95
    assert measure_command(sys.executable, "-c", "").memory < 95


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(SystemExit, match="no such luck"):
        measure_command(sys.executable, "-c", "raise SystemExit('no such luck')")
    assert measure_command(sys.executable, "-c", "raise SystemExit(2)", exits=2).wall > 0


def test_the_middle_of_some_runs_and_the_most_memory() -> None:
    assert middle([Measure(3, 4, 10), Measure(1, 9, 30), Measure(2, 5, 20)]) == Measure(2, 5, 30)


def test_growth_is_told_by_the_exponent() -> None:
    assert exponent({100: 1.0, 1_000: 2.0, 10_000: 11.0}) == pytest.approx(1.0)
    assert exponent({100: 0.0, 1_000: 1.0, 10_000: 100.0}) == pytest.approx(2.0)
    assert exponent({100: 1.0, 1_000: 2.0}) is None
