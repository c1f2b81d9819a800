"""The journal in words."""

from dataclasses import replace

import pytest

from report_builder.check.log import as_text, in_words
from report_builder.edit import Edit
from tests.test_history_edits import READ, edit

LABELS = {"abc": "F1", "xyz": "F12"}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (edit("statement", "More."), "F1 reworded: “We need staff.” → “More.”"),
        (
            replace(edit("statement", READ), html="We need <strong>staff</strong>."),
            "F1 formatted: “We need staff.”",
        ),
        (edit("statement", None, base="More."), "F1 wording taken back: “More.”"),
        (edit("theme", "festivals"), "F1 moved to theme: “festivals”"),
        (edit("status", "set-aside"), "F1 set aside"),
        (replace(edit("status", "set-aside"), words="off topic"), "F1 set aside, because off topic"),
        (edit("status", None, base="We need staff."), "F1 state taken back: “We need staff.”"),
        (edit("merged-into", "xyz"), "F1 joined to F12"),
        (edit("merged-into", None, base="xyz"), "F1 joining taken back: “F12”"),
        (edit("apart", "need staff"), "F1 split off: “need staff”"),
        (edit("order", "abc xyz", id="protests/need"), "protests/need reordered"),
        (edit("section", "<p>New.</p>", id="introduction"), "introduction text of section"),
        (replace(edit("memo", "Sure?", id="m1"), about="abc"), "F1 comment: “Sure?”"),
        (replace(edit("finding", "New.", id="w1"), about="protests/need"), "protests/need new: “New.”"),
        (edit("told", "13", id="t1", base="12"), "not carried: “13”"),
        (edit("told", "", id="t1", base="12"), "not carried: “12” was taken out"),
        (edit("resolved", "", id="m1", base=""), "ticked off"),
        (edit("key-finding", "yes"), "F1 key finding: “yes”"),
        (edit("statement", "x" * 400, base=""), f"F1 reworded: “{'x' * 159}…”"),
    ],
)
def test_an_entry_says_who_changed_what(entry: Edit, told: str) -> None:
    assert in_words(entry, LABELS) == f"2024-03-06  Ann: {told} (report.docx)"


def test_entries_are_numbered_as_undo_wants_them() -> None:
    lines = as_text([edit("note", str(number)) for number in range(1, 11)], LABELS).split("\n")
    assert lines[0].startswith(" 1  2024-03-06  Ann: F1 note: “1”")
    assert lines[9].startswith("10  2024-03-06")
