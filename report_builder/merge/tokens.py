"""A statement as plain words: one spelling, short forms written out, prefixes and degrees taken apart."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from report_builder.merge.lexicon import APART, CLASSES, FORMS, PASTS, REWRITES, Phrase, lines
from report_builder.merge.stems import stem
from report_builder.words import ACCENTS

TOKEN = re.compile(
    r"""(?P<number>(?<![\w.])[-−+]?\d+(?:[.,:/]\d+)*(?:\s?(?:[ap]\.?m\b\.?|(?:st|nd|rd|th)\b))?)
      | (?P<word>[^\W\d_]+|\d+)
      | (?P<sign>[%€$£°<>≤≥±≠=&])
      | (?P<stop>[,;:()–—]|\.\s|\s-\s|/)""",
    re.VERBOSE,
)
STOP = ","
"""Any sign that ends a part of the statement."""
SIGNS = {"%": "percent", "€": "euro", "$": "dollar", "£": "pound", "°": "degree", "&": "and"}
NUMBERS = {line.split()[1]: line.split()[0] for line in lines("numbers")}
"""Number words -> digits."""
WRITTEN_OUT = {"IT": "information technology", "US": "united states", "WHO": "world health organisation"}
"""Short forms that are other words in small letters."""
CAPITALS = re.compile(r"\b(?:IT|US|WHO)\b")
PASSES = 3
"""What a word is read as may itself be read as something else."""
GAP = 5
"""So many words may stand between the parts of a verb."""
NO_PREFIX = re.compile(r"un(?!der|i|til|le|cl[eo]$|cle|ct|do$|ga|to)(?P<rest>\w{4,})")
"""un- before what may be a word: not under, unit, until, unless, uncle."""


def split(text: str) -> list[str]:
    """Cut into folded words, numbers and signs; whatever ends a part is a comma.

    >>> split("It doesn't cost €1,000 – or does it?")
    ['it', 'doesn', 't', 'cost', 'euro', '1000', ',', 'or', 'does', 'it']
    """
    text = CAPITALS.sub(lambda found: WRITTEN_OUT[found.group()], text) if not text.isupper() else text
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return [_token(found) for found in TOKEN.finditer(plain)]


def plain_words(tokens: Sequence[str]) -> list[str]:
    """The words as read: rewritten, without articles and words that only stress, numbers as digits.

    >>> plain_words(split("The two buses aren't very reliable, and fewer run faster."))
    ['2', 'buses', 'are', 'not', 'reliable', ',', 'and', 'less', 'run', 'more', 'fast']
    """
    words = brought_together(tokens)
    for _ in range(PASSES):
        rewritten = rewrite(words)
        if rewritten == words:
            break
        words = rewritten
    return [part for word in _without_stress(words) for part in _parts(word)]


def longest_by_first(phrases: Iterable[Phrase]) -> dict[str, int]:
    """First word of a phrase -> number of words of the longest phrase that begins so."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


LONGEST = longest_by_first(REWRITES)


def rewrite(words: Sequence[str]) -> list[str]:
    """Replace every phrase that is read as another, the longest first."""
    made: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST.get(words[at], 0), len(words) - at), 0, -1):
            read = REWRITES.get(tuple(words[at : at + length]))
            if read is not None:
                made += read
                at += length
                break
        else:
            made.append(words[at])
            at += 1
    return made


def brought_together(words: Sequence[str]) -> list[str]:
    """Verbs whose parts stand apart are read as one.

    >>> brought_together("planners do not take local knowledge into account".split())
    ['planners', 'do', 'not', 'consider', 'local', 'knowledge']
    """
    made = list(words)
    for at, word in enumerate(words):
        for entry in _apart().get(stem(word), ()):
            if read := _read_as_one(made, at, *entry):
                return brought_together(read)
    return made


def _read_as_one(
    words: Sequence[str], at: int, before: Phrase, behind: Phrase, read_before: Phrase, read_behind: Phrase
) -> list[str]:
    """The words with the parts of this verb as one, or nothing."""
    if len(read_before) > len(before) and _stems(words[at : at + len(read_before)]) == _stems(read_before):
        return []  # they stand together: in "fill in the form in ink" the last word is none of the verb's
    start = at + len(before)
    ends = range(start + 1, min(start + GAP, len(words) - len(behind)) + 1)
    end = next((end for end in ends if tuple(words[end : end + len(behind)]) == behind), None)
    if end is None or tuple(words[at + 1 : start]) != before[1:] or STOP in words[start:end]:
        return []
    told = ("did",) if _is_told(words[at]) else ()
    return [*words[:at], *told, *read_before, *words[start:end], *read_behind, *words[end + len(behind) :]]


def _stems(words: Sequence[str]) -> list[str]:
    return [stem(word) for word in words]


@cache
def _apart() -> dict[str, list[tuple[Phrase, Phrase, Phrase, Phrase]]]:
    """The verbs whose parts stand apart, by the stem of their first word."""
    found: dict[str, list[tuple[Phrase, Phrase, Phrase, Phrase]]] = {}
    for entry in APART:
        found.setdefault(stem(entry[0][0]), []).append(entry)
    return found


def _is_told(word: str) -> bool:
    """Whether a verb tells of the past."""
    return word in PASTS or word.endswith("ed")


def _token(found: re.Match[str]) -> str:
    text = found.group()
    if found["number"]:
        return _number(text)
    if found["sign"]:
        return SIGNS.get(text, text)
    return STOP if found["stop"] else text


def _number(text: str) -> str:
    """One way to write a number: no thousands' commas, ordinals with a stop, no space before am and pm."""
    text = re.sub(r"[\s.]*([ap])\.?m\.?$", r"\1m", text.replace("−", "-"))
    text = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text)
    return re.sub(r"\s?(st|nd|rd|th)$", ".", text)


def _without_stress(words: Sequence[str]) -> list[str]:
    kept = []
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        before_degree = word in ("far", "much") and following in ("too", "more", "less")
        if word not in ("a", "an", "the") and word not in CLASSES["stress"] and not before_degree:
            kept.append(word)
    return kept


def _parts(word: str) -> list[str]:
    if word in NUMBERS:
        return [NUMBERS[word]]
    compared = _comparative(word)
    if compared:
        return compared
    prefixed = NO_PREFIX.fullmatch(word)
    return ["not", prefixed["rest"]] if prefixed and word not in FORMS else [word]


def _comparative(word: str) -> list[str]:
    for ending, degree in (("er", "more"), ("est", "most")):
        root = word.removesuffix(ending)
        if root == word:
            continue
        for plain in (root, root + "e", root[:-1], root[:-1] + "y"):
            if plain in CLASSES["compare"]:
                return [degree, plain]
    return []


def is_english(tokens: Sequence[str]) -> bool:
    """Whether the rules of English may be used on these words."""
    words = set(tokens)
    if words & CLASSES["english"]:
        return True
    return not words & CLASSES["foreign"] and all(word.isascii() for word in words)


def stems(words: Iterable[str]) -> Phrase:
    """The stems of these words."""
    return tuple(stem(word) for word in words)
