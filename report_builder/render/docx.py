"""The page -> an editable Word document, in the styles of a reference document.

In go a `Page` and reference.docx; out come the bytes of a DOCX. Of the built-in reference document the body
is dropped; that of a consortium's own stays, with the report where it says. A draft also carries its record
and one hidden bookmark for each paragraph that may be edited; a final version has neither.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from docx.section import Section
from docx.shared import Mm
from lxml import etree

from report_builder.colours import darkened
from report_builder.draft import Draft, DraftParagraph, Remark
from report_builder.draftxml import Look, draft_paragraph, read_beside
from report_builder.errors import TemplateError
from report_builder.history.drafts import to_json
from report_builder.render.elements import Element, classes, is_number, pieces, plain
from report_builder.render.page import Page
from report_builder.render.templates import templates_folder
from report_builder.render.word.adopted import Adopted
from report_builder.render.word.blocks import Body, drop_first_page
from report_builder.render.word.changes import mark_changes
from report_builder.render.word.comments import add_comments
from report_builder.render.word.contents import contents
from report_builder.render.word.face import PLAIN, Face, Said
from report_builder.render.word.inline import Line
from report_builder.render.word.lists import Numbering, numbering_root
from report_builder.render.word.manuscript import Manuscript, hidden_name, visible_names
from report_builder.render.word.markup import (
    PROPERTIES_END,
    bookmark,
    element,
    field,
    paragraph_properties,
    run,
    tag,
    written,
)
from report_builder.render.word.package import (
    add_record,
    drop_history,
    drop_record,
    embed_fonts,
    other_fonts,
    paint_accent,
    save,
    set_language,
    set_properties,
    set_settings,
    speak,
)
from report_builder.render.word.styles import Styles, make_compact
from report_builder.render.word.template.frame import Frame, fit_page, open_frame
from report_builder.render.word.template.placeholders import Filling
from report_builder.render.word.template.source import REFERENCE, named, unreadable
from report_builder.render.word.xml import legal
from report_builder.wordxml import StyleBook, read_styles

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
RUNNING = ("header", "footer", "div")
"""Elements in which a page says what stands in the margins."""
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
    record: Callable[..., Draft] | None = None,
    remarks: Sequence[Remark] = (),
    page_numbers: Mapping[str, int] = MappingProxyType({}),
    since: Draft | None = None,
    whole: bool = True,
    filling: Filling | None = None,
    mapping: Mapping[str, str] = MappingProxyType({}),
) -> WordFile:
    """Make a Word document of a page; the same input gives the same bytes.

    With a `record`, which makes a draft's record of its paragraphs and of the words in heads and feet, it is
    a draft: changes are tracked, each element with `data-key` has its hidden bookmark `_rb_<key>`, and
    `remarks` stand in the margin. `page_numbers` (id of a heading -> page) are shown in the contents until
    Word counts anew. A draft shows as tracked changes what differs from the one `since`.

    What `reference` names in braces is filled by `filling`; `whole` if its cover is meant for this document.
    `mapping` gives styles of the report another one of the reference document.

    Raises:
        TemplateError: `reference` is missing or no Word document, or can't be filled.
        RenderError: A picture is damaged or a font is missing.
    """
    frame, others = _open(reference, filling, mapping, whole)
    document = frame.document
    root = _parse(page.html)
    listed = fit_page(root, frame)
    manuscript = _begin(page, frame, root, fonts, accent, mapping, page_numbers, record is not None)
    Numbering(manuscript).name_annexes(_annex_word(root))
    if not frame.own:
        _fit_builtin(manuscript, root)
    if not frame.keeps_heads:
        _write_header_and_footer(manuscript, root)
    body = _write_body(manuscript, root, frame)
    lines = contents(manuscript, listed) if listed is not None else ()
    before, behind = frame.around("".join(lines))
    drop_history(document, own=frame.own)
    draft = None
    if record is not None:
        styles = read_styles(document.styles.element).called(manuscript.styles.given)
        draft = _record(record, manuscript, frame, (before, behind), styles)
        body = _mark_draft(manuscript, body, draft.draft)
        add_record(document, draft.draft, to_json(draft))
    body = f"{before}{body}{behind}"
    if draft is not None and (remarks or since is not None):
        tree = element(tag("body", body))
        if since is not None:
            mark_changes(tree, styles, since.paragraphs, draft.paragraphs, page.date.isoformat())
        add_comments(document, tree, remarks)
        body = "".join(map(written, tree))
    set_settings(document, tracked=record is not None, fonts=not frame.own)
    set_language(document, page.language)
    set_properties(
        document,
        title=page.title,
        author=page.author,
        subject=page.subject,
        keywords=", ".join(page.keywords),
        language=page.language,
        date=page.date,
        kept=frame.own,
    )
    if frame.own:
        speak(document, page.language)
    else:
        embed_fonts(document, fonts, others)
    return WordFile(save(document, body), draft)


def _open(
    reference: Path, filling: Filling | None, mapping: Mapping[str, str], whole: bool
) -> tuple[Frame, list[Element]]:
    """The reference document, filled, and the fonts that it names."""
    frame = open_frame(reference, filling, mapping, whole=whole)
    drop_record(frame.document)
    try:
        return frame, other_fonts(frame.document)
    except etree.XMLSyntaxError as error:
        raise TemplateError(unreadable(named(reference))) from error


def _begin(
    page: Page,
    frame: Frame,
    root: Element,
    fonts: Path,
    accent: str,
    mapping: Mapping[str, str],
    page_numbers: Mapping[str, int],
    draft: bool,
) -> Manuscript:
    document = frame.document
    colour = accent.lstrip("#").upper()
    if frame.own and frame.accent:
        colour = darkened(f"#{frame.accent}")[1:]
    styles = Styles(document.styles.element, mapping)
    if frame.own:
        builtin = templates_folder() / f"{REFERENCE}.docx"
        known = document.styles.element, numbering_root(document.part)
        styles = Styles(
            document.styles.element, mapping, Adopted(builtin, *known, colour, themed=colour == frame.accent)
        )
    return Manuscript(
        document=document,
        styles=styles,
        anchors=visible_names(_targets(root)),
        page_numbers=page_numbers,
        accent=colour,
        themed=not frame.own or colour == frame.accent,
        fonts=fonts,
        language=page.language,
        draft=draft,
        width=_measure(frame.page),
        bookmark_ids=itertools.count(frame.next_bookmark),
        picture_ids=itertools.count(frame.next_picture),
    )


def _fit_builtin(manuscript: Manuscript, root: Element) -> None:
    """Give the built-in looks the workshop's colour, and set a short document closer."""
    document, content = manuscript.document, root.find("body")
    if content is not None and "summary" in classes(content):
        make_compact(document.styles.element, manuscript.styles)
        section = document.sections[-1]
        section.top_margin, section.bottom_margin = COMPACT_MARGINS
    paint_accent(document, manuscript.accent)


def _record(
    record: Callable[..., Draft],
    manuscript: Manuscript,
    frame: Frame,
    around: tuple[str, str],
    styles: StyleBook,
) -> Draft:
    """The record of a draft: what the template holds, around what was written."""
    before, behind = (frame.paragraphs(pieces, styles) for pieces in around)
    last = manuscript.document.sections[-1]
    beside = frame.beside if frame.keeps_heads else read_beside(last.header._element, last.footer._element)
    told = {"styles": manuscript.styles.given} if manuscript.styles.given else {}
    return record((*before, *_recorded(manuscript, styles), *behind), beside, **told)


def _parse(html: str) -> Element:
    # plain elements: those of lxml.html are looked up in Python, each time that one is met
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(legal(html).encode("utf-8"), parser)
    if "&#" in html:
        # a reference can stand for a character that XML can't hold
        for each in root.iter():
            each.text, each.tail = (text and legal(text) for text in (each.text, each.tail))
            each.attrib.update({name: legal(str(value)) for name, value in each.attrib.items()})
    return root


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


def _write_body(manuscript: Manuscript, root: Element, frame: Frame) -> str:
    if not frame.own and not any("cover" in classes(each) for each in root.iter("section")):
        drop_first_page(frame.section)
    given, follows = frame.numbered and _numbers_given(root), frame.has_cover and not frame.begins_page
    writer = Body(manuscript, frame.section, numbers_given=given, follows=follows)
    content = root.find("body")
    writer.write(content if content is not None else root)
    return "".join(writer.finish())


def _recorded(manuscript: Manuscript, styles: StyleBook) -> list[DraftParagraph]:
    """The paragraphs that were written, as they will be read when the draft comes back."""

    @cache
    def look(face: Face, link: str) -> Look | None:
        """How words are set; None for what is hidden."""
        id = manuscript.styles.character(face.style) if face.style else ""
        if id in styles.hidden:
            return None
        return Look(face.bold or id in styles.bold, face.italic or id in styles.italic, link)

    def seen(said: Iterable[Said]) -> Iterator[tuple[str, Look]]:
        for text, face, link in said:
            set_as = look(face, link) if text else None
            if set_as is not None:
                yield text, set_as

    return [
        draft_paragraph(
            list(seen(paragraph.said)),
            style=styles.names.get(paragraph.style, ""),
            keys=paragraph.keys,
            cell=paragraph.cell,
            pictures=paragraph.pictures,
        )
        for paragraph in manuscript.written
    ]


def _numbers_given(root: Element) -> bool:
    """Whether the page says which headings have numbers, or has no chapters to count."""
    counted = (h for h in root.iter("h1") if not {"title", "unnumbered", "annex"}.intersection(classes(h)))
    spans = (span for heading in root.iter(*HEADINGS) for span in heading.iter("span"))
    return next(counted, None) is None or any(is_number(span) for span in spans)


def _mark_draft(manuscript: Manuscript, body: str, draft_id: str) -> str:
    start, end = bookmark(next(manuscript.bookmark_ids), hidden_name(f"draft_{draft_id}"))
    properties, found, rest = body.partition(PROPERTIES_END)
    return f"{properties}{found}{start}{end}{rest}"


def _write_header_and_footer(manuscript: Manuscript, root: Element) -> None:
    section = manuscript.document.sections[-1]
    stories = (("running-header", "Header", section.header), ("running-footer", "Footer", section.footer))
    for name, style, story in stories:
        source = next((each for each in root.iter(*RUNNING) if name in classes(each)), None)
        # asking for a part that a reference document lacks would make one, which is wanted here
        tree: Element = story._element
        for old in list(tree):
            tree.remove(old)
        tree.append(element(_running_line(manuscript, source, style, counted=style == "Footer")))


def _running_line(manuscript: Manuscript, source: Element | None, style: str, *, counted: bool) -> str:
    """One line with its text on the left, and on the right what is there, or page numbers."""
    line = Line(manuscript)
    sides = {} if source is None else {side: _side(source, side) for side in ("left", "right")}
    left, right = sides.get("left"), sides.get("right")
    if source is not None and left is None and right is None:
        left = source
    if left is not None:
        line.write(pieces(left), PLAIN)
    if right is not None and counted:
        line.write(["  ·  ", *pieces(right)], PLAIN)
    elif right is not None:
        line.tab()
        line.write(pieces(right), PLAIN)
    if counted:
        line.tab()
        line.append(f"{field('PAGE', '1')}{run(' / ')}{field('NUMPAGES', '1')}")
    return tag("p", paragraph_properties(manuscript.styles.paragraph(style)), line.finish())


def _side(source: Element, side: str) -> Element | None:
    return next((each for each in source.iter("span") if side in classes(each)), None)
