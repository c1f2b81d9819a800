"""The command `new`, which asks on a terminal for what was not typed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from report_builder.cli.options import Json, Quiet
from report_builder.cli.printing import print_json

QUESTIONS = {
    "language": "Language of the report: en, el, de, es, fr, it, nl",
    "title": "Title of the workshop",
    "date": "Its (first) day, as 2017-05-09",
    "place": "City and country",
    "organiser": "Who organised it",
    "acronym": "Acronym of the project",
    "programme": "EU programme: h2020, horizon-europe, horizon-europe-co-funded, another, or none",
    "grant_number": "Number of the grant agreement",
    "authority": "Who granted: European Commission, an agency, a partnership",
    "themes": "Themes, with commas between them",
}


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
        typer.Option(help="EU programme, as in h2020, h2020-msca, horizon-europe-co-funded; or none."),
    ] = "",
    grant_number: Annotated[str, typer.Option(help="Number of the grant agreement.")] = "",
    authority: Annotated[str, typer.Option(help="Who granted, as the disclaimer names it.")] = "",
    language: Annotated[str, typer.Option(help="Language of the report, as in en or el.")] = "",
    theme: Annotated[list[str] | None, typer.Option(help="Title of a theme; may be repeated.")] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Only write what editors need to complete workshop.toml anew.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Make a workshop's folder, or write a workshop.toml for the notes that lie there."""
    from report_builder import scaffold

    if schema:
        typer.echo(f"written   {scaffold.write_schema(folder)}")
        return
    answers = {
        "language": language,
        "title": title,
        "date": date,
        "place": place,
        "organiser": organiser,
        "acronym": acronym,
        "programme": programme,
        "grant_number": grant_number,
        "authority": authority,
    }
    titles = list(theme or [])
    if sys.stdin.isatty() and not (quiet or json):
        for name, answer in answers.items():
            needless = name in ("grant_number", "authority") and answers["programme"] in ("", "none")
            answers[name] = answer or ("" if needless else _ask(name))
        titles = titles or [name.strip() for name in _ask("themes").split(",")]
    made = scaffold.make_workshop(folder, answers, titles)
    if json:
        written, left = ([str(path) for path in paths] for paths in (made.written, made.left))
        print_json({"written": written, "left": left})
    elif not quiet:
        for path in made.written:
            typer.echo(f"written   {path}")
        for path in made.left:
            typer.echo(f"left      {path}: no notes or sheet that can be read")
        typer.echo(f"Next: look over {folder / 'inputs' / 'workshop.toml'}, put your notes into ", nl=False)
        typer.echo(f"{folder / 'inputs' / 'notes'}, then `report-builder build {folder}`.")


def _ask(name: str) -> str:
    """Ask until the answer can be used; an empty one leaves it for later."""
    from report_builder.scaffold import fault_of

    while True:
        answer = str(typer.prompt(QUESTIONS[name], default="", show_default=False)).strip()
        fault = fault_of(name, answer)
        if not fault:
            return answer
        typer.echo(fault, err=True)
