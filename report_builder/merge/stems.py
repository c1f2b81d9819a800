"""The stem of an English word: inflection and spelling taken off, so that forms of one word are equal.

Lighter than the usual stemmers: who does (`trainer`) stays apart from who is done to (`trainee`) and from
what is done (`training`), and a word keeps its prefix.
"""

import re
from functools import lru_cache

from report_builder.merge.lexicon import CLASSES, FORMS

VOWEL = re.compile("[aeiouy]")
KEPT = CLASSES["uninflected"]
"""Words whose end only looks like an inflection."""
NOUN_ENDINGS = ("ation", "ition", "ion", "ment", "ance", "ence", "ness")
"""Endings that make a noun of a verb or adjective: evaluation of evaluate, recruitment of recruit."""
NO_NOUN_OF_DOING = CLASSES["no-noun-of-doing"]
SHORTEST = 4
"""Letters that must be left of a noun of doing."""


PREFIXED = re.compile("(?P<prefix>mis|over|under|re|out|fore|with|up)(?P<rest>.{3,})")
"""Verbs that keep their irregular forms behind a prefix: misunderstood, overtaken."""
ROOT = 4
"""Letters that two words of one root have at least in common."""
ROOT_ENDINGS = (
    *(
        "ability",
        "ibility",
        "abl",
        "ibl",
        "ity",
        "ty",
        "iv",
        "ous",
        "al",
        "ical",
        "ic",
        "ac",
        "acy",
        "cy",
        "t",
    ),
    *("age", "y", "ful", "ion", "ation", "ment", "anc", "enc", "ent", "ism", "th"),
)
NO_ROOT = CLASSES["no-root"]
"""Words that have become something else than their root."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the word without inflection, adverb ending and final e; spelling as in British English.

    >>> [stem(word) for word in ("organizes", "studied", "planning", "written", "quickly", "trainer")]
    ['organis', 'study', 'plan', 'writ', 'quick', 'trainer']
    """
    if not word.isascii() or word[:1].isdigit():
        return word
    return _spelling(_without_e(_plain(FORMS.get(word, word))))


@lru_cache(maxsize=50_000)
def verb_stems(stemmed: str) -> frozenset[str]:
    """Return the stems of the verb or adjective that this noun may be made of.

    >>> sorted(verb_stems("installation"))
    ['instal', 'installat']
    """
    if stemmed in NO_NOUN_OF_DOING:
        return frozenset()
    ends = [ending for ending in (*NOUN_ENDINGS, "anc", "enc") if stemmed.endswith(ending)]
    return frozenset(
        _spelling(_without_e(stemmed[: -len(ending)]))
        for ending in ends
        if len(stemmed) - len(ending) >= SHORTEST
    )


def same_root(one: str, other: str) -> bool:
    """Whether two stems are made of one word: confidential, confidentiality; sign, signage.

    Words of doing it (`interpreter`, `author`) are never made equal to words of what is done.

    >>> same_root("connect", "connectivity"), same_root("train", "trainer"), same_root("author", "authority")
    (True, False, False)
    """
    if one[:ROOT] != other[:ROOT] or {one, other} & NO_ROOT or not (one.isalpha() and other.isalpha()):
        return False
    return not _roots(one).isdisjoint(_roots(other))


@lru_cache(maxsize=50_000)
def _roots(stemmed: str) -> frozenset[str]:
    roots = {stemmed}
    for _ in range(2):
        roots |= {
            root
            for word in roots
            for ending in ROOT_ENDINGS
            if word.endswith(ending) and len(root := word[: -len(ending)]) >= ROOT
        }
    return frozenset(roots)


def _plain(word: str) -> str:
    if word in KEPT or len(word) <= 3:
        return word
    prefix = PREFIXED.match(word)
    if prefix and FORMS.get(prefix["rest"], prefix["rest"]) != prefix["rest"]:
        return prefix["prefix"] + FORMS[prefix["rest"]]
    singular = _singular(word)
    if singular in FORMS or singular in KEPT:
        return FORMS.get(singular, singular)
    for ending in ("ing", "ed"):
        root = singular.removesuffix(ending)
        if root != singular and len(root) >= 2 and VOWEL.search(root) and not singular.endswith("eed"):
            root = root[:-1] + "y" if ending == "ed" and root.endswith("i") else root
            return FORMS.get(_undoubled(root), _undoubled(root))
    return _adverb(singular)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _adverb(word: str) -> str:
    if not word.endswith("ly") or len(word) <= 4:
        return word
    if word.endswith("ically"):
        return word[:-4]
    if word.endswith(("ably", "ibly")):
        return word[:-1] + "e"
    return word[:-3] + "y" if word.endswith("ily") else word[:-2]


def _undoubled(root: str) -> str:
    """`plann` is plan; what ends in ll, ss or zz may be so in its plain form too, and keeps one of them."""
    return root[:-1] if root[-1] == root[-2] and root[-1] not in "aeiouls" else root


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _spelling(word: str) -> str:
    """American spelling as British, and one l for two."""
    word = re.sub(r"(?<=..)i[sz](?=$|at|ing)", "is", word)
    word = re.sub(r"(?<=al)yz$", "ys", word)
    word = re.sub(r"(?<=[a-z]{3})our", "or", word)
    return re.sub(r"ll(?=$)", "l", word)
