"""What stands open of people's edits: conflicts, and changes that could not be carried."""

from collections.abc import Iterable, Iterator, Sequence

from report_builder.edit import Conflict, Edit
from report_builder.errors import Problem
from report_builder.history.conflicts import as_problem
from report_builder.history.journal import Present
from report_builder.history.sheets import label_of
from report_builder.model import Finding

SHOWN = 160
"""Letters of a text that a message shows."""


def open_problems(
    findings: Iterable[Finding], clashes: Sequence[Conflict], present: Present
) -> Iterator[Problem]:
    """Conflicts by finding, by section, in captions; then what was not carried and not ticked off."""
    for finding in findings:
        label = label_of(finding.number, finding.id)
        yield from (as_problem(conflict, label) for conflict in finding.conflicts)
    yield from (as_problem(conflict, conflict.id) for conflict in clashes)
    captions = [fields["caption"] for fields in present.choices.values() if "caption" in fields]
    for caption in captions:
        for rival in caption.rivals:
            yield _other_caption(caption.edit, rival, present.lines[rival])
    yield from (_not_carried(edit, present.lines[edit]) for edit in present.told)


def open_memos(findings: Iterable[Finding], present: Present) -> list[tuple[Edit, str]]:
    """Every open comment with the number of the finding, or the name of the section, that it is on."""
    labels = {finding.id: f"F{finding.number}" for finding in findings if finding.number}
    return [(memo, labels.get(about, about)) for about, memos in present.memos.items() for memo in memos]


def as_json(memos: Iterable[tuple[Edit, str]]) -> list[dict[str, str]]:
    """The list `memos` that `check --json` prints."""
    return [
        {"id": memo.about, "on": label, "author": memo.author, "date": memo.date, "text": memo.new or ""}
        for memo, label in memos
    ]


def memo_line(memo: Edit, label: str) -> str:
    """An open comment in one line, for the terminal."""
    on = f" on “{shorten(memo.words)}”" if memo.words else ""
    return f"{label or 'the draft'}{on}: {shorten(memo.new or '')} ({memo.author}, {memo.date[:10]})"


def _other_caption(stands: Edit, rival: Edit, line: int) -> Problem:
    both = "; ".join(f"by {edit.author}: “{shorten(edit.new or '')}”" for edit in (stands, rival))
    mend = f"Change it in the Word draft if need be; `report-builder review --undo {line}` ticks this off."
    what = f"its caption was changed on two sides, and the first stands: {both}"
    return Problem("conflict", stands.id, what, mend, "warning")


def _not_carried(edit: Edit, line: int) -> Problem:
    if not edit.new:
        what = f"this was taken out, but {edit.words}: “{shorten(edit.base)}”"
    elif not edit.base:
        what = f"this was written, but {edit.words}: “{shorten(edit.new)}”"
    else:
        what = f"“{shorten(edit.base)}” was changed to “{shorten(edit.new)}”, but {edit.words}"
    home = f"{edit.about}, or in workshop.toml where it has braces," if edit.about else "inputs/"
    mend = f"Make the change in {home} if it is wanted; `report-builder review --undo {line}` ticks this off."
    return Problem("pull-not-carried", f"{edit.origin} ({edit.author})", what, mend, "warning")


def shorten(text: str) -> str:
    """A text as a message shows it."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
