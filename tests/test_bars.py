"""On a terminal a bar shows what a long run is at; where there is none, nothing of it is seen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from report_builder.pipeline import gather
from report_builder.progress import shown_by
from tests.conftest import Project

LONG = "# Crossings\n\n## Needs\n\n" + "".join(
    f"- Crossing {number} needs lamp {number * 7}.\n" for number in range(300)
)


def on_a_terminal(*args: object) -> str:
    """What the program prints where standard output and error are a terminal."""
    pty = pytest.importorskip("pty", reason="there are no pseudo terminals here")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "report_builder", *map(str, args)]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break  # so Linux says that the other end is closed
        if not piece:
            break
        shown += piece
    process.wait()
    os.close(ours)
    return shown.decode()


@pytest.fixture
def folder(project: Project) -> Path:
    return project({"inputs/notes/long.md": LONG})


@pytest.mark.needs_pango
def test_a_bar_shows_the_stage_and_file_on_a_terminal(folder: Path) -> None:
    shown = on_a_terminal("build", "--force", folder)
    assert "setting" in shown
    assert "━" in shown
    assert "grouped   300 coded" in shown
    assert "output/report.pdf" in shown.rpartition("written ")[2], "the lines stand as everywhere"
    assert "━" not in on_a_terminal("build", "--force", "--quiet", folder)


@pytest.mark.needs_pango
def test_elsewhere_there_are_lines_alone(folder: Path) -> None:
    command = [sys.executable, "-m", "report_builder", "build", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines()[0] == "read      1 source, 300 statements"
    assert "setting" not in done.stdout + done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_the_bar_moves_within_one_large_file(project: Project) -> None:
    rows = "".join(f"Lamp {number} at crossing {number * 7} is broken.\n" for number in range(2_500))
    folder = project({"inputs/feedback/answers.csv": f"What do you need?\n{rows}"})
    seen: list[tuple[str, str, int, int]] = []
    with shown_by(lambda *state: seen.append(state)):
        gather(folder)
    assert [
        done for stage, name, done, _ in seen if (stage, name) == ("sorting", "feedback/answers.csv")
    ] == [
        0,
        1_000,
        2_000,
    ]
    assert len([done for stage, _, done, of in seen if stage == "coding" and 0 < done < of]) > 5
