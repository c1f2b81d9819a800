"""What a person may edit in a page: findings' statements and the paragraphs of written sections."""

import re
from collections.abc import Iterator

from lxml import html as lxml_html

from report_builder.model import EditableField, short_key

SPACE = re.compile(r"[ \t\n\r\f]+")
PARAGRAPHS = ("p", "li", "h1", "h2", "h3")


def mark_fields(document: lxml_html.HtmlElement) -> Iterator[EditableField]:
    """Give every editable element of a page its `data-key`, in reading order.

    A list entry that holds paragraphs or a list of its own is no field itself beyond its own words.
    """
    for element in document.xpath("//p[@data-finding] | //*[@data-section]"):
        if element.get("data-section"):
            yield from _mark_section(element)
        else:
            yield _mark(element, str(element.get("data-finding")), str(element.get("data-finding")))


def classes(element: lxml_html.HtmlElement) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())


def visible_text(element: lxml_html.HtmlElement) -> str:
    """The words of an element as a reader sees them: no numbers, no lists nested in it, single spaces."""
    return SPACE.sub(" ", "".join(_pieces(element))).strip()


def _pieces(element: lxml_html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif (
            isinstance(child.tag, str)
            and child.tag not in ("ul", "ol", "p")
            and "number" not in classes(child)
        ):
            yield from _pieces(child)
        yield child.tail or ""


def _mark_section(section: lxml_html.HtmlElement) -> Iterator[EditableField]:
    name = str(section.get("data-section"))
    position = 0
    for element in section.iter(*PARAGRAPHS):
        if element.tag == "li" and not visible_text(element):
            continue
        key = short_key("section", name, str(position))
        yield _mark(element, key, name, field="section", paragraph=position)
        position += 1


def _mark(
    element: lxml_html.HtmlElement, key: str, id: str, field: str = "statement", paragraph: int = 0
) -> EditableField:
    element.set("data-key", key)
    return EditableField(key, id, field, paragraph, visible_text(element))
