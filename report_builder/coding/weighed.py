"""What the classifier makes of a statement that nothing else tells, as a suggestion with its reason."""

from report_builder.coding.codebook import Codebook
from report_builder.coding.outcomes import KNOWN_WORDS, NONE, OUTCOMES, Judged
from report_builder.model import Segment, Suggestion

STEP = "classifier"
SURE_OF_NONE = 0.48
"""From this probability on, a passage is set aside as saying nothing for the report."""
GUESS = 0.4
"""No more than this is said of words that the classifier hardly knows."""


def heading_above(segment: Segment) -> str:
    """What the classifier is told of the place: the question, the list entry or the nearest heading."""
    nearest = segment.headings[-1].text if segment.headings else ""
    return segment.question or segment.context or nearest


def suggest_lens(judged: Judged, statement: str, codebook: Codebook, cued: Suggestion | None) -> Suggestion:
    """The likeliest of the workshop's own lenses, or none.

    Where cue words say the same, they are the reason: a person can look them up.
    """
    mine = {*codebook.ids("lens"), NONE}
    ranked = [(id, chance) for id, chance in judged.ranked if id in mine]
    best, chance = ranked[0]
    second = f"{ranked[1][0]} {ranked[1][1]:.2f}" if len(ranked) > 1 else ""
    known = judged.known >= KNOWN_WORDS
    confidence = round(chance if known else min(chance, GUESS), 4)
    reason = cued.reason if cued and cued.value == best else _reason(best, statement, known)
    return Suggestion(best, reason, confidence, STEP, second)


def _reason(outcome: str, statement: str, known: bool) -> str:
    from report_builder.coding.classifier import telling_words

    words = ", ".join(telling_words(statement, outcome))
    if not known:
        return "few of its words are known from the examples"
    told = f" ({words})" if words else ""
    if outcome == NONE:
        return "no finding: reads like thanks, logistics or a title"
    return f"reads like the examples of {outcome}{told}"


def is_judged(codebook: Codebook) -> bool:
    """Whether the workshop has any lens that the classifier knows."""
    return bool(set(codebook.ids("lens")) & set(OUTCOMES))
