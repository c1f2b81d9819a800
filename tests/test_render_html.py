import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from lxml import html as lxml_html

from report_builder.render.html import render_html
from report_builder.render.page import make_page
from report_builder.render.templates import templates_folder
from tests.report_sample import sample_finding, sample_findings, sample_report, select


@pytest.fixture(scope="module")
def text() -> str:
    return render_html(make_page(sample_report()))


@pytest.fixture(scope="module")
def document(text: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(text)


def test_file_stands_alone(text: str, document: lxml_html.HtmlElement) -> None:
    assert text.startswith("<!DOCTYPE html>")
    assert not list(document.iter("script", "link", "iframe", "object"))
    assert all(image.get("src").startswith("data:") for image in document.iter("img"))
    styles = "".join(style.text for style in document.iter("style"))
    assert all(address.startswith("data:") for address in re.findall(r'url\("?([^")]*)', styles))
    assert "@import" not in styles


def test_browser_is_told_to_fetch_nothing(document: lxml_html.HtmlElement) -> None:
    first, second = list(document.iter("meta"))[:2]
    assert first.get("charset") == "utf-8"
    assert second.get("http-equiv") == "Content-Security-Policy"
    assert second.get("content") == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert len([meta for meta in document.iter("meta") if meta.get("charset")]) == 1


def test_fonts_inside_are_the_reports_face(text: str) -> None:
    fonts = re.findall(r"data:font/woff2;base64,([^\"]+)", text)
    names = []
    for font in fonts:
        with TTFont(io.BytesIO(base64.b64decode(font))) as opened:
            names.append(opened["name"].getDebugName(4))
            assert {ord("ω"), ord("ж"), ord("ő")} <= set(opened.getBestCmap())
    assert names == ["Ubuntu Regular", "Ubuntu Bold", "Ubuntu Italic"]


def test_each_finding_has_its_id_and_words(document: lxml_html.HtmlElement) -> None:
    for finding in sample_findings():
        (element,) = select(document, "//*[@data-finding=$id]", id=finding.id)
        assert element.get("id")
        assert finding.statement in element.text_content()


def test_reader_gets_landmarks_and_language(document: lxml_html.HtmlElement) -> None:
    assert document.get("lang") == "en"
    assert len(list(document.iter("main"))) == 1
    (nav,) = document.iter("nav")
    assert nav.get("aria-label") == "Contents"
    skip = document.find("body")[0]
    assert (skip.tag, skip.get("class"), skip.get("href")) == ("a", "screen-only", "#main")
    assert all(image.get("alt") for image in document.iter("img"))
    assert all(cell.get("scope") for cell in document.iter("th"))


def test_hostile_text_makes_no_elements() -> None:
    statement = '<img src=x onerror="alert(1)"><style>*{}</style></p></main>'
    text = render_html(make_page(sample_report(findings=[sample_finding(1, statement)])))
    document = lxml_html.document_fromstring(text)
    assert not select(document, "//*[@onerror]")
    (element,) = select(document, "//*[@data-finding='000000000001']")
    assert element.text_content() == f"F1 {statement}"


def test_the_same_page_gives_the_same_text(text: str) -> None:
    assert render_html(make_page(sample_report())) == text


def test_built_in_templates_are_found() -> None:
    assert (templates_folder() / "report.html.j2").is_file()
    assert (templates_folder() / "fonts" / "Ubuntu-Regular.ttf").is_file()
