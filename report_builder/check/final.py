"""What keeps a version from being final."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from report_builder.errors import Problem
from report_builder.model import Account
from report_builder.progress import count


def still_open(problems: Sequence[Problem], account: Account) -> Iterable[Problem]:
    """What a final version must not have: errors, statements that await review, conflicts."""
    yield from (problem for problem in problems if problem.level == "error")
    if account.undecided:
        what = f"{count(account.undecided, 'statement')} still undecided"
        mend = (
            "Decide each in the sheet that `report-builder review` writes, or leave --final out for a draft."
        )
        yield Problem("final-undecided", "inputs", what, mend)
    yield from (replace(problem, level="error") for problem in problems if problem.rule == "conflict")
