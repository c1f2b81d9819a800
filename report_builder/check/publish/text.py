"""Markdown summary -> FinishedFile: its words and tables; pictures and properties it has none."""

from dataclasses import replace

from markdown_it import MarkdownIt

from report_builder.check.publish.finished import FinishedFile
from report_builder.check.publish.web import read_html


def read_md(path: str, data: bytes) -> FinishedFile:
    """Read a Markdown file; `path` is how messages name it.

    Raises:
        ValueError: It is no UTF-8 text.
    """
    text = data.decode("utf-8")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.map and token.block and token.nesting >= 0 and token.tag:
            token.attrSet("data-line", str(token.map[0] + 1))
    page = f"<html><body>{parser.renderer.render(tokens, parser.options, {})}</body></html>"
    return replace(read_html(path, page.encode()), headers=(), traces=(), inks=())
