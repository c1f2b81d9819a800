"""Finished files, held against checkers that others wrote."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checkers import browser, page_faults, reading_faults, tag_faults, word_faults
from tests.conftest import Run

pytestmark = pytest.mark.needs_pango
LANGUAGES = ("en", "el")
FALSE_ALARMS = (
    # In a table of one or two rows those that head rows and columns outnumber the others.
    "TBL-010: header cells look shredded",
)
"""What outloud tells of files that are in order, each with the reason why."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


def made(folder: Path, suffix: str) -> list[Path]:
    found = sorted((folder / "output").rglob(f"*.{suffix}"))
    assert [file.stem for file in found if file.parent.name in ("output", "final")] >= [
        "press-release",
        "report",
    ]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_has_nothing_to_repair(finished: dict[str, Path], language: str) -> None:
    files = made(finished[language], "docx")
    assert {str(file): word_faults(file) for file in files} == {str(file): [] for file in files}


def test_word_has_nothing_to_repair_in_tracked_changes_and_comments(
    finished: dict[str, Path], tmp_path: Path, run: Run
) -> None:
    folder = shutil.copytree(finished["en"], tmp_path / "workshop")
    notes = folder / "inputs/notes/day.md"
    text = notes.read_text(encoding="utf-8")
    notes.write_text(text.replace("one contact for", "two contacts for"), encoding="utf-8")
    assert run("diff", "--format", "docx", "--workshop", folder).code == 0
    assert word_faults(folder / "output/changes.docx") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdfs_have_the_tags_that_the_standard_asks_for(finished: dict[str, Path], language: str) -> None:
    files = made(finished[language], "pdf")
    assert {str(file): tag_faults(file) for file in files} == {str(file): [] for file in files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdfs_can_be_read_out(finished: dict[str, Path], language: str) -> None:
    for file in made(finished[language], "pdf"):
        assert [fault for fault in reading_faults(file) if not fault.startswith(FALSE_ALARMS)] == [], file


@pytest.mark.needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_everyone_can_use_the_web_pages(finished: dict[str, Path], language: str, chromium: Any) -> None:
    found = page_faults(chromium, made(finished[language], "html"))
    assert found == {page: [] for page in found}


@pytest.mark.needs_chromium
def test_a_page_that_not_everyone_can_use_is_told(
    finished: dict[str, Path], tmp_path: Path, chromium: Any
) -> None:
    page = tmp_path / "report.html"
    text = (finished["en"] / "output/report.html").read_text(encoding="utf-8")
    page.write_text(
        text.replace('<html lang="en">', "<html>").replace("#595959", "#bbbbbb"), encoding="utf-8"
    )
    told = " ".join(fault for faults in page_faults(chromium, [page]).values() for fault in faults)
    assert "html-has-lang" in told
    assert "color-contrast" in told
