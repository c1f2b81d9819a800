"""Where a finding comes from and why it stands where it stands: what `explain` tells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from report_builder.check.edits import memo_line
from report_builder.errors import Problem, WorkshopError, did_you_mean
from report_builder.history.conflicts import as_fields, in_words
from report_builder.history.identity import Record
from report_builder.model import Attempt, Coding, Finding, Status, Suggestion
from report_builder.settings import Workshop

NUMBER = re.compile(r"[Ff]?(\d+)")


def find(
    name: str,
    findings: Sequence[Finding],
    records: Sequence[Record] = (),
    joined: Mapping[str, str] = MappingProxyType({}),
) -> Finding:
    """The finding with this printed number (`F12` or `12`) or id; of one that was joined, the one it is in.

    Raises:
        WorkshopError: There is none; `records` tell what stood under a number that is gone.
    """
    number = NUMBER.fullmatch(name)
    for finding in findings:
        if finding.id == name or (number and finding.number and finding.number == int(number[1])):
            return finding
    for record in records:
        if record.id in joined and (record.id == name or (number and record.number == int(number[1]))):
            return find(
                joined[record.id], findings, records, {k: v for k, v in joined.items() if k != record.id}
            )
        if record.gone and (record.id == name or (number and record.number == int(number[1]))):
            what = f"it stood for “{record.statement}”, which is no longer in the inputs"
            mend = f"It was at inputs/{record.places[0]}." if record.places else ""
            raise WorkshopError(Problem("gone-finding", f"explain {name}", what, mend))
    highest = max((finding.number for finding in findings), default=0)
    hint = did_you_mean(name, (finding.id for finding in findings))
    mend = f"{hint}Printed numbers run from F1 to F{highest}; `report-builder export` lists all ids."
    raise WorkshopError(Problem("unknown-finding", f"explain {name}", "there is no such statement", mend))


def as_json(finding: Finding) -> dict[str, Any]:
    """The object that `explain --json` prints."""
    return {
        "id": finding.id,
        "number": finding.number or None,
        "statement": finding.statement,
        "status": finding.status.value,
        "theme": finding.theme,
        "lens": finding.lens,
        "reason": finding.reason,
        "confidence": round(finding.confidence, 3),
        "support": finding.support,
        "groups": list(finding.groups),
        "edited": finding.edited,
        "inputs": asdict(finding.read_as) if finding.read_as else None,
        "conflicts": [as_fields(conflict) for conflict in finding.conflicts],
        "memos": [{"author": m.author, "date": m.date, "text": m.new} for m in finding.memos],
        "members": [
            {
                "source": member.segment.where.path,
                "where": member.segment.where.inside,
                "quote": member.statement,
                "reason": member.reason,
                "steps": [_attempt_fields(attempt) for attempt in member.attempts],
            }
            for member in finding.members
        ],
    }


def as_text(finding: Finding, workshop: Workshop) -> str:
    """The explanation in words, for the terminal."""
    label = f"F{finding.number}" if finding.number else "Not in the report"
    lines = [f"{label}  {finding.statement}", ""]
    lines += [f"{name:<11}{text}" for name, text in _facts(finding, workshop)]
    lines += [f"{'comment':<11}{memo_line(memo, label)}" for memo in finding.memos]
    for member in finding.members:
        lines += ["", f"inputs/{member.segment.where}", f"  “{member.statement}”", f"  {member.reason}"]
        lines += [f"    {step}" for step in _steps(member)]
    return "\n".join(lines)


def _facts(finding: Finding, workshop: Workshop) -> list[tuple[str, str]]:
    themes = {theme.id: theme.title for theme in workshop.themes}
    lenses = {lens.id: lens.title for lens in workshop.lenses}
    groups = {group.id: group.title for group in workshop.groups}
    guess = " (best guess)" if finding.status is Status.UNDECIDED else ""
    return [
        ("id", finding.id),
        ("state", finding.status.value + (", edited by the team" if finding.edited else "")),
        ("theme", themes.get(finding.theme, "none") + guess),
        ("lens", lenses.get(finding.lens, "none") + guess),
        ("reason", finding.reason),
        ("confidence", f"{finding.confidence:.2f}"),
        ("support", str(finding.support)),
        ("groups", ", ".join(groups.get(id, id) for id in finding.groups) or "not known"),
        *_changed(finding),
        *(("conflict", in_words(conflict).replace("\n", " ")) for conflict in finding.conflicts),
    ]


def _changed(finding: Finding) -> Iterator[tuple[str, str]]:
    """What the inputs say, where people changed it."""
    read = finding.read_as
    if read and read.statement != finding.statement:
        yield "in inputs", read.statement
    if read and (read.theme, read.lens) != (finding.theme, finding.lens):
        yield "in inputs", f"under {read.theme or 'no theme'}, {read.lens or 'no lens'}"


def _steps(member: Coding) -> list[str]:
    """Every step that was tried, for theme and for lens."""
    return [
        f"{attempt.axis:<6} {attempt.step:<15} {_said(attempt.suggestion)}" for attempt in member.attempts
    ]


def _said(suggestion: Suggestion | None) -> str:
    if not suggestion:
        return "says nothing"
    second = f", before {suggestion.runner_up}" if suggestion.runner_up else ""
    return f"{suggestion.value} ({suggestion.confidence:.2f}{second}): {suggestion.reason}"


def _attempt_fields(attempt: Attempt) -> dict[str, Any]:
    suggestion = attempt.suggestion
    return {
        "axis": attempt.axis,
        "step": attempt.step,
        "value": suggestion.value if suggestion else None,
        "reason": suggestion.reason if suggestion else None,
        "confidence": suggestion.confidence if suggestion else None,
        "runner_up": (suggestion.runner_up or None) if suggestion else None,
    }
