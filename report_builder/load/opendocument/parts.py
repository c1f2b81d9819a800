"""The parts of an OpenDocument text: its styles and its tracked changes.

In goes an archive; out come elements and facts about them, for body.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from report_builder.colours import colour_code
from report_builder.load.files import Archive, beyond, refusal, why_damaged
from report_builder.wordxml import parse_xml

Element = etree._Element
SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
PROTECTED = b"encryption-data"
AGAIN = "Open it in LibreOffice or Word and save it again."
LONGEST_CHAIN = 12
"""So many styles build on each other at most."""
MOST_SPACES = 10
BOLD = ("bold", "600", "700", "800", "900")


def o(name: str) -> str:
    """Return the full name of an element or attribute such as `text:p`.

    >>> o("dc:date")
    '{http://purl.org/dc/elements/1.1/}date'
    """
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


PARAGRAPHS = frozenset({o("text:p"), o("text:h")})


@dataclass(frozen=True)
class Look:
    """How words look; None where a style leaves it as it is."""

    bold: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    colour: str | None = None
    """Code of the background, or "" for none."""

    def over(self, below: "Look") -> "Look":
        """This look where it says something, else the one below."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.colour if self.colour is None else self.colour,
        )


@dataclass(frozen=True)
class Package:
    """An OpenDocument text's parts, parsed."""

    content: Element
    styles: Element | None

    @property
    def body(self) -> Element:
        """The element that holds the text."""
        found = self.content.find(f"{o('office:body')}/{o('office:text')}")
        return self.content if found is None else found

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Element]:
        """The styles by family and name."""
        common = self.styles.find(o("office:styles")) if self.styles is not None else None
        own = self.content.find(o("office:automatic-styles"))
        found = (style for part in (common, own) if part is not None for style in part.iter(o("style:style")))
        return {(style.get(o("style:family"), ""), style.get(o("style:name"), "")): style for style in found}

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        """Yield a style and its ancestors; a circle ends it."""
        seen: set[str] = set()
        while (family, name) in self._named and name not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(name)
            style = self._named[family, name]
            yield style
            name = style.get(o("style:parent-style-name"), "")

    def look(self, family: str, name: str) -> Look:
        """Return what a style, its ancestors included, says of its words."""
        look = Look()
        for style in self._chain(family, name):
            look = look.over(_look(style))
        return look

    def heading(self, paragraph: Element) -> int:
        """Return the level of the heading that a paragraph is, or 0."""
        if paragraph.tag == o("text:h"):
            return max(_number(paragraph.get(o("text:outline-level"), "1")), 1)
        for style in self._chain("paragraph", paragraph.get(o("text:style-name"), "")):
            level = style.get(o("style:default-outline-level"))
            if style.get(o("style:name")) == "Title":
                return 1
            if level is not None:
                return _number(level)
        return 0

    @cached_property
    def regions(self) -> Mapping[str, Element]:
        """The tracked insertions and deletions by the id that marks them in the text."""
        changes = (region for region in self.body.iter(o("text:changed-region")))
        return {
            region.get(o("text:id"), "") or region.get(XML_ID, ""): change
            for region in changes
            for change in region
            if change.tag in (o("text:insertion"), o("text:deletion"))
        }

    def changed(self) -> tuple[int, int]:
        """Count the tracked insertions and deletions."""
        tags = [change.tag for change in self.regions.values()]
        return tags.count(o("text:insertion")), tags.count(o("text:deletion"))

    def furniture(self) -> int:
        """Count the paragraphs with words in headers and footers: they are no part of the notes."""
        masters = self.styles.find(o("office:master-styles")) if self.styles is not None else None
        paragraphs = masters.iter(*PARAGRAPHS) if masters is not None else ()
        return sum(bool("".join(map(str, paragraph.itertext())).strip()) for paragraph in paragraphs)


def load_package(archive: Archive, place: str) -> Package:
    """Parse the parts; raise SourceError when it is no OpenDocument text, protected or not well formed."""
    if PROTECTED in (archive.part("META-INF/manifest.xml") or b""):
        raise refusal(place, "it is protected by a password", "Remove the password and save it again.")
    content = _parse(archive, "content.xml", place)
    if content is None or content.find(f"{o('office:body')}/{o('office:text')}") is None:
        raise archive.misnamed("OpenDocument text")
    spaces = sum(repeated(sign, "text:c") for sign in content.iter(o("text:s")))
    if spaces > archive.limits.characters * MOST_SPACES:
        raise beyond(place, f"it has {spaces:,} spaces that are said to be repeated", "characters")
    return Package(content, _parse(archive, "styles.xml", place))


def _parse(archive: Archive, name: str, place: str) -> Element | None:
    data = archive.part(name)
    if data is None:
        return None
    try:
        return parse_xml(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal(place, f"its part {name} is damaged ({why_damaged(error)})", AGAIN) from error


def _look(style: Element) -> Look:
    """What one style says itself; a paragraph's background counts where its words have none."""
    words = style.find(o("style:text-properties"))
    around = style.find(o("style:paragraph-properties"))
    backgrounds = [_said(part, "fo:background-color") for part in (words, around)]
    background = next(filter(None, backgrounds), None)
    weight = _said(words, "fo:font-weight")
    lines = [_said(words, f"style:text-line-through-{name}") for name in ("style", "type")]
    display = _said(words, "text:display")
    return Look(
        weight in BOLD if weight else None,
        any(line not in ("none", None) for line in lines) if any(lines) else None,
        display == "none" if display else None,
        None if background is None else colour_code(background),
    )


def _said(properties: Element | None, name: str) -> str | None:
    return properties.get(o(name)) if properties is not None else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def repeated(element: Element, name: str) -> int:
    """Return how often an attribute says that something stands there; never more than a table may have."""
    return min(max(_number(element.get(o(name), "1")), 1), 1000)


def table_rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """Yield the rows of a table, each with whether it is one of the header."""
    for child in table:
        if child.tag == o("table:table-row"):
            yield child, table.tag == o("table:table-header-rows")
        elif child.tag in GROUPS:
            yield from table_rows(child)


GROUPS = frozenset(map(o, ("table:table-header-rows", "table:table-rows", "table:table-row-group")))


def row_cells(row: Element) -> Sequence[tuple[int, Element]]:
    """Return each cell with its column, counted from 0; those covered by another are left out.

    Cells that are said to be repeated are empty ones: one stands for all.
    """
    found: list[tuple[int, Element]] = []
    column = 0
    for cell in row:
        if cell.tag == o("table:table-cell"):
            found.append((column, cell))
        if cell.tag in (o("table:table-cell"), o("table:covered-table-cell")):
            column += repeated(cell, "table:number-columns-repeated")
    return found
