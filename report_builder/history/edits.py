"""What people changed: the edits folded into the present state and applied to the findings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from report_builder.model import Edit, Finding, Status

FIELDS = ("statement", "theme", "lens", "status")
"""Fields of a finding that an edit can change."""


def fold_edits(edits: Iterable[Edit]) -> dict[tuple[str, str], Edit]:
    """The last edit of each field: (id, field) -> edit."""
    return {(edit.id, edit.field): edit for edit in edits}


def apply_edits(findings: Sequence[Finding], edits: Iterable[Edit]) -> tuple[Finding, ...]:
    """The findings as people want them, in the same order.

    A finding whose theme and lens a person chose is coded, with full confidence, unless it was set aside.
    """
    present = fold_edits(edit for edit in edits if edit.field in FIELDS)
    by_finding: dict[str, dict[str, Edit]] = {}
    for (id, field), edit in present.items():
        by_finding.setdefault(id, {})[field] = edit
    return tuple(_apply(finding, by_finding.get(finding.id, {})) for finding in findings)


def _apply(finding: Finding, edits: dict[str, Edit]) -> Finding:
    if not edits:
        return finding
    new = {field: edit.new for field, edit in edits.items()}
    theme, lens = new.get("theme", finding.theme), new.get("lens", finding.lens)
    recoded = "theme" in new or "lens" in new
    status = Status(new.get("status", Status.CODED if recoded and theme and lens else finding.status))
    last = edits[max(edits, key=lambda field: edits[field].date)]
    return replace(
        finding,
        statement=new.get("statement", finding.statement),
        theme=theme,
        lens=lens,
        status=status,
        reason=f"edited by {last.author} on {last.date[:10]}"
        if recoded or "status" in new
        else finding.reason,
        confidence=1.0 if recoded else finding.confidence,
        edited=True,
    )
