"""A workshop's own templates, stylesheet and words, and what is told of a faulty one."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from report_builder.errors import TemplateError
from report_builder.languages import known_languages
from report_builder.render.page import Page, make_page
from report_builder.render.templates import open_environment, templates_folder, unbroken
from tests.report_sample import sample_report, sample_workshop


def outline(page: Page) -> list[str]:
    return [f"{heading.number} {heading.text}".strip() for heading in page.headings if heading.level == 1]


def write_template(folder: Path, name: str, text: str) -> None:
    path = folder / "templates" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_workshop_overrides_one_block(tmp_path: Path) -> None:
    write_template(
        tmp_path,
        "report.html.j2",
        '{% extends "builtin/report.html.j2" %}'
        "{% block agenda %}<p>{{ words.agenda }}: see our site</p>{% endblock %}",
    )
    page = make_page(sample_report(), folder=tmp_path)
    assert "Agenda: see our site" in page.html
    assert "4 Protests and demonstrations" in outline(page)


def test_a_workshop_has_its_own_stylesheet(tmp_path: Path) -> None:
    write_template(tmp_path, "report.css", "body { color: teal }")
    page = make_page(sample_report(), folder=tmp_path)
    assert "color: teal" in page.html
    assert "orphans" not in page.html


def test_a_workshop_has_its_own_words(tmp_path: Path) -> None:
    words = (templates_folder() / "words.html.j2").read_text(encoding="utf-8")
    write_template(tmp_path, "words.html.j2", words.replace('_("Agenda")', '"Programme of the day"'))
    assert "3 Programme of the day" in outline(make_page(sample_report(), folder=tmp_path))


def test_an_unknown_name_is_told_with_file_and_line(tmp_path: Path) -> None:
    text = '{% extends "builtin/report.html.j2" %}\n{% block agenda %}\n{{ report.tittle }}\n{% endblock %}'
    write_template(tmp_path, "report.html.j2", text)
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where == "templates/report.html.j2, line 3"
    assert "tittle" in problem.what
    assert problem.mend


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>\n{% if %}</p>", 2),
        ("<p>\n\n{{ 1 + 'a' }}</p>", 3),
        ("{{ report.date.nothing() }}", 1),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("{{ report.__init__.__globals__ }}", 1),
        ("{{ report.workshop.event.date.__class__.__subclasses__() }}", 1),
        ("{{ pictures.__globals__ }}", 1),
        ("{{ '{0.__class__}'.format(report) }}", 1),
        ("{{ report | attr('__class__') }}", 1),
        ("\n{{ workshop.themes.append(1) }}", 2),
        ("\n{% for n in range(10 ** 9) %}{% endfor %}", 2),
        ("{% include 'reprot.html.j2' %}", 1),
    ],
)
def test_a_faulty_template_is_told_with_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    write_template(tmp_path, "report.html.j2", text)
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(), folder=tmp_path)
    assert raised.value.problems[0].where == f"templates/report.html.j2, line {line}"


def test_a_missing_template_gets_the_nearest_name() -> None:
    with pytest.raises(TemplateError, match=r'Did you mean "theme-summary\.html\.j2"'):
        make_page(sample_report(), "theme-sumary.html.j2")


@pytest.mark.parametrize("name", ["report.html.j2", "report.css", "words.html.j2"])
def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    write_template(tmp_path, name, "")
    (tmp_path / "templates" / name).write_bytes("{# one #}\n{# caf\xe9 #}".encode("cp1252"))
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where == f"templates/{name}, line 2"
    assert "UTF-8" in problem.what
    assert problem.mend


def test_a_template_saved_with_a_byte_order_mark_will_do(tmp_path: Path) -> None:
    text = '\ufeff{% extends "builtin/report.html.j2" %}{% block agenda %}<p>Ours</p>{% endblock %}'
    write_template(tmp_path, "report.html.j2", text)
    html = make_page(sample_report(), folder=tmp_path).html
    assert "Ours" in html
    assert "\ufeff" not in html


def test_a_template_that_leads_back_to_itself_is_told_how_to_reach_the_built_in_one(tmp_path: Path) -> None:
    write_template(tmp_path, "report.html.j2", '{% extends "report.html.j2" %}')
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where == "templates/report.html.j2"
    assert '{% extends "builtin/report.html.j2" %}' in problem.mend


@pytest.mark.parametrize("text", ["", "  \n", "{# nothing #}", "<!-- nothing -->", "<frameset></frameset>"])
def test_a_template_that_makes_no_page_is_told(tmp_path: Path, text: str) -> None:
    write_template(tmp_path, "report.html.j2", text)
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where == "templates/report.html.j2"
    assert "without a body" in problem.what


def test_a_catalogue_in_the_workshops_templates_adds_a_language(tmp_path: Path) -> None:
    polish = replace(sample_workshop(), language="pl")
    page = make_page(sample_report(workshop=polish), folder=tmp_path)
    assert (page.language, lxml_html.document_fromstring(page.html).get("lang")) == ("en", "en")
    words = {"Agenda": "Program", "Annex": "Załącznik"}
    write_template(tmp_path, "pl.po", "".join(f'msgid "{k}"\nmsgstr "{v}"\n\n' for k, v in words.items()))
    assert "pl" in known_languages(tmp_path)
    page = make_page(sample_report(workshop=polish), folder=tmp_path)
    assert (page.language, lxml_html.document_fromstring(page.html).get("lang")) == ("pl", "pl")
    assert "3 Program" in outline(page)
    assert "Załącznik A Sources" in outline(page)
    assert "3 Agenda" in outline(make_page(sample_report(), folder=tmp_path))


def test_a_catalogue_may_say_some_things_otherwise(tmp_path: Path) -> None:
    german = sample_report(workshop=replace(sample_workshop(), language="de-AT"))
    write_template(tmp_path, "de.po", 'msgid "Agenda"\nmsgstr "Ablauf des Tages"\n')
    page = make_page(german, folder=tmp_path)
    assert page.language == "de-AT"
    assert {"3 Ablauf des Tages", "2 Methodik"} <= set(outline(page))
    write_template(tmp_path, "de.po", 'msgid "Agenda"\nmsgstr "Ablauf und Pausen"\n')
    assert "3 Ablauf und Pausen" in outline(make_page(german, folder=tmp_path))


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('msgid "Agenda"\nmsgstr "Ablauf\n', "templates/de.po, line 2", "no catalogue"),
        ('msgid "Organised by %(name)s"\nmsgstr "Von %(nmae)s"\n', "templates/de.po, line 1", "%(name)s"),
        ('msgid "Agenda"\nmsgstr "%(x)s"\n', "templates/de.po, line 1", "%(x)s"),
    ],
)
def test_a_faulty_catalogue_is_told_with_file_and_line(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    write_template(tmp_path, "de.po", text)
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(workshop=replace(sample_workshop(), language="de")), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where == where
    assert what in problem.what
    assert problem.mend


def test_a_file_of_words_that_lacks_one_is_told(tmp_path: Path) -> None:
    words = (templates_folder() / "words.html.j2").read_text(encoding="utf-8")
    write_template(tmp_path, "words.html.j2", words.replace("set agenda =", "set agendum ="))
    with pytest.raises(TemplateError) as raised:
        make_page(sample_report(), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.where == "templates/words.html.j2"
    assert "agenda" in problem.what


def test_an_id_given_twice_stays_with_the_first(tmp_path: Path) -> None:
    text = '{% extends "base.html.j2" %}{% block main %}<p id="a">x</p><h1 id="a">y</h1><h2 id="a-2">z</h2>{% endblock %}'
    write_template(tmp_path, "report.html.j2", text)
    page = make_page(sample_report(), folder=tmp_path)
    assert [(h.id, h.text) for h in page.headings] == [("a-3", "y"), ("a-2", "z")]


@pytest.mark.parametrize("text", ["a" * 100_000, "é-" * 50_000, "word " * 20_000])
def test_long_words_take_no_longer_than_many_short_ones(text: str) -> None:
    start = time.process_time()
    unbroken(text)
    assert time.process_time() - start < 1


def test_a_compiled_template_that_is_damaged_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def load(workshop: str) -> None:
        (tmp_path / workshop / "templates").mkdir(parents=True)
        open_environment(tmp_path / workshop, "en").get_template("words.html.j2")

    load("first")
    (kept,) = (tmp_path / "kept").rglob("words.html.*")
    whole = kept.read_bytes()
    for left in (0, 1, len(whole) // 2, *range(20, 110, 9)):
        kept.write_bytes(whole[:left])
        load(f"left-{left}")
        assert kept.read_bytes() == whole
