"""Damaged files are read or refused, never more: bytes of sound files are changed, cut, doubled and moved.

A few examples run with all tests; `make fuzz` runs many (FUZZ=1000 says how many for each file).
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_builder.errors import Problem, ReportBuilderError
from report_builder.history import store
from report_builder.load import load_source
from report_builder.load.word.draft import read_returned
from report_builder.load.workbook.review import read_review
from report_builder.workshop import parse_workshop
from tests.conftest import NOTE, WORKSHOP
from tests.hostile.packages import (
    FINE,
    answers,
    open_row,
    open_sheet,
    open_text,
    packed,
    word,
    word_parts,
    workbook,
)

EXAMPLES = int(os.environ.get("FUZZ", "12"))
MANGLED = word_parts(FINE * 3)["word/document.xml"]
SOUND: dict[str, bytes] = {
    "notes/a.docx": word(FINE * 3),
    "notes/a.odt": open_text("<text:p>Signs are needed.</text:p>"),
    "notes/a.md": NOTE.encode(),
    "notes/a.html": b"<h1>Needs</h1><ul><li>Signs<li>More signs</ul><table><tr><td rowspan=2>x</table>",
    "notes/a.txt": NOTE.encode(),
    "notes/a.vtt": b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Anna>We need signs.</v>\n",
    "notes/a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nAnna: We need signs.\n",
    "feedback/a.xlsx": workbook(answers("Signs are needed.", "More light is needed.")),
    "feedback/a.ods": open_sheet(open_row("What do you need?") + open_row("Signs are needed.")),
    "feedback/a.csv": b'What do you need?,Group\n"Signs, and light",Police\nTrees,City\n',
}
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.binary(max_size=12),
        st.sampled_from(["change", "cut", "double"]),
    ),
    min_size=1,
    max_size=6,
)
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES < 100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def changed(data: bytes, changes: list[tuple[float, int, bytes, str]]) -> bytes:
    for place, length, put, kind in changes:
        at = int(place * len(data))
        piece = data[at : at + length] * 3 if kind == "double" else b"" if kind == "cut" else put
        data = data[:at] + piece + data[at + length :]
    return data


def settle(path: Path, name: str) -> None:
    """Read the file; whatever is wrong must come as an error that a person can mend."""
    found = problems_of(lambda: load_source(path, name, parse_workshop(WORKSHOP)))
    assert all(problem.what and problem.mend for problem in found)


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """What is told; any other error fails the test."""
    try:
        read()
    except ReportBuilderError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("name", SOUND)
@bounded
@given(changes=CHANGES)
def test_damaged_files(tmp_path: Path, name: str, changes: list[tuple[float, int, bytes, str]]) -> None:
    path = tmp_path / f"file{Path(name).suffix}"
    path.write_bytes(changed(SOUND[name], changes))
    settle(path, name)


@bounded
@given(changes=CHANGES)
def test_damaged_parts_of_sound_archives(
    tmp_path: Path, changes: list[tuple[float, int, bytes, str]]
) -> None:
    raw = MANGLED.encode() if isinstance(MANGLED, str) else MANGLED
    path = tmp_path / "a.docx"
    path.write_bytes(packed({**word_parts(FINE), "word/document.xml": changed(raw, changes)}))
    settle(path, "notes/a.docx")
    with pytest.raises(ReportBuilderError):
        read_returned(path, lambda id: None, lambda text: None)


@bounded
@given(changes=CHANGES)
def test_damaged_review_sheets(tmp_path: Path, changes: list[tuple[float, int, bytes, str]]) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(changed(SOUND["feedback/a.xlsx"], changes))
    with pytest.raises(ReportBuilderError):
        read_review(path, "inputs/review.xlsx")


@bounded
@given(changes=CHANGES)
def test_damaged_workshop_toml(changes: list[tuple[float, int, bytes, str]]) -> None:
    text = changed(WORKSHOP.encode(), changes).decode("utf-8", "replace")
    told = problems_of(lambda: parse_workshop(text))
    assert all(problem.where.startswith("inputs/workshop.toml") for problem in told)


@bounded
@given(changes=CHANGES, deep=st.sampled_from(("", "[" * 5000, '{"id":' * 5000)))
def test_damaged_journals(tmp_path: Path, changes: list[tuple[float, int, bytes, str]], deep: str) -> None:
    line = b'{"id": "abc", "field": "statement", "base": "a", "new": "b", "author": "x", "date": "", "origin": "y"}\n'
    path = tmp_path / "inputs" / "history" / "edits.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(changed(line * 2, changes) + deep.encode())
    told = problems_of(lambda: store.read_edits(tmp_path))
    assert all("edits.jsonl" in problem.where for problem in told)
