"""A Word file's body -> Source: paragraphs, tables, notes, text boxes, tracked changes, comments."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from report_builder.load.document_table import Cell, read_table, table_blocks
from report_builder.load.files import Archive, read_bytes, refusal
from report_builder.load.outline import (
    bullet,
    first_heading,
    mark_words,
    split_at_marks,
    with_headings,
)
from report_builder.load.word.looks import all_bold, any_hidden, any_struck
from report_builder.load.word.parts import (
    Package,
    has_picture,
    is_header,
    load_package,
    memos,
    row_cells,
    tracked_changes,
)
from report_builder.load.word.spoken import with_speakers
from report_builder.model import Block, Kind, Source, Where
from report_builder.settings import Workshop
from report_builder.wordxml import passages, table_rows, w

MOST_PLACES = 12
"""Places that a notice names."""


@dataclass
class Reading:
    """What was read so far."""

    place: str
    package: Package
    original: bool
    """Tracked changes are read as if rejected."""
    marks: frozenset[str]
    """Words that mark a statement, folded."""
    blocks: list[Block] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    bold: set[int] = field(default_factory=set)
    paragraphs: int = 0
    tables: int = 0
    places: dict[etree._Element, Where] = field(default_factory=dict)
    """Where each paragraph stands, for comments."""
    noted: set[etree._Element] = field(default_factory=set)
    """Footnotes and endnotes that were read."""
    struck: list[Where] = field(default_factory=list)
    """Where words are struck out."""
    hidden: list[Where] = field(default_factory=list)
    """Where words are hidden."""


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
    original = workshop.extract.tracked == "original"
    reading = Reading(place, package, original, mark_words(workshop))
    _body(package.body, reading)
    blocks = with_headings(reading.blocks, frozenset(reading.bold))
    blocks, names = with_speakers(blocks)
    reading.units.update({"speaker": names} if names else {})
    told = [f"{_changes(added, removed)} read as {workshop.extract.tracked} text."] if added + removed else []
    return Source(
        place,
        first_heading(blocks, path.stem),
        blocks,
        dict(+reading.units),
        memos(package, reading.places, place, reading.original),
        (*told, *_looks(reading)),
    )


def _looks(reading: Reading) -> Iterator[str]:
    """Tell where words are struck out or hidden."""
    if reading.struck:
        yield f"Words struck out were read as text: {_places(reading.struck)}."
    if reading.hidden:
        yield f"Hidden text was left out: {_places(reading.hidden)}."


def _places(places: Sequence[Where]) -> str:
    named = list(dict.fromkeys(where.inside for where in places))
    more = len(named) - MOST_PLACES
    return "; ".join(named[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")


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
    """Read a paragraph outside tables, and its footnotes."""
    _block(elements, where, reading)
    _notes(elements, where, reading)


def _look(elements: Sequence[etree._Element], where: Where, reading: Reading) -> bool:
    """Take note of words that are struck out or hidden; return whether some are hidden, and count them."""
    if any_struck(reading.package, elements, reading.original):
        reading.struck.append(where)
    hidden = any_hidden(reading.package, elements, reading.original)
    if hidden:
        reading.hidden.append(where)
        reading.units["hidden text"] += 1
    return hidden


def _block(elements: Sequence[etree._Element], where: Where, reading: Reading) -> None:
    """Make the block of a paragraph, more where marks begin lines of it.

    A paragraph made of several looks as the last of them does.
    """
    text = reading.package.text(elements, reading.original)
    hidden = _look(elements, where, reading)
    style = reading.package.style(elements[-1])
    if not text or style.contents:
        wordless = "picture" if any(map(has_picture, elements)) else "empty"
        if text or not hidden or wordless == "picture":
            reading.units["table of contents" if text else wordless] += 1
        return
    if style.heading:
        reading.blocks.append(Block(Kind.HEADING, text, where, style.heading))
        return
    listed = reading.package.list_level(elements[-1])
    pieces = split_at_marks(text, reading.marks)
    if not listed and len(pieces) == 1 and all_bold(reading.package, elements, reading.original):
        reading.bold.add(len(reading.blocks))
    reading.blocks += [_passage(piece, where, listed) for piece in pieces]


def _passage(text: str, where: Where, listed: int) -> Block:
    sign, words = ("", text) if listed else bullet(text)
    level = 1 if sign else listed
    return Block(Kind.ITEM if level else Kind.PARAGRAPH, words if sign else text, where, level)


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
            paragraphs = [element for element in elements if element.tag == w("p")]
            reading.places.update(dict.fromkeys(paragraphs, table.place(row, cell)))
            if _look(paragraphs, table.place(row, cell), reading) and not cell.text:
                reading.units["empty"] -= 1
    blocks, units = table_blocks(table)
    reading.blocks += blocks
    reading.units.update(units)
    for row, cells in enumerate(grid):
        for cell, elements in cells:
            _notes(
                [element for element in elements if element.tag == w("p")], table.place(row, cell), reading
            )
    for inner in (inner for cells in grid for _, elements in cells for inner in elements):
        if inner.tag == w("tbl"):
            _table(inner, reading)


def _cell(column: int, cell: etree._Element, reading: Reading) -> tuple[Cell, list[etree._Element]]:
    """Return a cell with the words of its paragraphs and text boxes, and the paragraphs and tables in it."""
    inside = [elements for elements, _ in passages(cell, reading.original)]
    worded = [
        (text, all_bold(reading.package, elements, reading.original))
        for elements in inside
        if elements[0].tag == w("p") and (text := reading.package.text(elements, reading.original))
    ]
    bold = bool(worded) and all(bold for _, bold in worded)
    words = tuple(text for text, _ in worded)
    return Cell(column, words, bold), [element for elements in inside for element in elements]


def _notes(elements: Sequence[etree._Element], where: Where, reading: Reading) -> None:
    """Read the footnotes and endnotes that paragraphs refer to for the first time, right after them."""
    for note in reading.package.referred(elements, reading.original):
        if note in reading.noted:
            continue
        reading.noted.add(note)
        for inner, _ in passages(note, reading.original):
            _look(inner, where, reading)
            text = reading.package.text(inner, reading.original)
            if text:
                reading.blocks.append(Block(Kind.PARAGRAPH, text, where))
