"""The journal in words: what `review --log` lists."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from report_builder.check.edits import shorten
from report_builder.check.returned import FORMATTED, VERBS, same_words
from report_builder.edit import Edit

NAMES = {
    "statement": "wording",
    "status": "state",
    "merged-into": "joining",
    "apart": "splitting",
    "section": "text",
    "finding": "new statement",
}
"""What is taken back, where the field's own name is not what a person calls it."""


def as_text(edits: Sequence[Edit], labels: Mapping[str, str]) -> str:
    """A line for each entry, oldest first, with its number in front; `labels` maps ids to printed numbers."""
    width = len(str(len(edits)))
    lines = [f"{line:>{width}}  {in_words(edit, labels)}" for line, edit in enumerate(edits, 1)]
    return "\n".join(lines or ["Nobody has changed anything yet."])


def as_json(edits: Sequence[Edit], labels: Mapping[str, str], first: int = 1) -> dict[str, Any]:
    """The object that `review --log --json` prints; `first` is the line of the first of these entries."""
    entries = [
        {"line": line, "label": _label(edit, labels), **asdict(edit)}
        for line, edit in enumerate(edits, first)
    ]
    return {"entries": entries}


def in_words(edit: Edit, labels: Mapping[str, str]) -> str:
    """One entry: when, who, what of which statement, from where."""
    what = " ".join(part for part in (_label(edit, labels), _what(edit, labels)) if part)
    return f"{edit.date[:10]}  {edit.author}: {what} ({edit.origin})"


def _label(edit: Edit, labels: Mapping[str, str]) -> str:
    if edit.field in ("memo", "finding", "told", "resolved"):
        return labels.get(edit.about, edit.about)
    return labels.get(edit.id, edit.id)


def _what(edit: Edit, labels: Mapping[str, str]) -> str:
    if edit.field == "resolved":
        return "ticked off"
    if edit.new is None:
        return (
            f"{NAMES.get(edit.field, edit.field)} taken back: “{shorten(labels.get(edit.base, edit.base))}”"
        )
    if edit.field == "status":
        why = f", because {edit.words}" if edit.words else ""
        return f"{edit.new.replace('-', ' ')}{why}"
    if edit.field == "merged-into":
        return f"joined to {labels.get(edit.new, edit.new)}"
    if edit.field in ("section", "order"):
        return VERBS[edit.field]
    if edit.field in ("statement", "caption") and edit.base:
        return _reworded(edit)
    if edit.field == "told" and not edit.new:
        return f"{VERBS[edit.field]}: “{shorten(edit.base)}” was taken out"
    return f"{VERBS[edit.field]}: “{shorten(edit.new)}”"


def _reworded(edit: Edit) -> str:
    if same_words(edit):
        return f"{FORMATTED}: “{shorten(edit.base)}”"
    return f"{VERBS[edit.field]}: “{shorten(edit.base)}” → “{shorten(edit.new or '')}”"
