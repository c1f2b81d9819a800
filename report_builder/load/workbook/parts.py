"""What a workbook's own XML says of its sheets: how far they reach, what is merged, hidden or an error.

To be read before a library holds a whole sheet in memory: one stray cell in the last corner makes a sheet of
17 billion cells. In goes an archive; out come the facts by the names of the sheets, or a SourceError.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from report_builder.limits import Limits
from report_builder.load.files import PROTECTED, Archive, beyond, refusal
from report_builder.load.grid import Range, check_size
from report_builder.load.workbook.sizes import TEXT, Reach, text_pieces

LAST_COLUMN = 16_384
ROOT = re.compile(rb"<(\w+:)?worksheet\b")
CELL = rb"<%bc [^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>"
"""A cell that holds something; `%b` is for what its name begins with."""
FAR = re.compile(rb" r=[\"'](?:[T-Z]|[A-Z][A-Z]|[A-S]?\d{6})")
"""A cell beyond column S, or a row beyond 99,999: nearer ones are never too many."""
MERGED = re.compile(rb"mergeCell [^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row (?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*?\br=[\"'](\d{1,7})[\"']"
)
HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col (?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])([^<>]*)>")
SPAN = re.compile(rb"\b(min|max)=[\"'](\d{1,5})[\"']")
FAILED = (b'"e"', b"'e'")
ERROR = re.compile(
    rb"<((?:\w+:)?)c (?=[^<>]*\bt=[\"']e[\"'])[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>"
    rb".*?<\1v>([^<]*)<"
)
ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
ODS_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
ODS_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
OTHERS = (".docx", ".odt", ".pptx", ".odp", ".epub")
MOST, MOST_DIGITS = 10**9, 11
MEND = "Open it in your spreadsheet and save it again."


@dataclass(frozen=True)
class Facts:
    """What is known of a sheet besides the words in its cells; rows and columns are counted from 0."""

    merged: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Row and column of each cell whose formula failed, and what it shows: `#DIV/0!`."""


def sheet_facts(archive: Archive) -> dict[str, Facts]:
    """Return the facts of each sheet of an .xlsx or .ods, by the sheet's name.

    Raises:
        SourceError: it is damaged, no such file, or has a sheet too large to be read.
    """
    if archive.part("xl/workbook.bin") is not None:
        raise refusal(
            archive.place, "it is a binary workbook (.xlsb) under another name", "Save it as .xlsx."
        )
    if archive.kind and archive.kind.suffix in OTHERS:
        raise archive.misnamed("workbook")
    content = archive.part("content.xml")
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
        raise refusal(archive.place, *PROTECTED)
    return dict(
        _opendocument(content, archive.place, archive.limits) if content is not None else _excel(archive)
    )


def _excel(archive: Archive) -> Iterator[tuple[str, Facts]]:
    reach = Reach(archive)
    parts = list(_sheet_parts(archive))
    reach.check_sheets(len(parts))
    for name, part in parts:
        far = failed = False
        merged: list[Range] = []
        rows: set[int] = set()
        columns = bytearray(LAST_COLUMN)
        unplaced = lines = 0
        for piece in text_pieces(archive, part):
            far = far or bool(FAR.search(piece))
            unplaced += reach.add(name, piece)
            lines += reach.add_rows(piece)
            failed = failed or any(mark in piece for mark in FAILED)
            if b"mergeCell " in piece:
                merged += _merged_cells(piece)
            if b"hidden=" in piece:
                rows.update(int(number) - 1 for number in HIDDEN_ROW.findall(piece))
                _hide_columns(piece, columns)
        if far:
            check_size(name, *_extent(archive, part), archive.place, archive.limits)
        if unplaced * lines > archive.limits.cells or unplaced > archive.limits.columns * lines:
            check_size(name, lines, unplaced, archive.place, archive.limits)
        errors = _errors(archive.part(part) or b"") if failed else {}
        yield name, Facts(tuple(merged), frozenset(rows), _set(columns), errors)


def _merged_cells(piece: bytes) -> Iterator[Range]:
    for left, top, right, bottom in MERGED.findall(piece):
        yield int(top) - 1, _number(left) - 1, int(bottom) - 1, _number(right) - 1


def _hide_columns(piece: bytes, columns: bytearray) -> None:
    for attributes in HIDDEN_COLUMN.findall(piece):
        ends = {name: int(number) for name, number in SPAN.findall(attributes)}
        first = max(ends.get(b"min", 1) - 1, 0)
        width = min(ends.get(b"max", first + 1), LAST_COLUMN) - first
        if width > 0:
            columns[first : first + width] = b"\1" * width


def _set(columns: bytearray) -> frozenset[int]:
    return frozenset(number for number, hidden in enumerate(columns) if hidden)


def _errors(part: bytes) -> dict[tuple[int, int], str]:
    return {
        (int(row) - 1, _number(column) - 1): unescape(shown.decode("utf-8", "replace"))
        for _, column, row, shown in ERROR.findall(part)
    }


def _extent(archive: Archive, part: str) -> tuple[int, int]:
    """The last row and the last column that hold something, from 1; cells that only have a look don't."""
    rows = columns = 0
    pattern: re.Pattern[bytes] | None = None
    for piece in text_pieces(archive, part):
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


def _opendocument(content: bytes, place: str, limits: Limits) -> Iterator[tuple[str, Facts]]:
    events = etree.iterparse(io.BytesIO(content), tag=f"{ODS_TABLE}table", resolve_entities=False)
    try:
        for _, table in events:
            name = table.get(f"{ODS_TABLE}name", "")
            yield name, _facts_here(table, name, place, limits)
            table.clear()
    except etree.XMLSyntaxError as error:
        raise refusal(place, "its part content.xml is damaged", MEND) from error


def _facts_here(table: etree._Element, name: str, place: str, limits: Limits) -> Facts:
    top = rows = columns = words = 0
    merged: list[Range] = []
    hidden: list[range] = []
    errors: dict[tuple[int, int], str] = {}
    for row in table.iter(f"{ODS_TABLE}table-row"):
        height = _count(row, "number-rows-repeated")
        left = 0
        for cell in row:
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down * across > 1:
                merged.append((top, left, top + down - 1, left + across - 1))
            if cell.get(ODS_ERROR) == "error":
                errors[top, left] = "".join(map(str, cell.itertext())).strip() or "#ERR!"
            across = _count(cell, "number-columns-repeated")
            words += height * across * sum(len(str(text)) for text in cell.itertext())
            left += across
            if len(cell) or ODS_TYPE in cell.attrib:
                rows, columns = top + height, max(columns, left)
        hidden += [range(top, top + height)] if _is_hidden(row) else []
        top += height
    check_size(name, rows, columns, place, limits)
    if words > TEXT * 2**20:
        what = "its cells repeat the same words so often that they would fill the memory"
        raise beyond(place, what, "characters")
    hidden_rows = (number for span in hidden for number in range(span.start, min(span.stop, rows)))
    return Facts(tuple(merged), frozenset(hidden_rows), frozenset(_hidden_here(table, columns)), errors)


def _hidden_here(table: etree._Element, width: int) -> Iterator[int]:
    left = 0
    for column in table.iter(f"{ODS_TABLE}table-column"):
        span = range(left, left + _count(column, "number-columns-repeated"))
        left = span.stop
        if _is_hidden(column):
            yield from range(span.start, min(span.stop, width))


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{ODS_TABLE}visibility", "visible") != "visible"


def _count(element: etree._Element, name: str) -> int:
    said = element.get(f"{ODS_TABLE}{name}", "1")
    return min(int(said[:MOST_DIGITS]), MOST) if said.isdecimal() else 1
