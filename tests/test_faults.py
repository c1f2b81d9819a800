"""Whatever fails while files are written, each file is as it was or as it was to be, and the next run mends it.

Every command is run in a process of its own that a fault meets at some moment of its writing (tests/faulty.py).
FUZZ=1 in the environment tries every moment instead of some.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from report_builder.history import store
from tests import faulty
from tests.conftest import Project, Run
from tests.faulty import Fault, hashes
from tests.pull_cases import F1, INTRO
from tests.returned_draft import desk_in
from tests.sheet_editor import SheetEditor

SOME = 2
"""So many moments of each command, drawn by lot, are tried for each fault."""
NOTE = "# Crossings\n\n## Needs\n\n- Cyclists need a lane of their own.\n"
COMMANDS = {
    "build": ["build", "--format", "docx", "--format", "html", "{}"],
    "summaries": ["summaries", "--format", "docx", "--format", "md", "{}"],
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


@pytest.fixture(scope="module", params=COMMANDS)
def case(request: pytest.FixtureRequest, start: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = copied(start, tmp_path_factory.mktemp("undisturbed"))
    case = Case(start, COMMANDS[request.param], hashes(folder), {}, 0)
    ended = case.run(folder)
    assert ended.code == 0, ended.told
    return Case(start, case.args, case.before, hashes(folder), ended.moments)


def moments(case: Case, fault: Fault) -> Sequence[int]:
    every = range(1, case.moments + 1)
    return every if "FUZZ" in os.environ else random.Random(str((case.args, fault))).sample(every, SOME)


def seen(folder: Path, killed: bool) -> dict[str, str]:
    """What a person sees: no file that a killed run was writing, and not the lock."""
    ours = ("/.lock", ".part") if killed else ("/.lock",)
    return {name: digest for name, digest in hashes(folder).items() if not name.endswith(ours)}


def assert_old_or_new(case: Case, now: dict[str, str]) -> None:
    for name in {*case.before, *case.after, *now}:
        assert now.get(name) in (case.before.get(name), case.after.get(name)), name


@pytest.mark.parametrize("fault", [Fault.full, Fault.locked, Fault.interrupt, Fault.kill])
def test_each_file_is_old_or_new_and_the_next_run_mends_the_rest(
    case: Case, fault: Fault, tmp_path: Path
) -> None:
    for at in moments(case, fault):
        place = copied(case.folder, tmp_path / "disturbed")
        ended = case.run(place, fault, at)
        now = seen(place, killed=fault is Fault.kill)
        assert_old_or_new(case, now)
        assert "Traceback" not in ended.told
        if fault is Fault.kill:
            assert ended.code == -9
        elif fault is Fault.interrupt:
            assert (ended.code, "Stopped." in ended.told) in ((130, True), (0, False))
        elif ended.code:
            assert (ended.code, "can't be" in ended.told) == (1, True), ended.told
        else:
            assert now == case.after, "what was told as done is done"
        if now != case.after:
            again = case.run(place)
            assert (again.code, hashes(place)) == (0, case.after), again.told


def test_what_people_wrote_is_no_output(case: Case) -> None:
    """Else the test above would let it be changed."""
    changed = {name for name in case.before if case.after.get(name) != case.before[name]}
    assert all(name.startswith(("output/", "inputs/history/", "inputs/review.xlsx")) for name in changed)


def test_a_run_that_is_killed_holds_no_lock(project: Project) -> None:
    folder = project()
    args = ["build", "--format", "html", str(folder)]
    assert faulty.run(folder, args, Fault.kill, 6).code == -9
    assert (folder / "inputs/history/.lock").exists()
    assert faulty.run(folder, args).code == 0
    assert not (folder / "inputs/history/.lock").exists()


def test_who_holds_the_lock_is_told(project: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    folder = project()
    with store.locked(folder):
        result = run("build", "--format", "html", folder)
    assert result.code == 1
    assert f"at work on this workshop (process {os.getpid()} on " in result.err
    assert "Wait until it has ended" in result.err
    assert not (folder / "output").exists()


def test_two_builds_at_once_are_one_after_the_other(project: Project) -> None:
    folder = project()
    command = [sys.executable, "-m", "report_builder", "build", "--format", "html", str(folder)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ended = [(one.communicate()[1], one.returncode) for one in runs]
    assert all(code == 0 or "another run" in told for told, code in ended), ended
    assert min(code for _, code in ended) == 0
    assert len(store.read_built(folder)) <= 1
    left = {path.name for path in folder.rglob(".*")}
    assert left == {".gitattributes", ".gitignore"}, "nothing but what is for git is left over"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of a file's size")
@pytest.mark.parametrize("limit", [0, 4_000, 40_000])
def test_a_disk_that_takes_no_more_bytes_leaves_all_as_it_was(
    project: Project, tmp_path: Path, limit: int
) -> None:
    import resource

    folder = project()
    before = hashes(folder)
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "report_builder",
            "build",
            "--format",
            "html",
            "--format",
            "docx",
            str(folder),
        ],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "it can't be written (File too large)" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert hashes(folder) == before


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_or_a_read_only_one_leaves_all_as_it_was(
    project: Project, run: Run, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", disk], check=False).returncode:
        pytest.skip("this machine mounts no disk")
    try:
        folder = Path(shutil.copytree(project(), disk / "workshop"))
        assert run("build", "--format", "html", folder).code == 0
        before = hashes(folder)
        (folder / "inputs/notes/more.md").write_text(NOTE, encoding="utf-8")
        (disk / "filler").write_bytes(bytes(4096 * (shutil.disk_usage(disk).free // 4096 - 2)))
        result = run("build", "--format", "html", folder)
        assert (result.code, "No space left on device" in result.err) == (1, True), result.err
        assert hashes(folder) == before | {"inputs/notes/more.md": hashes(folder)["inputs/notes/more.md"]}
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        result = run("build", "--format", "html", folder)
        assert (result.code, "can't be written (Read-only file system)" in result.err) == (1, True), (
            result.err
        )
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert run("build", "--format", "html", folder).code == 0
    finally:
        subprocess.run(["umount", disk], check=True)


def in_a_process(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "report_builder", *map(str, args)]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False
    )


def test_a_source_that_cannot_be_read_is_missing_and_the_report_says_so(project: Project) -> None:
    folder = project({"inputs/notes/good.md": NOTE, "inputs/notes/bad.docx": b"PK\x03\x04 torn off"})
    strict = in_a_process("build", "--format", "html", "--strict", folder)
    assert (strict.returncode, (folder / "output").exists()) == (1, False)
    done = in_a_process("build", "--format", "html", folder)
    assert done.returncode == 1
    assert "error     inputs/notes/bad.docx: " in done.stderr
    page = (folder / "output/report.html").read_text(encoding="utf-8")
    assert "Cyclists need a lane of their own." in page
    assert "bad.docx" in page


NO_PANGO = """
import cffi

dlopen = cffi.FFI.dlopen

def without_pango(self, name, flags=0):
    if "pango" in str(name).lower():
        raise OSError(f"cannot load library {name!r}")
    return dlopen(self, name, flags)

cffi.FFI.dlopen = without_pango
"""


def test_without_pango_all_but_the_pdf_is_made(project: Project, tmp_path: Path) -> None:
    folder = project()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(NO_PANGO, encoding="utf-8")
    done = in_a_process("build", folder, PYTHONPATH=str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert "the library Pango, which sets the text, is not installed" in done.stderr
    assert "nstall it with" in done.stderr or "Install MSYS2" in done.stderr
    assert {path.name for path in (folder / "output").iterdir()} == {"report.docx", "report.html"}
    assert in_a_process("build", "--format", "pdf", folder, PYTHONPATH=str(tmp_path / "site")).returncode == 1
