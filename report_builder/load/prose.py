"""Texts that people wrote for the report (sections/**/*.md) -> HTML."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes
from report_builder.model import Prose

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
HIGHEST, LOWEST = 2, 6
"""Levels of the headings in the HTML: the report's own title is h1."""


def read_prose(folder: Path) -> tuple[Prose, ...]:
    """Read all Markdown files below `folder`, sorted by name; those without words are left out.

    The HTML is well formed: raw HTML in the Markdown is shown as typed, comments in it are dropped.

    Raises:
        SourceError: a file is not text.
    """
    files = sorted(
        path for path in folder.rglob("*.md") if path.is_file() and not path.name.startswith((".", "~"))
    )
    if not files:
        return ()
    parser = _parser()
    named = ((path.relative_to(folder).as_posix().removesuffix(".md"), path) for path in files)
    read = (Prose(name, _html(path, f"{folder.name}/{name}.md", parser)) for name, path in named)
    return tuple(prose for prose in read if prose.html)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    return (
        MarkdownIt("commonmark", {"xhtmlOut": True})
        .enable(["table", "strikethrough"])
        .use(front_matter_plugin)
    )


def _html(path: Path, place: str, parser: "MarkdownIt") -> str:
    text, _ = decode(read_bytes(path, place), place, "en")
    # Form feeds and their like are no characters of XML.
    tokens = parser.parse("".join(sign for sign in text if sign >= " " or sign in "\n\t"))
    _escape(tokens)
    _shift(tokens)
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


def _escape(tokens: "Sequence[Token]") -> None:
    """Turn raw HTML into text, comments into nothing."""
    from markdown_it.common.utils import escapeHtml

    for token in tokens:
        _escape(token.children or ())
        if token.type in ("html_block", "html_inline"):
            shown = escapeHtml(COMMENT.sub("", token.content).strip("\n"))
            token.content = f"<p>{shown}</p>\n" if shown.strip() and token.type == "html_block" else shown


def _shift(tokens: "Sequence[Token]") -> None:
    """Move all headings by as much as makes the highest one h2."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    by = HIGHEST - min((int(token.tag[1]) for token in headings), default=HIGHEST)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + by, LOWEST)}"
