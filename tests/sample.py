"""A small workshop and its parts, for tests that need one."""

from pathlib import Path

from report_builder.coding import code_segments
from report_builder.extract import extract, name_groups
from report_builder.load import load_source
from report_builder.model import Block, Coding, Finding, Kind, Segment, Source, Status, Where
from report_builder.settings import Workshop
from report_builder.workshop import parse_workshop

WORKSHOP_TOML = """\
[event]
title = "Voices of the street"
date = 2024-03-05
place = "Porto, Portugal"
organiser = "Institute of Civic Studies"

[[themes]]
id = "protests"
title = "Protests"
keywords = ["march", "demonstration"]

[[themes]]
id = "festivals"
title = "Festivals"
aliases = ["Open air"]

[[groups]]
id = "police"
title = "Police"
aliases = ["LEA"]

[[groups]]
id = "city"
title = "City authorities"

[[sessions]]
id = "morning"
title = "Morning table"
theme = "protests"
moderator = "Petra Moderator"
files = ["notes/morning.*"]
"""


def workshop(extra: str = "") -> Workshop:
    """The sample workshop; `extra` is more TOML, put before the rest where it holds top-level keys."""
    return parse_workshop(WORKSHOP_TOML + extra)


def blocks(*texts: str, path: str = "notes/morning.md", kind: Kind = Kind.PARAGRAPH) -> Source:
    """A source of plain passages."""
    made = tuple(Block(kind, text, Where(path, line=line)) for line, text in enumerate(texts, 1))
    return Source(path, "Morning", made)


def segments(source: Source, settings: Workshop) -> tuple[Segment, ...]:
    """The segments of a source, groups known by their names alone."""
    return extract(source, settings, name_groups(settings, (), frozenset()))


def codings_of_note(folder: Path, text: str, name: str = "morning.md") -> tuple[Coding, ...]:
    """Read a note written in Markdown and code it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    source = load_source(path, f"notes/{name}", workshop())
    return code_segments(segments(source, workshop()), workshop())


def segment(text: str, **fields: object) -> Segment:
    """A segment with an id of its own."""
    where = fields.pop("where", Where("notes/morning.md", line=1))
    return Segment(id=f"s-{text}-{where}", text=text, where=where, kind=Kind.PARAGRAPH, **fields)  # type: ignore[arg-type]


def coding(
    text: str,
    theme: str = "protests",
    lens: str = "need",
    status: Status = Status.CODED,
    confidence: float = 0.9,
    **fields: object,
) -> Coding:
    """A coding of a segment with this text."""
    return Coding(segment(text, **fields), text, status, theme, lens, "a reason", confidence)


def finding(text: str, **fields: object) -> Finding:
    """A finding with one member."""
    member = coding(text, **fields)  # type: ignore[arg-type]
    return Finding(
        text, member.status, member.theme, member.lens, member.reason, member.confidence, (member,)
    )
