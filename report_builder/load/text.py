"""Plain text (.txt) -> Source: headings, list entries and paragraphs as people type them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes
from report_builder.load.grid import delimited_grid, is_tabbed
from report_builder.load.outline import (
    begins_block,
    bullet,
    first_heading,
    is_label,
    is_lead,
    mark_words,
    with_headings,
)
from report_builder.load.spoken import BEFORE, with_speakers
from report_builder.load.table import read_answers
from report_builder.model import Block, Kind, Memo, Source, Where
from report_builder.settings import Workshop

SUFFIXES = (".txt",)

HASHES = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
RULE = re.compile(r"\s*([-=_*~#–—])(?:\s?\1){2,}\s*$")
TAGGED = re.compile(r"\[[^\W_][^\]\n]{0,30}\]\s*\S")
LABELLED = re.compile(r"[^\W\d_a-zà-ÿ][^:.\n]{0,40}:\s+\S")
COMMENT = re.compile(r"\[([a-z]{1,2})\](?!\s*$)(\S.*)$")
MARKS = re.compile(r"\[([a-z]{1,2})\]")
SENTENCE_END = (".", "!", "?", ":", ";", "…", ")", "]", "”", '"', "»")
NARROWEST, WIDEST = 60, 100
"""Between these widths lines are taken to be broken by a program, not by a person."""
FULL = 0.75
"""A line that fills this share of the width is nearly full."""


@dataclass(frozen=True)
class Line:
    """A line that holds words."""

    number: int
    indent: int
    text: str
    alone: bool
    """An empty line, or the beginning, stands before it."""


@dataclass
class Reading:
    """What was read so far, and where the next line joins on."""

    place: str
    width: int
    marks: frozenset[str]
    wrapped: bool
    """Lines were broken by a program, for sure: then a sentence may begin with a line by chance."""
    blocks: list[Block] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    open: list[str] = field(default_factory=list)
    """The lines of the last block, while it can go on."""
    stack: list[tuple[int, str]] = field(default_factory=list)
    """Indentation and bullet of the list entries that the next line may stand under."""

    above: int = 1
    """Level of the last heading that is more than a lead-in such as `Needs:`."""

    def add(self, kind: Kind, text: str, number: int, level: int = 0) -> None:
        """Begin a block."""
        self.blocks.append(Block(kind, text, Where(self.place, line=number), level))
        self.open = [] if kind is Kind.HEADING else [text]
        if kind is Kind.HEADING and not text.endswith(":"):
            self.above = level

    def go_on(self, text: str) -> None:
        """Join a line to the last block."""
        last = self.blocks[-1]
        self.blocks[-1] = Block(last.kind, f"{last.text} {text}", last.where, last.level)
        self.open.append(text)


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a text file; lines that a program broke are joined with a space.

    Under feedback/, a table with tabs between its columns is read as a feedback sheet.

    Raises:
        SourceError: it is not text, or its encoding can't be told.
    """
    text, notices = decode(
        read_bytes(path, place, workshop.limits), place, workshop.language, limits=workshop.limits
    )
    if place.startswith("feedback/") and is_tabbed(text):
        return read_answers(
            [delimited_grid(text, place, workshop.limits)], notices, place, workshop, path.stem
        )
    lines, comments = _comments(text.split("\n"))
    width = _width(lines)
    reading = Reading(place, width, mark_words(workshop), _is_wrapped(lines, width))
    ruled = _underlines(lines)
    for line in _lines(lines):
        _take(line, reading, ruled)
    blocks, names = with_speakers(with_headings(reading.blocks, reading.marks), reading.marks)
    reading.units["speaker"] += names
    memos = tuple(Memo("", "", words, Where(place, line=number)) for number, words in comments)
    return Source(place, first_heading(blocks, path.stem), blocks, dict(+reading.units), memos, notices)


def _comments(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Take off the list of comments that Google Docs puts at the end, and their marks in the text."""
    heads = [(number, match) for number, line in enumerate(lines) if (match := COMMENT.match(line))]
    start = next(
        (n for n, match in heads if any(match[1] in MARKS.findall(line) for line in lines[:n])), None
    )
    if start is None:
        return lines, []
    found: list[tuple[int, str]] = []
    for number, line in enumerate(lines[start:], start):
        match = COMMENT.match(line)
        if match:
            found.append((number + 1, match[2].strip()))
        elif line.strip() and not lines[number - 1].strip():
            return lines, []  # the text goes on: it was no list of comments
        elif line.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    names = {match[1] for number, match in heads if number >= start}
    marks = re.compile(r"\[(?:" + "|".join(names) + r")\]")
    return [marks.sub("", line) for line in lines[:start]], found


def _width(lines: Sequence[str]) -> int:
    """The width at which a program broke the lines, or 0 when only a person did."""
    longest = max((len(line.rstrip()) for line in lines), default=0)
    return max(longest, NARROWEST) if longest <= WIDEST else 0


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    """Tell whether lines that are nearly full break off inside a sentence, more often than once by chance."""
    broken = (
        len(line.rstrip()) >= FULL * width and not line.rstrip().endswith(SENTENCE_END)
        for line, following in itertools.pairwise(lines)
        if following.strip() and not bullet(following.strip())[0]
    )
    return bool(width) and sum(broken) > 1


def _underlines(lines: Sequence[str]) -> dict[int, int]:
    """Map the numbers of underlined lines to the level of the heading: 1 for =, 2 for other signs."""
    found = {}
    for number, (line, under) in enumerate(itertools.pairwise(lines), 1):
        rule = RULE.match(under)
        if rule and 0 < len(line.split()) <= 15 and not RULE.match(line) and not bullet(line.strip())[0]:
            alone = number == 1 or not lines[number - 2].strip()
            found[number] = 1 if rule[1] == "=" else 2 * alone
    return found


def _lines(lines: Sequence[str]) -> Iterator[Line]:
    alone = True
    for number, raw in enumerate(lines, 1):
        text = raw.strip()
        if text:
            before = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
            yield Line(number, len(before), text, alone)
        alone = not text


def _take(line: Line, reading: Reading, ruled: dict[int, int]) -> None:
    if RULE.match(line.text):
        reading.units["markup"] += 1
        reading.open = []
        return
    level = ruled.get(line.number) or _heading_level(line, reading)
    if level:
        reading.stack = []
        reading.add(Kind.HEADING, HASHES.sub(r"\2", line.text), line.number, level)
        return
    sign, words = bullet(line.text, listed=bool(line.indent or reading.stack))
    if sign:
        _deepen(line, sign, reading)
        reading.add(Kind.ITEM, words, line.number, len(reading.stack))
    elif _goes_on(line, reading):
        reading.go_on(line.text)
    else:
        _paragraph(line, reading)


def _paragraph(line: Line, reading: Reading) -> None:
    reading.stack = []
    if line.alone and is_lead(line.text) and len(line.text.split()) <= 4:
        reading.add(Kind.HEADING, line.text, line.number, reading.above + 1)
    else:
        reading.add(Kind.PARAGRAPH, line.text, line.number)


def _heading_level(line: Line, reading: Reading) -> int:
    """The level of a heading that a line is by its own looks: `## Needs` or NEEDS; 0 if none."""
    hashes = HASHES.match(line.text)
    if hashes:
        return len(hashes[1])
    letters = [letter for letter in line.text if letter.isalpha()]
    capitals = len(letters) >= 4 and all(letter.isupper() for letter in letters)
    after_heading = bool(reading.blocks) and reading.blocks[-1].kind is Kind.HEADING
    if capitals and (line.alone or after_heading) and is_label(line.text):
        return 2 if line.text.endswith(":") and after_heading else 1
    return 0


def _deepen(line: Line, sign: str, reading: Reading) -> None:
    """Put the entry on the stack: under entries that are less indented, or that have another bullet.

    Where the list is indented, another bullet alone takes an entry no deeper.
    """
    key, stack = (line.indent, sign), reading.stack
    if key in stack:
        reading.stack = stack[: stack.index(key) + 1]
        return
    fresh_list = line.alone and bool(stack) and line.indent <= stack[0][0]
    back = bool(stack) and line.indent < stack[-1][0]
    kept = [] if fresh_list else [entry for entry in stack if entry[0] < line.indent + (not back)]
    reading.stack = [*kept, key]


def _goes_on(line: Line, reading: Reading) -> bool:
    """Tell whether a line is the rest of the block before it, rather than a block of its own."""
    if not reading.open or line.alone:
        return False
    before = reading.open[-1]
    if begins_block(line.text, reading.marks) or BEFORE.match(line.text):
        return False
    if reading.stack and line.indent > reading.stack[-1][0]:
        return True
    if TAGGED.match(line.text):
        return False
    ended = before.endswith(SENTENCE_END)
    if ended and (LABELLED.match(line.text) or (line.text[0].isupper() and not reading.wrapped)):
        return False
    fits = not reading.width or len(before) + 1 + len(line.text.split()[0]) <= reading.width
    return not (fits and (ended or line.text[0].isupper()))
