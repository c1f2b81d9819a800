"""What a page may not hold, wherever its template comes from: programs, other pages, pictures that reach out.

In goes a parsed page and is changed; a picture that can't be shown safely is a TemplateError.
"""

import base64
import binascii
import re
import urllib.parse

from lxml import etree
from lxml import html as lxml_html

from report_builder.errors import Problem, TemplateError

LINKS = frozenset({"http", "https", "mailto"})
"""Where a link may lead, besides to a place within the page."""
UNSEEN = re.compile(r"[\x00-\x1f]+")
"""What browsers leave out of an address, so that it could hide the address's kind."""
PROGRAMS = (
    "script",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "form",
    "link",
    "portal",
)
"""Elements that run, fetch or send something."""
HANDLED = "descendant-or-self::*[@*[starts-with(translate(name(), 'ON', 'on'), 'on')]]"
"""Elements that run something when they are clicked, shown or loaded."""
OUTWARD = "descendant-or-self::*[@href[not(starts-with(., '#'))]]"
"""Links that may lead out of the page; in a long one nearly none does."""
SVG = re.compile(r"data:image/svg\+xml((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
REFERENCES = ("href", "{http://www.w3.org/1999/xlink}href")
INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g)[;,]|$)", re.IGNORECASE)
FETCHED = re.compile(r"url\(\s*[\"']?\s*(?!#)|@import", re.IGNORECASE)
MOST_COPIES = 10_000
"""Copies of shapes that a drawing may make by naming them."""


def cut_strange(document: lxml_html.HtmlElement) -> None:
    """Take out what runs, fetches or sends; of strange links only the words stay.

    Raises:
        TemplateError: A picture inside the page reaches out of it, or unfolds without end.
    """
    for element in [each for each in document.iter(*PROGRAMS, "meta") if _runs(each)]:
        element.drop_tree()
    for element in document.xpath(HANDLED):
        for name in [name for name in element.attrib if str(name).lower().startswith("on")]:
            del element.attrib[name]
    for element in document.xpath(OUTWARD):
        address = UNSEEN.sub("", element.get("href")).strip()
        if address.startswith("#") or kind_of_address(address) in LINKS:
            element.set("href", address)
        else:
            del element.attrib["href"]
    for image in document.iter("img"):
        _check_drawing(image)
    for drawing in document.iter("svg"):
        _check_shapes(drawing, drawing.get("aria-label") or "svg")


def _runs(element: lxml_html.HtmlElement) -> bool:
    told: str = element.get("http-equiv", "")
    return element.tag != "meta" or told.lower() == "refresh"


def kind_of_address(address: str) -> str:
    """What an address begins with: https, mailto ...; empty for one that leads to another file."""
    try:
        return urllib.parse.urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _check_drawing(image: lxml_html.HtmlElement) -> None:
    found = SVG.match(image.get("src") or "")
    if found is None:
        return
    named = image.get("alt") or "svg"
    try:
        plain = urllib.parse.unquote_to_bytes(found[2])
        data = base64.b64decode(plain) if ";base64" in found[1].lower() else plain
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise TemplateError(_problem(named, "declares a document type"))
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(data, parser)
    except (binascii.Error, etree.XMLSyntaxError, ValueError) as error:
        raise TemplateError(_problem(named, "is damaged")) from error
    _check_shapes(root, named)


def _check_shapes(root: etree._Element, named: str) -> None:
    """Refuse a drawing that runs programs, fetches anything or copies itself without end."""
    names: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        names.setdefault(element.get("id", ""), element)
        addresses = [element.get(name, "") for name in REFERENCES]
        styled = f"{element.get('style', '')} {element.text if _local(element) == 'style' else ''}"
        outward = not all(map(INSIDE.match, addresses)) and _local(element) != "a"
        if _local(element) in ("script", "foreignObject") or outward or FETCHED.search(styled):
            raise TemplateError(_problem(named, "reaches out of the page"))
    if _copies(root, names, {}) > MOST_COPIES:
        raise TemplateError(_problem(named, "copies its own parts without end"))


def _copies(
    element: etree._Element, names: dict[str, etree._Element], known: dict[etree._Element, int]
) -> int:
    """How many shapes come of an element, those that it names counted as often as they are named."""
    known[element] = MOST_COPIES + 1  # met again on the way down it names itself
    number = 0
    for use in (each for each in element.iter(etree.Element) if _local(each) == "use"):
        address = next(filter(None, (use.get(name) for name in REFERENCES)), "")
        target = names.get(address.strip().removeprefix("#"))
        if target is not None:
            number += 1 + (known[target] if target in known else _copies(target, names, known))
    known[element] = number
    return number


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _problem(named: str, what: str) -> Problem:
    mend = "Save it as PNG, or take out of it what is not drawn."
    return Problem("picture-strange", f'picture "{named}"', f"this drawing {what}", mend)
