"""Headings and list entries as people type them: bullets by hand, headings in bold or with a colon.

Shared by the formats of running text. In go lines or blocks; out come their parts, or the blocks with
headings found.
"""

import re
from collections.abc import Sequence

from report_builder.model import Block, Kind
from report_builder.settings import Workshop
from report_builder.words import LIST_SIGN, fold

CIRCLE = re.compile(r"o\s+(?=\S)")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
TYPED = re.compile(r"[•▪◦‣·●○■□▫➢➤►▶✓✔]\s*(?=\S)")
"""A bullet that is no sign of Markdown and stands in no sentence."""
BRACKETS = re.compile(r"[\[(]\s*([^\[\]()\n]{1,40}?)\s*[\])]\s*[:–—-]?\s*(?=\S)")
WORDS = re.compile(r"([^:–—\n]{2,40}?)(?:\s*:\s+|\s+[–—-]\s+)(?=\S)")
TASK = re.compile(r"^\[[ xX]\]\s+")
FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)
ATTRIBUTE = re.compile(r"([A-Za-z][\w -]*?)\s*:\s*(.*?)\s*$")
LONGEST_LABEL = 8
"""Words: a longer line in bold, in capitals or with a colon is a statement."""


def bullet(line: str, *, listed: bool = False) -> tuple[str, str]:
    """Take a line without indentation apart into the kind of its bullet (empty if none) and its words.

    In a list (`listed`) a lone letter o is a bullet too; elsewhere it is a word of many languages.

    >>> bullet("• More training")
    ('•', 'More training')
    >>> bullet("2) More training")
    ('1', 'More training')
    """
    found = LIST_SIGN.match(line)
    if not found:
        circle = CIRCLE.match(line) if listed else None
        return ("o", line[circle.end() :]) if circle else ("", line)
    sign = found["sign"].strip()
    if len(sign) > 1:
        letters = sign.strip("().")
        sign = "1" if letters.isdecimal() else "i" if letters in ROMAN else "a"
    return sign, without_box(line[found.end() :])


def without_sign(text: str) -> str:
    """Drop a bullet at the beginning, but no number or letter: it may belong to the words."""
    sign, words = bullet(text)
    return text if sign.isalnum() else words


def without_box(text: str) -> str:
    """Drop the box of a task: `[ ] call Maria` -> `call Maria`."""
    return TASK.sub("", text)


def mark_words(workshop: Workshop) -> frozenset[str]:
    """All words that mark a statement of this workshop, folded: those of its lenses and themes."""
    lenses = (name for lens in workshop.lenses for name in (lens.id, lens.title, *lens.marks))
    themes = (name for theme in workshop.themes for name in (theme.id, theme.title, *theme.aliases))
    return frozenset(map(fold, (*lenses, *themes)))


def begins_block(line: str, marks: frozenset[str]) -> bool:
    """Tell whether a line begins a block of its own, although no empty line stands before it.

    It does if it begins with a typed bullet, or with one of `marks` (see mark_words) in brackets or before a
    colon or dash. A single letter is a mark only in brackets.
    """
    found = BRACKETS.match(line) or WORDS.match(line)
    return bool(TYPED.match(line)) or bool(found and fold(found[1]) in marks)


def split_at_marks(text: str, marks: frozenset[str]) -> list[str]:
    """Cut a text before each of its lines that begins a block; see begins_block."""
    pieces: list[str] = []
    for line in text.split("\n"):
        if pieces and not begins_block(line.strip(), marks):
            pieces[-1] += f"\n{line}"
        else:
            pieces.append(line)
    return [piece.strip() for piece in pieces]


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Take what stands between two lines of three hyphens off the top of a text; return it and the rest."""
    found = FRONT.match(text)
    return (attributes(found[1]), text[found.end() :]) if found else ({}, text)


def attributes(text: str) -> dict[str, str]:
    """Read lines such as `theme: protests`; names in lower case, values as typed but for quotes around them.

    >>> attributes('Title: "Morning"')
    {'title': 'Morning'}
    """
    found = filter(None, map(ATTRIBUTE.match, text.split("\n")))
    return {entry[1].lower(): entry[2].strip("\"'") for entry in found if entry[2]}


def is_label(text: str) -> bool:
    """Tell whether words are short enough for a heading and don't end as a sentence does."""
    short = 0 < len(text.split()) <= LONGEST_LABEL
    return short and "\n" not in text and not text.endswith((".", "!", ";", ","))


def is_lead(text: str) -> bool:
    """Tell whether words stand for what follows them, such as `Needs:`."""
    return text.endswith(":") and is_label(text)


def with_headings(
    blocks: Sequence[Block], marks: frozenset[str], bold: frozenset[int] = frozenset()
) -> tuple[Block, ...]:
    """Make headings of the paragraphs that stand for one; `bold` holds the positions of those all in bold.

    A short paragraph is one if it is bold, unless most are, or ends in a colon and a list follows, or says
    one of `marks` (see mark_words) and nothing else. It ranks below the last real heading.
    """
    if len(bold) * 3 > 2 * sum(block.kind is Kind.PARAGRAPH for block in blocks) > 8:
        bold = frozenset()
    done: list[Block] = []
    real = 0
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if block.kind is Kind.HEADING:
            real = block.level
        if block.kind is Kind.PARAGRAPH and _stands_for_heading(block, following, position in bold, marks):
            block = block._replace(kind=Kind.HEADING, level=real + 1)
        done.append(block)
    return tuple(done)


def _stands_for_heading(block: Block, following: Block | None, bold: bool, marks: frozenset[str]) -> bool:
    if following is None or block.speaker:
        return False
    if len(block.text) > 1 and not is_lead(block.text) and fold(block.text) in marks:
        return True
    if bold and is_label(block.text):
        return following.kind is not Kind.CELL
    return is_lead(block.text) and following.kind is Kind.ITEM and following.level == 1


def first_heading(blocks: Sequence[Block], otherwise: str) -> str:
    """Return the words of the first heading of level 1, or `otherwise`."""
    headings = (block for block in blocks if block.kind is Kind.HEADING)
    return next((heading.text for heading in headings if heading.level == 1), otherwise)
