"""The main route, as a list of stages; every command calls it.

    inputs --load--> sources --extract--> segments --code--> codings --merge--> findings
           --identify, apply edits--> findings --report--> report --template--> page --render--> files

Only this module and those at the edge (load, history.store, render, disk) touch files.
"""

import datetime
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from report_builder.check.account import make_account
from report_builder.check.edits import open_problems
from report_builder.check.inputs import check_inputs
from report_builder.coding import code_segments
from report_builder.disk import show, sweep, write_file
from report_builder.errors import (
    Problem,
    ProblemsFound,
    ReportBuilderError,
    WorkshopError,
    did_you_mean,
    raise_if_any,
)
from report_builder.extract import count_units, extract, name_groups
from report_builder.funding import funding_statement
from report_builder.history import store
from report_builder.history.diff import State, state_of_findings
from report_builder.history.edits import (
    apply_edits,
    apply_to_prose,
    caption_images,
    journal_source,
    lessons,
    revive,
    written_codings,
)
from report_builder.history.guard import guard_edited
from report_builder.history.identity import Record, identify
from report_builder.history.journal import Present, fold_edits, taken_in
from report_builder.history.settle import settle, settle_section
from report_builder.history.sheets import make_sheet
from report_builder.history.versions import changes_since, last_drafts, version_rows
from report_builder.load import list_sources, load_source
from report_builder.load.participants import read_participants
from report_builder.load.prose import read_prose
from report_builder.merge import join_findings, merge_codings, propose_merges
from report_builder.model import (
    Account,
    Conflict,
    Edit,
    Finding,
    FundingStatement,
    Participant,
    Prose,
    Segment,
    Source,
)
from report_builder.outputs import (
    REPORT,
    Made,
    Notes,
    Wanted,
    data_files,
    files_to_renew,
    render_files,
    report_files,
    summary_files,
)
from report_builder.render.page import make_page
from report_builder.render.pictures import picture_problems
from report_builder.render.review import render_review
from report_builder.render.templates import template_languages
from report_builder.report import Report, lead, make_report, small_groups, version_date
from report_builder.returns import (
    Returned,
    Taken,
    counted,
    read_edits,
    sheet_in_use,
    take_back_edited,
    take_back_sheet,
)
from report_builder.settings import Workshop
from report_builder.sheet import FILE as SHEET_FILE
from report_builder.sheet import PLACE as SHEET
from report_builder.twins import set_twins_aside
from report_builder.workshop import read_workshop

T = TypeVar("T")
Tell = Callable[[str], None]
"""Takes one line on how far the work is."""


@dataclass(frozen=True)
class Gathered:
    """Everything that was read and worked out, before any output."""

    folder: Path
    workshop: Workshop
    funding: FundingStatement | None
    participants: tuple[Participant, ...]
    prose: tuple[Prose, ...]
    present: Present
    """What people changed."""
    clashes: tuple[Conflict, ...]
    """Conflicts in written sections; those of findings stand with them."""
    sources: tuple[Source, ...]
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    account: Account
    records: tuple[Record, ...]
    """What is to be remembered of the findings."""
    gone: tuple[Record, ...]
    """Findings of the last build that are no longer in the inputs."""
    reworded: tuple[Record, ...]
    """Findings of the last build that the inputs have in other words, as they were."""
    faults: tuple[Problem, ...]
    """What keeps the report from being built."""
    problems: tuple[Problem, ...]
    """What the report can be built without: files that can't be read, and warnings."""
    missing: tuple[str, ...]
    """Files that can't be read, as paths below inputs/."""


def gather(folder: Path, tell: Tell = lambda line: None, new_edits: Sequence[Edit] = ()) -> Gathered:
    """Run the route up to the findings; nothing is written.

    `new_edits` count as if they stood in the journal.

    Raises:
        WorkshopError: There is no usable workshop.toml.
    """
    workshop = read_workshop(folder)
    inputs = folder / "inputs"
    faults: list[Problem] = []
    funding = _attempt(lambda: funding_statement(workshop.funding), faults)
    faults.extend(picture_problems(folder, workshop.images))
    participants, unsure = _attempt(
        partial(read_participants, inputs / "participants.csv", workshop), faults
    ) or ((), ())
    sources, unread = _load_all(inputs, workshop, faults)
    prose, slips = read_prose(inputs / "sections", workshop)
    faults.extend(slip for slip in slips if slip.level == "error")
    groups = name_groups(workshop, participants, small_groups(workshop, participants))
    segments = tuple(segment for source in sources for segment in extract(source, workshop, groups))
    tell(f"read      {count(len(sources), 'source')}, {count(len(segments), 'statement')}")
    present = fold_edits((*(_attempt(partial(store.read_edits, folder), faults) or ()), *new_edits))
    records = _attempt(partial(store.read_records, folder), faults) or ()
    coded = set_twins_aside(code_segments(segments, workshop, lessons(present, records)), workshop)
    codings = (*coded, *written_codings(present))
    merged = merge_codings(codings, workshop, apart=present.apart)
    themes, lenses = ([one.id for one in axis] for axis in (workshop.themes, workshop.lenses))
    wanted = (present.statements, taken_in(present))
    identified = identify(merged, records, [*themes, *lenses], *wanted)
    revived = revive(identified.findings, _gone(identified.records), present)
    findings = apply_edits((*identified.findings, *revived), present, themes, lenses, join_findings)
    prose, clashes = apply_to_prose(prose, present)
    sources, segments = _with_journal(sources, segments, findings)
    account = make_account(count_units(sources), findings)
    tell(
        f"grouped   {account.coded} coded, {account.merged} merged, {account.undecided} undecided, "
        f"{account.set_aside} set aside"
    )
    return Gathered(
        folder=folder,
        workshop=replace(workshop, images=caption_images(workshop.images, present)),
        funding=funding,
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
        faults=tuple(faults),
        problems=(
            *(unread if sources else ()),  # else they are among the faults
            *unsure,
            *(slip for slip in slips if slip.level == "warning"),
            *open_problems(findings, clashes, present),
            *check_inputs(workshop, sources, segments, findings, participants, template_languages(folder)),
        ),
        missing=tuple(problem.where.removeprefix("inputs/") for problem in unread),
    )


def try_page(gathered: Gathered) -> tuple[Problem, ...]:
    """Why the report's page could not be made, without making any file: faults of templates and pictures."""
    problems: list[Problem] = []
    if not gathered.faults:
        _attempt(lambda: make_page(lay_out(gathered), folder=gathered.folder), problems)
    return tuple(problems)


def lay_out(gathered: Gathered, *, final: bool = False) -> Report:
    """The report of what was gathered.

    Raises:
        HistoryError: The drafts that it is compared with can't be read, or there is no such draft.
    """
    workshop, folder, present = gathered.workshop, gathered.folder, state_of(gathered)
    since = workshop.output.changes_since
    return make_report(
        gathered.workshop,
        gathered.findings,
        gathered.sources,
        gathered.segments,
        gathered.account,
        participants=gathered.participants,
        prose=gathered.prose,
        funding=gathered.funding,
        missing=gathered.missing,
        versions=version_rows(workshop.deliverable, lead(workshop), last_drafts(folder), present),
        changes=changes_since(folder, since, present) if since else None,
        final=final,
    )


def state_of(gathered: Gathered, output: str = REPORT) -> State:
    """What a draft of this output would say, to be compared with other drafts."""
    version, date = gathered.workshop.deliverable.version, version_date(gathered.workshop).isoformat()
    return state_of_findings(gathered.findings, gathered.prose, version, date, output)


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
        ProblemsFound: `strict` and a file is unread, or `final` and something is open; nothing is written.
        RenderError: A file can't be written, or was edited and `pull` is False.
    """
    output = output or folder / "output"
    with store.locked(folder):
        taken = _take_back(folder, output, pull, tell)
        gathered = _listing_changes(gather(folder, tell), since)
        wanted = report_files(formats)
        if final:
            raise_if_any(_still_open(gathered), ProblemsFound)
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
    output = output or folder / "output"
    with store.locked(folder):
        taken = _take_back(folder, output, True, tell)
        gathered = gather(folder, tell)
        raise_if_any(_unknown_ids(gathered.workshop, themes, lenses), WorkshopError)
        wanted = summary_files(gathered.workshop, themes, lenses, formats)
        return _make(gathered, wanted, output, formats, taken=taken, tell=tell)


def export(
    folder: Path,
    *,
    formats: Sequence[str] = (),
    output: Path | None = None,
    tell: Tell = lambda line: None,
) -> Built:
    """Write the findings as data.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        RenderError: A file can't be written.
    """
    output = output or folder / "output"
    with store.locked(folder):
        taken = _take_back(folder, output, True, tell)
        gathered = gather(folder, tell)
        return _make(gathered, data_files(formats), output, formats, taken=taken, tell=tell)


@dataclass(frozen=True)
class Pulled:
    """What `pull` took in."""

    gathered: Gathered
    """The workshop with all of it."""
    returned: tuple[Returned, ...]
    settled: tuple[Edit, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All that is new in the journal."""
        return (*(edit for one in self.returned for edit in one.edits), *self.settled)


def pull(
    folder: Path,
    drafts: Sequence[Path],
    *,
    original: bool = False,
    take: str = "",
    only: Sequence[str] = (),
    dry_run: bool = False,
    tell: Tell = lambda line: None,
) -> Pulled:
    """Take over what people changed in drafts, and settle conflicts as `take` says.

    `take` is `word`, `inputs` or empty; `only` names the findings (F12, an id) and sections that it is for.

    Raises:
        PullError: A file is no draft, or can't be read; nothing is written.
        WorkshopError: The workshop can't be used, or `only` names nothing that is in conflict.
    """
    with store.locked(folder):
        returned = read_edits(folder, drafts, original=original)
        for one in returned:
            tell(f"pulled    {one.path.name}: {counted(one.edits)}")
        edits = tuple(edit for one in returned for edit in one.edits)
        gathered = gather(folder, tell, edits)
        raise_if_any(gathered.faults, WorkshopError)
        settled = tuple(_settle(gathered, take, only)) if take else ()
        if settled:
            gathered = gather(folder, new_edits=(*edits, *settled))
        if not dry_run:
            store.append_edits(folder, (*edits, *settled))
        return Pulled(gathered, returned, settled)


def _settle(gathered: Gathered, take: str, only: Sequence[str]) -> Iterable[Edit]:
    open_findings = [finding for finding in gathered.findings if finding.conflicts]
    sections = {text.name: text for text in gathered.prose}
    clashes: dict[str, list[Conflict]] = {}
    for clash in gathered.clashes:
        clashes.setdefault(clash.id, []).append(clash)
    names = {f"F{f.number}" if f.number else f.id: f for f in open_findings} | {
        f.id: f for f in open_findings
    }
    raise_if_any(_not_in_conflict(only, [*names, *clashes]), WorkshopError)
    for finding in open_findings:
        if not only or any(names.get(name) is finding for name in only):
            yield from settle(finding, take, now())
    for name, found in clashes.items():
        if not only or name in only:
            yield settle_section(sections[name], found, take, now())


def _not_in_conflict(only: Iterable[str], names: Sequence[str]) -> Iterable[Problem]:
    for name in only:
        if name not in names:
            what = "there is no conflict there"
            mend = f"{did_you_mean(name, names)}`report-builder check` lists the conflicts."
            yield Problem("pull-only", f"--only {name}", what, mend)


def _take_back(folder: Path, output: Path, pull: bool, tell: Tell) -> Taken:
    """Pull the drafts in the output folder, and the review sheet, that somebody edited: nothing is lost."""
    if not pull:
        in_use = tuple(replace(problem, level="warning") for problem in sheet_in_use(folder / SHEET))
        return Taken(problems=in_use, renew=(folder / SHEET).is_file() and not in_use)
    drafts, problems = take_back_edited(folder, output)
    sheet = take_back_sheet(folder, read_workshop(folder), now())
    taken = Taken((*drafts, *sheet.returned), (*problems, *sheet.problems), sheet.renew)
    tell_taken(folder, taken.returned, tell)
    return taken


def tell_taken(folder: Path, returned: Iterable[Returned], tell: Tell) -> None:
    """Say what came back, a line for each file."""
    for one in returned:
        tell(f"pulled    {show(folder, one.path)}: {counted(one.edits)}")


def sheet_target(gathered: Gathered) -> tuple[Path, Made]:
    """The review sheet as it is to be written, and where."""
    findings = gathered.findings
    proposed = propose_merges(findings, gathered.present.apart)
    alike = tuple((findings[pair.first].id, findings[pair.second].id, pair.reason) for pair in proposed)
    sheet = make_sheet(gathered.workshop, findings, gathered.present, gathered.records, alike)
    data = render_review(gathered.workshop, sheet)
    return gathered.folder / SHEET, Made(SHEET_FILE, data, sheet=sheet)


def write_sheet(gathered: Gathered, taken: Iterable[Path] = ()) -> tuple[Problem, ...]:
    """Write the review sheet, and the memory that its numbers rest on; tell of an edited one that was kept.

    Raises:
        RenderError: It can't be written.
    """
    path, made = sheet_target(gathered)
    copies = guard_edited(gathered.folder, [(path, made.data)], True, set(taken))
    _write(gathered, [(path, made)])
    return tuple(problem for _, problem in copies)


def notes_of(gathered: Gathered) -> Notes:
    """What a draft shows in the margin beside that of the findings."""
    findings = {finding.id for finding in gathered.findings}
    memos = (memo for id, found in gathered.present.memos.items() if id not in findings for memo in found)
    return Notes(gathered.clashes, tuple(memos))


def now() -> str:
    """The moment, for records in inputs/history alone; SOURCE_DATE_EPOCH overrides it."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = float(seconds) if seconds.isdecimal() else time.time()
    return datetime.datetime.fromtimestamp(moment, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _gone(records: Iterable[Record]) -> dict[str, tuple[int, str, str]]:
    return {record.id: (record.number, record.theme, record.lens) for record in records if record.gone}


def _with_journal(
    sources: tuple[Source, ...], segments: tuple[Segment, ...], findings: Sequence[Finding]
) -> tuple[tuple[Source, ...], tuple[Segment, ...]]:
    """The journal is a source too: of the statements that people wrote into drafts."""
    known = {segment.id for segment in segments}
    members = [member for finding in findings for member in finding.members]
    written = [member for member in members if member.segment.id not in known]
    source = journal_source(written)
    return (*sources, *([source] if source else [])), (*segments, *(member.segment for member in written))


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
    report = lay_out(gathered, final=final)
    made, unmade = render_files(report, gathered.findings, notes_of(gathered), wanted, gathered.folder)
    targets = [(output / file.file, file) for file in made]
    targets += [sheet_target(gathered)] if taken.renew else []
    files = [(path, file.data) for path, file in targets]
    returned = guard_edited(gathered.folder, files, pull, {back.path for back in taken.returned})
    written, unchanged = _write(gathered, targets)
    for what, records in (("reworded", gathered.reworded), ("gone", gathered.gone)):
        numbers = [f"F{record.number}" for record in records if record.number]
        if numbers:
            tell(f"{what:<9} {', '.join(numbers)}")
    tell(f"written   {count(len(written), 'file')}, {len(unchanged)} unchanged")
    return Built(
        gathered=gathered,
        written=written,
        unchanged=unchanged,
        returned=tuple(copy for copy, _ in returned),
        problems=(
            *gathered.problems,
            *taken.problems,
            *(problem for _, problem in returned),
            *(unmade if "pdf" in asked else (replace(problem, level="warning") for problem in unmade)),
        ),
    )


def _write(
    gathered: Gathered, targets: Sequence[tuple[Path, Made]]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Write memory, then outputs: a stop at any moment leaves a state that the next build understands."""
    folder = gathered.folder
    sweep({path.parent for path, file in targets if not file.sheet} | {folder / store.PLACE})
    store.write_records(folder, gathered.records)
    for _, file in targets:
        if file.draft:
            store.keep_draft(folder, file.draft, now())
        if file.sheet:
            store.keep_sheet(folder, file.sheet)
    contents = [(path, file.data) for path, file in targets]
    store.note_written(folder, contents, about_to=True)
    written = {path for path, data in contents if write_file(path, data, show(folder, path))}
    store.note_written(folder, contents)
    paths = [path for path, _ in contents]
    return tuple(p for p in paths if p in written), tuple(p for p in paths if p not in written)


def _still_open(gathered: Gathered) -> Iterable[Problem]:
    """What a final version must not have."""
    yield from (problem for problem in gathered.problems if problem.level == "error")
    if gathered.account.undecided:
        what = f"{count(gathered.account.undecided, 'statement')} await review"
        mend = (
            "Decide each in the sheet that `report-builder review` writes, or leave --final out for a draft."
        )
        yield Problem("final-undecided", "inputs", what, mend)
    yield from (
        replace(problem, level="error") for problem in gathered.problems if problem.rule == "conflict"
    )


def _unknown_ids(workshop: Workshop, themes: Iterable[str], lenses: Iterable[str]) -> Iterable[Problem]:
    known = {"theme": [theme.id for theme in workshop.themes], "lens": [lens.id for lens in workshop.lenses]}
    for axis, ids in (("theme", themes), ("lens", lenses)):
        for id in ids:
            if id not in known[axis]:
                mend = f"{did_you_mean(id, known[axis])}Known: {', '.join(known[axis])}."
                yield Problem(f"unknown-{axis}", f"--{axis} {id}", f"there is no such {axis}", mend)


def _load_all(
    inputs: Path, workshop: Workshop, faults: list[Problem]
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Every source that can be read, and why the others can't; none at all is a fault."""
    sources: list[Source] = []
    unread: list[Problem] = []
    for path in list_sources(inputs):
        place = path.relative_to(inputs).as_posix()
        source = _attempt(partial(load_source, path, place, workshop), unread)
        sources.extend([source] if source else [])
    if not sources:
        what = "none of the files there can be read" if unread else "there are no notes and no feedback"
        mend = "Put the session notes into inputs/notes and the feedback sheets into inputs/feedback."
        faults.extend([Problem("no-sources", "inputs", what, mend), *unread])
    return tuple(sources), tuple(unread)


def _attempt(read: Callable[[], T], problems: list[Problem]) -> T | None:
    """What `read` returns; where it can't, its problems are collected, so that all are told at once."""
    try:
        return read()
    except ReportBuilderError as error:
        problems.extend(error.problems)
        return None


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "file"), count(3, "file")
    ('1 file', '3 files')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
