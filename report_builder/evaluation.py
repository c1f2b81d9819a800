"""Ratings and choices of the feedback sheets -> the evaluation of the workshop, all counts made here.

Nothing is printed by which a person could be told: options that few people chose are counted together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_builder.model import Choice, Rating, Source
from report_builder.words import fold

MOST_OPTIONS = 12
"""Options of one question that are named; the rarest of more are counted together."""


@dataclass(frozen=True)
class RatedQuestion:
    """A question that was answered with a point of a scale."""

    question: str
    answers: int
    mean: float
    counts: tuple[int, ...]
    """How many people gave each point, from the lowest on."""


@dataclass(frozen=True)
class RatedScale:
    """Questions that are rows of one question, or stand alone, and share their scale."""

    title: str
    """The question that they are rows of; empty where they stand alone."""
    lowest: int
    labels: tuple[str, ...]
    """For each point from the lowest on, the words that stand for it, or ""."""
    questions: tuple[RatedQuestion, ...]

    @property
    def points(self) -> tuple[int, ...]:
        """All points, lowest first."""
        return tuple(range(self.lowest, self.lowest + len(self.labels)))

    @property
    def highest(self) -> int:
        """The last point."""
        return self.points[-1]

    @property
    def named(self) -> tuple[tuple[int, str], ...]:
        """The points that words stand for, with them."""
        return tuple((p, label) for p, label in zip(self.points, self.labels, strict=True) if label)


@dataclass(frozen=True)
class ChosenOption:
    """An option and how many people chose it."""

    name: str
    count: int


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question that was answered from a list."""

    question: str
    answers: int
    """People who answered; each may have chosen several options."""
    options: tuple[ChosenOption, ...]
    """Most chosen first."""
    others: int
    """How many times an option was chosen that few people chose."""


@dataclass(frozen=True)
class Evaluation:
    """What people answered by ticking."""

    scales: tuple[RatedScale, ...] = ()
    choices: tuple[ChoiceQuestion, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.scales or self.choices)


def evaluate(sources: Iterable[Source], least: int) -> Evaluation:
    """Count the answers of all sheets; a question asked in several is counted once, over all of them.

    Options that fewer than `least` people chose are not named, nor is a question of which that leaves none.
    """
    scales: dict[tuple[str, str], list[Rating]] = {}
    choices: dict[str, list[Choice]] = {}
    for source in sources:
        for rating in source.ratings:
            scales.setdefault((fold(rating.title), rating.scale), []).append(rating)
        for choice in source.choices:
            choices.setdefault(fold(choice.question), []).append(choice)
    counted = (_count_choice(same, least) for same in choices.values())
    return Evaluation(
        tuple(map(_count_scale, scales.values())), tuple(choice for choice in counted if choice.options)
    )


def _count_scale(ratings: Sequence[Rating]) -> RatedScale:
    """Lay the questions of one scale side by side, in the order in which they were asked."""
    first = ratings[0]
    labels = tuple(next(filter(None, said), "") for said in zip(*(r.labels for r in ratings), strict=True))
    questions: dict[str, list[Rating]] = {}
    for rating in ratings:
        questions.setdefault(fold(rating.question), []).append(rating)
    counted = (_count_rating(same, len(labels)) for same in questions.values())
    return RatedScale(first.title, first.lowest, labels, tuple(filter(None, counted)))


def _count_rating(ratings: Sequence[Rating], length: int) -> RatedQuestion | None:
    counts = Counter(point for rating in ratings for point in rating.points)
    answers = counts.total()
    if not answers:
        return None
    mean = sum(point * count for point, count in counts.items()) / answers
    lowest = ratings[0].lowest
    return RatedQuestion(
        ratings[0].question, answers, mean, tuple(counts[lowest + place] for place in range(length))
    )


def _count_choice(choices: Sequence[Choice], least: int) -> ChoiceQuestion:
    answers = [answer for choice in choices for answer in choice.answers]
    counts = Counter(option for answer in answers for option in answer)
    named = [(name, count) for name, count in counts.most_common() if count >= least][:MOST_OPTIONS]
    others = counts.total() - sum(count for _, count in named)
    options = tuple(ChosenOption(name, count) for name, count in named)
    return ChoiceQuestion(choices[0].question, len(answers), options, others)
