"""The table of contents that a Word template has: the report's entries go there, and it has no second one."""

import re
from collections.abc import Iterator

from lxml import etree

from report_builder.render.elements import Element, classes
from report_builder.wordxml import w

MARK = "contents"
"""Comment in a template where the entries go."""
TABLE = re.compile(r"\s*TOC\b(?!.*\\[ac]\b)", re.IGNORECASE | re.DOTALL)
"""A field that lists headings; lists of figures and tables are told by \\a and \\c."""


def mark_contents(body: Element) -> bool:
    """Put a mark in place of the first table of contents; tell whether there is one that can be filled."""
    for code in body.iter(w("instrText"), w("fldSimple")):
        if TABLE.match(code.get(w("instr")) or code.text or ""):
            old = _paragraphs(body, code)
            parent = old[0].getparent() if old else None
            if parent is None or any(p.find(f"{w('pPr')}/{w('sectPr')}") is not None for p in old):
                return False
            old[0].addprevious(etree.Comment(MARK))
            for each in old:
                parent.remove(each)
            return True
    return False


def take_contents(root: Element) -> Element | None:
    """Take the table of contents out of a page."""
    nav = next((each for each in root.iter("nav") if "toc" in classes(each)), None)
    parent = nav.getparent() if nav is not None else None
    if nav is not None and parent is not None:
        parent.remove(nav)
    return nav


def _paragraphs(body: Element, code: Element) -> list[Element]:
    """The paragraphs from that of a field's instruction to that of its end, if they are neighbours."""
    start = next(code.iterancestors(w("p")), None)
    end = start if code.tag == w("fldSimple") else next(_end(body, code), None)
    if start is None or end is None or start.getparent() is not end.getparent():
        return []
    found = [start, *start.itersiblings()]
    return found[: found.index(end) + 1]


def _end(body: Element, code: Element) -> Iterator[Element]:
    """The paragraph in which the field ends whose instruction this is; other fields may stand inside."""
    depth, begun = 1, False
    for each in body.iter(w("instrText"), w("fldChar")):
        if each is code:
            begun = True
        elif begun and each.tag == w("fldChar"):
            depth += {"begin": 1, "end": -1}.get(each.get(w("fldCharType"), ""), 0)
            if depth == 0:
                yield from each.iterancestors(w("p"))
                return
