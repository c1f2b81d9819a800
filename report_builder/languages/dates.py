"""Dates and numbers as a language writes them, by the Unicode locale data."""

import datetime
import functools
import re

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

BRITISH = {"en": "en_GB"}
"""Country whose ways are taken for a language that is written in several."""
SHORT_MONTH = re.compile(r"\bMMM\b")
TWO_DIGITS, THIN_SPACE = "dd", "\u2009"


def long_date(day: datetime.date, language: str) -> str:
    """A day with the month's name.

    >>> long_date(datetime.date(2017, 5, 9), "en"), long_date(datetime.date(2017, 5, 9), "el")
    ('9 May 2017', '9 Μαΐου 2017')
    """
    return format_date(day, "long", _locale(language))


def date_range(first: datetime.date, last: datetime.date | None, language: str) -> str:
    """The days from first to last, saying nothing twice.

    >>> date_range(datetime.date(2017, 5, 9), datetime.date(2017, 5, 10), "de")
    '9.–10. Mai 2017'
    """
    if not last or last == first:
        return long_date(first, language)
    locale = _locale(language)
    parts = {"y": "year", "M": "month", "d": "day"}
    greatest = next(key for key, name in parts.items() if getattr(first, name) != getattr(last, name))
    start, end = _range_patterns(locale)[greatest]
    return f"{format_date(first, start, locale)}{format_date(last, end, locale)}".replace(THIN_SPACE, " ")


def decimal(number: float, language: str) -> str:
    """A number with one digit after the point or comma.

    >>> decimal(4.25, "en"), decimal(4, "fr")
    ('4.2', '4,0')
    """
    return str(format_decimal(number, "#,##0.0", _locale(language)))


@functools.cache
def _locale(language: str) -> Locale:
    for name in (language, language.split("-")[0]):
        try:
            return Locale.parse(BRITISH.get(name, name.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(BRITISH["en"])


@functools.cache
def _range_patterns(locale: Locale) -> dict[str, list[str]]:
    """How days are written that differ in day, month or year; mostly the data has short months."""
    known = locale.interval_formats
    return {
        greatest: [SHORT_MONTH.sub("MMMM", part).replace(TWO_DIGITS, "d") for part in parts]
        for greatest, parts in {**known["yMMMd"], **known.get("yMMMMd", {})}.items()
    }
