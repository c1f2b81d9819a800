"""Facts about a page's elements that several formats ask for: their classes, their pieces, their words."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

Element = etree._Element
Piece = str | Element
"""A stretch of text or an element between the tags of its parent."""

SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
"""What a page shows as one space, and is not one already."""
SECTIONS = ("body", "section", "div", "main", "header", "footer", "nav", "article", "aside")
RARE = ("address", "fieldset", "legend", "center", "hgroup", "search")
CONTAINERS = frozenset({*SECTIONS, *RARE, "figure", "blockquote", "dl", "details"})
"""What holds blocks."""
BLOCKS = frozenset({"p", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "div"})
"""What stands for itself inside a list entry or a cell, and is none of its own words."""
SKIPPED_TAGS = frozenset({"", "script", "style", "head", "template", "title"})


def local(element: Element) -> str:
    """Name of an element without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


def classes(element: Element) -> list[str]:
    """Classes of an element, in order."""
    return (element.get("class") or "").split()


def is_number(element: Element) -> bool:
    """Whether an element holds the printed number of a heading, finding or line."""
    return "number" in classes(element)


def is_skipped(element: Element) -> bool:
    """Whether an element is for the screen alone, or no content at all."""
    return local(element) in SKIPPED_TAGS or "screen-only" in (element.get("class") or "").split()


def pieces(element: Element) -> Iterator[Piece]:
    """Text and child elements of an element, in reading order; what is skipped is left out."""
    if element.text and local(element):
        yield element.text
    for child in element:
        if not is_skipped(child):
            yield child
        if child.tail:
            yield child.tail


def plain(content: Iterable[Piece]) -> str:
    """The words of some pieces, with single spaces."""
    return SPACE.sub(" ", "".join(_texts(content))).strip(" ")


def visible_text(element: Element) -> str:
    """An element's own words as a reader sees them: no number, no block nested in it, single spaces."""
    return plain(piece for piece in pieces(element) if isinstance(piece, str) or _is_own(piece))


def code_text(element: Element) -> str:
    """The lines of a block of code as typed, without empty ones around them."""
    return "".join(map(str, element.itertext())).strip("\n")


def _is_own(element: Element) -> bool:
    return local(element) not in BLOCKS and not is_number(element)


def _texts(content: Iterable[Piece]) -> Iterator[str]:
    for piece in content:
        if isinstance(piece, str):
            yield piece
        elif local(piece) == "br":
            yield " "
        else:
            yield from _texts(pieces(piece))
