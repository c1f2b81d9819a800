"""Templates from strangers see the report and nothing else, and fill no memory."""

import re
from contextlib import suppress
from pathlib import Path

import pytest

from report_builder.errors import TemplateError
from report_builder.render.html import render_html
from report_builder.render.page import make_page
from report_builder.render.templates import render_template
from tests.conftest import Project, Run
from tests.report_sample import sample_report

HOSTILE = """\
{{ workshop.__class__ }}
{{ workshop.__class__.__mro__ }}
{{ workshop.title.__init__.__globals__ }}
{{ ""["__class__"] }}
{{ "".__class__.__base__.__subclasses__() }}
{{ workshop | attr("__class__") }}
{{ workshop | attr("\\x5f\\x5fclass\\x5f\\x5f") }}
{{ [workshop] | map(attribute="__class__") | list }}
{{ [workshop] | map("attr", "__class__") | list }}
{{ [workshop] | groupby("__class__") }}
{{ [workshop] | sum(attribute="__dict__") }}
{{ [workshop] | selectattr("__class__.__name__") | list }}
{{ "{0.__class__}".format(workshop) }}
{{ "{0.__class__}" | format(workshop) ~ ("{0.__class__}".format)(workshop) }}
{{ "{x.__class__}".format_map({"x": workshop}) }}
{{ lipsum }}
{{ lipsum(n=100000000) }}
{{ lipsum.__globals__["os"].popen("id").read() }}
{{ cycler.__init__.__globals__ }}
{{ joiner.__init__.__globals__.os }}
{{ namespace.__init__.__globals__ }}
{{ dict.__base__ }}
{{ range.__class__ }}
{{ self.__init__.__globals__ }}
{{ self._TemplateReference__context }}
{{ pictures.__globals__ }}
{{ pictures.__closure__ }}
{{ pictures.__code__ }}
{{ place.__globals__ }}
{{ loop.__init__ }}
{{ config }}
{{ request }}
{{ environment }}
{{ get_flashed_messages }}
{{ workshop.event.date.__reduce__() }}
{{ range(1000000) | list }}
{{ range(100000, 10000000000) }}
{{ "a" * 1000000000 }}
{{ 1000000000 * "a" }}
{{ [1] * 1000000000 }}
{{ "%1000000000d" % 1 }}
{{ "%*d" % (1000000000, 1) }}
{{ "%1000000000d" | format(1) }}
{{ "{:1000000000}".format(1) }}
{{ "{:{}}".format(1, 1000000000) }}
{{ "a".ljust(1000000000) }}
{{ "a".center(1000000000) }}
{{ "a".zfill(1000000000) }}
{{ "\\t".expandtabs(1000000000) }}
{{ "a" | center(1000000000) }}
{{ "a" | indent(1000000000) }}
{{ [1] | batch(1000000000, "x") | list }}
{{ [1] | slice(1000000000) | list }}
{{ ("a" * 1000000).replace("a", "b" * 1000000) }}
{{ ("a" * 1000000) | replace("a", "b" * 1000000) }}
{{ ("a" * 1000000).join("b" * 1000000) }}
{{ 9 ** 9 ** 9 }}
{{ 10 ** 20 * 10 ** 20 * 10 ** 20 }}
{% set all = namespace(text="aaaaaaaaaa") %}{% for _ in range(60) %}{% set all.text = all.text + all.text %}{% endfor %}
{% set all = namespace(text="aaaaaaaaaa") %}{% for _ in range(60) %}{% set all.text = all.text ~ all.text %}{% endfor %}
{% set all = namespace(text="aaaaaaaaaa") %}{% for _ in range(60) %}{% set all.text = [all.text, all.text] | join %}{% endfor %}
{% set all = namespace(text="aaaaaaaaaa") %}{% for _ in range(60) %}{% set all.text %}{{ all.text }}{{ all.text }}{% endset %}{% endfor %}
{% set all = namespace(text="aaaaaaaaaa") %}{% for _ in range(60) %}{% set all.text = "{0}{0}".format(all.text) %}{% endfor %}
{% set all = namespace(text="aaaaaaaaaa") %}{% for _ in range(60) %}{% set all.text = "%s%s" | format(all.text, all.text) %}{% endfor %}
{% set all = namespace(text=[1, 2, 3]) %}{% for _ in range(60) %}{% set all.text = all.text + all.text %}{% endfor %}
{% include "/etc/passwd" %}
{% include "../inputs/workshop.toml" %}
{% include "../../../../../../etc/passwd" %}
{% include "builtin/../../pyproject.toml" %}
{% import "/etc/passwd" as x %}
{% extends "/etc/passwd" %}
{% extends "../inputs/participants.csv" %}
{% include "linked.txt" %}
{{ workshop.themes.append(1) }}
{% do workshop %}
{% set workshop.language = "xx" %}
{{ [].append(1) }}
{{ {}.update({"a": 1}) }}
"""


@pytest.mark.parametrize("hostile", HOSTILE.splitlines())
def test_a_template_can_reach_nothing_but_the_report(project: Project, hostile: str) -> None:
    folder = project({"templates/report.html.j2": hostile})
    (folder / "templates" / "linked.txt").symlink_to("/etc/passwd")
    context = {"workshop": _Workshop(), "pictures": lambda section: (), "place": lambda place: place}
    with suppress(TemplateError):
        shown = render_template(folder, "report.html.j2", context)
        assert len(shown) < 1000
        assert not LEAK.search(shown)


LEAK = re.compile(r"&lt;class|&lt;module|root:|uid=|themes|\[project\]|__")


class _Workshop:
    """Of the package's own kind is only what comes from it; the tests' classes are no more than a stranger's."""

    title = "A day on crossings"


FRIENDLY = {
    "{{ 'a' ~ 1 ~ none }}": "a1None",
    "{% set b = '<b>' %}{{ b ~ ('<i>' | safe) }}": "&lt;b&gt;<i>",
    "{{ 'ab' | replace('a', '<') }}": "&lt;b",
    "{{ '%03d' | format(7) }}": "007",
    "{{ '{:>4}'.format(7) }}": "   7",
    "{{ 'x' | center(5) }}": "  x  ",
    "{{ [1, 2, 3] | batch(2) | list }}": "[[1, 2], [3]]",
    "{% set all = namespace(n=0) %}{% for n in range(9) %}{% set all.n = all.n + n %}{% endfor %}{{ all.n }}": "36",
    "{% macro twice(a) %}{{ a }}{{ a }}{% endmacro %}{{ twice('x') | upper }}": "XX",
    "{{ days.isoformat() }} {{ days.year }}": "2024-03-05 2024",
    "{% for a in 'xy' %}{{ loop.index }}{{ a }}{% endfor %}": "1x2y",
    "{{ ['b', 'a'] | sort | join(', ') }}": "a, b",
    "{{ 2 ** 10 }}": "1024",
}


@pytest.mark.parametrize(("template", "shown"), FRIENDLY.items())
def test_what_templates_need_goes_on_working(project: Project, template: str, shown: str) -> None:
    import datetime

    folder = project({"templates/report.html.j2": template})
    assert render_template(folder, "report.html.j2", {"days": datetime.date(2024, 3, 5)}) == shown


REACHING = (
    '<img alt="x" src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<style>@import url("{}"); p {{ background: url("{}"); }}</style>',
    '<object data="{}"></object><iframe src="{}"></iframe><embed src="{}">',
    '<script src="{}"></script><meta http-equiv="refresh" content="0; url={}">',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<p style="background: url({})">x</p>',
    '<link rel="attachment" href="{}">',
)


@pytest.mark.needs_pango
@pytest.mark.parametrize("reaching", REACHING)
def test_a_page_fetches_nothing(project: Project, run: Run, tmp_path: Path, reaching: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words", encoding="utf-8")
    addresses = (secret.as_uri(), "http://127.0.0.1:9/x", "ftp://127.0.0.1/x", "inputs/workshop.toml")
    filled = "".join(reaching.replace("{{", "{").replace("}}", "}").replace("{}", each) for each in addresses)
    folder = project({"templates/report.html.j2": _page(filled)})
    result = run("build", "--format", "pdf", "--format", "html", folder)
    assert result.code in (0, 1), result.err
    assert "Traceback" not in result.err
    for made in folder.glob("output/report.*"):
        assert b"the secret words" not in made.read_bytes()


def _page(inside: str) -> str:
    return '{% extends "builtin/base.html.j2" %}{% block main %}' + inside + "<p>words</p>{% endblock %}"


def test_a_page_runs_nothing(project: Project, run: Run) -> None:
    inside = (
        "<script>alert(1)</script><p onclick='alert(1)' ONMOUSEOVER=alert(1)>x</p><iframe src='x'></iframe>"
        "<a href='java\tscript:alert(1)'>a</a><a href=' JAVASCRIPT:alert(1)'>b</a><a href='data:text/html,x'>c</a>"
        "<a href='vbscript:x'>d</a><form action='http://127.0.0.1:9'><input></form><base href='http://127.0.0.1:9/'>"
        "<meta http-equiv='Refresh' content='0;url=http://127.0.0.1:9'>"
    )
    folder = project({"templates/report.html.j2": _page(inside)})
    refused = run("build", "--format", "html", folder)
    assert refused.code == 1
    for told in ('"<script>"', '"<iframe>"', '"<form>"', '"<base>"', "onclick", "onmouseover"):
        assert told in refused.err
    html = render_html(make_page(sample_report(), folder=folder))
    for strange in (
        "<script",
        "onclick",
        "onmouseover",
        "<iframe",
        "script:",
        "data:text",
        "<form",
        "<base",
        "127.0.0.1",
    ):
        assert strange not in html.lower()
    policy = html.index("Content-Security-Policy")
    assert "default-src 'none'" in html[policy : policy + 100]
    assert policy < html.index("<style")


BOMB = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g id="a0"><rect width="1" height="1"/></g>'
    + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    + '<use href="#a8"/></svg>'
)
DRAWINGS = {
    "copies its own parts": BOMB,
    "copies its own parts without": '<svg width="9" height="9"><g id="a"><use href="#a"/></g><use href="#a"/></svg>',
    "reaches out": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
    "reaches out of": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>@import url(http://127.0.0.1:9)</style></svg>',
    "reaches": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    "declares a document type": '<!DOCTYPE a [<!ENTITY b "c">]><svg width="9" height="9"/>',
    "is damaged": "<svg",
}


@pytest.mark.parametrize(("what", "drawing"), DRAWINGS.items())
def test_drawings_that_reach_out_or_unfold_are_told(
    project: Project, run: Run, what: str, drawing: str
) -> None:
    import base64

    data = base64.b64encode(drawing.encode()).decode()
    folder = project(
        {"templates/report.html.j2": _page(f'<img alt="x" src="data:image/svg+xml;base64,{data}">')}
    )
    result = run("build", "--format", "html", folder)
    assert (result.code, what in result.err) == (1, True), result.err
