"""Who paid for the project -> the words and the emblem that must be printed."""

from report_builder.funding.statement import funding_statement

__all__ = ["funding_statement"]
