"""A command that is run again does nothing if nothing changed, and says the same; any change is noticed."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from report_builder.cache import PLACE, drop_cache
from report_builder.fresh import Asked, told_again
from tests.conftest import NOTE, WORKSHOP, Project, Run
from tests.word_editor import WordEditor

BUILD = ("build", "--format", "docx", "--format", "html")
OPTIONS = {"formats": ["docx", "html"], "final": False, "strict": False, "pull": True, "since": ""}
SECTION = "The day began with a walk along the ring road.\n"
IMAGES = Path(__file__).parent.parent / "inputs/images"
TOML = WORKSHOP + '\n[[images]]\nfile = "a.png"\nalt = "A map"\nsection = "introduction"\n'


@pytest.fixture
def built(project: Project, run: Run) -> Path:
    """A workshop whose report is built."""
    folder = project(
        {
            "inputs/workshop.toml": TOML,
            "inputs/images/a.png": (IMAGES / "cover.png").read_bytes(),
            "inputs/sections/introduction.md": SECTION,
            "inputs/notes/crossings.md": NOTE,
            "inputs/notes/slides.pptx": b"no notes",
            "templates/words.xx.html.j2": "",
        }
    )
    assert run(*BUILD, folder).code == 1, "the slides can't be read"
    return folder


def is_fresh(folder: Path, **options: object) -> bool:
    return told_again(Asked.of("build", folder, None, {**OPTIONS, **options})) is not None


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the moment when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_is_said_again_and_no_file_is_written(built: Path, run: Run) -> None:
    forced = run(*BUILD, "--force", built)
    before = tree(built)
    assert is_fresh(built)
    again = run(*BUILD, built)
    assert again == forced
    assert "slides.pptx" in again.err
    assert again.code == 1
    assert tree(built) == before


def test_the_same_is_said_in_json(built: Path, run: Run) -> None:
    forced, again = run(*BUILD, "--force", "--json", built), run(*BUILD, "--json", built)
    assert again == forced
    assert json.loads(again.out)["unchanged"] == ["output/report.docx", "output/report.html"]


def test_nothing_heavy_is_loaded_where_nothing_changed(built: Path) -> None:
    script = (
        "import sys, report_builder.cli\n"
        "try: report_builder.cli.main(sys.argv[1:])\n"
        "finally: print('loaded', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *BUILD, str(built)], capture_output=True, text=True, check=False
    )
    assert "2 unchanged" in done.stdout
    loaded = {name.split(".")[0] for name in done.stdout.partition("loaded ")[2].split()}
    assert not loaded & {"pandas", "numpy", "weasyprint", "docx", "jinja2", "lxml", "rich", "watchfiles"}
    assert "report_builder.pipeline" not in done.stdout


def edit_draft(folder: Path) -> None:
    path = folder / "output/report.docx"
    draft = WordEditor(path.read_bytes())
    draft.retype(draft.statement("Drivers need signs"), "Drivers need signs that shine.")
    path.write_bytes(draft.save())


def copy_draft(folder: Path) -> None:
    shutil.copy(folder / "output/report.docx", folder / "output/report-ann.docx")


def change_keeping_time_and_size(folder: Path) -> None:
    path = folder / "inputs/notes/crossings.md"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_text(NOTE.replace("night", "nicht"), encoding="utf-8")
    os.utime(path, ns=times)


def write(name: str, content: str | bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


CHANGES: dict[str, Callable[[Path], None]] = {
    "a note": write("inputs/notes/crossings.md", NOTE + "\n- Need: a lamp.\n"),
    "a note of the same size and time": change_keeping_time_and_size,
    "a new note": write("inputs/notes/more.md", "# Crossings\n\n- Need: a bridge.\n"),
    "a note taken away": remove("inputs/notes/slides.pptx"),
    "workshop.toml": write("inputs/workshop.toml", TOML.replace("Ghent", "Bruges")),
    "a section": write("inputs/sections/introduction.md", "The day began late.\n"),
    "a new section": write("inputs/sections/conclusions.md", "All went home.\n"),
    "the participants": write("inputs/participants.csv", "name,email\nAnn,ann@example.org\n"),
    "a picture": write("inputs/images/a.png", (IMAGES / "room-plan.png").read_bytes()),
    "a style sheet of one's own": write("templates/report.css", "p { margin: 0 }"),
    "words in a language of one's own": write("templates/xx.po", 'msgid ""\nmsgstr "Language: xx\\n"\n'),
    "a template of one's own": write("templates/words.xx.html.j2", "{# #}"),
    "an output taken away": remove("output/report.html"),
    "an output edited": write("output/report.html", "<p>Mine.</p>"),
    "an output of another format": write("output/findings.csv", ""),
    "a draft edited": edit_draft,
    "a copy of a draft": copy_draft,
    "the journal": write("inputs/history/edits.jsonl", ""),
    "memory": remove("inputs/history/findings.jsonl"),
    "a damaged stamp": write(f"{PLACE}/stamps.json", '{"'),
    "a draft that is open in Word": write("output/~$port.docx", ""),
    "all that was kept": drop_cache,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed_and_told_once(built: Path, run: Run, change: str) -> None:
    CHANGES[change](built)
    assert not is_fresh(built)
    (built / "output/~$port.docx").unlink(missing_ok=True)
    run(*BUILD, built)
    assert is_fresh(built)
    again = run(*BUILD, built)
    assert run(*BUILD, "--force", built) == again


def test_a_draft_edited_after_the_build_is_taken_back(built: Path, run: Run) -> None:
    edit_draft(built)
    result = run(*BUILD, built)
    assert "pulled    output/report.docx: 1 change" in result.out
    assert "signs that shine" in (built / "output/report.html").read_text(encoding="utf-8")
    assert "pulled" not in run(*BUILD, built).out


@pytest.mark.parametrize(
    "option", [{"final": True}, {"strict": True}, {"pull": False}, {"since": "0.1"}, {"formats": ["html"]}]
)
def test_other_options_are_another_command(built: Path, option: dict[str, object]) -> None:
    assert is_fresh(built)
    assert not is_fresh(built, **option)


@pytest.mark.parametrize("command", ["summaries", "press-release", "export"])
def test_other_commands_are_answered_so_too(built: Path, run: Run, command: str) -> None:
    args = (command, "--format", "csv" if command == "export" else "md", built)
    run(*args)
    before = tree(built)
    again = run(*args)
    assert "written   0 files, 1 unchanged" in again.out
    assert tree(built) == before
    assert not is_fresh(built), "the report's build would make it anew as well"


def test_another_folder_for_outputs_is_another_command(built: Path, run: Run, tmp_path: Path) -> None:
    run(*BUILD, "--output", tmp_path / "elsewhere", built)
    assert (tmp_path / "elsewhere/report.html").is_file()
    (tmp_path / "elsewhere/report.html").unlink()
    run(*BUILD, "--output", tmp_path / "elsewhere", built)
    assert (tmp_path / "elsewhere/report.html").is_file()


def test_what_is_kept_can_be_deleted_and_is_no_matter_of_git(built: Path, run: Run) -> None:
    report = (built / "output/report.html").read_bytes()
    assert (built / PLACE / ".gitignore").read_text(encoding="utf-8") == "*\n"
    drop_cache(built)
    assert not (built / PLACE).exists()
    assert "written   0 files, 2 unchanged" in run(*BUILD, built).out
    assert (built / "output/report.html").read_bytes() == report
