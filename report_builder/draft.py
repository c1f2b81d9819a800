"""Drafts in Word: what one was made of, and how it came back.

The words of the way back: an edited draft is read, compared with its record and turned into edits.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from report_builder.keys import short_key


@dataclass(frozen=True, slots=True)
class EditableField:
    """One paragraph of a page that a person may edit, or a heading that says what stands below it."""

    key: str
    """12 characters of 0-9 a-z; in the page's `data-key`, and in Word in the bookmark `_rb_<key>`."""
    id: str
    """Id of the finding, name of the section, file of the picture; of a heading, what stands below it."""
    field: Literal["statement", "section", "caption", "place"]
    paragraph: int = 0
    """Which paragraph of the section, from 0 in reading order; 0 else."""
    inputs: str = ""
    """What the inputs said; of a statement, where it may differ from what was rendered."""
    seen: tuple[str, ...] = ()
    """Other versions that were on show."""
    number: int = 0
    """Printed number of the finding."""
    support: int = 0


Cell = Literal["", "row", "cell", "more"]
"""Of a paragraph in a table: the first of its row, the first of a further cell, a later one of its cell."""


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """One paragraph of a Word draft, as it was rendered or as it came back; cells of tables too."""

    text: str
    """Its words, white space as single spaces, without the number of a finding."""
    html: str = ""
    """The same with bold, italic and links, where it has any; else empty."""
    style: str = ""
    """Name of its style."""
    label: str = ""
    """Number of a finding before its tab, such as F12."""
    keys: tuple[str, ...] = ()
    """Of the hidden bookmarks that begin in it."""
    within: tuple[str, ...] = ()
    """Of the hidden bookmarks that began in an earlier paragraph and go on in it."""
    cell: Cell = ""
    """Where in a table it stands."""
    pictures: int = 0
    template: str = ""
    """Of words that a Word template holds, which one: `templates/reference.docx`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft was made of, as it is kept in history/drafts and inside the Word file."""

    draft: str
    """Id: a hash of all the rest."""
    name: str
    """Which output it is, as in `report` or `themes/safety`."""
    version: str
    date: str
    """Date of this version, as printed."""
    paragraphs: tuple[DraftParagraph, ...]
    """In reading order."""
    fields: tuple[EditableField, ...]
    sections: Mapping[str, tuple[str, str, str]]
    """Name -> HTML as rendered, as the inputs had it, and as people had last written it."""
    memos: Mapping[str, str] = field(default_factory=dict)
    """Of each comment that it shows: what it is known by (`memo_key`) -> id of the memo."""
    beside: tuple[str, ...] = ()
    """Words outside its body: running heads and feet; every number in them as `#`."""
    edits: int = 0
    """How many lines the journal had: what is edited, undone and edited again comes from another draft."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """Name of a style in the file -> name of the report's style that it stands for, where they differ."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the margin of a Word draft."""

    key: str
    """Of the editable paragraph that it stands beside."""
    author: str
    date: str
    text: str
    """Paragraphs parted by line breaks."""
    memo: str = ""
    """Id of the memo that it shows, if it shows one."""
    about: str = ""
    """Id of what it stands beside, if it shows a memo."""


DRAFTER = "report-builder"
"""Author of the comments by which a draft shows conflicts."""
UNKNOWN = "somebody"
"""Who made a change, where the file does not tell."""
FINDING_STYLE, SUPPORT_STYLE, EMPTY_STYLE = "RB Finding", "RB Support", "RB Empty"
"""Names of the Word styles of a statement, of what weighs it, and of the words that say there is none."""
Touch = tuple[str, str]
"""Author and date of a tracked change."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin of a returned draft."""

    author: str
    date: str
    text: str
    done: bool
    """Marked as resolved."""
    at: int | None
    """Position of the paragraph that it stands beside."""
    keys: tuple[str, ...]
    """Of the hidden bookmarks that it stands in, also where no word of them is left."""
    words: str
    """What it was put on."""


@dataclass(frozen=True, slots=True)
class ReturnedDraft:
    """A Word file as it came back."""

    name: str
    """Name of the file."""
    draft: Draft
    """The record of what was sent out."""
    paragraphs: tuple[DraftParagraph, ...]
    touched: tuple[tuple[Touch, ...], ...]
    """For each paragraph, who changed it where changes were tracked."""
    touched_keys: Mapping[str, tuple[Touch, ...]]
    comments: tuple[Comment, ...]
    beside: tuple[str, ...]
    """Words outside its body: running heads and feet, footnotes; every number in heads and feet as `#`."""
    saved: Touch
    """Who saved the file last, and when."""


Kind = Literal["added", "gone", "reworded", "moved", "support", "prose"]
"""What became of a finding, or of a paragraph of a written section, from one draft to another."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of a text in two versions, spaces included; where both are the same, nothing changed."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two drafts."""

    kind: Kind
    id: str
    """Of the finding; of prose, the name of the section."""
    number: int
    """Printed number of the finding; 0 for prose, and for a statement that has none yet."""
    place: str
    """Where it stands now, or stood last, as `theme/lens`; empty for prose."""
    old: str
    """Words before; of a move the place, of support the number; empty for what is new."""
    new: str
    """The same now; empty for what is gone."""
    words: tuple[WordChange, ...] = ()
    """Of reworded statements and of prose: `old` and `new`, word by word."""
    statement: str = ""
    """The finding's words as they are now, or were last."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one draft to another."""

    old: "DraftName"
    new: "DraftName"
    changes: tuple[Change, ...]
    """By kind in the order of `Kind`; findings by number, prose by section."""
    findings: tuple[int, int]
    """How many there were and are."""
    awaiting: tuple[int, int]
    """How many statements awaited review and do now."""

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True, slots=True)
class DraftName:
    """By what a draft is called."""

    draft: str
    """Its id; empty for what a build would make now."""
    version: str
    date: str
    """Date of the version, as 2017-06-30."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One row of the document's history, as printed."""

    version: str
    date: datetime.date
    author: str
    change: str
    """What changed, as people worded it in workshop.toml; empty where it is counted."""
    findings: int = 0
    """How many there are in this version."""
    first: bool = False
    """There is no version before."""
    since: Difference | None = None
    """What changed since the version before, where its record was kept."""


def memo_key(author: str, text: str, about: str) -> str:
    """What a comment is known by, in whichever draft and program it comes back.

    Dates are left out: programs drop their seconds and their time zone.
    """
    return short_key("memo", author, " ".join(text.split()), about)
