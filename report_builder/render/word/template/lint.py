"""What is wrong in a Word template, all at once and each with its place; nothing is changed.

Every tag of a story is a line of one small text template, which is tried out: where it fails, the line tells
which paragraph it came from. So the same names and rules hold as when the file itself is filled.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import TracebackType

import jinja2
from docx.document import Document

from report_builder.errors import Problem, did_you_mean
from report_builder.render.slips import SLIPS, in_plain_words
from report_builder.render.word.styles import STYLE_NAMES, Styles
from report_builder.render.word.template.placeholders import REPORT, Filling
from report_builder.render.word.template.places import CELL, ROW, Spot, own_text
from report_builder.settings import PLACE
from report_builder.wordxml import ADDED, REMOVED, w

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
MARKER = re.compile(rf"\s*\{{\{{-?\s*{REPORT}\s*-?\}}\}}\s*")
WHERE_KIND = re.compile(r"^(\{[{%#])(?P<kind>p|tr|tc|r) ")
"""What a tag may say of the paragraph, row or cell that it stands in; only filling asks for it."""
HOMES = {"p": ("paragraph", w("p")), "tr": ("row of a table", ROW), "tc": ("cell of a table", CELL)}
"""What such a tag stands for as a whole: what else is in there would be lost."""
LAYOUT = re.compile(r"^\{%\s*(?:vm|hm|cellbg\b.*|colspan\b.*)%\}$")
EMPTY = re.compile(r"\{\{[-\s]*\}\}")
WORDS_ONLY = re.compile(r"""\{\{-?\s*(["'])\s*(\w[\w.]*)\s*\1\s*-?\}\}""")
"""A name in quotation marks: the name itself would be printed."""
NOT_ALONE = re.compile(rf"\{{\{{-?\s*{REPORT}\s*\|.*?\}}\}}", re.DOTALL)
"""The report with a filter behind it."""
TYPED = str.maketrans("“”‘’", "\"\"''")
"""Quotation marks as Word types them -> as they are meant inside a tag."""
BLOCK = re.compile(r"\{%-?\s*(\w+)")
MAKES = re.compile(r"\{%-?\s*(?:for\b.*?\bin\b|set\b[^=]*|macro\b.*|with\b.*)")
"""The start of a tag that makes names of its own, with these names."""
UNKNOWN = re.compile(r"'(?P<root>\w+)' is undefined|has no attribute '(?P<part>\w+)'")
OF_NOTHING = "'None' has no"
GUARD = "Put {%p if … %} and {%p endif %} around it, each in a paragraph of its own."
PARTS = re.compile(r"\(parts: (.*)\)")
CHAIN = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
FAILURES = (*SLIPS, RecursionError, SyntaxError)
"""What filling can raise; Python itself refuses what is nested too deeply."""
NAMELESS = "<template>"
"""How Jinja calls the file of a template that came as text."""
HEADINGS = ("Heading 1", "Heading 2")


@dataclass(frozen=True)
class Line:
    """One tag, and where it stands."""

    spot: Spot
    text: str

    @property
    def is_block(self) -> bool:
        """Whether others depend on it: a condition, a loop, or the end of one."""
        return self.text.startswith("{%")


def has_tags(spot: Spot) -> bool:
    """Whether something in braces stands there."""
    return bool(TAG.search(spot.text) or STRAY.search(spot.text))


def is_marker(spot: Spot) -> bool:
    """Whether the report goes there."""
    return bool(MARKER.search(spot.text))


def faults(where: str, found: Sequence[Spot], filling: Filling) -> Iterator[Problem]:
    """All that keeps the template from being filled; `where` names the file."""
    for story, group in groupby(found, lambda spot: spot.story):
        spots = list(group)
        for spot in spots:
            yield from _stray(where, spot)
            yield from _misplaced(where, spot)
            yield from _shared(where, spot)
            yield from _meant(where, spot)
        lines = [Line(spot, tag) for spot in spots for tag in _tags(spot)]
        apart = [[line] for line in lines] if story == "properties" else [lines]
        for each in apart:
            yield from _tried(where, each, filling)
    yield from _twice(where, [spot for spot in found if is_marker(spot)])


def style_faults(where: str, styles: Styles, mapping: Mapping[str, str]) -> Iterator[Problem]:
    """Names under [word.styles] that are none: of the report's styles, or of the template's."""
    known = {name.casefold() for name in STYLE_NAMES}
    for ours, theirs in mapping.items():
        if ours.casefold() not in known:
            what = f'[word.styles] names "{ours}", which is no style of a report'
            mend = f"{did_you_mean(ours, STYLE_NAMES)}docs/templates.md lists them."
            yield Problem("word-template-style", PLACE, what, mend)
        elif not styles.holds(theirs):
            what = f'[word.styles] gives "{ours}" the style "{theirs}", which {where} does not have'
            mend = f"{did_you_mean(theirs, styles.names)}Write it as Word's list of styles shows it."
            yield Problem("word-template-style", PLACE, what, mend)


def remarks(where: str, found: Sequence[Spot], styles: Styles, *, whole: bool) -> Iterator[Problem]:
    """What a person would want to know of a template of a consortium that can be used as it is."""
    body = [spot for spot in found if spot.story == "body"]
    if whole and not any(map(is_marker, body)):
        if any(map(has_tags, found)):
            what = f"nothing says where the report goes, so it stands at the end of what {where} holds"
        elif any(spot.text.strip() for spot in body):
            what = "nothing says where the report goes, so its cover and other words are left out"
        else:
            what = ""
        mend = f"Write {{{{ {REPORT} }}}} in a paragraph of its own where it goes."
        if what:
            yield Problem("word-template-marker", where, what, mend, "warning")
    for name in HEADINGS:
        if not styles.finds("paragraph", name):
            what = f'it has no style "{name}", so those headings look as in the built-in template'
            mend = f'Name one of its styles in {PLACE}: [word.styles] "{name}" = "…".'
            yield Problem("word-template-style", where, what, mend, "warning")


def no_cover(where: str, found: Iterable[Spot]) -> Iterator[Problem]:
    """Contents with a heading before the report, which stand in place of its cover."""
    if not any(has_tags(spot) and not is_marker(spot) for spot in found if spot.story == "body"):
        what = f"before {{{{ {REPORT} }}}} it has contents but no cover, so the report has none in Word"
        mend = "Write {{ title }} and what else a cover shows in front of the contents, or take them out."
        yield Problem("word-template-cover", where, what, mend, "warning")


def tracked(where: str, document: Document) -> Iterator[Problem]:
    """Changes that nobody has accepted: they would stand in every report."""
    if next(document.element.body.iter(*ADDED, *REMOVED), None) is not None:
        what = "it holds tracked changes, which would stand in every report"
        yield Problem("word-template-tracked", where, what, "Accept or reject them in Word, and save it.")


def _tags(spot: Spot) -> Iterator[str]:
    for tag in TAG.findall(MARKER.sub("", spot.text)):
        text = WHERE_KIND.sub(r"\1 ", tag.translate(TYPED))
        if not any(form.match(text) for form in (LAYOUT, EMPTY, NOT_ALONE)):
            yield " ".join(text.split())


def _stray(where: str, spot: Spot) -> Iterator[Problem]:
    """Braces that open or close nothing in their paragraph."""
    for found in STRAY.finditer(TAG.sub("", spot.text)):
        sign = found[0]
        opens = sign in ("{{", "{%", "{#")
        what = f'"{sign}" is never {"closed" if opens else "opened"} in this paragraph'
        mend = "A placeholder begins and ends in the same paragraph, as {{ title }}."
        yield Problem("word-template-braces", f"{where}, {spot.place}", _with(what, spot), mend)


def _with(what: str, spot: Spot) -> str:
    """The words of the place, unless they name it already."""
    words = " ".join(spot.text.split())[:60]
    return what if f'"{words}' in spot.place else f"{what} ({words})"


def _misplaced(where: str, spot: Spot) -> Iterator[Problem]:
    if is_marker(spot) and not (spot.in_body and MARKER.fullmatch(spot.text)):
        what = f"{{{{ {REPORT} }}}} must stand in the body of the text, in a paragraph of its own"
        mend = "Move it to where the report is to begin, outside tables, text boxes, heads and feet."
        yield Problem("word-template-marker", f"{where}, {spot.place}", what, mend)


def _shared(where: str, spot: Spot) -> Iterator[Problem]:
    """Tags that stand for a whole paragraph, row or cell, where that holds something else or is none."""
    for tag in TAG.findall(spot.text):
        found = WHERE_KIND.match(tag)
        if found is None or tag.startswith("{#"):
            continue
        if tag.startswith("{{"):
            mend = f"Write {WHERE_KIND.sub(r'{{ ', tag)}."
            yield _name_fault(where, spot, f'{tag} prints nothing because of the "{found["kind"]}"', mend)
        elif (
            found["kind"] in HOMES and (home := HOMES[found["kind"]]) and _words_around(spot, home[1]) != tag
        ):
            what = f"{tag} must stand in a {home[0]} of its own"
            yield _name_fault(where, spot, what, f"Move it to one, and so its end {_end_of(tag)}.")


def _meant(where: str, spot: Spot) -> Iterator[Problem]:
    """Tags that would print something else than they are meant for, or nothing."""
    for tag in TAG.findall(spot.text):
        if EMPTY.fullmatch(tag):
            yield _name_fault(
                where, spot, "nothing stands in the braces", "Write a name there, as {{ title }}."
            )
        elif found := WORDS_ONLY.fullmatch(tag.translate(TYPED)):
            what = f'{tag} prints the word "{found[2]}" itself, because of the quotation marks'
            yield _name_fault(where, spot, what, f"Write {{{{ {found[2]} }}}}.")
        elif NOT_ALONE.fullmatch(tag):
            mend = f"Write {{{{ {REPORT} }}}}, and nothing else in its paragraph."
            yield _name_fault(where, spot, f"{tag}: nothing may stand behind {REPORT} in the braces", mend)


def _words_around(spot: Spot, kind: str) -> str:
    """All words of the paragraph, row or cell in which a spot stands."""
    above = (spot.element, *spot.element.iterancestors())
    home = next((each for each in above if each.tag == kind), None)
    return "".join(map(own_text, home.iter(w("p")))).strip() if home is not None else ""


def _end_of(tag: str) -> str:
    """The tag that ends what a tag begins; it says as well where it stands.

    >>> _end_of("{%tr for one in all %}"), _end_of("{%p endif %}")
    ('{%tr endfor %}', '{%p endif %}')
    """
    kind, name = tag[2:].split()[:2]
    return tag if name.startswith(("end", "el")) else f"{{%{kind} end{name} %}}"


def _name_fault(where: str, spot: Spot, what: str, mend: str) -> Problem:
    return Problem("word-template-name", f"{where}, {spot.place}", what, mend)


def _twice(where: str, markers: Sequence[Spot]) -> Iterator[Problem]:
    for spot in [one for one in markers if one.in_body][1:]:
        what = f"{{{{ {REPORT} }}}} stands here a second time"
        yield Problem("word-template-marker", f"{where}, {spot.place}", what, "Keep one of them.")


def _tried(where: str, lines: list[Line], filling: Filling) -> Iterator[Problem]:
    """Fill the lines; one that fails is told and left out, and the rest is tried again."""
    lines = list(lines)
    while lines:
        text = "\n".join(line.text for line in lines)
        try:
            filling.environment.from_string(text).render(filling.values)
        except jinja2.TemplateSyntaxError as error:
            at = _unended(lines, error) if "end of template" in str(error.message) else error.lineno - 1
            line = lines[min(at, len(lines) - 1)]
            what, mend = f"{line.text} can't be read ({_plain(error)})", "Correct it, or take it out."
        except FAILURES as error:
            line = lines[min(_line_of(error.__traceback__), len(lines)) - 1]
            what, mend = _slip(line.text, error, filling.known)
        else:
            return
        yield _name_fault(where, line.spot, what, mend)
        lines.remove(line)
        if line.is_block:  # what depends on it would only fail in turn, so each is tried by itself
            yield from _each_tried(where, lines, filling)
            return


def _each_tried(where: str, lines: Sequence[Line], filling: Filling) -> Iterator[Problem]:
    """Names that lead nowhere, line by line; those that only a line before brings about are passed over."""
    made = {name for line in lines for name in re.findall(r"\w+", (MAKES.match(line.text) or [""])[0])}
    for line in lines:
        try:
            filling.environment.from_string(_alone(line)).render(filling.values)
        except FAILURES as error:
            found = UNKNOWN.search(str(error))
            if found and found["root"] not in made and OF_NOTHING not in str(error):
                yield _name_fault(where, line.spot, *_slip(line.text, error, filling.known))


def _alone(line: Line) -> str:
    """A line that can be filled without those around it; empty if it says nothing by itself."""
    begun = BLOCK.match(line.text)
    if begun is None:
        return line.text
    text = line.text.replace("elif", "if", 1) if begun[1] == "elif" else line.text
    ends = {"if": "endif", "elif": "endif", "for": "endfor"}
    return f"{text}{{% {ends[begun[1]]} %}}" if begun[1] in ends else ""


def _plain(error: jinja2.TemplateSyntaxError) -> str:
    return str(error.message).split(". Jinja was looking")[0].rstrip(".")


def _unended(lines: Iterable[Line], error: jinja2.TemplateSyntaxError) -> int:
    """Where the block begins that is never ended."""
    found = re.search(r"innermost block that needs to be closed is '(\w+)'", str(error.message))
    begun = list[int]()
    for at, line in enumerate(lines):
        name = match[1] if (match := BLOCK.match(line.text)) else ""
        if found and name == found[1]:
            begun.append(at)
        elif found and name == f"end{found[1]}" and begun:
            begun.pop()
    return begun[-1] if begun else error.lineno - 1


def _line_of(traceback: TracebackType | None) -> int:
    """Line of the template, counted from 1, in which something failed."""
    line = 1
    while traceback:
        if traceback.tb_frame.f_code.co_filename == NAMELESS:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _slip(tag: str, error: Exception, known: Sequence[str]) -> tuple[str, str]:
    """What is wrong with a tag, and the mend."""
    found = UNKNOWN.search(str(error))
    if found is None or OF_NOTHING in str(error):
        mend = "Correct it; docs/templates.md has the list." if found is None else GUARD
        return f"{tag} can't be filled ({in_plain_words(error)})", mend
    missing = found["root"] or found["part"]
    chain = next((chain for chain in CHAIN.findall(tag) if missing in chain.split(".")), missing)
    steps = chain.split(".")
    name, near = chain, list(known)
    if found["part"] and missing in steps:
        steps = steps[: steps.index(missing) + 1]
        name = ".".join(steps)
        if parts := PARTS.search(str(error)):
            near = [".".join((*steps[:-1], part)) for part in parts[1].split(", ")]
    return f"{tag}: there is no {name}", f"{did_you_mean(name, near)}docs/templates.md has the list."
