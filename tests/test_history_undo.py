"""Undoing an entry of the journal: what stood before it stands again."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.edit import Edit
from report_builder.errors import HistoryError
from report_builder.history.edits import apply_edits, apply_to_prose
from report_builder.history.journal import fold_edits
from report_builder.history.undo import reverse
from report_builder.merge import join_findings
from report_builder.model import Finding, Prose
from tests.sample import finding
from tests.test_history_edits import LENSES, THEMES, edit

DATE = "2024-04-01T08:00:00Z"


def undone(edits: Sequence[Edit], *lines: int) -> tuple[Edit, ...]:
    """The journal after these entries were undone, one after the other."""
    journal = tuple(edits)
    for line in lines:
        journal = (*journal, reverse(journal, line, DATE))
    return journal


def applied(edits: Sequence[Edit], read: str = "We need staff.") -> Finding:
    one = replace(finding(read, confidence=0.7), id="abc")
    (found,) = apply_edits([one], fold_edits(edits), THEMES, LENSES, join_findings)
    return found


ANN = edit("statement", "Ann's.")
BOB_AFTER_ANN = edit("statement", "Bob's.", base="Ann's.", author="Bob")
BOB_UNSEEN = edit("statement", "Bob's.", author="Bob")


@pytest.mark.parametrize(
    ("edits", "lines", "stands"),
    [
        ([ANN], [1], "We need staff."),
        ([ANN], [1, 2], "Ann's."),
        ([ANN, BOB_AFTER_ANN], [2], "Ann's."),
        ([ANN, BOB_AFTER_ANN], [1], "We need staff."),
        ([ANN, BOB_AFTER_ANN], [2, 1], "We need staff."),
        ([ANN, edit("statement", None, base="Ann's.")], [2], "Ann's."),
        ([ANN, BOB_UNSEEN], [2], "Ann's."),
    ],
)
def test_the_wording_before_stands_again(edits: list[Edit], lines: list[int], stands: str) -> None:
    found = applied(undone(edits, *lines))
    assert found.statement == stands
    assert not found.conflicts


def test_undoing_what_stands_does_not_settle_what_somebody_else_wrote() -> None:
    found = applied(undone([ANN, BOB_UNSEEN], 1))
    assert found.statement == "We need staff."
    assert [rival.text for rival in found.conflicts[0].against] == ["Bob's."]


def test_undoing_brings_back_bold_words_and_the_conflict_with_new_notes() -> None:
    bold = replace(ANN, html="<strong>Ann's.</strong>")
    journal = undone([bold, replace(BOB_AFTER_ANN, inputs="We need staff at night.")], 2)
    found = applied(journal, read="We need staff at night.")
    assert (found.statement, found.html) == ("Ann's.", "<strong>Ann's.</strong>")
    assert found.conflicts[0].against[0].text == "We need staff at night."


def test_undoing_a_choice_of_theme_lens_or_state_goes_back_to_the_notes() -> None:
    edits = [
        edit("theme", "festivals", base="protests", inputs="protests"),
        edit("status", "set-aside"),
        edit("note", "Ask"),
        edit("key-finding", "yes"),
    ]
    found = applied(undone(edits, 1, 2, 3, 4))
    assert (found.theme, found.status, found.note, found.key) == ("protests", "coded", "", False)


def sections(edits: Sequence[Edit], fresh: str) -> str:
    texts, _ = apply_to_prose([Prose("introduction", fresh)], fold_edits(edits))
    return texts[0].html


FRESH = "<p>One. Two. Three.</p>"


def section(new: str, base: str = FRESH, author: str = "Ann") -> Edit:
    return edit("section", new, id="introduction", base=base, inputs=FRESH, author=author)


def test_a_section_goes_back_to_what_it_was() -> None:
    first = section("<p>ONE. Two. Three.</p>")
    second = section("<p>ONE. Two. THREE.</p>", base="<p>ONE. Two. Three.</p>", author="Bob")
    assert sections(undone([first], 1), FRESH) == FRESH
    assert sections(undone([first, second], 2), FRESH) == "<p>ONE. Two. Three.</p>"


def test_undoing_an_older_change_of_a_section_leaves_the_later_one() -> None:
    first = section("<p>ONE. Two. Three.</p>")
    second = section("<p>ONE. Two. THREE.</p>", base="<p>ONE. Two. Three.</p>", author="Bob")
    assert sections(undone([first, second], 1), FRESH) == "<p>One. Two. THREE.</p>"


MEMO = replace(edit("memo", "Sure?", id="m1", base=""), about="abc")
TOLD = replace(edit("told", "13", id="t1", base="12"), words="a table is made by the program")
WRITTEN = replace(edit("finding", "A new one.", id="w1", base=""), about="protests/need")


def test_a_comment_and_a_change_that_could_not_be_kept_are_ticked_off_and_come_back() -> None:
    present = fold_edits(undone([MEMO, TOLD], 1, 2))
    assert (present.memos, present.told) == ({}, ())
    present = fold_edits(undone([MEMO, TOLD], 1, 2, 3, 4))
    assert [memo.new for memo in present.memos["abc"]] == ["Sure?"]
    assert [(told.base, told.new) for told in present.told] == [("12", "13")]


def test_a_statement_written_into_a_draft_goes_and_comes_back() -> None:
    assert not fold_edits(undone([WRITTEN], 1)).written
    ((_, back),) = fold_edits(undone([WRITTEN], 1, 2)).written
    assert (back.new, back.about, back.author) == ("A new one.", "protests/need", "Ann")


def test_a_split_is_undone_and_done_again() -> None:
    split = edit("apart", "We need staff", base="We need staff")
    assert fold_edits([split]).apart == {"we need staff"}
    assert fold_edits(undone([split], 1)).apart == frozenset()
    assert fold_edits(undone([split], 1, 2)).apart == {"we need staff"}


@pytest.mark.parametrize(("edits", "line"), [([], 1), ([ANN], 0), ([ANN], 2)])
def test_no_such_entry(edits: list[Edit], line: int) -> None:
    with pytest.raises(HistoryError):
        reverse(edits, line, DATE)


FIELDS = st.sampled_from(["statement", "theme", "lens", "status", "note", "also", "merged-into"])
VALUES = st.sampled_from(["one", "two", "set-aside", "coded"]) | st.none()


@given(
    st.lists(
        st.builds(
            lambda field, new, author: edit(field, new, author=author), FIELDS, VALUES, st.sampled_from("AB")
        ),
        min_size=1,
        max_size=6,
    )
)
def test_undoing_the_last_entry_gives_what_stood_before_it(edits: list[Edit]) -> None:
    *before, last = edits
    if last in before:
        return
    wanted = fold_edits(before).wanted(last.id, last.field)
    now = fold_edits(undone(edits, len(edits))).wanted(last.id, last.field)
    assert (now.edit.new if now else None) == (wanted.edit.new if wanted else None)
