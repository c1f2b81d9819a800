"""Addresses in text that people typed -> links that can be followed, their words the address itself."""

import re

from markupsafe import Markup, escape

ADDRESS = re.compile(
    r"(?P<web>https?://[^\s<>\"]+|www\.[^\s<>\"]+)|(?P<mail>[\w.+-]++@[\w-]++(?:\.[\w-]++)+)"
)
AFTER = ".,;:!?)]}»”’'"
"""Signs at the end of an address that belong to the sentence."""


def linked(text: str) -> Markup:
    """Text in which web and mail addresses are links.

    >>> linked("Read more at www.example.org, or write to us@example.org.")
    Markup('Read more at <a href="https://www.example.org">www.example.org</a>, or write to <a href="mailto:us@example.org">us@example.org</a>.')
    """  # noqa: E501
    parts: list[Markup] = []
    end = 0
    for found in ADDRESS.finditer(text):
        words = found[0].rstrip(AFTER)
        target = f"mailto:{words}" if found["mail"] else words
        if words.startswith("www."):
            target = f"https://{words}"
        parts += [escape(text[end : found.start()]), Markup('<a href="{}">{}</a>').format(target, words)]
        end = found.start() + len(words)
    return Markup("").join([*parts, escape(text[end:])])
