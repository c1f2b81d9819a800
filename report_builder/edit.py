"""The words of what people change: an edit, and the conflict of two."""

from dataclasses import dataclass
from typing import Literal

from report_builder.keys import short_key

EditedField = Literal[
    "statement",
    "theme",
    "lens",
    "status",
    "order",
    "merged-into",
    "apart",
    "also",
    "key-finding",
    "note",
    "section",
    "caption",
    "finding",
    "memo",
    "resolved",
    "told",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that a person made, as kept in edits.jsonl."""

    id: str
    """Finding id, name of a section, file of a picture, or `theme/lens` for an order; of a memo or of words
    that can't be carried, a key of their own."""
    field: EditedField
    base: str
    """What stood there in the draft or sheet that the person had before them."""
    new: str | None
    """What the person wants there; None takes back what people wanted before."""
    author: str
    date: str
    """ISO 8601."""
    origin: str
    """Where the edit came from, such as the name of the Word file."""
    html: str = ""
    """`new` with its bold, italic and links, where it has any; else empty."""
    inputs: str = ""
    """What the inputs said when that draft was made."""
    seen: tuple[str, ...] = ()
    """Other versions that were on show beside `base`."""
    draft: str = ""
    """Id of the draft that was edited."""
    about: str = ""
    """Of a memo: the finding or section that it is on; of a new finding: `theme/lens`."""
    words: str = ""
    """Of a memo: the words that it was put on; of a statement that was set aside: why."""

    @property
    def key(self) -> str:
        """The same for the same change, however often it is taken in."""
        when = self.date[:16] if self.field == "memo" else ""
        why = self.words if self.field == "status" else ""
        wanted = (repr(self.new), self.html, why)
        return short_key(self.id, self.field, self.draft, self.base, *wanted, self.author, when)


@dataclass(frozen=True, slots=True)
class Rival:
    """One side of a conflict."""

    text: str
    author: str
    """Who wrote it; INPUTS for the notes and sheets."""
    date: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sides changed the same words; a person has to choose."""

    id: str
    """Finding id, or name of a section."""
    field: EditedField
    base: str
    """What both started from, where it is known."""
    stands: Rival
    """What the report shows meanwhile."""
    against: tuple[Rival, ...]
    """The other versions; never empty."""
    proposal: str = ""
    """Both changes in one text, where they touch different words; else empty."""


INPUTS = "the inputs"
"""Who wrote what stands in the notes and sheets."""
DELETED = "(deleted)"
"""What a conflict shows of a statement that one side took out."""
