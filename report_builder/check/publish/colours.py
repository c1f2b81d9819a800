"""How a picture is coloured, and how well one colour reads on another."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from report_builder.check.publish.finished import Shades

Points = NDArray[Any]
Mask = NDArray[np.bool_]
UNREADABLE = (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError)

BLUE = (0, 51, 153)
GOLD = (255, 204, 0)
NEAR = 60
"""How far a point's red, green and blue together may be from a colour and still count as it."""
WIDE = 270
"""Points across at which a picture is looked at: the emblem's stars are then some twenty points wide."""
MOST_STARS = 40
NO_SHADES = Shades(0.0, 0.0, 0)
Point = tuple[int, int]


def emblem_shades(picture: bytes) -> Shades:
    """How much of a picture has the emblem's colours; nothing of it, if it can't be read."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            return shades(opened)
    except UNREADABLE:
        return NO_SHADES


def shades(picture: Image.Image) -> Shades:
    """The same of an opened picture."""
    flat = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    flat.paste(layer, mask=layer.getchannel("A"))
    height = max(1, round(WIDE * flat.height / flat.width))
    small = np.asarray(flat.resize((WIDE, min(height, 2 * WIDE))), dtype=np.int16)
    counted = int((small.min(axis=2) < 250).sum())
    blue, gold = _near(small, BLUE), _near(small, GOLD)
    if not counted or not blue.any() or not gold.any():
        return (
            NO_SHADES if not counted else Shades(float(blue.sum()) / counted, float(gold.sum()) / counted, 0)
        )
    return Shades(float(blue.sum()) / counted, float(gold.sum()) / counted, _areas(gold))


def _near(picture: Points, colour: tuple[int, int, int]) -> Mask:
    near: Mask = np.abs(picture - np.array(colour, dtype=np.int16)).sum(axis=2) <= NEAR
    return near


def _areas(mask: Mask) -> int:
    """How many areas of points stand apart from each other."""
    left: set[Point] = {(int(row), int(column)) for row, column in zip(*np.nonzero(mask), strict=True)}
    areas = 0
    while left and areas <= MOST_STARS:
        areas += 1
        edge = [left.pop()]
        while edge:
            row, column = edge.pop()
            beside = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            left -= beside
            edge += beside
    return areas


def camera_data(picture: bytes) -> bool:
    """Whether a picture holds what a camera wrote: place, time, device."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            return bool(opened.getexif())
    except UNREADABLE:
        return False
