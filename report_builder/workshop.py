"""workshop.toml -> Workshop, every fault told at once; also its JSON schema for editors.

The dataclasses stand in `settings.py`; pydantic checks them here.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from report_builder.colours import NAMES, is_colour
from report_builder.disk import no_file
from report_builder.errors import Problem, WorkshopError, did_you_mean, raise_if_any
from report_builder.languages import ENGLISH, find_catalogue
from report_builder.settings import PLACE, Workshop
from report_builder.words import CONTROL, STEERING, fold

LARGEST = 2**20
"""Bytes that it may have."""
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
WEB = re.compile(r"https?://\S+")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 60
"""Ids become names of files."""
WIDEST = 160
"""Of a picture in print, in millimetres: the measure."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
IMAGE_SECTIONS = ("cover", "introduction", "methodology", "conclusions", "press-release")
_PART = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
TANGLED_KEY = re.compile(rf"(?:{_PART}[ \t]*+\.[ \t]*+){{50}}")
"""A key of more parts than any has; tomllib would fill the memory with the square of their number."""
_ADAPTER = TypeAdapter(Workshop)


def read_workshop(folder: Path) -> Workshop:
    """Read `inputs/workshop.toml` of a workshop's folder, with the usual lenses filled in.

    Raises:
        WorkshopError: It is missing, is no TOML, or says something that can't be used; holds all problems.
    """
    path = folder / PLACE
    try:
        _check_file(path)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WorkshopError(_missing(folder)) from None
    except UnicodeDecodeError as error:
        problem = Problem("workshop-unreadable", PLACE, "it is no UTF-8 text", "Save it as UTF-8 text.")
        raise WorkshopError(problem) from error
    except OSError as error:
        mend = "It must be a file that you may read."
        problem = Problem("workshop-unreadable", PLACE, f"it can't be read ({error.strerror})", mend)
        raise WorkshopError(problem) from error
    return parse_workshop(text, folder)


def _check_file(path: Path) -> None:
    """Raise a WorkshopError for what would be waited for, such as a pipe, or fill the memory."""
    what = ""
    if other := no_file(path):
        what = other
    elif path.stat().st_size > LARGEST:
        what = "it is larger than 1 MB"
    if what:
        mend = "It must be a text of some pages that you may read."
        raise WorkshopError(Problem("workshop-unreadable", PLACE, what, mend))


def parse_workshop(text: str, folder: Path | None = None) -> Workshop:
    """Check the text of a workshop.toml and return what it says.

    `folder` is the workshop's, whose own catalogues may name the lenses.

    Raises:
        WorkshopError: As `read_workshop`.
    """
    if TANGLED_KEY.search(text):
        raise WorkshopError(_syntax_problem(RecursionError()))
    try:
        data = tomllib.loads(text)
        unprintable = tuple(_control_characters(data, ()))
    except (
        ValueError,
        RecursionError,
        MemoryError,
    ) as error:  # besides its own faults: numbers too long, lists too deep
        raise WorkshopError(_syntax_problem(error)) from error
    raise_if_any(unprintable, WorkshopError)
    try:
        workshop = _ADAPTER.validate_python(_with_usual_lenses(data, folder))
    except ValidationError as error:
        details = (_in_own_order(dict(detail), data) for detail in error.errors())
        raise WorkshopError(*(_problem(detail, text) for detail in details)) from error
    raise_if_any(_contradictions(workshop), WorkshopError)
    return workshop


def json_schema() -> dict[str, Any]:
    """The JSON schema of workshop.toml, for completion in editors."""
    return _ADAPTER.json_schema()


def usual_lenses() -> list[dict[str, Any]]:
    """The four usual lenses as they would stand in workshop.toml."""
    lenses, other = (
        tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
        for name in ("lenses.toml", "lens-words.toml")
    )
    return [lens | _in_all_languages(lens, other.values()) for lens in lenses["lenses"]]


def _in_all_languages(lens: Mapping[str, Any], languages: Collection[Mapping[str, Any]]) -> dict[str, Any]:
    """The words by which a usual lens is known, those of English first; notes and forms may mix languages."""
    return {
        words: list(
            dict.fromkeys(chain(lens[words], *(language[lens["id"]][words] for language in languages)))
        )
        for words in ("marks", "cues", "questions")
    }


def _with_usual_lenses(data: dict[str, Any], folder: Path | None = None) -> dict[str, Any]:
    own = data.get("lenses", [])
    if not isinstance(own, list) or not all(isinstance(lens, dict) for lens in own):
        return data
    language = data.get("language", ENGLISH)
    say = find_catalogue(folder, language if isinstance(language, str) else ENGLISH).say
    lenses = {lens["id"]: _translated(lens, say) for lens in usual_lenses()}
    for position, lens in enumerate(own):
        name = _lens_name(lens, position)
        lenses[name] = {**lenses.get(name, {}), **lens}
    order = data.get("lens_order")
    if isinstance(order, list) and order and all(str(name) in lenses for name in order):
        lenses = {name: lenses[name] for name in map(str, order)}
    return {**data, "lenses": list(lenses.values())}


def _translated(lens: dict[str, Any], say: Callable[[str], str]) -> dict[str, Any]:
    """A usual lens as it is called in the report's language; its English name stays a mark."""
    named = {key: say(lens[key]) for key in ("title", "singular", "definition")}
    return {**lens, **named, "marks": [*lens["marks"], lens["title"]]}


def _lens_name(lens: Mapping[str, Any], position: int) -> str:
    return str(lens.get("id", f"lens {position + 1}"))


def _in_own_order(detail: dict[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """A fault in a lens with its place among the person's own [[lenses]], the usual ones not counted."""
    location = detail["loc"]
    if location[0] != "lenses" or len(location) < 2 or not isinstance(location[1], int):
        return detail
    merged = list(_with_usual_lenses(dict(data))["lenses"])
    names = [_lens_name(lens, position) for position, lens in enumerate(data["lenses"])]
    name = str(merged[location[1]].get("id", ""))
    own = names.index(name) if name in names else len(names) - (len(merged) - location[1])
    return detail | {"loc": ("lenses", own, *location[2:])}


def _control_characters(value: Any, keys: tuple[str, ...]) -> Iterator[Problem]:
    """workshop-value: a text holds a character that no page can show."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _control_characters(inner, (*keys, str(key)))
    elif isinstance(value, list):
        for position, inner in enumerate(value, 1):
            yield from _control_characters(inner, (*keys, str(position)))
    elif isinstance(value, str) and (CONTROL.search(value) or STEERING.search(value)):
        what = f'the key "{".".join(keys)}" holds a character that can\'t be printed'
        yield Problem("workshop-value", PLACE, what, "Type the text again.")


def _missing(folder: Path) -> Problem:
    mend = f"`report-builder new {folder}` writes one from what lies there."
    return Problem("workshop-missing", PLACE, "this folder has no workshop.toml", mend)


def _syntax_problem(error: Exception) -> Problem:
    found = re.search(r"^(?P<what>.*) \(at line (?P<line>\d+), column \d+\)$", str(error))
    where = f"{PLACE}, line {found['line']}" if found else f"{PLACE}, last line"
    what = found["what"] if found else _plain_reason(error)
    mend = 'Texts stand in quotes, as in title = "Riots"; lists in brackets, as in ["a", "b"].'
    return Problem("workshop-syntax", where, f"this is no TOML ({what})", mend)


def _plain_reason(error: Exception) -> str:
    """Why the parser gave up, without what only a programmer can use."""
    if isinstance(error, RecursionError | MemoryError):
        return "its keys, lists or tables are nested too deeply"
    return "a number has too many digits" if "digits" in str(error) else str(error)


def _problem(detail: Mapping[str, Any], text: str) -> Problem:
    location = detail["loc"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if detail["type"] == "unexpected_keyword_argument":
        mend = _nearest(str(location[-1]), _known_keys(location))
        return Problem("workshop-key", _line_of(text, location), f'there is no key "{key}"', mend)
    if detail["type"] == "missing":
        mend = f"Add {location[-1]} = … to {_table_name(location)}."
        return Problem("workshop-key", PLACE, f'the key "{key}" is missing', mend)
    if detail["type"] == "string_type" and isinstance(detail["input"], int | float):
        mend = f'Put it in quotes: {location[-1]} = "{detail["input"]}".'
        return Problem("workshop-value", _line_of(text, location), f'the key "{key}" is no text', mend)
    if detail["type"].startswith("date"):
        what = f'the key "{key}" is no date (it is {str(detail["input"])!r})'
        return Problem("workshop-value", _line_of(text, location), what, "Write it as 2017-05-09.")
    message = str(detail["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    value = f" (it is {detail['input']!r})" if isinstance(detail["input"], str | int | float) else ""
    return Problem(
        "workshop-value", _line_of(text, location), f'the key "{key}" {message}{value}', "Correct it."
    )


def _table_name(location: tuple[Any, ...]) -> str:
    names = [part for part in location[:-1] if isinstance(part, str)]
    if not names:
        return "the top of the file"
    repeated = isinstance(location[1], int) if len(location) > 2 else False
    return f"[[{names[0]}]] number {location[1] + 1}" if repeated else f"[{'.'.join(names)}]"


def _line_of(text: str, location: tuple[Any, ...]) -> str:
    """The line where a key stands, as far as that can be told from its name alone."""
    name = re.escape(str(location[-1]))
    found = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(rf"\s*(\[+\s*)?{name}\s*(=|\])", line)
    ]
    return f"{PLACE}, line {found[0]}" if len(found) == 1 else PLACE


def _known_keys(location: tuple[Any, ...]) -> list[str]:
    schema = json_schema()
    node: Any = schema
    for part in location[:-1]:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        for option in (node, *node.get("anyOf", [])):
            if "$ref" in option:
                node = schema["$defs"][option["$ref"].rsplit("/", 1)[1]]
    return list(node.get("properties", {}))


def _nearest(name: str, known: Sequence[str]) -> str:
    return f"{did_you_mean(name, known)}Keys here: {', '.join(known)}."


def _contradictions(workshop: Workshop) -> Iterator[Problem]:
    """What is well formed but can't be: ids that don't exist, repeat or can't be file names."""
    yield from _bad_ids("themes", [theme.id for theme in workshop.themes])
    yield from _bad_ids("lenses", [lens.id for lens in workshop.lenses])
    yield from _bad_ids("groups", [group.id for group in workshop.groups])
    yield from _bad_ids("sessions", [session.id for session in workshop.sessions])
    end = workshop.event.end_date
    if end and end < workshop.event.date:
        what = f"event.end_date {end} is before event.date {workshop.event.date}"
        yield Problem("workshop-value", PLACE, what, "Correct one of them.")
    yield from _names_used_twice("themes", {theme.id: theme.aliases for theme in workshop.themes})
    yield from _names_used_twice("groups", {group.id: group.aliases for group in workshop.groups})
    for name in {theme.id for theme in workshop.themes} & set(IMAGE_SECTIONS):
        what = f'themes: the id "{name}" is the name of another part of the report'
        yield Problem("workshop-id", PLACE, what, "Choose another.")
    if not workshop.themes:
        mend = 'Add at least one: [[themes]] with id = "…" and title = "…".'
        yield Problem("workshop-themes", PLACE, "there are no themes", mend)
    yield from _unknown_references(workshop)
    yield from _bad_values(workshop)


def _unknown_references(workshop: Workshop) -> Iterator[Problem]:
    themes = [theme.id for theme in workshop.themes]
    groups = [group.id for group in workshop.groups]
    for session in workshop.sessions:
        yield from _unknown(f"sessions, {session.id}: theme", session.theme, themes)
        yield from _unknown(f"sessions, {session.id}: group", session.group, groups)
    for columns in workshop.columns:
        yield from _unknown(f"columns, {columns.file}: theme", columns.theme, themes)
    for image in workshop.images:
        yield from _unknown(f"images, {image.file}: section", image.section, [*IMAGE_SECTIONS, *themes])
    yield from _colours(workshop)
    for lens in workshop.lens_order:
        yield from _unknown("lens_order", lens, [lens.id for lens in workshop.lenses])


def _colours(workshop: Workshop) -> Iterator[Problem]:
    """A colour that has no name, or that stands for nothing."""
    lenses, themes = ([entry.id for entry in entries] for entries in (workshop.lenses, workshop.themes))
    for colour, id in workshop.colours.items():
        yield from _unknown(f"colours, {colour}:", id, [*lenses, *themes])
        if not is_colour(colour):
            mend = f'{did_you_mean(colour, NAMES)}Name it as the highlighter does, or by its code: "#ffff00".'
            yield Problem("workshop-value", PLACE, f'colours: "{colour}" is no colour', mend)


def _bad_values(workshop: Workshop) -> Iterator[Problem]:
    accent, language, least = workshop.look.accent, workshop.language, workshop.privacy.min_cell
    addresses = {
        "project.url": workshop.project.url,
        "deliverable.licence_url": workshop.deliverable.licence_url,
    }
    rules = [
        (
            workshop.report.most >= 0,
            "report.most is below 0",
            "Give how many findings to print, or 0 for all.",
        ),
        (least >= 1, "privacy.min_cell is below 1", "Give 5, or 3 at the least."),
        (
            all(0 <= image.width <= WIDEST for image in workshop.images),
            "images.width is no width that fits on the page",
            f"Give millimetres, up to {WIDEST}, or 0 for the usual width.",
        ),
        (
            workshop.summaries.findings >= 0,
            "summaries.findings is below 0",
            "Give the number of findings under each lens, or 0 for all.",
        ),
        (COLOUR.fullmatch(accent), f'look.accent "{accent}" is no colour', 'Write it as "#003399".'),
        (LANGUAGE.fullmatch(language), f'"{language}" is no code of a language', 'Write it as "en" or "el".'),
        *(
            (
                not address or WEB.fullmatch(address),
                f'{key} "{address}" is no web address',
                "Begin it with https://.",
            )
            for key, address in addresses.items()
        ),
        *((title.strip(), f"{key} is empty", "Give it a text.") for key, title in _titles(workshop).items()),
        *(
            (
                columns.header_rows in (None, 0, 1, 2),
                f"columns, {columns.file}: header_rows is {columns.header_rows}",
                "Give 1 or 2, or 0 where there are no headings.",
            )
            for columns in workshop.columns
        ),
    ]
    yield from (Problem("workshop-value", PLACE, what, mend) for kept, what, mend in rules if not kept)


def _titles(workshop: Workshop) -> dict[str, str]:
    return {
        "event.title": workshop.event.title,
        **{f"themes, {theme.id}: title": theme.title for theme in workshop.themes},
        **{f"lenses, {lens.id}: title": lens.title for lens in workshop.lenses},
    }


def _names_used_twice(list_name: str, names: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for id, aliases in names.items():
        for alias in aliases:
            owner = owners.setdefault(fold(alias), id)
            if owner != id:
                what = f'{list_name}: the alias "{alias}" stands for both "{owner}" and "{id}"'
                yield Problem("workshop-alias", PLACE, what, "Keep it in one of them.")


def _bad_ids(name: str, ids: list[str]) -> Iterator[Problem]:
    for position, id in enumerate(ids):
        if not ID.fullmatch(id) or len(id) > LONGEST_ID:
            what = f'{name}: the id "{id}" can\'t be used'
            mend = f"Use lower-case letters, digits and hyphens, at most {LONGEST_ID}."
            yield Problem("workshop-id", PLACE, what, mend)
        if id in ids[:position]:
            yield Problem("workshop-id", PLACE, f'{name}: the id "{id}" stands twice', "Give each its own.")


def _unknown(what: str, id: str, known: list[str]) -> Iterator[Problem]:
    if id and id not in known:
        mend = f"{did_you_mean(id, known)}Known: {', '.join(known) or 'none'}."
        yield Problem("workshop-reference", PLACE, f'{what} "{id}" does not exist', mend)
