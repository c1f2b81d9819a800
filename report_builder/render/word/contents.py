"""The contents of the page -> a Word field that shows its entries before it was ever updated."""

from collections.abc import Iterator

from report_builder.render.elements import Element, is_number, is_skipped, local, pieces, plain
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.xml import (
    XML_SPACE,
    field_runs,
    paragraph_properties,
    text_run,
    w,
)

INSTRUCTION = 'TOC \\o "1-2" \\h \\z \\u'
DEEPEST = 2
WIDEST_NUMBER = 6
"""Characters of a number that fit before the tab; longer ones, such as "Annex A", run on."""
GREY = "595959"
EN_SPACE = "\u2002"


def contents(manuscript: Manuscript, nav: Element) -> list[Element]:
    """Make the paragraphs of the table of contents from the links of `nav.toc`."""
    entries = [_entry(manuscript, link, level) for link, level in _links(nav, 0)]
    if not entries:
        return []
    code = w("instrText")
    code.text = f" {INSTRUCTION} "
    code.set(XML_SPACE, "preserve")
    begin = [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
    ]
    for place, run in enumerate(begin, 1):
        entries[0].insert(place, run)
    style = manuscript.styles.paragraph("Body Text")
    return [*entries, w("p", paragraph_properties(style), w("r", w("fldChar", fldCharType="end")))]


def _links(element: Element, level: int) -> Iterator[tuple[Element, int]]:
    for child in element:
        if is_skipped(child):
            continue
        if local(child) == "a" and (child.get("href") or "").startswith("#"):
            yield child, min(max(level, 1), DEEPEST)
        else:
            yield from _links(child, level + (local(child) in ("ul", "ol")))


def _entry(manuscript: Manuscript, link: Element, level: int) -> Element:
    target = (link.get("href") or "#")[1:]
    number = plain(each for each in link.iter("span") if is_number(each))
    words = plain(piece for piece in pieces(link) if isinstance(piece, str) or not is_number(piece))
    runs = []
    if number and len(number) <= WIDEST_NUMBER:
        runs += [text_run(number, _accent(manuscript)), w("r", w("tab"))]
    elif number:
        runs.append(text_run(number + EN_SPACE, _accent(manuscript)))
    runs += [text_run(words), w("r", _quiet(), w("tab"))]
    name = manuscript.anchors.get(target, "")
    page = manuscript.page_numbers.get(target)
    made = w("p", paragraph_properties(manuscript.styles.paragraph(f"TOC {level}")))
    if not name:
        made.extend(runs)
        return made
    runs += field_runs(f"PAGEREF {name} \\h", str(page) if page is not None else "", _quiet())
    made.append(w("hyperlink", *runs, anchor=name, history="1"))
    return made


def _accent(manuscript: Manuscript) -> Element:
    return w("rPr", w("color", val=manuscript.accent, themeColor="accent1"))


def _quiet() -> Element:
    """Leader and page number: grey, and never bold."""
    return w("rPr", w("b", val="0"), w("bCs", val="0"), w("color", val=GREY))
