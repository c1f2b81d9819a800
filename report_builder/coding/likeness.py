"""Statements like those that people have coded: in this workshop's notes, or by an edit.

Two statements are like one another as far as they share words, rare words counting more; endings don't count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log, sqrt
from typing import Any

from report_builder.coding.codebook import LENS, Axis, Codebook
from report_builder.model import Lesson, Suggestion
from report_builder.words import fold

STEP = "like statements"
LIKE = 0.5
"""Statements less like one another than this (1 is the same words) say nothing of each other."""
NEARLY_THE_SAME = 0.7
"""From here on what a person said of the one is taken for the other, whatever its place says."""
STEM = 6
"""So many letters of a word are compared: "training" is like "trained"."""
GUESS = 0.4
"""The most that is said of a theme by words that it shares."""
QUOTED = 2
QUOTE_WORDS = 8
EMPTY_WORDS = """
a an and are as at be been but by can do for from had has have he her his i if in into is it its my
no not of on or our she so such than that the their them there these they this to too us was we were
what when which who will with would you your
"""
EMPTY = frozenset(EMPTY_WORDS.split())


@dataclass(frozen=True)
class Taught:
    """A lesson, and how it was come by."""

    lesson: Lesson
    by_hand: bool
    """Decided by a person in an edit; else written down in the notes."""


class Likeness:
    """Finds the lessons that a statement is like; nothing is counted before the first is asked for."""

    def __init__(self, taught: Iterable[Taught], statements: Sequence[str]) -> None:
        """`statements` are all that the workshop has: they tell which words are rare."""
        self._taught = tuple(taught)
        self._statements = statements

    @cached_property
    def _counts(self) -> Counter[str]:
        """In how many statements each word stands."""
        return Counter(stem for text in self._statements for stem in set(_stems(text)))

    @cached_property
    def _all(self) -> int:
        return self._counts.total()

    @cached_property
    def _holding(self) -> dict[str, tuple[Any, Any]]:
        """The lessons that have a word, and what it counts there."""
        import numpy as np

        holding: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, one in enumerate(self._taught):
            for stem, weight in self._weights(one.lesson.text).items():
                holding[stem].append((place, weight))
        return {
            stem: (np.array([place for place, _ in held]), np.array([weight for _, weight in held]))
            for stem, held in holding.items()
        }

    def like(self, text: str) -> list[tuple[Taught, float]]:
        """The lessons that a text is like, the likest first."""
        if not self._taught:
            return []
        import numpy as np

        shared = np.zeros(len(self._taught))
        for stem, weight in self._weights(text).items():
            if stem in self._holding:
                places, others = self._holding[stem]
                shared[places] += weight * others
        near = [(self._taught[place], float(shared[place])) for place in np.flatnonzero(shared >= LIKE)]
        return sorted(near, key=lambda pair: -pair[1])

    def _weights(self, text: str) -> dict[str, float]:
        """What each word of a text counts; their squares add up to 1."""
        weights = {stem: log((2 + self._all) / (1 + self._counts.get(stem, 0))) for stem in set(_stems(text))}
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {stem: weight / length for stem, weight in weights.items()}


class ThemeWords:
    """The words of each theme: of its title, description, keywords, and the statements coded in it."""

    def __init__(self, codebook: Codebook, coded: Iterable[Lesson]) -> None:
        texts = {
            theme.id: [theme.title, theme.description, *theme.keywords, *theme.aliases]
            for theme in codebook.themes
        }
        for lesson in coded:
            if lesson.theme in texts:
                texts[lesson.theme].append(lesson.text)
        words = {id: set(_stems(" ".join(given))) for id, given in texts.items()}
        shared = Counter(stem for stems in words.values() for stem in stems)
        self._own = {id: {stem: 1 / shared[stem] for stem in stems} for id, stems in words.items()}

    def suggest(self, text: str) -> Suggestion | None:
        """The theme that shares most words, always a guess: a wrong theme is worse than none."""
        stems = set(_stems(text))
        shares = {id: sum(own.get(stem, 0.0) for stem in stems) for id, own in self._own.items()}
        ranked = sorted(shares, key=lambda id: -shares[id])
        total = sum(shares.values())
        if not total or list(shares.values()).count(shares[ranked[0]]) > 1:
            return None
        best = ranked[0]
        words = sorted(stem for stem in stems if stem in self._own[best])
        named = [word for word in fold(text).split() if _stem(word) in words and word not in EMPTY]
        second = f"{ranked[1]} {shares[ranked[1]] / total:.2f}" if len(ranked) > 1 else ""
        reason = f"shares words with it: {', '.join(dict.fromkeys(named))}"
        return Suggestion(best, reason, round(GUESS * shares[best] / total, 4), "theme words", second)


def suggest_like(near: Sequence[tuple[Taught, float]], axis: Axis) -> Suggestion | None:
    """What the lessons that a statement is like say of it, as sure as they agree and as they are like it.

    What a person decided by hand counts before what stands in the notes.
    """
    said = [(one, likeness, _value(one.lesson, axis)) for one, likeness in near if _value(one.lesson, axis)]
    by_hand = [each for each in said if each[0].by_hand]
    said = by_hand or said
    if not said:
        return None
    weights: Counter[str] = Counter()
    for _, likeness, value in said:
        weights[value] += likeness  # type: ignore[assignment]
    value, weight = weights.most_common(1)[0]
    backing = [(one, likeness) for one, likeness, other in said if other == value]
    confidence = backing[0][1] * weight / weights.total()
    how = "by hand" if by_hand else "in the notes"
    return Suggestion(value, _reason(backing, value, how), round(min(confidence, 0.99), 4), STEP)


def _value(lesson: Lesson, axis: Axis) -> str:
    return lesson.lens if axis == LENS else lesson.theme


def _reason(backing: Sequence[tuple[Taught, float]], value: str, how: str) -> str:
    number = len(backing)
    quotes = ", ".join(f'"{_shortened(one.lesson.text)}"' for one, _ in backing[:QUOTED])
    done = "set aside" if value == "none" else f"coded {value}"
    return f"like {number} statement{'s' if number > 1 else ''} {done} {how}: {quotes}"


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words[:QUOTE_WORDS]) + (" …" if len(words) > QUOTE_WORDS else "")


@lru_cache(maxsize=50_000)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in fold(text).split() if word not in EMPTY)


def _stem(word: str) -> str:
    return word.rstrip("s")[:STEM]
