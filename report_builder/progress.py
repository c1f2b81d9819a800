"""How far the work is, told in lines while it goes on."""

from collections.abc import Callable

Tell = Callable[[str], None]
"""Takes one line on how far the work is."""


def count(number: int, noun: str) -> str:
    """A number with its noun, whose first word takes the plural.

    >>> count(1, "file"), count(3, "file"), count(2, "comment ticked off")
    ('1 file', '3 files', '2 comments ticked off')
    """
    first, _, rest = noun.partition(" ")
    return f"{number} {noun if number == 1 else f'{first}s {rest}'.strip()}"
