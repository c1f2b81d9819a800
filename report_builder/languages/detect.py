"""In which language a statement is written: by its letters, and by the small words that each language needs.

Where that is not clear, the language of the report is taken for that of the statement.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = {
    "el": re.compile(r"[Ͱ-Ͽἀ-῿]"),
    "ru": re.compile(r"[Ѐ-ӿ]"),
    "ar": re.compile(r"[؀-ۿ]"),
    "he": re.compile(r"[א-ת]"),
    "": re.compile(r"[A-Za-zÀ-ɏ]"),
}
"""Language taken for a script -> its letters; Latin ones leave it open."""
CYRILLIC = {
    "uk": re.compile(r"[іїєґ]", re.IGNORECASE),
    "sr": re.compile(r"[ђћјљњџ]", re.IGNORECASE),
    "ru": re.compile(r"[ыэё]", re.IGNORECASE),
}
"""Letters that the others don't have; without any it is Bulgarian."""
CYRILLIC_LANGUAGES = ("bg", "ru", "uk", "sr", "mk", "be")
FEWEST = 2
"""Different small words needed to tell a language."""
CLEAR = 2
"""How many times as many as the report's own language has."""


def language_of(text: str, usual: str) -> str:
    """Code of the language of a text, or `usual` where it is that or can't be told.

    >>> language_of("Η αστυνομία δεν απαντά στα μηνύματα.", "en")
    'el'
    >>> language_of("We need a plan for the night.", "el"), language_of("Twitter", "el")
    ('en', 'el')
    """
    base = usual.split("-")[0]
    counts = {language: len(letters.findall(text)) for language, letters in SCRIPTS.items()}
    most = max(counts, key=lambda language: counts[language])
    if not counts[most]:
        return usual
    found = _by_letters(text, base) if most == "ru" else most or _by_words(text, base)
    return usual if found == base else found or usual


def _by_letters(text: str, usual: str) -> str:
    told = next((language for language, letters in CYRILLIC.items() if letters.search(text)), "")
    return told or (usual if usual in CYRILLIC_LANGUAGES else "bg")


def _by_words(text: str, usual: str) -> str:
    words = {word.lower() for word in WORD.findall(text)}
    hits = {language: len(words & known) for language, known in _function_words().items()}
    best = max(hits, key=lambda language: hits[language])
    rivals = [count for language, count in hits.items() if language != best]
    clear = hits[best] >= FEWEST and hits[best] > max(rivals) and hits[best] >= CLEAR * hits.get(usual, 0)
    return best if clear and 5 * hits[best] >= len(words) else ""


@functools.cache
def _function_words() -> Mapping[str, frozenset[str]]:
    path = Path(__file__).with_name("function-words.toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in lists.items()}
