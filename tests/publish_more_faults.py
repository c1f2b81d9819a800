"""More faults, written before they were ever run: they stand apart from those that the rules were made with."""

import io
from pathlib import Path

import pikepdf
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from PIL import Image

from tests.seeding import Edit, Fault, add_picture, html, pdf, pdf_text, toml, typed, word, word_text


def _drop(words: str, file: str = "report") -> Edit:
    def change(document: Document) -> None:
        paragraph = next(one for one in document.paragraphs if words in one.text)
        document.element.body.remove(paragraph._p)

    return word(change, file)


def _drop_table(document: Document) -> None:
    table = next(table for table in document.tables if table.cell(1, 0).text == "Police")
    document.element.body.remove(table._tbl)


def _recount(document: Document) -> None:
    cells = next(table for table in document.tables if table.cell(1, 0).text == "Police").columns[1].cells
    cells[1].paragraphs[0].runs[0].text = "7"


def _logo_in_header(document: Document) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (90, 60), "#880000").save(buffer, "PNG")
    buffer.seek(0)
    document.sections[-1].header.paragraphs[0].add_run().add_picture(buffer, width=Mm(60))


def _white(document: Document) -> None:
    document.add_paragraph().add_run("for our eyes only").font.color.rgb = RGBColor(255, 255, 255)


def _photo(document: Document) -> None:
    buffer = io.BytesIO()
    photo = Image.new("RGB", (60, 40), "#558855")
    exif = photo.getexif()
    exif[0x010F] = "Phone"
    photo.save(buffer, "JPEG", exif=exif)
    buffer.seek(0)
    document.add_picture(buffer, width=Mm(15))._inline.docPr.set(
        "descr", "People in the garden behind the hall."
    )


def _lost_anchor(document: Document) -> None:
    for link in document.element.body.iter(qn("w:hyperlink")):
        if link.get(qn("w:anchor")):
            link.set(qn("w:anchor"), "gone")
            return


def _blank_page(package: pikepdf.Pdf) -> None:
    package.add_blank_page()


def _no_language(package: pikepdf.Pdf) -> None:
    del package.Root["/Lang"]


def _no_mark(package: pikepdf.Pdf) -> None:
    text = package.Root.Metadata.read_bytes().replace(b"pdfuaid", b"other")
    package.Root.Metadata = package.make_stream(text)


def _other_author(package: pikepdf.Pdf) -> None:
    package.docinfo["/Author"] = "Carlos Nobody"


def _markdown(old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / "output/themes/flooding.md"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def _nothing(folder: Path) -> None:
    (folder / "output/report.pdf").write_bytes(b"%PDF-1.7 torn")


ENGLISH = (
    Fault(
        "number sign of the statement",
        word_text("agreement No\u00a0812345", "agreement no. 812345"),
        "G",
        "report.docx, paragraph",
    ),
    Fault(
        "acronym in Word's header",
        word(lambda d: setattr(d.sections[-1].header.paragraphs[0].runs[0], "text", "CIVIA4ALL")),
        "",
        "report.docx, header",
    ),
    Fault(
        "number in the footer",
        word_text("D3.1 – Report", "D3.2 – Report"),
        "",
        "report.docx, header of section",
    ),
    *(
        Fault(
            f"more than one fault in a paragraph: {rule}",
            word_text("CIVI@4ALL studies how", "The 14 participants TODO CIVI@4ALL studies what"),
            rule,
            "report.docx, paragraph",
        )
        for rule in ("X1", "T2", "M1")
    ),
    *(
        Fault(
            f"another day of the workshop: {said}",
            typed("sections/conclusions.md", "Both themes", f"{said} Both themes"),
            "W3",
            "inputs/sections/conclusions.md",
        )
        for said in (
            "The workshop was held on 6 March 2024.",
            "Our 2nd project workshop was held there on 06.03.2024.",
            "The workshop of 6 March 2024 was full.",
            "On 6th March 2024, the workshop was held.",
        )
    ),
    Fault(
        "number in the footer, which is no header",
        word_text("D3.1 – Report", "D3.2 – Report"),
        "N",
        "report.docx, footer of section",
    ),
    Fault("number in the citation", html("CIVI@4ALL, D3.1.", "CIVI@4ALL, D3.2."), "", 'row "Please cite as"'),
    Fault("page without header", pdf(_blank_page), "D2", "report.pdf, page"),
    Fault("disclaimer deleted", _drop("This document reflects only"), "G2", "report.docx"),
    Fault(
        "disclaimer deleted in a summary",
        _drop("This document reflects only", "themes/protests"),
        "G2",
        "themes/protests.docx",
    ),
    Fault("author of the PDF", pdf(_other_author), "D3", "report.pdf, properties, author"),
    Fault(
        "grant number with a digit too few",
        toml('grant_number = "812345"', 'grant_number = "81234"'),
        "G",
        "key funding.grant_number",
    ),
    Fault("logo in the header larger than the emblem", word(_logo_in_header), "G5", "report.docx, header"),
    Fault(
        "logo larger in HTML",
        html("</main>", '<img alt="Logo of the city" width="400" height="300" src="data:,"></main>'),
        "G5",
        "report.html, line",
    ),
    Fault(
        "emblem turned",
        html('class="emblem" ', 'class="emblem" style="transform: rotate(20deg)" '),
        "G7",
        "report.html, line",
    ),
    Fault(
        "acronym in keywords",
        toml('keywords = ["public space"', 'keywords = ["Civi4All", "public space"'),
        "N1",
        "report.html, properties, keywords",
    ),
    Fault(
        "other day of the event",
        toml("date = 2024-03-05", "date = 2024-03-06", build=False),
        "D1",
        'row "Workshop"',
    ),
    Fault(
        "name to be filled in",
        typed("sections/conclusions.md", "Both themes", "[Name of rapporteur] found that both themes"),
        "X1",
        "conclusions.md",
    ),
    Fault("participants of a group", word(_recount), "T1", "report.docx, table"),
    Fault("table taken out", word(_drop_table), "M2", "report.docx"),
    Fault("description of a chart", html("Police: 6", "Police: 9"), "M3", "report.html, line"),
    Fault("language of the PDF", pdf(_no_language), "A1", "report.pdf"),
    Fault("mark of PDF/UA", pdf(_no_mark), "A2", "report.pdf"),
    Fault("heading of level 4", html("<h2 ", "<h4 "), "A3", "report.html, line"),
    Fault(
        "no title in HTML",
        html("<title>Report on the 2nd workshop: voices of the street</title>", "<title></title>"),
        "A2",
        "report.html, properties, title",
    ),
    Fault("white words", word(_white), "", "report.docx, paragraph"),
    Fault("link of Word to nothing", word(_lost_anchor), "X2", "report.docx"),
    Fault(
        "annex that is not there",
        typed("sections/introduction.md", "public space.", "public space (see Annex F)."),
        "X2",
        "report.html, line",
    ),
    Fault("terms of the licence", toml("(CC BY 4.0)", "(CC BY-SA 4.0)"), "O1", "key deliverable.licence_url"),
    Fault(
        "next workshop numbered before this one",
        toml('title = "Voices of the market"', 'title = "Workshop 1: voices of the market"'),
        "N3",
        "key next_event.title",
    ),
    Fault("thirteen people", html("12 people took part", "13 people took part"), "T2", "report.html, line"),
    Fault("what a camera wrote", word(_photo), "P3", "report.docx, paragraph"),
    Fault(
        "hidden in HTML",
        html("</main>", '<p style="display:none">not for the Commission</p></main>'),
        "P6",
        "report.html, line",
    ),
    Fault(
        "address of a computer",
        word_text("Both themes", "Logged from 193.92.14.7: both themes", "report"),
        "P1",
        "report.docx, paragraph",
    ),
    Fault("torn PDF", _nothing, "publish-unreadable", "report.pdf"),
    Fault(
        "an evaluation mean that is none",
        html('<td class="number">3.8</td>', '<td class="number">4.8</td>'),
        "T1",
        "report.html",
    ),
    Fault(
        "theme title in a summary",
        word_text("Protests", "Protest marches", "themes/protests"),
        "M1",
        "themes/protests.docx",
    ),
    Fault(
        "logo larger at the end of a summary",
        word(add_picture(30), "themes/protests"),
        "G5",
        "themes/protests.docx",
    ),
)
GREEK = (
    Fault(
        "another day of the workshop",
        typed("sections/conclusions.md", "Και τα", "Το εργαστήριο διεξήχθη στις 13.10.2023. Και τα"),
        "W3",
        "inputs/sections/conclusions.md",
    ),
    Fault(
        "statement in Markdown",
        _markdown("Funded by the European Union\n", "Funded by the Union\n"),
        "G1",
        "themes/flooding.md, line",
    ),
    Fault(
        "statement cut from Markdown",
        _markdown("Funded by the European Union\n", "\n"),
        "G1",
        "themes/flooding.md, last line",
    ),
    Fault(
        "date in Word's header",
        word_text("15 Δεκεμβρίου 2023", "16 Δεκεμβρίου 2023", "report"),
        "M1",
        "report.docx",
    ),
    Fault(
        "lost source of a reference",
        typed(
            "sections/conclusions.md",
            "Και τα δύο",
            "Σφάλμα! Το αρχείο προέλευσης της αναφοράς δεν βρέθηκε. Και τα δύο",
        ),
        "X2",
        "conclusions.md",
    ),
    Fault(
        "twenty people",
        typed(
            "sections/executive-summary.md", "Οι 12 συμμετέχοντες ήρθαν", "Συμμετείχαν 20 άτομα, που ήρθαν"
        ),
        "T2",
        "executive-summary.md",
    ),
    Fault(
        "statement in a summary",
        html('<p class="statement">Funded by', '<p class="statement">Supported by', "themes/flooding"),
        "G1",
        "themes/flooding.html",
    ),
    Fault(
        "words to come",
        typed("sections/conclusions.md", "Και τα δύο", "ΕΚΚΡΕΜΕΙ η έγκριση. Και τα δύο"),
        "X1",
        "report.docx",
    ),
    Fault(
        "level in the PDF",
        pdf_text("Επίπεδο διάδοσης: PU", "Επίπεδο διάδοσης: SEN"),
        "E2",
        "report.pdf, page 1",
    ),
    Fault(
        "authority in the disclaimer",
        html("European Research Executive Agency. Neither", "European Commission. Neither"),
        "G2",
        "report.html, line",
    ),
    Fault(
        "acronym in a note",
        typed("notes/imera.md", "Τα φρεάτια φράζουν", "Κατά το Coast4All τα φρεάτια φράζουν"),
        "N1",
        "notes/imera.md, line",
    ),
)
