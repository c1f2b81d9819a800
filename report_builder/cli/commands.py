"""The program: what `--help` tells, and its commands in the order in which they stand there."""

from typing import Annotated

import typer

from report_builder.cli.editing import pull, review
from report_builder.cli.forgetting import forget
from report_builder.cli.looking import check, diff, explain
from report_builder.cli.making import build, export, press_release, summaries, watch
from report_builder.cli.starting import new

app = typer.Typer(
    help="From a workshop's notes and feedback to a report in Word, PDF and HTML.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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


COMMANDS = (
    *(build, summaries, press_release, export, watch),
    *(check, pull, diff, review, explain, forget, new),
)
for command in COMMANDS:
    app.command()(command)
