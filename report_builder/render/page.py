"""Report + template -> Page: the one HTML page from which every format is made.

The template words it; here headings get their numbers and ids, the contents its links, and everything that
a person may edit its key. One walk over the page, so the time grows linearly with it.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from report_builder.draft import EditableField
from report_builder.errors import Problem, TemplateError
from report_builder.funding.emblem import emblem_svg
from report_builder.languages import printed_language
from report_builder.render.charts import matrix_charts, ratings_chart, shares_chart, svg_uri
from report_builder.render.elements import visible_text
from report_builder.render.fields import mark_fields
from report_builder.render.headings import PageHeading, fill_contents, number_headings
from report_builder.render.pictures import Picture, load_picture
from report_builder.render.strange import cut_strange
from report_builder.render.templates import OWN, read_stylesheet, render_template, singular
from report_builder.report import MOST_REFERENCES, Chapter, Report, lead
from report_builder.settings import Lens
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
    accent = report.workshop.look.accent
    language = printed_language(folder, report.workshop.language)
    hung: dict[str, str] = {}
    context = {
        "report": report,
        "workshop": report.workshop,
        "chapters": report.chapters if chapters is None else tuple(chapters),
        "chapter": chapter,
        "lens": lens,
        "accent": accent,
        "language": language,
        "author": _author(report),
        "most_references": MOST_REFERENCES,
        "stylesheet": read_stylesheet(folder, STYLESHEET),
        "emblem": svg_uri(emblem_svg()),
        "participants_chart": shares_chart(report.participants, accent),
        "findings_charts": matrix_charts(report.matrix, report.workshop.lenses, accent),
        "ratings_charts": [ratings_chart(scale, accent, language) for scale in report.evaluation.scales],
        "pictures": lambda section: _pictures(folder, report, section, hung),
        "place": lambda place: _place_name(report, place),
    }
    document = _parse(render_template(folder, template, context, language), f"{OWN}/{template}")
    cut_strange(document)
    _hang_pictures(document, hung)
    marked = () if report.final else tuple(mark_fields(document))
    headings = number_headings(document)
    fill_contents(document, headings)
    return Page(
        html=etree.tostring(document, encoding="unicode", method="html", doctype="<!DOCTYPE html>"),
        language=language,
        title=_title(document, report),
        author=_author(report),
        subject=_subject(report),
        keywords=report.workshop.deliverable.keywords,
        date=report.date,
        headings=headings,
        fields=tuple(field for field, _ in marked),
        words={field.key: words for field, words in marked},
    )


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


def _pictures(folder: Path | None, report: Report, section: str, hung: dict[str, str]) -> Sequence[Picture]:
    """The pictures of a section; templates are given a short name for each, found in `hung` with its data."""
    shown = []
    for picture in _load_pictures(folder, report, section) if folder else ():
        name = f"{PICTURE}{len(hung)}"
        hung[name] = picture.uri
        shown.append(replace(picture, uri=name))
    return shown


def _hang_pictures(document: lxml_html.HtmlElement, hung: Mapping[str, str]) -> None:
    """Put the pictures where their names stand: the words of a template must not grow with them."""
    for image in document.iter("img"):
        if picture := hung.get(image.get("src", "")):
            image.set("src", picture)


def _load_pictures(folder: Path, report: Report, section: str) -> Iterator[Picture]:
    for number, image in enumerate(report.workshop.images, 1):
        if image.section == section:
            yield load_picture(folder, image, number, report.workshop.limits)
