"""Pages -> files: PDFs are set beside all else, and what was made of the same page is taken as it lies there.

What needs no PDF is handed over as soon as it is made. A Word file's contents show the page numbers of the
PDF: until that is set, those of the last one; if they moved, the Word file is made once more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from report_builder.cache import digest, digest_of_bytes, keep, kept, program, state_of
from report_builder.errors import Problem, RenderError
from report_builder.history.store import has_record
from report_builder.languages import TEMPLATES
from report_builder.model import Finding
from report_builder.outputs import (
    DATA,
    Made,
    Notes,
    Wanted,
    draft_facts,
    page_of,
    render_data,
    render_word,
    word_faults,
)
from report_builder.progress import each
from report_builder.render.page import Page
from report_builder.render.pdf import PdfResult
from report_builder.render.press import Press
from report_builder.render.word.template.source import find_template
from report_builder.report import Report

OUTPUTS = "outputs.json"
LOOK_UP = 0.1
"""Seconds after which it is asked whether a PDF is still wanted."""
Write = Callable[[Sequence[Made]], None]


@dataclass(frozen=True)
class Edition:
    """What the files of a build are made from."""

    report: Report
    findings: Sequence[Finding]
    notes: Notes
    folder: Path
    output: Path
    anew: bool = False
    """Make also what was made of the same page before."""
    stop: Callable[[], bool] | None = None
    """Asked from time to time while a PDF is being set; if it says so, that is given up."""


class OutOfDate(Exception):
    """What is being made is no longer wanted, for the inputs have changed."""


class Known(NamedTuple):
    """What is known of an output since it was made last."""

    made_of: str = ""
    """What stands for all that it was made of."""
    file: str = ""
    """What stands for its bytes."""
    numbers: Mapping[str, int] = {}
    """Of a PDF: id of a heading -> page."""
    remarks: Sequence[str] = ()
    """Of a PDF: what was remarked when it was set."""
    draft: str = ""
    """Of a Word file: the id of its record."""


KNOWN = TypeAdapter(dict[str, Known])


class Wish(NamedTuple):
    """A page and the formats that are wanted of it."""

    name: str
    page: Page
    suffixes: Sequence[str]


def make_files(
    edition: Edition, wanted: Iterable[Wanted], write: Write, *, at_once: bool = False
) -> tuple[Problem, ...]:
    """Make the files and hand them to `write`: what needs no PDF first, the rest when the PDFs are set.

    With `at_once` all are handed over together. What comes back tells what could not be made, and what was
    remarked.

    Raises:
        TemplateError, RenderError: A fault that keeps the report from being made; nothing was handed over.
        OutOfDate: `edition.stop` said so; what needs no PDF was handed over.
    """
    wanted = tuple(dict.fromkeys(wanted))
    data = [file for file in wanted if file in DATA.values()]
    by_name: dict[str, list[str]] = {}
    for file in wanted:
        if file not in data:
            by_name.setdefault(file.name, []).append(file.suffix)
    with Press() as press:
        making = _Making(edition, press)
        wishes = [
            making.begin(name, suffixes)
            for name, suffixes in each("filling", [*by_name.items()], lambda item: item[0])
        ]
        made = [
            Made(file.file, render_data(file, edition.report, edition.findings, edition.folder))
            for file in data
        ]
        made += [
            file
            for wish in each("writing", wishes, lambda wish: wish.name)
            for file in making.without_pdf(wish)
        ]
        if not at_once:
            write(made)
        late = [
            file for wish in each("setting", wishes, lambda wish: wish.name) for file in making.with_pdf(wish)
        ]
    if at_once:
        write([*{file.file: file for file in (*made, *late)}.values()])
    elif late:
        write(late)
    making.keep_known()
    return tuple(dict.fromkeys(making.problems))


class _Making:
    """The files of one build, one after another."""

    def __init__(self, edition: Edition, press: Press) -> None:
        self.edition, self.press = edition, press
        self.last = _known(edition.folder)
        self.now: dict[str, Known] = {}
        self.setting: dict[str, Future[PdfResult]] = {}
        self.problems: list[Problem] = []

    def begin(self, name: str, suffixes: Sequence[str]) -> Wish:
        """Fill the page, look at its Word template, and begin to set its PDF."""
        page = page_of(name, self.edition.report, self.edition.folder)
        if "docx" in suffixes:
            self.problems += word_faults(name, page, self.edition.report, self.edition.folder)
        if "pdf" in suffixes and not self._lies_there(f"{name}.pdf", _pdf_of(page)):
            headings = [heading.id for heading in page.headings]
            self.setting[name] = self.press.set(page.html, headings, page.language, archival=page.archival)
        return Wish(name, page, suffixes)

    def without_pdf(self, wish: Wish) -> Iterator[Made]:
        """What can be made before the PDF is set.

        Without the last PDF's page numbers the Word file waits: one that lies there would lose its own.
        """
        numbers = self.last.get(f"{wish.name}.pdf", Known()).numbers
        if "docx" in wish.suffixes and ("pdf" not in wish.suffixes or numbers):
            yield from self._word(wish, numbers if "pdf" in wish.suffixes else {})
        if "html" in wish.suffixes:
            from report_builder.render.html import render_html

            yield Made(f"{wish.name}.html", render_html(wish.page).encode())
        if "md" in wish.suffixes:
            from report_builder.render.markdown import render_markdown

            yield Made(f"{wish.name}.md", render_markdown(wish.page).encode())

    def with_pdf(self, wish: Wish) -> Iterator[Made]:
        """The PDF, and the Word file if its contents show other page numbers now."""
        if "pdf" not in wish.suffixes:
            return
        file = f"{wish.name}.pdf"
        try:
            yield self._pdf(wish, file)
        except RenderError as error:
            self.problems += [_unset(file, problem) for problem in error.problems]
        known = self.now.get(file, Known())
        self.problems += [_remark(file, remark) for remark in known.remarks]
        if "docx" in wish.suffixes:
            yield from self._word(wish, known.numbers)

    def keep_known(self) -> None:
        """Remember what the files were made of."""
        keep(self.edition.folder, OUTPUTS, KNOWN.dump_json({**self.last, **self.now}))

    def _pdf(self, wish: Wish, file: str) -> Made:
        if wish.name not in self.setting:
            self.now[file] = self.last[file]
            return self._as_it_lies_there(file)
        result = self._when_set(self.setting[wish.name])
        state = digest_of_bytes(result.content)
        self.now[file] = Known(_pdf_of(wish.page), state, result.page_numbers, result.warnings)
        return Made(file, result.content)

    def _when_set(self, setting: "Future[PdfResult]") -> PdfResult:
        stop = self.edition.stop
        while stop and not wait((setting,), timeout=LOOK_UP).done:
            if stop():
                raise OutOfDate
        return setting.result()

    def _word(self, wish: Wish, numbers: Mapping[str, int]) -> Iterator[Made]:
        """The Word file with these page numbers in its contents, unless this build has made it so."""
        file, made_of = f"{wish.name}.docx", self._word_of(wish, numbers)
        if self.now.get(file, Known()).made_of == made_of:
            return
        if self._lies_there(file, made_of):
            self.now[file] = self.last[file]
            yield self._as_it_lies_there(file)
            return
        edition = self.edition
        made = render_word(
            wish.name, wish.page, edition.report, edition.findings, edition.notes, edition.folder, numbers
        )
        draft = made.draft.draft if made.draft else ""
        self.now[file] = Known(made_of, digest_of_bytes(made.data), draft=draft)
        yield made

    def _word_of(self, wish: Wish, numbers: Mapping[str, int]) -> str:
        """What stands for all that a Word file is made of."""
        edition, page = self.edition, wish.page
        record, remarks = draft_facts(wish.name, page, edition.report, edition.findings, edition.notes)
        about = (page.title, page.author, page.subject, page.keywords, page.date, page.language)
        template, workshop = find_template(edition.folder, wish.name), edition.report.workshop
        named = self._named() if template.is_own else ""
        styles = sorted(workshop.word.styles.items())
        look = (workshop.look.accent, styles, state_of(template.path), template.whole, named)
        return digest(_pdf_of(page), record.draft, repr((about, look, remarks, sorted(numbers.items()))))

    def _named(self) -> str:
        """What stands for all that a consortium's Word template may name: the report, and the fixed words."""
        catalogues = sorted((self.edition.folder / TEMPLATES).glob("*.po"))
        return repr((self.edition.report, [(path.name, state_of(path)) for path in catalogues]))

    def _lies_there(self, file: str, made_of: str) -> bool:
        """Whether the file in the output folder is the one that would be made."""
        known = self.last.get(file)
        if self.edition.anew or known is None or known.made_of != made_of:
            return False
        there = state_of(self.edition.output / file) == known.file
        return there and (not known.draft or has_record(self.edition.folder, known.draft))

    def _as_it_lies_there(self, file: str) -> Made:
        return Made(file, (self.edition.output / file).read_bytes())


def _pdf_of(page: Page) -> str:
    """What stands for all that a PDF is made of."""
    facts = (program(), page.language, repr(page.archival), page.html)
    return digest(*facts, *(heading.id for heading in page.headings))


def _unset(file: str, problem: Problem) -> Problem:
    older = " (one that lies there is of an earlier build)"
    return replace(problem, where=f"output/{file}", what=problem.what + older)


def _remark(file: str, remark: str) -> Problem:
    mend = "Look at that place in the PDF."
    return Problem("pdf-remark", f"output/{file}", remark.rstrip("."), mend, "warning")


def _known(folder: Path) -> dict[str, Known]:
    try:
        return KNOWN.validate_json(kept(folder, OUTPUTS) or b"{}")
    except ValidationError:
        return {}
