"""PDF report -> FinishedFile: its words by page and by tag, its pictures by their marked points."""

import ctypes
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from report_builder.check.publish.colours import NO_SHADES, WIDE, shades
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
from report_builder.check.publish.pdf_tags import Tag, read_tags
from report_builder.colours import contrast
from report_builder.words import even

MM = 25.4 / 72
MARGIN = 62.0
"""Points at the head and foot of a page in which running headers and footers stand."""
ARCHIVAL = re.compile(rb"""pdfaid:part(?:=["']|>)2\b.*pdfaid:conformance(?:=["']|>)A\b""", re.DOTALL)
SHOWN_SCALE = 1.5
LONG = 20
"""Pages above which a PDF needs an outline."""
Box = tuple[float, float, float, float]


@dataclass
class _PageText:
    """The words of a page by their marks; those without one, and those at head and foot, apart."""

    marked: dict[int, str] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    boxes: dict[int, Box] = field(default_factory=dict)
    pictures: list[Box] = field(default_factory=list)
    """Pictures without a mark."""
    inks: dict[tuple[str, Box], str] = field(default_factory=dict)
    empty: bool = False


def read_pdf(path: str, data: bytes) -> FinishedFile:
    """Read a PDF; `path` is how messages name it.

    Raises:
        ValueError: It is no PDF, or is protected.
    """
    import pikepdf
    import pypdfium2

    try:
        package = pikepdf.open(io.BytesIO(data))
        rendered = pypdfium2.PdfDocument(data)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise ValueError(str(error)) from error
    with package:
        pages = [_page_text(page) for page in rendered]
        tags = read_tags(package)
        passages = tuple(_passages(tags, pages))
        found = FinishedFile(
            path=path,
            language=str(package.Root.get("/Lang", "")),
            title=_fact(package, "/Title"),
            author=_fact(package, "/Author"),
            keywords=_fact(package, "/Keywords"),
            passages=passages,
            pictures=tuple(_pictures(tags, pages, rendered)),
            tables=tuple(_tables(package, tags, pages)),
            links=tuple(_links(package)),
            inks=tuple(_inks(pages, rendered)),
            traces=tuple(_traces(package, pages)),
            headers=tuple(
                Header(f"page {number}", even(" ".join(page.running))) for number, page in enumerate(pages, 1)
            ),
            pages=len(pages),
        )
        rendered.close()
    return found


def _fact(package: Any, key: str) -> str:
    return even(str(package.docinfo.get(key, "")))


def _page_text(page: Any) -> _PageText:
    import pypdfium2.raw as raw

    found = _PageText()
    height = page.get_height()
    words = page.get_textpage()
    _read_characters(words, raw, height, found)
    for shape in page.get_objects(max_depth=4):
        mark = raw.FPDFPageObj_GetMarkedContentID(shape.raw)
        box = shape.get_bounds()
        if mark >= 0:
            known = found.boxes.get(mark, box)
            low, high = map(min, known[:2], box[:2]), map(max, known[2:], box[2:])
            found.boxes[mark] = (*low, *high)
        elif shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(box)
    found.empty = not words.get_text_bounded().strip()
    words.close()
    return found


def _read_characters(words: Any, raw: Any, height: float, found: _PageText) -> None:
    """Words by the mark of the object that draws them; generated spaces go with the object before."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    last, line = None, ""
    for at in range(words.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(words, at))
        shape = raw.FPDFText_GetTextObject(words, at)
        mark = raw.FPDFPageObj_GetMarkedContentID(shape) if shape else None
        if not shape or mark is None:
            if last is not None and last[0] == "marked":
                found.marked[last[1]] += " "
            elif line:
                line += " "
            continue
        raw.FPDFText_GetCharBox(words, at, left, right, bottom, top)
        running = top.value > height - MARGIN or 0 < top.value < MARGIN
        state = ("running" if running else "marked" if mark >= 0 else "loose", mark)
        if last is not None and state != last and line:
            (found.running if last[0] == "running" else found.loose).append(line)
            line = ""
        if state[0] == "marked":
            found.marked[mark] = found.marked.get(mark, "") + sign
        else:
            line += sign
        _note_ink(raw, shape, found, sign)
        last = state
    if last is not None and line:
        (found.running if last[0] == "running" else found.loose).append(line)


def _note_ink(raw: Any, shape: Any, found: _PageText, sign: str) -> None:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not sign.strip() or not raw.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha):
        return
    colour = f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
    sides = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(shape, *sides)
    left, bottom, right, top = (round(side.value, 1) for side in sides)
    key = (colour, (left, bottom, right, top))
    found.inks[key] = found.inks.get(key, "") + sign


def _words(tag: Tag, pages: list[_PageText]) -> str:
    """The words of an element; between its lines stands a space, and none before what closes a sentence."""
    pieces = (pages[page].marked.get(mark, "") for page, mark in tag.marks)
    return even("".join(piece if piece[:1] in ".,;:!?)]”’»" else f" {piece}" for piece in pieces))


def _passages(tags: Iterable[Tag], pages: list[_PageText]) -> Iterator[Passage]:
    heading = ""
    kinds = {"/TH": Kind.CELL, "/TD": Kind.CELL}
    told: set[tuple[int, int]] = set()
    title = True
    for tag in tags:
        text = _words(tag, pages)
        told |= set(tag.marks)
        if not text or tag.name == "/Figure":
            continue
        page = tag.marks[0][0] + 1
        place = f'page {page}, under "{heading}"' if heading else f"page {page}"
        kind = kinds.get(tag.name, Kind.HEADING if tag.level else Kind.TEXT)
        if tag.level:
            # The first is the title on the cover.
            kind, title, heading = (Kind.TITLE if title else kind), False, text
        yield Passage(text, place, kind, tag.level, "" if tag.language else text, page)
    for number, page_text in enumerate(pages, 1):
        untold = [text for mark, text in page_text.marked.items() if (number - 1, mark) not in told]
        for text in (*untold, *page_text.loose):
            if even(text):
                yield Passage(even(text), f"page {number}", page=number)
        if page_text.running:
            yield Passage(
                even(" ".join(page_text.running)), f"page {number}, running header", Kind.HEADER, page=number
            )


def _pictures(tags: Iterable[Tag], pages: list[_PageText], rendered: Any) -> Iterator[Picture]:
    for tag in tags:
        if tag.name == "/Figure" and tag.marks:
            number = tag.marks[0][0]
            boxes = [pages[page].boxes[mark] for page, mark in tag.marks if mark in pages[page].boxes]
            if boxes:
                left, bottom, right, top = zip(*boxes, strict=True)
                box = (min(left), min(bottom), max(right), max(top))
                yield _picture(rendered[number], number, box, even(tag.alt) if tag.alt else None)
            else:
                yield Picture(f"page {number + 1}", even(tag.alt or "") or None, 0, 0, NO_SHADES, number + 1)
    for number, page in enumerate(pages):
        for box in page.pictures:
            yield _picture(rendered[number], number, box, None)


def _picture(page: Any, number: int, box: Box, alt: str | None) -> Picture:
    left, bottom, right, top = box
    width, height = page.get_size()
    crop = (max(left, 0), max(bottom, 0), max(width - right, 0), max(height - top, 0))
    found = NO_SHADES
    if right - left > 3 and top - bottom > 3 and crop[0] + crop[2] < width and crop[1] + crop[3] < height:
        scale = max(SHOWN_SCALE, WIDE / (right - left))
        found = shades(page.render(scale=scale, crop=crop).to_pil())
    return Picture(f"page {number + 1}", alt, (right - left) * MM, (top - bottom) * MM, found, number + 1)


def _tables(package: Any, tags: Iterable[Tag], pages: list[_PageText]) -> Iterator[Table]:
    by_table: dict[int, dict[int, list[str]]] = {}
    headed: dict[int, bool] = {}
    first: dict[int, int] = {}
    for tag in tags:
        if tag.table and tag.name in ("/TH", "/TD"):
            by_table.setdefault(tag.table, {}).setdefault(tag.row, []).append(_words(tag, pages))
            headed[tag.table] = headed.get(tag.table, False) or tag.name == "/TH"
            if tag.marks:
                first.setdefault(tag.table, tag.marks[0][0] + 1)
    for number, rows in by_table.items():
        place = f"page {first.get(number, 1)} (table {number})"
        yield Table(place, tuple(tuple(row) for row in rows.values()), headed[number])


def _links(package: Any) -> Iterator[Link]:
    names = _destinations(package)
    for number, page in enumerate(package.pages, 1):
        for note in page.get("/Annots", []):
            if str(note.get("/Subtype", "")) != "/Link":
                continue
            target = str(note.A.get("/URI", "")) if "/A" in note else ""
            name = str(note.get("/Dest", "")) if "/Dest" in note and not target else ""
            broken = bool(names) and bool(name) and not name.startswith("pikepdf") and name not in names
            yield Link(even(str(note.get("/Contents", ""))), target or f"#{name}", f"page {number}", broken)


def _destinations(package: Any) -> set[str]:
    import pikepdf

    try:
        return {str(name) for name in pikepdf.NameTree(package.Root.Names.Dests)}
    except (AttributeError, KeyError, ValueError):
        return set()


def _inks(pages: list[_PageText], rendered: Any) -> Iterator[Ink]:
    """Words that would be faint on white, on what truly lies behind them."""
    for number, page in enumerate(pages):
        faint = {key: text for key, text in page.inks.items() if contrast(key[0]) < 4.5}
        if not faint:
            continue
        sheet = rendered[number]
        picture = sheet.render(scale=SHOWN_SCALE).to_pil().convert("RGB")
        for (colour, box), text in faint.items():
            left, bottom, right, top = box
            height = sheet.get_height()
            sides = (left - 2, height - top - 2, right + 2, height - bottom + 2)
            area = picture.crop(tuple(int(side * SHOWN_SCALE) for side in sides))
            colours = area.getcolors(area.width * area.height) or [(1, (255, 255, 255))]
            red, green, blue = max(colours)[1]
            yield Ink(even(text), f"page {number + 1}", colour, f"#{red:02x}{green:02x}{blue:02x}")


def _traces(package: Any, pages: list[_PageText]) -> Iterator[Trace]:
    for mark, place in _whole_traces(package, len(pages)):
        yield Trace(mark, place)
    for number, page in enumerate(package.pages, 1):
        yield from _page_traces(page, f"page {number}")
        if pages[number - 1].empty and (pages[number - 1].pictures or pages[number - 1].boxes):
            yield Trace(Mark.SCAN, f"page {number}")


def _whole_traces(package: Any, pages: int) -> Iterator[tuple[Mark, str]]:
    """What holds or is missing for the file as a whole."""
    root = package.Root
    metadata = root.Metadata.read_bytes() if "/Metadata" in root else b""
    found = {
        Mark.UNTAGGED: "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False),
        Mark.UNDECLARED: b"pdfuaid" not in metadata,
        Mark.UNARCHIVED: not (ARCHIVAL.search(metadata) and "/OutputIntents" in root),
        Mark.TITLE_UNSHOWN: not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False),
        Mark.OUTLINE: pages > LONG and "/Outlines" not in root,
        Mark.ATTACHED: "/EmbeddedFiles" in root.get("/Names", {}),
        Mark.SCRIPT: "/JS" in repr(root.get("/OpenAction", "")),
    }
    yield from ((mark, "properties") for mark, there in found.items() if there)


def _page_traces(page: Any, place: str) -> Iterator[Trace]:
    for note in page.get("/Annots", []):
        kind = str(note.get("/Subtype", ""))
        if kind == "/Link":
            if not str(note.get("/Contents", "")):
                yield Trace(Mark.LINK_UNTOLD, place)
        elif kind not in ("/Widget", "/Popup"):
            yield Trace(Mark.COMMENT, place, str(note.get("/Contents", "")))
    if "/Annots" in page and len(page.Annots) and str(page.get("/Tabs", "")) != "/S":
        yield Trace(Mark.TABS, place)
    for font in page.get("/Resources", {}).get("/Font", {}).values():
        if not _embedded(font):
            yield Trace(Mark.UNEMBEDDED, place, str(font.get("/BaseFont", ""))[1:])


def _embedded(font: Any) -> bool:
    if str(font.get("/Subtype", "")) == "/Type3":
        return True
    holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    described = holder.get("/FontDescriptor", {})
    return any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))
