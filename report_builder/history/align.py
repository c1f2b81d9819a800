"""Two versions of a text side by side: which paragraph is which, and which words changed.

In go two sequences; out come pairs in order. Used for what changed between drafts, in words and in Word.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from report_builder.draft import WordChange

TOKENS = re.compile(r"\s+|\w+(?:[-’'./]\w+)*|[^\w\s]")
"""Words, signs and the spaces between; joined they are the text."""
ALIKE = 50.0
"""Likeness (0 to 100) from which a paragraph is another version of one that stood there."""
FEWEST_KEPT = 0.25
"""Share of words that must have stayed; below it a text counts as rewritten altogether."""
SHORT = 3
"""Letters of a word that does not part two changes on its own."""
MOST_COMPARED = 40_000
"""Pairs of left-over paragraphs above which likeness is not asked, as it would take too long."""

Pair = tuple[int | None, int | None]
"""Positions of an element in the old and in the new sequence; None where it is not there."""


def align(
    old: Sequence[Hashable], new: Sequence[Hashable], likeness: Callable[[int, int], float]
) -> list[Pair]:
    """Each element of both, once and in order; beside its other version where it has one.

    Elements are the same where they are equal; those left over between are paired where their `likeness` (of
    positions, 0 to 100) is high. What is gone stands before what came in its place.
    """
    pairs: list[Pair] = []
    start = (0, 0)
    for i, j in [*_landmarks(old, new), (len(old), len(new))]:
        pairs += _between(old, new, (start[0], i), (start[1], j), likeness)
        if i < len(old):
            pairs.append((i, j))
        start = (i + 1, j + 1)
    return pairs


def changed_words(old: str, new: str) -> tuple[WordChange, ...]:
    """Two versions of a text word by word; joined, each side is its text.

    >>> changed_words("We need signs.", "We need better lights.")[1:]
    (WordChange(old='signs', new='better lights'), WordChange(old='.', new='.'))
    """
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    stretches = [
        WordChange("".join(before[a:b]), "".join(after[c:d])) for _, a, b, c, d in matcher.get_opcodes()
    ]
    kept = sum(len(one.old) for one in stretches if one.old == one.new)
    if kept < FEWEST_KEPT * max(len(old), len(new)):
        stretches = [WordChange(old, new)] if old or new else []
    return tuple(_joined(stretches))


def _landmarks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Elements that both have exactly once, as far as they stand in the same order; as many as can be."""
    once = {one for one, number in Counter(old).items() if number == 1}
    once &= {one for one, number in Counter(new).items() if number == 1}
    places = {one: at for at, one in enumerate(new) if one in once}
    shared = [(at, places[one]) for at, one in enumerate(old) if one in once]
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for at, (_, place) in enumerate(shared):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [at]
    chain: list[tuple[int, int]] = []
    step = last[-1] if last else None
    while step is not None:
        chain.append(shared[step])
        step = before[step]
    return chain[::-1]


def _between(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    here: tuple[int, int],
    there: tuple[int, int],
    likeness: Callable[[int, int], float],
) -> Iterator[Pair]:
    matcher = SequenceMatcher(None, old[slice(*here)], new[slice(*there)], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        mine, theirs = range(here[0] + a, here[0] + b), range(there[0] + c, there[0] + d)
        if tag == "equal":
            yield from zip(mine, theirs, strict=True)
        else:
            yield from _likest(mine, theirs, likeness)


def _likest(mine: range, theirs: range, likeness: Callable[[int, int], float]) -> Iterator[Pair]:
    """Pair the likest in order, so that the sum of likeness is the highest."""
    paired = _best_chain(mine, theirs, likeness) if len(mine) * len(theirs) <= MOST_COMPARED else []
    at, to = mine.start, theirs.start
    for i, j in [*paired, (mine.stop, theirs.stop)]:
        yield from ((each, None) for each in range(at, i))
        yield from ((None, each) for each in range(to, j))
        if i < mine.stop:
            yield i, j
        at, to = i + 1, j + 1


def _best_chain(mine: range, theirs: range, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    scores = {(i, j): score for i in mine for j in theirs if (score := likeness(i, j)) >= ALIKE}
    best: dict[tuple[int, int], float] = {}
    for i in reversed(mine):
        for j in reversed(theirs):
            with_both = scores[i, j] + best.get((i + 1, j + 1), 0.0) if (i, j) in scores else 0.0
            best[i, j] = max(with_both, best.get((i + 1, j), 0.0), best.get((i, j + 1), 0.0))
    chain: list[tuple[int, int]] = []
    i, j = mine.start, theirs.start
    while i < mine.stop and j < theirs.stop:
        if best[i, j] == best.get((i + 1, j), 0.0):
            i += 1
        elif best[i, j] == best.get((i, j + 1), 0.0):
            j += 1
        else:
            chain.append((i, j))
            i, j = i + 1, j + 1
    return chain


def _joined(stretches: Sequence[WordChange]) -> Iterator[WordChange]:
    """Changes that only a sign or a short word parts, as one: readers see a phrase, not its crumbs."""
    open_change: WordChange | None = None
    for at, one in enumerate(stretches):
        between = open_change is not None and at + 1 < len(stretches)
        if one.old != one.new or (between and _parts_nothing(one.old)):
            open_change = WordChange(
                (open_change.old if open_change else "") + one.old,
                (open_change.new if open_change else "") + one.new,
            )
            continue
        if open_change:
            yield open_change
        open_change = None
        yield one
    if open_change:
        yield open_change


def _parts_nothing(text: str) -> bool:
    return sum(letter.isalnum() for letter in text) <= SHORT
