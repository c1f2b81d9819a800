"""What can be typed after several commands, and the words that an option takes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
    qdc = "qdc"
    qdpx = "qdpx"
    zenodo = "zenodo"


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


def _as_text(path: Path | None) -> Path | None:
    """The path, whose name the record of what was written must hold."""
    from report_builder.words import is_unicode

    if path and not is_unicode(str(path)):
        raise typer.BadParameter("its name holds bytes that are no text; rename it")
    return path


Folder = Annotated[Path, typer.Argument(metavar="WORKSHOP", help="The workshop's folder.")]
OptionalFolder = Annotated[Path, typer.Option("--workshop", metavar="DIR", help="The workshop's folder.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but problems.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object; all else goes to standard error.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", callback=_as_text, help="Where to write instead of the workshop's output/."
    ),
]
