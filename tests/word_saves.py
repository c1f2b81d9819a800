"""What programs do to a Word file while people edit it, by its XML: Word's own marks, comments, other stories.

Every function changes an open `WordEditor`; none uses the program under test.
"""

import copy
import re

from lxml import etree

from tests.word_editor import CONTENT_TYPES, OFFICE, RELATIONS, Element, WordEditor, make, q, run

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def as_word_saves(word: WordEditor) -> None:
    """Word opens and saves: runs cut in two, rsids, proofing marks, paragraph ids, bookmarks numbered anew."""
    for number, paragraph in enumerate(word.paragraphs(), 1):
        paragraph.set(f"{{{W14}}}paraId", f"{number:08X}")
        paragraph.set(q("rsidR"), "00B23456")
        for one in [child for child in paragraph.iter(q("r")) if child.find(q("t")) is not None]:
            _cut(one)
    ids: dict[str, str] = {}
    for mark in word.root.iter(q("bookmarkStart"), q("bookmarkEnd")):
        mark.set(q("id"), ids.setdefault(mark.get(q("id"), ""), str(len(ids) + 500)))


def as_libreoffice_saves(word: WordEditor) -> None:
    """LibreOffice opens and saves: the record and all ids of Word are gone, ids of styles are others."""
    drop_record(word)
    for paragraph in word.paragraphs():
        for name in set(paragraph.attrib) & {f"{{{W14}}}paraId", q("rsidR")}:
            del paragraph.attrib[name]
    for mark in list(word.root.iter(q("proofErr"), q("lastRenderedPageBreak"))):
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    styles = etree.fromstring(word.parts["word/styles.xml"])
    own = [style for style in styles.iter(q("style")) if style.get(q("styleId"), "").startswith("RB")]
    names = {style.get(q("styleId"), ""): f"{style.get(q('styleId'))}1" for style in own}
    for style in own:
        style.set(q("styleId"), names[style.get(q("styleId"), "")])
    kinds = tuple(map(q, ("pStyle", "rStyle", "basedOn", "next", "link")))
    for used in (*word.root.iter(*kinds), *styles.iter(*kinds)):
        used.set(q("val"), names.get(used.get(q("val"), ""), used.get(q("val"), "")))
    word.parts["word/styles.xml"] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8")


def _cut(one: Element) -> None:
    words = one.find(q("t"))
    assert words is not None
    text = words.text or ""
    if len(text) < 6 or len(one.findall(q("t"))) > 1 or one.getparent().tag != q("p"):  # type: ignore[union-attr]
        return
    second = copy.deepcopy(one)
    words.text, half = text[:4], second.find(q("t"))
    assert half is not None
    half.text = text[4:]
    second.set(q("rsidRPr"), "00C34567")
    one.addnext(second)
    one.addnext(make("proofErr", type="spellEnd"))
    one.addnext(make("lastRenderedPageBreak"))


def bookmarks_between_paragraphs(word: WordEditor) -> None:
    """Word moves the marks of a whole paragraph out: the start before it, the end into the next paragraph."""
    moved = []
    for paragraph in list(word.paragraphs()):
        following = paragraph.getnext()
        if paragraph.getparent() is word.body and following is not None and following.tag == q("p"):
            moved.append((paragraph, following, paragraph.findall(q("bookmarkEnd"))))
    for paragraph, following, ends in moved:
        for start in paragraph.findall(q("bookmarkStart")):
            paragraph.addprevious(start)
        properties = following.find(q("pPr"))
        for end in ends:
            following.insert(0 if properties is None else 1, end)


def wrap(paragraph: Element, tag: str, *before: Element) -> None:
    """Wrap the runs of a paragraph, as in a smart tag or a content control; its bookmarks stay around."""
    runs = [child for child in paragraph if child.tag == q("r")]
    place = list(paragraph).index(runs[0])
    inner = make("sdtContent", *runs) if tag == "sdt" else make(tag, *runs)
    paragraph.insert(place, make("sdt", *before, inner) if tag == "sdt" else inner)


def wrap_block(paragraph: Element) -> None:
    """Put a content control around a whole paragraph."""
    box = make("sdt", make("sdtPr", make("alias", val="Checked")), make("sdtContent"))
    paragraph.addprevious(box)
    box[1].append(paragraph)


def cut_tracked(word: WordEditor, paragraph: Element, at: str) -> Element:
    """Press Enter with tracking on: the new paragraph's end is an insertion."""
    second = word.split(paragraph, at)
    word._mark_end(paragraph, "ins")
    return second


def join_tracked(word: WordEditor, first: Element) -> None:
    """Press Delete at the end of a paragraph with tracking on: its end is struck, the next one stays."""
    word._mark_end(first, "del")


def format_tracked(word: WordEditor, paragraph: Element) -> None:
    """Change the looks with tracking on: what they were before stands in rPrChange and pPrChange."""
    for one in paragraph.iter(q("r")):
        properties = one.find(q("rPr"))
        if properties is None:
            properties = make("rPr")
            one.insert(0, properties)
        properties.append(make("color", val="FF0000"))
        properties.append(word.tracked("rPrChange", make("rPr", make("b"))))
    properties = paragraph.find(q("pPr"))
    assert properties is not None
    properties.append(make("jc", val="center"))
    properties.append(word.tracked("pPrChange", make("pPr", make("jc", val="left"))))


def set_link(word: WordEditor, paragraph: Element, words: str, address: str) -> None:
    """Make some words of a paragraph a link."""
    runs = word._own_runs(paragraph)
    place = list(paragraph).index(runs[0])
    before, after = "".join(word.words(one) for one in runs).split(words, 1)
    for one in runs:
        paragraph.remove(one)
    link = make("hyperlink", run(words))
    link.set(f"{{{OFFICE}}}id", _related(word, "hyperlink", address, external=True))
    for at, child in enumerate((run(before), link, run(after))):
        paragraph.insert(place + at, child)


def set_face(word: WordEditor, paragraph: Element, words: str, *properties: str) -> None:
    """Make some words of a paragraph bold, or the like."""
    runs = word._own_runs(paragraph)
    place = list(paragraph).index(runs[0])
    before, after = "".join(word.words(one) for one in runs).split(words, 1)
    for one in runs:
        paragraph.remove(one)
    for at, child in enumerate((run(before), run(words, *properties), run(after))):
        paragraph.insert(place + at, child)


def restyle(word: WordEditor, paragraph: Element, style: str) -> None:
    """Give a paragraph another style, by its id."""
    properties = paragraph.find(q("pPr"))
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(q("pStyle")):
        properties.remove(old)
    properties.insert(0, make("pStyle", val=style))


def add_style(word: WordEditor, style: str, name: str) -> None:
    """A style of another document, that came along with what was pasted."""
    root = etree.fromstring(word.parts["word/styles.xml"])
    new = make("style", make("name", val=name), make("basedOn", val="Normal"), styleId=style)
    new.set(q("type"), "paragraph")
    root.append(new)
    word.parts["word/styles.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def comment_over(word: WordEditor, first: Element, last: Element, text: str) -> None:
    """Put a comment on all words from one paragraph to another."""
    word.comment(first, text)
    number = word._comments()[-1].get(q("id"))
    end = next(one for one in first.iter(q("commentRangeEnd")) if one.get(q("id")) == number)
    reference = end.getnext()
    assert reference is not None
    last.append(end)
    last.append(reference)


def reply(word: WordEditor, paragraph: Element, text: str, author: str, *, done: bool = False) -> None:
    """Answer the last comment; with `done` the thread is resolved. Told as Word does, in commentsExtended."""
    word.comment(paragraph, text, author=author)
    root = etree.fromstring(word.parts["word/comments.xml"])
    extended = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
    for number, comment in enumerate(root, 1):
        last = list(comment)[-1]
        last.set(f"{{{W14}}}paraId", f"7000{number:04X}")
        entry = etree.SubElement(extended, f"{{{W15}}}commentEx")
        entry.set(f"{{{W15}}}paraId", f"7000{number:04X}")
        entry.set(f"{{{W15}}}done", "1" if done else "0")
        if number == len(root):
            entry.set(f"{{{W15}}}paraIdParent", f"7000{number - 1:04X}")
    word.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    _add_part(word, "commentsExtended.xml", etree.tostring(extended), "commentsExtended")


def resolve_comments(word: WordEditor) -> None:
    """Mark every comment as done."""
    root = etree.fromstring(word.parts["word/comments.xml"])
    extended = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
    for number, comment in enumerate(root, 1):
        list(comment)[-1].set(f"{{{W14}}}paraId", f"6000{number:04X}")
        entry = etree.SubElement(extended, f"{{{W15}}}commentEx")
        entry.set(f"{{{W15}}}paraId", f"6000{number:04X}")
        entry.set(f"{{{W15}}}done", "1")
    word.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    _add_part(word, "commentsExtended.xml", etree.tostring(extended), "commentsExtended")


def footnote(word: WordEditor, paragraph: Element, text: str, kind: str = "footnote") -> None:
    """Add a note behind the last words of a paragraph."""
    reference = make("r", make(f"{kind}Reference", id="2"))
    paragraph.append(reference)
    root = make(f"{kind}s", make(kind, make("p", make("r", make("separator"))), id="0", type="separator"))
    root.append(make(kind, make("p", run(text)), id="2"))
    _add_part(word, f"{kind}s.xml", etree.tostring(root), f"{kind}s")


def type_in_story(word: WordEditor, story: str, text: str) -> None:
    """Write into the running header or footer."""
    name = sorted(name for name in word.parts if re.match(rf"word/{story}\d+\.xml", name))[0]
    root = etree.fromstring(word.parts[name])
    root.append(make("p", run(text)))
    word.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def update_contents(word: WordEditor) -> None:
    """Update the table of contents: other page numbers, new bookmarks."""
    for paragraph in word.paragraphs():
        if word.style(paragraph).startswith("TOC") and word.style(paragraph) != "TOCHeading":
            paragraph.append(run("7"))
            paragraph.insert(1, make("bookmarkStart", id="9001", name="_Toc123456"))
            paragraph.append(make("bookmarkEnd", id="9001"))


def drop_record(word: WordEditor, *, marks: bool = True) -> None:
    """What is left of a file that went through a program which keeps little; without `marks` nothing is."""
    for name in [name for name in word.parts if name.startswith("customXml/")]:
        del word.parts[name]
    relations = word.parts[RELATIONS].decode()
    word.parts[RELATIONS] = re.sub(r"<Relationship [^>]*customXml[^>]*/>", "", relations).encode()
    types = word.parts[CONTENT_TYPES].decode()
    word.parts[CONTENT_TYPES] = re.sub(r'<Override [^>]*"/customXml[^>]*/>', "", types).encode()
    if not marks:
        word.parts["docProps/custom.xml"] = b"<Properties/>"
        word.drop_bookmarks(word.body)


def _related(word: WordEditor, kind: str, target: str, *, external: bool = False) -> str:
    root = etree.fromstring(word.parts[RELATIONS])
    entry = etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Relationship")
    id = f"rIdT{len(root)}"
    for name, value in (("Id", id), ("Type", f"{OFFICE}/{kind}"), ("Target", target)):
        entry.set(name, value)
    if external:
        entry.set("TargetMode", "External")
    word.parts[RELATIONS] = etree.tostring(root)
    return id


def _add_part(word: WordEditor, name: str, data: bytes, kind: str) -> None:
    types = word.parts[CONTENT_TYPES].decode()
    entry = f'<Override PartName="/word/{name}" ContentType="{WORD}.{kind}+xml"/></Types>'
    word.parts[CONTENT_TYPES] = types.replace("</Types>", entry).encode()
    _related(word, kind, name)
    word.parts[f"word/{name}"] = data
