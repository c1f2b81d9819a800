"""Bytes -> text, with the code page that the bytes or the workshop's language point to.

Order: byte order mark, strict UTF-8, UTF-16 by its zeros, the language's old code page; never with
replacement characters.
"""

import re
from collections.abc import Iterator

from report_builder.load.files import refusal
from report_builder.words import CONTROL

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
CODE_PAGES = {
    "el": "cp1253",
    "bg": "cp1251",
    **dict.fromkeys(("pl", "cs", "hu", "ro", "hr", "sl", "sk"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
}
STRAY = 3
"""So many signs that no text has may stray into one."""
BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""What text has hardly ever, and other files have often."""
FOREIGN_WORD = re.compile(r"[^\W\d_a-zA-Z]{4}")
ACCENTED_WORD = re.compile(r"\w*[^\W\d_a-zA-Z]\w*")
ODD = re.compile("[¢¤¥¦¨©ª¬¯±²³µ¶¸¹º¼½¾]")
"""Signs that a text in a European language has few of, and an Asian one read as such has many."""
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
"""Characters that no reader sees and that split words for a computer: dropped."""
BREAKS = {ord(sign): " " for sign in "\x0b\x0c"}
"""Breaks of line or page that end no line in an editor: they keep words apart."""


def decode(raw: bytes, place: str, language: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the text, line ends as `\n`, and sentences on what was done that a reader should know.

    Raises:
        SourceError: it is not text, or in a code page that can't be told.
    """
    encoding, text = _with_mark(raw) or _by_content(raw, language) or ("", "")
    if not encoding or len(BINARY.findall(text)) > max(STRAY, len(text) / 200):
        raise refusal(
            place,
            "this is not text, or its encoding can't be told",
            'Open it in the program that made it and save it as text in "UTF-8".',
        )
    text, dropped = CONTROL.subn("", text.translate(INVISIBLE | BREAKS))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
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


def _by_content(raw: bytes, language: str) -> tuple[str, str] | None:
    zeros = _wide(raw)
    if zeros:
        return _try(raw, zeros)
    return _try(raw, "utf-8") or _legacy(raw, language)


def _try(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return encoding, raw.decode(encoding)
    except UnicodeDecodeError:
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


def _legacy(raw: bytes, language: str) -> tuple[str, str] | None:
    page = CODE_PAGES.get(language[:2].lower(), "cp1252")
    read = _try(raw, page)
    if read and _garbled(read[1]):
        return None
    if page != "cp1252" or (read and not _foreign(read[1])):
        return read
    # Greek or Cyrillic notes of a workshop whose report is in a western language.
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=["cp1253", "cp1251"], threshold=1.0).best()
    return (best.encoding, str(best)) if best else read


def _garbled(text: str) -> bool:
    """Tell whether so many letters are odd signs that the text is in none of Europe's code pages."""
    odd = len(ODD.findall(text))
    return odd >= 10 and odd > 0.2 * sum(not sign.isascii() for sign in text)


def _foreign(text: str) -> bool:
    """Tell whether most accented words hold four such letters in a row, as no western language does."""
    accented = ACCENTED_WORD.findall(text)
    return sum(bool(FOREIGN_WORD.search(word)) for word in accented) * 2 > len(accented)


def _name(encoding: str) -> str:
    if encoding.startswith("utf"):
        return encoding.upper().removesuffix("-LE").removesuffix("-BE")
    return f"Windows code page {encoding.removeprefix('cp')}"
