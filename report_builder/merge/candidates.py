"""Which statements are worth comparing: those that share two of their rarest words or meanings.

Near-linear: each statement is looked up under a bounded number of pairs of its rarest keys, and each pair of
keys leads to a bounded number of others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from operator import ne

from report_builder.merge.meanings import complements
from report_builder.merge.reading import Reading, Word, is_spare, only_links

RAREST = 7
"""Keys of a statement that are used, the rarest first."""
LONGEST = 60
"""Passages of more words that count are merged with the same words only."""
SLIPS = 2
"""Statements of the same length are compared if no more words than these differ."""
CROWD = 25
"""A pair of keys leads at most to this many statements before and after one in the list."""


def candidate_pairs(readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Positions of readings that may say the same, each pair once, the earlier first."""
    counts = Counter(key for reading in readings for key in reading.keys)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, reading in enumerate(readings):
        found: set[int] = set()
        for feature in _features(reading, counts):
            known = places[feature]
            found.update(known[-CROWD:])
            known.append(position)
        for other in sorted(found):
            yield other, position


def lonely_words(first: Reading, second: Reading) -> tuple[list[Word], list[Word]]:
    """The words of each that have no counterpart in the other, unless one is misspelt or a short form."""
    return _lonely(first, second.keys), _lonely(second, first.keys)


def _lonely(reading: Reading, keys: frozenset[str]) -> list[Word]:
    """A phrase that the other has not may still have its single words there."""
    alone = [word for word in reading.core if word.keys.isdisjoint(keys)]
    return [
        part
        for word in alone
        for part in (word.inner or (word,))
        if part.keys.isdisjoint(keys) and not (word.inner and is_spare(part))
    ]


def may_say_the_same(first: Reading, second: Reading) -> bool:
    """Whether it is worth to compare two statements word by word; quick.

    Misspelt words, compounds and short forms begin with the same letter; else only linking verbs are let.
    """
    if max(len(first.words), len(second.words)) > LONGEST:
        return False
    if len(first.raw) == len(second.raw) and sum(map(ne, first.raw, second.raw)) <= SLIPS:
        return True
    lonely, lonely_there = lonely_words(first, second)
    if not lonely or not lonely_there:
        return len(lonely) + len(lonely_there) <= 1 or all(map(only_links, (*lonely, *lonely_there)))
    if any((one.stem, other.stem) in complements() for one in lonely for other in lonely_there):
        return True
    initials, initials_there = {word.text[0] for word in lonely}, {word.text[0] for word in lonely_there}
    return initials <= initials_there or initials_there <= initials


def _features(reading: Reading, counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    rarest = sorted(reading.keys, key=lambda key: (counts[key], key))
    shared = [key for key in rarest if counts[key] > 1][:RAREST]
    yield from combinations(sorted(shared), 2)
    yield ("all letters", "".join(reading.raw))
    if len(reading.words) <= 3:
        yield from ((key,) for key in shared)
        yield from (("letters", word.text[:3], word.text[-1:]) for word in reading.words)
