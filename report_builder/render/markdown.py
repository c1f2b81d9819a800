"""Page -> Markdown, for a theme's summary that goes on into a wiki or an e-mail.

What people wrote is escaped, so that their signs show as typed. Pictures are told by their descriptions.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import html as lxml_html

from report_builder.render.fields import SPACE, classes
from report_builder.render.page import Page

SIGNS = re.compile(r"[\\`*_\[\]<>|~&$]")
LINE_START = re.compile(r"^(#+|[-+=:](?=\s|-|=|$)|\d{1,9}(?=[.)]))")
LEVELS = {"h1": 1, "h2": 2, "h3": 3}
LEFT_OUT = frozenset({"screen-only", "running-header", "running-footer", "toc", "support", "emblem"})
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
LINE_BREAK = "  \n"


def render_markdown(page: Page) -> str:
    """The page as Markdown text (CommonMark and its usual tables), to be written as UTF-8."""
    body = lxml_html.document_fromstring(page.html).find("body")
    return "\n\n".join(_blocks(body)) + "\n" if body is not None else ""


def escape_markdown(text: str) -> str:
    r"""Text whose signs show as typed wherever it stands in a line.

    >>> escape_markdown("*not* [a] link")
    '\\*not\\* \\[a\\] link'
    """
    return SIGNS.sub(r"\\\g<0>", text)


def _blocks(parent: lxml_html.HtmlElement) -> Iterator[str]:
    for element in parent:
        if not isinstance(element.tag, str) or classes(element) & LEFT_OUT:
            continue
        if element.tag in BLOCKS:
            yield from (block for block in BLOCKS[element.tag](element) if block)
        else:
            yield from _blocks(element)


def _heading(element: lxml_html.HtmlElement) -> Iterator[str]:
    yield f"{'#' * LEVELS[str(element.tag)]} {_line(element)}"


def _paragraph(element: lxml_html.HtmlElement) -> Iterator[str]:
    text = _line(element)
    below = element.getnext()
    if "finding" in classes(element) and below is not None and "support" in classes(below):
        text += LINE_BREAK + _line(below)
    yield f"> {text}" if "quote" in classes(element) else text


def _quote(element: lxml_html.HtmlElement) -> Iterator[str]:
    yield "\n>\n".join(f"> {line}" for block in _blocks(element) for line in block.split("\n"))


def _list(element: lxml_html.HtmlElement) -> Iterator[str]:
    yield "\n".join(_entries(element))


def _entries(element: lxml_html.HtmlElement) -> Iterator[str]:
    for position, entry in enumerate(element.findall("li"), 1):
        mark = f"{position}. " if element.tag == "ol" else "- "
        paragraphs = [_line(paragraph) for paragraph in entry.findall("p")]
        yield mark + " ".join([text for text in (_line(entry), *paragraphs) if text])
        for inner in entry:
            if inner.tag in ("ul", "ol"):
                yield from (" " * len(mark) + line for line in _entries(inner))


def _table(element: lxml_html.HtmlElement) -> Iterator[str]:
    caption = element.find("caption")
    if caption is not None:
        yield f"**{_line(caption)}**"
    rows = [[_inline(cell).strip() for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
    if not rows:
        return
    head = rows.pop(0) if element.find("thead") is not None else [""] * len(rows[0])
    yield "\n".join([_row(head), _row(["---"] * len(head)), *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(element: lxml_html.HtmlElement) -> Iterator[str]:
    for picture in element.iter("img"):
        yield f"*{escape_markdown(picture.get('alt') or '')}*" if picture.get("alt") else ""
    caption = element.find("figcaption")
    yield _line(caption) if caption is not None else ""


def _line(element: lxml_html.HtmlElement) -> str:
    """The words of an element as one line of Markdown."""
    return LINE_START.sub(_as_typed, _inline(element).strip())


def _as_typed(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdecimal() else f"\\{found[0]}"


def _inline(element: lxml_html.HtmlElement) -> str:
    return "".join(_pieces(element))


def _pieces(element: lxml_html.HtmlElement) -> Iterator[str]:
    yield _plain(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("ul", "ol", "p"):
            yield _marked(child)
        yield _plain(child.tail)


def _marked(element: lxml_html.HtmlElement) -> str:
    if element.tag == "br":
        return LINE_BREAK
    text = _inline(element)
    href = element.get("href") or ""
    if "number" in classes(element):
        return f"**{text}**"
    if element.tag == "a" and not href.startswith("#"):
        return f"[{text}](<{href}>)"
    mark = MARKS.get(str(element.tag), "") if text.strip() else ""
    return f"{mark}{text}{mark}"


def _plain(text: str | None) -> str:
    return escape_markdown(SPACE.sub(" ", text or ""))


BLOCKS = {
    **dict.fromkeys(LEVELS, _heading),
    "p": _paragraph,
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "figure": _figure,
}
