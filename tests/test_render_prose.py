"""What people write in sections/ stands in every format, in the same order."""

import re

import pytest
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from report_builder.model import Prose
from report_builder.render.docx import render_docx
from report_builder.render.html import render_html
from report_builder.render.markdown import render_markdown
from report_builder.render.page import Page, make_page
from report_builder.render.templates import templates_folder
from tests.outline import docx_paragraphs
from tests.report_sample import sample_report, select

MARKDOWN = MarkdownIt("commonmark").enable("table")
WRITTEN = """\
Alpha opens.

```
bravo code:

    charlie   inside
```

> delta quoted
>
> - echo in the quote
>
>   > foxtrot deeper

1. golf entry

   > hotel quoted

   ```
   india code
       juliet code
   ```

   | kilo | lima |
   | --- | --- |
   | mike | november |

   oscar after the table
   - papa inner

     > quebec innermost
2. romeo entry

- > sierra quoted at once
- ```
  tango code at once
  ```

## Uniform heading

victor | whiskey \\
\\- xray after a break
"""
WORDS = [
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "foxtrot",
    "golf",
    "hotel",
    "india",
    "juliet",
    "kilo",
    "lima",
    "mike",
    "november",
    "oscar",
    "papa",
    "quebec",
    "romeo",
    "sierra",
    "tango",
    "uniform",
    "victor",
    "whiskey",
    "xray",
]


@pytest.fixture(scope="module")
def page() -> Page:
    html = MARKDOWN.render(WRITTEN)
    report = sample_report(prose=(Prose("themes/protests", html),), findings=[])
    return make_page(report, "theme-summary.html.j2", chapter=report.chapters[0])


def known(text: str) -> list[str]:
    """The words of the sample in a text, in order."""
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]


def text_of(element: etree._Element) -> str:
    return "".join(select(element, ".//text()"))


def in_word(page: Page) -> list[str]:
    folder = templates_folder()
    data = render_docx(page, reference=folder / "reference.docx", fonts=folder / "fonts").content
    return [text for _, text in docx_paragraphs(data)]


def in_markdown(page: Page) -> str:
    return str(MARKDOWN.render(render_markdown(page)))


def test_every_format_says_the_same_words_in_the_same_order(page: Page) -> None:
    html = lxml_html.document_fromstring(render_html(page)).find("body")
    assert html is not None
    assert known(text_of(html)) == WORDS
    assert known(" ".join(in_word(page))) == WORDS
    assert known(in_markdown(page)) == WORDS


def test_markdown_has_the_structure_of_the_page(page: Page) -> None:
    def outline(html: str) -> list[str]:
        kinds = ("p", "h2", "h3", "pre", "blockquote", "ul", "ol", "li", "td", "th")
        found = []
        for element in lxml_html.fromstring(f"<main>{html}</main>").iter(*kinds):
            words = known(text_of(element))
            # a list with one loose entry is loose as a whole once it is written down
            if words and not select(element, "self::p/parent::li"):
                found.append(f"{element.tag} {words[0]} to {words[-1]}")
        return found

    section = select(lxml_html.document_fromstring(page.html), "//*[@data-section]")[0]
    written = lxml_html.tostring(section, encoding="unicode")
    assert [line for line in outline(in_markdown(page)) if line] == outline(written)


def test_words_after_a_break_begin_no_list_or_heading() -> None:
    html = "<p>One<br>- two<br> # three<br>1. four<br>+ five</p>"
    report = sample_report(prose=(Prose("themes/protests", html),), findings=[])
    made = lxml_html.fromstring(
        in_markdown(make_page(report, "theme-summary.html.j2", chapter=report.chapters[0]))
    )
    (paragraph,) = [each for each in made.iter("p") if "two" in text_of(each)]
    assert text_of(paragraph).split("\n") == ["One", "- two", "# three", "1. four", "+ five"]
