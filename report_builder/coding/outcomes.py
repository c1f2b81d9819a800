"""What the classifier may say. Apart from it, for it is loaded only where nothing else tells a lens."""

from dataclasses import dataclass

NONE = "none"
"""The outcome that a passage says nothing for the report: thanks, logistics, titles, links."""
OUTCOMES = ("practice", "need", "challenge", "legal-ethical", NONE)
"""What the examples are labelled with, in the order of the model's columns."""
KNOWN_WORDS = 0.6
"""A statement with a smaller share of words met in the examples may be in another language: only a guess."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one statement reads like."""

    ranked: tuple[tuple[str, float], ...]
    """Every outcome with its probability, the likeliest first."""
    known: float
    """Share of its words that the examples have."""

    @property
    def none(self) -> float:
        """Probability that it says nothing for the report."""
        return dict(self.ranked)[NONE]
