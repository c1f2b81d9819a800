"""How words are compared and cut: folding, sentences, phrases.

Text goes in as a person wrote it; what comes out is for comparing, but the sentences, which are verbatim.
"""

import re
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)»]*\s+(?=[\"“‘(«]*[A-ZÀ-ÞΑ-ΩΆ-ΏА-Я0-9])")
ACCENTS = re.compile("[\u0300-\u036f]+")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
SILENT = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters that only say where a line may break."""
PUNCTUATION = re.compile(r"[\W_]+")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML can't hold, that no page can show, or that steer a terminal."""
STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")
"""Characters that turn the direction of what follows, or hide words that only programs see."""
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Characters without a meaning of their own: each font shows something else, or a box."""
UNSEEN = re.compile("[\u200b\u200e\u200f\u2060-\u2064\u061c\ufeff\u00ad\u180e]")
"""Characters without width that no word needs."""
ABBREVIATION = re.compile(r"\b(e\.g|i\.e|etc|cf|vs|no|art|mr|mrs|ms|dr|prof|approx|fig|π\.χ|κ\.λπ)\.$", re.I)
LIST_SIGN = re.compile(
    r"""(?P<sign>
          [•▪◦‣·●○■□▫➢➤►▶✓✔]\s*
        | [-–—*+>]\s+
        | o(?:\t\s*|\s{2,})
        | \(?\d{1,2}[.)]\s+
        | \(?[a-z]\)\s+ | [a-z]\.\s+
        | \(?[ivx]{1,5}\)\s+
        )(?=\S)""",
    re.VERBOSE,
)
"""The bullet, number or letter that a person typed before a list entry, at the very beginning of the line."""


def plain_line(text: str) -> str:
    r"""Text for a terminal: nothing in it moves the cursor, breaks the line or turns the direction.

    >>> plain_line("a\x1b[31m\nb")
    'a\\x1b[31m\\nb'
    """
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def is_unicode(text: str) -> bool:
    """Whether it can be written as UTF-8; names of files may hold bytes that are no text."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Words without case, accents, punctuation and runs of space; what is equal folded says the same words.

    >>> fold("  Legal/Ethical – ΑΝΆΓΚΗ! ")
    'legal ethical αναγκη'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return PUNCTUATION.sub(" ", ACCENTS.sub("", plain)).strip()


def even(text: str) -> str:
    r"""Words as finished files are compared: apostrophes and runs of white space alike, nothing else.

    >>> even("Union’s  programme under No\u00a07")
    "Union's programme under No 7"
    """
    return " ".join(SILENT.sub("", text).translate(APOSTROPHES).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text, verbatim and in order; joined by their white space they are the text again.

    >>> sentences("Rumours spread fast, e.g. On Twitter. We need staff!")
    ['Rumours spread fast, e.g. On Twitter.', 'We need staff!']
    """
    ends = [*sentence_ends(text), len(text)]
    pieces = (text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False))
    return [piece for piece in pieces if piece]


def sentence_ends(text: str) -> list[int]:
    """Where each sentence but the last ends, the white space behind it included."""
    ends: list[int] = []
    for found in SENTENCE_END.finditer(text):
        if not ABBREVIATION.search(text[ends[-1] if ends else 0 : found.start()]):
            ends.append(found.end())
    return ends


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


def matches_path(path: str, pattern: str) -> bool:
    """Whether a path is the one named, or fits a pattern with * and ?.

    >>> matches_path("notes/a [final].md", "notes/a [final].md"), matches_path("notes/a.md", "notes/*.md")
    (True, True)
    """
    return path == pattern or fnmatchcase(path, pattern)
