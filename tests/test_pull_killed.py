"""A run that is killed at any moment leaves every file old or new, and the next run loses and doubles nothing.

FUZZ=300 in the environment kills some hundreds of runs instead of a few dozen.
"""

import json
import multiprocessing
import os
import random
import time
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from report_builder import pipeline, pulling
from tests.pull_cases import F1, F2, INTRO
from tests.returned_draft import Desk, desk_in, in_short
from tests.word_editor import WordEditor

ROUNDS = max(int(os.environ.get("FUZZ", "0")) // 6, 2)
KILLS = 6
"""How many runs are killed before one may end."""
LONGEST = {"build": 0.5, "pull": 0.12}
"""Seconds after which a run has surely ended, or is killed near its end."""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="processes begin too slowly to be killed early"
)


def build(folder: Path, draft: Path) -> None:
    pipeline.build(folder, formats=["docx"])


def pull(folder: Path, draft: Path) -> None:
    pulling.pull(folder, [draft])


def kill_while(work: Callable[[Path, Path], None], folder: Path, draft: Path, seconds: float) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["report_builder.pulling", "report_builder.render.docx", __name__])
    process = context.Process(target=work, args=(folder, draft))
    process.start()
    time.sleep(seconds)
    process.kill()
    process.join()
    process.close()


def assert_whole(desk: Desk) -> None:
    with zipfile.ZipFile(BytesIO(desk.report.read_bytes())) as archive:
        assert archive.testzip() is None
    history = desk.folder / "inputs/history"
    for path in history.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            json.loads(line)
    for path in history.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def edit(turn: int, before: str, word: WordEditor) -> None:
    word.retype(word.statement(before), f"Drivers need lamps {turn}.")
    word.append_run(word.find(INTRO[:12]), f" It rained {turn} times.")
    word.insert(f"Statement {turn} is new.", word.statement(F2))
    word.comment(word.statement(F2), f"Why {turn}?")


@pytest.mark.parametrize("work", [build, pull], ids=["build", "pull"])
def test_killed_at_random(work: Callable[[Path, Path], None], tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "desk")
    chance = random.Random(work.__name__)
    for turn in range(ROUNDS):
        statement, sentence = f"Drivers need lamps {turn}.", f"It rained {turn} times."
        edited = desk.edit(partial(edit, turn, desk.statements()["F1"]))
        draft = tmp_path / "returned.docx"
        draft.write_bytes(edited)
        if work is build:
            desk.report.write_bytes(edited)
        for _ in range(KILLS):
            kill_while(work, desk.folder, draft, chance.uniform(0, LONGEST[work.__name__]))
            assert_whole(desk)
        work(desk.folder, draft)
        assert not in_short(desk.pull(edited)), "all of it is in the journal"
        told = WordEditor(desk.build())
        text = "\n".join(told.text())
        assert text.count(sentence) == 1
        found = list(desk.statements().values())
        assert found.count(statement) == found.count(f"Statement {turn} is new.") == 1
        assert [words for _, words in told.comments()].count(f"Why {turn}?") == 1
        assert not list(desk.folder.rglob("*.tmp")) + list(desk.folder.rglob(".*.part"))
    assert F1 not in desk.statements().values()
