"""Who paid for the project -> the words and the emblem that must be printed."""

from report_builder.funding.printed import FundingStatement, Passage
from report_builder.funding.records import (
    Standing,
    additions,
    disclaimers,
    translations,
    wordings,
)
from report_builder.funding.statement import funding_statement

__all__ = [
    "FundingStatement",
    "Passage",
    "Standing",
    "additions",
    "disclaimers",
    "funding_statement",
    "translations",
    "wordings",
]
