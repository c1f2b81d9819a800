"""The flow of a web page: its elements in order -> passages, as a reader sees paragraphs.

What is done with passages and tables is said by whoever reads: the page, a cell or a note.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from report_builder.load.running_text import Passage
from report_builder.load.web.looks import PLAIN, Element, Look, Sheet
from report_builder.load.web.notes import Note

WHITE = re.compile(r"[ \t\r\n\f]+")
KIX = re.compile(r"\blst-kix_\S+-(\d)\b")
"""How Google Docs says the level of a list, which it doesn't nest."""
MSO = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
"""How Word says it; the bullet itself stands in an element that says `mso-list:Ignore`."""
IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
COUNTED = ("p", "li", "dt", "dd", *HEADINGS)
"""What is a paragraph also where it is empty."""
LOOSE = frozenset(
    ("body", "div", "section", "article", "main", "header", "footer", "aside", "center", "form", "fieldset")
)
"""What holds paragraphs; a line break right inside ends one, as in what Etherpad saves."""
BLOCKS = LOOSE | {
    *COUNTED,
    *("html", "ul", "ol", "dl", "blockquote", "pre", "address", "figure", "figcaption", "details", "summary"),
    *("legend", "caption", "hgroup", "dialog", "menu", "dir", "tr", "td", "th", "search"),
}
FURNITURE = ("header", "footer")
"""How LibreOffice marks what stood at the head or foot of each page."""
SKIPPED = frozenset(
    (
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "title",
        "meta",
        "link",
        "select",
        "datalist",
        "rp",
        "rt",
    )
)
"""What shows no words of the text."""
PICTURES = frozenset(
    ("img", "svg", "canvas", "object", "embed", "video", "audio", "iframe", "picture", "map")
)
CELLS = frozenset(("td", "th"))
ROWS = frozenset(("tr", "thead", "tbody", "tfoot", "form"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
SPEAKER = re.compile(r"\s*([^\W\d_][^:\n]{0,60}?)\s*:\s*")
MEETING = ("present", "scribe", "chair", "chairs", "regrets", "attendees", "agenda", "date", "topic")
"""What minutes name in the same way as speakers."""


@dataclass(frozen=True)
class Stand:
    """What stands around some words."""

    heading: int = 0
    depth: int = 0
    """How many lists they stand in."""
    loose: bool = True
    """A line break ends the paragraph."""
    kept: bool = False
    """White space is kept as it is."""


def line_of(element: Element) -> int:
    """Return the line on which an element begins, or 0 where that is not known."""
    return element.sourceline if isinstance(element.sourceline, int) else 0


class Reader(Protocol):
    """Who takes what the flow brings."""

    def paragraph(self, passage: Passage, line: int, references: Sequence[Element]) -> None:
        """Take a passage, the line on which it begins, and the references to notes in it."""

    def table(self, element: Element, look: Look) -> None:
        """Take a table, and how the words around it look."""

    def count(self, reason: str) -> None:
        """Take note of something without words."""


@dataclass
class Inner:
    """Who reads a cell or a note: all that it holds, for later."""

    passages: list[Passage] = field(default_factory=list)
    references: list[Element] = field(default_factory=list)
    tables: list[tuple[Element, Look]] = field(default_factory=list)

    def paragraph(self, passage: Passage, line: int, references: Sequence[Element]) -> None:
        """Keep a passage and its references."""
        self.passages.append(passage)
        self.references.extend(references)

    def table(self, element: Element, look: Look) -> None:
        """Keep a table."""
        self.tables.append((element, look))

    def count(self, reason: str) -> None:
        """A cell without words is counted by its table."""


@dataclass
class Flow:
    """What was read so far of a page, a cell or a note."""

    sheet: Sheet
    notes: Mapping[Element, Note]
    taken: Collection[Element]
    """What is not read where it stands."""
    reader: Reader
    runs: list[tuple[str, Look]] = field(default_factory=list)
    """The words of the open paragraph."""
    references: list[Element] = field(default_factory=list)
    picture: bool = False
    links: int = 0
    """Letters of the open paragraph that lead elsewhere on the page."""
    speaker: str = ""
    line: int = 1
    """The line that is being read."""
    first_line: int = 0
    """The line on which the open paragraph begins; 0 before it has words."""
    fresh: bool = False
    """The next paragraph is the first of its list entry."""
    made: int = 0
    """How many paragraphs were made."""

    def read(self, element: Element, look: Look = PLAIN) -> None:
        """Read a container."""
        stand = Stand(loose=element.tag in LOOSE)
        self._inside(element, self.sheet.look(element, look), stand)
        self._flush(stand)

    def _inside(self, element: Element, look: Look, stand: Stand) -> None:
        self.line = max(self.line, line_of(element))
        self._words(element.text, look, stand)
        for child in element:
            if isinstance(child.tag, str) and child not in self.taken:
                self._child(child, look, stand)
            self._words(child.tail, look, stand)

    def _words(self, text: str | None, look: Look, stand: Stand) -> None:
        if not text:
            return
        before = text[: len(text) - len(text.lstrip())]
        words = text if stand.kept else WHITE.sub(" ", text)
        if words.strip() and not self.first_line:
            self.first_line = self.line + before.count("\n")
        if not stand.kept and (not self.runs or self.runs[-1][0].endswith((" ", "\n"))):
            words = words.lstrip(" ")
        if words:
            self.runs.append((words, look))
        self.line += text.count("\n")

    def _child(self, child: Element, around: Look, stand: Stand) -> None:
        look = self.sheet.look(child, around)
        if IGNORED.search(child.get("style", "")):
            return
        if child.tag in READERS:
            READERS[child.tag](self, child, look, stand)
        elif child.tag in PICTURES:
            self.picture = self.picture or not look.hidden
        elif child.tag in BLOCKS:
            self._block(child, look, stand)
        elif child.tag not in SKIPPED:
            self._inside(child, look, stand)

    def _block(self, element: Element, look: Look, stand: Stand) -> None:
        self._flush(stand)
        if element.tag == "div" and element.get("title") in FURNITURE:
            self.reader.count("header or footer")
            return
        made, fresh = self.made, self.fresh
        inner = self._stand(element, stand)
        if element.tag == "li":
            self.fresh = True
        self._inside(element, look, inner)
        self._flush(inner)
        if element.tag in COUNTED and self.made == made:
            self.reader.count("empty")
        self.fresh = self.fresh and fresh and element.tag != "li"

    def _stand(self, element: Element, stand: Stand) -> Stand:
        level = HEADINGS.get(element.tag, 0)
        if "title" in element.get("class", "").split() and element.tag == "p":
            level = 1
        kix, mso = KIX.search(element.get("class", "")), MSO.search(element.get("style", ""))
        depth = int(kix[1]) + 1 if kix else stand.depth + (element.tag in LISTS)
        if mso:
            depth, self.fresh = int(mso[1]), True
        return Stand(
            level or stand.heading,
            depth,
            element.tag in LOOSE and not depth,
            stand.kept or element.tag == "pre",
        )

    def _break(self, element: Element, look: Look, stand: Stand) -> None:
        """A line break: it ends the paragraph where those are no elements, or where two stand together."""
        broken = bool(self.runs) and self.runs[-1][0].endswith("\n")
        if not stand.loose and not broken:
            self.runs.append(("\n", look))
        elif self.runs:
            self._flush(stand)
        elif stand.loose:
            self.reader.count("empty")

    def _rule(self, element: Element, look: Look, stand: Stand) -> None:
        self._flush(stand)
        self.reader.count("markup")

    def _navigation(self, element: Element, look: Look, stand: Stand) -> None:
        self._flush(stand)
        self.reader.count("navigation")

    def _table(self, element: Element, look: Look, stand: Stand) -> None:
        self._flush(stand)
        self._stray(element, look, stand)
        self._flush(stand)
        self.reader.table(element, look)

    def _stray(self, element: Element, look: Look, stand: Stand) -> None:
        """Read what stands in a table and in no cell: browsers show it above."""
        self._words(element.text, look, stand)
        for child in element:
            if child.tag in ROWS:
                self._stray(child, look, stand)
            elif isinstance(child.tag, str) and child.tag not in CELLS and child not in self.taken:
                self._child(child, look, stand)
            self._words(child.tail, look, stand)

    def _link(self, element: Element, look: Look, stand: Stand) -> None:
        """A link: its words, or the reference to a note, whose words are a mark."""
        if element in self.notes:
            self.references.append(element)
            return
        before = sum(len(text) for text, _ in self.runs)
        self._inside(element, look, stand)
        if element.get("href", "").startswith("#"):
            self.links += len("".join(text for text, _ in self.runs)[before:].strip())

    def _cite(self, element: Element, look: Look, stand: Stand) -> None:
        """At the beginning of a paragraph of minutes: who speaks."""
        words = " ".join("".join(map(str, element.itertext())).split())
        name = SPEAKER.fullmatch(words)
        begun = any(text.strip() for text, _ in self.runs)
        if name and not begun and not self.speaker and name[1].lower() not in MEETING:
            self.speaker = name[1]
        else:
            self._inside(element, look, stand)

    def _flush(self, stand: Stand) -> None:
        """End the open paragraph."""
        seen = [(text, look) for text, look in self.runs if not look.hidden]
        worded = [(text, look) for text, look in seen if text.strip()]
        hidden = any(look.hidden and text.strip() for text, look in self.runs)
        if worded or hidden or self.picture or self.references:
            letters = len("".join(text for text, _ in seen).strip())
            listed = stand.depth + (not self.fresh) if stand.depth and not stand.heading else 0
            passage = Passage(
                [(text, look.colour) for text, look in seen],
                heading=stand.heading,
                listed=listed,
                bold=bool(worded) and all(look.bold for _, look in worded),
                struck=any(look.struck for _, look in worded),
                hidden=hidden,
                picture=self.picture,
                contents=bool(letters) and self.links >= letters and not stand.heading,
                speaker=self.speaker,
            )
            self.reader.paragraph(passage, self.first_line or self.line, self.references)
            self.made += 1
            self.fresh = self.fresh and not (worded or hidden)
        self.runs, self.references = [], []
        self.picture, self.speaker, self.links, self.first_line = False, "", 0, 0


READERS: dict[str, Callable[[Flow, Element, Look, Stand], None]] = {
    "br": Flow._break,
    "hr": Flow._rule,
    "nav": Flow._navigation,
    "table": Flow._table,
    "a": Flow._link,
    "cite": Flow._cite,
}
"""What reads an element that is more than words or a block of them."""
