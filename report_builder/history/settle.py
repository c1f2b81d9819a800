"""Edits that settle conflicts at the command line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from report_builder.model import Conflict, Edit, Finding, Prose, Status

TEAM = "the team"
"""Author of what is settled at the command line."""


def settle(finding: Finding, take: str, date: str) -> Iterator[Edit]:
    """Edits that settle the conflicts of a finding: `word` for what people wrote, `inputs` for the inputs."""
    inputs = finding.read_as.statement if finding.read_as else finding.statement
    for conflict in finding.conflicts:
        edit = Edit(
            conflict.id,
            conflict.field,
            base=finding.statement if conflict.field == "status" else conflict.stands.text,
            new=None if take == "inputs" else conflict.stands.text,
            author=TEAM,
            date=date,
            origin=f"pull --take {take}",
            inputs=inputs,
            seen=tuple(rival.text for rival in conflict.against),
        )
        if conflict.field == "statement" and take == "word":
            edit = replace(edit, html=finding.html)
        if conflict.field == "status" and take == "word":
            edit = replace(edit, new=Status.SET_ASIDE.value)
        yield edit


def settle_section(text: Prose, conflicts: Sequence[Conflict], take: str, date: str) -> Edit:
    """The edit that settles all conflicts of a section; with `inputs` their sentences win, others stay."""
    fresh = text.html if text.read_as is None else text.read_as
    new = text.html
    for conflict in conflicts if take == "inputs" else ():
        for rival in conflict.against:
            new = new.replace(escape(conflict.stands.text, quote=False), escape(rival.text, quote=False))
    seen = (text.written, *(rival.text for conflict in conflicts for rival in conflict.against))
    origin = f"pull --take {take}"
    return Edit(text.name, "section", text.html, new, TEAM, date, origin, inputs=fresh, seen=seen)
