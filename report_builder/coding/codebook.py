"""The workshop's themes and lenses, made ready for looking words up."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from report_builder.settings import Lens, Session, Theme, Workshop
from report_builder.words import contains_phrase, fold, phrase_pattern

Axis = str
THEME: Axis = "theme"
LENS: Axis = "lens"


@dataclass(frozen=True)
class Codebook:
    """What may be coded, and by which words it is known.

    >>> book = Codebook((Theme("fares", "Fares"),), (Lens("need", "Needs"),), {})
    >>> book.by_name("theme", "FARES!"), book.by_name("lens", "fares")
    ('fares', '')
    """

    themes: tuple[Theme, ...]
    lenses: tuple[Lens, ...]
    sessions: Mapping[str, Session]
    colours: Mapping[str, str] = field(default_factory=dict)
    """Colour of a highlighter, as workshop.toml names it -> id of the theme or lens that it stands for."""
    _named: dict[tuple[Axis, str], list[str]] = field(default_factory=dict, compare=False)
    """What is named in the headings and questions so far: thousands of statements stand below the same."""
    _asked: dict[str, list[str]] = field(default_factory=dict, compare=False)

    def by_name(self, axis: Axis, words: str) -> str:
        """The id whose id, title, alias or mark these words are; empty if there is none."""
        return self.names[axis].get(fold(words), "")

    def named_in(self, axis: Axis, words: str) -> list[str]:
        """The ids named somewhere in these words (a heading, a question), in the order of the codebook.

        Marks of one letter do not count here, and a longer name hides a shorter one inside it.
        """
        if (axis, words) not in self._named:
            self._named[axis, words] = self._find_named(axis, words)
        return self._named[axis, words]

    def asked_in(self, question: str) -> list[str]:
        """The ids of the lenses that a question asks for without naming them."""
        if question not in self._asked:
            folded = fold(question)
            self._asked[question] = [id for id, pattern in self.questions if pattern.search(folded)]
        return self._asked[question]

    def _find_named(self, axis: Axis, words: str) -> list[str]:
        rest = fold(words)
        found = set()
        for name, id in self.long_names[axis]:
            if contains_phrase(rest, name):
                found.add(id)
                rest = f" {rest} ".replace(f" {name} ", " | ").strip()
        return [id for id in self.ids(axis) if id in found]

    def ids(self, axis: Axis) -> list[str]:
        """All ids of an axis, in order."""
        return [entry.id for entry in (self.themes if axis == THEME else self.lenses)]

    def title(self, axis: Axis, id: str) -> str:
        """The title of a theme or lens."""
        entries: Iterable[Theme | Lens] = self.themes if axis == THEME else self.lenses
        return next(entry.title for entry in entries if entry.id == id)

    @cached_property
    def names(self) -> Mapping[Axis, Mapping[str, str]]:
        """Folded name -> id, for each axis; where two share a name the first keeps it."""
        themes = (
            (name, theme.id) for theme in self.themes for name in (theme.id, theme.title, *theme.aliases)
        )
        lenses = (
            (name, lens.id)
            for lens in self.lenses
            for name in (lens.id, lens.title, lens.singular, *lens.marks)
        )
        return {THEME: _first_of(themes), LENS: _first_of(lenses)}

    @cached_property
    def long_names(self) -> Mapping[Axis, list[tuple[str, str]]]:
        """Folded names of more than two letters with their ids, longest first."""
        return {
            axis: sorted(((n, id) for n, id in names.items() if len(n) > 2), key=lambda pair: -len(pair[0]))
            for axis, names in self.names.items()
        }

    @cached_property
    def cues(self) -> Mapping[Axis, list[tuple[str, re.Pattern[str]]]]:
        """For each id a pattern of its cue words, to be searched in folded text."""
        return {
            THEME: _patterns(
                (theme.id, (theme.title, *theme.keywords, *theme.aliases)) for theme in self.themes
            ),
            LENS: _patterns((lens.id, lens.cues) for lens in self.lenses),
        }

    @cached_property
    def questions(self) -> list[tuple[str, re.Pattern[str]]]:
        """For each lens a pattern of the words by which a survey question asks for it."""
        return _patterns((lens.id, [f"{word}*" for word in lens.questions]) for lens in self.lenses)


def make_codebook(workshop: Workshop) -> Codebook:
    """The codebook of a workshop."""
    sessions = {session.id: session for session in workshop.sessions}
    return Codebook(workshop.themes, workshop.lenses, sessions, workshop.colours)


def _first_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, id in pairs:
        if fold(name):
            names.setdefault(fold(name), id)
    return names


def _patterns(phrases: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[str, re.Pattern[str]]]:
    made = ((id, phrase_pattern(words)) for id, words in phrases)
    return [(id, pattern) for id, pattern in made if pattern]
