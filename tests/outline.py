"""The outputs as text that a person can review: what stands in them, in order, under which heading."""

import io
import re
from collections.abc import Iterator

import docx
import pypdfium2
from lxml import html as lxml_html

NUMBER = re.compile(r"^F\d+\t")


def fold_space(text: str) -> str:
    """Text with every run of white space, no-break spaces too, as one space."""
    return " ".join(text.split())


def docx_outline(data: bytes) -> list[str]:
    """A line for each paragraph of the body, tables included: `style | text`, empty ones left out."""
    return [f"{style} | {text}" for style, text in docx_paragraphs(data) if text]


def docx_paragraphs(data: bytes) -> Iterator[tuple[str, str]]:
    """Style name and text of each paragraph of the body, in reading order, tables included."""
    document = docx.Document(io.BytesIO(data))
    names = {style.style_id: style.name or "" for style in document.styles}
    for element in document.element.body.iter("{*}p"):
        style = element.find("{*}pPr/{*}pStyle")
        name = names.get(style.get(f"{{{element.nsmap['w']}}}val"), "?") if style is not None else "Normal"
        text = "".join(
            "\t" if part.tag.endswith("}tab") else part.text or ""
            for part in element.iter("{*}t", "{*}tab")
            if part.getparent().tag.endswith("}r")
        )
        yield name, text.strip()


def html_findings(text: str) -> list[tuple[str, str, str]]:
    """Heading, number and statement of each finding of an HTML report, in order."""
    found, heading = [], ""
    for element in lxml_html.document_fromstring(text.encode()).iter():
        if not isinstance(element, lxml_html.HtmlElement) or element.tag not in ("h1", "h2", "p"):
            continue
        if element.tag != "p":
            heading = fold_space(element.text_content())
        elif element.get("data-finding"):
            number, statement = fold_space(element.text_content()).split(" ", 1)
            found.append((_plain(heading), number, statement))
    return found


def docx_findings(data: bytes) -> list[tuple[str, str, str]]:
    """The same of a Word report."""
    found, heading = [], ""
    for style, text in docx_paragraphs(data):
        if style in ("Heading 1", "Heading 2") or style.startswith("RB Heading"):
            heading = text
        elif style == "RB Finding":
            number, statement = text.split("\t", 1)
            found.append((_plain(heading), number, fold_space(statement)))
    return found


def pdf_pages(data: bytes) -> list[str]:
    """The text of each page, white space folded."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [fold_space(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def _plain(heading: str) -> str:
    """A heading without its number or `Annex A`."""
    return re.sub(r"^(\d+(\.\d+)*|Annex [A-Z]) ", "", fold_space(heading))
