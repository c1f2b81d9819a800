"""Page -> Markdown, for a theme's summary that goes on into a wiki or an e-mail.

What people wrote is escaped, so that their signs show as typed. Pictures are told by their descriptions.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lxml import html as lxml_html

from report_builder.render.elements import (
    CONTAINERS,
    SPACE,
    Element,
    Piece,
    classes,
    code_text,
    is_number,
    local,
    pieces,
)
from report_builder.render.page import Page

SIGNS = re.compile(r"[\\`*_\[\]<>|~&$]")
BREAK = re.compile(r" *\n *")
LINE_START = re.compile(r"(?m)^(#+|[-+=:](?=\s|-|=|$)|\d{1,9}(?=[.)]))")
LEVELS = {f"h{level}": level for level in range(1, 7)}
SCHEMES = ("https://", "mailto:", "")
LEFT_OUT = frozenset({"screen-only", "running-header", "running-footer", "toc", "support", "emblem"})
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
LINE_BREAK = "  \n"
FENCE = "```"
LINK_SIGNS = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "\n": "%0A"})


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


def _blocks(parent: Element) -> Iterator[str]:
    """The blocks inside an element, in order; words that stand in no block make a paragraph."""
    loose: list[Piece] = []
    for piece in pieces(parent):
        if isinstance(piece, str) or local(piece) not in (*BLOCKS, *CONTAINERS):
            loose.append(piece)
        else:
            yield from filter(None, (_line(loose), *_block(piece)))
            loose = []
    yield from filter(None, [_line(loose)])


def _block(element: Element) -> Iterator[str]:
    if not LEFT_OUT.intersection(classes(element)):
        yield from BLOCKS.get(local(element), _blocks)(element)


def _heading(element: Element) -> Iterator[str]:
    yield f"{'#' * LEVELS[local(element)]} {_line(pieces(element))}"


def _paragraph(element: Element) -> Iterator[str]:
    text = _line(pieces(element))
    below = element.getnext()
    if "finding" in classes(element) and below is not None and "support" in classes(below):
        text += LINE_BREAK + _line(pieces(below))
    yield _behind("> ", "> ", text) if text and "quote" in classes(element) else text


def _quote(element: Element) -> Iterator[str]:
    yield _behind("> ", "> ", "\n\n".join(_blocks(element)))


def _code(element: Element) -> Iterator[str]:
    text = code_text(element)
    fence = max([FENCE, *(run + "`" for run in re.findall("`{3,}", text))], key=len)
    yield f"{fence}\n{text}\n{fence}" if text.strip() else ""


def _list(element: Element) -> Iterator[str]:
    start = element.get("start") or ""
    number = int(start) if start.isdecimal() else 1
    entries = []
    for position, entry in enumerate(element.iterchildren("li"), number):
        mark = f"{position}. " if local(element) == "ol" else "- "
        entries.append(_behind(mark, " " * len(mark), _entry(entry)))
    yield "\n".join(entries)


def _entry(element: Element) -> str:
    """The blocks of a list entry, with an empty line between, but before a list that needs none."""
    text = ""
    for block in _blocks(element):
        near = block.startswith(("- ", "1. "))
        text += ("\n" if near else "\n\n") + block if text else block
    return text


def _behind(first: str, further: str, text: str) -> str:
    """Lines behind a mark: the first one behind `first`, the others behind `further`."""
    lines = text.split("\n")
    return "\n".join(
        [first + lines[0], *(further + line if line else further.rstrip() for line in lines[1:])]
    )


def _table(element: Element) -> Iterator[str]:
    caption = element.find("caption")
    if caption is not None:
        yield f"**{_line(pieces(caption))}**"
    rows = [[_cell(cell) for cell in row.iterchildren("th", "td")] for row in element.iter("tr")]
    if not rows:
        return
    head = rows.pop(0) if element.find("thead") is not None else [""] * len(rows[0])
    yield "\n".join([_row(head), _row(["---"] * len(head)), *map(_row, rows)])


def _cell(cell: Element) -> str:
    return _inline(pieces(cell)).replace(LINE_BREAK, " ").strip()


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(element: Element) -> Iterator[str]:
    yield from map(_picture, element.iter("img"))
    caption = element.find("figcaption")
    yield _line(pieces(caption)) if caption is not None else ""


def _picture(element: Element) -> str:
    alt = element.get("alt") if not LEFT_OUT.intersection(classes(element)) else ""
    return f"*{escape_markdown(alt)}*" if alt else ""


def _line(content: Iterable[Piece]) -> str:
    """Some pieces as one paragraph of Markdown."""
    return LINE_START.sub(_as_typed, BREAK.sub(LINE_BREAK, _inline(content).strip()))


def _as_typed(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdecimal() else f"\\{found[0]}"


def _inline(content: Iterable[Piece]) -> str:
    return "".join(_plain(piece) if isinstance(piece, str) else _marked(piece) for piece in content)


def _marked(element: Element) -> str:
    if local(element) == "br":
        return LINE_BREAK
    if local(element) == "img":
        return _picture(element)
    text = _inline(pieces(element))
    href = element.get("href") or "#"
    if is_number(element):
        return f"**{text}**"
    if local(element) == "a" and href in [f"{scheme}{element.text}" for scheme in SCHEMES]:
        return text  # an address needs no brackets to say where it leads
    if local(element) == "a" and not href.startswith("#"):
        return f"[{text}](<{href.translate(LINK_SIGNS)}>)"
    mark = MARKS.get(local(element), "") if text.strip() else ""
    return f"{mark}{text}{mark}"


def _plain(text: str) -> str:
    return escape_markdown(SPACE.sub(" ", text))


BLOCKS: Mapping[str, Callable[[Element], Iterator[str]]] = {
    **dict.fromkeys(LEVELS, _heading),
    **dict.fromkeys(("p", "dt", "dd", "figcaption"), _paragraph),
    "blockquote": _quote,
    "pre": _code,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "figure": _figure,
}
"""Tag -> its blocks; any other element that holds blocks gives those."""
