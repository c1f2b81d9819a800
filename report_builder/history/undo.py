"""The reverse of an entry of the journal, to be appended to it: what stood before comes back."""

from collections.abc import Sequence
from dataclasses import replace

from report_builder.edit import Edit
from report_builder.errors import HistoryError, Problem
from report_builder.history.journal import Choice, Present, fold_edits
from report_builder.history.settle import TEAM

TICKED_OFF = ("memo", "told")
"""Fields of entries that are ticked off, for there is nothing to go back to."""


def reverse(edits: Sequence[Edit], line: int, date: str) -> Edit:
    """The edit that undoes the entry at this line, counted from 1; what was changed later elsewhere stays.

    Raises:
        HistoryError: There is no such entry.
    """
    if not 1 <= line <= len(edits):
        what = f"there is no entry {line}" if edits else "nobody has changed anything yet"
        mend = f"They run from 1 to {len(edits)}: `report-builder review --log` lists them." if edits else ""
        raise HistoryError(Problem("undo-unknown", f"--undo {line}", what, mend))
    edit = edits[line - 1]
    undone = Edit(edit.id, edit.field, edit.new or "", None, TEAM, date, f"review --undo {line}")
    if edit.field in TICKED_OFF:
        return replace(undone, field="resolved", base="", new="")
    if edit.field == "finding":
        return undone if edit.new is not None else _again(edits[: line - 1], edit, undone)
    if edit.field == "resolved":
        return _again(edits[: line - 1], edit, undone)
    if edit.field == "apart":
        return replace(undone, new=edit.base if edit.new is None else None)
    before, after, now = (fold_edits(edits[:count]) for count in (line - 1, line, len(edits)))
    if edit.field == "section":
        return _section(undone, edit, before, after, now)
    return _choice(undone, edit, before.wanted(edit.id, edit.field), now.wanted(edit.id, edit.field))


def _again(before: Sequence[Edit], edit: Edit, undone: Edit) -> Edit:
    """What was ticked off, or a statement that was taken back, once more."""
    ticked = [one for one in before if one.id == edit.id and one.field != "resolved" and one.new is not None]
    return replace(ticked[-1], origin=undone.origin) if ticked else undone


def _section(undone: Edit, edit: Edit, before: Present, after: Present, now: Present) -> Edit:
    """The section as it stood before; where it was changed later, only this change is taken out of it."""
    stood, made, stands = (state.sections.get(edit.id) for state in (before, after, now))
    base = made.html if made else ""
    changed_later = stands is not None and stands.html != base
    inputs = stood.inputs if stood else edit.inputs
    new = stood.html if stood else inputs if changed_later else None
    return replace(undone, base=base, new=new, inputs=inputs)


def _choice(undone: Edit, edit: Edit, before: Choice | None, now: Choice | None) -> Edit:
    """What was wanted before; the reverse has seen this entry and what stands now, and nothing else."""
    wanted = before.edit if before else replace(edit, new=None, html="", inputs="", words="")
    stands = now.edit.new if now else None
    return replace(
        undone,
        base=stands or "",
        new=wanted.new,
        html=wanted.html,
        words=wanted.words,
        inputs=wanted.inputs,
        seen=tuple(dict.fromkeys([edit.new or "", *(wanted.seen if before else ())])),
    )
