"""The commands that write to output/: `build`, `summaries`, `press-release`, `export`."""

from pathlib import Path
from typing import Annotated

import typer

from report_builder.cli.options import DataFormat, Folder, Json, Output, Quiet, ReportFormat, SummaryFormat
from report_builder.cli.printing import finish, teller


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
        tell=teller(quiet, json),
    )
    finish(built, quiet, json, strict)


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
        tell=teller(quiet, json),
    )
    finish(built, quiet, json)


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
    from report_builder import pipeline

    built = pipeline.press_release(folder, formats=format or [], output=output, tell=teller(quiet, json))
    finish(built, quiet, json)


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

    built = pipeline.export(folder, formats=format or [], output=output, tell=teller(quiet, json))
    finish(built, quiet, json)
