"""Shades of the accent, the same in every format."""

DEEPEST = 0.3
"""Share of the accent in a cell of shade 1; black text stays readable on it."""


def tint(colour: str, share: float) -> str:
    """A colour `#rrggbb` mixed with white: 0 is white, 1 the colour.

    >>> tint("#003399", 0.5)
    '#8099cc'
    """
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def shade(accent: str, share: float) -> str:
    """The colour `#rrggbb` of a cell whose number is this share of the highest one.

    >>> shade("#003399", 1)
    '#b2c2e0'
    """
    return tint(accent, share * DEEPEST)
