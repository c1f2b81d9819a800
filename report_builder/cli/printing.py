"""Results and problems -> lines or JSON on the terminal, and the exit code."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from report_builder.errors import Problem
from report_builder.words import CONTROL, STEERING, plain_line

if TYPE_CHECKING:
    from report_builder.fresh import Done


STRANGE = re.compile(f"{CONTROL.pattern}|{STEERING.pattern}")
"""What JSON may hold and a terminal may not."""


def teller(quiet: bool, json: bool) -> Callable[[str], None]:
    """What tells how far the work is: on standard error where JSON is printed, nowhere if `quiet`."""

    def tell(line: str) -> None:
        if not quiet:
            typer.echo(plain_line(line), err=json)

    return tell


def finish(done: "Done", quiet: bool, json: bool, strict: bool = False) -> None:
    """Tell what a command made, and exit as its problems say."""
    print_done(done, quiet, json)
    exit_with(done.problems, strict, undecided=done.undecided)


def print_done(done: "Done", quiet: bool, json: bool) -> None:
    """Tell what a command made, and its problems."""
    if json:
        print_json(
            {
                "written": done.written,
                "unchanged": done.unchanged,
                "returned": done.returned,
                **{
                    name: [{"number": number, "statement": statement} for number, statement in records]
                    for name, records in (("gone", done.gone), ("reworded", done.reworded))
                },
                "problems": [problem_fields(problem) for problem in done.problems],
            }
        )
    elif not quiet:
        for path in done.written:
            typer.echo(f"          {plain_line(path)}")
    print_problems(done.problems)


def print_problems(problems: Sequence[Problem]) -> None:
    """A line for each, on standard error; names of files steer no terminal."""
    for problem in problems:
        # A mend may show several lines to be copied.
        mend = "\n".join(map(plain_line, problem.mend.split("\n")))
        told = replace(problem, where=plain_line(problem.where), what=plain_line(problem.what), mend=mend)
        typer.echo(f"{problem.level:<9} {told}", err=True)


def problem_fields(problem: Problem) -> dict[str, str]:
    """A problem as JSON has it."""
    return {
        "rule": problem.rule,
        "level": problem.level,
        "where": problem.where,
        "what": problem.what,
        "mend": problem.mend,
    }


def print_json(document: dict[str, Any]) -> None:
    """One JSON object, on standard output."""
    import json

    text = json.dumps(document, ensure_ascii=False, indent=1)
    typer.echo(STRANGE.sub(lambda found: json.dumps(found[0])[1:-1], text))


def exit_with(problems: Sequence[Problem], strict: bool, undecided: int) -> None:
    """Exit with 1 on an error, and if `strict` on any problem or undecided statement."""
    if strict and undecided:
        what = f"{undecided} {'statement awaits' if undecided == 1 else 'statements await'} review"
        mend = "Decide each in the sheet that `report-builder review` writes, or leave --strict out."
        print_problems([Problem("strict-undecided", "inputs", what, mend)])
    serious = any(problem.level == "error" for problem in problems)
    if serious or (strict and (problems or undecided)):
        raise typer.Exit(1)
