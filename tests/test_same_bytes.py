"""The same inputs make the same files, byte for byte: whenever, wherever and by whomever they are built."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import has_pango
from tests.faulty import hashes
from tests.pull_cases import F1, INTRO
from tests.returned_draft import desk_in

COMMANDS = ("build", "summaries --format docx --format md", "export", "review")
PLAIN = """
import sys
from report_builder.cli import main
main(sys.argv[1:])
"""
BACKWARDS = (
    """
import os
from contextlib import contextmanager
scan, names = os.scandir, os.listdir

@contextmanager
def scandir(*args):
    with scan(*args) as entries:
        yield iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

os.scandir, os.listdir = scandir, lambda *args: sorted(names(*args), reverse=True)
"""
    + PLAIN
)
"""The program on a file system that lists its files from Z to A."""

HERE = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC", "SOURCE_DATE_EPOCH": "1500000000"}
ELSEWHERE = HERE | {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Auckland", "LANG": "el_GR"}
LATER = ELSEWHERE | {"SOURCE_DATE_EPOCH": "1800000000"}


Drafts = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    """Two edited drafts: one that came by mail, one that lies in output/."""
    desk = desk_in(tmp_path_factory.mktemp("drafts") / "w")
    mailed = desk.edit(lambda word: word.append_run(word.find(INTRO[:12]), " The sun came out."))
    return mailed, desk.edit(lambda word: word.retype(word.statement(F1), "Drivers need lamps."))


def make(
    folder: Path, drafts: Drafts, environment: Mapping[str, str], program: str, mask: int
) -> dict[str, str]:
    """A workshop with drafts that came back, its outputs made by processes of their own."""
    desk = desk_in(folder)
    desk.pull(drafts[0])
    desk.report.write_bytes(drafts[1])
    for command in COMMANDS:
        subprocess.run(
            [sys.executable, "-c", program, *command.split(), "--quiet", "."],
            cwd=folder,
            env={**os.environ, **environment},
            umask=mask,
            check=True,
            stderr=subprocess.DEVNULL,
        )
    return hashes(folder)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, drafts: Drafts) -> dict[str, str]:
    return make(tmp_path_factory.mktemp("here") / "w", drafts, HERE, PLAIN, 0o022)


def test_nothing_depends_on_place_language_time_zone_or_order_of_files(
    here: dict[str, str], drafts: Drafts, tmp_path: Path
) -> None:
    there = make(tmp_path / "Ένας άλλος φάκελος" / "b", drafts, ELSEWHERE, BACKWARDS, 0o077)
    suffixes = {Path(name).suffix for name in there if name.startswith("output/")}
    assert suffixes >= {".docx", ".html", ".md", ".csv", ".xlsx", ".json"} | (
        {".pdf"} if has_pango() else set()
    )
    assert there == here


def test_the_clock_is_seen_in_records_of_the_history_alone(
    here: dict[str, str], drafts: Drafts, tmp_path: Path
) -> None:
    later = make(tmp_path / "later", drafts, LATER, PLAIN, 0o022)
    assert {name for name in later if later[name] != here.get(name)} == {"inputs/history/drafts.jsonl"}
    assert later.keys() == here.keys()
