"""Pictures of inputs/images -> data URIs that every format can hold.

They are made small enough for print and lose what cameras write into them.
"""

import base64
import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from report_builder.errors import Problem, WorkshopError
from report_builder.limits import Limits
from report_builder.settings import PLACE, Image

USUAL = Limits()
FOLDER = "inputs/images"
DOTS = 110
"""Dots an inch below which a picture would look coarse."""
MEASURE = 160.0
"""Width of the text, in mm."""
TALLEST = 90.0
"""Greatest height of a picture, in mm."""
PAGE = 200.0
"""The same of one whose width was asked for: a page, less its caption."""
DETAIL = (1600, 900)
"""Width and height beyond which a picture is made smaller, in pixels: 250 dots an inch of what is printed."""


FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
"""Others are drawn by programs of their own, or are no pictures of a camera or screen."""
LARGE = 24_000_000
"""Points of a JPEG that is made smaller while it unfolds."""
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    MemoryError,
    RuntimeError,
    UnidentifiedImageError,
)
"""What a file can raise that is no picture, is damaged, or whose links lead in a circle."""


@dataclass(frozen=True)
class Picture:
    """A picture ready for the page."""

    uri: str
    width_mm: int
    """Width in print."""
    alt: str
    caption: str
    credit: str
    file: str
    """Name below inputs/images/."""


def load_picture(folder: Path, image: Image, number: int, limits: Limits = USUAL) -> Picture:
    """Read a picture of the workshop in `folder`; `number` is its place among [[images]], from 1.

    PNG stays PNG, everything else becomes JPEG. The camera's data (place, time, device) is dropped.

    Raises:
        WorkshopError: The picture is missing, lies outside inputs/images, or is none that can be read.
    """
    with _opened(folder, image, number, limits.megapixels) as opened:
        kind = "PNG" if opened.format == "PNG" else "JPEG"
        upright = ImageOps.exif_transpose(opened)
        data = _encode(upright, kind)
    uri = f"data:image/{kind.lower()};base64,{base64.b64encode(data).decode()}"
    width = min(image.width, round(PAGE * upright.width / upright.height)) or _print_width(*upright.size)
    return Picture(uri, width, image.alt, image.caption, image.credit, image.file)


def picture_problems(folder: Path, images: Sequence[Image], limits: Limits = USUAL) -> Iterator[Problem]:
    """What keeps pictures from being printed, all at once; only their headers are read."""
    for number, image in enumerate(images, 1):
        try:
            with _opened(folder, image, number, limits.megapixels):
                pass
        except WorkshopError as error:
            yield from error.problems


@contextmanager
def _opened(folder: Path, image: Image, number: int, most: int) -> Iterator[Pillow.Image]:
    home = folder / FOLDER
    path = home / image.file
    try:
        if not path.resolve().is_relative_to(home.resolve()):
            raise WorkshopError(_outside(image, number))
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise ValueError(image.file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)  # ours is the lower limit
            picture = Pillow.open(path, formats=FORMATS)
        with picture as opened:
            if opened.width * opened.height > LARGE:
                opened.draft("RGB", (max(DETAIL), max(DETAIL)))  # a JPEG unfolds no further than is needed
            if opened.width * opened.height > most * 1_000_000:
                raise WorkshopError(_too_large(image, most))
            yield opened
    except FileNotFoundError:
        mend = f"Put it there, or correct or remove [[images]] number {number} in {PLACE}."
        raise WorkshopError(_problem(image, "picture-missing", "there is no such picture", mend)) from None
    except Pillow.DecompressionBombError as error:
        raise WorkshopError(_too_large(image, most)) from error
    except UNREADABLE as error:
        mend = f"Save it as PNG or JPEG, or remove [[images]] number {number} in {PLACE}."
        problem = _problem(image, "picture-unreadable", "this is no picture that can be read", mend)
        raise WorkshopError(problem) from error


def _encode(picture: Pillow.Image, kind: str) -> bytes:
    modes = ("L", "LA", "RGB", "RGBA") if kind == "PNG" else ("L", "RGB")
    plain = "RGBA" if kind == "PNG" and "transparency" in picture.info else "RGB"
    clean = picture.copy() if picture.mode in modes else picture.convert(plain)
    clean.thumbnail(DETAIL)
    clean.info = {}
    buffer = io.BytesIO()
    # The colour profile stays: without it the colours of many phones' pictures change. That of another kind
    # of colours, such as a press's CMYK, fits no longer.
    profile = picture.info.get("icc_profile") if clean.mode[:3] == picture.mode[:3] else None
    clean.save(buffer, kind, quality=88, icc_profile=profile)
    return buffer.getvalue()


def _print_width(width: int, height: int) -> int:
    """Width in mm: not wider than the text, not taller than half a page, not coarser than print can bear."""
    return max(20, round(min(MEASURE, TALLEST * width / height, width / DOTS * 25.4)))


def _outside(image: Image, number: int) -> Problem:
    what = f'the key "images.file" leads out of {FOLDER} (it is {image.file!r})'
    mend = f"Copy the picture to {FOLDER} and name it there."
    return Problem("picture-outside", f"{PLACE}, [[images]] number {number}", what, mend)


def _too_large(image: Image, most: int) -> Problem:
    what = f"this picture has more than {most} million points"
    mend = "Save it smaller, or raise megapixels under [limits] in inputs/workshop.toml."
    return _problem(image, "picture-limit", what, mend)


def _problem(image: Image, rule: str, what: str, mend: str) -> Problem:
    return Problem(rule, f"{FOLDER}/{image.file}", what, mend)
