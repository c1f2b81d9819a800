"""Headings of a page: their numbers, their ids, and the contents that lists them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from lxml import etree
from lxml import html as lxml_html

from report_builder.render.elements import classes, visible_text

LEVELS = {"h1": 1, "h2": 2, "h3": 3}
LISTED = 2
"""Lowest level that has a number and stands in the contents."""
ANNEX = "Annex"
"""Word before an annex's letter, where `main` names none in `data-annex`."""


@dataclass(frozen=True)
class PageHeading:
    """A heading as printed."""

    id: str
    level: int
    """1 to 3."""
    number: str
    """Such as `3.1` or `Annex A`; empty for headings without one."""
    text: str
    """Its words without the number."""


class Numbering:
    """Counts headings of one page: 1, 1.1, 1.2, 2 ... and, for annexes, Annex A, A.1 ..."""

    def __init__(self, annex: str) -> None:
        self.annex = annex
        self.chapters = 0
        self.annexes = 0
        self.sections = 0
        self.prefix = ""

    def next(self, level: int, kinds: Sequence[str]) -> str:
        """Number of the next heading; empty if it has none."""
        if level == 1:
            return self._chapter(kinds)
        if level > LISTED or not self.prefix or "unnumbered" in kinds:
            return ""
        self.sections += 1
        return f"{self.prefix}.{self.sections}"

    def _chapter(self, kinds: Sequence[str]) -> str:
        self.sections = 0
        if "unnumbered" in kinds:
            self.prefix = ""
            return ""
        if "annex" in kinds:
            self.annexes += 1
            self.prefix = _letters(self.annexes)
            return f"{self.annex} {self.prefix}"
        self.chapters += 1
        self.prefix = str(self.chapters)
        return self.prefix


def number_headings(document: lxml_html.HtmlElement) -> tuple[PageHeading, ...]:
    """Write numbers and ids into the headings of a page and return them in reading order.

    Titles (class `title`) are left alone. An id that a template gave is kept, and where it gave one twice,
    the later element gets another.
    """
    main = next(document.iter("main"), None)
    numbering = Numbering((main.get("data-annex") if main is not None else "") or ANNEX)
    taken = _parted_ids(document)
    return tuple(
        _number(heading, numbering, taken)
        for heading in document.iter(*LEVELS)
        if "title" not in classes(heading)
    )


def fill_contents(document: lxml_html.HtmlElement, headings: Sequence[PageHeading]) -> None:
    """Put links to the headings that follow it into `nav.toc`, the second level nested in the first."""
    nav = next((nav for nav in document.iter("nav") if "toc" in classes(nav)), None)
    if nav is None:
        return
    inside = set(nav.iter("h1", "h2"))
    below = dropwhile(lambda each: each is not nav, document.iter("nav", "h1", "h2"))
    later = {element.get("id") for element in below if element not in inside}
    outer = etree.SubElement(nav, "ol")
    for heading in headings:
        if heading.id in later:
            _add_line(outer, heading)


def _add_line(outer: etree._Element, heading: PageHeading) -> None:
    parent = outer
    if heading.level == LISTED and len(outer):
        chapter = outer[-1]
        parent = chapter[-1] if chapter[-1].tag == "ol" else etree.SubElement(chapter, "ol")
    link = etree.SubElement(etree.SubElement(parent, "li"), "a", href=f"#{heading.id}")
    if heading.number:
        number = etree.SubElement(link, "span", {"class": "number"})
        number.text = heading.number
        number.tail = f" {heading.text}"
    else:
        link.text = heading.text


def _number(heading: lxml_html.HtmlElement, numbering: Numbering, taken: Counter[str]) -> PageHeading:
    level = LEVELS[str(heading.tag)]
    text = visible_text(heading)
    number = numbering.next(level, classes(heading))
    if not heading.get("id"):
        heading.set("id", _free_id(text, taken))
    if number:
        span = etree.Element("span", {"class": "number"})
        span.text = number
        span.tail = f" {heading.text or ''}"
        heading.text = None
        heading.insert(0, span)
    return PageHeading(str(heading.get("id")), level, number, text)


def _parted_ids(document: lxml_html.HtmlElement) -> Counter[str]:
    """The ids of a page, each made the id of one element only."""
    elements = document.xpath("descendant-or-self::*[@id]")
    taken: Counter[str] = Counter([element.get("id") for element in elements])
    seen: set[str] = set()
    if len(taken) == len(elements):
        return taken
    for element in elements:
        if element.get("id") in seen:
            element.set("id", next(_numbered(str(element.get("id")), taken)))
        seen.add(str(element.get("id")))
    return taken


def _free_id(text: str, taken: Counter[str]) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "section"
    taken[slug] += 1
    return slug if taken[slug] == 1 else next(_numbered(slug, taken))


def _numbered(slug: str, taken: Counter[str]) -> Iterator[str]:
    while True:
        candidate = f"{slug}-{taken[slug]}"
        if candidate not in taken:
            taken[candidate] += 1
            yield candidate
        taken[slug] += 1


def _letters(number: int) -> str:
    """A, B ... Z, AA, AB ..."""
    rest, last = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("A") + last)
