"""The command line: parses, calls the pipeline, prints, sets the exit code. Nothing heavy is imported above.

Exit codes: 0 done; 1 something asked for was not made or not read; 2 wrong usage; 70 a bug of ours.
"""

import sys
import traceback
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from report_builder.errors import Problem, ReportBuilderError

if TYPE_CHECKING:
    from report_builder.pipeline import Built

app = typer.Typer(
    help="From a workshop's notes and feedback to a report in Word, PDF and HTML.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

BUG = 70


class ReportFormat(StrEnum):
    """Formats of the report."""

    docx = "docx"
    pdf = "pdf"
    html = "html"


class SummaryFormat(StrEnum):
    """Formats of a summary."""

    docx = "docx"
    pdf = "pdf"
    html = "html"
    md = "md"


class DataFormat(StrEnum):
    """Formats of the findings as data."""

    csv = "csv"
    xlsx = "xlsx"
    json = "json"


class ChangesFormat(StrEnum):
    """Formats that show what changed."""

    docx = "docx"


class Tracked(StrEnum):
    """How tracked changes are read."""

    final = "final"
    original = "original"


class Side(StrEnum):
    """Whose version settles a conflict."""

    word = "word"
    inputs = "inputs"


Folder = Annotated[Path, typer.Argument(metavar="WORKSHOP", help="The workshop's folder.")]
OptionalFolder = Annotated[Path, typer.Option("--workshop", metavar="DIR", help="The workshop's folder.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but problems.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object; all else goes to standard error.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Where to write instead of the workshop's output/.")
]


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"report-builder {version('report-builder')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """From a workshop's notes and feedback to a report in Word, PDF and HTML."""


@app.command()
def build(
    folder: Folder = Path(),
    format: Annotated[
        list[ReportFormat] | None,
        typer.Option("--format", "-f", help="Only this format, and what lies in output/; may be repeated."),
    ] = None,
    final: Annotated[
        bool,
        typer.Option("--final", help="The version to publish, in output/final/; refused while work is open."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Make everything anew; at present every build does.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing if a file can't be read; exit 1 on any warning.")
    ] = False,
    no_pull: Annotated[
        bool, typer.Option("--no-pull", help="Refuse to write over a file that somebody edited.")
    ] = False,
    changes_since: Annotated[
        str,
        typer.Option(
            metavar="VERSION", help="List in an annex what changed since this version, such as 0.2."
        ),
    ] = "",
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make the report, and anew everything else in output/."""
    from report_builder import pipeline

    built = pipeline.build(
        folder,
        formats=format or [],
        final=final,
        strict=strict,
        pull=not no_pull,
        output=output,
        since=changes_since,
        tell=_teller(quiet, json),
    )
    _finish(built, quiet, json, strict)


@app.command()
def summaries(
    folder: Folder = Path(),
    theme: Annotated[
        list[str] | None, typer.Option("--theme", "-t", help="Only this theme; may be repeated.")
    ] = None,
    lens: Annotated[
        list[str] | None,
        typer.Option("--lens", "-l", help="Instead, one lens over all themes; may be repeated."),
    ] = None,
    format: Annotated[
        list[SummaryFormat] | None, typer.Option("--format", "-f", help="Only this format; may be repeated.")
    ] = None,
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make a summary of each theme, to be sent out by itself."""
    if theme and lens:
        raise typer.BadParameter("give --theme or --lens, not both")
    from report_builder import pipeline

    built = pipeline.summaries(
        folder,
        themes=theme or [],
        lenses=lens or [],
        formats=format or [],
        output=output,
        tell=_teller(quiet, json),
    )
    _finish(built, quiet, json)


@app.command()
def export(
    folder: Folder = Path(),
    format: Annotated[
        list[DataFormat] | None, typer.Option("--format", "-f", help="Only this format; may be repeated.")
    ] = None,
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write the findings as data, with source, reason and state."""
    from report_builder import pipeline

    built = pipeline.export(folder, formats=format or [], output=output, tell=_teller(quiet, json))
    _finish(built, quiet, json)


@app.command()
def check(
    folder: Folder = Path(),
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 on any warning or undecided statement.")
    ] = False,
    mapping: Annotated[
        bool,
        typer.Option(
            "--mapping", help="Print instead how sheets were read, as TOML to keep in workshop.toml."
        ),
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """List every problem at once, and what became of every statement. Writes nothing."""
    from report_builder import pipeline
    from report_builder.check import account, edits
    from report_builder.check import mapping as columns

    gathered = pipeline.gather(folder)
    problems = (*gathered.faults, *pipeline.try_page(gathered), *gathered.problems)
    sources = account.account_of_sources(gathered.sources, gathered.findings, problems)
    memos = edits.open_memos(gathered.findings, gathered.present)
    if json:
        more = {"mapping": columns.as_json(gathered.sources)} if mapping else {}
        more |= {"memos": edits.as_json(memos)}
        _print_json(account.as_json(gathered.account, sources, problems) | more)
    else:
        _print_problems(problems)
        if mapping:
            typer.echo(columns.as_toml(gathered.sources))
        elif not quiet:
            typer.echo(account.as_text(gathered.account, sources))
            for memo, label in memos:
                typer.echo(f"comment   {edits.memo_line(memo, label)}")
    _exit_with(problems, strict, undecided=gathered.account.undecided)


@app.command()
def pull(
    drafts: Annotated[
        list[Path] | None, typer.Argument(metavar="DRAFT...", help="Word files that people edited.")
    ] = None,
    folder: OptionalFolder = Path(),
    tracked: Annotated[
        Tracked, typer.Option(help="Read tracked changes as accepted (final) or as rejected (original).")
    ] = Tracked.final,
    take: Annotated[
        Side | None,
        typer.Option(help="Settle conflicts: for what people wrote (word), or for the notes (inputs)."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="With --take: only this one (F12, id, section); may be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken over.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Take over what people changed and noted in drafts."""
    from report_builder import pipeline
    from report_builder.check import returned

    if not drafts and not take:
        raise typer.BadParameter("name the Word files that came back, or use --take to settle conflicts")
    pulled = pipeline.pull(
        folder,
        drafts or [],
        original=tracked is Tracked.original,
        take=take.value if take else "",
        only=only or [],
        dry_run=dry_run,
        tell=_teller(quiet, json),
    )
    gathered = pulled.gathered
    told = returned.tell(pulled.edits, gathered.findings, gathered.clashes, gathered.records)
    if json:
        _print_json(returned.as_json(told))
    elif not quiet:
        typer.echo(returned.as_text(told))
        if dry_run:
            typer.echo("Nothing was taken over. Leave --dry-run out to do it.")


@app.command()
def diff(
    drafts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DRAFT", help="Version, beginning of a draft's id, or Word file; two at most."
        ),
    ] = None,
    folder: OptionalFolder = Path(),
    format: Annotated[
        ChangesFormat | None,
        typer.Option("--format", "-f", help="Write output/changes.docx instead, with tracked changes."),
    ] = None,
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell what changed since the last draft, or since another one, or between two."""
    from report_builder import changes
    from report_builder.check import changed
    from report_builder.disk import show

    names = drafts or []
    if len(names) > (1 if format else 2):
        raise typer.BadParameter(
            "two drafts can be compared; a Word file shows one beside the present report"
        )
    if format:
        marked = changes.mark(folder, *names, output=output, tell=_teller(quiet, json))
        if json:
            _print_json({"written": [show(folder, marked.path)] if marked.written else []})
        elif not quiet:
            typer.echo(f"{'written' if marked.written else 'unchanged':<10}{show(folder, marked.path)}")
        _print_problems(marked.problems)
        return
    difference = changes.compare(folder, names)
    if json:
        _print_json(changed.as_json(difference))
    elif not quiet:
        typer.echo(changed.as_text(difference))


@app.command()
def review(
    folder: Folder = Path(),
    apply: Annotated[
        bool, typer.Option("--apply", help="Take over what was chosen in the sheet that lies there.")
    ] = False,
    sheets: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE", help="Take over a copy that came back, too; may be repeated."),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="Instead, list what people changed so far.")] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", metavar="N", help="Instead, undo entry N of the list.")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Write inputs/review.xlsx, for going through all statements; what was chosen there is taken over."""
    from report_builder import reviewing
    from report_builder.check import returned

    if bool(apply or sheets) + log + (undo is not None) > 1:
        raise typer.BadParameter("give --log or --undo alone")
    if log or undo is not None:
        _journal(folder, undo, quiet, json)
        return
    done = reviewing.review(folder, apply=apply, copies=sheets or [], tell=_teller(quiet, json))
    gathered = done.gathered
    told = returned.tell(done.edits, gathered.findings, (), gathered.records)
    if json:
        facts = {"statements": len(gathered.findings), "undecided": done.undecided}
        problems = [_problem_fields(problem) for problem in done.problems]
        _print_json(
            {**facts, "conflicts": done.conflicts, "applied": returned.as_json(told), "problems": problems}
        )
    elif not quiet and (apply or sheets or done.edits):
        typer.echo(returned.as_text(told))
    _print_problems(done.problems)


@app.command()
def explain(
    finding: Annotated[str, typer.Argument(metavar="ID", help="Printed number (F12) or id of a statement.")],
    folder: Folder = Path(),
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell where a statement comes from and why it stands where it stands."""
    from report_builder import pipeline
    from report_builder.check import explanation

    gathered = pipeline.gather(folder)
    found = explanation.find(finding, gathered.findings, gathered.records, gathered.present.joined)
    if json:
        _print_json(explanation.as_json(found))
    else:
        typer.echo(explanation.as_text(found, gathered.workshop))


@app.command()
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to make, or to write a workshop.toml for.")
    ],
    title: Annotated[str, typer.Option(help="Title of the workshop.")] = "",
    date: Annotated[str, typer.Option(help="Day of the workshop, as 2017-05-09.")] = "",
    place: Annotated[str, typer.Option(help="Where it was.")] = "",
    organiser: Annotated[str, typer.Option(help="Who organised it.")] = "",
    acronym: Annotated[str, typer.Option(help="Acronym of the project.")] = "",
    programme: Annotated[
        str,
        typer.Option(help="EU programme: h2020, horizon-europe, horizon-europe-co-funded, fp7 or none."),
    ] = "",
    grant_number: Annotated[str, typer.Option(help="Number of the grant agreement.")] = "",
    theme: Annotated[list[str] | None, typer.Option(help="Title of a theme; may be repeated.")] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make a workshop's folder, or write a workshop.toml for the notes that lie there."""
    from report_builder import scaffold

    answers = {
        "title": title,
        "date": date,
        "place": place,
        "organiser": organiser,
        "acronym": acronym,
        "programme": programme,
        "grant_number": grant_number,
    }
    titles = list(theme or [])
    if sys.stdin.isatty() and not (quiet or json):
        answers = {name: answer or _ask(name) for name, answer in answers.items()}
        titles = titles or [name.strip() for name in _ask("themes").split(",")]
    made = scaffold.make_workshop(folder, answers, titles)
    if json:
        written, left = ([str(path) for path in paths] for paths in (made.written, made.left))
        _print_json({"written": written, "left": left})
    elif not quiet:
        for path in made.written:
            typer.echo(f"written   {path}")
        for path in made.left:
            typer.echo(f"left      {path}: no notes or sheet that can be read")
        typer.echo(f"Next: look over {folder / 'inputs' / 'workshop.toml'}, put your notes into ", nl=False)
        typer.echo(f"{folder / 'inputs' / 'notes'}, then `report-builder build {folder}`.")


def main(args: Sequence[str] | None = None) -> None:
    """Run the program with these arguments, else those of the process; the only place that catches errors."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(args=args)
    except ReportBuilderError as error:
        _print_problems(error.problems)
        sys.exit(1)
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        typer.echo(
            "This is a bug in report-builder; your notes and sheets were not changed. Please report it.",
            err=True,
        )
        sys.exit(BUG)


def _journal(folder: Path, undo: int | None, quiet: bool, json: bool) -> None:
    """List the journal, or undo an entry of it."""
    from report_builder import reviewing
    from report_builder.check import log

    done = reviewing.undo(folder, undo) if undo is not None else None
    edits, labels = reviewing.read_log(folder)
    if json:
        _print_json(log.as_json([edits[-1]] if done else edits, labels, len(edits) if done else 1))
    elif done and not quiet:
        typer.echo(f"undone    {log.in_words(done[0], labels)}")
        typer.echo(f"          Entry {len(edits)} of the journal now; build again to see it.")
    elif not quiet:
        typer.echo(log.as_text(edits, labels))


def _teller(quiet: bool, json: bool) -> Callable[[str], None]:
    def tell(line: str) -> None:
        if not quiet:
            typer.echo(line, err=json)

    return tell


def _finish(built: "Built", quiet: bool, json: bool, strict: bool = False) -> None:
    from report_builder.disk import show

    gathered, folder = built.gathered, built.gathered.folder
    if json:
        _print_json(
            {
                "written": [show(folder, path) for path in built.written],
                "unchanged": [show(folder, path) for path in built.unchanged],
                "returned": [show(folder, path) for path in built.returned],
                **{
                    name: [{"number": record.number, "statement": record.statement} for record in records]
                    for name, records in (("gone", gathered.gone), ("reworded", gathered.reworded))
                },
                "problems": [_problem_fields(problem) for problem in built.problems],
            }
        )
    elif not quiet:
        for path in built.written:
            typer.echo(f"          {show(folder, path)}")
    _print_problems(built.problems)
    _exit_with(built.problems, strict, undecided=built.gathered.account.undecided)


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        typer.echo(f"{problem.level:<9} {problem}", err=True)


def _problem_fields(problem: Problem) -> dict[str, str]:
    return {
        "rule": problem.rule,
        "level": problem.level,
        "where": problem.where,
        "what": problem.what,
        "mend": problem.mend,
    }


def _print_json(document: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _exit_with(problems: Sequence[Problem], strict: bool, undecided: int) -> None:
    if strict and undecided:
        what = f"{undecided} {'statement awaits' if undecided == 1 else 'statements await'} review"
        mend = "Decide each in the sheet that `report-builder review` writes, or leave --strict out."
        _print_problems([Problem("strict-undecided", "inputs", what, mend)])
    serious = any(problem.level == "error" for problem in problems)
    if serious or (strict and (problems or undecided)):
        raise typer.Exit(1)


QUESTIONS = {
    "title": "Title of the workshop",
    "date": "Its (first) day, as 2017-05-09",
    "place": "City and country",
    "organiser": "Who organised it",
    "acronym": "Acronym of the project",
    "programme": "EU programme: h2020, horizon-europe, fp7 or none",
    "grant_number": "Number of the grant agreement",
    "themes": "Themes, with commas between them",
}


def _ask(name: str) -> str:
    """Ask until the answer can be used; an empty one leaves it for later."""
    from report_builder.scaffold import fault_of

    while True:
        answer = str(typer.prompt(QUESTIONS[name], default="", show_default=False)).strip()
        fault = fault_of(name, answer)
        if not fault:
            return answer
        typer.echo(fault, err=True)
