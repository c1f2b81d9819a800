"""A Word template made ready: what stands before and behind the report, and what of it is kept.

In go its bytes and what fills it; out comes a document with a mark where the report goes.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.section import Section
from lxml import etree
from lxml import html as lxml_html

from report_builder.draft import DraftParagraph
from report_builder.draftxml import BOOKMARK, read_beside, read_draft_text, read_notes
from report_builder.errors import Problem, TemplateError, raise_if_any
from report_builder.render.elements import Element, classes, is_number, plain
from report_builder.render.word.adopted import is_numbered
from report_builder.render.word.markup import element, tag, written
from report_builder.render.word.package import BODY, clear_body
from report_builder.render.word.styles import Styles
from report_builder.render.word.template.contents import MARK, mark_contents, take_contents
from report_builder.render.word.template.fill import fill, follows_break, mark_place
from report_builder.render.word.template.lint import (
    FAILURES,
    faults,
    has_tags,
    no_cover,
    remarks,
    style_faults,
    tracked,
)
from report_builder.render.word.template.placeholders import EMBLEM, REPORT, Filling
from report_builder.render.word.template.places import NOTES, part_root, spots
from report_builder.render.word.template.source import DAMAGE, WordTemplate, named, read_template, unreadable
from report_builder.render.word.xml import drop
from report_builder.words import even
from report_builder.wordxml import StyleBook, paragraph_text, w

UNREADABLE = (PackageNotFoundError, RuntimeError, *DAMAGE)
"""What a file can raise that is no Word document, is damaged, or is locked by a password."""
OURS = "RB Finding"
"""A style that only the built-in template and its copies have."""
HEADING = "Heading 1"
SEEN = ("drawing", "pict", "object", "tbl", "sym")
"""What is seen although it is no words."""
OF_CONTENTS = re.compile(r"toc \d", re.IGNORECASE)
"""Style of an entry in the contents, which is the report's."""
HEADS = ("/header", "/footer")
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")
ACCENT = re.compile(rb"<a:accent1>\s*<a:srgbClr val=\"([0-9A-Fa-f]{6})\"")


@dataclass(frozen=True)
class Frame:
    """A document with a mark where the report goes."""

    document: Document
    own: bool
    """It is a consortium's own, whose looks are kept; else a copy of the built-in one."""
    section: Element
    """The settings of the section that the report stands in."""
    before: tuple[Element, ...] = ()
    """What stands before the report."""
    behind: tuple[Element, ...] = ()
    where: str = ""
    """How messages name the template."""
    words: str = ""
    """All that is read in it, with single spaces."""
    numbered: bool = True
    """Its headings are numbered by their style."""
    has_emblem: bool = False
    """Its placeholder for the emblem was filled."""
    has_contents: bool = False
    """It has a table of contents, in place of which there is a mark."""

    @property
    def page(self) -> Section:
        """The page on which the report stands."""
        settings: Any = self.section
        return Section(settings, self.document.part)

    @property
    def has_cover(self) -> bool:
        """Whether something is seen before the report."""
        return any(map(_seen, self.before))

    @property
    def has_bare_contents(self) -> bool:
        """Whether contents stand before the report with no more than a heading."""
        seen = [p for each in self.before for p in each.iter(w("p")) if _seen(p)]
        pictured = any(next(each.iter(*map(w, SEEN)), None) is not None for each in self.before)
        return self.has_contents and len(seen) == 1 and not pictured

    @property
    def keeps_heads(self) -> bool:
        """Whether its heads and feet are kept: where they show something of their own."""
        return self.own and any(map(_seen, _parts(self.document, HEADS)))

    @property
    def begins_page(self) -> bool:
        """Whether the report begins on a new page as it is."""
        return follows_break(self.before[-1] if self.before else None)

    @property
    def boxes(self) -> frozenset[str]:
        """The words of each of its text boxes."""
        found = (box for each in (*self.before, *self.behind) for box in each.iter(w("txbxContent")))
        return frozenset(even("".join(text.text or "" for text in box.iter(w("t")))) for box in found)

    @property
    def colours(self) -> frozenset[str]:
        """The colours of its styles and of its accent, as #RRGGBB."""
        found = (str(each.get(w("val"))).upper() for each in self.document.styles.element.iter(w("color")))
        return frozenset(f"#{colour}" for colour in (*found, self.accent) if colour)

    @property
    def accent(self) -> str:
        """The first accent of its theme, as six hexadecimal digits; "" where it has none."""
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith("/theme") and (found := ACCENT.search(relation.target_part.blob)):
                return found[1].decode().upper()
        return ""

    @property
    def next_bookmark(self) -> int:
        """A number that no bookmark has."""
        return _free((each for each in self._elements(w("bookmarkStart"))), w("id"))

    @property
    def next_picture(self) -> int:
        """A number that no picture has, at least 1."""
        return max(1, _free(self._elements(DRAWN), "id"))

    def _elements(self, tag: str) -> Iterator[Element]:
        roots = (*self.before, *self.behind, *_parts(self.document, HEADS))
        return (each for root in roots for each in root.iter(tag))

    def around(self, contents: str = "") -> tuple[str, str]:
        """The pieces before and behind the report, those of its contents where the template wants them."""
        before, behind = ("".join(map(written, side)) for side in (self.before, self.behind))
        mark = f"<!--{MARK}-->"
        return before.replace(mark, contents), behind.replace(mark, contents)

    def paragraphs(self, pieces: str, styles: StyleBook) -> tuple[DraftParagraph, ...]:
        """What such pieces say, as it will be read when the draft comes back."""
        related = self.document.part.rels.items()
        links = {id: relation.target_ref for id, relation in related if relation.is_external}
        found = read_draft_text(element(tag("body", pieces)), styles, links).paragraphs if pieces else ()
        return tuple(
            each if OF_CONTENTS.match(each.style) else replace(each, template=self.where) for each in found
        )

    @property
    def beside(self) -> tuple[str, ...]:
        """The words of heads, feet and notes, likewise."""
        return (*read_beside(*_parts(self.document, HEADS)), *read_notes(*_parts(self.document, NOTES)))


def fit_page(root: Element, frame: Frame) -> Element | None:
    """Leave out of a page what the template has itself, or has not: a cover, contents, numbers of headings.

    The contents come back, for their entries go into the template's.
    """
    if frame.has_cover:
        _drop_cover(root, frame.words if frame.has_emblem else "")
    if not frame.numbered:
        for home in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "nav"):
            for number in [each for each in home.iter("span") if is_number(each)]:
                if (number.text or "")[:1].isdecimal():
                    number.text = ""
    return take_contents(root) if frame.has_contents else None


def framed_html(html: str, frame: Frame) -> str:
    """A page as it is without these."""
    root = lxml_html.document_fromstring(html)
    fit_page(root, frame)
    return etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>")


def _drop_cover(root: Element, words: str) -> None:
    """Leave out the page's cover, for the template has its own; a funding statement not in `words` stays."""
    cover = next((each for each in root.iter("section") if "cover" in classes(each)), None)
    parent = cover.getparent() if cover is not None else None
    if cover is None or parent is None:
        return
    place = parent.index(cover)
    funding = [each for each in cover.iterchildren("div") if "funding" in classes(each)]
    parent.remove(cover)
    front = next((each for each in root.iter("section") if "front" in classes(each)), None)
    for each in funding:
        said = all(even(plain([p])) in even(words) for p in each.iter("p") if "statement" in classes(p))
        if not said:
            home, at = (front, _before_disclaimer(front)) if front is not None else (parent, place)
            home.insert(at, each)


def _before_disclaimer(front: Element) -> int:
    return next((at for at, each in enumerate(front) if "disclaimer" in classes(each)), len(front))


def open_frame(path: Path, filling: Filling | None, mapping: Mapping[str, str], *, whole: bool) -> Frame:
    """Fill a template and find where the report goes; `whole` if its cover is meant for this document.

    Raises:
        TemplateError: It can't be read, what it names can't be filled, or [word.styles] leads nowhere.
    """
    document = _opened(path)
    _drop_drafting(document)
    styles = Styles(document.styles.element)
    mapped = Styles(document.styles.element, mapping)
    raise_if_any(_faults(named(path), document, filling, styles, mapping), TemplateError)
    found = spots(document)
    tagged, shown = any(map(has_tags, found)), any(EMBLEM in spot.text for spot in found)
    own = tagged or not styles.finds("paragraph", OURS)
    numbered = not mapped.finds("paragraph", HEADING) or is_numbered(mapped, HEADING)
    if filling is None or not tagged:
        return Frame(document, own, _only_section(document), numbered=numbered)
    marked = mark_place(document)
    try:
        document = fill(document, filling)
    except (etree.LxmlError, *FAILURES) as error:
        what = "what it holds in braces can't be filled"
        mend = "Type the placeholders anew, each in one go, and {%p … %} in a paragraph of its own."
        raise TemplateError(Problem("word-template-fill", named(path), what, mend)) from error
    if marked and len(_marks(document)) != 1:
        raise TemplateError(_conditional(named(path)))
    frame = _split(document, marked) if whole else Frame(document, own, _only_section(document))
    return replace(frame, where=named(path), numbered=numbered, has_emblem=shown)


def judge(template: WordTemplate, filling: Filling, mapping: Mapping[str, str]) -> Iterator[Problem]:
    """All faults of a template, a trial filling among them; then what else is to be known.

    Raises:
        TemplateError: As `open_frame`; holds all faults.
    """
    frame = open_frame(template.path, filling, mapping, whole=template.whole)
    if not frame.own:
        return
    document = _opened(template.path)
    styles = Styles(document.styles.element, mapping)
    found = spots(document)
    yield from remarks(template.where, found, styles, whole=template.whole)
    if frame.has_bare_contents:
        yield from no_cover(template.where, found)


def _opened(path: Path) -> Document:
    try:
        document = docx.Document(io.BytesIO(read_template(path)))
        if document.element.find(w("body")) is None:
            raise ValueError("it has no body")
    except UNREADABLE as error:
        raise TemplateError(unreadable(named(path))) from error
    return document


def _faults(
    where: str, document: Document, filling: Filling | None, styles: Styles, mapping: Mapping[str, str]
) -> Iterator[Problem]:
    found = spots(document)
    if filling is not None:
        yield from faults(where, found, filling)
    if any(map(has_tags, found)):
        yield from tracked(where, document)
    yield from style_faults(where, styles, mapping)


def _split(document: Document, marked: bool) -> Frame:
    body: Element = document.element.body
    last = body.find(w("sectPr"))
    if last is None:
        last = OxmlElement("w:sectPr")
        body.append(last)
    if not marked:
        last.addprevious(etree.Comment(BODY))
    words = " ".join(" ".join(spot.text.split()) for spot in spots(document))
    listed = mark_contents(body)
    (mark,) = _marks(document)
    before = tuple(mark.itersiblings(preceding=True))[::-1]
    behind = tuple(each for each in mark.itersiblings() if each is not last)
    ends = (each.find(f"{w('pPr')}/{w('sectPr')}") for each in behind)
    section = next((end for end in ends if end is not None), last)
    for each in (*before, *behind):
        body.remove(each)
    return Frame(document, True, section, before, behind, words=words, has_contents=listed)


def _marks(document: Document) -> list[Element]:
    """The marks where the report goes."""
    body: Element = document.element.body
    return [each for each in body.iterchildren(etree.Comment) if each.text == BODY]


def _conditional(where: str) -> Problem:
    what = f"{{{{ {REPORT} }}}} stands in a condition or a loop, so that it is there never or more than once"
    mend = "Move it in front of that, or behind where that ends."
    return Problem("word-template-marker", where, what, mend)


def _only_section(document: Document) -> Element:
    """Drop what stands in the body, but for the settings of its last section and the heads it inherits."""
    inherited: dict[tuple[str, str | None], Element] = {}
    for section in document.element.body.iter(w("sectPr")):
        for each in section.iter(w("headerReference"), w("footerReference")):
            inherited[each.tag, each.get(w("type"))] = each
    last = clear_body(document)
    for at, each in enumerate(inherited.values()):
        last.insert(at, each)
    return last


def _drop_drafting(document: Document) -> None:
    """Take out what a draft leaves in a template that was made of it, and what people noted in its margin."""
    body: Element = document.element.body
    for mark in list(body.iter(w("bookmarkStart"))):
        if mark.get(w("name"), "").startswith(BOOKMARK):
            ends = [end for end in body.iter(w("bookmarkEnd")) if end.get(w("id")) == mark.get(w("id"))]
            for each in (mark, *ends):
                drop(each)
    for each in list(body.iter(*map(w, COMMENTS))):
        drop(each)


def _parts(document: Document, kinds: tuple[str, ...]) -> list[Element]:
    """The parts of some kinds, as trees."""
    related = document.part.rels.values()
    return [part_root(one.target_part) for one in related if one.reltype.endswith(kinds)]


def _free(elements: Iterable[Element], attribute: str) -> int:
    numbers = (each.get(attribute, "") for each in elements)
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=-1)


def _seen(element: Element) -> bool:
    """Whether something of an element is seen: words, or a picture."""
    paragraphs = element.iter(w("p")) if element.tag != w("p") else (element,)
    return next(element.iter(*map(w, SEEN)), None) is not None or any(map(paragraph_text, paragraphs))
