"""Report + template -> Page: the one HTML page from which every format is made.

The template words it; here headings get their numbers and ids, the contents its links, and everything that
a person may edit its key. One walk over the page, so the time grows linearly with it.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from lxml import etree
from lxml import html as lxml_html

from report_builder.draft import EditableField
from report_builder.errors import Problem, TemplateError
from report_builder.funding.emblem import emblem_svg
from report_builder.languages import printed_language
from report_builder.render.charts import Chart, matrix_charts, ratings_chart, shares_chart, svg_uri
from report_builder.render.elements import visible_text
from report_builder.render.fields import mark_fields
from report_builder.render.headings import PageHeading, fill_contents, number_headings
from report_builder.render.pictures import Picture, load_picture
from report_builder.render.strange import cut_strange
from report_builder.render.templates import OWN, read_file, render_template, singular
from report_builder.report import MOST_REFERENCES, Chapter, Report, lead
from report_builder.settings import Lens, Workshop
from report_builder.words import CONTROL, STEERING

STYLESHEET = "report.css"
PICTURE = "report-picture:"
"""Begins the name by which a template shows a picture."""


@dataclass(frozen=True)
class Page:
    """A page ready to be rendered."""

    html: str
    """The whole document, styles included, fonts not."""
    language: str
    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: datetime.date
    headings: tuple[PageHeading, ...]
    """In reading order, the cover's title left out."""
    fields: tuple[EditableField, ...]
    """What a person may edit, in reading order; none in a final version."""
    words: Mapping[str, str]
    """Key of an editable field -> its words."""
    archival: bool = False
    """Whether its PDF is made for an archive."""


class Shown(TypedDict):
    """What a template can show, by the names that it has there."""

    report: Report
    workshop: Workshop
    chapters: tuple[Chapter, ...]
    chapter: Chapter | None
    lens: Lens | None
    accent: str
    language: str
    author: str
    most_references: int
    stylesheet: str
    emblem: str
    participants_chart: Chart
    groups_chart: Chart
    findings_charts: tuple[Chart, ...]
    ratings_charts: tuple[Chart, ...]
    pictures: Callable[[str], tuple[Picture, ...]]
    place: Callable[[str], str]


def make_page(
    report: Report,
    template: str = "report.html.j2",
    *,
    folder: Path | None = None,
    chapters: Sequence[Chapter] | None = None,
    chapter: Chapter | None = None,
    lens: Lens | None = None,
) -> Page:
    """Fill a template with the report.

    `folder` is the workshop's: its own templates and its pictures. `chapter` is what a theme's summary is
    about, `lens` what an inventory is about, `chapters` those to show (all, if not given).

    Raises:
        TemplateError: The template doesn't fit.
        WorkshopError: A picture is missing or can't be read.
    """
    hung: dict[str, str] = {}
    text = fill_template(
        report, template, folder=folder, chapters=chapters, chapter=chapter, lens=lens, hung=hung
    )
    document = _parse(text, f"{OWN}/{template}")
    cut_strange(document)
    _hang_pictures(document, hung)
    _keep_first_numbers(document)
    marked = () if report.final else tuple(mark_fields(document))
    headings = number_headings(document)
    fill_contents(document, headings)
    return Page(
        html=etree.tostring(document, encoding="unicode", method="html", doctype="<!DOCTYPE html>"),
        language=printed_language(folder, report.workshop.language),
        title=_title(document, report),
        author=_author(report),
        subject=_subject(report),
        keywords=report.workshop.deliverable.keywords,
        date=report.date,
        headings=headings,
        fields=tuple(field for field, _ in marked),
        words={field.key: words for field, words in marked},
        archival=report.workshop.output.archive,
    )


def fill_template(
    report: Report,
    template: str,
    *,
    folder: Path | None = None,
    chapters: Sequence[Chapter] | None = None,
    chapter: Chapter | None = None,
    lens: Lens | None = None,
    marked: bool = False,
    hung: dict[str, str] | None = None,
) -> str:
    """The same as text, before anything of it is numbered or taken out; `marked` as of `render_template`.

    Pictures stand in it by the addresses that `hung` maps to their own.
    """
    accent = report.workshop.look.accent
    language = printed_language(folder, report.workshop.language)
    context: Shown = {
        "report": report,
        "workshop": report.workshop,
        "chapters": report.chapters if chapters is None else tuple(chapters),
        "chapter": chapter,
        "lens": lens,
        "accent": accent,
        "language": language,
        "author": _author(report),
        "most_references": MOST_REFERENCES,
        "stylesheet": read_file(folder, STYLESHEET),
        "emblem": svg_uri(emblem_svg()),
        "participants_chart": shares_chart(report.participants, accent, language),
        "groups_chart": shares_chart(report.support_by_group, accent, language),
        "findings_charts": matrix_charts(report.matrix, report.workshop.lenses, accent, language),
        "ratings_charts": tuple(ratings_chart(scale, accent, language) for scale in report.evaluation.scales),
        "pictures": lambda section: _pictures(folder, report, section, {} if hung is None else hung),
        "place": lambda place: _place_name(report, place),
    }
    return render_template(folder, template, context, language, marked=marked)


def _parse(text: str, name: str) -> lxml_html.HtmlElement:
    mend = 'Begin it with {% extends "base.html.j2" %}, as the built-in one does, or remove it.'
    problem = Problem("template-empty", name, "it makes a page without a body", mend)
    try:
        parser = lxml_html.HTMLParser(huge_tree=True)
        document = lxml_html.document_fromstring(STEERING.sub("", CONTROL.sub("", text)), parser=parser)
    except etree.ParserError as error:
        raise TemplateError(problem) from error
    if document.find("body") is None:
        raise TemplateError(problem)
    return document


def _keep_first_numbers(document: lxml_html.HtmlElement) -> None:
    """Say for WeasyPrint too where a list begins to count: it doesn't read `start`."""
    for numbered in document.iter("ol"):
        first = numbered.get("start", "")
        if re.fullmatch(r"\d{1,6}", first):
            style = f"counter-reset: list-item {int(first) - 1};{numbered.get('style', '')}"
            numbered.set("style", style)


def _title(document: lxml_html.HtmlElement, report: Report) -> str:
    title = document.find("head/title")
    return (visible_text(title) if title is not None else "") or report.title


def _author(report: Report) -> str:
    names = ", ".join(person.name for person in report.workshop.deliverable.authors)
    return names or lead(report.workshop)


def _subject(report: Report) -> str:
    event = report.workshop.event
    return ", ".join(part for part in (event.ordinal, event.title, event.place) if part)


def _place_name(report: Report, place: str) -> str:
    """Theme and lens as printed; where the workshop has them no more, their ids."""
    theme, _, lens = place.partition("/")
    titles = {each.id: each.title for each in report.workshop.themes}
    names = {each.id: singular(each) for each in report.workshop.lenses}
    return ", ".join(name for name in (titles.get(theme, theme), names.get(lens, lens)) if name)


def _pictures(folder: Path | None, report: Report, section: str, hung: dict[str, str]) -> tuple[Picture, ...]:
    """The pictures of a section; templates are given a short name for each, found in `hung` with its data."""
    shown = []
    for picture in _load_pictures(folder, report, section) if folder else ():
        name = f"{PICTURE}{len(hung)}"
        hung[name] = picture.uri
        shown.append(replace(picture, uri=name))
    return tuple(shown)


def _hang_pictures(document: lxml_html.HtmlElement, hung: Mapping[str, str]) -> None:
    """Put the pictures where their names stand: the words of a template must not grow with them."""
    for image in document.iter("img"):
        if picture := hung.get(image.get("src", "")):
            image.set("src", picture)


def _load_pictures(folder: Path, report: Report, section: str) -> Iterator[Picture]:
    for number, image in enumerate(report.workshop.images, 1):
        if image.section == section:
            yield load_picture(folder, image, number, report.workshop.limits)
