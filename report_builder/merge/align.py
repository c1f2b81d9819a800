"""Two readings word by word: which words say the same, and which have no counterpart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from report_builder.merge.meanings import complements, opposites
from report_builder.merge.reading import Reading, Word, is_spare, is_verb, only_links
from report_builder.merge.stems import same_root

Pair = tuple[int, int]
HEADS = 3
"""Words that two statements must have in common before one may do without the head of a compound."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which words of two statements are counterparts."""

    first: Reading
    second: Reading
    pairs: tuple[Pair, ...]
    """Positions in the words of both, in the order of the first."""
    left_first: tuple[Word, ...]
    """Words of the first that have no counterpart, without those that do no harm."""
    left_second: tuple[Word, ...]

    @property
    def is_whole(self) -> bool:
        """Every word has its counterpart."""
        return not self.left_first and not self.left_second


def align(first: Reading, second: Reading) -> Alignment:
    """Give every word its counterpart: the same word first, then the same meaning.

    Phrases are looked at as such, then those without a counterpart word by word, then all; what leaves the
    fewest words alone counts.
    """
    found = _align(first, second)
    for open_all in (False, True):
        if found.is_whole:
            break
        opened = (
            _opened(first, first.words if open_all else found.left_first),
            _opened(second, second.words if open_all else found.left_second),
        )
        if opened != (found.first, found.second):
            found = min(found, _align(*opened), key=lambda made: len(made.left_first) + len(made.left_second))
    return found


def _opened(reading: Reading, left: Sequence[Word]) -> Reading:
    """The same reading with these phrases as single words."""
    if not any(word.inner for word in left):
        return reading
    words = tuple(
        part for word in reading.words for part in (word.inner if word in left and word.inner else (word,))
    )
    return replace(reading, words=words)


def _align(first: Reading, second: Reading) -> Alignment:
    taken: dict[int, int] = {}
    free = set(range(len(second.words)))
    for same in (_same_word, _same_meaning, _same_root):
        for at, word in enumerate(first.words):
            if at not in taken:
                fitting = [other for other in free if same(word, second.words[other])]
                if fitting:
                    best = max(fitting, key=lambda other: (_fit(first, second, at, other, taken), -other))
                    taken[at] = best
                    free.discard(best)
    lonely = [at for at in range(len(first.words)) if at not in taken]
    _join_compounds(first, second, lonely, free)
    _write_out(first, second, lonely, free)
    alone = [first.words[at] for at in lonely]
    alone_there = [second.words[at] for at in sorted(free)]
    pairs = tuple(sorted(taken.items()))
    if not (first.english and second.english):
        return Alignment(first, second, pairs, tuple(alone), tuple(alone_there))
    left, left_there = _without_harmless(first, second, alone, alone_there, len(taken) >= HEADS)
    return Alignment(first, second, pairs, tuple(left), tuple(left_there))


def _without_harmless(
    first: Reading, second: Reading, alone: list[Word], alone_there: list[Word], alike: bool
) -> tuple[list[Word], list[Word]]:
    """Those words without a counterpart that change what is said."""
    _drop_complements(alone, alone_there)
    _drop_complements(alone_there, alone)
    left = [word for word in alone if not is_spare(word) and not _is_repeated(word, first, alone)]
    left_there = [
        word for word in alone_there if not is_spare(word) and not _is_repeated(word, second, alone_there)
    ]
    if all(_may_go(word, first) for word in left) and not any(map(is_verb, alone_there)):
        left = []
    if all(_may_go(word, second) for word in left_there) and not any(map(is_verb, alone)):
        left_there = []
    if alike and not (alone and alone_there):
        left = [] if _is_head(left, first, alone) else left
        left_there = [] if _is_head(left_there, second, alone_there) else left_there
    return left, left_there


def _may_go(word: Word, reading: Reading) -> bool:
    """A linking verb, but not as an adjective: a "translated summary" is not any summary."""
    is_adjective = word.text.endswith("ed") and any(
        other.at == word.at + 1 or (other.at == word.at + 2 and other.role == word.role)
        for other in reading.words
    )
    return only_links(word) and not is_adjective


def _is_head(left: Sequence[Word], reading: Reading, alone: Sequence[Word]) -> bool:
    """A noun right behind the one that matters: "warning messages" are "warnings"; not "10 percent", "10"."""
    if len(left) != 1 or not left[0].is_thing or left[0].text[0].isdigit():
        return False
    before = next((word for word in reading.words if word.at == left[0].at - 1), None)
    if before is None or before.text[0].isdigit():
        return False
    return before.is_thing and before not in alone and before.role == left[0].role


def _drop_complements(denied: list[Word], plain: list[Word]) -> None:
    """`Not easy` is `difficult`, and `not long enough` is `too short`."""
    for other in list(plain):
        one = next((word for word in denied if (word.stem, other.stem) in complements()), None)
        denial = next(
            (word for word in denied if word.stem in ("not", "no", "notenough", "lack", "lack_of")), None
        )
        too = next((word for word in plain if word.stem == "too"), None)
        if one is None or denial is None or (denial.stem == "notenough" and too is None):
            continue
        denied.remove(one)
        denied.remove(denial)
        plain.remove(other)
        if denial.stem == "notenough" and too is not None:
            plain.remove(too)


def _is_repeated(word: Word, reading: Reading, alone: Sequence[Word]) -> bool:
    """A word that stands twice ("from country to country") needs one counterpart."""
    return word.is_thing and any(other.stem == word.stem and other not in alone for other in reading.words)


def _same_word(one: Word, other: Word) -> bool:
    return one.stem == other.stem


def _same_meaning(one: Word, other: Word) -> bool:
    return not one.keys.isdisjoint(other.keys) and (one.stem, other.stem) not in opposites()


def _same_root(one: Word, other: Word) -> bool:
    return same_root(one.stem, other.stem)


def _fit(first: Reading, second: Reading, at: int, other: int, taken: dict[int, int]) -> tuple[int, int]:
    """Of several counterparts take the one with the same neighbours and the same role."""
    near = 0
    for step in (-1, 1):
        if 0 <= at + step < len(first.words) and 0 <= other + step < len(second.words):
            near += not first.words[at + step].keys.isdisjoint(second.words[other + step].keys)
    return near, int(first.words[at].role == second.words[other].role)


def _join_compounds(first: Reading, second: Reading, lonely: list[int], free: set[int]) -> None:
    """`web site` is `website`: two words in a row are one word of the other."""
    _join(first.words, lonely, second.words, free)
    _join(second.words, free, first.words, lonely)


def _join(
    words: Sequence[Word], loose: list[int] | set[int], others: Sequence[Word], single: list[int] | set[int]
) -> None:
    for at in sorted(loose):
        if at in loose and at + 1 in loose:
            joined = words[at].text + words[at + 1].text
            found = next(
                (other for other in single if others[other].text.rstrip("s") == joined.rstrip("s")), None
            )
            if found is not None:
                single.remove(found)
                loose.remove(at)
                loose.remove(at + 1)


def _write_out(first: Reading, second: Reading, lonely: list[int], free: set[int]) -> None:
    """A short form is what the other writes out: `lea` the first letters of law enforcement agency."""
    _initials(first.words, lonely, second.words, free)
    _initials(second.words, free, first.words, lonely)


def _initials(
    short: Sequence[Word], loose: list[int] | set[int], long: Sequence[Word], others: list[int] | set[int]
) -> None:
    for at in sorted(loose):
        letters = short[at].text.rstrip("s")
        runs = _runs(sorted(others), len(letters)) if len(letters) >= 3 else ()
        for run in runs:
            if "".join(long[other].text[0] for other in run) == letters:
                loose.remove(at)
                for other in run:
                    others.remove(other)
                break


def _runs(positions: Sequence[int], length: int) -> Iterable[Sequence[int]]:
    for start in range(len(positions) - length + 1):
        run = positions[start : start + length]
        if run[-1] - run[0] == length - 1:
            yield run
