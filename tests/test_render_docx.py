"""The Word document as its readers, and Word itself, see it."""

import base64
import datetime
import io
import re
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from report_builder.draft import Draft, DraftParagraph
from report_builder.draftxml import read_draft_text
from report_builder.errors import RenderError, TemplateError
from report_builder.history.drafts import from_json
from report_builder.render.docx import render_docx
from report_builder.render.page import Page, make_page
from report_builder.render.word.xml import PPR_ORDER
from report_builder.wordxml import read_styles
from tests.outline import docx_paragraphs
from tests.report_sample import sample_report

TEMPLATES = Path(__file__).parent.parent / "templates"
REFERENCE, FONTS = TEMPLATES / "reference.docx", TEMPLATES / "fonts"
DRAFT_ID = "k3x9"


def RECORD(paragraphs: Sequence[DraftParagraph], beside: Sequence[str]) -> Draft:
    return Draft(DRAFT_ID, "<ä>", "0.1", "2017-06-30", tuple(paragraphs), (), {})


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {
    "w": W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}


def uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def png(width: int = 30, height: int = 20) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, "PNG", dpi=(96, 96))
    return uri("png", buffer.getvalue())


SVG = uri(
    "svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="30pt" viewBox="0 0 90 30">'
    b'<text x="0" y="20" font-family="Ubuntu">one</text></svg>',
)
BODY = f"""
<a class="screen-only" href="#main">Skip to the content</a>
<div class="running-header"><span class="left">MEDI</span> <span class="right">Draft 0.3</span></div>
<div class="running-footer"><span class="left">D2.4</span></div>
<main id="main">
<section class="cover">
  <p class="cover-project">MEDI@4SEC</p><h1 class="title">Report</h1><p class="subtitle">On a workshop</p>
  <p class="cover-event">9 May 2017, Athens</p><p class="cover-facts">Public</p>
  <div class="funding"><img class="emblem" src="{SVG}" alt="Funded" data-width-mm="21">
  <p class="statement">This project has received funding.</p></div>
</section>
<section class="front"><h1 class="unnumbered" id="control">Document control</h1>
  <table class="facts"><tbody><tr><th scope="row">Title</th><td>Report</td></tr></tbody></table></section>
<nav class="toc"><h1 class="unnumbered">Contents</h1><ol>
  <li><a href="#needs"><span class="number">1</span> Needs of all</a>
    <ol><li><a href="#2-first"><span class="number">1.1</span> First</a></li></ol></li>
  <li><a href="#annex"><span class="number">Annex A</span> Sources</a></li></ol></nav>
<section class="chapter">
  <h1 id="needs"><span class="number">1</span> Needs of all</h1>
  <p class="lead">What  it
     is about.</p>
  <h2 id="2-first" data-key="h2key"><span class="number">1.1</span> First</h2>
  <h3>Without a number</h3>
  <p class="finding" id="f12" data-key="abc-123"><span class="number">F12</span> They <em>need</em> it.</p>
  <p class="support">Support 3 · <span class="source"><a href="#s1">S1</a>, line 2</span></p>
  <blockquote><p>Said so.</p></blockquote>
  <p lang="el">Και <strong>άλλα</strong> <a href="https://example.org/?a=1&amp;b=2">here</a>
     <a>not there</a></p>
  <ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>
  <p class="note">Between.</p>
  <ol><li>again one</li></ol>
  <table><caption>Numbers</caption><col style="width:70%"><col style="width:30%">
    <thead><tr><th scope="col">Name</th><th scope="col" class="number">Count</th></tr></thead>
    <tbody><tr><th scope="row">A</th><td class="number" data-shade="0.5">5</td></tr>
    <tr><td colspan="2"><p>Two</p><p>lines</p></td></tr></tbody></table>
  <figure><img src="{SVG}" alt="A chart: one 1" data-width-mm="160"><figcaption>Chart</figcaption></figure>
  <p><img src="{png()}" alt=""> after a picture</p>
</section>
<section class="annex"><h1 class="annex" id="annex"><span class="number">Annex A</span> Sources</h1>
  <h2><span class="number">A.1</span> Files</h2>
  <p class="entry" id="s1"><a class="number" href="#f12">F12</a> An entry.</p></section>
</main>
"""


def make(body: str = BODY, language: str = "en") -> Page:
    return Page(
        html=f'<!DOCTYPE html><html lang="{language}"><head><title>T</title></head><body>{body}</body></html>',
        language=language,
        title="Report on a workshop",
        author="A. Author",
        subject="Workshop",
        keywords=("social media", "security"),
        date=datetime.date(2017, 6, 30),
        headings=(),
        fields=(),
        words={},
    )


def render(
    page: Page,
    record: Callable[[Sequence[DraftParagraph], Sequence[str]], Draft] | None = None,
    *,
    reference: Path = REFERENCE,
    accent: str = "#003399",
    page_numbers: Mapping[str, int] = {},
) -> bytes:
    return render_docx(
        page, reference=reference, fonts=FONTS, accent=accent, record=record, page_numbers=page_numbers
    ).content


@pytest.fixture(scope="module")
def draft() -> bytes:
    return render(make(), RECORD, page_numbers={"needs": 7, "2-first": 8})


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def body(data: bytes) -> etree._Element:
    return part(data, "word/document.xml")


def evaluated(root: etree._Element, path: str) -> list[object]:
    # python-docx's own elements have another xpath method
    result = etree.XPath(path, namespaces=NAMES)(root)
    assert isinstance(result, list)
    return list(result)


def found(root: etree._Element, path: str) -> list[str]:
    return [str(each) for each in evaluated(root, path)]


def elements(root: etree._Element, path: str) -> list[etree._Element]:
    return [each for each in evaluated(root, path) if isinstance(each, etree._Element)]


def paragraph(data: bytes, text: str) -> Paragraph:
    return next(each for each in opened(data).paragraphs if text in each.text)


def test_every_kind_of_paragraph_has_its_style(draft: bytes) -> None:
    outline = [(each.style.name, each.text) for each in opened(draft).paragraphs if each.style and each.text]
    assert outline == [
        ("RB Cover Project", "MEDI@4SEC"),
        ("Title", "Report"),
        ("Subtitle", "On a workshop"),
        ("RB Cover Event", "9 May 2017, Athens"),
        ("RB Cover Facts", "Public"),
        ("RB Funding", "This project has received funding."),
        ("RB Heading Unnumbered", "Document control"),
        ("TOC Heading", "Contents"),
        ("toc 1", "1\tNeeds of all\t7"),
        ("toc 2", "1.1\tFirst\t8"),
        ("toc 1", "Annex A\u2002Sources\t"),
        ("Heading 1", "Needs of all"),
        ("RB Lead", "What it is about."),
        ("Heading 2", "First"),
        ("Heading 3", "Without a number"),
        ("RB Finding", "F12\tThey need it."),
        ("RB Support", "Support 3 · S1, line 2"),
        ("Quote", "Said so."),
        ("Body Text", "Και άλλα here not there"),
        ("List Number", "one"),
        ("List Bullet 2", "inner"),
        ("List Number", "two"),
        ("RB Note", "Between."),
        ("List Number", "again one"),
        ("Caption", "Numbers"),
        ("RB Figure Caption", "Chart"),
        ("Body Text", " after a picture"),
        ("RB Heading Annex", "Sources"),
        ("Heading 2", "Files"),
        ("RB Annex Entry", "F12\tAn entry."),
    ]


def test_each_ordered_list_counts_from_one(draft: bytes) -> None:
    numbers = [
        found(paragraph(draft, text)._p, "w:pPr/w:numPr/w:numId/@w:val")[0]
        for text in ("one", "two", "again one")
    ]
    assert numbers[0] == numbers[1] != numbers[2]
    numbering = part(draft, "word/numbering.xml")
    for number in numbers:
        override = f"w:num[@w:numId='{number}']/w:lvlOverride[@w:ilvl='0']/w:startOverride/@w:val"
        assert found(numbering, override) == ["1"]


def test_word_numbers_headings_as_the_page_does(draft: bytes) -> None:
    styles, numbering = part(draft, "word/styles.xml"), part(draft, "word/numbering.xml")

    def shown(number: str, level: str) -> list[str]:
        abstract = found(numbering, f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val")[0]
        path = f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{level}']"
        return found(numbering, f"{path}/w:lvlText/@w:val") + found(numbering, f"{path}/w:numFmt/@w:val")

    of_style = "w:style[w:name/@w:val='{}']/w:pPr/w:numPr/w:numId/@w:val"
    assert shown(found(styles, of_style.format("heading 1"))[0], "0") == ["%1", "decimal"]
    assert shown(found(styles, of_style.format("heading 2"))[0], "1") == ["%1.%2", "decimal"]
    assert shown(found(styles, of_style.format("RB Heading Annex"))[0], "0") == [
        "Annex %1\u2002",
        "upperLetter",
    ]
    direct = "w:pPr/w:numPr/w:numId/@w:val"
    assert shown(found(paragraph(draft, "Without a number")._p, direct)[0], "0") == ["", "none"]
    assert shown(found(paragraph(draft, "Files")._p, direct)[0], "1") == ["%1.%2", "decimal"]


def test_annexes_are_named_in_the_language_of_the_page() -> None:
    greek = BODY.replace("Annex A", "Παράρτημα A")
    texts = found(part(render(make(greek, "el")), "word/numbering.xml"), "//w:lvlText/@w:val")
    assert "Παράρτημα %1\u2002" in texts
    assert not any("Annex" in text for text in texts)


def test_header_rows_repeat_and_no_row_breaks(draft: bytes) -> None:
    table = elements(body(draft), "//w:tbl[.//w:tblCaption/@w:val='Numbers']")[0]
    assert [bool(elements(row, "w:trPr/w:tblHeader")) for row in elements(table, "w:tr")] == [
        True,
        False,
        False,
    ]
    assert len(elements(table, "w:tr/w:trPr/w:cantSplit")) == 3
    assert found(table, "w:tblPr/w:tblLook/@w:firstRow") == ["1"]
    assert found(table, "w:tblPr/w:tblLook/@w:firstColumn") == ["1"]
    assert found(table, "w:tblGrid/w:gridCol/@w:w") == ["6349", "2721"]
    assert found(table, ".//w:shd/@w:fill") == ["D9E0F0"]
    assert found(table, ".//w:gridSpan/@w:val") == ["2"]
    assert found(table, "w:tr[1]/w:tc[2]/w:p/w:pPr/w:jc/@w:val") == ["right"]


def test_each_cell_holds_one_paragraph(draft: bytes) -> None:
    cells = elements(body(draft), "//w:tc")
    assert cells
    assert all(len(elements(cell, "w:p")) == 1 for cell in cells)
    assert opened(draft).tables[1].rows[2].cells[0].text == "Two\nlines"


def test_a_draft_marks_what_may_be_edited(draft: bytes) -> None:
    names = found(body(draft), "//w:bookmarkStart/@w:name")
    assert [name for name in names if name.startswith("_rb_")] == [
        "_rb_draft_k3x9",
        "_rb_h2key",
        "_rb_abc_123",
    ]
    finding = paragraph(draft, "They need it.")._p
    start, *_, end = [each for each in finding if not each.tag.endswith("}pPr")]
    assert start.tag.endswith("}bookmarkStart")
    assert end.tag.endswith("}bookmarkEnd")
    assert all(len(name) <= 40 for name in names)
    assert len(set(names)) == len(names)
    ids = found(body(draft), "//w:bookmarkStart/@w:id")
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == sorted(found(body(draft), "//w:bookmarkEnd/@w:id"))


def test_a_draft_carries_its_record(draft: bytes) -> None:
    assert found(part(draft, "docProps/custom.xml"), "//*[@name='report-builder-draft']/*/text()") == ["k3x9"]
    record = part(draft, "customXml/item1.xml")
    assert record.tag == "{urn:report-builder:draft}draft"
    assert record.get("id") == "k3x9"
    kept = from_json(record.text or "")
    assert kept is not None
    assert (kept.name, kept.draft) == ("<ä>", DRAFT_ID)
    assert "They need it." in [paragraph.text for paragraph in kept.paragraphs]
    uris = found(part(draft, "customXml/itemProps1.xml"), "//@*[local-name()='uri']")
    assert uris == ["urn:report-builder:draft"]
    assert elements(part(draft, "word/settings.xml"), "w:trackRevisions")


def test_a_final_version_has_no_trace_of_the_drafting() -> None:
    data = render(make())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "custom" in name]
        assert not [name for name in package.namelist() if b"_rb_" in package.read(name)]
    assert not elements(part(data, "word/settings.xml"), "w:trackRevisions")
    assert "f12" in found(body(data), "//w:bookmarkStart/@w:name")


def test_links_lead_to_bookmarks_and_addresses(draft: bytes) -> None:
    root = body(draft)
    anchors = set(found(root, "//w:hyperlink/@w:anchor"))
    assert anchors == {"needs", "s_2_first", "annex", "s1", "f12"}
    assert anchors <= set(found(root, "//w:bookmarkStart/@w:name"))
    rels = part(draft, "word/_rels/document.xml.rels")
    external = found(rels, "rel:Relationship[@TargetMode='External']/@Target")
    assert external == ["https://example.org/?a=1&b=2"]


def test_contents_are_a_field_with_its_result(draft: bytes) -> None:
    root = body(draft)
    codes = [code.strip() for code in found(root, "//w:instrText/text()")]
    assert codes[0] == 'TOC \\o "1-2" \\h \\z \\u'
    assert codes[1:3] == ["PAGEREF needs \\h", "PAGEREF s_2_first \\h"]
    kinds = found(root, "//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes)
    assert not elements(part(draft, "word/settings.xml"), "w:updateFields")


def test_pictures_say_what_they_show(draft: bytes) -> None:
    root = body(draft)
    assert found(root, "//wp:docPr/@descr") == ["Funded", "A chart: one 1", ""]
    decorative = elements(root, "//wp:docPr[.//*[local-name()='decorative'][@val='1']]")
    assert [each.get("descr") for each in decorative] == [""]
    ids = found(root, "//wp:docPr/@id")
    assert len(set(ids)) == len(ids)
    vectors = found(root, "//*[local-name()='svgBlip']/@r:embed")
    targets = [
        found(part(draft, "word/_rels/document.xml.rels"), f"rel:Relationship[@Id='{each}']/@Target")[0]
        for each in vectors
    ]
    assert targets == ["media/drawing1.svg", "media/drawing1.svg"]
    with zipfile.ZipFile(io.BytesIO(draft)) as package:
        widths = [
            Image.open(package.open(name)).width for name in package.namelist() if name.endswith(".png")
        ]
    assert max(widths) >= 160 / 25.4 * 300 - 1


def test_the_emblem_keeps_its_shape(draft: bytes) -> None:
    extent = elements(body(draft), "//wp:inline[wp:docPr/@descr='Funded']/wp:extent")[0]
    width, height = int(extent.get("cx", "")), int(extent.get("cy", ""))
    assert width * 2 == height * 3
    assert height >= 360_000


def test_pictures_never_run_off_the_page() -> None:
    data = render(make(f'<figure><img src="{png(4000, 100)}" alt="Wide"></figure>'))
    assert int(found(body(data), "//wp:extent/@cx")[0]) <= 9070 * 635


def test_languages_are_told(draft: bytes) -> None:
    assert found(paragraph(draft, "άλλα")._p, ".//w:lang/@w:val")[0] == "el-GR"
    default = "w:docDefaults//w:lang/@w:val"
    assert found(part(draft, "word/styles.xml"), default) == ["en-GB"]
    assert found(part(render(make(language="el")), "word/styles.xml"), default) == ["el-GR"]


def test_properties_say_what_the_document_is(draft: bytes) -> None:
    core = opened(draft).core_properties
    assert (core.title, core.author, core.subject) == ("Report on a workshop", "A. Author", "Workshop")
    assert (core.keywords, core.language, core.last_modified_by) == (
        "social media, security",
        "en-GB",
        "A. Author",
    )
    assert core.created == core.modified == datetime.datetime(2017, 6, 30, tzinfo=datetime.UTC)
    assert (core.revision, core.comments) == (1, "")


def test_cover_has_no_header_and_the_rest_has(draft: bytes) -> None:
    cover, rest = opened(draft).sections
    assert cover.different_first_page_header_footer
    assert not cover.first_page_header.paragraphs[0].text
    assert not rest.different_first_page_header_footer
    assert rest.header.paragraphs[0].text == "MEDI\tDraft 0.3"
    assert rest.footer.paragraphs[0].text == "D2.4\t1 / 1"
    footer = rest.footer.paragraphs[0]._p
    assert [code.strip() for code in found(footer, ".//w:instrText/text()")] == ["PAGE", "NUMPAGES"]


def test_chapters_begin_on_a_new_page(draft: bytes) -> None:
    breaks = [
        each.text for each in opened(draft).paragraphs if each.paragraph_format.page_break_before is True
    ]
    # what follows the cover begins a page by its section
    assert breaks == ["Contents", "Needs of all", "Sources"]


def test_fonts_come_with_the_file(draft: bytes) -> None:
    fonts = part(draft, "word/fontTable.xml")
    path = "w:font[@w:name='Ubuntu']/*[starts-with(local-name(), 'embed')]"
    embedded = elements(fonts, path)
    assert [each.tag.rpartition("}")[2] for each in embedded] == [
        "embedRegular",
        "embedBold",
        "embedItalic",
        "embedBoldItalic",
    ]
    rels = part(draft, "word/_rels/fontTable.xml.rels")
    target = found(rels, f"rel:Relationship[@Id='{found(fonts, path + '/@r:id')[0]}']/@Target")[0]
    key = bytes.fromhex(re.sub(r"[{}-]", "", found(fonts, path + "/@w:fontKey")[0]))[::-1]
    with zipfile.ZipFile(io.BytesIO(draft)) as package:
        data = package.read(f"word/{target}")
    plain = bytes(byte ^ key[at % 16] for at, byte in enumerate(data[:32])) + data[32:]
    assert plain == (FONTS / "Ubuntu-Regular.ttf").read_bytes()


def test_accent_colours_the_theme_and_whatever_uses_it() -> None:
    data = render(make(), accent="#0A5C36")
    theme = part(data, "word/theme/theme1.xml")
    assert found(theme, "//*[local-name()='accent1']/*/@val") == ["0A5C36"]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = [package.read(name) for name in package.namelist() if name.startswith("word/")]
    assert not [text for text in texts if b'"003399" w:themeColor' in text]
    used = "//w:color[@w:themeColor='accent1']/@w:val"
    assert set(found(part(data, "word/numbering.xml"), used)) == {"0A5C36"}


def test_the_same_page_gives_the_same_bytes(draft: bytes) -> None:
    assert render(make(), RECORD, page_numbers={"needs": 7, "2-first": 8}) == draft


def test_hostile_text_stands_as_typed() -> None:
    typed = "<w:p>{{ x }} ]]> & \u0007\u000b\u0001<w:t/> \U0001f600 \u202bx"
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;")
    data = render(make(f'<h1 id="&lt;w:p&gt;">{escaped}</h1><p data-key="a b/c&quot;">{escaped}</p>'), RECORD)
    shown = re.sub("[\u0007\u000b\u0001]", "", typed)
    assert [each.text for each in opened(data).paragraphs] == [shown, shown]
    assert "_rb_a_b_c_" in found(body(data), "//w:bookmarkStart/@w:name")


def test_names_of_bookmarks_stay_distinct_when_they_are_cut() -> None:
    ids = [f"a-very-long-heading-that-goes-on-and-on-and-on-{end}" for end in "xy"]
    headings = "".join(f'<h1 id="{each}">H</h1><p><a href="#{each}">to it</a></p>' for each in ids)
    data = render(make(headings))
    names = found(body(data), "//w:bookmarkStart/@w:name")
    assert len(set(names)) == 2
    assert all(len(name) <= 40 for name in names)
    assert found(body(data), "//w:hyperlink/@w:anchor") == names


def assert_word_accepts(data: bytes) -> None:
    """The rules by which Word repairs or refuses a file."""
    root = body(data)
    for properties in elements(root, "//w:pPr"):
        order = [PPR_ORDER.index(child.tag.rpartition("}")[2]) for child in properties]
        assert order == sorted(set(order))
    faces = [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "color",
        "sz",
        "szCs",
        "u",
        "vertAlign",
        "lang",
    ]
    for properties in elements(root, "//w:rPr"):
        order = [faces.index(child.tag.rpartition("}")[2]) for child in properties]
        assert order == sorted(set(order))
    for cell in elements(root, "//w:tc"):
        assert cell[-1].tag == f"{{{W}}}p"
    for row in elements(root, "//w:tr"):
        spans = [
            int(found(cell, "w:tcPr/w:gridSpan/@w:val")[0]) for cell in elements(row, "w:tc[.//w:gridSpan]")
        ]
        columns = sum(spans) + len(elements(row, "w:tc[not(.//w:gridSpan)]"))
        assert columns == len(elements(row, "../w:tblGrid/w:gridCol"))
    assert not elements(root, "//w:tbl/following-sibling::*[1][self::w:tbl or self::w:sectPr]")
    styles = set(found(part(data, "word/styles.xml"), "w:style/@w:styleId"))
    assert set(found(root, "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")) <= styles
    numbers = set(found(part(data, "word/numbering.xml"), "w:num/@w:numId"))
    assert set(found(root, "//w:numId/@w:val")) <= numbers
    rels = part(data, "word/_rels/document.xml.rels")
    assert set(found(root, "//@r:id | //@r:embed")) <= set(found(rels, "rel:Relationship/@Id"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert not [name for name in names if "stylesWithEffects" in name or "thumbnail" in name]
        for target in found(rels, "rel:Relationship[not(@TargetMode)]/@Target"):
            assert (target.removeprefix("../") if target.startswith("../") else f"word/{target}") in names


def test_word_opens_it_without_repair(draft: bytes) -> None:
    assert_word_accepts(draft)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<p> </p>",
        "plain words <b>in</b> no block<div>and <p>nested</p> on</div>",
        "<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        "<table></table>",
        '<table><tr><td colspan="99">a</td></tr><tr><td colspan="x">b</td><td></td></tr></table>',
        "<ul><li><p>one</p><p>more</p><ol><li>x<ul><li>y<ul><li>z</li></ul></li></ul></li></ol></li></ul>",
        '<nav class="toc"><h1>Contents</h1><ol><li><a href="#nowhere">Lost</a></li></ol></nav>',
        '<section class="cover"><h1 class="title">Alone</h1></section>',
        '<table class="by-lens"><thead><tr><th>A</th></tr></thead><tr class="total"><td>1</td></tr></table>',
    ],
)
def test_odd_pages_are_still_good_documents(content: str) -> None:
    data = render(make(content), RECORD)
    assert_word_accepts(data)
    assert opened(data).paragraphs


def test_the_real_report_is_a_good_document() -> None:
    page = make_page(sample_report())
    data = render(page, RECORD)
    assert_word_accepts(data)
    marks = {name for name in found(body(data), "//w:bookmarkStart/@w:name") if name.startswith("_rb_")}
    assert marks == {f"_rb_{field.key}" for field in page.fields} | {"_rb_draft_k3x9"}
    root = body(data)
    for field in page.fields:
        texts = found(root, f"//w:p[w:bookmarkStart/@w:name='_rb_{field.key}']//w:t/text()")
        assert re.sub("^(F[0-9]+|[?])(?=[^ ])", "", "".join(texts)) == page.words[field.key]


def test_a_plain_reference_document_will_do(tmp_path: Path) -> None:
    plain = docx.Document()
    for relation in list(plain.part.rels.values()):
        if relation.reltype.endswith("/numbering"):
            del plain.part.rels[relation.rId]
    plain.add_paragraph("A designer's sample")
    plain.save(str(tmp_path / "reference.docx"))
    data = render(make(), RECORD, reference=tmp_path / "reference.docx")
    document = opened(data)
    assert "A designer's sample" not in [each.text for each in document.paragraphs]
    finding = paragraph(data, "They need it.")
    assert finding.style is not None
    assert finding.style.name == "RB Finding"
    assert_word_accepts(data)


@pytest.mark.parametrize("content", [None, b"", b"no document", b"PK\x03\x04 broken"])
def test_a_reference_that_is_no_word_file_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "templates" / "reference.docx"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TemplateError) as caught:
        render(make(), reference=path)
    (problem,) = caught.value.problems
    assert problem.where == "templates/reference.docx"
    assert problem.mend


@pytest.mark.parametrize(
    "source", ["https://example.org/a.png", uri("png", b"no picture"), uri("svg+xml", b"<svg"), "data:,x"]
)
def test_a_damaged_picture_is_told(source: str) -> None:
    with pytest.raises(RenderError, match="picture 'The hall'"):
        render(make(f'<img src="{source}" alt="The hall">'))


def test_the_work_grows_linearly_with_the_findings() -> None:
    def seconds(count: int) -> float:
        findings = "".join(
            f'<p class="finding" id="f{n}" data-key="k{n}"><span class="number">F{n}</span> Said {n}.</p>'
            f'<p class="support">Support <a href="#f{n}">F{n}</a></p>'
            for n in range(count)
        )
        page = make(findings)
        start = time.process_time()
        render(page, RECORD)
        return time.process_time() - start

    empty = min(seconds(1) for _ in range(3))
    few, many = (min(seconds(count) for _ in range(3)) - empty for count in (500, 2000))
    assert many < 8 * few


PROSE = """<p>Before.</p>
<pre><code>if busy:
    wait  twice</code></pre>
<ol start="3"><li><p>Entry one.</p>
  <blockquote><p>Quoted one.</p><p>Quoted two.</p></blockquote>
  <pre><code>code in
  an entry</code></pre>
  <table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>
  <p>After the table.</p>
  <ul><li>inner<pre>deep</pre></li></ul></li>
  <li>Entry two.</li></ol>
<p>After.</p>"""


def test_code_quotes_and_tables_survive_in_a_list_entry() -> None:
    data = render(make(f"<h1>Chapter</h1>{PROSE}"))
    assert_word_accepts(data)
    assert [(style, text) for style, text in docx_paragraphs(data) if text][1:] == [
        ("Body Text", "Before."),
        ("HTML Preformatted", "if busy:    wait  twice"),
        ("List Number", "Entry one."),
        ("Quote", "Quoted one."),
        ("Quote", "Quoted two."),
        ("HTML Preformatted", "code in  an entry"),
        ("RB Table Text", "Head"),
        ("RB Table Text", "Cell"),
        ("List Continue", "After the table."),
        ("List Bullet 2", "inner"),
        ("HTML Preformatted", "deep"),
        ("List Number", "Entry two."),
        ("Body Text", "After."),
    ]
    assert paragraph(data, "if busy:").text == "if busy:\n    wait  twice"
    for text, left in (("Quoted two.", "794"), ("code in", "794"), ("deep", "1191")):
        assert found(paragraph(data, text)._p, "w:pPr/w:ind/@w:left") == [left]
    assert not elements(paragraph(data, "After the table.")._p, "w:pPr/w:numPr")


def test_emblem_and_statement_stay_with_the_line_before_and_the_disclaimer() -> None:
    report = sample_report()
    page = make_page(report, "theme-summary.html.j2", chapter=report.chapters[0])
    lines = opened(render(page)).paragraphs
    place = next(place for place, each in enumerate(lines) if "has received funding" in each.text)
    kept = [
        bool(elements(each._p, "w:pPr/w:keepNext[not(@w:val='0')]")) for each in lines[place - 2 : place + 2]
    ]
    assert kept == [True, True, True, False]
    assert "reflects only" in lines[place + 1].text
    assert lines[place - 2].text


def test_a_short_section_stays_on_one_page() -> None:
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(3))
    section = (
        f'<section class="chapter same-page"><h1>Agenda</h1><table><tbody>{rows}</tbody></table></section>'
    )
    root = body(render(make(section + "<h1>Next</h1>")))
    assert [bool(elements(each, "w:pPr/w:keepNext")) for each in elements(root, "//w:tbl//w:p")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("damaged", ["word/fontTable.xml", "word/styles.xml", "word/document.xml"])
def test_a_damaged_part_of_the_reference_is_told(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "templates" / "reference.docx"
    path.parent.mkdir()
    with zipfile.ZipFile(REFERENCE) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, b"<w:nothing" if name == damaged else whole.read(name))
    with pytest.raises(TemplateError) as caught:
        render(make(), reference=path)
    assert caught.value.problems[0].where == "templates/reference.docx"


def test_a_reference_without_a_body_is_told(tmp_path: Path) -> None:
    path = tmp_path / "templates" / "reference.docx"
    path.parent.mkdir()
    with zipfile.ZipFile(REFERENCE) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            empty = f'<w:document xmlns:w="{W}"/>'.encode()
            broken.writestr(name, empty if name == "word/document.xml" else whole.read(name))
    with pytest.raises(TemplateError, match="no Word document"):
        render(make(), reference=path)


def test_styles_that_the_reference_lacks_are_made(tmp_path: Path) -> None:
    path = tmp_path / "reference.docx"
    reference = docx.Document(str(REFERENCE))
    for style in list(reference.styles.element.iterchildren(f"{{{W}}}style")):
        reference.styles.element.remove(style)
    reference.save(str(path))
    report = sample_report()
    summary = make_page(report, "theme-summary.html.j2", chapter=report.chapters[0])
    for page in (make(), summary):
        assert_word_accepts(render(page, RECORD, reference=path))


RICH = st.recursive(
    st.sampled_from(["drivers", " ", "e-mail", "F3", "?", "R&amp;D", "a\n b", "&nbsp;", "Ωμέγα", "<br>"]),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                *("<strong>{}</strong>", "<em>{}</em>", "<sup>{}</sup>", '<span class="number">{}</span>'),
                *('<span class="source">{}</span>', '<a href="#needs">{}</a>', '<span lang="el">{}</span>'),
                '<a href="https://example.org/?a=1&amp;b=2">{}</a>',
            ]
        ),
        st.lists(inner, max_size=3),
    ).map(lambda made: made[0].format("".join(made[1]))),
    max_leaves=12,
)
BLOCKS = st.tuples(
    st.sampled_from(
        [
            '<p data-key="k{}">{}</p>',
            '<p class="finding" data-key="k{}">{}</p>',
            '<h2 data-key="k{}">{}</h2>',
            '<ul><li data-key="k{}">{}</li></ul>',
            "<table><tr><td>k{}</td><td>{}</td></tr><tr><td>x</td></tr></table>",
            '<blockquote><p data-key="k{}">{}</p></blockquote>',
        ]
    ),
    st.lists(RICH, max_size=4),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(BLOCKS, max_size=6))
def test_the_record_says_what_is_read_when_the_draft_comes_back(
    blocks: list[tuple[str, list[str]]],
) -> None:
    shown = "".join(form.format(at, "".join(words)) for at, (form, words) in enumerate(blocks))
    page = make(BODY.replace("</main>", f"{shown}</main>"))
    made = render(page, RECORD)
    record = from_json(part(made, "customXml/item1.xml").text or "")
    relations = elements(part(made, "word/_rels/document.xml.rels"), "rel:Relationship")
    links = {each.get("Id", ""): each.get("Target", "") for each in relations}
    (content,) = elements(body(made), "w:body")
    read = read_draft_text(content, read_styles(part(made, "word/styles.xml")), links)
    assert record is not None
    assert record.paragraphs == read.paragraphs
