"""What workshop.toml says, as frozen dataclasses; `workshop.py` reads and checks them.

The line under each field is also its help in editors and in docs/reference.md.
"""

import datetime
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from report_builder.limits import Limits

PLACE = "inputs/workshop.toml"
"""Where it lies in a workshop's folder, and how messages name it."""
FORBID_UNKNOWN = {"extra": "forbid", "use_attribute_docstrings": True}


@dataclass(frozen=True)
class Event:
    """The workshop that was held."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    title: str
    """Name of the workshop, as printed on the cover."""
    date: datetime.date
    """First (or only) day, as 2017-05-09."""
    place: str
    """City, and country if you like, as printed: "Ghent, Belgium"."""
    organiser: str
    """Who organised it."""
    ordinal: str = ""
    """Which of the project's workshops it was, as printed: "2nd project workshop"."""
    end_date: datetime.date | None = None
    """Last day, if it took more than one."""
    venue: str = ""
    """Building or address."""


@dataclass(frozen=True)
class Project:
    """The project that the workshop belongs to."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    acronym: str = ""
    """Short name, spelled the one way that you want everywhere."""
    title: str = ""
    """Full title."""
    url: str = ""
    """Web address."""
    coordinator: str = ""
    """Coordinating organisation."""
    contact: str = ""
    """How readers follow or reach the project, as one sentence."""


@dataclass(frozen=True)
class CoFunder:
    """Another funder, whose sentence is printed below the EU's statement."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    funder: str
    """seri, seri-contract, ukri, or other for a sentence of your own."""
    number: str = ""
    """Number of the contract or grant."""
    sentence: str = ""
    """The sentence, for `other`."""


@dataclass(frozen=True)
class Funding:
    """Who paid, and hence which statement and emblem are printed."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    programme: str = "none"
    """Programme or variant, as in h2020, h2020-msca or horizon-europe-co-funded; none for no EU funding."""
    grant_number: str = ""
    """Number of the grant agreement, digits only."""
    authority: str = "European Commission"
    """Granting authority, as named in the disclaimer."""
    partnership: str = ""
    """Name of the joint undertaking or partnership, for its variants."""
    members: str = ""
    """Who else supports a joint undertaking of Horizon 2020, as printed: "Spain, Italy and Austria"."""
    top_up: str = ""
    """Who gives top-up funding to a joint undertaking of Horizon Europe, as printed."""
    result: str = ""
    """Which result the report is about, for h2020-result: "database"."""
    languages: tuple[str, ...] = ()
    """Languages in which the statement is printed besides English; without it, that of the report."""
    co_funders: tuple[CoFunder, ...] = ()
    """Other funders."""
    lockup: Literal["horizontal", "vertical"] = "horizontal"
    """Where the statement stands: beside the emblem, or below it."""
    statement: str = ""
    """Your own statement instead of the usual one; needs a reason."""
    disclaimer: str = ""
    """Your own disclaimer instead of the usual one; needs a reason."""
    reason: str = ""
    """Why the usual words don't fit. It is not printed."""


@dataclass(frozen=True)
class Person:
    """An author or reviewer who agreed to be named."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    name: str
    """Name as printed."""
    organisation: str = ""
    """Organisation, printed after the name."""


@dataclass(frozen=True)
class Version:
    """One line of the document's history."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    version: str
    """Number of the version."""
    date: datetime.date
    """Day of the version."""
    change: str
    """What changed, as a short phrase."""
    author: str = ""
    """Who made the change."""


@dataclass(frozen=True)
class Deliverable:
    """The report as a deliverable of the project."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    title: str = ""
    """Title on the cover; without it, "Report on" and the event's title."""
    number: str = ""
    """Number in the grant agreement, such as D2.4."""
    level: str = "PU"
    """Dissemination level: PU (public), SEN (sensitive), CO (confidential) ..."""
    version: str = "0.1"
    """Version of this draft."""
    date: datetime.date | None = None
    """Date of this version; without it, the event's last day."""
    work_package: str = ""
    """Work package in the grant agreement."""
    due: datetime.date | None = None
    """Due date in the grant agreement."""
    submitted: datetime.date | None = None
    """Day on which it was submitted."""
    lead: str = ""
    """Lead beneficiary; without it, the organiser."""
    authors: tuple[Person, ...] = ()
    """Who wrote it, in the order of the citation."""
    reviewers: tuple[Person, ...] = ()
    """Who reviewed it."""
    history: tuple[Version, ...] = ()
    """Rows of the document's history in your own words, oldest first; versions without one are counted."""
    keywords: tuple[str, ...] = ()
    """Keywords, also in the files' properties."""
    licence: str = ""
    """Licence as printed, such as "Creative Commons Attribution 4.0 International (CC BY 4.0)"."""
    licence_url: str = ""
    """Web address of the licence."""
    citation: str = ""
    """How to cite; without it, made from authors, year, title and number."""


@dataclass(frozen=True)
class NextEvent:
    """The workshop that follows."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    title: str
    """Name of that workshop."""
    organiser: str = ""
    """Who organises it."""
    place: str = ""
    """Where it will be."""
    date: datetime.date | None = None
    """When it will be."""


@dataclass(frozen=True)
class Theme:
    """One theme of the workshop: a chapter of the report."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    id: str
    """Short name for files and commands: lower-case letters, digits, hyphens."""
    title: str
    """Heading of the chapter."""
    description: str = ""
    """What the theme is about, printed at the head of its chapter."""
    keywords: tuple[str, ...] = ()
    """Words that tell that a statement belongs here."""
    aliases: tuple[str, ...] = ()
    """Other names used in notes and sheets: "demos", "Session A"."""


@dataclass(frozen=True)
class Lens:
    """One lens through which each theme is seen: a section of each chapter."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    id: str
    """Short name for files and commands."""
    title: str
    """Heading of the section, such as "Needs"."""
    singular: str = ""
    """Name of one finding under this lens, such as "need"; without it, the title in lower case."""
    definition: str = ""
    """What belongs here, in a sentence for the methodology section."""
    sign: str = ""
    """One character printed beside the name; without it, the title's first letter."""
    marks: tuple[str, ...] = ()
    """Words that mark a statement: before a colon, in brackets, in a heading, in a column "Type"."""
    cues: tuple[str, ...] = ()
    """Words inside a statement that suggest this lens."""
    wins_ties: bool = False
    """Whether it wins where a statement has as many cues of another lens."""
    questions: tuple[str, ...] = ()
    """Words in a survey question that ask for this lens; the marks count too."""


@dataclass(frozen=True)
class Group:
    """A stakeholder group."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    id: str
    """Short name, also used in sheets."""
    title: str
    """Name as printed."""
    aliases: tuple[str, ...] = ()
    """Other names used in sheets: "LEA", "police"."""


OTHER = Group("other", "Other")
"""Where participants of small groups, or of none, are counted, unless the workshop has such a group."""


@dataclass(frozen=True)
class Session:
    """A session of the workshop and the files that hold its notes."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    id: str
    """Short name; where it stands in a file's name, the file belongs to the session."""
    title: str
    """Name as printed."""
    kind: str = ""
    """Such as "case studies", "break-out" or "plenary"; case studies are listed in the theme's chapter."""
    theme: str = ""
    """Id of the theme that it was about."""
    group: str = ""
    """Id of the stakeholder group, if only one took part."""
    summary: str = ""
    """A sentence or two for the chapter's case studies."""
    moderator: str = ""
    """Never printed."""
    chatham_house: bool = False
    """Whether the Chatham House Rule holds for this session's notes."""
    files: tuple[str, ...] = ()
    """Paths below inputs/, such as "notes/breakout-2.docx"; * and ? may stand for any characters."""


@dataclass(frozen=True)
class AgendaItem:
    """One line of the agenda as printed."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    time: str
    """As printed: "09:30" or "09:30-10:15"."""
    title: str
    """What it was."""
    speaker: str = ""
    """Who speaks, if they agreed to be named."""


@dataclass(frozen=True)
class Image:
    """A picture that may be printed."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    file: str
    """Name below inputs/images/."""
    alt: str
    """What it shows, for those who can't see it."""
    section: str
    """Where it stands: cover, introduction, methodology, conclusions, or a theme's id."""
    caption: str = ""
    """Printed beneath."""
    credit: str = ""
    """Who made it, printed after the caption."""
    consent: str = ""
    """How the people shown agreed, or "no people"."""
    width: int = 0
    """Width in print, in millimetres; 0: as wide as it looks well, up to the whole measure of 160."""


@dataclass(frozen=True)
class Privacy:
    """What may be said of the people who took part."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    attribution: Literal["none", "group", "code", "named"] = "group"
    """none: findings stand alone; group: with the stakeholder groups that said them; code: with the codes of
    participants.csv; named: with the names of those who agreed to be quoted. Others stand by their group."""
    chatham_house: bool = False
    """The Chatham House Rule holds for the whole workshop: neither names, codes nor organisations of those
    who took part stand in findings."""
    chatham_house_files: tuple[str, ...] = ()
    """The same for these files alone, as paths below inputs/; * and ? may stand for any characters."""
    min_cell: int = 5
    """Groups with fewer participants than this are counted as "other"."""
    rule: str = ""
    """Confidentiality rule as told to the participants, printed in the methodology."""
    participant_list: Literal["counts", "organisations", "names"] = "counts"
    """What the report tells of the participants besides their numbers: nothing, or, of those who agreed to
    be named in participants.csv, the organisations or the names."""
    team: tuple[str, ...] = ()
    """Names that may stand beside comments and edits in drafts, besides authors and reviewers."""
    not_names: tuple[str, ...] = ()
    """Words that are never masked though they look like a participant's name: "Rose Garden"."""


@dataclass(frozen=True)
class Extract:
    """How notes become statements."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    unit: Literal["paragraph", "sentence"] = "paragraph"
    """Whether a paragraph is one statement, or each of its sentences."""
    tracked: Literal["final", "original", "refuse"] = "final"
    """How tracked changes in notes are read."""


@dataclass(frozen=True)
class Inputs:
    """Which files are counted."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    keep: tuple[str, ...] = ()
    """Paths below inputs/ of files to count although another file says the same; * and ? may stand for
    any characters."""


@dataclass(frozen=True)
class Output:
    """What is written."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    also: tuple[Literal["summaries", "press-release", "export"], ...] = ()
    """What `build` makes every time besides the report."""
    archive: bool = False
    """Make PDFs that an archive keeps: PDF/A-2a besides PDF/UA-1."""
    changes_since: str = ""
    """Version such as "0.2": an annex of the report lists what changed since then."""


@dataclass(frozen=True)
class Summaries:
    """The summary of a theme, to be read by itself."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    findings: int = 3
    """How many findings it shows under each lens: key findings, then those with most support; 0: all."""


@dataclass(frozen=True)
class PressRelease:
    """The news of the workshop for everyone."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    title: str = ""
    """Headline; without it, the event's title."""
    place: str = ""
    """Place before the date; without it, that of the event."""
    date: datetime.date | None = None
    """Day of the release; without it, the date of this version."""
    contact: str = ""
    """Whom the press may ask, as printed at the end."""


@dataclass(frozen=True)
class Printed:
    """What the report prints."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    annex: Literal["full", "sheet"] = "full"
    """Where all findings stand by number with their sources: "full": in an annex of the report; "sheet": in
    findings.xlsx, which is made beside it."""
    most: int = 0
    """How many findings are printed, those with most support; the others stand in findings.xlsx, which is
    made beside the report. 0: all of them, but of more than 10 000 only 1 000."""


@dataclass(frozen=True)
class Look:
    """The report's looks."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    accent: str = "#003399"
    """Colour of rules, numbers and charts, as #rrggbb; dark enough to read on white."""


@dataclass(frozen=True)
class Word:
    """How the report fits the Word template of your consortium."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    styles: dict[str, str] = field(default_factory=dict)
    """Style of the report, as in "Heading 1" or "RB Finding" -> the style of your Word template that is
    used for it."""


@dataclass(frozen=True)
class Columns:
    """What the columns of one feedback sheet hold; what stands here is not guessed."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    file: str
    """Path below inputs/, such as "feedback/may.xlsx"; * and ? may stand for any characters."""
    sheet: str = ""
    """Name of the sheet; without it, all sheets of the file."""
    header_row: int = 0
    """Row of the headings, or the first of two, counted from 1; 0: look for it."""
    header_rows: int | None = None
    """How many rows the headings take: 0 (there are none), 1 or 2; without it, look."""
    hidden: bool = False
    """Read hidden sheets, rows and columns too."""
    theme: str = ""
    """Id of the theme that the whole sheet is about, if there is one."""
    roles: dict[str, str] = field(default_factory=dict)
    """Heading of a column -> statement, question, theme, lens, group, respondent, rating, choice, personal,
    metadata or ignore."""


@dataclass(frozen=True)
class Workshop:
    """Everything that workshop.toml says."""

    __pydantic_config__: ClassVar = FORBID_UNKNOWN
    event: Event
    """The workshop that was held."""
    themes: tuple[Theme, ...]
    """The themes, in the order of the report."""
    language: str = "en"
    """Language of the report, as in "en" or "el"."""
    project: Project = Project()
    """The project that it belongs to."""
    funding: Funding = Funding()
    """Who paid."""
    deliverable: Deliverable = Deliverable()
    """The report as a deliverable."""
    next_event: NextEvent | None = None
    """The workshop that follows."""
    lenses: tuple[Lens, ...] = ()
    """Lenses of your own, or changes to the four usual ones (practice, need, challenge, legal-ethical)."""
    lens_order: tuple[str, ...] = ()
    """Ids of the lenses to use, in the order of the report; without it all."""
    groups: tuple[Group, ...] = ()
    """The stakeholder groups, in the order of the report."""
    sessions: tuple[Session, ...] = ()
    """The sessions, and the files that hold their notes."""
    agenda: tuple[AgendaItem, ...] = ()
    """The agenda as printed."""
    images: tuple[Image, ...] = ()
    """The pictures that may be printed."""
    columns: tuple[Columns, ...] = ()
    """What the columns of feedback sheets hold, where it should not be guessed."""
    privacy: Privacy = Privacy()
    """What may be said of the people who took part."""
    extract: Extract = Extract()
    """How notes become statements."""
    colours: dict[str, str] = field(default_factory=dict)
    """Colour of a highlighter, as in yellow or "#fff2cc" -> id of the theme or lens that it stands for."""
    inputs: Inputs = Inputs()
    """Which files are counted."""
    limits: Limits = field(default_factory=Limits)
    """How large files may be."""
    output: Output = Output()
    """What is written."""
    summaries: Summaries = Summaries()
    """The summaries of the themes."""
    press_release: PressRelease = PressRelease()
    """The press release."""
    report: Printed = Printed()
    """What the report prints."""
    look: Look = Look()
    """The looks of the report."""
    word: Word = field(default_factory=Word)
    """How the report fits your Word template."""
