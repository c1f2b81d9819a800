"""How words are compared and cut: folding, sentences, phrases.

Text goes in as a person wrote it; what comes out is for comparing, but the sentences, which are verbatim.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)»]*\s+(?=[\"“‘(«]*[A-ZÀ-ÞΑ-ΩΆ-ΏА-Я0-9])")
ABBREVIATION = re.compile(r"\b(e\.g|i\.e|etc|cf|vs|no|art|mr|mrs|ms|dr|prof|approx|fig|π\.χ|κ\.λπ)\.$", re.I)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Words without case, accents, punctuation and runs of space; what is equal folded says the same words.

    >>> fold("  Legal/Ethical – ΑΝΆΓΚΗ! ")
    'legal ethical αναγκη'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text, verbatim and in order; joined by their white space they are the text again.

    >>> sentences("Rumours spread fast, e.g. On Twitter. We need staff!")
    ['Rumours spread fast, e.g. On Twitter.', 'We need staff!']
    """
    pieces: list[str] = []
    start = 0
    for found in SENTENCE_END.finditer(text):
        piece = text[start : found.end()]
        if ABBREVIATION.search(text[start : found.start()]):
            continue
        pieces.append(piece.strip())
        start = found.end()
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]


def contains_phrase(folded: str, phrase: str) -> bool:
    """Whether a folded text holds a folded phrase as whole words.

    >>> contains_phrase("law enforcement needs", "need")
    False
    """
    return f" {phrase} " in f" {folded} "


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of these phrases as whole words in a folded text; `*` stands for any ending.

    >>> phrase_pattern(["consent*", "right to"]).findall("a right to consenting")
    ['right to', 'consenting']
    """
    folded = sorted({(fold(phrase), phrase.endswith("*")) for phrase in phrases}, reverse=True)
    words = [re.escape(phrase) + (r"\w*" if open_end else r"\b") for phrase, open_end in folded if phrase]
    return re.compile(r"\b(?:" + "|".join(words) + ")") if words else None


def count_words(text: str) -> int:
    """Number of words, as a reader would count them."""
    return len(fold(text).split())
