"""Multiple choice: which options there really are in a column of answers, and which each answer names."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

SURE = re.compile(r";\s*|\n")
"""What stands between options in most exports."""
COMMA = re.compile(r",\s+")
"""What may stand between options, and inside one."""


def split_options(answers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Map each different answer to the options that it names.

    Options may hold commas: pieces that never stand without each other are one option.

    >>> split_options(["Mail; Post;", "Mail"])
    {'Mail; Post;': ('Mail', 'Post'), 'Mail': ('Mail',)}
    >>> split_options(["Yes, weekly, Mail", "Yes, weekly", "Mail"])["Yes, weekly, Mail"]
    ('Yes, weekly', 'Mail')
    """
    counted = Counter(answers)
    cut = SURE if any(SURE.search(answer) for answer in counted) else COMMA
    pieces = {answer: [piece.strip() for piece in cut.split(answer) if piece.strip()] for answer in counted}
    if cut is COMMA:
        pieces = _join(pieces, counted)
    return {answer: tuple(dict.fromkeys(found)) for answer, found in pieces.items()}


def _join(pieces: dict[str, list[str]], counted: Counter[str]) -> dict[str, list[str]]:
    """Join pieces that always stand side by side, and were seen to often enough.

    Twice is enough where the second begins with a small letter, as a new option hardly does; else four times.
    """
    while True:
        alone: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for answer, found in pieces.items():
            alone.update(dict.fromkeys(found, counted[answer]))
            pairs.update(dict.fromkeys(pairwise(found), counted[answer]))
        together = {
            pair
            for pair, times in pairs.items()
            if times == alone[pair[0]] == alone[pair[1]] and times > (1 if pair[1][:1].islower() else 3)
        }
        if not together:
            return pieces
        pieces = {answer: list(_joined(found, together)) for answer, found in pieces.items()}


def _joined(found: Sequence[str], together: set[tuple[str, str]]) -> Iterable[str]:
    position = 0
    while position < len(found):
        pair = tuple(found[position : position + 2])
        if pair in together:
            yield ", ".join(pair)
            position += 2
        else:
            yield found[position]
            position += 1
