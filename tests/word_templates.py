"""Word templates as consortia have them, made small: covers, heads, text boxes, and names that Word split."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = b"wordprocessingml.document.main+xml"
GERMAN = {
    "Normal": "Standard",
    "heading 1": "Überschrift 1",
    "heading 2": "Überschrift 2",
    "Title": "Titel",
    "Body Text": "Textkörper",
    "List Bullet": "Aufzählungszeichen",
}
FRENCH = {
    "heading 1": "Titre 1",
    "heading 2": "Titre 2",
    "Title": "Titre",
    "Body Text": "Corps de texte",
    "List Bullet": "Liste à puces",
}
GREEK = {
    "Normal": "Βασικό",
    "heading 1": "Επικεφαλίδα 1",
    "heading 2": "Επικεφαλίδα 2",
    "Title": "Τίτλος",
    "Body Text": "Σώμα κειμένου",
    "List Bullet": "Λίστα με κουκκίδες",
}


def template(write: Callable[[Document], None]) -> bytes:
    """A template whose content `write` puts into an empty document."""
    document = docx.Document()
    write(document)
    return saved(document)


def saved(document: Document) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def plain(*paragraphs: str) -> bytes:
    """A template of some paragraphs."""

    def write(document: Document) -> None:
        for text in paragraphs:
            document.add_paragraph(text)

    return template(write)


def add_split(document: Document, pieces: Iterable[str], style: str = "Normal") -> None:
    """A paragraph whose words stand in several runs, with a spelling mark between them as Word leaves it."""
    paragraph = document.add_paragraph(style=style)
    for number, piece in enumerate(pieces):
        if number:
            paragraph._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
        paragraph.add_run(piece).bold = bool(number % 2)


def text_box(*pieces: str) -> str:
    """A paragraph with a text box, which Word writes twice: for itself, and for programs that are older."""
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in pieces)
    content = f"<w:txbxContent><w:p>{runs}</w:p></w:txbxContent>"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    shape = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    return (
        f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:wps="{shape}" xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:wp="{drawing}/wordprocessingDrawing" xmlns:a="{drawing}/main"><w:r><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        '<wp:extent cx="2800000" cy="600000"/><wp:docPr id="7" name="Box" descr="Days"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="2800000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:200pt;height:40pt"><v:textbox>{content}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def control(text: str) -> str:
    """A paragraph in a content control that Word fills from the file's properties."""
    return (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{{0}}"/></w:sdtPr>'
        f"<w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )


def append(document: Document, xml: str) -> None:
    document.element.body.insert(-1, parse_xml(xml))


def consortium() -> bytes:
    """A cover with everything that may be filled, heads of its own for each kind of page, a back page."""

    def write(document: Document) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True
        add_split(document, ("{", "{ ti", "tle", " }", "}"), "Title")
        document.add_paragraph("Project {{ project.acronym }}: {{ project.title }}")
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Deliverable", "{{ deliverable.number }}"
        table.cell(1, 0).text, table.cell(1, 1).text = "Authors", "{{ deliverable.authors }}"
        append(document, text_box("{{ event.", "date }}"))
        append(document, control("{{ place }}"))
        section.first_page_header.paragraphs[0].text = "First: {{ organiser }}"
        section.even_page_header.paragraphs[0].text = "Even: {{ version }}"
        section.header.paragraphs[0].text = "{{ project.acronym }} – {{ state }}"
        section.footer.paragraphs[0].text = "Partner Ltd, {{ deliverable.number }}"
        document.add_section()
        document.add_paragraph("{{ report }}")
        document.add_paragraph("Back page of {{ organiser }}")
        document.core_properties.category = "{{ project.acronym }}"

    return template(write)


def in_names(names: Mapping[str, str], *paragraphs: str) -> bytes:
    """A template whose styles have other names than Word's, with ids to match."""
    document = docx.Document(io.BytesIO(plain(*paragraphs)))
    ids = {}
    for style in document.styles.element.iter(f"{{{W}}}style"):
        name = style.find(f"{{{W}}}name")
        if name.get(f"{{{W}}}val") in names:
            other = names[name.get(f"{{{W}}}val")]
            name.set(f"{{{W}}}val", other)
            ids[style.get(f"{{{W}}}styleId")] = other.replace(" ", "").lstrip("Ü")
            style.set(f"{{{W}}}styleId", ids[style.get(f"{{{W}}}styleId")])
    for tag in ("basedOn", "next", "link"):
        for other in document.styles.element.iter(f"{{{W}}}{tag}"):
            other.set(f"{{{W}}}val", ids.get(other.get(f"{{{W}}}val"), other.get(f"{{{W}}}val")))
    return saved(document)


def changed(
    data: bytes,
    parts: Mapping[str, Callable[[bytes], bytes]],
    new: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A file with some parts changed, by their names, and others that are new."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, parts[name](content) if name in parts else content)
        for name, content in new.items():
            target.writestr(name, content)
    return made.getvalue()


def as_dotx(data: bytes) -> bytes:
    types: dict[str, Callable[[bytes], bytes]] = {
        "[Content_Types].xml": lambda part: part.replace(MAIN, b"wordprocessingml.template.main+xml")
    }
    return changed(data, types)
