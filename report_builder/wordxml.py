"""The few facts about Word's XML that python-docx hides: names, tracked changes, hidden text.

In go the bytes of a part or an element; out come elements and the words that a reader sees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from report_builder.colours import colour_code

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
"""Names of the ISO "strict" dialect, and those of the usual one."""
ADDED = frozenset({f"{{{W}}}ins", f"{{{W}}}moveTo"})
REMOVED = frozenset({f"{{{W}}}del", f"{{{W}}}moveFrom"})
UNSEEN = frozenset(
    {f"{{{W}}}{name}" for name in ("txbxContent", "instrText", "rt")} | {f"{COMPATIBILITY}Fallback"}
)
"""What holds words that are not seen in the paragraph itself."""
SDT, RUN, RUN_PROPERTIES = (f"{{{W}}}{name}" for name in ("sdt", "r", "rPr"))
TRANSPARENT = frozenset(
    {f"{{{W}}}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag")} | {f"{COMPATIBILITY}Choice"}
)
"""What paragraphs and tables may be wrapped in."""
WORDS = frozenset({f"{{{W}}}t", f"{{{W}}}delText", f"{MATH}t"})
SPELLED = {
    f"{{{W}}}tab": "\t",
    f"{{{W}}}ptab": "\t",
    f"{{{W}}}br": "\n",
    f"{{{W}}}cr": "\n",
    f"{{{W}}}noBreakHyphen": "-",
}


LONGEST_CHAIN = 12
"""So many styles build on each other at most; Word stops long before."""


@dataclass(frozen=True)
class StyleBook:
    """What the styles of a document say, by their ids."""

    names: Mapping[str, str]
    bold: frozenset[str]
    italic: frozenset[str]
    hidden: frozenset[str]

    def called(self, others: Mapping[str, str]) -> "StyleBook":
        """The same, with other names for some of the styles."""
        return replace(self, names={id: others.get(name, name) for id, name in self.names.items()})


def w(name: str) -> str:
    """Return the full name of one of Word's elements or attributes.

    >>> w("p").endswith("main}p")
    True
    """
    return f"{{{W}}}{name}"


RUN, PROPERTIES, CONTROL_BOX = w("r"), w("rPr"), w("sdt")
UNSEEN = frozenset({w("txbxContent"), w("instrText"), w("rt"), f"{COMPATIBILITY}Fallback"})
"""What holds words that are none of the paragraph around it."""
WORDS = frozenset({w("t"), w("delText"), f"{MATH}t"})


def parse_part(data: bytes) -> etree._Element:
    """Parse one part of a Word file; nothing outside it is ever read, and no entity is resolved.

    Raises:
        etree.XMLSyntaxError: it is no well-formed XML.
        ValueError: it declares a document type, which Word never does.
    """
    for strict, usual in STRICT:
        data = data.replace(strict, usual)
    return parse_xml(data)


def parse_xml(data: bytes) -> etree._Element:
    """Parse one part of an office file; as `parse_part`."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type is declared")
    return root


def switched_on(parent: etree._Element | None, name: str) -> bool | None:
    """Tell whether a property such as `b` or `vanish` is on or off; None where nothing is said."""
    found = parent.find(w(name)) if parent is not None else None
    if found is None:
        return None
    return found.get(w("val"), "true") not in ("0", "false", "off", "none")


def value(parent: etree._Element | None, path: str) -> str:
    """Return the `w:val` of the element at a path of plain names such as `pPr/pStyle`, or ""."""
    found = parent.find("/".join(map(w, path.split("/")))) if parent is not None else None
    return found.get(w("val"), "") if found is not None else ""


HIGHLIGHTERS = {
    "green": "bright green",
    "cyan": "turquoise",
    "magenta": "pink",
    "darkBlue": "dark blue",
    "darkCyan": "teal",
    "darkGreen": "dark green",
    "darkMagenta": "violet",
    "darkRed": "dark red",
    "darkYellow": "dark yellow",
    "darkGray": "dark grey",
    "lightGray": "light grey",
}
"""Word's names in the file where they are not those that it shows."""


def shade(properties: etree._Element | None) -> str:
    """Return the code of the colour in which some properties highlight or shade words, or ""."""
    marked = value(properties, "highlight")
    if marked:
        return colour_code(HIGHLIGHTERS.get(marked, marked))
    shading = properties.find(w("shd")) if properties is not None else None
    return colour_code(shading.get(w("fill"), "")) if shading is not None else ""


def visible(node: etree._Element, original: bool, hidden: frozenset[str]) -> Iterator[etree._Element]:
    """Walk the elements under `node` that a reader sees, in order.

    Tracked changes are taken as accepted, or as rejected when `original`; `hidden` names the styles of hidden
    text. Left out: text boxes (they are not part of the paragraph they hang on), the second copy of drawings,
    placeholders of empty fields.
    """
    for child in node:
        if _seen(child, original, hidden):
            yield child
            yield from visible(child, original, hidden)


def _seen(element: etree._Element, original: bool, hidden: frozenset[str]) -> bool:
    tag = element.tag
    if tag in UNSEEN or tag in (ADDED if original else REMOVED):
        return False
    if tag == CONTROL_BOX:
        return element.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None
    return tag != RUN or not _vanished(element.find(PROPERTIES), hidden)


def _vanished(properties: etree._Element | None, hidden: frozenset[str]) -> bool:
    if properties is None:
        return False
    said = switched_on(properties, "vanish")
    return value(properties, "rStyle") in hidden if said is None else said


def spelled(element: etree._Element) -> str:
    """Return what one element under a run adds to the text."""
    if element.tag in WORDS:
        return element.text or ""
    sign = SPELLED.get(element.tag, "")
    parent = element.getparent() if sign else None
    # `w:tab` also stands in paragraph properties.
    return sign if parent is not None and parent.tag == RUN else ""


def paragraph_text(
    paragraph: etree._Element, original: bool = False, hidden: frozenset[str] = frozenset()
) -> str:
    """Return the words of a paragraph as a reader sees them, ends trimmed; tabs and line breaks kept."""
    return "".join(map(spelled, visible(paragraph, original, hidden))).strip()


def block_elements(container: etree._Element, original: bool) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body, cell or text box in order, whatever they are wrapped in."""
    kept = REMOVED if original else ADDED
    for child in container:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in TRANSPARENT or child.tag in kept or child.tag == f"{COMPATIBILITY}AlternateContent":
            yield from block_elements(child, original)


def passages(
    container: etree._Element, original: bool, boxed: bool = False
) -> Iterator[tuple[list[etree._Element], bool]]:
    """Yield what is read of a body, cell, note or text box, in order, and whether it stands in a text box.

    Each is one table, or the paragraphs that are read as one since a tracked change took away the ends
    between them; no such end reaches over a table or out of its container. Text boxes follow the paragraph
    that they hang on.
    """
    joined: list[etree._Element] = []
    for element in [*block_elements(container, original), None]:
        if element is not None and element.tag == w("p"):
            joined.append(element)
            if mark_removed(element, original):
                continue
        if joined:
            yield joined, boxed
            for box in (box for paragraph in joined for box in _text_boxes(paragraph, original)):
                yield from passages(box, original, boxed=True)
            joined = []
        if element is not None and element.tag == w("tbl"):
            yield [element], boxed


def _text_boxes(paragraph: etree._Element, original: bool) -> Iterator[etree._Element]:
    """Yield the text boxes that hang on a paragraph, each once and none inside another."""
    gone = ADDED if original else REMOVED
    for child in paragraph:
        if child.tag == w("txbxContent"):
            yield child
        elif child.tag not in gone and child.tag != f"{COMPATIBILITY}Fallback":
            yield from _text_boxes(child, original)


def mark_removed(paragraph: etree._Element, original: bool) -> bool:
    """Tell whether a tracked change took away the paragraph's end, so that the next one goes on from it."""
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    gone = ADDED if original else REMOVED
    return mark is not None and any(child.tag in gone for child in mark)


def table_rows(table: etree._Element, original: bool) -> Iterator[etree._Element]:
    """Yield the rows that are there; those taken away by a tracked change are not."""
    gone = {w("ins")} if original else {w("del")}
    for child in table:
        if child.tag == w("tr"):
            if not says(child.find(w("trPr")), gone):
                yield child
        elif child.tag in TRANSPARENT:
            yield from table_rows(child, original)


def says(properties: etree._Element | None, names: set[str]) -> bool:
    """Tell whether properties hold one of these elements."""
    return properties is not None and any(entry.tag in names for entry in properties)


def cell_elements(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a row, whatever they are wrapped in."""
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag in TRANSPARENT:
            yield from cell_elements(child)


def read_styles(root: etree._Element | None) -> StyleBook:
    """Read the names of styles, and which of them make text bold, italic or hidden."""
    styles = (
        {style.get(w("styleId"), ""): style for style in root.iter(w("style"))} if root is not None else {}
    )

    def switched(switch: str) -> frozenset[str]:
        return frozenset(id for id in styles if _said(styles, id, switch))

    names = {id: value(style, "name") for id, style in styles.items()}
    character = frozenset(id for id, style in styles.items() if style.get(w("type")) == "character")
    return StyleBook(names, switched("b") & character, switched("i") & character, switched("vanish"))


def _said(styles: Mapping[str, etree._Element], id: str, switch: str) -> bool:
    seen: set[str] = set()
    while id in styles and id not in seen and len(seen) < LONGEST_CHAIN:
        seen.add(id)
        said = switched_on(styles[id].find(w("rPr")), switch)
        if said is not None:
            return said
        id = value(styles[id], "basedOn")
    return False
