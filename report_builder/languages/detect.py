"""In which language a statement is written: by its letters, and by the small words that each language needs.

Where that is not clear, the language of the report is taken for that of the statement.
"""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

LATIN = ""
WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = {
    "el": re.compile(r"[Ͱ-Ͽἀ-῿]"),
    "ru": re.compile(r"[Ѐ-ӿ]"),
    "ar": re.compile(r"[؀-ۿ]"),
    "he": re.compile(r"[א-ת]"),
    LATIN: re.compile(r"[A-Za-zÀ-ɏ]"),
}
"""Language taken for a script -> its letters; Latin ones leave it open."""
CYRILLIC = {
    "uk": re.compile(r"[іїєґІЇЄҐ]"),
    "sr": re.compile(r"[ђћјљњџЂЋЈЉЊЏ]"),
    "ru": re.compile(r"[ыэёЫЭЁ]"),
}
"""Letters that the others don't have; without any it is Bulgarian."""
CYRILLIC_LANGUAGES = ("bg", "ru", "uk", "sr", "mk", "be")
FEWEST = 2
"""Different small words needed to tell a language."""
CLEAR = 2
"""How many times as many as the report's own language has."""
MOST = 20_000
"""Statements whose language is remembered: each is printed twice."""


@functools.lru_cache(MOST)
def language_of(text: str, usual: str) -> str:
    """Code of the language of a text, or `usual` where it is that or can't be told.

    >>> language_of("Η αστυνομία δεν απαντά στα μηνύματα.", "en")
    'el'
    >>> language_of("We need a plan for the night.", "el"), language_of("Twitter", "el")
    ('en', 'el')
    """
    base = usual.split("-")[0]
    script = _script(text)
    if script is None:
        return usual
    found = _by_letters(text, base) if script == "ru" else script or _by_words(text, base)
    return usual if found == base else found or usual


def _script(text: str) -> str | None:
    """The script that most letters are of, as in `SCRIPTS`; None if there are no letters."""
    if text.isascii():
        return LATIN if any(map(str.isalpha, text)) else None
    counts = {script: len(letters.findall(text)) for script, letters in SCRIPTS.items()}
    most = max(counts, key=lambda script: counts[script])
    return most if counts[most] else None


def _by_letters(text: str, usual: str) -> str:
    told = next((language for language, letters in CYRILLIC.items() if letters.search(text)), "")
    return told or (usual if usual in CYRILLIC_LANGUAGES else "bg")


def _by_words(text: str, usual: str) -> str:
    words = {word.lower() for word in WORD.findall(text)}
    hits: dict[str, int] = {}
    for word in words:
        for language in _function_words().get(word, ()):
            hits[language] = hits.get(language, 0) + 1
    most, second = [*sorted(hits.values(), reverse=True), 0, 0][:2]
    clear = most >= FEWEST and most > second and most >= CLEAR * hits.get(usual, 0)
    best = max(hits, key=lambda language: hits[language], default="")
    return best if clear and 5 * most >= len(words) else ""


@functools.cache
def _function_words() -> Mapping[str, Sequence[str]]:
    """Small word -> the languages that have it."""
    path = Path(__file__).with_name("function-words.toml")
    found: dict[str, list[str]] = {}
    for language, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return found
