"""A statement as merging reads it: its words with what they mean and the part they play, without frames.

The part (`role`) tells who does what to whom: subject, object, or the preposition before the word, with the
clause that it stands in. Passive is read as active: "X is run by Y" as "Y runs X".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from report_builder.merge.frames import without_frames
from report_builder.merge.lexicon import CLASSES, FORMS, PASTS, Phrase
from report_builder.merge.meanings import meanings, phrase_at, plain_verbs, stems_of, verbs, word_keys
from report_builder.merge.stems import stem
from report_builder.merge.tokens import STOP, is_english, plain_words, split
from report_builder.words import fold

BE, HAVE, DO = CLASSES["be"], CLASSES["have"], CLASSES["do"]
AUXILIARIES = BE | HAVE | DO | CLASSES["modal"]
PAST = CLASSES["past"]
PREPOSITIONS = CLASSES["preposition"]
PLACES = CLASSES["place"]
BEFORE_NOUNS = PREPOSITIONS | CLASSES["compare"] | CLASSES["quantity"] - CLASSES["frequency"]
CLAUSES = CLASSES["clause"]
SUBJECT, OBJECT = "subject", "object"
WE = CLASSES["we"]
OTHERS = CLASSES["others"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that counts."""

    text: str
    stem: str
    keys: frozenset[str]
    """What it is known by; two words with a common key say the same."""
    role: str = ""
    part: int = 0
    """Number of the part between commas, and, or; parts of one role may change places."""
    is_thing: bool = True
    """It stands for who or what, so its place tells who does what; not so verbs, prepositions, not, must."""
    at: int = -1
    """Which of the words as read it is, function words counted."""
    inner: "tuple[Word, ...]" = ()
    """Of a phrase the words that it is made of, for statements that put them otherwise."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it is compared."""

    words: tuple[Word, ...]
    core: tuple[Word, ...]
    """Those that are not spare."""
    keys: frozenset[str]
    """All that any of its words may be known by."""
    said_by: str
    """How many are said to have said it (`most`), or empty."""
    tense: str
    """`past`, `present` or empty where it can't be told."""
    passive: bool
    """Something in it is done by or to somebody in the passive voice."""
    speaker: str
    """`we` or `others` where the statement speaks of one of them only."""
    english: bool
    raw: tuple[str, ...]
    """All words as written, folded."""
    names: frozenset[str]
    """Those that were written with a capital, but the first."""
    singles: int = 0
    """How many words of the core are no phrases."""
    bits: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Key of these -> a number with a bit for each word that has the key."""


@lru_cache(maxsize=50_000)
def read_statement(statement: str) -> Reading:
    """Read a statement for comparing.

    >>> [word.text for word in read_statement("We think the plan isn't safe.").words]
    ['plan', 'not', 'safe']
    """
    raw = split(statement)
    if not is_english(raw):
        foreign = tuple(Word(token, token, frozenset({token})) for token in raw if token != STOP)
        keys, names = frozenset(raw), _names(statement)
        alone = (_singles(foreign), _bits(foreign))
        return Reading(foreign, foreign, keys, "", "", False, "", False, tuple(raw), names, *alone)
    text, said_by = without_frames(" ".join(raw))
    plain = _told_to(text.split()) + plain_words(text.split())
    words = _words(plain)
    passive = any(_is_passive(plain, at) for at, word in enumerate(plain) if word in BE)
    core = tuple(word for word in words if not is_spare(word))
    return Reading(
        words=words,
        core=core,
        keys=frozenset().union(*map(_all_keys, words)),
        said_by=said_by,
        tense=_tense(plain),
        passive=passive,
        speaker=_speaker(raw),
        english=True,
        raw=tuple(raw),
        names=_names(statement),
        singles=_singles(core),
        bits=_bits(core),
    )


def _singles(core: Sequence[Word]) -> int:
    return sum(not word.inner for word in core)


def _bits(core: Sequence[Word]) -> dict[str, int]:
    bits: dict[str, int] = defaultdict(int)
    for at, word in enumerate(core):
        for key in () if word.inner else word.keys:
            bits[key] |= 1 << at
    return dict(bits)


def _told_to(words: Sequence[str]) -> list[str]:
    """`Publish the minutes` is what should be done, and so is `Publish minutes`."""
    if len(words) < 3 or words[0] not in plain_verbs():
        return []
    is_demand = words[0] in CLASSES["demand"] and words[1] not in PREPOSITIONS and not _has_verb(words[1:])
    return ["should"] if is_demand or words[1] in CLASSES["determiner"] else []


def _has_verb(words: Sequence[str]) -> bool:
    return any(word in AUXILIARIES or word in WE or word in OTHERS for word in words)


def _names(statement: str) -> frozenset[str]:
    if statement.isupper():
        return frozenset()
    return frozenset(fold(word) for word in statement.split()[1:] if word[:1].isupper())


def _all_keys(word: Word) -> frozenset[str]:
    return word.keys.union(*(part.keys for part in word.inner))


def _words(plain: Sequence[str]) -> tuple[Word, ...]:
    stemmed = [stem(word) for word in plain]
    roles = _roles(plain, stemmed)
    made: list[Word] = []
    at = 0
    while at < len(plain):
        length = phrase_at(stemmed, at)
        places = range(at, at + length)
        single = tuple(
            _word(plain[place], stemmed[place], place, *roles[place])
            for place in places
            if plain[place] != STOP and plain[place] not in CLASSES["drop"]
        )
        if length > 1:
            text = " ".join(plain[at : at + length])
            made.append(_phrase(text, tuple(stemmed[at : at + length]), at, single, roles[places[-1]]))
        else:
            made += single
        at += length
    return tuple(made)


def _word(text: str, stemmed: str, at: int, role: str, part: int, is_verb: bool) -> Word:
    is_thing = not is_verb and stemmed not in loose_words()
    return Word(text, stemmed, word_keys(stemmed), role, part, is_thing, at)


def _phrase(
    text: str, stemmed: Phrase, at: int, inner: tuple[Word, ...], place: tuple[str, int, bool]
) -> Word:
    name = "_".join(stemmed)
    is_thing = all(word.is_thing for word in inner)
    return Word(text, name, meanings()[stemmed] | {name}, place[0], place[1], is_thing, at, inner)


@cache
def loose_words() -> frozenset[str]:
    """Stems of words whose place does not tell who does what."""
    relations = frozenset(stem(word) for word in PREPOSITIONS | CLAUSES | AUXILIARIES)
    return relations.union(
        *(stems_of(name) for name in ("negation", "duty", "quantity", "time", "spare", "manner"))
    )


def _roles(plain: Sequence[str], stemmed: Sequence[str]) -> list[tuple[str, int, bool]]:
    """The role and the part of each word, and whether it is the verb."""
    clauses = _Clauses()
    for at, word in enumerate(plain):
        if word in CLAUSES:
            clauses.begin(word)
        elif word == STOP:
            clauses.stop(opened=at > 0 and any(w in CLAUSES for w in plain[:2]) and plain.index(STOP) == at)
        elif word in ("and", "or"):
            clauses.part += 1
        elif word in PREPOSITIONS:
            clauses.preposition(word)
        elif word in AUXILIARIES:
            clauses.verb(
                passive=_is_passive(plain, at), content=word in HAVE or stemmed[at] in ("need", "want")
            )
        elif clauses.is_surely_verb(plain, at) or (
            stemmed[at] in verbs() and clauses.expects_verb(plain, at)
        ):
            clauses.verb(passive=False, content=True)
            clauses.note(is_verb=True)
            continue
        clauses.note(is_verb=False)
    return clauses.finished()


class _Clauses:
    """Goes through a statement and keeps in mind who does, what is done, and in which clause."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str, int, bool]] = []
        self.part = 0
        self.begin("")

    def begin(self, clause: str) -> None:
        """A new clause begins with this word, or the main one."""
        self.clause, self.role, self.has_verb, self.passive = clause, SUBJECT, False, False
        self.start = len(self.made)

    def stop(self, opened: bool) -> None:
        """After a comma what came first may be over: "In winter, …" or "If …, …"."""
        self.part += 1
        if opened and self.clause:
            self.begin("")
        elif not self.has_verb:
            self.role = SUBJECT

    def preposition(self, word: str) -> None:
        """What follows stands to the rest as the preposition tells."""
        if word == "by" and self.passive:
            self.role = SUBJECT
        elif self.role != "than":
            self.role = "in" if word in PLACES else word

    def verb(self, passive: bool, content: bool) -> None:
        """What follows is done to; in the passive, what came before."""
        if not self.has_verb and self.role not in (SUBJECT, OBJECT):
            self.role = SUBJECT
        if passive and not self.passive:
            self.passive = True
            self.made[self.start :] = [
                (clause, OBJECT if role == SUBJECT else role, part, verb)
                for clause, role, part, verb in self.made[self.start :]
            ]
        self.has_verb = True
        if content or passive or self.role == SUBJECT:
            self.role = OBJECT

    def note(self, is_verb: bool) -> None:
        """Write down what the word is."""
        self.made.append((self.clause, self.role, self.part, is_verb))

    def is_surely_verb(self, plain: Sequence[str], at: int) -> bool:
        """A participle behind a form of `be`, or the plain form behind must, should, can and the like."""
        before = plain[at - 1] if at > self.start else ""
        if before == "not" and at > self.start + 1:
            before = plain[at - 2]
        return (before in BE and _is_participle(plain[at])) or before in CLASSES["modal"] - {"need", "want"}

    def expects_verb(self, plain: Sequence[str], at: int) -> bool:
        """A word that can be a verb is one at the beginning, after a noun, or after an auxiliary or `to`."""
        following = plain[at + 1] if at + 1 < len(plain) else ""
        if len(self.made) == self.start:
            is_noun = following in AUXILIARIES or stem(following) in verbs() or plain[at].endswith("ing")
            return bool(following) and not is_noun
        before = plain[at - 1]
        if plain[at].endswith("ing") and stem(following) in verbs():
            return False
        if self.has_verb and before == "to":
            return bool(following) and following != STOP and following not in PREPOSITIONS
        if self.has_verb:
            return before in AUXILIARIES or before == "not"
        return before not in BEFORE_NOUNS and following not in AUXILIARIES

    def finished(self) -> list[tuple[str, int, bool]]:
        """Role with clause, part, and whether it is the verb, for each word."""
        return [(f"{clause} {role}".strip(), part, verb) for clause, role, part, verb in self.made]


def _is_passive(plain: Sequence[str], at: int) -> bool:
    """Whether a form of `be` is followed by what is done, perhaps with a word between."""
    if plain[at] not in BE and plain[at] not in AUXILIARIES:
        return False
    be_at = next((n for n in range(at, min(at + 4, len(plain))) if plain[n] in BE), None)
    if be_at is None:
        return False
    return any(_is_participle(word) for word in plain[be_at + 1 : be_at + 4])


def _is_participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or (
        word in FORMS and FORMS[word] != word and word in PASTS
    )


def _tense(plain: Sequence[str]) -> str:
    """Told by the first auxiliary, else by the first word that is a verb."""
    auxiliaries = [word for word in plain if word in AUXILIARIES]
    if auxiliaries:
        first = auxiliaries[0]
        if first in PAST:
            return "past"
        perfect = first in HAVE and any(_is_participle(word) or word == "been" for word in plain)
        return "present" if first in BE | HAVE | DO and first != "be" and not perfect else ""
    if "not" in plain:
        return ""
    for before, word, after in zip(plain, plain[1:], [*plain[2:], ""], strict=False):
        if word in CLASSES["no-past"]:
            return ""
        if (
            stem(word) in verbs()
            and before not in PREPOSITIONS
            and not (_is_participle(word) and after == "by")
        ):
            return "past" if _is_participle(word) else "present"
    return ""


def _speaker(raw: Sequence[str]) -> str:
    words = set(raw)
    if words & WE and not words & OTHERS:
        return "we"
    return "others" if words & OTHERS and not words & WE else ""


TELLING = ("stance", "negation", "quantity", "duty", "condition", "time")
"""Classes of words that always change what is said."""


def only_links(word: Word) -> bool:
    """Whether a statement can do without it: a verb ("languages spoken by migrants"), a grade ("real need").

    Not a verb that makes a wish, an attempt or a refusal of what is said.
    """
    tells = any(word.stem in stems_of(name) for name in TELLING) or not word.keys.isdisjoint(denials())
    return _says_little(word) and not tells


@cache
def denials() -> frozenset[str]:
    """The meanings of words that deny: not, no, lack, missing, not enough."""
    return (word_keys("not") | word_keys("notenough")) - {"not", "notenough"}


def _says_little(word: Word) -> bool:
    return is_verb(word) or word.stem in stems_of("grade")


def is_verb(word: Word) -> bool:
    """Whether it may be a verb."""
    return word.stem in verbs() or word.stem in stems_of("light")


def is_spare(word: Word) -> bool:
    """Whether it does no harm where only one of two statements has this word."""
    return word.stem in stems_of("spare")
