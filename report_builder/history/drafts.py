"""The record of a draft: every paragraph as rendered, and what of it a person may edit."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from json.encoder import encode_basestring
from operator import attrgetter
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from report_builder.draft import Draft, DraftParagraph, EditableField
from report_builder.edit import Conflict
from report_builder.keys import short_key
from report_builder.model import Finding, Prose, Status

DRAFT = TypeAdapter(Draft)
ALWAYS = ("text", "id", "style")
"""What a line of the record says, also where it is empty."""

_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind in (Draft, EditableField, DraftParagraph)}
READERS = {kind: (names, attrgetter(*names)) for kind, names in _NAMES.items()}
"""Names of a record's fields and what reads them; `asdict` would copy all of its lines."""


def make_draft(
    name: str,
    version: str,
    date: str,
    paragraphs: Sequence[DraftParagraph],
    editable: Sequence[EditableField],
    findings: Iterable[Finding] = (),
    prose: Iterable[Prose] = (),
    memos: Mapping[str, str] = MappingProxyType({}),
    beside: Iterable[str] = (),
    clashes: Iterable[Conflict] = (),
    edits: int = 0,
    styles: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    """The record of the draft with these paragraphs.

    Its id is a hash of all the rest, so the same draft has the same id. `findings`, `prose` and `clashes`
    (conflicts in sections) are those that the draft may show; what it does not show is left out. `memos` are
    those that it does show, `edits` is the length of the journal.
    """
    by_id = {finding.id: finding for finding in findings}
    shown = {field.id for field in editable}
    rivals: dict[str, list[str]] = {}
    for clash in clashes:
        rivals.setdefault(clash.id, []).extend(rival.text for rival in clash.against)
    draft = Draft(
        draft="",
        name=name,
        version=version,
        date=date,
        paragraphs=tuple(paragraphs),
        fields=tuple(_with_facts(field, by_id.get(field.id), rivals.get(field.id, ())) for field in editable),
        sections={
            text.name: (text.html, text.html if text.read_as is None else text.read_as, text.written)
            for text in prose
            if text.name in shown
        },
        memos=dict(memos),
        beside=tuple(beside),
        edits=edits,
        styles=dict(styles),
    )
    return replace(draft, draft=short_key(name, to_json(draft)))


def to_json(draft: Draft) -> str:
    """The record as it is kept: one paragraph a line, what is empty left out."""
    names, _ = READERS[Draft]
    head = (
        name for name in names if name not in ("paragraphs", "fields", *(() if draft.styles else ("styles",)))
    )
    lines = [f'"{name}": {_dumped(getattr(draft, name))}' for name in head]
    for name in ("fields", "paragraphs"):
        rows = ",\n".join(map(_line, getattr(draft, name)))
        lines.append(f'"{name}": [\n{rows}\n]')
    return "{" + ",\n".join(lines) + "}\n"


def from_json(text: str) -> Draft | None:
    """The record that was kept; None where it can't be read."""
    try:
        return DRAFT.validate_json(text)
    except ValidationError:
        return None


def _with_facts(field: EditableField, finding: Finding | None, rivals: Sequence[str]) -> EditableField:
    if finding is None:
        return replace(field, seen=tuple(rivals)) if rivals else field
    inputs = finding.read_as.statement if finding.read_as else finding.statement
    seen = tuple(dict.fromkeys(_on_show(finding)))
    return replace(field, inputs=inputs, seen=seen, number=finding.number, support=finding.support)


def _on_show(finding: Finding) -> Iterator[str]:
    """Versions of a finding that its draft shows beside the words that stand; states of it too."""
    if finding.read_as:
        yield finding.status.value
    for conflict in finding.conflicts:
        yield from (rival.text for rival in conflict.against)
        if conflict.field == "status":
            yield from (conflict.stands.text, *(status.value for status in Status))


def _line(row: EditableField | DraftParagraph) -> str:
    """A row as JSON, as `_dumped` would have it; there are tens of thousands, and most say words alone."""
    names, values = READERS[type(row)]
    said = zip(names, values(row), strict=True)
    shown = [
        f'"{name}": {encode_basestring(value) if type(value) is str else _dumped(value)}'
        for name, value in said
        if value or name in ALWAYS
    ]
    return f"{{{', '.join(shown)}}}"


_dumped = json.JSONEncoder(ensure_ascii=False).encode
