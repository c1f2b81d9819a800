"""Edit a Word draft the way people and their programs do: by its XML, without any of our own code.

Every change returns a new file's bytes; the rest of the file stays as it is.
"""

import copy
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Element = etree._Element


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def make(tag: str, *children: Element, **attributes: str) -> Element:
    element = etree.Element(q(tag))
    for name, value in attributes.items():
        element.set(q(name), value)
    element.extend(children)
    return element


def run(text: str, *properties: str, tag: str = "t") -> Element:
    """A run of words; `properties` as in "b" or "i"."""
    words = make(tag)
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return make("r", *([make("rPr", *map(make, properties))] if properties else []), words)


@dataclass
class WordEditor:
    """A Word file being edited."""

    data: bytes
    author: str = "Ann"
    date: str = "2024-03-20T10:00:00Z"
    parts: dict[str, bytes] = field(init=False)
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self._saved_by(self.author)

    @property
    def body(self) -> Element:
        body = self.root.find(q("body"))
        assert body is not None
        return body

    def save(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return out.getvalue()

    # Finding things

    def paragraphs(self) -> Iterator[Element]:
        return self.root.iter(q("p"))

    def words(self, paragraph: Element) -> str:
        """The words that stand in a paragraph, deleted ones left out."""
        return "".join(
            "\t" if element.tag == q("tab") else element.text or ""
            for element in paragraph.iter(q("t"), q("tab"))
            if element.getparent().tag == q("r")  # type: ignore[union-attr]
        )

    def text(self) -> list[str]:
        """The words of all paragraphs, empty ones left out."""
        return [words for paragraph in self.paragraphs() if (words := self.words(paragraph).strip())]

    def find(self, words: str, style: str = "") -> Element:
        """The first paragraph that holds these words, and has this style id if one is given."""
        for paragraph in self.paragraphs():
            if words in self.words(paragraph) and (not style or self.style(paragraph) == style):
                return paragraph
        raise LookupError(words)

    def style(self, paragraph: Element) -> str:
        """Id of its style, as it was when the draft went out."""
        found = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
        id = found.get(q("val"), "") if found is not None else ""
        return id.rstrip("1") if id.startswith("RB") else id

    def statement(self, words: str) -> Element:
        """The paragraph of a finding under its lens, not its line in the annex."""
        return self.find(words, "RBFinding")

    # Editing without tracking

    def retype(self, paragraph: Element, text: str) -> None:
        """Type new words over those of a paragraph; number, tab and bookmarks stay, runs split as Word does."""
        runs = self._own_runs(paragraph)
        place = list(paragraph).index(runs[0])
        for old in runs:
            paragraph.remove(old)
        half = len(text) // 2
        paragraph.insert(place, run(text[:half]))
        paragraph.insert(place + 1, make("proofErr", type="spellStart"))
        second = run(text[half:])
        second.set(q("rsidR"), "00A12345")
        paragraph.insert(place + 2, second)
        paragraph.insert(place + 3, make("proofErr", type="spellEnd"))

    def append_run(self, paragraph: Element, text: str, *properties: str) -> None:
        """Type behind the last words of a paragraph."""
        last = [*self._own_runs(paragraph), *paragraph.iterchildren(q("hyperlink"))][-1]
        paragraph.insert(list(paragraph).index(last) + 1, run(text, *properties))

    def remove(self, paragraph: Element) -> None:
        """Take a paragraph out, its bookmark with it."""
        parent = paragraph.getparent()
        assert parent is not None
        parent.remove(paragraph)

    def move(self, paragraph: Element, behind: Element) -> None:
        """Cut a paragraph and paste it behind another one; its bookmark travels along."""
        behind.addnext(paragraph)

    def insert(self, text: str, behind: Element, *, like: bool = True) -> Element:
        """Type a new paragraph behind another one, in the same style if `like`."""
        properties = behind.find(q("pPr"))
        new = make("p", *([copy.deepcopy(properties)] if like and properties is not None else []), run(text))
        for left in new.iter(q("pageBreakBefore"), q("sectPr")):
            left.getparent().remove(left)  # type: ignore[union-attr]
        behind.addnext(new)
        return new

    def split(self, paragraph: Element, at: str) -> Element:
        """Press Enter before the words `at`: the bookmark then reaches over both paragraphs."""
        runs = self._own_runs(paragraph)
        text = "".join(self.words(one) for one in runs)
        first, second = text[: text.index(at)].rstrip(), text[text.index(at) :]
        ends = [one for one in paragraph.iter(q("bookmarkEnd"))]
        new = make("p", copy.deepcopy(paragraph.find(q("pPr"))), run(second), *ends)  # type: ignore[arg-type]
        self.retype(paragraph, first)
        paragraph.addnext(new)
        return new

    def join(self, first: Element, second: Element) -> None:
        """Press Delete at the end of `first`: all of `second` now stands in it, its number and tab too."""
        for child in list(second):
            if child.tag != q("pPr"):
                first.append(child)
        self.remove(second)

    def drop_bookmarks(self, paragraph: Element) -> None:
        """What happens where a paragraph is pasted as plain text."""
        for mark in list(paragraph.iter(q("bookmarkStart"), q("bookmarkEnd"))):
            mark.getparent().remove(mark)  # type: ignore[union-attr]

    def copy_behind(self, paragraph: Element, behind: Element) -> Element:
        """Copy a paragraph, bookmark and all, and paste it."""
        new = copy.deepcopy(paragraph)
        behind.addnext(new)
        return new

    # Editing with tracked changes

    def tracked(self, tag: str, *children: Element) -> Element:
        return make(tag, *children, id=str(self._next_id()), author=self.author, date=self.date)

    def retype_tracked(self, paragraph: Element, text: str) -> None:
        """Type over the words with tracking on: the old words are struck, the new ones underlined."""
        runs = self._own_runs(paragraph)
        place = list(paragraph).index(runs[0])
        old = "".join(self.words(one) for one in runs)
        for one in runs:
            paragraph.remove(one)
        paragraph.insert(place, self.tracked("del", run(old, tag="delText")))
        paragraph.insert(place + 1, self.tracked("ins", run(text)))

    def remove_tracked(self, paragraph: Element) -> None:
        """Delete a whole paragraph with tracking on: its runs and its end are struck."""
        for one in [child for child in paragraph if child.tag == q("r")]:
            place = list(paragraph).index(one)
            paragraph.remove(one)
            for words in one.iter(q("t")):
                words.tag = q("delText")
            paragraph.insert(place, self.tracked("del", one))
        self._mark_end(paragraph, "del")

    def insert_tracked(self, text: str, behind: Element) -> Element:
        """Type a new paragraph behind another one with tracking on."""
        new = self.insert(text, behind)
        words = new.find(q("r"))
        assert words is not None
        new.remove(words)
        new.append(self.tracked("ins", words))
        self._mark_end(new, "ins")
        return new

    def move_tracked(self, paragraph: Element, behind: Element) -> Element:
        """Drag a paragraph elsewhere with tracking on: `w:moveFrom` there, `w:moveTo` here, the bookmark there."""
        text = "".join(self.words(one) for one in self._own_runs(paragraph))
        label = self.words(paragraph).removesuffix(text)
        new = self.insert("", behind)
        for child in list(new):
            if child.tag == q("r"):
                new.remove(child)
        moved = self.tracked("moveTo", run(label.rstrip("\t")), make("r", make("tab")), run(text))
        new.append(self.tracked("moveToRangeStart"))
        new.append(moved)
        self._mark_end(new, "moveTo")
        for one in [child for child in paragraph if child.tag == q("r")]:
            place = list(paragraph).index(one)
            paragraph.remove(one)
            paragraph.insert(place, self.tracked("moveFrom", one))
        self._mark_end(paragraph, "moveFrom")
        return new

    def accept_all(self) -> None:
        """Accept every tracked change, as an editor does at the end."""
        for gone in list(self.root.iter(q("del"), q("moveFrom"))):
            if gone.getparent().tag == q("rPr"):  # type: ignore[union-attr]
                paragraph = gone.getparent().getparent().getparent()  # type: ignore[union-attr]
                if paragraph is not None and not self.words(paragraph):
                    self.remove(paragraph)
            gone.getparent().remove(gone)  # type: ignore[union-attr]
        for kept in list(self.root.iter(q("ins"), q("moveTo"))):
            parent = kept.getparent()
            assert parent is not None
            place = list(parent).index(kept)
            parent.remove(kept)
            for position, child in enumerate(list(kept)):
                parent.insert(place + position, child)

    # Comments

    def comment(self, paragraph: Element, text: str, *, author: str = "", date: str = "") -> None:
        """Put a comment on all words of a paragraph."""
        number = str(self._next_id())
        runs = [child for child in paragraph if child.tag in (q("r"), q("ins"), q("hyperlink"))]
        first, last = list(paragraph).index(runs[0]), list(paragraph).index(runs[-1])
        paragraph.insert(last + 1, make("commentRangeEnd", id=number))
        paragraph.insert(last + 2, make("r", make("commentReference", id=number)))
        paragraph.insert(first, make("commentRangeStart", id=number))
        root = self._comments()
        root.append(
            make(
                "comment",
                make("p", run(text)),
                id=number,
                author=author or self.author,
                date=date or self.date,
            )
        )
        self.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def remove_comments(self, wanted: Callable[[str, str], bool]) -> None:
        """Delete the comments whose author and words `wanted` picks."""
        root = self._comments()
        for comment in list(root):
            words = "".join(map(str, comment.itertext()))
            if wanted(comment.get(q("author"), ""), words):
                number = comment.get(q("id"))
                root.remove(comment)
                for mark in list(
                    self.root.iter(q("commentRangeStart"), q("commentRangeEnd"), q("commentReference"))
                ):
                    if mark.get(q("id")) == number:
                        mark.getparent().remove(mark)  # type: ignore[union-attr]
        self.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def drop_first_comment(self) -> None:
        """Delete the comment that comes first in the list of comments."""
        root = self._comments()
        number = root[0].get(q("id"))
        root.remove(root[0])
        marks = self.root.iter(q("commentRangeStart"), q("commentRangeEnd"), q("commentReference"))
        for mark in [mark for mark in marks if mark.get(q("id")) == number]:
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        self.parts["word/comments.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def comments(self) -> list[tuple[str, str]]:
        """Author and words of every comment."""
        return [
            (comment.get(q("author"), ""), "\n".join("".join(map(str, p.itertext())) for p in comment))
            for comment in self._comments()
        ]

    # What lies beneath

    def _own_runs(self, paragraph: Element) -> list[Element]:
        """The runs behind the number and its tab; all runs where there is none."""
        runs = [child for child in paragraph if child.tag == q("r")]
        tabs = [at for at, one in enumerate(runs) if one.find(q("tab")) is not None]
        return [one for one in runs[(tabs[0] + 1 if tabs else 0) :] if one.find(q("t")) is not None]

    def _mark_end(self, paragraph: Element, tag: str) -> None:
        properties = paragraph.find(q("pPr"))
        if properties is None:
            properties = make("pPr")
            paragraph.insert(0, properties)
        mark = properties.find(q("rPr"))
        if mark is None:
            mark = make("rPr")
            properties.append(mark)
        mark.insert(0, self.tracked(tag))

    def _next_id(self) -> int:
        numbers = [int(id) for element in self.root.iter() if (id := element.get(q("id"), "")).isdecimal()]
        numbers += [int(comment.get(q("id"), "0")) for comment in self._comments()]
        return max(numbers, default=0) + 1

    def _comments(self) -> Element:
        if "word/comments.xml" not in self.parts:
            types = self.parts[CONTENT_TYPES].decode()
            entry = f'<Override PartName="/word/comments.xml" ContentType="{COMMENTS}"/></Types>'
            self.parts[CONTENT_TYPES] = types.replace("</Types>", entry).encode()
            relation = (
                f'<Relationship Id="rIdC1" Type="{OFFICE}/comments" Target="comments.xml"/></Relationships>'
            )
            relations = self.parts[RELATIONS].decode()
            self.parts[RELATIONS] = relations.replace("</Relationships>", relation).encode()
            self.parts["word/comments.xml"] = etree.tostring(make("comments"))
        return etree.fromstring(self.parts["word/comments.xml"])

    def _saved_by(self, author: str) -> None:
        core = self.parts["docProps/core.xml"].decode()
        core = re.sub(r"(<cp:lastModifiedBy>)[^<]*", rf"\g<1>{author}", core)
        self.parts["docProps/core.xml"] = re.sub(
            r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{self.date}", core
        ).encode()
