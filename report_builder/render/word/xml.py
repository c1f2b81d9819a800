"""The bricks of a Word document as lxml elements, and the orders that Word insists on.

Word refuses or "repairs" a file whose elements stand in another order than its schema's, so whatever is put
together piece by piece goes through `paragraph_properties` or `insert_after`.
"""

from collections.abc import Collection, Iterable
from functools import cache

from lxml import etree

from report_builder.render.elements import Element, local
from report_builder.words import CONTROL

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PPR_ORDER = _names(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr"
)
SETTINGS_BEFORE_TRACKING = _names(
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData "
    "embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins "
    "alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop "
    "hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate "
    "linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView"
)
SETTINGS_BEFORE_FONTS = _names(
    "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData"
)
SECTION_BEFORE_TITLE = _names(
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote"
)


@cache
def qn(name: str) -> str:
    """Clark name of a `w:` name, or of an `r:` one if it says so: `val`, `r:id`."""
    if name.startswith("r:"):
        return f"{{{R}}}{name[2:]}"
    return f"{{{W}}}{name}"


def w(tag: str, *children: Element, **attributes: str) -> Element:
    """Make a `w:` element with `w:` attributes; `r_id` stands for `r:id`."""
    element = etree.Element(qn(tag), nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        element.set(qn("r:id" if name == "r_id" else name), value)
    element.extend(children)
    return element


def legal(text: str) -> str:
    r"""Drop the characters that XML can't hold.

    >>> legal("a\x00b\x1fc")
    'abc'
    """
    return CONTROL.sub("", text)


def paragraph_properties(style: str, extra: Iterable[Element] = ()) -> Element:
    """Make a `w:pPr` with its children in Word's order; a later child replaces an earlier one of its name."""
    found = {local(child): child for child in (w("pStyle", val=style), *extra)}
    return w("pPr", *(found[name] for name in PPR_ORDER if name in found))


def insert_after(parent: Element, child: Element, before: Collection[str]) -> None:
    """Insert `child` after the last of the children named in `before`, replacing one of its own name."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    place = max((i + 1 for i, other in enumerate(parent) if local(other) in before), default=0)
    parent.insert(place, child)


def drop(element: Element) -> None:
    """Take an element out of where it stands, if it stands anywhere."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def text_run(text: str, properties: Element | None = None) -> Element:
    """Make a run of typed text; tabs and line breaks in it must be runs of their own."""
    run = w("r")
    if properties is not None:
        run.append(properties)
    piece = etree.SubElement(run, qn("t"))
    piece.text = text
    piece.set(XML_SPACE, "preserve")
    return run
