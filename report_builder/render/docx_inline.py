"""Inline content of the page -> the runs, links and bookmarks of one Word paragraph."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from report_builder.render.docx_manuscript import Manuscript
from report_builder.render.docx_picture import picture_run
from report_builder.render.docx_styles import CHARACTER_STYLES
from report_builder.render.docx_xml import Element, bookmark, legal, local, text_run, w

Piece = str | Element
"""A stretch of text or an element between the tags of its parent."""

SKIPPED_TAGS = frozenset({"script", "style", "head", "template", "title"})
SPACES = re.compile(r"[ \t\r\n\f]+")
LEADING = frozenset({"number", "sign"})
"""What stands before the tab of a hanging line."""
BOLD, ITALIC = frozenset({"strong", "b"}), frozenset({"em", "i", "cite"})
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
        names = [CHARACTER_STYLES[each] for each in (tag, *classes(element)) if each in CHARACTER_STYLES]
        if names:
            face = replace(face, style=names[-1])
        language = element.get("lang", "")
        return replace(face, language=language) if language else face


class Line:
    """The content of one paragraph, appended in order; white space collapses as in HTML."""

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
            if isinstance(piece, str):
                self._text(piece, face)
            elif not is_skipped(piece):
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

    def _text(self, text: str, face: Face) -> None:
        collapsed = SPACES.sub(" ", legal(text))
        if self._blank:
            collapsed = collapsed.lstrip(" ")
        if not collapsed:
            return
        run = text_run(collapsed, self._properties(face))
        self._parent.append(run)
        self._last, self._blank, self.empty = run[-1], collapsed.endswith(" "), False

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
        elif href.startswith(("http://", "https://", "mailto:")):
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


def classes(element: Element) -> list[str]:
    """Classes of an element, in order."""
    return (element.get("class") or "").split()


def pieces(element: Element) -> Iterator[Piece]:
    """Text and child elements of an element, in reading order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def is_skipped(element: Element) -> bool:
    """Whether an element is for the screen alone, or no content at all."""
    return local(element) in ("", *SKIPPED_TAGS) or "screen-only" in classes(element)


def plain(content: Iterable[Piece], *, strip: bool = True) -> str:
    """The text of some pieces, without what is skipped, white space collapsed."""
    found: list[str] = []
    for piece in content:
        if isinstance(piece, str):
            found.append(piece)
        elif not is_skipped(piece):
            found.append(plain(pieces(piece), strip=False))
    text = SPACES.sub(" ", legal("".join(found)))
    return text.strip(" ") if strip else text
