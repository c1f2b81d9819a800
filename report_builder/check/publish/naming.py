"""N rules: the project, the deliverable and the workshop have one name each, spelled one way."""

import re
import unicodedata
from collections.abc import Iterator

from report_builder.check.publish.facts import Facts, Hit
from report_builder.check.publish.finished import FinishedFile, Kind, outside_addresses
from report_builder.languages import unread_languages
from report_builder.settings import PLACE
from report_builder.words import even

LOOKALIKE = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
TOKEN = re.compile(r"(?<![\w@#/.])[\w@&][\w@&.-]*\w")
NUMBER = re.compile(
    r"(?<![\w@])(?:[A-Za-z]+[\d@A-Za-z]*[-_])?([A-Za-zΑ-Ω]{1,2})[\s.-]?(\d{1,2})[.-](\d{1,2})(?![\d])"
)
OWN = re.compile(
    r"(?i)\bthis (?:report|deliverable|document)\b|(?:παρόν|παρούσα) (?:παραδοτέο|έκθεση|έγγραφο)|"
    r"\bcit(?:e|ing) (?:as|this|please)|please (?:use|cite)|αναφέρ(?:ετε|εται) ως"
)
ORDINAL = re.compile(
    r"(?i)\b(\d{1,2})(?:st|nd|rd|th|ο|η|ος|ου)\b|\b(?:workshop|εργαστήριο|ημερίδα)\s+(?:no\.?\s*|αρ\.\s*)?(\d{1,2})\b"
)
WORDS = (
    "first second third fourth fifth sixth seventh eighth",
    "πρώτο δεύτερο τρίτο τέταρτο πέμπτο έκτο έβδομο όγδοο",
)
EVENT = re.compile(r"(?i)workshop|εργαστ|ημερίδα")


def acronym(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """N1: the project's acronym is spelled one way."""
    own = even(facts.workshop.project.acronym)
    if len(own) < 4:
        return
    contact = even(facts.workshop.project.contact)
    ordinary = _is_word(file, own)
    said = [
        (passage.place, passage.text) for passage in file.passages if passage.place != "key project.contact"
    ]
    said += [("properties, title", file.title), ("properties, author", file.author)]
    said += [("properties, keywords", file.keywords)]
    for place, text in said:
        # The account's own name in the line on how to follow the project is not the acronym.
        kept = text.replace(contact, " ") if contact else text
        for found in TOKEN.finditer(outside_addresses(kept.replace(own, " "))):
            opens = _opens_sentence(kept, found[0])
            if _misspells(found[0], own, ordinary or opens):
                yield Hit(place, f'the acronym is spelled "{found[0]}" here', f'It is "{own}".')


def _opens_sentence(text: str, word: str) -> bool:
    """Whether a word opens a sentence, where any word has a capital."""
    return bool(re.search(rf"(?:^|[.!?:;]\s|\s[-–]\s|[“\"(«])\s*{re.escape(word)}", text))


def _is_word(file: FinishedFile, own: str) -> bool:
    """Whether the acronym is also an ordinary word of the text."""
    plain = own.casefold()
    return own.isalpha() and any(
        re.search(rf"\b{re.escape(plain)}\b", passage.text) for passage in file.passages
    )


def _misspells(word: str, own: str, ordinary: bool) -> bool:
    if word == own or word.rstrip("s'") == own or len(word) < 4:
        return False
    same = _plain(word) == _plain(own)
    if own.isalpha() and (word.islower() or (ordinary and word.istitle())):
        return False
    return same or (len(own) >= 6 and _written_as_name(word) and _one_off(_plain(word), _plain(own)))


def _plain(word: str) -> str:
    shown = (
        unicodedata.normalize("NFKC", word).upper().translate(LOOKALIKE) if _is_latin(word) else word.upper()
    )
    return re.sub(r"\W", "", shown.replace("@", "A"))


def _is_latin(word: str) -> bool:
    return bool(re.search("[A-Za-z]", word))


def _written_as_name(word: str) -> bool:
    return word[1:] != word[1:].lower() or any(sign.isdigit() or sign == "@" for sign in word)


def _one_off(one: str, other: str) -> bool:
    """Whether one letter is missing, added or another."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def deliverable_number(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """N2: its own number, in cover, headers, citation, codes and properties, is the right one."""
    own = _number_of(facts.workshop.deliverable.number)
    if not own:
        return
    mend = f"It is {facts.workshop.deliverable.number}."
    for passage in file.passages:
        for found in NUMBER.finditer(passage.text):
            if (
                _parts(found) != own
                and found[1].upper() == own[0]
                and _own_place(passage.text, found, passage.kind)
            ):
                yield Hit(passage.place, f'another deliverable is named here: "{found[0]}"', mend)
    for found in NUMBER.finditer(file.title):
        if _parts(found) != own and found[1].upper() == own[0]:
            yield Hit("properties, title", f'another deliverable is named here: "{found[0]}"', mend)


def _number_of(number: str) -> tuple[str, int, int] | None:
    found = NUMBER.search(number)
    return _parts(found) if found else None


def _parts(found: re.Match[str]) -> tuple[str, int, int]:
    return found[1].upper(), int(found[2]), int(found[3])


def _own_place(text: str, found: re.Match[str], kind: Kind) -> bool:
    """Whether a number stands where only the file's own may stand; prose may name others."""
    code = "-" in found[0] or "_" in found[0]
    short = len(text.split()) <= 2 and kind is not Kind.CELL
    before = text[max(0, found.start() - 40) : found.start()]
    return (
        code
        or short
        or kind in (Kind.HEADER, Kind.TITLE)
        or bool(OWN.search(before))
        or bool(OWN.search(text[:60]))
    )


def ordinal(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """N3: which workshop it was is said one way, in its title, the report's and the next workshop's."""
    own = _ordinal(facts.workshop.event.ordinal)
    if not own or file.path != "inputs/workshop.toml":
        return
    deliverable, following = facts.workshop.deliverable, facts.workshop.next_event
    for key, text in (
        ("event.title", facts.workshop.event.title),
        ("deliverable.title", deliverable.title),
        ("deliverable.citation", deliverable.citation),
    ):
        other = _ordinal(text)
        if other and other != own:
            yield Hit(
                f"key {key}",
                f"it speaks of workshop {other}, event.ordinal of workshop {own}",
                "Correct one of them.",
            )
    coming = _ordinal(following.title) if following else 0
    if coming and coming <= own:
        yield Hit(
            "key next_event.title",
            f"the next workshop is numbered {coming}, this one {own}",
            "Correct one of them.",
        )


def _ordinal(text: str) -> int:
    """The number of a workshop that a text names; 0 if it names none."""
    found = ORDINAL.search(text) if EVENT.search(text) else None
    if found:
        return int(found[1] or found[2])
    words = text.casefold().split()
    return next(
        (
            number
            for row in WORDS
            for number, word in enumerate(row.split(), 1)
            if word in words and EVENT.search(text)
        ),
        0,
    )


def unread_language(file: FinishedFile, facts: Facts) -> Iterator[Hit]:
    """N4: the report's own words have been read by a native speaker of its language."""
    language = facts.workshop.language.partition("-")[0]
    if file.path == PLACE and language in unread_languages():
        what = f'what the report says by itself in "{language}" was read by no native speaker yet'
        yield Hit("key language", what, "Read headings and fixed sentences before you send it.", "warning")
