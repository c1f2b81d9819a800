"""Old code pages: which of them makes words of a language out of bytes.

Each page is tried, and the letters that it gives are held against the alphabets of the languages written in
it. In go bytes that are no UTF-8; out come text and the name of the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

WESTERN = (
    "äöüß",  # German
    "àâæçéèêëîïôœùûüÿ",  # French
    "áéíóúüñ",  # Spanish
    "àèéìíîòóùú",  # Italian
    "áâãàçéêíóôõúü",  # Portuguese
    "àçèéíïóòúü",  # Catalan
    "áéëïíóöúü",  # Dutch, Irish
    "åäöéü",  # Swedish, Finnish
    "æøåéäö",  # Danish, Norwegian
    "áðéíóúýþæö",  # Icelandic
    "çë",  # Albanian
)
CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţșț",  # Romanian
    "čćđšž",  # Croatian, Slovenian
)
BALTIC = (
    "ąčęėįšųūž",  # Lithuanian
    "āčēģīķļņšūž",  # Latvian
    "äöüõšž",  # Estonian
)
GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)
CYRILLIC = (
    "абвгдежзийклмнопрстуфхцчшщъьюяѝ",  # Bulgarian
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
    "абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ",  # Serbian, Macedonian
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",  # Russian
)
PAGES = {
    "cp1252": WESTERN,
    "cp1250": CENTRAL,
    "cp1253": GREEK,
    "cp1251": CYRILLIC,
    "cp1257": BALTIC,
    "cp1254": ("çğıöşüâîû",),  # Turkish
    "iso8859_2": CENTRAL,
    "iso8859_7": GREEK,
    "mac_roman": WESTERN,
}
"""In the order in which they count where several fit as well."""
USUAL = "cp1252"
OF_LANGUAGE = {
    "el": "cp1253",
    "tr": "cp1254",
    **dict.fromkeys(("bg", "uk", "sr", "mk"), "cp1251"),
    **dict.fromkeys(("pl", "cs", "hu", "ro", "hr", "sl", "sk"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
}
SIGNS = frozenset("“”‘’„‚‹›«»–—…•·€£§°©®™¡½¼¾²×±†‰ \xa0")
"""What stands in texts of any language and tells nothing."""
BEYOND = re.compile(r"[^\x00-\x7f]")
MOST = 5000
"""So many letters tell a page."""
ODD = re.compile("[¢¤¥¦¨©ª¬¯±²³µ¶¸¹º¼½¾]")
"""Signs that a text in a European language has few of, and an Asian one read as such has many."""
FEWEST_ODD, ODD_SHARE = 10, 0.2
POOR = 0.6
"""Where no page fits better than this, that of the language is taken, or none."""


@dataclass(frozen=True)
class Fit:
    """How well a page fits."""

    page: str
    text: str
    score: float
    """Share of the letters beyond ASCII that its best alphabet has, where they may stand."""


def read_code_page(raw: bytes, language: str) -> tuple[str, str] | None:
    """Return page and text, or None where none fits; the page of the language goes first, if as good."""
    own = OF_LANGUAGE.get(language[:2].lower(), USUAL)
    fits = sorted(_fits(raw), key=lambda fit: (-fit.score, fit.page != own))
    if fits and fits[0].score < POOR:
        fits = [fit for fit in fits if fit.page == own and not _garbled(fit.text)]
    return (fits[0].page, fits[0].text) if fits else None


def _garbled(text: str) -> bool:
    """Tell whether so many letters are odd signs that the text is in none of Europe's code pages."""
    odd = len(ODD.findall(text))
    return odd >= FEWEST_ODD and odd > ODD_SHARE * sum(not sign.isascii() for sign in text)


def _fits(raw: bytes) -> Iterator[Fit]:
    for page, alphabets in PAGES.items():
        try:
            text = raw.decode(page)
        except UnicodeDecodeError:
            continue
        letters = _letters(text)
        latin = alphabets not in (GREEK, CYRILLIC)
        yield Fit(page, text, max(_score(letters, alphabet, latin) for alphabet in alphabets))


def _letters(text: str) -> list[tuple[str, str, str]]:
    """The first characters beyond ASCII that tell something, each with those before and after it."""
    padded = f" {text} "
    telling = (found.start() for found in BEYOND.finditer(padded) if found[0] not in SIGNS)
    return [(padded[place - 1], padded[place], padded[place + 1]) for place in islice(telling, MOST)]


def _score(letters: Sequence[tuple[str, str, str]], alphabet: str, latin: bool) -> float:
    """The share of letters that are in an alphabet and may stand where they stand."""
    known = frozenset(alphabet + alphabet.upper())
    good = sum(sign in known and _may_stand(before, sign, after, latin) for before, sign, after in letters)
    return good / len(letters) if letters else 1.0


def _may_stand(before: str, sign: str, after: str, latin: bool) -> bool:
    """No capital follows a small letter; three accented letters never meet, nor do two scripts."""
    if sign.isupper() and before.islower():
        return False
    if latin:
        return not (_beyond(before) and _beyond(after))
    mixed = any(near.isascii() and near.isalpha() for near in (before, after))
    return not mixed and not (sign == "ς" and after.isalpha())


def _beyond(near: str) -> bool:
    return near.isalpha() and not near.isascii()
