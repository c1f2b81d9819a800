"""Fixtures for all tests: a workshop in a folder, the program run in this process, what the machine has."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from report_builder import pipeline
from report_builder.cli import main
from tests.publish_sample import SAMPLES, write

WORKSHOP = """\
[event]
title = "A day on crossings"
date = 2024-03-05
place = "Ghent, Belgium"
organiser = "The host"

[funding]
programme = "none"

[[themes]]
id = "crossings"
title = "Crossings"
"""
NOTE = """\
# Crossings

## Needs

- Drivers need signs that can be read at night.

## Challenges

- The crossing by the school is hidden behind parked vans.
"""


@dataclass(frozen=True)
class Result:
    """What a command did, as a person at the terminal sees it."""

    code: int
    out: str
    err: str


class Project(Protocol):
    """Write a workshop's folder and return it."""

    def __call__(self, tree: Mapping[str, str | bytes] = {}) -> Path: ...


class Run(Protocol):
    """Run report-builder with these arguments, all turned into text."""

    def __call__(self, *args: object) -> Result: ...


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Write files by their paths below a new folder.

    Where the tree has no inputs/workshop.toml, a small one with the one theme `crossings` is written, and
    where it has no file of notes or feedback, a small note.
    """

    def write(tree: Mapping[str, str | bytes] = {}) -> Path:
        folder = tmp_path / "workshop"
        files = {"inputs/workshop.toml": WORKSHOP, **tree}
        if not any(name.startswith(("inputs/notes/", "inputs/feedback/")) for name in files):
            files["inputs/notes/crossings.md"] = NOTE
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process; what was printed before is dropped."""

    def call(*args: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(arg) for arg in args])
        printed = capsys.readouterr()
        code = ended.value.code
        return Result(code if isinstance(code, int) else int(bool(code)), printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A workshop in English and one in Greek with report, summaries, press release and a final version.

    Only to be read: tests that change something make a copy.
    """
    made = {}
    for language, sample in SAMPLES.items():
        folder = made[language] = write(tmp_path_factory.mktemp(language), sample())
        pipeline.build(folder)
        pipeline.summaries(folder)
        pipeline.press_release(folder)
        pipeline.build(folder, final=True)
    return made


@cache
def has_pango() -> bool:
    """Whether a PDF can be made here."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


@cache
def has_libreoffice() -> bool:
    """Whether LibreOffice can be run without a screen."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


@cache
def has_chromium() -> bool:
    """Whether pages can be looked at in a browser without a screen."""
    return bool(shutil.which("chromium"))


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "needs_pango": (has_pango, "Pango is not installed, so no PDF can be made"),
    "needs_libreoffice": (has_libreoffice, "LibreOffice is not installed"),
    "needs_chromium": (has_chromium, "Chromium is not installed"),
}
"""Marker -> how to tell whether the machine has it, and what is said where it has not."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write the expected texts of tests/golden anew."
    )


def pytest_configure(config: pytest.Config) -> None:
    for name, (_, reason) in NEEDS.items():
        config.addinivalue_line("markers", f"{name}: skipped where {reason}; fails there when CI is set.")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, (present, reason) in NEEDS.items():
        if item.get_closest_marker(name) and not present():
            if os.environ.get("CI"):
                pytest.fail(f"{reason}, and in CI nothing may be skipped", pytrace=False)
            pytest.skip(reason)
