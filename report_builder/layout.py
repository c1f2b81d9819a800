"""What was gathered -> the report as its readers see it, and what it would be compared with.

Nothing here makes a file.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from report_builder.check.templates import check_templates
from report_builder.errors import Problem, ReportBuilderError
from report_builder.gathering import Gathered
from report_builder.history.diff import THEMES, State, state_of_findings
from report_builder.history.versions import changes_since, last_drafts, version_rows
from report_builder.languages import find_catalogue
from report_builder.model import Finding
from report_builder.outputs import REPORT, Notes, page_of, with_templates, word_faults
from report_builder.privacy.readers import make_readers
from report_builder.privacy.stage import mask_draft
from report_builder.report import Report, lead, make_report, summary_findings, version_date


def for_readers(gathered: Gathered) -> Gathered:
    """What was gathered, without the names of those who edited it and of files."""
    edits, sources, participants = gathered.present.lines, gathered.sources, gathered.participants
    readers = make_readers(gathered.workshop, gathered.masks, edits, sources, participants)
    return replace(
        gathered,
        workshop=readers.settings(),
        sources=tuple(map(readers.source, gathered.sources)),
        segments=tuple(
            segment if segment.where is where else replace(segment, where=where)
            for segment in gathered.segments
            for where in (readers.where(segment.where),)
        ),
        findings=tuple(map(readers.finding, gathered.findings)),
        clashes=tuple(map(readers.conflict, gathered.clashes)),
        present=replace(
            gathered.present,
            memos={about: tuple(map(readers.edit, memos)) for about, memos in gathered.present.memos.items()},
        ),
        missing=tuple(map(gathered.masks.names.mask_path, gathered.missing)),
    )


def lay_out(gathered: Gathered, *, final: bool = False) -> Report:
    """The report of what was gathered, as `for_readers` gives it.

    Raises:
        HistoryError: The drafts that it is compared with can't be read, or there is no such draft.
    """
    workshop, folder, present = gathered.workshop, gathered.folder, state_of(gathered)
    since = workshop.output.changes_since
    masked = partial(mask_draft, masks=gathered.masks)
    earlier = last_drafts(folder, besides=present.name.version)
    return make_report(
        workshop,
        gathered.findings,
        gathered.sources,
        gathered.segments,
        gathered.account,
        participants=gathered.participants,
        prose=gathered.prose,
        funding=gathered.funding,
        missing=gathered.missing,
        versions=version_rows(workshop.deliverable, lead(workshop), tuple(map(masked, earlier)), present),
        changes=changes_since(folder, since, present, masked) if since else None,
        final=final,
        say=find_catalogue(folder, workshop.language).say,
    )


def state_of(gathered: Gathered, output: str = REPORT) -> State:
    """What a draft of this output would say, to be compared with other drafts."""
    version, date = gathered.workshop.deliverable.version, version_date(gathered.workshop).isoformat()
    findings: Sequence[Finding] = gathered.findings
    if output.startswith(THEMES):
        findings = summary_findings(lay_out(gathered), output.removeprefix(THEMES))
    return state_of_findings(findings, gathered.prose, version, date, output)


def notes_of(gathered: Gathered) -> Notes:
    """What a draft shows in the margin beside that of the findings."""
    findings = {finding.id for finding in gathered.findings}
    memos = (memo for id, found in gathered.present.memos.items() if id not in findings for memo in found)
    return Notes(gathered.clashes, tuple(memos), len(gathered.present.lines))


def try_page(gathered: Gathered) -> tuple[Problem, ...]:
    """Why the report could not be made, without making any file: faults of templates and pictures."""
    if gathered.faults:
        return ()
    folder = gathered.folder
    report = lay_out(for_readers(gathered))
    found = list(check_templates(folder, report, gathered.funding, tried=True))
    if any(problem.level == "error" for problem in found):
        return tuple(found)
    try:
        for name in with_templates(report, folder):
            found += word_faults(name, page_of(name, report, folder), report, folder)
    except ReportBuilderError as error:
        found += error.problems
    return tuple(dict.fromkeys(found))
