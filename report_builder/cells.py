"""A cell of a feedback sheet -> its statements: lines, bullets, numbers and semicolons each begin a new one.

In goes what somebody typed into one cell; out come pieces of it, verbatim and in order.
"""

import re
from collections.abc import Iterator

from report_builder.words import LIST_SIGN

LINE = re.compile(r"[^\n]*\S[^\n]*")
NUMBERED = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")
BULLET = re.compile(r"(?:(?<=\s)|^)[•▪◦‣●○■]\s*(?=\S)")
SEMICOLON = re.compile(r"(?<!&amp)(?<!&lt)(?<!&gt)(?<!&quot)(?<!&nbsp)(?<!&#39);(?:\s+|$)")
GOES_ON = re.compile(
    r"(?:and|but|or|nor|so|yet|however|therefore|thus|hence|otherwise|because|since|although|which|that|then|also"
    r"|e\.g\.|i\.e\.|und|aber|oder|denn|weil|et|mais|ou|donc|car|y|pero|o|e|ma|però|ale|oraz|και|αλλά|ή|όμως)\b",
    re.IGNORECASE,
)
"""How the second half of a sentence begins that has a semicolon in its middle."""
ENDED = (".", "!", ";", ":")


def cell_statements(text: str) -> list[str]:
    r"""The statements of a cell, without the signs of a list before them.

    >>> cell_statements("1) Clear rules 2) More staff")
    ['Clear rules', 'More staff']
    >>> cell_statements("No budget; no staff; it is slow; but it works")
    ['No budget', 'no staff', 'it is slow; but it works']
    >>> cell_statements("We need lamps\nand benches\nSigns at night")
    ['We need lamps\nand benches', 'Signs at night']
    """
    passages = list(_passages(text))
    signs = [LIST_SIGN.match(passage) for passage in passages]
    listed = len(passages) > 1 and sum(map(bool, signs)) > (0 if all(signs) else 1)
    plain = [p[s.end() :] if s and listed else p for p, s in zip(passages, signs, strict=True)]
    return [piece for passage in plain for piece in _pieces(passage)]


def _passages(text: str) -> Iterator[str]:
    """Yield the lines, those joined that a sentence runs over."""
    start = end = 0
    for line in LINE.finditer(text):
        passage = text[start:end].strip()
        if passage and not (_runs_on(passage, line[0].strip()) and text[end : line.start()].count("\n") < 2):
            yield passage
            start = line.start()
        end = line.end()
    yield text[start:end].strip()


def _runs_on(passage: str, line: str) -> bool:
    """Tell whether a line goes on with the passage before it: a sentence or a question."""
    if LIST_SIGN.match(line):
        return False
    if passage.endswith("?"):
        return not line.endswith("?")
    sign = LIST_SIGN.match(passage)
    begins_small = passage[sign.end() if sign else 0].islower()
    return line[0].islower() and not begins_small and not passage.endswith(ENDED)


def _pieces(passage: str) -> list[str]:
    """The statements of one passage: at the numbers or bullets within it, else at its semicolons."""
    bullets = list(BULLET.finditer(passage))
    signs = _numbers(passage) or (bullets if len(bullets) > 1 else [])
    if not signs:
        return _at_semicolons(passage)
    starts = [0, *(sign.end() for sign in signs)]
    ends = [*(sign.start() for sign in signs), len(passage)]
    cut = (passage[start:end].strip(" \t\n;") for start, end in zip(starts, ends, strict=True))
    return [piece for piece in cut if piece]


def _numbers(passage: str) -> list[re.Match[str]]:
    """The numbers within a passage that count 1, 2 ...; none unless there are two."""
    found: list[re.Match[str]] = []
    for sign in NUMBERED.finditer(passage):
        if int(sign[1]) == len(found) + 1:
            found.append(sign)
    return found if len(found) > 1 else []


def _at_semicolons(passage: str) -> list[str]:
    pieces = []
    start = 0
    for sign in SEMICOLON.finditer(passage):
        before, after = passage[start : sign.start()], passage[sign.end() :]
        if before.count("(") == before.count(")") and not GOES_ON.match(after):
            pieces.append(before.strip())
            start = sign.end()
    pieces.append(passage[start:].strip())
    spoken = [piece for piece in pieces if piece]
    return spoken if all(any(map(str.isalnum, piece)) for piece in spoken) else [passage]
