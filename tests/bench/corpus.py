"""The workshops that the measures are taken on: as many findings as are asked for, the same words every time."""

import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

THEMES = ("crossings", "night-buses", "school-streets", "station-square")
LENSES = ("Practices", "Needs", "Challenges", "Legal and ethical issues")
SESSIONS = 20
"""Files of notes."""
WHO = (
    "drivers",
    "pupils",
    "the city",
    "shops",
    "wardens",
    "parents",
    "the operator",
    "cyclists",
    "residents",
)
DO = (
    "need",
    "lack",
    "check",
    "share",
    "repeat",
    "plan",
    "lose",
    "count",
    "explain",
    "mend",
    "ask for",
    "miss",
)
WHAT = (
    *("signs", "lamps", "lists", "paper forms", "mirrors", "kerbs", "maps", "tickets", "shelters", "routes"),
    *("phone numbers", "road works", "timetables", "helmets", "permits", "photographs", "meetings", "seats"),
)
WHERE = (
    *(
        "at the school",
        "by the river",
        "near the market",
        "on the bridge",
        "at the station",
        "in the old town",
    ),
    *("behind the hospital", "along the canal", "at the depot", "in the underpass", "on the hill"),
)
WHEN = (
    *("at night", "in the rain", "before eight", "on Sundays", "during works", "after a match", "in winter"),
    *("when schools close", "at the end of the month", "twice a week", "every spring"),
)
WORKSHOP = """[event]
title = "Streets at night"
date = 2024-03-05
place = "Utrecht"
organiser = "City of Utrecht"

[project]
acronym = "STREETS"
title = "Streets for everybody"

[deliverable]
title = "Report on the workshop"
number = "D2.1"
version = "0.1"
date = 2024-04-30
"""


def statements(count: int) -> list[str]:
    """As many statements as asked for, no two alike."""
    chance = random.Random(8)
    return [_statement(chance, number) for number in range(count)]


def write_notes(folder: Path, findings: int, *, sessions: int = SESSIONS, more: str = "") -> Path:
    """A workshop whose notes have that many statements, each under a theme and a lens.

    `more` stands at the end of workshop.toml.
    """
    _write_settings(folder, more)
    said = statements(findings)
    notes = folder / "inputs" / "notes"
    notes.mkdir(parents=True, exist_ok=True)
    for session in range(sessions):
        mine = said[session::sessions]
        if mine:
            theme = THEMES[session % len(THEMES)]
            (notes / f"{session + 1:02}-{theme}.md").write_text(_notes(theme, mine), encoding="utf-8")
    return folder


def write_feedback(folder: Path, rows: int, questions: int, *, more: str = "") -> Path:
    """A workshop with one workbook of feedback: a row a person, most of what is said said by others too.

    `more` stands at the end of workshop.toml.
    """
    _write_settings(folder, more)
    path = folder / "inputs" / "feedback" / "answers.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    chance = random.Random(8)
    said = statements(max(rows * questions // 20, 1))
    lenses = ("do you do today", "do you need", "is difficult", "is a legal or ethical issue")
    headings = [
        f"What {lenses[at % 4]} at {THEMES[at // 4 % 4].replace('-', ' ')}?" for at in range(questions)
    ]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Answers")
        sheet.write_row(0, 0, ("No.", "Organisation", *headings))
        for row in range(1, rows + 1):
            answers = (said[int(len(said) * chance.random() ** 3)] for _ in range(questions))
            sheet.write_row(row, 0, (row, f"Organisation {row % 97}", *answers))
    return folder


def _write_settings(folder: Path, more: str = "") -> None:
    (folder / "inputs").mkdir(parents=True, exist_ok=True)
    themes = (
        f'[[themes]]\nid = "{theme}"\ntitle = "{theme.replace("-", " ").capitalize()}"\n' for theme in THEMES
    )
    (folder / "inputs" / "workshop.toml").write_text("\n".join((WORKSHOP, *themes, more)), encoding="utf-8")


def _notes(theme: str, said: Sequence[str]) -> str:
    lines = [f"# {theme.replace('-', ' ').capitalize()}"]
    for at, lens in enumerate(LENSES):
        lines += ["", f"## {lens}", "", *(f"- {one}" for one in said[at :: len(LENSES)])]
    return "\n".join(lines) + "\n"


def _statement(chance: random.Random, number: int) -> str:
    first, second = (" ".join(map(chance.choice, (WHO, DO, WHAT, WHERE))) for _ in range(2))
    return f"{first} {chance.choice(WHEN)}, and {second} on line {number + 1}.".capitalize()
