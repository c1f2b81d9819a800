"""Words -> a short key that stands for them."""

import hashlib

KEY_LENGTH = 12
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def short_key(*parts: str) -> str:
    """12 characters of 0-9 a-z that stand for these words: the same words, the same key.

    >>> short_key("notes/a.md", "We need training.")
    'dyo30t60nkm2'
    """
    number = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest())
    key = ""
    for _ in range(KEY_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        key += _DIGITS[digit]
    return key
