"""A workshop's template that puts sections in another order, drops one and adds its own: every format follows."""

from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.conftest import Project, Run
from tests.outline import docx_outline, pdf_pages
from tests.word_editor import WordEditor

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
OURS = f"""\
<section class="chapter"><h1>About the partners</h1>
<p>Who held it, and <a href="https://example.org/x">where to read on</a>, <u>word</u> by <s>letter</s> word.</p>
<p class="note">A note on the partners.</p>
<ul><li>First partner<ul><li>Its town<ol start="3"><li>Its street</li></ol></li></ul></li><li>Second partner</li></ul>
<table><caption>Roles</caption><thead><tr><th scope="col">Partner</th><th scope="col">Role</th></tr></thead>
<tbody><tr><td rowspan="2">Council</td><td>host</td></tr><tr><td>scribe</td></tr></tbody></table>
<figure><img alt="A dot" src="data:image/png;base64,{DOT}"><figcaption>The dot as drawn</figcaption></figure>
<address>Market square 1</address><center>In the middle</center>
</section>
"""
TEMPLATE = f"""\
{{% extends "builtin/report.html.j2" %}}
{{% block main %}}
{{{{ self.cover() }}}}
{{{{ self.contents() }}}}
{{{{ self.themes() }}}}
{{{{ self.methodology() }}}}
{OURS}
{{% endblock %}}
"""
SAID = (
    *("Who held it, and where to read on", "word by letter word", "A note on the partners", "First partner"),
    *("Its town", "Its street", "Second partner", "Roles", "Council", "host", "scribe", "The dot as drawn"),
    *("Market square 1", "In the middle"),
)
CHAPTERS = ["Crossings", "Methodology", "About the partners"]


def in_order(text: str, words: list[str]) -> bool:
    places = [text.rfind(word) for word in words]
    return -1 not in places and places == sorted(places)


@pytest.fixture
def folder(project: Project) -> Path:
    return project({"templates/report.html.j2": TEMPLATE})


@pytest.mark.needs_pango
def test_sections_stand_in_the_order_of_the_template_in_every_format(folder: Path, run: Run) -> None:
    result = run("build", folder, "-q")
    assert result.code == 0, result.err
    assert "templates/" not in result.err
    output = folder / "output"
    page = lxml_html.document_fromstring((output / "report.html").read_text("utf-8"))
    pdf = " ".join(" ".join(pdf_pages((output / "report.pdf").read_bytes())).split())
    word = docx_outline((output / "report.docx").read_bytes())
    texts = (" ".join("".join(map(str, page.itertext())).split()), pdf, " ".join(" ".join(word).split()))
    for text in texts:
        assert in_order(text, CHAPTERS), text
        assert [words for words in SAID if words not in text] == [], text
        assert "Document control" not in text
    assert " 3. " in pdf, "the marks of lists stand apart from their words"


def test_own_summaries_releases_and_inventories_are_made_in_every_format(project: Project, run: Run) -> None:
    names = {"theme-summary": "head", "press-release": "opening", "inventory": "head"}
    folder = project(
        {
            f"templates/{name}.html.j2": f'{{% extends "builtin/{name}.html.j2" %}}\n'
            f"{{% block {block} %}}{{{{ super() }}}}\n<ul><li>Ours<ul><li>and deeper</li></ul></li></ul>{{% endblock %}}"
            for name, block in names.items()
        }
    )
    formats = ("--format", "docx", "--format", "html", "--format", "md")
    for command in (("summaries",), ("press-release",), ("summaries", "--lens", "need")):
        assert run(*command, folder, *formats, "-q").code == 0
    for made in ("themes/crossings", "press-release", "inventory-need"):
        output = folder / "output"
        assert "and deeper" in (output / f"{made}.html").read_text("utf-8")
        assert "  - and deeper" in (output / f"{made}.md").read_text("utf-8")
        assert "and deeper" in "\n".join(docx_outline((output / f"{made}.docx").read_bytes()))


def test_edits_of_an_added_section_are_told_and_the_edited_file_is_kept(folder: Path, run: Run) -> None:
    assert run("build", folder, "--format", "docx", "-q").code == 0
    path = folder / "output/report.docx"
    word = WordEditor(path.read_bytes())
    edits = {
        "A note on the partners.": "A remark on the partners.",
        "Its town": "Its village",
        "scribe": "clerk",
        "The dot as drawn": "The dot as painted",
    }
    for old, new in edits.items():
        word.retype(word.find(old), new)
    word.remove(word.find("Second partner"))
    word.insert("A sentence of our own.", word.find("Market square 1"))
    edited = word.save()
    path.write_bytes(edited)
    result = run("build", folder, "--format", "docx")
    said = result.out + result.err
    for new in (*edits.values(), "Second partner", "A sentence of our own."):
        assert new in said, said
    kept = (folder / "inputs/history/returned").rglob("*.docx")
    assert edited in [file.read_bytes() for file in kept]
