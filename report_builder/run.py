"""A command on its way: what it was asked, what it makes of what was gathered, and the stamp it leaves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from report_builder.check.templates import check_templates
from report_builder.disk import show
from report_builder.edition import Edition, Write, make_files
from report_builder.errors import Problem, ProblemsFound, TemplateError, WorkshopError, raise_if_any
from report_builder.fresh import Asked, Done, States, after_append, stamp, states
from report_builder.gathering import Gathered
from report_builder.layout import for_readers, lay_out, notes_of
from report_builder.outputs import Made, Wanted, review_sheet, with_spreadsheet
from report_builder.privacy.leaks import find_leaks, make_search
from report_builder.progress import Tell, count
from report_builder.returns import Taken, take_back, tell_taken
from report_builder.shelf import Shelf
from report_builder.writing import Writer, in_the_way

REMARKS = ("pdf-remark", "word-template")
"""Rules whose problems are told again as long as nothing changes."""


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


@dataclass(frozen=True)
class Run:
    """A command on its way, and what it met before its own work."""

    asked: Asked
    before: States
    """The states of all that may be read, as they were before it was."""
    taken: Taken
    tell: Tell
    shelf: Shelf
    stop: Callable[[], bool] | None
    lines: list[str] = field(default_factory=list)
    """What was told of what was read."""

    def tell_read(self, line: str) -> None:
        """Tell a line that is told again when nothing changed."""
        self.lines.append(line)
        self.tell(line)

    def asks(self, option: str) -> bool:
        """Whether the command was given with this option."""
        return bool(self.asked.options.get(option))

    @property
    def pull(self) -> bool:
        """Whether edited files are taken back; they are, unless the command refuses."""
        return bool(self.asked.options.get("pull", True))

    @property
    def output(self) -> Path:
        """The folder that the files go to."""
        return self.asked.output / "final" if self.asks("final") else self.asked.output


def begin(asked: Asked, tell: Tell, *, force: bool = False, stop: Callable[[], bool] | None = None) -> Run:
    """Take back what people edited; called while the workshop's lock is held."""
    before = states(asked.folder, asked.output)
    pull = bool(asked.options.get("pull", True))
    taken = take_back(asked.folder, asked.output, tell, pull=pull)
    if any(one.edits for one in taken.returned):
        before = after_append(before, asked.folder)
    return Run(asked, before, taken, tell, Shelf(asked.folder, anew=force), stop)


def make(run: Run, gathered: Gathered, wanted: Sequence[Wanted]) -> Built:
    """Make the files and write them; a fault while they are made leaves all as they were."""
    raise_if_any(gathered.faults, WorkshopError)
    if run.asks("strict"):
        raise_if_any(gathered.problems, ProblemsFound)
    folder, taken = run.asked.folder, run.taken
    shown = for_readers(gathered)
    report = lay_out(shown, final=run.asks("final"))
    remarks = check_templates(folder, report, gathered.funding, tried=False)
    raise_if_any(remarks, TemplateError)
    wanted = with_spreadsheet(wanted, report)
    sheet = (gathered.workshop, gathered.findings, gathered.present, gathered.records)
    writer = Writer(
        folder,
        run.output,
        gathered.records,
        pull=run.pull,
        taken=taken.paths,
        sheet=review_sheet(*sheet) if taken.renew else None,
    )
    edition = Edition(report, shown.findings, notes_of(shown), folder, run.output, run.shelf.anew, run.stop)
    late = (run.output / file.file for file in wanted if file.suffix == "pdf")
    judged = run.asks("strict") or run.asks("final")
    unmade = make_files(
        edition,
        wanted,
        _judged(run, shown, writer.write) if judged else writer.write,
        at_once=judged or any(in_the_way(folder, path) for path in late),
    )
    if "pdf" not in run.asked.options["formats"]:
        unmade = tuple(replace(problem, level="warning") for problem in unmade)
    _tell_changed(run, gathered)
    done = writer.done
    run.shelf.keep()
    run.tell(_written_line(len(done.written), len(done.unchanged)))
    if writer.whole and not taken.problems and all(problem.rule.startswith(REMARKS) for problem in unmade):
        _stamp(run, writer, gathered, (*gathered.problems, *remarks, *unmade))
    return Built(
        gathered=gathered,
        written=done.written,
        unchanged=done.unchanged,
        returned=done.kept,
        problems=(*gathered.problems, *remarks, *taken.problems, *done.problems, *unmade),
    )


def _judged(run: Run, shown: Gathered, write: Write) -> Write:
    """The same, but files in which something must not be sent out are not written."""
    from report_builder.publishing import judge_files, made_files

    def judge(made: Sequence[Made]) -> None:
        search = make_search(shown.read.workshop, shown.participants)
        leaks = find_leaks(((file.file, file.data) for file in made), search)
        sent = made_files(run.asked.folder, run.output, made, final=run.asks("final"))
        raise_if_any((*leaks, *judge_files(shown, sent)), ProblemsFound)
        write(made)

    return judge


def _tell_changed(run: Run, gathered: Gathered) -> None:
    for what, records in (("reworded", gathered.reworded), ("gone", gathered.gone)):
        numbers = [f"F{record.number}" for record in records if record.number]
        if numbers:
            run.tell(f"{what:<9} {', '.join(numbers)}")


def _stamp(run: Run, writer: Writer, gathered: Gathered, problems: Sequence[Problem]) -> None:
    """Leave word of what the command would say if it were run again at once."""
    folder, done = run.asked.folder, writer.done
    made = (*done.unchanged, *done.written)
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
        writer.states,
    )


def _written_line(written: int, unchanged: int) -> str:
    return f"written   {count(written, 'file')}, {unchanged} unchanged"
