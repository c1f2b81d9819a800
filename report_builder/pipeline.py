"""The main route, as a list of stages.

    inputs --load--> sources --extract--> segments --code--> codings --merge--> findings
           --identify, apply edits--> findings --report--> report --template--> page --render--> files

A workshop's folder goes in, its files in output/ come out. Each command goes this way, or a part of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from report_builder.check.account import make_account
from report_builder.check.edits import open_problems
from report_builder.check.final import still_open
from report_builder.check.inputs import check_inputs
from report_builder.coding import code_segments
from report_builder.edit import Edit
from report_builder.errors import Problem, ProblemsFound, ReportBuilderError, WorkshopError, raise_if_any
from report_builder.extract import count_units, extract, name_groups
from report_builder.gathering import Gathered, read_inputs
from report_builder.groups import small_groups
from report_builder.history import store
from report_builder.history.diff import THEMES, State, state_of_findings
from report_builder.history.edits import (
    apply_edits,
    apply_to_prose,
    caption_images,
    lessons,
    revive,
    with_journal,
    written_codings,
)
from report_builder.history.identity import Record, identify
from report_builder.history.journal import fold_edits, taken_in
from report_builder.history.versions import changes_since, last_drafts, version_rows
from report_builder.languages import find_catalogue, known_languages
from report_builder.merge import join_findings, merge_codings
from report_builder.model import Finding
from report_builder.outputs import (
    REPORT,
    Notes,
    Wanted,
    data_files,
    files_to_renew,
    press_files,
    render_files,
    report_files,
    review_sheet,
    summary_files,
    unknown_ids,
    with_spreadsheet,
)
from report_builder.privacy.consents import consent_problems
from report_builder.privacy.leaks import find_leaks, make_search
from report_builder.privacy.readers import make_readers
from report_builder.privacy.stage import (
    make_masks,
    mask_draft,
    mask_edits,
    mask_prose,
    mask_records,
    mask_segments,
)
from report_builder.progress import Tell, count
from report_builder.publishing import Sent, finished_files, judge_files, made_files
from report_builder.render.page import make_page
from report_builder.report import Report, lead, make_report, summary_findings, version_date
from report_builder.returns import Taken, take_back
from report_builder.settings import Workshop
from report_builder.sheet import PLACE as SHEET
from report_builder.twins import set_twins_aside
from report_builder.writing import write_made


def gather(folder: Path, tell: Tell = lambda line: None, new_edits: Sequence[Edit] = ()) -> Gathered:
    """Run the route up to the findings; nothing is written.

    `new_edits` count as if they stood in the journal.

    Raises:
        WorkshopError: There is no usable workshop.toml.
    """
    read = read_inputs(folder)
    workshop, participants = read.workshop, read.participants
    masks = make_masks(workshop, participants, read.sources)
    records = mask_records(read.records, masks)
    groups = name_groups(workshop, participants, small_groups(workshop, participants))
    extracted = (segment for source in read.sources for segment in extract(source, workshop, groups))
    segments = mask_segments(extracted, masks)
    tell(f"read      {count(len(read.sources), 'source')}, {count(len(segments), 'statement')}")
    present = fold_edits(mask_edits((*read.edits, *new_edits), masks))
    coded = set_twins_aside(code_segments(segments, workshop, lessons(present, records)), workshop)
    merged = merge_codings((*coded, *written_codings(present)), workshop, apart=present.apart)
    themes, lenses = ([one.id for one in axis] for axis in (workshop.themes, workshop.lenses))
    identified = identify(merged, records, [*themes, *lenses], present.statements, taken_in(present))
    revived = revive(identified.findings, _gone(identified.records), present)
    findings = apply_edits((*identified.findings, *revived), present, themes, lenses, join_findings)
    prose, clashes = apply_to_prose(mask_prose(read.prose, masks), present)
    as_read = len(segments)
    sources, segments = with_journal(read.sources, segments, findings)
    account = make_account(count_units(sources), findings)
    tell(
        f"grouped   {account.coded} coded, {account.merged} merged, {account.undecided} undecided, "
        f"{account.set_aside} set aside{_written_in_drafts(len(segments) - as_read)}"
    )
    return Gathered(
        folder=folder,
        workshop=replace(workshop, images=caption_images(workshop.images, present)),
        funding=read.funding,
        participants=participants,
        prose=prose,
        present=present,
        clashes=clashes,
        sources=sources,
        segments=segments,
        findings=findings,
        account=account,
        records=identified.records,
        gone=tuple(record for record in identified.gone if record.id not in {f.id for f in revived}),
        reworded=identified.reworded,
        faults=read.faults,
        problems=(
            *read.problems,
            *open_problems(findings, clashes, present),
            *consent_problems(workshop, participants),
            *check_inputs(
                workshop,
                sources,
                segments,
                findings,
                participants,
                known_languages(folder),
                read.funding,
            ),
        ),
        missing=read.missing,
        masks=masks,
        read=read,
    )


def try_page(gathered: Gathered) -> tuple[Problem, ...]:
    """Why the report's page could not be made, without making any file: faults of templates and pictures."""
    if gathered.faults:
        return ()
    try:
        make_page(lay_out(for_readers(gathered)), folder=gathered.folder)
    except ReportBuilderError as error:
        return tuple(error.problems)
    return ()


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


def judge_output(gathered: Gathered) -> tuple[Problem, ...]:
    """What the rules for publishing find in the files that lie in output/, and in what they are made of."""
    return _judge(for_readers(gathered), finished_files(gathered.folder))


def _judge(gathered: Gathered, files: tuple[Sent, ...]) -> tuple[Problem, ...]:
    return judge_files(gathered, lambda final: lay_out(gathered, final=final), files)


def lay_out(gathered: Gathered, *, final: bool = False) -> Report:
    """The report of what was gathered, as `for_readers` gives it.

    Raises:
        HistoryError: The drafts that it is compared with can't be read, or there is no such draft.
    """
    workshop, folder, present = gathered.workshop, gathered.folder, state_of(gathered)
    since = workshop.output.changes_since
    masked = partial(mask_draft, masks=gathered.masks)
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
        versions=version_rows(
            workshop.deliverable, lead(workshop), tuple(map(masked, last_drafts(folder))), present
        ),
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


@dataclass(frozen=True)
class Built:
    """What a command made."""

    gathered: Gathered
    written: tuple[Path, ...]
    """Files whose content is new."""
    unchanged: tuple[Path, ...]
    """Files that held the same content already."""
    returned: tuple[Path, ...]
    """Copies of files that somebody had edited."""
    problems: tuple[Problem, ...]
    """All that was met; those of level error mean that something asked for was not made or not read."""


def build(
    folder: Path,
    *,
    formats: Sequence[str] = (),
    final: bool = False,
    strict: bool = False,
    pull: bool = True,
    output: Path | None = None,
    since: str = "",
    tell: Tell = lambda line: None,
) -> Built:
    """Make the report, and anew everything in the output folder that would else be older than it.

    With `since`, a version or the beginning of a draft's id, the report lists what changed since then.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        ProblemsFound: `strict` and a file is unread, `final` and something is open, or either and a rule for
            publishing is broken; nothing is written.
        RenderError: A file can't be written, or was edited and `pull` is False.
    """
    output = output or folder / "output"
    with store.locked(folder):
        taken = take_back(folder, output, tell, pull=pull)
        gathered = _listing_changes(gather(folder, tell), since)
        wanted = report_files(formats)
        if final:
            raise_if_any(still_open(gathered.problems, gathered.account), ProblemsFound)
            output = output / "final"
        else:
            wanted = (*wanted, *files_to_renew(output, gathered.workshop))
        return _make(
            gathered, wanted, output, formats, strict=strict, pull=pull, taken=taken, final=final, tell=tell
        )


def _listing_changes(gathered: Gathered, since: str) -> Gathered:
    if not since:
        return gathered
    output = replace(gathered.workshop.output, changes_since=since)
    return replace(gathered, workshop=replace(gathered.workshop, output=output))


def summaries(
    folder: Path,
    *,
    themes: Sequence[str] = (),
    lenses: Sequence[str] = (),
    formats: Sequence[str] = (),
    output: Path | None = None,
    tell: Tell = lambda line: None,
) -> Built:
    """Make the summaries of themes, or the inventories of lenses over all themes.

    Raises:
        WorkshopError: The workshop can't be used, or has no such theme or lens; nothing is written.
        RenderError: A file can't be written.
    """

    def wanted(workshop: Workshop) -> Sequence[Wanted]:
        raise_if_any(unknown_ids(workshop, themes, lenses), WorkshopError)
        return summary_files(workshop, themes, lenses, formats)

    return _make_only(folder, wanted, formats, output, tell)


def press_release(
    folder: Path, *, formats: Sequence[str] = (), output: Path | None = None, tell: Tell = lambda line: None
) -> Built:
    """Make the press release.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        RenderError: A file can't be written.
    """
    return _make_only(folder, lambda workshop: press_files(formats), formats, output, tell)


def export(
    folder: Path, *, formats: Sequence[str] = (), output: Path | None = None, tell: Tell = lambda line: None
) -> Built:
    """Write the findings as data.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        RenderError: A file can't be written.
    """
    return _make_only(folder, lambda workshop: data_files(formats), formats, output, tell)


def _make_only(
    folder: Path,
    wanted: Callable[[Workshop], Sequence[Wanted]],
    asked: Sequence[str],
    output: Path | None,
    tell: Tell,
) -> Built:
    output = output or folder / "output"
    with store.locked(folder):
        taken = take_back(folder, output, tell)
        gathered = gather(folder, tell)
        return _make(gathered, wanted(gathered.workshop), output, asked, taken=taken, tell=tell)


def _gone(records: Iterable[Record]) -> dict[str, tuple[int, str, str]]:
    return {record.id: (record.number, record.theme, record.lens) for record in records if record.gone}


def _written_in_drafts(number: int) -> str:
    return f"; {number} of them written in drafts" if number else ""


def _make(
    gathered: Gathered,
    wanted: Sequence[Wanted],
    output: Path,
    asked: Sequence[str],
    *,
    strict: bool = False,
    pull: bool = True,
    taken: Taken,
    final: bool = False,
    tell: Tell,
) -> Built:
    """Render everything, then write it: a fault while rendering leaves all files as they were."""
    raise_if_any(gathered.faults, WorkshopError)
    if strict:
        raise_if_any(gathered.problems, ProblemsFound)
    shown = for_readers(gathered)
    report = lay_out(shown, final=final)
    wanted = with_spreadsheet(wanted, report)
    made, unmade = render_files(report, shown.findings, notes_of(shown), wanted, gathered.folder)
    if strict or final:
        search = make_search(gathered.read.workshop, gathered.participants)
        leaks = find_leaks(((file.file, file.data) for file in made), search)
        faults = _judge(shown, made_files(gathered.folder, output, made, final=final))
        raise_if_any((*leaks, *faults), ProblemsFound)
    targets = [(output / file.file, file) for file in made]
    if taken.renew:
        sheet = review_sheet(gathered.workshop, gathered.findings, gathered.present, gathered.records)
        targets.append((gathered.folder / SHEET, sheet))
    done = write_made(gathered.folder, gathered.records, targets, pull=pull, taken=taken.paths)
    for what, records in (("reworded", gathered.reworded), ("gone", gathered.gone)):
        numbers = [f"F{record.number}" for record in records if record.number]
        if numbers:
            tell(f"{what:<9} {', '.join(numbers)}")
    tell(f"written   {count(len(done.written), 'file')}, {len(done.unchanged)} unchanged")
    return Built(
        gathered=gathered,
        written=done.written,
        unchanged=done.unchanged,
        returned=done.kept,
        problems=(
            *gathered.problems,
            *taken.problems,
            *done.problems,
            *(unmade if "pdf" in asked else (replace(problem, level="warning") for problem in unmade)),
        ),
    )
