"""Edits that settle conflicts, at the command line or in the review sheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from report_builder.edit import DELETED, Conflict, Edit
from report_builder.history.passages import clean, merge_passages, read_passages, write_passages
from report_builder.model import Finding, Prose, Status

TEAM = "the team"
"""Author of what is settled at the command line."""


def settle(finding: Finding, take: str, date: str) -> Iterator[Edit]:
    """Edits that settle the conflicts of a finding: `word` for what people wrote, `inputs` for the inputs."""
    inputs = finding.read_as.statement if finding.read_as else finding.statement
    for edit in settle_conflicts(finding.conflicts, finding.statement, finding.html, take):
        yield replace(edit, author=TEAM, date=date, origin=f"pull --take {take}", inputs=inputs)


def settle_conflicts(conflicts: Iterable[Conflict], statement: str, html: str, take: str) -> Iterator[Edit]:
    """The same for conflicts of a finding with this statement; author, date and origin are left empty."""
    for conflict in conflicts:
        edit = Edit(
            conflict.id,
            conflict.field,
            base=statement if conflict.field == "status" else conflict.stands.text,
            new=None if take == "inputs" else conflict.stands.text,
            author="",
            date="",
            origin="",
            seen=tuple(rival.text for rival in conflict.against),
        )
        if conflict.field == "statement" and take == "word":
            edit = replace(edit, html=html)
        if conflict.field == "status":
            edit = replace(edit, seen=(*edit.seen, *Status))
        if conflict.field == "status" and take == "word":
            edit = replace(edit, new=state_of(conflict.stands.text))
        yield edit


def state_words(status: str) -> str:
    """How a conflict shows a state that one side chose."""
    return DELETED if status == Status.SET_ASIDE else f"({status})"


def state_of(words: str) -> str:
    """The state that a conflict shows with these words."""
    return Status.SET_ASIDE.value if words == DELETED else words.strip("()")


def settle_section(text: Prose, conflicts: Sequence[Conflict], take: str, date: str) -> Edit:
    """The edit that settles all conflicts of a section.

    With `inputs` the passages and sentences in conflict are as the inputs have them, with `word` as people
    wrote them; what the other side made of the rest stays.
    """
    fresh = text.html if text.read_as is None else text.read_as
    base, written, inputs = (read_passages(html) for html in (text.written_on, clean(text.written), fresh))
    sides = (written, inputs) if take == "word" else (inputs, written)
    passages, _ = merge_passages(base, *sides, settled={conflict.base for conflict in conflicts})
    seen = (text.written, *(rival.text for conflict in conflicts for rival in conflict.against))
    origin = f"pull --take {take}"
    new = write_passages(passages)
    return Edit(text.name, "section", text.html, new, TEAM, date, origin, inputs=fresh, seen=seen)
