"""Segments -> Codings: a theme and a lens for each, with the reason, or undecided with the best guess.

The steps run from sure to unsure, separately for theme and lens; the first that is sure enough decides.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from report_builder.coding.codebook import LENS, THEME, Axis, Codebook, make_codebook
from report_builder.coding.cues import cue_step
from report_builder.coding.marks import Marked, mark_step, read_marks
from report_builder.coding.place import heading_step, question_step, session_step
from report_builder.model import QUESTION, TOO_SHORT, Attempt, Coding, Segment, Status, Suggestion
from report_builder.settings import Workshop

Step = Callable[[Segment, Marked, Codebook, Axis], Suggestion | None]
STEPS: tuple[tuple[str, Step], ...] = (
    ("mark", mark_step),
    ("question", question_step),
    ("heading", heading_step),
    ("session", session_step),
    ("cue words", cue_step),
)
WRITTEN_DOWN = ("mark", "heading", "question")
"""Steps by which whoever wrote the notes or the form told the lens."""
GUESS = 0.4
"""Confidence of a suggestion that goes against what the source says."""
THRESHOLD = 0.5
"""Below this confidence a suggestion is a guess for the review."""


def code_segments(segments: Iterable[Segment], workshop: Workshop) -> tuple[Coding, ...]:
    """Code every segment, in order; those set aside keep their reason."""
    codebook = make_codebook(workshop)
    return tuple(code_segment(segment, codebook) for segment in segments)


def code_segment(segment: Segment, codebook: Codebook) -> Coding:
    """Code one segment.

    A mark wins over a reason to set aside, except for a line that only introduces others. So does a heading,
    a column or a survey question that names the lens, over a question mark and over few words: written down
    there, an open question or "Better maps" is a point that was made.
    """
    marked = read_marks(segment.text, codebook)
    attempts = [*_attempts(segment, marked, codebook, THEME), *_attempts(segment, marked, codebook, LENS)]
    theme, lens = _best(attempts, THEME), _best(attempts, LENS)
    if segment.aside and not _kept_all_the_same(segment, marked, lens):
        return Coding(segment, segment.text, Status.SET_ASIDE, "", "", segment.aside, 1.0)
    chosen = [suggestion for suggestion in (theme, lens) if suggestion]
    confidence = min(suggestion.confidence for suggestion in chosen) if len(chosen) == 2 else 0.0
    return Coding(
        segment=segment,
        statement=marked.statement,
        status=Status.CODED if confidence >= THRESHOLD else Status.UNDECIDED,
        theme=theme.value if theme else "",
        lens=lens.value if lens else "",
        reason=_reason(theme, lens),
        confidence=confidence,
        attempts=tuple(attempts),
    )


def _attempts(segment: Segment, marked: Marked, codebook: Codebook, axis: Axis) -> list[Attempt]:
    """The steps that were tried, up to the first that is sure enough.

    Where the source itself names a theme that the workshop doesn't have, all that follows is a guess.
    """
    attempts: list[Attempt] = []
    for name, step in STEPS:
        suggestion = step(segment, marked, codebook, axis)
        if suggestion and attempts and axis == THEME and segment.theme:
            suggestion = replace(suggestion, confidence=min(suggestion.confidence, GUESS))
        attempts.append(Attempt(axis, name, suggestion))
        if suggestion and suggestion.confidence >= THRESHOLD:
            break
    return attempts


def _best(attempts: Iterable[Attempt], axis: Axis) -> Suggestion | None:
    suggestions = [attempt.suggestion for attempt in attempts if attempt.axis == axis and attempt.suggestion]
    return max(suggestions, key=lambda suggestion: suggestion.confidence, default=None)


def _kept_all_the_same(segment: Segment, marked: Marked, lens: Suggestion | None) -> bool:
    if segment.aside == "label":
        return False
    placed = lens is not None and lens.step in WRITTEN_DOWN and not segment.speaker
    return bool(marked.lens) or (segment.aside in (QUESTION, TOO_SHORT) and placed)


def _reason(theme: Suggestion | None, lens: Suggestion | None) -> str:
    if theme and lens and theme.reason == lens.reason:
        return theme.reason
    parts = [
        f"{axis}: {suggestion.reason}" for axis, suggestion in ((LENS, lens), (THEME, theme)) if suggestion
    ]
    return "; ".join(parts) or "no mark, heading, question or cue word tells theme or lens"
