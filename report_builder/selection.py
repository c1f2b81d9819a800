"""Which findings a report prints where there are more than a reader can take: those with most support.

What is left out stands in the spreadsheet of all findings, and the report says how much that is.
"""

from collections.abc import Collection, Sequence

from report_builder.model import Finding, Status
from report_builder.settings import Printed

MANY = 10_000
"""So many findings, or statements awaiting review, are printed all, unless workshop.toml says how many."""
CROWDED = 1_000
"""How many are printed where there are more."""


def printed_findings(findings: Sequence[Finding], wanted: Printed) -> Collection[str]:
    """Ids of the findings that are printed: those with most support, then the lower number.

    What people worked on is printed in any case. Findings that await review are counted for themselves.
    """
    return {
        finding.id
        for status in (Status.CODED, Status.UNDECIDED)
        for finding in _most([each for each in findings if each.status is status], wanted.most)
    }


def _most(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    room = most or (CROWDED if len(findings) > MANY else len(findings))
    if len(findings) <= room:
        return findings
    ranked = sorted(
        findings, key=lambda finding: (not _is_worked_on(finding), -finding.support, finding.number)
    )
    worked_on = sum(map(_is_worked_on, findings))
    return ranked[: max(room, worked_on)]


def _is_worked_on(finding: Finding) -> bool:
    return finding.edited or finding.rank is not None or bool(finding.memos or finding.conflicts)
