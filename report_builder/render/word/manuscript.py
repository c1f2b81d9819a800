"""What every part of a Word document shares while it is written: package, styles, counters, targets."""

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.document import DocumentPart

from report_builder.draft import Cell
from report_builder.render.elements import Element
from report_builder.render.word.face import Face, Said, Written, word_language
from report_builder.render.word.markup import tag
from report_builder.render.word.styles import Styles

LONGEST_NAME = 40
"""Characters of a bookmark's name that every program keeps."""
KEY_PREFIX = "_rb_"
"""Begins the name of every hidden bookmark of a draft."""


@dataclass(frozen=True)
class Manuscript:
    """A Word document in the making."""

    document: Document
    styles: Styles
    anchors: Mapping[str, str]
    """Id of an element that links lead to -> name of its bookmark."""
    page_numbers: Mapping[str, int]
    """Id of a heading -> page on which it stands in print."""
    accent: str
    """Colour as six hexadecimal digits."""
    fonts: Path
    """Folder of the TrueType files."""
    language: str
    """Language of the page, as in "en"."""
    draft: bool
    """Whether editable paragraphs get their hidden bookmarks."""
    width: int
    """Width of the text, in twentieths of a point."""
    themed: bool = True
    """Whether that is the first accent of the theme."""
    bookmark_ids: Iterator[int] = field(default_factory=itertools.count)
    picture_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    seen: set[str] = field(default_factory=set)
    """Names of the bookmarks written so far; Word wants each once."""
    links: dict[str, str] = field(default_factory=dict)
    """Web address -> id of its relationship."""
    written: list[Written] = field(default_factory=list)
    """Every paragraph so far that the record of a draft lists."""
    _properties: dict[Face, str] = field(default_factory=dict)

    @property
    def part(self) -> DocumentPart:
        """The main part of the package."""
        return self.document.part

    def link(self, address: str) -> str:
        """Id of the relationship to a web address."""
        if address not in self.links:
            self.links[address] = self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.links[address]

    def bookmark_names(self, element: Element) -> Sequence[str]:
        """Names of the bookmarks that an element still wants, as a link's target and as an editable one."""
        id, key = element.get("id"), element.get("data-key")
        if not id and not key:
            return ()
        wanted = (self.anchors.get(id or "", ""), hidden_name(key) if key and self.draft else "")
        new = [name for name in wanted if name and name not in self.seen]
        self.seen.update(new)
        return new

    def run_properties(self, face: Face) -> str:
        """The `w:rPr` of text of a face; "" where there is nothing to say."""
        if face not in self._properties:
            self._properties[face] = _properties(self, face)
        return self._properties[face]

    def note(
        self, style: str, said: list[Said], names: Sequence[str] = (), *, cell: Cell = "", pictures: int = 0
    ) -> None:
        """Take down a paragraph of a style (its id) for the record; `names` are of bookmarks with words."""
        worded = any(words.text for words in said)
        keys = tuple(name.removeprefix(KEY_PREFIX) for name in names if name.startswith(KEY_PREFIX))
        self.written.append(Written(style, said, keys if worded else (), cell, pictures))


def _properties(manuscript: Manuscript, face: Face) -> str:
    parts: list[str] = []
    if face.style:
        parts.append(tag("rStyle", val=manuscript.styles.character(face.style)))
    if face.bold:
        parts += [tag("b"), tag("bCs")]
    if face.italic:
        parts += [tag("i"), tag("iCs")]
    if face.changed:
        parts.append(tag("u", val="single") if face.changed == "u" else tag(face.changed))
    if face.raised:
        parts.append(tag("vertAlign", val=face.raised))
    if face.language and face.language != manuscript.language:
        parts.append(tag("lang", val=word_language(face.language)))
    return tag("rPr", *parts) if parts else ""


def hidden_name(key: str) -> str:
    """Name of the hidden bookmark of a key.

    >>> hidden_name("f-3k9")
    '_rb_f_3k9'
    """
    return (KEY_PREFIX + re.sub(r"[^A-Za-z0-9_]", "_", key))[:LONGEST_NAME]


def visible_names(ids: Iterator[str]) -> dict[str, str]:
    """Give each id a bookmark name that Word accepts: letters first, no signs, at most 40 characters.

    >>> visible_names(iter(["needs", "3-legal"]))
    {'needs': 'needs', '3-legal': 's_3_legal'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for each in ids:
        name = re.sub(r"[^A-Za-z0-9_]", "_", each)
        if not name[:1].isalpha():
            name = f"s_{name}"
        # Word does not tell capital letters from small ones in a bookmark's name
        if len(name) > LONGEST_NAME or name.lower() in taken:
            name = f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(each.encode()).hexdigest()[:8]}"
        taken.add(name.lower())
        names[each] = name
    return names
