"""A workshop's own templates -> everything that is wrong with them, each with its place and its mend.

Where a workshop has none, nothing is loaded and nothing costs time.
"""

from collections.abc import Iterator
from pathlib import Path

from report_builder.errors import Problem, TemplateError
from report_builder.funding import FundingStatement
from report_builder.render.page import STYLESHEET
from report_builder.render.templates import OWN, own_folder, read_file, templates_folder
from report_builder.report import Report

PAGES = (".j2", ".html", ".htm", ".jinja", ".jinja2", ".css")
"""Endings of files that are, or were meant to be, templates of pages."""


def check_templates(
    folder: Path, report: Report, funding: FundingStatement | None, *, tried: bool
) -> tuple[Problem, ...]:
    """Judge the templates of the workshop in `folder`.

    If `tried`, they are filled for a trial too, with the `report` first and then with others; a build does
    the first of these itself.
    """
    own = own_folder(folder)
    if own is None or own == templates_folder().resolve():
        return ()
    files = sorted(path.name for path in own.iterdir() if path.is_file() and path.name[0] not in ".~")
    return tuple(dict.fromkeys(_found(folder, files, report, funding, tried)))


def _found(
    folder: Path, files: list[str], report: Report, funding: FundingStatement | None, tried: bool
) -> Iterator[Problem]:
    if STYLESHEET in files:
        yield from _check_stylesheet(folder)
    pages = [name for name in files if name.endswith(PAGES)]
    if pages:
        from report_builder.check.templates.pages import check_pages

        yield from check_pages(folder, pages, report, funding, tried=tried)


def _check_stylesheet(folder: Path) -> Iterator[Problem]:
    from report_builder.check.templates.style import check_style

    try:
        text = read_file(folder, STYLESHEET)
    except TemplateError as error:
        yield from error.problems
    else:
        yield from check_style(text, f"{OWN}/{STYLESHEET}")
