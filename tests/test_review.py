"""The review sheet: written, edited by a person, taken over, undone."""

import json
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import WORKSHOP, Project, Run
from tests.sheet_editor import SheetEditor
from tests.word_editor import WordEditor

TWO_THEMES = f"""{WORKSHOP}
[[themes]]
id = "parking"
title = "Parking"
"""
NOTE = """\
# Crossings

## Needs

- Drivers need signs that can be read at night.
- The lights should stay green for longer.
- drivers need signs which can be read at night

## Challenges

- The crossing by the school is hidden behind parked vans.

## Other remarks

- A colleague walked the whole road twice on a Sunday.
- The old bakery has moved to the other side.
"""
SIGNS, LIGHTS, VANS = "Drivers need signs", "The lights should stay", "The crossing by the school"
SUNDAY, BAKERY = "A colleague walked", "The old bakery"

Make = Callable[[], Path]


@pytest.fixture
def sheet(project: Project, run: Run) -> Path:
    """A workshop with two themes and two undecided statements; its review sheet has just been written."""
    folder = project({"inputs/workshop.toml": TWO_THEMES, "inputs/notes/crossings.md": NOTE})
    result = run("review", folder)
    assert result.code == 0, result.err
    return folder / "inputs" / "review.xlsx"


def workshop_of(sheet: Path) -> Path:
    return sheet.parent.parent


def statuses(sheet: Path, run: Run) -> dict[str, tuple[str, str, str]]:
    """Statement -> state, theme, lens, as `export` tells them."""
    folder = workshop_of(sheet)
    assert run("export", folder, "--format", "json", "--output", folder / "data", "--quiet").code == 0
    found = json.loads((folder / "data" / "findings.json").read_text(encoding="utf-8"))["findings"]
    return {one["statement"]: (one["status"], one["theme"], one["lens"]) for one in found}


def journal(sheet: Path) -> list[dict[str, str]]:
    path = sheet.parent / "history" / "edits.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


# Written


def test_the_undecided_stand_first_then_numbers_and_members_below_their_statement(sheet: Path) -> None:
    rows = [(row["No."], row["State"], row["Statement"][:18]) for row in SheetEditor(sheet).rows()]
    assert rows == [
        ("F4", "undecided", SUNDAY),
        ("F5", "undecided", "The old bakery has"),
        ("F1", "coded", SIGNS),
        ("", "merged into F1", "drivers need signs"),
        ("F2", "coded", "The lights should "),
        ("F3", "coded", "The crossing by th"),
    ]


def test_a_row_says_where_it_comes_from_and_why(sheet: Path) -> None:
    editor = SheetEditor(sheet)
    assert editor.cell(VANS, "Source") == "notes/crossings.md"
    assert editor.cell(VANS, "Place") == "line 11"
    assert (editor.cell(VANS, "Theme"), editor.cell(VANS, "Lens")) == ("Crossings", "Challenges")
    assert "Challenges" in editor.cell(VANS, "Why so")
    assert float(editor.cell(VANS, "Confidence")) > 0.5
    assert (editor.cell(SUNDAY, "Theme"), editor.cell(SUNDAY, "Best guess")) == (
        "",
        "Crossings / Current and future practices",
    )


def test_theme_lens_and_state_are_chosen_from_lists(sheet: Path) -> None:
    tab = SheetEditor(sheet).tab
    rules = {str(rule.sqref).rstrip("0123456789")[0]: rule for rule in tab.data_validations.dataValidation}
    headings = [str(cell.value) for cell in tab[1]]
    listed = {headings[ord(letter) - ord("A")]: str(rule.formula1) for letter, rule in rules.items()}
    assert {"State", "Theme", "Lens", "Second coding", "Key finding", "Settle"} == set(listed)
    lists = openpyxl.load_workbook(sheet)["Lists"]
    assert lists.sheet_state == "hidden"
    column = listed["Theme"].split("$")[1]
    assert [cell.value for cell in lists[column]][:3] == ["Theme", "Crossings", "Parking"]
    assert tab.freeze_panes == "D2"


def test_columns_that_nobody_needs_yet_are_hidden(sheet: Path, run: Run, tmp_path: Path) -> None:
    def hidden() -> list[str]:
        editor = SheetEditor(sheet)
        letters = [letter for letter, column in editor.tab.column_dimensions.items() if column.hidden]
        return [editor.headings[ord(letter) - ord("A")] for letter in letters]

    assert hidden() == ["ID", "Conflict", "Settle", "Same as?", "Comments"]
    copies = two_copies(sheet, tmp_path)
    for number, copy in enumerate(copies):
        copy.type(VANS, Corrected_statement=f"Vans hide it {number}.")
    put_back(sheet, copies, run)
    assert hidden() == ["ID", "Same as?", "Comments"]


def test_the_terminal_tells_what_was_written(sheet: Path, run: Run) -> None:
    assert run("review", workshop_of(sheet)).out == (
        "written   inputs/review.xlsx: 5 statements, 2 undecided, 0 in conflict\n"
    )
    told = json.loads(run("review", workshop_of(sheet), "--json").out)
    assert (told["statements"], told["undecided"], told["conflicts"]) == (5, 2, 0)


def test_writing_it_again_changes_nothing(sheet: Path, run: Run) -> None:
    before = sheet.read_bytes()
    run("review", workshop_of(sheet))
    assert sheet.read_bytes() == before
    assert not journal(sheet)


def test_what_looks_like_a_formula_is_text(project: Project, run: Run) -> None:
    folder = project(
        {"inputs/notes/a.md": "# Crossings\n\n## Needs\n\n- =HYPERLINK(1) is what drivers need.\n"}
    )
    run("review", folder)
    editor = SheetEditor(folder / "inputs/review.xlsx")
    cell = editor.tab.cell(editor.row("=HYPERLINK"), editor.headings.index("Statement") + 1)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    editor.type("=HYPERLINK", Corrected_statement="@signs are what drivers need.").save()
    assert run("review", folder, "--apply").code == 0
    assert "@signs are what drivers need." in (folder / "inputs/history/edits.jsonl").read_text("utf-8")


# Taken over


def test_choosing_theme_and_lens_codes_an_undecided_statement(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(SUNDAY, Theme="Parking", Lens="Needs").save()
    result = run("review", workshop_of(sheet), "--apply")
    assert result.code == 0
    assert "moved to theme  F4 parking" in result.out
    assert "1 undecided" in result.out
    assert statuses(sheet, run)["A colleague walked the whole road twice on a Sunday."] == (
        "coded",
        "parking",
        "need",
    )
    assert {(edit["author"], edit["date"]) for edit in journal(sheet)} == {("Ann", "2024-03-20T10:00:00Z")}


def test_an_empty_cell_takes_the_best_guess(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(BAKERY, Lens="challenges").save()
    run("review", workshop_of(sheet), "--apply")
    assert statuses(sheet, run)["The old bakery has moved to the other side."] == (
        "coded",
        "crossings",
        "challenge",
    )


@pytest.mark.parametrize(
    ("typed", "became"),
    [
        ({"State": "undecided"}, ("undecided", "crossings", "challenge")),
        ({"State": "set aside"}, ("set-aside", "crossings", "challenge")),
        ({"State": "SET ASIDE", "Set_aside_because": "Off topic"}, ("set-aside", "crossings", "challenge")),
        ({"Theme": "parking"}, ("coded", "parking", "challenge")),
        ({"Lens": "Needs", "Theme": "Parking"}, ("coded", "parking", "need")),
    ],
)
def test_a_coded_statement_can_be_moved_or_left_out(
    sheet: Path, run: Run, typed: dict[str, str], became: tuple[str, str, str]
) -> None:
    SheetEditor(sheet).type(VANS, **typed).save()
    assert run("build", workshop_of(sheet), "--format", "html").code == 0
    (found,) = [value for words, value in statuses(sheet, run).items() if words.startswith(VANS)]
    assert found == became


def test_what_is_set_aside_with_its_reason_can_be_brought_back(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(VANS, State="set aside", Set_aside_because="Off topic").save()
    run("review", workshop_of(sheet), "--apply")
    editor = SheetEditor(sheet)
    assert editor.rows()[-1]["Statement"].startswith(VANS)
    assert editor.cell(VANS, "Set aside because") == "Off topic"
    assert editor.cell(VANS, "Why so") == "set aside by Ann on 2024-03-20: Off topic"
    editor.type(VANS, State="coded").save()
    run("review", workshop_of(sheet), "--apply")
    assert SheetEditor(sheet).cell(VANS, "State") == "coded"


def test_what_the_program_set_aside_gets_a_number_when_it_is_taken_in(project: Project, run: Run) -> None:
    note = "# Crossings\n\n- Thanks to all for coming.\n\n## Needs\n\n- Drivers need signs.\n"
    folder = project({"inputs/notes/a.md": note})
    run("review", folder)
    path = folder / "inputs/review.xlsx"
    editor = SheetEditor(path)
    assert (editor.cell("Thanks to", "State"), editor.cell("Thanks to", "No.")) == ("set aside", "")
    editor.type("Thanks to", State="coded", Theme="Crossings", Lens="Challenges").save()
    assert run("build", folder, "--format", "html").code == 0
    assert SheetEditor(path).cell("Thanks to", "No.") == "F2"
    assert "F2" in (folder / "output/report.html").read_text("utf-8")


def test_a_corrected_statement_stands_and_the_note_stays(sheet: Path, run: Run) -> None:
    note = (sheet.parent / "notes/crossings.md").read_bytes()
    SheetEditor(sheet).type(LIGHTS, Corrected_statement="The lights must stay green for longer.").save()
    assert run("build", workshop_of(sheet), "--format", "html").code == 0
    assert "The lights must stay green for longer." in statuses(sheet, run)
    assert (sheet.parent / "notes/crossings.md").read_bytes() == note
    editor = SheetEditor(sheet)
    assert editor.cell("The lights must", "Corrected statement") == ""
    assert editor.cell("The lights must", "No.") == "F2"


def test_a_statement_overwritten_in_its_own_cell_is_taken_as_corrected(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(LIGHTS, Statement="The lights must stay green for longer.").save()
    run("review", workshop_of(sheet), "--apply")
    assert "The lights must stay green for longer." in statuses(sheet, run)


def test_note_key_finding_and_second_coding_are_kept(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(
        VANS, Note="Ask the school", Key_finding="x", Second_coding="parking / needs"
    ).save()
    result = run("review", workshop_of(sheet), "--apply")
    assert "note            F3 Ask the school" in result.out
    editor = SheetEditor(sheet)
    shown = [editor.cell(VANS, name) for name in ("Note", "Key finding", "Second coding")]
    assert shown == ["Ask the school", "yes", "Parking / Needs"]
    editor.type(VANS, Note=None, Key_finding=None, Second_coding=None).save()
    run("review", workshop_of(sheet), "--apply")
    editor = SheetEditor(sheet)
    assert [editor.cell(VANS, name) for name in ("Note", "Key finding", "Second coding")] == ["", "", ""]


def test_build_takes_the_sheet_and_writes_it_anew(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(SUNDAY, Theme="Crossings", Lens="Needs").save()
    result = run("build", workshop_of(sheet), "--format", "html")
    assert result.code == 0
    assert "pulled    inputs/review.xlsx: 3 changes" in result.out
    assert "the changes are taken over, and the edited file is kept as" in result.err
    assert "A colleague walked" in (workshop_of(sheet) / "output/report.html").read_text("utf-8")
    assert SheetEditor(sheet).cell(SUNDAY, "State") == "coded"
    assert len(list((sheet.parent / "history/returned").iterdir())) == 1


@pytest.mark.parametrize("command", [["export", "--format", "json"], ["summaries", "--format", "md"]])
def test_summaries_and_export_take_the_sheet_too(sheet: Path, run: Run, command: list[str]) -> None:
    SheetEditor(sheet).type(VANS, Corrected_statement="Vans hide the crossing.").save()
    assert run(*command, workshop_of(sheet)).code == 0
    made = [path for path in (workshop_of(sheet) / "output").rglob("*.*") if path.is_file()]
    assert any("Vans hide the crossing." in path.read_text("utf-8") for path in made)
    assert SheetEditor(sheet).cell("Vans hide", "No.") == "F3"


def test_build_renews_a_sheet_that_nobody_edited_and_makes_none(
    sheet: Path, project: Project, run: Run
) -> None:
    note = sheet.parent / "notes/crossings.md"
    note.write_text(f"{NOTE}- The kiosk sells maps of the town.\n", encoding="utf-8")
    assert run("build", workshop_of(sheet), "--format", "html").code == 0
    assert SheetEditor(sheet).cell("The kiosk", "No.") == "F6"
    sheet.unlink()
    run("build", workshop_of(sheet), "--format", "html")
    assert not sheet.exists()


def test_no_pull_refuses_an_edited_sheet(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(VANS, Note="x").save()
    before = sheet.read_bytes()
    result = run("build", workshop_of(sheet), "--format", "html", "--no-pull")
    assert result.code == 1
    assert "inputs/review.xlsx: somebody edited it" in result.err
    assert sheet.read_bytes() == before
    assert not journal(sheet)


def test_what_was_typed_cleared_and_typed_again_is_taken_each_time(sheet: Path, run: Run) -> None:
    for note in ("Ask Ann.", None, "Ask Ann."):
        SheetEditor(sheet).type(SIGNS, Note=note).save()
        assert "1 change" in run("review", workshop_of(sheet)).out
    assert [entry["new"] for entry in journal(sheet)] == ["Ask Ann.", None, "Ask Ann."]
    assert SheetEditor(sheet).cell(SIGNS, "Note") == "Ask Ann."


def test_the_same_copy_twice_changes_nothing_more(sheet: Path, run: Run, tmp_path: Path) -> None:
    copy = (
        SheetEditor(sheet).type(VANS, Corrected_statement="Vans hide the crossing.").save(tmp_path / "c.xlsx")
    )
    for expected in (1, 1):
        shutil.copy(copy, sheet)
        assert run("review", workshop_of(sheet), "--apply").code == 0
        assert len(journal(sheet)) == expected


# Merged and split


def test_a_merge_holds_on_every_rebuild_and_can_be_taken_back(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(LIGHTS, Merge_into="F1").save()
    assert (
        "joined          F2 to F1: The lights should stay green for longer."
        in run("review", workshop_of(sheet), "--apply").out
    )
    editor = SheetEditor(sheet)
    assert editor.cell(LIGHTS, "State") == "merged into F1"
    assert editor.cell(LIGHTS, "No.") == "F2"
    assert run("build", workshop_of(sheet), "--format", "html").code == 0
    assert len(statuses(sheet, run)) == 4
    SheetEditor(sheet).type(LIGHTS, Merge_into=None).save()
    run("build", workshop_of(sheet), "--format", "html")
    editor = SheetEditor(sheet)
    assert (editor.cell(LIGHTS, "State"), editor.cell(LIGHTS, "No.")) == ("coded", "F2")


def test_a_member_is_split_off_by_clearing_its_cell_and_stays_apart(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type("drivers need", Merge_into=None).save()
    result = run("review", workshop_of(sheet), "--apply")
    assert "split off       F1 drivers need signs which can be read at night" in result.out
    for _ in range(2):
        editor = SheetEditor(sheet)
        assert (editor.cell("drivers need", "State"), editor.cell("drivers need", "No.")) == ("coded", "F6")
        assert (editor.cell(SIGNS, "State"), editor.cell(SIGNS, "No.")) == ("coded", "F1")
        run("build", workshop_of(sheet), "--format", "html")
    run("review", workshop_of(sheet), "--undo", 1)
    run("review", workshop_of(sheet))
    assert SheetEditor(sheet).cell("drivers need", "State") == "merged into F1"


def test_the_very_same_words_are_shown_and_cannot_be_split_off(project: Project, run: Run) -> None:
    said = "# Crossings\n\n## Needs\n\n- Drivers need signs.\n"
    folder = project({"inputs/notes/a.md": said, "inputs/notes/b.md": said})
    run("review", folder)
    editor = SheetEditor(folder / "inputs/review.xlsx")
    assert [(row["State"], row["Merge into"], row["Source"]) for row in editor.rows()] == [
        ("coded", "", "notes/a.md"),
        ("the words of F1", "", "notes/b.md"),
    ]


def test_nothing_can_be_changed_in_a_merged_row_but_its_merging(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type("drivers need", Corrected_statement="Signs!", Lens="Challenges").save()
    result = run("review", workshop_of(sheet), "--apply")
    assert result.code == 1
    assert result.err.count("nothing can be changed here: it is merged into F1") == 2
    assert not journal(sheet)


# Slips


SLIPS: dict[str, tuple[dict[str, str | None], str, str]] = {
    "theme": ({"Theme": "Parkin"}, "column Theme: there is no theme “Parkin”", 'Did you mean "Parking"?'),
    "lens": ({"Lens": "Wishes"}, "column Lens: there is no lens “Wishes”", "Choose one from the list"),
    "state": ({"State": "codet"}, "column State: there is no state “codet”", 'Did you mean "coded"?'),
    "number": ({"Merge_into": "F99"}, "column Merge into: there is no statement “F99”", "such as F12"),
    "itself": ({"Merge_into": "3"}, "column Merge into: this is the statement itself", "another one"),
    "key": ({"Key_finding": "maybe"}, "column Key finding: “maybe” is neither yes nor empty", "Choose yes"),
    "also": ({"Second_coding": "Parking"}, "column Second coding: there is no second coding “Parking”", ""),
    "settle": ({"Settle": "me"}, "column Settle: “me” is no way to settle", "list in the cell"),
    "no theme": ({"Theme": None}, "column Theme: no theme is chosen", "set State to undecided"),
    "why": ({"Set_aside_because": "dull"}, "column Set aside because: the statement is not set aside", ""),
    "emptied": ({"Statement": None}, "column Statement: the statement was emptied", "set aside"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_place_and_nothing_is_taken(sheet: Path, run: Run, slip: str) -> None:
    typed, told, mend = SLIPS[slip]
    editor = SheetEditor(sheet).type(SUNDAY, Theme="Parking", Lens="Needs")
    row = editor.row(VANS)
    before = editor.type(VANS, **typed).save().read_bytes()
    for command in (["review"], ["review", "--apply"]):
        result = run(*command, workshop_of(sheet))
        assert result.code == 1
        assert f"inputs/review.xlsx, sheet Review, row {row}, {told}" in result.err
        assert mend in result.err
    assert sheet.read_bytes() == before
    assert not journal(sheet)


def test_all_slips_are_told_at_once_and_a_build_goes_on_without_the_sheet(sheet: Path, run: Run) -> None:
    editor = SheetEditor(sheet).type(SUNDAY, Theme="Nowhere").type(VANS, Lens="Wishes", State="done")
    before = editor.save().read_bytes()
    result = run("build", workshop_of(sheet), "--format", "html")
    assert result.code == 0
    assert result.err.count("warning   inputs/review.xlsx, sheet Review, row") == 3
    assert "Until then nothing is taken over from the review sheet." in result.err
    assert sheet.read_bytes() == before
    assert not journal(sheet)


# Moved about


def test_rows_sorted_columns_moved_and_added_and_the_tab_renamed(sheet: Path, run: Run) -> None:
    editor = SheetEditor(sheet).type(SUNDAY, Theme="Parking", Lens="Needs").type(VANS, Note="Ask")
    tab = editor.tab
    rows = [list(line) for line in tab.iter_rows(values_only=True)]
    top, *below = [[*row[::-1], "mine"] for row in rows]
    top[-1] = "To do"
    tab.delete_rows(1, tab.max_row)
    tab.append([None] * 3)
    for row in (top, *below[::-1]):
        tab.append(row)
    tab.title = "Revue"
    editor.save()
    result = run("review", workshop_of(sheet), "--apply")
    assert result.code == 0
    assert "columns that are not part of it: To do. They are kept in inputs/history/returned" in result.err
    assert sorted((edit["field"], edit["new"]) for edit in journal(sheet)) == [
        ("lens", "need"),
        ("note", "Ask"),
        ("status", "coded"),
        ("theme", "parking"),
    ]
    (kept,) = (sheet.parent / "history/returned").iterdir()
    assert "Revue" in openpyxl.load_workbook(kept).sheetnames


def test_a_deleted_row_and_column_change_nothing_and_are_told(sheet: Path, run: Run) -> None:
    editor = SheetEditor(sheet).type(SUNDAY, Lens="Needs")
    editor.tab.delete_rows(editor.row(VANS))
    editor.tab.delete_cols(editor.headings.index("Merge into") + 1)
    editor.save()
    before = statuses_without_taking(sheet)
    result = run("review", workshop_of(sheet), "--apply")
    assert result.code == 0
    assert "rows were deleted, which changes nothing: F3" in result.err
    assert "columns were deleted or renamed, which changes nothing: Merge into" in result.err
    assert {edit["field"] for edit in journal(sheet)} == {"theme", "lens", "status"}
    assert len(SheetEditor(sheet).rows()) == before


def statuses_without_taking(sheet: Path) -> int:
    return len(SheetEditor(sheet).rows()) + 1


def test_without_the_hidden_column_rows_are_known_by_their_numbers(sheet: Path, run: Run) -> None:
    editor = SheetEditor(sheet).type(VANS, Note="Ask")
    editor.tab.delete_cols(1)
    editor.save()
    result = run("review", workshop_of(sheet), "--apply")
    assert [(edit["field"], edit["new"]) for edit in journal(sheet)] == [("note", "Ask")]
    assert "this row is none of the sheet's" in result.err


def test_a_row_typed_below_is_told(sheet: Path, run: Run) -> None:
    editor = SheetEditor(sheet)
    editor.tab.append(["", "", "A new statement.", "coded"])
    editor.save()
    result = run("review", workshop_of(sheet), "--apply")
    assert "row 8: this row is none of the sheet's, so nothing of it is taken" in result.err


def test_a_row_pasted_twice_with_two_choices_is_a_slip(sheet: Path, run: Run) -> None:
    editor = SheetEditor(sheet)
    number = editor.row(VANS)
    editor.tab.append([cell.value for cell in editor.tab[number]])
    editor.type(VANS, Lens="Needs")
    editor.tab.cell(
        editor.tab.max_row, editor.headings.index("Lens") + 1
    ).value = "Current and future practices"
    editor.save()
    assert run("review", workshop_of(sheet), "--apply").code == 1
    assert not journal(sheet)


@pytest.mark.parametrize("heading", ["No.", "Statement", "ID"])
def test_a_column_sorted_without_the_others_is_a_slip_and_nothing_is_mixed_up(
    sheet: Path, run: Run, heading: str
) -> None:
    editor = SheetEditor(sheet).type(VANS, Note="Ask")
    column = editor.headings.index(heading) + 1
    values = [cell.value for (cell,) in editor.tab.iter_rows(min_row=2, min_col=column, max_col=column)]
    for row, value in enumerate(sorted(values, key=str), 2):
        editor.tab.cell(row, column).value = value
    editor.save()
    result = run("review", workshop_of(sheet), "--apply")
    assert result.code == 1
    assert "Some columns were sorted without the others" in result.err
    assert not journal(sheet)


# Two sides


def two_copies(sheet: Path, tmp_path: Path) -> tuple[SheetEditor, SheetEditor]:
    for name in ("ann.xlsx", "bob.xlsx"):
        shutil.copy(sheet, tmp_path / name)
    return SheetEditor(tmp_path / "ann.xlsx", "Ann"), SheetEditor(tmp_path / "bob.xlsx", "Bob")


def put_back(sheet: Path, copies: tuple[SheetEditor, ...], run: Run) -> None:
    names = [word for copy in copies for word in ("--from", copy.save())]
    assert run("review", workshop_of(sheet), *names).code == 0


def test_two_sheets_with_different_changes_are_merged(sheet: Path, run: Run, tmp_path: Path) -> None:
    ann, bob = two_copies(sheet, tmp_path)
    ann.type(VANS, Corrected_statement="Vans hide the crossing.")
    bob.type(VANS, Lens="Needs").type(SUNDAY, State="set aside")
    put_back(sheet, (ann, bob), run)
    editor = SheetEditor(sheet)
    assert editor.cell("Vans hide", "Lens") == "Needs"
    assert editor.cell(SUNDAY, "State") == "set aside"
    assert not any(row["Conflict"] for row in editor.rows())


def test_copies_are_taken_beside_what_was_typed_into_the_sheet_itself(
    sheet: Path, run: Run, tmp_path: Path
) -> None:
    ann, bob = two_copies(sheet, tmp_path)
    SheetEditor(sheet, "Cleo").type(BAKERY, State="set aside").save()
    ann.type(VANS, Note="Ask")
    bob.type(SUNDAY, Lens="Needs")
    names = ["--from", ann.save(), "--from", bob.save()]
    bob.path.chmod(stat.S_IRUSR)
    assert run("review", workshop_of(sheet), *names).code == 0
    assert {(edit["author"], edit["field"]) for edit in journal(sheet)} == {
        ("Cleo", "status"),
        ("Ann", "note"),
        ("Bob", "theme"),
        ("Bob", "lens"),
        ("Bob", "status"),
    }


def test_a_slip_in_one_copy_leaves_all_untaken(sheet: Path, run: Run, tmp_path: Path) -> None:
    ann, bob = two_copies(sheet, tmp_path)
    names = ["--from", ann.type(VANS, Note="Ask").save(), "--from", bob.type(SUNDAY, Lens="Wish").save()]
    result = run("review", workshop_of(sheet), *names)
    assert result.code == 1
    assert "bob.xlsx, sheet Review, row 2, column Lens: there is no lens “Wish”" in result.err
    assert not journal(sheet)
    result = run("review", workshop_of(sheet), "--from", tmp_path / "nobody.xlsx")
    assert "nobody.xlsx: there is no review sheet. Check the name." in result.err


@pytest.mark.parametrize(
    ("of_ann", "of_bob", "sides"),
    [
        (
            {"Corrected_statement": "Ann's."},
            {"Corrected_statement": "Bob's."},
            ["By Ann (ann.xlsx): Ann's.", "By Bob (bob.xlsx): Bob's."],
        ),
        (
            {"Lens": "Needs"},
            {"Lens": "Legal and ethical issues"},
            ["By Ann (ann.xlsx): need", "By Bob (bob.xlsx): legal-ethical"],
        ),
        (
            {"State": "undecided"},
            {"State": "set aside"},
            ["By Bob (bob.xlsx): (deleted)", "By Ann (ann.xlsx): (undecided)"],
        ),
    ],
)
def test_two_people_who_changed_the_same_make_a_conflict_that_is_settled_in_the_sheet(
    sheet: Path,
    run: Run,
    tmp_path: Path,
    of_ann: dict[str, str],
    of_bob: dict[str, str],
    sides: list[str],
) -> None:
    ann, bob = two_copies(sheet, tmp_path)
    ann.type(VANS, **of_ann)
    bob.type(VANS, **of_bob)
    put_back(sheet, (ann, bob), run)
    editor = SheetEditor(sheet, "Cleo")
    (row,) = [row for row in editor.rows() if row["Conflict"]]
    assert row["Conflict"].split("\n") == sides
    assert "1 in conflict" in run("review", workshop_of(sheet)).out
    editor.type(row["Statement"], Settle="what people wrote").save()
    run("review", workshop_of(sheet), "--apply")
    editor = SheetEditor(sheet)
    assert not any(row["Conflict"] for row in editor.rows())
    assert run("check", workshop_of(sheet)).err.count("conflict") == 0


def test_a_statement_changed_in_sheet_and_notes_shows_both_and_is_settled_by_either(
    sheet: Path, run: Run
) -> None:
    SheetEditor(sheet).type(VANS, Corrected_statement="The crossing by the school is hidden by vans.").save()
    run("review", workshop_of(sheet), "--apply")
    note = sheet.parent / "notes/crossings.md"
    note.write_text(
        NOTE.replace("The crossing by the school", "The crossing at the school"), encoding="utf-8"
    )
    assert "1 in conflict" in run("review", workshop_of(sheet)).out
    editor = SheetEditor(sheet)
    assert editor.rows()[2]["No."] == "F3"
    assert "By the inputs: The crossing at the school" in editor.rows()[2]["Conflict"]
    editor.type(VANS, Settle="what the inputs say").save()
    assert "0 in conflict" in run("review", workshop_of(sheet), "--apply").out
    assert "The crossing at the school is hidden behind parked vans." in statuses(sheet, run)


# Not to be had


@pytest.mark.parametrize("lock", ["~$review.xlsx", ".~lock.review.xlsx#"])
def test_a_sheet_that_is_open_is_neither_read_nor_written(sheet: Path, run: Run, lock: str) -> None:
    before = SheetEditor(sheet).type(VANS, Note="x").save().read_bytes()
    (sheet.parent / lock).touch()
    for command in (["review"], ["review", "--apply"]):
        result = run(*command, workshop_of(sheet))
        assert result.code == 1
        assert "inputs/review.xlsx: it is open in Excel or LibreOffice" in result.err
    result = run("build", workshop_of(sheet), "--format", "html")
    assert result.code == 0
    assert "it is open in Excel or LibreOffice" in result.err
    assert sheet.read_bytes() == before
    assert not journal(sheet)
    (sheet.parent / lock).unlink()
    run("review", workshop_of(sheet), "--apply")
    assert len(journal(sheet)) == 1


def test_a_read_only_sheet_is_told_and_stays(sheet: Path, run: Run) -> None:
    before = sheet.read_bytes()
    sheet.chmod(stat.S_IRUSR)
    assert "it is marked as read-only" in run("review", workshop_of(sheet)).err
    assert run("build", workshop_of(sheet), "--format", "html").code == 0
    assert sheet.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no workbook", "it is plain text, not what its name says"),
        (b"PK\x03\x04 broken", "it is damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_and_stays(
    sheet: Path, run: Run, content: bytes, told: str
) -> None:
    sheet.write_bytes(content)
    result = run("review", workshop_of(sheet))
    assert result.code == 1
    assert f"inputs/review.xlsx: {told}" in result.err
    assert run("build", workshop_of(sheet), "--format", "html").code == 0
    assert sheet.read_bytes() == content


def test_another_workbook_under_its_name_is_told_and_stays(sheet: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    book.save(sheet)
    before = sheet.read_bytes()
    result = run("review", workshop_of(sheet))
    assert "it is no review sheet of this program. Move it away" in result.err
    assert sheet.read_bytes() == before


def without_hidden_tab(editor: SheetEditor) -> None:
    del editor.book["report-builder"]


def with_empty_hidden_tab(editor: SheetEditor) -> None:
    editor.book["report-builder"].delete_rows(1, 99)


def with_torn_record(editor: SheetEditor) -> None:
    editor.book["report-builder"]["A1"] = "nosuchrecord"
    editor.book["report-builder"].delete_rows(2, 99)


@pytest.mark.parametrize("harm", [without_hidden_tab, with_empty_hidden_tab, with_torn_record])
def test_a_sheet_without_its_record_is_told_and_stays(
    sheet: Path, run: Run, harm: Callable[[SheetEditor], None]
) -> None:
    editor = SheetEditor(sheet).type(VANS, Note="Ask")
    harm(editor)
    before = editor.save().read_bytes()
    result = run("review", workshop_of(sheet))
    assert result.code == 1
    assert "Move it away; `report-builder review` writes a new one." in result.err
    assert sheet.read_bytes() == before


def test_without_a_sheet_apply_says_how_to_get_one(project: Project, run: Run) -> None:
    result = run("review", project(), "--apply")
    assert result.code == 1
    assert "there is no review sheet. `report-builder review` writes one." in result.err


def test_a_sheet_is_known_without_its_record_in_the_history(sheet: Path, run: Run) -> None:
    SheetEditor(sheet).type(VANS, Note="Ask").save()
    shutil.rmtree(sheet.parent / "history" / "sheets")
    run("review", workshop_of(sheet), "--apply")
    assert [(edit["field"], edit["new"]) for edit in journal(sheet)] == [("note", "Ask")]


# The journal


def test_log_lists_what_people_changed(sheet: Path, run: Run) -> None:
    assert run("review", workshop_of(sheet), "--log").out == "Nobody has changed anything yet.\n"
    editor = SheetEditor(sheet).type(VANS, Corrected_statement="Vans hide the crossing.", Note="Ask")
    editor.type(SUNDAY, State="set aside", Set_aside_because="no news").type(LIGHTS, Merge_into="F1").save()
    run("review", workshop_of(sheet), "--apply")
    lines = run("review", workshop_of(sheet), "--log").out.splitlines()
    assert lines == [
        "1  2024-03-20  Ann: F4 set aside, because no news (review.xlsx)",
        "2  2024-03-20  Ann: F2 joined to F1 (review.xlsx)",
        "3  2024-03-20  Ann: F3 reworded: “The crossing by the school is hidden behind parked vans.” → "
        "“Vans hide the crossing.” (review.xlsx)",
        "4  2024-03-20  Ann: F3 note: “Ask” (review.xlsx)",
    ]
    entries = json.loads(run("review", workshop_of(sheet), "--log", "--json").out)["entries"]
    assert [(one["line"], one["label"], one["field"]) for one in entries] == [
        (1, "F4", "status"),
        (2, "F2", "merged-into"),
        (3, "F3", "statement"),
        (4, "F3", "note"),
    ]


def test_undo_brings_back_what_stood_before(sheet: Path, run: Run) -> None:
    for words in ("Vans hide the crossing.", "Vans hide it."):
        row = next(row for row in SheetEditor(sheet).rows() if row["No."] == "F3")
        SheetEditor(sheet).type(row["Statement"], Corrected_statement=words).save()
        run("review", workshop_of(sheet), "--apply")
    result = run("review", workshop_of(sheet), "--undo", 2)
    assert result.code == 0
    assert "undone    2024-03-20  Ann: F3 reworded: “Vans hide the crossing.” → “Vans hide it.”" in result.out
    assert "Vans hide the crossing." in statuses(sheet, run)
    run("review", workshop_of(sheet), "--undo", 1)
    assert "The crossing by the school is hidden behind parked vans." in statuses(sheet, run)
    run("review", workshop_of(sheet), "--undo", 4)
    assert "Vans hide the crossing." in statuses(sheet, run)
    assert len(journal(sheet)) == 5


def test_a_comment_from_word_stands_in_the_sheet_until_it_is_ticked_off(sheet: Path, run: Run) -> None:
    folder = workshop_of(sheet)
    run("build", folder, "--format", "docx")
    word = WordEditor((folder / "output/report.docx").read_bytes(), author="Bob")
    word.comment(word.statement(VANS), "Which school?")
    (folder / "back.docx").write_bytes(word.save())
    assert run("pull", folder / "back.docx", "--workshop", folder).code == 0
    run("review", folder)
    assert SheetEditor(sheet).cell(VANS, "Comments").startswith("Bob, 2024-03-20: Which school?")
    assert "F3 comment: “Which school?”" in run("review", folder, "--log").out
    run("review", folder, "--undo", 1)
    run("review", folder)
    assert SheetEditor(sheet).cell(VANS, "Comments") == ""


@pytest.mark.parametrize("number", [0, 2, -1])
def test_undo_of_no_entry_says_what_there_is(sheet: Path, run: Run, number: int) -> None:
    SheetEditor(sheet).type(VANS, Note="Ask").save()
    run("review", workshop_of(sheet), "--apply")
    result = run("review", workshop_of(sheet), "--undo", number)
    assert result.code == 1
    assert f"--undo {number}: there is no entry {number}. They run from 1 to 1" in result.err
    assert len(journal(sheet)) == 1


def test_apply_log_and_undo_exclude_each_other(sheet: Path, run: Run) -> None:
    assert run("review", workshop_of(sheet), "--apply", "--log").code == 2


# LibreOffice


@pytest.fixture
def calc(tmp_path: Path) -> Callable[[Path], Path]:
    """Open a workbook in LibreOffice and save it again."""

    def save(path: Path) -> Path:
        office = shutil.which("soffice") or shutil.which("libreoffice")
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        made = tmp_path / "saved"
        command = [
            str(office),
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(made),
            str(path),
        ]
        done = subprocess.run(command, check=True, capture_output=True, timeout=120)
        if not (made / path.name).exists():
            pytest.skip(f"this LibreOffice has no Calc: {done.stderr.decode()[:80]}")
        return made / path.name

    return save


@pytest.mark.needs_libreoffice
def test_libreoffice_saves_a_sheet_that_says_the_same(
    sheet: Path, run: Run, calc: Callable[[Path], Path]
) -> None:
    shutil.copy(calc(sheet), sheet)
    result = run("review", workshop_of(sheet), "--apply")
    assert result.code == 0
    assert "pulled    inputs/review.xlsx: nothing new" in result.out
    SheetEditor(sheet).type(SUNDAY, Theme="Parking", Lens="Needs", Note="=1").save()
    shutil.copy(calc(sheet), sheet)
    run("review", workshop_of(sheet), "--apply")
    assert {edit["field"] for edit in journal(sheet)} == {"theme", "lens", "status", "note"}


SAVED_BY_LIBREOFFICE = Path(__file__).parent / "cases" / "review-by-libreoffice.xlsx"
"""The sheet of this workshop, filled in and then saved by LibreOffice 7.4."""


def test_a_sheet_saved_by_libreoffice_is_taken(sheet: Path, run: Run) -> None:
    shutil.copy(SAVED_BY_LIBREOFFICE, sheet)
    assert run("review", workshop_of(sheet), "--apply").code == 0
    assert statuses(sheet, run) == {
        "A colleague walked the whole road twice on a Sunday.": ("coded", "parking", "need"),
        "The old bakery has moved to the other side.": ("set-aside", "crossings", "practice"),
        "Drivers need signs that can be read at night.": ("coded", "crossings", "need"),
        "drivers need signs which can be read at night": ("coded", "crossings", "need"),
        "Vans hide the crossing – ανάγκη.": ("coded", "crossings", "challenge"),
    }
    editor = SheetEditor(sheet)
    assert editor.cell("Vans hide", "Note") == "Ask\nthe school"
    assert editor.cell(LIGHTS, "State") == "merged into F1"
