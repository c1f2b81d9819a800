"""The commands that tell what stands there, and why: `check`, `diff`, `explain`."""

from pathlib import Path
from typing import Annotated

import typer

from report_builder.cli.bars import bar
from report_builder.cli.options import ChangesFormat, Folder, Json, OptionalFolder, Output, Quiet
from report_builder.cli.printing import exit_with, print_json, print_problems, problem_fields, teller


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
    publish: Annotated[
        bool, typer.Option("--publish", help="Judge also the files in output/ by the rules for publishing.")
    ] = False,
    privacy: Annotated[
        bool,
        typer.Option(
            "--privacy", help="List instead what is masked, and search output/ for participants' names."
        ),
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """List every problem at once, and what became of every statement. Writes nothing."""
    if privacy:
        _check_privacy(folder, strict, quiet, json)
        return
    from report_builder import layout, pipeline, publishing
    from report_builder.check import account, edits
    from report_builder.check import mapping as columns

    with bar(quiet):
        gathered = pipeline.gather(folder)
        faults = (*gathered.faults, *layout.try_page(gathered))
        judged = publishing.judge_output(gathered) if publish and not faults else ()
    problems = (*faults, *gathered.problems, *judged)
    sources = account.account_of_sources(gathered.sources, gathered.findings, problems)
    memos = edits.open_memos(gathered.findings, gathered.present)
    if json:
        more = {"mapping": columns.as_json(gathered.sources)} if mapping else {}
        more |= {"memos": edits.as_json(memos)}
        print_json(account.as_json(gathered.account, sources, problems) | more)
    else:
        print_problems(problems)
        if mapping:
            typer.echo(columns.as_toml(gathered.sources))
        elif not quiet:
            typer.echo(account.as_text(gathered.account, sources))
            for memo, label in memos:
                typer.echo(f"comment   {edits.memo_line(memo, label)}")
    exit_with(problems, strict, undecided=gathered.account.undecided)


def _check_privacy(folder: Path, strict: bool, quiet: bool, json: bool) -> None:
    """List what is masked and where, and what stands in output/ of people who did not agree."""
    from report_builder import pipeline
    from report_builder.outputs import files_written
    from report_builder.privacy import leaks, listing

    gathered = pipeline.gather(folder)
    read = gathered.read
    masked = listing.list_masked(read.workshop, read.sources, read.prose, read.edits, gathered.masks)
    search = leaks.make_search(read.workshop, read.participants)
    problems = tuple(leaks.find_leaks(files_written(folder / "output"), search))
    if json:
        print_json({"masked": listing.as_json(masked), "problems": [*map(problem_fields, problems)]})
    else:
        print_problems(problems)
        if not quiet:
            typer.echo(listing.as_text(masked))
    exit_with(problems, strict, undecided=0)


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
        marked = changes.mark(folder, *names, output=output, tell=teller(quiet, json))
        if json:
            print_json({"written": [show(folder, marked.path)] if marked.written else []})
        elif not quiet:
            typer.echo(f"{'written' if marked.written else 'unchanged':<10}{show(folder, marked.path)}")
        print_problems(marked.problems)
        return
    difference = changes.compare(folder, names)
    if json:
        print_json(changed.as_json(difference))
    elif not quiet:
        typer.echo(changed.as_text(difference))


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
        print_json(explanation.as_json(found))
    else:
        typer.echo(explanation.as_text(found, gathered.workshop))
