"""The few facts about Word's XML that python-docx hides: names, tracked changes, hidden text.

In go the bytes of a part or an element; out come elements and the words that a reader sees.
"""

from collections.abc import Iterator

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
SPELLED = {
    f"{{{W}}}tab": "\t",
    f"{{{W}}}ptab": "\t",
    f"{{{W}}}br": "\n",
    f"{{{W}}}cr": "\n",
    f"{{{W}}}noBreakHyphen": "-",
}


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
