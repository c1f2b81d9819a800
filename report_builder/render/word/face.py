"""How a stretch of a Word document's text is set, and what its words are when the draft comes back."""

from functools import lru_cache
from typing import NamedTuple

from report_builder.draft import Cell
from report_builder.render.word.styles import CHARACTER_STYLES

BOLD, ITALIC = frozenset({"strong", "b"}), frozenset({"em", "i", "cite"})
CHANGED = {"del": "strike", "ins": "u", "s": "strike", "strike": "strike", "u": "u"}
REGIONS = {"en": "GB", "el": "GR", "da": "DK", "cs": "CZ", "et": "EE", "ga": "IE", "sl": "SI", "sv": "SE"}
"""Country of a language whose code differs from the country's."""


class Face(NamedTuple):
    """How a stretch of text is set."""

    style: str = ""
    """Name of a character style."""
    bold: bool = False
    italic: bool = False
    raised: str = ""
    """`superscript` or `subscript`."""
    changed: str = ""
    """Word's name for how a change is printed, or what is struck or underlined: `strike` or `u`."""
    language: str = ""


PLAIN = Face()


class Said(NamedTuple):
    """Words of a paragraph."""

    text: str
    face: Face
    link: str
    """Web address that they lead to, or ""."""


class Written(NamedTuple):
    """A paragraph as written, by which the draft's record is made."""

    style: str
    """Id of its style."""
    said: list[Said]
    keys: tuple[str, ...]
    """Of its hidden bookmarks."""
    cell: Cell
    pictures: int


@lru_cache(4096)
def face_inside(face: Face, tag: str, kinds: str, language: str) -> Face:
    """The face of text in an element with a tag, classes and a language that stands in `face`."""
    if tag in BOLD:
        face = face._replace(bold=True)
    elif tag in ITALIC:
        face = face._replace(italic=True)
    elif tag in ("sup", "sub"):
        face = face._replace(raised=f"{tag}erscript" if tag == "sup" else "subscript")
    elif tag in CHANGED:
        face = face._replace(changed=CHANGED[tag])
    names = [CHARACTER_STYLES[each] for each in (tag, *kinds.split()) if each in CHARACTER_STYLES]
    if names:
        face = face._replace(style=names[-1])
    return face._replace(language=language) if language else face


def word_language(code: str) -> str:
    """Language as Word names it, with its country.

    >>> word_language("el"), word_language("fr"), word_language("pt-BR")
    ('el-GR', 'fr-FR', 'pt-BR')
    """
    return code if "-" in code else f"{code}-{REGIONS.get(code, code.upper())}"
