"""The review sheet: its columns, what was written into it, and how it came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from report_builder.draft import Touch
from report_builder.edit import Conflict

FILE = "review.xlsx"
"""Name of the sheet's file in inputs/."""
PLACE = f"inputs/{FILE}"
TAB = "Review"
RECORD_TAB = "report-builder"
"""Name of the hidden sheet that holds a copy of the record: its id, then its text in pieces."""


class Column(StrEnum):
    """Headings of the review sheet, in their order."""

    ID = "ID"
    NUMBER = "No."
    STATEMENT = "Statement"
    STATE = "State"
    GUESS = "Best guess"
    THEME = "Theme"
    LENS = "Lens"
    CORRECTED = "Corrected statement"
    CONFLICT = "Conflict"
    SETTLE = "Settle"
    MERGE = "Merge into"
    SAME = "Same as?"
    ALSO = "Second coding"
    KEY = "Key finding"
    ASIDE = "Set aside because"
    NOTE = "Note"
    COMMENTS = "Comments"
    REASON = "Why so"
    CONFIDENCE = "Confidence"
    SOURCE = "Source"
    WHERE = "Place"


READ_BACK = (
    Column.STATEMENT, Column.STATE, Column.THEME, Column.LENS, Column.CORRECTED, Column.MERGE, Column.ALSO,
    Column.KEY, Column.ASIDE, Column.NOTE, Column.SETTLE,
)  # fmt: skip
"""The columns that a person may edit."""
LONGEST_CELL = 32_767
"""Most characters that a cell of a workbook can hold."""
YES = "yes"
STATES = ("undecided", "coded", "set aside")
SETTLE_FOR = {"what people wrote": "word", "what the inputs say": "inputs"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it was written: a finding, or below it one that is merged into it."""

    key: str
    """What the hidden column ID says."""
    kind: Literal["finding", "joined", "member"]
    """`joined` is a finding that a person merged into another; `member` one that has the same words."""
    id: str
    """Id of the finding; of a member, that of the finding it belongs to."""
    cells: Mapping[str, str]
    """The columns that are read back, by their headings; empty ones left out."""
    label: str = ""
    """Printed number, such as F12; empty where it has none."""
    html: str = ""
    """The statement with bold, italic and links, where it has any."""
    theme: str = ""
    """Id of the theme as it stood; of an undecided finding, the best guess."""
    lens: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """What the inputs said: statement, theme, lens, status."""
    chosen: str = ""
    """The state that a person chose before, if any."""
    into: str = ""
    """Id of the finding that it is merged into."""
    conflicts: tuple[Conflict, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    """The columns that are not read back; not part of the record."""

    def cell(self, column: Column) -> str:
        """What was written there."""
        if column is Column.ID:
            return self.key
        return self.label if column is Column.NUMBER else self.cells.get(column) or self.shown.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The review sheet as written; without what is only shown, its record in inputs/history/sheets."""

    id: str
    """A hash of all the rest."""
    rows: tuple[SheetRow, ...]
    edits: int = 0
    """Entries of the journal then: what is typed again into a later sheet of the same rows counts anew."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Heading -> what can be chosen there; not part of the record."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row as it came back."""

    row: int
    """As the spreadsheet counts, from 1."""
    cells: Mapping[str, str]
    """By heading; those of columns that are gone are missing."""


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """The review sheet as it came back."""

    place: str
    """The file, as messages name it."""
    tab: str
    """Name of the sheet in the workbook."""
    record: str
    """Id of the record of what was written."""
    copy: str
    """The record itself, as the workbook carries it."""
    rows: tuple[ReturnedRow, ...]
    foreign: tuple[str, ...]
    """Headings that are not ours."""
    missing: tuple[str, ...]
    """Headings of ours that are gone."""
    saved: Touch
    """Who saved the file last, and when."""
