"""Findings -> the review sheet as it is to be written, and its record.

A row for each finding, the undecided first, then those in conflict; below it one for each that is merged
into it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from pydantic import TypeAdapter, ValidationError

from report_builder.edit import Edit
from report_builder.history.conflicts import versions
from report_builder.history.identity import Record
from report_builder.history.journal import Present
from report_builder.keys import short_key
from report_builder.model import Coding, Finding, Status
from report_builder.settings import Lens, Theme, Workshop
from report_builder.sheet import SETTLE_FOR, STATES, YES, Column, Sheet, SheetRow
from report_builder.words import fold

STATE_WORDS = {Status.UNDECIDED: "undecided", Status.CODED: "coded", Status.SET_ASIDE: "set aside"}
BETWEEN = " / "
"""Between theme and lens where one cell holds both."""
Proposal = tuple[str, str, str]
"""Ids of two findings that may say the same, and why."""


@dataclass(frozen=True)
class Names:
    """Themes and lenses as the sheet names them: by title, with the id where two have the same."""

    workshop: Workshop

    @cached_property
    def themes(self) -> Mapping[str, str]:
        """Id -> name."""
        return _names(self.workshop.themes)

    @cached_property
    def lenses(self) -> Mapping[str, str]:
        """Id -> name."""
        return _names(self.workshop.lenses)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """`theme/lens` -> name."""
        return {
            f"{theme}/{lens}": f"{name}{BETWEEN}{of_lens}"
            for theme, name in self.themes.items()
            for lens, of_lens in self.lenses.items()
        }


def make_sheet(
    workshop: Workshop,
    findings: Sequence[Finding],
    present: Present,
    records: Iterable[Record] = (),
    proposals: Sequence[Proposal] = (),
) -> Sheet:
    """The review sheet of these findings; the same findings and journal make the same sheet.

    `records` tell of findings that people merged into others; `proposals` fill the column *Same as?*.
    """
    maker = _Maker(Names(workshop), present, {record.id: record for record in records}, findings, proposals)
    rows = tuple(row for finding in sorted(findings, key=_urgency) for row in maker.rows(finding))
    names = maker.names
    choices: dict[str, tuple[str, ...]] = {
        Column.STATE: STATES,
        Column.THEME: tuple(names.themes.values()),
        Column.LENS: tuple(names.lenses.values()),
        Column.ALSO: tuple(names.places.values()),
        Column.KEY: (YES,),
        Column.SETTLE: tuple(SETTLE_FOR),
    }
    sheet = Sheet("", rows, len(present.lines), choices)
    return replace(sheet, id=short_key("review", to_json(sheet)))


def to_json(sheet: Sheet, *, ascii: bool = False) -> str:
    """The record as it is kept: one row a line, what is empty left out."""
    rows = (asdict(replace(row, shown={})) for row in sheet.rows)
    lines = ",\n".join(
        json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=ascii) for row in rows
    )
    return f'{{"id": "{sheet.id}",\n"edits": {sheet.edits},\n"rows": [\n{lines}\n]}}\n'


def from_json(text: str) -> Sheet | None:
    """The record that was kept; None where it can't be read."""
    try:
        return TypeAdapter(Sheet).validate_json(text)
    except ValidationError:
        return None


def label_of(number: int, id: str) -> str:
    """How a finding is named: by its printed number, by its id where it has none."""
    return f"F{number}" if number else id


def is_same_words(member: str, first: str) -> bool:
    """Whether two statements can't be kept apart, for their words are the very same."""
    return fold(member) == fold(first)


@dataclass(frozen=True)
class _Maker:
    names: Names
    present: Present
    records: Mapping[str, Record]
    findings: Sequence[Finding]
    proposals: Sequence[Proposal]

    def rows(self, finding: Finding) -> Iterator[SheetRow]:
        """The row of a finding, then those of what is merged into it."""
        yield self._of_finding(finding)
        shown = set()
        for member in finding.members[1:]:
            owner = self._owner(member, finding)
            if owner is None:
                yield self._of_member(finding, member)
            elif owner.id not in shown:
                shown.add(owner.id)
                yield self._of_joined(finding, owner, member)

    def _of_finding(self, finding: Finding) -> SheetRow:
        decided = finding.status is Status.CODED
        read = finding.read_as
        status = self.present.wanted(finding.id, "status")
        cells = {
            Column.STATEMENT: finding.statement,
            Column.STATE: STATE_WORDS[finding.status],
            Column.THEME: self.names.themes.get(finding.theme, finding.theme) if decided else "",
            Column.LENS: self.names.lenses.get(finding.lens, finding.lens) if decided else "",
            Column.ALSO: self.names.places.get(finding.also, finding.also),
            Column.KEY: YES if finding.key else "",
            Column.ASIDE: status.edit.words if status and finding.status is Status.SET_ASIDE else "",
            Column.NOTE: finding.note,
        }
        shown = {
            Column.GUESS: "" if decided else self._guess(finding),
            Column.SAME: self._proposals.get(finding.id, ""),
            Column.CONFLICT: "\n".join(line for c in finding.conflicts for line in versions(c)),
            Column.COMMENTS: "\n".join(map(_memo_line, finding.memos)),
            Column.REASON: finding.reason,
            Column.CONFIDENCE: f"{finding.confidence:.2f}",
            **_origin(finding.members[0]),
        }
        return SheetRow(
            key=finding.id,
            kind="finding",
            id=finding.id,
            cells=_filled(cells),
            label=label_of(finding.number, ""),
            html=finding.html,
            theme=finding.theme,
            lens=finding.lens,
            inputs={
                "statement": read.statement if read else finding.statement,
                "theme": read.theme if read else finding.theme,
                "lens": read.lens if read else finding.lens,
                "status": (read.status if read else finding.status).value,
            },
            chosen=(status.edit.new or "") if status else "",
            conflicts=finding.conflicts,
            shown=_filled(shown),
        )

    def _of_member(self, finding: Finding, member: Coding) -> SheetRow:
        first = finding.members[0].statement
        same = is_same_words(member.statement, first)
        return self._below(finding, "member", f"{finding.id}+{member.segment.id}", finding.id, member, same)

    def _of_joined(self, finding: Finding, joined: Record, member: Coding) -> SheetRow:
        return self._below(finding, "joined", joined.id, joined.id, member, False, joined.number)

    def _below(
        self,
        finding: Finding,
        kind: str,
        key: str,
        id: str,
        member: Coding,
        same: bool,
        number: int = 0,
    ) -> SheetRow:
        label = label_of(finding.number, finding.id)
        state = f"the words of {label}" if same else f"merged into {label}"
        cells = {
            Column.STATEMENT: " ".join(member.statement.split()),
            Column.STATE: state,
            Column.MERGE: "" if same else label,
        }
        shown = {
            Column.REASON: member.reason,
            Column.CONFIDENCE: f"{member.confidence:.2f}",
            **_origin(member),
        }
        return SheetRow(
            key=key,
            kind="joined" if kind == "joined" else "member",
            id=id,
            cells=_filled(cells),
            label=label_of(number, ""),
            into=finding.id,
            shown=_filled(shown),
        )

    def _owner(self, member: Coding, finding: Finding) -> Record | None:
        """The finding that a person merged into this one, to which a member belonged."""
        place, words = str(member.segment.where), fold(member.statement)
        own = self.records.get(finding.id)
        here = [own] if own and place in own.places else []
        here += self._joined.get(place, ())
        owner = next(
            (record for record in here if fold(record.statement) == words), here[0] if here else None
        )
        return None if owner is own else owner

    @cached_property
    def _joined(self) -> Mapping[str, list[Record]]:
        """Place -> findings from there that people merged into others."""
        found: dict[str, list[Record]] = {}
        for id, fields in self.present.choices.items():
            choice, record = fields.get("merged-into"), self.records.get(id)
            if record and choice and choice.edit.new:
                for place in record.places:
                    found.setdefault(place, []).append(record)
        return found

    @cached_property
    def _proposals(self) -> Mapping[str, str]:
        labels = {finding.id: label_of(finding.number, finding.id) for finding in self.findings}
        found: dict[str, list[str]] = {}
        for one, other, reason in self.proposals:
            for id, like in ((one, other), (other, one)):
                if id in labels and like in labels:
                    found.setdefault(id, []).append(f"{labels[like]} ({reason})")
        return {id: "\n".join(lines) for id, lines in found.items()}

    def _guess(self, finding: Finding) -> str:
        theme, lens = self.names.themes.get(finding.theme, ""), self.names.lenses.get(finding.lens, "")
        return BETWEEN.join([theme or "?", lens or "?"]) if theme or lens else ""


def _names(axis: Sequence[Theme] | Sequence[Lens]) -> dict[str, str]:
    titles = [fold(one.title) for one in axis]
    return {
        one.id: one.title if titles.count(fold(one.title)) == 1 else f"{one.title} ({one.id})" for one in axis
    }


def _urgency(finding: Finding) -> tuple[int, float]:
    """The undecided first, what was set aside last; each by number."""
    first = 2 if finding.status is Status.CODED else 3
    if finding.conflicts:
        first = 1
    if finding.status is Status.UNDECIDED:
        first = 0
    return first, finding.number or float("inf")


def _origin(member: Coding) -> dict[Column, str]:
    where = member.segment.where
    return {Column.SOURCE: where.path, Column.WHERE: where.inside}


def _memo_line(memo: Edit) -> str:
    on = f" (on “{memo.words}”)" if memo.words else ""
    return f"{memo.author}, {memo.date[:10]}: {memo.new}{on}"


def _filled(cells: Mapping[Column, str]) -> dict[str, str]:
    return {column.value: text for column, text in cells.items() if text}
