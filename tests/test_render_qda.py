"""Codebook and project as another program reads them: pyrefiqda, made from the standard's schemas."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrefiqda import RefiCodebook, RefiProject
from pyrefiqda.models import Project

from report_builder.model import Finding, Status, Where
from report_builder.render.qda import render_qdc, render_qdpx
from report_builder.settings import Lens
from tests.sample import coding, finding, workshop
from tests.test_report import report

NOTES = Where("notes/morning.md", line=4)
FORMS = Where("feedback/forms.csv", row=2)
NEED = replace(
    finding("We need interpreters on duty.", where=NOTES, group="city"),
    members=(
        coding("We need interpreters on duty.", where=NOTES, group="city"),
        coding("Interpreters\n on duty!", where=FORMS, group="police"),
    ),
    id="aaa",
    number=7,
    groups=("police", "city"),
)
OPEN = replace(
    finding("Not sure yet.", where=Where("notes/morning.md", line=9), status=Status.UNDECIDED), id="bbb"
)


def read(findings: Sequence[Finding], folder: Path) -> tuple[Project, dict[str, str]]:
    """The project and, by the path of each source, its text."""
    file = folder / "project.qdpx"
    file.write_bytes(render_qdpx(report(), findings))
    project = RefiProject.load(file, extract_dir=str(folder / "open"))
    texts = {
        source.name or "": (
            folder / "open/sources" / (source.plain_text_path or "").removeprefix("internal://")
        )
        .read_bytes()
        .decode()
        for source in (project.sources.text_source if project.sources else ())
    }
    return project, texts


def selected(project: Project, texts: dict[str, str]) -> Iterator[tuple[str, str, list[str]]]:
    """Name, words and codes of each selection."""
    names = {code.guid: code.name for code in project.code_book.codes.code} if project.code_book else {}
    for source in project.sources.text_source if project.sources else ():
        for selection in source.plain_text_selection:
            words = texts[source.name or ""][selection.start_position : selection.end_position]
            codes = [names[one.code_ref.target_guid] for one in selection.coding]
            yield selection.name or "", words, codes


def test_the_codebook_has_themes_and_lenses_with_their_definitions(tmp_path: Path) -> None:
    file = tmp_path / "codebook.qdc"
    file.write_bytes(render_qdc(report(), [NEED]))
    codes = RefiCodebook.load(file).codes.code
    assert [code.name for code in codes[:3]] == ["Protests", "Festivals", "Current and future practices"]
    assert codes[0].description is None
    assert codes[3].description
    assert all(code.is_codable for code in codes)


def test_each_piece_of_evidence_is_selected_in_the_text_of_its_source(tmp_path: Path) -> None:
    project, texts = read([NEED, OPEN], tmp_path)
    assert texts == {
        "feedback/forms.csv": "Interpreters on duty!\n",
        "notes/morning.md": "We need interpreters on duty.\nNot sure yet.\n",
    }
    assert list(selected(project, texts)) == [
        ("F7", "Interpreters on duty!", ["Protests", "Needs"]),
        ("F7", "We need interpreters on duty.", ["Protests", "Needs"]),
    ]


def test_words_that_the_team_chose_describe_the_selection(tmp_path: Path) -> None:
    project, _ = read([replace(NEED, statement="Interpreters are needed.")], tmp_path)
    assert project.sources
    (selection,) = project.sources.text_source[1].plain_text_selection
    assert selection.description == "Interpreters are needed."


def test_a_second_coding_is_there_too(tmp_path: Path) -> None:
    found = replace(NEED, also="festivals/need", members=NEED.members[:1])
    ((_, _, codes),) = selected(*read([found], tmp_path))
    assert codes == ["Protests", "Needs", "Festivals"]


def test_stakeholder_groups_are_cases(tmp_path: Path) -> None:
    project, _ = read([NEED], tmp_path)
    assert project.cases
    assert [(case.name, len(case.selection_ref)) for case in project.cases.case] == [
        ("Police", 1),
        ("City authorities", 1),
    ]


def test_a_group_that_is_not_printed_is_no_case(tmp_path: Path) -> None:
    hidden = replace(NEED, groups=("city",))
    project, _ = read([hidden], tmp_path)
    assert project.cases
    assert [case.name for case in project.cases.case] == ["City authorities"]


def test_a_workshop_without_findings_is_a_project_all_the_same(tmp_path: Path) -> None:
    project, texts = read([], tmp_path)
    assert project.code_book
    assert texts == {}


def test_the_same_findings_make_the_same_bytes_and_keep_their_ids() -> None:
    made = report()
    assert render_qdpx(made, [NEED]) == render_qdpx(made, [NEED])
    with zipfile.ZipFile(io.BytesIO(render_qdpx(made, [NEED]))) as package:
        before = set(package.namelist())
    with zipfile.ZipFile(io.BytesIO(render_qdpx(made, [OPEN, NEED]))) as package:
        assert before <= set(package.namelist())


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(min_size=1).filter(lambda text: text.split()), min_size=1, max_size=5))
def test_whatever_people_write_is_selected_whole(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    findings = [
        replace(finding(text, where=Where("notes/a.md", line=line)), id=f"id{line}", number=line)
        for line, text in enumerate(texts, 1)
    ]
    project, read_texts = read(findings, tmp_path_factory.mktemp("project"))
    words = [words for _, words, _ in selected(project, read_texts)]
    assert words == [" ".join(text.split()) for text in texts]


def test_a_lens_of_their_own_is_a_code(tmp_path: Path) -> None:
    with_ideas = replace(workshop(), lenses=(*workshop().lenses, Lens("idea", "Ideas")))
    file = tmp_path / "codebook.qdc"
    file.write_bytes(render_qdc(report(settings=with_ideas), []))
    assert RefiCodebook.load(file).codes.code[-1].name == "Ideas"
