"""The place of a statement: the headings above it, the question that it answers, the session of its file."""

from pathlib import PurePosixPath

from report_builder.coding.codebook import LENS, THEME, Axis, Codebook
from report_builder.coding.marks import Marked, read_marks
from report_builder.model import Segment, Suggestion
from report_builder.words import count_words

LONGEST_NAME = 8
"""A heading of more words is a sentence; what it speaks of need not be the lens of all under it."""


def heading_step(segment: Segment, marked: Marked, codebook: Codebook, axis: Axis) -> Suggestion | None:
    """What the list entry above it, or the nearest heading that names one theme or lens, says."""
    above = read_marks(segment.context, codebook)
    mark = above.theme if axis == THEME else above.lens
    introduced = codebook.named_in(axis, segment.context) if segment.context.rstrip().endswith(":") else []
    named = [mark] if mark else introduced
    if len(named) == 1:
        return Suggestion(named[0], f'list entry "{segment.context}"', 0.95, "heading")
    for heading in reversed(segment.headings):
        named = codebook.named_in(axis, heading.text)
        if len(named) == 1 and (axis == THEME or _is_a_name(heading.text)):
            where = heading.where.inside
            reason = f'heading "{heading.text}"' + (f", {where}" if where else "")
            return Suggestion(named[0], reason, 0.95, "heading")
    return None


def _is_a_name(heading: str) -> bool:
    """Whether a heading names what stands under it; a sentence or a question speaks of it at most."""
    return count_words(heading) <= LONGEST_NAME and not heading.rstrip().endswith((".", "?", "!"))


def question_step(segment: Segment, marked: Marked, codebook: Codebook, axis: Axis) -> Suggestion | None:
    """What the survey question that it answers, or its column's heading, asks for."""
    if not segment.question:
        return None
    named = codebook.named_in(axis, segment.question)
    if not named and axis == LENS:
        named = codebook.asked_in(segment.question)
    if len(named) == 1:
        title = codebook.title(axis, named[0])
        return Suggestion(
            named[0], f'question "{segment.question}" asks for {title.lower()}', 0.9, "question"
        )
    return None


def session_step(segment: Segment, marked: Marked, codebook: Codebook, axis: Axis) -> Suggestion | None:
    """What the session of its file is about, else what the file's name says; themes only."""
    if axis != THEME:
        return None
    session = codebook.sessions.get(segment.session)
    if session and session.theme:
        return Suggestion(session.theme, f'session "{session.title}"', 0.9, "session")
    named = codebook.named_in(THEME, " ".join(PurePosixPath(segment.where.path).with_suffix("").parts[1:]))
    if len(named) == 1:
        return Suggestion(named[0], f'file name "{segment.where.path}"', 0.8, "session")
    if len(codebook.themes) == 1:
        return Suggestion(codebook.themes[0].id, "the workshop's only theme", 1.0, "session")
    return None
