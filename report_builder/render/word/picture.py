"""Pictures of the page (data URIs of PNG, JPEG or SVG) -> drawings in a Word run.

An SVG becomes a PNG that every program shows, with the SVG beside it for those that can show it.
"""

import base64
import binascii
import hashlib
import io
import re
import urllib.parse
from functools import lru_cache

import resvg_py
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from lxml import etree

from report_builder.errors import Problem, RenderError
from report_builder.render.elements import Element, classes
from report_builder.render.fonts import FAMILY
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.markup import tag, written
from report_builder.render.word.xml import R, legal

EMU_PER_MM = 36_000
EMU_PER_TWIP = 635
DOTS_PER_INCH = 300
MM_PER_INCH = 25.4
PIXELS_PER_INCH = 96.0
MM_PER_PIXEL = MM_PER_INCH / PIXELS_PER_INCH
TALLEST_MM = 200
TALLEST_ON_COVER_MM = 90
EMBLEM_MM = 12
"""Height of the emblem where the page names no width; the rules ask for 10 mm at least."""
EMBLEM_LEAST_MM = 10

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
NAMESPACES = {"wp": WP, "a": A, "pic": PIC, "r": R}

_DATA_URI = re.compile(r"data:image/(png|jpe?g|svg\+xml)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(px|mm|cm|in|pt)?\s*$")
_UNITS_MM = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH, "pt": MM_PER_INCH / 72, "px": MM_PER_PIXEL}


def picture_run(manuscript: Manuscript, image: Element) -> str:
    """Make the run that shows an `img`; "" if it has no picture inside.

    Raises:
        RenderError: The picture is damaged or of a kind that Word can't show.
    """
    source = image.get("src") or ""
    if not source:
        return ""
    kind, data = _decode(source, image)
    try:
        if kind == "svg+xml":
            return _vector_run(manuscript, image, data)
        relation, picture = manuscript.part.get_or_add_image(io.BytesIO(data))
    except (
        UnrecognizedImageError,
        UnexpectedEndOfFileError,
        InvalidImageStreamError,
        ValueError,
        etree.XMLSyntaxError,
    ) as error:
        raise _damaged(image) from error
    natural = float(picture.width) / EMU_PER_MM, float(picture.height) / EMU_PER_MM
    return _run(manuscript, image, relation, "", _size(manuscript, image, natural))


def emblem_height(image: Element) -> float:
    """Height of the emblem in mm, two thirds of its width and never less than the rules ask for."""
    wanted = _number(image.get("data-width-mm") or "")
    return max(wanted / 1.5 if wanted else EMBLEM_MM, EMBLEM_LEAST_MM)


@lru_cache(64)
def _raster(drawing: str, pixels: int, fonts: str) -> bytes:
    """A drawing as PNG; the charts of a report are the same from one build of `watch` to the next, mostly."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            width=pixels,
            # without it a size in points or millimetres counts as none
            dpi=PIXELS_PER_INCH,
            skip_system_fonts=True,
            font_dirs=[fonts],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            serif_family=FAMILY,
            monospace_family=FAMILY,
        )
    )


def _vector_run(manuscript: Manuscript, image: Element, data: bytes) -> str:
    text = data.decode("utf-8-sig")
    size = _size(manuscript, image, _svg_size(data))
    pixels = round(size[0] / EMU_PER_MM / MM_PER_INCH * DOTS_PER_INCH)
    raster = _raster(text, pixels, str(manuscript.fonts))
    relation, _ = manuscript.part.get_or_add_image(io.BytesIO(raster))
    return _run(manuscript, image, relation, _svg_relation(manuscript, data), size)


def _svg_relation(manuscript: Manuscript, data: bytes) -> str:
    key = f"svg:{hashlib.sha256(data).hexdigest()}"
    if key not in manuscript.links:
        uri = manuscript.part.package.next_partname("/word/media/drawing%d.svg")
        part = Part(uri, "image/svg+xml", data, manuscript.part.package)
        manuscript.links[key] = manuscript.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    return manuscript.links[key]


def _run(manuscript: Manuscript, image: Element, relation: str, vector: str, size: tuple[int, int]) -> str:
    number = str(next(manuscript.picture_ids))
    alt = legal(" ".join((image.get("alt") or "").split()))
    attributes = {"id": number, "name": f"Picture {number}", "descr": alt}
    title = legal(image.get("title") or "")
    if title:
        attributes["title"] = title
    extent = {"cx": str(size[0]), "cy": str(size[1])}
    inline = _sub(None, f"{{{WP}}}inline", distT="0", distB="0", distL="0", distR="0")
    _sub(inline, f"{{{WP}}}extent", **extent)
    _sub(inline, f"{{{WP}}}effectExtent", l="0", t="0", r="0", b="0")
    described = _sub(inline, f"{{{WP}}}docPr", **attributes)
    if not alt:
        mark = _extension(described, "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
        etree.SubElement(mark, f"{{{DECORATIVE}}}decorative", nsmap={"adec": DECORATIVE}).set("val", "1")
    frame = _sub(inline, f"{{{WP}}}cNvGraphicFramePr")
    _sub(frame, f"{{{A}}}graphicFrameLocks", noChangeAspect="1")
    data = _sub(_sub(inline, f"{{{A}}}graphic"), f"{{{A}}}graphicData", uri=PIC)
    picture = _sub(data, f"{{{PIC}}}pic")
    names = _sub(picture, f"{{{PIC}}}nvPicPr")
    _sub(names, f"{{{PIC}}}cNvPr", **attributes)
    _sub(names, f"{{{PIC}}}cNvPicPr")
    fill = _sub(picture, f"{{{PIC}}}blipFill")
    blip = _sub(fill, f"{{{A}}}blip", **{f"{{{R}}}embed": relation})
    if vector:
        beside = _extension(blip, "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")
        etree.SubElement(beside, f"{{{SVG}}}svgBlip", nsmap={"asvg": SVG}).set(f"{{{R}}}embed", vector)
    _sub(_sub(fill, f"{{{A}}}stretch"), f"{{{A}}}fillRect")
    shape = _sub(picture, f"{{{PIC}}}spPr")
    place = _sub(shape, f"{{{A}}}xfrm")
    _sub(place, f"{{{A}}}off", x="0", y="0")
    _sub(place, f"{{{A}}}ext", **extent)
    _sub(_sub(shape, f"{{{A}}}prstGeom", prst="rect"), f"{{{A}}}avLst")
    return tag("r", tag("drawing", written(inline)))


def _sub(parent: Element | None, tag: str, **attributes: str) -> Element:
    element = etree.Element(tag, nsmap=NAMESPACES)
    for name, value in attributes.items():
        element.set(name, value)
    if parent is not None:
        parent.append(element)
    return element


def _extension(parent: Element, uri: str) -> Element:
    return _sub(_sub(parent, f"{{{A}}}extLst"), f"{{{A}}}ext", uri=uri)


def _size(manuscript: Manuscript, image: Element, natural: tuple[float, float]) -> tuple[int, int]:
    widest = manuscript.width * EMU_PER_TWIP / EMU_PER_MM
    wide, high = natural
    wanted = _number(image.get("data-width-mm") or "")
    if "emblem" in classes(image):
        # an even height makes the width exactly one and a half times as much
        even = round(emblem_height(image) * EMU_PER_MM / 2) * 2
        return even // 2 * 3, even
    on_cover = any("cover" in classes(each) for each in image.iterancestors("section"))
    tallest = TALLEST_ON_COVER_MM if on_cover else TALLEST_MM
    scale = min((wanted or wide) / wide, widest / wide, tallest / high)
    return round(wide * scale * EMU_PER_MM), round(high * scale * EMU_PER_MM)


def _number(text: str) -> float:
    match = re.match(r"\s*(\d+(?:\.\d+)?)", text)
    return float(match[1]) if match else 0.0


def _svg_size(data: bytes) -> tuple[float, float]:
    """Natural size of an SVG in mm, from its width and height, else from its view box."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    width, height = (_length_mm(root.get(name, "")) for name in ("width", "height"))
    box = [float(each) for each in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if each]
    ratio = box[3] / box[2] if len(box) == 4 and box[2] else 0.0
    width = width or (height / ratio if ratio and height else 0.0) or (box[2] * MM_PER_PIXEL if ratio else 0)
    height = height or width * ratio
    if width <= 0 or height <= 0:
        raise ValueError("an SVG without a size")
    return width, height


def _length_mm(text: str) -> float:
    match = _LENGTH.match(text)
    return float(match[1]) * _UNITS_MM[match[2] or "px"] if match else 0.0


def _decode(source: str, image: Element) -> tuple[str, bytes]:
    match = _DATA_URI.match(source)
    if match is None:
        raise _damaged(image)
    kind, parameters, data = match[1].lower(), match[2].lower(), match[3]
    if ";base64" not in parameters:
        return kind, urllib.parse.unquote_to_bytes(data)
    try:
        return kind, base64.b64decode(urllib.parse.unquote(data))
    except binascii.Error as error:
        raise _damaged(image) from error


def _damaged(image: Element) -> RenderError:
    named = image.get("alt") or (image.get("src") or "")[:40]
    return RenderError(
        Problem(
            "picture-unreadable",
            f"picture {named!r}",
            "it is damaged, or no PNG, JPEG or SVG",
            "Save it anew as PNG or JPEG and build again.",
        )
    )
