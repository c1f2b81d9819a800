"""Numbering of lists and annexes, read from the reference document's styles or made where it has none."""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.parts.document import DocumentPart
from docx.parts.numbering import NumberingPart
from lxml import etree

from report_builder.render.elements import Element
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.xml import qn, w

DEEPEST = 3
"""Levels of a list that have a style of their own."""
STEP = 397
"""Indent of each level, in twentieths of a point."""


def free_name(package: OpcPackage, wanted: str) -> PackURI:
    """The name for a new part; another one where a template uses it for something else."""
    taken = {str(part.partname) for part in package.iter_parts()}
    stem, ending = wanted.rsplit(".", 1)
    names = (wanted, *(f"{stem}{number}.{ending}" for number in range(2, len(taken) + 3)))
    return PackURI(next(name for name in names if name not in taken))


def numbering_root(part: DocumentPart) -> Element:
    """The definitions of a document's numbers, made if it has none."""
    try:
        part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        name = free_name(part.package, "/word/numbering.xml")
        empty = etree.tostring(w("numbering"))
        made = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    root: Element = part.numbering_part.element
    return root


class Numbering:
    """Gives lists their numbers; every ordered list starts afresh."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._root = numbering_root(manuscript.part)
        self._next = 1 + max(
            (int(num.get(qn("numId"), "0")) for num in self._root.iter(qn("num"))), default=0
        )
        self._lists = ""
        self._annex = ""
        self._none = ""

    def restarted(self, element: Element, depth: int) -> str:
        """Number id for an `ol` at a depth (from 1), counting from its `start` or 1."""
        self._lists = self._lists or self._abstract("List Number") or self._made("decimal", "%1.")
        start = element.get("start") or "1"
        override = w("startOverride", val=start if start.isdigit() else "1")
        levels = w("lvlOverride", override, ilvl=str(depth - 1))
        return self._num(self._lists, levels)

    def annex(self) -> str:
        """Number id of the annexes' headings, whose second level counts A.1, A.2 ..."""
        if not self._annex:
            self._annex = self._styled("RB Heading Annex") or self._num(self._made("upperLetter", "%1"))
        return self._annex

    def none(self) -> str:
        """Number id for headings without a number, whose style would give them one.

        Word takes 0 for it, but some checkers miss the definition of number 0.
        """
        self._none = self._none or self._num(self._made("none", ""))
        return self._none

    def name_annexes(self, word: str) -> None:
        """Print `word` before an annex's letter, in the language of the page."""
        abstract = self._definition(self._abstract("RB Heading Annex"))
        text = abstract.find(f"{qn('lvl')}/{qn('lvlText')}") if abstract is not None else None
        if text is not None and word:
            before, mark, after = text.get(qn("val"), "").partition("%1")
            text.set(qn("val"), f"{word} {mark}{after}" if before.strip() else f"{before}{mark}{after}")

    def _num(self, abstract: str, *overrides: Element) -> str:
        number = str(self._next)
        self._next += 1
        num = w("num", w("abstractNumId", val=abstract), *overrides, numId=number)
        cleanup = self._root.find(qn("numIdMacAtCleanup"))
        if cleanup is not None:
            cleanup.addprevious(num)
        else:
            self._root.append(num)
        return number

    def _styled(self, style: str) -> str:
        """Number id that a style names; "" if none."""
        self._manuscript.styles.paragraph(style)
        definition = self._manuscript.styles.definition(style)
        found = (
            definition.find(f"{qn('pPr')}/{qn('numPr')}/{qn('numId')}") if definition is not None else None
        )
        return found.get(qn("val"), "") if found is not None else ""

    def _abstract(self, style: str) -> str:
        wanted = self._styled(style)
        for num in self._root.iter(qn("num")):
            named = num.find(qn("abstractNumId"))
            if wanted and num.get(qn("numId")) == wanted and named is not None:
                return named.get(qn("val"), "")
        return ""

    def _definition(self, abstract: str) -> Element | None:
        return next(
            (
                each
                for each in self._root.iter(qn("abstractNum"))
                if each.get(qn("abstractNumId")) == abstract
            ),
            None,
        )

    def _made(self, form: str, text: str) -> str:
        """Id of a new definition, for a reference document without one."""
        taken = [int(each.get(qn("abstractNumId"), "0")) for each in self._root.iter(qn("abstractNum"))]
        number = str(1 + max(taken, default=-1))
        definition = w("abstractNum", w("multiLevelType", val="multilevel"), abstractNumId=number)
        definition.extend(_level(form, text, level) for level in range(9))
        first = self._root.find(qn("num"))
        if first is not None:
            first.addprevious(definition)
        else:
            self._root.append(definition)
        return number


def _level(form: str, text: str, level: int) -> Element:
    """One level of a definition; each counts for itself, but those below a letter follow it, as in A.1."""
    if form == "upperLetter" and level:
        form, text = "decimal", f"{text}.%{level + 1}"
    else:
        text = text.replace("%1", f"%{level + 1}")
    step = 0 if form == "none" else STEP
    return w(
        "lvl",
        w("start", val="1"),
        w("numFmt", val=form),
        *([w("suff", val="nothing")] if form == "none" else []),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=str(step * (level + 1)), hanging=str(step))),
        ilvl=str(level),
    )
