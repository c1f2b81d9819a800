"""The paragraphs of a Word template, each with the words by which a person finds it.

In goes a document as python-docx opened it; out come its spots: body, tables, text boxes, heads and feet of
every section, notes, and the properties of the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.opc.part import Part
from lxml import etree

from report_builder.render.elements import Element
from report_builder.wordxml import COMPATIBILITY, parse_part, w

LONGEST_QUOTE = 60
FALLBACK = f"{COMPATIBILITY}Fallback"
TABLE, ROW, CELL, BOX, CONTROL = w("tbl"), w("tr"), w("tc"), w("txbxContent"), w("sdt")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PAGES = {"default": "", "first": "first-page ", "even": "even-page "}
PROPERTIES = ("/core-properties", "/custom-properties", "/extended-properties")
NOTES = ("/footnotes", "/endnotes")


@dataclass(frozen=True)
class Spot:
    """A paragraph of a template, or a property of the file."""

    story: str
    """What is filled as one: `body`, `header of section 1`, `footnotes`, `properties`."""
    place: str
    """Where it stands, as a person looks for it."""
    text: str
    element: Element
    """The paragraph, or the property."""
    in_body: bool = False
    """It is a paragraph of the body itself, in no table and no text box."""


def spots(document: Document) -> tuple[Spot, ...]:
    """All paragraphs, the body's first, then heads, feet, notes and properties."""
    found = [*_paragraphs(document.element.body, "body")]
    for name, part in stories(document):
        root = part_root(part)
        found += _paragraphs(root, name)
    for part in property_parts(document):
        for entry in part_root(part).iter(etree.Element):
            if entry.text and entry.text.strip():
                found.append(Spot("properties", f"property {_property(entry)}", entry.text, entry))
    return tuple(found)


def stories(document: Document) -> Iterator[tuple[str, Part]]:
    """The parts beside the body that hold paragraphs, each once, with its name."""
    seen: set[str] = set()
    related = document.part.rels
    for number, section in enumerate(document.element.body.iter(w("sectPr")), 1):
        for side in ("header", "footer"):
            for entry in section.iterfind(w(f"{side}Reference")):
                relation = entry.get(RELATION, "")
                if relation in related and relation not in seen:
                    seen.add(relation)
                    pages = PAGES.get(entry.get(w("type"), "default"), "")
                    yield f"{pages}{side} of section {number}", related[relation].target_part
    for relation in related.values():
        if relation.reltype.endswith(NOTES):
            yield relation.reltype.rpartition("/")[2], relation.target_part


def property_parts(document: Document) -> Iterator[Part]:
    """The parts that hold the properties of the file."""
    for relation in document.part.package.rels.values():
        if relation.reltype.endswith(PROPERTIES):
            yield relation.target_part


def part_root(part: Part) -> Element:
    """The XML of a part; where python-docx holds it as a tree, that tree."""
    held: Element | None = getattr(part, "_element", None)
    return held if held is not None else parse_part(part.blob)


def own_text(paragraph: Element) -> str:
    """The words typed in a paragraph, without those of text boxes that hang on it."""
    return "".join(
        text.text or ""
        for text in paragraph.iter(w("t"))
        if next(text.iterancestors(w("p")), None) is paragraph
    )


def _paragraphs(root: Element, story: str) -> Iterator[Spot]:
    tables = {table: at for at, table in enumerate(_outermost(root), 1)}
    for paragraph in root.iter(w("p")):
        above = list(paragraph.iterancestors())
        if any(each.tag == FALLBACK for each in above):
            continue  # the second copy of a text box
        text = own_text(paragraph)
        place = _place(paragraph, above, tables, text)
        inside = [each.tag for each in above]
        if story != "body":
            place = story if place.startswith("paragraph") else f"{story}, {place}"
        in_body = story == "body" and not {TABLE, BOX}.intersection(inside)
        yield Spot(story, place, text, paragraph, in_body)


def _outermost(root: Element) -> Iterator[Element]:
    return (table for table in root.iter(TABLE) if next(table.iterancestors(TABLE), None) is None)


def _place(paragraph: Element, above: list[Element], tables: dict[Element, int], text: str) -> str:
    steps = []
    outermost = {each.tag: each for each in above}
    if {TABLE, ROW, CELL} <= outermost.keys():
        row, cell = (_number(outermost[tag], tag) for tag in (ROW, CELL))
        steps.append(f"table {tables[outermost[TABLE]]}, row {row}, cell {cell}")
    if any(each.tag == BOX for each in above):
        steps.append(f"text box {_quoted(text)}")
    return ", ".join(steps) or f"paragraph {_quoted(text)}"


def _number(element: Element, tag: str) -> int:
    return 1 + sum(1 for _ in element.itersiblings(tag, preceding=True))


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f'"{words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"}"'


def _property(entry: Element) -> str:
    """A property as Word calls it: a custom one by its name."""
    above = entry.getparent()
    name = above.get("name") if above is not None else None
    return f'"{name or etree.QName(entry).localname}"'
