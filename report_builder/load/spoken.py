"""Transcripts and chats that are no subtitles: `Name   0:03` above what was said, or `[00:03] Name: what`.

Meeting programs save them as Word files or text. In go the blocks of a file; out come the same with speakers.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from report_builder.load.transcript import speaker_name
from report_builder.model import Block, Kind

NAME = r"(?P<name>[^\W\d_][^\n\t:]{0,60}?)"
TIME = r"(?P<time>(?:\d+:)?\d{1,2}:\d\d)"
ABOVE = re.compile(rf"{NAME}(?:[ \xa0]{{2,}}|\s*\t\s*){TIME}(?P<rest>\Z|\n(?s:.*))")
BEFORE = re.compile(
    rf"(?=[\[(]|\d+:\d\d:\d\d)[\[(]?{TIME}(?:[.,]\d+)?[\])]?\s*[-–—]?\s*(?:From\s+)?{NAME}"
    r"(?:\s+[tT]o\s+[^:\n]{1,60})?:\s*(?P<rest>\S(?s:.*))"
)
"""A time without brackets has seconds: `10:30 Panel 1: maps` is a line of an agenda."""
ARROW = re.compile(
    r"(?P<time>\d+:\d{1,2}:\d{1,2})(?:[.,]\d+)?\s*-->\s*[\d:.,]+\n"
    rf"(?:{NAME}\n)?(?P<rest>\S(?s:.*))"
)
"""The times of a subtitle, the name and the words, as older files of Teams have them in one paragraph."""
SHAPES = (ABOVE, BEFORE, ARROW)
FEWEST = 2
"""Speakers' lines in a file that is a transcript; one may stand anywhere by chance."""


def with_speakers(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], int]:
    """Turn the passages of a transcript into cues; return them and how many lines held only a speaker.

    Other files come back unchanged.
    """
    heads = [next(filter(None, (shape.fullmatch(block.text) for shape in SHAPES)), None) for block in blocks]
    if sum(head is not None for head in heads) < max(FEWEST, len(blocks) // 5):
        return tuple(blocks), 0
    spoken: list[Block] = []
    speaker = time = ""
    for block, head in zip(blocks, heads, strict=True):
        text = block.text
        if head:
            speaker, time = speaker_name(head["name"] or ""), _clock(head["time"])
            text = head["rest"].strip()
        if text and time:
            where = replace(block.where, time=time)
            block = replace(block, kind=Kind.CUE, level=0, text=text, speaker=speaker, where=where)
        if text:
            spoken.append(block)
    return tuple(spoken), len(blocks) - len(spoken)


def _clock(time: str) -> str:
    parts = [int(part) for part in time.split(":")]
    hours, minutes, seconds = [0, *parts] if len(parts) == 2 else parts
    return f"{hours:02}:{minutes:02}:{seconds:02}"
