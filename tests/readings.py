"""What happens with each file of tests/files: `python -m tests.readings` writes it down anew.

readings.md is a table of all files, outlines.txt what was read of each.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from report_builder.errors import SourceError
from report_builder.extract import count_units, extract
from report_builder.load import known_suffixes, list_sources, load_source
from report_builder.model import Source
from report_builder.settings import Extract
from report_builder.workshop import parse_workshop

FILES = Path(__file__).parent / "files"
TABLE, OUTLINES = FILES / "readings.md", FILES / "outlines.txt"
WORKSHOP = parse_workshop("""
[event]
title = "A day on crowds"
date = 2017-05-09
place = "Athens"
organiser = "The host"

[colours]
yellow = "need"
turquoise = "legal-ethical"

[[themes]]
id = "protests"
title = "Protests"
""")
HEAD = """\
# What happens with each file

Made by `python -m tests.readings`. A file is read or refused; what is read adds up: passages are statements,
or set aside, or no statements.

| File | Passages | Statements | Set aside | No statements | Told |
|---|---|---|---|---|---|
"""


def table() -> str:
    """The table as it is now."""
    return HEAD + "\n".join(_row(path) for path in list_sources(FILES)) + "\n"


def read(name: str, tracked: Literal["final", "original"] = "final") -> Source:
    """A file as read."""
    return load_source(FILES / name, name, replace(WORKSHOP, extract=Extract(tracked=tracked)))


def outlines() -> str:
    """What is read of each file, one after the other."""
    found = []
    for path in list_sources(FILES):
        place = path.relative_to(FILES).as_posix()
        if path.suffix in known_suffixes():
            found.append("\n".join([f"== {place}", *outline(read(place))]))
    return "\n\n".join(found) + "\n"


def outline(source: Source) -> Iterator[str]:
    """A line for each block: where | kind and level | words, and what else is known of them."""
    for block in source.blocks:
        known = (block.question, block.theme, block.lens, block.colour, block.speaker)
        words = " / ".join(block.text.split("\n"))
        what = f"{block.kind.value} {block.level}" if block.level else block.kind.value
        yield " | ".join((block.where.inside, what, words, *filter(None, known)))


def _row(path: Path) -> str:
    place = path.relative_to(FILES).as_posix()
    try:
        source = load_source(path, place, WORKSHOP)
    except SourceError as error:
        problem = error.problems[0]
        mend = problem.mend.split(" What can be read:")[0]
        return f"| {path.name} | refused | | | | {problem.what}. {mend} |"
    segments = extract(source, WORKSHOP, {})
    units = count_units([source])
    aside = Counter(segment.aside for segment in segments if segment.aside)
    read = sum(segment.blocks for segment in segments) + sum(units.values())
    statements = len(segments) - aside.total()
    told = " ".join(source.notices).replace("|", "\\|")
    return f"| {path.name} | {read} | {statements} | {_listed(aside)} | {_listed(units)} | {told} |"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    OUTLINES.write_text(outlines(), encoding="utf-8")
