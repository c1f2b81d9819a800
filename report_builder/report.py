"""Findings and workshop -> Report: all that a template may show, all counts made here.

In go the findings with their numbers, the sources, the people and the prose; out comes one frozen value.
Templates word things; nothing here is worded but names, labels and numbers.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from report_builder.draft import Difference, VersionRow
from report_builder.evaluation import Evaluation, evaluate
from report_builder.funding import FundingStatement
from report_builder.groups import Share, count_participants, groups_with_other, small_groups
from report_builder.model import (
    Account,
    Finding,
    Participant,
    Prose,
    Segment,
    Source,
    Status,
    Where,
)
from report_builder.privacy.consents import listed_participants
from report_builder.selection import printed_findings
from report_builder.settings import OTHER, Group, Lens, Session, Theme, Workshop

HISTORY = "history/"
"""Folder of what people wrote into drafts."""
MOST_REFERENCES = 50
"""How many sources of one finding are printed."""
STRONGEST = 3
"""How many findings with most support open a theme's chapter."""


@dataclass(frozen=True)
class Reference:
    """Where one piece of evidence came from, as printed: `S3, line 14`."""

    label: str
    """Label of the source: S1, S2 ... in the list of sources."""
    anchor: str
    """Id of the source's line in that list."""
    steps: tuple[tuple[str, str], ...]
    """Place in the source, as kinds and names or numbers; empty in a final version."""

    @property
    def inside(self) -> str:
        """The place in English words."""
        return ", ".join(value if kind == "time" else f"{kind} {value}" for kind, value in self.steps)


@dataclass(frozen=True)
class Entry:
    """A finding as printed."""

    finding: Finding
    label: str
    """F1, F2 ..."""
    anchor: str
    """Id of the finding's element in the page."""
    theme: Theme | None
    lens: Lens | None
    groups: tuple[Group, ...]
    references: tuple[Reference, ...]
    """One for each member, without repeats, in the order of the members."""

    @property
    def statement(self) -> str:
        """The finding's words."""
        return self.finding.statement

    @property
    def support(self) -> int:
        """Distinct rows and speakers where known, else distinct sessions."""
        return self.finding.support


@dataclass(frozen=True)
class Section:
    """The findings of a theme under one lens."""

    lens: Lens
    synthesis: str
    """HTML of the researcher's own text for this theme and lens; may be empty."""
    entries: tuple[Entry, ...]
    """Those that are printed."""
    leading: tuple[Entry, ...]
    """Those of them that the theme's summary shows, in the same order."""
    total: int
    """How many there are."""

    @property
    def left_out(self) -> int:
        """How many stand in the spreadsheet alone."""
        return self.total - len(self.entries)


@dataclass(frozen=True)
class Chapter:
    """A theme."""

    theme: Theme
    synthesis: str
    """HTML of the researcher's own text; may be empty."""
    case_studies: tuple[Session, ...]
    sections: tuple[Section, ...]
    """One for each lens, also where it has no findings."""
    total: int
    strongest: tuple[Entry, ...]
    """Up to three findings that more than one row, speaker or session supports, most support first."""


@dataclass(frozen=True)
class MatrixRow:
    """How many findings a theme has under each lens."""

    theme: Theme
    counts: tuple[int, ...]
    """In the order of the workshop's lenses."""
    total: int


@dataclass(frozen=True)
class SourceRow:
    """A source as listed in the annex."""

    label: str
    anchor: str
    name: str
    """Path below inputs/; in a final version the session's title, or "Notes" or "Feedback"."""
    title: str
    session: str
    """Title of its session; may be empty."""
    segments: int
    findings: int
    sheets: int
    """How many sheets of it hold statements; 0 for notes."""


@dataclass(frozen=True)
class Report:
    """Everything that a template may show."""

    workshop: Workshop
    title: str
    date: datetime.date
    """Date of this version."""
    final: bool
    """No drafting traces: no undecided statements, sources by session."""
    funding: FundingStatement | None
    versions: tuple[VersionRow, ...]
    """Document history with this version last."""
    changes: Difference | None
    """What changed since an earlier version, where that is asked for."""
    citation: str
    prose: Mapping[str, str]
    """HTML of the texts that belong to no theme, such as `introduction`, where written."""
    texts: tuple[Prose, ...]
    """All that people wrote for it, with what the inputs alone have."""
    chapters: tuple[Chapter, ...]
    matrix: tuple[MatrixRow, ...]
    foremost: tuple[Entry, ...]
    """Of each theme the key finding, or the one with most support; none of a theme that has neither."""
    lens_totals: tuple[int, ...]
    """In the order of the workshop's lenses."""
    findings: int
    left_out: int
    """How many of them are not printed, having less support than the others."""
    undecided: tuple[Entry, ...]
    """Statements awaiting review that are printed, by number; none in a final version."""
    undecided_total: int
    annex: tuple[Entry, ...]
    """The findings that are printed, by number; none if the annex is in the spreadsheet."""
    sources: tuple[SourceRow, ...]
    missing: tuple[str, ...]
    """Sources that could not be read."""
    account: Account
    participants: tuple[Share, ...]
    """By stakeholder group, small ones together as Other; empty if there is no list of participants."""
    small_groups: tuple[str, ...]
    """Ids of the groups that are counted as Other, sorted: a set's order is another one each time."""
    listed: tuple[str, ...]
    """Names or organisations of the participants who agreed to it, where workshop.toml asks for them."""
    participants_total: int
    countries: int
    """Distinct countries of the participants, 0 if not known."""
    organisations: int
    support_by_group: tuple[Share, ...]
    """Findings by stakeholder group that supports them."""
    evaluation: Evaluation
    """Ratings, and answers chosen from a list; may be empty."""

    @property
    def is_abridged(self) -> bool:
        """Whether something that is not printed stands in the spreadsheet of all findings."""
        undecided = self.undecided_total - len(self.undecided)
        many = (len(entry.references) > MOST_REFERENCES for entry in (*self.annex, *self.undecided))
        return bool(self.left_out or undecided) or self.workshop.report.annex == "sheet" or any(many)


def make_report(
    workshop: Workshop,
    findings: Sequence[Finding],
    sources: Sequence[Source],
    segments: Sequence[Segment],
    account: Account,
    *,
    participants: Sequence[Participant] = (),
    prose: Iterable[Prose] = (),
    funding: FundingStatement | None = None,
    missing: Sequence[str] = (),
    versions: Sequence[VersionRow] = (),
    changes: Difference | None = None,
    final: bool = False,
    say: Callable[[str], str] = str,
) -> Report:
    """Lay out the findings as a report.

    Findings under a lens stand as people ordered them, else by support, most first, then by number.
    `findings` must have ids and numbers.
    `versions` are those of the document, this one last; `changes` what the annex of changes lists.
    `say` gives a fixed word in the language of the report.
    """
    other = replace(OTHER, title=say("Other"))
    prose = tuple(prose)
    texts = {text.name: text.html for text in prose}
    rows = _source_rows(workshop, sources, segments, findings, final, say)
    groups = {group.id: group for group in groups_with_other(workshop, other)}
    coded = _entries(workshop, findings, Status.CODED, rows, groups, final)
    undecided = () if final else _entries(workshop, findings, Status.UNDECIDED, rows, groups, final)
    ids = printed_findings(findings, workshop.report)
    printed = [entry for entry in coded if entry.finding.id in ids]
    chapters = tuple(_chapter(theme, workshop, coded, ids, texts) for theme in workshop.themes)
    matrix = tuple(
        MatrixRow(chapter.theme, tuple(section.total for section in chapter.sections), chapter.total)
        for chapter in chapters
    )
    date = version_date(workshop)
    title = workshop.deliverable.title or say("Report on %(title)s") % {"title": workshop.event.title}
    shares = count_participants(workshop, participants, other)
    return Report(
        workshop=workshop,
        title=title,
        date=date,
        final=final,
        funding=funding,
        versions=tuple(versions),
        changes=changes,
        citation=workshop.deliverable.citation or _citation(workshop, title, date),
        prose={name: html for name, html in texts.items() if "/" not in name},
        texts=prose,
        chapters=chapters,
        matrix=matrix,
        foremost=tuple(entry for chapter in chapters for entry in _foremost(chapter)),
        lens_totals=tuple(sum(column) for column in zip(*(row.counts for row in matrix), strict=True)),
        findings=len(coded),
        left_out=len(coded) - len(printed),
        undecided=_by_number(entry for entry in undecided if entry.finding.id in ids),
        undecided_total=len(undecided),
        annex=_by_number(printed) if workshop.report.annex == "full" else (),
        sources=tuple(rows.values()),
        missing=tuple(missing),
        account=account,
        participants=shares,
        small_groups=tuple(sorted(small_groups(workshop, participants))),
        listed=listed_participants(workshop, participants),
        participants_total=len(participants),
        countries=len({person.country for person in participants if person.country}),
        organisations=len({person.organisation for person in participants if person.organisation}),
        support_by_group=_support_by_group(groups.values(), coded),
        evaluation=evaluate(sources, workshop.privacy.min_cell),
    )


def _entries(
    workshop: Workshop,
    findings: Iterable[Finding],
    status: Status,
    rows: Mapping[str, SourceRow],
    groups: Mapping[str, Group],
    final: bool,
) -> tuple[Entry, ...]:
    themes = {theme.id: theme for theme in workshop.themes}
    lenses = {lens.id: lens for lens in workshop.lenses}
    return tuple(
        Entry(
            finding=finding,
            label=f"F{finding.number}",
            anchor=f"f-{finding.id}",
            theme=themes.get(finding.theme),
            lens=lenses.get(finding.lens),
            groups=tuple(groups[id] for id in finding.groups),
            references=_references(finding, rows, final),
        )
        for finding in findings
        if finding.status is status
    )


def _by_number(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.finding.number))


def _references(finding: Finding, rows: Mapping[str, SourceRow], final: bool) -> tuple[Reference, ...]:
    places = (member.segment.where for member in finding.members)
    references = (
        Reference(rows[place.path].label, rows[place.path].anchor, () if final else _steps(place, rows))
        for place in places
    )
    return tuple(dict.fromkeys(references))


def _steps(place: Where, rows: Mapping[str, SourceRow]) -> tuple[tuple[str, str], ...]:
    return (("sheet", place.sheet), *place.short) if rows[place.path].sheets > 1 else place.short


def _chapter(
    theme: Theme,
    workshop: Workshop,
    coded: Sequence[Entry],
    printed: Collection[str],
    texts: Mapping[str, str],
) -> Chapter:
    here = [entry for entry in coded if entry.theme == theme]
    ranked = sorted(here, key=lambda entry: (-entry.support, entry.finding.number))
    totals = Counter(entry.finding.lens for entry in here)
    shown = [entry for entry in ranked if entry.finding.id in printed]
    most = workshop.summaries.findings
    sections = tuple(
        _section(lens, texts.get(f"themes/{theme.id}.{lens.id}", ""), shown, totals[lens.id], most)
        for lens in workshop.lenses
    )
    return Chapter(
        theme=theme,
        synthesis=texts.get(f"themes/{theme.id}", ""),
        case_studies=tuple(
            session
            for session in workshop.sessions
            if session.theme == theme.id and session.kind == "case studies" and session.summary
        ),
        sections=sections,
        total=len(here),
        strongest=tuple(
            entry for entry in ranked[:STRONGEST] if entry.support > 1 and entry.finding.id in printed
        ),
    )


def _section(lens: Lens, synthesis: str, ranked: Sequence[Entry], total: int, most: int) -> Section:
    entries = tuple(sorted((entry for entry in ranked if entry.lens == lens), key=_wanted_rank))
    return Section(lens, synthesis, entries, _leading(entries, most), total)


def _leading(entries: tuple[Entry, ...], most: int) -> tuple[Entry, ...]:
    """Key findings, then those that stand first; all where only one would be left out."""
    if not most or len(entries) <= most + 1:
        return entries
    shown = {entry.label for entry in sorted(entries, key=lambda entry: not entry.finding.key)[:most]}
    return tuple(entry for entry in entries if entry.label in shown)


def _foremost(chapter: Chapter) -> tuple[Entry, ...]:
    keys = [entry for section in chapter.sections for entry in section.entries if entry.finding.key]
    return (*keys, *chapter.strongest)[:1]


def summary_findings(report: Report, theme: str) -> tuple[Finding, ...]:
    """The findings that the summary of a theme shows."""
    sections = (
        section for chapter in report.chapters if chapter.theme.id == theme for section in chapter.sections
    )
    return tuple(entry.finding for section in sections for entry in section.leading)


def _wanted_rank(entry: Entry) -> tuple[bool, int]:
    """Where people put an entry; those that nobody placed follow."""
    return entry.finding.rank is None, entry.finding.rank or 0


def _source_rows(
    workshop: Workshop,
    sources: Sequence[Source],
    segments: Sequence[Segment],
    findings: Sequence[Finding],
    final: bool,
    say: Callable[[str], str],
) -> dict[str, SourceRow]:
    sessions = {session.id: session for session in workshop.sessions}
    session_of = {segment.where.path: sessions.get(segment.session) for segment in segments}
    read = Counter(segment.where.path for segment in segments)
    sheets: dict[str, set[str]] = {}
    for segment in segments:
        if segment.where.sheet:
            sheets.setdefault(segment.where.path, set()).add(segment.where.sheet)
    used = Counter(
        path
        for finding in findings
        if finding.status is Status.CODED
        for path in {member.segment.where.path for member in finding.members}
    )
    rows = {}
    for position, source in enumerate(sources, 1):
        session = session_of.get(source.path)
        title = session.title if session else ""
        rows[source.path] = SourceRow(
            label=f"S{position}",
            anchor=f"source-{position}",
            name=(title or say(_kind(source))) if final or source.path.startswith(HISTORY) else source.path,
            title=source.title,
            session=title,
            segments=read[source.path],
            findings=used[source.path],
            sheets=len(sheets.get(source.path, ())),
        )
    return rows


def _kind(source: Source) -> str:
    """Name of the folder that a source stands in, as printed: Notes or Feedback; of the journal its title."""
    return source.title if source.path.startswith(HISTORY) else source.path.split("/")[0].capitalize()


def _support_by_group(groups: Iterable[Group], coded: Sequence[Entry]) -> tuple[Share, ...]:
    counts = Counter(group.id for entry in coded for group in entry.groups)
    return tuple(Share(group.title, counts[group.id]) for group in groups if counts[group.id])


def version_date(workshop: Workshop) -> datetime.date:
    """Day of this version; the event's last day, if none is given."""
    return workshop.deliverable.date or workshop.event.end_date or workshop.event.date


def lead(workshop: Workshop) -> str:
    """The lead beneficiary, or else who organised the event."""
    return workshop.deliverable.lead or workshop.event.organiser


def _citation(workshop: Workshop, title: str, date: datetime.date) -> str:
    names = ", ".join(person.name for person in workshop.deliverable.authors) or lead(workshop)
    parts = [title, workshop.project.acronym, workshop.deliverable.number]
    return f"{names} ({date.year}): {', '.join(part for part in parts if part)}."
