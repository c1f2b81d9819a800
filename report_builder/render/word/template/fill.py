"""A Word template's placeholders -> words; nothing else of it is touched.

docxtpl joins what Word split into runs and fills what stands in braces. It is loaded only where there is
something to fill, and sees the template alone: what people wrote in notes never passes through it.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import docx
import resvg_py
from docx.document import Document
from docx.opc.part import Part
from docx.oxml.parser import oxml_parser
from docx.parts.story import StoryPart
from docx.shared import Mm
from lxml import etree
from markupsafe import Markup

from report_builder.funding.emblem import emblem_svg
from report_builder.render.elements import Element
from report_builder.render.word.package import BODY
from report_builder.render.word.template.lint import MARKER, TAG, has_tags
from report_builder.render.word.template.placeholders import EMBLEM, Filling
from report_builder.render.word.template.places import (
    Spot,
    own_text,
    part_root,
    property_parts,
    spots,
    stories,
)
from report_builder.render.word.xml import drop, legal
from report_builder.wordxml import value, w

EMBLEM_WIDTH, EMBLEM_PIXELS = Mm(21), 600
"""As wide as on the report's own cover; 14 mm high, and sharper than print asks for."""
CONTROLS, CONTENT = w("sdt"), w("sdtContent")
BINDING = "{*}dataBinding"
"""Word shows in such a control what stands elsewhere in the file, whatever was filled in."""


def mark_place(document: Document) -> bool:
    """Put a mark where the report goes; tell whether the template says where that is."""
    body: Element = document.element.body
    for comment in list(body.iter(etree.Comment)):
        drop(comment)
    paragraph = next(
        (p for p in body.iter(w("p")) if MARKER.fullmatch(own_text(p)) and _stands_alone(p, body)), None
    )
    if paragraph is None:
        return False
    _unwrap(paragraph, body)
    mark = etree.Comment(BODY)
    paragraph.addprevious(mark)
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is None:
        drop(paragraph)
    else:  # it ends a section, and goes on to do so
        for child in [each for each in paragraph if each.tag != w("pPr")]:
            paragraph.remove(child)
    return True


def fill(document: Document, filling: Filling) -> Document:
    """Fill the placeholders of body, heads, feet, notes and properties.

    Raises:
        etree.XMLSyntaxError: What comes of it is no XML.
        jinja2.TemplateError and its like: A tag can't be filled; the lint tells before.
    """
    found = spots(document)
    named = {spot.story for spot in found if has_tags(spot)}
    shown = {spot.story for spot in found if EMBLEM in spot.text}
    for name, part in (("body", document.part), *stories(document)):
        if name in named:
            _fill_part(part, with_emblem(filling, part) if name in shown else filling)
    _fill_properties(document, found, filling)
    saved = io.BytesIO()
    document.save(saved)
    return docx.Document(saved)


def with_emblem(filling: Filling, part: Part) -> Filling:
    """The same with the emblem for one part, where there is something to show and pictures may stand."""
    if not (filling.described and isinstance(part, StoryPart)):
        return filling
    picture = resvg_py.svg_to_bytes(svg_string=emblem_svg(), width=EMBLEM_PIXELS)
    drawn: Any = part.new_pic_inline(io.BytesIO(bytes(picture)), EMBLEM_WIDTH, EMBLEM_WIDTH * 2 // 3)
    drawn.docPr.set("descr", filling.described)
    shown = etree.tostring(drawn, encoding="unicode")
    run = f"</w:t></w:r><w:r><w:drawing>{shown}</w:drawing></w:r><w:r><w:t>"
    group, _, name = EMBLEM.rpartition(".")
    words = filling.values[group]
    assert isinstance(words, Mapping)
    return replace(filling, values={**filling.values, group: {**words, name: Markup(run)}})


def _fill_part(part: Part, filling: Filling) -> None:
    from docxtpl import DocxTemplate

    root = part_root(part)
    for control in root.iter(CONTROLS):
        if TAG.search("".join(text.text or "" for text in control.iter(w("t")))):
            for binding in list(control.iterfind(f"{w('sdtPr')}/{BINDING}")):
                drop(binding)
    template = DocxTemplate(io.BytesIO())
    text = template.patch_xml(etree.tostring(root, encoding="unicode"))
    filled = template.render_xml_part(text, part, filling.values, filling.environment)
    new = etree.fromstring(legal(filled).encode(), oxml_parser)
    if hasattr(part, "_element"):
        part._element = new
    else:
        part._blob = etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def _fill_properties(document: Document, found: Iterable[Spot], filling: Filling) -> None:
    wanted = {spot.place for spot in found if spot.story == "properties" and TAG.search(spot.text)}
    for part in property_parts(document) if wanted else ():
        root = part_root(part)
        for entry in root.iter(etree.Element):
            if entry.text and TAG.search(entry.text):
                environment = filling.environment.overlay(autoescape=False)
                entry.text = legal(environment.from_string(entry.text).render(filling.values))
        if not hasattr(part, "_element"):
            part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _stands_alone(paragraph: Element, body: Element) -> bool:
    """Whether only content controls stand between a paragraph and the body."""
    above = paragraph.iterancestors()
    return all(each.tag in (CONTROLS, CONTENT) for each in iter(lambda: next(above), body))


def _unwrap(paragraph: Element, body: Element) -> None:
    """Take away the content controls around a paragraph; what else stands in them stays."""
    while (content := paragraph.getparent()) is not None and content is not body:
        control = content.getparent()
        if control is None:
            return
        for child in list(content):
            control.addprevious(child)
        drop(control)


def follows_break(element: Element | None) -> bool:
    """Whether what comes behind an element begins on a new page anyway."""
    if element is None:
        return True
    section = element.find(f"{w('pPr')}/{w('sectPr')}")
    if section is not None:
        return value(section, "type") != "continuous"
    breaks = [each.get(w("type")) for each in element.iter(w("br"))]
    return bool(breaks) and breaks[-1] == "page"
