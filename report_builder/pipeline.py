"""The main route, as a list of stages.

    inputs --load--> sources --extract--> segments --code--> codings --merge--> findings
           --identify, apply edits--> findings --report--> report --template--> page --render--> files

A workshop's folder goes in, its files in output/ come out. Each command goes this way, or a part of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from report_builder.check.account import make_account
from report_builder.check.edits import open_problems
from report_builder.check.final import still_open
from report_builder.check.inputs import check_inputs
from report_builder.coding import code_segments
from report_builder.disk import show
from report_builder.edit import Edit
from report_builder.edition import Edition, make_files
from report_builder.errors import Problem, ProblemsFound, ReportBuilderError, WorkshopError, raise_if_any
from report_builder.extract import count_units, extract, name_groups
from report_builder.fresh import Asked, Done, States, after_append, stamp, states
from report_builder.gathering import Gathered, read_inputs
from report_builder.groups import small_groups
from report_builder.history import store
from report_builder.history.diff import State, state_of_findings
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
from report_builder.merge import join_findings, merge_codings
from report_builder.outputs import (
    REPORT,
    Notes,
    Wanted,
    data_files,
    files_to_renew,
    report_files,
    review_sheet,
    summary_files,
    unknown_ids,
)
from report_builder.progress import Tell, count, doing
from report_builder.render.page import make_page
from report_builder.render.templates import template_languages
from report_builder.report import Report, lead, make_report, version_date
from report_builder.returns import Taken, take_back, tell_taken
from report_builder.shelf import Shelf
from report_builder.twins import set_twins_aside
from report_builder.writing import Writer, Written, in_the_way


def gather(
    folder: Path,
    tell: Tell = lambda line: None,
    new_edits: Sequence[Edit] = (),
    shelf: Shelf | None = None,
) -> Gathered:
    """Run the route up to the findings; nothing is written.

    `new_edits` count as if they stood in the journal. The `shelf` holds what was read
    and compared before, and then what was now.

    Raises:
        WorkshopError: There is no usable workshop.toml.
    """
    shelf = shelf or Shelf(folder)
    read = read_inputs(folder, shelf)
    workshop, participants, records = read.workshop, read.participants, read.records
    groups = name_groups(workshop, participants, small_groups(workshop, participants))
    segments = tuple(segment for source in read.sources for segment in extract(source, workshop, groups))
    tell(f"read      {count(len(read.sources), 'source')}, {count(len(segments), 'statement')}")
    present = fold_edits((*read.edits, *new_edits))
    doing("coding")
    coded = set_twins_aside(code_segments(segments, workshop, lessons(present, records)), workshop)
    codings = (*coded, *written_codings(present))
    merged = merge_codings(codings, workshop, apart=present.apart, verdicts=shelf.verdicts)
    themes, lenses = ([one.id for one in axis] for axis in (workshop.themes, workshop.lenses))
    identified = identify(merged, records, [*themes, *lenses], present.statements, taken_in(present))
    revived = revive(identified.findings, _gone(identified.records), present)
    findings = apply_edits((*identified.findings, *revived), present, themes, lenses, join_findings)
    prose, clashes = apply_to_prose(read.prose, present)
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
            *check_inputs(workshop, sources, segments, findings, participants, template_languages(folder)),
        ),
        missing=read.missing,
    )


def try_page(gathered: Gathered) -> tuple[Problem, ...]:
    """Why the report's page could not be made, without making any file: faults of templates and pictures."""
    if gathered.faults:
        return ()
    try:
        make_page(lay_out(gathered), folder=gathered.folder)
    except ReportBuilderError as error:
        return tuple(error.problems)
    return ()


def lay_out(gathered: Gathered, *, final: bool = False) -> Report:
    """The report of what was gathered.

    Raises:
        HistoryError: The drafts that it is compared with can't be read, or there is no such draft.
    """
    workshop, folder, present = gathered.workshop, gathered.folder, state_of(gathered)
    since = workshop.output.changes_since
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
        versions=version_rows(workshop.deliverable, lead(workshop), last_drafts(folder), present),
        changes=changes_since(folder, since, present) if since else None,
        final=final,
    )


def state_of(gathered: Gathered, output: str = REPORT) -> State:
    """What a draft of this output would say, to be compared with other drafts."""
    version, date = gathered.workshop.deliverable.version, version_date(gathered.workshop).isoformat()
    return state_of_findings(gathered.findings, gathered.prose, version, date, output)


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

    @property
    def done(self) -> Done:
        """The same as it is told; how far the work was has been told already."""
        folder = self.gathered.folder
        gone, reworded = (
            tuple((record.number, record.statement) for record in records)
            for records in (self.gathered.gone, self.gathered.reworded)
        )
        return Done(
            written=tuple(show(folder, path) for path in self.written),
            unchanged=tuple(show(folder, path) for path in self.unchanged),
            returned=tuple(show(folder, path) for path in self.returned),
            gone=gone,
            reworded=reworded,
            undecided=self.gathered.account.undecided,
            problems=self.problems,
        )


def build(
    folder: Path,
    *,
    formats: Sequence[str] = (),
    final: bool = False,
    strict: bool = False,
    pull: bool = True,
    output: Path | None = None,
    since: str = "",
    force: bool = False,
    stop: Callable[[], bool] | None = None,
    tell: Tell = lambda line: None,
) -> Built:
    """Make the report, and anew everything in the output folder that would else be older than it.

    With `since`, a version or the beginning of a draft's id, the report lists what changed since then. With
    `force`, nothing is used that was kept to be quick. When `stop` says so, the PDF is given up.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        ProblemsFound: `strict` and a file is unread, or `final` and something is open; nothing is written.
        RenderError: A file can't be written, or was edited and `pull` is False.
        OutOfDate: `stop` said so.
    """
    options = {"formats": formats, "final": final, "strict": strict, "pull": pull, "since": since}
    asked = Asked.of("build", folder, output, options)
    with store.locked(folder):
        run = _begin(asked, tell, force=force, stop=stop)
        gathered = _listing_changes(run.gather(), since)
        wanted = report_files(formats)
        if final:
            raise_if_any(still_open(gathered.problems, gathered.account), ProblemsFound)
        else:
            wanted = (*wanted, *files_to_renew(asked.output, gathered.workshop))
        return _make(run, gathered, wanted)


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
    asked = Asked.of("summaries", folder, output, {"themes": themes, "lenses": lenses, "formats": formats})
    with store.locked(folder):
        run = _begin(asked, tell)
        gathered = run.gather()
        raise_if_any(unknown_ids(gathered.workshop, themes, lenses), WorkshopError)
        return _make(run, gathered, summary_files(gathered.workshop, themes, lenses, formats))


def export(
    folder: Path, *, formats: Sequence[str] = (), output: Path | None = None, tell: Tell = lambda line: None
) -> Built:
    """Write the findings as data.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        RenderError: A file can't be written.
    """
    asked = Asked.of("export", folder, output, {"formats": formats})
    with store.locked(folder):
        run = _begin(asked, tell)
        return _make(run, run.gather(), data_files(formats))


def _gone(records: Iterable[Record]) -> dict[str, tuple[int, str, str]]:
    return {record.id: (record.number, record.theme, record.lens) for record in records if record.gone}


def _written_in_drafts(number: int) -> str:
    return f"; {number} of them written in drafts" if number else ""


@dataclass
class _Run:
    """A command on its way: what it was asked, and what it met before its own work."""

    asked: Asked
    before: States
    """The states of all that may be read, as they were before it was."""
    taken: Taken
    tell: Tell
    pull: bool
    shelf: Shelf
    stop: Callable[[], bool] | None
    lines: list[str]
    """What was told of what was read."""

    def gather(self) -> Gathered:
        """The route up to the findings."""
        return gather(self.asked.folder, self._told, shelf=self.shelf)

    def _told(self, line: str) -> None:
        self.lines.append(line)
        self.tell(line)


def _begin(asked: Asked, tell: Tell, *, force: bool = False, stop: Callable[[], bool] | None = None) -> _Run:
    """Take back what people edited; called while the workshop's lock is held."""
    before = states(asked.folder, asked.output)
    pull = bool(asked.options.get("pull", True))
    taken = take_back(asked.folder, asked.output, tell, pull=pull)
    if any(one.edits for one in taken.returned):
        before = after_append(before, asked.folder)
    return _Run(asked, before, taken, tell, pull, Shelf(asked.folder, anew=force), stop, [])


def _make(run: _Run, gathered: Gathered, wanted: Sequence[Wanted]) -> Built:
    """Make the files and write them; a fault while they are made leaves all as they were."""
    asked, options, taken = run.asked, run.asked.options, run.taken
    raise_if_any(gathered.faults, WorkshopError)
    if options.get("strict"):
        raise_if_any(gathered.problems, ProblemsFound)
    final = bool(options.get("final"))
    output = asked.output / "final" if final else asked.output
    report = lay_out(gathered, final=final)
    sheet = (gathered.workshop, gathered.findings, gathered.present, gathered.records)
    writer = Writer(
        asked.folder,
        output,
        gathered.records,
        pull=run.pull,
        taken=taken.paths,
        sheet=review_sheet(*sheet) if taken.renew else None,
    )
    notes, anew = notes_of(gathered), run.shelf.anew
    edition = Edition(report, gathered.findings, notes, asked.folder, output, anew, run.stop)
    late = (output / file.file for file in wanted if file.suffix == "pdf")
    at_once = any(in_the_way(asked.folder, path) for path in late)
    unmade = make_files(edition, wanted, writer.write, at_once=at_once)
    if "pdf" not in options["formats"]:
        unmade = tuple(replace(problem, level="warning") for problem in unmade)
    for what, records in (("reworded", gathered.reworded), ("gone", gathered.gone)):
        numbers = [f"F{record.number}" for record in records if record.number]
        if numbers:
            run.tell(f"{what:<9} {', '.join(numbers)}")
    done = writer.done
    run.shelf.keep()
    run.tell(_written_line(len(done.written), len(done.unchanged)))
    if writer.whole and not taken.problems and all(problem.rule == "pdf-remark" for problem in unmade):
        _stamp(run, done, gathered, (*gathered.problems, *unmade))
    return Built(
        gathered=gathered,
        written=done.written,
        unchanged=done.unchanged,
        returned=done.kept,
        problems=(*gathered.problems, *taken.problems, *done.problems, *unmade),
    )


def _stamp(run: _Run, done: Written, gathered: Gathered, problems: Sequence[Problem]) -> None:
    """Leave word of what the command would say if it were run again at once."""
    folder, made = run.asked.folder, (*done.unchanged, *done.written)
    lines: list[str] = []
    again = [replace(one, edits=()) for one in run.taken.returned if one.path not in made]
    tell_taken(folder, again, lines.append)
    stamp(
        run.asked,
        run.before,
        Done(
            lines=(*lines, *run.lines, _written_line(0, len(made))),
            unchanged=tuple(show(folder, path) for path in made),
            undecided=gathered.account.undecided,
            problems=tuple(problems),
        ),
        made,
    )


def _written_line(written: int, unchanged: int) -> str:
    return f"written   {count(written, 'file')}, {unchanged} unchanged"
