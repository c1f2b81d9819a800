"""Texts that people wrote for the report."""

import datetime
from pathlib import Path

import pytest
from lxml import etree

from report_builder.load.prose import read_prose
from report_builder.settings import Event, Lens, Theme, Workshop


@pytest.fixture
def sections(tmp_path: Path) -> Path:
    folder = tmp_path / "sections"
    folder.mkdir()
    return folder


WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"),
    (Theme("protests", "Protests"),),
    language="el",
    lenses=(Lens("need", "Needs"),),
)


def test_names_html_and_order(sections: Path) -> None:
    (sections / "themes").mkdir()
    (sections / "themes" / "protests.need.md").write_text("Text with *weight*.", encoding="utf-8")
    (sections / "introduction.md").write_text(
        "---\nauthor: x\n---\n### A & B\n\n#### C\n\na  \nb [link](http://x.org)\n\n| h |\n|---|\n| c |\n",
        encoding="utf-8",
    )
    (sections / "conclusions.md").write_text("<!-- to be written -->\n", encoding="utf-8")
    (sections / "README.md").write_text("What to write here.", encoding="utf-8")
    (introduction, need), problems = read_prose(sections, WORKSHOP)
    assert problems == ()
    assert (introduction.name, need.name) == ("introduction", "themes/protests.need")
    assert need.html == "<p>Text with <em>weight</em>.</p>"
    assert introduction.html.startswith("<h2>A &amp; B</h2>\n<h3>C</h3>")
    assert '<a href="http://x.org">link</a>' in introduction.html
    tree = etree.fromstring(f"<div>{introduction.html}</div>")
    assert [cell.text for cell in tree.iter("td")] == ["c"]


def test_raw_html_is_shown_as_typed_and_stays_well_formed(sections: Path) -> None:
    (sections / "methodology.md").write_text(
        "One <b>bold\x0c & <!-- note -->\n\n<script>alert(1)</script>\n\n<div>\n", encoding="utf-8"
    )
    ((prose,), _) = read_prose(sections, WORKSHOP)
    tree = etree.fromstring(f"<div>{prose.html}</div>")
    assert {element.tag for element in tree.iter()} == {"div", "p"}
    words = "".join(str(part) for part in tree.itertext())
    assert "<b>bold  & " in words
    assert "<script>alert(1)</script>" in words
    assert "note" not in words


def test_all_that_is_wrong_is_told_and_the_rest_is_read(sections: Path) -> None:
    (sections / "conclusions.md").write_bytes(bytes(range(256)) * 4)
    (sections / "executive-summary.md").write_bytes(b"\x00\x01" * 400)
    (sections / "introduction.md").write_text("Fine.", encoding="utf-8")
    (sections / "methodology.md").write_bytes("Η μέθοδος \x1b[1m.".encode("cp1253"))
    read, problems = read_prose(sections, WORKSHOP)
    assert [(prose.name, prose.html) for prose in read] == [
        ("introduction", "<p>Fine.</p>"),
        ("methodology", "<p>Η μέθοδος [1m.</p>"),
    ]
    assert [(problem.level, problem.rule, problem.where) for problem in problems] == [
        ("error", "source-unreadable", "inputs/sections/conclusions.md"),
        ("error", "source-unreadable", "inputs/sections/executive-summary.md"),
        ("warning", "prose-encoding", "inputs/sections/methodology.md"),
        ("warning", "prose-encoding", "inputs/sections/methodology.md"),
    ]
    assert str(problems[2]) == (
        "inputs/sections/methodology.md: Read as Windows code page 1253, since it is not UTF-8. "
        "Save it as UTF-8 text."
    )


def test_pictures_become_their_description(sections: Path) -> None:
    (sections / "introduction.md").write_text(
        "---\na: b\n---\nText.\n\nSee ![The *main* hall & stage](hall.png) here.\n", encoding="utf-8"
    )
    (prose,), (problem,) = read_prose(sections, WORKSHOP)
    assert prose.html == "<p>Text.</p>\n<p>See The main hall &amp; stage here.</p>"
    assert (problem.level, problem.rule) == ("warning", "prose-picture")
    assert problem.where == "inputs/sections/introduction.md, line 6"
    assert '"hall.png"' in problem.what
    assert "[[images]]" in problem.mend


def test_files_of_no_section_are_told(sections: Path) -> None:
    (sections / "themes").mkdir()
    for name in (
        "introduccion.md",
        "themes/protest.md",
        "themes/protests.needs.md",
        "conclusions.docx",
        "x.md",
    ):
        (sections / name).write_text("Text.", encoding="utf-8")
    read, problems = read_prose(sections, WORKSHOP)
    assert read == ()
    assert {(problem.level, problem.rule) for problem in problems} == {("warning", "prose-unknown")}
    mends = {problem.where.removeprefix("inputs/sections/"): problem.mend for problem in problems}
    assert mends["introduccion.md"] == 'Did you mean "introduction.md"?'
    assert mends["themes/protest.md"] == 'Did you mean "themes/protests.md"?'
    assert mends["themes/protests.needs.md"] == 'Did you mean "themes/protests.need.md"?'
    assert mends["conclusions.docx"] == 'Did you mean "conclusions.md"?'
    assert "executive-summary" in mends["x.md"]


def test_no_folder_no_prose(tmp_path: Path) -> None:
    assert read_prose(tmp_path / "sections", WORKSHOP) == ((), ())
