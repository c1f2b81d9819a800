"""The commands as a researcher meets them: what is written, what is said, the exit code."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from report_builder.history import store
from tests.conftest import NOTE, WORKSHOP, Project, Run

OPEN = NOTE + "\n## Afterwards\n\nThe bakery at the corner knew it first.\n"
"""A note with one statement that nothing tells the lens of."""
BUILD = ("build", "--format", "html")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_build_writes_the_report_and_says_where(project: Project, run: Run) -> None:
    folder = project()
    result = run("build", "--format", "docx", "--format", "html", folder)
    assert (result.code, result.err.count("error")) == (0, 0)
    assert "grouped   2 coded, 0 merged, 0 undecided, 0 set aside" in result.out
    assert {path.name for path in (folder / "output").iterdir()} == {"report.docx", "report.html"}
    assert "output/report.docx" in result.out


@pytest.mark.needs_pango
def test_build_writes_all_three_formats(project: Project, run: Run) -> None:
    folder = project()
    assert run("build", folder).code == 0
    assert {path.name for path in (folder / "output").iterdir()} == {
        "report.docx",
        "report.html",
        "report.pdf",
    }


def test_quiet_says_nothing_when_all_is_well(project: Project, run: Run) -> None:
    funded = WORKSHOP.replace('"none"', '"h2020"\ngrant_number = "700281"')
    result = run(*BUILD, "--quiet", project({"inputs/workshop.toml": funded}))
    assert (result.code, result.out, result.err) == (0, "", "")


def test_json_is_one_object_and_all_else_goes_to_standard_error(project: Project, run: Run) -> None:
    result = run(*BUILD, "--json", project())
    assert json.loads(result.out)["written"] == ["output/report.html"]
    assert "read      1 source, 2 statements" in result.err


def test_a_second_build_changes_no_file(project: Project, run: Run) -> None:
    folder = project()
    run("build", "--format", "docx", "--format", "html", folder)
    before = tree(folder)
    result = run("build", "--format", "docx", "--format", "html", folder)
    assert "written   0 files, 2 unchanged" in result.out
    assert tree(folder) == before


def test_inputs_are_never_changed(project: Project, run: Run) -> None:
    folder = project()
    before = tree(folder / "inputs")
    run(*BUILD, folder)
    after = tree(folder / "inputs")
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {"history"}


@pytest.mark.parametrize("command", [["build"], ["summaries"], ["export"], ["check"], ["explain", "F1"]])
def test_an_empty_folder_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, run: Run, command: list[str]
) -> None:
    result = run(*command, tmp_path)
    assert result.code == 1
    assert f"`report-builder new {tmp_path}` writes one from what lies there." in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (WORKSHOP.replace("organiser", "organizer"), 'Did you mean "organiser"?'),
        (WORKSHOP.replace('"none"', '"h2020"'), "grant_number"),
        (WORKSHOP.replace('"none"', '"h2002"'), "h2020"),
        (WORKSHOP + '[[images]]\nfile = "a.png"\nalt = "A"\nsection = "cover"\n', "a.png"),
    ],
)
def test_a_fault_in_workshop_toml_stops_the_build(project: Project, run: Run, toml: str, told: str) -> None:
    folder = project({"inputs/workshop.toml": toml})
    before = tree(folder)
    result = run(*BUILD, folder)
    assert (result.code, told in result.err, "Traceback" in result.err) == (1, True, False), result.err
    assert tree(folder) == before


def test_no_notes_at_all_is_a_fault(project: Project, run: Run) -> None:
    folder = project()
    (folder / "inputs/notes/crossings.md").unlink()
    result = run(*BUILD, folder)
    assert result.code == 1
    assert "inputs/notes" in result.err
    assert not (folder / "output").exists()


@pytest.mark.parametrize("command", [BUILD, ("check", "--json")], ids=["build", "check"])
def test_the_only_source_that_can_not_be_read_is_told_once(
    project: Project, run: Run, command: tuple[str, ...]
) -> None:
    folder = project({"inputs/notes/broken.docx": b"no archive"})
    result = run(*command, folder)
    assert result.code == 1
    assert f"{result.out}{result.err}".count("inputs/notes/broken.docx") == 1


UNREADABLE: dict[str, str | bytes] = {
    "inputs/notes/broken.docx": b"no archive",
    "inputs/notes/slides.pptx": b"x",
    "inputs/feedback/numbers.csv": "a,b\n1,2\n3,4\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_source_is_named_and_the_report_made_without_it(
    project: Project, run: Run, name: str
) -> None:
    folder = project({name: UNREADABLE[name], "inputs/notes/crossings.md": NOTE})
    result = run(*BUILD, folder)
    assert result.code == 1
    assert result.err.count(name) == 1
    assert "Traceback" not in result.err
    page = (folder / "output/report.html").read_text(encoding="utf-8")
    assert Path(name).name in page
    assert "Drivers need signs that can be read at night." in page


@pytest.mark.parametrize("name", UNREADABLE)
def test_strict_writes_nothing_where_a_source_is_unreadable(project: Project, run: Run, name: str) -> None:
    folder = project({name: UNREADABLE[name], "inputs/notes/crossings.md": NOTE})
    before = tree(folder)
    assert run(*BUILD, "--strict", folder).code == 1
    assert tree(folder) == before


def test_strict_counts_warnings_and_undecided_statements(project: Project, run: Run) -> None:
    funded = WORKSHOP.replace('"none"', '"h2020"\ngrant_number = "700281"')
    folder = project({"inputs/workshop.toml": funded})
    assert run(*BUILD, "--strict", folder).code == 0
    (folder / "inputs/notes/more.md").write_text(
        "The bakery at the corner knew it first.\n", encoding="utf-8"
    )
    assert run(*BUILD, folder).code == 0
    assert run(*BUILD, "--strict", folder).code == 1


def test_an_edited_file_is_kept_and_written_anew(project: Project, run: Run) -> None:
    folder = project()
    run(*BUILD, folder)
    report = folder / "output/report.html"
    ours = report.read_bytes()
    report.write_bytes(ours + b"<!-- edited -->")
    refused = run(*BUILD, "--no-pull", folder)
    assert refused.code == 1
    assert report.read_bytes() == ours + b"<!-- edited -->"
    result = run(*BUILD, folder)
    (copy,) = (folder / "inputs/history/returned").iterdir()
    assert result.code == 0
    assert copy.name in result.err
    assert copy.read_bytes() == ours + b"<!-- edited -->"
    assert report.read_bytes() == ours


def test_a_deleted_output_folder_loses_nothing(project: Project, run: Run) -> None:
    folder = project()
    run(*BUILD, folder)
    report = folder / "output/report.html"
    before = report.read_bytes()
    report.unlink()
    assert run(*BUILD, folder).code == 0
    assert report.read_bytes() == before


def test_whatever_lies_in_output_is_made_anew(project: Project, run: Run) -> None:
    folder = project()
    run("summaries", "--format", "md", folder)
    run("export", "--format", "csv", folder)
    (folder / "inputs/notes/more.md").write_text(
        "# Crossings\n\n- Need: a lamp at the corner.\n", encoding="utf-8"
    )
    run(*BUILD, folder)
    assert "a lamp at the corner." in (folder / "output/themes/crossings.md").read_text(encoding="utf-8")
    assert "a lamp at the corner." in (folder / "output/findings.csv").read_text(encoding="utf-8")


def test_numbers_stay_through_edits_of_the_notes(project: Project, run: Run) -> None:
    folder = project()
    run(*BUILD, folder)
    note = folder / "inputs/notes/crossings.md"
    note.write_text(NOTE.replace("- Drivers", "- Cyclists need a lane.\n- Drivers"), encoding="utf-8")
    run("export", "--format", "json", folder)
    found = json.loads((folder / "output/findings.json").read_text(encoding="utf-8"))["findings"]
    assert {f["statement"]: f["number"] for f in found}["Cyclists need a lane."] == 3


def test_summaries_write_only_what_was_asked_for(project: Project, run: Run) -> None:
    folder = project()
    result = run("summaries", "--theme", "crossings", "--format", "docx", folder)
    assert result.code == 0
    assert [path.relative_to(folder / "output").as_posix() for path in (folder / "output").rglob("*.*")] == [
        "themes/crossings.docx"
    ]


def test_an_inventory_holds_one_lens_over_all_themes(project: Project, run: Run) -> None:
    folder = project()
    run("summaries", "--lens", "need", "--format", "html", folder)
    page = (folder / "output/inventory-need.html").read_text(encoding="utf-8")
    assert "Drivers need signs" in page
    assert "parked vans" not in page


def test_an_unknown_theme_is_told_with_the_nearest(project: Project, run: Run) -> None:
    result = run("summaries", "--theme", "crosings", project())
    assert result.code == 1
    assert 'Did you mean "crossings"?' in result.err


def test_export_makes_what_was_asked_for_and_build_renews_it(project: Project, run: Run) -> None:
    folder = project()
    assert run("export", "--format", "qdpx", "--format", "qdc", "--format", "zenodo", folder).code == 0
    output = folder / "output"
    assert sorted(path.name for path in output.iterdir()) == ["codebook.qdc", "project.qdpx", "zenodo.json"]
    before = (output / "project.qdpx").read_bytes()
    (folder / "inputs/notes/more.md").write_text(
        "# Crossings\n\n- Need: a lamp at the corner.\n", encoding="utf-8"
    )
    run(*BUILD, folder)
    assert (output / "project.qdpx").read_bytes() != before


def test_export_writes_the_same_findings_in_each_format(project: Project, run: Run) -> None:
    folder = project()
    assert run("export", folder).code == 0
    assert {path.name for path in (folder / "output").iterdir()} == {
        "findings.csv",
        "findings.xlsx",
        "findings.json",
    }
    rows = list(csv.DictReader((folder / "output/findings.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0]["where"] == "line 5"
    assert rows[0]["reason"].startswith('lens: heading "Needs", line 3')


def test_check_prints_the_account_and_writes_nothing(project: Project, run: Run) -> None:
    folder = project({"inputs/notes/crossings.md": OPEN + "\nThank you all.\n"})
    before = tree(folder)
    result = run("check", folder)
    assert "4 statements read = 2 coded + 0 merged into those + 1 undecided + 1 set aside." in result.out
    assert "Set aside: 1 thanks." in result.out
    assert tree(folder) == before


def test_check_tells_every_problem_at_once(project: Project, run: Run) -> None:
    sheet = (
        "Theme,Type,Comment\nCrosings,Need,More lamps at the school.\nCrossings,Wisch,A bench by the lane.\n"
    )
    folder = project(
        {
            "inputs/workshop.toml": WORKSHOP.replace('"none"', '"h2020"')
            + '[[images]]\nfile = "a.png"\nalt = "A"\nsection = "cover"\n',
            "inputs/feedback/a.csv": sheet,
            "inputs/notes/broken.docx": b"no archive",
            "inputs/notes/crossings.md": NOTE,
        }
    )
    result = run("check", "--json", folder)
    assert result.code == 1
    problems = {(p["rule"], p["where"]) for p in json.loads(result.out)["problems"]}
    assert ("input-theme", "inputs/feedback/a.csv, row 2") in problems
    assert ("input-lens", "inputs/feedback/a.csv, row 3") in problems
    assert any(where.startswith("inputs/notes/broken.docx") for _, where in problems)
    assert ("picture-missing", "inputs/images/a.png") in problems
    assert any("grant_number" in str(p) for p in json.loads(result.out)["problems"])


def test_the_account_adds_up(project: Project, run: Run) -> None:
    document = json.loads(run("check", "--json", project()).out)
    account = document["account"]
    assert (
        account["coded"] + account["merged"] + account["undecided"] + account["set_aside"]
        == account["segments"]
    )
    assert sum(source["segments"] for source in document["sources"]) == account["segments"]
    (source,) = document["sources"]
    assert source["units"] == {"heading": 3}
    assert source["read"] == 5


def test_explain_names_file_line_and_reason(project: Project, run: Run) -> None:
    result = run("explain", "F1", project())
    assert result.code == 0
    assert "inputs/notes/crossings.md, line 5" in result.out
    assert 'heading "Needs", line 3' in result.out
    assert "says nothing" in result.out


def test_explain_of_an_unknown_number_says_what_there_is(project: Project, run: Run) -> None:
    result = run("explain", "F99", project())
    assert result.code == 1
    assert "F1 to F2" in result.err


@pytest.mark.parametrize(
    "arguments", [["bild"], ["build", "--format", "odt"], ["explain"], ["build", "a", "b"]]
)
def test_wrong_usage_is_told_with_exit_code_2(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert "Traceback" not in result.err


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").out.startswith("report-builder 0.")


def test_final_is_refused_while_a_statement_is_undecided(project: Project, run: Run) -> None:
    folder = project({"inputs/notes/crossings.md": OPEN})
    result = run(*BUILD, "--final", folder)
    assert result.code == 1
    assert "1 statement" in result.err
    assert not (folder / "output").exists()


def test_final_carries_no_trace_of_drafting(project: Project, run: Run) -> None:
    folder = project()
    assert run(*BUILD, "--final", folder).code == 0
    page = (folder / "output/final/report.html").read_text(encoding="utf-8")
    assert "Draft" not in page
    assert "data-key" not in page
    assert "crossings.md" not in page
    assert "Drivers need signs" in page


def test_the_module_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "report_builder", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("report-builder ")


def test_a_slip_in_many_rows_is_told_once(project: Project, run: Run) -> None:
    rows = "".join(f"Crosings,Need,A bench in street number {n} please.\n" for n in range(30))
    result = run("check", project({"inputs/feedback/a.csv": f"Theme,Type,Comment\n{rows}"}))
    assert result.err.count("Crosings") == 1
    assert "here and in 29 more places" in result.err


def test_explain_tells_what_stood_under_a_number_that_is_gone(project: Project, run: Run) -> None:
    folder = project()
    run(*BUILD, folder)
    note = folder / "inputs/notes/crossings.md"
    note.write_text(NOTE.replace("- Drivers need signs that can be read at night.\n", ""), encoding="utf-8")
    assert "gone      F1" in run(*BUILD, folder).out
    result = run("explain", "F1", folder)
    assert result.code == 1
    assert "Drivers need signs" in result.err


def test_check_tells_what_is_wrong_with_a_template(project: Project, run: Run) -> None:
    folder = project({"templates/report.html.j2": "{% extends 'builtin/report.html.j2' %}\n{% block x %}"})
    result = run("check", folder)
    assert result.code == 1
    assert "templates/report.html.j2" in result.err


def test_theme_and_lens_together_are_wrong_usage(project: Project, run: Run) -> None:
    assert run("summaries", "--theme", "crossings", "--lens", "need", project()).code == 2


def test_no_groups_are_exported_where_nothing_may_be_said_of_them(project: Project, run: Run) -> None:
    toml = WORKSHOP + '[privacy]\nattribution = "none"\n[[groups]]\nid = "riders"\ntitle = "Riders"\n'
    sheet = "Group,Type,Comment\nRiders,Need,A bench at every stop please.\n"
    folder = project({"inputs/workshop.toml": toml, "inputs/feedback/a.csv": sheet})
    assert run("export", folder).code == 0
    assert '"groups": ["riders"]' not in (folder / "output/findings.json").read_text(encoding="utf-8")
    assert "riders" not in (folder / "output/findings.csv").read_text(encoding="utf-8-sig").split("quote")[1]


def test_a_run_that_began_earlier_gives_no_number_twice(project: Project, run: Run) -> None:
    folder = project()
    run(*BUILD, folder)
    (folder / "inputs/notes/a.md").write_text("# Crossings\n\nNeed: maps for visitors.\n", encoding="utf-8")
    with store.locked(folder):
        other = subprocess.Popen([sys.executable, "-m", "report_builder", *BUILD, str(folder)])
        time.sleep(1.0)
        (folder / "inputs/notes/b.md").write_text(
            "# Crossings\n\nNeed: officers at night.\n", encoding="utf-8"
        )
    assert other.wait(30) == 0
    numbers = [record.number for record in store.read_records(folder)]
    assert sorted(numbers) == [1, 2, 3, 4]
