"""What people do to a draft in Word, and what becomes of it: a table of edits, each with what is expected."""

import os
from pathlib import Path

import pytest

from tests import pull_cases_text  # noqa: F401
from tests.pull_cases import CASES, Case
from tests.returned_draft import desk_in, in_short
from tests.word_editor import WordEditor

BUILT = CASES if os.environ.get("FUZZ") else CASES[::14]
"""Cases after which the next draft is really built; all of them where FUZZ is set."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_comes_back_of_it(case: Case, tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    edited = desk.edit(case.edit)
    assert sorted(in_short(desk.pull(edited))) == sorted(case.told)
    text = desk.next_draft()
    assert [words for words in case.shows if words not in text] == []
    assert [words for words in case.hides if words in text] == []


@pytest.mark.parametrize("case", BUILT, ids=lambda case: case.name)
def test_the_next_draft_holds_it_and_counts_as_unedited(case: Case, tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    edited = desk.edit(case.edit)
    told = desk.pull(edited)
    assert not in_short(desk.pull(edited)), "taken twice, it counts once"
    draft = WordEditor(desk.build())
    text = "\n".join(
        draft.words(p) for p in draft.paragraphs() if draft.style(p) not in ("RBAnnexEntry", "TOC1", "TOC2")
    )
    assert [words for words in case.shows if words not in text] == []
    assert [words for words in case.hides if words in text] == []
    set_aside = {edit.id for _, edit in told.carried if edit.field == "status"}
    noted = {memo.new for _, memo in told.memos if memo.about not in set_aside}
    assert noted <= {words for _, words in draft.comments()}
    assert not in_short(desk.pull(desk.report.read_bytes()))
