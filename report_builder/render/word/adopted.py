"""Styles that a consortium's template lacks, taken from the built-in one and fitted to its fonts and colours.

The built-in definitions say how far apart things stand and what is bold or small; fonts, colours, sizes and
line spacing come from the template, so that a report looks as its other documents do.
"""

import copy
import functools
from collections.abc import Iterator
from pathlib import Path

import docx

from report_builder.render.elements import Element
from report_builder.render.word.styles import FALLBACKS, Styles
from report_builder.render.word.xml import drop, insert_after, qn, w

LIKE_HEADINGS = frozenset({"RB Heading Unnumbered", "RB Heading Annex", "TOC Heading"})
"""Styles that look as the template's own headings do, but for their numbers."""
IN_COLUMNS = frozenset({"RB Table Text", "RB Table Figure"})
"""Styles never larger than the built-in ones: columns do not grow with letters, and words would break."""
USUAL_SIZE = 20
"""Size of letters in half points where a file names none, as Word has it."""
BASE = "basedOn"


class Adopted:
    """The built-in template's styles, for a document that lacks them."""

    def __init__(
        self, builtin: Path, root: Element, numbering: Element, accent: str, *, themed: bool
    ) -> None:
        """`root` holds the document's styles, `numbering` its numbers, `accent` is its colour.

        `themed`: that colour is the first accent of its theme.
        """
        self._styles, self._numbers = _read(builtin)
        self._numbering = numbering
        self._accent, self._themed = accent, themed
        self._sizes = _size(root), _size(self._styles)
        self._lists: dict[str, str] = {}
        """Number id of the built-in template -> that in the document."""

    def style(self, kind: str, name: str, new_id: str, styles: Styles) -> Element | None:
        """The definition of a style, fitted to those of the document; None where there is none."""
        found = self._definition(kind, name)
        if found is None:
            return None
        style = copy.deepcopy(found)
        style.set(qn("styleId"), new_id)
        for tag in ("link", "next"):
            for each in style.findall(qn(tag)):
                style.remove(each)
        self._set_base(style, kind, name, styles)
        self._fit(style, grows=name not in IN_COLUMNS)
        if name in LIKE_HEADINGS:
            _follow_headings(style)
        self._number(style, styles)
        return style

    def _definition(self, kind: str, name: str) -> Element | None:
        for style in self._styles.iterfind(qn("style")):
            if style.get(qn("type")) == kind and _name(style).casefold() == name.casefold():
                return style
        return None

    def _set_base(self, style: Element, kind: str, name: str, styles: Styles) -> None:
        base = style.find(qn(BASE))
        if base is None:
            return
        of = base.get(qn("val"))
        found = (each for each in self._styles.iterfind(qn("style")) if each.get(qn("styleId")) == of)
        usual = FALLBACKS.get(name) if kind == "paragraph" else None
        wanted = usual or next(map(_name, found), "")
        if wanted == "RB Heading Unnumbered":
            wanted = "Heading 1"
        base.set(qn("val"), styles.find(kind, wanted))

    def _fit(self, style: Element, *, grows: bool) -> None:
        """Take the template's fonts, sizes, colours and measure instead of the built-in ones."""
        theirs, ours = self._sizes
        scale = theirs / ours if grows else min(1, theirs / ours)
        for fonts in list(style.iter(qn("rFonts"))):
            drop(fonts)
        for size in style.iter(qn("sz"), qn("szCs")):
            scaled = round(int(size.get(qn("val"), str(ours))) * scale)
            size.set(qn("val"), str(scaled))
        for spacing in style.iter(qn("spacing")):
            for attribute in ("line", "lineRule"):
                spacing.attrib.pop(qn(attribute), "")
        for indent in style.iter(qn("ind")):
            indent.attrib.pop(qn("right"), "")
        self._paint(style)

    def _paint(self, element: Element) -> None:
        """Show the template's colour, also where a program does not look it up in the theme."""
        for each in element.iter():
            if each.get(qn("themeColor")) == "accent1":
                each.set(qn("color" if each.get(qn("color")) is not None else "val"), self._accent)
                if not self._themed:
                    del each.attrib[qn("themeColor")]

    def _number(self, style: Element, styles: Styles) -> None:
        for number in style.iter(qn("numId")):
            number.set(qn("val"), self._list(number.get(qn("val"), "0"), styles))

    def _list(self, number: str, styles: Styles) -> str:
        """Id of a built-in number in the document, its definition brought along."""
        if number in self._lists or number == "0":
            return self._lists.get(number, number)
        abstract = _abstract(self._numbers, number)
        if abstract is None:
            return "0"
        taken = [int(each.get(qn("abstractNumId"), "0")) for each in self._numbering.iter(qn("abstractNum"))]
        numbers = [int(each.get(qn("numId"), "0")) for each in self._numbering.iter(qn("num"))]
        new = copy.deepcopy(abstract)
        new.set(qn("abstractNumId"), str(1 + max(taken, default=-1)))
        self._lists[number] = str(1 + max(numbers, default=0))
        self._paint(new)
        others = list(self._numbering.iter(qn("abstractNum")))
        if others:
            others[-1].addnext(new)
        else:
            insert_after(self._numbering, new, ("numPicBullet",))
        num = w("num", w("abstractNumId", val=new.get(qn("abstractNumId"), "")), numId=self._lists[number])
        [new, *self._numbering.iter(qn("num"))][-1].addnext(num)
        for level in list(new.iter(qn("pStyle"))):
            name = _name_of_id(self._styles, level.get(qn("val"), ""))
            if styles.finds("paragraph", name):
                drop(level)  # the template numbers that one by itself
            else:
                level.set(qn("val"), styles.find("paragraph", name))
        return self._lists[number]


@functools.cache
def _read(builtin: Path) -> tuple[Element, Element]:
    """The styles and numbers of the built-in template; whoever takes one, copies it."""
    document = docx.Document(str(builtin))
    return document.styles.element, document.part.numbering_part.element


def _follow_headings(style: Element) -> None:
    """Leave nothing but the numbers of a style that is based on a heading; or the lack of them."""
    properties = style.find(qn("pPr"))
    for each in style.findall(qn("rPr")):
        style.remove(each)
    if properties is None:
        return
    for each in list(properties):
        if each.tag not in (qn("numPr"), qn("outlineLvl")):
            properties.remove(each)
    if properties.find(qn("numPr")) is None:
        properties.insert(0, w("numPr", w("numId", val="0")))
        insert_after(properties, w("ind", left="0", firstLine="0"), ("numPr",))


def is_numbered(styles: Styles, name: str) -> bool:
    """Whether paragraphs of a style are numbered by it, or by what it is based on."""
    seen: set[str] = set()
    style = styles.definition(name)
    while style is not None and style.get(qn("styleId"), "") not in seen:
        seen.add(style.get(qn("styleId"), ""))
        number = style.find(f"{qn('pPr')}/{qn('numPr')}/{qn('numId')}")
        if number is not None:
            return number.get(qn("val")) != "0"
        base = style.find(qn(BASE))
        style = styles.of_id(base.get(qn("val"), "")) if base is not None else None
    return False


def _size(root: Element) -> int:
    """Size of the usual text in half points."""
    return next(_sizes(root), USUAL_SIZE)


def _sizes(root: Element) -> Iterator[int]:
    for style in root.iterfind(qn("style")):
        if style.get(qn("default")) == "1" and style.get(qn("type")) == "paragraph":
            yield from _number_at(style, f"{qn('rPr')}/{qn('sz')}")
    yield from _number_at(root, f"{qn('docDefaults')}//{qn('sz')}")


def _number_at(element: Element, path: str) -> Iterator[int]:
    found = element.find(path)
    said = found.get(qn("val"), "") if found is not None else ""
    if said.isdecimal():
        yield int(said)


def _abstract(numbering: Element, number: str) -> Element | None:
    for num in numbering.iter(qn("num")):
        named = num.find(qn("abstractNumId"))
        if num.get(qn("numId")) == number and named is not None:
            wanted = named.get(qn("val"))
            found = (e for e in numbering.iter(qn("abstractNum")) if e.get(qn("abstractNumId")) == wanted)
            return next(found, None)
    return None


def _name(style: Element) -> str:
    found = style.find(qn("name"))
    return found.get(qn("val"), "") if found is not None else ""


def _name_of_id(root: Element, id: str) -> str:
    return next((_name(each) for each in root.iterfind(qn("style")) if each.get(qn("styleId")) == id), "")
