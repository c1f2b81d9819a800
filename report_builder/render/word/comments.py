"""Comments in the margin of a draft: what people noted, and where two versions of a statement stand open."""

from collections.abc import Sequence

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from lxml import etree

from report_builder.draft import Remark
from report_builder.render.elements import Element
from report_builder.render.word.lists import free_name
from report_builder.render.word.manuscript import hidden_name
from report_builder.render.word.xml import legal, qn, text_run, w

WORDS_OF_INITIALS = 3


def add_comments(document: Document, body: Element, remarks: Sequence[Remark]) -> None:
    """Put each remark beside the paragraph with its key; one whose paragraph is not there is left out."""
    paragraphs = _bookmarked(body)
    root = w("comments")
    for remark in remarks:
        paragraph = paragraphs.get(hidden_name(remark.key))
        if paragraph is not None:
            number = str(len(root))
            root.append(_comment(remark, number))
            _place(paragraph, number)
    if len(root):
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = document.part.package
        part = Part(free_name(package, "/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, data, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _bookmarked(body: Element) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for start in body.iter(qn("bookmarkStart")):
        paragraph = next(start.iterancestors(qn("p")), None)
        if paragraph is not None:
            found.setdefault(start.get(qn("name"), ""), paragraph)
    return found


def _comment(remark: Remark, number: str) -> Element:
    facts = {"id": number, "author": legal(remark.author), "initials": _initials(remark.author)}
    if remark.date:
        facts["date"] = remark.date
    comment = w("comment", **facts)
    for line in legal(remark.text).split("\n"):
        comment.append(w("p", text_run(line)))
    return comment


def _initials(name: str) -> str:
    return "".join(word[:1].upper() for word in legal(name).split()[:WORDS_OF_INITIALS])


def _place(paragraph: Element, number: str) -> None:
    properties = paragraph.find(qn("pPr"))
    start = w("commentRangeStart", id=number)
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(w("commentRangeEnd", id=number))
    paragraph.append(w("r", w("commentReference", id=number)))
