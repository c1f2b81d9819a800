"""Feedback files as survey tools and people make them, all invented, and a table of what became of each.

`python -m tests.feedback_files` writes the table anew: tests/cases/feedback-files.md.
"""

import datetime
import io
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.model import Source
from report_builder.settings import Workshop
from report_builder.workshop import parse_workshop

TABLE = Path(__file__).parent / "cases" / "feedback-files.md"
WORKSHOP = """
[event]
title = "A day on crossings"
date = 2024-03-05
place = "Ghent, Belgium"
organiser = "The host"
[[themes]]
id = "crossings"
title = "Crossings"
[[themes]]
id = "night-buses"
title = "Night buses"
[[groups]]
id = "drivers"
title = "Drivers"
"""
Cell = str | float | datetime.datetime | None
Rows = Sequence[Sequence[Cell]]


def workshop(more: str = "") -> Workshop:
    """The workshop that the files belong to, and more of its workshop.toml."""
    return parse_workshop(WORKSHOP + more)


def workbook(sheets: dict[str, Rows]) -> bytes:
    """A workbook with these sheets; cells are written as what they are."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def text(rows: Rows, delimiter: str = ",", end: str = "\r\n") -> str:
    """Delimited text with every field in quotes, as LimeSurvey and Google write it."""

    def quoted(cell: Cell) -> str:
        return '"' + str("" if cell is None else cell).replace('"', '""') + '"'

    return "".join(delimiter.join(map(quoted, row)) + end for row in rows)


def day(number: int) -> datetime.datetime:
    return datetime.datetime(2024, 3, number, 9, 30)


def eusurvey() -> bytes:
    rows: Rows = [
        ["Alias", "crossings-2024"],
        ["Export Date", "2024-03-12 10:00"],
        [],
        [
            "Which theme is your answer about?",
            "What do you need most?",
            "How was it?: The room",
            "How was it?: The food",
            "Which signs do you know?",
            "Zebra",
            "Lamp",
            "Which ways do you take?",
            "Invitation Number",
            "Contribution Id",
            "User Name",
            "Creation Date",
            "Last Update",
            "Languages",
        ],
        [
            "Crossings",
            "A lamp.\nA bench.",
            4,
            5,
            "",
            "Yes",
            "No",
            "Foot;Bus",
            "i1",
            "c1",
            "ona",
            "d",
            "d",
            "en",
        ],
        ["Night buses", "More of them", 3, 5, "", "Yes", "Yes", "Foot", "i2", "c2", "jonas", "d", "d", "en"],
        ["Crossings", "", 2, 4, "", "No", "Yes", "Foot;Bus", "i3", "c3", "rasa", "d", "d", "lt"],
        ["Crossings", "Signs", "", 4, "", "No", "Yes", "Bus", "i4", "c4", "ieva", "d", "d", "lt"],
    ]
    return workbook({"Content": rows})


def eusurvey_continued() -> bytes:
    first: Rows = [["Alias", "x"], ["Export Date", "y"], ["Which theme is it about?", "What do you need?"]]
    second: Rows = [
        ["Alias", "x"],
        ["Export Date", "y"],
        ["What is the main challenge?", "Contribution Id", "Creation Date", "Last Update"],
    ]
    answers = [
        ("Crossings", "A lamp", "Vans park there"),
        ("Night buses", "A later one", "Nobody knows them"),
    ]
    return workbook(
        {
            "Content": [*first, *([theme, need] for theme, need, _ in answers)],
            "Content1": [*second, *([hard, f"c{n}", "d", "d"] for n, (_, _, hard) in enumerate(answers))],
        }
    )


def limesurvey(headings: Sequence[str], chosen: Sequence[str]) -> str:
    yes, no = chosen
    rows: Rows = [
        headings,
        [
            "1",
            "2024-03-05 10:00:00",
            "3",
            "en",
            "88",
            "tok1",
            "10.0.0.1",
            "=A lamp",
            "4",
            "3",
            yes,
            no,
            "ferry",
        ],
        [
            "2",
            "2024-03-05 11:00:00",
            "3",
            "en",
            "89",
            "tok2",
            "10.0.0.2",
            "Two\nlamps",
            "5",
            "5",
            yes,
            yes,
            "",
        ],
        ["3", "", "1", "lt", "90", "tok3", "10.0.0.3", "", "2", "", no, yes, ""],
    ]
    masked = [["'" + str(cell) if str(cell).startswith("=") else cell for cell in row] for row in rows]
    return "\ufeff" + text(masked, ";")


LIMESURVEY_CODES = [
    *("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "ipaddr"),
    *("need", "rate[SQ001]", "rate[SQ002]", "ways[SQ001]", "ways[SQ002]", "ways[other]"),
]
LIMESURVEY_FULL = [
    *("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Access code", "IP address"),
    "What do you need most?",
    *("How satisfied are you with? [Room]", "How satisfied are you with? [Food]"),
    *("Which ways do you take? [Foot]", "Which ways do you take? [Bus]", "Which ways do you take? [Other]"),
]
LIMESURVEY_SHORT = [
    *("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Token", "IP address"),
    "What do you need m.. ",
    *("How satisfied are .. [Room]", "How satisfied are .. [Food]"),
    *("Which ways do you .. [Foot]", "Which ways do you .. [Bus]", "Which ways do you .. [Other]"),
]


def microsoft_forms() -> bytes:
    rows: Rows = [
        [
            "ID",
            "Start time",
            "Completion time",
            "Email",
            "Name",
            "Which theme?",
            "What do you need most?\xa0",
            "Which ways do you take?",
            "Points - Which ways do you take?",
            "The day was worth my time",
        ],
        [1, day(5), day(6), "anonymous", "", "Crossings", "A lamp", "Foot;Bus;", 1, "Strongly agree"],
        [2, day(5), day(6), "anonymous", "", "Crossings", "A bench", "Foot;", 1, "Agree"],
        [3, day(5), day(6), "anonymous", "", "Night buses", "A later one", "Bus;Foot;", 1, "Agree"],
        [4, day(5), day(6), "anonymous", "", "Crossings", "", "Foot;", 0, "Neutral"],
    ]
    return workbook({"Form1": rows})


def microsoft_forms_saved_again() -> bytes:
    head = "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Was ist die größte Herausforderung?\r\n"
    return (head + "1;7/2/20 11:00:22;7/2/20 11:01:00;anonymous;;Lieferwagen – überall\r\n").encode("cp1252")


def google_forms() -> str:
    return text(
        [
            [
                "Timestamp",
                "Email Address",
                "Score",
                "How useful was it? [Morning]",
                "How useful was it? [Afternoon]",
                "Which ways do you take?",
                "What is the biggest challenge?",
            ],
            [
                "2024/03/05 3:00:00 PM GMT+1",
                "ona@example.org",
                "4 / 5",
                "Very useful",
                "4",
                "Foot, in the rain",
                "Vans",
            ],
            [
                "2024/03/05 3:01:00 PM GMT+1",
                "rasa@example.org",
                "5 / 5",
                "Useful",
                "5",
                "Bus, Foot, in the rain",
                "Dark",
            ],
            [
                "2024/03/05 3:02:00 PM GMT+1",
                "ieva@example.org",
                "3 / 5",
                "Useful",
                "3",
                "Bus",
                "No lamps, no signs",
            ],
            [
                "2024/03/05 3:03:00 PM GMT+1",
                "jonas@example.org",
                "3 / 5",
                "Useful",
                "3",
                "Bus",
                "Fog; ice; rain",
            ],
        ]
    )


def surveymonkey() -> str:
    return text(
        [
            [
                *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"),
                *("First Name", "Last Name", "Custom Data 1", "Which ways do you take?", "", ""),
                *("What is missing\nfor you?", "Please rate the day", ""),
            ],
            [*[""] * 9, "Foot", "Bus", "Other (please specify)", "Open-Ended Response", "Room", "Food"],
            [
                "6666761644",
                "12",
                "d",
                "d",
                "10.0.0.1",
                "",
                "Ona",
                "Ona",
                "",
                "Foot",
                "",
                "",
                "A lamp",
                "4",
                "5",
            ],
            [
                "6666761645",
                "12",
                "d",
                "d",
                "10.0.0.2",
                "",
                "Rasa",
                "Rasa",
                "",
                "Foot",
                "Bus",
                "By ferry",
                "",
                "3",
                "5",
            ],
            [
                "6666761646",
                "12",
                "d",
                "d",
                "10.0.0.3",
                "",
                "Jonas",
                "Jonas",
                "",
                "",
                "Bus",
                "",
                "Signs",
                "5",
                "4",
            ],
        ]
    )


def mentimeter() -> bytes:
    rows: Rows = [
        ["A day on crossings"],
        ["Results", "", ""],
        [
            "Date (UTC)",
            "Session",
            "Voter",
            "What do you need?",
            "How was it?::The room",
            "How was it?::The food",
        ],
        ["2024-03-05", "1", "1", "A lamp", 4, 5],
        ["2024-03-05", "1", "2", "A bench", 3, 5],
        ["2024-03-05", "1", "3", "", 5, 2],
    ]
    return workbook({"Voters": rows})


def mentimeter_long() -> bytes:
    rows: Rows = [
        ["Date (UTC)", "Session", "Voter", "Question", "Answer"],
        ["2024-03-05", "1", "1", "What do you need?", "A lamp"],
        ["2024-03-05", "1", "1", "What is the challenge?", "Vans park there"],
        ["2024-03-05", "1", "2", "What do you need?", "A bench"],
    ]
    return workbook({"Answers": rows})


def slido() -> bytes:
    asked: Rows = [
        ["Question", "Author", "Score", "Date"],
        ["We need a lamp at every crossing", "Anonymous", 12, "2024-03-05 10:00"],
        ["Who pays for it?", "Ona Example", 3, "2024-03-05 10:02"],
    ]
    poll: Rows = [
        ["What is the main challenge?"],
        ["Vans park in front of it"],
        ["It is too dark there at night"],
    ]
    return workbook({"Questions": asked, "Poll 1": poll})


def hand_made() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Forms")
        sheet.merge_range(0, 0, 0, 5, "Forms typed in after the workshop")
        sheet.merge_range(2, 1, 2, 2, "Morning")
        sheet.merge_range(2, 3, 2, 4, "Afternoon")
        sheet.write_row(2, 0, ["Theme"])
        sheet.write_row(3, 1, ["Comment", "Rating (1-5)", "Comment", "Rating (1-5)", "Phone"])
        sheet.merge_range(4, 0, 5, 0, "Crossings")
        sheet.write_row(4, 1, ["- a lamp\n- a bench", 4, "1) signs 2) paint", 5, "0032 9 000 00 00"])
        sheet.write_row(5, 1, ["Vans park there", 3, "", 4, "0032 9 000 00 01"])
        sheet.write_row(6, 0, ["Night buses", "Said in private", 1, "Do not print", 1, ""])
        sheet.write_row(7, 0, ["Night buses", "A later one", 5, "5", "", "0032 9 000 00 02"])
        sheet.write_formula(7, 4, "=1/0", None, "#DIV/0!")
        sheet.write_row(8, 0, ["Mean", "", 4, "", 4.5])
        sheet.set_row(6, None, None, {"hidden": True})
        notes = book.add_worksheet("Notes to self")
        notes.write_column(0, 0, ["Comment", "Call Ona"])
        notes.hide()
    return out.getvalue()


def spreadsheet() -> bytes:
    """An .ods with a hidden row, a hidden column, merged cells and an error value."""
    from tests.opendocument import cell, column, opendocument, row

    hidden = 'table:visibility="collapse"'
    return opendocument(
        column() + column(hidden) + column(),
        row(cell("Theme") + cell("Typed by") + cell("Need")),
        row(cell("Crossings", 'table:number-rows-spanned="2"') + cell("me") + cell("A lamp")),
        row("<table:covered-table-cell/>" + cell("me") + cell("Err:502", 'calcext:value-type="error"')),
        row(cell("Night buses") + cell("me") + cell("Said in private"), hidden),
        row(cell("Night buses") + cell("me") + cell("A later one")),
    )


PLAIN: Rows = [["Theme", "Comment"], ["Crossings", "A lamp; a bench"], ["Night buses", "Two\nlines"]]

FILES: dict[str, bytes | str] = {
    "eusurvey.xlsx": eusurvey(),
    "eusurvey-continued.xlsx": eusurvey_continued(),
    "limesurvey-codes.csv": limesurvey(LIMESURVEY_CODES, ("Y", "")),
    "limesurvey-full.csv": limesurvey(LIMESURVEY_FULL, ("Yes", "No")),
    "limesurvey-abbreviated.csv": limesurvey(LIMESURVEY_SHORT, ("Yes", "No")),
    "microsoft-forms.xlsx": microsoft_forms(),
    "microsoft-forms-saved-again.csv": microsoft_forms_saved_again(),
    "google-forms.csv": google_forms(),
    "surveymonkey.csv": surveymonkey(),
    "mentimeter.xlsx": mentimeter(),
    "mentimeter-long.xlsx": mentimeter_long(),
    "slido.xlsx": slido(),
    "hand-made.xlsx": hand_made(),
    "hand-made.ods": spreadsheet(),
    "old.xls": (Path(__file__).parent / "cases" / "old.xls").read_bytes(),
    "tabs-utf16.tsv": b"\xff\xfe" + text(PLAIN, "\t").encode("utf-16-le"),
    "sep-line.csv": "sep=;\r\n" + text(PLAIN, ";"),
    "bars.csv": text(PLAIN, "|"),
    "old-line-ends.csv": text(PLAIN, ";", "\r"),
    "headings-only.csv": "Theme,Comment\n",
    "numbers.csv": "1,2\n3,4\n",
    "unknown.csv": "Name of dog,Colour\nRex,brown\nBello,white\n",
    "empty.csv": "",
}


def read(name: str, folder: Path, more: str = "") -> Source:
    """Write one of the files and read it."""
    content = FILES[name]
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_source(path, f"feedback/{name}", workshop(more))


def outcome(name: str, folder: Path) -> str:
    """What became of a file, as lines of Markdown."""
    try:
        source = read(name, folder)
    except SourceError as error:
        return f"## {name}\n\n" + "\n".join(f"Refused: {problem.what}." for problem in error.problems) + "\n"
    lines = [
        *(f"- {notice}" for notice in source.notices),
        f"- Not statements: {', '.join(f'{n} {reason}' for reason, n in sorted(source.units.items()))}",
    ]
    answers = [["Place", "Question", "Statement", "Said of it"]]
    answers += [
        [b.where.inside, b.question, b.text, ", ".join(filter(None, (b.theme, b.lens, b.group)))]
        for b in source.blocks
    ]
    if len(answers) > 1:
        lines += ["", *("| " + " | ".join(map(_plain, cells)) + " |" for cells in answers)]
        lines.insert(-len(source.blocks), "|---|---|---|---|")
    ticked = [
        f"- Rating: {_named(r.title, r.question)}, {r.scale}: {_counts(r.points)}" for r in source.ratings
    ]
    ticked += [
        f"- Choice: {c.question}: {_counts(option for answer in c.answers for option in answer)}"
        for c in source.choices
    ]
    return "\n".join([f"## {name}", "", *lines, *([""] if ticked else []), *map(_plain, ticked), ""])


def _named(title: str, question: str) -> str:
    return f"{title}: {question}" if title else question


def _counts(answers: object) -> str:
    counted = Counter(answers)  # type: ignore[call-overload]
    return ", ".join(f"{count} x {answer}" for answer, count in sorted(counted.items()))


def _plain(cell: str) -> str:
    return cell.replace("\n", " / ").replace("|", "¦")


def table() -> str:
    """What became of all files."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [outcome(name, Path(folder)) for name in FILES]
    return "# What became of each feedback file\n\nMade by `python -m tests.feedback_files`.\n\n" + "\n".join(
        parts
    )


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
