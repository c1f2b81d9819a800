"""A finished file as every rule sees it, whatever its format: words with their places, pictures, tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

UNDER = re.compile(r'under "(.*)"')
COUNTED = re.compile(r"(?:paragraph|line|page) (\d+)")
LINK_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w{2,}")


class Kind(StrEnum):
    """What a passage is."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    CELL = "cell"
    HEADER = "header"
    """Repeated at the head or foot of pages."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading or cell."""

    text: str
    """Folded by `even`."""
    place: str
    """Where it stands in the file, as its program shows it: a page, a paragraph, a line, a key."""
    kind: Kind = Kind.TEXT
    level: int = 0
    """Of a heading, from 1."""
    unmarked: str = ""
    """Its words that are in the file's own language, as far as the file tells."""
    page: int = 0
    """In a PDF, from 1."""


@dataclass(frozen=True)
class Shades:
    """How much of a picture has the colours of the emblem."""

    blue: float
    """Share of its points that have the emblem's blue, of those that aren't white."""
    gold: float
    """The same of the emblem's gold."""
    stars: int
    """How many gold areas stand apart from each other."""


@dataclass(frozen=True)
class Picture:
    """A picture as shown."""

    place: str
    alt: str | None
    """None: there is none, and it isn't marked as an ornament either."""
    width: float
    """In mm; 0 where the file doesn't tell."""
    height: float
    shades: Shades
    page: int = 0
    ornament: bool = False
    turned: bool = False
    """Whether it stands askew or mirrored."""
    camera: bool = False
    """Whether it still holds what a camera wrote into it."""


@dataclass(frozen=True)
class Table:
    """A table by rows; every cell a text."""

    place: str
    rows: tuple[tuple[str, ...], ...]
    header: bool
    """Whether the file marks which cells head the others."""

    @property
    def name(self) -> str:
        """Its first row, by which the same table is known in another format."""
        return " | ".join(self.rows[0]) if self.rows else ""


@dataclass(frozen=True)
class Link:
    """A link as read."""

    text: str
    target: str
    place: str
    broken: bool = False
    """Whether it leads to a place in the file that isn't there."""


@dataclass(frozen=True)
class Ink:
    """Words in a colour of their own."""

    text: str
    place: str
    colour: str
    """As #rrggbb."""
    ground: str = "#ffffff"
    style: str = ""
    """Name of the style that gives the colour; empty if the words have it by themselves."""


class Mark(StrEnum):
    """What a file holds besides words and pictures; each is read by one rule."""

    COMMENT = "comment"
    TRACKED = "tracked change"
    HIDDEN = "hidden text"
    BOX = "text box"
    DRAFT = "record of the draft"
    UNEMBEDDED = "font that is not embedded"
    UNTAGGED = "no tags"
    UNDECLARED = "no mark of PDF/UA"
    UNARCHIVED = "no mark of PDF/A"
    TITLE_UNSHOWN = "title not shown"
    TABS = "no order of tabs"
    OUTLINE = "no outline"
    LINK_UNTOLD = "link without description"
    OUTSIDE = "loaded from elsewhere"
    SCRIPT = "script"
    SCAN = "page without text"
    ATTACHED = "attached file"
    VARIABLE = "field that Word would fill"


@dataclass(frozen=True)
class Trace:
    """One such thing."""

    mark: Mark
    place: str
    text: str = ""


@dataclass(frozen=True)
class Header:
    """The running header and footer of a page (PDF) or of a section (Word), or of the whole file (HTML)."""

    place: str
    text: str


@dataclass(frozen=True)
class FinishedFile:
    """A file as it would be sent out."""

    path: str
    """Below the workshop's folder."""
    language: str = ""
    title: str = ""
    author: str = ""
    changed_by: str = ""
    keywords: str = ""
    passages: tuple[Passage, ...] = ()
    """In reading order."""
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    inks: tuple[Ink, ...] = ()
    traces: tuple[Trace, ...] = ()
    headers: tuple[Header, ...] = ()
    pages: int = 0
    """Of a PDF."""

    @property
    def suffix(self) -> str:
        """Format: docx, pdf, html, or toml and md of the inputs."""
        return PurePosixPath(self.path).suffix.removeprefix(".")

    @property
    def final(self) -> bool:
        """Whether it is a final version."""
        return PurePosixPath(self.path).parent.name == "final" or "/final/" in self.path

    @property
    def finished(self) -> bool:
        """Whether it is a file to be sent out, and none of the inputs."""
        return not self.path.startswith("inputs/")

    @property
    def headings(self) -> tuple[Passage, ...]:
        """Headings in order."""
        return tuple(passage for passage in self.passages if passage.kind is Kind.HEADING)

    def is_in_text(self, picture: Picture) -> bool:
        """Whether a picture stands behind the first heading after the cover; photos and charts do."""
        under = UNDER.search(picture.place)
        if under:
            return under[1] in {heading.text for heading in self.headings}
        # The cover of a PDF is a page, which is known without its tags.
        starts = ["page 2"] if self.suffix == "pdf" else [heading.place for heading in self.headings[:1]]
        at, start = (COUNTED.match(place) for place in (picture.place, next(iter(starts), "")))
        return at is not None and start is not None and int(at[1]) >= int(start[1])

    def having(self, mark: Mark) -> Iterator[Trace]:
        """What it holds of a kind."""
        return (trace for trace in self.traces if trace.mark is mark)

    @property
    def start(self) -> str:
        """How its first place is named, for what is missing altogether."""
        return {"pdf": "page 1", "docx": "cover", "html": "cover", "md": "last line"}.get(self.suffix, "")


def outside_addresses(text: str) -> str:
    """A text without web and mail addresses."""
    return LINK_WORDS.sub(" ", text)
