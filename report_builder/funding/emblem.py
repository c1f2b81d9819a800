"""The European emblem, drawn from its published geometry.

A blue rectangle one and a half times as wide as high; twelve upright gold stars at the hours of a clock,
on a circle whose radius is a third of the height; the points of each star on a circle whose radius is an
eighteenth of it. (Council of Europe and annex to Regulation (EU) No 763/2014.)
"""

import math

HEIGHT = 180
WIDTH = 270
BLUE = "#003399"
GOLD = "#FFCC00"
STARS = 12
RING = HEIGHT / 3
STAR = HEIGHT / 18
WAIST = STAR * math.sin(math.radians(18)) / math.sin(math.radians(54))
"""Radius of a star's inner corners."""


def emblem_svg() -> str:
    """The emblem as an SVG image of 270 by 180 units: one rectangle and twelve polygons."""
    stars = "".join(f'<polygon fill="{GOLD}" points="{points}"/>' for points in map(_star, range(STARS)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{BLUE}"/>{stars}</svg>'
    )


def _star(hour: int) -> str:
    angle = math.radians(360 / STARS * hour)
    x, y = WIDTH / 2 + RING * math.sin(angle), HEIGHT / 2 - RING * math.cos(angle)
    return " ".join(_corner(x, y, corner) for corner in range(10))


def _corner(x: float, y: float, corner: int) -> str:
    radius = WAIST if corner % 2 else STAR
    angle = math.radians(36 * corner)
    return f"{x + radius * math.sin(angle):.4f},{y - radius * math.cos(angle):.4f}"
