"""What is printed about the funding: the words of the emblem's side, in every language wanted."""

from dataclasses import dataclass

from report_builder.funding.records import Standing


@dataclass(frozen=True, slots=True)
class Passage:
    """The statement in another language than English."""

    language: str
    text: str
    disclaimer: str
    """Empty where none is known in that language; the English one stands anyway."""
    status: Standing
    source: str


@dataclass(frozen=True, slots=True)
class FundingStatement:
    """Words that must stand beside the emblem, and what must be said with them."""

    text: str
    """The statement, with a typographic apostrophe and a no-break space after "No"."""
    disclaimer: str
    language: str
    """Language of both, as in "en"."""
    official: bool
    """The text is an official wording; else it is attested by use, or less."""
    source: str
    """Where the wording stands."""
    id: str = ""
    """Id of the wording."""
    status: Standing = Standing.ATTESTED
    also: tuple[str, ...] = ()
    """Further sentences below it, in the same language: a partnership's, other funders'."""
    local: tuple[Passage, ...] = ()
    """The same in other languages."""
    vertical: bool = False
    """The words stand below the emblem, not beside it."""

    def statements(self) -> tuple[str, ...]:
        """Every statement that must be found word for word, the English one first."""
        return (self.text, *self.also, *(passage.text for passage in self.local))

    def disclaimers(self) -> tuple[str, ...]:
        """Every disclaimer that must be found, the English one first."""
        return (self.disclaimer, *(passage.disclaimer for passage in self.local if passage.disclaimer))
