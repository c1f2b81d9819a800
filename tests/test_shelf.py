"""Files that did not change are not read again, statements not compared again; what is kept can't do harm."""

from dataclasses import replace
from pathlib import Path

import pytest

from report_builder.cache import PLACE
from report_builder.load import list_sources, load_source
from report_builder.settings import Deliverable
from report_builder.shelf import Shelf
from report_builder.workshop import read_workshop
from tests.conftest import WORKSHOP, Project, Run

EXAMPLE = Path(__file__).parent.parent
INPUTS = EXAMPLE / "inputs"
HTML = ("build", "--format", "html")
TWICE = "# Crossings\n\n## Needs\n\n- Drivers need signs that can be read at night!\n- Lamps are needed.\n"


@pytest.mark.parametrize("path", list_sources(INPUTS), ids=lambda path: path.name)
def test_a_source_comes_back_as_it_was_read(path: Path, tmp_path: Path) -> None:
    place, workshop = path.relative_to(INPUTS).as_posix(), read_workshop(EXAMPLE)
    first = Shelf(tmp_path)
    read = first.load(path, place, workshop)
    assert read == load_source(path, place, workshop)
    first.keep()
    again = Shelf(tmp_path)
    assert again.load(path, place, workshop) == read
    assert list(again.read.values()) == [None], "it was read again"


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / PLACE / "sources").iterdir()}


def test_only_the_file_that_changed_is_read(project: Project, run: Run) -> None:
    folder = project({"inputs/notes/a.md": TWICE, "inputs/notes/b.md": "# Crossings\n\n- Need: a bridge.\n"})
    run(*HTML, folder)
    before = kept(folder)
    (folder / "inputs/notes/b.md").write_text("# Crossings\n\n- Need: a ferry.\n", encoding="utf-8")
    run(*HTML, folder)
    after = kept(folder)
    assert len(before) == len(after) == 2, "nothing is kept of a file as it was"
    assert len(before.keys() & after.keys()) == 1
    page = (folder / "output/report.html").read_text(encoding="utf-8")
    assert "a ferry" in page
    assert "a bridge" not in page


def test_settings_that_reading_hangs_on_count_and_others_do_not(tmp_path: Path) -> None:
    path, place = INPUTS / "feedback/online-comments.csv", "feedback/online-comments.csv"
    workshop = read_workshop(EXAMPLE)
    shelf = Shelf(tmp_path)
    shelf.load(path, place, workshop)
    shelf.load(path, place, replace(workshop, deliverable=Deliverable(version="9")))
    assert len(shelf.read) == 1
    shelf.load(path, place, replace(workshop, themes=workshop.themes[:1]))
    assert len(shelf.read) == 2


def test_a_file_that_was_read_is_refused_when_the_limits_are_lowered(project: Project, run: Run) -> None:
    folder = project({"inputs/notes/a.md": TWICE})
    assert run(*HTML, folder).code == 0
    (folder / "inputs/workshop.toml").write_text(WORKSHOP + "\n[limits]\ncharacters = 10\n", encoding="utf-8")
    assert "a paragraph or cell has" in run(*HTML, folder).err


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"path": 1}', b"\xff\xfe"])
def test_what_is_damaged_counts_as_missing(project: Project, run: Run, damage: bytes) -> None:
    folder = project({"inputs/notes/a.md": TWICE, "inputs/notes/b.md": TWICE.replace("!", ".")})
    run(*HTML, folder)
    report = (folder / "output/report.html").read_bytes()
    for path in (folder / PLACE).rglob("*.json"):
        path.write_bytes(damage)
    result = run(*HTML, folder)
    assert (result.code, result.err.count("Traceback")) == (0, 0)
    assert "written   0 files, 1 unchanged" in result.out
    assert (folder / "output/report.html").read_bytes() == report


def test_statements_are_merged_as_before_from_what_is_known_of_them(project: Project, run: Run) -> None:
    other = (
        "# Crossings\n\n## Needs\n\n- Drivers need signs which can be read at night.\n- Buses need a lane.\n"
    )
    folder = project({"inputs/notes/a.md": TWICE, "inputs/notes/b.md": other})
    assert "3 coded, 1 merged" in run(*HTML, folder).out
    (folder / "inputs/notes/c.md").write_text("# Crossings\n\n- Need: a bridge.\n", encoding="utf-8")
    assert "4 coded, 1 merged" in run(*HTML, folder).out
    report = (folder / "output/report.html").read_bytes()
    assert "written   0 files, 1 unchanged" in run(*HTML, "--force", folder).out
    assert (folder / "output/report.html").read_bytes() == report


def test_commands_that_write_nothing_keep_nothing(project: Project, run: Run) -> None:
    folder = project()
    run("check", folder)
    assert not (folder / PLACE).exists()
