"""What merging knows of English: the files in lexicon/, read once when they are first wanted.

Everything here is a class of words or a pair of ways to say the same, never a whole statement.
"""

from collections.abc import Iterator
from importlib.resources import files

Phrase = tuple[str, ...]


def lines(name: str) -> Iterator[str]:
    """The lines of a file of the lexicon, without remarks and empty ones."""
    text = (files("report_builder.merge") / "lexicon" / f"{name}.txt").read_text(encoding="utf-8")
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _forms() -> dict[str, str]:
    entries = [line.split() for line in lines("forms")]
    plain = {form: entry[0] for entry in reversed(entries) for form in entry[1:]}
    return plain | {entry[0]: entry[0] for entry in entries}


def _rewrites() -> dict[Phrase, Phrase]:
    pairs = (line.partition("=") for line in lines("rewrites"))
    return {tuple(written.split()): tuple(read.split()) for written, _, read in pairs}


def _apart() -> tuple[tuple[Phrase, Phrase, Phrase, Phrase], ...]:
    made = []
    for line in lines("apart"):
        written, _, read = line.partition("=")
        halves = [tuple(half.split()) for side in (written, read) for half in side.split("*")]
        made.append((halves[0], halves[1], halves[2], halves[3]))
    return tuple(made)


def _classes() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for line in lines("classes"):
        name, *members = line.split()
        words.setdefault(name, set()).update(members)
    return {name: frozenset(members) for name, members in words.items()}


FORMS = _forms()
"""Irregular form -> plain word."""
REWRITES = _rewrites()
"""Words as written -> words as read."""
APART = _apart()
"""What stands before and behind the words between, as written and as read."""
CLASSES = _classes()
"""Name of a class -> its words."""
PASTS = frozenset(
    form for line in lines("forms") for form in line.split()[1:3] if not form.endswith(("s", "ing", "ion"))
)
"""Irregular forms that tell of the past."""
