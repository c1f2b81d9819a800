"""HTML report -> FinishedFile."""

import base64
import io
import re
import urllib.parse
from collections.abc import Iterator
from typing import TypeAlias

from lxml import html as lxml_html
from PIL import Image, UnidentifiedImageError

from report_builder.check.publish.colours import camera_data, emblem_shades
from report_builder.check.publish.finished import (
    FinishedFile,
    Header,
    Ink,
    Kind,
    Link,
    Mark,
    Passage,
    Picture,
    Table,
    Trace,
)
from report_builder.words import even

Element: TypeAlias = lxml_html.HtmlElement
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset({*HEADINGS, "p", "li", "th", "td", "caption", "figcaption", "pre", "dt", "dd"})
HOLDERS = frozenset(
    {"body", "main", "section", "div", "nav", "article", "header", "footer", "aside", "figure", "blockquote"}
)
SKIPPED = frozenset({"script", "style", "head", "title", "template"})
RUNNING = ("running-header", "running-footer")
MM = re.compile(r"(?P<side>width|height)\s*:\s*(?P<number>[\d.]+)(?P<unit>mm|cm|px|pt)")
UNITS = {"mm": 1.0, "cm": 10.0, "px": 25.4 / 96, "pt": 25.4 / 72}
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b")
GROUND = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3})\b")
UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
RULE = re.compile(r"(?P<selector>[^{}@;]+)\{(?P<body>[^{}]*)\}")
EMBLEM_WIDTH = re.compile(r"\.emblem\s*\{[^}]*?(?<![-\w])width\s*:\s*([\d.]+)mm")
TURNED = re.compile(r"transform\s*:|rotate\s*:|scale\s*:")
VIEW_BOX = re.compile(rb'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


def read_html(path: str, data: bytes) -> FinishedFile:
    """Read an HTML file; `path` is how messages name it."""
    document = lxml_html.document_fromstring(
        data, parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    styles = "\n".join(element.text or "" for element in document.iter("style"))
    walk = _Walk(document)
    elements = [element for element in document.iter() if isinstance(element.tag, str)]
    ids = {element.get(name) or "" for element in elements for name in ("id", "name")}
    return FinishedFile(
        path=path,
        language=document.get("lang") or "",
        title=even(document.findtext("head/title") or ""),
        author=_meta(document, "author"),
        keywords=_meta(document, "keywords"),
        passages=tuple(walk.passages()),
        pictures=tuple(_picture(image, styles) for image in document.iter("img")),
        tables=tuple(_tables(document)),
        links=tuple(_link(link, ids) for link in document.iter("a") if link.get("href") is not None),
        inks=(*_inks(document), *_style_inks(styles)),
        traces=tuple(_traces(document)),
        headers=tuple(_running(document)),
    )


class _Walk:
    """The passages of a page in order, each with the heading that it stands under."""

    def __init__(self, document: Element) -> None:
        self.document = document
        self.language = document.get("lang") or ""

    def passages(self) -> Iterator[Passage]:
        heading = ""
        for element in self.document.body.iter():
            if not isinstance(element.tag, str) or _skipped(element):
                continue
            text = _words(element)
            if not text:
                continue
            kind, level = _kind(element)
            place = _place(element, heading)
            if kind in (Kind.HEADING, Kind.TITLE):
                heading = text
            yield Passage(text, place, kind, level, _unmarked(text, element, self.language))


def _skipped(element: Element) -> bool:
    own = element.get("class") or ""
    return "screen-only" in own or any(
        step.tag in SKIPPED or "screen-only" in (step.get("class") or "") for step in element.iterancestors()
    )


def _words(element: Element) -> str:
    if element.tag in BLOCKS and not any(True for _ in element.iterdescendants(*BLOCKS)):
        return even(element.text_content())
    if element.tag in HOLDERS or element.tag in BLOCKS:
        inner = (*BLOCKS, *HOLDERS, *SKIPPED, "table", "ul", "ol", "dl", "thead", "tbody", "tr", "img", "col")
        pieces = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in inner and not _skipped(child):
                pieces.append(child.text_content())
            pieces.append(child.tail or "")
        return even(" ".join(pieces)) if not _inside_block(element) else ""
    return ""


def _inside_block(element: Element) -> bool:
    """Whether the words of an element are told by a block around it that has no block of its own."""
    return any(
        step.tag in BLOCKS and not any(True for _ in step.iterdescendants(*BLOCKS))
        for step in element.iterancestors()
    )


def _kind(element: Element) -> tuple[Kind, int]:
    tag, names = str(element.tag), (element.get("class") or "").split()
    if tag == "h1" and "title" in names:
        return Kind.TITLE, 1
    if re.fullmatch("h[1-6]", tag):
        return Kind.HEADING, int(tag[1])
    if tag in ("td", "th"):
        return Kind.CELL, 0
    running = any(name in RUNNING for step in (element, *element.iterancestors()) for name in _classes(step))
    return (Kind.HEADER if running else Kind.TEXT), 0


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _place(element: Element, heading: str) -> str:
    under = f', under "{heading}"' if heading else ""
    return f"{_line(element)}{under}"


def _unmarked(text: str, element: Element, own: str) -> str:
    """The words of an element that stand under no other language than the page's."""
    around = next((step.get("lang") for step in (element, *element.iterancestors()) if step.get("lang")), own)
    if around != own:
        return ""
    for inner in element.iterdescendants():
        if inner.get("lang") not in (None, "", own):
            text = text.replace(even(inner.text_content()), "", 1)
    return text


def _meta(document: Element, name: str) -> str:
    return even(next((str(value) for value in document.xpath("//meta[@name=$name]/@content", name=name)), ""))


def _running(document: Element) -> Iterator[Header]:
    """Each piece of the running header and footer."""
    for name in RUNNING:
        for line in document.find_class(name):
            for piece in line.iterchildren() if len(line) else [line]:
                yield Header(name.replace("-", " "), even(piece.text_content()))


def _picture(image: Element, styles: str) -> Picture:
    data = _bytes(image.get("src") or "")
    shades = emblem_shades(_raster(data))
    width, height = _size(image, styles, data)
    alt = image.get("alt")
    ornament = alt == "" or image.get("role") == "presentation" or image.get("aria-hidden") == "true"
    return Picture(
        _line(image),
        even(alt) if alt else None,
        width,
        height,
        shades,
        ornament=ornament,
        turned=bool(TURNED.search(image.get("style") or "")),
        camera=camera_data(data),
    )


def _bytes(address: str) -> bytes:
    kind, _, content = address.partition(",")
    if not kind.startswith("data:"):
        return b""
    if kind.endswith(";base64"):
        try:
            return base64.b64decode(content)
        except ValueError:
            return b""
    return urllib.parse.unquote_to_bytes(content)


def _is_drawing(data: bytes) -> bool:
    return b"<svg" in data[:1000]


def _raster(data: bytes) -> bytes:
    """A picture of points; drawings are drawn."""
    if not _is_drawing(data):
        return data
    import resvg_py

    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=data.decode("utf-8", "replace"), width=270))
    except ValueError:
        return b""


def _size(image: Element, styles: str, data: bytes) -> tuple[float, float]:
    """Width and height in mm, as its style, its own attribute or its class says; height by proportion."""
    given = {
        found["side"]: float(found["number"]) * UNITS[found["unit"]]
        for found in MM.finditer(image.get("style") or "")
    }
    if "width" not in given and "emblem" in _classes(image):
        found = EMBLEM_WIDTH.search(styles)
        if found:
            given["width"] = float(found[1])
    if "width" not in given and image.get("data-width-mm"):
        given["width"] = float(image.get("data-width-mm") or 0)
    for side in ("width", "height"):
        number = image.get(side) or ""
        if side not in given and number.isdecimal():
            given[side] = int(number) * UNITS["px"]
    ratio = _ratio(data)
    if "width" in given and "height" not in given and ratio:
        given["height"] = given["width"] / ratio
    if "height" in given and "width" not in given and ratio:
        given["width"] = given["height"] * ratio
    return given.get("width", 0.0), given.get("height", 0.0)


def _ratio(data: bytes) -> float:
    """Width by height of the picture itself."""
    if _is_drawing(data):
        box = VIEW_BOX.search(data)
        return float(box[1]) / float(box[2]) if box else 0.0
    try:
        with Image.open(io.BytesIO(data)) as opened:
            return opened.width / opened.height
    except (OSError, ValueError, UnidentifiedImageError):
        return 0.0


def _tables(document: Element) -> Iterator[Table]:
    for number, table in enumerate(document.iter("table"), 1):
        rows = tuple(
            tuple(even(cell.text_content()) for cell in row.iterchildren("th", "td"))
            for row in table.iter("tr")
        )
        heads = [cell for cell in table.iter("th") if cell.get("scope")]
        yield Table(f"{_line(table)} (table {number})", rows, header=bool(heads))


def _link(link: Element, ids: set[str]) -> Link:
    target = link.get("href") or ""
    broken = target.startswith("#") and target[1:] not in ids
    return Link(even(link.text_content()), target, _line(link), broken)


def _inks(document: Element) -> Iterator[Ink]:
    for element in document.body.iter():
        style = element.get("style") if isinstance(element.tag, str) else None
        found = COLOUR.search(style or "")
        if found and element.text_content().strip():
            ground = next(
                (_ground(step) for step in (element, *element.iterancestors()) if _ground(step)), "#ffffff"
            )
            yield Ink(even(element.text_content()), _line(element), _long(found[1]), ground)


def _ground(element: Element) -> str:
    found = GROUND.search(element.get("style") or "")
    return _long(found[1]) if found else ""


def _style_inks(styles: str) -> Iterator[Ink]:
    """Colours that the style sheet gives to words."""
    for rule in RULE.finditer(re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)):
        found, ground = COLOUR.search(rule["body"]), GROUND.search(rule["body"])
        if found:
            selector = " ".join(rule["selector"].split())
            yield Ink(
                selector, f"style of {selector}", _long(found[1]), _long(ground[1]) if ground else "#ffffff"
            )


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])


def _traces(document: Element) -> Iterator[Trace]:
    for element in document.iter("script"):
        yield Trace(Mark.SCRIPT, _line(element), even(element.text or element.get("src") or "")[:60])
    for element in document.iter("img", "link", "iframe", "source", "video", "audio"):
        address = element.get("src") or (element.get("href") if element.tag == "link" else "") or ""
        if re.match(r"(https?:)?//", address):
            yield Trace(Mark.OUTSIDE, _line(element), address)
    for element in filter(_is_hidden, document.body.iter()):
        yield Trace(Mark.HIDDEN, _line(element), even(element.text_content()))
    for comment in document.xpath("//comment()"):
        yield Trace(Mark.COMMENT, _line(comment), even(comment.text or ""))
    for element in document.xpath("//*[self::ins or self::del][not(ancestor::*[contains(@class, 'annex')])]"):
        yield Trace(Mark.TRACKED, _line(element), even(element.text_content()))


def _line(element: Element) -> str:
    """The line as the file's own program counts it; of a page made of Markdown, that of the Markdown."""
    own = (step.get("data-line") for step in (element, *element.iterancestors()) if step.get("data-line"))
    return f"line {next(own, element.sourceline)}"


def _is_hidden(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    unshown = element.get("hidden") is not None or UNSHOWN.search(element.get("style") or "")
    return bool(unshown) and bool(element.text_content().strip())
