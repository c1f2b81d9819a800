"""Cases in plain text: a title, a line with a dot, the input, a dot, what is expected, a dot."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "cases"


class Case(NamedTuple):
    """One case of a file in cases/."""

    title: str
    given: str
    expected: str


def read_cases(name: str) -> list[Case]:
    """The cases of a file, in order."""
    parts = [part.strip("\n") for part in ("\n" + (FOLDER / name).read_text(encoding="utf-8")).split("\n.\n")]
    parts = [part for part in parts if part.strip()]
    return [Case(*(part.strip() for part in parts[at : at + 3])) for at in range(0, len(parts), 3)]
