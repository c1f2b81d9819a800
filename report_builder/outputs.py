"""Which files are made, and each made: the report, the themes' summaries, the inventories, the data.

A file is named as below output/, without suffix: `report`, `themes/safety`, `inventory-need`, `findings`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from report_builder.draft import DRAFTER, Draft, DraftParagraph, Remark, memo_key
from report_builder.edit import Conflict, Edit
from report_builder.errors import Problem, did_you_mean
from report_builder.groups import groups_on_show
from report_builder.history.conflicts import in_words
from report_builder.history.diff import PRESS_RELEASE
from report_builder.history.drafts import make_draft
from report_builder.history.identity import Record
from report_builder.history.journal import Present
from report_builder.history.sheets import make_sheet
from report_builder.languages import find_catalogue
from report_builder.merge import propose_merges
from report_builder.model import Finding, Where
from report_builder.render.page import Page, make_page
from report_builder.render.templates import templates_folder
from report_builder.render.word.template.source import find_template
from report_builder.report import Report
from report_builder.settings import Workshop
from report_builder.sheet import FILE as SHEET_FILE
from report_builder.sheet import Sheet

REPORT = "report"
FINDINGS = "findings"
CHANGES = "changes.docx"
REPORT_FORMATS = ("docx", "pdf", "html")
SUMMARY_FORMATS = ("docx", "pdf", "html", "md")


@dataclass(frozen=True, order=True)
class Wanted:
    """A file to be made."""

    name: str
    suffix: str
    """Without the dot."""

    @property
    def file(self) -> str:
        """Path below output/."""
        return f"{self.name}.{self.suffix}"


DATA = {
    "csv": Wanted(FINDINGS, "csv"),
    "xlsx": Wanted(FINDINGS, "xlsx"),
    "json": Wanted(FINDINGS, "json"),
    "qdc": Wanted("codebook", "qdc"),
    "qdpx": Wanted("project", "qdpx"),
    "zenodo": Wanted("zenodo", "json"),
}
"""Format of the data -> its file."""
USUAL_DATA = ("csv", "xlsx", "json")
"""The formats of the data that are made where none is named."""


@dataclass(frozen=True)
class Made:
    """A file's content."""

    file: str
    """Path below output/."""
    data: bytes
    draft: Draft | None = None
    """The record of the draft, for Word files that are drafts."""
    sheet: Sheet | None = None
    """The same for the review sheet."""

    @property
    def name(self) -> str:
        """Path below output/ without its ending, as of what was wanted."""
        return self.file.rpartition(".")[0]


@dataclass(frozen=True)
class Notes:
    """What stands open beside the statements: on written sections, headings and captions."""

    conflicts: tuple[Conflict, ...] = ()
    memos: tuple[Edit, ...] = ()
    edits: int = 0
    """How many edits the journal holds."""


def report_files(formats: Iterable[str] = ()) -> tuple[Wanted, ...]:
    """The report in these formats; all, if none is named."""
    return tuple(Wanted(REPORT, suffix) for suffix in (tuple(formats) or REPORT_FORMATS))


def summary_files(
    workshop: Workshop, themes: Iterable[str] = (), lenses: Iterable[str] = (), formats: Iterable[str] = ()
) -> tuple[Wanted, ...]:
    """The summaries of these themes, or the inventories of these lenses; all themes, if nothing is named."""
    lenses = tuple(lenses)
    names = (
        [f"inventory-{lens}" for lens in lenses]
        if lenses
        else [f"themes/{theme}" for theme in (tuple(themes) or [theme.id for theme in workshop.themes])]
    )
    return tuple(Wanted(name, suffix) for name in names for suffix in (tuple(formats) or SUMMARY_FORMATS))


def press_files(formats: Iterable[str] = ()) -> tuple[Wanted, ...]:
    """The press release in these formats; all, if none is named."""
    return tuple(Wanted(PRESS_RELEASE, suffix) for suffix in (tuple(formats) or SUMMARY_FORMATS))


def unknown_ids(workshop: Workshop, themes: Iterable[str], lenses: Iterable[str]) -> Iterable[Problem]:
    """Themes and lenses that were asked for and that the workshop doesn't have."""
    known = {"theme": [theme.id for theme in workshop.themes], "lens": [lens.id for lens in workshop.lenses]}
    for axis, ids in (("theme", themes), ("lens", lenses)):
        for id in ids:
            if id not in known[axis]:
                mend = f"{did_you_mean(id, known[axis])}Known: {', '.join(known[axis])}."
                yield Problem(f"unknown-{axis}", f"--{axis} {id}", f"there is no such {axis}", mend)


def data_files(formats: Iterable[str] = ()) -> tuple[Wanted, ...]:
    """The findings as data in these formats; the tables, if none is named."""
    return tuple(DATA[format] for format in (tuple(formats) or USUAL_DATA))


def files_to_renew(output: Path, workshop: Workshop) -> tuple[Wanted, ...]:
    """What lies in the output folder or is listed in `[output] also`: none may be older than the report."""
    also = workshop.output.also
    asked = {
        *(summary_files(workshop) if "summaries" in also else ()),
        *(press_files() if "press-release" in also else ()),
        *(data_files() if "export" in also else ()),
    }
    possible = {
        *report_files(),
        *summary_files(workshop),
        *summary_files(workshop, lenses=[lens.id for lens in workshop.lenses]),
        *press_files(),
        *DATA.values(),
    }
    return tuple(sorted(asked | {wanted for wanted in possible if (output / wanted.file).is_file()}))


def files_written(output: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that lies below the output folder, with its path below it."""
    for path in sorted(output.rglob("*")):
        if path.is_file() and not path.name.startswith((".", "~$")):
            yield path.relative_to(output).as_posix(), path.read_bytes()


def with_spreadsheet(wanted: Sequence[Wanted], report: Report) -> Sequence[Wanted]:
    """What is made, with the spreadsheet of all findings where a page leaves something to it."""
    pages = any(file not in DATA.values() for file in wanted)
    return (*wanted, *data_files(["xlsx"])) if pages and report.is_abridged else wanted


def render_data(file: Wanted, report: Report, findings: Sequence[Finding], folder: Path) -> bytes:
    """A file of the data."""
    from report_builder.render import qda, sheet, zenodo

    workshop = replace(report.workshop, groups=groups_on_show(report.workshop, report.small_groups))
    if report.final:
        findings = tuple(map(_without_files, findings))
    if file == DATA["xlsx"]:
        return sheet.render_xlsx(workshop, findings, find_catalogue(folder, workshop.language).say)
    tables = {"csv": sheet.render_csv, "json": sheet.render_json}
    if file.name == FINDINGS:
        return tables[file.suffix](workshop, findings)
    others = {"qdc": qda.render_qdc, "qdpx": qda.render_qdpx, "json": zenodo.render_zenodo}
    return others[file.suffix](report, findings)


def _without_files(finding: Finding) -> Finding:
    """A finding whose evidence names notes or feedback, and no file: so a final version tells its sources."""
    folders = [Where(coding.segment.where.path.partition("/")[0]) for coding in finding.members]
    members = (
        replace(coding, segment=replace(coding.segment, where=folder))
        for coding, folder in zip(finding.members, folders, strict=True)
    )
    return replace(finding, members=tuple(members))


def render_changes(
    report: Report, findings: Sequence[Finding], notes: Notes, since: Draft, folder: Path
) -> Made:
    """The report's Word draft, with what differs from the draft `since` as tracked changes."""
    page = page_of(REPORT, report, folder)
    made = render_word(REPORT, page, report, findings, notes, folder, since=since)
    return replace(made, file=CHANGES)


def review_sheet(
    workshop: Workshop, findings: Sequence[Finding], present: Present, records: Iterable[Record]
) -> Made:
    """The review sheet, with what its record holds."""
    from report_builder.render.review import render_review

    proposed = propose_merges(findings, present.apart)
    alike = tuple((findings[pair.first].id, findings[pair.second].id, pair.reason) for pair in proposed)
    rows = make_sheet(workshop, findings, present, records, alike)
    return Made(SHEET_FILE, render_review(workshop, rows), sheet=rows)


def page_of(name: str, report: Report, folder: Path) -> Page:
    """The page from which every format of an output is made, by the output's name."""
    if name.startswith("themes/"):
        theme = name.removeprefix("themes/")
        chapter = next(chapter for chapter in report.chapters if chapter.theme.id == theme)
        return make_page(report, "theme-summary.html.j2", folder=folder, chapter=chapter)
    if name.startswith("inventory-"):
        lens = next(lens for lens in report.workshop.lenses if lens.id == name.removeprefix("inventory-"))
        return make_page(report, "inventory.html.j2", folder=folder, lens=lens)
    if name == PRESS_RELEASE:
        return make_page(report, "press-release.html.j2", folder=folder)
    return make_page(report, folder=folder)


def draft_facts(
    name: str, page: Page, report: Report, findings: Sequence[Finding], notes: Notes
) -> tuple[Draft, tuple[Remark, ...]]:
    """What a Word file says besides its page: its record, but for the paragraphs, and its comments."""
    remarks = remarks_on(name, page, findings, notes)
    return _draft(name, page, report, findings, notes, _memos(remarks), (), ()), remarks


def _memos(remarks: Iterable[Remark]) -> dict[str, str]:
    return {memo_key(one.author, one.text, one.about): one.memo for one in remarks if one.memo}


def _draft(
    name: str,
    page: Page,
    report: Report,
    findings: Sequence[Finding],
    notes: Notes,
    memos: Mapping[str, str],
    paragraphs: Sequence[DraftParagraph],
    beside: Sequence[str],
    styles: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    version, date = report.workshop.deliverable.version, report.date.isoformat()
    shown = (findings, report.texts, memos, beside, notes.conflicts, notes.edits)
    return make_draft(name, version, date, paragraphs, page.fields, *shown, styles)


def render_word(
    name: str,
    page: Page,
    report: Report,
    findings: Sequence[Finding],
    notes: Notes,
    folder: Path,
    page_numbers: Mapping[str, int] = MappingProxyType({}),
    since: Draft | None = None,
) -> Made:
    """The Word file of a page; `page_numbers` stand in its contents."""
    from report_builder.render.docx import render_docx
    from report_builder.render.word.template.placeholders import make_filling

    template = find_template(folder, name)
    remarks = remarks_on(name, page, findings, notes)
    memos = _memos(remarks)
    word = render_docx(
        page,
        reference=template.path,
        fonts=templates_folder() / "fonts",
        accent=report.workshop.look.accent,
        record=partial(_draft, name, page, report, findings, notes, memos) if page.fields else None,
        remarks=remarks,
        page_numbers=page_numbers,
        since=since,
        whole=template.whole,
        filling=make_filling(page, report, folder),
        mapping=report.workshop.word.styles,
    )
    return Made(f"{name}.docx", word.content, word.draft)


def with_templates(report: Report, folder: Path) -> Iterator[str]:
    """The report, and one output of each other kind that has a Word template of its own."""
    yield REPORT
    workshop = report.workshop
    for name in (f"themes/{workshop.themes[0].id}", f"inventory-{workshop.lenses[0].id}", PRESS_RELEASE):
        if find_template(folder, name).whole:
            yield name


def word_faults(name: str, page: Page, report: Report, folder: Path) -> tuple[Problem, ...]:
    """What is to be known of the Word template of an output; nothing is made.

    Raises:
        TemplateError: It can't be used; holds all its faults.
    """
    from report_builder.render.word.template.frame import judge
    from report_builder.render.word.template.placeholders import make_filling

    template, mapping = find_template(folder, name), report.workshop.word.styles
    if not (template.is_own or mapping):
        return ()
    return tuple(judge(template, make_filling(page, report, folder), mapping))


@dataclass(frozen=True)
class Framed:
    """What the workshop's own Word template makes of a page."""

    html: str
    """The page as it stands in the Word file."""
    words: str = ""
    """What the template says around it."""
    heads: bool = False
    """Heads and feet are the template's."""
    boxes: frozenset[str] = frozenset()
    """The words of its text boxes."""
    colours: frozenset[str] = frozenset()
    """The colours of its styles, as #RRGGBB."""
    template: str = ""
    """Which file it is, as messages name it."""


def word_frame(name: str, page: Page, report: Report, folder: Path) -> Framed:
    """What a Word file has of the workshop's own template.

    Raises:
        TemplateError: It can't be used.
    """
    template = find_template(folder, name)
    if not template.is_own:
        return Framed(page.html)
    from report_builder.render.word.template.frame import framed_html, open_frame
    from report_builder.render.word.template.placeholders import make_filling

    filling, mapping = make_filling(page, report, folder), report.workshop.word.styles
    frame = open_frame(template.path, filling, mapping, whole=template.whole)
    return Framed(
        framed_html(page.html, frame),
        frame.words,
        frame.keeps_heads,
        frame.boxes,
        frame.colours,
        template.where,
    )


def remarks_on(name: str, page: Page, findings: Sequence[Finding], notes: Notes) -> tuple[Remark, ...]:
    """The comments of a draft: conflicts, then what people noted, in reading order of the page."""
    return tuple(_remarks(name, page, findings, notes))


def _remarks(name: str, page: Page, findings: Sequence[Finding], notes: Notes) -> Iterator[Remark]:
    by_id = {finding.id: finding for finding in findings}
    for field in page.fields:
        finding = by_id.get(field.id) if field.field == "statement" else None
        for conflict in finding.conflicts if finding else ():
            yield Remark(field.key, DRAFTER, "", in_words(conflict))
        for memo in finding.memos if finding else ():
            yield Remark(field.key, memo.author, memo.date, memo.new or "", memo.id, field.id)
    for conflict in notes.conflicts:
        key = _paragraph_of(page, conflict.id, conflict.stands.text)
        if key:
            yield Remark(key, DRAFTER, "", in_words(conflict))
    ids = {field.key: field.id for field in page.fields}
    elsewhere = page.fields[0].key if name == REPORT and page.fields else ""
    for memo in notes.memos:
        key = _paragraph_of(page, memo.about, memo.words) or elsewhere
        if key:
            yield Remark(key, memo.author, memo.date, memo.new or "", memo.id, ids[key])


def _paragraph_of(page: Page, id: str, words: str) -> str:
    """Key of the paragraph of a section or place that holds these words, else of its first; may be empty."""
    keys = [field.key for field in page.fields if field.id == id and id]
    return next((key for key in keys if words and words in page.words[key]), keys[0] if keys else "")
