"""Text of a template -> everything in it that Jinja can't read, and the same text with that put right.

Jinja stops at the first fault. So each piece between its braces is tried by itself, and which piece ends
another is looked at apart from what stands in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import NamedTuple

import jinja2

from report_builder.errors import Problem

RULE = "template-syntax"
PIECE = re.compile(
    r"""\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}
    |\{\#.*?\#\}
    |\{\{(?:(?!\{\{|\{%|\{\#).)*?\}\}
    |\{%(?:(?!\{\{|\{%|\{\#).)*?%\}
    |\{[{%\#]""",
    re.DOTALL | re.VERBOSE,
)
WORD = re.compile(r"\{%[-+]?\s*(\w+)")
CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
HARMLESS = {
    "if": "{% if 1 %}",
    "for": "{% for _ in () %}",
    "block": "{% block _ %}",
    "macro": "{% macro _() %}",
    "filter": "{% filter trim %}",
    "with": "{% with %}",
    "set": "{% set _ %}",
    "call": "{% call _() %}",
    "autoescape": "{% autoescape true %}",
    "trans": "{% trans %}",
}
"""What opens something -> the same without a fault."""
WITHIN = {"elif": ("if",), "else": ("if", "for"), "pluralize": ("trans",)}
"""What stands amid something -> what that may be."""
SINGLE = frozenset({"extends", "include", "import", "from", "do"})
KNOWN = (*HARMLESS, *WITHIN, *SINGLE, *(f"end{name}" for name in HARMLESS), "raw", "endraw")
USUAL = ("if", "for", "set", "block", "macro", "include", "import", "extends")
LONGEST = 60
"""Characters of a piece that a message shows."""


class Checked(NamedTuple):
    """A template as it was read."""

    faults: tuple[Problem, ...]
    mended: str
    """A text that says the same without the faults, line by line; where none was found, the text itself."""


@dataclass(frozen=True)
class _Piece:
    text: str
    line: int
    word: str
    """The first word of a tag; empty for what is printed."""


def check_syntax(environment: jinja2.Environment, text: str, file: str) -> Checked:
    """Find what Jinja can't read in the text of `file`."""
    try:
        environment.parse(text)
    except jinja2.TemplateSyntaxError as error:
        reader = _Reader(environment, text, file)
        mended = reader.read()
        first = _problem(file, error.lineno, f"this is no valid template ({error.message})", "Correct it.")
        return Checked(tuple(reader.faults) or (first,), mended)
    return Checked((), text)


class _Reader:
    """Goes through the pieces of a text once."""

    def __init__(self, environment: jinja2.Environment, text: str, file: str) -> None:
        self._environment, self._text, self._file = environment, text, file
        self._open: list[_Piece] = []
        self.faults: list[Problem] = []

    def read(self) -> str:
        """Collect the faults; the text without them."""
        mended, end = list[str](), 0
        for found in PIECE.finditer(self._text):
            mended.append(self._text[end : found.start()])
            word = WORD.match(found[0])
            line = self._text.count("\n", 0, found.start()) + 1
            mended.append(self._mended(_Piece(found[0], line, word[1] if word else "")))
            end = found.end()
        mended.append(self._text[end:])
        for piece in reversed(self._open):
            mended.append(f"{{% end{piece.word} %}}")
            self._tell_unclosed(piece)
        self.faults.sort(key=lambda fault: int(fault.where.rpartition(" ")[2]))
        return "".join(mended)

    def _mended(self, piece: _Piece) -> str:
        if piece.text in CLOSERS:
            return self._unfinished(piece)
        if piece.text.startswith("{#") or piece.word == "raw":
            return piece.text
        lines = "\n" * piece.text.count("\n")
        if not piece.word:
            return piece.text if self._reads(piece, piece.text) else lines
        return self._mended_tag(piece) + lines

    def _unfinished(self, piece: _Piece) -> str:
        """Take a piece that nothing closes as far as its line goes; what it may have opened is open."""
        line = self._text.split("\n")[piece.line - 1]
        rest = line[line.find(piece.text) :]
        what = f'"{_short(rest)}" is not closed'
        self._tell(piece.line, what, f"Write {CLOSERS[piece.text]} at its end.")
        word = WORD.match(rest)
        if word and word[1] in KNOWN and not (word[1] == "set" and "=" in rest):
            return self._known_tag(_neutral(piece, word[1]))
        return ""

    def _mended_tag(self, piece: _Piece) -> str:
        if piece.word in KNOWN:
            return self._known_tag(piece)
        near = get_close_matches(piece.word, KNOWN, n=3)
        what = f'"{_short(piece.text)}" begins with no word that Jinja knows'
        meant = [replace(piece, text=piece.text.replace(piece.word, word, 1), word=word) for word in near]
        fitting = next((each for each in meant if self._fits(each)), None)
        mend = f'Did you mean "{fitting.word}"?' if fitting else f"It knows {', '.join(USUAL)}."
        self._tell(piece.line, what, mend)
        return self._known_tag(fitting) if fitting else ""

    def _fits(self, piece: _Piece) -> bool:
        if piece.word in HARMLESS and not (piece.word == "set" and "=" in piece.text):
            return self._fault(f"{piece.text}{{% end{piece.word} %}}") is None
        return piece.word not in SINGLE or self._fault(piece.text) is None

    def _known_tag(self, piece: _Piece) -> str:
        if piece.word.startswith("end"):
            return "".join(self._close(piece))
        if piece.word in WITHIN:
            return self._amid(piece)
        return self._opening(piece) if piece.word != "raw" else ""

    def _opening(self, piece: _Piece) -> str:
        if piece.word in SINGLE or (piece.word == "set" and "=" in piece.text):
            return _flat(piece.text) if self._reads(piece, piece.text) else ""
        self._open.append(piece)
        whole = self._reads(piece, f"{piece.text}{{% end{piece.word} %}}")
        return _flat(piece.text) if whole else HARMLESS[piece.word]

    def _amid(self, piece: _Piece) -> str:
        owners = WITHIN[piece.word]
        if not self._open or self._open[-1].word not in owners:
            wanted = " or ".join(f"{{% {owner} %}}" for owner in owners)
            mend = f"Put it between {wanted} and its end, or remove it."
            self._tell(piece.line, f'"{_short(piece.text)}" stands in no {wanted}', mend)
            return ""
        owner = owners[0]
        whole = self._reads(piece, f"{HARMLESS[owner]}{piece.text}{{% end{owner} %}}")
        return _flat(piece.text) if whole else "{% elif 1 %}"

    def _close(self, piece: _Piece) -> Iterator[str]:
        word = piece.word.removeprefix("end")
        if word not in (each.word for each in self._open):
            what = f'"{_short(piece.text)}" closes nothing: no {{% {word} %}} is open there'
            self._tell(piece.line, what, "Remove it, or write what it should close.")
            return
        while self._open[-1].word != word:
            inner = self._open.pop()
            self._tell_unclosed(inner)
            yield f"{{% end{inner.word} %}}"
        self._open.pop()
        yield f"{{% {piece.word} %}}"

    def _reads(self, piece: _Piece, text: str) -> bool:
        fault = self._fault(text)
        if fault:
            what = f'"{_short(piece.text)}" can\'t be read ({fault.message})'
            self._tell(
                piece.line + fault.lineno - 1, what, "Correct it as the built-in templates are written."
            )
        return fault is None

    def _fault(self, text: str) -> jinja2.TemplateSyntaxError | None:
        try:
            self._environment.parse(text)
        except jinja2.TemplateSyntaxError as error:
            return error
        return None

    def _tell_unclosed(self, piece: _Piece) -> None:
        what = f'"{_short(piece.text)}" is not closed'
        self._tell(piece.line, what, f"Write {{% end{piece.word} %}} where it ends.")

    def _tell(self, line: int, what: str, mend: str) -> None:
        self.faults.append(_problem(self._file, line, what, mend))


def _problem(file: str, line: int, what: str, mend: str) -> Problem:
    return Problem(RULE, f"{file}, line {line}", what.rstrip("."), mend)


def _neutral(piece: _Piece, word: str) -> _Piece:
    """The piece as it was probably meant; what follows its word is given up."""
    return _Piece(HARMLESS.get(word, f"{{% {word} %}}"), piece.line, word)


def _flat(text: str) -> str:
    """A piece on one line, for its lines are counted behind it."""
    return text.replace("\n", " ")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
