"""Cue words: the codebook's own words found inside a statement."""

from report_builder.coding.codebook import LENS, Axis, Codebook
from report_builder.coding.marks import Marked
from report_builder.coding.outcomes import OUTCOMES
from report_builder.model import Segment, Suggestion
from report_builder.words import fold

STEP = "cue words"
CONFIDENCE = {1: 0.6, 2: 0.7, 3: 0.8}
"""By the number of distinct cues in favour, less those for the runner-up."""
UNPROVEN = {1: 0.4, 2: 0.45, 3: 0.48}
"""The same for the usual lenses: on real notes their cue words are right too seldom to decide alone."""
TIE = 0.3
"""Two lenses or themes have as many cues: a guess for the review, no coding."""


def cue_step(segment: Segment, marked: Marked, codebook: Codebook, axis: Axis) -> Suggestion | None:
    """The theme or lens that most distinct cue words speak for; no suggestion without any."""
    words = fold(marked.statement)
    found = {id: sorted(set(pattern.findall(words))) for id, pattern in codebook.cues[axis]}
    winners = {lens.id for lens in codebook.lenses if lens.wins_ties} if axis == LENS else set()
    ranked = sorted(found, key=lambda id: (-len(found[id]), id not in winners))
    best, *others = ranked or [""]
    if not best or not found[best]:
        return None
    lead = len(found[best]) - (len(found[others[0]]) if others else 0)
    lead = max(lead, int(best in winners))
    levels = UNPROVEN if axis == LENS and best in OUTCOMES else CONFIDENCE
    confidence = levels[min(lead, max(levels))] if lead else TIE
    return Suggestion(best, f"cue: {', '.join(found[best])}", confidence, STEP)
