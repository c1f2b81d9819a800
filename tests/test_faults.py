"""Whatever fails while files are written, each file is as it was or as it was to be, and the next run mends it.

Every command is run in a process of its own that a fault meets at some moment of its writing (tests/faulty.py).
FUZZ=1 in the environment tries every moment instead of some.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from report_builder.history import store
from tests import faulty
from tests.conftest import WORKSHOP, Project, Run
from tests.faulty import Fault, hashes
from tests.pull_cases import F1, INTRO
from tests.returned_draft import Desk, desk_in
from tests.sheet_editor import SheetEditor
from tests.word_editor import WordEditor

SOME = 4
"""So many moments of each command are tried for each fault."""
NOTE = "# Crossings\n\n## Needs\n\n- Cyclists need a lane of their own.\n"
COMMANDS = {
    "build": ["build", "--format", "docx", "--format", "html", "{}"],
    "summaries": ["summaries", "--format", "docx", "--format", "md", "{}"],
    "inventory": ["summaries", "--lens", "need", "--format", "html", "{}"],
    "export": ["export", "{}"],
    "pull": ["pull", "{}/../returned.docx", "--workshop", "{}"],
    "review": ["review", "{}"],
    "review --apply": ["review", "--apply", "{}"],
    "review --undo": ["review", "--undo", "1", "{}"],
    "diff": ["diff", "--format", "docx", "--workshop", "{}"],
    "new": ["new", "{}/next", "--title", "Next", "--date", "2024-05-06"],
}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes begin too slowly here")


@dataclass(frozen=True)
class Case:
    """A command, the workshop that it finds and the one that it leaves."""

    folder: Path
    args: Sequence[str]
    before: dict[str, str]
    after: dict[str, str]
    moments: int

    def run(self, place: Path, fault: Fault = Fault.none, at: int = 0) -> faulty.Ended:
        return faulty.run(place, [arg.format(place) for arg in self.args], fault, at)


def workshop(folder: Path) -> Path:
    """A workshop with all outputs, a new note, a draft and a review sheet that somebody edited, and a journal."""
    desk = desk_in(folder)
    for args in (COMMANDS["summaries"], COMMANDS["export"], COMMANDS["review"]):
        assert faulty.run(folder, [arg.format(folder) for arg in args]).code == 0
    first = desk.edit(lambda word: word.append_run(word.find(INTRO[:12]), " The sun came out."))
    desk.pull(first)
    desk.report.write_bytes(desk.edit(lambda word: word.retype(word.statement(F1), "Drivers need lamps.")))
    (folder.parent / "returned.docx").write_bytes(
        desk.edit(lambda word: word.comment(word.statement("Children"), "Why?"), first, author="Bob")
    )
    SheetEditor(folder / "inputs/review.xlsx").type("Wheelchair", Lens="Challenges").save()
    desk.write("notes/cyclists.md", NOTE)
    (folder / "next").mkdir()
    (folder / "next/notes.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workshop(tmp_path_factory.mktemp("start") / "workshop")


def copied(start: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(start.parent, folder)
    return folder / start.name


@pytest.fixture
def case(request: pytest.FixtureRequest, start: Path, tmp_path: Path) -> Case:
    folder = copied(start, tmp_path / "undisturbed")
    case = Case(start, COMMANDS[request.param], hashes(folder), {}, 0)
    ended = case.run(folder)
    assert ended.code == 0, ended.told
    return Case(start, case.args, case.before, hashes(folder), ended.moments)


def moments(case: Case) -> Iterator[int]:
    every = 1 if "FUZZ" in os.environ else max(case.moments // SOME, 1)
    yield from range(every, case.moments + 1, every)


def assert_old_or_new(case: Case, now: dict[str, str], killed: bool) -> None:
    for name in {*case.before, *case.after, *now}:
        if killed and (name.endswith((".part", "/.lock"))):
            continue
        assert now.get(name) in (case.before.get(name), case.after.get(name)), name


@pytest.mark.parametrize("fault", [Fault.full, Fault.locked, Fault.interrupt, Fault.kill])
@pytest.mark.parametrize("case", COMMANDS, indirect=True)
def test_each_file_is_old_or_new_and_the_next_run_mends_the_rest(
    case: Case, fault: Fault, tmp_path: Path
) -> None:
    for at in moments(case):
        place = copied(case.folder, tmp_path / "disturbed")
        ended = case.run(place, fault, at)
        now = hashes(place)
        assert_old_or_new(case, now, killed=fault is Fault.kill)
        assert "Traceback" not in ended.told
        if fault is Fault.kill:
            assert ended.code == -9
        elif fault is Fault.interrupt:
            assert ended.code in (130, 0)
        elif ended.code:
            assert (ended.code, "can't be" in ended.told) == (1, True), ended.told
        else:
            assert now == case.after, "what was told as done is done"
        if now != case.after:
            again = case.run(place)
            assert (again.code, hashes(place)) == (0, case.after), again.told
