"""The commands that write to output/: `build`, `summaries`, `press-release`, `export`, `watch`."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from report_builder.cli.bars import bar
from report_builder.cli.options import DataFormat, Folder, Json, Output, Quiet, ReportFormat, SummaryFormat
from report_builder.cli.printing import finish, print_done, print_problems, teller


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
        bool, typer.Option("--force", help="Make everything anew, though nothing changed.")
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
    options = {
        "formats": format or [],
        "final": final,
        "strict": strict,
        "pull": not no_pull,
        "since": changes_since,
    }
    _answer("build", folder, output, options, quiet, json, force=force)


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
    options = {"themes": theme or [], "lenses": lens or [], "formats": format or []}
    _answer("summaries", folder, output, options, quiet, json)


def press_release(
    folder: Folder = Path(),
    format: Annotated[
        list[SummaryFormat] | None, typer.Option("--format", "-f", help="Only this format; may be repeated.")
    ] = None,
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make the press release: what was held, where, with whom, what was said, what comes next."""
    _answer("press-release", folder, output, {"formats": format or []}, quiet, json)


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
    _answer("export", folder, output, {"formats": format or []}, quiet, json)


def watch(
    folder: Folder = Path(),
    format: Annotated[
        list[ReportFormat] | None,
        typer.Option("--format", "-f", help="Only this format, and what lies in output/; may be repeated."),
    ] = None,
    output: Output = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make the report again after each save, until Ctrl-C."""
    from report_builder import watching

    with suppress(KeyboardInterrupt):
        watching.watch(
            folder,
            formats=format or [],
            output=output,
            tell=teller(quiet, json),
            show=partial(print_done, quiet=quiet, json=json),
            refuse=print_problems,
        )


def _answer(
    command: str,
    folder: Path,
    output: Path | None,
    options: dict[str, Any],
    quiet: bool,
    json: bool,
    force: bool = False,
) -> None:
    """Run a command, or tell again what it said when nothing changed since; only the first needs much."""
    from report_builder import fresh

    tell = teller(quiet, json)
    done = None if force else fresh.told_again(fresh.Asked.of(command, folder, output, options))
    if done:
        for line in done.lines:
            tell(line)
    else:
        from report_builder import pipeline
        from report_builder.run import Built

        run: Callable[..., Built] = getattr(pipeline, command.replace("-", "_"))
        more = {"force": True} if force else {}
        with bar(quiet):
            done = run(folder, output=output, tell=tell, **options, **more).done
    finish(done, quiet, json, strict=bool(options.get("strict")))
