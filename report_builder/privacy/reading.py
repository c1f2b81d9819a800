"""One text being read for names: which of the words that may be names are names here.

In go the words of the text, those that may be names with what they may be; out come stretches that are names.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_builder.privacy.alphabets import is_greek, plain
from report_builder.privacy.forms import SPELLED_SMALL, Form, Rank
from report_builder.privacy.lexicon import words
from report_builder.privacy.people import WORD

RANKED = re.compile(
    r"\b(?:Capt(?:ain)?|Major|Colonel|Lieutenant|Sergeant|Sgt|Inspector|Superintendent|Constable|Chief|Commander|Officer"
    r"|Mayor|Cllr|Councillor|Commissioner|Director|Lord|Lady|Rev(?:erend)?)\b\.?[\s\u00a0]+$"
)
"""What stands before a surname, and before other words with a capital now and then."""
TITLE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Doctor|Sir|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Señora?|Signora?|Sig"
    r"|Mister|MR|MRS|MS|DR|κος|κα|κυρία|κύριος|κύριο|κυρίου|κυρίας|Κυρία|Κύριος|Κα|Κος|Δρ|καθ|Καθ)\b\.?|[κΚ]\.(?:\s?[κΚ]\.)?)"
    r"[\s\u00a0]+(?:(?:Dr|Prof|Δρ)\.?\s+)?$"
)
INITIAL_BEFORE = re.compile(
    r"(?<![\w’'])(?P<initials>[^\W\d_](?:\.[\s\u00a0-]?[^\W\d_])?)(?P<dot>\.?)[\s\u00a0-]?$"
)
INITIAL_BEHIND = re.compile(r",?[\s\u00a0](?P<initials>[^\W\d_](?:\.[\s\u00a0-]?[^\W\d_])*\.)(?!\w)")
BETWEEN_NAMES = re.compile(r"[ \t\u00a0]*[-‑,’'._]?[ \t\u00a0]*")
LINE_BREAK = re.compile(r"[ \t\u00a0]*\r?\n[ \t\u00a0]*")
OPENING = re.compile(r"(?:^|[.!?:;…\n\u2029•|>\t]|(?:^|\s)[-–—*]|[\d][.)])[\s\"“‘'«(\[]*$")
LISTED = re.compile(r"\s*,\s*|\s*(?:,\s*)?(?:and|&|or|και|und|et|y|e)\s+", re.IGNORECASE)
AND = frozenset(("and", "or", "και", "und", "et", "y", "e"))
OWNED = re.compile(r"[’']s\s+(?P<what>[^\W\d_]+)")
REMARK = re.compile(r"\s?\([^()\n]{1,40}\)\s(?=[^\W\d_])")
SIGNED_BEFORE = re.compile(r"(?:[(\[]|\s[–—-]\s?)$")
SIGNED_BEHIND = re.compile(r"[)\]]?[.]?\s*$")
"""A name that closes a passage, in brackets or behind a dash."""
POSSESSIVE = re.compile(r"[’']s\b")
LABEL = re.compile(r"\s?(?:\([^()\n]{1,40}\)\s?)?:(?:\s|$)")
OFFICE_BEFORE = re.compile(
    r"\b(?:rapporteurs?|moderators?|chairs?|speakers?|contacts?|facilitators?|note-?takers?|scribe|attendees|owner"
    r"|responsible|author|presenter|minutes|notes|συντονιστής|συντονίστρια|εισηγητής|εισηγήτρια|υπεύθυνος)\s?:\s*$",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\s(?:(?:will|would|should|to|can|shall|must)\s"
    r"(?:send|share|check|ask|write|prepare|provide|contact|follow"
    r"|draft|circulate|organi[sz]e|collect|present|report|lead|chair|take|coordinate|talk|speak|call"
    r"|e-?mail|update|finish|look|find|bring|join|translate|review|help|handle|invite|book|arrange)\b"
    r"|(?:is|was)\s(?:responsible|in charge|absent|ill|late|going"
    r"|the (?:moderator|rapporteur|chair|contact))\b"
    r"|has\s(?:offered|asked|sent|agreed|volunteered|promised|left|joined|written|proposed|suggested)\b"
    r"|θα\s(?:στείλει|γράψει|ρωτήσει|φέρει|ετοιμάσει|αναλάβει|συντονίσει)\b)"
)
"""What somebody is to do."""
BELONGS = re.compile(r"\s?(?:,?\s(?:from|of)\s(?:the\s)?[\w-]+(?:\s[\w-]+){0,3}?,?)\s(?=[^\W\d_])")
WHO = re.compile(r",?\swho\b")
ENCLOSED = re.compile(r"[)\]]")
LINKS = (
    r"(?:(?:van|von|der|den|de|la|di|da|del|della|ter|ten|te|zu|zum|zur|dos|das|do|af|y|bin|ibn|el|al)"
    r"[\s\u00a0]|(?-i:v\.?\s?d\.?|v/d)[\s\u00a0]|[ODdLl][’'])"
)
SHORT_LINKS = ("v", "d", "vd")
"""As in P. v.d. Berg and P. v/d Berg."""
LINKED = re.compile(rf"[\s\u00a0,]*(?:{LINKS})+", re.IGNORECASE)
LINKS_BEFORE = re.compile(rf"(?<!\w)(?:(?!(?:de|la|do|al|y|da|te|el)[\s\u00a0]){LINKS})+$", re.IGNORECASE)
TOWARDS = re.compile(
    r"\b(?:according|thanks|thank you|spoke|talked|listened|belongs|wrote) to\s+$", re.IGNORECASE
)
SHOUTED = 0.6
"""Share of words with capitals from which a text is a title, in which a capital says nothing."""
FEW_WORDS = 4
ARTICLES = frozenset("aioη")
"""Initials that are articles and pronouns, too."""


@dataclass(frozen=True)
class Word:
    """A word of the text, and what name it may be."""

    start: int
    end: int
    text: str
    form: Form | None = None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


class Reading:
    """One text being read."""

    def __init__(self, text: str, listed: Sequence[Word], initials: Mapping[int, set[str]]) -> None:
        self.text, self.initials = text, initials
        self.words = [word for at, word in enumerate(listed) if not _is_link(text, listed, at)]
        days = words("calendar")
        self.long = [word for word in listed if len(word.text) > 1 and plain(word.text) not in days]
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
        for at in reversed(range(len(self.words) - 1)):
            sure[at] = sure[at] or self._listed_with(at, sure)
        at = 0
        while at < len(self.words):
            last = at
            while sure[at] and last + 1 < len(self.words) and sure[last + 1] and self._joined(last, last + 1):
                last += 1
            if sure[at]:
                yield self._with_initials(at, last)
            at = last + 1

    def _listed_with(self, at: int, sure: Sequence[bool]) -> bool:
        """Whether a word stands in one list with a name: Mark, Rose and Danae."""
        word, form = self.words[at], self.words[at].form
        if form is None or form.rank is not Rank.WORD or not word.capital or self._held(at):
            return False
        beside = at + 2 if plain(self.words[at + 1].text) in AND else at + 1
        if self._out(beside) or not sure[beside]:
            return False
        return bool(LISTED.fullmatch(self.text[word.end : self.words[beside].start]))

    def _before(self, start: int, letters: int) -> str:
        """The last letters before a place."""
        return self.text[max(start - letters, 0) : start]

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
        if "," in gap or LINE_BREAK.fullmatch(gap):
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
        typed_small = self._opens(word.start) and self._does_something(at)
        return form.rank < Rank.PLACE and (word.capital or typed_small) and self._is_told(at)

    def _is_proved(self, at: int) -> bool:
        """A title, an initial or the other name stands beside the word."""
        word = self.words[at]
        for beside in (at - 1, at + 1):
            if not self._out(beside) and self._is_full_name(at, beside):
                return True
        if not word.capital:
            return False
        if TITLE.search(self._before(word.start, 24)) or self._has_rank(at):
            return True
        return bool(word.form and word.form.surname and self._has_initial(at))

    def _has_rank(self, at: int) -> bool:
        """Whether Captain, Mayor or the like stands before a surname."""
        word = self.words[at]
        if not (word.form and word.form.surname) or plain(word.text) in words("ranks"):
            return False
        behind = self._neighbour(at, 1)
        if self._is_called_after(at):
            return False
        if behind and behind.capital and not behind.form and "." not in self._gap(at, at + 1):
            return False
        return bool(RANKED.search(self._before(self._linked_start(word.start), 24)))

    def _is_full_name(self, at: int, beside: int) -> bool:
        """Whether two neighbours are first and last name of one person: both with capitals, or one rare."""
        if not self._is_pair(at, beside):
            return False
        gap = self._gap(min(at, beside), max(at, beside))
        if not any(pattern.fullmatch(gap) for pattern in (BETWEEN_NAMES, LINKED, LINE_BREAK)):
            return False
        one, other = self.words[at], self.words[beside]
        if self._among_months(at, beside):
            return False
        rare = Rank.RARE in (one.form.rank if one.form else None, other.form.rank if other.form else None)
        if (one.capital and other.capital) or (rare and "," not in gap) or gap in (".", "_"):
            return True
        return not (one.capital or other.capital) and self._does_something(max(at, beside))

    def _among_months(self, at: int, beside: int) -> bool:
        """Whether two names of months stand in a list of months: April, May, June."""
        pair = (self.words[at], self.words[beside])
        if not all(word.form and word.form.rank is Rank.CALENDAR for word in pair):
            return False
        around = (self._neighbour(min(at, beside), -1), self._neighbour(max(at, beside), 1))
        return any(word and plain(word.text) in words("calendar") for word in around)

    def _has_initial(self, at: int) -> bool:
        word = self.words[at]
        start = self._linked_start(word.start)
        before = INITIAL_BEFORE.search(self._before(start, 8))
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

    def _own_initials(self, word: Word) -> set[str]:
        persons = word.form.persons if word.form else frozenset()
        return {letter for number in persons for letter in self.initials[number]}

    def _opens(self, start: int) -> bool:
        """Whether a sentence, a line or an entry begins here."""
        return bool(OPENING.search(self._before(start, 12)))

    def _is_called_after(self, at: int) -> bool:
        """A street, an institution or a saint's day that has the name."""
        if self._is_eponym(at):
            return True
        behind = self._neighbour(at, 1)
        if behind and behind.capital and plain(behind.text) in words("institutions"):
            return True
        before = self._neighbour(at, -1)
        return bool(before and plain(before.text) in words("patrons"))

    def _is_eponym(self, at: int) -> bool:
        """A law, an illness or a house: Moore's law."""
        owned = OWNED.match(self.text, self.words[at].end)
        return bool(owned and plain(owned["what"]) in words("eponyms"))

    def _neighbour(self, at: int, step: int) -> Word | None:
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
        if rank is Rank.OWN and not self._is_eponym(at):
            return self._has_thing(at) and not self._held(at)
        if rank is not Rank.WORD or (word.text.isupper() and len(word.text) > 1) or self.shouted:
            return False
        opens = self._opens(word.start)
        if self._is_eponym(at):
            return False
        if SIGNED_BEFORE.search(self._before(word.start, 4)) and SIGNED_BEHIND.match(self.text, word.end):
            return True
        if self._is_at_work(at) or self._owns(at, opens) or (opens and LABEL.match(self.text, word.end)):
            return not self._held(at)
        return not opens and not self._held(at) and not self._compound(at) and self._pointed_at(at)

    def _is_at_work(self, at: int) -> bool:
        """Somebody's duty stands behind the word, or somebody's office before it."""
        word = self.words[at]
        return bool(DUTY.match(self.text, word.end) or OFFICE_BEFORE.search(self._before(word.start, 20)))

    def _owns(self, at: int, opens: bool) -> bool:
        """Brown's comment; where a sentence begins, more than an s is asked of surnames."""
        word = self.words[at]
        if not POSSESSIVE.match(self.text, word.end):
            return False
        is_thing = self._has_thing(at)
        is_given = bool(word.form and word.form.given and plain(word.text) not in words("qualities"))
        return is_thing or not opens or is_given

    def _has_thing(self, at: int) -> bool:
        owned = OWNED.match(self.text, self.words[at].end)
        return bool(owned and plain(owned["what"]) in words("possessions"))

    def _does_something(self, at: int) -> bool:
        word, last = self.words[at], at
        behind = self._behind_remark(at) or self._neighbour(at, 1)
        if behind and plain(behind.text) in words("between"):
            last = self.words.index(behind)
            behind = self._neighbour(last, 1)
        if behind is None or plain(behind.text) not in words("deeds"):
            return False
        if behind.capital and not (word.text.isupper() and behind.text.isupper()):
            return False
        return not self._is_order(word, behind)

    def _behind_remark(self, at: int) -> Word | None:
        """What somebody does behind a remark on who it is: Brown (police) said, Brown from the city said."""
        here = self.words[at].end
        remark = REMARK.match(self.text, here)
        if remark:
            return next((word for word in self.words[at:] if word.start == remark.end()), None)
        if not BELONGS.match(self.text, here):
            return None
        near = self.words[at + 3 : at + 8]
        return next((word for word in near if plain(word.text) in words("deeds") and not word.capital), None)

    def _is_order(self, word: Word, behind: Word) -> bool:
        """Whether it is said what to do: mark reported incidents."""
        if plain(word.text) not in words("orders") or not behind.text.casefold().endswith("ed"):
            return False
        object_ = WORD.match(self.text, behind.end + 1)
        return bool(object_ and plain(object_.group()) not in words("objects"))

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
        if before.form is not None and before.form.rank is Rank.RARE:
            return False
        return not (self._opens(before.start) and plain(before.text) in words("pointers"))

    def _pointed_at(self, at: int) -> bool:
        """Of colours and other qualities more is asked."""
        word, before, behind = self.words[at], self._neighbour(at, -1), self._neighbour(at, 1)
        if ENCLOSED.match(self.text, word.end):
            return False
        if plain(word.text) not in words("qualities"):
            return True
        if WHO.match(self.text, word.end):
            return True
        if behind and plain(behind.text) not in words("objects") | words("deeds") | words("pointers"):
            return False
        if TOWARDS.search(self._before(word.start, 24)):
            return True
        return bool(before and plain(before.text) in words("pointers") and not is_greek(word.text))

    def _linked_start(self, start: int) -> int:
        """Where a name begins with what links its words: `van der`, `O'`."""
        links = LINKS_BEFORE.search(self._before(start, 20))
        return start - len(links.group()) if links else start

    def _with_initials(self, first: int, last: int) -> tuple[int, int]:
        start, end = self._linked_start(self.words[first].start), self.words[last].end
        before = INITIAL_BEFORE.search(self._before(start, 8))
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


def _is_link(text: str, listed: Sequence[Word], at: int) -> bool:
    """Whether a word stands before a name and only links it to the one before: `van der`, `O'`."""
    word = listed[at]
    while at < len(listed) and (
        plain(listed[at].text) in words("links")
        or listed[at].text in SHORT_LINKS
        or _is_elided(text, listed[at])
    ):
        at += 1
    return listed[at : at + 1] != [word] and at < len(listed) and listed[at].form is not None


def _is_elided(text: str, word: Word) -> bool:
    return len(word.text) == 1 and text[word.end : word.end + 1] in ("'", "’")
