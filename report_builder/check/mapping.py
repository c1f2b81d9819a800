"""How the columns of feedback sheets were read, as TOML to be confirmed or corrected in workshop.toml."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from report_builder.model import ColumnReading, Source

TOLD = 1.0
"""Confidence of what workshop.toml says already."""


def as_toml(sources: Sequence[Source]) -> str:
    """Entries for workshop.toml, one for each sheet with anything guessed; the reasons are comments."""
    parts = [_entry(source.path, sheet, readings) for source, sheet, readings in _sheets(sources)]
    return "\n\n".join(parts) or "# There are no feedback sheets."


def as_json(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """The same as it stands in the object that `check --mapping --json` prints."""
    return [
        {
            "path": source.path,
            "sheet": sheet,
            "header": list(readings[0].header),
            "columns": [
                {"name": r.name, "role": r.role, "confidence": r.confidence, "reason": r.reason}
                for r in readings
            ],
        }
        for source, sheet, readings in _sheets(sources)
    ]


def _sheets(sources: Sequence[Source]) -> Iterator[tuple[Source, str, list[ColumnReading]]]:
    for source in sources:
        for sheet, readings in groupby(source.readings, key=lambda reading: reading.sheet):
            yield source, sheet, list(readings)


def _entry(path: str, sheet: str, readings: Sequence[ColumnReading]) -> str:
    name = f"{path}, sheet {sheet}" if sheet else path
    if all(reading.confidence == TOLD for reading in readings):
        return f"# {name}: read as workshop.toml says."
    header = readings[0].header
    keys = [f"file = {_quoted(path)}"]
    keys += [f"sheet = {_quoted(sheet)}"] if sheet else []
    keys += [f"header_row = {header[0]}"] if header else []
    keys += [f"header_rows = {len(header)}"]
    roles = [(f"{_quoted(reading.name)} = {_quoted(reading.role)}", _why(reading)) for reading in readings]
    width = min(max(len(role) for role, _ in roles), 70)
    lines = [f"{role:<{width}}  # {why}" for role, why in roles]
    return "\n".join([f"# {name}", "[[columns]]", *keys, "", "[columns.roles]", *lines])


def _why(reading: ColumnReading) -> str:
    return f"{reading.confidence:.0%}: {reading.reason}"


def _quoted(text: str) -> str:
    """Write a text as TOML does."""
    return json.dumps(text, ensure_ascii=False)
