"""What people do to a draft, in the words of the report."""

from dataclasses import dataclass

from report_builder.draft import DraftParagraph, EditableField


@dataclass(frozen=True)
class Rewritten:
    """A statement or caption in other words, or set otherwise."""

    field: EditableField
    base: str
    paragraph: DraftParagraph
    at: int


@dataclass(frozen=True)
class Moved:
    """A statement that now stands under another theme or lens."""

    field: EditableField
    base: str
    """Where it stood, as `theme/lens`."""
    new: str
    at: int


@dataclass(frozen=True)
class Deleted:
    """A statement that is gone."""

    field: EditableField
    base: str
    """Its words."""


@dataclass(frozen=True)
class Joined:
    """A statement that now stands in the paragraph of another."""

    field: EditableField
    base: str
    into: EditableField
    at: int


@dataclass(frozen=True)
class Added:
    """A new paragraph among the statements of a theme and lens."""

    place: str
    text: str
    html: str
    after: str
    """Id of the statement it was split from or stands behind; may be empty."""
    at: int


@dataclass(frozen=True)
class Reordered:
    """Statements of one place in another order."""

    place: str
    base: tuple[str, ...]
    new: tuple[str | int, ...]
    """Ids; for a statement that is new its position in the returned file."""


@dataclass(frozen=True)
class SectionChanged:
    """A written section with other words; HTML."""

    name: str
    base: str
    inputs: str
    new: str
    seen: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class NotCarried:
    """Words that were changed where the tool writes by itself."""

    base: str
    word: str
    why: str
    at: int | None = None
    home: str = ""
    """The template that holds the words, if one does."""


Change = Rewritten | Moved | Deleted | Joined | Added | Reordered | SectionChanged | NotCarried
