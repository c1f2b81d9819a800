"""Copies of a draft that come back from several people, late, damaged, or from somewhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from report_builder import pipeline, reviewing
from report_builder.errors import PullError
from tests import word_saves as saves
from tests.conftest import Run
from tests.pull_cases import F1, F2, F3, F4, F6, F7, INTRO, NEW
from tests.returned_draft import CROSSINGS, INTRODUCTION, PARKING, TREE, Desk, desk_in, in_short
from tests.sheet_editor import SheetEditor
from tests.word_editor import WordEditor

Edit = Callable[[WordEditor], object]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "desk")


def rewrite(words: str, new: str) -> Edit:
    return lambda word: word.retype(word.find(words), new)


def both(*edits: Edit) -> Edit:
    def edit(word: WordEditor) -> None:
        for one in edits:
            one(word)

    return edit


RAIN = "The workshop was held in Ghent. It poured all day. Thirty people came."
FORTY = "The workshop was held in Ghent. It rained all day. Forty people came."
COPIES: list[tuple[str, Edit, Edit]] = [
    ("different statements", rewrite(F1, "Ann's."), rewrite(F2, "Bob's.")),
    ("the same statement", rewrite(F1, "Ann's."), rewrite(F1, "Bob's.")),
    ("the same change", rewrite(F1, "Both."), rewrite(F1, "Both.")),
    ("deleted and rewritten", lambda word: word.remove(word.statement(F1)), rewrite(F1, "Bob's.")),
    (
        "moved to two places",
        lambda word: word.move(word.statement(F1), word.statement(F4)),
        lambda word: word.move(word.statement(F1), word.statement("Residents share")),
    ),
    (
        "moved and rewritten",
        lambda word: word.move(word.statement(F1), word.statement(F4)),
        rewrite(F1, "Bob's."),
    ),
    ("different sentences", rewrite(INTRO, RAIN), rewrite(INTRO, FORTY)),
    (
        "the same sentence",
        rewrite(INTRO, RAIN),
        rewrite(INTRO, RAIN.replace("poured", "snowed")),
    ),
    (
        "a paragraph deleted and rewritten",
        lambda word: word.remove(word.find(INTRO)),
        rewrite(INTRO, RAIN),
    ),
    (
        "two new statements",
        lambda word: word.insert(NEW, word.statement(F2)),
        lambda word: word.insert("And lamps.", word.statement(F2)),
    ),
    (
        "two comments",
        lambda word: word.comment(word.statement(F1), "Ann asks."),
        lambda word: word.comment(word.statement(F1), "Bob asks."),
    ),
    (
        "two orders",
        lambda word: word.move(word.statement(F1), word.statement(F2)),
        lambda word: word.move(word.statement(F3), word.find("Needs were named")),
    ),
]


@pytest.mark.parametrize(("ann", "bob"), [pair[1:] for pair in COPIES], ids=[pair[0] for pair in COPIES])
def test_copies_that_two_people_edited_count_the_same_in_either_order(
    ann: Edit, bob: Edit, tmp_path: Path
) -> None:
    shown = []
    for order in (0, 1):
        desk = desk_in(tmp_path / str(order))
        copies = [desk.edit(ann, author="Ann"), desk.edit(bob, author="Bob")]
        for copy in copies if order == 0 else reversed(copies):
            desk.pull(copy)
        gathered = desk.gathered()
        conflicts = [c for f in gathered.findings for c in f.conflicts] + list(gathered.clashes)
        words = [] if conflicts else sorted(desk.next_draft().split())
        sides = [{c.stands.text, *(rival.text for rival in c.against)} for c in conflicts]
        shown.append((words, sides, sorted(m.new or "" for f in gathered.findings for m in f.memos)))
    assert shown[0] == shown[1]


def test_what_two_people_wrote_is_all_there(desk: Desk) -> None:
    ann = both(
        rewrite(F1, "Ann's."), rewrite(INTRO, RAIN), lambda word: word.comment(word.statement(F4), "Why?")
    )
    bob = both(rewrite(F1, "Bob's."), rewrite(F2, "Bob's other."), rewrite(INTRO, FORTY))
    told = desk.pull(desk.edit(ann, author="Ann"), desk.edit(bob, author="Bob"))
    assert [conflict.against[0].text for _, conflict in told.conflicts] == ["Bob's."]
    draft = WordEditor(desk.build())
    text = "\n".join(draft.text())
    assert "Ann's." in text
    assert "Bob's other." in text
    assert "It poured all day. Forty people came." in text
    comments = "\n".join(words for _, words in draft.comments())
    assert "Bob's." in comments
    assert "Why?" in comments


def test_new_statements_and_orders_of_two_people_stand_where_each_put_them(desk: Desk) -> None:
    ann = desk.edit(lambda word: word.insert(NEW, word.statement(F1)), author="Ann")
    bob = desk.edit(
        both(
            lambda word: word.move(word.statement(F3), word.find("Needs were named")),
            lambda word: word.insert("And lamps.", word.statement(F2)),
        ),
        author="Bob",
    )
    desk.pull(ann, bob)
    draft = WordEditor(desk.build())
    shown = [draft.words(p) for p in draft.paragraphs() if draft.style(p) == "RBFinding"]
    stand = [words.partition("\t")[2] for words in shown]
    needs = [words for words in stand if words in (F1, F2, F3, NEW, "And lamps.")]
    assert needs == [F3, F1, NEW, F2, "And lamps."]


def test_an_older_draft_that_comes_back_late_is_laid_over_the_newest(desk: Desk) -> None:
    old = desk.edit(rewrite(F2, "Children need time."))
    desk.write(
        "notes/crossings.md", CROSSINGS.replace("- Wheelchair", "- Old people tire fast.\n- Wheelchair")
    )
    desk.report.write_bytes(desk.edit(both(rewrite(F1, "Drivers need lamps."), rewrite(INTRO, RAIN))))
    desk.build()
    assert in_short(desk.pull(old)) == ["reworded F2: Children need time."]
    text = desk.next_draft()
    for words in ("Children need time.", "Drivers need lamps.", "Old people tire fast.", RAIN):
        assert words in text
    assert not [problem for problem in desk.gathered().problems if problem.rule == "conflict"]


def test_an_older_draft_does_not_undo_what_it_did_not_touch(desk: Desk) -> None:
    old = desk.report.read_bytes()
    desk.report.write_bytes(
        desk.edit(both(rewrite(F1, "Drivers need lamps."), lambda word: word.remove(word.statement(F2))))
    )
    desk.build()
    assert in_short(desk.pull(old)) == []
    assert "Drivers need lamps." in desk.next_draft()


def test_notes_and_draft_changed_at_different_places_are_both_taken(desk: Desk) -> None:
    edited = desk.edit(both(rewrite(F1, "Drivers need lamps."), rewrite(INTRO, RAIN)))
    desk.write(
        "notes/crossings.md", CROSSINGS.replace("Children need a longer", "Children need a much longer")
    )
    desk.write("sections/introduction.md", INTRODUCTION.replace("Thirty people", "Forty people"))
    assert not desk.pull(edited).conflicts
    text = desk.next_draft()
    for words in (
        "Drivers need lamps.",
        "Children need a much longer",
        "It poured all day. Forty people came.",
    ):
        assert words in text


def test_notes_and_draft_changed_at_the_same_place_are_a_conflict(desk: Desk) -> None:
    edited = desk.edit(rewrite(F1, "Drivers need bright signs that can be read at night."))
    desk.write("notes/crossings.md", CROSSINGS.replace("Drivers need signs", "All drivers need signs"))
    told = desk.pull(edited)
    assert in_short(told) == ["conflict F1 statement"]
    ((_, conflict),) = told.conflicts
    assert conflict.proposal == "All drivers need bright signs that can be read at night."
    draft = WordEditor(desk.build())
    assert any("All drivers need signs" in words for _, words in draft.comments())
    settled = desk.edit(rewrite("Drivers need bright", "All drivers need bright signs."))
    assert in_short(desk.pull(settled)) == ["reworded F1: All drivers need bright signs."]
    assert not desk.gathered().findings[0].conflicts


def test_a_comment_stays_until_it_is_deleted_in_word(desk: Desk) -> None:
    desk.pull(desk.edit(lambda word: word.comment(word.find(INTRO), "Who?")))
    for _ in range(2):
        draft = WordEditor(desk.build())
        assert [words for _, words in draft.comments()] == ["Who?"]
    gone = desk.edit(lambda word: word.remove_comments(lambda author, words: words == "Who?"))
    assert len(desk.pull(gone).ticked_off) == 1
    assert WordEditor(desk.build()).comments() == []


def test_a_comment_stays_until_it_is_resolved_in_word(desk: Desk) -> None:
    desk.pull(desk.edit(lambda word: word.comment(word.statement(F1), "Who?")))
    desk.build()
    assert len(desk.pull(desk.edit(saves.resolve_comments)).ticked_off) == 1
    assert WordEditor(desk.build()).comments() == []


def test_the_same_words_beside_two_statements_are_two_comments(desk: Desk) -> None:
    def comment(word: WordEditor) -> None:
        word.comment(word.statement(F1), "Agreed.")
        word.comment(word.statement(F4), "Agreed.")

    assert in_short(desk.pull(desk.edit(comment))) == ["comment F1: Agreed.", "comment F4: Agreed."]
    assert [words for _, words in WordEditor(desk.build()).comments()] == ["Agreed."] * 2
    gone = desk.edit(WordEditor.drop_first_comment)
    assert len(desk.pull(gone).ticked_off) == 1
    left = [f"F{f.number}" for f in desk.gathered().findings if f.memos]
    assert left == ["F4"]


def test_a_comment_on_a_statement_that_was_struck_is_told_by_explain(desk: Desk, run: Run) -> None:
    def strike(word: WordEditor) -> None:
        word.comment(word.statement(F1), "Said by nobody.")
        word.remove_tracked(word.statement(F1))

    desk.pull(desk.edit(strike))
    assert "Said by nobody." in run("explain", "F1", desk.folder).out


def test_a_comment_on_a_place_without_text_of_people_stays_too(desk: Desk) -> None:
    def comment(word: WordEditor) -> None:
        word.comment(word.find("Organised by The host"), "On the cover.")
        word.comment(word.find("8 findings by theme", "Caption"), "On a table.")

    desk.pull(desk.edit(comment))
    for _ in range(2):
        data = desk.build()
        assert sorted(words for _, words in WordEditor(data).comments()) == ["On a table.", "On the cover."]
        assert not in_short(desk.pull(data))


def test_what_could_not_be_carried_is_told_by_each_build(desk: Desk) -> None:
    desk.pull(desk.edit(lambda word: saves.type_in_story(word, "header", "Confidential")))
    for _ in range(2):
        built = pipeline.build(desk.folder, formats=["docx"])
        assert "Confidential" in "\n".join(problem.what for problem in built.problems)


def test_a_statement_that_is_moved_twice_is_no_conflict(desk: Desk) -> None:
    desk.write("notes/parking.md", PARKING.replace("- Shops", "- Need: Shops"))
    desk.report.write_bytes(desk.edit(lambda word: word.move(word.statement(F7), word.statement(F4))))
    desk.build()
    twice = desk.edit(lambda word: word.move(word.statement(F7), word.statement(F6)))
    assert not desk.pull(twice).conflicts
    assert [f.lens for f in desk.gathered().findings if f.statement == F7] == ["practice"]


def test_a_statement_that_was_coded_in_the_sheet_can_be_deleted_in_word(desk: Desk) -> None:
    desk.write("notes/parking.md", PARKING + "\n# Beside\n\n- Somebody painted all the bollards blue.\n")
    reviewing.review(desk.folder)
    sheet = SheetEditor(desk.folder / "inputs/review.xlsx")
    sheet.type("Somebody painted", Theme="Parking", Lens="Needs").save()
    desk.build()
    told = desk.pull(desk.edit(lambda word: word.remove(word.statement("Somebody painted")), author="Bob"))
    assert in_short(told) == ["set-aside F9"]


def test_a_statement_that_one_deleted_and_another_rewrote_is_settled_in_word(desk: Desk) -> None:
    gone = desk.edit(lambda word: word.remove(word.statement(F1)))
    desk.pull(gone, desk.edit(rewrite(F1, "Bob's."), author="Bob"))
    assert [c.field for f in desk.gathered().findings for c in f.conflicts] == ["status"]
    data = desk.build()
    desk.pull(desk.edit(rewrite("Bob's.", "Cleo's."), data, author="Cleo"))
    assert not [c for f in desk.gathered().findings for c in f.conflicts]
    assert desk.statements()["F1"] == "Cleo's."


def test_a_draft_that_comes_back_again_with_bold_words_is_taken_again(desk: Desk) -> None:
    first = desk.edit(rewrite(F1, "Drivers need lamps."))

    def embolden(word: WordEditor) -> None:
        word.retype(word.statement("Drivers need"), "Drivers need")
        word.append_run(word.statement("Drivers need"), " lamps.", "b")

    desk.pull(first)
    assert in_short(desk.pull(desk.edit(embolden, first))) == [
        "reworded F1: Drivers need <strong>lamps.</strong>"
    ]
    assert not desk.gathered().findings[0].conflicts


def test_two_captions_of_one_picture_are_told_until_one_is_ticked_off(desk: Desk) -> None:
    ann = desk.edit(rewrite("Plan of the room", "Ann's plan."), author="Ann")
    bob = desk.edit(rewrite("Plan of the room", "Bob's plan."), author="Bob")
    desk.pull(ann, bob)
    (told,) = [problem for problem in desk.gathered().problems if problem.rule == "conflict"]
    assert ("Ann's plan" in told.what, "Bob's plan" in told.what) == (True, True)
    assert "--undo 2" in told.mend
    reviewing.undo(desk.folder, 2)
    assert not [problem for problem in desk.gathered().problems if problem.rule == "conflict"]
    assert "Ann's plan" in desk.next_draft()


# Where it comes from


def test_a_draft_of_another_workshop_is_refused(desk: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other")
    other.write("workshop.toml", TREE["workshop.toml"])
    other.write("images/plan.png", TREE["images/plan.png"])
    other.write("notes/lorries.md", "# Parking\n\n## Needs\n\n- Trucks need room.\n")
    other.build()
    with pytest.raises(PullError) as failed:
        desk.pull(other.edit(rewrite("Trucks need room.", "Trucks need air.")))
    assert "no draft of this workshop" in str(failed.value)


def test_a_statement_of_a_workshop_that_was_made_from_a_copy_is_told(desk: Desk, tmp_path: Path) -> None:
    other = desk_in(
        tmp_path / "other", [("notes/lorries.md", "# Parking\n\n## Needs\n\n- Trucks need room.\n")]
    )
    other.build()
    edited = other.edit(
        both(rewrite("Trucks need room.", "Trucks need air."), rewrite(F1, "Drivers need lamps."))
    )
    told = desk.pull(edited)
    assert sorted(in_short(told)) == [
        "reworded F1: Drivers need lamps.",
        "told 'Trucks need room.' -> 'Trucks need air.'",
    ]


def test_a_plain_word_file_is_refused(desk: Desk) -> None:
    with pytest.raises(PullError):
        desk.pull(desk.edit(lambda word: saves.drop_record(word, marks=False)))


@pytest.mark.parametrize("bad", ["", "{", "[]", '{"draft": 1}', "\x00"])
def test_a_damaged_record_in_history_is_replaced_by_the_copy_in_the_file(desk: Desk, bad: str) -> None:
    edited = desk.edit(rewrite(F1, "Drivers need lamps."))
    for kept in (desk.folder / "inputs/history/drafts").glob("*.json"):
        kept.write_text(bad, encoding="utf-8")
    assert in_short(desk.pull(edited)) == ["reworded F1: Drivers need lamps."]


def test_a_record_that_is_lost_on_both_sides_is_told(desk: Desk) -> None:
    edited = desk.edit(both(rewrite(F1, "Drivers need lamps."), saves.drop_record))
    for kept in (desk.folder / "inputs/history/drafts").glob("*.json"):
        kept.unlink()
    with pytest.raises(PullError) as failed:
        desk.pull(edited)
    assert "inputs/history/drafts" in str(failed.value)


@pytest.mark.parametrize("cut", [0, 100, 5000])
def test_a_file_that_arrived_in_part_is_told(desk: Desk, cut: int) -> None:
    with pytest.raises(PullError):
        desk.pull(desk.report.read_bytes()[:cut])


def test_one_bad_file_among_several_stops_all_and_nothing_is_written(desk: Desk) -> None:
    journal = desk.folder / "inputs/history/edits.jsonl"
    with pytest.raises(PullError):
        desk.pull(desk.edit(rewrite(F1, "Drivers need lamps.")), b"no file of Word")
    assert not journal.exists()


def test_tracked_changes_can_be_read_as_rejected(desk: Desk) -> None:
    def edit(word: WordEditor) -> None:
        word.retype_tracked(word.statement(F1), "Drivers need lamps.")
        word.insert_tracked(NEW, word.statement(F2))
        word.remove_tracked(word.statement(F4))
        word.retype(word.statement(F3), "Typed without tracking.")

    assert in_short(desk.pull(desk.edit(edit), original=True)) == ["reworded F3: Typed without tracking."]


def test_tracked_changes_keep_their_authors(desk: Desk) -> None:
    edited = desk.edit(
        lambda word: word.retype_tracked(word.statement(F1), "Drivers need lamps."), author="Cleo"
    )
    word = WordEditor(edited, author="Ann")
    told = desk.pull(word.save())
    assert [edit.author for _, edit in told.carried] == ["Cleo"]


# The other files


def test_summaries_are_taken_back_too(desk: Desk) -> None:
    pipeline.summaries(desk.folder, formats=["docx"])
    summary = (desk.folder / "output/themes/crossings.docx").read_bytes()
    assert in_short(desk.pull(summary)) == []
    edited = desk.edit(
        both(rewrite(F1, "Drivers need lamps."), rewrite("Crossings were", "They spoke of little else.")),
        summary,
    )
    assert sorted(in_short(desk.pull(edited))) == [
        "reworded F1: Drivers need lamps.",
        "section themes/crossings",
    ]
    assert "They spoke of little else." in desk.next_draft()


def test_inventories_of_a_lens_are_taken_back_too(desk: Desk) -> None:
    pipeline.summaries(desk.folder, lenses=["need"], formats=["docx"])
    inventory = (desk.folder / "output/inventory-need.docx").read_bytes()
    assert in_short(desk.pull(inventory)) == []
    edited = desk.edit(
        both(rewrite(F1, "Drivers need lamps."), lambda word: word.remove(word.statement(F2))), inventory
    )
    assert sorted(in_short(desk.pull(edited))) == ["reworded F1: Drivers need lamps.", "set-aside F2"]


def test_report_and_summary_edited_at_once_are_both_taken_by_a_build(desk: Desk) -> None:
    pipeline.summaries(desk.folder, formats=["docx"])
    summary = desk.folder / "output/themes/crossings.docx"
    summary.write_bytes(desk.edit(rewrite(F2, "Children need time."), summary.read_bytes()))
    desk.report.write_bytes(desk.edit(rewrite(F1, "Drivers need lamps.")))
    text = "\n".join(WordEditor(desk.build()).text())
    assert "Children need time." in text
    assert "Drivers need lamps." in text
    assert len(list((desk.folder / "inputs/history/returned").iterdir())) == 2
