"""Conflicts in words: for the margin of a draft, for `check`, for `pull --json`."""

from typing import Any

from report_builder.edit import DELETED, INPUTS, Conflict, Rival
from report_builder.errors import Problem
from report_builder.model import Status

CHANGED = {
    "statement": "changed on two sides",
    "theme": "placed under two themes",
    "lens": "placed under two lenses",
    "status": "deleted on one side and kept on the other",
    "section": "changed on two sides",
    "caption": "changed on two sides",
}
STATES = {DELETED, *(f"({status})" for status in Status)}
"""What stands for a side that wrote no words."""


def in_words(conflict: Conflict) -> str:
    """What a reader of the draft must know to settle it; several lines."""
    told = f"Conflict: {CHANGED.get(conflict.field, 'changed on two sides')}."
    settled = "Delete it here, or edit it" if conflict.field == "status" else "Edit the text here"
    return "\n".join([told, *versions(conflict), f"{settled}, to settle it."])


def versions(conflict: Conflict) -> list[str]:
    """Each side's version with its author, what stands first; then the proposal, if there is one."""
    lines = [f"By {_who(side)}: {side.text}" for side in (conflict.stands, *conflict.against)]
    return [*lines, *([f"Both together: {conflict.proposal}"] if conflict.proposal else [])]


def as_problem(conflict: Conflict, label: str) -> Problem:
    """The conflict as `check` and `build` tell it; `label` is the finding's number or the section's name."""
    versions = "; ".join(
        f"by {_who(side)}: {_quoted(side.text)}" for side in (conflict.stands, *conflict.against)
    )
    proposed = f"; both together: “{conflict.proposal}”" if conflict.proposal else ""
    mend = (
        f"Edit it in the Word draft or the review sheet, or run: report-builder pull --take word "
        f"--only {label} (for {_quoted(conflict.stands.text)}), or --take inputs."
    )
    what = f"{CHANGED.get(conflict.field, 'changed on two sides')}: {versions}{proposed}"
    return Problem("conflict", label, what, mend, "warning")


def as_fields(conflict: Conflict) -> dict[str, Any]:
    """The object that `pull --json` prints of a conflict."""
    fresh = next((rival.text for rival in conflict.against if rival.author == INPUTS), None)
    return {
        "id": conflict.id,
        "field": conflict.field,
        "base": conflict.base,
        "word": conflict.stands.text,
        "fresh": fresh,
        "author": conflict.stands.author,
        "proposal": conflict.proposal,
        "against": [
            {"text": rival.text, "author": rival.author, "date": rival.date, "origin": rival.origin}
            for rival in conflict.against
        ],
    }


def _quoted(text: str) -> str:
    """The words of one side; a state, such as `deleted`, is nobody's words and stands bare."""
    return text.strip("()") if text in STATES else f"“{text}”"


def _who(rival: Rival) -> str:
    if rival.author == INPUTS:
        return INPUTS
    return " ".join(part for part in (rival.author, f"({rival.origin})" if rival.origin else "") if part)
