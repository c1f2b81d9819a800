"""A text -> the same with `[name]` where it tells who somebody is.

What is a name is told by the word itself, or, where it is another word too, by what stands beside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from report_builder.privacy.alphabets import is_greek, plain
from report_builder.privacy.contacts import contacts
from report_builder.privacy.forms import SPELLED_SMALL, Form, Rank, make_forms
from report_builder.privacy.lexicon import words
from report_builder.privacy.people import WORD, People, digits

MASK = "[name]"
UNKNOWN_NAME = "name after a title"
"""Somebody who is on no list."""
TITLE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Doctor|Sir|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Signora?|Sig"
    r"|Mister|MR|MRS|MS|DR|κος|κα|κυρία|κύριος|κύριο|κυρίου|κυρίας|Κυρία|Κύριος|Κα|Κος|Δρ|καθ|Καθ)\b\.?|[κΚ]\.(?:\s?[κΚ]\.)?)"
    r"[\s\u00a0]+(?:(?:Dr|Prof|Δρ)\.?\s+)?$"
)
UNLISTED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Monsieur|Madame|Mme|Señora?|κος|κα|κυρία|κύριος|κύριο|κυρίου|κυρίας|Κα|Δρ)"
    r"\b\.?|(?<!\w)[κΚ]\.)[\s\u00a0]+(?P<name>[^\W\d_a-zα-ωά-ώ][^\W\d_]*(?:[.\s’'-]{1,2}[^\W\d_a-zα-ωά-ώ][^\W\d_]+){0,2})"
)
INITIAL_BEFORE = re.compile(
    r"(?<![\w’'])(?P<initials>[^\W\d_](?:\.[\s\u00a0-]?[^\W\d_])?)(?P<dot>\.?)[\s\u00a0-]?$"
)
INITIAL_BEHIND = re.compile(r",?[\s\u00a0](?P<initials>[^\W\d_](?:\.[\s\u00a0-]?[^\W\d_])*\.)(?!\w)")
BETWEEN_NAMES = re.compile(r"(?:[\s\u00a0]*[-‑,’'._]?[\s\u00a0]*)")
OPENING = re.compile(r"(?:^|[.!?:;…\n•|>\t]|(?:^|\s)[-–—*]|[\d][.)])[\s\"“‘'«(\[]*$")
POSSESSIVE = re.compile(r"[’']s\b")
LABEL = re.compile(r"\s?:(?:\s|$)")
CAMEL = re.compile(r"[^\W\d_][^\W\d_A-ZΑ-Ω]*")
LINKS = (
    r"(?:(?:van|von|der|den|de|la|di|da|del|della|ter|ten|te|zu|zum|zur|dos|das|do|af|y|bin|ibn|el|al)"
    r"[\s\u00a0]|[ODdLl][’'])"
)
LINKED = re.compile(rf"[\s\u00a0,]*(?:{LINKS})+", re.IGNORECASE)
LINKS_BEFORE = re.compile(rf"(?<!\w)(?:(?!(?:de|la|do|al|y|da|te|el)[\s\u00a0]){LINKS})+$", re.IGNORECASE)
TOWARDS = re.compile(
    r"\b(?:according|thanks|thank you|spoke|talked|listened|belongs|wrote) to\s+$", re.IGNORECASE
)
SHOUTED = 0.6
"""Share of words with capitals from which a text is a title, in which a capital says nothing."""
FEW_WORDS = 4


@dataclass(frozen=True)
class Found:
    """One stretch of a text that tells who somebody is."""

    start: int
    end: int
    kind: str
    """`name`, `name after a title`, `e-mail`, `phone`, `handle`, `IP address` or `organisation`."""
    words: str


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    form: Form | None = None

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


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
            masked = self._cache[text] = _with_masks(text, self.find(text))
        return masked

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
            reading = _Reading(text, listed, self._initials)
            yield from ((start, end, "name") for start, end in reading.spans())
        for found in UNLISTED.finditer(text):
            first = plain(WORD.match(found["name"]).group())  # type: ignore[union-attr]
            if first not in words("offices") and len(first) > 1:
                yield found.start("name"), found.end("name"), UNKNOWN_NAME

    def _words(self, text: str) -> list[_Word]:
        found: list[_Word] = []
        for match in WORD.finditer(text):
            word = match.group()
            form = self._form(word)
            inner = list(CAMEL.finditer(word)) if form is None and not word.isupper() else []
            if len(inner) > 1 and any(self._form(part.group()) for part in inner):
                start = match.start()
                found += [
                    _Word(start + p.start(), start + p.end(), p.group(), self._form(p.group())) for p in inner
                ]
            else:
                found.append(_Word(*match.span(), word, form))
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
        if not self.find_html(html):
            return html
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


class _Reading:
    """One text being read for names."""

    def __init__(self, text: str, listed: Sequence[_Word], initials: dict[int, set[str]]) -> None:
        self.text, self.initials = text, initials
        self.words = [word for at, word in enumerate(listed) if not _is_link(text, listed, at)]
        self.long = [word for word in listed if len(word.text) > 1]
        self.shouted = len(self.long) >= FEW_WORDS and (
            sum(word.capital for word in self.long) > SHOUTED * len(self.long)
        )

    def spans(self) -> Iterator[tuple[int, int]]:
        """From, to of each name, its initials and particles included."""
        sure = [self._is_name(at) for at in range(len(self.words))]
        for at in range(len(self.words)):  # the other name, whose own word would prove nothing, goes along
            for beside in (at - 1, at + 1):
                if sure[at] and not self._out(beside) and not sure[beside] and self._go_together(at, beside):
                    sure[beside] = True
        at = 0
        while at < len(self.words):
            last = at
            while sure[at] and last + 1 < len(self.words) and sure[last + 1] and self._joined(last, last + 1):
                last += 1
            if sure[at]:
                yield self._with_initials(at, last)
            at = last + 1

    def _out(self, at: int) -> bool:
        return not 0 <= at < len(self.words)

    def _go_together(self, at: int, beside: int) -> bool:
        one, other = self.words[at].form, self.words[beside].form
        if not (one and other and self.words[beside].capital and one.persons & other.persons):
            return False
        return self._joined(min(at, beside), max(at, beside))

    def _gap(self, at: int, beside: int) -> str:
        return self.text[self.words[at].end : self.words[beside].start]

    def _joined(self, at: int, beside: int) -> bool:
        """Whether two neighbours are one name: first and last name, a double name."""
        gap = self._gap(at, beside)
        if "," in gap:
            return self._is_pair(at, beside)
        return bool(BETWEEN_NAMES.fullmatch(gap) or LINKED.fullmatch(gap))

    def _is_pair(self, at: int, beside: int) -> bool:
        """Whether two words are the two names of one person, in whichever order."""
        one, other = self.words[at].form, self.words[beside].form
        if not (one and other and one.persons & other.persons):
            return False
        return (one.given and other.surname) or (one.surname and other.given)

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        form = word.form
        if form is None:
            return False
        if self._is_proved(at):
            return True
        if form.rank is Rank.RARE:
            return (word.capital or len(word.text) >= SPELLED_SMALL) and not self._is_called_after(at)
        return word.capital and form.rank < Rank.PLACE and self._is_told(at)

    def _is_proved(self, at: int) -> bool:
        """A title, an initial or the other name stands beside the word."""
        word = self.words[at]
        for beside in (at - 1, at + 1):
            if not self._out(beside) and self._is_full_name(at, beside):
                return True
        if not word.capital:
            return False
        before = self.text[: word.start]
        if TITLE.search(before[-24:]):
            return True
        return bool(word.form and word.form.surname and self._has_initial(at))

    def _is_full_name(self, at: int, beside: int) -> bool:
        """Whether two neighbours are first and last name of one person: both with capitals, or one rare."""
        if not self._is_pair(at, beside):
            return False
        gap = self._gap(min(at, beside), max(at, beside))
        if not (BETWEEN_NAMES.fullmatch(gap) or LINKED.fullmatch(gap)):
            return False
        one, other = self.words[at], self.words[beside]
        rare = Rank.RARE in (one.form.rank if one.form else None, other.form.rank if other.form else None)
        return (one.capital and other.capital) or (rare and "," not in gap)

    def _has_initial(self, at: int) -> bool:
        word = self.words[at]
        start = self._linked_start(word.start)
        before = INITIAL_BEFORE.search(self.text[:start][-8:])
        own = self._own_initials(word)
        if before and before["initials"][0].isupper():
            first = plain(before["initials"][0])
            if before["dot"] and (first in own or not self._opens(start - len(before.group()))):
                return True
            return first in own and first not in ARTICLES and not self._gap_holds_apostrophe(before.group())
        behind = INITIAL_BEHIND.match(self.text, word.end)
        return bool(behind and behind["initials"][0].isupper() and plain(behind["initials"][0]) in own)

    @staticmethod
    def _gap_holds_apostrophe(words: str) -> bool:
        return "'" in words or "’" in words

    def _own_initials(self, word: _Word) -> set[str]:
        persons = word.form.persons if word.form else frozenset()
        return {letter for number in persons for letter in self.initials[number]}

    def _opens(self, start: int) -> bool:
        """Whether a sentence, a line or an entry begins here."""
        return bool(OPENING.search(self.text[:start][-12:])) or not self.text[:start].strip()

    def _is_called_after(self, at: int) -> bool:
        """A street, an institution or a saint's day that has the name."""
        behind = self._neighbour(at, 1)
        if behind and behind.capital and plain(behind.text) in words("institutions"):
            return True
        before = self._neighbour(at, -1)
        return bool(before and plain(before.text) in words("patrons"))

    def _neighbour(self, at: int, step: int) -> _Word | None:
        """The next word or the one before, where nothing but a space or a hyphen stands between."""
        if self._out(at + step):
            return None
        gap = self._gap(min(at, at + step), max(at, at + step))
        return self.words[at + step] if gap.strip() in ("", "-", ".") else None

    def _is_told(self, at: int) -> bool:
        """Whether what stands beside a word that is another one too tells that it is a person."""
        word = self.words[at]
        if self._does_something(at):
            return not self._held(at)
        rank = word.form.rank if word.form else Rank.PLACE
        if rank is not Rank.WORD or (word.text.isupper() and len(word.text) > 1) or self.shouted:
            return False
        opens = self._opens(word.start)
        if POSSESSIVE.match(self.text, word.end) or (opens and LABEL.match(self.text, word.end)):
            return not self._held(at)
        return not opens and not self._held(at) and not self._compound(at) and self._pointed_at(at)

    def _does_something(self, at: int) -> bool:
        behind = self._neighbour(at, 1)
        if behind and plain(behind.text) in words("between"):
            behind = self._neighbour(at + 1, 1)
        return bool(behind and not behind.capital and plain(behind.text) in words("deeds"))

    def _held(self, at: int) -> bool:
        """An article, or a word for what has a name of its own, stands before."""
        before = self._neighbour(at, -1)
        return bool(before and plain(before.text) in words("holders"))

    def _compound(self, at: int) -> bool:
        """Whether the word is part of a longer proper name, or of a word with a hyphen."""
        word, behind, before = self.words[at], self._neighbour(at, 1), self._neighbour(at, -1)
        if behind and (behind.capital or self.text[word.end : word.end + 1] == "-"):
            return True
        if before is None or not before.capital:
            return bool(before and self.text[word.start - 1] == "-")
        return not (self._opens(before.start) and plain(before.text) in words("pointers"))

    def _pointed_at(self, at: int) -> bool:
        """Of colours, and of whatever ends a list of such words, more is asked."""
        word, before = self.words[at], self._neighbour(at, -1)
        if plain(word.text) not in words("colours"):
            return True
        if TOWARDS.search(self.text[: word.start][-24:]):
            return True
        return bool(before and plain(before.text) in words("pointers") and not is_greek(word.text))

    def _linked_start(self, start: int) -> int:
        """Where a name begins with what links its words: `van der`, `O'`."""
        links = LINKS_BEFORE.search(self.text[:start][-20:])
        return start - len(links.group()) if links else start

    def _with_initials(self, first: int, last: int) -> tuple[int, int]:
        start, end = self._linked_start(self.words[first].start), self.words[last].end
        before = INITIAL_BEFORE.search(self.text[:start][-8:])
        one = self.words[first]
        if before and before["initials"][0].isupper() and one.capital and one.form and one.form.surname:
            own = plain(before["initials"][0]) in self._own_initials(one)
            article = plain(before["initials"][0]) in ARTICLES
            if (before["dot"] and not self._gap_holds_apostrophe(before.group())) or (own and not article):
                start -= len(before.group())
        behind = INITIAL_BEHIND.match(self.text, end)
        if behind and plain(behind["initials"][0]) in self._own_initials(self.words[last]):
            end = behind.end()
        return start, end


ARTICLES = frozenset("aioη")


def _is_link(text: str, listed: Sequence[_Word], at: int) -> bool:
    """Whether a word stands before a name and only links it to the one before: `van der`, `O'`."""
    word = listed[at]
    while at < len(listed) and (plain(listed[at].text) in words("links") or _is_elided(text, listed[at])):
        at += 1
    return listed[at : at + 1] != [word] and at < len(listed) and listed[at].form is not None


def _is_elided(text: str, word: _Word) -> bool:
    return len(word.text) == 1 and text[word.end : word.end + 1] in ("'", "’")


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
    return "".join(text + ("\n" if BLOCK.match(tag) else "") for text, tag in zip(words, tags, strict=True))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
