"""What a person may edit in a page: findings' statements and the paragraphs of written sections."""

from collections.abc import Iterator

from lxml import html as lxml_html

from report_builder.model import EditableField, short_key
from report_builder.render.elements import visible_text

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
