"""What a person may edit in a page: findings' statements, the paragraphs of written sections, captions.

Headings have a key too: they say under which theme and lens a statement stands when a draft comes back.
"""

from collections import Counter
from collections.abc import Iterator

from lxml import html as lxml_html

from report_builder.draft import EditableField
from report_builder.keys import short_key
from report_builder.render.elements import visible_text

PARAGRAPHS = ("p", "li", "h1", "h2", "h3")
EDITABLE = (
    "descendant::*[self::p[@data-finding] or @data-section or self::figcaption[@data-caption]"
    " or (self::h1 or self::h2 or self::h3) and not(ancestor::*[@data-section])]"
)
"""One walk along one axis: several paths joined by | are put in order, which takes long."""


def mark_fields(document: lxml_html.HtmlElement) -> Iterator[tuple[EditableField, str]]:
    """Give every editable element of a page its `data-key`; yield the fields with their words, in order.

    A list entry that holds paragraphs or a list of its own is no field itself beyond its own words.
    """
    places: Counter[str] = Counter()
    for element in document.xpath(EDITABLE):
        if element.get("data-section"):
            yield from _mark_section(element)
        elif element.get("data-finding"):
            yield _mark(
                element, EditableField(element.get("data-finding"), element.get("data-finding"), "statement")
            )
        elif element.get("data-caption"):
            name = element.get("data-caption")
            yield _mark(element, EditableField(short_key("caption", name), name, "caption"))
        else:
            place = element.get("data-place", "")
            places[place] += 1
            key = short_key("place", place, str(places[place]))
            yield _mark(element, EditableField(key, place, "place"))


def _mark_section(section: lxml_html.HtmlElement) -> Iterator[tuple[EditableField, str]]:
    name = str(section.get("data-section"))
    position = 0
    for element in section.iter(*PARAGRAPHS):
        if element.tag == "li" and not visible_text(element):
            continue
        key = short_key("section", name, str(position))
        yield _mark(element, EditableField(key, name, "section", position))
        position += 1


def _mark(element: lxml_html.HtmlElement, field: EditableField) -> tuple[EditableField, str]:
    element.set("data-key", field.key)
    return field, visible_text(element)
