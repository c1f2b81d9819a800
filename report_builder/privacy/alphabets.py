"""One word in several spellings: without accents, in Latin letters, with and without umlauts.

In goes a word as written; out come small letters to be compared.
"""

import re
import unicodedata
from functools import lru_cache

ACCENTS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+")
"""And soft hyphens and spaces without width, which nobody sees."""
GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
SINGLE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ς": "σ"}
)
WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
"""Letters that are written as two where a keyboard lacks them."""
GREEK_PAIRS = (
    ("αυ", "av"), ("ευ", "ev"), ("ου", "u"), ("αι", "e"), ("ει", "i"), ("οι", "i"), ("υι", "i"), ("γγ", "g"),
    ("γκ", "g"), ("γχ", "gh"), ("μπ", "b"), ("ντ", "d"), ("νδ", "d"), ("τζ", "tz"), ("τσ", "ts"),
)  # fmt: skip
GREEK_LETTERS = str.maketrans(
    {
        **{
            "α": "a",
            "β": "v",
            "γ": "g",
            "δ": "d",
            "ε": "e",
            "ζ": "z",
            "η": "i",
            "θ": "t",
            "ι": "i",
            "κ": "k",
        },
        **{
            "λ": "l",
            "μ": "m",
            "ν": "n",
            "ξ": "x",
            "ο": "o",
            "π": "p",
            "ρ": "r",
            "σ": "s",
            "τ": "t",
            "υ": "i",
        },
        **{"φ": "f", "χ": "h", "ψ": "ps", "ω": "o"},
    }
)
LATIN_PAIRS = (
    ("dj", "tz"), ("mp", "b"), ("mb", "b"), ("nt", "d"), ("nd", "d"), ("gk", "g"), ("ng", "g"), ("gg", "g"),
    ("ou", "u"), ("ai", "e"),
    ("ei", "i"), ("oi", "i"), ("au", "av"), ("eu", "ev"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ch", "h"),
    ("kh", "h"), ("ks", "x"), ("y", "i"), ("w", "o"), ("c", "k"), ("j", "i"), ("qu", "k"),
)  # fmt: skip
DOUBLE = re.compile(r"(.)\1+")
SOFT = re.compile(r"\bg?i(?=[aeou])")
"""Giannis and Yiannis; Giorgos and Yorgos."""
VOICELESS = re.compile(r"(?<=[ae])v(?=[tkpfhsxp])")
"""Eftychia and Evtychia."""


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """A word in small letters without accents.

    >>> plain("Βασιλείου"), plain("BRÜCKMOSER"), plain("Łukasz")
    ('βασιλειου', 'bruckmoser', 'lukasz')
    """
    folded = unicodedata.normalize("NFKD", word.casefold())
    return ACCENTS.sub("", folded).translate(SINGLE)


def written_out(word: str) -> str:
    """The same with umlauts as two letters.

    >>> written_out("Brückmoser")
    'brueckmoser'
    """
    small = unicodedata.normalize("NFC", word.casefold())
    return plain("".join(WRITTEN_OUT.get(letter, letter) for letter in small))


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A word as Greek and Latin letters agree on it.

    >>> sound("Δροσινού"), sound("Drosinou"), sound("Παπαδόπουλος"), sound("Papadhopoulos")
    ('drosinu', 'drosinu', 'papadopulos', 'papadopulos')
    """
    spelled = plain(word)
    for pair, letters in GREEK_PAIRS if GREEK.search(spelled) else LATIN_PAIRS:
        spelled = spelled.replace(pair, letters)
    spelled = DOUBLE.sub(r"\1", spelled.translate(GREEK_LETTERS))
    return VOICELESS.sub("f", SOFT.sub("i", spelled))


def is_greek(word: str) -> bool:
    """Whether a word has Greek letters."""
    return bool(GREEK.search(word))
