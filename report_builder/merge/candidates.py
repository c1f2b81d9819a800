"""Which statements are worth comparing: those that share two of their rarest words or meanings.

Near-linear: each statement is looked up under a bounded number of pairs of its rarest keys, and each pair of
keys leads to a bounded number of others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import ne

from report_builder.merge.meanings import complements_of
from report_builder.merge.reading import Reading, Word, is_spare, only_links

RAREST = 7
"""Keys of a statement that are used, the rarest first."""
LONGEST = 60
"""Passages of more words that count are merged with the same words only."""
SLIPS = 2
"""Statements of the same length are compared if no more words than these differ."""
STRANGERS = 5
"""Statements that each have more words than these without a counterpart don't say the same, however spelt."""
FEW = 3
"""Statements of no more words than these are looked up under each of them, too."""
CROWD = 25
"""A pair of keys leads at most to this many statements before and after one in the list."""
MOST = 50
"""A statement is compared with no more than these that stand before it, also where all use the same words."""


@dataclass(frozen=True, slots=True)
class Outline:
    """All of a reading that tells with which others it is worth comparing; quick to keep."""

    keys: frozenset[str]
    letters: str
    """All words as written, folded, without the spaces between them."""
    ends: tuple[tuple[str, str], ...] | None
    """How each word begins and ends, where there are no more than a few."""


def outline_of(reading: Reading) -> Outline:
    """The outline of a statement as read."""
    few = len(reading.words) <= FEW
    ends = tuple((word.text[:3], word.text[-1:]) for word in reading.words) if few else None
    return Outline(reading.keys, "".join(reading.raw), ends)


def candidate_pairs(outlines: Sequence[Outline]) -> Iterator[tuple[int, int]]:
    """Positions of statements that may say the same, each pair once, the earlier first."""
    counts = Counter(key for outline in outlines for key in outline.keys)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, outline in enumerate(outlines):
        found: dict[int, float] = defaultdict(float)
        for feature in _features(outline, counts):
            known = places[feature]
            for other in known[-CROWD:]:
                found[other] += 1 / len(known)
            known.append(position)
        for other in sorted(_nearest(found)):
            yield other, position


def _nearest(found: Mapping[int, float]) -> Iterable[int]:
    """As many as are compared, those first that share what few others have; of equals the latest."""
    if len(found) <= MOST:
        return found
    return sorted(found, key=lambda position: (-found[position], -position))[:MOST]


def lonely_words(first: Reading, second: Reading) -> tuple[list[Word], list[Word]]:
    """The words of each that have no counterpart in the other, unless one is misspelt or a short form."""
    return _lonely(first, second.keys), _lonely(second, first.keys)


def _lonely(reading: Reading, keys: frozenset[str]) -> list[Word]:
    """A phrase that the other has not may still have its single words there."""
    lonely: list[Word] = []
    for word in reading.core:
        if not word.keys.isdisjoint(keys):
            continue
        if word.inner:
            lonely += [part for part in word.inner if part.keys.isdisjoint(keys) and not is_spare(part)]
        else:
            lonely.append(word)
    return lonely


def may_say_the_same(first: Reading, second: Reading) -> bool:
    """Whether it is worth to compare two statements word by word; quick.

    Misspelt words, compounds and short forms begin with the same letter; else only linking verbs are let.
    """
    if max(len(first.words), len(second.words)) > LONGEST:
        return False
    if len(first.raw) == len(second.raw) and sum(map(ne, first.raw, second.raw)) <= SLIPS:
        return True
    common = first.keys & second.keys
    if _strangers(first, common) > STRANGERS and _strangers(second, common) > STRANGERS:
        return False
    lonely, lonely_there = lonely_words(first, second)
    if not lonely or not lonely_there:
        return len(lonely) + len(lonely_there) <= 1 or all(map(only_links, (*lonely, *lonely_there)))
    known = complements_of()
    stems = {word.stem for word in lonely_there}
    if any(word.stem in known and not stems.isdisjoint(known[word.stem]) for word in lonely):
        return True
    initials, initials_there = {word.text[0] for word in lonely}, {word.text[0] for word in lonely_there}
    return initials <= initials_there or initials_there <= initials


def _strangers(reading: Reading, common: Iterable[str]) -> int:
    """How many of its words have none of these keys; phrases are not counted, so that it is quick."""
    known, bits = 0, reading.bits
    for key in common:
        if key in bits:
            known |= bits[key]
    return reading.singles - known.bit_count()


def _features(outline: Outline, counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    rarest = sorted(outline.keys, key=lambda key: (counts[key], key))
    shared = [key for key in rarest if counts[key] > 1][:RAREST]
    yield from combinations(sorted(shared), 2)
    yield ("all letters", outline.letters)
    if outline.ends is not None:
        yield from ((key,) for key in shared)
        yield from (("letters", *ends) for ends in outline.ends)
