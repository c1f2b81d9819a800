"""The way back at the command line: edited drafts, conflicts, comments, guards."""

import json
from pathlib import Path

import pytest

from tests.conftest import Project, Run
from tests.word_editor import WordEditor

NOTE = """\
# Crossings

## Needs

- Drivers need signs that can be read at night.
- Cyclists need a waiting place.

## Challenges

- Nobody pays for the lights.
"""
INTRODUCTION = "We met in Ghent. Thirty people came. They came from six towns.\n"
TREE = {"inputs/notes/crossings.md": NOTE, "inputs/sections/introduction.md": INTRODUCTION}
DRAFT = "output/report.docx"


@pytest.fixture
def folder(project: Project, run: Run) -> Path:
    """A small workshop with its first draft."""
    folder = project(TREE)
    build(folder, run)
    return folder


def build(folder: Path, run: Run, *options: str) -> WordEditor:
    result = run("build", folder, "--format", "docx", *options)
    assert result.code == 0, result.err
    return opened(folder)


def opened(folder: Path, name: str = DRAFT) -> WordEditor:
    return WordEditor((folder / name).read_bytes())


def statements(draft: WordEditor) -> list[str]:
    return [draft.words(p) for p in draft.paragraphs() if draft.style(p) == "RBFinding"]


def rewrite(folder: Path, old: str, new: str, name: str = "notes/crossings.md") -> None:
    path = folder / "inputs" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def pulled(folder: Path, run: Run, draft: WordEditor, *options: str) -> dict[str, list[dict[str, str]]]:
    back = folder / "draft (2) AK.docx"
    back.write_bytes(draft.save())
    result = run("pull", back, "--workshop", folder, "--json", *options)
    assert result.code == 0, result.err
    told: dict[str, list[dict[str, str]]] = json.loads(result.out)
    return told


def test_a_draft_edited_in_place_is_taken_over_kept_and_written_anew(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Drivers"), "Drivers need “larger” signs.")
    (folder / DRAFT).write_bytes(draft.save())
    result = run("build", folder, "--format", "docx", "--format", "html")
    assert "pulled    output/report.docx: 1 change" in result.out
    assert "the changes are taken over, and the edited file is kept as inputs/history/returned/" in result.err
    assert "F1\tDrivers need “larger” signs." in statements(opened(folder))
    assert "Drivers need “larger” signs." in (folder / "output/report.html").read_text(encoding="utf-8")
    (kept,) = (folder / "inputs/history/returned").iterdir()
    assert kept.read_bytes() == draft.save() or WordEditor(kept.read_bytes()).statement("larger") is not None


def test_without_pull_nothing_is_written_over_an_edited_file(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Drivers"), "Mine.")
    (folder / DRAFT).write_bytes(draft.save())
    before = (folder / DRAFT).read_bytes()
    result = run("build", folder, "--format", "docx", "--no-pull")
    assert result.code == 1
    assert "somebody edited it" in result.err
    assert (folder / DRAFT).read_bytes() == before
    assert not (folder / "inputs/history/edits.jsonl").exists()


def test_a_summary_is_taken_back_like_the_report(folder: Path, run: Run) -> None:
    run("summaries", folder, "--format", "docx")
    summary = opened(folder, "output/themes/crossings.docx")
    summary.retype(summary.statement("Cyclists"), "Cyclists need room.")
    (folder / "output/themes/crossings.docx").write_bytes(summary.save())
    assert "F2\tCyclists need room." in statements(build(folder, run))
    assert "F2\tCyclists need room." in statements(opened(folder, "output/themes/crossings.docx"))


def test_a_dry_run_writes_nothing(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.remove(draft.statement("Nobody pays"))
    told = pulled(folder, run, draft, "--dry-run")
    assert [(edit["field"], edit["word"]) for edit in told["carried"]] == [("status", "set-aside")]
    assert not (folder / "inputs/history/edits.jsonl").exists()


def test_what_comes_back_is_told_with_who_did_it(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Cyclists"), "Cyclists need room.")
    path = folder / "back (2).docx"
    path.write_bytes(draft.save())
    told = run("pull", path, "--workshop", folder, "--dry-run").out
    assert "F2 Cyclists need room. (" in told
    assert told.endswith("Nothing was taken over. Leave --dry-run out to do it.\n")


def test_one_who_deleted_wrote_no_words(folder: Path, run: Run) -> None:
    ann, bob = opened(folder), opened(folder)
    ann.remove(ann.statement("Cyclists"))
    bob.retype(bob.statement("Cyclists"), "Cyclists need room.")
    pulled(folder, run, ann)
    pulled(folder, run, bob)
    (told,) = [line for line in run("check", folder).err.splitlines() if "deleted on one side" in line]
    assert ": deleted; by" in told
    assert "(for deleted)" in told


@pytest.mark.parametrize(
    ("name", "rule"), [("notes.docx", "it is plain text"), ("review.xlsx", "review --from")]
)
def test_a_wrong_file_is_named_as_it_was_given(name: str, rule: str, folder: Path, run: Run) -> None:
    wrong = folder / name
    wrong.write_bytes(b"no archive")
    result = run("pull", wrong, "--workshop", folder)
    assert result.code == 1
    assert rule in result.err
    assert "inputs/" + name not in result.err


def test_a_statement_changed_on_both_sides_shows_both_until_it_is_settled(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Drivers"), "Drivers need larger signs that can be read at night.")
    rewrite(folder, "Drivers need signs", "Lorry drivers need signs")
    (conflict,) = pulled(folder, run, draft)["conflicts"]
    assert conflict["fresh"] == "Lorry drivers need signs that can be read at night."
    assert conflict["proposal"] == "Lorry drivers need larger signs that can be read at night."
    assert "F1: changed on two sides" in run("check", folder).err
    final = run("build", folder, "--final", "--format", "docx")
    assert final.code == 1
    assert not (folder / "output/final").exists()
    new = build(folder, run)
    assert "F1\tDrivers need larger signs that can be read at night." in statements(new)
    assert any("By the inputs: Lorry drivers need signs" in words for _, words in new.comments())
    assert pulled(folder, run, new) == {
        "carried": [], "conflicts": [], "memos": [], "resolved": [], "not_carried": []
    }  # fmt: skip

    new.retype(new.statement("Drivers"), "Lorry drivers need larger signs.")
    assert [edit["word"] for edit in pulled(folder, run, new)["carried"]] == [
        "Lorry drivers need larger signs."
    ]
    settled = build(folder, run)
    assert "F1\tLorry drivers need larger signs." in statements(settled)
    assert settled.comments() == []


@pytest.mark.parametrize(
    ("side", "stands"),
    [("word", "F1\tMine."), ("inputs", "F1\tLorry drivers need signs that can be read at night.")],
)
def test_a_conflict_can_be_settled_at_the_command_line(
    folder: Path, run: Run, side: str, stands: str
) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Drivers"), "Mine.")
    rewrite(folder, "Drivers need signs", "Lorry drivers need signs")
    pulled(folder, run, draft)
    result = run("pull", "--workshop", folder, "--take", side, "--only", "F2")
    assert (result.code, "there is no conflict there" in result.err) == (1, True)
    assert run("pull", "--workshop", folder, "--take", side, "--only", "F1").code == 0
    assert "F1" not in run("check", folder).err
    assert stands in statements(build(folder, run))


def test_a_statement_that_the_notes_lost_but_word_rewrote_is_not_lost(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Cyclists"), "Cyclists and skaters need a waiting place.")
    rewrite(folder, "- Cyclists need a waiting place.\n", "")
    (conflict,) = pulled(folder, run, draft)["conflicts"]
    assert conflict["fresh"] == "(deleted)"
    assert "F2\tCyclists and skaters need a waiting place." in statements(build(folder, run))
    run("pull", "--workshop", folder, "--take", "inputs")
    assert not [line for line in statements(build(folder, run)) if "skaters" in line]


def test_prose_is_merged_by_sentence_and_settled(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(
        draft.find("We met in Ghent"), "We met in Ghent. Forty people came. They came from six towns."
    )
    rewrite(folder, "Thirty people", "Thirty-five people", "sections/introduction.md")
    rewrite(folder, "six towns", "seven towns", "sections/introduction.md")
    (conflict,) = pulled(folder, run, draft)["conflicts"]
    assert (conflict["word"], conflict["fresh"]) == ("Forty people came.", "Thirty-five people came.")
    new = build(folder, run)
    assert new.find("We met in Ghent. Forty people came. They came from seven towns.") is not None
    run("pull", "--workshop", folder, "--take", "inputs", "--only", "introduction")
    new = build(folder, run)
    assert new.find("We met in Ghent. Thirty-five people came. They came from seven towns.") is not None
    assert new.comments() == []


def test_an_edit_of_merged_prose_keeps_what_the_inputs_brought(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(
        draft.find("We met in Ghent"), "We met in Ghent. Forty people came. They came from six towns."
    )
    pulled(folder, run, draft)
    rewrite(folder, "six towns", "seven towns", "sections/introduction.md")
    second = build(folder, run)
    second.retype(
        second.find("We met"), "We gathered in Ghent. Forty people came. They came from seven towns."
    )
    pulled(folder, run, second)
    third = build(folder, run)
    assert third.find("We gathered in Ghent. Forty people came. They came from seven towns.") is not None
    assert third.comments() == []


def test_comments_stand_in_every_draft_until_they_are_deleted_there(folder: Path, run: Run) -> None:
    with (folder / "inputs/workshop.toml").open("a") as settings:
        settings.write('[privacy]\nteam = ["Bea", "Cas"]\n')
    draft = opened(folder)
    draft.comment(draft.statement("Drivers"), "Who says so?", author="Bea")
    draft.comment(draft.find("We met in Ghent"), "In Bruges!", author="Cas")
    assert [memo["word"] for memo in pulled(folder, run, draft)["memos"]] == ["Who says so?", "In Bruges!"]
    assert pulled(folder, run, draft)["memos"] == []
    second = build(folder, run)
    assert sorted(second.comments()) == [("Bea", "Who says so?"), ("Cas", "In Bruges!")]
    assert (
        "comment   F1 on “Drivers need signs that can be read at night.”: Who says so?"
        in run("check", folder).out
    )
    assert pulled(folder, run, second)["memos"] == []
    second.remove_comments(lambda author, _: author == "Bea")
    assert len(pulled(folder, run, second)["resolved"]) == 1
    assert build(folder, run).comments() == [("Cas", "In Bruges!")]


def test_what_can_not_be_carried_is_told_word_for_word_and_again(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.find("Crossings", "Heading1"), "Crossing points")
    (told,) = pulled(folder, run, draft)["not_carried"]
    assert (told["base"], told["word"]) == ("Crossings", "Crossing points")
    assert "“Crossings” was changed to “Crossing points”" in run("check", folder).err


def test_a_draft_of_another_workshop_is_refused(folder: Path, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "notes.docx"
    other.write_bytes(b"no Word file at all")
    result = run("pull", other, tmp_path / "report.odt", "--workshop", folder)
    assert result.code == 1
    assert "there is no such file" in result.err or "can't be taken back" in result.err
    assert "notes.docx" in result.err


def test_a_final_version_shows_nothing_of_the_drafting(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.comment(draft.statement("Drivers"), "Hm?")
    draft.insert("Walkers need benches.", draft.statement("Cyclists"))
    pulled(folder, run, draft)
    result = run("build", folder, "--final", "--format", "docx")
    assert result.code == 0, result.err
    final = opened(folder, "output/final/report.docx")
    assert "word/comments.xml" not in final.parts
    assert b"_rb_" not in final.parts["word/document.xml"]
    assert "F4\tWalkers need benches." in statements(final)
    assert b"edits.jsonl" not in final.parts["word/document.xml"]


def test_a_note_brought_into_line_with_word_keeps_its_number(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.retype(draft.statement("Cyclists"), "Room is missing for bikes at red lights.")
    pulled(folder, run, draft)
    rewrite(folder, "Cyclists need a waiting place.", "Room is missing for bikes at red lights.")
    new = build(folder, run)
    assert [line for line in statements(new) if "bikes" in line] == [
        "F2\tRoom is missing for bikes at red lights."
    ]
    assert new.comments() == []


def test_a_joined_statement_is_explained_with_the_one_it_is_in(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.join(draft.statement("Drivers"), draft.statement("Cyclists"))
    pulled(folder, run, draft)
    told = run("explain", "F2", folder).out
    assert told.startswith("F1  Drivers need signs that can be read at night. Cyclists need a waiting place.")
    assert "in inputs  Drivers need signs that can be read at night." in told
    assert "notes/crossings.md, line 6" in told


def test_what_was_moved_once_teaches_like_statements_that_come_later(folder: Path, run: Run) -> None:
    draft = opened(folder)
    draft.move(draft.statement("Nobody pays"), draft.statement("Cyclists"))
    pulled(folder, run, draft)
    note = folder / "inputs/notes/late.md"
    note.write_text("# Crossings\n\n- Nobody pays for the new lights at the bridge.\n", encoding="utf-8")
    build(folder, run)
    said = run("explain", "F4", folder)
    assert "lens       Needs" in said.out
    assert "like" in said.out
