"""A text -> the same with `[name]` where it tells who somebody is.

What is a name is told by the word itself, or, where it is another word too, by what stands beside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from report_builder.privacy.alphabets import plain
from report_builder.privacy.contacts import contacts
from report_builder.privacy.forms import Form, Rank, make_forms
from report_builder.privacy.lexicon import words
from report_builder.privacy.people import WORD, People, digits
from report_builder.privacy.reading import Reading, Word

MASK = "[name]"
PASSES = 5
"""So often a text is gone through, as a mask can tell that the word beside it is a name."""
UNKNOWN_NAME = "name after a title"
"""Somebody who is on no list."""
UNLISTED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame|Mme|Señora?|κος|κα|κυρία|κύριος|κύριο|κυρίου|κυρίας|Κα|Δρ)"
    r"\b\.?|(?<!\w)[κΚ]\.)[\s\u00a0]+(?P<name>[^\W\d_a-zα-ωά-ώ][^\W\d_]*(?:[.\s’'-]{1,2}[^\W\d_a-zα-ωά-ώ][^\W\d_]+){0,2})"
)
CAMEL = re.compile(r"[^\W\d_][^\W\d_A-ZΑ-Ω]*")


@dataclass(frozen=True)
class Found:
    """One stretch of a text that tells who somebody is."""

    start: int
    end: int
    kind: str
    """`name`, `name after a title`, `e-mail`, `phone`, `handle`, `IP address` or `organisation`."""
    words: str


@dataclass
class Masker:
    """Masks what tells who these people are."""

    people: People
    _cache: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the forms of all names once."""
        own = self.people.own_words
        self._forms = make_forms(self.people.names, own)
        self._known: dict[str, Form | None] = {}
        self._own = own
        self._initials = {
            number: {plain(word)[:1] for word in name.given} for number, name in enumerate(self.people.names)
        }
        self._organisations = _any_of(self.people.organisations)
        self._not_names = _any_of(self.people.not_names)

    def mask(self, text: str) -> str:
        """The text with `[name]` for each stretch; as it is, where there is none."""
        if not text:
            return text
        masked = self._cache.get(text)
        if masked is None:
            masked = self._cache[text] = self._masked_for_good(text)
        return masked

    def mask_path(self, path: str) -> str:
        """A file's path; one that is called after nothing but a person is masked in small letters, too."""
        masked = self.mask(path)
        folder, slash, file = masked.rpartition("/")
        stem, dot, suffix = file.rpartition(".")
        named = [word for word in WORD.findall(stem) if plain(word) not in words("papers")]
        forms = [self._form(word) for word in named]
        if named and all(form is not None and form.rank is Rank.WORD for form in forms):
            for word in named:
                stem = stem.replace(word, MASK, 1)
        return f"{folder}{slash}{stem}{dot}{suffix}"

    def _masked_for_good(self, text: str) -> str:
        """The text masked until nothing is left to mask: what was masked before is never masked further."""
        for _ in range(PASSES):
            found = self.find(text)
            if not found:
                break
            text = _with_masks(text, found)
        return text

    def mask_html(self, html: str) -> str:
        """HTML with the words between its tags masked, also where a tag parts a name, and links to people."""
        if not html:
            return html
        masked = self._cache.get(html)
        if masked is None:
            masked = self._cache[html] = self._mask_html(html)
        return masked

    def find(self, text: str) -> tuple[Found, ...]:
        """All stretches in the order of the text; none overlaps another."""
        spans = [found for found in contacts(text) if not self._is_kept(text[found[0] : found[1]])]
        spans += self._names(text)
        spans = [span for span in spans if not self._is_excepted(text, span)]
        if self._organisations:
            spans += [(*found.span(), "organisation") for found in self._organisations.finditer(text)]
        spans += self._numbers(text)
        return tuple(Found(start, end, kind, text[start:end]) for start, end, kind in _apart(spans))

    def _is_kept(self, words: str) -> bool:
        small = words.strip(".,;:()").casefold()
        return any(kept and (small == kept or small.rstrip("/") in kept) for kept in self.people.kept)

    def is_listed(self, found: Found) -> bool:
        """Whether an address or a number is that of somebody on the list."""
        if found.kind == "e-mail":
            return found.words.removeprefix("mailto:").casefold() in self.people.addresses
        return found.kind == "phone" and self._is_phone_of_somebody(found.words)

    def _is_phone_of_somebody(self, words: str) -> bool:
        number = digits(words)
        return len(number) >= LEAST_DIGITS and any(
            number == phone or phone.endswith(number.lstrip("0")) for phone in self.people.phones
        )

    def _is_excepted(self, text: str, span: tuple[int, int, str]) -> bool:
        if self._not_names is None:
            return False
        return any(
            found.start() <= span[0] and span[1] <= found.end() for found in self._not_names.finditer(text)
        )

    def _numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The telephone numbers of the list, however they are written."""
        if self.people.phones:
            for found in DIGITS.finditer(text):
                if self._is_phone_of_somebody(found.group()):
                    yield (*found.span(), "phone")

    # Names

    def _names(self, text: str) -> Iterator[tuple[int, int, str]]:
        listed = self._words(text)
        if any(word.form for word in listed):
            reading = Reading(text, listed, self._initials)
            yield from ((start, end, "name") for start, end in reading.spans())
        for found in UNLISTED.finditer(text):
            first = plain(WORD.match(found["name"]).group())  # type: ignore[union-attr]
            if first not in words("offices") | words("particles") and len(first) > 1:
                yield found.start("name"), found.end("name"), UNKNOWN_NAME

    def _words(self, text: str) -> list[Word]:
        found: list[Word] = []
        for match in WORD.finditer(text):
            word = match.group()
            form = self._form(word)
            inner = list(CAMEL.finditer(word)) if form is None and not word.isupper() else []
            if len(inner) > 1 and any(self._form(part.group()) for part in inner):
                start = match.start()
                found += [
                    Word(start + p.start(), start + p.end(), p.group(), self._form(p.group())) for p in inner
                ]
            else:
                found.append(Word(*match.span(), word, form))
        return found

    def _form(self, word: str) -> Form | None:
        if word not in self._known:
            self._known[word] = self._forms.of(word, self._own) if len(word) > 1 else None
        return self._known[word]

    # HTML

    def find_html(self, html: str) -> tuple[Found, ...]:
        """All stretches in the words of a piece of HTML, and the addresses that it leads to."""
        words, tags = _cut_html(html)
        links = (unescape(link["address"]) for tag in tags for link in ADDRESS.finditer(tag))
        led = (found for address in links for found in self.find(address))
        return (*self.find(_as_read(words, tags)), *led)

    def _mask_html(self, html: str) -> str:
        for _ in range(PASSES):
            if not self.find_html(html):
                break
            html = self._masked_once(html)
        return html

    def _masked_once(self, html: str) -> str:
        words, tags = _cut_html(html)
        found = self.find(_as_read(words, tags))
        made: list[str] = []
        at = 0
        for text, tag in zip(words, tags, strict=True):
            made += [_escaped(_with_masks_in(text, at, found)), ADDRESS.sub(self._link, tag)]
            at += len(text) + bool(BLOCK.match(tag))
        return "".join(made)

    def _link(self, found: re.Match[str]) -> str:
        address = unescape(found["address"])
        return f'{found["name"]}="#"' if self.find(address) else found.group()


TAG = re.compile(r"(<[^>]*>)")
BLOCK = re.compile(
    r"</?(?:p|li|ul|ol|h[1-6]|td|th|tr|table|blockquote|br|pre|div|thead|tbody)\b", re.IGNORECASE
)
ADDRESS = re.compile(r'(?P<name>\b(?:href|title|alt))="(?P<address>[^"]*)"')
DIGITS = re.compile(r"\+?\(?\d[\d\s()./–-]{4,}\d")
LEAST_DIGITS = 6


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these words, whole, however they are spaced."""
    spelled = [
        r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE) if spelled else None


def _apart(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans in order, those that overlap made one; the kind is that of the longest."""
    made: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(spans):
        if made and start < made[-1][1]:
            first, last, before = made[-1]
            longer = kind if end - start > last - first else before
            made[-1] = (first, max(last, end), longer)
        else:
            made.append((start, end, kind))
    return made


def _with_masks(text: str, found: Sequence[Found]) -> str:
    return _with_masks_in(text, 0, found) if found else text


def _with_masks_in(text: str, at: int, found: Sequence[Found]) -> str:
    """A piece of a longer text that begins at `at`; a stretch is masked in the piece in which it begins."""
    made: list[str] = []
    done = 0
    for one in found:
        start, end = one.start - at, one.end - at
        if end <= 0 or start >= len(text):
            continue
        made += [text[done : max(start, 0)], MASK if start >= 0 else ""]
        done = min(end, len(text))
    return "".join([*made, text[done:]])


def _cut_html(html: str) -> tuple[list[str], list[str]]:
    """The words of HTML and the tag behind each piece of them; the last one is empty."""
    pieces = TAG.split(html)
    return [unescape(piece) for piece in pieces[::2]], [*pieces[1::2], ""]


def _as_read(words: Sequence[str], tags: Sequence[str]) -> str:
    """The words as somebody reads them: blocks apart."""
    return "".join(
        text + ("\u2029" if BLOCK.match(tag) else "") for text, tag in zip(words, tags, strict=True)
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
