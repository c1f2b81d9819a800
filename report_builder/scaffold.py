"""`new`: a workshop's folder with a commented workshop.toml, written from what lies there already.

Notes that lie in the folder itself are copied to inputs/; no file of a person is moved or changed.
"""

import datetime
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from report_builder.disk import NewFile, sweep, write_file, write_files
from report_builder.errors import Problem, ReportBuilderError, WorkshopError, did_you_mean
from report_builder.funding import additions, funding_statement, wordings
from report_builder.funding.statement import NONE
from report_builder.languages import known_languages
from report_builder.load import home_of, known_suffixes, list_sources, load_source
from report_builder.load.participants import FILES as PARTICIPANTS
from report_builder.model import Source
from report_builder.settings import PLACE, Event, Theme, Workshop
from report_builder.words import CONTROL, fold
from report_builder.workshop import json_schema, parse_workshop

SCHEMA = "inputs/workshop.schema.json"
"""What editors need to know of workshop.toml, in a workshop's folder."""
FILLED_LATER = ("funding-partnership", "funding-members", "funding-result", "funding-acronym")
"""What a statement needs that may be left for the person to fill in."""
FOLDERS = ("notes", "feedback", "sections/themes", "images")
MOST_NAMES = 10
"""More different values than this in a column are no themes or groups."""
LONGEST_SLUG = 40
LIKE = 0.85
"""Likeness from which a rarer name is a slip of a more frequent one."""


@dataclass(frozen=True)
class Scaffold:
    """What `new` did."""

    written: tuple[Path, ...]
    """New files and folders, workshop.toml first."""
    left: tuple[Path, ...]
    """Files of the folder that were not copied, since they can't be read."""


def make_workshop(folder: Path, answers: Mapping[str, str], themes: Sequence[str]) -> Scaffold:
    """Write what is missing of a workshop's folder.

    `answers` has the keys title, date, place, organiser, acronym, programme, grant_number, authority,
    language; what is empty is guessed from the files, or left for the person to fill in. `themes` are titles.

    Raises:
        WorkshopError: There is a workshop.toml already, an answer can't be used, or the folder can't be made;
            nothing is written.
    """
    inputs = folder / "inputs"
    try:
        if (folder / PLACE).exists():
            mend = "Edit it, or give `new` another folder."
            raise WorkshopError(Problem("workshop-exists", str(folder / PLACE), "it exists already", mend))
        loose = _loose_files(folder)
        text = _workshop_toml(folder, answers, themes, tuple(_read(inputs, loose)))
        _check(text)
        made = [inputs / name for name in FOLDERS if not (inputs / name).exists()]
        for path in made:
            path.mkdir(parents=True)
        notes = [
            NewFile(inputs / place, path.read_bytes(), str(inputs / place)) for path, place in loose.items()
        ]
    except OSError as error:
        mend = "Choose a folder that you may write to, with a shorter name."
        problem = Problem("folder-unwritable", str(folder), f"it can't be made ({error.strerror})", mend)
        raise WorkshopError(problem) from error
    files = [*notes, NewFile(folder / PLACE, text.encode(), str(folder / PLACE))]
    for file in files:
        sweep([file.path.parent], file.path.name)
    made.insert(0, write_schema(folder))
    write_files(files)
    copied = [inputs / place for place in loose.values()]
    return Scaffold((folder / PLACE, *made, *copied), _unread_files(folder))


def write_schema(folder: Path) -> Path:
    """Write what editors need to complete and check workshop.toml; it holds no more than the program knows.

    Raises:
        RenderError: It can't be written.
    """
    path = folder / SCHEMA
    text = json.dumps(editor_schema(), ensure_ascii=False, indent=1) + "\n"
    write_file(path, text.encode(), str(path))
    return path


def editor_schema() -> dict[str, Any]:
    """The JSON schema of workshop.toml, with the values to choose from.

    One of the usual lenses may be changed in part, so that only its id must be given.
    """
    schema = json_schema()
    parts = schema["$defs"]
    parts["Lens"]["required"] = ["id"]
    parts["Funding"]["properties"]["programme"]["enum"] = [*(wording.id for wording in wordings()), NONE]
    parts["CoFunder"]["properties"]["funder"]["enum"] = [each.id for each in additions()]
    schema["properties"]["language"]["examples"] = list(known_languages())
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _check(text: str) -> None:
    workshop = parse_workshop(text)
    try:
        funding_statement(workshop.funding, workshop.project.acronym)
    except WorkshopError as error:
        left = [problem for problem in error.problems if problem.rule not in FILLED_LATER]
        if left:
            raise WorkshopError(*left) from error


def fault_of(name: str, answer: str) -> str:
    """Why an answer to one of the questions of `new` can't be used; empty if it can."""
    if name == "date" and answer and not _parsed(answer):
        return "Write the date as 2017-05-09."
    known = {
        "programme": [NONE, *(wording.id for wording in wordings())],
        "language": list(known_languages()),
    }.get(name, [])
    if answer and known and answer not in known:
        return f"{did_you_mean(answer, known)}Known: {', '.join(known)}."
    if name == "grant_number" and answer and not answer.isdecimal():
        return "Write the digits alone."
    return ""


def slug(name: str, fallback: str) -> str:
    """A name as an id: lower-case Latin letters, digits, hyphens.

    >>> slug("Large-scale events (2)", "theme-1"), slug("Διαδηλώσεις", "theme-1")
    ('large-scale-events-2', 'theme-1')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST_SLUG].strip("-") or fallback


def _loose_files(folder: Path) -> dict[Path, str]:
    """Readable files of the folder itself -> where they belong below inputs/, unless they are there."""
    loose = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        suffix, name = path.suffix.lower(), path.name.lower()
        if path.is_file() and suffix in known_suffixes() and name != "readme.md":
            place = path.name if name in PARTICIPANTS else f"{home_of(suffix)}/{path.name}"
            if not (folder / "inputs" / place).exists():
                loose[path] = place
    return loose


def _unread_files(folder: Path) -> tuple[Path, ...]:
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
    return tuple(path for path in files if path.suffix.lower() not in known_suffixes())


def _read(inputs: Path, loose: Mapping[Path, str]) -> Iterator[Source]:
    """The files that can be read, in their place or loose; `build` will tell of the others."""
    nothing_known = Workshop(Event("", datetime.date.min, "", ""), (Theme("theme", "Theme"),))
    places = {path: path.relative_to(inputs).as_posix() for path in list_sources(inputs)} | dict(loose)
    for path, place in sorted(places.items(), key=lambda item: item[1]):
        try:
            yield load_source(path, place, nothing_known)
        except ReportBuilderError:
            continue


def _workshop_toml(
    folder: Path, answers: Mapping[str, str], themes: Sequence[str], sources: Sequence[Source]
) -> str:
    title = answers["title"] or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    found = [theme for theme in themes if theme.strip()] or _names(
        [block.theme for source in sources for block in source.blocks]
        + [source.attributes.get("theme", "") for source in sources]
    )
    groups = _names(block.group for source in sources for block in source.blocks)
    notes = [source for source in sources if source.path.startswith("notes/")]
    programme = answers["programme"] or "none"
    return "\n".join(
        [
            "#:schema ./workshop.schema.json",
            "# What the report needs to know of your workshop. Lines that begin with # are comments.",
            "# Every key is explained in docs/reference.md, and by editors that know the line above;",
            "# `report-builder check` tells what is wrong.",
            "",
            f"# Language of the report: {', '.join(known_languages())}.",
            f"language = {_quoted(answers['language'] or 'en')}",
            "",
            "[event]",
            f"title = {_quoted(title)}",
            f"date = {_date(answers['date'], sources)}   # the (first) day; check it",
            f"place = {_quoted(answers['place'])}",
            f"organiser = {_quoted(answers['organiser'])}",
            "",
            "# The project, spelled the one way that you want everywhere.",
            "[project]",
            f"acronym = {_quoted(answers['acronym'])}",
            'title = ""',
            "",
            "# Decides which funding statement and emblem are printed: h2020, h2020-msca, horizon-europe,",
            "# horizon-europe-co-funded, erasmus-plus ... or none. All are listed in docs/reference.md.",
            "[funding]",
            f"programme = {_quoted(programme)}",
            f"grant_number = {_quoted(answers['grant_number'])}",
            f"authority = {_quoted(answers['authority'] or 'European Commission')}   # who granted",
            *_needed(programme),
            "",
            "# The report as a deliverable. level: PU (public), SEN (sensitive) ...",
            "[deliverable]",
            'number = ""',
            'version = "0.1"',
            'level = "PU"',
            "",
            "# Themes are the chapters of the report; keywords tell that a statement belongs to one.",
            *_themes(found or [title]),
            "# The stakeholder groups. aliases: other names used in your sheets.",
            *(_groups(groups) or ["# [[groups]]", '# id = "police"', '# title = "Police"', ""]),
            "# The sessions, and the files that hold their notes. theme: what a session was about.",
            *_sessions(notes),
        ]
    )


def _needed(programme: str) -> Iterator[str]:
    """Keys that the statement of this programme names besides."""
    wording = next((each for each in wordings() if each.id == programme), None)
    for name in ("partnership", "members", "result"):
        if wording and f"{{{name}}}" in f"{wording.text} {wording.also} {wording.authority}":
            yield f'{name} = ""   # fill in: the statement names it'


def _names(words: Iterable[str]) -> list[str]:
    """Distinct names, most frequent first, without slips of a more frequent one; none if too many."""
    counts = Counter(name.strip() for name in words if fold(name))
    names: dict[str, str] = {}
    for name, _ in counts.most_common():
        if not get_close_matches(fold(name), names, n=1, cutoff=LIKE):
            names[fold(name)] = name
    return list(names.values()) if len(names) <= MOST_NAMES else []


def _with_slugs(titles: Sequence[str], fallback: str) -> list[tuple[str, str]]:
    """Each title with an id of its own."""
    ids: dict[str, str] = {}
    for number, title in enumerate(titles, 1):
        id = slug(title, f"{fallback}-{number}")
        ids[id if id not in ids else f"{id}-{number}"] = title
    return list(ids.items())


def _themes(titles: Sequence[str]) -> Iterator[str]:
    for id, title in _with_slugs(titles, "theme"):
        yield from ("[[themes]]", f"id = {_quoted(id)}", f"title = {_quoted(title)}")
        yield from ('description = ""', "keywords = []", "")


def _groups(titles: Sequence[str]) -> list[str]:
    lines = []
    for id, title in _with_slugs(titles, "group"):
        lines += ["[[groups]]", f"id = {_quoted(id)}", f"title = {_quoted(title)}", "aliases = []", ""]
    return lines


def _sessions(notes: Sequence[Source]) -> Iterator[str]:
    for number, source in enumerate(notes, 1):
        stem = source.path.removeprefix("notes/").rsplit(".", 1)[0]
        id = f"{number}-{slug(stem, 'session')}"
        yield from ("[[sessions]]", f"id = {_quoted(id)}", f"title = {_quoted(source.title)}")
        yield from (f"files = [{_quoted(source.path)}]", "")


def _date(answer: str, sources: Sequence[Source]) -> datetime.date:
    if answer:
        date = _parsed(answer)
        if not date:
            what = f'"{answer}" is no date'
            raise WorkshopError(Problem("bad-date", "--date", what, "Write it as 2017-05-09."))
        return date
    dates = (_parsed(source.attributes.get("date", "")) for source in sources)
    return next((date for date in dates if date), _today())


def _parsed(words: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        return None


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.datetime.now()
    return (datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch.isdigit() else now).date()


def _quoted(text: str) -> str:
    """A text as a TOML string; those of JSON are TOML as well."""
    return json.dumps(CONTROL.sub("", text), ensure_ascii=False)
