"""Talks that are no subtitles: `Name   0:03` above what was said, `[00:03] Name: what`, or `Name: what`.

Meeting programs save them as Word files or text, people type them. In go the blocks of a file; out come the
same with speakers.
"""

import re
from collections import Counter
from collections.abc import Sequence

from report_builder.load.transcript import NAMED, speaker_name
from report_builder.model import Block, Kind
from report_builder.words import fold

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
LABELS = frozenset(
    (
        *(
            "action",
            "actions",
            "decision",
            "note",
            "nb",
            "todo",
            "to do",
            "date",
            "time",
            "place",
            "question",
        ),
        *("answer", "idea", "problem", "cause", "solution", "pro", "pros", "con", "cons", "for", "against"),
        *("strength", "strengths", "weakness", "weaknesses", "plus", "minus", "before", "after", "example"),
    )
)
"""What stands before a colon again and again in minutes, and speaks not."""
FEWEST_TURNS = 4
TURNS_EACH = 2
"""Of a talk: each speaks so often, taken together."""
MOST_NAMED = 0.6
"""Of a talk: so many passages begin with who speaks."""
SHAPES = (ABOVE, BEFORE, ARROW)
FEWEST = 2
"""Speakers' lines in a file that is a transcript; one may stand anywhere by chance."""


def with_speakers(blocks: Sequence[Block], marks: frozenset[str]) -> tuple[tuple[Block, ...], int]:
    """Find out who speaks; return the blocks, and how many there were that held only a speaker.

    Files that are no talk come back unchanged. `marks` are words that mark a statement, folded: no names.
    """
    timed, alone = _with_times(blocks)
    return _with_names(timed, marks), alone


def _with_times(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], int]:
    """Turn the passages of a transcript into cues."""
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
            where = block.where._replace(time=time)
            block = block._replace(kind=Kind.CUE, level=0, text=text, speaker=speaker, where=where)
        if text:
            spoken.append(block)
    return tuple(spoken), len(blocks) - len(spoken)


def _with_names(blocks: Sequence[Block], marks: frozenset[str]) -> tuple[Block, ...]:
    """Take `Name: what` apart where most passages begin so, and few names come again and again."""
    passages = [block for block in blocks if block.kind in (Kind.PARAGRAPH, Kind.ITEM)]
    names = {id(block): name for block in passages if (name := _name(block, marks))}
    counted = Counter(names.values())
    again = counted.total() >= FEWEST_TURNS and counted.total() >= TURNS_EACH * len(counted)
    if not again or len(counted) < FEWEST or counted.total() < MOST_NAMED * len(passages):
        return tuple(blocks)
    return tuple(
        block._replace(speaker=speaker_name(names[id(block)]), text=NAMED.sub("", block.text, count=1))
        if id(block) in names
        else block
        for block in blocks
    )


def _name(block: Block, marks: frozenset[str]) -> str:
    """Who speaks, by what stands before a colon; empty if that is no name."""
    found = None if block.speaker else NAMED.match(block.text)
    words = found[1].split() if found else []
    proper = len(words) <= 3 and all(not word[0].islower() for word in words)
    return found[1] if found and proper and fold(found[1]) not in marks | LABELS else ""


def _clock(time: str) -> str:
    parts = [int(part) for part in time.split(":")]
    hours, minutes, seconds = [0, *parts] if len(parts) == 2 else parts
    return f"{hours:02}:{minutes:02}:{seconds:02}"
