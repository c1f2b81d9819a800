"""The command that takes a person out of the tool's memory: `forget`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report_builder.cli.options import Json, OptionalFolder, Quiet
from report_builder.cli.printing import print_json

if TYPE_CHECKING:
    from report_builder.forgetting import Forgotten

REMINDER = (
    "Not reached from here: the files above that people wrote, older versions in git, backups, and copies of "
    "drafts that were sent out. docs/privacy.md tells how to go on."
)


def forget(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Full name of the person.")],
    folder: OptionalFolder = Path(),
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do it; without this it is only told what would change.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Take a person's name out of the history of edits and drafts; tell what else holds it."""
    from report_builder import forgetting
    from report_builder.disk import show

    done = forgetting.forget(folder, name, dry_run=not yes)
    if json:
        print_json(
            {
                "done": yes,
                "rewritten": {show(folder, path): count for path, count in done.rewritten},
                "removed": [show(folder, path) for path in done.removed],
                "drafts": [one.draft for one in done.drafts],
                "left": {show(folder, path): count for path, count in done.left},
            }
        )
    elif not quiet:
        typer.echo(_as_text(done, folder, yes))


def _as_text(done: "Forgotten", folder: Path, yes: bool) -> str:
    from report_builder.disk import show

    lines = [
        f"{'rewritten' if yes else 'to change'} {show(folder, path)} ({_places(count)})"
        for path, count in done.rewritten
    ]
    lines += [f"{'removed' if yes else 'to remove':<9} {show(folder, path)}" for path in done.removed]
    lines += [
        f"draft     {one.draft}: {one.name}, version {one.version}, built {one.built[:10]}; "
        "ask those who got it to delete it"
        for one in done.drafts
    ]
    lines += [f"holds it  {show(folder, path)} ({_places(count)})" for path, count in done.left]
    if not lines:
        return "The name stands nowhere."
    if not yes:
        lines.append("Nothing was changed. Add --yes to do it.")
    return "\n".join([*lines, REMINDER])


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
