"""What an old workbook (.xls) says of its sheets besides the words: hidden rows, columns, errors.

In go the bytes of the file, which is a file system in small; out come facts by the names of the sheets. What
can't be followed is left out: whether the file is damaged, the library that reads the cells tells.
"""

import struct
from collections.abc import Iterator
from itertools import islice

from report_builder.load.workbook.parts import Facts

SECTORS = {9: 512, 12: 4096}
FREE = 0xFFFFFFFA
"""Numbers of sectors from here on are none."""
SMALLEST = 4096
"""Shorter streams lie elsewhere; no workbook is shorter."""
BOUNDSHEET, EOF, BOF = 0x0085, 0x000A, 0x0809
ROW, COLUMN, VALUE, FORMULA = 0x0208, 0x007D, 0x0205, 0x0006
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
LAST_COLUMN = 256


def old_facts(data: bytes) -> dict[str, Facts]:
    """Return the facts of each sheet of an .xls, by the sheet's name; merged cells are not among them."""
    try:
        book = _stream(data)
        return {name: _facts(book, start) for name, start in _sheets(book)}
    except (struct.error, LookupError, UnicodeDecodeError):
        return {}


def _stream(data: bytes) -> bytes:
    """Return the stream of the workbook, or nothing where there is none."""
    size = SECTORS[struct.unpack_from("<H", data, 30)[0]]
    most = len(data) // size  # in a sound file no sector stands in the table twice
    table = b"".join(_sector(data, number, size) for number in islice(_table_sectors(data, size), most))
    following = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
    folder = _chain(data, struct.unpack_from("<I", data, 48)[0], following, size)
    for start in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, start + 64)[0]
        name = folder[start : start + max(length - 2, 0)].decode("utf-16-le")
        first, long = struct.unpack_from("<II", folder, start + 116)
        if name in ("Workbook", "Book") and long >= SMALLEST:
            return _chain(data, first, following, size)[:long]
    return b""


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _table_sectors(data: bytes, size: int) -> Iterator[int]:
    """Yield the sectors of the table that tells which follows which: 109 in the head, then in a chain."""
    yield from (number for number in struct.unpack_from("<109I", data, 76) if number < FREE)
    more = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        if more >= FREE:
            return
        *numbers, more = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        yield from (number for number in numbers if number < FREE)


def _chain(data: bytes, first: int, following: tuple[int, ...], size: int) -> bytes:
    sectors: list[bytes] = []
    while first < FREE and len(sectors) <= min(len(following), len(data) // size):
        sectors.append(_sector(data, first, size))
        first = following[first]
    return b"".join(sectors)


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one part of the stream with their kinds, those of charts inside it left out."""
    depth = 0
    while start + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, start)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            yield kind, book[start + 4 : start + 4 + length]
        if depth <= 0:
            return
        start += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name of each sheet and where its records begin."""
    for kind, record in _records(book, 0):
        if kind == BOUNDSHEET:
            wide = record[7] & 1
            name = record[8 : 8 + record[6] * (1 + wide)]
            yield name.decode("utf-16-le" if wide else "latin-1"), struct.unpack_from("<I", record)[0]


def _facts(book: bytes, start: int) -> Facts:
    rows: set[int] = set()
    columns: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    for kind, record in _records(book, start):
        if kind == ROW and record[12] & 0x20:
            rows.add(struct.unpack_from("<H", record)[0])
        elif kind == COLUMN and record[8] & 1:
            first, last = struct.unpack_from("<HH", record)
            columns.update(range(first, min(last + 1, LAST_COLUMN)))
        elif _fails(kind, record):
            errors[struct.unpack_from("<HH", record)] = ERRORS.get(record[6 if kind == VALUE else 8], "#ERR!")
    return Facts((), frozenset(rows), frozenset(columns), errors)


def _fails(kind: int, record: bytes) -> bool:
    """Tell whether a cell holds an error value, typed or as the result of a formula."""
    if kind == VALUE:
        return record[7] == 1
    return kind == FORMULA and record[6] == 2 and record[12:14] == b"\xff\xff"
