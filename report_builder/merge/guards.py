"""What keeps two statements apart that look alike; each guard is one question with one reason.

A guard gets two statements word by word and returns in plain words what differs, or nothing. Two statements
say the same only if no guard finds anything. One of them asks most: no word may be without a counterpart.
"""

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from report_builder.merge.align import Alignment, align
from report_builder.merge.candidates import may_say_the_same
from report_builder.merge.lexicon import CLASSES
from report_builder.merge.meanings import opposites, stems_of
from report_builder.merge.reading import CLAUSES, OBJECT, SUBJECT, Reading, Word, is_verb
from report_builder.merge.stems import stem
from report_builder.merge.typos import repaired

Guard = Callable[[Alignment], str]
NUMBER = re.compile(r"-?\d.*|[<>≤≥±≠=]")
CAUSES = frozenset(stem(word) for word in CLASSES["cause"]) | {"lead_to", "result_in"}
MAY_BE_ASKED = frozenset(("can", "should", "will"))
"""What may be left out behind one of the words for asking, where something is in doubt."""
ASKING = frozenset(("who", "how", "what", "where", "when", "whether", "which"))
DOUBTING = frozenset(
    (
        "clear",
        "unclear",
        "know",
        "knows",
        "known",
        "unknown",
        "settled",
        "decided",
        "sure",
        "unsure",
        "agreed",
    )
)
CONTRARY = (("between", "within"), ("across", "within"), ("for", "against"), ("inside", "outside"))
"""Prepositions that never say the same; they are not compared as words."""
FEW_SAID = frozenset(("few", "half", "nobody", "none", "no"))
"""So few are said to have said it that it is another statement without them."""


def numbers(pair: Alignment) -> str:
    """Numbers, units, percent and dates: "20 officers" is not "30 officers", "7 to 5" is not "5 to 7"."""
    ours, theirs = _numbers(pair.left_first), _numbers(pair.left_second)
    if ours or theirs:
        return _differ("the numbers", ours, theirs)
    places = [other for at, other in pair.pairs if NUMBER.fullmatch(pair.first.words[at].text)]
    return "the numbers stand in another order" if places != sorted(places) else ""


def opposite_words(pair: Alignment) -> str:
    """Contraries: what is left of one says the contrary of what is left of the other (allow, forbid)."""
    for one in pair.left_first:
        for other in pair.left_second:
            if (one.stem, other.stem) in opposites():
                return f"opposites: {one.text} / {other.text}"
    return ""


def negation(pair: Alignment) -> str:
    """One denies what the other says: not, no, never, without, un-, hardly, lack."""
    return _left_of_class(pair, "negation", "one denies something")


def quantities(pair: Alignment) -> str:
    """How many, how often, how much of it: all, most, some, only, often."""
    return _left_of_class(pair, "quantity", "how many or how often")


def duties(pair: Alignment) -> str:
    """Duty, wish, possibility and fact are four things: must, should, may, wants, does."""
    if _is_able(pair) or _is_asked(pair):
        return ""
    return _left_of_class(pair, "duty", "must, should, may or is so")


def times(pair: Alignment) -> str:
    """When: before, after, Monday, May, morning, monthly."""
    return _left_of_class(pair, "time", "the time")


def conditions(pair: Alignment) -> str:
    """Under which condition: if, unless, only if, until, except."""
    return _left_of_class(pair, "condition", "the condition")


def tenses(pair: Alignment) -> str:
    """What was is not what is."""
    ours, theirs = pair.first.tense, pair.second.tense
    return f"the time differs: {ours} / {theirs}" if ours and theirs and ours != theirs else ""


def speakers(pair: Alignment) -> str:
    """What we should do is not what they should do."""
    ours, theirs = pair.first.speaker, pair.second.speaker
    return f"who is meant differs: {ours} / {theirs}" if ours and theirs and ours != theirs else ""


def said_by(pair: Alignment) -> str:
    """Few people said it, or most: then it is another statement on how much people agree."""
    ours, theirs = pair.first.said_by, pair.second.said_by
    few = {said.split()[0] for said in (ours, theirs) if said} & FEW_SAID
    if ours == theirs or (not (ours and theirs) and not few):
        return ""
    return f"how many said so differs: {ours or 'not told'} / {theirs or 'not told'}"


def left_over(pair: Alignment) -> str:
    """Any word of one that the other has no word for: who, what, where, for whom."""
    if not (pair.left_first or pair.left_second) or _is_able(pair) or _is_asked(pair):
        return ""
    return _differ("the words", _texts(pair.left_first), _texts(pair.left_second))


def denial_elsewhere(pair: Alignment) -> str:
    """Both deny, but not the same: "not more cameras but light" is not "more cameras but not light".

    Asked only where a statement has several parts: in a single one there is little else to deny.
    """
    first, second = pair.first.words, pair.second.words
    if not (_has_parts(first) or _has_parts(second)):
        return ""
    partners = dict(pair.pairs)
    for at, other in pair.pairs:
        if first[at].stem in stems_of("negation"):
            denied, denied_there = _denied(first, at), _denied(second, other)
            if denied is not None and denied_there is not None and partners.get(denied) != denied_there:
                return f"what is denied differs: {first[denied].text} / {second[denied_there].text}"
    return ""


def _denied(words: Sequence[Word], at: int) -> int | None:
    """The next thing behind a negation, else the one before it."""
    behind = (place for place in range(at + 1, len(words)) if _may_be_denied(words[place]))
    before = (place for place in range(at - 1, -1, -1) if words[place].is_thing)
    return next(behind, next(before, None))


def _may_be_denied(word: Word) -> bool:
    return word.is_thing or (is_verb(word) and word.stem not in stems_of("duty"))


def only_elsewhere(pair: Alignment) -> str:
    """`Only staff may open it` is not `staff may only open it`."""
    ours, theirs = _only_who(pair.first.words), _only_who(pair.second.words)
    return "what only belongs to differs" if None not in (ours, theirs) and ours != theirs else ""


def _only_who(words: Sequence[Word]) -> bool | None:
    """Whether a statement with `only` and a duty has it before who does it."""
    stems = [word.stem for word in words]
    duty = next((at for at, one in enumerate(stems) if one in stems_of("duty")), None)
    if "only" not in stems or duty is None:
        return None
    return stems.index("only") < duty


def relations(pair: Alignment) -> str:
    """Where to and where from, between and within, by how much and to how much."""
    first, second = pair.first, pair.second
    for one, other in CONTRARY:
        for here, there in ((first.raw, second.raw), (second.raw, first.raw)):
            if one in here and other not in here and other in there and one not in there:
                return f"where differs: {one} / {other}"
    for at, other_at in _things(pair):
        roles = {first.words[at].role, second.words[other_at].role}
        if roles == {"from", "to"}:
            return f"to or from: {first.words[at].text}"
    ours, theirs = _changes(first), _changes(second)
    return f"by or to differs: {ours} / {theirs}" if ours and theirs and ours != theirs else ""


def _changes(reading: Reading) -> str:
    """Whether something changes by a number or to it."""
    steps = zip(reading.raw, reading.raw[1:], strict=False)
    return next((word for word, behind in steps if word in ("by", "to") and behind[0].isdigit()), "")


def swapped_roles(pair: Alignment) -> str:
    """Who does it to whom: two words that changed places ("A informs B", "B informs A")."""
    for (one, one_there), (two, two_there) in combinations(_things(pair), 2):
        ours = pair.first.words[one].role, pair.first.words[two].role
        theirs = pair.second.words[one_there].role, pair.second.words[two_there].role
        if _have_changed(ours, theirs):
            return _turned(pair, one, two)
        sides = (
            (pair.first.words[one], pair.first.words[two]),
            (pair.second.words[one_there], pair.second.words[two_there]),
        )
        if any(
            (_do_it_to(here) and _are_listed(there)) or _listed_apart(here, there)
            for here, there in (sides, sides[::-1])
        ):
            return _turned(pair, one, two)
    return ""


def turned_round_verb(pair: Alignment) -> str:
    """Both sides of a verb changed places though both are active: "hosts pay guests", "guests pay hosts"."""
    if pair.first.passive != pair.second.passive:
        return ""
    things = _things(pair)
    for at, other in pair.pairs:
        if is_verb(pair.first.words[at]) and is_verb(pair.second.words[other]):
            before = {(one, there) for one, there in things if one < at and there > other}
            behind = {(one, there) for one, there in things if one > at and there < other}
            for one, _ in _without_prepositions(pair, before):
                for two, _ in _without_prepositions(pair, behind):
                    return _turned(pair, one, two)
    return ""


def turned_cause(pair: Alignment) -> str:
    """Cause and effect: "trust is low because of rumours" is not "low trust leads to rumours"."""
    because = [[word.role.startswith("because") for word in side.words] for side in (pair.first, pair.second)]
    if all(map(any, because)):
        turned = [one for one, other in _things(pair) if because[0][one] != because[1][other]]
        return f"cause and effect may be turned round: {pair.first.words[turned[0]].text}" if turned else ""
    for here, there in ((0, 1), (1, 0)):
        sides = (pair.first, pair.second)
        if not any(word.stem in CAUSES for word in sides[there].words):
            continue
        for places in pair.pairs:
            one, other = sides[here].words[places[here]], sides[there].words[places[there]]
            if one.role.startswith("because") and other.role == OBJECT and one.is_thing:
                return f"cause and effect may be turned round: {one.text}"
    return ""


def other_order(pair: Alignment) -> str:
    """The same words in the same role, in another order and not as a list: their relation may be another."""
    for (one, one_there), (two, two_there) in combinations(_things(pair), 2):
        ours, ours_two = pair.first.words[one], pair.first.words[two]
        theirs, theirs_two = pair.second.words[one_there], pair.second.words[two_there]
        if ours.role != ours_two.role or theirs.role != theirs_two.role:
            continue
        if (ours.part == ours_two.part) != (theirs.part == theirs_two.part) and one_there > two_there:
            return _turned(pair, one, two)
        if one_there > two_there and ours.part == ours_two.part and not _is_gerund(pair, one, two):
            return _turned(pair, one, two)
    return ""


def mixed_lists(pair: Alignment) -> str:
    """In lists each entry keeps its own words: "old buses and new trams" is not "new buses and old trams"."""
    for (one, one_there), (two, two_there) in combinations(_things(pair), 2):
        ours, ours_two = pair.first.words[one], pair.first.words[two]
        theirs, theirs_two = pair.second.words[one_there], pair.second.words[two_there]
        neighbours = ours.role == ours_two.role and theirs.role == theirs_two.role and two - one == 1
        if neighbours and ours.part == ours_two.part and theirs.part != theirs_two.part:
            return _turned(pair, one, two)
    return ""


GUARDS: tuple[Guard, ...] = (
    numbers,
    opposite_words,
    negation,
    quantities,
    duties,
    conditions,
    times,
    said_by,
    left_over,
    tenses,
    speakers,
    denial_elsewhere,
    only_elsewhere,
    relations,
    swapped_roles,
    turned_round_verb,
    turned_cause,
    other_order,
    mixed_lists,
)
"""In the order in which they are asked; the first that finds something gives the reason."""


def say_the_same(first: Reading, second: Reading) -> bool:
    """Whether two statements say the same."""
    return may_say_the_same(first, second) and not difference(align(repaired(first, second), second))


def difference(pair: Alignment) -> str:
    """Why two statements do not say the same; empty if they do."""
    return next((reason for guard in GUARDS if (reason := guard(pair))), "")


def _numbers(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words if NUMBER.fullmatch(word.text)]


def _is_able(pair: Alignment) -> bool:
    """`Not comparable` is `can not be compared`, `can't handle` is `doesn't handle`: only `can` is left."""
    left = [word.stem for word in (*pair.left_first, *pair.left_second)]
    texts = [f" {' '.join(_texts(reading.words))} " for reading in (pair.first, pair.second)]
    able = any(word.text.endswith(("able", "ible")) for word in (*pair.first.words, *pair.second.words))
    return left == ["can"] and (able or any(" can not " in text for text in texts))


def _is_asked(pair: Alignment) -> bool:
    """`It is unclear who can decide` is `it is unclear who decides`: a question word does without."""
    left = _texts((*pair.left_first, *pair.left_second))
    raw = pair.first.raw if pair.left_first else pair.second.raw
    if len(left) != 1 or left[0] not in MAY_BE_ASKED or left[0] not in raw:
        return False
    before = set(raw[: raw.index(left[0])])
    return bool(before & ASKING) and bool(before & DOUBTING)


def _left_of_class(pair: Alignment, name: str, what: str) -> str:
    ours = [word.text for word in pair.left_first if word.stem in stems_of(name)]
    theirs = [word.text for word in pair.left_second if word.stem in stems_of(name)]
    return _differ(what, ours, theirs) if ours or theirs else ""


def _differ(what: str, ours: Sequence[str], theirs: Sequence[str]) -> str:
    verb = "differ" if what.endswith("s") else "differs"
    return f"{what} {verb}: {', '.join(ours) or '–'} / {', '.join(theirs) or '–'}"


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _turned(pair: Alignment, one: int, two: int) -> str:
    return f"may be turned round: {pair.first.words[one].text} / {pair.first.words[two].text}"


def _things(pair: Alignment) -> list[tuple[int, int]]:
    """The pairs of words whose place tells who does what: no verbs, prepositions, degrees, duties."""
    first, second = pair.first.words, pair.second.words
    return [(one, other) for one, other in pair.pairs if first[one].is_thing and second[other].is_thing]


def _without_prepositions(pair: Alignment, places: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that stand in both as subject or object; what follows a preposition may be moved about."""
    plain = (SUBJECT, OBJECT)
    return [
        (one, two)
        for one, two in sorted(places)
        if pair.first.words[one].role in plain and pair.second.words[two].role in plain
    ]


def _have_changed(ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Each has the role of the other, or stands in its clause: "A before B", "B before A"."""
    here, there = ([role.rpartition(" ")[0] for role in roles] for roles in (ours, theirs[::-1]))
    if ours == theirs[::-1] and not _is_genitive(ours):
        return ours[0] != ours[1]
    return here == there and here[0] != here[1]


def _do_it_to(words: tuple[Word, Word]) -> bool:
    """One does it to the other."""
    return {word.role for word in words} == {SUBJECT, OBJECT}


def _listed_apart(one: tuple[Word, Word], other: tuple[Word, Word]) -> bool:
    """Both are scared in one, in the other the scare comes from one of them."""
    return _are_listed(one) and {OBJECT, "from"} == {word.role for word in other}


def _are_listed(words: tuple[Word, Word]) -> bool:
    """Both do it, or have it done to them: "A trained B" is not "A and B were trained"."""
    return words[0].role == words[1].role in (SUBJECT, OBJECT) and words[0].part != words[1].part


def _is_genitive(roles: tuple[str, str]) -> bool:
    """`The quality of maps is poor` is `maps are of poor quality`: `of` has no direction."""
    return "of" in roles and (SUBJECT in roles or OBJECT in roles)


def _is_gerund(pair: Alignment, one: int, two: int) -> bool:
    """`Exchanging data` is `data exchange`: side by side in both, with -ing what is done comes behind."""
    partners = dict(pair.pairs)
    words, others = pair.first.words, pair.second.words
    side_by_side = two - one == 1 and partners[one] - partners[two] == 1
    return side_by_side and (words[one].text.endswith("ing") or others[partners[two]].text.endswith("ing"))


def _has_parts(words: Sequence[Word]) -> bool:
    return any(word.part or word.role.split(" ")[0] in CLAUSES for word in words)


def are_contraries(pair: Alignment) -> bool:
    """Whether all that differs is a negation or a pair of opposites: surely two statements."""
    opposed = {
        word
        for one in pair.left_first
        for other in pair.left_second
        if (one.stem, other.stem) in opposites()
        for word in (one.stem, other.stem)
    }
    left = [word.stem for word in (*pair.left_first, *pair.left_second)]
    return bool(left) and all(word in opposed or word in stems_of("negation") for word in left)
