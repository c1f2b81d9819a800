"""Misspelt words: a statement read as if it were spelt like another that is nearly the same."""

from collections import Counter
from functools import cache

from rapidfuzz.distance import OSA

from report_builder.merge.lexicon import FORMS, lines
from report_builder.merge.meanings import meanings, verbs
from report_builder.merge.reading import Reading, read_statement
from report_builder.merge.stems import stem

SHORTEST = 5
"""A shorter word is not taken for a misspelt one."""
LONG = 8
"""From so many letters on two may be wrong."""
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = frozenset("aeiouy")
SOUNDS = frozenset(map(frozenset, ("cs", "ck", "sz", "iy", "ij", "vw", "fv", "td", "mn")))
SLIPS = frozenset(
    map(
        frozenset,
        (
            ("then", "than"),
            ("from", "form"),
            ("to", "too"),
            ("there", "their"),
            ("its", "it"),
            ("loose", "lose"),
            ("of", "off"),
            ("where", "were"),
            ("your", "you"),
            ("weather", "whether"),
        ),
    )
)
"""Words that are written for each other by mistake; taken so only where all other words are the same."""


def repaired(first: Reading, second: Reading) -> Reading:
    """Read the first as if words that the second spells differently were spelt so."""
    english = first.english and second.english

    def misspelt(one: str, other: str) -> bool:
        named = english and one in first.names and other in second.names
        return not named and is_typo(one, other, english)

    if english and len(first.raw) == len(second.raw):
        different = [(one, other) for one, other in zip(first.raw, second.raw, strict=True) if one != other]
        if all(frozenset(words) in SLIPS or misspelt(*words) for words in different):
            return second
    lonely = [word for word in first.raw if word not in second.raw]
    others = [word for word in second.raw if word not in first.raw]
    spelt = {one: other for one in lonely for other in others if misspelt(one, other)}
    return read_statement(" ".join(spelt.get(word, word) for word in first.raw)) if spelt else first


def is_typo(one: str, other: str, english: bool = True) -> bool:
    """Whether one word is the other misspelt; two words that both exist are not.

    In other languages only letters that are doubled or changed over: their words are not known.

    >>> is_typo("recieve", "receive"), is_typo("employers", "employees"), is_typo("legal", "illegal")
    (True, False, False)
    """
    shorter = min(len(one), len(other))
    if shorter < SHORTEST or one[0] != other[0] or not (one.isalpha() and other.isalpha()):
        return False
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > 2 or (_exists(one) and _exists(other)):
        return False
    if not english:
        return distance == 1 and (sorted(one) == sorted(other) or _has_double(one, other))
    return _one_slip(one, other) if distance == 1 else shorter >= LONG and _two_slips(one, other)


def _exists(word: str) -> bool:
    known = {word, word.removesuffix("s")} & _neighbours()
    return bool(known) or word in FORMS or stem(word) in verbs() or (stem(word),) in meanings()


@cache
def _neighbours() -> frozenset[str]:
    return frozenset(word for line in lines("neighbours") for word in line.split())


def _one_slip(one: str, other: str) -> bool:
    """A letter left out, doubled or changed over; or one for another that sounds or lies near it, inside."""
    if len(one) != len(other):
        return one[-1] == other[-1] or _has_double(one, other)
    if sorted(one) == sorted(other):
        return True
    wrong = next(pair for pair in zip(one, other, strict=True) if pair[0] != pair[1])
    return one[-1] == other[-1] and _confused(*wrong)


def _has_double(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return any(
        longer[:at] + longer[at + 1 :] == shorter and longer[at] == longer[at - 1]
        for at in range(1, len(longer))
    )


def _confused(one: str, other: str) -> bool:
    near = any(abs(row.find(one) - row.find(other)) == 1 for row in KEYS if one in row and other in row)
    return near or {one, other} <= VOWELS or frozenset((one, other)) in SOUNDS


def _two_slips(one: str, other: str) -> bool:
    """Two letters of a long word, with the same letters all in all but one or two, and both ends right."""
    different = (Counter(one) - Counter(other)) + (Counter(other) - Counter(one))
    ends = one[:2] == other[:2] and one[-2:] == other[-2:]
    return ends and different.total() <= 2
