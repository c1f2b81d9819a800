"""What `check --publish` finds: nothing in clean workshops, and each fault that was put into one, at its place."""

import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests import publish_faults, publish_more_faults, publish_right
from tests.conftest import Run
from tests.publish_sample import SAMPLES, write
from tests.seeding import Fault

pytestmark = pytest.mark.needs_pango
FAULTS = (
    ("en", (*publish_faults.ENGLISH, *publish_more_faults.ENGLISH)),
    ("el", (*publish_faults.GREEK, *publish_more_faults.GREEK)),
)
RIGHT = [("en", right) for right in publish_right.ENGLISH] + [("el", right) for right in publish_right.GREEK]
CASES = [(language, fault) for language, faults in FAULTS for fault in faults]


def judged(run: Run, folder: Path) -> list[dict[str, Any]]:
    """The problems that the program prints as JSON."""
    return list(json.loads(run("check", "--publish", "--json", folder).out)["problems"])


def judged_after(fault: Fault, finished: Path, tmp_path: Path, run: Run) -> list[dict[str, Any]]:
    """The problems of a finished workshop into which something was put."""
    folder = tmp_path / "workshop"
    # Each file takes time to be judged: the report, one summary and the final Word file are enough.
    shutil.copytree(finished, folder, ignore=shutil.ignore_patterns("festivals.*", "fishing.*"))
    for spare in (folder / "output/final").glob("*.[hp]*"):
        spare.unlink()
    fault.edit(folder)
    return judged(run, folder)


@pytest.mark.parametrize("language", SAMPLES)
def test_a_clean_workshop_gives_no_message(finished: dict[str, Path], language: str, run: Run) -> None:
    result = run("check", "--publish", "--strict", "--quiet", finished[language])
    assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize(
    ("language", "fault"), CASES, ids=[f"{language}: {fault.title}" for language, fault in CASES]
)
def test_a_fault_is_named_with_its_rule_and_place(
    finished: dict[str, Path], language: str, fault: Fault, tmp_path: Path, run: Run
) -> None:
    problems = judged_after(fault, finished[language], tmp_path, run)
    assert [p for p in problems if p["rule"].startswith(fault.rule) and fault.place in p["where"]], problems


@pytest.mark.parametrize(("language", "right"), RIGHT, ids=[right.title for _, right in RIGHT])
def test_what_is_right_is_not_taken_for_a_fault(
    finished: dict[str, Path], language: str, right: Fault, tmp_path: Path, run: Run
) -> None:
    problems = judged_after(right, finished[language], tmp_path, run)
    assert [p for p in problems if p["rule"].startswith(right.rule)] == []


def test_a_table_cell_that_holds_nothing_is_read_as_empty(
    finished: dict[str, Path], tmp_path: Path, run: Run
) -> None:
    """Office programs write an empty cell so into a PDF's structure: without any content."""
    folder = tmp_path / "workshop"
    shutil.copytree(finished["en"], folder, ignore=shutil.ignore_patterns("final", "themes", "inventory-*"))
    path = folder / "output/report.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as package:
        root = package.Root.StructTreeRoot
        cell = package.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.TD))
        kids = list(root.K) if isinstance(root.K, pikepdf.Array) else [root.K]
        root.K = pikepdf.Array([*kids, cell])
        package.save(path)
    assert judged(run, folder) == []


def test_kinds_that_an_office_program_names_itself_are_those_that_it_says_they_are(
    finished: dict[str, Path], tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "workshop"
    shutil.copytree(finished["en"], folder, ignore=shutil.ignore_patterns("final", "themes", "inventory-*"))
    path = folder / "output/report.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as package:
        package.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({"/Text body": pikepdf.Name.P})
        elements = [one for one in package.objects if isinstance(one, pikepdf.Dictionary)]
        for element in elements:
            if element.get("/S") == "/P":
                element.S = pikepdf.Name("/Text body")
            if element.get("/S") in ("/TD", "/TH") and "/K" in element:
                # Its cells hold paragraphs, ours the words themselves.
                element.K = pikepdf.Dictionary(S=pikepdf.Name("/Text body"), K=element.K)
        package.save(path)
    assert judged(run, folder) == []


GREEK_NOTES = """\
# Notes

## Needs

- Η Ρόδος και η Κως θέλουν αντλίες.
- Τη Λαμπρή οι βάρδιες μένουν άδειες.
- The pumps need new oil and a fence.
"""


def test_greek_findings_of_an_english_report_are_marked_as_such(tmp_path: Path, run: Run) -> None:
    toml = """\
[event]
title = "A day on pumps"
date = 2024-03-05
place = "Ghent"
organiser = "The host"

[[themes]]
id = "pumps"
title = "Pumps"
keywords = ["pumps", "αντλίες", "βάρδιες"]
"""
    folder = write(tmp_path, {"inputs/workshop.toml": toml, "inputs/notes/pumps.md": GREEK_NOTES})
    assert run("build", folder).code == 0
    assert run("summaries", folder).code == 0
    assert "(A5)" not in run("check", folder, "--publish").err
    page = folder / "output/report.html"
    page.write_text(page.read_text(encoding="utf-8").replace(' lang="el"', ""), encoding="utf-8")
    assert 'not marked: "F1 Η Ρόδος' in run("check", folder, "--publish").err


def test_a_report_that_is_not_public_says_so_on_each_page(tmp_path: Path, run: Run) -> None:
    tree = SAMPLES["en"]()
    toml = str(tree["inputs/workshop.toml"]).replace('level = "PU"', 'level = "SEN"')
    toml = "\n".join(line for line in toml.splitlines() if not line.startswith("licence"))
    folder = write(tmp_path, {**tree, "inputs/workshop.toml": toml})
    for command in ("build", "summaries", "press-release"):
        assert run(command, folder).code == 0
    result = run("check", "--publish", "--strict", "--quiet", folder)
    assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize("how", ["--final", "--strict"])
def test_nothing_is_written_while_a_rule_finds_an_error(how: str, tmp_path: Path, run: Run) -> None:
    tree = SAMPLES["en"]()
    toml = str(tree["inputs/workshop.toml"]).replace("date = 2024-09-17", "date = 2023-09-17")
    folder = write(tmp_path, {**tree, "inputs/workshop.toml": toml})
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run("build", how, folder)
    assert result.code == 1
    assert "inputs/workshop.toml, key next_event.date: the next workshop is on 2023-09-17" in result.err
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if "cache" not in path.parts} == before
