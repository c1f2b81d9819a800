"""Accept or reject all tracked changes of a Word file, as Word does it, without any of our own code."""

import io
import zipfile

from lxml import etree

from tests.word_editor import Element, q


def settled(data: bytes, *, accept: bool) -> bytes:
    """The file with all its tracked changes accepted, or all rejected."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                settle(root, accept=accept)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
    return out.getvalue()


def settle(root: Element, *, accept: bool) -> None:
    """The same for what stands in one element."""
    gone, kept = (q("del"), q("ins")) if accept else (q("ins"), q("del"))
    take_out_rows(root, gone)
    for paragraph in list(root.iter(q("p"))):
        if paragraph.find(f"{q('pPr')}/{q('rPr')}/{gone}") is not None:
            join_to_the_next(paragraph, gone)
    for element in list(root.iter(gone)):
        take_out(element)
    for element in list(root.iter(kept)):
        for child in list(element):
            element.addprevious(child)
        take_out(element)
    for words in root.iter(q("delText")):
        words.tag = q("t")


def take_out_rows(root: Element, gone: str) -> None:
    """Take out the rows that go, and a table of which none is left."""
    for row in list(root.iter(q("tr"))):
        if row.find(f"{q('trPr')}/{gone}") is not None:
            take_out(row)
    for table in list(root.iter(q("tbl"))):
        if table.find(q("tr")) is None:
            take_out(table)


def join_to_the_next(paragraph: Element, gone: str) -> None:
    """What is left of a paragraph whose end goes stands at the head of the next one, which keeps its style."""
    left = [child for child in paragraph if child.tag not in (q("pPr"), gone)]
    following = paragraph.getnext()
    if following is not None and following.tag == q("p"):
        place = 1 if following.find(q("pPr")) is not None else 0
        for child in reversed(left):
            following.insert(place, child)
    else:
        assert not any(child.iter(q("t")) for child in left if child.tag == q("r")), (
            "words without a paragraph"
        )
    take_out(paragraph)


def take_out(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
