"""Inline content of the page -> the runs, links and bookmarks of one Word paragraph."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from report_builder.render.elements import SPACE, Element, Piece, classes, local, pieces
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.picture import picture_run
from report_builder.render.word.styles import CHARACTER_STYLES
from report_builder.render.word.xml import bookmark, legal, text_run, w

LEADING = frozenset({"number", "sign"})
"""What stands before the tab of a hanging line."""
BOLD, ITALIC = frozenset({"strong", "b"}), frozenset({"em", "i", "cite"})
CHANGED = {"del": "strike", "ins": "u"}
REGIONS = {"en": "GB", "el": "GR", "da": "DK", "cs": "CZ", "et": "EE", "ga": "IE", "sl": "SI", "sv": "SE"}
"""Country of a language whose code differs from the country's."""


@dataclass(frozen=True)
class Face:
    """How a stretch of text is set."""

    style: str = ""
    """Name of a character style."""
    bold: bool = False
    italic: bool = False
    raised: str = ""
    """`superscript` or `subscript`."""
    changed: str = ""
    """Word's name for how a printed change is set: `strike` or `u`."""
    language: str = ""

    def inside(self, element: Element) -> "Face":
        """The face of an element's text, set in this one."""
        tag, face = local(element), self
        if tag in BOLD:
            face = replace(face, bold=True)
        elif tag in ITALIC:
            face = replace(face, italic=True)
        elif tag in ("sup", "sub"):
            face = replace(face, raised=f"{tag}erscript" if tag == "sup" else "subscript")
        elif tag in CHANGED:
            face = replace(face, changed=CHANGED[tag])
        names = [CHARACTER_STYLES[each] for each in (tag, *classes(element)) if each in CHARACTER_STYLES]
        if names:
            face = replace(face, style=names[-1])
        language = element.get("lang", "")
        return replace(face, language=language) if language else face


class Verbatim(str):
    """Text whose spaces and line breaks stand as they are."""


class Line:
    """The content of one paragraph, appended in order; white space collapses as in HTML, `Verbatim` stays."""

    def __init__(self, manuscript: Manuscript, paragraph: Element) -> None:
        self._manuscript = manuscript
        self._parent = paragraph
        self._blank = True
        self._last: Element | None = None
        self._leads = False
        """Whether a number or sign is still to come, with a tab behind it."""
        self.empty = True

    def write(self, pieces: Iterable[Piece], face: Face, *, hanging: bool = False) -> None:
        """Append text and elements; in a `hanging` line the number or sign is followed by a tab."""
        self._leads = self._leads or hanging
        for piece in pieces:
            if isinstance(piece, Verbatim):
                self._verbatim(piece, face)
            elif isinstance(piece, str):
                self._text(SPACE.sub(" ", piece), face)
            else:
                self._element(piece, face)

    def tab(self) -> None:
        """Append a tab; spaces around it are dropped."""
        self._trim()
        self._parent.append(w("r", w("tab")))
        self._blank = True

    def line_break(self) -> None:
        """Append a line break; spaces around it are dropped."""
        self._trim()
        self._parent.append(w("r", w("br")))
        self._blank = True

    def append(self, run: Element) -> None:
        """Append a run made elsewhere."""
        self._parent.append(run)
        self._blank, self._last, self.empty = False, None, False

    def finish(self) -> None:
        """Drop the white space at the end."""
        self._trim()

    def _verbatim(self, text: Verbatim, face: Face) -> None:
        for position, line in enumerate(text.split("\n")):
            if position:
                self._parent.append(w("r", w("br")))
            self.append(text_run(legal(line.expandtabs()), self._properties(face)))

    def _text(self, text: str, face: Face) -> None:
        shown = legal(text.lstrip(" ") if self._blank else text)
        if not shown:
            return
        run = text_run(shown, self._properties(face))
        self._parent.append(run)
        self._last, self._blank, self.empty = run[-1], shown.endswith(" "), False

    def _trim(self) -> None:
        if self._last is not None:
            self._last.text = (self._last.text or "").rstrip(" ")
            self._last = None

    def _element(self, element: Element, face: Face) -> None:
        leading = self._leads and bool(LEADING.intersection(classes(element)))
        self._leads = self._leads and not leading
        tag = local(element)
        if tag == "br":
            self.line_break()
        elif tag == "img":
            run = picture_run(self._manuscript, element)
            if run is not None:
                self.append(run)
        elif tag == "a" and element.get("href"):
            self._link(element, face)
        else:
            self._marked(element, face)
        if leading:
            self.tab()

    def _marked(self, element: Element, face: Face) -> None:
        marks = [
            bookmark(next(self._manuscript.bookmark_ids), name)
            for name in self._manuscript.bookmark_names(element)
        ]
        self._parent.extend(start for start, _ in marks)
        self.write(pieces(element), face.inside(element))
        self._parent.extend(end for _, end in marks)

    def _link(self, element: Element, face: Face) -> None:
        href = element.get("href", "")
        anchor = self._manuscript.anchors.get(href[1:]) if href.startswith("#") else None
        if anchor:
            link = w("hyperlink", anchor=anchor, history="1")
        elif not href.startswith("#"):
            link = w("hyperlink", r_id=self._manuscript.link(legal(href)), history="1")
            face = replace(face, style=face.style or "Hyperlink")
        else:
            self._marked(element, face)
            return
        outer, self._parent = self._parent, link
        self._marked(element, face)
        self._parent = outer
        outer.append(link)

    def _properties(self, face: Face) -> Element | None:
        language = face.language if face.language != self._manuscript.language else ""
        parts = []
        if face.style:
            parts.append(w("rStyle", val=self._manuscript.styles.character(face.style)))
        if face.bold:
            parts += [w("b"), w("bCs")]
        if face.italic:
            parts += [w("i"), w("iCs")]
        if face.changed:
            parts.append(w(face.changed, val="single") if face.changed == "u" else w(face.changed))
        if face.raised:
            parts.append(w("vertAlign", val=face.raised))
        if language:
            parts.append(w("lang", val=word_language(language)))
        return w("rPr", *parts) if parts else None


def word_language(code: str) -> str:
    """Language as Word names it, with its country.

    >>> word_language("el"), word_language("fr"), word_language("pt-BR")
    ('el-GR', 'fr-FR', 'pt-BR')
    """
    return code if "-" in code else f"{code}-{REGIONS.get(code, code.upper())}"
