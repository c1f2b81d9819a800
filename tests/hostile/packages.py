"""Archives as attackers make them: bytes of zip files with lies in them, and the office files around them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
MEGABYTE = 2**20

Parts = Mapping[str, str | bytes]


def packed(parts: Parts, level: int = 6) -> bytes:
    """A plain archive of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def relations(*entries: tuple[str, str, str]) -> str:
    """A part of relationships: kind, target, mode."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for number, (kind, target, mode) in enumerate(entries, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def word_parts(body: str, more: Mapping[str, str | bytes] = {}, prolog: str = "") -> dict[str, str | bytes]:
    """The parts of a Word file with this body."""
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": f'{DECLARATION}{prolog}<w:document xmlns:w="{W}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
        **more,
    }


def word(body: str, more: Mapping[str, str | bytes] = {}, prolog: str = "") -> bytes:
    """A Word file with this body."""
    return packed(word_parts(body, more, prolog))


def paragraph(words: str) -> str:
    """A paragraph of a Word file; `words` are XML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


FINE = paragraph("Drivers need signs that can be read at night.")


def workbook_parts(
    rows: str, more: Mapping[str, str | bytes] = {}, head: str = "", tail: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet with these rows."""
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", "Internal")),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml", "Internal"),
            ("sharedStrings", "sharedStrings.xml", "Internal"),
        ),
        "xl/worksheets/sheet1.xml": f'{DECLARATION}<worksheet xmlns="{SHEET}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>',
        **more,
    }


def workbook(rows: str, more: Mapping[str, str | bytes] = {}, head: str = "", tail: str = "") -> bytes:
    """A workbook of one sheet with these rows."""
    return packed(workbook_parts(rows, more, head, tail))


def cell(place: str, words: str) -> str:
    """A cell with its own words, which are XML."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def answers(*words: str) -> str:
    """Rows of a sheet: a heading, then an answer in each."""
    rows = ("What do you need?", *words)
    return "".join(
        f'<row r="{number}">{cell(f"A{number}", word)}</row>' for number, word in enumerate(rows, 1)
    )


def open_sheet(rows: str, more: Mapping[str, str | bytes] = {}) -> bytes:
    """An OpenDocument sheet with these rows."""
    content = (
        f'{DECLARATION}<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Answers">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **more}
    )


def open_row(*words: str, cells: str = "", repeated: int = 1) -> str:
    """A row of an OpenDocument sheet."""
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in words
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}{cells}</table:table-row>'


def open_text(body: str, more: Mapping[str, str | bytes] = {}, prolog: str = "") -> bytes:
    """An OpenDocument text with this body."""
    content = (
        f'{DECLARATION}{prolog}<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0" xmlns:draw="{ODF}:drawing:1.0"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **more})


def entity_bomb(levels: int, name: str = "lol") -> str:
    """A document type whose entities unfold tenfold at each level."""
    deeper = "".join(
        f'<!ENTITY {name}{level} "{f"&{name}{level - 1};" * 10}">' for level in range(1, levels + 1)
    )
    return f'<!DOCTYPE bomb [<!ENTITY {name}0 "lol">{deeper}]>'


def many_entries(parts: Parts, number: int) -> bytes:
    """An archive of parts and so many empty entries, made by hand since zipfile takes long over them."""
    data, directory, count = bytearray(), bytearray(), 0
    for name, content in [*parts.items(), *((f"x/{n}", b"") for n in range(number))]:
        raw = content.encode() if isinstance(content, str) else content
        local, central = _entry(name.encode(), raw, len(raw), len(data))
        data += local
        directory += central
        count += 1
    return bytes(data + directory + _end(count, len(directory), len(data)))


def lying(parts: Parts, name: str, said: int) -> bytes:
    """An archive in which one part says that it has another size than it has."""
    data, directory = bytearray(), bytearray()
    for part, content in parts.items():
        raw = content.encode() if isinstance(content, str) else content
        local, central = _entry(part.encode(), raw, said if part == name else len(raw), len(data))
        data += local
        directory += central
    return bytes(data + directory + _end(len(parts), len(directory), len(data)))


def overlapping(parts: Parts, number: int, size: int) -> bytes:
    """An archive in which many entries share the same packed bytes, so that they unpack to far more."""
    data, directory = bytearray(), bytearray()
    for part, content in parts.items():
        raw = content.encode() if isinstance(content, str) else content
        local, central = _entry(part.encode(), raw, len(raw), len(data))
        data += local
        directory += central
    kernel = b"\0" * size
    start = len(data)
    local, _ = _entry(b"kernel", kernel, size, start)
    data += local
    for n in range(number):
        directory += _central(f"k{n}".encode(), zlib.crc32(kernel), len(local) - 36, size, start)
    return bytes(data + directory + _end(len(parts) + number, len(directory), len(data)))


def _entry(name: bytes, raw: bytes, said: int, start: int) -> tuple[bytes, bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(raw) + packer.flush()
    head = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(raw), len(body), said, len(name), 0
    )
    return head + name + body, _central(name, zlib.crc32(raw), len(body), said, start)


def _central(name: bytes, checksum: int, size: int, said: int, start: int) -> bytes:
    numbers = (20, 20, 0, 8, 0, 33, checksum, size, said, len(name), 0, 0, 0, 0, 0, start)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *numbers) + name


def _end(count: int, size: int, start: int) -> bytes:
    if count < 0xFFFF:
        return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, 0)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + size, 1)
    return wide + locator + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, size, start, 0)


def joined(lines: Iterable[str]) -> bytes:
    """Lines as a file of text."""
    return "\n".join(lines).encode()
