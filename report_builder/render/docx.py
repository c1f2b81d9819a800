"""The page -> an editable Word document, in the styles of a reference document.

In go a `Page` and reference.docx, whose own body is dropped; out come the bytes of a DOCX. A draft also
carries its record and one hidden bookmark for each paragraph that may be edited; a final version has neither.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.section import Section
from docx.shared import Mm
from lxml import etree
from lxml import html as lxml_html

from report_builder.draft import Draft, DraftParagraph, Remark
from report_builder.draftxml import read_beside, read_draft_text
from report_builder.errors import Problem, SourceError, TemplateError
from report_builder.history.drafts import to_json
from report_builder.load.files import Archive, read_bytes
from report_builder.render.elements import Element, classes, is_number, pieces, plain
from report_builder.render.page import Page
from report_builder.render.word.blocks import Body, drop_first_page
from report_builder.render.word.changes import mark_changes
from report_builder.render.word.comments import add_comments
from report_builder.render.word.inline import Face, Line
from report_builder.render.word.lists import Numbering
from report_builder.render.word.manuscript import Manuscript, hidden_name, visible_names
from report_builder.render.word.package import (
    add_record,
    drop_history,
    embed_fonts,
    other_fonts,
    paint_accent,
    save,
    set_language,
    set_properties,
    set_settings,
)
from report_builder.render.word.styles import Styles, make_compact
from report_builder.render.word.xml import (
    bookmark,
    field_runs,
    legal,
    paragraph_properties,
    qn,
    text_run,
    w,
)
from report_builder.wordxml import read_styles

UNREADABLE = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    OSError,
    RuntimeError,
    etree.XMLSyntaxError,
)
"""What a file can raise that is no Word document, is damaged, or is locked by a password."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
COMPACT_MARGINS = (Mm(22), Mm(24))
"""Head and foot of a short document."""
A4_MEASURE = 9070
"""Width of the text where the reference document names none, in twentieths of a point."""


@dataclass(frozen=True)
class WordFile:
    """A Word document as made."""

    content: bytes
    draft: Draft | None
    """Its record, if it is a draft."""


def render_docx(
    page: Page,
    *,
    reference: Path,
    fonts: Path,
    accent: str = "#003399",
    record: Callable[[Sequence[DraftParagraph], Sequence[str]], Draft] | None = None,
    remarks: Sequence[Remark] = (),
    page_numbers: Mapping[str, int] = MappingProxyType({}),
    since: Draft | None = None,
) -> WordFile:
    """Make a Word document of a page; the same input gives the same bytes.

    With a `record`, which makes a draft's record of its paragraphs and of the words in heads and feet, it is
    a draft: changes are tracked, each element with `data-key` has its hidden bookmark `_rb_<key>`, and
    `remarks` stand in the margin. `page_numbers` (id of a heading -> page) are shown in the contents until
    Word counts anew. A draft shows as tracked changes what differs from the one `since`.

    Raises:
        TemplateError: `reference` is missing or no Word document.
        RenderError: A picture is damaged or a font is missing.
    """
    document, others = _open(reference)
    root = _parse(page.html)
    body = _cleared(document)
    manuscript = Manuscript(
        document=document,
        styles=Styles(document.styles.element),
        anchors=visible_names(_targets(root)),
        page_numbers=page_numbers,
        accent=accent.lstrip("#").upper(),
        fonts=fonts,
        language=page.language,
        draft=record is not None,
        width=_measure(document.sections[-1]),
    )
    content = root.find("body")
    if content is not None and "summary" in classes(content):
        make_compact(document.styles.element, manuscript.styles)
        section = document.sections[-1]
        section.top_margin, section.bottom_margin = COMPACT_MARGINS
    Numbering(manuscript).name_annexes(_annex_word(root))
    _write_header_and_footer(manuscript, root)
    _write_body(manuscript, root, body)
    drop_history(document)
    draft = None
    if record is not None:
        links = {id: address for address, id in manuscript.links.items()}
        styles = read_styles(document.styles.element)
        text = read_draft_text(body, styles, links)
        last = document.sections[-1]
        draft = record(text.paragraphs, read_beside(last.header._element, last.footer._element))
        _mark_draft(manuscript, body, draft.draft)
        if since is not None:
            mark_changes(body, styles, since.paragraphs, draft.paragraphs, page.date.isoformat())
        add_record(document, draft.draft, to_json(draft))
        add_comments(document, body, remarks)
    set_settings(document, tracked=record is not None)
    set_language(document, page.language)
    set_properties(
        document,
        title=page.title,
        author=page.author,
        subject=page.subject,
        keywords=", ".join(page.keywords),
        language=page.language,
        date=page.date,
    )
    embed_fonts(document, fonts, others)
    paint_accent(document, manuscript.accent)
    return WordFile(save(document), draft)


def _check_package(reference: Path) -> None:
    """Raise ValueError for a package that unfolds to more than any document, before it is taken apart."""
    try:
        archive = Archive(read_bytes(reference, reference.name), reference.name)
        for name in archive.entries:
            if name.endswith((".xml", ".rels")):
                archive.part(name)
    except SourceError as error:
        raise ValueError(str(error)) from error


def _open(reference: Path) -> tuple[Document, list[Element]]:
    """The reference document and the fonts that it names."""
    problem = Problem(
        "reference-unreadable",
        f"{reference.parent.name}/{reference.name}",
        "it is missing, damaged, or no Word document (.docx)",
        "Save it in Word as .docx, or remove it: the built-in one is used then.",
    )
    try:
        _check_package(reference)
        document = docx.Document(str(reference))
        others = other_fonts(document)
    except UNREADABLE as error:
        raise TemplateError(problem) from error
    if document.element.find(qn("body")) is None:
        raise TemplateError(problem)
    return document, others


def _parse(html: str) -> Element:
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, encoding="utf-8")
    return lxml_html.document_fromstring(legal(html).encode("utf-8"), parser=parser)


def _cleared(document: Document) -> Element:
    """The body without the reference document's sample text; the settings of its last section stay."""
    body: Element = document.element.body
    for element in list(body):
        if element.tag != qn("sectPr"):
            body.remove(element)
    if body.find(qn("sectPr")) is None:
        body.append(w("sectPr"))
    return body


def _measure(section: Section) -> int:
    if section.page_width is None:
        return A4_MEASURE
    margins = (section.left_margin or 0) + (section.right_margin or 0) + (section.gutter or 0)
    return int((section.page_width - margins) / 635)


def _targets(root: Element) -> Iterator[str]:
    """Ids that a bookmark is needed for, in reading order: headings, and whatever a link leads to."""
    linked = {link.get("href", "")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")}
    found = (each.get("id", "") for each in root.iter() if each.get("id"))
    headings = {each.get("id", "") for each in root.iter(*HEADINGS)}
    return iter(dict.fromkeys(each for each in found if each in linked or each in headings))


def _annex_word(root: Element) -> str:
    """The word before an annex's letter, as the page's first annex has it."""
    for heading in root.iter("h1"):
        if "annex" in classes(heading):
            number = plain(each for each in heading.iter("span") if is_number(each))
            return number.rpartition(" ")[0]
    return ""


def _write_body(manuscript: Manuscript, root: Element, body: Element) -> None:
    section = body[-1]
    body.remove(section)
    if not any("cover" in classes(each) for each in root.iter("section")):
        drop_first_page(section)
    writer = Body(manuscript, body, section, numbers_given=_numbers_given(root))
    content = root.find("body")
    writer.write(content if content is not None else root)
    writer.finish()
    body.append(section)


def _numbers_given(root: Element) -> bool:
    """Whether the page says which headings have numbers, or has no chapters to count."""
    counted = (h for h in root.iter("h1") if not {"title", "unnumbered", "annex"}.intersection(classes(h)))
    spans = (span for heading in root.iter(*HEADINGS) for span in heading.iter("span"))
    return next(counted, None) is None or any(is_number(span) for span in spans)


def _mark_draft(manuscript: Manuscript, body: Element, draft_id: str) -> None:
    first = next(body.iter(qn("p")))
    start, end = bookmark(next(manuscript.bookmark_ids), hidden_name(f"draft_{draft_id}"))
    place = 1 if first.find(qn("pPr")) is not None else 0
    first.insert(place, end)
    first.insert(place, start)


def _write_header_and_footer(manuscript: Manuscript, root: Element) -> None:
    section = manuscript.document.sections[-1]
    stories = (("running-header", "Header", section.header), ("running-footer", "Footer", section.footer))
    for name, style, story in stories:
        source = next((each for each in root.iter("div") if name in classes(each)), None)
        # asking for a part that a reference document lacks would make one, which is wanted here
        element: Element = story._element
        for old in list(element):
            element.remove(old)
        element.append(_running_line(manuscript, source, style, counted=style == "Footer"))


def _running_line(manuscript: Manuscript, source: Element | None, style: str, *, counted: bool) -> Element:
    """One line with its text on the left, and on the right what is there, or page numbers."""
    paragraph = w("p", paragraph_properties(manuscript.styles.paragraph(style)))
    line = Line(manuscript, paragraph)
    sides = {} if source is None else {side: _side(source, side) for side in ("left", "right")}
    left, right = sides.get("left"), sides.get("right")
    if source is not None and left is None and right is None:
        left = source
    if left is not None:
        line.write(pieces(left), Face())
    if right is not None and counted:
        line.write(["  ·  ", *pieces(right)], Face())
    elif right is not None:
        line.tab()
        line.write(pieces(right), Face())
    line.finish()
    if counted:
        line.tab()
        for run in (*field_runs("PAGE", "1"), text_run(" / "), *field_runs("NUMPAGES", "1")):
            line.append(run)
    return paragraph


def _side(source: Element, side: str) -> Element | None:
    return next((each for each in source.iter("span") if side in classes(each)), None)
