"""What a Word template may name in double braces, and the words that stand for it.

`PLACEHOLDERS` is the whole list of short names; docs/templates.md prints it. `workshop` and `report` give all
else that a page template could show.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

import jinja2
from jinja2.utils import missing

from report_builder.languages import find_catalogue
from report_builder.languages.dates import date_range, long_date
from report_builder.render.page import Page
from report_builder.render.templates import word_environment
from report_builder.report import Report, lead
from report_builder.settings import Person
from report_builder.words import CONTROL

REPORT = "report"
"""The placeholder that the report itself stands for."""
EMBLEM = "funding.emblem"
DEEPEST = 2


@dataclass(frozen=True)
class Printed:
    """What a placeholder is worded from."""

    page: Page
    report: Report
    say: Callable[[str], str]
    """A fixed word in the language of the page."""

    def day(self, day: date | None) -> str:
        """A date in the language of the page."""
        return long_date(day, self.page.language) if day else ""

    @property
    def state(self) -> str:
        """Whether it is a draft, with version and date."""
        say = self.say(
            "Version %(version)s, %(date)s" if self.report.final else "Draft, version %(version)s, %(date)s"
        )
        return say % {
            "version": self.report.workshop.deliverable.version,
            "date": self.day(self.report.date),
        }


@dataclass(frozen=True)
class Placeholder:
    """One short name."""

    name: str
    help: str
    words: Callable[[Printed], str]


def _people(people: tuple[Person, ...]) -> str:
    return ", ".join(f"{one.name} ({one.organisation})" if one.organisation else one.name for one in people)


PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("title", "title of the document", lambda of: of.page.title),
    Placeholder("subtitle", "the event with its place", lambda of: of.page.subject),
    Placeholder("date", "date of this version", lambda of: of.day(of.report.date)),
    Placeholder("version", "number of this version", lambda of: of.report.workshop.deliverable.version),
    Placeholder("state", "whether it is a draft, with version and date", lambda of: of.state),
    Placeholder("place", "where the event was", lambda of: of.report.workshop.event.place),
    Placeholder("organiser", "who organised it", lambda of: of.report.workshop.event.organiser),
    Placeholder("author", "who wrote it, without organisations", lambda of: of.page.author),
    Placeholder("citation", "how to cite it", lambda of: of.report.citation),
    Placeholder("language", "language of the document, as in en", lambda of: of.page.language),
    Placeholder("event.title", "name of the event", lambda of: of.report.workshop.event.title),
    Placeholder("event.ordinal", "which one it was", lambda of: of.report.workshop.event.ordinal),
    Placeholder(
        "event.date",
        "its day or days",
        lambda of: date_range(
            of.report.workshop.event.date, of.report.workshop.event.end_date, of.page.language
        ),
    ),
    Placeholder("event.venue", "building or address", lambda of: of.report.workshop.event.venue),
    Placeholder(
        "project.acronym", "short name of the project", lambda of: of.report.workshop.project.acronym
    ),
    Placeholder("project.title", "its full title", lambda of: of.report.workshop.project.title),
    Placeholder("project.url", "its web address", lambda of: of.report.workshop.project.url),
    Placeholder(
        "project.coordinator", "who coordinates it", lambda of: of.report.workshop.project.coordinator
    ),
    Placeholder("project.contact", "how to reach it", lambda of: of.report.workshop.project.contact),
    Placeholder(
        "project.grant_number",
        "number of the grant agreement",
        lambda of: of.report.workshop.funding.grant_number if of.report.funding else "",
    ),
    Placeholder(
        "project.programme",
        "funding programme, as workshop.toml names it",
        lambda of: of.report.workshop.funding.programme if of.report.funding else "",
    ),
    Placeholder("deliverable.number", "such as D2.4", lambda of: of.report.workshop.deliverable.number),
    Placeholder("deliverable.title", "title of the report", lambda of: of.report.title),
    Placeholder(
        "deliverable.version", "number of this version", lambda of: of.report.workshop.deliverable.version
    ),
    Placeholder("deliverable.date", "date of this version", lambda of: of.day(of.report.date)),
    Placeholder(
        "deliverable.level", "dissemination level, as in PU", lambda of: of.report.workshop.deliverable.level
    ),
    Placeholder(
        "deliverable.work_package", "its work package", lambda of: of.report.workshop.deliverable.work_package
    ),
    Placeholder("deliverable.due", "when it is due", lambda of: of.day(of.report.workshop.deliverable.due)),
    Placeholder(
        "deliverable.submitted",
        "when it was submitted",
        lambda of: of.day(of.report.workshop.deliverable.submitted),
    ),
    Placeholder("deliverable.lead", "lead beneficiary", lambda of: lead(of.report.workshop)),
    Placeholder(
        "deliverable.authors",
        "who wrote it, with organisations",
        lambda of: _people(of.report.workshop.deliverable.authors),
    ),
    Placeholder(
        "deliverable.reviewers",
        "who reviewed it, with organisations",
        lambda of: _people(of.report.workshop.deliverable.reviewers),
    ),
    Placeholder(
        "deliverable.keywords", "keywords", lambda of: ", ".join(of.report.workshop.deliverable.keywords)
    ),
    Placeholder("deliverable.licence", "licence", lambda of: of.report.workshop.deliverable.licence),
    Placeholder(
        "funding.statement",
        "the funding statement, word for word",
        lambda of: "\n".join(of.report.funding.statements()) if of.report.funding else "",
    ),
    Placeholder(
        EMBLEM,
        "the emblem of the EU as a picture",
        lambda of: "",  # fill puts it in, for each part of a file has its own pictures
    ),
    Placeholder(
        "funding.disclaimer",
        "the disclaimer, word for word",
        lambda of: "\n".join(of.report.funding.disclaimers()) if of.report.funding else "",
    ),
)


@dataclass(frozen=True)
class Filling:
    """What a template is filled with."""

    values: Mapping[str, object]
    environment: jinja2.Environment
    known: tuple[str, ...]
    """Every name that may stand in braces, for telling the nearest."""
    described: str = ""
    """What the emblem says to those who can't see it; "" where there is no EU funding."""


class Missing(jinja2.StrictUndefined):
    """A part that a value does not have; its message tells those that there are."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        if hint is None and (parts := _parts(obj)):
            hint = f"this has no attribute '{name}' (parts: {', '.join(parts)})"
        super().__init__(hint, obj, name, exc)


def make_filling(page: Page, report: Report, folder: Any = None) -> Filling:
    """The words for the placeholders of one document."""
    say = find_catalogue(folder, report.workshop.language).say
    of = Printed(page, report, say)
    values: dict[str, object] = {"workshop": report.workshop, REPORT: report}
    for one in PLACEHOLDERS:
        group, _, name = one.name.rpartition(".")
        words = CONTROL.sub("", one.words(of))
        if group:
            inside = values.setdefault(group, {})
            assert isinstance(inside, dict)
            inside[name] = words
        else:
            values[name] = words
    usual = word_environment(folder, report.workshop.language, lambda value: in_words(value, of))
    environment = usual.overlay(undefined=Missing)
    known = (REPORT, *(one.name for one in PLACEHOLDERS), *_paths("workshop", report.workshop, DEEPEST))
    return Filling(values, environment, known, report.funding.text if report.funding else "")


def in_words(value: Any, of: Printed) -> Any:
    """What is printed of a value: words, numbers and dates; lists of them with commas.

    Raises:
        TypeError: It has parts, and one of them must be named.
    """
    if value is None:
        return ""
    if isinstance(value, date):
        return of.day(value)
    if isinstance(value, Person):
        return value.name
    if isinstance(value, str | int | float | jinja2.Undefined):
        return value
    if isinstance(value, tuple | list):
        return ", ".join(str(in_words(each, of)) for each in value)
    raise TypeError(f"this has parts; name one of them: {', '.join(_parts(value)) or 'none can be shown'}")


def _parts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    return [each.name for each in fields(value) if each.name[0] != "_"] if is_dataclass(value) else []


def _paths(name: str, value: object, depth: int) -> Iterator[str]:
    for each in fields(value) if is_dataclass(value) and depth else ():
        path = f"{name}.{each.name}"
        yield path
        yield from _paths(path, getattr(value, each.name), depth - 1)
