"""Rating questions: whether the answers in a column are points of a scale, and of which.

In go a heading and the answers below it; out comes a scale that tells the point of each answer, or None.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from report_builder.words import fold

RATED = re.compile(r"(?P<point>\d{1,2})(?:[.,]0+)?(?:\s*(?P<of>/|of|von|sur|out of)\s*(?P<most>\d{1,2}))?")
LABELLED = re.compile(
    r"(?P<point>\d{1,2})(?:\s*[-–—=:]\s+|\s+[-–—=:]\s*|\.\s+|\s*(?=\())\(?(?P<label>[^\W\d].{0,58}?)\)?",
    re.DOTALL,
)
"""`5 - Strongly agree`; longer words beside a number are a comment."""
RANGE = re.compile(r"\b([01])\s*(?:-|–|—|to|bis|à|a|until|through|\.\.+|έως)\s*(\d{1,2})\b")
ENDS = re.compile(r"\b(\d{1,2})\s*=\s*[^\W\d]")
COUNTED = re.compile(
    r"^(?:how (?:many|old|long|often)|number|years?|age|amount|wie (?:viele|alt|lange)|anzahl|alter"
    r"|combien|quantos|cuantos|quanti|πoσα|ηλικια|jahre|edad|eta)\b"
)
"""How a folded heading begins that asks for a number which is no point of a scale."""
RATING_WORD = re.compile(
    r"\b(?:rat(?:e|ed|ing)|scores?|scale|satisf\w+|useful\w*|usefulness|relevan\w+|quality|agree\w*|likely"
    r"|importan\w+|recommend|overall|how (?:was|were|good|well|clear|easy)"
    r"|bewert\w+|zufrieden\w*|nutzlich\w*|note[rz]?|utilite|utile|satisfa\w+|valor\w+"
    r"|valut\w+|utilidad|ocen\w*|αξιολογ\w+|βαθμο\w+|χρησιμ\w+|ικανοποι\w+)\b"
)
HIGHEST = {0: (5, 6, 10), 1: (5, 7, 10)}
"""Where scales usually end that begin with 0 or 1, if nothing says where this one does."""
LONGEST = 11
"""Points of the longest scale, 0 to 10."""
NO_OPINION = frozenset(
    """don t know|do not know|i don t know|i do not know|not sure|no opinion|no answer|n a|na|not applicable
    |cannot say|can t say|weiss nicht|keine angabe|sans opinion|ne sait pas|no se|ns nc|non so|nie wiem
    |δεν ξερω|δεν γνωριζω|δγ δα""".replace("\n    ", "").split("|")
)


def _points(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(name) for name in point.split("|")) for point in text.split(","))


def _degrees(adjective: str) -> tuple[tuple[str, ...], ...]:
    """The points of a scale that goes from `not useful` to `very useful`."""
    points = (
        "not at all {0}|not {0} at all|not {0}",
        "slightly {0}|not very {0}|not so {0}|a little {0}|less {0}",
        "somewhat {0}|moderately {0}|fairly {0}|partly {0}",
        "{0}|quite {0}|rather {0}",
        "very {0}|extremely {0}|most {0}",
    )
    return _points(",".join(points).format(adjective))


WORDED = (
    _points(
        "strongly disagree|completely disagree|totally disagree|fully disagree,"
        "disagree|tend to disagree|somewhat disagree|rather disagree,"
        "neither agree nor disagree|neutral|undecided|neither,"
        "agree|tend to agree|somewhat agree|rather agree,"
        "strongly agree|completely agree|totally agree|fully agree"
    ),
    _points(
        "very dissatisfied|very unsatisfied,dissatisfied|unsatisfied|somewhat dissatisfied,"
        "neither satisfied nor dissatisfied|neutral,satisfied|somewhat satisfied,very satisfied"
    ),
    _points(
        "very poor|very bad|terrible,poor|bad,fair|average|ok|okay|acceptable|satisfactory,"
        "good,very good|excellent"
    ),
    _points("poor|bad,fair|average|satisfactory,good,very good,excellent|outstanding"),
    _points("never,rarely|seldom,sometimes|occasionally,often|frequently|usually,always|very often"),
    _points("very low,low,medium|moderate,high,very high"),
    _points("very unlikely,unlikely,neither likely nor unlikely|neutral,likely,very likely"),
    _points(
        "not at all|not|not at all true,slightly|a little|little|not very|not so,"
        "somewhat|moderately|fairly|partly|quite,very|mostly|considerably,extremely|completely|fully"
    ),
    _points(
        "stimme überhaupt nicht zu|trifft überhaupt nicht zu|trifft gar nicht zu,"
        "stimme nicht zu|stimme eher nicht zu|trifft eher nicht zu,"
        "teils teils|teils/teils|weder noch|neutral,"
        "stimme zu|stimme eher zu|trifft eher zu,stimme voll zu|stimme voll und ganz zu|trifft voll zu"
    ),
    _points(
        "sehr unzufrieden,unzufrieden|eher unzufrieden,neutral|teils teils,"
        "zufrieden|eher zufrieden,sehr zufrieden"
    ),
    _points("mangelhaft|sehr schlecht,schlecht|ausreichend,befriedigend|mittel,gut,sehr gut"),
    _points(
        "pas du tout d'accord,pas d'accord|plutôt pas d'accord,neutre|ni d'accord ni pas d'accord,"
        "d'accord|plutôt d'accord,tout à fait d'accord"
    ),
    _points("très insatisfait,insatisfait,neutre,satisfait,très satisfait"),
    _points(
        "totalmente en desacuerdo|muy en desacuerdo,en desacuerdo,ni de acuerdo ni en desacuerdo|neutral,"
        "de acuerdo,totalmente de acuerdo|muy de acuerdo"
    ),
    _points(
        "per niente d'accordo|fortemente in disaccordo,poco d'accordo|in disaccordo,"
        "neutrale|né d'accordo né in disaccordo,"
        "d'accordo,molto d'accordo|completamente d'accordo|fortemente d'accordo"
    ),
    _points(
        "διαφωνώ απόλυτα|διαφωνώ πολύ,διαφωνώ,ούτε συμφωνώ ούτε διαφωνώ|ουδέτερος|ουδέτερη,"
        "συμφωνώ,συμφωνώ απόλυτα|συμφωνώ πολύ"
    ),
    _points(
        "zdecydowanie się nie zgadzam,nie zgadzam się|raczej się nie zgadzam,"
        "trudno powiedzieć|ani tak ani nie,"
        "zgadzam się|raczej się zgadzam,zdecydowanie się zgadzam"
    ),
    *map(
        _degrees,
        ("useful", "helpful", "relevant", "important", "clear", "interesting", "nützlich", "wichtig"),
    ),
)
"""Scales in words, lowest point first, each with the ways to say it, folded."""
DEGREES = 7
"""Which of them is one of degrees, which stand before a word: `very important`."""
KNOWN_WORDS = frozenset(name for words in WORDED for names in words for name in names)
DEGREE_WORDS = tuple(f"{name} " for names in WORDED[DEGREES] for name in names)
LONGEST_WORDS = 60
"""Letters: longer answers are no words of a scale."""


@dataclass(frozen=True)
class Scale:
    """Points from `lowest` upwards, some with the words that stand for them."""

    lowest: int
    labels: tuple[str, ...]
    words: tuple[tuple[str, ...], ...] = ()
    """Of a scale in words, the folded ways to say each point."""
    name: str = ""
    """The same for questions that can be shown side by side."""
    stated: bool = True
    """Heading or answers say that it is a scale; else it is guessed from small numbers."""

    @property
    def highest(self) -> int:
        """The last point."""
        return self.lowest + len(self.labels) - 1

    def point(self, answer: str) -> int | None:
        """Return the point that an answer gives, or None where it gives none."""
        if self.words:
            place = _place(fold(answer), self.words)
            return None if place is None else self.lowest + place
        found = RATED.fullmatch(answer) or LABELLED.fullmatch(answer)
        point = int(found["point"]) if found else None
        return point if point is not None and self.lowest <= point <= self.highest else None


def has_no_opinion(answer: str) -> bool:
    """Tell whether somebody answers that they can't or don't want to answer."""
    return fold(answer) in NO_OPINION


def find_scale(question: str, answers: Sequence[str]) -> Scale | None:
    """Return the scale that most of the answers are points of, if there is one."""
    counted = Counter(answers)
    given = [answer for answer in counted if fold(answer) not in NO_OPINION]
    return (_numbered(question, counted, given) or _worded(counted, given)) if given else None


def _numbered(question: str, counted: Counter[str], given: Collection[str]) -> Scale | None:
    found = [match for a in given for match in [RATED.fullmatch(a) or LABELLED.fullmatch(a)] if match]
    rated = sum(counted[match.string] for match in found)
    if not found or rated < 0.8 * sum(counted[answer] for answer in given):
        return None
    points = {int(match["point"]) for match in found}
    labels = {int(m["point"]): " ".join(m["label"].split()) for m in found if "label" in m.groupdict()}
    most = {int(m["most"]) for m in found if m.groupdict().get("most")}
    asked = [int(number) for ends in RANGE.findall(question) for number in ends]
    asked = asked or [int(number) for number in ENDS.findall(question)]
    if most and not asked:
        asked = [int(min(points) > 0), max(most)]
    stated = bool(asked or labels or most or RATING_WORD.search(fold(question)))
    lowest, highest = _ends(points, asked)
    if highest - lowest >= LONGEST or (not stated and not _may_be_scale(question, points)):
        return None
    named = tuple(labels.get(point, "") for point in range(lowest, highest + 1))
    name = f"{lowest}-{highest} {'; '.join(named)}".strip("; ")
    return Scale(lowest, named, name=name, stated=stated)


def _ends(points: Collection[int], asked: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last point: as the heading or the answers say, else as is usual."""
    if len(asked) > 1 and min(asked) < max(asked):
        return min(asked), max(asked)
    lowest = int(min(points) > 0)
    return lowest, next((end for end in HIGHEST[lowest] if max(points) <= end), max(points))


def _may_be_scale(question: str, points: Collection[int]) -> bool:
    """Tell whether bare numbers may be points of a scale: not 1 and 0 for yes and no, and no count."""
    ticks = set(points) <= {0, 1} or set(points) <= {1, 2}
    return not ticks and max(points) <= HIGHEST[0][-1] and not COUNTED.search(fold(question))


def _worded(counted: Counter[str], given: Collection[str]) -> Scale | None:
    folded = {answer: fold(answer) for answer in given if len(answer) < LONGEST_WORDS}
    if not any(said in KNOWN_WORDS or said.startswith(DEGREE_WORDS) for said in folded.values()):
        return None
    total = sum(counted[answer] for answer in given)
    best: tuple[int, dict[str, int], tuple[tuple[str, ...], ...]] = (1, {}, ())
    for words in WORDED:
        places = {answer: _place(said, words) for answer, said in folded.items()}
        known = {answer: place for answer, place in places.items() if place is not None}
        different = len(set(known.values()))
        if different > best[0] and sum(counted[answer] for answer in known) >= 0.9 * total:
            best = different, known, words
    _, known, words = best
    return Scale(1, tuple(_labels(known, counted, words)), words, str(words[-1][0])) if words else None


def _place(said: str, words: tuple[tuple[str, ...], ...]) -> int | None:
    for place, names in enumerate(words):
        if said in names:
            return place
    if words is WORDED[DEGREES]:
        for place, names in enumerate(words):
            if any(said.startswith(f"{name} ") and len(said[len(name) :].split()) == 1 for name in names):
                return place
    return None


def _labels(
    known: dict[str, int], counted: Counter[str], words: tuple[tuple[str, ...], ...]
) -> Iterable[str]:
    """Yield the words of each point: as most people spelled it, else as it is known."""
    for place, names in enumerate(words):
        spelled = [answer for answer, here in known.items() if here == place]
        label = max(spelled, key=lambda answer: (counted[answer], answer), default=names[0])
        yield label[:1].upper() + label[1:]
