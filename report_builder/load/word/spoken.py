"""Transcripts that a meeting program saved as a Word file: `Name   0:03`, then what was said."""

import re
from collections.abc import Sequence
from dataclasses import replace

from report_builder.load.transcript import speaker_name
from report_builder.model import Block, Kind

SPEAKER = re.compile(
    r"(?P<name>[^\W\d_][^\n\t]{1,60}?)(?:[ \xa0]{2,}|\s*\t\s*)(?P<time>(?:\d+:)?\d{1,2}:\d\d)"
)
FEWEST = 2
"""Speakers' lines in a file that is a transcript; one may stand anywhere by chance."""


def with_speakers(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], int]:
    """Turn the paragraphs of a transcript into cues; return them and how many lines held only a speaker.

    Other files come back unchanged.
    """
    heads = [SPEAKER.match(block.text) for block in blocks]
    alone = [
        head if head and _rest(block, head) is not None else None
        for block, head in zip(blocks, heads, strict=True)
    ]
    if sum(head is not None for head in alone) < max(FEWEST, len(blocks) // 5):
        return tuple(blocks), 0
    spoken: list[Block] = []
    speaker = time = ""
    for block, head in zip(blocks, alone, strict=True):
        text = block.text
        if head:
            speaker, time = speaker_name(head["name"]), _clock(head["time"])
            text = _rest(block, head) or ""
        if text and speaker:
            block = replace(
                block,
                kind=Kind.CUE,
                level=0,
                text=text,
                speaker=speaker,
                where=replace(block.where, time=time),
            )
        if text:
            spoken.append(block)
    return tuple(spoken), len(blocks) - len(spoken)


def _rest(block: Block, head: re.Match[str]) -> str | None:
    """What stands below the speaker's line in the same paragraph; None if it goes on in that line."""
    rest = block.text[head.end() :]
    return rest.strip() if not rest or rest.startswith("\n") else None


def _clock(time: str) -> str:
    parts = [int(part) for part in time.split(":")]
    hours, minutes, seconds = [0, *parts] if len(parts) == 2 else parts
    return f"{hours:02}:{minutes:02}:{seconds:02}"
