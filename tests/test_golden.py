"""Whole workshops: what `check` says and what stands in the report, as text that a person can review.

After a change that is meant: `python -m pytest tests/test_golden.py --update-golden`, then read the difference.
"""

import shutil
from pathlib import Path

import pytest

from report_builder import pipeline
from report_builder.errors import WorkshopError
from tests.checkers import word_faults
from tests.conftest import Run
from tests.outline import docx_outline

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir())


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the workshop of a case; its name is the case's."""
    folder = tmp_path / str(request.param)
    shutil.copytree(GOLDEN / folder.name / "inputs", folder / "inputs")
    return folder


@pytest.fixture
def compare(request: pytest.FixtureRequest, case: Path) -> "Compare":
    """Compare a text with the expected one of the case, or write it with --update-golden."""
    return Compare(GOLDEN / case.name / "expected", bool(request.config.getoption("--update-golden")))


class Compare:
    """Knows where the expected texts of a case lie."""

    def __init__(self, folder: Path, update: bool) -> None:
        self.folder = folder
        self.update = update

    def __call__(self, name: str, text: str) -> None:
        path = self.folder / name
        if self.update:
            self.folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


def test_what_check_says(case: Path, run: Run, compare: Compare) -> None:
    result = run("check", case)
    compare("check.txt", f"{result.err}{result.out}exit {result.code}\n")


def test_what_stands_in_the_report(case: Path, compare: Compare) -> None:
    try:
        pipeline.build(case, formats=["docx"])
    except WorkshopError as error:
        compare("report.txt", f"Nothing is written:\n{error}\n")
        assert not (case / "output").exists()
    else:
        report = case / "output/report.docx"
        assert word_faults(report) == []
        outline = docx_outline(report.read_bytes())
        compare("report.txt", "\n".join(outline) + "\n")
