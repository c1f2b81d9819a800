"""What a file is by its first bytes, whatever its name says.

In go bytes; out come words for a person and the ending that such files have.
"""

import re
from typing import NamedTuple


class FileKind(NamedTuple):
    """What a file is."""

    name: str
    """With its article: `a Word file`."""
    suffix: str
    """The ending that its name should have, or "" where there are several."""


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEARCHED = 1 << 20
"""So many bytes at the beginning, and at the end, are looked through for the names of parts."""
FIRST = (
    (b"%PDF-", FileKind("a PDF", ".pdf")),
    (b"{\\rtf", FileKind("rich text", ".rtf")),
    (b"\x89PNG", FileKind("a picture", ".png")),
    (b"\xff\xd8\xff", FileKind("a picture", ".jpg")),
    (b"GIF8", FileKind("a picture", ".gif")),
    (b"\x1f\x8b", FileKind("a packed file", ".gz")),
    (b"7z\xbc\xaf", FileKind("a packed file", ".7z")),
    (b"Rar!\x1a", FileKind("a packed file", ".rar")),
    (b"MZ\x90\x00", FileKind("a program", ".exe")),
    (b"\x7fELF", FileKind("a program", "")),
    (b"SQLite format 3\0", FileKind("a database", "")),
)
PARTS = (
    (b"word/document.xml", FileKind("a Word file", ".docx")),
    (b"xl/workbook.bin", FileKind("a binary workbook", ".xlsb")),
    (b"xl/", FileKind("an Excel workbook", ".xlsx")),
    (b"ppt/", FileKind("a presentation", ".pptx")),
    (b"opendocument.text", FileKind("an OpenDocument text", ".odt")),
    (b"opendocument.spreadsheet", FileKind("an OpenDocument sheet", ".ods")),
    (b"opendocument.presentation", FileKind("a presentation", ".odp")),
    (b"application/epub", FileKind("an e-book", ".epub")),
)
STREAMS = (
    ("EncryptedPackage", FileKind("protected by a password", "")),
    ("WordDocument", FileKind("an old Word file", ".doc")),
    ("Workbook", FileKind("an old Excel workbook", ".xls")),
    ("PowerPoint Document", FileKind("a presentation", ".ppt")),
    ("__substg1.0", FileKind("a mail", ".msg")),
)
PAGE = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!DOCTYPE\s+html|html)\b", re.I | re.S
)
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")


def kind_of(data: bytes) -> FileKind | None:
    """Tell what a file is that gives itself away, or None; plain text does not.

    >>> kind_of(b"%PDF-1.7 ...")
    FileKind(name='a PDF', suffix='.pdf')
    >>> kind_of(b"Notes of the session")
    """
    known = next((kind for start, kind in FIRST if data.startswith(start)), None)
    if known:
        return known
    ends = data[:SEARCHED] + data[-SEARCHED:]
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in PARTS if part in ends), FileKind("an archive", ".zip"))
    if data.startswith(OLD_OFFICE[:4]):
        streams = (kind for stream, kind in STREAMS if stream.encode("utf-16-le") in ends)
        return next(streams, FileKind("an old Office file", ""))
    if PAGE.match(data[:4096]):
        return FileKind("a web page", ".html")
    return FileKind("an XML file", ".xml") if XML.match(data[:100]) else None


def is_words(data: bytes) -> bool:
    """Tell whether bytes are plain text in UTF-8, without the signs that no text has."""
    head = data[:SEARCHED]
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text.strip()) and not re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
