"""A Word file's body -> Source: paragraphs, tables, notes, text boxes, tracked changes, comments."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from report_builder.load.document_table import Cell, read_table, table_blocks
from report_builder.load.files import Archive, read_bytes, refusal
from report_builder.load.outline import bullet, first_heading, with_headings
from report_builder.load.word.parts import (
    Package,
    has_picture,
    is_header,
    load_package,
    memos,
    passages,
    row_cells,
    table_rows,
    tracked_changes,
)
from report_builder.load.word.spoken import with_speakers
from report_builder.model import Block, Kind, Source, Where
from report_builder.settings import Workshop
from report_builder.wordxml import w


@dataclass
class Reading:
    """What was read so far."""

    place: str
    package: Package
    original: bool
    """Tracked changes are read as if rejected."""
    blocks: list[Block] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    bold: set[int] = field(default_factory=set)
    paragraphs: int = 0
    tables: int = 0
    places: dict[etree._Element, Where] = field(default_factory=dict)
    """Where each paragraph stands, for comments and footnotes."""


def read_word(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a Word file; tracked changes as the workshop's `[extract] tracked` says.

    Raises:
        SourceError: it is damaged, protected or no Word file, or has tracked changes that must not be there.
    """
    package = load_package(Archive(read_bytes(path, place), place), place)
    added, removed = tracked_changes(package.body)
    if workshop.extract.tracked == "refuse" and added + removed:
        raise refusal(
            place,
            f"it has {_changes(added, removed)}",
            'Accept or reject them in Word, or set tracked = "final" under [extract] in workshop.toml.',
            rule="source-tracked",
        )
    reading = Reading(place, package, original=workshop.extract.tracked == "original")
    _body(package.body, reading)
    _notes(reading)
    blocks = with_headings(reading.blocks, frozenset(reading.bold))
    blocks, names = with_speakers(blocks)
    reading.units.update({"speaker": names} if names else {})
    told = f"{_changes(added, removed)} read as {workshop.extract.tracked} text."
    return Source(
        place,
        first_heading(blocks, path.stem),
        blocks,
        dict(reading.units),
        memos(package, reading.places, place, reading.original),
        (told,) if added + removed else (),
    )


def _changes(added: int, removed: int) -> str:
    """Say how many changes there are: `1 tracked insertion and 2 tracked deletions`."""
    counts = (("insertion", added), ("deletion", removed))
    return " and ".join(f"{count} tracked {name}{'s' * (count != 1)}" for name, count in counts if count)


def _body(container: etree._Element, reading: Reading) -> None:
    where = Where(reading.place)
    for elements, boxed in passages(container, reading.original):
        if elements[0].tag == w("tbl"):
            _table(elements[0], reading)
            continue
        for element in elements:
            reading.paragraphs += not boxed
            where = Where(reading.place, paragraph=reading.paragraphs)
            reading.places[element] = where
        _place(elements, where, reading)


def _place(elements: Sequence[etree._Element], where: Where, reading: Reading) -> None:
    """Make the block of a paragraph outside tables; one made of several looks as the last of them does."""
    text = reading.package.text(elements, reading.original)
    style = reading.package.style(elements[-1])
    if not text or style.contents:
        wordless = "picture" if any(map(has_picture, elements)) else "empty"
        reading.units["table of contents" if text else wordless] += 1
        return
    level = style.heading
    kind = Kind.HEADING
    if not level:
        level = reading.package.list_level(elements[-1])
        sign, words = ("", text) if level else bullet(text)
        if sign:
            level, text = 1, words
        kind = Kind.ITEM if level else Kind.PARAGRAPH
    if kind is Kind.PARAGRAPH and reading.package.all_bold(elements, reading.original):
        reading.bold.add(len(reading.blocks))
    reading.blocks.append(Block(kind, text, where, level))


def _table(element: etree._Element, reading: Reading) -> None:
    """Read a table, then the tables inside its cells, each as a table of its own."""
    reading.tables += 1
    where = Where(reading.place, table=reading.tables)
    rows = list(table_rows(element, reading.original))
    grid = [
        [_cell(column, cell, reading) for column, cell in row_cells(row, reading.original)] for row in rows
    ]
    marked = len(grid) > 1 and is_header(rows[0]) and any(cell.text for cell, _ in grid[0])
    table = read_table([[cell for cell, _ in cells] for cells in grid], marked or None, where)
    for row, cells in enumerate(grid):
        for cell, elements in cells:
            paragraphs = (element for element in elements if element.tag == w("p"))
            reading.places.update(dict.fromkeys(paragraphs, table.place(row, cell)))
    blocks, units = table_blocks(table)
    reading.blocks += blocks
    reading.units += units
    for inner in (inner for cells in grid for _, elements in cells for inner in elements):
        if inner.tag == w("tbl"):
            _table(inner, reading)


def _cell(column: int, cell: etree._Element, reading: Reading) -> tuple[Cell, list[etree._Element]]:
    """Return a cell with the words of its paragraphs and text boxes, and the paragraphs and tables in it."""
    inside = [elements for elements, _ in passages(cell, reading.original)]
    worded = [
        (text, reading.package.all_bold(elements, reading.original))
        for elements in inside
        if elements[0].tag == w("p") and (text := reading.package.text(elements, reading.original))
    ]
    bold = bool(worded) and all(bold for _, bold in worded)
    words = tuple(text for text, _ in worded)
    return Cell(column, words, bold), [element for elements in inside for element in elements]


def _notes(reading: Reading) -> None:
    """Read footnotes and endnotes as paragraphs at the end, placed where they are referred to."""
    for paragraph, texts in reading.package.notes(reading.places, reading.original):
        for text in texts:
            reading.blocks.append(Block(Kind.PARAGRAPH, text, reading.places[paragraph]))
