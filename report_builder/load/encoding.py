"""Bytes -> text, with the code page that the bytes or the workshop's language point to.

Order: byte order mark, UTF-16 by its zeros, strict UTF-8, what the file itself says, an old code page; never
with replacement characters.
"""

import re
from collections.abc import Iterator

from report_builder.limits import Limits
from report_builder.load.code_pages import read_code_page
from report_builder.load.files import MEGABYTE, USUAL, beyond, refusal, refuse_other_kind
from report_builder.words import CONTROL

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
STRAY = 3
"""So many signs that no text has may stray into one."""
BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""What text has hardly ever, and other files have often."""
LINES_TO_A_ROW = 4
"""A row of a sheet, or a cue of a transcript, takes several lines."""
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
"""Characters that no reader sees and that split words for a computer: dropped."""
BREAKS = {ord(sign): " " for sign in "\x0b\x0c"}
"""Breaks of line or page that end no line in an editor: they keep words apart."""


def decode(
    raw: bytes, place: str, language: str, declared: str = "", limits: Limits = USUAL
) -> tuple[str, tuple[str, ...]]:
    r"""Return the text, line ends as `\n`, and sentences on what was done that a reader should know.

    `declared` is the encoding that the file itself names; it counts after UTF-8, which shows by itself.

    Raises:
        SourceError: it is not text, or in a code page that can't be told.
    """
    refuse_other_kind(raw, place)
    if len(raw) > limits.text_megabytes * MEGABYTE:
        raise beyond(place, f"it is a text of {len(raw) // MEGABYTE} MB", "text_megabytes")
    encoding, text = _with_mark(raw) or _by_content(raw, language, declared) or ("", "")
    if not encoding or len(BINARY.findall(text)) > max(STRAY, len(text) / 200):
        raise refusal(
            place,
            "this is not text, or its encoding can't be told",
            'Open it in the program that made it and save it as text in "UTF-8".',
        )
    text, dropped = CONTROL.subn("", text.translate(INVISIBLE | BREAKS))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + 1
    if lines > limits.rows * LINES_TO_A_ROW:
        raise beyond(place, f"it has {lines:,} lines", "rows")
    return text, tuple(_notices(encoding, dropped))


def _notices(encoding: str, dropped: int) -> Iterator[str]:
    if encoding != "utf-8":
        yield f"Read as {_name(encoding)}, since it is not UTF-8."
    if dropped:
        yield f"{dropped} control character{'s' * (dropped > 1)} left out."


def _with_mark(raw: bytes) -> tuple[str, str] | None:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _try(raw[len(mark) :], encoding)
    return None


def _by_content(raw: bytes, language: str, declared: str) -> tuple[str, str] | None:
    zeros = _wide(raw)
    if zeros:
        return _try(raw, zeros)
    return _try(raw, "utf-8") or _try(raw, declared) or read_code_page(raw, language)


def _try(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return encoding, raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(raw: bytes) -> str:
    """Name the UTF-16 or UTF-32 that lacks a mark, by which bytes of the beginning are zero."""
    head = raw[:2000]
    if len(head) < 4 or b"\0" not in head:
        return ""
    zeros = [head[place::4].count(0) * 4 for place in range(4)]
    if min(zeros[1:]) > 0.9 * len(head):
        return "utf-32-le"
    if min(zeros[:3]) > 0.9 * len(head):
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 4, (zeros[1] + zeros[3]) / 4
    # A stray zero in a text of single bytes; in UTF-16 they are many, or the text is no UTF-8.
    if max(even, odd) < 0.1 * len(head) and _try(raw, "utf-8"):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _name(encoding: str) -> str:
    if encoding.startswith("utf"):
        return encoding.upper().removesuffix("-LE").removesuffix("-BE")
    if encoding.startswith("cp"):
        return f"Windows code page {encoding.removeprefix('cp')}"
    return encoding.replace("iso8859_", "ISO 8859-").replace("mac_roman", "Mac Roman")
