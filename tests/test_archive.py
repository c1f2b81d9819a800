"""PDFs for an archive: held against PDF/A by a checker that others wrote, and by our own for what it leaves out."""

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pdfua
import pikepdf
import pikepdf.pdfa
import pytest
from lxml import etree
from PIL import Image

from report_builder import pipeline
from report_builder.errors import RenderError
from report_builder.render.archive import name_both_standards
from report_builder.render.page import Page, make_page
from report_builder.render.pdf import render_pdf
from tests.conftest import Run
from tests.publish_sample import SAMPLES, write
from tests.report_sample import sample_finding, sample_report

pytestmark = [
    pytest.mark.needs_pango,
    # WeasyPrint leaves the colour profile that it reads to be closed by whoever clears up.
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),
]
KINDS = {"RGBA": "PNG", "LA": "PNG", "P": "PNG", "1": "PNG", "I;16": "PNG", "L": "JPEG", "CMYK": "JPEG"}
"""Kinds of pictures -> their format."""
UNCHECKED = (
    # It judges level b; level a asks for all of that and for tags and languages, which pdfua and the tests below judge.
    r"ISO_19005_2:6\.6\.4-3 at .*: pdfaid:conformance is 'A', expected 'B'",
    # It knows no descriptions of properties (6.6.2.3.3 allows them); that of PDF/UA is looked at below.
    r"ISO_19005_2:6\.6\.2\.3\.1-1 at .*: XMP (namespace|property) (pdfaExtension|pdfaSchema|pdfaProperty|pdfuaid)\b.*",
    # It knows neither patterns nor shadings; there are none, as is looked at below.
    r"pikepdf:schema-Resources at .* /(Pattern|Shading): \w+ are not supported",
)
"""What the checker says it can't judge, each with who does."""
ROLES = frozenset(
    re.findall(
        r"\w+",
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI "
        "Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure "
        "Formula Form",
    )
)
"""The standard kinds of structure elements (ISO 32000-1, 14.8.4)."""
META = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}


def archived(language: str) -> dict[str, str | bytes]:
    """A workshop whose PDFs an archive keeps, with a picture of each kind."""
    tree = SAMPLES[language]()
    toml = str(tree["inputs/workshop.toml"]) + "\n[output]\narchive = true\n"
    for number, (mode, kind) in enumerate(KINDS.items()):
        buffer = io.BytesIO()
        Image.new(mode, (300, 200)).save(buffer, kind)
        name = f"plan-{number}.{kind.lower()}"
        tree[f"inputs/images/{name}"] = buffer.getvalue()
        toml += f'[[images]]\nfile = "{name}"\nalt = "Plan {mode}"\nsection = "introduction"\nconsent = "no people"\n'
    return {**tree, "inputs/workshop.toml": toml}


@pytest.fixture(scope="module", params=SAMPLES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("archived"), archived(request.param))
    pipeline.build(folder, formats=["pdf"])
    pipeline.summaries(folder, formats=["pdf"])
    pipeline.press_release(folder, formats=["pdf"])
    return folder


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Path]:
    found = sorted((folder / "output").rglob("*.pdf"))
    assert [file.stem for file in found][:2] == ["press-release", "report"]
    return found


@pytest.fixture(scope="module")
def opened(files: list[Path]) -> Iterator[list[pikepdf.Pdf]]:
    documents = [pikepdf.open(file) for file in files]
    yield documents
    for document in documents:
        document.close()


@pytest.fixture(scope="module")
def small() -> Page:
    return sample_with("Pumps and hoses")


def sample_with(statement: str) -> Page:
    """A page of few sheets, for an archive."""
    report = sample_report(findings=[sample_finding(1, statement)], prose=(), participants=False)
    return replace(make_page(report, "theme-summary.html.j2", chapter=report.chapters[0]), archival=True)


def found(below: Any, path: str) -> list[Any]:
    """What an XPath finds in metadata."""
    return list(below.xpath(path, namespaces=META))


def faults(content: bytes) -> list[str]:
    """What the other checker finds against PDF/A-2b, but for what it can't judge."""
    findings = pikepdf.pdfa.validate_written(io.BytesIO(content), "2b").findings
    told = [f"{one.rule} at {one.where}: {one.message}" for one in findings]
    return [one for one in told if not any(re.fullmatch(known, one) for known in UNCHECKED)]


def test_another_checker_finds_nothing_against_the_archive(files: list[Path]) -> None:
    assert {file.name: faults(file.read_bytes()) for file in files} == {file.name: [] for file in files}


def test_the_other_checker_tells_a_pdf_that_is_none_for_an_archive(small: Page) -> None:
    told = " ".join(faults(render_pdf(replace(small, archival=False)).content))
    assert "XMP has no PDF/A identification" in told
    assert "'/ID' is a required property" in told


def test_they_are_still_for_everyone(files: list[Path]) -> None:
    for file in files:
        findings = pdfua.validate(str(file)).findings
        assert [one for one in findings if one.severity is not pdfua.Severity.INFO] == []


def test_both_standards_are_named_and_the_stranger_is_described(opened: list[pikepdf.Pdf]) -> None:
    for document in opened:
        metadata = etree.fromstring(document.Root.Metadata.read_bytes())
        (part,) = found(metadata, "//@pdfaid:part")
        (level,) = found(metadata, "//@pdfaid:conformance")
        assert (part, level, found(metadata, "//@pdfuaid:part")) == ("2", "A", ["1"])
        (described,) = found(metadata, "//*[schema:prefix]")
        assert described.findtext(f"{{{META['schema']}}}prefix") == "pdfuaid"
        assert described.findtext(f"{{{META['schema']}}}namespaceURI") == META["pdfuaid"]
        facts = {etree.QName(fact).localname: fact.text for fact in found(described, ".//property:*")}
        assert facts.pop("description")
        assert facts == {"name": "part", "valueType": "Integer", "category": "internal"}


def test_there_are_neither_patterns_nor_shadings(opened: list[pikepdf.Pdf]) -> None:
    kinds = ("/Pattern", "/Shading")
    for document in opened:
        holders = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        assert [dict(one[kind]) for one in holders for kind in kinds if kind in one] == [{}, {}]


def test_every_word_can_be_read_out_of_the_file(opened: list[pikepdf.Pdf]) -> None:
    for document in opened:
        fonts = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
        shown = [font for font in fonts if font.get("/Subtype") == "/Type0"]
        assert shown
        for font in shown:
            text = font.ToUnicode.read_bytes().decode("latin-1")
            signs = [
                bytes.fromhex(code).decode("utf-16-be") for code in re.findall(r"> <([0-9a-f]{4,})>", text)
            ]
            assert signs
            assert not [sign for sign in signs if re.search("[\0\ufffe\ufeff\ue000-\uf8ff]", sign)]


def test_every_element_is_of_a_standard_kind(opened: list[pikepdf.Pdf]) -> None:
    for document in opened:
        found = {
            str(one.S)[1:]
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/S" in one and one.get("/Type") == "/StructElem"
        }
        assert found <= ROLES
        assert document.Root.MarkInfo.Marked


def test_the_same_page_gives_the_same_bytes(small: Page) -> None:
    assert render_pdf(small).content == render_pdf(small).content


@pytest.mark.parametrize(
    ("sign", "remark"),
    [
        ("\ue0ff", "an archive can't keep U+E0FF: ◊ stands there instead"),
        ("\u0378", "an archive can't keep U+0378: ◊ stands there instead"),
        ("\u0378 \ue0ff \u0378", "an archive can't keep U+0378, U+E0FF: ◊ stands there instead"),
    ],
)
def test_a_sign_that_cannot_be_kept_is_told_once_and_stood_in_for(sign: str, remark: str) -> None:
    result = render_pdf(sample_with(f"Pumps {sign} and hoses"))
    assert result.warnings == (remark,)
    assert faults(result.content) == []


def test_what_stands_for_a_sign_that_cannot_be_kept_is_no_difference(tmp_path: Path, run: Run) -> None:
    tree = archived("en")
    said = "CIVI@4ALL studies \U0003ffff how \uf0b7 and \U00013000 are heard.\n"
    folder = write(tmp_path, {**tree, "inputs/sections/introduction.md": said})
    assert run("build", folder, "--format", "pdf").code == 0
    assert run("check", "--publish", "--strict", "--quiet", folder).err == ""
    (folder / "inputs/sections/introduction.md").write_text(said.replace("heard", "hurt"), encoding="utf-8")
    assert "(M1)" in run("check", "--publish", folder).err


def test_a_clean_archive_gives_no_message(folder: Path, run: Run) -> None:
    result = run("check", "--publish", "--strict", "--quiet", folder)
    assert (result.code, result.out, result.err) == (0, "", "")


def test_a_pdf_that_was_printed_anew_is_told(folder: Path, tmp_path: Path, run: Run) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    page = folder / "output/report.pdf"
    with pikepdf.open(page) as document:
        metadata = document.Root.Metadata.read_bytes().replace(b"pdfaid", b"other")
        document.Root.Metadata = document.make_stream(metadata)
        document.save(tmp_path / "copy/output/report.pdf")
    result = run("check", "--publish", tmp_path / "copy")
    assert "output/report.pdf, properties: the PDF does not say that it follows PDF/A-2a (O5)" in result.err


def test_metadata_of_another_form_are_no_traceback() -> None:
    class Stream:
        reference = b"1 0 R"
        stream = (b"<x/>",)

    class Pdf:
        objects = (Stream(),)
        catalog = MappingProxyType({"Metadata": b"1 0 R"})

    with pytest.raises(RenderError, match="metadata"):
        name_both_standards(Pdf())
