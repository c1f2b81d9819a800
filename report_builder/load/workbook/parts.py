"""What a workbook's own XML says of its sheets: how far their cells reach, and which are merged.

To be read before a library holds a whole sheet in memory: one stray cell in the last corner makes a sheet of
17 billion cells. In goes an archive; out come merged cells by the names of the sheets, or a SourceError.
"""

import io
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from report_builder.load.files import Archive, refusal
from report_builder.load.grid import Range, letter

MOST_CELLS = 20_000_000
"""Cells of one sheet, empty ones too."""
PIECE = 4 * 1024 * 1024
ROOT = re.compile(rb"<(\w+:)?worksheet\b")
CELL = rb"<%bc [^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>"
"""A cell that holds something; `%b` is for what its name begins with."""
WIDE = re.compile(rb" r=[\"'](?:[T-Z]|[A-Z][A-Z])")
"""A cell beyond column S. Up to there 1 048 576 rows, all that there can be, are less than MOST_CELLS."""
MERGED = re.compile(rb"mergeCell [^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
ODS_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
MEND = "Open it in your spreadsheet and save it again."


def merged_cells(archive: Archive) -> dict[str, tuple[Range, ...]]:
    """Return the merged cells of each sheet of an .xlsx or .ods, by the sheet's name.

    Raises:
        SourceError: it is damaged, no such file, or has a sheet too large to be read.
    """
    if archive.part("xl/workbook.bin") is not None:
        raise refusal(
            archive.place, "it is a binary workbook (.xlsb) under another name", "Save it as .xlsx."
        )
    content = archive.part("content.xml")
    return dict(_opendocument(content, archive.place) if content is not None else _excel(archive))


def check_size(sheet: str, rows: int, columns: int, place: str) -> None:
    """Raise a SourceError where a sheet of so many rows and columns is too large to be read."""
    if rows * columns > MOST_CELLS:
        raise refusal(
            place,
            f"its cells reach as far as {letter(columns - 1)}{rows}: {rows * columns:,} cells",
            "Go to its last cell (Ctrl+End), delete the rows and columns beyond the answers, and save it.",
            inside=f"sheet {sheet}",
        )


def _excel(archive: Archive) -> Iterator[tuple[str, tuple[Range, ...]]]:
    for name, part in _sheet_parts(archive):
        wide = False
        merged: list[Range] = []
        for piece in _pieces(archive, part):
            wide = wide or bool(WIDE.search(piece))
            merged += [
                (int(top) - 1, _number(left) - 1, int(bottom) - 1, _number(right) - 1)
                for left, top, right, bottom in MERGED.findall(piece)
            ]
        if wide:
            check_size(name, *_extent(archive, part), archive.place)
        yield name, tuple(merged)


def _extent(archive: Archive, part: str) -> tuple[int, int]:
    """The last row and the last column that hold something, from 1; cells that only have a look don't."""
    rows = columns = 0
    pattern: re.Pattern[bytes] | None = None
    for piece in _pieces(archive, part):
        root = ROOT.search(piece)
        pattern = pattern or re.compile(CELL % (root[1] if root and root[1] else b""))
        cells = pattern.findall(piece)
        if cells:
            letters, numbers = map(set, zip(*cells, strict=True))
            columns = max(columns, *map(_number, letters))
            rows = max(rows, *map(int, numbers))
    return rows, columns


def _number(letters: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for sign in letters:
        number = number * 26 + sign - ord("A") + 1
    return number


def _pieces(archive: Archive, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that end where a tag begins, so that none is torn."""
    rest = b""
    for piece in archive.pieces(part, PIECE):
        rest += piece
        cut = rest.rfind(b"<")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _sheet_parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the names of the sheets and of the parts that hold them."""
    related = _elements(archive, "xl/_rels/workbook.xml.rels")
    targets = {entry.get("Id", ""): entry.get("Target", "") for entry in related}
    for entry in _elements(archive, "xl/workbook.xml"):
        if etree.QName(entry).localname == "sheet":
            ids = (str(value) for name, value in entry.items() if str(name).endswith("}id"))
            target = targets.get(next(ids, ""), "")
            yield entry.get("name", ""), posixpath.normpath(posixpath.join("/xl", target))


def _elements(archive: Archive, part: str) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(archive.part(part) or b"<none/>", parser).iter()
    except etree.XMLSyntaxError as error:
        raise refusal(archive.place, f"its part {part} is damaged", MEND) from error


def _opendocument(content: bytes, place: str) -> Iterator[tuple[str, tuple[Range, ...]]]:
    events = etree.iterparse(io.BytesIO(content), tag=f"{ODS_TABLE}table", resolve_entities=False)
    try:
        for _, table in events:
            name = table.get(f"{ODS_TABLE}name", "")
            yield name, tuple(_merged_here(table, name, place))
            table.clear()
    except etree.XMLSyntaxError as error:
        raise refusal(place, "its part content.xml is damaged", MEND) from error


def _merged_here(table: etree._Element, name: str, place: str) -> Iterator[Range]:
    top = rows = columns = 0
    for row in table.iter(f"{ODS_TABLE}table-row"):
        height = _count(row, "number-rows-repeated")
        left = 0
        for cell in row:
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down * across > 1:
                yield top, left, top + down - 1, left + across - 1
            left += _count(cell, "number-columns-repeated")
            if len(cell) or ODS_TYPE in cell.attrib:
                rows, columns = top + height, max(columns, left)
        top += height
    check_size(name, rows, columns, place)


def _count(element: etree._Element, name: str) -> int:
    said = element.get(f"{ODS_TABLE}{name}", "1")
    return int(said) if said.isdecimal() and len(said) < 8 else 1
