"""A name -> every form in which its words may stand in a text, and how sure each of them is.

Greek names are inflected; every name is known in Latin and in Greek letters.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from report_builder.privacy.alphabets import is_greek, plain, sound, written_out
from report_builder.privacy.lexicon import words
from report_builder.privacy.people import Name

SHORT = 3
"""A word of so few letters is no rare one: Li, Kim."""
SPELLED_SMALL = 5
"""From so many letters on a rare name is known without a capital."""
TWO_SOUNDS = re.compile("a[ei]")
GREEK_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("opulos", ("opulos", "opulu", "opulo", "opule", "opuli", "opulus")),
    ("idis", ("idis", "idi", "idu")),
    ("adis", ("adis", "adi", "adu")),
    ("is", ("is", "i")),
    ("es", ("es", "e", "i", "is")),
    ("as", ("as", "a")),
    ("os", ("os", "u", "o", "e")),
    ("us", ("us", "u")),
    ("a", ("a", "as")),
    ("i", ("i", "is")),
    ("o", ("o", "os")),
    ("e", ("e", "es")),
)
"""Ending of a name in the nominative -> its endings, as they sound."""


class Rank(IntEnum):
    """How much must stand beside a word before it is a name."""

    RARE = 0
    """Nothing: it is no other word."""
    WORD = 1
    """A capital inside a sentence, or what only people do."""
    CALENDAR = 2
    """What only people do, a title, an initial, or the other name."""
    OWN = 3
    """The same, or what only people have."""
    PLACE = 4
    """A title, an initial, or the other name."""


@dataclass(frozen=True)
class Form:
    """What one word may be."""

    rank: Rank
    persons: frozenset[int]
    """Numbers of those whose name it is a part of."""
    given: bool
    surname: bool


@dataclass(frozen=True)
class Forms:
    """All words of names."""

    spelled: Mapping[str, Form]
    """By their letters, folded."""
    sounded: Mapping[str, Form]
    """By their sound, inflected: what a word in Greek letters may be."""
    transcribed: Mapping[str, Form]
    """The same of those alone that are listed in Greek letters: what a word in Latin letters may be."""

    def of(self, word: str, own_words: Collection[str] = frozenset()) -> Form | None:
        """The name that a word may be, if any; at least as unsure as the word itself."""
        folded = plain(word)
        found = self.spelled.get(folded)
        if found is None:
            by_sound = self.sounded if is_greek(folded) else self.transcribed
            found = next((by_sound[heard] for heard in _heard(word) if heard in by_sound), None)
        if found is None:
            return None
        return replace(found, rank=max(found.rank, _rank(folded, own_words)))


def make_forms(names: Iterable[Name], own_words: Collection[str] = frozenset()) -> Forms:
    """The forms of these names; `own_words` are those of the workshop itself, which prove nothing alone."""
    spelled: dict[str, Form] = {}
    sounded: dict[str, Form] = {}
    transcribed: dict[str, Form] = {}
    for number, name in enumerate(names):
        for word, given in (*((w, True) for w in name.given), *((w, False) for w in name.surname)):
            for form in {plain(word), written_out(word)}:
                _add(spelled, form, _form(form, number, given, own_words))
            alike = _greek_words().get(sound(word), plain(word))
            for form in (form for heard in _heard(word) for form in _inflected(heard)):
                for by_sound in (sounded, transcribed) if is_greek(word) else (sounded,):
                    _add(by_sound, form, _form(alike, number, given, own_words))
        for form in _joined(name):
            _add(spelled, form, Form(Rank.RARE, frozenset({number}), True, True))
    return Forms(spelled, sounded, transcribed)


def _inflected(heard: str) -> Iterator[str]:
    yield heard
    for ending, others in GREEK_ENDINGS:
        if heard.endswith(ending) and len(heard) > len(ending) + 1:
            yield from (heard.removesuffix(ending) + other for other in others)
            return


def _heard(word: str) -> tuple[str, ...]:
    """How a word sounds; Danae is written with two letters for one sound, and for two."""
    apart = sound(TWO_SOUNDS.sub("a.i", plain(word))).replace(".", "")
    return tuple(dict.fromkeys((sound(word), apart)))


@cache
def _greek_words() -> Mapping[str, str]:
    """Sound -> Greek word that is a name and something else besides."""
    listed = (word for name in ("words", "calendar", "places") for word in words(name))
    return {sound(word): word for word in listed if is_greek(word)}


def _form(word: str, number: int, given: bool, own_words: Collection[str]) -> Form:
    return Form(_rank(word, own_words), frozenset({number}), given, not given)


def _rank(word: str, own_words: Collection[str]) -> Rank:
    if word in words("calendar"):
        return Rank.CALENDAR
    if word in words("places"):
        return Rank.PLACE
    if word in own_words:
        return Rank.OWN
    if word in words("words") or word in words("qualities") or min(len(word), len(sound(word))) <= SHORT:
        return Rank.WORD
    return Rank.RARE


def _add(forms: dict[str, Form], word: str, form: Form) -> None:
    """Add what a word may be; of several ranks the least sure counts."""
    known = forms.get(word)
    forms[word] = (
        form
        if known is None
        else Form(
            max(known.rank, form.rank),
            known.persons | form.persons,
            known.given or form.given,
            known.surname or form.surname,
        )
    )


def _joined(name: Name) -> Iterator[str]:
    """Both names in one word, as in addresses and names of files: `dkostarelou`, `kostareloudanae`."""
    given, surname = ("".join(map(plain, side)) for side in (name.given, name.surname))
    if given and len(surname) > SHORT:
        yield from (given + surname, surname + given, given[0] + surname)
