"""Transcripts as Teams, Zoom and subtitle tools write them."""

import datetime
from pathlib import Path

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.model import Source
from report_builder.settings import Event, Lens, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"),
    (Theme("protests", "Protests"),),
    lenses=(Lens("need", "Needs", marks=("Need",)),),
)


def read(folder: Path, text: str, name: str = "a.vtt") -> Source:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return load_source(path, f"notes/{name}", WORKSHOP)


def said(source: Source) -> list[tuple[str, str, str]]:
    return [(block.where.time, block.speaker, block.text) for block in source.blocks]


def test_teams(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "\ufeffWEBVTT\r\n\r\nNOTE\r\nmade by a tool\r\n\r\n"
        "0b5c-1\r\n00:00:03.500 --> 00:00:08.000 align:start\r\n"
        "<v Maria Papa (Guest)>Police &amp; city need\r\none contact point.</v>\r\n\r\n"
        "00:01:09.000 --> 00:01:10.000\r\n<v Nikos>Agreed.\r\n<v Eleni>Not by me.</v>\r\n",
    )
    assert said(source) == [
        ("00:00:03", "Maria Papa", "Police & city need one contact point."),
        ("00:01:09", "Nikos", "Agreed."),
        ("00:01:09", "Eleni", "Not by me."),
    ]


def test_zoom(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nMaria Papa: We need rules.\n\n"
        "2\n00:00:02.000 --> 00:00:03.000\nMaria Papa: Need: a budget.\n\n"
        "3\n01:00:03.000 --> 01:00:04.000\nat 10:30 we begin: all of us\n",
    )
    assert said(source) == [
        ("00:00:01", "Maria Papa", "We need rules."),
        ("00:00:02", "Maria Papa", "Need: a budget."),
        ("01:00:03", "", "at 10:30 we begin: all of us"),
    ]


def test_a_mark_is_no_speaker(tmp_path: Path) -> None:
    source = read(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\nNeed: a budget.\n")
    assert said(source) == [("00:00:01", "", "Need: a budget.")]


def test_srt_with_missing_empty_line(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        "1\n00:00:01,000 --> 00:00:02,000\n<i>First.</i>\n2\n00:00:02,500 --> 00:00:03,000\nSecond.\n",
        "a.srt",
    )
    assert said(source) == [("00:00:01", "", "First."), ("00:00:02", "", "Second.")]


def test_no_cues_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"notes/a\.vtt: there is no line with times"):
        read(tmp_path, "WEBVTT\n\nNOTE nothing\n")
