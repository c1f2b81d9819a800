"""What `pull` took over, in words and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_builder.check.edits import memo_line
from report_builder.edit import Conflict, Edit
from report_builder.history.conflicts import as_fields, as_problem
from report_builder.history.identity import Record
from report_builder.model import Finding

VERBS = {
    "statement": "reworded",
    "theme": "moved to theme",
    "lens": "moved to lens",
    "order": "reordered",
    "merged-into": "joined",
    "section": "text of section",
    "caption": "caption",
    "finding": "new",
    "apart": "split off",
    "also": "second coding",
    "key-finding": "key finding",
    "note": "note",
    "memo": "comment",
    "told": "not carried",
}
FORMATTED = "formatted"


@dataclass(frozen=True)
class Told:
    """The edits of a pull, sorted by what became of them."""

    carried: tuple[tuple[str, Edit], ...]
    """Each with the number or name of what it is about."""
    conflicts: tuple[tuple[str, Conflict], ...]
    """Those of the findings and sections that the pull touched."""
    memos: tuple[tuple[str, Edit], ...]
    ticked_off: tuple[Edit, ...]
    not_carried: tuple[Edit, ...]
    fresh: dict[tuple[str, str], str]
    """Id and field -> what the inputs say now."""
    labels: dict[str, str]
    """Id of a finding -> its printed number."""


def tell(
    edits: Sequence[Edit],
    findings: Sequence[Finding],
    clashes: Iterable[Conflict],
    records: Iterable[Record] = (),
) -> Told:
    """Sort what came back: an edit that ended in a conflict is told as that.

    `records` tell the numbers of findings that were joined to others.
    """
    by_id = {finding.id: finding for finding in findings}
    numbers = {record.id: record.number for record in records} | {one.id: one.number for one in findings}
    labels = {id: f"F{number}" for id, number in numbers.items() if number}
    touched = {edit.id for edit in edits}
    found = [
        *(conflict for finding in findings if finding.id in touched for conflict in finding.conflicts),
        *(clash for clash in clashes if clash.id in touched),
    ]
    in_conflict = {(conflict.id, conflict.field) for conflict in found}
    changes = [edit for edit in edits if edit.field not in ("memo", "resolved", "told")]
    return Told(
        carried=tuple(
            (labels.get(edit.id, edit.id if edit.field in ("section", "order", "caption") else ""), edit)
            for edit in changes
            if (edit.id, edit.field) not in in_conflict
        ),
        conflicts=tuple((labels.get(conflict.id, conflict.id), conflict) for conflict in found),
        memos=tuple((labels.get(edit.about, edit.about), edit) for edit in edits if edit.field == "memo"),
        ticked_off=tuple(edit for edit in edits if edit.field == "resolved"),
        not_carried=tuple(edit for edit in edits if edit.field == "told"),
        fresh={(edit.id, edit.field): _fresh(by_id.get(edit.id), edit) for edit in changes},
        labels=labels,
    )


def as_json(told: Told) -> dict[str, Any]:
    """The object that `pull --json` prints; its keys are fixed in docs/reference.md."""
    return {
        "carried": [_fields(edit, told.fresh.get((edit.id, edit.field), "")) for _, edit in told.carried],
        "conflicts": [as_fields(conflict) for _, conflict in told.conflicts],
        "memos": [_fields(edit, "") | {"about": edit.about} for _, edit in told.memos],
        "resolved": [edit.id for edit in told.ticked_off],
        "not_carried": [_fields(edit, "") | {"why": edit.words} for edit in told.not_carried],
    }


def as_text(told: Told) -> str:
    """What came back, a line each, for the terminal."""
    lines = [
        f"{_verb(edit):<16}{_line(label, edit, told.labels)} ({edit.author})" for label, edit in told.carried
    ]
    lines += [f"{'comment':<16}{memo_line(memo, label)}" for label, memo in told.memos]
    if told.ticked_off:
        lines.append(f"{'comments':<16}{len(told.ticked_off)} ticked off")
    lines += [f"{'not carried':<16}{_words(edit)}: {edit.words} ({edit.author})" for edit in told.not_carried]
    lines += [f"{'conflict':<16}{as_problem(conflict, label)}" for label, conflict in told.conflicts]
    return "\n".join(lines or ["Nothing new came back."])


def _verb(edit: Edit) -> str:
    if edit.field == "status":
        return (edit.new or "state").replace("-", " ")
    if same_words(edit):
        return FORMATTED
    return VERBS.get(edit.field, edit.field)


def same_words(edit: Edit) -> bool:
    """Whether only bold, italic or links of a statement were changed."""
    return edit.field == "statement" and edit.new == edit.base


def _fresh(finding: Finding | None, edit: Edit) -> str:
    if finding is None:
        return edit.inputs
    read = finding.read_as
    said = {
        "statement": read.statement if read else finding.statement,
        "theme": read.theme if read else finding.theme,
        "lens": read.lens if read else finding.lens,
        "status": (read.status if read else finding.status).value,
    }
    return said.get(edit.field, edit.inputs)


def _fields(edit: Edit, fresh: str) -> dict[str, Any]:
    return {
        "id": edit.id,
        "field": edit.field,
        "base": edit.base,
        "word": edit.new,
        "fresh": fresh,
        "author": edit.author,
        "date": edit.date,
        "origin": edit.origin,
    }


def _line(label: str, edit: Edit, labels: Mapping[str, str]) -> str:
    new, base = (labels.get(text, text) for text in (edit.new or "", edit.base))
    if edit.field == "merged-into" and edit.new:
        return f"{label} to {new}: {edit.base}"
    if edit.field == "status":
        return f"{label} {edit.base}"
    if edit.field in ("section", "order"):
        return label
    if edit.field == "finding":
        return f"under {edit.about}: {edit.new}"
    return f"{label} {new}" if edit.new is not None else f"{label} as in the inputs again, not: {base}"


def _words(edit: Edit) -> str:
    if not edit.new:
        return f"taken out: {edit.base}"
    return f"{edit.base} -> {edit.new}" if edit.base else f"written: {edit.new}"
