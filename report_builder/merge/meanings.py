"""What words and phrases mean: numbers that are equal where two of them say the same."""

from collections.abc import Mapping, Sequence
from functools import cache

from report_builder.merge.lexicon import CLASSES, Phrase, lines
from report_builder.merge.stems import stem, verb_stems
from report_builder.merge.tokens import longest_by_first, plain_words, split, stems


@cache
def meanings() -> dict[Phrase, frozenset[str]]:
    """Stems of a word or phrase -> names of the lines of same.txt in which it stands."""
    found: dict[Phrase, set[str]] = {}
    for number, line in enumerate(lines("same")):
        for phrase in line.split("|"):
            key = stems(plain_words(split(phrase)))
            if key:
                found.setdefault(key, set()).add(f"#{number}")
    return {phrase: frozenset(names) for phrase, names in found.items()}


@cache
def longest_phrase() -> dict[str, int]:
    """First stem of a phrase -> number of words of the longest phrase that begins so."""
    return longest_by_first(meanings())


def phrase_at(stemmed: Sequence[str], at: int) -> int:
    """How many words from here are one phrase of the lexicon; 1 if none is longer."""
    for length in range(min(longest_phrase().get(stemmed[at], 0), len(stemmed) - at), 1, -1):
        if tuple(stemmed[at : at + length]) in meanings():
            return length
    return 1


@cache
def word_keys(stemmed: str) -> frozenset[str]:
    """What a single word is known by: its stem, the verb it is made of, and its meanings."""
    known = {stemmed} | verb_stems(stemmed)
    return frozenset(known.union(*(meanings().get((part,), frozenset()) for part in known)))


@cache
def stems_of(name: str) -> frozenset[str]:
    """The stems of a class of words."""
    return frozenset(stem(word) for word in CLASSES[name])


@cache
def plain_verbs() -> frozenset[str]:
    """Verbs as they stand at the head of a demand."""
    plain = {word for line in lines("verbs") for word in line.split()} | CLASSES["light"]
    return frozenset(plain - CLASSES["duty"] - CLASSES["negation"])


@cache
def verbs() -> frozenset[str]:
    """The stems of words that are read as verbs; also with mis-, re- and over- before them."""
    plain = frozenset(stem(word) for line in lines("verbs") for word in line.split())
    return plain | {prefix + word for word in plain for prefix in ("mis", "re", "over")}


@cache
def complements() -> frozenset[tuple[str, str]]:
    """Stems of which one is "not" the other, both ways round."""
    return _pairs("complements")


@cache
def complements_of() -> Mapping[str, frozenset[str]]:
    """Each stem that is part of such a pair with its others."""
    return {
        one: frozenset(other for first, other in complements() if first == one) for one, _ in complements()
    }


@cache
def opposites() -> frozenset[tuple[str, str]]:
    """Stems of which one says the contrary of the other, both ways round."""
    return _pairs("opposites")


def _pairs(name: str) -> frozenset[tuple[str, str]]:
    pairs = set()
    for line in lines(name):
        one, _, others = line.partition("<>")
        for other in others.split(","):
            pairs.add((stem(one.strip()), stem(other.strip())))
    return frozenset(pairs | {(second, first) for first, second in pairs})
