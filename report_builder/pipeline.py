"""The main route, as a list of stages.

    inputs --load--> sources --extract--> segments --code--> codings --merge--> findings
           --identify, apply edits--> findings --report--> report --template--> page --render--> files

A workshop's folder goes in, its files in output/ come out. Each command goes this way, or a part of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from report_builder.check.account import make_account
from report_builder.check.edits import open_problems
from report_builder.check.final import still_open
from report_builder.check.inputs import check_inputs
from report_builder.coding import code_segments
from report_builder.edit import Edit
from report_builder.errors import ProblemsFound, WorkshopError, raise_if_any
from report_builder.extract import count_units, extract, name_groups
from report_builder.fresh import Asked
from report_builder.gathering import Gathered, read_inputs
from report_builder.groups import small_groups
from report_builder.history import store
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
from report_builder.languages import known_languages
from report_builder.merge import join_findings, merge_codings
from report_builder.outputs import (
    Wanted,
    data_files,
    files_to_renew,
    press_files,
    report_files,
    summary_files,
    unknown_ids,
)
from report_builder.privacy.consents import consent_problems
from report_builder.privacy.stage import make_masks, mask_edits, mask_prose, mask_records, mask_segments
from report_builder.progress import Tell, count, doing
from report_builder.run import Built, begin, make
from report_builder.settings import Workshop
from report_builder.shelf import Shelf
from report_builder.twins import set_twins_aside


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
    workshop, participants = read.workshop, read.participants
    masks = make_masks(workshop, participants, read.sources)
    records = mask_records(read.records, masks)
    groups = name_groups(workshop, participants, small_groups(workshop, participants))
    extracted = (segment for source in read.sources for segment in extract(source, workshop, groups))
    segments = mask_segments(extracted, masks)
    tell(f"read      {count(len(read.sources), 'source')}, {count(len(segments), 'statement')}")
    present = fold_edits(mask_edits((*read.edits, *new_edits), masks))
    doing("coding")
    coded = set_twins_aside(code_segments(segments, workshop, lessons(present, records)), workshop)
    codings = (*coded, *written_codings(present))
    merged = merge_codings(codings, workshop, present.apart, shelf.verdicts, shelf.outlines)
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
        ProblemsFound: `strict` and a file is unread, `final` and something is open, or either and a rule for
            publishing is broken; nothing is written.
        RenderError: A file can't be written, or was edited and `pull` is False.
        OutOfDate: `stop` said so.
    """
    options = {"formats": formats, "final": final, "strict": strict, "pull": pull, "since": since}
    asked = Asked.of("build", folder, output, options)
    with store.locked(folder):
        run = begin(asked, tell, force=force, stop=stop)
        gathered = _listing_changes(gather(folder, run.tell_read, shelf=run.shelf), since)
        wanted = report_files(formats)
        if final:
            raise_if_any(still_open(gathered.problems, gathered.account), ProblemsFound)
        else:
            wanted = (*wanted, *files_to_renew(asked.output, gathered.workshop))
        return make(run, gathered, wanted)


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

    options = {"themes": themes, "lenses": lenses, "formats": formats}
    return _make_only(Asked.of("summaries", folder, output, options), wanted, tell)


def press_release(
    folder: Path, *, formats: Sequence[str] = (), output: Path | None = None, tell: Tell = lambda line: None
) -> Built:
    """Make the press release.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        RenderError: A file can't be written.
    """
    asked = Asked.of("press-release", folder, output, {"formats": formats})
    return _make_only(asked, lambda workshop: press_files(formats), tell)


def export(
    folder: Path, *, formats: Sequence[str] = (), output: Path | None = None, tell: Tell = lambda line: None
) -> Built:
    """Write the findings as data.

    Raises:
        WorkshopError: The workshop can't be used; nothing is written.
        RenderError: A file can't be written.
    """
    asked = Asked.of("export", folder, output, {"formats": formats})
    return _make_only(asked, lambda workshop: data_files(formats), tell)


def _make_only(asked: Asked, wanted: Callable[[Workshop], Sequence[Wanted]], tell: Tell) -> Built:
    with store.locked(asked.folder):
        run = begin(asked, tell)
        gathered = gather(asked.folder, run.tell_read, shelf=run.shelf)
        return make(run, gathered, wanted(gathered.workshop))


def _gone(records: Iterable[Record]) -> dict[str, tuple[int, str, str]]:
    return {record.id: (record.number, record.theme, record.lens) for record in records if record.gone}


def _written_in_drafts(number: int) -> str:
    return f"; {number} of them written in drafts" if number else ""
