"""What looks like code of any kind is shown as it was typed, in every format."""

import csv
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from tests.conftest import WORKSHOP, Project, Run

TYPED = (
    "{{ 7 * 7 }} {% include 'secret' %} {# hidden #}",
    "Drivers need signs <script>alert(1)</script> & <b>bold</b> &lt;p&gt; &amp;",
    "*no* _emphasis_ `code` [no](http://x.example) ![no](y.png) ~~no~~",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p> ]]> <!-- x -->",
    'HYPERLINK "http://x.example" and DDEAUTO cmd /k calc',
    '=cmd|"/c calc"!A1 and =1+1',
    "@SUM(1+1) is what we need",
    "javascript:alert(1) and data:text/html,x",
)


@pytest.mark.parametrize("words", TYPED)
def test_words_are_shown_as_typed(project: Project, run: Run, words: str) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([("What do you need?", "Theme", "Type"), (words, "crossings", "need")])
    toml = (
        WORKSHOP + '\n[[columns]]\nfile = "feedback/a.csv"\nroles = { "What do you need?" = "statement" }\n'
    )
    folder = project({"inputs/workshop.toml": toml, "inputs/feedback/a.csv": table.getvalue()})
    assert run("build", "--format", "html", "--format", "docx", folder).code == 0
    assert run("summaries", "--format", "md", folder).code == 0
    assert run("export", folder).code == 0
    shown = dict(_shown(folder / "output"))
    wanted = " ".join(words.split())
    assert [name for name, text in shown.items() if wanted not in " ".join(text.split())] == []


def _shown(output: Path) -> list[tuple[str, str]]:
    page = lxml_html.fromstring((output / "report.html").read_bytes())
    paragraphs = docx.Document(str(output / "report.docx")).paragraphs
    markdown = MarkdownIt("commonmark").enable("strikethrough")
    summary = markdown.render((output / "themes/crossings.md").read_text(encoding="utf-8"))
    cells = openpyxl.load_workbook(output / "findings.xlsx").worksheets[0].iter_rows()
    texts = [cell for row in cells for cell in row if isinstance(cell.value, str)]
    assert not [cell for cell in texts if cell.data_type == "f"]
    rows = csv.reader(io.StringIO((output / "findings.csv").read_text(encoding="utf-8-sig")))
    return [
        ("html", "".join(map(str, page.itertext()))),
        ("docx", "\n".join(paragraph.text for paragraph in paragraphs)),
        ("md", "".join(map(str, lxml_html.fromstring(summary).itertext()))),
        ("xlsx", "\n".join(str(cell.value) for cell in texts)),
        ("csv", "\n".join(cell for row in rows for cell in row)),
        (
            "json",
            "\n".join(
                f["statement"] for f in json.loads((output / "findings.json").read_bytes())["findings"]
            ),
        ),
    ]
