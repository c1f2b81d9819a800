"""The commands that take over what people changed, in drafts and in the review sheet: `pull`, `review`."""

from pathlib import Path
from typing import Annotated

import typer

from report_builder.cli.options import Folder, Json, OptionalFolder, Quiet, Side, Tracked
from report_builder.cli.printing import print_json, print_problems, problem_fields, teller


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
    from report_builder import pulling
    from report_builder.check import returned

    if not drafts and not take:
        raise typer.BadParameter("name the Word files that came back, or use --take to settle conflicts")
    pulled = pulling.pull(
        folder,
        drafts or [],
        original=tracked is Tracked.original,
        take=take.value if take else "",
        only=only or [],
        dry_run=dry_run,
        tell=teller(quiet, json),
    )
    gathered = pulled.gathered
    told = returned.tell(pulled.edits, gathered.findings, gathered.clashes, gathered.records)
    if json:
        print_json(returned.as_json(told))
    elif not quiet:
        typer.echo(returned.as_text(told))
        if dry_run:
            typer.echo("Nothing was taken over. Leave --dry-run out to do it.")


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
    done = reviewing.review(folder, apply=apply, copies=sheets or [], tell=teller(quiet, json))
    gathered = done.gathered
    told = returned.tell(done.edits, gathered.findings, (), gathered.records)
    if json:
        facts = {"statements": len(gathered.findings), "undecided": done.undecided}
        problems = [problem_fields(problem) for problem in done.problems]
        print_json(
            {**facts, "conflicts": done.conflicts, "applied": returned.as_json(told), "problems": problems}
        )
    elif not quiet and (apply or sheets or done.edits):
        typer.echo(returned.as_text(told))
    print_problems(done.problems)


def _journal(folder: Path, undo: int | None, quiet: bool, json: bool) -> None:
    """List the journal, or undo an entry of it."""
    from report_builder import reviewing
    from report_builder.check import log

    done = reviewing.undo(folder, undo) if undo is not None else None
    edits, labels = reviewing.read_log(folder)
    if json:
        print_json(log.as_json([edits[-1]] if done else edits, labels, len(edits) if done else 1))
    elif done and not quiet:
        typer.echo(f"undone    {log.in_words(done[0], labels)}")
        typer.echo(f"          Entry {len(edits)} of the journal now; build again to see it.")
    elif not quiet:
        typer.echo(log.as_text(edits, labels))
