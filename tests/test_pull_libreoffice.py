"""Drafts that LibreOffice saved: nothing is told that nobody did, and nothing is lost that somebody did.

The files in tests/fixtures/drafts were saved by LibreOffice 7.4, as .docx and by way of .odt; where it is
installed, files are saved anew too.
"""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests import word_saves as saves
from tests.pull_cases import F1, F2, F3, F4, F6, F7, F8, INTRO, NEW
from tests.returned_draft import Desk, desk_in, in_short
from tests.word_editor import WordEditor

FIXTURES = Path(__file__).parent / "fixtures" / "drafts"
EXAMPLE = Path(__file__).parent.parent / "inputs"
WAYS = ((), ("odt",))
RAIN = "The workshop was held in Ghent. It poured all day. Thirty people came."


def edited(word: WordEditor) -> None:
    """What a partner does in an afternoon."""
    word.retype(word.statement(F1), "Drivers need lamps.")
    word.retype_tracked(word.statement(F2), "Children need time.")
    word.remove(word.statement(F3))
    word.move(word.statement(F4), word.statement(F6))
    word.insert(NEW, word.statement(F7))
    word.comment(word.statement(F7), "How early?")
    word.split(word.statement(F8), "περισσότερους")
    word.retype(word.find(INTRO), RAIN)
    word.insert("The fourth table slept.", word.find("The second table counted"))
    saves.set_face(word, word.statement(F6), "garages", "b")


EXPECTED = sorted(
    [
        "comment F7: How early?",
        "lens F4: practice",
        f"new parking/need: {NEW}",
        "order parking/need",
        "order parking/practice",
        "reworded F1: Drivers need lamps.",
        "reworded F2: Children need time.",
        "new parking/need: περισσότερους χώρους στάθμευσης.",
        "reworded F6: Residents share their <strong>garages</strong> by means of a list on paper.",
        "reworded F8: Η πόλη χρειάζεται",
        "section introduction",
        "set-aside F3",
        "theme F4: parking",
    ]
)
SHOWN = ("Drivers need lamps.", "Children need time.", NEW, RAIN, "The fourth table slept.")


def saved_by_libreoffice(data: bytes, folder: Path, way: tuple[str, ...]) -> bytes:
    """Open and save a Word file without a screen, by way of other formats."""
    program = shutil.which("soffice") or shutil.which("libreoffice") or ""
    path = folder / "saved" / "report.docx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for at, suffix in enumerate((*way, "docx")):
        target = folder / f"saved-{at}"
        command = [program, "--headless", profile, "--convert-to", suffix, "--outdir", str(target), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        path = target / f"report.{suffix}"
    return path.read_bytes()


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(("docx", *way, "docx")))
def test_a_draft_that_was_edited_and_saved_by_libreoffice(way: tuple[str, ...], tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "desk")
    saved = saved_by_libreoffice(desk.edit(edited), tmp_path, way)
    assert sorted(in_short(desk.pull(saved))) == EXPECTED
    text = desk.next_draft()
    assert [words for words in SHOWN if words not in text] == []


@pytest.mark.needs_libreoffice
def test_the_example_report_saved_by_libreoffice_holds_no_edit(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "desk" / "inputs")
    desk = Desk(tmp_path / "desk")
    assert in_short(desk.pull(saved_by_libreoffice(desk.build(), tmp_path, ("odt",)))) == []


@pytest.mark.parametrize("name", ["edited.docx", "edited-by-way-of-odt.docx"])
def test_a_draft_that_libreoffice_saved_long_ago(name: str, tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    for record in FIXTURES.glob("*.json"):
        shutil.copy(record, desk.folder / "inputs/history/drafts")
    assert sorted(in_short(desk.pull((FIXTURES / name).read_bytes()))) == EXPECTED


def without_fonts_and_pictures(data: bytes) -> bytes:
    """The file without its heaviest parts, which nobody reads here."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as full, ZipFile(out, "w", ZIP_DEFLATED) as light:
        for name in full.namelist():
            if not name.startswith(("word/fonts/", "word/media/", "word/embeddings/")):
                light.writestr(name, full.read(name))
    return out.getvalue()


def keep_files_saved_by_libreoffice() -> None:
    """Make the files in tests/fixtures/drafts anew: `python -m tests.test_pull_libreoffice`."""
    shutil.rmtree(FIXTURES, ignore_errors=True)
    FIXTURES.mkdir(parents=True)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        desk = desk_in(folder / "desk")
        for record in (desk.folder / "inputs/history/drafts").glob("*.json"):
            shutil.copy(record, FIXTURES)
        for way in WAYS:
            saved = saved_by_libreoffice(desk.edit(edited), folder, way)
            name = "edited-by-way-of-odt.docx" if way else "edited.docx"
            (FIXTURES / name).write_bytes(without_fonts_and_pictures(saved))


if __name__ == "__main__":
    keep_files_saved_by_libreoffice()
