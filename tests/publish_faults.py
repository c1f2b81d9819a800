"""Faults as they happen in finished workshops, each with the rule that names it and the place that is told."""

from typing import Any

import pikepdf
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.seeding import (
    Fault,
    add_picture,
    coloured,
    emblem_of,
    html,
    pdf,
    pdf_text,
    recolour_emblem,
    remove_emblem,
    repaint_emblem,
    resize_emblem,
    toml,
    typed,
    word,
    word_text,
)

SUMMARY = "sections/executive-summary.md"
INTRODUCTION = "sections/introduction.md"


def _miscount(document: Document) -> None:
    cells = next(table for table in document.tables if table.cell(1, 0).text == "Police").columns[1].cells
    cells[-1].paragraphs[0].runs[0].text = "13"


def _undo_heading(document: Document) -> None:
    heading = [paragraph for paragraph in document.paragraphs if "Methodology" in paragraph.text][-1]
    heading.style = document.styles["Normal"]


def _hide(document: Document) -> None:
    document.add_paragraph().add_run("Only for us: the mayor disagrees.").font.hidden = True


def _insert_tracked(document: Document) -> None:
    change = OxmlElement("w:ins")
    change.set(qn("w:author"), "Somebody")
    paragraph = document.add_paragraph("Agreed")
    run = paragraph.runs[0]._r
    paragraph._p.remove(run)
    change.append(run)
    paragraph._p.append(change)


def _unhead_table(document: Document) -> None:
    for mark in list(document.element.body.iter(qn("w:tblHeader"))):
        mark.getparent().remove(mark)


def _without_alt(document: Document) -> None:
    emblem_of(document).docPr.set("descr", "")


def _set_language(document: Document) -> None:
    document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), "fr-FR")


def _untag(package: pikepdf.Pdf) -> None:
    del package.Root["/StructTreeRoot"]


def _info(key: str, value: str | None) -> Any:
    def change(package: pikepdf.Pdf) -> None:
        if value is None:
            del package.docinfo[key]
        else:
            package.docinfo[key] = value

    return change


def _unalt_figures(package: pikepdf.Pdf) -> None:
    for thing in package.objects:
        if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/S", "")) == "/Figure":
            thing["/Alt"] = ""


def _unembed(package: pikepdf.Pdf) -> None:
    for thing in package.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]


ENGLISH = (
    # The grant: statement, disclaimer, emblem, number.
    Fault(
        "a word of the statement changed",
        word_text("has received funding", "has received support"),
        "G1",
        "report.docx, paragraph",
    ),
    Fault(
        "digits of the grant swapped",
        html("agreement No\u00a0812345</p>", "agreement No\u00a0812354</p>"),
        "G1",
        "report.html, line",
    ),
    Fault(
        "statement cut out of the PDF",
        pdf_text('<p class="statement">', '<p class="statement" hidden style="display:none">'),
        "G1",
        "report.pdf, page 1",
    ),
    Fault(
        "statement of another programme",
        html(
            "</main>",
            "<p>Funded by the European Union. Views and opinions expressed are however those of the author(s) only.</p></main>",
        ),
        "G1",
        "report.html, line",
    ),
    Fault(
        "programme that is not the grant's",
        toml('programme = "h2020"', 'programme = "horizon-europe"', build=False),
        "G1",
        "report.docx, cover",
    ),
    Fault(
        "disclaimer missing",
        html(
            '<p class="disclaimer" lang="en">This document reflects only',
            '<p hidden class="disclaimer" lang="en">This paper reflects',
        ),
        "G2",
        "report.html",
    ),
    Fault(
        "disclaimer with another authority",
        word_text("the European Commission is not responsible", "the Agency is not responsible"),
        "G2",
        "report.docx, paragraph",
    ),
    Fault("emblem taken out of Word", word(remove_emblem), "G3", "report.docx, cover"),
    Fault(
        "emblem taken out of a summary", word(remove_emblem, "themes/protests"), "G3", "themes/protests.docx"
    ),
    Fault("emblem of half a centimetre", word(resize_emblem(7.5, 5)), "G4", "report.docx, paragraph"),
    Fault(
        "emblem too small in HTML",
        html('class="emblem" ', 'class="emblem" style="width:9mm" '),
        "G4",
        "report.html, line",
    ),
    Fault(
        "emblem too small in PDF",
        pdf_text('class="emblem" ', 'class="emblem" style="width:9mm" '),
        "G4",
        "report.pdf, page 1",
    ),
    Fault("emblem stretched", word(resize_emblem(30, 14)), "G7", "report.docx, paragraph"),
    Fault("emblem in grey", word(recolour_emblem), "G7", "report.docx, paragraph"),
    Fault(
        "emblem with a lighter blue",
        repaint_emblem("#3377dd"),
        "G7",
        "report.html, line",
    ),
    Fault("partner's logo larger", word(add_picture(40)), "G5", "report.docx, paragraph"),
    Fault("emblem without description", word(_without_alt), "G6", "report.docx, paragraph"),
    Fault(
        "another number of the grant in prose",
        typed(INTRODUCTION, "CIVI@4ALL studies", "CIVI@4ALL (grant agreement No 811111) studies"),
        "G8",
        "sections/introduction.md",
    ),
    Fault(
        "number of the grant written another way",
        typed(INTRODUCTION, "CIVI@4ALL studies", "CIVI@4ALL (GA no. 812345) studies"),
        "G8",
        "report.html",
    ),
    # Names.
    Fault(
        "acronym with an A",
        typed(INTRODUCTION, "CIVI@4ALL", "CIVIA4ALL"),
        "N1",
        "sections/introduction.md, paragraph 1",
    ),
    Fault(
        "acronym in other letters",
        word_text("CIVI@4ALL studies", "Civi@4All studies"),
        "N1",
        "report.docx, paragraph",
    ),
    Fault(
        "acronym without a letter", html("CIVI@4ALL studies", "CIV@4ALL studies"), "N1", "report.html, line"
    ),
    Fault(
        "acronym in workshop.toml",
        toml('title = "Listening to', 'title = "CIVI4ALL: Listening to'),
        "N1",
        "key project.title",
    ),
    Fault(
        "number of another deliverable on the cover",
        word_text("Deliverable D3.1", "Deliverable D3.2"),
        "N2",
        "report.docx, paragraph 2",
    ),
    Fault(
        "code with another deliverable",
        html("Deliverable D3.1</p>", "Deliverable D3.1</p><p>CIVIL-D3-2-OCT17-E1</p>"),
        "N2",
        "report.html, line",
    ),
    Fault(
        "ordinal of another workshop", toml('ordinal = "2nd', 'ordinal = "3rd'), "N3", "key deliverable.title"
    ),
    # The document's facts.
    Fault(
        "another version in the control page",
        word_text("version 1.0, 20 May 2024", "version 0.9, 20 May 2024"),
        "D",
        "report.docx",
    ),
    Fault(
        "another author in the control page",
        html("Ana Prazeres (ICS)</td>", "Ana Marques (ICS)</td>"),
        "D1",
        'row "Authors"',
    ),
    Fault(
        "header with another date",
        pdf_text("version 1.0, 20 May 2024</span></header>", "version 1.0, 21 May 2024</span></header>"),
        "D2",
        "report.pdf, page 2",
    ),
    Fault(
        "no header",
        html('<header class="running-header">', '<header class="gone" hidden>'),
        "D2",
        "report.html, running header",
    ),
    Fault(
        "older than workshop.toml",
        toml('version = "1.0"', 'version = "1.1"', build=False),
        "D1",
        'report.docx, table 1, under "Document control", row "Version"',
    ),
    Fault(
        "title of the PDF of another report",
        pdf(_info("/Title", "State of the art")),
        "D3",
        "report.pdf, properties, title",
    ),
    Fault(
        "citation of another report",
        toml(
            'lead = "Institute',
            'citation = "CIVI@4ALL (2024): State of the art review, D1.1."\nlead = "Institute',
        ),
        "D4",
        "key deliverable.citation",
    ),
    Fault(
        "citation of another year",
        toml(
            'lead = "Institute',
            'citation = "Ana Prazeres (2023): Report on the 2nd workshop: voices of the street, D3.1."\nlead = "Institute',
        ),
        "D4",
        "key deliverable.citation",
    ),
    Fault(
        "citation of another version",
        html("voices of the street, CIVI@4ALL, D3.1.", "voices of the street, version 0.3, CIVI@4ALL, D3.1."),
        "D",
        'row "Please cite as"',
    ),
    # Sums.
    Fault(
        "total off by one",
        html('<td class="number"><strong>4</strong></td>', '<td class="number"><strong>5</strong></td>'),
        "T1",
        "row 2",
    ),
    Fault("total of participants", word(_miscount), "T", "report.docx, "),
    Fault(
        "number of participants in the summary",
        typed(SUMMARY, "The 12 participants", "The 15 participants"),
        "T2",
        "executive-summary.md",
    ),
    Fault(
        "number of themes",
        typed(SUMMARY, "followed two themes", "followed three themes"),
        "T2",
        "report.docx, paragraph",
    ),
    Fault(
        "percentage that is none",
        typed(SUMMARY, "It followed", "Half of them, 5 of 12 (55 %), had been there before. It followed"),
        "T3",
        "executive-summary.md",
    ),
    # Leftovers.
    Fault(
        "TODO in a note",
        typed("notes/day.md", "that are verified.", "that are verified. TODO ask Petra."),
        "X1",
        "inputs/notes/day.md, line 6",
    ),
    Fault(
        "lorem ipsum",
        word_text("Both themes ask", "Lorem ipsum dolor. Both themes ask"),
        "X1",
        "report.docx, paragraph",
    ),
    Fault(
        "template text",
        word(lambda document: document.add_paragraph("Click or tap here to enter text.")),
        "X1",
        "report.docx, paragraph",
    ),
    Fault(
        "braces of a template",
        html("CIVI@4ALL studies", "{{ project.acronym }} studies"),
        "X1",
        "report.html, line",
    ),
    Fault(
        "[insert …]",
        toml('place = "Porto, Portugal"', 'place = "Porto, Portugal"\nvenue = "[insert address]"'),
        "X1",
        "key event.venue",
    ),
    Fault(
        "broken reference of Word",
        word(lambda document: document.add_paragraph("See Error! Bookmark not defined.")),
        "X2",
        "report.docx, paragraph",
    ),
    Fault(
        "question marks for a number",
        typed(INTRODUCTION, "studies how", "studies in section ?? how"),
        "X1",
        "introduction.md",
    ),
    Fault("link to nothing", html('href="#f-', 'href="#x-'), "X2", "report.html, line"),
    Fault(
        "finding that is not there",
        typed("sections/conclusions.md", "Both themes", "As F99 says, both themes"),
        "X2",
        "report.html, line",
    ),
    Fault(
        "empty section",
        word(lambda document: document.add_heading("Lessons", 2)),
        "X3",
        "report.docx, paragraph",
    ),
    Fault(
        "tracked change",
        html(">CIVI@4ALL studies", "><ins>Truly,</ins> CIVI@4ALL studies"),
        "P6",
        "report.html, line",
    ),
    Fault(
        "comment in the final file",
        word(
            lambda document: document.add_comment(document.paragraphs[5].runs, "Check", "Bo"), "final/report"
        ),
        "P6",
        "final/report.docx, comments",
    ),
    Fault(
        "tracked change in the final file",
        word(_insert_tracked, "final/report"),
        "P6",
        "final/report.docx, paragraph",
    ),
    Fault("hidden text", word(_hide), "P6", "report.docx, paragraph"),
    Fault(
        "somebody else saved it",
        word(lambda document: setattr(document.core_properties, "last_modified_by", "j.smith")),
        "P6",
        "properties, last changed by",
    ),
    Fault(
        "a page for the printer's note", html("</main>", "<!-- ask Ana --></main>"), "P6", "report.html, line"
    ),
    # Dates.
    Fault(
        "next workshop before this one",
        toml("date = 2024-09-17", "date = 2023-09-17"),
        "W1",
        "key next_event.date",
    ),
    Fault(
        "version before the workshop",
        toml("date = 2024-05-20", "date = 2024-01-20"),
        "W2",
        "key deliverable.date",
    ),
    Fault(
        "history out of order", toml("date = 2024-04-02", "date = 2024-06-02"), "W2", "key deliverable.date"
    ),
    Fault(
        "workshop held on another day",
        typed(SUMMARY, "On 5 March 2024", "On 6 March 2024"),
        "W3",
        "executive-summary.md",
    ),
    # People, levels, licence.
    Fault(
        "mail address",
        word_text("public space.", "public space; write to ana@ics.example."),
        "P1",
        "report.docx, paragraph",
    ),
    Fault(
        "telephone number",
        word_text("Both themes ask", "Call +351 912 345 678. Both themes ask"),
        "P1",
        "report.docx, paragraph",
    ),
    Fault(
        "small group shown",
        html(
            '<th scope="row">Police</th><td class="number">6</td>',
            '<th scope="row">Police</th><td class="number">2</td>',
        ),
        "C3",
        'row "Police"',
    ),
    Fault(
        "no word on consent",
        toml('consent = "no people"', 'consent = ""'),
        "input-consent",
        "inputs/workshop.toml",
    ),
    Fault(
        "rule of confidentiality taken out",
        html("<p>The workshop was held under the Chatham House Rule.</p>", ""),
        "E1",
        "report.html",
    ),
    Fault("confidential and public", word_text("PU – Public", "PU – Confidential"), "E2", "report.docx"),
    Fault("level that does not exist", toml('level = "PU"', 'level = "PUB"'), "E2", "key deliverable.level"),
    Fault(
        "licence of a report that is not public", toml('level = "PU"', 'level = "SEN"'), "E2", "report.docx"
    ),
    Fault(
        "marking of secrecy",
        typed("sections/conclusions.md", "Both themes", "EU RESTRICTED. Both themes"),
        "E3",
        "conclusions.md",
    ),
    Fault(
        "no licence",
        toml('licence = "Creative Commons Attribution 4.0 International (CC BY 4.0)"\n', ""),
        "O1",
        "key deliverable.licence",
    ),
    Fault(
        "licence and address disagree",
        toml("licenses/by/4.0/", "licenses/by-nc/4.0/"),
        "O1",
        "key deliverable.licence_url",
    ),
    Fault(
        "old form of a DOI",
        typed(INTRODUCTION, "public space.", "public space (doi:10.5281/zenodo.12345)."),
        "O3",
        "introduction.md",
    ),
    # Access.
    Fault("language of Word", word(_set_language), "A1", "report.docx, properties, language"),
    Fault(
        "language of HTML missing",
        html('<html lang="en">', "<html>"),
        "A1",
        "report.html, properties, language",
    ),
    Fault(
        "no title in Word",
        word(lambda document: setattr(document.core_properties, "title", "")),
        "A2",
        "report.docx, properties, title",
    ),
    Fault("no title in PDF", pdf(_info("/Title", None)), "A2", "report.pdf, properties, title"),
    Fault("untagged PDF", pdf(_untag), "A2", "report.pdf"),
    Fault("fonts taken out", pdf(_unembed), "A2", "report.pdf, page"),
    Fault("pictures of the PDF undescribed", pdf(_unalt_figures), "A3", "report.pdf, page"),
    Fault(
        "skipped level of heading",
        word(lambda document: (document.add_heading("Deep", 3), document.add_paragraph("Text."))),
        "A3",
        "report.docx, paragraph",
    ),
    Fault(
        "heading in disguise",
        word(_undo_heading),
        "A3",
        "report.docx, paragraph",
    ),
    Fault("table without header row", word(_unhead_table), "A3", "report.docx, table"),
    Fault(
        "picture without description",
        html('alt="Plan of the room: three tables before a screen."', ""),
        "A3",
        "report.html, line",
    ),
    Fault(
        "picture described by its name", word(add_picture(9, "image1.png")), "A3", "report.docx, paragraph"
    ),
    Fault(
        "click here",
        html("CIVI@4ALL studies", '<a href="https://civi4all.example">Click here</a>: CIVI@4ALL studies'),
        "A3",
        "report.html, line",
    ),
    Fault(
        "bare address",
        typed(INTRODUCTION, "public space.", "public space: https://city.example/plans/2024.pdf"),
        "A3",
        "introduction.md",
    ),
    Fault(
        "typed bullet",
        word(lambda document: document.add_paragraph("• a point")),
        "A3",
        "report.docx, paragraph",
    ),
    Fault("yellow on white", word(coloured("Readable by few", "FFCC00")), "A4", "report.docx, paragraph"),
    Fault(
        "faint words in HTML",
        html(">CIVI@4ALL studies", ' style="color:#bbbbbb">CIVI@4ALL studies'),
        "A4",
        "report.html, line",
    ),
    Fault(
        "faint words in PDF",
        pdf_text(">CIVI@4ALL studies", ' style="color:#bbbbbb">CIVI@4ALL studies'),
        "A4",
        "report.pdf, page",
    ),
    Fault(
        "faint accent", toml("[privacy]", '[look]\naccent = "#ffcc00"\n\n[privacy]'), "A4", "key look.accent"
    ),
    Fault("script", html("</main>", "<script>track()</script></main>"), "A6", "report.html, line"),
    # Formats that disagree.
    Fault(
        "finding missing in the PDF",
        pdf_text(
            "<span>Stewards lose their radio when the square is full.</span>",
            "<span>Stewards are well.</span>",
        ),
        "M1",
        "report.pdf, page",
    ),
    Fault(
        "sentence only in Word",
        word_text("Both themes ask", "Nobody disagreed. Both themes ask"),
        "M1",
        "report.docx, paragraph",
    ),
    Fault(
        "picture only missing in HTML",
        html('<img src="data:image/png', '<img hidden alt="Plan of the room" data-x="data:image/png'),
        "M3",
        "report.html",
    ),
)
GREEK = (
    Fault(
        "a word of the statement changed",
        word_text("Funded by the European Union", "Financed by the European Union"),
        "G1",
        "report.docx, paragraph",
    ),
    Fault(
        "co-funded instead of funded",
        html('<p class="statement">Funded by', '<p class="statement">Co-funded by'),
        "G1",
        "report.html, line",
    ),
    Fault("emblem too low", word(resize_emblem(12, 8)), "G4", "report.docx, paragraph"),
    Fault(
        "acronym with Greek letters", typed(INTRODUCTION, "COAST@4ALL", "COΑSTA4ALL"), "N1", "introduction.md"
    ),
    Fault(
        "number of another deliverable",
        word_text("Παραδοτέο D3.1", "Παραδοτέο D3.2"),
        "N2",
        "report.docx, paragraph 2",
    ),
    Fault(
        "total off by one",
        html('<td class="number"><strong>3</strong></td>', '<td class="number"><strong>4</strong></td>'),
        "T1",
        "row 2",
    ),
    Fault(
        "number of participants",
        typed(SUMMARY, "Οι 12 συμμετέχοντες", "Οι 14 συμμετέχοντες"),
        "T2",
        "executive-summary.md",
    ),
    Fault(
        "percentage that is none",
        typed(SUMMARY, "Οι 12", "Απάντησαν 9 από τους 12 (60 %). Οι 12"),
        "T3",
        "executive-summary.md",
    ),
    Fault(
        "text to be filled in",
        typed(INTRODUCTION, "μελετά πώς", "[συμπληρώστε] μελετά πώς"),
        "X1",
        "introduction.md",
    ),
    Fault(
        "text to be filled in, in Word",
        word(lambda document: document.add_paragraph("Εισαγάγετε κείμενο εδώ")),
        "X1",
        "report.docx, paragraph",
    ),
    Fault(
        "broken reference of Greek Word",
        word(lambda document: document.add_paragraph("Βλ. Σφάλμα! Δεν έχει οριστεί σελιδοδείκτης.")),
        "X2",
        "report.docx, paragraph",
    ),
    Fault(
        "workshop held on another day",
        typed(SUMMARY, "Στις 12 Οκτωβρίου", "Στις 13 Οκτωβρίου"),
        "W3",
        "executive-summary.md",
    ),
    Fault(
        "next workshop before this one",
        toml("date = 2024-04-18", "date = 2023-04-18"),
        "W1",
        "key next_event.date",
    ),
    Fault(
        "marking of secrecy",
        typed("sections/conclusions.md", "Και τα δύο", "ΑΠΟΡΡΗΤΟ. Και τα δύο"),
        "E3",
        "conclusions.md",
    ),
    Fault(
        "confidential and public",
        html("Επίπεδο διάδοσης: PU – Δημόσιο", "Επίπεδο διάδοσης: CO – Εμπιστευτικό"),
        "E2",
        "report.html, line",
    ),
    Fault(
        "click here",
        html(">Το COAST@4ALL", '><a href="https://a.example">εδώ</a> Το COAST@4ALL'),
        "A3",
        "report.html, line",
    ),
    Fault("language of Word", word(_set_language), "A1", "report.docx, properties, language"),
    Fault(
        "English not marked",
        html(
            ">Το COAST@4ALL",
            "><span>The participants agreed that the harbour should be opened to the small boats again in winter.</span></p><p>Το COAST@4ALL",
        ),
        "A5",
        "report.html, line",
    ),
    Fault(
        "citation of another report",
        toml(
            'lead = "Εργαστήριο',
            'citation = "COAST@4ALL (2023): Επισκόπηση της βιβλιογραφίας, D1.1."\nlead = "Εργαστήριο',
        ),
        "D4",
        "key deliverable.citation",
    ),
    Fault(
        "finding missing in the PDF",
        pdf_text(
            "<span>Τα δίχτυα χάνονται όταν αλλάζουν τα ρεύματα.</span>", "<span>Τα δίχτυα αντέχουν.</span>"
        ),
        "M1",
        "report.pdf, page",
    ),
    Fault(
        "title of the PDF of another report",
        pdf(_info("/Title", "Επισκόπηση")),
        "D3",
        "report.pdf, properties, title",
    ),
    Fault(
        "ordinal of another workshop", toml('ordinal = "2ο', 'ordinal = "3ο'), "N3", "key deliverable.title"
    ),
)
