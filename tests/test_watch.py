"""`watch` as a person runs it: a process that is left alone until Ctrl-C, beside an editor that saves."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import NOTE, WORKSHOP, Project
from tests.word_editor import WordEditor

PATIENCE = 60
"""Seconds; far more than it takes, for the machine may be busy."""
QUIET = 1.5
"""Seconds after which a build that must not come would have come."""


class Watching:
    """A process that watches, with what it has said so far."""

    def __init__(self, folder: Path, *options: str) -> None:
        windows = sys.platform == "win32"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "report_builder", "watch", *options, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if windows else 0,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            self.lines += []
            for line in out:
                self.lines.append(line.rstrip())

    @property
    def rounds(self) -> int:
        """How often it has come to rest."""
        return sum(line.startswith("watching") for line in self.lines)

    def until_rest(self, rounds: int) -> str:
        """Wait until it has come to rest so often; what it said since the last time."""
        end = time.monotonic() + PATIENCE
        while self.rounds < rounds:
            assert time.monotonic() < end, self.lines
            assert self.process.poll() is None, self.lines
            time.sleep(0.02)
        ends = [at for at, line in enumerate(self.lines) if line.startswith("watching")]
        return "\n".join(self.lines[ends[rounds - 2] + 1 if rounds > 1 else 0 : ends[rounds - 1]])

    def interrupt(self) -> int:
        """Press Ctrl-C; the exit code."""
        self.process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
        code = self.process.wait(PATIENCE)
        self.reader.join()
        return code


@contextmanager
def watching(folder: Path, *options: str) -> Iterator[Watching]:
    process = Watching(folder, *options)
    try:
        process.until_rest(1)
        yield process
    finally:
        if process.process.poll() is None:
            process.process.kill()
            process.process.wait()
        process.reader.join()


HTML = ("--format", "html")


def page(folder: Path) -> str:
    return (folder / "output/report.html").read_text(encoding="utf-8")


def save_beside_and_rename(path: Path, text: str) -> None:
    """As Word and many editors save: a new file takes the place of the old."""
    beside = path.with_name(f"~WRD{path.stem}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def test_the_report_follows_each_save_until_an_interrupt(project: Project) -> None:
    folder = project({"inputs/notes/crossings.md": NOTE})
    note = folder / "inputs/notes/crossings.md"
    with watching(folder, *HTML) as watch:
        assert "Drivers need signs" in page(folder)
        note.write_text(NOTE + "- Need: a lamp.\n", encoding="utf-8")
        assert "grouped   3 coded" in watch.until_rest(2)
        assert "a lamp" in page(folder)
        save_beside_and_rename(note, NOTE + "- Need: a bridge.\n")
        watch.until_rest(3)
        assert "a bridge" in page(folder)
        assert watch.interrupt() == 0
    assert "Traceback" not in "\n".join(watch.lines)


STRAY = (
    "inputs/notes/~$ossings.docx",
    "inputs/notes/.~lock.crossings.odt#",
    "inputs/notes/.crossings.md.swp",
    "inputs/notes/crossings.md~",
    "inputs/notes/4913",
    "inputs/notes/~WRD0001.tmp",
    "inputs/history/mine.txt",
    "output/report.html.part",
    "output/notes-of-mine.txt",
)


def test_stray_files_and_its_own_wake_nobody(project: Project) -> None:
    folder = project()
    with watching(folder, *HTML) as watch:
        note = folder / "inputs/notes/crossings.md"
        note.write_text(note.read_text(encoding="utf-8"), encoding="utf-8")  # saved as it was
        time.sleep(QUIET)
        for name in STRAY:
            (folder / name).write_text("x", encoding="utf-8")
        time.sleep(QUIET)
        assert watch.rounds == 1, watch.lines
        assert watch.interrupt() == 0


def test_a_fault_is_shown_and_outlived(project: Project) -> None:
    folder = project()
    toml = folder / "inputs/workshop.toml"
    with watching(folder, *HTML) as watch:
        toml.write_text(WORKSHOP.replace("organiser", "organizer"), encoding="utf-8")
        assert 'Did you mean "organiser"?' in watch.until_rest(2)
        toml.write_text(WORKSHOP.replace("Ghent", "Bruges"), encoding="utf-8")
        assert "error" not in watch.until_rest(3)
        assert "Bruges" in page(folder)
        assert watch.interrupt() == 0


def test_settings_texts_templates_and_drafts_are_followed_too(project: Project) -> None:
    folder = project()
    draft = folder / "output/report.docx"
    with watching(folder, *HTML, "--format", "docx") as watch:
        (folder / "inputs/sections").mkdir()
        (folder / "inputs/sections/introduction.md").write_text("It rained.\n", encoding="utf-8")
        watch.until_rest(2)
        assert "It rained." in page(folder)
        (folder / "templates").mkdir()
        (folder / "templates/report.css").write_text("p.of-mine { margin: 0 }", encoding="utf-8")
        watch.until_rest(3)
        assert "p.of-mine" in page(folder)
        edited = WordEditor(draft.read_bytes())
        edited.retype(edited.statement("Drivers need signs"), "Drivers need signs that shine.")
        draft.write_bytes(edited.save())
        assert "pulled    output/report.docx: 1 change" in watch.until_rest(4)
        assert "signs that shine" in page(folder)
        assert watch.interrupt() == 0


@pytest.mark.needs_pango
def test_a_save_while_the_pdf_is_set_begins_anew(project: Project) -> None:
    long = "# Crossings\n\n## Needs\n\n" + "".join(
        f"- Crossing {n} needs lamp {n * 7}.\n" for n in range(300)
    )
    folder = project({"inputs/notes/long.md": long})
    note = folder / "inputs/notes/long.md"
    with watching(folder) as watch:
        old = (folder / "output/report.pdf").read_bytes()
        note.write_text(long + "- Need: a bridge.\n", encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while "a bridge" not in page(folder):
            assert time.monotonic() < end
            time.sleep(0.02)
        assert (folder / "output/report.pdf").read_bytes() == old, "it stands only when it is set"
        note.write_text(long + "- Need: a ferry.\n", encoding="utf-8")
        watch.until_rest(2)
        assert "a ferry" in page(folder)
        assert (folder / "output/report.pdf").read_bytes() != old
        assert watch.interrupt() == 0
