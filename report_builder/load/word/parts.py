"""The parts of a Word file that say what its paragraphs are: styles, numbering, notes, comments.

In goes an archive; out come elements and facts about them, for body.py.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from report_builder.load.files import Archive, refusal, why_damaged
from report_builder.model import Memo, Where
from report_builder.words import CONTROL
from report_builder.wordxml import (
    ADDED,
    LONGEST_CHAIN,
    REMOVED,
    cell_elements,
    paragraph_text,
    parse_part,
    says,
    shade,
    spelled,
    switched_on,
    value,
    visible,
    w,
)

Element = etree._Element
HEADING_NAME = re.compile(r"heading ?(\d)$", re.IGNORECASE)
LIST_NAME = re.compile(r"list(?: bullet| number| continue)?(?: (\d))?$", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """What a paragraph style says, its ancestors included."""

    heading: int = 0
    """Level of the heading, or 0."""
    item: int = 0
    """Level of the list entry, or 0."""
    contents: bool = False
    """A line of the table of contents."""
    bold: bool = False


@dataclass(frozen=True)
class Package:
    """A Word file's parts, parsed; an absent part is None."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    comments: Element | None
    furniture: Sequence[Element] = field(default=(), kw_only=True)
    """Headers and footers."""

    @property
    def body(self) -> Element:
        """The element that holds the text."""
        found = self.document.find(w("body"))
        return self.document if found is None else found

    @cached_property
    def style_elements(self) -> Mapping[str, Element]:
        """The styles by id."""
        found = self.styles.iter(w("style")) if self.styles is not None else ()
        return {style.get(w("styleId"), ""): style for style in found}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Ids of the styles whose text is hidden."""
        return frozenset(name for name in self.style_elements if self._said(name, "vanish"))

    @cached_property
    def struck(self) -> frozenset[str]:
        """Ids of the styles whose text is struck out."""
        switches = ("strike", "dstrike")
        return frozenset(
            name for name in self.style_elements if any(self._said(name, switch) for switch in switches)
        )

    def _chain(self, name: str) -> Iterator[Element]:
        """Yield a style and its ancestors; a circle ends it."""
        seen: set[str] = set()
        while name in self.style_elements and name not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(name)
            style = self.style_elements[name]
            yield style
            name = value(style, "basedOn")

    def _said(self, name: str, switch: str) -> bool:
        said = (switched_on(style.find(w("rPr")), switch) for style in self._chain(name))
        return next((on for on in said if on is not None), False)

    @cached_property
    def _colours(self) -> Mapping[str, str]:
        chains = {name: map(_shade, self._chain(name)) for name in self.style_elements}
        return {name: next(filter(None, chain), "") for name, chain in chains.items()}

    def colour(self, style: str) -> str:
        """Return the code of the colour in which a style highlights its words, or ""."""
        return self._colours.get(style, "")

    @cached_property
    def _said_by_styles(self) -> Mapping[str, Style]:
        return {name: self._said_by(name) for name in self.style_elements}

    def _said_by(self, name: str) -> Style:
        chain = list(self._chain(name))
        return Style(
            next(filter(None, map(_heading, chain)), 0),
            next(filter(None, map(self._style_item, chain)), 0),
            any(value(style, "name").lower().startswith("toc") for style in chain),
            self._said(name, "b"),
        )

    def style(self, paragraph: Element) -> Style:
        """Return what the paragraph's style, and the paragraph itself, say."""
        name = value(paragraph, "pPr/pStyle")
        style = self._said_by_styles.get(name) or Style(_named(name, HEADING_NAME))
        direct = _outline(paragraph)
        return style if direct is None else replace(style, heading=direct)

    def _style_item(self, style: Element) -> int:
        found = LIST_NAME.match(value(style, "name"))
        named = int(found[1] or 1) if found else 0
        number = value(style, "pPr/numPr/numId")
        if number and number != "0":
            return max(self._level_of_style(number, style.get(w("styleId"), "")), _depth(style), named, 1)
        return named

    def _level_of_style(self, number: str, style: str) -> int:
        """The level that a numbering gives to a style by naming it."""
        if self.numbering is None:
            return 0
        numbers = (entry for entry in self.numbering.iter(w("num")) if entry.get(w("numId")) == number)
        abstract = next((value(entry, "abstractNumId") for entry in numbers), "")
        for kind in self.numbering.iter(w("abstractNum")):
            for level in kind.iter(w("lvl")) if kind.get(w("abstractNumId")) == abstract else ():
                if value(level, "pStyle") == style:
                    return _number(level.get(w("ilvl"), "0")) + 1
        return 0

    def list_level(self, paragraph: Element) -> int:
        """Return the level of a list entry from 1, or 0 for a paragraph that is none."""
        number = value(paragraph, "pPr/numPr/numId")
        if number == "0":
            return 0
        return _depth(paragraph) or 1 if number else self.style(paragraph).item

    def text(self, paragraphs: Sequence[Element], original: bool) -> str:
        """Return the words of paragraphs that are read as one, as seen; none of those in a hidden style."""
        seen = (part for part in paragraphs if value(part, "pPr/pStyle") not in self.hidden)
        texts = (paragraph_text(part, original, self.hidden) for part in seen)
        return CONTROL.sub("", " ".join(filter(None, texts)))

    @cached_property
    def notes(self) -> dict[tuple[str, str], Element]:
        """The footnotes and endnotes, by the name of what refers to them and their id."""
        return {
            (w(f"{name}Reference"), note.get(w("id"), "")): note
            for part, name in ((self.footnotes, "footnote"), (self.endnotes, "endnote"))
            if part is not None
            for note in part.iter(w(name))
        }

    def referred(self, paragraphs: Sequence[Element], original: bool) -> Iterator[Element]:
        """Yield the notes that paragraphs refer to, in that order."""
        for paragraph in paragraphs:
            for seen in visible(paragraph, original, self.hidden):
                note = self.notes.get((str(seen.tag), seen.get(w("id"), "")))
                if note is not None:
                    yield note


def load_package(archive: Archive, place: str) -> Package:
    """Find and parse the parts; raise SourceError when it is no Word file or not well formed."""
    main = _targets(archive, "", place).get("officeDocument", "word/document.xml")
    document = _parse(archive, main, place)
    if document is None or document.tag != w("document") or document.find(w("body")) is None:
        raise archive.misnamed("Word document")
    targets = _targets(archive, main, place)
    kinds = ("styles", "numbering", "footnotes", "endnotes", "comments")
    parts = [_parse(archive, targets.get(kind, ""), place) for kind in kinds]
    names = (name for kind, name in _related(archive, main, place) if kind in ("header", "footer"))
    around = [_parse(archive, name, place) for name in dict.fromkeys(names)]
    return Package(document, *parts, furniture=[part for part in around if part is not None])


def furniture(package: Package) -> int:
    """Count the paragraphs with words in headers and footers: they are no part of the notes."""
    paragraphs = (paragraph for part in package.furniture for paragraph in part.iter(w("p")))
    return sum(bool(paragraph_text(paragraph)) for paragraph in paragraphs)


def _targets(archive: Archive, part: str, place: str) -> dict[str, str]:
    """Map the kinds of the parts related to `part` to their names; the first of a kind counts."""
    return dict(reversed(_related(archive, part, place)))


def _related(archive: Archive, part: str, place: str) -> list[tuple[str, str]]:
    """Return kind and name of each part that `part` is related to."""
    folder, name = posixpath.split(part.lstrip("/"))
    related = _parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"), place)
    found: list[tuple[str, str]] = []
    for entry in related if related is not None else ():
        kind = entry.get("Type", "").rpartition("/")[2]
        target = entry.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        if entry.get("TargetMode") != "External":
            found.append((kind, posixpath.normpath(inside)))
    return found


def _parse(archive: Archive, name: str, place: str) -> Element | None:
    data = archive.part(name) if name else None
    if data is None:
        return None
    try:
        return parse_part(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal(
            place, f"its part {name} is damaged ({why_damaged(error)})", "Open it in Word and save it again."
        ) from error


def _shade(element: Element) -> str:
    return shade(element.find(w("rPr"))) or shade(element.find(w("pPr")))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _depth(paragraph: Element) -> int:
    level = value(paragraph, "pPr/numPr/ilvl")
    return min(_number(level), 8) + 1 if level else 0


def _outline(element: Element) -> int | None:
    """The heading level that an element says itself; 0 for body text, None where nothing is said."""
    level = value(element, "pPr/outlineLvl")
    if not level.isdecimal():
        return None
    return _number(level) + 1 if _number(level) < 9 else 0


def _heading(style: Element) -> int:
    name = value(style, "name")
    if name.lower() == "title" or style.get(w("styleId")) == "Title":
        return 1
    return _outline(style) or _named(name, HEADING_NAME) or _named(style.get(w("styleId"), ""), HEADING_NAME)


def _named(name: str, pattern: re.Pattern[str]) -> int:
    found = pattern.match(name)
    return int(found[1]) if found else 0


def has_picture(paragraph: Element) -> bool:
    """Tell whether a drawing or picture hangs on a paragraph."""
    return any(True for _ in paragraph.iter(w("drawing"), w("pict"), w("object")))


def is_header(row: Element) -> bool:
    """Tell whether Word repeats the row as a header."""
    return bool(switched_on(row.find(w("trPr")), "tblHeader"))


def row_cells(row: Element, original: bool) -> Iterator[tuple[int, Element]]:
    """Yield each cell with its column, counted from 0; cells that go on from the row above are left out.

    So are those taken away by a tracked change: the cells after them move up.
    """
    gone = {w("cellIns")} if original else {w("cellDel")}
    column = _number(value(row, "trPr/gridBefore"))
    for cell in cell_elements(row):
        properties = cell.find(w("tcPr"))
        if says(properties, gone):
            continue
        merge = properties.find(w("vMerge")) if properties is not None else None
        if merge is None or merge.get(w("val")) == "restart":
            yield column, cell
        column += _number(value(properties, "gridSpan")) or 1


def tracked_changes(body: Element) -> tuple[int, int]:
    """Count the insertions and deletions of words, rows and cells; moved words count as both."""
    added = [*body.iter(*ADDED, w("cellIns"))]
    removed = [*body.iter(*REMOVED, w("cellDel"))]
    return sum(map(_is_change, added)), sum(map(_is_change, removed))


def _is_change(element: Element) -> bool:
    """Tell whether an element marks more than the end of a paragraph, whose words are marked as well."""
    parent = element.getparent()
    in_table = parent is not None and parent.tag in (w("trPr"), w("tcPr"))
    return in_table or element.find(f".//{w('r')}") is not None


def memos(package: Package, places: Mapping[Element, Where], place: str, original: bool) -> tuple[Memo, ...]:
    """Read the comments in the order in which they begin in the text, then those on nothing that is seen."""
    if package.comments is None:
        return ()
    about, where = _commented(package, places, original)
    found = []
    for comment in package.comments.iter(w("comment")):
        name = comment.get(w("id"), "")
        text = "\n".join(filter(None, (package.text([inner], False) for inner in comment.iter(w("p")))))
        if text:
            author, date = comment.get(w("author"), ""), comment.get(w("date"), "")
            words = " ".join(about.get(name, "").split())
            found.append((name, Memo(author, date, text, where.get(name, Where(place)), words)))
    order = {name: number for number, name in enumerate(where)}
    return tuple(memo for _, memo in sorted(found, key=lambda pair: order.get(pair[0], len(order))))


def _commented(
    package: Package, places: Mapping[Element, Where], original: bool
) -> tuple[dict[str, str], dict[str, Where]]:
    """Map the comments to the words they are about, and to where those begin."""
    about: dict[str, str] = {}
    where: dict[str, Where] = {}
    open_ranges: set[str] = set()
    place = next(iter(places.values()), None)
    for element in visible(package.body, original, package.hidden):
        name = element.get(w("id"), "")
        if element.tag == w("p"):
            place = places.get(element, place)
            for started in open_ranges:
                about[started] += " "
        elif element.tag in (w("commentRangeStart"), w("commentReference")) and place and name not in where:
            where[name], about[name] = place, ""
            open_ranges |= {name} if element.tag == w("commentRangeStart") else set()
        elif element.tag == w("commentRangeEnd"):
            open_ranges.discard(name)
        for started in open_ranges:
            about[started] += spelled(element)
    return about, where
