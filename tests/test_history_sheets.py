"""What the review sheet shows of findings, and that nothing is taken for an edit that is none."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_builder.edit import Edit
from report_builder.history.journal import fold_edits
from report_builder.history.review import compare_sheet
from report_builder.history.sheets import Names, from_json, make_sheet, to_json
from report_builder.load.workbook.review import read_review
from report_builder.model import Finding, Status
from report_builder.render.review import render_review
from report_builder.sheet import Column, Sheet
from tests.sample import finding, workshop
from tests.test_history_edits import edit


def sheet_of(*findings: Finding, edits: Sequence[Edit] = ()) -> Sheet:
    return make_sheet(workshop(), findings, fold_edits(edits))


ONE = replace(finding("We need staff."), id="aaa", number=1)
TWO = replace(finding("More staff is needed."), id="bbb", number=2)


def test_proposed_merges_are_named_in_both_rows_with_their_reason() -> None:
    sheet = make_sheet(workshop(), [ONE, TWO], fold_edits(()), proposals=[("aaa", "bbb", "alike 91 %")])
    assert [row.cell(Column.SAME) for row in sheet.rows] == ["F2 (alike 91 %)", "F1 (alike 91 %)"]


def test_a_proposal_of_a_finding_that_is_gone_is_left_out() -> None:
    sheet = make_sheet(workshop(), [ONE], fold_edits(()), proposals=[("aaa", "gone", "alike")])
    assert sheet.rows[0].cell(Column.SAME) == ""


def test_open_comments_stand_with_their_author_and_words() -> None:
    memo = replace(edit("memo", "Sure?", id="m1"), words="staff")
    (row,) = sheet_of(replace(ONE, memos=(memo,))).rows
    assert row.cell(Column.COMMENTS) == "Ann, 2024-03-06: Sure? (on “staff”)"


def test_themes_with_the_same_title_are_told_apart_by_their_ids() -> None:
    names = Names(workshop('\n[[themes]]\nid = "marches"\ntitle = "Protests"\n'))
    assert list(names.themes.values()) == ["Protests (protests)", "Festivals", "Protests (marches)"]


def test_the_same_findings_make_the_same_sheet_and_a_changed_one_another() -> None:
    assert render_review(workshop(), sheet_of(ONE)) == render_review(workshop(), sheet_of(ONE))
    assert sheet_of(ONE).id == sheet_of(ONE).id != sheet_of(replace(ONE, note="x")).id


def test_the_record_comes_back_as_it_was_kept() -> None:
    sheet = sheet_of(ONE, replace(TWO, status=Status.UNDECIDED, lens="", note="Zu prüfen\nbald"))
    assert from_json(to_json(sheet)) == replace(
        sheet, rows=tuple(replace(row, shown={}) for row in sheet.rows), choices={}
    )


def test_a_damaged_record_is_none() -> None:
    assert from_json("{") is None


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=60)
STATUSES = st.sampled_from(Status)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS, TEXTS, STATUSES), min_size=1, max_size=4))
def test_a_sheet_that_nobody_edited_holds_no_edits(
    tmp_path: Path, said: list[tuple[str, str, Status]]
) -> None:
    findings = [
        replace(finding(text, status=status), id=f"id{number}", number=number, note=note)
        for number, (text, note, status) in enumerate(said, 1)
    ]
    path = tmp_path / "review.xlsx"
    sheet = sheet_of(*findings)
    path.write_bytes(render_review(workshop(), sheet))
    openpyxl.load_workbook(path).save(path)
    returned = read_review(path, "inputs/review.xlsx")
    kept = from_json(returned.copy)
    assert kept is not None
    reviewed = compare_sheet(kept, returned, Names(workshop()), {}, "")
    assert (reviewed.edits, reviewed.problems) == ((), ())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "'=x", "+1", "-", "@a", "1", "007", "TRUE", "1e5", "_x0041_", "_x000D_", "a  b", "yes\nno"],
)
def test_odd_texts_come_back_as_they_are(tmp_path: Path, text: str) -> None:
    path = tmp_path / "review.xlsx"
    sheet = sheet_of(replace(ONE, statement=text, note=text))
    path.write_bytes(render_review(workshop(), sheet))
    returned = read_review(path, "inputs/review.xlsx")
    reviewed = compare_sheet(sheet, returned, Names(workshop()), {}, "")
    assert (reviewed.edits, reviewed.problems) == ((), ())


def test_a_text_longer_than_a_cell_holds_is_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    sheet = sheet_of(replace(ONE, statement="long " * 9000))
    path.write_bytes(render_review(workshop(), sheet))
    reviewed = compare_sheet(sheet, read_review(path, "inputs/review.xlsx"), Names(workshop()), {}, "")
    assert (reviewed.edits, reviewed.problems) == ((), ())
