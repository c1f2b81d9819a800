"""How much a sheet would fill: checked piece by piece, before a library holds it in memory.

In go the pieces of a workbook's parts; a SourceError comes out where they reach beyond the limits, or say
what no spreadsheet says.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from report_builder.limits import Limits
from report_builder.load.files import Archive, beyond, refusal

PIECE = 4 * 2**20
MOST_SHEETS = 1000
STRINGS = "xl/sharedStrings.xml"
COUNTED = re.compile(rb"\b(?:uniqueCount|count)=[\"'](\d+)")
STRING = re.compile(rb"<(?:\w+:)?si\b")
SHARED = re.compile(rb"<(?:\w+:)?c [^<>]*?\bt=[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,9})\s*<")
CELL = re.compile(rb"<(?:\w+:)?c[ />]")
PLACED = re.compile(rb"<(?:\w+:)?c [^<>]*?\br=[\"'][A-Z]{1,3}\d{1,7}[\"']")
FAR = re.compile(rb"<(?:\w+:)?(?:c|row) (?:[^<>]*? )?r=[\"'](?:[A-Za-z]*\d{8}|[A-Za-z]{4,}\d|[A-Z]*[a-z])")
"""A cell or row with a place that no sheet has."""
ROW = re.compile(rb"<(?:\w+:)?row[ />]")
MEND = "Open it in your spreadsheet and save it again."
TEXT = 64
"""Words that cells share count as often as they stand there: so many megabytes at most."""


class Reach:
    """What was met so far of a workbook's sheets."""

    def __init__(self, archive: Archive) -> None:
        """Look at the words that cells share, and at all small parts that a library reads besides."""
        self.archive = archive
        self.limits: Limits = archive.limits
        self.cells = self.text = 0
        self.lengths = tuple(self._lengths())
        for name in ("xl/styles.xml", "xl/theme/theme1.xml"):
            archive.part(name)

    def add(self, sheet: str, piece: bytes) -> int:
        """Count a piece of a sheet; return how many of its cells say no place."""
        if FAR.search(piece):
            self._refuse("one of its cells has a place that no sheet has", sheet)
        found = len(CELL.findall(piece))
        self.cells += found
        if self.cells > self.limits.cells:
            raise beyond(self.archive.place, f"it has more than {self.limits.cells:,} cells", "cells")
        if self.lengths and max(self.lengths) * found > TEXT * PIECE // 4:
            self.text += sum(self._length(int(number)) for number in SHARED.findall(piece))
        else:
            self.text += len(piece)
        if self.text > TEXT * 2**20 * 4:
            what = "its cells repeat the same words so often that they would fill the memory"
            raise beyond(self.archive.place, what, "characters")
        return found - len(PLACED.findall(piece)) if found else 0

    def add_rows(self, piece: bytes) -> int:
        """Count the rows of a piece."""
        return len(ROW.findall(piece))

    def check_sheets(self, number: int) -> None:
        """Refuse a workbook of more sheets than anybody looks at."""
        if number > MOST_SHEETS:
            self._refuse(f"it has {number:,} sheets", "")

    def _length(self, number: int) -> int:
        return self.lengths[number] if number < len(self.lengths) else 0

    def _lengths(self) -> Iterator[int]:
        """Yield how long each of the words is that cells share."""
        length = 0
        seen = False
        for piece in text_pieces(self.archive, STRINGS):
            if any(int(said) > self.limits.tags for said in COUNTED.findall(piece[:2000])):
                self._refuse("it says that its cells share more words than there can be", "")
            starts = [found.start() for found in STRING.finditer(piece)]
            if not starts:
                length += len(piece)
                continue
            if seen:
                yield length + starts[0]
            yield from (end - start for start, end in pairwise(starts))
            length, seen = len(piece) - starts[-1], True
        if seen:
            yield length

    def _refuse(self, what: str, sheet: str) -> None:
        raise refusal(self.archive.place, what, MEND, inside=f"sheet {sheet}" if sheet else "")


def text_pieces(archive: Archive, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that end where a tag begins, so that none is torn.

    Raises:
        SourceError: as `Archive.part`; a part without tags is not held in memory.
    """
    rest = b""
    tags = 0
    for piece in archive.pieces(part, PIECE):
        if b"<!DOCTYPE" in piece:
            raise refusal(archive.place, f"its part {part} is damaged (a document type is declared)", MEND)
        tags += piece.count(b"<")
        if tags > archive.limits.tags * 5:
            raise beyond(archive.place, f"its part {part} has more than {tags:,} tags", "tags")
        cut = piece.rfind(b"<")
        if cut < 0:
            rest += piece
            if len(rest) > TEXT * 2**20 // 4:
                raise beyond(archive.place, "a cell holds more words than any sheet can show", "characters")
            continue
        yield b"".join((rest, memoryview(piece)[:cut]))
        rest = piece[cut:]
    yield rest
