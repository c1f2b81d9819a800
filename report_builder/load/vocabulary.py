"""The workshop's own names of themes, lenses and groups, as they may stand in a sheet."""

from dataclasses import dataclass
from typing import Self

from report_builder.settings import Workshop
from report_builder.words import contains_phrase, fold

SHORT_NAME = 5
"""Words: longer cells don't name a lens, but speak of it."""


@dataclass(frozen=True)
class Vocabulary:
    """The workshop's own names, folded."""

    themes: frozenset[str]
    lenses: frozenset[str]
    groups: frozenset[str]

    @classmethod
    def of(cls, workshop: Workshop) -> Self:
        """Collect ids, titles, aliases and marks."""
        themes = (name for theme in workshop.themes for name in (theme.id, theme.title, *theme.aliases))
        lenses = (name for lens in workshop.lenses for name in (lens.id, lens.title, *lens.marks))
        groups = (name for group in workshop.groups for name in (group.id, group.title, *group.aliases))
        return cls(*(frozenset(map(fold, names)) for names in (themes, lenses, groups)))

    def is_lens(self, cell: str) -> bool:
        """Tell whether a few words name a lens: `Needs`, or `Main needs`."""
        words = fold(cell)
        if len(words.split()) > SHORT_NAME:
            return words in self.lenses
        return any(len(name) > 2 and contains_phrase(words, name) for name in self.lenses)

    def asks_for_lens(self, heading: str) -> bool:
        """Tell whether a folded heading names a lens somewhere."""
        return any(contains_phrase(heading, name) for name in self.lenses)
