"""Files from strangers: each is read or refused with a reason, soon, in little memory, and reaches for nothing."""

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.workshop import parse_workshop
from tests.conftest import WORKSHOP, Project, Run
from tests.hostile.harness import run_in_child, workshop_with
from tests.hostile.packages import FINE, answers, paragraph, word, workbook
from tests.hostile.samples import samples

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a child process")
HEAVY = (
    "a part of spaces",
    "a part of zeros",
    "a picture of zeros",
    "overlapping entries",
    "many filled cells",
    "many entries",
)
"""Samples that take longer to make than to read; `python -m tests.hostile.harness` runs them too."""
NAMES = [name for name, _ in samples() if not any(heavy in name for heavy in HEAVY)]
MAKERS = dict(samples())


@needs_limits
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_read_or_refused_in_little_time_and_memory(tmp_path: Path, name: str) -> None:
    folder = workshop_with(tmp_path / "workshop", {f"inputs/{name}": MAKERS[name]()})
    outcome = run_in_child(folder, "check", str(folder), seconds=20)
    assert outcome.code in (0, 1), outcome
    assert not outcome.strayed
    assert outcome.megabytes < 512
    told = [line for line in outcome.problems if line.startswith("error")]
    assert all(len(line) < 1200 and f"inputs/{name}" in line for line in told)
    assert len(told) == outcome.code
    assert sorted(path.name for path in folder.iterdir()) == ["inputs"]


REASONS: Mapping[str, str] = {
    "notes/entities unfold.docx": "a document type is declared",
    "notes/an entity is a file.odt": "a document type is declared",
    "notes/a size that is a lie, larger.docx": "unpacks to 4,0",
    "notes/a size that is a lie, smaller.docx": "is damaged",
    "notes/the document twice.docx": "is there twice",
    "notes/many empty paragraphs.docx": "unpacks to over 400 times its size",
    "notes/a paragraph of one long line of brackets.docx": "has 3,000,000 characters",
    "notes/protected by a password.docx": "it is protected by a password",
    "notes/a spreadsheet.docx": "it is an Excel workbook",
    "notes/a PDF.docx": "it is a PDF",
    "notes/rich text.docx": "it is rich text",
    "notes/plain text.docx": "it is plain text",
    "notes/a web page.docx": "it is a web page",
    "notes/a workbook.txt": "an Excel workbook",
    "feedback/protected by a password.ods": "it is protected by a password",
    "feedback/a workbook.csv": "an Excel workbook",
    "feedback/a web page.csv": "it is a web page",
    "feedback/a Word file.xlsx": "it is a Word file",
    "feedback/the last cell of all.xlsx": "reach as far as XFD1048576",
    "feedback/rows repeated.ods": "reach",
    "feedback/a cell of five million characters.xlsx": "has 5,000,000 characters",
    "feedback/a place beyond the sheet.xlsx": "a place that no sheet has",
    "feedback/million columns.csv": "reach as far as",
    "feedback/many rows.csv": "lines",
    "notes/deep elements.docx": "(its parts are nested too deeply, or one of them is far too long)",
    "notes/pictures.md": "full of brackets",
    "notes/attributes.html": "more attributes than any page",
}


@pytest.mark.parametrize(("name", "reason"), REASONS.items())
def test_the_reason_is_told_in_a_line(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / "inputs" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(MAKERS[name]())
    with pytest.raises(SourceError) as refused:
        load_source(path, name, parse_workshop(WORKSHOP))
    (problem,) = refused.value.problems
    assert reason in problem.what
    assert problem.where.startswith(f"inputs/{name}")
    assert problem.mend.endswith(".")


LIMITS = {
    "unpacked_megabytes = 1": word(paragraph("x" * 3_000_000)),
    "part_megabytes = 0": word(FINE),
    "file_megabytes = 0": word(FINE),
    "parts = 2": word(FINE),
    "tags = 5": word(FINE),
    "characters = 10": word(FINE),
    "statements = 1": word(FINE * 2),
}


@pytest.mark.parametrize(("limit", "data"), LIMITS.items())
def test_limits_are_settings(project: Project, run: Run, limit: str, data: bytes) -> None:
    toml = f"{WORKSHOP}\n[limits]\n{limit}\n"
    note = (
        b"# Crossings\n\nNeed: x\n" if limit.startswith("char") else b"# Crossings\n\nNeed: signs at night.\n"
    )
    folder = project({"inputs/workshop.toml": toml, "inputs/notes/a.docx": data, "inputs/notes/b.md": note})
    refused = run("check", folder)
    assert f"raise {limit.split()[0]} under [limits]" in refused.err, refused.err
    folder = project({"inputs/workshop.toml": WORKSHOP, "inputs/notes/a.docx": word(FINE)})
    assert run("check", folder).code == 0


def test_a_sheet_may_have_so_many_rows_and_columns(project: Project, run: Run) -> None:
    sheet = workbook(answers(*["Signs are needed at night."] * 20))
    for limit in ("rows = 5", "cells = 5", "columns = 0"):
        toml = f"{WORKSHOP}\n[limits]\n{limit}\n"
        table = "What do you need?\n" + "Signs are needed at night.\n" * 20
        folder = project(
            {"inputs/workshop.toml": toml, "inputs/feedback/a.csv": table, "inputs/notes/b.md": "Need: x\n"}
        )
        assert f"raise {limit.split()[0]}" in run("check", folder).err
    folder = project(
        {"inputs/workshop.toml": f"{WORKSHOP}\n[limits]\ncells = 5\n", "inputs/feedback/a.xlsx": sheet}
    )
    assert "raise cells" in run("check", folder).err


def test_a_markdown_table_has_so_many_columns(project: Project, run: Run) -> None:
    table = f"{'|a' * 20_000}|\n{'|-' * 20_000}|\n" + f"{'|b' * 20_000}|\n" * 40
    assert "raise columns under [limits]" in run("check", project({"inputs/notes/a.md": table})).err


STRANGE_NAMES = (
    "notes/\x1b[31mred\x1b]0;owned\x07.txt",
    "notes/two\nlines.exe",
    "notes/\u202egpj.exe",
    "notes/\x9b2Jcleared.pdf",
    "notes/carriage\rreturn.xyz",
    "notes/'; rm -rf ~ #$(id)`id`.txt",
    "feedback/{{ 7 * 7 }}<script>.csv",
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("json", [(), ("--json",)])
def test_names_of_files_steer_no_terminal(project: Project, run: Run, json: tuple[str, ...]) -> None:
    files: dict[str, str | bytes] = {f"inputs/{name}": b"\0\1\2\3" * 99 for name in STRANGE_NAMES}
    folder = project({"inputs/notes/crossings.md": "Need: signs at night.\n", **files})
    for command in ("check", "build"):
        result = run(command, *(("--format", "html") if command == "build" else ()), *json, folder)
        assert result.code == 1
        printed = result.out + result.err
        assert not [sign for sign in printed if not sign.isprintable() and sign != "\n"]
        assert not [line for line in printed.split("\n") if line.startswith("lines.exe")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets few people make links")
@pytest.mark.parametrize("place", ["output", "inputs/history", "output/themes", "inputs/history/drafts"])
def test_nothing_is_written_through_a_link_that_leads_out(
    project: Project, run: Run, tmp_path: Path, place: str
) -> None:
    folder = project({"inputs/notes/crossings.md": "Need: signs at night.\n"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).symlink_to(outside, target_is_directory=True)
    result = run("build", "--format", "html", folder)
    assert result.code == 1
    assert f"{place}: it is a link that leads out of the workshop" in result.err
    assert not list(outside.iterdir())
    (folder / place).unlink()
    assert run("build", "--format", "html", "--output", outside, folder).code == 0
    assert (outside / "report.html").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems allow no such names")
def test_a_name_that_is_no_text_is_told_and_the_other_files_are_read(project: Project, run: Run) -> None:
    names = (b"bad\xff\xfe.md", b"-rf", b"\x1b[31m\n-rf\xff.txt", b"-rf\x1b]0;x\n" + b"x" * 220 + b".md")
    folder = project({"inputs/notes/crossings.md": "Need: signs at night.\n"})
    for name in names:
        Path(os.fsdecode(os.fsencode(folder / "inputs/notes") + b"/" + name)).write_text("Need: maps.\n")
    for command in (("check",), ("build", "--format", "html"), ("build", "--format", "html"), ("export",)):
        result = run(*command, folder)
        assert result.code == 1
        told = [line for line in result.err.split("\n") if line.startswith("error")]
        assert len(told) == 3, result.err
        assert all("inputs/notes/" in line and line.isprintable() for line in told)
        assert r"bad\udcff\udcfe.md: its name holds bytes that are no text. Rename it." in result.err
    page = (folder / "output/report.html").read_text(encoding="utf-8")
    assert "igns at night" in page
    assert "aps." in page


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems allow no such names")
def test_such_names_elsewhere_end_in_no_traceback(project: Project, run: Run, tmp_path: Path) -> None:
    folder = project({"inputs/notes/crossings.md": "Need: signs at night.\n"})
    named = os.fsdecode(b"w\xff.md")
    for place in ("sections", "images"):
        (folder / "inputs" / place).mkdir(exist_ok=True)
        (folder / "inputs" / place / named).write_text("Signs.\n")
    result = run("build", "--format", "html", folder)
    assert result.code == 0
    assert r"inputs/sections/w\udcff.md: no section of the report has this name" in result.err
    refused = run("build", "--format", "html", "--output", tmp_path / os.fsdecode(b"out\xff"), folder)
    assert refused.code == 2
    assert "its name holds bytes that are no text; rename it" in refused.err
    for command in (("pull", named, "--workshop", folder), ("check", tmp_path / os.fsdecode(b"none\xff"))):
        missing = run(*command)
        assert missing.code == 1
        assert missing.err.startswith("error")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_not_waited_for(project: Project, run: Run, tmp_path: Path) -> None:
    folder = project({"inputs/notes/crossings.md": "Need: signs at night.\n"})
    notes = folder / "inputs" / "notes"
    outside = tmp_path / "outside.txt"
    outside.write_text("Need: the words of another workshop.\n", encoding="utf-8")
    os.mkfifo(notes / "pipe.docx")
    (notes / "zero.txt").symlink_to("/dev/zero")
    (notes / "outside.txt").symlink_to(outside)
    (notes / "circle.md").symlink_to(notes / "circle.md")
    (notes / "folder.docx").mkdir()
    (folder / "inputs" / "feedback").mkdir()
    result = run("build", "--format", "html", folder)
    assert result.code == 1
    for name in ("pipe.docx", "zero.txt", "outside.txt", "circle.md"):
        assert f"inputs/notes/{name}: " in result.err
    assert "another workshop" not in (folder / "output/report.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize(
    "place",
    [
        "workshop.toml",
        "participants.csv",
        "history/edits.jsonl",
        "sections/introduction.md",
        "images/a.png",
    ],
)
def test_a_pipe_in_place_of_a_file_is_not_waited_for(project: Project, run: Run, place: str) -> None:
    image = '\n[[images]]\nfile = "a.png"\nalt = "x"\nsection = "cover"\n'
    folder = project({"inputs/workshop.toml": WORKSHOP + image * place.startswith("images")})
    path = folder / "inputs" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    result = run("build", "--format", "html", folder)
    assert result.code == 1
    assert place.rsplit("/")[-1] in result.err
    assert "it is a pipe, no file" in result.err or place.startswith("images")
    assert stat.S_ISFIFO(path.lstat().st_mode)


TOMLS = {
    "numbers too long": f"a = {'9' * 100_000}",
    "lists too deep": f"a = {'[' * 100_000}",
    "tables too deep": f"[{'.'.join('a' * 20_000)}]",
    "a key of very many parts": f"{'.'.join('a' * 60_000)} = 1",
    "a key of very many quoted parts": 'x = { "a"' + ' . "a"' * 60_000 + " = 1 }",
    "too large": "# " + "x" * 3_000_000,
    "no text": "\0" * 100,
    "dates that are none": "a = 2024-99-99T99:99:99Z",
    "an escape that is none": 'a = "\\uD800"',
    "a turned direction": WORKSHOP.replace("A day", "A \u202eday"),
}


@pytest.mark.parametrize("toml", TOMLS.values(), ids=TOMLS)
def test_a_broken_workshop_toml_is_told(project: Project, run: Run, toml: str) -> None:
    result = run("check", project({"inputs/workshop.toml": toml}))
    assert result.code == 1
    assert result.err.startswith("error     inputs/workshop.toml")
    assert not [word for word in ("recursion", "sys.", "Memory", "Traceback") if word in result.err]


def test_a_long_text_with_many_dots_is_no_long_key(project: Project, run: Run) -> None:
    title = WORKSHOP.replace("A day", "A day, e.g. a.m. to p.m. " + "and so on ... " * 99)
    files = {"inputs/workshop.toml": title, "inputs/notes/a.md": "Need: signs at night.\n"}
    assert "nested" not in run("check", project(files)).err


def test_characters_that_deceive_are_told(project: Project, run: Run) -> None:
    words = "Need: signs \u202ethgin ta\u202c that can be \u2066read\u2069 by\U000e0041\U000e0042 \ue001 drivers.\n"
    files: dict[str, str | bytes] = {
        "inputs/notes/a.txt": words,
        "inputs/notes/b.docx": word(paragraph(words)),
        "inputs/feedback/c.xlsx": workbook(answers(words + "c")),
    }
    folder = project(files)
    result = run("check", folder)
    assert result.code == 0
    printed = result.out + result.err
    for place in ("a.txt", "b.docx", "c.xlsx"):
        assert place in printed
    assert printed.count("6 characters that turn the direction of writing or hide words left out") == 3
    assert printed.count("1 character of private use") == 3
    assert run("build", "--format", "html", folder).code == 0
    html = (folder / "output/report.html").read_text(encoding="utf-8")
    assert not set("\u202e\u202c\u2066\u2069\U000e0041") & set(html)
    assert "thgin ta that can be read by" in html


def test_a_picture_too_large_is_told_before_it_is_unfolded(project: Project, run: Run) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def picture(side: int) -> bytes:
        head = chunk(b"IHDR", struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0))
        body = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
        return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")

    image = '\n[[images]]\nfile = "a.png"\nalt = "x"\nsection = "cover"\nconsent = "no people"\n'
    for data in (picture(60_000), picture(8_000)):
        folder = project({"inputs/workshop.toml": WORKSHOP + image, "inputs/images/a.png": data})
        result = run("check", folder)
        assert result.code == 1
        assert "this picture has more than 50 million points" in result.err
