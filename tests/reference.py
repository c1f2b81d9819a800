"""docs/reference.md from the code: `python -m tests.reference` writes its made parts anew.

A made part stands between `<!-- made from the code: NAME -->` and `<!-- end -->`; the words around it are
written by hand.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo

from report_builder.asides import ASIDES
from report_builder.check.publish.rules import RULES
from report_builder.cli.commands import app
from report_builder.cli.options import ChangesFormat, DataFormat, ReportFormat, SummaryFormat
from report_builder.funding import wordings
from report_builder.funding.records import Wording
from report_builder.load import formats
from report_builder.load.survey import ROLE_NAMES
from report_builder.workshop import json_schema, usual_lenses

PAGE = Path(__file__).parent.parent / "docs" / "reference.md"
PART = re.compile(r"(<!-- made from the code: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FEW = 8
"""Marks and cue words of a lens that are shown of the many."""


def renew(text: str) -> str:
    """The page with its made parts as the code has them now."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", text)


def commands() -> str:
    """Every command with its arguments and options."""
    return "\n\n".join(_command(command) for command in command_list())


@dataclass(frozen=True)
class Part:
    """An argument or option of a command."""

    names: tuple[str, ...]
    """Of an option, the long one first; of an argument, the one that stands for it."""
    help: str
    value: str = ""
    """What follows an option; empty where nothing does."""
    option: bool = True
    required: bool = False


@dataclass(frozen=True)
class Command:
    """A command as it can be typed."""

    name: str
    help: str
    parts: tuple[Part, ...]


def command_list() -> tuple[Command, ...]:
    """All commands, in the order of `--help`."""
    callbacks = [info.callback for info in app.registered_commands if info.callback]
    return tuple(
        Command(callback.__name__.replace("_", "-"), inspect.getdoc(callback) or "", tuple(_parts(callback)))
        for callback in callbacks
    )


def _parts(callback: Callable[..., Any]) -> Iterator[Part]:
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        kind, info = get_args(hints[name])[:2]
        if isinstance(info, ArgumentInfo):
            required = parameter.default is parameter.empty
            yield Part((str(info.metavar),), str(info.help), option=False, required=required)
        else:
            # In an Annotated, Typer takes the first name for the default and puts that right later.
            told = (info.default, *(info.param_decls or ()))
            names = [str(words) for words in told if str(words).startswith("-")]
            names = names or [f"--{name.replace('_', '-')}"]
            yield Part(tuple(names), str(info.help), "" if kind is bool else _value(kind))


def _value(kind: Any) -> str:
    """What an option takes: its choices, else something."""
    inner = [part for part in (kind, *get_args(kind)) for part in (part, *get_args(part))]
    choices = next((part for part in inner if isinstance(part, type) and issubclass(part, Enum)), None)
    return " or ".join(f"`{choice.value}`" for choice in choices) if choices else "…"


def _command(command: Command) -> str:
    arguments = [part for part in command.parts if not part.option]
    words = [part.names[0] if part.required else f"[{part.names[0]}]" for part in arguments]
    lines = [f"### report-builder {command.name}", "", command.help, ""]
    lines += [f"`report-builder {' '.join([command.name, '[OPTIONS]', *words])}`", ""]
    lines += ["| Argument or option | What it does |", "|---|---|"]
    for part in sorted(command.parts, key=lambda part: part.option):
        names = ", ".join(f"`{name}`" for name in part.names)
        lines.append(f"| {names} {part.value}".rstrip() + f" | {part.help} |")
    return "\n".join(lines)


def inputs() -> str:
    """The files that can be read."""
    by_module: dict[str, list[str]] = {}
    for suffix, form in sorted(formats().items()):
        module: Any = form
        first = module.__doc__.strip().splitlines()[0]
        what = re.sub(r" \([^)]*\)", "", first.split(" -> ")[0])
        by_module.setdefault(what, []).append(suffix)
    rows = (f"| {what} | {' '.join(f'`{s}`' for s in suffixes)} |" for what, suffixes in by_module.items())
    return "\n".join(["| Notes and feedback | Endings of file names |", "|---|---|", *rows])


def outputs() -> str:
    """The files that can be made."""
    kinds = (
        ("Report", "report-builder build", ReportFormat),
        ("Summaries and inventories", "report-builder summaries", SummaryFormat),
        ("Press release", "report-builder press-release", SummaryFormat),
        ("Findings as data", "report-builder export", DataFormat),
        ("What changed, as tracked changes", "report-builder diff", ChangesFormat),
    )
    rows = (
        f"| {what} | `{command}` | {' '.join(f'`.{suffix.value}`' for suffix in suffixes)} |"
        for what, command, suffixes in kinds
    )
    return "\n".join(["| What | Made by | Formats |", "|---|---|---|", *rows])


def keys() -> str:
    """Every key of workshop.toml."""
    schema = json_schema()
    return "\n\n".join(_tables(schema, schema, ""))


def _tables(schema: dict[str, Any], node: dict[str, Any], path: str, listed: bool = False) -> Iterator[str]:
    """The table of one node's own keys, then those of the nodes below it, in the order of the schema."""
    required = node.get("required", [])
    shown, below = [], []
    for name, entry in node["properties"].items():
        inner, many = _inner(schema, entry)
        if inner:
            below.append((inner, f"{path}.{name}".lstrip("."), many))
        else:
            shown.append(_row(name, entry, name in required))
    if shown:
        title = f"`[[{path}]]`" if listed else f"`[{path}]`" if path else "At the top of the file"
        lead = node.get("description", "").strip()
        yield "\n".join(
            [f"### {title}", ""]
            + ([lead, ""] if lead and path else [])
            + ["| Key | Kind | If left out | What it says |", "|---|---|---|---|", *shown]
        )
    for inner, name, many in below:
        yield from _tables(schema, inner, name, many)


def _inner(schema: dict[str, Any], entry: dict[str, Any]) -> tuple[dict[str, Any] | None, bool]:
    """The node that a key holds, if it is a table or a list of tables, and whether it is a list."""
    many = entry.get("type") == "array"
    options = [entry.get("items", {})] if many else [entry, *entry.get("anyOf", []), *entry.get("allOf", [])]
    found = next((option["$ref"] for option in options if "$ref" in option), None)
    return (schema["$defs"][found.rsplit("/", 1)[1]] if found else None), many


def _row(name: str, entry: dict[str, Any], required: bool) -> str:
    left_out = "**needed**" if required else _default(entry.get("default"))
    words = entry.get("description", "").replace("|", "\\|").replace("\n", " ")
    return f"| `{name}` | {_kind(entry)} | {left_out} | {words} |"


def _kind(entry: dict[str, Any]) -> str:
    if "enum" in entry:
        return " or ".join(f'`"{value}"`' for value in entry["enum"])
    if "anyOf" in entry:
        return next(_kind(option) for option in entry["anyOf"] if option.get("type") != "null")
    if entry.get("type") == "array":
        return f"list of {_kind(entry['items'])}s" if "enum" not in entry["items"] else _listed(entry)
    if entry.get("format") == "date":
        return "date"
    names = {"string": "text", "integer": "number", "boolean": "true or false", "object": "table"}
    return names[entry["type"]]


def _listed(entry: dict[str, Any]) -> str:
    return "list of " + ", ".join(f'`"{value}"`' for value in entry["items"]["enum"])


def _default(value: object) -> str:
    if value in (None, "", [], ()):
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def lenses() -> str:
    """The four usual lenses."""
    blocks = []
    for lens in usual_lenses():
        blocks += [
            f"**{lens['title']}** (`{lens['id']}`, sign {lens['sign']}): {lens['definition']}",
            f"Marks: {_some(lens['marks'])}. Cue words: {_some(lens['cues'])}.",
        ]
    return "\n\n".join(blocks)


def _some(words: list[str]) -> str:
    rest = len(words) - FEW
    return ", ".join(f"`{word}`" for word in words[:FEW]) + (f" and {rest} more" if rest > 0 else "")


def programmes() -> str:
    """The values of funding.programme."""
    rows = (f"| `{w.id}` | {w.programme} | {_printed(w)} | {w.status} |" for w in wordings())
    return "\n".join(["| Value | Programme | Statement printed | Wording |", "|---|---|---|---|", *rows])


def _printed(wording: Wording) -> str:
    text = ". ".join(filter(None, (wording.text, wording.also.replace("{top_up}", ""))))
    return re.sub(r"{(\w+)}", lambda found: "…" if found[1] == "grant_number" else f"({found[1]})", text)


def roles() -> str:
    """What a column of a feedback sheet can hold."""
    return ", ".join(f"`{name}`" for name in ROLE_NAMES)


def asides() -> str:
    """The reasons to set a passage aside."""
    reasons = dict.fromkeys(aside.reason for aside in ASIDES)
    return ", ".join([*reasons, "moderation", "label", "too short"])


def rules() -> str:
    """The rules of `check --publish`."""
    rows = (f"| {rule.id} | {rule.meaning} | `{rule.name}` |" for rule in RULES)
    return "\n".join(["| Rule | What it asks for | Name in JSON |", "|---|---|---|", *rows])


PARTS: dict[str, Callable[[], str]] = {
    part.__name__: part
    for part in (commands, inputs, outputs, keys, lenses, programmes, roles, asides, rules)
}
"""Name of a made part -> what makes it."""


if __name__ == "__main__":
    PAGE.write_text(renew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
