"""What reading Markdown needs besides: the parser, words of HTML, tables.

Tables are drawn with bars, or written as a list in a list (`{list-table}`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from report_builder.load.document_table import Cell

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

DEEPEST = 80
"""Levels of nesting; a list in a list takes two. What stands deeper would be dropped."""
Spell = Callable[["Token", int], str]
"""The words of a token that stands on a line."""
OPTIONS = re.compile(r"(?:[ \t]*:[\w-]+:.*\n)+\s*")
SIGNS = "[`<*_~&"
"""Signs that a parser looks for a partner of, as often as there are such signs in the paragraph."""
MOST_SIGNS = 20_000
"""In one paragraph."""
HEADED = re.compile(r"^\s*:header-rows:\s*(\d)", re.MULTILINE)


def parser() -> "MarkdownIt":
    """A parser of CommonMark with tables, footnotes, front matter and boxes."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    markdown.use(front_matter_plugin).use(footnote_plugin, move_to_end=False).use(untangled)
    return markdown.use(container_plugin, "box", validate=lambda *_: True)


TANGLED = (
    "a paragraph is full of brackets or other signs of Markdown",
    "Take them out, or save the file as .txt.",
)


class TangledError(Exception):
    """A text has so many brackets and signs in its paragraphs that taking it apart would take for ever."""


def untangled(markdown: "MarkdownIt") -> None:
    """Let a parser raise a TangledError, before it takes paragraphs apart, for those that nobody types."""
    markdown.core.ruler.after("block", "untangled", _refuse_tangles)


def _refuse_tangles(state: "StateCore") -> None:
    texts = (token.content for token in state.tokens if token.type == "inline")
    if sum(sum(map(text.count, SIGNS)) ** 2 for text in texts) > MOST_SIGNS**2:
        raise TangledError


def html_words(source: str) -> str:
    """The words of a piece of HTML."""
    from lxml import etree, html

    tree = html.fragment_fromstring(source or " ", create_parent="div")
    etree.strip_elements(tree, "script", "style", with_tail=False)
    return " ".join("".join(tree.itertext()).split())


def split_options(content: str) -> tuple[str, str]:
    """Take the options (`:widths: 20 80`) off the top of what stands between fences; return both."""
    found = OPTIONS.match(content)
    return (found[0], content[found.end() :]) if found else ("", content)


def has_header(options: str) -> bool | None:
    """Tell whether the options say that the first row is a header; None where they say nothing."""
    found = HEADED.search(options)
    return found[1] != "0" if found else None


def barred_cells(tokens: "Sequence[Token]", offset: int, spell: Spell) -> Iterator[list[Cell]]:
    """Yield the rows of a table drawn with bars; `offset` is how many lines of the file stand before."""
    cells: list[Cell] = []
    line = 0
    for token in tokens:
        if token.type == "tr_open":
            cells, line = [], offset + token.map[0] + 1 if token.map else line
        elif token.type == "inline":
            text = spell(token, line)
            cells.append(Cell(len(cells), (text,) if text else (), line=line))
        elif token.type == "tr_close":
            yield cells


def listed_cells(tokens: "Sequence[Token]", offset: int, spell: Spell) -> list[list[Cell]]:
    """The rows of a table written as a list, its cells as the lists in it."""
    rows: list[list[Cell]] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type.endswith(("_list_open", "_list_close")) else 0
        line = offset + token.map[0] + 1 if token.map else 0
        if token.type == "list_item_open" and depth == 1:
            rows.append([])
        elif token.type == "list_item_open" and depth == 2:
            rows[-1].append(Cell(len(rows[-1]), (), line=line))
        elif token.type == "inline" and rows and (text := spell(token, line)):
            last = rows[-1].pop() if rows[-1] else Cell(0, (), line=line)
            rows[-1].append(Cell(last.column, (*last.paragraphs, text), line=last.line))
    return rows
