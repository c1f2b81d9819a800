"""The report's face as @font-face rules.

PDF takes the TrueType files of the templates' folder; HTML carries the compressed ones inside.
"""

import base64
from collections.abc import Callable
from pathlib import Path

from report_builder.render.templates import templates_folder

FAMILY = "Ubuntu"
STYLES = {
    "Regular": "font-weight: normal; font-style: normal",
    "Bold": "font-weight: bold; font-style: normal",
    "Italic": "font-weight: normal; font-style: italic",
}
FOLDER = "fonts"


def fonts_folder() -> Path:
    """Folder of the font files."""
    return templates_folder() / FOLDER


def font_faces(source: Callable[[str], str]) -> str:
    """The @font-face rules; `source` gives the `src` for a style such as `Regular`."""
    return "\n".join(
        f"@font-face {{ font-family: {FAMILY}; {style}; src: {source(name)}; }}"
        for name, style in STYLES.items()
    )


def embedded_font_faces() -> str:
    """The @font-face rules with the fonts inside, for a file that stands alone."""
    return font_faces(_embedded)


def unknown_signs(text: str) -> str:
    """Signs of a text that the report's face doesn't have, each once, in the order of their code points."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(fonts_folder() / f"{FAMILY}-Regular.ttf", lazy=True) as font:
        known = font.getBestCmap()
    return "".join(sorted(sign for sign in set(text) if sign.isprintable() and ord(sign) not in known))


def installed_families() -> frozenset[str]:
    """Names of all fonts of this computer that a PDF can be set in; in small letters."""
    from weasyprint.text.ffi import ffi, fontconfig

    config = fontconfig.FcInitLoadConfigAndFonts()
    fonts, name, names = (
        fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem),
        ffi.new("FcChar8 **"),
        set(),
    )
    for place in range(fonts.nfont):
        number = 0
        while not fontconfig.FcPatternGetString(fonts.fonts[place], b"family", number, name):
            names.add(ffi.string(name[0]).decode(errors="replace").lower())
            number += 1
    fontconfig.FcConfigDestroy(config)
    return frozenset(names)


def _embedded(style: str) -> str:
    data = (fonts_folder() / f"{FAMILY}-{style}.woff2").read_bytes()
    return f'url("data:font/woff2;base64,{base64.b64encode(data).decode()}") format("woff2")'
