"""Segments -> Codings: a theme and a lens for each, with the reason, or undecided with the best guess.

The steps run from sure to unsure, separately for theme and lens; the first that is sure enough decides.
What the notes and people tell comes first, for all segments; then the rest is weighed, in the light of that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from report_builder.coding.codebook import LENS, THEME, Axis, Codebook, make_codebook
from report_builder.coding.cues import cue_step
from report_builder.coding.likeness import NEARLY_THE_SAME, Likeness, Taught, ThemeWords, suggest_like
from report_builder.coding.likeness import STEP as LIKENESS
from report_builder.coding.marks import Marked, mark_step, read_marks
from report_builder.coding.outcomes import NONE
from report_builder.coding.place import heading_step, question_step, session_step
from report_builder.coding.weighed import STEP as CLASSIFIER
from report_builder.coding.weighed import SURE_OF_NONE, heading_above, is_judged, suggest_lens
from report_builder.model import QUESTION, TOO_SHORT, Attempt, Coding, Lesson, Segment, Status, Suggestion
from report_builder.progress import each
from report_builder.settings import Workshop

Step = Callable[[Segment, Marked, Codebook, Axis], Suggestion | None]
PLACE: tuple[tuple[str, Step], ...] = (
    ("question", question_step),
    ("heading", heading_step),
    ("session", session_step),
)
WRITTEN_DOWN = ("mark", "heading", "question")
"""Steps by which whoever wrote the notes or the form told the lens."""
ACTION, NEED = "action point", "need"
GUESS = 0.4
"""Confidence of a suggestion that goes against what the source or a person says."""
AT_ONCE = 200
"""Statements that are coded from one move of the bar to the next."""
THRESHOLD = 0.5
"""Below this confidence a suggestion is a guess for the review."""
THRESHOLDS = {CLASSIFIER: 0.92, LIKENESS: NEARLY_THE_SAME}
"""What a step must say instead: the classifier so that it is right nine times in ten on real notes."""


@dataclass
class _Case:
    """A segment on its way through the steps."""

    segment: Segment
    marked: Marked
    attempts: dict[Axis, list[Attempt]] = field(default_factory=lambda: {THEME: [], LENS: []})

    def try_step(self, axis: Axis, name: str, suggestion: Suggestion | None) -> None:
        """Keep what a step says.

        What goes against a source that names an unknown theme, or against a like statement that a person
        coded, is a guess.
        """
        if suggestion and self._goes_against(axis, suggestion):
            suggestion = replace(suggestion, confidence=min(suggestion.confidence, GUESS))
        self.attempts[axis].append(Attempt(axis, name, suggestion))

    def best(self, axis: Axis) -> Suggestion | None:
        """The surest suggestion."""
        said = [attempt.suggestion for attempt in self.attempts[axis] if attempt.suggestion]
        return max(said, key=lambda suggestion: (is_sure(suggestion), suggestion.confidence), default=None)

    def open(self, axis: Axis) -> bool:
        """Whether no step was sure enough."""
        best = self.best(axis)
        return best is None or not is_sure(best)

    def _goes_against(self, axis: Axis, suggestion: Suggestion) -> bool:
        like = [one.suggestion for one in self.attempts[axis] if one.step == LIKENESS and one.suggestion]
        unknown_theme = axis == THEME and bool(self.segment.theme) and bool(self.attempts[THEME])
        return unknown_theme or any(one.value != suggestion.value for one in like)


def code_segments(
    segments: Iterable[Segment], workshop: Workshop, lessons: Sequence[Lesson] = ()
) -> tuple[Coding, ...]:
    """Code every segment, in order; those set aside keep their reason.

    `lessons` are what people decided in edits; like statements are coded alike.
    """
    codebook = make_codebook(workshop)
    cases = [_Case(segment, read_marks(segment.text, codebook)) for segment in segments]
    texts = [case.marked.statement for case in cases]
    by_hand = [Taught(lesson, by_hand=True) for lesson in lessons]
    corrected = Likeness(by_hand, texts)
    for case in each("coding", cases, every=AT_ONCE):
        _read_place(case, codebook, corrected)
    written = [lesson for case in cases if (lesson := _lesson(case))]
    learnt = Likeness([*by_hand, *(Taught(lesson, by_hand=False) for lesson in written)], texts)
    themes = ThemeWords(codebook, [*lessons, *written])
    _weigh([case for case in cases if _asks(case) or not _is_aside(case)], codebook, learnt, themes)
    return tuple(_coding(case) for case in cases)


def is_sure(suggestion: Suggestion) -> bool:
    """Whether what a step says is taken without a person looking at it."""
    none = suggestion.value == NONE and suggestion.step == CLASSIFIER
    return suggestion.confidence >= (SURE_OF_NONE if none else THRESHOLDS.get(suggestion.step, THRESHOLD))


def _read_place(case: _Case, codebook: Codebook, corrected: Likeness) -> None:
    """What is told: marks, what a person said of nearly the same words, and the place."""
    near = [pair for pair in corrected.like(case.marked.statement) if pair[1] >= NEARLY_THE_SAME]
    for axis in (THEME, LENS):
        case.try_step(axis, "mark", mark_step(case.segment, case.marked, codebook, axis))
        if near and case.open(axis):
            case.try_step(axis, LIKENESS, suggest_like(near, axis))
        for name, step in PLACE:
            if case.open(axis):
                case.try_step(axis, name, step(case.segment, case.marked, codebook, axis))


def _weigh(cases: Sequence[_Case], codebook: Codebook, learnt: Likeness, themes: ThemeWords) -> None:
    """What is weighed: like statements, cue words, and what the statement reads like."""
    for case in each("weighing", cases, every=AT_ONCE):
        axes = [axis for axis in (THEME, LENS) if case.open(axis)]
        near = learnt.like(case.marked.statement) if axes else []
        for axis in axes:
            case.try_step(axis, LIKENESS, suggest_like(near, axis))
            if case.open(axis):
                case.try_step(axis, "cue words", cue_step(case.segment, case.marked, codebook, axis))
        if case.open(THEME):
            case.try_step(THEME, "theme words", themes.suggest(case.marked.statement))
    _classify([case for case in cases if case.open(LENS) and is_judged(codebook)], codebook)


def _classify(cases: Sequence[_Case], codebook: Codebook) -> None:
    if not cases:
        return
    # numpy, which the classifier works with, takes a tenth of a second to load
    from report_builder.coding.classifier import judge

    judged = judge([(case.marked.statement, heading_above(case.segment)) for case in cases])
    for case, one in zip(cases, judged, strict=True):
        cued = next((tried.suggestion for tried in case.attempts[LENS] if tried.step == "cue words"), None)
        case.try_step(LENS, CLASSIFIER, suggest_lens(one, case.marked.statement, codebook, cued))


def _lesson(case: _Case) -> Lesson | None:
    """What the notes themselves say of a statement, from which like ones may learn."""
    told = {
        axis: best.value
        for axis in (THEME, LENS)
        if (best := case.best(axis)) and is_sure(best) and best.step in WRITTEN_DOWN
    }
    if not told or case.segment.aside:
        return None
    return Lesson(case.marked.statement, told.get(THEME, ""), told.get(LENS, ""))


def _is_aside(case: _Case) -> bool:
    """Whether the passage is no statement, whatever it reads like.

    A mark wins over a reason to set aside, except for a line that only introduces others. So does a heading,
    a column or a survey question that names the lens, over a question mark and over few words: written down
    there, an open question or "Better maps" is a point that was made. A question is one as well where it
    reads like a practice, need, challenge or legal issue, and an action point where it reads like a need.
    """
    aside, lens = case.segment.aside, case.best(LENS)
    if not aside or aside == "label":
        return bool(aside)
    placed = lens is not None and lens.step in WRITTEN_DOWN and not case.segment.speaker
    weighed = lens is not None and lens.step in (LIKENESS, CLASSIFIER)
    makes_a_point = (
        lens is not None and weighed and (lens.value == NEED if aside == ACTION else lens.value != NONE)
    )
    return not (
        case.marked.lens or (aside in (QUESTION, TOO_SHORT) and placed) or (_asks(case) and makes_a_point)
    )


def _asks(case: _Case) -> bool:
    """Whether it is a question in notes or a form, which may make a point; a spoken one moves the talk on.

    What stands under "Next steps" may be what the meeting asks for.
    """
    return case.segment.aside in (QUESTION, ACTION) and not case.segment.speaker


def _coding(case: _Case) -> Coding:
    segment, theme, lens = case.segment, case.best(THEME), case.best(LENS)
    attempts = (*case.attempts[THEME], *case.attempts[LENS])
    if _is_aside(case):
        return Coding(segment, segment.text, Status.SET_ASIDE, "", "", segment.aside, 1.0)
    if lens and lens.value == NONE and is_sure(lens):
        return Coding(segment, segment.text, Status.SET_ASIDE, "", "", lens.reason, lens.confidence, attempts)
    coded = theme is not None and lens is not None and is_sure(theme) and is_sure(lens) and lens.value != NONE
    return Coding(
        segment=segment,
        statement=case.marked.statement,
        status=Status.CODED if coded else Status.UNDECIDED,
        theme=theme.value if theme else "",
        lens=lens.value if lens and lens.value != NONE else "",
        reason=_reason(theme, lens),
        confidence=min(theme.confidence, lens.confidence) if theme and lens else 0.0,
        attempts=attempts,
    )


def _reason(theme: Suggestion | None, lens: Suggestion | None) -> str:
    if theme and lens and theme.reason == lens.reason:
        return theme.reason
    parts = [
        f"{axis}: {suggestion.reason}" for axis, suggestion in ((LENS, lens), (THEME, theme)) if suggestion
    ]
    return "; ".join(parts) or "no mark, heading, question or cue word tells theme or lens"
