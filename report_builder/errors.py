"""What can go wrong in a person's files, told in three parts: where, what, and the mend.

Everything that `cli.main` catches is a `ReportBuilderError`; anything else is a bug of ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person can mend.

    >>> print(Problem("workshop", "inputs/workshop.toml", "title is missing", "Add it."))
    inputs/workshop.toml: title is missing. Add it.
    """

    rule: str
    """Short name of the rule that found it, such as `source-unreadable`."""
    where: str
    """File, then sheet, row, line or key, as the person's own program shows them."""
    what: str
    """What is wrong, without a full stop at the end."""
    mend: str
    """What to do, as a sentence."""
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.mend}".rstrip()


class ReportBuilderError(Exception):
    """Base of all errors that a person can mend; carries every problem found, never none."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class WorkshopError(ReportBuilderError):
    """The folder is no workshop, or workshop.toml can't be used: nothing is written."""


class SourceError(ReportBuilderError):
    """A file of notes or feedback can't be read: the report is written without it."""


class TemplateError(ReportBuilderError):
    """A template of the workshop doesn't fit the report."""


class RenderError(ReportBuilderError):
    """An output can't be made: a missing library, a full disk, a file open elsewhere."""


class HistoryError(ReportBuilderError):
    """A record under inputs/history can't be read or written."""


class PullError(ReportBuilderError):
    """A file that was to be taken back is no draft, or can't be read: nothing is taken."""


class ProblemsFound(ReportBuilderError):
    """`--strict` was asked for and there were problems."""


def raise_if_any(problems: Iterable[Problem], error: type[ReportBuilderError]) -> None:
    """Raise one `error` that holds all problems of level error; do nothing when there are none."""
    serious = tuple(problem for problem in problems if problem.level == "error")
    if serious:
        raise error(*serious)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The start of a mend that names the nearest known name; empty if none is near.

    >>> did_you_mean("saftey", ["safety", "fares"])
    'Did you mean "safety"? '
    """
    near = get_close_matches(name, list(known), n=1)
    return f'Did you mean "{near[0]}"? ' if near else ""
