"""The contents of the page -> a Word field that shows its entries before it was ever updated."""

from collections.abc import Iterator

from report_builder.render.elements import Element, is_number, is_skipped, local, pieces, plain
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.markup import (
    FIELD_END,
    TAB,
    field,
    field_start,
    paragraph_properties,
    run,
    tag,
)

INSTRUCTION = 'TOC \\o "1-2" \\h \\z \\u'
DEEPEST = 2
WIDEST_NUMBER = 6
"""Characters of a number that fit before the tab; longer ones, such as "Annex A", run on."""
GREY = "595959"
EN_SPACE = "\u2002"
QUIET = tag("rPr", tag("b", val="0"), tag("bCs", val="0"), tag("color", val=GREY))
"""Leader and page number: grey, and never bold."""


def contents(manuscript: Manuscript, nav: Element) -> list[str]:
    """Make the paragraphs of the table of contents from the links of `nav.toc`; the last ends the field."""
    lines = [_entry(manuscript, link, level) for link, level in _links(nav, 0)]
    if not lines:
        return []
    entries = [
        (style, line if at else field_start(INSTRUCTION) + line) for at, (style, line) in enumerate(lines)
    ]
    entries.append(("Body Text", FIELD_END))
    styles = manuscript.styles
    return [tag("p", paragraph_properties(styles.paragraph(style)), line) for style, line in entries]


def _links(element: Element, level: int) -> Iterator[tuple[Element, int]]:
    for child in element:
        if is_skipped(child):
            continue
        if local(child) == "a" and (child.get("href") or "").startswith("#"):
            yield child, min(max(level, 1), DEEPEST)
        else:
            yield from _links(child, level + (local(child) in ("ul", "ol")))


def _entry(manuscript: Manuscript, link: Element, level: int) -> tuple[str, str]:
    """The style of an entry, and its runs."""
    target = (link.get("href") or "#")[1:]
    number = plain(each for each in link.iter("span") if is_number(each))
    words = plain(piece for piece in pieces(link) if isinstance(piece, str) or not is_number(piece))
    shown = ""
    if number:
        theme = {"themeColor": "accent1"} if manuscript.themed else {}
        accent = tag("rPr", tag("color", val=manuscript.accent, **theme))
        short = len(number) <= WIDEST_NUMBER
        shown = run(number, accent) + TAB if short else run(number + EN_SPACE, accent)
    shown += f"{run(words)}<w:r>{QUIET}<w:tab/></w:r>"
    name = manuscript.anchors.get(target, "")
    if name:
        page = manuscript.page_numbers.get(target)
        shown += field(f"PAGEREF {name} \\h", str(page) if page is not None else "", QUIET)
        shown = tag("hyperlink", shown, anchor=name, history="1")
    return f"TOC {level}", shown
