"""Markdown notes, HackMD's additions included."""

import datetime
from pathlib import Path

from report_builder.load import load_source
from report_builder.model import Source
from report_builder.settings import Event, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"), (Theme("protests", "Protests"),)
)


def read(folder: Path, text: str) -> Source:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    return load_source(path, "notes/a.md", WORKSHOP)


def outline(source: Source) -> list[tuple[str, int, str, int]]:
    return [(block.kind.value, block.level, block.text, block.where.line) for block in source.blocks]


def test_structure_with_lines_of_the_file(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        """---
Title: Break-out 1
theme: "protests"
---
# Protests

A soft
break and [a link](http://x.org), `code` and **bold**.

- [ ] first
  more of it
  1. inner

  own paragraph
- second

> quoted
""",
    )
    assert outline(source) == [
        ("heading", 1, "Protests", 5),
        ("paragraph", 0, "A soft break and a link, code and bold.", 7),
        ("item", 1, "first more of it", 10),
        ("item", 2, "inner", 12),
        ("item", 2, "own paragraph", 14),
        ("item", 1, "second", 15),
        ("paragraph", 0, "quoted", 17),
    ]
    assert source.attributes == {"title": "Break-out 1", "theme": "protests"}
    assert source.title == "Break-out 1"


def test_what_is_no_text_is_counted(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "[TOC]\n\n<!-- secret -->\n\n![alt](a.png)\n\n```\ncode\n```\n\n:::info\nInside the box.\n:::\n\n"
        "-\n\n"
        "Text <!-- inner --> goes on.\n\n<div>From HTML</div>\n",
    )
    assert [block.text for block in source.blocks] == ["Inside the box.", "Text goes on.", "From HTML"]
    assert source.units == {"markup": 4, "picture": 1, "code": 1, "empty": 1}


def test_speakers_of_hackmd(tmp_path: Path) -> None:
    source = read(
        tmp_path, "> We need rules.\n>\n> And money. [name=Maria] [color=red]\n\nMore. [name=Nikos]\n"
    )
    assert [(block.speaker, block.text) for block in source.blocks] == [
        ("Maria", "We need rules."),
        ("Maria", "And money."),
        ("Nikos", "More."),
    ]


def test_tables(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "| Theme | Issue | Raised by |\n|---|---|---|\n"
        "| Protests | Trust in the police is low here | Police |\n"
        "| Events |  | City |\n",
    )
    (block,) = source.blocks
    assert (block.question, block.theme, block.group) == ("Issue", "Protests", "Police")
    assert str(block.where) == "notes/a.md, table 1, row 2, column Issue, line 3"
    assert source.units == {"heading": 3, "attribute": 4, "empty": 1}


def test_names_in_a_table_are_personal(tmp_path: Path) -> None:
    source = read(tmp_path, "| Name | Remark |\n|---|---|\n| Maria | We need clear rules |\n")
    assert [block.text for block in source.blocks] == ["We need clear rules"]
    assert source.units == {"heading": 2, "personal data": 1}


def test_bold_lines_and_lead_ins_are_headings(tmp_path: Path) -> None:
    source = read(tmp_path, "# A\n\n**Needs**\n\nMore training.\n\nChallenges:\n\n- too few people\n")
    assert [(block.kind.value, block.level) for block in source.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 2),
        ("item", 1),
    ]


def test_struck_out_words_are_told(tmp_path: Path) -> None:
    source = read(tmp_path, "Keep ~~or not~~ this.\n")
    assert [block.text for block in source.blocks] == ["Keep or not this."]
    assert source.notices == ("Words struck out were read as text: line 1.",)
