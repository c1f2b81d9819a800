"""Markdown notes, HackMD's additions included."""

import datetime
from pathlib import Path

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.model import Source
from report_builder.settings import Event, Lens, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"),
    (Theme("protests", "Protests", aliases=("Demos",)),),
    lenses=(
        Lens("need", "Needs", marks=("Need", "N")),
        Lens("challenge", "Challenges", marks=("Challenge", "C")),
    ),
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


def test_a_first_column_headed_with_a_lens_names_no_rows(tmp_path: Path) -> None:
    rows = "| Maps at the exits |  Nobody of us has ever had a map of the old harbour |\n"
    lens, other = (read(tmp_path, f"| {head} | Challenge |\n|---|---|\n{rows}") for head in ("Need", "Place"))
    assert [block.question for block in lens.blocks] == ["Need", "Challenge"]
    assert [block.question for block in other.blocks] == ["Maps at the exits: Challenge"]


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


def test_marks_on_lines_of_their_own_begin_blocks(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "Said in the group,\nin this order:\n**Need:** rules for\nall of them ~~or not~~\nChallenge – no time  \n"
        "[N] staff\n• typed\nDemos: maps\nSee: the law\nN: one\n",
    )
    assert outline(source) == [
        ("paragraph", 0, "Said in the group, in this order:", 1),
        ("paragraph", 0, "Need: rules for all of them or not", 3),
        ("paragraph", 0, "Challenge – no time", 5),
        ("paragraph", 0, "[N] staff", 6),
        ("item", 1, "typed", 7),
        ("paragraph", 0, "Demos: maps See: the law N: one", 8),
    ]
    assert source.notices == ("Words struck out were read as text: line 4.",)


def test_marks_after_a_list_entry_begin_blocks(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "- Need: one\n  Challenge: two\nNeed: three\nand more\n- four\nlazily\n\n> - Need: five\n> Need: six\n",
    )
    assert outline(source) == [
        ("item", 1, "Need: one", 1),
        ("item", 1, "Challenge: two", 2),
        ("paragraph", 0, "Need: three and more", 3),
        ("item", 1, "four lazily", 5),
        ("item", 1, "Need: five", 8),
        ("paragraph", 0, "Need: six", 9),
    ]


def test_footnotes_follow_what_refers_to_them(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "# Protests\n\nOne[^b] and two[^a].\n\nSame[^a], and here^[In the line.].\n\n"
        "| Issue | More |\n|---|---|\n| Trust[^t] | low |\n\n- entry[^l]\n\n# Events\n\nLast.\n\n"
        "[^a]: Said twice.\n[^b]: Said once.\n\n    Need: more.\n[^t]: Of a cell.\n[^l]: Of an entry.\n"
        "[^x]: Of nothing.\n",
    )
    assert [(block.kind.value, block.text, block.where.line) for block in source.blocks] == [
        ("heading", "Protests", 1),
        ("paragraph", "One and two.", 3),
        ("paragraph", "Said once.", 18),
        ("paragraph", "Need: more.", 20),
        ("paragraph", "Said twice.", 17),
        ("paragraph", "Same, and here.", 5),
        ("paragraph", "In the line.", 5),
        ("cell", "Trust", 9),
        ("cell", "low", 9),
        ("paragraph", "Of a cell.", 21),
        ("item", "entry", 11),
        ("item", "Of an entry.", 22),
        ("heading", "Events", 13),
        ("paragraph", "Last.", 15),
        ("paragraph", "Of nothing.", 23),
    ]


def test_the_question_of_a_table_belongs_to_its_answer(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "| Question | Answer | Remark |\n|---|---|---|\n"
        "| What works well? | Neighbours with a key | said by all |\n| What is missing | Maps |  |\n",
    )
    assert [(block.question, block.text) for block in source.blocks] == [
        ("What works well?", "Neighbours with a key"),
        ("What works well?: Remark", "said by all"),
        ("What is missing", "Maps"),
    ]
    assert source.units == {"heading": 3, "question": 2, "empty": 1}


def test_a_column_of_questions_needs_no_heading(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "| Asked | |\n|---|---|\n"
        "| What is it that works well for all of you in the field? | Keys |\n| What is missing? | Maps |\n",
    )
    assert [block.text for block in source.blocks] == ["Keys", "Maps"]
    assert source.blocks[1].question == "What is missing?"
    assert source.units == {"heading": 1, "question": 2, "empty": 1}


def test_a_table_written_as_a_list_is_a_table(tmp_path: Path) -> None:
    text = """Hazards were weighed.

```{list-table}
:header-rows: 1
:widths: 30 70

* - Hazard
  - Reason
* - Bias
  - The model was trained on *one* city only.

    It was never checked.
```
"""
    source = read(tmp_path, text)
    assert [(str(block.where.inside), block.question, block.text) for block in source.blocks[1:]] == [
        ("table 1, row 2, column Reason, line 10", "Bias: Reason", "The model was trained on one city only."),
        ("table 1, row 2, column Reason, line 10", "Bias: Reason", "It was never checked."),
    ]
    assert dict(source.units) == {"heading": 3}


def test_lines_that_are_indented_are_notes_and_no_code(tmp_path: Path) -> None:
    text = "We heard:\n\n    - Radios fail in the tunnel.\n    - Nobody knows the map.\n\n```python\nx = 1\n```\n"
    source = read(tmp_path, text)
    assert [(block.where.line, block.kind.value, block.text) for block in source.blocks] == [
        (1, "heading", "We heard:"),
        (3, "item", "Radios fail in the tunnel."),
        (4, "item", "Nobody knows the map."),
    ]
    assert dict(source.units) == {"code": 1}


@pytest.mark.parametrize(
    "text", [">" * 500 + " words", "\n".join("  " * depth + "- words" for depth in range(90))]
)
def test_what_is_nested_without_end_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="nested too deeply"):
        read(tmp_path, text)


def test_lists_far_inside_lists_are_read(tmp_path: Path) -> None:
    source = read(tmp_path, "\n".join("  " * depth + "- words" for depth in range(30)))
    assert [block.level for block in source.blocks] == list(range(1, 31))


def test_footnotes_that_only_notes_refer_to_and_those_written_twice(tmp_path: Path) -> None:
    text = "Words.\n\n[^1]: A note on itself[^1].\n\n[^2]: Second[^2]\n\n[^2]: again.\n"
    assert [block.text for block in read(tmp_path, text).blocks] == [
        "Words.",
        "again.",
        "A note on itself.",
        "Second",
    ]
