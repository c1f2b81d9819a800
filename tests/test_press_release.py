"""The press release: who, what, where, the themes, who took part, what was said, what comes next."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from report_builder.model import Prose
from report_builder.render.markdown import render_markdown
from report_builder.render.page import make_page
from report_builder.settings import PressRelease, Workshop
from tests.conftest import Project, Run
from tests.report_sample import sample_findings, sample_report, sample_workshop
from tests.word_editor import WordEditor


def text(
    workshop: Workshop | None = None, *, participants: bool = True, prose: tuple[Prose, ...] = ()
) -> str:
    report = sample_report(workshop=workshop, participants=participants, prose=prose)
    return render_markdown(make_page(report, "press-release.html.j2"))


def settings(**press: object) -> Workshop:
    return replace(sample_workshop(), press_release=PressRelease(**press))  # type: ignore[arg-type]


def test_it_tells_who_held_what_when_and_where() -> None:
    assert (
        "Within the project “The emerging role of new social media in enhancing public security” (MEDI@4SEC), "
        "Center for Security Studies (KEMEA) held the 2nd project workshop, “Social media in riots, protests and "
        "mass gatherings”, on 9 May 2017 in Athens, Greece."
    ) in text()


def test_it_names_themes_and_lenses() -> None:
    made = text()
    assert "current and future practices; needs; challenges; legal and ethical issues." in made
    assert "2. **Large-scale events**: Matches, concerts and festivals bring large numbers" in made


def test_it_tells_who_took_part_and_names_small_groups_as_other() -> None:
    assert "57 people took part" in text()
    assert "Security practitioners; Academia;" in text()
    assert "57 people" not in text(participants=False)


def test_it_prints_what_most_people_said_in_each_theme_unless_somebody_wrote_a_text() -> None:
    said = [line for line in text().splitlines() if line.startswith("- ")]
    assert len(said) == 3
    assert {line.removeprefix("- ") for line in said} <= {found.statement for found in sample_findings()}
    own = text(prose=(Prose("press-release", "<p>Participants saw the power of networks.</p>"),))
    assert "Participants saw the power of networks." in own
    assert not [line for line in own.splitlines() if line.startswith("- ")]


def test_it_ends_with_what_comes_next_and_the_statement() -> None:
    made = text()
    assert "The next workshop, “Dark Web”, is organised by TNO" in made
    assert "grant agreement No\u00a0700281" in made


def test_headline_day_place_and_contact_can_be_chosen() -> None:
    made = text(
        settings(
            title="When crowds post",
            place="Athens",
            date=datetime.date(2017, 5, 26),
            contact="press@example.org",
        )
    )
    assert "# When crowds post\n\nAthens, 26 May 2017\n" in made
    assert "**Press contact:** press@example.org" in made


def test_the_report_has_no_word_of_it() -> None:
    report = sample_report(prose=(Prose("press-release", "<p>Only for the press.</p>"),))
    assert "Only for the press." not in make_page(report).html


@pytest.fixture
def released(project: Project, run: Run) -> Path:
    folder = project()
    section = folder / "inputs/sections/press-release.md"
    section.parent.mkdir(exist_ok=True)
    section.write_text("Crossings are on everyone's mind.\n", encoding="utf-8")
    assert run("press-release", "--format", "docx", "--format", "html", folder).code == 0
    return folder


def test_the_command_writes_the_formats_that_were_asked_for(released: Path) -> None:
    assert sorted(path.name for path in (released / "output").iterdir()) == [
        "press-release.docx",
        "press-release.html",
    ]


def test_what_people_rewrite_in_word_is_kept(released: Path, run: Run) -> None:
    file = released / "output/press-release.docx"
    word = WordEditor(file.read_bytes())
    word.retype(word.find("Crossings are on"), "Crossings worry everyone.")
    file.write_bytes(word.save())
    result = run("build", "--format", "html", released)
    assert result.code == 0, result.err
    assert "Crossings worry everyone." in (released / "output/press-release.html").read_text(encoding="utf-8")
    assert "Crossings worry everyone." in "\n".join(WordEditor(file.read_bytes()).text())
