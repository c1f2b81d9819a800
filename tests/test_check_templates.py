"""What `check` tells of a workshop's own templates, and that `build` stops on the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from report_builder.check.templates import check_templates
from report_builder.errors import Problem
from report_builder.render.templates import templates_folder
from tests.conftest import WORKSHOP, Project, Run
from tests.report_sample import sample_report, sample_workshop

BLOCK = '{% extends "builtin/report.html.j2" %}\n{% block agenda %}\n'


class Case(NamedTuple):
    title: str
    template: str
    expected: tuple[str, ...]


def cases() -> Iterator[Case]:
    text = (Path(__file__).parent / "cases" / "templates.txt").read_text(encoding="utf-8")
    for part in text.split("\n== ")[1:]:
        title, _, rest = part.partition("\n")
        template, _, expected = rest.partition("\n----\n")
        own = template if template.startswith("{% extends") else f"{BLOCK}{template}\n{{% endblock %}}\n"
        yield Case(title, own, tuple(expected.strip().splitlines()))


def write(folder: Path, **files: str) -> Path:
    """Templates in a workshop's folder; `__` stands for the dots of a name."""
    (folder / "templates").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "templates" / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def judge(folder: Path, **changes: object) -> tuple[Problem, ...]:
    report = sample_report(workshop=replace(sample_workshop(), **changes))  # type: ignore[arg-type]
    return check_templates(folder, report, report.funding, tried=True)


def fits(problem: Problem, expected: str) -> bool:
    line, level, words = expected.split(" ", 2)
    what, _, mend = words.partition(" | ")
    where = f"templates/report.html.j2, line {line}"
    return (problem.where, problem.level) == (where, level) and what in problem.what and mend in problem.mend


@pytest.mark.needs_pango
@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.title)
def test_every_fault_is_told_with_its_line_and_mend(tmp_path: Path, case: Case) -> None:
    folder = write(tmp_path, report__html__j2=case.template)
    told = judge(folder, next_event=None)
    assert len(told) == len(case.expected), "\n".join(map(str, told))
    missed = [line for line in case.expected if not any(fits(problem, line) for problem in told)]
    assert not missed, "\n".join(map(str, told))
    assert all(problem.mend for problem in told)


@pytest.mark.needs_pango
def test_nothing_is_told_of_the_built_in_templates(tmp_path: Path) -> None:
    texts = {path.name: path.read_text("utf-8") for path in templates_folder().glob("*.html.j2")}
    style = (templates_folder() / "report.css").read_text("utf-8")
    folder = write(tmp_path, **texts, report__css=style)
    assert judge(folder) == ()


def test_templates_that_use_all_that_jinja_can_are_told_only_what_is_so() -> None:
    folder = Path(__file__).parent / "cases"
    told = {problem.where.partition(", ")[2]: problem for problem in judge(folder)}
    assert set(told) == {"line 26", "line 28", "line 31"}, told
    assert all(problem.level == "warning" for problem in told.values())
    assert "where there are no findings" in told["line 26"].what
    assert "where there is no EU funding" in told["line 31"].what


def test_what_only_other_data_would_bring_to_light_is_a_warning(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        report__html__j2=f"{BLOCK}{{{{ workshop.next_event.title }}}}\n"
        "{% for section in chapters[0].sections[:1] %}{{ section.entries[0].statement }}{% endfor %}\n"
        "{{ report.prose.introduction }}\n{% endblock %}",
    )
    told = {problem.where[-6:]: problem for problem in judge(folder)}
    assert {problem.level for problem in told.values()} == {"warning"}
    assert "where no workshop follows" in told["line 3"].what
    assert "where there are no findings" in told["line 4"].what
    assert "where nobody has written a section" in told["line 5"].what


@pytest.mark.parametrize("name", ["report", "theme-summary", "press-release", "inventory"])
def test_a_page_that_lost_the_funding_statement_is_told_at_its_block(tmp_path: Path, name: str) -> None:
    block = "cover" if name == "report" else "foot"
    text = f'{{% extends "builtin/{name}.html.j2" %}}\n\n{{% block {block} %}}<p>Ours</p>{{% endblock %}}'
    (told,) = judge(write(tmp_path, **{f"{name}__html__j2": text}))
    assert told.where == f"templates/{name}.html.j2, line 3"
    assert "no funding statement" in told.what
    kept = text.replace("<p>Ours", "{{ super() }}<p>Ours")
    assert judge(write(tmp_path, **{f"{name}__html__j2": kept})) == ()


def test_a_fault_in_a_macro_of_the_workshop_is_told_there(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        ours__html__j2="{% macro box(theme) %}\n<p>{{ theme.titel }}{{ 1 / 0 }}</p>\n{% endmacro %}",
        report__html__j2='{% extends "builtin/report.html.j2" %}\n{% import "ours.html.j2" as ours %}\n'
        "{% block agenda %}{{ ours.box(workshop.themes[0]) }}{% endblock %}",
    )
    (told,) = judge(folder)
    assert told.where == "templates/ours.html.j2, line 2"
    assert "titel" in told.what


def test_files_of_words_that_lack_one_are_told_what_is_missing(tmp_path: Path) -> None:
    words = (templates_folder() / "words.html.j2").read_text("utf-8")
    (told,) = judge(write(tmp_path, words__html__j2=words.replace("set agenda =", "set agendum =")))
    assert told.where == "templates/words.html.j2"
    assert '"words" has no "agenda"' in told.what


@pytest.mark.parametrize(
    ("name", "near"),
    [("reprot.html.j2", "report.html.j2"), ("report.html", "report.html.j2"), ("reports.css", "report.css")],
)
def test_a_file_that_nothing_makes_use_of_gets_the_nearest_name(tmp_path: Path, name: str, near: str) -> None:
    (told,) = judge(write(tmp_path, **{name: "{# ours #}" if name.endswith("j2") else "p { color: red }"}))
    assert (told.where, told.level) == (f"templates/{name}", "warning")
    assert near in told.mend


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{% if 1 %}" * 3000,
        "{{" * 3000,
        "{{ report" + ".title" * 3000 + " }}",
        "{% import 'report.html.j2' as mine with context %}{{ mine }}",
        "{% include 'report.html.j2' %}",
        "{% extends name %}",
    ],
)
def test_strange_templates_are_told_in_words(project: Project, run: Run, text: str) -> None:
    folder = project({"templates/report.html.j2": text})
    for command in (("check",), ("build", "--format", "html")):
        result = run(*command, folder, "-q")
        assert result.code == 1
        assert "Traceback" not in result.err
        assert "templates" in result.err


def test_a_file_of_parts_without_one_that_is_asked_for_stops_the_build(project: Project, run: Run) -> None:
    parts = (templates_folder() / "parts.html.j2").read_text("utf-8")
    folder = project({"templates/parts.html.j2": parts.replace("macro section_of(", "macro sektion_of(")})
    for command in (("check",), ("build", "--format", "html")):
        result = run(*command, folder, "-q")
        assert result.code == 1
        assert 'templates/parts.html.j2: "parts" has no "section_of"' in result.err


STYLE = """\
h1 { colr: red; color: reddd }
/* @import url(https://example.org/no.css); }} */
@import url(https://example.org/x.css);
p { background: url(picture.png) }
q { quotes: "}" "{"; cursor: pointer; -webkit-hyphens: auto }
@page { margn: 2cm }
p:: { color: red }
@media screen { h1 { colr: blue } }
li { font-family: "No Such Face", sans-serif }
b { color: red
"""


@pytest.mark.needs_pango
def test_faults_of_a_style_sheet_are_told_with_their_lines(tmp_path: Path) -> None:
    told = judge(write(tmp_path, report__css=STYLE))
    found = {(int(re.sub(r".* ", "", problem.where)), problem.level, problem.what) for problem in told}
    for line, level, what in (
        (1, "warning", 'no property "colr"'),
        (1, "warning", '"color: reddd" can\'t be used'),
        (3, "error", '"@import url(https://example.org/x.css)" is not fetched'),
        (4, "error", '"url(picture.png)" is not fetched'),
        (6, "warning", 'no property "margn"'),
        (7, "warning", 'the selector "p::" can\'t be read'),
        (8, "warning", 'no property "colr"'),
        (9, "warning", 'the font "No Such Face" is not on this computer'),
        (10, "error", "this { is not closed"),
    ):
        assert any((line, level) == each[:2] and what in each[2] for each in found), (line, what, found)
    assert len(told) == 9, "\n".join(map(str, told))


FAULTY = '{% extends "builtin/report.html.j2" %}\n{% block inroduction %}x{% endblock %}\n{% block agenda %}{{ reprot }}{% endblock %}\n'


def test_build_stops_on_what_check_tells(project: Project, run: Run) -> None:
    folder = project({"templates/report.html.j2": FAULTY})
    checked, built = run("check", folder, "-q"), run("build", folder, "--format", "html", "-q")
    assert (checked.code, built.code) == (1, 1)
    told = built.err.splitlines()
    assert told == checked.err.splitlines()[:2]
    assert "line 2" in told[0]
    assert "line 3" in told[1]
    assert not (folder / "output/report.html").exists()


def test_build_goes_on_with_warnings_and_tells_them_again_when_nothing_changed(
    project: Project, run: Run
) -> None:
    text = '{% extends "builtin/report.html.j2" %}\n{% block agenda %}<em>x{% endblock %}\n'
    folder = project({"templates/report.html.j2": text})
    first, again = (run("build", folder, "--format", "html", "-q") for _ in range(2))
    assert (first.code, again.code) == (0, 0)
    assert first.err == again.err
    assert '"<em>" is not closed' in first.err
    assert run("build", folder, "--format", "html", "--strict", "-q").code == 1


def test_templates_of_a_greek_workshop_are_tried_in_greek(project: Project, run: Run) -> None:
    greek = WORKSHOP.replace("[event]", 'language = "el"\n[event]', 1)
    text = '{% extends "builtin/report.html.j2" %}\n{% block agenda %}<p>{{ words.agenda }}: Δελφοί</p>{% endblock %}\n'
    folder = project({"inputs/workshop.toml": greek, "templates/report.html.j2": text})
    assert "templates/" not in run("check", folder, "-q").err


def test_a_workshop_without_templates_loads_nothing_of_the_lint(project: Project, run: Run) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("report_builder.check.templates.")]:
        del sys.modules[name]
    assert run("check", project()).code == 0
    assert not [name for name in sys.modules if name.startswith("report_builder.check.templates.")]
