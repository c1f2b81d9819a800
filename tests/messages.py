"""What a report says by itself, collected from where it is said; `python -m tests.messages` brings all catalogues
up to date with it and writes messages.pot, from which a new language begins.
"""

import io
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from report_builder.languages.catalogue import BUILTIN
from report_builder.render.sheet import COLUMNS
from report_builder.render.templates import templates_folder
from report_builder.workshop import usual_lenses

PACKAGE = BUILTIN.parent
PYTHON = ("report.py",)
"""Modules that say something by themselves."""
LENSES = "lenses.toml"
TEMPLATE = BUILTIN / "messages.pot"
Said = str | tuple[str, ...]


def messages() -> dict[Said, tuple[str, ...]]:
    """Each message, with its plural if it has one -> files that say it, in the order of first use."""
    found: dict[Said, list[str]] = {}
    for name, message in (*_templates(), *_modules(), *_lenses(), *(("sheet.py", name) for name in COLUMNS)):
        files = found.setdefault(message, [])
        if name not in files:
            files.append(name)
    return {message: tuple(files) for message, files in found.items()}


def catalogue() -> Catalog:
    """All messages without translations."""
    made = Catalog(project="report-builder", header_comment="# What a report says by itself.", fuzzy=False)
    for message, files in messages().items():
        made.add(message, locations=[(name, 0) for name in files], flags=["python-format"])
    return made


def written(catalog: Catalog) -> str:
    """The text of a .po file; no moments, so that the same messages make the same file."""
    text = io.BytesIO()
    write_po(text, catalog, width=110, include_lineno=False, omit_header=False)
    lines = text.getvalue().decode().splitlines()
    moments = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid", "Last-Translator")
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}' for name in moments))]
    return "\n".join(kept).strip() + "\n"


def _templates() -> Iterator[tuple[str, Said]]:
    for path in sorted(
        templates_folder().glob("*.j2"), key=lambda path: (path.name != "words.html.j2", path.name)
    ):
        with path.open("rb") as file:
            options = {"newstyle_gettext": "true", "trimmed": "false"}
            for _, message, _, _ in extract("jinja2.ext:babel_extract", file, options=options):
                yield path.name, tuple(message) if isinstance(message, tuple) else message


def _modules() -> Iterator[tuple[str, Said]]:
    for name in PYTHON:
        with (PACKAGE / name).open("rb") as file:
            for _, message, _, _ in extract("python", file, keywords={"say": None}):
                yield name, tuple(message) if isinstance(message, tuple) else message
    yield from ((PYTHON[0], kind) for kind in ("Notes", "Feedback"))


def _lenses() -> Iterator[tuple[str, Said]]:
    for lens in usual_lenses():
        yield from ((LENSES, lens[key]) for key in ("title", "singular", "definition"))


if __name__ == "__main__":
    fresh = catalogue()
    TEMPLATE.write_text(written(fresh), encoding="utf-8")
    for path in sorted(BUILTIN.glob("*.po")):
        with path.open("rb") as file:
            old = read_po(file, locale=path.stem)
        old.update(fresh, no_fuzzy_matching=True)
        old.obsolete.clear()
        path.write_text(written(old), encoding="utf-8")
