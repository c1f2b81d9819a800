"""Two people's changes of one text brought together: three-way merging of sequences, words and sentences.

In go what both started from and what each made of it; out come stretches that are settled, or where both
changed the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

T = TypeVar("T")
WORDS = re.compile(r"\S+\s*")
SENTENCES = re.compile(r"(?<=[.!?…;])(?=\s)|(?<=[.!?…][\"”’)»])(?=\s)")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """A stretch of a text: what stood there, and what each side made of it."""

    base: Sequence[T]
    mine: Sequence[T]
    theirs: Sequence[T]

    def settled(self, same: Callable[[Sequence[T], Sequence[T]], bool]) -> Sequence[T] | None:
        """What both sides lead to: the one change there is; None where the two differ."""
        if same(self.mine, self.base) or same(self.mine, self.theirs):
            return self.theirs
        return self.mine if same(self.theirs, self.base) else None

    def parts(self) -> Iterator["Stretch[T]"]:
        """Element by element, where all three have as many; else the stretch as a whole."""
        if len(self.base) == len(self.mine) == len(self.theirs):
            for trio in zip(self.base, self.mine, self.theirs, strict=True):
                yield Stretch(*([one] for one in trio))
        else:
            yield self


def squeezed(text: str) -> str:
    r"""A text as compared: white space of every kind as single spaces.

    >>> squeezed(" No\u00a0674 \n ok ")
    'No 674 ok'
    """
    return SPACE.sub(" ", text).strip()


def same(one: str, other: str) -> bool:
    """Whether two texts differ in white space only."""
    return squeezed(one) == squeezed(other)


def stretches(
    base: Sequence[T], mine: Sequence[T], theirs: Sequence[T], key: Callable[[T], object] = lambda one: one
) -> Iterator[Stretch[T]]:
    """Cut three versions of a sequence where all three agree; in order, the agreed stretches too.

    Elements are the same where their `key` is.
    """
    keys = [[key(one) for one in version] for version in (base, mine, theirs)]
    at = [0, 0, 0]
    for start, length, to_mine, to_theirs in _common(*keys):
        if [start, to_mine, to_theirs] != at:
            yield Stretch(base[at[0] : start], mine[at[1] : to_mine], theirs[at[2] : to_theirs])
        if length:
            yield Stretch(
                base[start : start + length],
                mine[to_mine : to_mine + length],
                theirs[to_theirs : to_theirs + length],
            )
        at = [start + length, to_mine + length, to_theirs + length]


def proposal(base: str, mine: str, theirs: str) -> str:
    """Both changes of a statement in one text, where they touch different words; else empty."""
    before, one, other = (WORDS.findall(f"{squeezed(version)} ") for version in (base, mine, theirs))
    merged: list[str] = []
    for stretch in stretches(before, one, other):
        settled = stretch.settled(lambda one, other: list(one) == list(other))
        if settled is None:
            return ""
        merged += settled
    return "".join(merged).strip()


def cut_sentences(text: str) -> list[str]:
    """The sentences of a text, each with the space before it, so that joined they are the text."""
    return [part for part in SENTENCES.split(text) if part]


def _common(
    base: Sequence[object], mine: Sequence[object], theirs: Sequence[object]
) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of the base that both others hold: start, length, and where they stand in each; end last."""
    to_mine, to_theirs = _matches(base, mine), _matches(base, theirs)
    at_mine = at_theirs = 0
    while at_mine < len(to_mine) and at_theirs < len(to_theirs):
        (a, b, n), (c, d, m) = to_mine[at_mine], to_theirs[at_theirs]
        start, end = max(a, c), min(a + n, c + m)
        if start < end:
            yield start, end - start, b + start - a, d + start - c
        if a + n < c + m:
            at_mine += 1
        else:
            at_theirs += 1
    yield len(base), 0, len(mine), len(theirs)


def _matches(base: Sequence[object], other: Sequence[object]) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [(found.a, found.b, found.size) for found in matcher.get_matching_blocks() if found.size]
