"""`new`: a workshop's folder with a commented workshop.toml, written from what lies there already.

Notes that lie in the folder itself are copied to inputs/; no file of a person is moved or changed.
"""

import datetime
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from report_builder.disk import write_file
from report_builder.errors import Problem, ReportBuilderError, WorkshopError
from report_builder.load import known_suffixes, list_sources, load_source
from report_builder.model import Source
from report_builder.settings import Event, Theme, Workshop
from report_builder.words import fold
from report_builder.workshop import PLACE, parse_workshop

FOLDERS = ("notes", "feedback", "sections/themes", "images")
SHEETS = (".xlsx", ".xls", ".ods", ".csv", ".tsv")
MOST_NAMES = 10
"""More different values than this in a column are no themes or groups."""


def make_workshop(folder: Path, answers: Mapping[str, str], themes: Sequence[str]) -> tuple[Path, ...]:
    """Write what is missing of a workshop's folder and return the paths of new files and folders.

    `answers` has the keys title, date, place, organiser, acronym, programme, grant_number; what is empty is
    guessed from the files, or left for the person to fill in. `themes` are titles.

    Raises:
        WorkshopError: There is a workshop.toml already, the date is no date, or the folder can't be made.
    """
    if (folder / PLACE).exists():
        mend = "Edit it, or give `new` another folder."
        raise WorkshopError(Problem("workshop-exists", str(folder / PLACE), "it exists already", mend))
    inputs = folder / "inputs"
    try:
        made = [inputs / name for name in FOLDERS if not (inputs / name).exists()]
        for path in made:
            path.mkdir(parents=True)
        copied = _copy_loose_files(folder, inputs)
    except OSError as error:
        mend = "Choose a folder that you may write to."
        problem = Problem("folder-unwritable", str(folder), f"it can't be made ({error.strerror})", mend)
        raise WorkshopError(problem) from error
    text = _workshop_toml(folder, answers, themes, tuple(_read(inputs)))
    parse_workshop(text)
    write_file(folder / PLACE, text.encode(), str(folder / PLACE))
    return (folder / PLACE, *made, *copied)


def slug(name: str, fallback: str) -> str:
    """A name as an id: lower-case Latin letters, digits, hyphens.

    >>> slug("Large-scale events (2)", "theme-1"), slug("Διαδηλώσεις", "theme-1")
    ('large-scale-events-2', 'theme-1')
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or fallback


def _copy_loose_files(folder: Path, inputs: Path) -> list[Path]:
    copied = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix.lower() in known_suffixes() and path.name.lower() != "readme.md":
            target = inputs / ("feedback" if path.suffix.lower() in SHEETS else "notes") / path.name
            if path.name.lower() == "participants.csv":
                target = inputs / path.name
            if not target.exists():
                shutil.copy2(path, target)
                copied.append(target)
    return copied


def _read(inputs: Path) -> Iterator[Source]:
    """The files that can be read; `build` will tell of the others."""
    nothing_known = Workshop(Event("", datetime.date.min, "", ""), (Theme("theme", "Theme"),))
    for path in list_sources(inputs):
        try:
            yield load_source(path, path.relative_to(inputs).as_posix(), nothing_known)
        except ReportBuilderError:
            continue


def _workshop_toml(
    folder: Path, answers: Mapping[str, str], themes: Sequence[str], sources: Sequence[Source]
) -> str:
    title = answers["title"] or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    found = list(themes) or _names(
        [block.theme for source in sources for block in source.blocks]
        + [source.attributes.get("theme", "") for source in sources]
    )
    groups = _names(block.group for source in sources for block in source.blocks)
    notes = [source for source in sources if source.path.startswith("notes/")]
    programme = answers["programme"] or "none"
    return "\n".join(
        [
            "# What the report needs to know of your workshop. Lines that begin with # are comments.",
            "# Every key is explained in docs/reference.md; `report-builder check` tells what is wrong.",
            "",
            'language = "en"',
            "",
            "[event]",
            f"title = {_quoted(title)}",
            f"date = {_date(answers['date'], sources)}   # the (first) day; check it",
            f"place = {_quoted(answers['place'] or 'Place')}",
            f"organiser = {_quoted(answers['organiser'] or 'Organiser')}",
            "",
            "[project]",
            f"acronym = {_quoted(answers['acronym'])}",
            'title = ""',
            "",
            "# Decides which funding statement and emblem are printed: h2020, horizon-europe, fp7 or none.",
            "[funding]",
            f"programme = {_quoted(programme)}",
            f"grant_number = {_quoted(answers['grant_number'])}",
            "",
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


def _names(words: Iterable[str]) -> list[str]:
    """Distinct names in the order met; none if there are too many to be names of themes or groups."""
    names = list({fold(name): name.strip() for name in reversed(list(words)) if fold(name)}.values())[::-1]
    return names if len(names) <= MOST_NAMES else []


def _themes(titles: Sequence[str]) -> Iterator[str]:
    for number, title in enumerate(titles, 1):
        id = _quoted(slug(title, f"theme-{number}"))
        yield from ("[[themes]]", f"id = {id}", f"title = {_quoted(title)}")
        yield from ('description = ""', "keywords = []", "")


def _groups(titles: Sequence[str]) -> list[str]:
    lines = []
    for number, title in enumerate(titles, 1):
        id = _quoted(slug(title, f"group-{number}"))
        lines += ["[[groups]]", f"id = {id}", f"title = {_quoted(title)}", "aliases = []", ""]
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
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch else datetime.datetime.now()
    return now.date()


def _quoted(text: str) -> str:
    """A text as a TOML string; those of JSON are TOML as well."""
    return json.dumps(text, ensure_ascii=False)
