"""What the classifier looks at in a statement: words, parts of words, form, signs, and the heading above it.

Every feature is a name; its number is a hash of the name, so no list of words is kept. The same function
makes them when the classifier is trained and when it is applied.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

SIZE = 2**18
"""Numbers that a feature may have."""
TOKEN = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|\[[ xX]?\]|[^\W_]+(?:['’-][^\W_]+)*|[?!:;…→]|->")
LETTER_RUNS = range(3, 6)
"""Lengths of the parts of words."""
LONGEST = 3_000
"""So many characters of a statement are looked at; the rest of a very long one adds nothing but time."""
LENGTHS = (2, 4, 8, 15, 30, 60)
FORMS = {
    name: re.compile(pattern)
    for name, pattern in {
        "ends with question": r"\?[\"”’)»*]*$",
        "question inside": r"\?\s+\S",
        "exclamation": r"!",
        "ends with colon": r":\**$",
        "ends with full stop": r"[.…][\"”’)»]*$",
        "nothing but link": r"^\W*(\w+\W+){0,3}<?(https?://|www\.)\S+$",
        "link": r"https?://|www\.|\]\(",
        "address": r"\S@\S",
        "clock": r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2} ?[ap]m\b",
        "date": r"\b\d{1,2}\.? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\b(19|20)\d\d\b",
        "number": r"\d",
        "percent": r"\d ?%|percent",
        "money": r"[€$£]|\beuros?\b|\bEUR\b",
        "check box": r"^\W*\[[ xX]?\]",
        "initials": r"^[A-Z]{1,3}: ",
        "name before colon": r"^\**[A-Z][\w .-]{1,30}:",
        "small first letter": r"^[a-z]",
        "capitals": r"^[^a-z]+$",
        "brackets": r"\(",
        "quotation": r"[\"“”«»]",
        "arrow": r"→|->|=>",
        "slash": r"\w ?/ ?\w",
        "code": r"`|\w_\w|\w\.\w{2,3}\b|[a-z][A-Z]",
        "names": r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z][a-z]+",
        "name inside": r"(?<=[a-z,] )[A-Z]",
        "short form": r"\b[A-Z]{2,6}s?\b",
        "first person": r"\b([Ww]e|I|[Oo]ur|[Mm]y|[Uu]s)\b",
        "second person": r"\b[Yy](ou|our)\b",
        "third person": r"\b([Tt]hey|[Tt]heir|[Hh]e|[Ss]he)\b",
        "past": r"\b(was|were|had|did|\w{3,}ed)\b",
        "now": r"\b(is|are|has|have|\w{3,}(?<!s)s)\b",
        "going on": r"\b\w{3,}ing\b",
        "passive": r"\b(is|are|was|were|be|been|being) (\w+ly )?\w+(ed|en|t)\b",
        "comparison": r"\b(more|less|better|worse|\w{3,}er) than\b",
        "either way": r"\b(whether|or not|versus|vs)\b",
    }.items()
}
BLOCKS = {"word": 0.5, "pair": 0.5, "part": 0.5, "form": 0.35, "sign": 0.5, "both": 0.5, "heading": 0.6}
"""How much each kind of feature counts as a whole."""


class Numbered(NamedTuple):
    """The features of one statement."""

    numbers: list[int]
    values: list[float]


def tokens_of(text: str) -> list[str]:
    """The words of a text in lower case, links and addresses each as one word of the same name."""
    return [_plain(token) for token in TOKEN.findall(text)]


def features_of(text: str, heading: str = "", *, words_too: bool = True) -> Numbered:
    """The features of a statement under a heading; without `words_too` only those of form and signs."""
    text = text[:LONGEST]
    words = tokens_of(text)
    forms, signs = list(_forms(text, words)), list(_signs("sign", words))
    kinds: dict[str, Sequence[int]] = {
        "form": forms,
        "sign": signs,
        "both": [(one * 31 + other) % SIZE for one, other in combinations([*forms, *signs], 2)],
        "heading": _heading(heading) if heading else [number("heading", "none")],
    }
    if words_too:
        kinds |= {
            "word": [number("word", word) for word in words],
            "pair": [number("pair", pair) for pair in zip(["^", *words], [*words, "$"], strict=True)],
            "part": [part for word in words for part in parts_of(word)],
        }
    return _weighed(kinds)


@lru_cache(maxsize=200_000)
def number(kind: str, name: str | tuple[str, ...]) -> int:
    """The number of a feature.

    >>> number("word", "consent") == number("word", "consent") < SIZE
    True
    """
    return crc32(f"{kind}\0{name}".encode()) % SIZE


def _plain(token: str) -> str:
    if token.startswith(("http", "www.")):
        return "<link>"
    if "@" in token:
        return "<address>"
    return "<number>" if token.isdigit() else token.lower().replace("’", "'")


def _weighed(kinds: dict[str, Sequence[int]]) -> Numbered:
    """Each kind has the same length as a whole, however many features it has."""
    numbered = Numbered([], [])
    for kind, numbers in kinds.items():
        if numbers:
            numbered.numbers.extend(numbers)
            numbered.values.extend([BLOCKS[kind] / len(numbers) ** 0.5] * len(numbers))
    return numbered


@lru_cache(maxsize=100_000)
def parts_of(word: str) -> tuple[int, ...]:
    """Numbers of the runs of letters in a word, its ends marked."""
    marked = f" {word} "
    runs = {marked[at : at + length] for length in LETTER_RUNS for at in range(len(marked) - length + 1)}
    return tuple(number("part", run) for run in sorted(runs))


def _forms(text: str, words: Sequence[str]) -> Iterable[int]:
    longer = sum(len(words) > length for length in LENGTHS)
    yield number("form", f"length {longer}")
    for name, pattern in FORMS.items():
        if pattern.search(text):
            yield number("form", name)


@lru_cache(maxsize=10_000)
def _heading(heading: str) -> tuple[int, ...]:
    """Signs alone: the words of a heading tell what is talked about, not how."""
    asks = [number("heading", "question")] if heading.rstrip().endswith("?") else []
    return (number("heading", "there"), *_signs("heading sign", tokens_of(heading)), *asks)


def _signs(kind: str, words: Sequence[str]) -> Iterable[int]:
    joined = " ".join(words)
    for name, pattern in _phrases().items():
        found = len(set(pattern.findall(joined)))
        if found:
            yield number(kind, name)
        if found > 1:
            yield number(kind, f"{name} twice")
    for name, pattern in _patterns().items():
        if pattern.search(joined):
            yield number(kind, name)
    first = next((word for word in words if word[0].isalnum()), "")
    for name in _starts().get(first, ()):
        yield number(kind, f"starts {name}")


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    return {name: _pattern(phrases) for name, phrases in _sign_words()["phrases"].items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _sign_words()["patterns"].items()}


@cache
def _starts() -> dict[str, list[str]]:
    starts: dict[str, list[str]] = {}
    for name, words in _sign_words()["starts"].items():
        for word in words:
            starts.setdefault(word, []).append(name)
    return starts


@cache
def _sign_words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("signs.toml").read_text(encoding="utf-8"))


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases as whole words; the longest first, `*` stands for any ending."""
    ordered = sorted(phrases, key=len, reverse=True)
    words = [re.escape(word.rstrip("*")) + (r"[\w'-]*" if word.endswith("*") else "") for word in ordered]
    return re.compile(r"(?<![\w'-])(?:" + "|".join(words) + r")(?![\w'-])")
