"""Addresses, telephone numbers, handles and the addresses of computers: known by their form alone.

In goes a text, out come the stretches that tell who somebody is. Dates, amounts, grant numbers, times and
versions are none.
"""

import ipaddress
import re
from collections.abc import Iterator

Span = tuple[int, int, str]
"""From, to, and what it is."""
MAIL = re.compile(
    r"(?<![\w.+%’'-])(?:mailto:)?[\w.+%’'-]*[\w+%-](?:@|\s?[\[({](?:at|AT)[\])}]\s?)"
    r"[\w-]+(?:(?:\.|\s?[\[({](?:dot|DOT)[\])}]\s?)[\w-]+)+"
)
HANDLE = re.compile(
    r"(?<![\w.@/:])@[A-Za-z_\u0370-\u03ff][\w]*(?:[.-]\w+)*(?:@[\w-]+(?:\.[\w-]+)+)?(?![\w(])"
)
PROFILE = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:www\.|m\.)?(?:twitter|x|facebook|fb|instagram|tiktok|t|linkedin|threads|bsky|orcid|github)"
    r"\.(?:com|me|net|app|org)/(?:in/|profile/|@)?[\w.%-]+/?",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?<![\w.,/€$£#-])(?:\+|00)?(?:\(?\d[\d()]*)(?:[ \u00a0./–-]{1,2}\(?\d[\d()]*)*(?![\w€$£%-])(?!\.\d)"
)
LABELLED = re.compile(
    r"(?:\b(?:tel|telephone|phone|mobile|mob|cell|fax|whatsapp|signal|viber|sms|call|ring|dial|text|hotline"
    r"|τηλ|τηλεφωνο|τηλέφωνο|κιν|κινητό|κινητο|telefon|handy|téléphone|telefono|teléfono|telefoon)\b"
    r"[^\w\n+(]{0,3}(?:(?:me|us|him|her|on|at|no|nr|number|is|στο)\b[^\w\n+(]{0,3}){0,3})$",
    re.IGNORECASE,
)
DATE = re.compile(r"(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2,4})(?:[ –-].*)?")
NOT_A_PHONE = re.compile(
    r"\b(?:case|no|nr|ref|reference|ticket|id|grant|agreement|project|dossier|file|invoice|order|isbn|issn|doi|licence"
    r"|license|permit|plate|account|iban|policy|υπόθεση|αριθμός|αρ)\b\.?[\s:#]*$",
    re.IGNORECASE,
)
"""Before digits: they count or name something else."""
YEARS = re.compile(r"(?:1[89]|20)\d\d(?:\s?[–/-]\s?(?:1[89]|20)?\d\d)+")
YEAR = re.compile(r"(?:19|20)\d\d")
AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[ .\u00a0]000)+|[1-9]\d{0,2}(?:[.\u00a0]\d{3})+")
IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
IP6 = re.compile(r"(?<![\w:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
VERSION = re.compile(
    r"(?:\bv|\bversions?|\brelease|\bfirmware|\bbuild|\bsection|\bclause|\bchapter)\.?\s?$", re.IGNORECASE
)
LEAST, MOST = 8, 15
"""Digits of a telephone number with its country."""
NATIONAL = range(9, 12)
"""The same of one without, written in groups or with a zero in front."""
LEAST_LABELLED = 5


def contacts(text: str) -> Iterator[Span]:
    """What in a text is an address, a number or a handle, in no order."""
    if "@" in text or "at" in text.casefold():
        yield from ((*found.span(), "e-mail") for found in MAIL.finditer(text))
    if "@" in text:
        yield from ((*found.span(), "handle") for found in HANDLE.finditer(text))
    if "." in text and "/" in text:
        yield from ((*found.span(), "handle") for found in PROFILE.finditer(text))
    if sum(map(text.count, "0123456789")) >= LEAST_LABELLED:
        yield from ((*span, "phone") for span in _phones(text))
        yield from ((*span, "IP address") for span in _computers(text))
    elif text.count(":") > 1:
        yield from ((*span, "IP address") for span in _computers(text))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for found in NUMBER.finditer(text):
        before = text[max(found.start() - 48, 0) : found.start()]
        labelled = bool(LABELLED.search(before))
        if (labelled or not NOT_A_PHONE.search(before)) and _is_phone(found.group(), labelled):
            yield found.span()


def _is_phone(number: str, labelled: bool) -> bool:
    count = sum(map(str.isdigit, number))
    if number.startswith(("+", "00")) and not number.startswith("000"):
        return LEAST <= count <= MOST + 2
    if DATE.fullmatch(number) or YEARS.fullmatch(number) or AMOUNT.fullmatch(number):
        return False
    if labelled:
        return LEAST_LABELLED <= count <= MOST
    groups = [group for group in re.split(r"\D+", number) if group]
    return count in NATIONAL and _is_national(number, groups)


def _is_national(number: str, groups: list[str]) -> bool:
    """Whether digits read like a number within a country: a zero in front, or groups as people write them."""
    if number.startswith(("0", "(0")):
        return len(groups) == 1 or 2 <= len(groups) <= 5
    if YEAR.fullmatch(groups[0]):
        return False
    greek = len("".join(groups)) == 10 and number.lstrip("(").startswith(("2", "69"))
    if greek and max(map(len, groups)) >= 3:
        return True
    return number.startswith("(") and len(groups) > 1


def _computers(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (IP4, IP6):
        for found in pattern.finditer(text):
            before = text[max(found.start() - 12, 0) : found.start()]
            if _is_address(found.group()) and not VERSION.search(before):
                yield found.span()


def _is_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not address.is_unspecified
