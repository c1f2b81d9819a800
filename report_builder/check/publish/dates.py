"""W rules: the dates in workshop.toml, and those of the workshop in the text, can be true together."""

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile
from report_builder.settings import PLACE
from report_builder.words import fold, sentences

MONTHS = (
    "january february march april may june july august september october november december",
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου "
    "ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",
)
A_DAY = r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?\w+ (?:19|20)\d\d\b"
DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?(\w+) ((?:19|20)\d\d)\b")
SLASHES = re.compile(r"\d+/\d+/\d+")
"""Which of the numbers is the month, only its writer knows."""
HELD = re.compile(
    r"\b(held|took place|organised|organized|hosted|"
    r"διεξηχθη|πραγματοποιηθηκε|διοργανωσε|διοργανωθηκε|εγινε)\b"
)
COMMA = "comma"
"""Stands for one in folded words, where a day behind it is of something else."""
BESIDE = "".join(
    rf"(?<!\b{word} )" for word in ("after", "before", "since", "until", "following", "μετα", "πριν")
)
NAMED = rf"{BESIDE}\b(?:the|this|our|το|του) (?P<which>(?:\w+ ){{0,4}}?)(?:workshop|εργαστηριο|εργαστηριου)"
DONE = (
    r"(?:(?:was |is )?(?:held|organi[sz]ed|hosted)|took place|gathered|brought together|"
    "διεξηχθη|πραγματοποιηθηκε|εγινε|συγκεντρωσε)"
)
# Folded, a Greek word ends in σ, never in ς.
ELSE = r"(?:and|which|that|after|before|until|by|since|version|draft|report|next|και|που|μετα|πριν|εωσ)\b"
SAID = (
    re.compile(
        rf"{NAMED} (?:{DONE} (?:(?!{ELSE})\w+ ){{0,10}}?)?(?:on|of|from|στισ|τησ) (?:the )?(?P<day>{A_DAY})"
    ),
    re.compile(rf"\b(?:on|στισ) (?P<day>{A_DAY}) (?:{COMMA} )?{NAMED} {DONE}"),
)
"""How a text says of the workshop itself on which day it was."""
LONGEST = 300
"""Letters above which it is no sentence, but a page whose paragraphs nobody marked."""
NEAR = 45
"""Days around the workshop within which a wrong date is taken for its own."""


def next_event(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """W1: the next workshop is later than this one."""
    event, following = facts.workshop.event, facts.workshop.next_event
    if (
        file.path == PLACE
        and following
        and following.date
        and following.date <= (event.end_date or event.date)
    ):
        what = f"the next workshop is on {following.date}, this one was on {event.end_date or event.date}"
        yield Hit("key next_event.date", what, "Correct one of the dates.")


def document_dates(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """W2: event, versions and submission follow each other."""
    if file.path != PLACE:
        return
    deliverable, held = facts.workshop.deliverable, facts.workshop.event.date
    mend = "Correct one of the dates."
    if deliverable.date and deliverable.date < held:
        yield Hit(
            "key deliverable.date",
            f"version {deliverable.version} is of {deliverable.date}, before the workshop",
            mend,
        )
    rows = [(row.version, row.date) for row in deliverable.history]
    rows += [(deliverable.version, facts.date)] if deliverable.date else []
    for number, ((old, before), (new, after)) in enumerate(pairwise(rows), 1):
        if after < before:
            key = (
                "deliverable.date"
                if number == len(deliverable.history)
                else f"deliverable.history, {number + 1}"
            )
            yield Hit(f"key {key}", f"version {new} is of {after}, version {old} before it of {before}", mend)
        if _version(new) < _version(old):
            yield Hit("key deliverable.history", f"version {new} follows version {old}", "Put them in order.")
    if deliverable.submitted and deliverable.submitted < max((day for _, day in rows), default=held):
        what = f"it was submitted on {deliverable.submitted}, before its last version"
        yield Hit("key deliverable.submitted", what, mend)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def event_date(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """W3: where the text says when the workshop was held, it says the right day."""
    event = facts.workshop.event
    days = {
        event.date + datetime.timedelta(days)
        for days in range((((event.end_date or event.date) - event.date).days) + 1)
    }
    for passage in file.passages:
        for sentence in sentences(passage.text):
            wrong = (day for day in _held(sentence, facts) if day not in days)
            for day in dict.fromkeys(wrong):
                if abs((day - event.date).days) <= NEAR:
                    what = f'the workshop is said to be of {day}: "{sentence[:80]}"'
                    yield Hit(passage.place, what, f"It was held on {event.date}.")


def _held(sentence: str, facts: Facts) -> Iterator[datetime.date]:
    """The days on which a sentence says that this workshop was held."""
    event = facts.workshop.event
    words = fold(SLASHES.sub(" ", sentence).replace(",", f" {COMMA} "))
    city = fold(event.place.split(",")[0])
    if len(sentence) > LONGEST:
        return
    if HELD.search(words) and city and city[:5] in words:
        yield from _days(words)
    own = set(fold(f"{event.ordinal} {event.title} {facts.workshop.project.acronym}").split())
    for pattern in SAID:
        for found in pattern.finditer(words):
            if own.issuperset(found["which"].split()):
                yield from _days(found["day"])


def _days(words: str) -> Iterator[datetime.date]:
    for found in DAY.finditer(words):
        named = (row.split().index(found[2]) + 1 for row in MONTHS if found[2] in row.split())
        try:
            month = int(found[2]) if found[2].isdecimal() else next(named, 0)
            yield datetime.date(int(found[3]), month, int(found[1]))
        except ValueError:
            continue
