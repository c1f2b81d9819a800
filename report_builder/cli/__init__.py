"""The command line: parses, calls the floors below, prints, sets the exit code.

Each command imports what it needs when it runs, so that `--help` stays quick.

Exit codes: 0 done; 1 something asked for was not made or not read; 2 wrong usage; 70 a bug of ours;
130 stopped by Ctrl-C.
"""

import gc
import sys
import traceback
from collections.abc import Sequence

import typer

from report_builder.cli.commands import app
from report_builder.cli.printing import print_problems
from report_builder.errors import ReportBuilderError

BUG = 70
STOPPED = 130
"""By Ctrl-C."""
OBJECTS = 50_000
"""How many new objects Python waits for before it looks for unused ones: those are few."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the program with these arguments, else those of the process; the only place that catches errors."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.set_threshold(OBJECTS)
    try:
        app(args=args)
    except ReportBuilderError as error:
        print_problems(error.problems)
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == STOPPED:
            typer.echo("Stopped. Every file is whole: as it was, or made anew.", err=True)
        raise
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        typer.echo(
            "This is a bug in report-builder; your notes and sheets were not changed. Please report it.",
            err=True,
        )
        sys.exit(BUG)
