"""Inline content of the page -> the runs, links and bookmarks of one Word paragraph."""

from collections.abc import Iterable
from functools import lru_cache

from report_builder.render.elements import SKIPPED_TAGS, SPACE, Element, Piece, local
from report_builder.render.word.face import Face, Said, face_inside
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.markup import LINE_BREAK, TAB, bookmark, opened, run
from report_builder.render.word.picture import picture_run
from report_builder.render.word.xml import legal

LEADING = frozenset({"number", "sign"})
"""What stands before the tab of a hanging line."""
LINK_END = "</w:hyperlink>"


class Verbatim(str):
    """Text whose spaces and line breaks stand as they are."""


class Line:
    """The content of one paragraph, written in order; white space collapses as in HTML, `Verbatim` stays.

    Text of one face that stands together is one run, of however many elements of the page it is made.
    """

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._parts: list[str] = []
        self._said: list[Said] = []
        self._blank = True
        self._link = ""
        """Web address of the link that is being written."""
        self._held: str | None = None
        """Text of `_face` that is no run yet, for more of the same face may follow."""
        self._face = Face()
        self._last = -1
        """Which part is the run of text at whose end white space may still be dropped."""
        self._leads = False
        """Whether a number or sign is still to come, with a tab behind it."""
        self.empty = True
        self.keys: list[str] = []
        """Names of the bookmarks around words of the line."""
        self.pictures = 0

    def write(self, pieces: Iterable[Piece], face: Face, *, hanging: bool = False) -> None:
        """Append text and elements; in a `hanging` line the number or sign is followed by a tab."""
        self._leads = self._leads or hanging
        for piece in pieces:
            if isinstance(piece, Verbatim):
                self._verbatim(piece, face)
            elif isinstance(piece, str):
                self._text(piece, face)
            else:
                self._element(piece, face)

    def _inside(self, element: Element, face: Face) -> None:
        """Append what stands in an element; a report has these by the hundred thousand."""
        if element.text:
            self._text(element.text, face)
        for child in element:
            self._element(child, face)
            if child.tail:
                self._text(child.tail, face)

    def tab(self) -> None:
        """Append a tab; spaces around it are dropped."""
        self._trim()
        self._sign(TAB, "\t")
        self._blank = True

    def line_break(self) -> None:
        """Append a line break; spaces around it are dropped."""
        self._trim()
        self._sign(LINE_BREAK, "\n")
        self._blank = True

    def append(self, runs: str) -> None:
        """Append runs made elsewhere, whose words are none of the page's."""
        self._put(runs)
        self._blank, self._last, self.empty = False, -1, False

    def finish(self) -> str:
        """Drop the white space at the end; the line is what was written."""
        self._trim()
        return "".join(self._parts)

    @property
    def said(self) -> list[Said]:
        """The words of the line as they will be read."""
        return self._said

    def _put(self, part: str) -> None:
        self._release()
        self._parts.append(part)

    def _release(self) -> None:
        """Make a run of the text that is held."""
        if self._held is not None:
            text, face, self._held = self._held, self._face, None
            self._last = len(self._parts)
            self._parts.append(run(text, self._manuscript.run_properties(face)))
            self._said.append(Said(text, face, self._link))

    def _sign(self, runs: str, text: str) -> None:
        self._put(runs)
        self._said.append(Said(text, Face(), self._link))

    def _verbatim(self, text: Verbatim, face: Face) -> None:
        for position, line in enumerate(text.split("\n")):
            if position:
                self._sign(LINE_BREAK, "\n")
            shown = line.expandtabs()
            self.append(run(shown, self._manuscript.run_properties(face)))
            self._said.append(Said(shown, face, self._link))

    def _text(self, text: str, face: Face) -> None:
        shown = SPACE.sub(" ", text)
        if self._blank:
            shown = shown.lstrip(" ")
        if not shown:
            return
        self._blank, self.empty = shown[-1] == " ", False
        if self._held is None:
            self._held, self._face = shown, face
        elif self._face == face:
            self._held += shown
        else:
            self._release()
            self._held, self._face = shown, face

    def _trim(self) -> None:
        """Drop the white space at the end of what was written last; it may be a run already."""
        if self._held is not None:
            self._held = self._held.rstrip(" ") if self._blank else self._held
            self._release()
        elif self._last >= 0 and self._blank:
            text, face, link = self._said.pop()
            self._said.append(Said(text.rstrip(" "), face, link))
            self._parts[self._last] = run(text.rstrip(" "), self._manuscript.run_properties(face))
        self._last = -1

    def _element(self, element: Element, face: Face) -> None:
        tag, shown, may_lead = _manner(element.tag, element.get("class") or "")
        if not shown:
            return
        leading = self._leads and may_lead
        self._leads = self._leads and not leading
        if tag == "span" and not leading:
            self._marked(element, face)
        elif tag == "br":
            self.line_break()
        elif tag == "img":
            picture = picture_run(self._manuscript, element)
            if picture:
                self.append(picture)
                self.pictures += 1
        elif tag == "a" and element.get("href"):
            self._linked(element, face)
        else:
            self._marked(element, face)
        if leading:
            self.tab()

    def _marked(self, element: Element, face: Face) -> None:
        names = self._manuscript.bookmark_names(element)
        inside = face_inside(face, local(element), element.get("class") or "", element.get("lang") or "")
        if not names:
            self._inside(element, inside)
            return
        pairs = [bookmark(next(self._manuscript.bookmark_ids), name) for name in names]
        self._put("".join(start for start, _ in pairs))
        begun = len(self._said)
        self._inside(element, inside)
        self._put("".join(end for _, end in pairs))
        if any(said.text for said in self._said[begun:]):
            self.keys += names

    def _linked(self, element: Element, face: Face) -> None:
        href = element.get("href", "")
        anchor = self._manuscript.anchors.get(href[1:]) if href.startswith("#") else None
        if anchor:
            start, address = f'<w:hyperlink w:anchor="{anchor}" w:history="1">', ""
        elif not href.startswith("#"):
            address = legal(href)
            start = opened("hyperlink", r_id=self._manuscript.link(address), history="1")
            face = face._replace(style=face.style or "Hyperlink")
        else:
            self._marked(element, face)
            return
        self._put(start)
        outer, self._link = self._link, address
        self._marked(element, face)
        self._put(LINK_END)
        self._link = outer


@lru_cache(4096)
def _manner(tag: object, kinds: str) -> tuple[str, bool, bool]:
    """Of an element by its tag and classes: its name, whether it is shown, and whether it may lead a line."""
    name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
    found = kinds.split()
    return name, name not in SKIPPED_TAGS and "screen-only" not in found, not LEADING.isdisjoint(found)
