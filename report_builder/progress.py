"""How far the work is: told in lines when a stage is done, and shown while it goes on.

Whoever shows it says so once (`shown_by`); stages tell what they are at, which costs nothing unseen.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[str], None]
"""Takes one line on how far the work is."""
Show = Callable[[str, str, int, int], None]
"""Takes the stage, the file or part of it that is at work, how many are done, and how many there are."""
_show: ContextVar[Show | None] = ContextVar("show", default=None)


@contextmanager
def shown_by(show: Show) -> Iterator[None]:
    """During the block this is told what each stage is at."""
    token = _show.set(show)
    try:
        yield
    finally:
        _show.reset(token)


def doing(stage: str, name: str = "", done: int = 0, of: int = 0) -> None:
    """Say what a stage is at; `of` 0 is a number that is not known."""
    show = _show.get()
    if show:
        show(stage, name, done, of)


def each(
    stage: str, things: Sequence[T], name: Callable[[T], str] = lambda thing: "", every: int = 1
) -> Iterator[T]:
    """Yield the things of a stage and say at every so many which one is at work."""
    for done, thing in enumerate(things):
        if not done % every:
            doing(stage, name(thing), done, len(things))
        yield thing


def count(number: int, noun: str) -> str:
    """A number with its noun, whose first word takes the plural.

    >>> count(1, "file"), count(3, "file"), count(2, "comment ticked off")
    ('1 file', '3 files', '2 comments ticked off')
    """
    first, _, rest = noun.partition(" ")
    return f"{number} {noun if number == 1 else f'{first}s {rest}'.strip()}"
