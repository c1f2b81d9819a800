"""What people changed: the edits folded into the present state and applied to the findings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from report_builder.model import Edit, Finding, Status


def fold_edits(edits: Iterable[Edit]) -> dict[str, dict[str, Edit]]:
    """The last edit of each field: id -> field -> edit."""
    present: dict[str, dict[str, Edit]] = {}
    for edit in edits:
        present.setdefault(edit.id, {})[edit.field] = edit
    return present


def apply_edits(
    findings: Sequence[Finding], edits: Iterable[Edit], themes: Collection[str], lenses: Collection[str]
) -> tuple[Finding, ...]:
    """The findings as people want them, in the same order; edits of sections are no matter of theirs.

    A finding whose theme or lens a person chose is coded, with full confidence, unless it was set aside.
    Where the theme or lens is none of the workshop's (any more), it is undecided.
    """
    present = fold_edits(edits)
    edited = (
        _apply(finding, present[finding.id]) if finding.id in present else finding for finding in findings
    )
    return tuple(_with_known_place(finding, themes, lenses) for finding in edited)


def _apply(finding: Finding, edits: dict[str, Edit]) -> Finding:
    new = {field: edit.new for field, edit in edits.items()}
    theme, lens = new.get("theme", finding.theme), new.get("lens", finding.lens)
    recoded = "theme" in new or "lens" in new
    wanted = new.get("status", Status.CODED if recoded and theme and lens else finding.status)
    last = max(edits.values(), key=lambda edit: edit.date)
    return replace(
        finding,
        statement=new.get("statement", finding.statement),
        theme=theme,
        lens=lens,
        status=Status(wanted) if wanted in list(Status) else finding.status,
        reason=f"edited by {last.author} on {last.date[:10]}"
        if recoded or "status" in new
        else finding.reason,
        confidence=1.0 if recoded else finding.confidence,
        edited=True,
    )


def _with_known_place(finding: Finding, themes: Collection[str], lenses: Collection[str]) -> Finding:
    if finding.status is not Status.CODED or (finding.theme in themes and finding.lens in lenses):
        return finding
    unknown = f"theme {finding.theme}" if finding.theme not in themes else f"lens {finding.lens}"
    reason = f"{finding.reason}, but the workshop has no {unknown}"
    return replace(finding, status=Status.UNDECIDED, reason=reason, confidence=0.0)
