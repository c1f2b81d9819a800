"""What changed from one draft to another: findings by their ids, written sections by their paragraphs.

In go two states, each made of a draft's record, of a Word file that came back, or of what a build would give
now; out come the differences.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from report_builder.draft import (
    Change,
    Difference,
    Draft,
    DraftName,
    EditableField,
    Kind,
    ReturnedDraft,
)
from report_builder.history.align import align, changed_words
from report_builder.history.changes import Added, SectionChanged
from report_builder.history.compare import compare, holds_statements
from report_builder.history.match import Match
from report_builder.history.passages import read_passages
from report_builder.history.threeway import squeezed
from report_builder.model import Finding, Prose, Status
from report_builder.words import CONTROL

THEMES = "themes/"
INVENTORY = "inventory-"
PRESS_RELEASE = "press-release"
"""Name of that output, and of the section that people write for it."""


@dataclass(frozen=True)
class Statement:
    """A finding as a draft has it."""

    id: str
    number: int
    text: str
    place: str
    """`theme/lens`; empty where it awaits review."""
    support: int


@dataclass(frozen=True)
class State:
    """What a draft says, as far as it is compared."""

    name: DraftName
    output: str
    """Which output it is, as in `report` or `themes/safety`."""
    findings: Mapping[str, Statement]
    """By id."""
    awaiting: Mapping[str, Statement]
    """Statements that await review."""
    prose: Mapping[str, str]
    """Name of a section -> its HTML."""


def state_of_draft(draft: Draft) -> State:
    """What a draft says, by its record."""
    fields = {field.key: field for field in draft.fields}
    statements: list[Statement] = []
    place = ""
    for paragraph in draft.paragraphs:
        for field in (fields[key] for key in paragraph.keys if key in fields):
            if field.field == "place":
                place = field.id
            elif field.field == "statement":
                where = place if holds_statements(place) else ""
                statements.append(Statement(field.id, field.number, paragraph.text, where, field.support))
    sections = {name: html for name, (html, _, _) in draft.sections.items()}
    return _state(DraftName(draft.draft, draft.version, draft.date), draft.name, statements, sections)


def state_of_findings(
    findings: Iterable[Finding], prose: Iterable[Prose], version: str, date: str, output: str
) -> State:
    """What a draft of `output` made of these would say."""
    statements = [
        Statement(
            finding.id,
            finding.number,
            squeezed(CONTROL.sub("", finding.statement)),
            f"{finding.theme}/{finding.lens}" if finding.status is Status.CODED else "",
            finding.support,
        )
        for finding in findings
        if finding.status in (Status.CODED, Status.UNDECIDED)
    ]
    return _state(
        DraftName("", version, date),
        output,
        [one for one in statements if _shows_statement(output, one.place)],
        {text.name: text.html for text in prose if _shows_section(output, text.name)},
    )


def as_returned(returned: ReturnedDraft) -> Draft:
    """The draft that a Word file would be if what people did in it were taken over."""
    record = returned.draft
    match = Match(record, returned.paragraphs)
    changes = compare(match)
    new = {
        change.at: EditableField(f"new{change.at}", f"new{change.at}", "statement")
        for change in changes
        if isinstance(change, Added)
    }
    owned = [match.fields[keys[0]] if keys else new.get(at) for at, keys in enumerate(match.keys)]
    sections = {c.name: (c.new, c.inputs, "") for c in changes if isinstance(c, SectionChanged)}
    return replace(
        record,
        paragraphs=tuple(
            replace(paragraph, keys=(owner.key,) if owner else ())
            for paragraph, owner in zip(returned.paragraphs, owned, strict=True)
        ),
        fields=(*record.fields, *new.values()),
        sections={**record.sections, **sections},
    )


def differ(old: State, new: State) -> Difference:
    """All that changed from `old` to `new`.

    A statement counts as a finding where it stands under a theme and lens; one that awaited review is added
    when it is given them.
    """
    shared = [(old.findings[id], one) for id, one in new.findings.items() if id in old.findings]
    added = [one for id, one in new.findings.items() if id not in old.findings]
    gone = [one for id, one in old.findings.items() if id not in new.findings]
    return Difference(
        old=old.name,
        new=new.name,
        changes=(
            *_by_number(_change("added", one, "", one.text) for one in added),
            *_by_number(_change("gone", one, one.text, "") for one in gone),
            *_by_number(
                replace(_change("reworded", one, was.text, one.text), words=changed_words(was.text, one.text))
                for was, one in shared
                if was.text != one.text
            ),
            *_by_number(
                _change("moved", one, was.place, one.place) for was, one in shared if was.place != one.place
            ),
            *_by_number(
                _change("support", one, str(was.support), str(one.support))
                for was, one in shared
                if was.support != one.support
            ),
            *_prose_changes(old.prose, new.prose),
        ),
        findings=(len(old.findings), len(new.findings)),
        awaiting=(len(old.awaiting), len(new.awaiting)),
    )


def _state(name: DraftName, output: str, statements: Sequence[Statement], prose: Mapping[str, str]) -> State:
    return State(
        name,
        output,
        {one.id: one for one in statements if one.place},
        {one.id: one for one in statements if not one.place},
        prose,
    )


def _shows_statement(output: str, place: str) -> bool:
    """Whether an output has the statements of a place."""
    if output.startswith(THEMES):
        return place.startswith(f"{output.removeprefix(THEMES)}/")
    if output == PRESS_RELEASE:
        return False
    return not output.startswith(INVENTORY) or place.endswith(f"/{output.removeprefix(INVENTORY)}")


def _shows_section(output: str, name: str) -> bool:
    if output.startswith(THEMES):
        return name == output or name.startswith(f"{output}.")
    return not output.startswith(INVENTORY) and (name == PRESS_RELEASE) == (output == PRESS_RELEASE)


def _change(kind: Kind, one: Statement, old: str, new: str) -> Change:
    return Change(kind, one.id, one.number, one.place, old, new, statement=one.text)


def _by_number(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.number == 0, change.number))


def _prose_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        for was, now in _paired(*(_paragraphs(side.get(name, "")) for side in (old, new))):
            if was != now:
                yield Change("prose", name, 0, "", was, now, changed_words(was, now))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs side by side, in order; empty where there is none."""
    for i, j in align(old, new, lambda i, j: fuzz.ratio(old[i], new[j])):
        yield "" if i is None else old[i], "" if j is None else new[j]


def _paragraphs(html: str) -> list[str]:
    """The words of each paragraph of a section that people may edit."""
    return [passage.text for passage in read_passages(html) if passage.kind != "opaque" and passage.text]
