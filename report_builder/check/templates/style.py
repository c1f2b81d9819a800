"""Style sheets of a workshop -> what of them is not read, is ignored, or would have to be fetched.

Which properties and values there are is asked of WeasyPrint, which sets the PDF.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from report_builder.errors import Problem, RenderError, did_you_mean
from report_builder.render.fonts import FAMILY, installed_families
from report_builder.render.pdf import known_properties, remarks_on_style

RULE, NETWORK, FONT = "template-style", "template-network", "template-font"
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
OPAQUE = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
"""Comments and strings."""
UNENDED = re.compile(r"/\*(?:(?!\*/).)*\Z", re.DOTALL)
FETCHED = re.compile(r"""@import[^;]*;?|url\(\s*["']?(?!data:|#|["']?data:)[^)]*\)?""", re.IGNORECASE)
FAMILIES = re.compile(r"font-family\s*:([^;}]*)", re.IGNORECASE)
FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
QUOTES = " \t\n\"'"
GENERIC = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit", "initial", "unset"}
)
IGNORED = re.compile(r"Ignored `([\w-]+):(.*)` at (\d+):\d+, (.*)\.", re.DOTALL)
PLACE = re.compile(r",? at (\d+):\d+\.?")
RULE_SHOWN = re.compile(r"<AtRule (@[\w-]+)[^>]*>")
SELECTOR = re.compile(r"Invalid or unsupported selector, '(.*)'", re.DOTALL)
BROWSERS = ("does not apply for the print media", "prefixed selectors are ignored")
SCREENS = ("Expected a media type", "Invalid media type")
"""What matters on a screen alone."""
ELSEWHERE = "Put it into the style sheet itself: a picture or font as data:, rules as they are."


def check_style(text: str, file: str, line: int = 1) -> Iterator[Problem]:
    """Judge a style sheet that begins on this line of a file."""
    bare, plain = COMMENT.sub(_blank, text), OPAQUE.sub(_blank, text)
    parts = (_braces(plain, text), _fetched(bare), _remarked(bare), _fonts(bare))
    for place, problem in dict.fromkeys(found for part in parts for found in part):
        yield replace(problem, where=f"{file}, line {line + place - 1}")


def _braces(plain: str, text: str) -> Iterator[tuple[int, Problem]]:
    opened = list[int]()
    for number, row in enumerate(plain.split("\n"), 1):
        for brace in re.findall("[{}]", row):
            if brace == "{":
                opened.append(number)
            elif opened:
                opened.pop()
            else:
                yield (
                    number,
                    _error("this } closes nothing", "Remove it, or write the { that it should close."),
                )
    for number in opened:
        yield number, _error("this { is not closed", "Write } at the end of the rule.")
    unended = UNENDED.search(text)
    if unended and plain[unended.start() :].isspace():
        line = text.count("\n", 0, unended.start()) + 1
        yield line, _error("this comment is not closed", "Write */ at its end.")


def _fetched(text: str) -> Iterator[tuple[int, Problem]]:
    for found in FETCHED.finditer(text):
        what = f'"{" ".join(found[0].rstrip(";").split())[:60]}" is not fetched: a report stands by itself'
        yield _line(text, found.start()), Problem(NETWORK, "", what, ELSEWHERE)


def _remarked(text: str) -> Iterator[tuple[int, Problem]]:
    """What WeasyPrint can't use; without Pango it can't be asked."""
    try:
        remarks = remarks_on_style(FETCHED.sub("none", text))
    except RenderError:
        return
    for remark in remarks:
        ignored, selector = IGNORED.fullmatch(remark), SELECTOR.match(remark)
        if ignored and not ignored[4].endswith(BROWSERS):
            yield int(ignored[3]), _ignored(ignored[1], ignored[2].strip(), ignored[4])
        elif selector:
            place = text.find(selector[1].strip().split("\n")[-1])
            what = (
                f'the selector "{" ".join(selector[1].split())}" can\'t be read, so that its rule is ignored'
            )
            yield _line(text, max(place, 0)), _warning(what, "Correct it, or the braces above it.")
        elif not ignored and not remark.startswith(SCREENS):
            told = PLACE.search(remark)
            what = RULE_SHOWN.sub(r"\1", PLACE.sub("", remark)).strip(" .")
            yield int(told[1]) if told else 1, _warning(what, "Correct that place.")


def _ignored(name: str, value: str, why: str) -> Problem:
    if why == "unknown property":
        mend = did_you_mean(name, sorted(known_properties())).rstrip()
        return _warning(f'there is no property "{name}", so that it is ignored', mend or "Remove it.")
    if why == "descriptor not supported":
        return _warning(f'"{name}" has no meaning here, so that it is ignored', "Correct or remove it.")
    shown = f"{name}: {value}"[:60]
    return _warning(f'"{shown}" can\'t be used, so that it is ignored ({why})', "Give it another value.")


def _fonts(text: str) -> Iterator[tuple[int, Problem]]:
    given = {
        _name(name) for face in FACE.findall(text) for found in FAMILIES.findall(face) for name in [found]
    }
    asked = [(found, _name(found[1].split(",")[0])) for found in FAMILIES.finditer(FACE.sub(_blank, text))]
    wanted = [
        (found, name)
        for found, name in asked
        if name and name not in given | GENERIC | {FAMILY.lower()} and not name.startswith("var(")
    ]
    if not wanted:
        return
    try:
        known = installed_families()
    except OSError:
        return  # without Pango there is no PDF
    for found, name in wanted:
        if name not in known:
            shown = found[1].split(",")[0].strip(QUOTES)
            what = f'the font "{shown}" is not on this computer, so that another stands in for it'
            mend = f"Install it, or use {FAMILY}, which comes with the report."
            yield _line(text, found.start()), Problem(FONT, "", what, mend, "warning")


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _name(family: str) -> str:
    return family.replace("!important", "").strip(QUOTES).lower()


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _error(what: str, mend: str) -> Problem:
    return Problem(RULE, "", what, mend)


def _warning(what: str, mend: str) -> Problem:
    return Problem(RULE, "", what, mend, "warning")
