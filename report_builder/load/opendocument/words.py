"""The words of a paragraph of an OpenDocument text, with their looks and with what hangs on them.

In goes a paragraph; out come runs, and the notes, comments and text boxes met on the way. What reaches over
several paragraphs (tracked insertions, comments on a passage) is remembered from one to the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from report_builder.load.opendocument.parts import PARAGRAPHS, Element, Look, Package, o, repeated

WHITE = re.compile(r"[ \t\r\n]+")
DRAWN = o("draw:")
PASSED = frozenset(
    map(
        o,
        (
            "text:tracked-changes",
            "text:ruby-text",
            "office:forms",
            "text:sequence-decls",
            "text:variable-decls",
            "text:user-field-decls",
            "office:annotation",
            "text:note",
        ),
    )
)
"""What holds words that are none of the paragraph around it."""


SIGNS = {o("text:s"): " ", o("text:tab"): "\t", o("text:line-break"): "\n"}
CHANGES = frozenset(map(o, ("text:change-start", "text:change-end", "text:change")))


PLAIN = Look()


@dataclass(frozen=True)
class Run:
    """Words that look the same; a break between paragraphs has none."""

    text: str
    look: Look = PLAIN
    typed: bool = False
    """Spaces, tabs or a line break that somebody typed, and no white space of the file."""
    ends: bool = False
    """A paragraph ends here that a tracked change took away."""


@dataclass
class Comment:
    """A comment and the words that it is about."""

    element: Element
    paragraph: Element
    """The paragraph in which it begins."""
    about: str = ""


@dataclass
class Spelling:
    """What was met so far, over all paragraphs."""

    package: Package
    original: bool
    """Tracked changes are read as if rejected."""
    inserted: set[str] = field(default_factory=set)
    """Insertions that have begun and not ended."""
    comments: list[Comment] = field(default_factory=list)
    commented: dict[str, Comment] = field(default_factory=dict)
    """Comments whose passage has begun and not ended, by name."""
    notes: list[Element] = field(default_factory=list)
    """Footnotes and endnotes of the paragraphs since they were last taken."""
    boxes: list[Element] = field(default_factory=list)
    """Text boxes and shapes since they were last taken."""
    pictures: bool = False
    """There was a picture since the last paragraph was begun."""

    @property
    def is_gone(self) -> bool:
        """What is read now is not there in the text as wanted."""
        return self.original and bool(self.inserted)

    def runs(self, paragraph: Element) -> list[Run]:
        """Spell a paragraph; what is hidden is among the runs, what is not there is not."""
        self.pictures = False
        look = self.package.look("paragraph", paragraph.get(o("text:style-name"), ""))
        if any(
            sign.get(o("text:is-hidden")) == "true" for sign in paragraph.iter(o("text:hidden-paragraph"))
        ):
            look = Look(hidden=True).over(look)
        found: list[Run] = []
        for run in self._inside(paragraph, paragraph, look):
            if not run.typed and found and found[-1].text.endswith(" "):
                run = replace(run, text=run.text.lstrip(" "))
            if run.text or run.ends:
                found.append(run)
                for comment in self.commented.values() if not run.look.hidden else ():
                    comment.about += run.text
        for comment in self.commented.values():
            comment.about += " "
        return found

    def _inside(self, element: Element, paragraph: Element, look: Look) -> Iterator[Run]:
        yield from self._text(element.text, look)
        for child in element:
            yield from self._child(child, paragraph, look)
            yield from self._text(child.tail, look)

    def _text(self, text: str | None, look: Look) -> Iterator[Run]:
        if text and not self.is_gone:
            yield Run(WHITE.sub(" ", text), look)

    def _child(self, child: Element, paragraph: Element, look: Look) -> Iterator[Run]:
        if child.tag in SIGNS:
            if not self.is_gone:
                yield Run(SIGNS[child.tag] * repeated(child, "text:c"), look, typed=True)
        elif child.tag in CHANGES:
            yield from self._change(child, paragraph, look)
        elif child.tag in PASSED or child.tag.startswith(DRAWN):
            self._hanging(child, paragraph)
        elif child.tag == o("office:annotation-end"):
            self.commented.pop(child.get(o("office:name"), ""), None)
        elif child.tag == o("text:hidden-text") and child.get(o("text:is-hidden")) == "true":
            yield from self._text(child.get(o("text:string-value")), Look(hidden=True))
        else:
            own = self.package.look("text", child.get(o("text:style-name"), ""))
            yield from self._inside(child, paragraph, own.over(look))

    def mark(self, change: Element) -> None:
        """Begin or end an insertion."""
        name = change.get(o("text:change-id"), "")
        region = self.package.regions.get(name)
        if region is None or region.tag != o("text:insertion"):
            return
        if change.tag == o("text:change-start"):
            self.inserted.add(name)
        else:
            self.inserted.discard(name)

    def _change(self, change: Element, paragraph: Element, look: Look) -> Iterator[Run]:
        """Take note of an insertion, or bring back what was deleted."""
        self.mark(change)
        region = self.package.regions.get(change.get(o("text:change-id"), ""))
        if self.original and region is not None and region.tag == o("text:deletion") and not self.is_gone:
            yield from self._deleted(region, paragraph, look)

    def _deleted(self, region: Element, paragraph: Element, look: Look) -> Iterator[Run]:
        for number, part in enumerate(region.iter(*PARAGRAPHS)):
            if number:
                yield Run("", ends=True)
            yield from self._inside(part, paragraph, look)

    def _hanging(self, element: Element, paragraph: Element) -> None:
        """Take note of what hangs on a paragraph."""
        if self.is_gone:
            return
        if element.tag == o("text:note"):
            self.notes.append(element)
        elif element.tag == o("office:annotation"):
            comment = Comment(element, paragraph)
            self.comments.append(comment)
            if name := element.get(o("office:name")):
                self.commented[name] = comment
        elif element.tag.startswith(DRAWN):
            self.boxes.append(element)
            self.pictures = (
                self.pictures or next(element.iter(o("draw:image"), o("draw:object")), None) is not None
            )
