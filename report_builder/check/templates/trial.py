"""Templates filled and written as Word for a trial -> what goes wrong there, and what comes out of it.

First with the workshop's own report, then with reports that have all there can be, or lack something.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from lxml import html as lxml_html

from report_builder.check.templates.sample import samples
from report_builder.check.templates.web import PageReader
from report_builder.errors import Problem, ReportBuilderError
from report_builder.funding import FundingStatement
from report_builder.render.page import Page, fill_template, make_page
from report_builder.render.slips import SLIPS
from report_builder.render.templates import templates_folder
from report_builder.report import Chapter, Report
from report_builder.settings import Lens

REPORT, SUMMARY, RELEASE, INVENTORY = PAGES = (
    "report.html.j2",
    "theme-summary.html.j2",
    "press-release.html.j2",
    "inventory.html.j2",
)
"""The templates that make a page each."""
GUARD = "Put {% if … %} around it, unless that can't happen."
MORE = "where there is more than in this workshop"


class About(TypedDict, total=False):
    """What a page is about, besides the report."""

    chapter: Chapter
    lens: Lens


@dataclass(frozen=True)
class Read:
    """What the pages of a trial say."""

    faults: tuple[Problem, ...]
    """What is wrong with their HTML."""
    styles: tuple[tuple[str, str], ...]
    """Place and text of each style sheet that the workshop's templates hold."""
    unfunded: tuple[str, ...]
    """Templates whose pages show no funding statement."""


def read_pages(
    folder: Path, pages: tuple[str, ...], report: Report, funding: FundingStatement | None
) -> Read:
    """Read the pages as they come out; one that can't be filled is passed over."""
    faults, styles, unfunded = dict[Problem, None](), dict[tuple[str, str], None](), list[str]()
    full = next(samples(report.workshop, funding)).report
    for page in pages:
        for shown, most in ((report, None), (full, 1)):
            for about in _subjects(page, shown)[:most]:
                try:
                    text = fill_template(shown, page, folder=folder, marked=True, **about)
                except (*SLIPS, ReportBuilderError):
                    break  # told by the trial, or by what was looked at before
                read = PageReader().finish(text)
                faults |= dict.fromkeys((*read.faults, *read.dead_links))
                styles |= dict.fromkeys(read.styles)
                if shown is full and page not in unfunded and not _shows_funding(text, full):
                    unfunded.append(page)
    return Read(tuple(faults), tuple(styles), tuple(unfunded))


def try_pages(
    folder: Path, pages: tuple[str, ...], report: Report, funding: FundingStatement | None
) -> Iterator[Problem]:
    """Faults with the workshop's own data; as warnings, those that other data would bring to light."""
    met = set[str]()
    for page in pages:
        for problem in _tried(folder, page, report, in_word=True):
            met.add(problem.where)
            yield problem
    for sample in samples(report.workshop, funding):
        for page in pages:
            for problem in _tried(folder, page, sample.report, in_word=not sample.said, most=1):
                if problem.where not in met:
                    met.add(problem.where)
                    what = f"{problem.what}, {sample.said or MORE}"
                    yield replace(problem, what=what, mend=GUARD, level="warning")


def _tried(
    folder: Path, page: str, report: Report, *, in_word: bool, most: int | None = None
) -> Iterator[Problem]:
    for place, about in enumerate(_subjects(page, report)[:most]):
        try:
            made = make_page(report, page, folder=folder, **about)
            if in_word and not place:
                _write(made)
        except ReportBuilderError as error:
            yield from error.problems


def _write(page: Page) -> None:
    from report_builder.render.docx import render_docx

    builtin = templates_folder()
    render_docx(page, reference=builtin / "reference.docx", fonts=builtin / "fonts")


def _subjects(page: str, report: Report) -> tuple[About, ...]:
    if page == SUMMARY:
        return tuple(About(chapter=chapter) for chapter in report.chapters)
    if page == INVENTORY:
        return tuple(About(lens=lens) for lens in report.workshop.lenses)
    return (About(),)


def _shows_funding(text: str, report: Report) -> bool:
    assert report.funding is not None
    return _flat(report.funding.text) in _flat(
        "".join(map(str, lxml_html.document_fromstring(text).itertext()))
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
