"""workshop.toml -> Workshop, every fault told at once; also its JSON schema for editors.

The dataclasses stand in `settings.py`; pydantic checks them here.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from report_builder.errors import Problem, WorkshopError, raise_if_any
from report_builder.settings import Workshop

PLACE = "inputs/workshop.toml"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
IMAGE_SECTIONS = ("cover", "introduction", "methodology", "conclusions")
_ADAPTER = TypeAdapter(Workshop)


def read_workshop(folder: Path) -> Workshop:
    """Read `inputs/workshop.toml` of a workshop's folder, with the usual lenses filled in.

    Raises:
        WorkshopError: It is missing, is no TOML, or says something that can't be used; holds all problems.
    """
    path = folder / PLACE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WorkshopError(_missing(folder)) from None
    except (OSError, UnicodeDecodeError) as error:
        what = (
            "it can't be read as UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"{error.strerror}"
        )
        mend = "Save it as UTF-8 text."
        raise WorkshopError(Problem("workshop-unreadable", PLACE, what, mend)) from error
    return parse_workshop(text)


def parse_workshop(text: str) -> Workshop:
    """Check the text of a workshop.toml and return what it says.

    Raises:
        WorkshopError: As `read_workshop`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorkshopError(_syntax_problem(error)) from error
    try:
        workshop = _ADAPTER.validate_python(_with_usual_lenses(data))
    except ValidationError as error:
        raise WorkshopError(*(_problem(dict(detail), text) for detail in error.errors())) from error
    raise_if_any(_contradictions(workshop), WorkshopError)
    return workshop


def json_schema() -> dict[str, Any]:
    """The JSON schema of workshop.toml, for completion in editors."""
    return _ADAPTER.json_schema()


def usual_lenses() -> list[dict[str, Any]]:
    """The four usual lenses as they would stand in workshop.toml."""
    path = Path(__file__).with_name("lenses.toml")
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["lenses"])


def _with_usual_lenses(data: dict[str, Any]) -> dict[str, Any]:
    own = data.get("lenses", [])
    if not isinstance(own, list) or not all(isinstance(lens, dict) for lens in own):
        return data
    lenses = {lens["id"]: lens for lens in usual_lenses()}
    for position, lens in enumerate(own):
        name = lens.get("id", position)
        lenses[name] = {**lenses.get(name, {}), **lens}
    order = data.get("lens_order")
    if isinstance(order, list) and order and all(name in lenses for name in order):
        lenses = {name: lenses[name] for name in order}
    return {**data, "lenses": list(lenses.values())}


def _missing(folder: Path) -> Problem:
    mend = f"`report-builder new {folder}` writes one from what lies there."
    return Problem("workshop-missing", PLACE, "this folder has no workshop.toml", mend)


def _syntax_problem(error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"^(?P<what>.*) \(at line (?P<line>\d+), column \d+\)$", str(error))
    where = f"{PLACE}, line {found['line']}" if found else f"{PLACE}, last line"
    what = found["what"] if found else str(error)
    mend = 'Texts stand in quotes, as in title = "Riots"; lists in brackets, as in ["a", "b"].'
    return Problem("workshop-syntax", where, f"this is no TOML ({what})", mend)


def _problem(detail: Mapping[str, Any], text: str) -> Problem:
    location = detail["loc"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if detail["type"] == "unexpected_keyword_argument":
        mend = _nearest(str(location[-1]), _known_keys(location))
        return Problem("workshop-key", _line_of(text, location), f'there is no key "{key}"', mend)
    if detail["type"] == "missing":
        mend = f"Add {location[-1]} = … to {_table_name(location)}."
        return Problem("workshop-key", PLACE, f'the key "{key}" is missing', mend)
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


def _nearest(name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = get_close_matches(name, known, n=1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    return f"{hint}Keys here: {', '.join(known)}."


def _contradictions(workshop: Workshop) -> Iterator[Problem]:
    """What is well formed but can't be: ids that don't exist, repeat or can't be file names."""
    yield from _bad_ids("themes", [theme.id for theme in workshop.themes])
    yield from _bad_ids("lenses", [lens.id for lens in workshop.lenses])
    yield from _bad_ids("groups", [group.id for group in workshop.groups])
    yield from _bad_ids("sessions", [session.id for session in workshop.sessions])
    if not workshop.themes:
        mend = 'Add at least one: [[themes]] with id = "…" and title = "…".'
        yield Problem("workshop-themes", PLACE, "there are no themes", mend)
    themes = [theme.id for theme in workshop.themes]
    groups = [group.id for group in workshop.groups]
    for session in workshop.sessions:
        yield from _unknown(f"sessions, {session.id}: theme", session.theme, themes)
        yield from _unknown(f"sessions, {session.id}: group", session.group, groups)
    for columns in workshop.columns:
        yield from _unknown(f"columns, {columns.file}: theme", columns.theme, themes)
    for image in workshop.images:
        yield from _unknown(f"images, {image.file}: section", image.section, [*IMAGE_SECTIONS, *themes])
    for lens in workshop.lens_order:
        yield from _unknown("lens_order", lens, [lens.id for lens in workshop.lenses])
    yield from _bad_values(workshop)


def _bad_values(workshop: Workshop) -> Iterator[Problem]:
    if workshop.privacy.min_cell < 1:
        yield Problem("workshop-value", PLACE, "privacy.min_cell is below 1", "Give 5, or 3 at the least.")
    if not COLOUR.fullmatch(workshop.look.accent):
        what = f'look.accent "{workshop.look.accent}" is no colour'
        yield Problem("workshop-value", PLACE, what, 'Write it as "#003399".')


def _bad_ids(name: str, ids: list[str]) -> Iterator[Problem]:
    for position, id in enumerate(ids):
        if not ID.fullmatch(id):
            what = f'{name}: the id "{id}" can\'t be used'
            yield Problem("workshop-id", PLACE, what, "Use lower-case letters, digits and hyphens.")
        if id in ids[:position]:
            yield Problem("workshop-id", PLACE, f'{name}: the id "{id}" stands twice', "Give each its own.")


def _unknown(what: str, id: str, known: list[str]) -> Iterator[Problem]:
    if id and id not in known:
        near = get_close_matches(id, known, n=1)
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        mend = f"{hint}Known: {', '.join(known) or 'none'}."
        yield Problem("workshop-reference", PLACE, f'{what} "{id}" does not exist', mend)
