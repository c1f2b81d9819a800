"""Words round a statement that only tell who said it or how it is meant, such as `It was noted that …`.

They are taken off before statements are compared. How many said it is kept: "few said" is not "most said".
"""

import re
from functools import cache

from report_builder.merge.lexicon import lines

SHORTEST = 2
"""Words that must be left when a frame is off."""


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of the lexicon for the opening or the end of a statement."""
    entries = [line.split(" ", 1) for line in lines("frames")]
    parts = {kind.upper(): pattern for kind, pattern in entries if kind in ("who", "said")}
    whole = [pattern for kind, pattern in entries if kind == name]
    made = [re.sub("WHO|SAID", lambda found: parts[found.group()], pattern) for pattern in whole]
    return tuple(re.compile(rf"(?:{pattern}) *$" if name == "close" else pattern) for pattern in made)


def without_frames(words: str) -> tuple[str, str]:
    """Take the frames off both ends of folded words; also return how many are said to have said it.

    >>> without_frames("most participants agreed that it is clear that the fee is fair")
    ('the fee is fair', 'most')
    """
    many = ""
    cut = True
    while cut:
        words, found, cut = _opened(words)
        many = many or found
    for pattern in patterns("close"):
        found_end = pattern.search(words)
        if found_end and len(words[: found_end.start()].split()) >= SHORTEST:
            words = words[: found_end.start()]
    return words.strip(" ,"), many


def _opened(words: str) -> tuple[str, str, bool]:
    for pattern in patterns("open"):
        found = pattern.match(words)
        rest = (
            words[found.end() :].strip(" ,") if found and words[found.end() : found.end() + 1] in " ," else ""
        )
        if found and len(rest.split()) >= SHORTEST:
            return rest, found.groupdict().get("many") or "", True
    return words, "", False
