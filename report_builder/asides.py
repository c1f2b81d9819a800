"""What stands in notes but is no statement, and how to know it: data for `extract`.

A passage is set aside for the first reason of which a pattern is found in it, if it has at most `longest`
words, or of which `headings` is found in a heading above it. Case does not matter.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_builder.model import QUESTION, TOO_SHORT
from report_builder.words import count_words

SHORTEST = 3
"""A passage of fewer words says nothing by itself; its place may say the rest."""


@dataclass(frozen=True)
class Aside:
    """A reason to set a passage aside."""

    reason: str
    longest: int
    """In words; a longer passage is kept all the same."""
    patterns: tuple[re.Pattern[str], ...]
    headings: re.Pattern[str] | None


def _aside(reason: str, longest: int, patterns: Sequence[str], headings: str = "") -> Aside:
    compiled = tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    return Aside(reason, longest, compiled, re.compile(headings, re.IGNORECASE) if headings else None)


ASIDES = (
    _aside(
        "no content",
        longest=6,
        patterns=[
            r"^(no|none|n/?a|nil|not applicable|don.t know|idem|(see|same as|as) above|yes|ok(ay)?)[.!]?$",
            r"^(no (comment|answer|opinion|idea|suggestion)s?|nothing( (to add|else|more|special))?)[.!]?$",
            r"^(καμία|όχι|ναι|rien|keine?|nein|ja|oui|non|sí|nee|niente|nada)[.!]?$",
            r"^\W+$",
        ],
    ),
    _aside(
        "action point",
        longest=60,
        headings=r"^(action (points?|items?)|actions|to-?dos?|next steps|follow-?up)$",
        patterns=[
            r"^(action( point| item)?s?|to-?do|ap|next steps?|follow-?up)( \d+)?\s*[:–—-]\s",
            r"^\[\s?[x ]?\]\s",
        ],
    ),
    _aside(
        "session details",
        longest=40,
        headings=r"^(participants|attendees|attendance|present|apologies|moderator|note.?takers?)$",
        patterns=[
            r"^(date|time|venue|place|room|location|duration|status|version|author|recording|language)\s*:\s",
            r"^(moderat(or|ion)|chair|facilitator|rapporteurs?|notes?( taken)? by|note.?takers?)\s*:\s",
            r"^(present|participants?|attendees|apologies|speakers?|panel(lists)?|session|theme|workshop)\s*:\s",
        ],
    ),
    _aside(
        "session details",
        longest=500,
        patterns=[r"^(present|in attendance|attendees|attending|apologies|regrets|absent|scribes?)\s*:\s"],
    ),
    _aside(
        "agenda",
        longest=25,
        headings=r"^(agenda|programme|program|schedule|timetable)$",
        patterns=[
            r"^\(?\d{1,2}[:.h]\d{2}\)?(\s?(am|pm))?\b",
            r"^(coffee|lunch|tea|short) break\b",
            r"^(registration|lunch|end of (the )?(session|day)|break)[.!]?$",
        ],
    ),
    _aside(
        "greeting",
        longest=30,
        patterns=[
            r"^(good (morning|afternoon|evening|day)|hello|hi|dear (all|colleagues|participants))\b",
            r"^(you are )?(very |a warm )?welcome\b",
            r"^((okay|ok|right|so|well|now)[,.]? )?(let.s|let us|shall we|we.ll now|we will now)\b",
            r"^(my name is|i.m|i am) .{0,60}\b(moderat|chair|facilitat|take notes|from the)",
        ],
    ),
    _aside(
        "thanks",
        longest=22,
        patterns=[
            r"^((and|so|well|ok(ay)?|yes|right),? )*(many thanks|thanks?( you)?|thank you)\b",
            r"^(we thank|applause|\(?laughter\)?)\b",
            r"^(ευχαριστ|merci|danke|vielen dank|gracias|grazie|dank u|bedankt|obrigad|dziękuj|tack\b)",
            r"\bthank you (all )?(very much|so much|again|for (your|coming|this|that|the))[^.]*\.?$",
        ],
    ),
    _aside(
        "contact",
        longest=12,
        patterns=[
            r"\S+@\S+\.\w{2,}",
            r"^(tel|phone|mobile|fax)\b\.?\s*:?\s*\+?[\d(]",
            r"^(from|to|cc|e-?mail)\s*:\s",
        ],
    ),
    _aside(
        "link", longest=8, patterns=[r"^(see |slides?:? |source:? |link:? )?<?(https?://|www\.)\S+>?\.?$"]
    ),
    _aside(
        QUESTION, longest=60, patterns=[r"^(q|question|moderator|chair|facilitator)( \d+)?\s*[:–—-]\s.*\?$"]
    ),
    _aside(QUESTION, longest=80, patterns=[r"\?[\"”’)»]*$"]),
)


def reason_to_set_aside(text: str, headings: Iterable[str] = ()) -> str:
    """Why a passage is no statement; empty if it may be one.

    >>> reason_to_set_aside("n/a"), reason_to_set_aside("Who will begin?"), reason_to_set_aside("Too slow!")
    ('no content', 'question', 'too short')
    """
    words = count_words(text)
    above = list(headings)
    for aside in ASIDES:
        if words <= aside.longest and any(pattern.search(text) for pattern in aside.patterns):
            return aside.reason
        if aside.headings and any(aside.headings.search(heading) for heading in above):
            return aside.reason
    return TOO_SHORT if words < SHORTEST else ""
