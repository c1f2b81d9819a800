"""Explicit marks: `Need: …`, `Challenge – …`, `[C] …`, `… #need`, a colour, the columns Theme and Type."""

import re
from dataclasses import dataclass

from report_builder.coding.codebook import LENS, THEME, Axis, Codebook
from report_builder.model import Segment, Suggestion

BEFORE = re.compile(
    r"""\s*(?:
        [\[(]\s*(?P<bracket>[^\[\]()]{1,40}?)\s*[\])]\s*[:–—-]?\s*   # [N] or (need)
      | \#(?P<tag>[\w/-]{1,40})\s*[:–—-]?\s*                         # #need
      | (?P<colon>[^:–—\n]{1,40}?)\s*:\s+                            # Need:
      | (?P<dash>[^:–—\n]{1,40}?)\s+[–—-]\s+                         # Need -
    )(?=\S)""",
    re.VERBOSE,
)
AFTER = re.compile(r"\s+(?:[\[(]\s*(?P<bracket>[^\[\]()]{1,40}?)\s*[\])]|\#(?P<tag>[\w/-]{1,40}))\s*$")
STEP = "mark"


@dataclass(frozen=True)
class Marked:
    """A statement without its marks, and what the marks say."""

    statement: str
    """A verbatim substring of the text."""
    theme: str = ""
    lens: str = ""
    theme_mark: str = ""
    """The mark as typed."""
    lens_mark: str = ""


def read_marks(text: str, codebook: Codebook) -> Marked:
    """Take the marks of theme and lens off both ends of a text.

    Words in brackets or before a colon that name neither a theme nor a lens stay where they are.
    """
    marked = Marked(text.strip())
    for pattern in (BEFORE, AFTER):
        while (shorter := _take_one(marked, pattern, codebook)) is not None:
            marked = shorter
    return marked


def mark_step(segment: Segment, marked: Marked, codebook: Codebook, axis: Axis) -> Suggestion | None:
    """What the statement's own mark, the colour in which it is highlighted, or its row's column says."""
    id, mark = (marked.theme, marked.theme_mark) if axis == THEME else (marked.lens, marked.lens_mark)
    if id:
        return Suggestion(id, f'marked "{mark}" at {segment.where.inside or segment.where.path}', 1.0, STEP)
    id = codebook.colours.get(segment.colour, "")
    if id in codebook.ids(axis):
        where = segment.where.inside or segment.where.path
        return Suggestion(id, f"highlighted in {segment.colour} at {where}", 1.0, STEP)
    words = segment.theme if axis == THEME else segment.lens
    named = codebook.by_name(axis, words) if words else ""
    if not named and words:
        candidates = codebook.named_in(axis, words)
        named = candidates[0] if len(candidates) == 1 else ""
    if named:
        return Suggestion(named, f'given as "{words}" in the source', 1.0, STEP)
    return None


def _take_one(marked: Marked, pattern: re.Pattern[str], codebook: Codebook) -> Marked | None:
    found = pattern.match(marked.statement) if pattern is BEFORE else pattern.search(marked.statement)
    if not found:
        return None
    mark = next(words for words in found.groupdict().values() if words)
    rest = marked.statement[found.end() :] if pattern is BEFORE else marked.statement[: found.start()]
    lens, theme = codebook.by_name(LENS, mark), codebook.by_name(THEME, mark)
    if lens and not marked.lens and _may_be_mark(found, mark):
        return Marked(rest, marked.theme, lens, marked.theme_mark, mark)
    if theme and not marked.theme:
        return Marked(rest, theme, marked.lens, mark, marked.lens_mark)
    return None


def _may_be_mark(found: re.Match[str], mark: str) -> bool:
    """A single letter is a mark only in brackets: "E: an example" is none."""
    return len(mark) > 2 or found.group("bracket") is not None
