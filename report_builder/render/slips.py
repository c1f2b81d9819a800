"""What a mistake in a template can raise, in plain words; and how a page is filled in spite of it."""

import functools
import re
from collections.abc import Callable

import jinja2

SLIPS = (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What a mistake in a template can raise."""


NOTHING, NUMBER = "something is asked for that is not there", "a number is shown here as if it were a list"
PLAIN = {
    r"'None(?:Type object)?' has no attribute '(\w+)'": r'"\1" is asked of something that is not there',
    r"'NoneType' (?:object is not|has no)": NOTHING,
    r"'(?:int|float|bool)' (?:has no len|object is not iterable)": NUMBER,
    r"'\w+' object is not callable": "something stands here with ( ) behind it that is no macro",
}
"""What Python and Jinja say -> what that means."""


class Passed(jinja2.ChainableUndefined):
    """A name that leads nowhere: nothing is printed of it, whatever is asked of it."""

    __slots__ = ()

    def __call__(self, *args: object, **named: object) -> "Passed":  # type: ignore[override]
        """Nothing comes of calling it."""
        return self


def in_plain_words(error: Exception) -> str:
    """What a mistake in a template raised, in the words of those who write reports.

    >>> in_plain_words(TypeError("object of type 'int' has no len()"))
    'a number is shown here as if it were a list'
    """
    said = str(error).rstrip(".")
    for pattern, words in PLAIN.items():
        if found := re.search(pattern, said):
            return found.expand(words)
    return said


def patient(filter: Callable[..., object]) -> Callable[..., object]:
    """The same filter, which gives nothing where it can't do with what it is given."""

    @functools.wraps(filter)
    def tried(*args: object, **named: object) -> object:
        try:
            return filter(*args, **named)
        except SLIPS:
            return ""

    return tried
