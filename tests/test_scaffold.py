"""`new`: a workshop's folder that builds, from nothing or from what lies there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from report_builder.workshop import read_workshop
from tests.conftest import Run

NOTES = "# Night buses\n\n## Needs\n\n- Buses that wait for the last train.\n\n## Challenges\n\n- Nobody drives at four.\n"
SHEET = "Theme;Stakeholder group;Type;Comment\nNight buses;Drivers;Need;A warm room between two tours.\nFares;Riders;Challenge;The fare is too high for students.\n"


def test_a_new_workshop_filled_with_two_files_builds(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "night"
    assert run("new", folder, "--title", "Night buses", "--date", "2024-05-06", "--quiet").code == 0
    (folder / "inputs/notes/table.md").write_text(NOTES, encoding="utf-8")
    (folder / "inputs/feedback/forms.csv").write_text(SHEET, encoding="utf-8")
    assert run("build", "--format", "html", folder).code == 0
    page = (folder / "output/report.html").read_text(encoding="utf-8")
    assert "Buses that wait for the last train." in page
    assert "A warm room between two tours." in page


def test_new_here_takes_themes_groups_and_sessions_from_the_files(tmp_path: Path, run: Run) -> None:
    (tmp_path / "table.md").write_text(NOTES, encoding="utf-8")
    (tmp_path / "forms.csv").write_text(SHEET, encoding="utf-8")
    assert run("new", tmp_path, "--quiet").code == 0
    workshop = read_workshop(tmp_path)
    assert [theme.title for theme in workshop.themes] == ["Night buses", "Fares"]
    assert [group.id for group in workshop.groups] == ["drivers", "riders"]
    assert [session.files for session in workshop.sessions] == [("notes/table.md",)]
    assert run("build", "--format", "html", tmp_path).code == 0
    assert (tmp_path / "table.md").read_text(encoding="utf-8") == NOTES


def test_the_answers_stand_in_workshop_toml(tmp_path: Path, run: Run) -> None:
    run(
        "new", tmp_path, "--title", 'The "big" day', "--date", "2024-05-06", "--place", "Λάρισα", "--organiser", "TNO",
        "--acronym", "X@Y", "--programme", "h2020", "--grant-number", "700281", "--theme", "Διαδηλώσεις", "--theme", "Big events",
    )  # fmt: skip
    workshop = read_workshop(tmp_path)
    assert (workshop.event.title, workshop.event.place) == ('The "big" day', "Λάρισα")
    assert (workshop.funding.programme, workshop.funding.grant_number) == ("h2020", "700281")
    assert [theme.id for theme in workshop.themes] == ["theme-1", "big-events"]


def test_an_existing_workshop_toml_is_left_alone(tmp_path: Path, run: Run) -> None:
    run("new", tmp_path, "--quiet")
    before = (tmp_path / "inputs/workshop.toml").read_bytes()
    result = run("new", tmp_path, "--quiet")
    assert result.code == 1
    assert "it exists already" in result.err
    assert (tmp_path / "inputs/workshop.toml").read_bytes() == before


def test_a_date_that_is_none_is_told(tmp_path: Path, run: Run) -> None:
    result = run("new", tmp_path, "--date", "9 May", "--quiet")
    assert result.code == 1
    assert "2017-05-09" in result.err


def test_json_lists_what_was_written(tmp_path: Path, run: Run) -> None:
    written = json.loads(run("new", tmp_path / "x", "--json").out)["written"]
    assert any(path.endswith("workshop.toml") for path in written)


def test_slips_make_no_themes_and_titles_alike_have_ids_of_their_own(tmp_path: Path, run: Run) -> None:
    rows = (
        "Night buses,x y z w\nNight buses,a b c d\nNigth buses,e f g h\nΚύματα 1,i j k l\nΒράχια 1,m n o p\n"
    )
    (tmp_path / "forms.csv").write_text(f"Theme,Comment\n{rows}", encoding="utf-8")
    assert run("new", tmp_path, "--quiet").code == 0
    themes = read_workshop(tmp_path).themes
    assert themes[0].title == "Night buses"
    assert len({theme.id for theme in themes}) == len(themes) == 3


def test_what_can_not_be_read_is_left_and_told(tmp_path: Path, run: Run) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    assert "scan.pdf" in run("new", tmp_path).out
    assert (tmp_path / "scan.pdf").exists()


@pytest.mark.parametrize(
    "answer", [("--programme", "erasmus"), ("--programme", "h2020"), ("--date", "5.3.2024")]
)
def test_an_answer_that_can_not_be_used_leaves_nothing(
    tmp_path: Path, run: Run, answer: tuple[str, str]
) -> None:
    folder = tmp_path / "x"
    assert run("new", folder, *answer, "--quiet").code == 1
    assert not folder.exists()


def test_a_name_too_long_for_a_folder_is_told(tmp_path: Path, run: Run) -> None:
    result = run("new", tmp_path / ("b" * 300), "--quiet")
    assert result.code == 1
    assert "shorter name" in result.err


def test_the_language_and_the_authority_are_taken_over(tmp_path: Path, run: Run) -> None:
    answers = (
        "--language",
        "el",
        "--programme",
        "horizon-europe",
        "--authority",
        "REA",
        "--date",
        "2024-05-06",
    )
    assert run("new", tmp_path, *answers, "--quiet").code == 0
    workshop = read_workshop(tmp_path)
    assert (workshop.language, workshop.funding.authority) == ("el", "REA")
    assert [lens.title for lens in workshop.lenses][1] == "Ανάγκες"


def test_what_a_partnerships_statement_names_is_left_to_fill_in(tmp_path: Path, run: Run) -> None:
    answers = ("--programme", "h2020-ju", "--grant-number", "101000", "--date", "2024-05-06")
    assert run("new", tmp_path, *answers, "--quiet").code == 0
    text = (tmp_path / "inputs/workshop.toml").read_text(encoding="utf-8")
    assert 'partnership = ""   # fill in' in text
    assert 'members = ""   # fill in' in text
    (tmp_path / "inputs/notes/table.md").write_text(NOTES, encoding="utf-8")
    told = run("check", tmp_path)
    assert told.code == 1
    assert '"funding.partnership" is missing' in told.err


def schema_of(folder: Path) -> dict[str, Any]:
    """The schema that the first line of workshop.toml leads to."""
    line = (folder / "inputs/workshop.toml").read_text(encoding="utf-8").splitlines()[0]
    assert line.startswith("#:schema ./")
    loaded: dict[str, Any] = json.loads(
        (folder / "inputs" / line.removeprefix("#:schema ")).read_text("utf-8")
    )
    return loaded


def known_keys(schema: dict[str, Any], node: dict[str, Any]) -> set[str]:
    """All keys of a schema that an editor can offer, as `table.key`."""
    part = schema["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
    found = set(part.get("properties", {}))
    for name, inner in part.get("properties", {}).items():
        below = [inner, inner.get("items", {}), *inner.get("anyOf", [])]
        found |= {f"{name}.{key}" for each in below if each for key in known_keys(schema, each)}
    return found


def test_editors_are_told_every_key_with_its_help(tmp_path: Path, run: Run) -> None:
    run("new", tmp_path, "--quiet")
    schema = schema_of(tmp_path)
    keys = known_keys(schema, schema)
    assert {"language", "funding.programme", "funding.co_funders.funder", "deliverable.authors.name"} <= keys
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert all(each.get("description") or "$ref" in each for each in part["properties"].values())
    programme = schema["$defs"]["Funding"]["properties"]["programme"]
    assert {"h2020", "horizon-europe-msca", "none"} <= set(programme["enum"])
    assert schema["properties"]["language"]["examples"] == ["de", "el", "en", "es", "fr", "it", "nl"]
    assert schema["$defs"]["Lens"]["required"] == ["id"]


def test_the_schema_is_written_anew_for_a_workshop_that_exists(tmp_path: Path, run: Run) -> None:
    run("new", tmp_path, "--quiet")
    toml = (tmp_path / "inputs/workshop.toml").read_bytes()
    (tmp_path / "inputs/workshop.schema.json").write_text("{}", encoding="utf-8")
    assert run("new", "--schema", tmp_path).code == 0
    assert schema_of(tmp_path)["$defs"]
    assert (tmp_path / "inputs/workshop.toml").read_bytes() == toml


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_what_was_not_typed_is_asked_on_a_terminal(tmp_path: Path) -> None:
    import pty

    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "report_builder", "new", str(tmp_path / "x"), "--place", "Ghent"]
    process = subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    answers = [
        *("klingon", "fr", "Night buses", "6 May", "2024-05-06", "TNO", "ACRO"),
        *("h2002", "h2020-msca", "no. 7", "700281", "", "Fares, Routes"),
    ]
    os.write(main, "".join(f"{answer}\n" for answer in answers).encode())
    out, _ = process.communicate(timeout=60)
    os.close(main)
    os.close(terminal)
    assert process.returncode == 0, out
    told = out.decode()
    assert 'Did you mean "h2020"?' in told
    assert told.count("Write the date as 2017-05-09.") == 1
    assert "City and country" not in told
    workshop = read_workshop(tmp_path / "x")
    assert (workshop.language, workshop.event.title, workshop.event.place) == ("fr", "Night buses", "Ghent")
    assert (workshop.funding.programme, workshop.funding.grant_number) == ("h2020-msca", "700281")
    assert [theme.id for theme in workshop.themes] == ["fares", "routes"]
