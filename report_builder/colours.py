"""The colours in which people highlight statements: how word processors name them, and their codes.

In go names as people type them and codes as files hold them; out come codes such as `#ffff00`.
"""

import re
from collections.abc import Iterable

NAMES = {
    "yellow": ("#ffff00",),
    "green": ("#00ff00", "#008000"),
    "bright green": ("#00ff00",),
    "dark green": ("#008000",),
    "turquoise": ("#00ffff",),
    "cyan": ("#00ffff",),
    "pink": ("#ff00ff",),
    "magenta": ("#ff00ff",),
    "blue": ("#0000ff",),
    "red": ("#ff0000",),
    "orange": ("#ff9900", "#ffa500", "#ffc000", "#ff8000"),
    "dark blue": ("#000080",),
    "teal": ("#008080",),
    "violet": ("#800080",),
    "purple": ("#800080", "#9900ff"),
    "dark red": ("#800000",),
    "dark yellow": ("#808000",),
    "dark grey": ("#808080",),
    "light grey": ("#c0c0c0", "#d3d3d3", "#cccccc"),
}
"""Names in the palettes of word processors; one may stand for several shades."""
CODE = re.compile(r"#?([0-9a-f]{6})")
SHORT_CODE = re.compile(r"#([0-9a-f]{3})")
PARTS = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*[\d.]+%?\s*)?\)")
HEXADECIMAL = re.compile(r"#?([0-9A-Fa-f]{6})")
PAPER = "#ffffff"
"""Highlighted in white is not highlighted."""


def is_colour(name: str) -> bool:
    """Tell whether a person may write this for a colour: one of NAMES or a code.

    >>> is_colour("Yellow"), is_colour("#fff2cc"), is_colour("yelow")
    (True, True, False)
    """
    return name.lower() in NAMES or bool(re.fullmatch(r"#[0-9a-f]{6}", name.lower()))


def colour_code(words: str) -> str:
    """Return the code of a colour as a file spells it; empty where there is none, as for `transparent`.

    >>> colour_code("FFFF00"), colour_code("rgb(255, 255, 0)"), colour_code("#ff0"), colour_code("none")
    ('#ffff00', '#ffff00', '#ffff00', '')
    """
    plain = words.strip().lower()
    if found := CODE.fullmatch(plain):
        code = f"#{found[1]}"
    elif found := SHORT_CODE.fullmatch(plain):
        code = "#" + "".join(digit * 2 for digit in found[1])
    elif found := PARTS.match(plain):
        code = "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups())
    else:
        code = NAMES.get(plain, ("",))[0]
    return "" if code == PAPER else code


def named_codes(names: Iterable[str]) -> dict[str, str]:
    """Map each code to the name by which the workshop declares it; a name with one shade goes first.

    >>> named_codes(["green", "bright green"])
    {'#00ff00': 'bright green', '#008000': 'green'}
    """
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: len(NAMES.get(name.lower(), ("",)))):
        for code in NAMES.get(name.lower(), (name.lower(),)):
            found.setdefault(code, name)
    return found


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """Contrast of two colours as WCAG counts it, from 1 to 21.

    >>> round(contrast("#003399"), 1), round(contrast("#FFCC00"), 1)
    (10.9, 1.5)
    """
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str, least: float = 4.5) -> str:
    """The colour itself if words in it can be read on white, else the nearest darker one in which they can.

    >>> darkened("#003399"), darkened("#4f81bd")
    ('#003399', '#4A79B1')
    """
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for share in range(100, 0, -1):
        dark = "#" + "".join(f"{part * share // 100:02X}" for part in parts)
        if contrast(dark) >= least:
            return colour if share == 100 else dark
    return "#000000"


def _luminance(colour: str) -> float:
    digits = HEXADECIMAL.fullmatch(colour)
    text = digits[1] if digits else "000000"
    red, green, blue = (_linear(int(text[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
