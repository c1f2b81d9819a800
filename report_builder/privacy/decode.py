"""A file as written -> all words in it, unzipped and decoded: text, metadata, names of parts and pictures.

What a reader, a search machine or somebody with an unzipping program can find is a `Passage`.
"""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

WORD_P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
WORD_STYLE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}pStyle"
WORD_VALUE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"
STATEMENT_STYLES = ("RBFinding", "RBAnnexEntry")
STATEMENT_CLASSES = frozenset(("finding", "entry"))
BLOCKS = frozenset(("p", "li", "td", "th", "h1", "h2", "h3", "h4", "figcaption", "caption", "title", "div"))
TELLING = frozenset(
    ("author", "initials", "descr", "title", "name", "alt", "content", "tooltip", "Target", "href")
)
"""Attributes that hold words of people."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
PICTURE_DATA = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
LONGEST_ATTRIBUTE = 5_000
LARGEST_PART = 200_000_000
"""Bytes of a part that is still unzipped."""
DAMAGED = (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, ValueError, EOFError, OSError)
"""What a file can raise that is damaged, locked, or not what its suffix says."""


@dataclass(frozen=True)
class Passage:
    """Words of a file, and where they stand in it."""

    where: str
    text: str
    statement: bool = False
    """It is a finding, or a cell of the findings as data."""


def passages(name: str, data: bytes) -> Iterator[Passage]:
    """All words of a file called `name`, its name included."""
    yield Passage("its name", name)
    suffix = name.rpartition(".")[2].lower()
    read = _package if data.startswith(b"PK") else READERS.get(suffix, _text)
    try:
        yield from list(read(data))
    except DAMAGED:  # then whatever can be read of it as text
        yield from _text(data)


def _text(data: bytes) -> Iterator[Passage]:
    """Lines of text, also in the encodings that Windows writes."""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    yield from (Passage("", line) for line in text.splitlines())


def _package(data: bytes) -> Iterator[Passage]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            yield Passage("names of its parts", part.filename)
            if part.file_size > LARGEST_PART:
                continue
            content = package.read(part)
            if part.filename.lower().endswith(PICTURES):
                yield from _picture(content, part.filename)
            elif part.filename.endswith((".xml", ".rels")):
                yield from _part(part.filename, content)


def _part(name: str, content: bytes) -> Iterator[Passage]:
    """The paragraphs of a part, the text of all else, and the attributes that hold words."""
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True, no_network=True)
    root = etree.fromstring(content, parser)
    for element in root.iter():
        if element.tag == WORD_P:
            style = next((each.get(WORD_VALUE, "") for each in element.iter(WORD_STYLE)), "")
            yield Passage(name, "".join(_words(element)), style in STATEMENT_STYLES)
        elif element.text and element.text.strip() and next(element.iterancestors(WORD_P), None) is None:
            yield from (Passage(name, line) for line in element.text.splitlines())
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] in TELLING and len(value) < LONGEST_ATTRIBUTE:
                yield Passage(name, unquote(str(value)))


def _words(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in ("t", "delText", "instrText"):
            yield element.text or ""
        elif tag in ("tab", "br", "cr"):
            yield " "


def _html(data: bytes) -> Iterator[Passage]:
    root = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "script"):
            continue
        if element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element):
            own = STATEMENT_CLASSES.intersection(element.get("class", "").split())
            yield Passage(
                f"<{element.tag}>", " ".join("".join(map(str, element.itertext())).split()), bool(own)
            )
        for key, value in element.attrib.items():
            if key in TELLING and len(value) < LONGEST_ATTRIBUTE:
                yield Passage(f"<{element.tag} {key}>", unquote(str(value)))
    text = data.decode("utf-8", "replace")
    for number, found in enumerate(PICTURE_DATA.finditer(text), 1):
        yield from _picture(base64.b64decode(found[1]), f"picture {number}")


def _pdf(data: bytes) -> Iterator[Passage]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for key, value in document.get_metadata_dict().items():
            yield Passage(f"property {key}", value)
        for number, page in enumerate(document, 1):
            text = page.get_textpage().get_text_bounded()
            # Lines are kept, so that a capital at the start of one is not taken for that of a name.
            yield Passage(f"page {number}", "\n".join(" ".join(line.split()) for line in text.splitlines()))
        for entry in document.get_toc():
            yield Passage("its bookmarks", entry.get_title())
    finally:
        document.close()
    for found in STREAM.finditer(data):
        packet = _unpacked(found[1])
        if b"xmpmeta" in packet:
            yield Passage("its XMP", unescape(re.sub(r"<[^>]*>", " ", packet.decode("utf-8", "replace"))))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _picture(data: bytes, where: str = "its properties") -> Iterator[Passage]:
    """What a camera or a drawing program wrote into a picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            facts = {str(key): value for key, value in picture.info.items() if isinstance(value, str | bytes)}
            exif = {f"EXIF {key}": value for key, value in picture.getexif().items()}
    except (UnidentifiedImageError, OSError):
        return
    for key, value in {**facts, **exif}.items():
        if key != "icc_profile":
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
            yield Passage(f"{where}, {key}", text)


def _json(data: bytes) -> Iterator[Passage]:
    def walk(value: object, where: str) -> Iterator[Passage]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield from walk(inner, str(key))
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner, where)
        elif isinstance(value, str):
            yield Passage(where, value, True)

    yield from walk(json.loads(data), "")


def _csv(data: bytes) -> Iterator[Passage]:
    import csv

    for number, row in enumerate(csv.reader(io.StringIO(data.decode("utf-8-sig"))), 1):
        yield from (Passage(f"row {number}", cell, True) for cell in row)


READERS: Mapping[str, Callable[[bytes], Iterator[Passage]]] = {
    "html": _html,
    "pdf": _pdf,
    "json": _json,
    "csv": _csv,
    **{suffix.removeprefix("."): _picture for suffix in PICTURES},
}
