"""The paragraphs of a Word draft with their hidden bookmarks.

They are read the same way when a draft is made and when it comes back: what differs was done by people.

In go the body and the styles of a document; out come paragraphs in reading order, cells of tables included,
tables of contents left out (Word counts their pages anew).
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from report_builder.draft import FINDING_STYLE, Cell, DraftParagraph, Touch
from report_builder.wordxml import (
    ADDED,
    REMOVED,
    StyleBook,
    cell_elements,
    paragraph_text,
    passages,
    spelled,
    switched_on,
    table_rows,
    value,
    visible,
    w,
)

Element = etree._Element
BOOKMARK = "_rb_"
"""How the name of a hidden bookmark begins; what follows is the key of an editable paragraph."""
DRAFT_BOOKMARK = "_rb_draft_"
"""How the name of the bookmark begins that says which draft it is."""
LABEL = re.compile(r"\s*(?P<label>F\d+|\?)(?:\t\s*|\s+(?=\S))")
LABEL_INSIDE = re.compile(r"\s*F\d+\t\s*")
"""The number of a statement that was joined to the one before."""
CONTENTS = re.compile(r"(?:toc|contents|table of contents)\b(?! heading)", re.IGNORECASE)
SPACE = re.compile(r"\s{2,}|[^\S ]")
"""White space that is not one space already."""
NUMBERS = re.compile(r"\d+")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
TRACKED = tuple(ADDED | REMOVED)


@dataclass(frozen=True)
class CommentPlace:
    """Where a comment stands."""

    paragraph: int
    """Position among the paragraphs."""
    words: str
    """What it was put on."""
    keys: tuple[str, ...]
    """Of the hidden bookmarks around it, and of those that begin in the paragraph where it begins."""


@dataclass(frozen=True)
class DraftText:
    """A draft as read."""

    paragraphs: tuple[DraftParagraph, ...]
    touched: tuple[tuple[Touch, ...], ...]
    """For each paragraph, who changed it where changes were tracked."""
    touched_keys: Mapping[str, tuple[Touch, ...]]
    """The same for each hidden bookmark, also where no word of it is left."""
    comments: Mapping[str, CommentPlace]
    """Id of a comment -> its place."""


def read_draft_text(
    body: Element, styles: StyleBook, links: Mapping[str, str], original: bool = False
) -> DraftText:
    """Read a draft's body; `links` maps relationship ids to web addresses.

    Tracked changes are taken as accepted, or as rejected when `original`.
    """
    groups, cells = paragraph_groups(body, styles, original)
    pieces = [_pieces(group, styles, links, original) for group in groups]
    spots = _Spots(groups, {element: at for at, words in enumerate(pieces) for element, _, _ in words})
    spots.walk(body)
    keys, within = spots.keys(), spots.within()
    paragraphs = tuple(
        draft_paragraph(
            [(text, look) for _, text, look in words],
            style=styles.names.get(value(group[-1], "pPr/pStyle"), ""),
            keys=keys[at],
            within=within[at],
            cell=cells[at],
            pictures=sum(_pictures(paragraph, original) for paragraph in group),
        )
        for at, (group, words) in enumerate(zip(groups, pieces, strict=True))
    )
    return DraftText(
        paragraphs=paragraphs,
        touched=tuple(
            tuple(dict.fromkeys(touch for p in group for touch in _touches(p))) for group in groups
        ),
        touched_keys={span.key: tuple(dict.fromkeys(span.touches)) for span in spots.spans if span.touches},
        comments={
            name: CommentPlace(at, _commented("".join(spots.comment_words.get(name, ()))), spots.around(name))
            for name, at in spots.comment_at.items()
        },
    )


def paragraph_groups(
    body: Element, styles: StyleBook, original: bool = False
) -> tuple[list[list[Element]], list[Cell]]:
    """The elements of each paragraph as `read_draft_text` reads it, and where in a table it stands.

    A paragraph has more than one element where a tracked change took away the ends between them.
    """
    found = [(g, cell) for g, cell in _paragraphs(body, original) if not _is_contents(g, styles)]
    return [group for group, _ in found], [cell for _, cell in found]


def read_beside(*stories: Element) -> tuple[str, ...]:
    """The paragraphs of running heads and feet, each once; numbers as `#`, for pages are counted anew."""
    texts = (paragraph_text(paragraph) for story in stories for paragraph in story.iter(w("p")))
    return tuple(dict.fromkeys(NUMBERS.sub("#", SPACE.sub(" ", text)) for text in texts if text))


def read_notes(*parts: Element) -> tuple[str, ...]:
    """The words of each foot- and endnote."""
    notes = (note for part in parts for note in part.iter(w("footnote"), w("endnote")))
    words = (" ".join(filter(None, map(paragraph_text, note.iter(w("p"))))) for note in notes)
    return tuple(filter(None, words))


class Look(NamedTuple):
    """How words are set, as far as a person's edit may tell."""

    bold: bool = False
    italic: bool = False
    link: str = ""
    """Web address that they lead to."""


PLAIN = Look()
Piece = tuple[Element, str, Look]


@dataclass
class _Span:
    """One hidden bookmark."""

    key: str
    home: Element | None
    """The paragraph in which it begins."""
    paragraphs: list[int] = field(default_factory=list)
    """Positions of the paragraphs that have words of it."""
    touches: list[Touch] = field(default_factory=list)


@dataclass
class _Spots:
    """Where bookmarks and comments begin and end, found in one walk over the whole body."""

    groups: Sequence[Sequence[Element]]
    shown: Mapping[Element, int]
    """Element with words -> position of its paragraph."""
    spans: list[_Span] = field(default_factory=list)
    comment_at: dict[str, int] = field(default_factory=dict)
    comment_words: dict[str, list[str]] = field(default_factory=dict)
    comment_home: dict[str, tuple[Element | None, tuple[str, ...]]] = field(default_factory=dict)
    """Id of a comment -> the paragraph where it begins, and the bookmarks open there."""
    _open: dict[str, _Span] = field(default_factory=dict)
    _commented: dict[str, None] = field(default_factory=dict)
    _homes: dict[Element, int] = field(default_factory=dict)

    def walk(self, body: Element) -> None:
        """Go through the body once, in document order."""
        self._homes = {element: at for at, group in enumerate(self.groups) for element in group}
        steps = {
            w("bookmarkStart"): self._begin,
            w("bookmarkEnd"): lambda element: self._open.pop(element.get(w("id"), ""), None),
            w("commentRangeStart"): self._begin_comment,
            w("commentRangeEnd"): lambda element: self._commented.pop(element.get(w("id"), ""), None),
            w("commentReference"): self._refer,
            **dict.fromkeys(TRACKED, self._touch),
        }
        for element in body.iter():
            if element in self.shown:
                self._show(element, self.shown[element])
            elif element.tag in steps:
                steps[str(element.tag)](element)

    def keys(self) -> list[tuple[str, ...]]:
        """For each paragraph the bookmarks that begin in it; an empty one counts where there is no other."""
        found: list[list[str]] = [[] for _ in self.groups]
        for span in self.spans:
            if span.paragraphs:
                found[span.paragraphs[0]].append(span.key)
        worded = {_paragraph_of(element) for element in self.shown}
        for span in self.spans:
            at = self._homes.get(span.home) if span.home in worded and span.home is not None else None
            if not span.paragraphs and at is not None and not found[at]:
                found[at].append(span.key)
        return [tuple(dict.fromkeys(keys)) for keys in found]

    def within(self) -> list[tuple[str, ...]]:
        """For each paragraph the bookmarks that go on in it."""
        found: list[list[str]] = [[] for _ in self.groups]
        for span in self.spans:
            for at in span.paragraphs[1:]:
                found[at].append(span.key)
        return [tuple(dict.fromkeys(keys)) for keys in found]

    def around(self, comment: str) -> tuple[str, ...]:
        """The bookmarks around the beginning of a comment, then those that begin in its paragraph."""
        home, open_there = self.comment_home.get(comment, (None, ()))
        begun = (span.key for span in self.spans if span.home is home and home is not None)
        return tuple(dict.fromkeys((*open_there, *begun)))

    def _begin_comment(self, element: Element) -> None:
        name = element.get(w("id"), "")
        self._commented[name] = None
        self._set_home(name, element)

    def _set_home(self, comment: str, element: Element) -> None:
        self.comment_home.setdefault(
            comment, (_paragraph_of(element), tuple(span.key for span in self._open.values()))
        )

    def _begin(self, element: Element) -> None:
        name = element.get(w("name"), "")
        if name.startswith(BOOKMARK) and not name.startswith(DRAFT_BOOKMARK):
            span = _Span(name.removeprefix(BOOKMARK), _paragraph_of(element))
            self._end_others(span.home)
            self.spans.append(span)
            self._open[element.get(w("id"), "")] = span

    def _end_others(self, home: Element | None) -> None:
        """No bookmark reaches beyond the next one, also where its end was lost."""
        here = self._homes.get(home) if home is not None else None
        for number, span in list(self._open.items()):
            if span.paragraphs and span.paragraphs[-1] != here:
                del self._open[number]

    def _show(self, element: Element, at: int) -> None:
        for span in self._open.values():
            if not span.paragraphs or span.paragraphs[-1] != at:
                span.paragraphs.append(at)
        for name in self._commented:
            self.comment_at.setdefault(name, at)
            self.comment_words.setdefault(name, []).append(spelled(element))

    def _touch(self, element: Element) -> None:
        for span in self._open.values():
            span.touches.append(_author(element))

    def _refer(self, element: Element) -> None:
        self._set_home(element.get(w("id"), ""), element)
        paragraph = _paragraph_of(element)
        home = self._homes.get(paragraph) if paragraph is not None else None
        if home is not None:
            self.comment_at.setdefault(element.get(w("id"), ""), home)


def _commented(words: str) -> str:
    """What a comment was put on, without the number of the finding."""
    return SPACE.sub(" ", LABEL.sub("", words, count=1)).strip()


def _paragraph_of(element: Element) -> Element | None:
    return next(element.iterancestors(w("p")), None)


def _paragraphs(container: Element, original: bool, cell: Cell = "") -> Iterator[tuple[list[Element], Cell]]:
    """Paragraphs that are read as one, in order; those of a table cell by cell."""
    for elements, _ in passages(container, original):
        if elements[0].tag == w("tbl"):
            for row in table_rows(elements[0], original):
                for at, each in enumerate(cell_elements(row)):
                    yield from _paragraphs(each, original, "cell" if at else "row")
        else:
            yield elements, cell
            cell = "more" if cell else ""


def _is_contents(group: Sequence[Element], styles: StyleBook) -> bool:
    name = styles.names.get(value(group[0], "pPr/pStyle"), "")
    return bool(CONTENTS.match(name))


def _pictures(paragraph: Element, original: bool) -> int:
    if next(paragraph.iter(*PICTURES), None) is None:
        return 0
    return sum(element.tag in PICTURES for element in visible(paragraph, original, frozenset()))


def _pieces(
    group: Sequence[Element], styles: StyleBook, links: Mapping[str, str], original: bool
) -> list[Piece]:
    """The visible words of paragraphs read as one, with how they are set."""
    found: list[Piece] = []
    for paragraph in group:
        begun = len(found)
        for element in visible(paragraph, original, styles.hidden):
            text = spelled(element)
            if text:
                if len(found) == begun and begun:
                    text = f" {text}"
                found.append((element, text, _face(element, styles, links)))
    return found


def _face(element: Element, styles: StyleBook, links: Mapping[str, str]) -> Look:
    run = element.getparent()
    properties = run.find(w("rPr")) if run is not None else None
    style = value(properties, "rStyle")
    bold, italic = switched_on(properties, "b"), switched_on(properties, "i")
    return Look(
        style in styles.bold if bold is None else bold,
        style in styles.italic if italic is None else italic,
        _link(element, links),
    )


def _link(element: Element, links: Mapping[str, str]) -> str:
    for parent in element.iterancestors():
        if parent.tag == w("p"):
            break
        if parent.tag == w("hyperlink"):
            return links.get(parent.get(RELATION, ""), "")
    return ""


def draft_paragraph(
    words: Sequence[tuple[str, Look]],
    *,
    style: str,
    keys: tuple[str, ...] = (),
    within: tuple[str, ...] = (),
    cell: Cell = "",
    pictures: int = 0,
) -> DraftParagraph:
    """A paragraph of a draft, of its words in reading order; those of neighbouring runs may stand apart."""
    raw = "".join([text for text, _ in words])
    finding = style == FINDING_STYLE or bool(keys)
    label = LABEL.match(raw) if style == FINDING_STYLE or "\t" in raw[:8] else None
    runs: list[tuple[str, Look]] = []
    for text, look in _without_labels(words, raw, label.end() if label else 0, finding):
        kept = SPACE.sub(" ", text)
        if not runs or runs[-1][0].endswith(" "):
            kept = kept.removeprefix(" ")
        if kept and runs and (runs[-1][1] == look or kept == " "):
            runs[-1] = (runs[-1][0] + kept, runs[-1][1])
        elif kept:
            runs.append((kept, look))
    if runs:
        runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
    rich = any([look != PLAIN for _, look in runs])
    return DraftParagraph(
        text="".join([text for text, _ in runs]),
        html="".join([_tagged(text, look) for text, look in runs]) if rich else "",
        style=style,
        label=label["label"] if label else "",
        keys=keys,
        within=within,
        cell=cell,
        pictures=pictures,
    )


def _without_labels(
    words: Sequence[tuple[str, Look]], raw: str, start: int, finding: bool
) -> Iterator[tuple[str, Look]]:
    """The words without the number before them, and without those of statements that were joined to it."""
    dropped = (
        [found.span() for found in LABEL_INSIDE.finditer(raw, start)]
        if finding and "\t" in raw[start:]
        else []
    )
    at = 0
    for text, look in words:
        if at >= start and not dropped:
            yield text, look
        else:
            yield _without(text, at, start, dropped), look
        at += len(text)


def _without(text: str, at: int, start: int, dropped: Sequence[tuple[int, int]]) -> str:
    """A piece that begins at `at`, from `start` on, with one space for each stretch that is dropped."""
    if not dropped:
        return text[max(start - at, 0) :]
    firsts = {first for first, _ in dropped}
    return "".join(
        " " if at + place in firsts else letter
        for place, letter in enumerate(text)
        if at + place >= start and not any(first < at + place < last for first, last in dropped)
    )


def _tagged(text: str, face: Look) -> str:
    """Words with their tags, spaces outside of them."""
    words = text.strip()
    before, _, after = text.partition(words) if words else (text, "", "")
    marked = html.escape(words, quote=False)
    if face.italic:
        marked = f"<em>{marked}</em>"
    if face.bold:
        marked = f"<strong>{marked}</strong>"
    if face.link:
        marked = f'<a href="{html.escape(face.link)}">{marked}</a>'
    return f"{before}{marked}{after}"


def _touches(paragraph: Element) -> Iterator[Touch]:
    for element in paragraph.iter(*TRACKED):
        yield _author(element)


def _author(element: Element) -> Touch:
    return element.get(w("author"), ""), element.get(w("date"), "")
