"""Footnotes and comments on a web page: a reference and a note that link to each other.

Google Docs, word processors and Markdown programs all write them so. In goes a page; out come the notes by
the reference that leads to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree

Element = etree._Element
BLOCKS = ("p", "li", "div", "dd", "aside", "td")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LONGEST_MARK = 8
COMMENT = "cmnt"
"""How Google Docs begins the names of its comments."""

MOST_LINKS = 20
"""A note holds no more links; a chapter, which a table of contents leads to, may."""


@dataclass(frozen=True)
class Note:
    """A footnote or comment."""

    element: Element
    """What holds its words."""
    back: Element
    """The link back, whose own words are a mark and none of the note."""
    comment: bool


def find_notes(root: Element) -> Mapping[Element, Note]:
    """Map each reference to its note; of two links that lead to each other the first is the reference."""
    named = {name: element for element in root.iter() for name in _names(element)}
    links = [link for link in root.iter("a") if link.get("href", "").startswith("#")]
    order = {link: number for number, link in enumerate(links)}
    found: dict[Element, Note] = {}
    for link in links:
        target = named.get(link.get("href", "")[1:])
        if target is None or not _is_mark(link):
            continue
        back, whole = _link_back(target, link, named), _whole(target)
        if back is not None and order[link] < order[back] and whole not in link.iterancestors():
            comment = link.get("href", "").startswith(f"#{COMMENT}")
            found[link] = Note(whole, back, comment)
    return found


def _is_mark(link: Element) -> bool:
    """Tell whether a link is no more than a sign, such as [1] or ↩, and in no heading."""
    words = "".join(map(str, link.itertext())).strip()
    return len(words) <= LONGEST_MARK and next(link.iterancestors(*HEADINGS), None) is None


def _names(element: Element) -> list[str]:
    return [name for name in (element.get("id"), element.get("name")) if name]


def _link_back(target: Element, link: Element, named: Mapping[str, Element]) -> Element | None:
    """The link in the note that leads to the reference, or to what is around it."""
    around = (link, *list(link.iterancestors())[:2])
    for place in (target, *target.iterancestors("li", "p")):
        for inner in islice(place.iter("a"), MOST_LINKS):
            leads = named.get(inner.get("href", "#")[1:])
            if inner is not link and leads is not None and leads in around and _is_mark(inner):
                return inner
    return None


def _whole(target: Element) -> Element:
    """The block that holds the note: all paragraphs of it, and nothing of the next."""
    block = target if target.tag in BLOCKS else next(target.iterancestors(*BLOCKS), target)
    above = block.getparent()
    if block.tag != "p" or above is None or above.tag not in ("div", "li") or above[0] is not block:
        return block
    links = (link for link in above.iter("a") if link.get("href", "").startswith("#"))
    return above if all(block in link.iterancestors() for link in links) else block
