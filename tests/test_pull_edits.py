"""What people do to a draft in Word, and what becomes of it: a table of edits, each with what is expected."""

import os
from pathlib import Path

import pytest

from tests import pull_cases_text  # noqa: F401
from tests.pull_cases import CASES, F1, F2, F4, F5, Case
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


def test_half_of_a_statement_is_not_taken_for_another_that_was_deleted(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    alike = "Riders want signs that can be read at night."
    first = desk.pull(desk.edit(lambda word: word.retype(word.statement(F2), alike)))
    assert in_short(first) == [f"reworded F2: {alike}"]
    desk.build()

    def split_one_delete_the_other(word: WordEditor) -> None:
        word.remove(word.statement(alike))
        word.split(word.statement(F1), "signs that can be read at night.")

    told = in_short(desk.pull(desk.edit(split_one_delete_the_other)))
    assert "set-aside F2" in told
    assert "new crossings/need: signs that can be read at night." in told


def test_a_statement_whose_words_were_typed_into_another_is_joined_to_it(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    alike = F5.replace("mends", "paints")

    def type_one_into_another(word: WordEditor) -> None:
        word.remove(word.statement(F5))
        word.retype(word.statement(F4), f"{F4} {F5}")
        word.insert(alike, word.find("S1, line 11", "RBSupport"))

    told = in_short(desk.pull(desk.edit(type_one_into_another)))
    assert "joined F5" in told
    assert f"new crossings/challenge: {alike}" in told


def test_a_slash_that_libreoffice_sets_behind_the_address_of_a_site_is_no_edit(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, [("sections/conclusions.md", "We met. See [the site](https://example.org).\n")])
    desk.build()

    def end_with_a_slash(word: WordEditor) -> None:
        relations = word.parts["word/_rels/document.xml.rels"]
        assert b'"https://example.org"' in relations
        word.parts["word/_rels/document.xml.rels"] = relations.replace(
            b'"https://example.org"', b'"https://example.org/"'
        )

    assert not in_short(desk.pull(desk.edit(end_with_a_slash)))
