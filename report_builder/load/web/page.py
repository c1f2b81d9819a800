"""A web page -> Source: headings, paragraphs, lists, tables, footnotes, comments, as a reader sees them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree, html

from report_builder.load.document_table import Cell
from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes, refusal
from report_builder.load.outline import first_heading, front_matter
from report_builder.load.running_text import Passage, RunningText, begin, tell_changes
from report_builder.load.web.flow import CELLS, COUNTED, ROWS, Flow, Inner, line_of
from report_builder.load.web.looks import Element, Look, Sheet
from report_builder.load.web.notes import Note, find_notes
from report_builder.model import Memo, Source, Where
from report_builder.settings import Workshop

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 4096
"""So many bytes at the beginning may say the encoding."""
MOST_COLUMNS = 1000
"""Beyond these no cell reaches over several columns."""
LONG_TAG = re.compile(r"<[^<>]{5000,}")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
"""The value of an attribute; that of a picture may be long."""
MOST_ATTRIBUTES = 2000
DISTINCT = 0.8
"""Where fewer passages than this begin a line of their own, lines alone don't tell where one stands."""


@dataclass
class Page:
    """What was read so far."""

    text: RunningText
    sheet: Sheet
    notes: Mapping[Element, Note]
    crowded: bool
    """Many paragraphs share a line of the file, so that they are counted as well."""
    paragraphs: int = 0
    memos: list[Memo] = field(default_factory=list)
    taken: set[Element] = field(default_factory=set)
    """What is not read where it stands: footnotes, comments, and words that a tracked change took away."""
    above: int = 0
    """How many lines of the file stand before the page."""

    def paragraph(self, passage: Passage, line: int, references: Sequence[Element]) -> None:
        """Read a paragraph outside tables, and its footnotes."""
        self.paragraphs += 1
        paragraph = self.paragraphs if self.crowded else 0
        where = Where(self.text.place, line=line + self.above, paragraph=paragraph)
        self.text.add(passage, where)
        _notes(references, where, self)

    def table(self, element: Element, look: Look) -> None:
        """Read a table."""
        _table(element, look, self)

    def count(self, reason: str) -> None:
        """Count what has no words."""
        self.text.units[reason] += 1


def read_page(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a web page.

    Raises:
        SourceError: it is not text, its encoding can't be told, or it is no page that can be taken apart.
    """
    raw = read_bytes(path, place, workshop.limits)
    declared = DECLARED.search(raw[:HEAD])
    text, notices = decode(
        raw, place, workshop.language, declared[1].decode("ascii") if declared else "", workshop.limits
    )
    attributes, body = front_matter(text)
    root = _parse(body, place)
    added, removed = (list(root.iter(tag)) for tag in ("ins", "del"))
    added, removed = ([change for change in found if change.get("datetime")] for found in (added, removed))
    told = tell_changes(len(added), len(removed), place, workshop)
    page = Page(begin(place, workshop), Sheet(root), find_notes(root), _is_crowded(root))
    page.taken = {element for note in page.notes.values() for element in (note.element, note.back)}
    page.taken |= set(added if workshop.extract.tracked == "original" else removed)
    page.above = text.count("\n") - body.count("\n")
    for element in root.iter("body"):
        Flow(page.sheet, page.notes, page.taken, page).read(element)
    blocks = page.text.finished()
    title = " ".join((root.findtext(".//title") or "").split())
    return Source(
        place,
        attributes.get("title") or first_heading(blocks, title or path.stem),
        blocks,
        dict(+page.text.units),
        tuple(page.memos),
        (*notices, *told, *page.text.notices()),
        attributes,
    )


def _parse(text: str, place: str) -> Element:
    if _is_stuffed(text):
        raise refusal(place, "one of its tags has more attributes than any page", "Save it as .docx.")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return html.document_fromstring("<p></p>")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise refusal(
            place, "its parts are nested too deeply", "Open it in a word processor, save it as .docx."
        )
    return root


def _is_stuffed(text: str) -> bool:
    """Tell whether a tag has so many attributes that holding them against each other takes for ever."""
    tags = (QUOTED.sub('""', found[0]) for found in LONG_TAG.finditer(text))
    return any(len(tag.split()) > MOST_ATTRIBUTES or tag.count("=") > MOST_ATTRIBUTES for tag in tags)


def _is_crowded(root: Element) -> bool:
    lines = [element.sourceline for element in root.iter(*COUNTED)]
    return len(set(lines)) < DISTINCT * len(lines)


def _notes(references: Sequence[Element], where: Where, page: Page) -> None:
    """Read the footnotes that a paragraph refers to right after it; comments become memos."""
    for note in (page.notes[reference] for reference in references):
        inner = Inner()
        Flow(page.sheet, page.notes, page.taken - {note.element}, inner).read(note.element)
        worded = [passage for passage in inner.passages if passage.text or passage.hidden]
        if note.comment:
            page.memos.append(Memo("", "", "\n".join(passage.text for passage in worded), where))
            continue
        for passage in worded:
            page.text.add(replace(passage, heading=0, listed=0, bold=False, contents=False), where)


def _table(element: Element, look: Look, page: Page) -> None:
    """Read a table, then the tables inside its cells, each as a table of its own."""
    rows = list(_rows(element))
    read: list[list[tuple[Cell, Inner]]] = []
    for cells in _columns(rows):
        read.append([])
        for column, cell in cells:
            inner = Inner()
            Flow(page.sheet, page.notes, page.taken, inner).read(cell, look)
            read[-1].append((page.text.cell(column, inner.passages, line_of(cell) + page.above), inner))
    header = len(rows) > 1 and len(rows[0]) > 0 and all(cell.tag == "th" for cell in rows[0])
    table = page.text.add_table([[cell for cell, _ in cells] for cells in read], header or None)
    everything = [(row, cell, inner) for row, cells in enumerate(read) for cell, inner in cells]
    for row, read_cell, inner in everything:
        _notes(inner.references, table.place(row, read_cell), page)
    for _, _, inner in everything:
        for nested, around in inner.tables:
            _table(nested, around, page)


def _rows(element: Element) -> Iterator[Element]:
    """Yield what holds cells, also where no row is around them."""
    if element.tag == "tr" or any(child.tag in CELLS for child in element):
        yield element
    for child in element:
        if child.tag in ROWS:
            yield from _rows(child)


def _columns(rows: Sequence[Element]) -> Iterator[list[tuple[int, Element]]]:
    """Yield each row's cells with their columns, counted from 0; cells from above take up theirs."""
    below: dict[int, int] = {}
    for row in rows:
        found: list[tuple[int, Element]] = []
        column = 0
        taken, below = below, {}
        for cell in (cell for cell in row if cell.tag in CELLS):
            while taken.get(column):
                column += 1
            found.append((column, cell))
            for _ in range(_span(cell, "colspan") if column < MOST_COLUMNS else 1):
                below[column] = _span(cell, "rowspan") - 1
                column += 1
        below |= {column: left - 1 for column, left in taken.items() if left and column not in below}
        yield found


def _span(cell: Element, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(max(int(said), 1), MOST_COLUMNS) if said.isdecimal() and len(said) < 6 else 1
