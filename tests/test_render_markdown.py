import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from report_builder.model import Prose
from report_builder.render.markdown import render_markdown
from report_builder.render.page import make_page
from tests.report_sample import sample_finding, sample_report

HOSTILE = (
    "*stars* and _lines_ and `ticks`",
    "[no](link) ![no](picture) <b>no</b> &amp; <https://no.link>",
    "# no heading",
    "- no entry",
    "+ no entry",
    "12. no entry",
    "3) no entry",
    "> no quote",
    "a | b | c",
    "ends in a backslash \\",
    "~~not struck~~ and $1 or $2",
)


def summary(statement: str = "", prose: tuple[Prose, ...] = ()) -> str:
    findings = [sample_finding(2, statement)] if statement else None
    report = sample_report(findings=findings, prose=prose)
    return render_markdown(make_page(report, "theme-summary.html.j2", chapter=report.chapters[0]))


def as_read(text: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(f"<div>{MarkdownIt('commonmark').enable('table').render(text)}</div>")


def test_summary_has_title_lenses_and_findings() -> None:
    text = summary()
    assert "\n# Protests and demonstrations\n" in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Current and future practices",
        "## Needs",
        "## Challenges",
        "## Legal and ethical issues",
    ]
    assert (
        "**F1** Our control room reads public posts during a march and answers false rumours within "
        "minutes.  \n"
        "Support 2 · Academia\n"
    ) in text
    assert "| 5 | 6 | 5 | 3 | **19** |" in text
    assert "under grant agreement No\u00a0700281" in text
    assert text.endswith("\n")
    assert "\n\n\n" not in text


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_statement_shows_as_typed(statement: str) -> None:
    paragraphs = [" ".join(p.text_content().split()) for p in as_read(summary(statement)).iter("p")]
    assert f"F2 {statement} Support 3 · Research organisations" in paragraphs


@pytest.mark.parametrize("written", HOSTILE)
def test_a_paragraph_shows_as_typed(written: str) -> None:
    paragraph = lxml_html.Element("p")
    paragraph.text = written
    html = lxml_html.tostring(paragraph, encoding="unicode")
    read = as_read(summary(prose=(Prose("themes/protests", html),)))
    assert written in [p.text_content() for p in read.iter("p")]


def test_prose_keeps_its_form() -> None:
    html = (
        "<p>One <strong>strong</strong> and <em>soft</em> word, a <a href='https://example.org/a_b'>link</a>.</p>"
        "<ul><li>first<ol><li>inner</li></ol></li><li><p>second</p></li></ul>"
        "<blockquote><p>Said so.</p></blockquote>"
    )
    text = summary(prose=(Prose("themes/protests", html),))
    assert "One **strong** and *soft* word, a [link](<https://example.org/a_b>)." in text
    assert "- first\n  1. inner\n- second\n" in text
    assert "\n> Said so.\n" in text


PROSE = """<p>Before.</p>
<pre><code>if busy:

    wait *twice*</code></pre>
<ol start="3"><li><p>Entry one.</p>
  <blockquote><p>Quoted one.</p><p>Quoted two.</p></blockquote>
  <pre><code>```
code in
  an entry</code></pre>
  <table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell<br>two</td></tr></tbody></table>
  <p>After the table.</p>
  <ul><li>inner<pre>deep</pre></li></ul></li>
  <li>Entry two.<br>2. no entry</li></ol>
<p>After.</p>"""


def test_code_quotes_and_tables_survive_in_a_list_entry() -> None:
    text = summary(prose=(Prose("themes/protests", PROSE),))
    assert (
        """
Before.

```
if busy:

    wait *twice*
```

3. Entry one.

   > Quoted one.
   >
   > Quoted two.

   ````
   ```
   code in
     an entry
   ````

   | Head |
   | --- |
   | Cell two |

   After the table.
   - inner

     ```
     deep
     ```
4. Entry two.  
   2\\. no entry

After.
"""
        in text
    )
    (written,) = [entry for entry in as_read(text).iter("ol")]
    assert written.get("start") == "3"
    first, second = written.findall("li")
    assert [each.tag for each in first] == ["p", "blockquote", "pre", "table", "p", "ul"]
    assert first.find("pre").text_content() == "```\ncode in\n  an entry\n"
    assert first.find("ul/li/pre").text_content() == "deep\n"
    assert not list(second.iter("ol"))


@pytest.mark.parametrize(
    "address", ["https://example.org/a<b>c", "https://example.org/a>(b", "https://example.org/\\"]
)
def test_an_address_stays_inside_its_link(address: str) -> None:
    link = lxml_html.Element("a", href=address)
    link.text = "there"
    html = lxml_html.tostring(link, encoding="unicode")
    read = as_read(summary(prose=(Prose("themes/protests", f"<p>{html}</p>"),)))
    (found,) = [each for each in read.iter("a") if each.text == "there"]
    assert found.get("href").startswith("https://example.org/")


def test_a_theme_without_findings_says_so() -> None:
    report = sample_report(findings=[])
    text = render_markdown(make_page(report, "theme-summary.html.j2", chapter=report.chapters[2]))
    assert "No findings were recorded for this theme." in text
