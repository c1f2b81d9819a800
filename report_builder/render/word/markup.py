"""The one place where the body of a Word document is written.

The body is text from first to last: each paragraph, run and row is a piece of XML, put together by `tag` and
the few functions below, and no tree is ever built of it. A tree costs ten times as much to make, and as much
again to read and to save. `blocks` lists the pieces in reading order, `package` puts them into the reference
document where its own body was, and whoever needs a tree of some of it (tracked changes, comments, running
heads) parses it with `element`. So a body is one list of lines from first to last, and a style, a language or
an alternative text is added where its piece is written.

Word refuses or "repairs" a file whose elements stand in another order than its schema's, so the properties of
a paragraph go through `paragraph_properties`. Words go through `run` or `escaped`, else they are no XML.
"""

import re
from functools import cache, lru_cache

from lxml import etree

from report_builder.render.elements import Element
from report_builder.render.word.xml import PPR_ORDER, R, W

NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
"""What the pieces rely on; everything else is declared where it is used."""
TAB = "<w:r><w:tab/></w:r>"
LINE_BREAK = "<w:r><w:br/></w:r>"
PROPERTIES_END = "</w:pPr>"
"""Ends the properties of a paragraph; every one that is written here has some."""
NAME = re.compile(r"<w:(\w+)")
KEEP_NEXT = re.compile(r"(<w:pStyle [^>]*/>)(?:<w:keepNext[^>]*/>)?")
DECLARED = re.compile(rf' xmlns:[wr]="(?:{re.escape(W)}|{re.escape(R)})"')


def escaped(text: str) -> str:
    """Text as it stands in XML, between tags or in an attribute; it has no characters that XML can't hold.

    >>> escaped('R&D "<1"')
    'R&amp;D &quot;&lt;1&quot;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def tag(name: str, *content: str, **attributes: str) -> str:
    """Make a `w:` element with `w:` attributes; `r_id` stands for `r:id`.

    >>> tag("tcW", w="0", type="auto")
    '<w:tcW w:w="0" w:type="auto"/>'
    """
    start = opened(name, **attributes)
    return f"{start}{''.join(content)}</w:{name}>" if content else f"{start[:-1]}/>"


def opened(name: str, **attributes: str) -> str:
    """The start of a `w:` element, whose content and end are written by and by."""
    said = (
        f' {"r:id" if name == "r_id" else f"w:{name}"}="{escaped(value)}"'
        for name, value in attributes.items()
    )
    return f"<w:{name}{''.join(said)}>"


def element(piece: str) -> Element:
    """The tree of a piece with one outermost element."""
    name = piece[: min(place for place in map(piece.find, (" ", ">", "/>")) if place > 0)]
    return etree.fromstring(f"{name} {NAMESPACES}{piece[len(name) :]}", etree.XMLParser(huge_tree=True))


def written(tree: Element) -> str:
    """A tree as a piece."""
    return DECLARED.sub("", etree.tostring(tree, encoding="unicode", with_tail=False))


@lru_cache(4096)
def paragraph_properties(style: str, extra: tuple[str, ...] = ()) -> str:
    """Make a `w:pPr` with its children in Word's order; a later child replaces an earlier one of its name.

    >>> paragraph_properties("Title", ('<w:jc w:val="right"/>', "<w:keepNext/>"))
    '<w:pPr><w:pStyle w:val="Title"/><w:keepNext/><w:jc w:val="right"/></w:pPr>'
    """
    found = {_name(child): child for child in (tag("pStyle", val=style), *extra)}
    return tag("pPr", *(found[name] for name in PPR_ORDER if name in found))


def kept_with_next(piece: str) -> str:
    """A piece, its paragraphs kept on the page of what follows them."""
    return KEEP_NEXT.sub(r"\1<w:keepNext/>", piece)


def run(text: str, properties: str = "") -> str:
    """Make a run of typed text; tabs and line breaks in it must be runs of their own."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def field(instruction: str, result: str, properties: str = "") -> str:
    """Make the runs of a simple field with its result as shown before the first update."""
    shown = run(result, properties) if result else ""
    return f"{field_start(instruction)}{shown}{FIELD_END}"


def field_start(instruction: str) -> str:
    """Make the runs before the result of a field."""
    code = f'<w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText>'
    return f"{_field_part('begin')}<w:r>{code}</w:r>{_field_part('separate')}"


def bookmark(number: int, name: str) -> tuple[str, str]:
    """Make the start and the end of a bookmark; the name holds letters, digits and underscores."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{number}"/>'


@cache
def _name(piece: str) -> str:
    found = NAME.match(piece)
    return found[1] if found else ""


def _field_part(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


FIELD_END = _field_part("end")
