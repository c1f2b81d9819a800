"""A Word file's body -> Source: paragraphs, tables, notes, text boxes, tracked changes, comments."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from report_builder.load.document_table import Cell
from report_builder.load.files import Archive, read_bytes
from report_builder.load.outline import first_heading
from report_builder.load.running_text import Passage, RunningText, begin, tell_changes
from report_builder.load.word.looks import all_bold, any_hidden, any_struck, coloured
from report_builder.load.word.parts import (
    Package,
    furniture,
    has_picture,
    is_header,
    load_package,
    memos,
    row_cells,
    tracked_changes,
)
from report_builder.model import Source, Where
from report_builder.settings import Workshop
from report_builder.wordxml import passages, table_rows, w

EMBEDDED = "It holds another document, which was not read: open it in Word and save it again."


@dataclass
class Reading:
    """What was read so far."""

    package: Package
    original: bool
    """Tracked changes are read as if rejected."""
    text: RunningText
    paragraphs: int = 0
    places: dict[etree._Element, Where] = field(default_factory=dict)
    """Where each paragraph stands, for comments."""
    noted: set[etree._Element] = field(default_factory=set)
    """Footnotes and endnotes that were read."""


@dataclass(frozen=True)
class Inside:
    """A cell and what is in it."""

    cell: Cell
    paragraphs: Sequence[etree._Element]
    tables: Sequence[etree._Element]


def read_word(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a Word file; tracked changes as the workshop's `[extract] tracked` says.

    Raises:
        SourceError: it is damaged, protected or no Word file, or has tracked changes that must not be there.
    """
    package = load_package(Archive(read_bytes(path, place, workshop.limits), place, workshop.limits), place)
    told = tell_changes(*tracked_changes(package.body), place, workshop)
    reading = Reading(package, workshop.extract.tracked == "original", begin(place, workshop))
    _body(package.body, reading)
    blocks = reading.text.finished()
    embedded = sum(1 for _ in package.body.iter(w("altChunk"), w("subDoc")))
    reading.text.units += {"header or footer": furniture(package), "embedded document": embedded}
    lost = (EMBEDDED,) if embedded else ()
    return Source(
        place,
        first_heading(blocks, path.stem),
        blocks,
        dict(+reading.text.units),
        memos(package, reading.places, place, reading.original),
        (*told, *lost, *reading.text.notices()),
    )


def _body(container: etree._Element, reading: Reading) -> None:
    where = Where(reading.text.place)
    for elements, boxed in passages(container, reading.original):
        if elements[0].tag == w("tbl"):
            _table(elements[0], reading)
            continue
        for element in elements:
            reading.paragraphs += not boxed
            where = Where(reading.text.place, paragraph=reading.paragraphs)
            reading.places[element] = where
        reading.text.add(_passage(elements, reading), where)
        _notes(elements, where, reading)


def _passage(elements: Sequence[etree._Element], reading: Reading) -> Passage:
    """Read a paragraph; one made of several looks as the last of them does."""
    package, original = reading.package, reading.original
    style = package.style(elements[-1])
    plain = [(package.text(elements, original), "")]
    return Passage(
        coloured(package, elements, original) if reading.text.colours else plain,
        heading=style.heading,
        listed=package.list_level(elements[-1]),
        bold=all_bold(package, elements, original),
        struck=any_struck(package, elements, original),
        hidden=any_hidden(package, elements, original),
        picture=any(map(has_picture, elements)),
        contents=style.contents,
    )


def _table(element: etree._Element, reading: Reading) -> None:
    """Read a table, then the tables inside its cells, each as a table of its own."""
    rows = list(table_rows(element, reading.original))
    grid = [
        [_inside(column, cell, reading) for column, cell in row_cells(row, reading.original)] for row in rows
    ]
    marked = len(grid) > 1 and is_header(rows[0]) and any(inside.cell.text for inside in grid[0])
    table = reading.text.add_table([[inside.cell for inside in cells] for cells in grid], marked or None)
    everything = [(row, inside) for row, cells in enumerate(grid) for inside in cells]
    for row, inside in everything:
        where = table.place(row, inside.cell)
        reading.places.update(dict.fromkeys(inside.paragraphs, where))
        _notes(inside.paragraphs, where, reading)
    for _, inside in everything:
        for inner in inside.tables:
            _table(inner, reading)


def _inside(column: int, cell: etree._Element, reading: Reading) -> Inside:
    """Read a cell: the words of its paragraphs and text boxes."""
    parts = [elements for elements, _ in passages(cell, reading.original)]
    worded = [elements for elements in parts if elements[0].tag == w("p")]
    tables = [elements[0] for elements in parts if elements[0].tag == w("tbl")]
    return Inside(
        reading.text.cell(column, [_passage(elements, reading) for elements in worded]),
        [element for elements in worded for element in elements],
        tables,
    )


def _notes(elements: Sequence[etree._Element], where: Where, reading: Reading) -> None:
    """Read the footnotes and endnotes that paragraphs refer to for the first time, right after them."""
    for note in reading.package.referred(elements, reading.original):
        if note in reading.noted:
            continue
        reading.noted.add(note)
        for inner, _ in passages(note, reading.original):
            passage = _passage(inner, reading)
            if passage.text or passage.hidden:
                reading.text.add(replace(passage, heading=0, listed=0, bold=False), where)
