"""Programme and grant -> the funding statement, word for word.

The wordings are data, in `statements.toml`; nothing is worded here.
"""

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from report_builder.errors import Problem, WorkshopError
from report_builder.model import FundingStatement
from report_builder.settings import PLACE, Funding

NONE = "none"
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Wording:
    """One record of `statements.toml`."""

    id: str
    programme: str
    language: str
    text: str
    disclaimer: str
    official: bool
    source: str


@cache
def wordings() -> tuple[Wording, ...]:
    """All wordings known, in the order of the file."""
    path = Path(__file__).with_name("statements.toml")
    records = tomllib.loads(path.read_text(encoding="utf-8"))["statements"]
    return tuple(Wording(**record) for record in records)


def funding_statement(funding: Funding) -> FundingStatement | None:
    """The statement to print for this grant; None where there is no EU funding.

    Raises:
        WorkshopError: The programme is not known, or what its statement must name is missing.
    """
    programme = funding.programme.strip().lower()
    if programme in ("", NONE):
        return None
    wording = next((wording for wording in wordings() if wording.id == programme), None)
    if wording is None:
        raise WorkshopError(_unknown_programme(funding.programme))
    problems = _gaps(wording, funding)
    if problems:
        raise WorkshopError(*problems)
    return FundingStatement(
        text=_keep_number_together(wording.text.format(grant_number=funding.grant_number.strip())),
        disclaimer=wording.disclaimer.format(authority=funding.authority.strip()),
        language=wording.language,
        official=wording.official,
        source=wording.source,
    )


def _keep_number_together(text: str) -> str:
    return re.sub(r"\b(No|n°) (?=\d)", rf"\1{NO_BREAK_SPACE}", text)


def _gaps(wording: Wording, funding: Funding) -> list[Problem]:
    problems = []
    number = funding.grant_number.strip()
    if "{grant_number}" in wording.text and not number:
        mend = f'Add grant_number = "…" to [funding]; the statement of {wording.programme} names it.'
        problems.append(
            Problem("funding-grant-number", PLACE, 'the key "funding.grant_number" is missing', mend)
        )
    elif number and not number.isdecimal():
        what = f'the key "funding.grant_number" should be digits only (it is {funding.grant_number!r})'
        problems.append(Problem("funding-grant-number", PLACE, what, "Write the digits alone, in quotes."))
    if "{authority}" in wording.disclaimer and not funding.authority.strip():
        mend = 'Add authority = "European Commission", or the agency that granted, to [funding].'
        problems.append(Problem("funding-authority", PLACE, 'the key "funding.authority" is missing', mend))
    return problems


def _unknown_programme(programme: str) -> Problem:
    ids = {name.lower(): wording.id for wording in wordings() for name in (wording.programme, wording.id)}
    near = get_close_matches(programme.lower(), ids, n=1, cutoff=0.5)
    hint = f'Did you mean "{ids[near[0]]}"? ' if near else ""
    known = ", ".join([*(wording.id for wording in wordings()), NONE])
    what = f'the key "funding.programme" names no programme known here (it is {programme!r})'
    return Problem("funding-programme", PLACE, what, f"{hint}Programmes: {known}.")
