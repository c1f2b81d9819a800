"""A document of running text while it is read: its blocks so far, and what is counted and told beside them.

Shared by the formats of word processors and web pages. In go passages with their looks; out comes a Source.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from report_builder.colours import named_codes
from report_builder.load.document_table import Cell, Table, read_table, table_blocks
from report_builder.load.files import refusal
from report_builder.load.outline import bullet, mark_words, split_at_marks, with_headings
from report_builder.load.spoken import with_speakers
from report_builder.model import Block, Kind, Where
from report_builder.settings import Workshop
from report_builder.words import CONTROL, sentence_ends

MOST_PLACES = 12
"""Places that a notice names."""
Span = tuple[str, str]
"""Some words and the code of the colour in which they are highlighted, or ""."""


@dataclass(frozen=True)
class Passage:
    """A paragraph as it looks in its file."""

    spans: Sequence[Span]
    heading: int = 0
    """Level of the heading, or 0."""
    listed: int = 0
    """Level of the list entry, or 0."""
    bold: bool = False
    """All of its words are in bold."""
    struck: bool = False
    """Some of its words are struck out."""
    hidden: bool = False
    """Some of its words are hidden, and not among the spans."""
    picture: bool = False
    """A picture hangs on it."""
    contents: bool = False
    """A line of the table of contents."""
    speaker: str = ""

    @property
    def text(self) -> str:
        """All words, without what no page can show."""
        return CONTROL.sub("", "".join(text for text, _ in self.spans)).strip()


@dataclass
class RunningText:
    """What was read so far."""

    place: str
    marks: frozenset[str]
    """Words that mark a statement, folded."""
    colours: Mapping[str, str]
    """Code of each colour that stands for a theme or lens -> its name in workshop.toml."""
    blocks: list[Block] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    bold: set[int] = field(default_factory=set)
    """Positions of the blocks that are all in bold."""
    tables: int = 0
    struck: list[Where] = field(default_factory=list)
    """Where words are struck out."""
    hidden: list[Where] = field(default_factory=list)
    """Where words are hidden."""

    def add(self, passage: Passage, where: Where) -> None:
        """Make the block of a paragraph, more where marks or colours begin in it."""
        text = passage.text
        self.look(passage, where)
        if not text or passage.contents:
            wordless = "picture" if passage.picture else "empty"
            if text or not passage.hidden or passage.picture:
                self.units["table of contents" if text else wordless] += 1
            return
        if passage.heading:
            self.blocks.append(Block(Kind.HEADING, text, where, passage.heading))
            return
        pieces = [
            (piece, colour)
            for part, colour in self.coloured(passage)
            for piece in split_at_marks(part, self.marks)
        ]
        if passage.bold and not passage.listed and len(pieces) == 1:
            self.bold.add(len(self.blocks))
        self.blocks += [_block(piece, colour, where, passage) for piece, colour in pieces]

    def look(self, passage: Passage | Cell, where: Where) -> None:
        """Take note of words that are struck out or hidden; count the hidden ones."""
        if passage.struck:
            self.struck.append(where)
        if passage.hidden:
            self.hidden.append(where)
            self.units["hidden text"] += 1

    def coloured(self, passage: Passage) -> list[tuple[str, str]]:
        """Cut a paragraph where a declared colour begins or ends; each part with the colour's name."""
        named = [(text, self.colours.get(code, "")) for text, code in passage.spans]
        return cut_at_colours(named) if any(name for _, name in named) else [(passage.text, "")]

    def add_table(self, grid: Sequence[Sequence[Cell]], header: bool | None) -> Table:
        """Make the blocks of a table; `header` says whether its first row is one, None: look."""
        self.tables += 1
        table = read_table(grid, header, Where(self.place, table=self.tables), self.marks)
        for row, cells in enumerate(grid):
            for cell in cells:
                self.look(cell, table.place(row, cell))
                self.units["empty"] -= cell.hidden and not cell.text
        blocks, units = table_blocks(table)
        self.blocks += blocks
        self.units.update(units)
        return table

    def cell(self, column: int, passages: Sequence[Passage], line: int = 0) -> Cell:
        """The cell that holds these paragraphs."""
        worded = [passage for passage in passages if passage.text]
        parts = [part for passage in worded for part in self.coloured(passage)]
        return Cell(
            column,
            tuple(words for words, _ in parts),
            bold=bool(worded) and all(passage.bold for passage in worded),
            line=line,
            colours=tuple(colour for _, colour in parts),
            struck=any(passage.struck for passage in passages),
            hidden=any(passage.hidden for passage in passages),
        )

    def finished(self) -> tuple[Block, ...]:
        """All blocks, with the headings that are only known by what follows them, and with who speaks."""
        blocks, names = with_speakers(
            with_headings(self.blocks, self.marks, frozenset(self.bold)), self.marks
        )
        self.units["speaker"] = names
        return blocks

    def notices(self) -> Iterator[str]:
        """Tell where words are struck out or hidden."""
        if self.struck:
            yield f"Words struck out were read as text: {_places(self.struck)}."
        if self.hidden:
            yield f"Hidden text was left out: {_places(self.hidden)}."


def begin(place: str, workshop: Workshop) -> RunningText:
    """An empty document, with the marks and colours of the workshop."""
    return RunningText(place, mark_words(workshop), named_codes(workshop.colours))


def tell_changes(added: int, removed: int, place: str, workshop: Workshop) -> tuple[str, ...]:
    """Tell how many tracked changes there are and how they are read; nothing where there are none.

    Raises:
        SourceError: the workshop says `[extract] tracked = "refuse"`.
    """
    counts = (("insertion", added), ("deletion", removed))
    told = " and ".join(f"{count} tracked {name}{'s' * (count != 1)}" for name, count in counts if count)
    if told and workshop.extract.tracked == "refuse":
        raise refusal(
            place,
            f"it has {told}",
            'Accept or reject them, or set tracked = "final" under [extract] in workshop.toml.',
            rule="source-tracked",
        )
    return (f"{told} read as {workshop.extract.tracked} text.",) if told else ()


def cut_at_colours(spans: Iterable[Span]) -> list[tuple[str, str]]:
    """Cut a text at the sentences in which a colour begins or ends, and where one follows another.

    >>> cut_at_colours([("We met. We ", ""), ("need maps", "yellow"), (".", ""), (" No law.", "red")])
    [('We met.', ''), ('We need maps.', 'yellow'), ('No law.', 'red')]
    """
    text = ""
    colour_of: list[str] = []
    for words, colour in spans:
        text += words
        colour_of += [colour] * len(words)
    parts: list[tuple[str, str]] = []
    start = 0
    for end in [*sentence_ends(text), len(text)]:
        for first, last, colour in _stretches(text, colour_of, start, end):
            if parts and parts[-1][1] == colour:
                parts[-1] = (parts[-1][0] + text[first:last], colour)
            else:
                parts.append((text[first:last], colour))
        start = end
    cleaned = ((CONTROL.sub("", part).strip(), colour) for part, colour in parts)
    return [(part, colour) for part, colour in cleaned if part]


def _stretches(text: str, colour_of: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the parts of a sentence, one for each change from colour to colour."""
    colour, first = "", start
    for position in range(start, end):
        here = colour_of[position] if not text[position].isspace() else ""
        if here and colour and here != colour:
            yield first, position, colour
            first = position
        colour = here or colour
    if first < end:
        yield first, end, colour


def _block(text: str, colour: str, where: Where, passage: Passage) -> Block:
    sign, words = ("", text) if passage.listed else bullet(text)
    level = 1 if sign else passage.listed
    kind = Kind.ITEM if level else Kind.PARAGRAPH
    return Block(kind, words if sign else text, where, level, speaker=passage.speaker, colour=colour)


def _places(places: Sequence[Where]) -> str:
    named = list(dict.fromkeys(where.inside for where in places))
    more = len(named) - MOST_PLACES
    return "; ".join(named[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
