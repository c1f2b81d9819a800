"""What every input format promises, and how files are found."""

import datetime
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import odfdo
import pytest
import xlsxwriter
from docx import Document

from report_builder import load
from report_builder.errors import SourceError
from report_builder.load import home_of, known_suffixes, list_sources, load_source, misplaced_files
from report_builder.settings import Event, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"), (Theme("protests", "Protests"),)
)
STATEMENTS = ["Police need clear rules.", "Ο νόμος δεν είναι σαφής.", "Żądania – “różne” & <inne>."]


def docx(path: Path) -> None:
    document = Document()
    for statement in STATEMENTS:
        document.add_paragraph(statement)
    document.save(str(path))


def text(path: Path) -> None:
    path.write_text("\n\n".join(STATEMENTS), encoding="utf-8")


def markdown(path: Path) -> None:
    path.write_text("\n\n".join(STATEMENTS).replace("<", "\\<"), encoding="utf-8")


def cues(path: Path) -> None:
    made = (
        f"00:00:0{number}.000 --> 00:00:0{number}.900\n{statement.replace('&', '&amp;').replace('<', '&lt;')}"
        for number, statement in enumerate(STATEMENTS)
    )
    path.write_text("WEBVTT\n\n" + "\n\n".join(made), encoding="utf-8")


def page(path: Path) -> None:
    escaped = (words.replace("&", "&amp;").replace("<", "&lt;") for words in STATEMENTS)
    path.write_text("\n".join(f"<p>{words}</p>" for words in escaped), encoding="utf-8")


def writer(path: Path) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    for statement in STATEMENTS:
        document.body.append(odfdo.Paragraph(statement))
    document.save(path)


def sheet(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Answers").write_column(0, 0, ["Comment", *STATEMENTS])


def delimited(path: Path) -> None:
    path.write_text("\n".join(["Comment", *STATEMENTS]), encoding="utf-8")


def opendocument(path: Path) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    escaped = (words.replace("&", "&amp;").replace("<", "&lt;") for words in ["Comment", *STATEMENTS])
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
        for words in escaped
    )
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
            f' xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Answers">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )


WRITERS: dict[str, Callable[[Path], None]] = {
    ".docx": docx,
    ".odt": writer,
    ".html": page,
    ".htm": page,
    ".txt": text,
    ".md": markdown,
    ".markdown": markdown,
    ".vtt": cues,
    ".srt": cues,
    ".csv": delimited,
    ".tsv": delimited,
    ".xlsx": sheet,
    ".xlsm": sheet,
    ".xls": sheet,
    ".ods": opendocument,
}
"""What writes STATEMENTS in each format; that of a new format makes the first test below run for it."""


@pytest.mark.parametrize("suffix", known_suffixes())
def test_words_come_back_verbatim_in_order_and_with_a_place(tmp_path: Path, suffix: str) -> None:
    if suffix not in WRITERS:
        pytest.skip(f"WRITERS has nothing that writes {suffix}")
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path)
    source = load_source(path, f"feedback/{path.name}", WORKSHOP)
    assert [block.text for block in source.blocks] == STATEMENTS
    assert {block.where.path for block in source.blocks} == {source.path} == {f"feedback/{path.name}"}
    assert len({block.where.inside for block in source.blocks}) == len(STATEMENTS)
    assert load_source(path, f"feedback/{path.name}", WORKSHOP) == source


@pytest.mark.parametrize("suffix", known_suffixes())
def test_an_empty_file_is_read_as_nothing_or_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"")
    try:
        blocks = load_source(path, path.name, WORKSHOP).blocks
    except SourceError:
        return
    assert blocks == ()


@pytest.mark.parametrize("suffix", known_suffixes())
def test_garbage_is_refused_in_three_parts(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    chance = random.Random(suffix)
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"):
        path.write_bytes(head + chance.randbytes(3000))
        with pytest.raises(SourceError) as caught:
            load_source(path, path.name, WORKSHOP)
        problem = caught.value.problems[0]
        assert problem.where.startswith(f"inputs/{path.name}")
        assert problem.what
        assert problem.mend.endswith(".")


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".ods"])
def test_a_cut_off_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(SourceError):
        load_source(path, path.name, WORKSHOP)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"inputs/notes/a\.md: it can't be opened"):
        load_source(tmp_path / "a.md", "notes/a.md", WORKSHOP)


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("a.doc", "Save it as .docx."),
        ("a.rtf", "Save it as .docx."),
        ("a.fodt", "Save it as .odt"),
        ("a.pptx", "Copy its words"),
        ("a.PDF", "save it as .docx"),
        ("a.jpg", "Type up what it shows"),
        ("a.xlsxx", "Did you mean .xlsx?"),
        ("a", ".docx"),
    ],
)
def test_an_unknown_suffix_says_the_way_out(tmp_path: Path, name: str, mend: str) -> None:
    path = tmp_path / name
    if path.suffix.lower() in known_suffixes():
        pytest.skip(f"{path.suffix} can be read")
    path.touch()
    with pytest.raises(SourceError) as caught:
        load_source(path, f"notes/{name}", WORKSHOP)
    problem = caught.value.problems[0]
    assert problem.rule == "source-unknown"
    assert mend in problem.mend
    assert ".vtt" in problem.mend


def test_a_new_format_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rich_text.py").write_text(
        "from report_builder.model import Source\n"
        'SUFFIXES = (".abc",)\n'
        'FOLDER = "feedback"\n'
        "def read(path, place, workshop):\n"
        "    return Source(place, path.stem, ())\n"
    )
    note = tmp_path / "a.abc"
    note.write_text("Rules.")
    with pytest.raises(SourceError, match="Save it in a format that can be read"):
        load_source(note, "notes/a.abc", WORKSHOP)
    monkeypatch.setattr(load, "__path__", [*load.__path__, str(tmp_path)])
    load.formats.cache_clear()
    try:
        assert load_source(note, "notes/a.abc", WORKSHOP).title == "a"
        assert ".abc" in known_suffixes()
        assert home_of(".ABC") == "feedback"
    finally:
        load.formats.cache_clear()


def test_the_folder_where_a_file_belongs() -> None:
    homes = {suffix: home_of(suffix) for suffix in (".docx", ".md", ".vtt", ".xlsx", ".csv", ".unknown")}
    assert [suffix for suffix, home in homes.items() if home == "feedback"] == [".xlsx", ".csv"]
    assert set(homes.values()) == {"notes", "feedback"}


@pytest.mark.parametrize(
    ("writer", "name", "reason"),
    [
        (sheet, "a.docx", "there is no Word document in it"),
        (docx, "a.xlsx", "there is no workbook in it, but it is a Word file"),
        (docx, "a.txt", "this is not text"),
        (docx, "a.csv", "this is not text"),
    ],
)
def test_a_file_under_another_name(
    tmp_path: Path, writer: Callable[[Path], None], name: str, reason: str
) -> None:
    writer(tmp_path / name)
    with pytest.raises(SourceError, match=reason):
        load_source(tmp_path / name, f"feedback/{name}", WORKSHOP)


def test_links_that_lead_nowhere_and_pipes_are_told(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    try:
        (notes / "a.md").symlink_to(tmp_path / "gone.md")
        (notes / "b.md").symlink_to(notes / "b.md")
        (notes / "c.md").symlink_to(tmp_path)
        os.mkfifo(notes / "d.md")
    except (AttributeError, OSError):
        pytest.skip("this system has no links or pipes")
    found = list_sources(tmp_path)
    assert [path.name for path in found] == ["a.md", "b.md", "d.md"]
    for path in found:
        with pytest.raises(SourceError, match=rf"inputs/notes/{path.name}: it "):
            load_source(path, f"notes/{path.name}", WORKSHOP)


def test_sources_are_sorted_and_left_behind_files_ignored(tmp_path: Path) -> None:
    for name in (
        "notes/b.md",
        "notes/a/z.txt",
        "notes/~$b.docx",
        "notes/.DS_Store",
        "notes/.~lock.b.md#",
        "notes/.git/x.md",
        "feedback/Thumbs.db",
        "feedback/a.xlsx",
        "participants.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in list_sources(tmp_path)]
    assert found == ["notes/a/z.txt", "notes/b.md", "feedback/a.xlsx"]


def test_finding_the_formats_imports_nothing_heavy() -> None:
    heavy = ("pandas", "lxml", "docx", "markdown_it", "python_calamine", "rapidfuzz")
    code = (
        "import sys, report_builder.load as load; load.known_suffixes();"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_file_without_words_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.md").touch()
    assert load_source(tmp_path / "a.md", "notes/a.md", WORKSHOP).notices == ("It holds no words.",)


@pytest.mark.parametrize(
    "name", ["reference.docx", "Reference.dotx", "report.html.j2", "style.css", "templates/a"]
)
def test_a_template_among_the_inputs_is_sent_where_templates_stand(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert [str(problem) for problem in misplaced_files(tmp_path)] == [
        f"inputs/{name.split('/')[0]}: nothing reads it there. Templates stand in templates/ beside inputs/: move it there."
    ]


def test_what_nothing_reads_is_told(tmp_path: Path) -> None:
    for name in ("workshop.toml", "participants.csv", "people.xlsx", "plan.docx", "README.md", "~$plan.docx"):
        (tmp_path / name).touch()
    for folder in ("notes", "note"):
        (tmp_path / folder).mkdir()
    assert [str(problem) for problem in misplaced_files(tmp_path)] == [
        "inputs/note: nothing reads it there. The folders that are read: feedback, history, images, notes, sections.",
        "inputs/people.xlsx: nothing reads it there. Move it to inputs/feedback, or call it participants.xlsx if it "
        "lists the participants.",
        "inputs/plan.docx: nothing reads it there. Move it to inputs/notes.",
    ]
