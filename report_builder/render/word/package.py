"""The parts around a Word document's body: accent, fonts, settings, properties, record, zip."""

import datetime
import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.package import Package
from lxml import etree

from report_builder.errors import Problem, RenderError
from report_builder.render.elements import Element, local
from report_builder.render.fonts import FAMILY
from report_builder.render.word.face import word_language
from report_builder.render.word.lists import free_name, numbering_root
from report_builder.render.word.xml import (
    SETTINGS_BEFORE_FONTS,
    SETTINGS_BEFORE_TRACKING,
    R,
    W,
    insert_after,
    legal,
    qn,
    w,
)

FACES = {f"embed{style}": f"{FAMILY}-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")}
"""Element of the font table -> file; in the order that Word insists on."""
UNWANTED = frozenset(
    {
        "stylesWithEffects",
        "thumbnail",
        "extended-properties",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
    }
)
"""Kinds of relationship whose parts are left behind."""
PROGRAMS, OWNER = "extended-properties", frozenset({"Company", "Manager"})
"""Kind of the part in which programs tell of the file, and what of it is the consortium's own."""
BODY = "body"
"""Comment in the reference document where the body is put."""
DRAFT_PROPERTY = "report-builder-draft"
DRAFT_NAMESPACE = "urn:report-builder:draft"

_NAMESPACE = uuid.UUID("5b0e6f0a-7c3f-5d55-9a44-3f0a6f1d2c11")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_OBFUSCATED_BYTES = 32
_LONGEST_PROPERTY = 255
LARGE, QUICK = 4 << 20, 3
"""From so many bytes on a part is compressed quickly: a tenth larger, in half the time."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Font(Part):
    """A font of the package; `save` alone puts its bytes there, so that they are compressed once."""

    def __init__(self, name: PackURI, data: bytes, package: Package) -> None:
        """Take the bytes as they will stand in the file."""
        super().__init__(name, _OBFUSCATED, b"", package)
        self.data = data


def drop_history(document: Document, *, own: bool = False) -> None:
    """Drop the parts that tell how the reference document was made, or that old versions of Word read.

    Of a consortium's `own` it stays said whose it is.
    """
    for relations in (document.part.rels, document.part.package.rels):
        for relation in list(relations.values()):
            kind = relation.reltype.rpartition("/")[2]
            if kind in UNWANTED and not (own and kind == PROGRAMS and _only_owner(relation.target_part)):
                del relations[relation.rId]


def _only_owner(part: Part) -> bool:
    """Leave of what a program told of the file only whose it is; tell whether that says anything."""
    root = etree.fromstring(part.blob)
    for each in [each for each in root if local(each) not in OWNER or not each.text]:
        root.remove(each)
    part._blob = _xml(root)
    return bool(len(root))


def paint_accent(document: Document, accent: str) -> None:
    """Make `accent` (six hexadecimal digits) the theme's first accent, wherever it is used."""
    part = document.part
    for relation in list(part.rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.THEME:
            theme = relation.target_part
            new = re.sub(
                rb"(<a:accent1>).*?(</a:accent1>)",
                rb'\g<1><a:srgbClr val="' + accent.encode() + rb'"/>\2',
                theme.blob,
                flags=re.DOTALL,
            )
            _replace_part(document, RELATIONSHIP_TYPE.THEME, str(theme.partname), theme.content_type, new)
    for root in _roots(document):
        for name, value in (("themeColor", "color"), ("themeFill", "fill")):
            for element in root.iterfind(f".//*[@{qn(name)}='accent1']"):
                if not any("Tint" in key or "Shade" in key for key in map(str, element.keys())):
                    shown = "val" if element.tag == qn("color") else value
                    element.set(qn(shown), accent)


def other_fonts(document: Document) -> list[Element]:
    """The reference document's own fonts, without files, which would have to be read and written again.

    Raises:
        etree.XMLSyntaxError: The table of fonts is damaged.
    """
    found = []
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            for font in etree.fromstring(relation.target_part.blob).iterfind(qn("font")):
                for embedded in [each for each in font if each.tag in map(qn, FACES)]:
                    font.remove(embedded)
                if font.get(qn("name")) != FAMILY:
                    found.append(font)
    return found


def embed_fonts(document: Document, folder: Path, others: Iterable[Element]) -> None:
    """Put the text face into the file, so that it looks the same on machines without it.

    `others` are the reference document's own fonts.

    Raises:
        RenderError: A font is missing.
    """
    package = document.part.package
    table = w("fonts")
    font = w(
        "font",
        w("altName", val="Calibri"),
        w("panose1", val="020B0504030602030204"),
        w("charset", val="00"),
        w("family", val="swiss"),
        w("pitch", val="variable"),
        name=FAMILY,
    )
    table.append(font)
    table.extend(others)
    uri = PackURI("/word/fontTable.xml")
    owner = Part(uri, CONTENT_TYPE.WML_FONT_TABLE, b"", package)
    for number, (element, name) in enumerate(FACES.items(), 1):
        key = uuid.uuid5(_NAMESPACE, name)
        data = _obfuscated(_read_font(folder / name), key)
        part = Font(PackURI(f"/word/fonts/font{number}.odttf"), data, package)
        relation = owner.relate_to(part, f"{_OFFICE}/font")
        embedded = w(element, r_id=relation)
        embedded.set(qn("fontKey"), f"{{{str(key).upper()}}}")
        font.append(embedded)
    made = Part(uri, CONTENT_TYPE.WML_FONT_TABLE, _xml(table), package)
    for relation in owner.rels.values():
        made.rels.add_relationship(relation.reltype, relation.target_part, relation.rId)
    _drop(document, RELATIONSHIP_TYPE.FONT_TABLE)
    document.part.relate_to(made, RELATIONSHIP_TYPE.FONT_TABLE)


def set_language(document: Document, language: str) -> None:
    """Say in which language the text is, for proofing and reading aloud."""
    name = word_language(language)
    for element in document.styles.element.iterfind(f"{qn('docDefaults')}//{qn('lang')}"):
        element.set(qn("val"), name)
    for element in document.settings.element.iterfind(qn("themeFontLang")):
        element.set(qn("val"), name)


def speak(document: Document, language: str) -> None:
    """Say the same of every style of a consortium's template: the report may be in another language."""
    name = word_language(language)
    for element in document.styles.element.iter(qn("lang")):
        element.set(qn("val"), name)
    usual = document.styles.element.find(f"{qn('docDefaults')}/{qn('rPrDefault')}/{qn('rPr')}")
    if usual is not None and usual.find(qn("lang")) is None:
        usual.append(w("lang", val=name))


def set_settings(document: Document, *, tracked: bool, fonts: bool = True) -> None:
    """Embed `fonts`, track changes if `tracked`, and drop what tells of the template's own history."""
    settings: Element = document.settings.element
    ours = ("saveSubsetFonts",) if fonts else ()
    for name in ("trackRevisions", "attachedTemplate", "rsids", "updateFields", *ours):
        for old in settings.findall(qn(name)):
            settings.remove(old)
    relations = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for relation in list(relations.values()):
        if relation.reltype.endswith("/attachedTemplate"):
            del relations[relation.rId]
    if fonts:
        insert_after(settings, w("embedTrueTypeFonts"), SETTINGS_BEFORE_FONTS)
    if tracked:
        insert_after(settings, w("trackRevisions"), SETTINGS_BEFORE_TRACKING)


def set_properties(
    document: Document,
    *,
    title: str,
    author: str,
    subject: str,
    keywords: str,
    language: str,
    date: datetime.date,
    kept: bool = False,
) -> None:
    """Say what the document is; what else the reference document says of itself is dropped, unless `kept`."""
    core = document.core_properties
    moment = datetime.datetime.combine(date, datetime.time.min)
    core.title, core.author, core.subject = (_short(each) for each in (title, author, subject))
    core.keywords, core.language = _short(keywords), word_language(language)
    core.created = core.modified = moment
    core.last_modified_by, core.revision = _short(author), 1
    own = () if kept else ("description", "category", "contentStatus", "identifier", "version")
    for name in ("lastPrinted", *own):
        for element in core._element.xpath(f"*[local-name()='{name}']"):
            core._element.remove(element)


def add_record(document: Document, draft_id: str, json: str) -> None:
    """Put a draft's id into a custom property and its record into a custom XML part."""
    package = document.part.package
    properties = _custom_properties(document)
    entry = etree.SubElement(properties, f"{{{_CUSTOM}}}property")
    number = 1 + max((int(each.get("pid", "1")) for each in properties if each.get("pid")), default=1)
    for name, value in {"fmtid": _FORMAT_ID, "pid": str(number), "name": DRAFT_PROPERTY}.items():
        entry.set(name, value)
    etree.SubElement(entry, f"{{{_VARIANT}}}lpwstr").text = legal(draft_id)
    uri = free_name(package, "/docProps/custom.xml")
    part = Part(uri, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _xml(properties), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)

    record = etree.Element(f"{{{DRAFT_NAMESPACE}}}draft", nsmap={"rb": DRAFT_NAMESPACE})
    record.set("id", legal(draft_id))
    record.text = legal(json)
    item = Part(package.next_partname("/customXml/item%d.xml"), "application/xml", _xml(record), package)
    about = etree.Element(f"{{{_DATASTORE}}}datastoreItem", nsmap={"ds": _DATASTORE})
    about.set(f"{{{_DATASTORE}}}itemID", f"{{{str(uuid.uuid5(_NAMESPACE, draft_id)).upper()}}}")
    references = etree.SubElement(about, f"{{{_DATASTORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_DATASTORE}}}schemaRef").set(f"{{{_DATASTORE}}}uri", DRAFT_NAMESPACE)
    details = Part(
        package.next_partname("/customXml/itemProps%d.xml"),
        CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
        _xml(about),
        package,
    )
    item.relate_to(details, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)


def drop_record(document: Document) -> None:
    """Take out the record of a draft that the reference document was made of."""
    for relation in list(document.part.rels.values()):
        custom = relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML and not relation.is_external
        if custom and DRAFT_NAMESPACE.encode() in relation.target_part.blob:
            del document.part.rels[relation.rId]
    for relation in document.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            properties = etree.fromstring(relation.target_part.blob)
            for each in [each for each in properties if each.get("name") == DRAFT_PROPERTY]:
                properties.remove(each)
            relation.target_part._blob = _xml(properties)


def _custom_properties(document: Document) -> Element:
    """The properties that people named, taken off to be written anew; an empty list where there are none."""
    package = document.part.package
    found = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={"cp": _CUSTOM, "vt": _VARIANT})
    for relation in list(package.rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            found.extend(etree.fromstring(relation.target_part.blob))
            del package.rels[relation.rId]
    return found


def clear_body(document: Document) -> Element:
    """Drop the reference document's sample text, with a mark for the body in its place.

    The settings of its last section stay; they are what is returned.
    """
    body: Element = document.element.body
    for each in list(body):
        if each.tag != qn("sectPr"):
            body.remove(each)
    section = body.find(qn("sectPr"))
    if section is None:
        section = OxmlElement("w:sectPr")
        body.append(section)
    section.addprevious(etree.Comment(BODY))
    return section


def save(document: Document, body: str) -> bytes:
    """Write the package with the pieces of its body; the same document gives the same bytes, at any time."""
    package, final = io.BytesIO(), io.BytesIO()
    document.save(package)
    parts = document.part.package.iter_parts()
    fonts = {part.partname.membername: part.data for part in parts if isinstance(part, Font)}
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(final, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # the maker's system is told by default, and would differ between machines
            entry.create_system = 0
            data = fonts.get(name) or source.read(name)
            if name == document.part.partname[1:]:
                data = _filled(data, body)
            target.writestr(entry, data, compresslevel=QUICK if len(data) > LARGE else None)
    return final.getvalue()


def _filled(document: bytes, body: str) -> bytes:
    """The main part of the package, with the body where its mark is."""
    root = etree.fromstring(document)
    if (root.nsmap.get("w"), root.nsmap.get("r")) != (W, R):
        # the reference document calls Word's names otherwise than the pieces of the body do
        root = w("document", *root)
    return _xml(root).replace(f"<!--{BODY}-->".encode(), body.encode())


def _xml(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def _roots(document: Document) -> Iterator[Element]:
    yield document.element
    yield document.styles.element
    yield numbering_root(document.part)
    for section in document.sections:
        for story in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not story.is_linked_to_previous:
                yield story._element


def _drop(document: Document, kind: str) -> None:
    for relation in list(document.part.rels.values()):
        if relation.reltype == kind:
            del document.part.rels[relation.rId]


def _replace_part(document: Document, kind: str, name: str, content_type: str, data: bytes) -> None:
    _drop(document, kind)
    document.part.relate_to(Part(PackURI(name), content_type, data, document.part.package), kind)


def _read_font(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RenderError(
            Problem(
                "font-missing",
                f"{path.parent.name}/{path.name}",
                "the font can't be read",
                "Install report-builder anew, or put the file back.",
            )
        ) from error


def _obfuscated(data: bytes, key: uuid.UUID) -> bytes:
    """A font's bytes as Word embeds them: the first 32 mixed with the key, back to front."""
    mask = key.bytes[::-1]
    start = bytes(each ^ mask[at % 16] for at, each in enumerate(data[:_OBFUSCATED_BYTES]))
    return start + data[_OBFUSCATED_BYTES:]


def _short(text: str) -> str:
    return legal(text)[:_LONGEST_PROPERTY]
