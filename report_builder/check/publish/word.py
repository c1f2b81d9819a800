"""Word report -> FinishedFile, read from the package's own XML."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from report_builder.check.publish.colours import camera_data, emblem_shades
from report_builder.check.publish.finished import (
    FinishedFile,
    Header,
    Ink,
    Kind,
    Link,
    Mark,
    Passage,
    Picture,
    Table,
    Trace,
)
from report_builder.words import even
from report_builder.wordxml import W, w

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
EMU = 36_000
"""Word's units to the millimetre."""
HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
ANCHOR = re.compile(r'(?:PAGEREF|REF)\s+(\S+)|HYPERLINK\s+\\l\s+"?([^"\s]+)')
OUR_RECORD = b"report-builder"
Element = etree._Element


@dataclass(frozen=True)
class _Style:
    name: str = ""
    level: int = 0
    colour: str = ""
    title: bool = False
    hidden: bool = False


@dataclass
class _Reading:
    """What is gathered on the way through the document."""

    parts: Mapping[str, bytes]
    targets: Mapping[str, str]
    styles: Mapping[str, _Style]
    bookmarks: frozenset[str]
    language: str
    heading: str = ""
    paragraph: int = 0
    table: int = 0
    passages: list[Passage] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    inks: list[Ink] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    def place(self, inside: str) -> str:
        return f'{inside}, under "{self.heading}"' if self.heading else inside


def read_docx(path: str, data: bytes) -> FinishedFile:
    """Read a Word file; `path` is how messages name it.

    Raises:
        ValueError: It is no Word file.
    """
    parts = _parts(data)
    document = etree.fromstring(parts["word/document.xml"])
    styles = etree.fromstring(parts["word/styles.xml"]) if "word/styles.xml" in parts else None
    reading = _Reading(
        parts,
        _targets(parts, "word/_rels/document.xml.rels"),
        _styles(styles),
        frozenset(str(mark.get(w("name"))) for mark in document.iter(w("bookmarkStart"))),
        _language(styles),
    )
    body = document.find(w("body"))
    if body is not None:
        _read_blocks(body, reading)
    reading.traces += _package_traces(parts, document)
    headers = tuple(_headers(document, reading))
    core = (
        etree.fromstring(parts["docProps/core.xml"]) if "docProps/core.xml" in parts else etree.Element("x")
    )
    return FinishedFile(
        path=path,
        language=reading.language,
        title=even(core.findtext(f"{DC}title") or ""),
        author=even(core.findtext(f"{DC}creator") or ""),
        changed_by=even(core.findtext(f"{CP}lastModifiedBy") or ""),
        keywords=even(core.findtext(f"{CP}keywords") or ""),
        passages=tuple(reading.passages),
        pictures=tuple(reading.pictures),
        tables=tuple(reading.tables),
        links=tuple(reading.links),
        inks=tuple(reading.inks),
        traces=tuple(reading.traces),
        headers=headers,
    )


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise ValueError(str(error)) from error
    if "word/document.xml" not in parts:
        raise ValueError("there is no word/document.xml in it")
    return parts


def _targets(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    if name not in parts:
        return {}
    return {str(one.get("Id")): str(one.get("Target")) for one in etree.fromstring(parts[name])}


def _language(styles: Element | None) -> str:
    found = styles.find(f"{w('docDefaults')}//{w('lang')}") if styles is not None else None
    return str(found.get(w("val"), "")) if found is not None else ""


def _styles(styles: Element | None) -> dict[str, _Style]:
    """What each paragraph and character style says, those that it rests on counted in."""
    if styles is None:
        return {}
    by_id = {str(style.get(w("styleId"))): style for style in styles.iter(w("style"))}
    return {id: _style(id, by_id) for id in by_id}


def _style(id: str, by_id: Mapping[str, Element]) -> _Style:
    level, colour, title, hidden, seen = 0, "", False, False, set[str]()
    shown = _value(by_id[id].find(w("name")))
    # Word shows the names of its own styles so; files write "heading 1".
    shown = shown[:1].upper() + shown[1:]
    while id in by_id and id not in seen:
        seen.add(id)
        style = by_id[id]
        name = _value(style.find(w("name")))
        outline = _value(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
        named = HEADING.fullmatch(name)
        level = level or (int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0)
        level = level or (int(named[1]) if named else 0)
        title = title or name.casefold() == "title"
        hidden = hidden or style.find(f"{w('rPr')}/{w('vanish')}") is not None
        colour = colour or _value(style.find(f"{w('rPr')}/{w('color')}"))
        id = _value(style.find(w("basedOn")))
    return _Style(shown, level, colour, title, hidden)


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(w("val"), ""))


def _read_blocks(holder: Element, reading: _Reading) -> None:
    for block in holder:
        if block.tag == w("p"):
            reading.paragraph += 1
            _read_paragraph(block, reading, reading.place(f"paragraph {reading.paragraph}"))
        elif block.tag == w("tbl"):
            reading.table += 1
            _read_table(block, reading)
        elif block.tag in (w("sdt"), w("ins"), w("moveTo"), w("customXml")):
            inner = block.find(w("sdtContent"))
            for paragraph in (block if inner is None else inner).iter(w("p")):
                _read_paragraph(paragraph, reading, reading.place("contents"))


def _read_table(table: Element, reading: _Reading) -> None:
    number, rows = reading.table, []
    for row_number, row in enumerate(table.iterchildren(w("tr")), 1):
        cells = []
        for column, cell in enumerate(row.iter(w("tc")), 1):
            place = reading.place(f"table {number}, row {row_number}, column {column}")
            paragraphs = list(cell.iter(w("p")))
            for paragraph in paragraphs:
                _read_paragraph(paragraph, reading, place, cell)
            cells.append(even(" ".join(_text(paragraph) for paragraph in paragraphs)))
        rows.append(tuple(cells))
    header = table.find(f".//{w('tblHeader')}") is not None
    reading.tables.append(Table(reading.place(f"table {number}"), tuple(rows), header))


def _read_paragraph(paragraph: Element, reading: _Reading, place: str, cell: Element | None = None) -> None:
    text = even(_text(paragraph))
    style = reading.styles.get(_value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")), _Style())
    own = _value(paragraph.find(f"{w('pPr')}/{w('outlineLvl')}"))
    level = int(own) + 1 if own.isdecimal() else style.level
    kind = (
        Kind.CELL if cell is not None else Kind.TITLE if style.title else Kind.HEADING if level else Kind.TEXT
    )
    if text:
        reading.passages.append(Passage(text, place, kind, level, _unmarked(paragraph, reading)))
    for run in paragraph.iter(w("r")):
        _read_run(run, reading, place, style, cell)
    _read_changes(paragraph, reading, place)
    reading.links += _links(paragraph, reading, place)
    for drawing in paragraph.iter(f"{WP}inline", f"{WP}anchor"):
        if drawing.find(f".//{A}blip") is not None:
            reading.pictures.append(_picture(drawing, reading, place))
    if kind in (Kind.HEADING, Kind.TITLE) and text:
        reading.heading = text


def _text(paragraph: Element) -> str:
    pieces = []
    for part in paragraph.iter(w("t"), w("tab"), w("br"), w("noBreakHyphen")):
        if _is_drawn_twice(part):
            continue
        pieces.append(
            part.text or "" if part.tag == w("t") else "-" if part.tag == w("noBreakHyphen") else " "
        )
    return "".join(pieces)


def _is_drawn_twice(part: Element) -> bool:
    return any(
        step.tag in (w("txbxContent"), w("pPr"), w("del"), w("moveFrom")) for step in part.iterancestors()
    )


def _unmarked(paragraph: Element, reading: _Reading) -> str:
    """The words of a paragraph that are marked with no other language than the document's."""
    own = ("", reading.language)
    runs = [run for run in paragraph.iter(w("r")) if _value(run.find(f"{w('rPr')}/{w('lang')}")) in own]
    return even("".join(part.text or "" for run in runs for part in run.iter(w("t"))))


def _read_run(run: Element, reading: _Reading, place: str, style: _Style, cell: Element | None) -> None:
    text = even("".join(part.text or "" for part in run.iter(w("t"))))
    if not text:
        return
    properties = run.find(w("rPr"))
    of_run = _Style()
    if properties is not None:
        of_run = reading.styles.get(_value(properties.find(w("rStyle"))), _Style())
        vanish = properties.find(w("vanish"))
        if (vanish is not None and _value(vanish) not in ("0", "false")) or of_run.hidden:
            reading.traces.append(Trace(Mark.HIDDEN, place, text))
    own = _value(properties.find(w("color"))) if properties is not None else ""
    colour = own or of_run.colour or style.colour
    by = "" if own else (of_run if of_run.colour else style).name
    if re.fullmatch("[0-9a-fA-F]{6}", colour):
        reading.inks.append(Ink(text, place, f"#{colour.upper()}", _ground(run, cell), by))


def _ground(run: Element, cell: Element | None) -> str:
    """The colour behind some words: their own shading, their paragraph's, their cell's."""
    paragraph = next(run.iterancestors(w("p")), None)
    shadings = (
        run.find(f"{w('rPr')}/{w('shd')}"),
        paragraph.find(f"{w('pPr')}/{w('shd')}") if paragraph is not None else None,
        cell.find(f"{w('tcPr')}/{w('shd')}") if cell is not None else None,
    )
    fills = (str(one.get(w("fill"), "")) for one in shadings if one is not None)
    return next((f"#{fill}" for fill in fills if re.fullmatch("[0-9a-fA-F]{6}", fill)), "#ffffff")


def _read_changes(paragraph: Element, reading: _Reading, place: str) -> None:
    for change in paragraph.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")):
        words = "".join(part.text or "" for part in change.iter(w("t"), w("delText")))
        reading.traces.append(Trace(Mark.TRACKED, place, even(words)))
    for box in paragraph.iter(w("txbxContent")):
        if any(step.tag.endswith("}Fallback") for step in box.iterancestors()):
            continue
        words = even("".join(part.text or "" for part in box.iter(w("t"))))
        reading.traces.append(Trace(Mark.BOX, place, words))


def _links(paragraph: Element, reading: _Reading, place: str) -> Iterator[Link]:
    for link in paragraph.iter(w("hyperlink")):
        anchor = str(link.get(w("anchor"), ""))
        target = reading.targets.get(str(link.get(f"{R}id", "")), "") or f"#{anchor}"
        yield Link(even(_text(link)), target, place, bool(anchor) and anchor not in reading.bookmarks)
    for code in paragraph.iter(w("instrText")):
        for found in ANCHOR.finditer(code.text or ""):
            name = found[1] or found[2]
            if name not in reading.bookmarks:
                yield Link(even(_text(paragraph)), f"#{name}", place, broken=True)


def _picture(
    drawing: Element, reading: _Reading, place: str, targets: Mapping[str, str] | None = None
) -> Picture:
    extent, properties = drawing.find(f"{WP}extent"), drawing.find(f"{WP}docPr")
    blip = drawing.find(f".//{A}blip")
    known = reading.targets if targets is None else targets
    target = known.get(str(blip.get(f"{R}embed", "")), "") if blip is not None else ""
    data = reading.parts.get(f"word/{target.removeprefix('/word/')}", b"")
    alt = str(properties.get("descr", "")) if properties is not None else ""
    ornament = any(one.get("val") == "1" for one in drawing.iter() if one.tag.endswith("}decorative"))
    return Picture(
        place,
        even(alt) or None,
        int(extent.get("cx", "0")) / EMU if extent is not None else 0.0,
        int(extent.get("cy", "0")) / EMU if extent is not None else 0.0,
        emblem_shades(data),
        ornament=ornament,
        turned=any(one.get("rot", "0") != "0" or "flipH" in one.attrib for one in drawing.iter(f"{A}xfrm")),
        camera=camera_data(data),
    )


def _package_traces(parts: Mapping[str, bytes], document: Element) -> Iterator[Trace]:
    """What the package holds beside the document: comments, records of drafts, hidden bookmarks."""
    for name in sorted(parts):
        if re.fullmatch(r"word/comments\d*\.xml", name):
            for comment in etree.fromstring(parts[name]).iter(w("comment")):
                words = even(" ".join(part.text or "" for part in comment.iter(w("t"))))
                yield Trace(Mark.COMMENT, "comments", words)
        if name.startswith(("customXml/item", "docProps/custom")) and OUR_RECORD in parts[name]:
            yield Trace(Mark.DRAFT, name)
        if name.startswith("word/embeddings/"):
            yield Trace(Mark.ATTACHED, name)
    if any(str(mark.get(w("name"), "")).startswith("_rb_") for mark in document.iter(w("bookmarkStart"))):
        yield Trace(Mark.DRAFT, "hidden bookmarks")


def _headers(document: Element, reading: _Reading) -> Iterator[Header]:
    """Header and footer of each section, the first page of the first section left out: it is the cover."""
    inherited: dict[str, str] = {}
    for number, section in enumerate(document.iter(w("sectPr")), 1):
        for reference in section.iter(w("headerReference"), w("footerReference")):
            side = reference.tag.removeprefix(f"{{{W}}}").removesuffix("Reference")
            target = reading.targets.get(str(reference.get(f"{R}id", "")), "")
            inherited[f"{side} {reference.get(w('type'))}"] = _header_text(reading.parts, target)
            reading.pictures += _header_pictures(reading, target, f"{side} of section {number}")
        cover = section.find(w("titlePg")) is not None and number == 1
        wanted = [] if cover and "header default" not in inherited else ["default"]
        wanted += ["first"] if section.find(w("titlePg")) is not None and number > 1 else []
        for kind in wanted:
            texts = {side: even(inherited.get(f"{side} {kind}", "")) for side in ("header", "footer")}
            place = f"section {number}" + (", first page" if kind == "first" else "")
            reading.passages += [
                Passage(text, f"{side} of {place}", Kind.HEADER) for side, text in texts.items() if text
            ]
            yield Header(f"header of {place}", even(" ".join(texts.values())))


def _header_pictures(reading: _Reading, target: str, place: str) -> Iterator[Picture]:
    targets = _targets(reading.parts, f"word/_rels/{target}.rels")
    if f"word/{target}" in reading.parts:
        for drawing in etree.fromstring(reading.parts[f"word/{target}"]).iter(f"{WP}inline", f"{WP}anchor"):
            if drawing.find(f".//{A}blip") is not None:
                yield _picture(drawing, reading, place, targets)


def _header_text(parts: Mapping[str, bytes], target: str) -> str:
    data = parts.get(f"word/{target}")
    if data is None:
        return ""
    return " ".join(_text(paragraph) for paragraph in etree.fromstring(data).iter(w("p")))
