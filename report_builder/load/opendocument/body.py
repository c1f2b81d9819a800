"""An OpenDocument text's body -> Source: paragraphs, lists, tables, notes, text boxes, changes, comments."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from report_builder.load.document_table import Cell
from report_builder.load.files import Archive, read_bytes
from report_builder.load.opendocument.parts import (
    PARAGRAPHS,
    Element,
    Package,
    load_package,
    o,
    row_cells,
    table_rows,
)
from report_builder.load.opendocument.words import CHANGES, DRAWN, PASSED, Run, Spelling
from report_builder.load.outline import first_heading
from report_builder.load.running_text import Passage, RunningText, begin, tell_changes
from report_builder.model import Memo, Source, Where
from report_builder.settings import Workshop

INDEXES = frozenset(
    map(
        o,
        (
            "text:table-of-content",
            "text:illustration-index",
            "text:table-index",
            "text:object-index",
            "text:user-index",
            "text:alphabetical-index",
            "text:bibliography",
        ),
    )
)


@dataclass(frozen=True)
class Stand:
    """Where a paragraph stands in its list and in the file."""

    depth: int = 0
    """How many lists it stands in."""
    goes_on: bool = False
    """It is not the first of its list entry."""
    boxed: bool = False
    """It stands in a text box, and is counted with the paragraph that the box hangs on."""

    @property
    def level(self) -> int:
        """Level of the list entry, or 0; what goes on stands under the entry."""
        return self.depth + (self.goes_on and self.depth > 0)


@dataclass
class Reading:
    """What was read so far."""

    package: Package
    spelling: Spelling
    text: RunningText
    paragraphs: int = 0
    open: list[Run] = field(default_factory=list)
    """The runs of a paragraph whose end a tracked change took away."""
    places: dict[Element, Where] = field(default_factory=dict)
    """Where each paragraph stands, for comments."""


@dataclass(frozen=True)
class Inside:
    """A cell and what is in it."""

    cell: Cell
    paragraphs: Sequence[Element]
    notes: Sequence[Element]
    tables: Sequence[Element]


def read_opendocument(path: Path, place: str, workshop: Workshop) -> Source:
    """Read an OpenDocument text; tracked changes as the workshop's `[extract] tracked` says.

    Raises:
        SourceError: it is damaged, protected or no such text, or has tracked changes that must not be there.
    """
    package = load_package(Archive(read_bytes(path, place, workshop.limits), place, workshop.limits), place)
    told = tell_changes(*package.changed(), place, workshop)
    spelling = Spelling(package, workshop.extract.tracked == "original")
    reading = Reading(package, spelling, begin(place, workshop))
    _body(package.body, Stand(), reading)
    blocks = reading.text.finished()
    reading.text.units["header or footer"] = package.furniture()
    return Source(
        place,
        first_heading(blocks, path.stem),
        blocks,
        dict(+reading.text.units),
        tuple(_memos(reading)),
        (*told, *reading.text.notices()),
    )


def _body(elements: Iterable[Element], stand: Stand, reading: Reading) -> None:
    """Read what stands in a container, in order, whatever it is wrapped in."""
    for element in elements:
        if element.tag in READERS:
            READERS[element.tag](element, stand, reading)
        elif element.tag not in PASSED:
            boxed = stand.boxed or element.tag.startswith(DRAWN)
            _body(element, Stand(boxed=True) if boxed else stand, reading)


def _list(element: Element, stand: Stand, reading: Reading) -> None:
    for entry in element:
        inner = Stand(stand.depth + 1, boxed=stand.boxed)
        for part in entry:
            _body([part], inner, reading)
            if part.tag in PARAGRAPHS:
                inner = replace(inner, goes_on=True)


def _numbered(element: Element, stand: Stand, reading: Reading) -> None:
    level = element.get(o("text:level"), "1")
    _body(element, replace(stand, depth=int(level) if level.isdecimal() else 1), reading)


def _paragraph(element: Element, stand: Stand, reading: Reading) -> None:
    """Read a paragraph outside tables, then what hangs on it; one made of several looks as the last does."""
    reading.paragraphs += not stand.boxed
    where = Where(reading.text.place, paragraph=reading.paragraphs)
    reading.places[element] = where
    reading.open += reading.spelling.runs(element)
    if reading.spelling.is_gone:
        return
    runs, reading.open = reading.open, []
    parts = list(_parts(runs))
    for part in parts:
        passage = _passage(part, reading, heading=reading.package.heading(element), listed=stand.level)
        reading.text.add(replace(passage, picture=reading.spelling.pictures), where)
    _hanging(where, reading)


def _parts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Cut at the ends of paragraphs that a tracked change took away."""
    part: list[Run] = []
    for run in runs:
        if run.ends:
            yield part
            part = []
        else:
            part.append(run)
    yield part


def _passage(runs: Sequence[Run], reading: Reading, heading: int = 0, listed: int = 0) -> Passage:
    seen = [run for run in runs if not run.look.hidden]
    worded = [run for run in seen if run.text.strip()]
    return Passage(
        [(run.text, run.look.colour or "") for run in seen],
        heading=heading,
        listed=0 if heading else listed,
        bold=bool(worded) and all(run.look.bold for run in worded),
        struck=any(run.look.struck for run in worded),
        hidden=any(run.look.hidden and run.text.strip() for run in runs),
    )


def _hanging(where: Where, reading: Reading) -> None:
    """Read the notes and text boxes of the last paragraph, at its place."""
    notes, reading.spelling.notes = reading.spelling.notes, []
    boxes, reading.spelling.boxes = reading.spelling.boxes, []
    _notes(notes, where, reading)
    for box in boxes:
        _body(box, Stand(boxed=True), reading)


def _notes(notes: Sequence[Element], where: Where, reading: Reading) -> None:
    for note in notes:
        for element in note.iterfind(f"{o('text:note-body')}//*"):
            if element.tag in PARAGRAPHS:
                passage = _passage(reading.spelling.runs(element), reading)
                reading.places[element] = where
                if passage.text or passage.hidden:
                    reading.text.add(replace(passage, bold=False), where)


def _section(element: Element, stand: Stand, reading: Reading) -> None:
    """Read a section, or count its paragraphs if nobody sees it."""
    shown = element.get(o("text:display"), "true")
    if shown != "none" and (shown != "condition" or element.get(o("text:is-hidden")) != "true"):
        _body(element, stand, reading)
        return
    for _ in element.iter(*PARAGRAPHS):
        reading.paragraphs += 1
        reading.text.look(Passage((), hidden=True), Where(reading.text.place, paragraph=reading.paragraphs))


def _index(element: Element, stand: Stand, reading: Reading) -> None:
    lines = sum(1 for _ in element.iter(*PARAGRAPHS))
    reading.paragraphs += lines
    reading.text.units["table of contents"] += lines


def _mark(element: Element, stand: Stand, reading: Reading) -> None:
    reading.spelling.mark(element)


def _table(element: Element, stand: Stand, reading: Reading) -> None:
    """Read a table, then the tables inside its cells, each as a table of its own."""
    rows = list(table_rows(element))
    grid = [[_inside(column, cell, reading) for column, cell in row_cells(row)] for row, _ in rows]
    marked = len(grid) > 1 and rows[0][1] and any(inside.cell.text for inside in grid[0])
    table = reading.text.add_table([[inside.cell for inside in cells] for cells in grid], marked or None)
    everything = [(row, inside) for row, cells in enumerate(grid) for inside in cells]
    for row, inside in everything:
        where = table.place(row, inside.cell)
        reading.places.update(dict.fromkeys(inside.paragraphs, where))
        _notes(inside.notes, where, reading)
    for _, inside in everything:
        _body(inside.tables, stand, reading)


def _inside(column: int, cell: Element, reading: Reading) -> Inside:
    """Read a cell: the words of its paragraphs, list entries and text boxes."""
    paragraphs, tables = [], []
    passages = []
    for element in _elements(cell):
        if element.tag == o("table:table"):
            tables.append(element)
            continue
        paragraphs.append(element)
        passages += [_passage(part, reading) for part in _parts(reading.spelling.runs(element))]
    notes, reading.spelling.notes = reading.spelling.notes, []
    boxes, reading.spelling.boxes = reading.spelling.boxes, []
    for box in boxes:
        boxed = _inside(column, box, reading)
        passages += [Passage([(words, "")]) for words in boxed.cell.paragraphs]
        tables += boxed.tables
        notes += boxed.notes
    return Inside(reading.text.cell(column, passages), paragraphs, notes, tables)


def _elements(container: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a cell, in order, whatever they are wrapped in."""
    for child in container:
        if child.tag in PARAGRAPHS or child.tag == o("table:table"):
            yield child
        elif child.tag not in PASSED:
            yield from _elements(child)


READERS: dict[str, Callable[[Element, Stand, Reading], None]] = {
    **dict.fromkeys(PARAGRAPHS, _paragraph),
    **dict.fromkeys(INDEXES, _index),
    **dict.fromkeys(CHANGES, _mark),
    o("text:list"): _list,
    o("text:numbered-paragraph"): _numbered,
    o("text:section"): _section,
    o("table:table"): _table,
}
"""What reads an element of the body; others are wrappers."""


def _memos(reading: Reading) -> Iterator[Memo]:
    """The comments, in the order in which they begin in the text."""
    for comment in reading.spelling.comments:
        element = comment.element
        words = (" ".join("".join(map(str, part.itertext())).split()) for part in element.iter(*PARAGRAPHS))
        text = "\n".join(filter(None, words))
        if text:
            author, date = (element.findtext(o(f"dc:{name}"), "") for name in ("creator", "date"))
            where = reading.places.get(comment.paragraph, Where(reading.text.place))
            yield Memo(author, date, text, where, " ".join(comment.about.split()))
