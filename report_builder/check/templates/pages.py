"""The page templates of a workshop -> what is wrong with them, from their syntax to the pages that they make.

Each step tells all that it finds. Pages are tried as soon as nothing is left that would fail there as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from report_builder.check.templates.blocks import block_without, check_blocks
from report_builder.check.templates.library import SUFFIX, Library
from report_builder.check.templates.names import Names
from report_builder.check.templates.style import check_style
from report_builder.check.templates.syntax import check_syntax
from report_builder.check.templates.trial import PAGES, read_pages, try_pages
from report_builder.errors import Problem, TemplateError, did_you_mean
from report_builder.funding import FundingStatement
from report_builder.render.page import STYLESHEET
from report_builder.render.templates import OWN, open_environment, read_file, templates_folder
from report_builder.report import Report


def check_pages(
    folder: Path, files: Sequence[str], report: Report, funding: FundingStatement | None, *, tried: bool
) -> Iterator[Problem]:
    """Judge these files of the workshop's templates/."""
    try:
        yield from _checked(folder, files, report, funding, tried=tried)
    except TemplateError as error:
        yield from error.problems
    except RecursionError:
        what, mend = "something in these templates is nested too deeply to be read", "Make it simpler."
        yield Problem("template-circle", OWN, what, mend)


def _checked(
    folder: Path, files: Sequence[str], report: Report, funding: FundingStatement | None, *, tried: bool
) -> Iterator[Problem]:
    environment = open_environment(folder, report.workshop.language)
    texts, faults = dict[str, str](), list[Problem]()
    for name in (name for name in files if name.endswith(SUFFIX)):
        try:
            checked = check_syntax(environment, read_file(folder, name), f"{OWN}/{name}")
        except TemplateError as error:
            faults += error.problems
        else:
            texts[name] = checked.mended
            faults += checked.faults
    names = Names(library := Library(environment, texts))
    pages = tuple(page for page in PAGES if page in files) if set(texts) <= set(PAGES) else PAGES
    for page in pages:
        names.follow(page)
        faults += check_blocks(library, page)
    yield from sorted((*faults, *names.faults), key=_place)
    yield from _unused(files, names.read)
    if texts and not any(fault.rule in ("template-syntax", "template-encoding") for fault in faults):
        made = tuple(_made(folder, pages, report, funding, library))
        yield from made
        serious = any(problem.level == "error" for problem in (*faults, *names.faults, *made))
        if tried and not serious:
            yield from try_pages(folder, pages, report, funding)


def _made(
    folder: Path, pages: tuple[str, ...], report: Report, funding: FundingStatement | None, library: Library
) -> Iterator[Problem]:
    """What is wrong with the pages that come out."""
    read = read_pages(folder, pages, report, funding)
    yield from sorted(read.faults, key=_place)
    apart = read_file(folder, STYLESHEET).strip()
    for place, text in read.styles:
        file, _, line = place.partition(", line ")
        if text.strip() == apart:
            continue  # the style sheet, which is judged by itself
        yield from check_style(text, file, int(line))
    for page in read.unfunded if report.funding else ():
        what = f"the page that {page} makes shows no funding statement"
        mend = (
            "Write {{ super() }} into that block, or {{ parts.funding(report.funding, emblem, language) }}."
        )
        yield Problem("template-funding", block_without(library, page) or f"{OWN}/{page}", what, mend)


def _unused(files: Iterable[str], read: Iterable[str]) -> Iterator[Problem]:
    builtin = [path.name for path in templates_folder().iterdir() if path.is_file()]
    known = {*builtin, *(Path(file).name for file in read)}
    for name in files:
        if name not in known:
            what = "nothing makes use of this file"
            mend = did_you_mean(name, builtin) or "Name it as the built-in one that it should stand for."
            yield Problem("template-unused", f"{OWN}/{name}", what, mend.rstrip(), "warning")


def _place(problem: Problem) -> tuple[str, int]:
    file, _, line = problem.where.partition(", line ")
    return file, int(line or 0)
