"""The words of the route, from a file as read to a finding in the report.

Source(blocks) -> Segments -> Codings -> Findings. Everything is frozen; stages return new values. What there
are hundreds of thousands of, blocks and their places, are named tuples: these are made three times as fast.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from report_builder.edit import Conflict, Edit


class Kind(StrEnum):
    """What a block is in its file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """An entry of a list."""
    CELL = "cell"
    """A cell of a spreadsheet or of a table in a document."""
    CUE = "cue"
    """A spoken passage of a transcript."""


class Status(StrEnum):
    """The state of a segment or finding; each is in exactly one."""

    CODED = "coded"
    UNDECIDED = "undecided"
    SET_ASIDE = "set-aside"


class Where(NamedTuple):
    """A place in a source, counted as the person's own program shows it (first line, row, paragraph = 1).

    >>> str(Where("feedback/may.xlsx", sheet="Answers", row=14, column="Comment"))
    'feedback/may.xlsx, sheet Answers, row 14, column Comment'
    """

    path: str
    """Path below inputs/, with forward slashes."""
    sheet: str = ""
    table: int = 0
    """Which table of a document, from 1 in reading order; 0 outside tables."""
    row: int = 0
    """Row of the sheet or table; 0 if there is none."""
    column: str = ""
    """Heading of the column, or its letter or number where it has none."""
    line: int = 0
    paragraph: int = 0
    """Paragraph of a Word file's body, empty ones counted, those in tables not."""
    time: str = ""
    """Time code of a transcript, hh:mm:ss."""

    def __str__(self) -> str:
        return ", ".join([self.path, *self.parts()])

    @property
    def inside(self) -> str:
        """The place without the file, such as `sheet Answers, row 14`; may be empty."""
        return ", ".join(self.parts())

    @property
    def short(self) -> tuple[tuple[str, str], ...]:
        """The place as printed in a report, its row or line alone: without sheet and column."""
        kept = ("table", "row") if self.row else Where._fields
        return tuple((name, value) for name, value in self.steps() if name in kept)

    def parts(self) -> list[str]:
        """The place as words, outermost first, without the file."""
        return [f"{name} {value}" for name, value in self.steps()]

    def steps(self) -> list[tuple[str, str]]:
        """The place as kinds and names or numbers, outermost first: `("row", "14")`."""
        named = (
            ("sheet", self.sheet),
            ("table", self.table),
            ("row", self.row),
            ("column", self.column),
            ("line", self.line),
            ("paragraph", self.paragraph),
            ("time", self.time),
        )
        return [(name, str(value)) for name, value in named if value]


class Block(NamedTuple):
    """One paragraph, list entry, cell or cue as it stands in its file, in reading order."""

    kind: Kind
    text: str
    """The words as read: no formatting, ends trimmed, line breaks inside kept as newlines; may be empty."""
    where: Where
    level: int = 0
    """Headings: 1 is the highest. List entries: depth from 1. Else 0."""
    speaker: str = ""
    """Who said it, as the source names them. Never printed."""
    question: str = ""
    """Survey question that a cell answers, or the heading of its column."""
    respondent: str = ""
    """The same for all answers of one person, and for nobody else's; empty if not known."""
    theme: str = ""
    """What the source itself says of the theme (a column "Theme"), in its own words."""
    lens: str = ""
    """What the source itself says of the lens (a column "Type"), in its own words."""
    group: str = ""
    """What the source itself says of the stakeholder group, in its own words."""
    colour: str = ""
    """The colour in which it is highlighted, as workshop.toml names it; empty if it says nothing of it."""
    aside: str = ""
    """Reason why this is no statement by the file's own structure, such as `personal data` or `rating`."""


@dataclass(frozen=True, slots=True)
class Memo:
    """A note by a person on a passage, such as a Word comment."""

    author: str
    date: str
    """As the file gives it (ISO 8601), or empty."""
    text: str
    where: Where
    about: str = ""
    """The words that the note was put on."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How a column of a feedback sheet was read; the confidence is 1 where workshop.toml says it."""

    sheet: str
    header: tuple[int, ...]
    """The rows of the headings, from 1; none, one or two."""
    name: str
    role: str
    """As written in workshop.toml."""
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Rating:
    """The answers to one rating question of one sheet: the point that each person gave."""

    question: str
    title: str
    """The question that it is one row of, if it is."""
    where: Where
    scale: str
    """The same for questions with the same scale."""
    lowest: int
    labels: tuple[str, ...]
    """For each point of the scale from the lowest on, the words that stand for it, or ""."""
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The answers to one question of one sheet that was answered from a list: each person's options."""

    question: str
    where: Where
    answers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of notes or feedback, as read."""

    path: str
    """Path below inputs/, with forward slashes."""
    title: str
    """Its own title or first heading, else the file's name without suffix."""
    blocks: tuple[Block, ...]
    units: Mapping[str, int] = field(default_factory=dict)
    """Places that were read but hold no block, counted by reason, such as `empty`."""
    memos: tuple[Memo, ...] = ()
    notices: tuple[str, ...] = ()
    """What a reader should know of how it was read, such as tracked changes met; sentences."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Front matter of the file: lower-case names (title, theme, date, moderator), values as typed."""
    readings: tuple[ColumnReading, ...] = ()
    ratings: tuple[Rating, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that stands above a segment."""

    text: str
    level: int
    where: Where


TOO_SHORT = "too short"
"""Reason to set a passage aside that has too few words to be told from noise."""
QUESTION = "question"
"""Reason to set a passage aside that ends with a question mark; a marked one is a statement all the same."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A verbatim span of a source that can be coded."""

    id: str
    """12 characters of 0-9 a-z; the same as long as file, words and count of repeats are."""
    text: str
    where: Where
    kind: Kind
    headings: tuple[Heading, ...] = ()
    """The headings above it, outermost first."""
    context: str = ""
    """The list entry that it stands under, if any."""
    session: str = ""
    """Id of the session that its file belongs to, if any."""
    blocks: int = 1
    """How many blocks it covers; the further segments of one paragraph count 0."""
    question: str = ""
    speaker: str = ""
    respondent: str = ""
    theme: str = ""
    lens: str = ""
    group: str = ""
    """Id of the stakeholder group, or empty."""
    group_words: str = ""
    """What the source itself says of the group."""
    colour: str = ""
    """The colour in which it is highlighted, as workshop.toml names it, or empty."""
    aside: str = ""
    """Why it is no statement (`question`, `agenda`, `thanks`, ...), or empty."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one step of coding says on one axis."""

    value: str
    """Id of a theme or lens."""
    reason: str
    """Why, in words that a researcher understands."""
    confidence: float
    step: str = ""
    """Name of the step, such as `mark`, `place`, `cue words`."""
    runner_up: str = ""
    """The value that came second, if the step weighs several: `need 0.31`."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person decided about a statement, from which like statements are coded."""

    text: str
    theme: str = ""
    """Theme id; empty if it was not decided."""
    lens: str = ""
    """Lens id, `none` for a statement that was set aside; empty if it was not decided."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One step of coding as it was tried, for `explain`."""

    axis: str
    """`theme` or `lens`."""
    step: str
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Coding:
    """A segment with the theme and lens given to it, and why."""

    segment: Segment
    statement: str
    """The segment's words without its marks; a verbatim substring of them."""
    status: Status
    theme: str
    """Theme id; for an undecided segment the best guess; may be empty."""
    lens: str
    reason: str
    confidence: float
    """0 to 1; the lower of theme's and lens's."""
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the inputs alone say of a finding."""

    statement: str
    theme: str
    lens: str
    status: Status


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement backed by coded segments."""

    statement: str
    status: Status
    theme: str
    lens: str
    reason: str
    confidence: float
    members: tuple[Coding, ...]
    """The evidence, first the one whose words are the statement, then in reading order; never empty."""
    support: int = 1
    """Distinct rows and speakers where known, else distinct sessions."""
    groups: tuple[str, ...] = ()
    """Ids of the stakeholder groups of its members, in the workshop's order."""
    id: str = ""
    """12 characters of 0-9 a-z, given when it was first seen, then kept; empty before that."""
    number: int = 0
    """Printed as F1, F2 ...; 0 for one that was never in a report."""
    edited: bool = False
    """A person wrote the statement or chose the theme or lens."""
    html: str = ""
    """The statement with a person's bold, italic and links, where it has any; else empty."""
    read_as: Reading | None = None
    """What the inputs say, where people's edits were laid over it."""
    conflicts: tuple[Conflict, ...] = ()
    memos: tuple[Edit, ...] = ()
    """Open comments on it, oldest first."""
    also: str = ""
    """A second coding that a person gave, as `theme/lens`."""
    key: bool = False
    """A person marked it as a key finding."""
    note: str = ""
    """A person's note from the review sheet; never printed."""
    people: tuple[str, ...] = ()
    """Codes or names of those who said it, where they may stand beside it."""
    rank: int | None = None
    """Where people put it under its lens, from 0; None where support decides."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who took part, as listed in participants.csv or .xlsx."""

    name: str
    email: str = ""
    organisation: str = ""
    group: str = ""
    """Id of the stakeholder group."""
    country: str = ""
    may_name: bool = False
    """Agreed to be named in the list of participants."""
    may_quote: bool = False
    """Agreed to be named beside what they said."""
    phone: str = ""
    code: str = ""
    """What stands for the person where findings are attributed by code."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that people wrote for the report, under inputs/sections."""

    name: str
    """File name without suffix: `introduction`, `themes/safety`, `themes/safety.need`."""
    html: str
    """Block-level HTML made from the Markdown; raw HTML in it is escaped, headings start at h2."""
    read_as: str | None = None
    """The same as the inputs alone have it, where people's edits were laid over it."""
    written: str = ""
    """The same as people last wrote it in a draft, before the inputs' later changes were merged in."""
    written_on: str = ""
    """What the inputs said when people wrote that."""


@dataclass(frozen=True, slots=True)
class Account:
    """Every segment in exactly one state: coded + merged + undecided + set_aside = segments."""

    segments: int
    coded: int
    merged: int
    """Members of findings after the first."""
    undecided: int
    set_aside: int
    units: Mapping[str, int]
    """Places read that hold no segment (empty, heading, rating ...), counted by reason."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """How many of the coded owe their lens to which step of coding; `edit` is a person's."""
