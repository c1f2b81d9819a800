import ctypes
import io
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from report_builder.errors import RenderError
from report_builder.render import pdf as pdf_module
from report_builder.render.page import Page, make_page
from report_builder.render.pdf import PdfResult, missing_pango, render_pdf
from tests.emblem_seen import emblem_box, gold_shapes
from tests.report_sample import sample_finding, sample_findings, sample_report, sample_workshop

EMBLEM_DOTS = 2400
"""Fine enough that the rounding to pixels stays well below the tolerance for the areas of the stars."""
STATEMENT = (
    "This project has received funding from the European Union’s Horizon 2020 research and innovation "
    "programme under grant agreement No 700281"
)


@pytest.fixture(scope="module")
def page() -> Page:
    return make_page(sample_report())


@pytest.fixture(scope="module")
def small() -> Page:
    """A page of few sheets, for what does not depend on the report's length."""
    report = sample_report(findings=[], prose=(), participants=False)
    return make_page(report, "theme-summary.html.j2", chapter=report.chapters[0])


@pytest.fixture(scope="module")
def result(page: Page) -> PdfResult:
    return render_pdf(page)


@pytest.fixture(scope="module")
def texts(result: PdfResult) -> list[str]:
    return pages_of_text(result.content)


@pytest.fixture(scope="module")
def cover(result: PdfResult) -> Image.Image:
    """The foot of the cover on the left, where the emblem stands alone."""
    sheet = pypdfium2.PdfDocument(result.content)[0]
    rest = (60, 60, sheet.get_width() - 145, sheet.get_height() - 150)
    drawn = sheet.render(scale=EMBLEM_DOTS / 72, crop=rest)
    picture: Image.Image = drawn.to_pil().convert("RGB")
    return picture


def pages_of_text(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_findings_stand_verbatim_in_the_text(texts: list[str]) -> None:
    whole = " ".join(texts)
    for finding in sample_findings():
        assert f"F{finding.number} {finding.statement}" in whole


def test_nothing_was_remarked(result: PdfResult) -> None:
    assert result.warnings == ()


def test_statement_is_exact_on_the_cover(texts: list[str]) -> None:
    assert STATEMENT in texts[0]
    assert f"{STATEMENT}." not in texts[0]


def test_cover_has_no_header_and_later_pages_have_both(texts: list[str]) -> None:
    assert "Draft, version 0.3" in texts[0]
    assert texts[0].count("MEDI@4SEC") == 1
    for number, text in enumerate(texts[1:], 2):
        assert "Draft, version 0.3, 30 June 2017" in text
        assert re.search(rf"D2\.4 – Report on the 2nd workshop.*{number}\b", text)


@pytest.mark.parametrize("length", [1, 4])
def test_emblem_never_runs_into_the_words_of_the_cover(length: int) -> None:
    workshop = sample_workshop()
    title = " ".join(["Report on a workshop that has a rather long name as titles go"] * length)
    workshop = replace(workshop, deliverable=replace(workshop.deliverable, title=title))
    report = sample_report(workshop=workshop, findings=[], prose=(), participants=False)
    document = pypdfium2.PdfDocument(render_pdf(make_page(report)).content)
    words = document[0].get_textpage()
    version = words.search("Draft, version 0.3").get_next()
    statement = words.search("This project has received").get_next()
    assert version is not None
    assert statement is not None
    assert words.get_charbox(version[0])[1] > words.get_charbox(statement[0])[3] + 14


def test_page_numbers_are_where_the_headings_stand(page: Page, result: PdfResult, texts: list[str]) -> None:
    assert set(result.page_numbers) == {heading.id for heading in page.headings}
    assert result.pages == len(texts)
    for heading in page.headings:
        title = f"{heading.number} {heading.text}".strip()
        assert title in texts[result.page_numbers[heading.id] - 1]


def test_contents_shows_the_page_numbers(page: Page, result: PdfResult, texts: list[str]) -> None:
    contents = texts[result.page_numbers["contents"] - 1].replace(" .", "")
    for heading in page.headings:
        if heading.level == 1 and heading.number:
            number = result.page_numbers[heading.id]
            assert re.search(rf"{re.escape(heading.text)}\s*{number}\b", contents), heading


def test_themes_open_on_new_pages(result: PdfResult, texts: list[str]) -> None:
    for theme, title in (("protests", "5 Protests"), ("mass-migration", "7 Mass migration")):
        text = texts[result.page_numbers[f"theme-{theme}"] - 1]
        assert text.removeprefix("MEDI@4SEC Draft, version 0.3, 30 June 2017").strip().startswith(title)


def test_no_page_ends_with_a_heading_or_parts_a_finding_from_its_weight(page: Page, texts: list[str]) -> None:
    footer = "D2.4 – Report on the 2nd workshop"
    for text in texts[1:]:
        body = text.rpartition(footer)[0].strip()
        assert not [h for h in page.headings if h.number and body.endswith(f"{h.number} {h.text}")]
        start = body.removeprefix("MEDI@4SEC Draft, version 0.3, 30 June 2017").strip()
        assert not start.startswith("Support ")


def test_lines_of_text_stay_under_eighty_characters(result: PdfResult) -> None:
    statements = {word for finding in sample_findings() for word in finding.statement.split()}
    for sheet in pypdfium2.PdfDocument(result.content):
        for line in sheet.get_textpage().get_text_bounded().splitlines():
            if line and set(line.split()[1:]) <= statements:
                assert len(line) < 80, line


@pytest.mark.parametrize("kept", [49, 50, 51])
def test_no_page_is_left_with_two_lines_of_the_annex(kept: int) -> None:
    report = sample_report(findings=sample_findings()[:kept], prose=(), participants=False)
    last = pages_of_text(render_pdf(make_page(report)).content)[-1]
    assert len(re.findall(r"\bF\d+ [A-Z]", last)) >= 4


def test_only_the_reports_face_is_used_and_embedded(result: PdfResult) -> None:
    fonts = {}
    for sheet in pypdfium2.PdfDocument(result.content):
        for item in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
            font = pdfium.FPDFTextObj_GetFont(item.raw)
            name = ctypes.create_string_buffer(100)
            pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
            fonts[name.value.decode().rpartition("+")[2]] = pdfium.FPDFFont_GetIsEmbedded(font)
    assert fonts == {"Ubuntu": 1, "Ubuntu-Bold": 1, "Ubuntu-Italic": 1}


def test_emblem_has_twelve_equal_gold_stars_on_blue(cover: Image.Image) -> None:
    left, top, right, bottom = emblem_box(cover)
    width, height = right - left, bottom - top
    assert width / height == pytest.approx(1.5, abs=0.005)
    assert height / EMBLEM_DOTS * 25.4 == pytest.approx(14, abs=0.1)
    stars = gold_shapes(cover.crop((left, top, right, bottom)))
    assert len(stars) == 12
    assert max(stars) <= min(stars) * 1.03
    assert sum(stars) / (width * height) == pytest.approx(0.0277, rel=0.01)


def test_properties_come_from_the_workshop(result: PdfResult) -> None:
    document = pypdfium2.PdfDocument(result.content)
    properties = document.get_metadata_dict()
    assert properties["Title"].startswith("Report on the 2nd workshop")
    assert properties["Author"] == "Danae Kostarelou, Petros Lambriadis"
    assert properties["Keywords"] == "social media, public security"
    assert properties["CreationDate"].startswith("D:20170630")
    assert properties["ModDate"].startswith("D:20170630")
    assert document.is_tagged()


@pytest.fixture(scope="module")
def opened(result: PdfResult) -> Iterator[pikepdf.Pdf]:
    """The PDF's own structure."""
    with pikepdf.open(io.BytesIO(result.content)) as document:
        yield document


def elements(below: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Elements of the structure tree, in reading order."""
    if isinstance(below, pikepdf.Array):
        for one in below:
            yield from elements(one)
    elif isinstance(below, pikepdf.Dictionary) and "/S" in below:
        yield below
        yield from elements(below.get("/K", pikepdf.Array()))


def test_every_header_cell_tells_what_it_heads(opened: pikepdf.Pdf) -> None:
    cells = [one for one in elements(opened.Root.StructTreeRoot.K) if one.S == "/TH"]
    assert {str(cell.A.get("/Scope")) for cell in cells} == {"/Row", "/Column"}


def test_links_are_printed_and_described_by_their_words(opened: pikepdf.Pdf) -> None:
    links = [link for page in opened.pages for link in page.get("/Annots", pikepdf.Array())]
    assert {int(link.F) for link in links} == {4}
    described = {str(link.Contents) for link in links}
    assert "1 Introduction" in described
    assert any(re.fullmatch(r"S\d, line \d+", words) for words in described)


def test_every_link_stands_in_an_element_of_its_own(opened: pikepdf.Pdf) -> None:
    holders = {
        str(one.S)
        for one in elements(opened.Root.StructTreeRoot.K)
        for kid in one.get("/K", pikepdf.Array())
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    }
    assert holders == {"/Link"}


def test_headers_and_footers_are_no_text_of_the_document(opened: pikepdf.Pdf) -> None:
    for page in list(opened.pages)[1:]:
        marks = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) == "BDC"]
        decoration = [str(mark.operands[1].Type) for mark in marks if mark.operands[0] == "/Artifact"]
        assert set(decoration) == {"/Pagination"}


def test_another_checker_finds_nothing(result: PdfResult, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(result.content)
    found = pdfua.validate(str(file)).findings
    assert [one for one in found if one.severity is not pdfua.Severity.INFO] == []


def test_the_same_page_gives_the_same_bytes(small: Page) -> None:
    assert render_pdf(small).content == render_pdf(small).content


def test_other_scripts_and_hostile_text_show_as_typed() -> None:
    statement = "{{ 1 }} <b>Ελληνικά</b> & Кириллица *x* fi ffl"
    report = sample_report(findings=[sample_finding(1, statement)], prose=(), participants=False)
    result = render_pdf(make_page(report, "theme-summary.html.j2", chapter=report.chapters[0]))
    assert f"F1 {statement}" in " ".join(pages_of_text(result.content))
    assert result.warnings == ()


def test_signs_that_the_face_lacks_are_told() -> None:
    report = sample_report(findings=[sample_finding(1, "before → after")], prose=(), participants=False)
    (warning,) = render_pdf(make_page(report, "theme-summary.html.j2", chapter=report.chapters[0])).warnings
    assert "→ (U+2192)" in warning


def test_nothing_is_fetched_from_outside(small: Page) -> None:
    stranger = '<p><img alt="x" src="http://localhost:9/x.png">'
    stranger += '<img alt="y" src="file:///etc/hostname"></p></main>'
    result = render_pdf(replace(small, html=small.html.replace("</main>", stranger)))
    assert len(result.warnings) == 2
    assert all("disallowed protocol" in warning for warning in result.warnings)


def test_log_is_left_as_it_was(small: Page) -> None:
    logger = logging.getLogger("weasyprint")
    before = list(logger.handlers), logger.propagate
    render_pdf(small)
    assert (list(logger.handlers), logger.propagate) == before


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("linux", "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("darwin", "brew install pango"),
        ("win32", "MSYS2"),
    ],
)
def test_missing_pango_is_told_with_the_command(platform: str, command: str) -> None:
    problem = missing_pango(platform)
    assert command in problem.mend
    assert "Word and HTML are made without it" in problem.mend


def test_missing_pango_is_no_traceback(small: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(RenderError, match="Pango"):
        pdf_module.render_pdf(small)
