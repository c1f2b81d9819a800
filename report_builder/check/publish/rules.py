"""Rules for files that are to be sent out: one rule, one function, one id.

Finished files go in as bytes, with what they must say; every fault comes out with its place and its mend.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from report_builder.check.publish import (
    access,
    agreement,
    dates,
    document,
    grant,
    leftovers,
    naming,
    openness,
    people,
    sums,
)
from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile
from report_builder.errors import Problem

Judge = Callable[[FinishedFile, Facts], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """A rule with its id, as it stands in messages."""

    judge: Judge
    typed: bool = False
    """Whether it is also asked of what people typed."""
    finished: bool = True
    """Whether it is asked of finished files."""

    @property
    def id(self) -> str:
        """Such as G1."""
        return (self.judge.__doc__ or "").partition(":")[0]

    @property
    def name(self) -> str:
        """Id and function, different for each rule: `G1-statement`."""
        return f"{self.id}-{self.judge.__name__.replace('_', '-')}"

    @property
    def meaning(self) -> str:
        """What it asks for, as a sentence."""
        meaning = " ".join((self.judge.__doc__ or "").partition(":")[2].split())
        return meaning[:1].upper() + meaning[1:]


RULES = (
    Rule(grant.statement),
    Rule(grant.disclaimer),
    Rule(grant.emblem),
    Rule(grant.emblem_size),
    Rule(grant.prominence),
    Rule(grant.emblem_alt),
    Rule(grant.emblem_form),
    Rule(grant.grant_number, typed=True),
    Rule(naming.acronym, typed=True),
    Rule(naming.deliverable_number, typed=True),
    Rule(naming.ordinal, typed=True, finished=False),
    Rule(document.control),
    Rule(document.headers),
    Rule(document.properties),
    Rule(document.citation, typed=True),
    Rule(document.versions),
    Rule(sums.tables),
    Rule(sums.prose, typed=True),
    Rule(sums.percentages, typed=True),
    Rule(leftovers.placeholders, typed=True),
    Rule(leftovers.references, typed=True),
    Rule(leftovers.empty_sections),
    Rule(dates.next_event, typed=True, finished=False),
    Rule(dates.document_dates, typed=True, finished=False),
    Rule(dates.event_date, typed=True),
    Rule(people.small_groups),
    Rule(people.addresses, typed=True),
    Rule(people.pictures, typed=True),
    Rule(people.names_in_properties),
    Rule(leftovers.traces),
    Rule(people.ethics),
    Rule(people.level, typed=True),
    Rule(people.secrets, typed=True),
    Rule(naming.unread_language, typed=True, finished=False),
    Rule(access.language),
    Rule(access.title),
    Rule(access.structure),
    Rule(access.fonts),
    Rule(access.headings),
    Rule(access.headings_in_disguise),
    Rule(access.table_headers),
    Rule(access.descriptions),
    Rule(access.links, typed=True),
    Rule(access.lists),
    Rule(access.readable),
    Rule(access.accent, typed=True, finished=False),
    Rule(access.foreign_passages),
    Rule(access.outside),
    Rule(openness.licence, typed=True, finished=False),
    Rule(openness.licence_link),
    Rule(openness.doi, typed=True),
    Rule(openness.archival),
    Rule(agreement.passages),
    Rule(agreement.cells),
    Rule(agreement.pictures),
)
"""Every rule, in the order of the list in the docs."""
GENERAL = frozenset({"M1", "M2", "M3"})
"""Rules that only tell a difference."""
WHOLE = frozenset({"G1", "G2", "G6", "D1", "A3"})
"""Rules that hold all of a place against what must stand there: its differences need no telling again.

Others find one fault there, beside which there may be more.
"""
PLAIN = frozenset(
    {"G1", "G2", "G8", "N1", "N2", "T1", "T2", "T3", "X1", "X2", "W3", "P1", "E2", "E3", "O3", "M1", "M2"}
)
"""Rules that are asked of Markdown, which has neither pictures nor properties."""


def judge(file: FinishedFile, facts: Facts) -> tuple[Problem, ...]:
    """Every fault of a file, in the order of the rules."""
    asked = [rule for rule in RULES if (rule.finished if file.finished else rule.typed)]
    if file.suffix == "md" and file.finished:
        asked = [rule for rule in asked if rule.id in PLAIN]
    hits = list(dict.fromkeys((rule, hit) for rule in asked for hit in rule.judge(file, facts)))
    told = {_spot(hit.place) for rule, hit in hits if rule.id in WHOLE} - {""}
    kept = ((rule, hit) for rule, hit in hits if rule.id not in GENERAL or _spot(hit.place) not in told)
    return tuple(_problem(file, rule, hit) for rule, hit in kept)


def judge_all(files: Iterable[tuple[FinishedFile, Facts]]) -> tuple[Problem, ...]:
    """Every fault of several files."""
    return tuple(problem for file, facts in files for problem in judge(file, facts))


def _spot(place: str) -> str:
    """A place without the heading that it stands under; a page is none, for much stands on it."""
    spot = place.partition(', under "')[0]
    return "" if spot.startswith("page ") else spot


def _problem(file: FinishedFile, rule: Rule, hit: Hit) -> Problem:
    where = f"{file.path}, {hit.place}" if hit.place else file.path
    return Problem(rule.name, where, f"{hit.what} ({rule.id})", hit.mend, hit.level)
