"""The languages that a report can speak: its fixed words, dates and numbers, and how a text's own is told."""

from report_builder.languages.catalogue import (
    ENGLISH,
    TEMPLATES,
    Catalogue,
    find_catalogue,
    known_languages,
    printed_language,
    unread_languages,
)
from report_builder.languages.detect import language_of

__all__ = [
    "ENGLISH",
    "TEMPLATES",
    "Catalogue",
    "find_catalogue",
    "known_languages",
    "language_of",
    "printed_language",
    "unread_languages",
]
