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
DAY = re.compile(r"\b(\d{1,2}) (\w+) ((?:19|20)\d\d)\b")
HELD = re.compile(
    r"\b(held|took place|organised|organized|hosted|"
    r"διεξηχθη|πραγματοποιηθηκε|διοργανωσε|διοργανωθηκε|εγινε)\b"
)
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
    city = fold(event.place.split(",")[0])
    for passage in file.passages:
        for sentence in sentences(passage.text):
            words = fold(sentence)
            if not HELD.search(words) or not (city and city[:5] in words):
                continue
            for day in _days(words):
                if day not in days and abs((day - event.date).days) <= NEAR:
                    what = f'the workshop is said to be of {day}: "{sentence[:80]}"'
                    yield Hit(passage.place, what, f"It was held on {event.date}.")


def _days(words: str) -> Iterator[datetime.date]:
    for found in DAY.finditer(words):
        month = next((row.split().index(found[2]) + 1 for row in MONTHS if found[2] in row.split()), 0)
        try:
            yield datetime.date(int(found[3]), month, int(found[1]))
        except ValueError:
            continue
