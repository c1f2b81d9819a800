"""Transcripts (.vtt, .srt) -> Source: one block per spoken passage, with speaker and time.

Written for what Teams, Zoom and subtitle tools really write, which is seldom what the standard says.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from report_builder.load.encoding import decode
from report_builder.load.files import read_bytes, refusal
from report_builder.model import Block, Kind, Source, Where
from report_builder.settings import Workshop

SUFFIXES = (".vtt", ".srt")

CLOCK = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,]\d+)?"
ARROW = re.compile(rf"^\s*{CLOCK}\s*-->\s*{CLOCK}")
VOICE = re.compile(r"<v(?:\.[^\s<>]+)?\s+([^<>]*)>")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|</[^<>]*>")
BADGE = re.compile(
    r"\s*[(\[](?:guest|external|unverified|host|co-host|gast|extern|invité|externe|ospite|invitado)[)\]]\s*",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\s\d{1,2}$")
"""The end of `Speaker 1`, which is no time."""
NAMED = re.compile(r"^(?:-\s+)?([^\W\d_][^:\n<>]{0,60}?)\s*:\s+(?=\S)")


@dataclass(frozen=True)
class Cue:
    """A passage as it stands in the file: start and raw lines."""

    time: str
    lines: tuple[str, ...]


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a transcript; cues in the order of the file.

    Raises:
        SourceError: it is not text, or holds no cue.
    """
    text, notices = decode(
        read_bytes(path, place, workshop.limits), place, workshop.language, limits=workshop.limits
    )
    cues = tuple(_cues(text.split("\n")))
    if not cues:
        raise refusal(
            place,
            "there is no line with times such as 00:01:00.000 --> 00:01:04.000",
            "Export the transcript again.",
        )
    marks = {mark.casefold() for lens in workshop.lenses for mark in (*lens.marks, lens.title)}
    blocks = _with_inline_names([block for cue in cues for block in _blocks(cue, place)], marks)
    spoken = tuple(block for block in blocks if block.text)
    empty = len(blocks) - len(spoken)
    return Source(place, path.stem, spoken, {"empty": empty} if empty else {}, notices=notices)


def _cues(lines: list[str]) -> Iterator[Cue]:
    number = 0
    while number < len(lines):
        start = ARROW.match(lines[number])
        number += 1
        if not start:
            continue
        body = []
        while number < len(lines) and lines[number].strip() and not ARROW.match(lines[number]):
            body.append(lines[number].strip())
            number += 1
        if number < len(lines) and lines[number].strip() and body and body[-1].isdigit():
            body.pop()  # the next cue's number, where the empty line between is missing
        hours, minutes, seconds = (int(part or 0) for part in start.groups()[:3])
        yield Cue(f"{hours:02}:{minutes:02}:{seconds:02}", tuple(body))


def _blocks(cue: Cue, place: str) -> Iterator[Block]:
    """Yield a block for each voice in a cue, or one without speaker."""
    parts = VOICE.split("\n".join(cue.lines))
    where = Where(place, time=cue.time)
    if _words(parts[0]) or len(parts) == 1:
        yield Block(Kind.CUE, _words(parts[0]), where)
    for name, said in zip(parts[1::2], parts[2::2], strict=True):
        yield Block(Kind.CUE, _words(said), where, speaker=speaker_name(name))


def _words(raw: str) -> str:
    return " ".join(html.unescape(TAG.sub("", raw)).split())


def speaker_name(name: str) -> str:
    """Return a speaker's name without badges such as `(Guest)`."""
    return BADGE.sub(" ", html.unescape(name)).strip(" ,;")


def _with_inline_names(blocks: list[Block], marks: set[str]) -> list[Block]:
    """Take `Name: text` apart where the file does so as a habit, as Zoom does, and not once by chance."""
    names = [_inline_name(block, marks) for block in blocks]
    counted = Counter(name for name in names if name)
    habit = counted.total() * 3 >= len(blocks)
    return [
        block._replace(speaker=speaker_name(name), text=NAMED.sub("", block.text, count=1))
        if name and (habit or counted[name] > 1)
        else block
        for block, name in zip(blocks, names, strict=True)
    ]


def _inline_name(block: Block, marks: set[str]) -> str:
    found = None if block.speaker else NAMED.match(block.text)
    if not found:
        return ""
    name = BADGE.sub(" ", found[1]).strip()
    words = name.split()
    proper = len(words) <= 3 and all(word[0].isupper() or not word[0].isalpha() for word in words)
    numbers = any(map(str.isdigit, NUMBERED.sub("", name)))
    return found[1] if proper and name.casefold() not in marks and not numbers else ""
