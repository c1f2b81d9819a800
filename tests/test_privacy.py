"""Nobody's name leaves the workshop: what is printed, the way back, consents, `check --privacy`, `forget`."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from report_builder.cache import PLACE as CACHE
from report_builder.privacy.decode import passages
from tests.conftest import Project, Run
from tests.word_editor import WordEditor

TOML = """\
[event]
title = "A day on crossings"
date = 2024-03-05
place = "Ghent, Belgium"
organiser = "The host"

[deliverable]
authors = [{ name = "Ines Autorova", organisation = "The host" }]

[[themes]]
id = "crossings"
title = "Crossings"

[[groups]]
id = "police"
title = "Police"

[[groups]]
id = "city"
title = "City"

[[sessions]]
id = "morning"
title = "Morning table led by Maria Kanakari"
theme = "crossings"
moderator = "Petros Moderakis"
summary = "Maria Kanakari showed a map."
kind = "case studies"
files = ["notes/morning-kanakari.md"]

[[images]]
file = "plan.png"
alt = "Maria Kanakari at the board"
caption = "Kanakari explains the plan"
credit = "Ines Autorova"
section = "introduction"
consent = "written"
"""
PARTICIPANTS = """\
name,email,phone,organisation,group,consent_name,consent_quote,code
Maria Kanakari,maria@kanakari.example,+30 210 771 0805,City of Karditsa,city,no,no,P01
Jonas Allermund,jonas.allermund@example.eu,,Rheinhafen Police,police,yes,yes,P02
Brigitte Sommerfeld,,,Rheinhafen Police,police,no,no,P03
Li Wei,,,City of Karditsa,city,no,no,P04
"""
NOTES = """\
# Crossings, as told by M. Kanakari

Moderator: Petros Moderakis

## Needs

- Kanakari said that drivers need signs that can be read at night.
- Drivers need lamps, says Jonas Allermund; write to jonas.allermund@example.eu or call +30 210 771 0805.
- Η Κανακάρη ζήτησε περισσότερες διαβάσεις.
- The lamps of the crossing should be checked each month by the City of Karditsa.

## Challenges

- The crossing by the school is hidden behind parked vans, as KANAKARI and Moderakis have seen.
- Ask @jallermund: the crossing at 10.0.0.17 is dark.
"""
FEEDBACK = """\
Name,Group,What do you need at crossings?
Brigitte Sommerfeld,police,We need the map that Sommerfeld and Kanakari drew of all crossings.
Jonas Allermund,police,allermund was right: the crossing needs a lamp that works.
"""
INTRODUCTION = (
    "We met in Ghent. **Maria** Kanakari opened, [Jonas](mailto:jonas.allermund@example.eu) closed.\n"
)
SECRETS = re.compile(
    r"kanakari|κανακ[αά]ρη|allermund|sommerfeld|moderakis|\bmaria\b|\bjonas\b|771\s?0805|10\.0\.0\.17",
    re.IGNORECASE,
)
"""What must stand in no output."""


def picture() -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    facts = PngInfo()
    facts.add_text("Author", "Maria Kanakari")
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(data, "PNG", pnginfo=facts)
    return data.getvalue()


TREE: dict[str, str | bytes] = {
    "inputs/workshop.toml": TOML,
    "inputs/participants.csv": PARTICIPANTS,
    "inputs/notes/morning-kanakari.md": NOTES,
    "inputs/feedback/form.csv": FEEDBACK,
    "inputs/sections/introduction.md": INTRODUCTION,
    "inputs/images/plan.png": picture(),
}


@pytest.fixture
def folder(project: Project) -> Path:
    return project(TREE)


def words_of(data: bytes, name: str) -> Iterator[str]:
    """All that is in a file, read without the program's own masks; parts of packages byte by byte as well."""
    yield from (passage.text for passage in passages(name, data))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from (package.read(part).decode("utf-8", "replace") for part in package.namelist())


def hits(folder: Path, pattern: re.Pattern[str] = SECRETS) -> list[str]:
    return [
        f"{path.relative_to(folder)}: {text[max(found.start() - 30, 0) : found.end() + 30]}"
        for path in sorted((folder / "output").rglob("*"))
        if path.is_file()
        for text in words_of(path.read_bytes(), path.name)
        for found in pattern.finditer(text)
    ]


def build_all(folder: Path, run: Run) -> None:
    for command in (("build", folder), ("summaries", folder), ("export", folder)):
        result = run(*command)
        assert result.code == 0, result.err


def statements(folder: Path, run: Run) -> list[str]:
    assert run("export", folder, "--format", "json").code == 0
    data = json.loads((folder / "output/findings.json").read_text(encoding="utf-8"))
    return [found["statement"] for found in data["findings"]]


# What is printed


@pytest.mark.needs_pango
def test_no_name_stands_in_any_output(folder: Path, run: Run) -> None:
    build_all(folder, run)
    assert len(list((folder / "output").rglob("*.*"))) >= 8
    assert hits(folder) == []
    assert hits(folder, re.compile("Ines Autorova"))
    html = (folder / "output/report.html").read_text(encoding="utf-8")
    assert "[name] said that drivers need signs that can be read at night." in html
    assert "notes/morning-[name].md" in html
    assert "City of Karditsa" in html


def test_what_people_type_into_a_draft_is_masked_and_kept(folder: Path, run: Run) -> None:
    assert run("build", folder, "--format", "docx").code == 0
    path = folder / "output/report.docx"
    word = WordEditor(path.read_bytes(), author="Jonas Allermund")
    word.retype(word.statement("[name] said that"), "Drivers need signs, as Maria Kanakari told us twice.")
    word.insert("Kanakari wants humps before each crossing.", word.statement("The crossing by the school"))
    word.comment(
        word.statement("The lamps of the crossing"), "Ask Jonas Allermund!", author="Jonas Allermund"
    )
    path.write_bytes(word.save())
    assert run("build", folder, "--format", "docx").code == 0
    assert hits(folder) == []
    found = statements(folder, run)
    assert "Drivers need signs, as [name] told us twice." in found
    assert "[name] wants humps before each crossing." in found
    journal = (folder / "inputs/history/edits.jsonl").read_text(encoding="utf-8")
    assert "as Maria Kanakari told us twice" in journal
    again = WordEditor(path.read_bytes())
    assert ("[name]", "Ask [name]!") in again.comments()
    assert "nothing new" in run("pull", path, "--workshop", folder).out


def test_an_unedited_draft_is_no_edit_and_an_edit_of_a_masked_statement_no_conflict(
    folder: Path, run: Run, tmp_path: Path
) -> None:
    assert run("build", folder, "--format", "docx").code == 0
    copy = tmp_path / "returned.docx"
    word = WordEditor((folder / "output/report.docx").read_bytes())
    copy.write_bytes(word.save())
    assert "nothing new" in run("pull", copy, "--workshop", folder).out
    word.retype(word.statement("[name] said that"), "[name] said that signs must be readable at night.")
    copy.write_bytes(word.save())
    assert run("pull", copy, "--workshop", folder).code == 0
    checked = run("check", folder)
    assert "conflict" not in checked.err
    assert "[name] said that signs must be readable at night." in statements(folder, run)


def test_somebody_who_comes_onto_the_list_later_makes_no_conflict(folder: Path, run: Run) -> None:
    people = folder / "inputs/participants.csv"
    people.write_text("name,group\nLi Wei,city\n", encoding="utf-8")
    (folder / "inputs/notes/morning-kanakari.md").write_text(
        NOTES.replace("M. Kanakari", "us"), encoding="utf-8"
    )
    settings = folder / "inputs/workshop.toml"
    settings.write_text(TOML.replace("Maria Kanakari", "somebody"), encoding="utf-8")
    assert run("build", folder, "--format", "docx").code == 0
    path = folder / "output/report.docx"
    word = WordEditor(path.read_bytes())
    before = word.statement("Kanakari said that")
    word.retype(before, "Kanakari said that signs must be readable at night.")
    path.write_bytes(word.save())
    assert run("build", folder, "--format", "docx").code == 0
    people.write_text(PARTICIPANTS, encoding="utf-8")
    built = run("build", folder, "--format", "docx", "--changes-since", "0.0.9")
    built = run("build", folder, "--format", "docx")
    assert "conflict" not in built.err
    assert "[name] said that signs must be readable at night." in statements(folder, run)
    assert hits(folder) == []
    assert run("diff", "--workshop", folder, "--format", "docx").code == 0
    assert hits(folder) == []


def test_an_earlier_draft_that_holds_a_name_is_compared_without_it(folder: Path, run: Run) -> None:
    settings, people = folder / "inputs/workshop.toml", folder / "inputs/participants.csv"
    people.write_text("name,group\nLi Wei,city\n", encoding="utf-8")
    settings.write_text(TOML.replace("Maria Kanakari", "somebody"), encoding="utf-8")
    assert run("build", folder, "--format", "docx").code == 0
    people.write_text(PARTICIPANTS, encoding="utf-8")
    note = folder / "inputs/notes/morning-kanakari.md"
    note.write_text(NOTES.replace("signs that can be read at night", "bigger signs"), encoding="utf-8")
    settings.write_text(TOML.replace("[deliverable]", '[deliverable]\nversion = "0.2"'), encoding="utf-8")
    assert run("build", folder, "--format", "docx", "--changes-since", "0.1").code == 0
    assert run("diff", "--workshop", folder, "--format", "docx").code == 0
    assert "bigger signs" in " ".join(words_of((folder / "output/changes.docx").read_bytes(), "changes.docx"))
    assert hits(folder) == []


# Groups, attribution, consents


def with_privacy(folder: Path, lines: str) -> None:
    (folder / "inputs/workshop.toml").write_text(f"{TOML}\n[privacy]\n{lines}\n", encoding="utf-8")


def html_of(folder: Path, run: Run) -> str:
    result = run("build", folder, "--format", "html")
    assert result.code == 0, result.err
    page = (folder / "output/report.html").read_bytes()
    return "\n".join(passage.text for passage in passages("report.html", page))


TALK = """\
WEBVTT

00:00:01.000 --> 00:00:05.000
<v Jonas Allermund>Need: We need a second lamp at each crossing of the ring road.

00:00:06.000 --> 00:00:09.000
<v Maria Kanakari>Need: Drivers need a warning well before the crossing by the mill.
"""


@pytest.mark.parametrize(
    ("settings", "shown", "hidden"),
    [
        ('attribution = "group"\nmin_cell = 1', ["Police"], ["P02", "Jonas Allermund"]),
        ('attribution = "group"', ["Other"], ["P02", "Jonas Allermund"]),
        ('attribution = "none"\nmin_cell = 1', [], ["P02", "Jonas Allermund"]),
        ('attribution = "code"\nmin_cell = 1', ["P02", "P01", "Police"], ["Jonas Allermund", "Kanakari"]),
        ('attribution = "named"\nmin_cell = 1', ["Jonas Allermund", "City"], ["P02", "Kanakari"]),
        ('attribution = "named"\nchatham_house = true', [], ["P02", "Allermund", "Kanakari"]),
        (
            'attribution = "code"\nchatham_house_files = ["notes/talk.vtt"]\nmin_cell = 1',
            ["Police"],
            ["P02", "Allermund", "Kanakari"],
        ),
    ],
)
def test_who_said_it_stands_as_the_settings_and_consents_allow(
    folder: Path, run: Run, settings: str, shown: list[str], hidden: list[str]
) -> None:
    (folder / "inputs/notes/talk.vtt").write_text(TALK, encoding="utf-8")
    with_privacy(folder, settings)
    text = html_of(folder, run)
    beneath = [line for line in text.splitlines() if line.endswith(("S2, 00:00:01", "S2, 00:00:06"))]
    beneath = [line for line in beneath if not line.startswith("F")]
    assert len(beneath) == 2
    assert all(any(word in line for line in beneath) for word in shown), beneath
    assert not [word for word in hidden if any(word in line for line in beneath)], beneath


def test_under_the_chatham_house_rule_organisations_are_no_names_to_print(folder: Path, run: Run) -> None:
    with_privacy(folder, "chatham_house = true")
    text = html_of(folder, run)
    assert "should be checked each month by the [name]." in text
    assert "Karditsa" not in text


def test_the_list_of_participants_names_those_who_agreed_until_they_withdraw(folder: Path, run: Run) -> None:
    with_privacy(folder, 'participant_list = "names"\nattribution = "named"')
    text = html_of(folder, run)
    assert "Jonas Allermund, Rheinhafen Police" in text
    assert "Sommerfeld" not in text
    people = folder / "inputs/participants.csv"
    people.write_text(PARTICIPANTS.replace("police,yes,yes", "police,no,no"), encoding="utf-8")
    assert "Allermund" not in html_of(folder, run)
    with_privacy(folder, 'participant_list = "organisations"')
    people.write_text(PARTICIPANTS, encoding="utf-8")
    text = html_of(folder, run)
    assert "Rheinhafen Police" in text
    assert "Allermund" not in text


def test_a_picture_is_printed_as_long_as_there_is_consent(folder: Path, run: Run) -> None:
    assert "explains the plan" in html_of(folder, run)
    settings = TOML.replace('consent = "written"', 'consent = "withdrawn"')
    (folder / "inputs/workshop.toml").write_text(settings, encoding="utf-8")
    assert "explains the plan" not in html_of(folder, run)
    assert 'consent is "withdrawn", so it is left out' in run("check", folder).err


def test_small_groups_stand_nowhere_by_their_names(folder: Path, run: Run) -> None:
    build_all(folder, run)
    assert hits(folder, re.compile(r'"police"|\bPolice\b(?! \()')) == []


# The command


def test_check_privacy_lists_what_is_masked_with_its_place(folder: Path, run: Run) -> None:
    result = run("check", folder, "--privacy")
    assert result.code == 0
    assert "inputs/notes/morning-kanakari.md, line 7: name “Kanakari”" in result.out
    assert "inputs/notes/morning-kanakari.md, its name: name “kanakari”" in result.out
    assert "inputs/workshop.toml, image plan.png: name “Maria Kanakari”" in result.out
    assert "phone “+30 210 771 0805”" in result.out
    assert "e-mail “jonas.allermund@example.eu”" in result.out
    assert "inputs/sections/introduction.md: name “Maria Kanakari”" in result.out
    assert not (folder / "output").exists()
    found = json.loads(run("check", folder, "--privacy", "--json").out)["masked"]
    assert {"where": "inputs/notes/morning-kanakari.md, line 7", "kind": "name", "words": "Kanakari"} in found


def test_check_warns_of_a_participant_in_the_title(folder: Path, run: Run) -> None:
    path = folder / "inputs/workshop.toml"
    assert "privacy-title" not in run("check", folder, "--json").out
    path.write_text(TOML.replace("A day on crossings", "Brigitte Sommerfeld's crossings"), encoding="utf-8")
    result = run("check", folder)
    assert result.code == 0
    assert 'event.title names "Brigitte Sommerfeld"' in result.err


@pytest.mark.parametrize("suffix", ["docx", "html", "xlsx", "csv", "json", "png", "md"])
def test_a_name_that_stands_in_an_output_is_found(folder: Path, run: Run, suffix: str) -> None:
    build_all(folder, run)
    output = folder / "output"
    planted: dict[str, Callable[[], object]] = {
        "docx": lambda: _repacked(output / "report.docx", "docProps/core.xml", b"</cp:coreProperties>",
                                  b"<cp:lastModifiedBy>Jonas Allermund</cp:lastModifiedBy></cp:coreProperties>"),
        "html": lambda: _replaced(output / "report.html", b"</body>", b"<p title='Sommerfeld'>x</p></body>"),
        "xlsx": lambda: _repacked(output / "findings.xlsx", "docProps/core.xml", b"</cp:coreProperties>",
                                  b"<dc:creator>M. Kanakari</dc:creator></cp:coreProperties>"),
        "csv": lambda: _replaced(output / "findings.csv", b"\r\n", b",jonas.allermund@example.eu\r\n"),
        "json": lambda: _replaced(output / "findings.json", b'"Crossings"', '"Κανακάρη"'.encode()),
        "png": lambda: (output / "plan.png").write_bytes(picture()),
        "md": lambda: (output / "themes" / "allermund.md").write_bytes(b"# Nothing\n"),
    }  # fmt: skip
    plant = planted[suffix]
    plant()
    result = run("check", folder, "--privacy")
    assert result.code == 1
    assert f".{suffix}" in result.err
    assert "workshop.toml does not release it" in result.err


WORDS_THAT_ARE_NAMES = {
    "inputs/workshop.toml": TOML.split("[[sessions]]")[0].replace(
        '"Crossings"', '"Crossings"\nkeywords = ["pumps"]'
    ),
    "inputs/participants.csv": "name\nPeter Hill\nRose Tanner\nMark Waters\nAnn Price\nHope Berg\nApril May\n",
    "inputs/notes/pumps.md": """\
# Notes on pumps

## Needs

- The hill was closed and the pumps on the hill need a fence.
- Rose water is needed by the pumps.
- Mark the date of the next drill at the pumps on the map.
- In May 2017 the pumps needed new oil, and the price of oil rose.
- Price lists of pumps are needed in all waters.
- Hope and grace are no plan for pumps.

## Challenges

- Berg en Dal has no pumps.
- May Day and April showers stop the pumps.
- Mr Hill said that the pumps are old.
""",
}


@pytest.mark.needs_pango
def test_words_that_are_names_besides_do_not_stop_a_clean_workshop(project: Project, run: Run) -> None:
    folder = project(WORDS_THAT_ARE_NAMES)
    build_all(folder, run)
    result = run("check", folder, "--privacy")
    assert result.code == 0, result.err
    assert (folder / "output/report.pdf").exists()


@pytest.mark.parametrize(
    "planted", ["Ask Mr Hill.", "Peter Hill has it.", "F3 Rose Tanner has it.", "P. Hill", "F1 Hill said no."]
)
def test_names_that_are_words_besides_are_found_where_they_slipped_in(
    project: Project, run: Run, planted: str
) -> None:
    folder = project(WORDS_THAT_ARE_NAMES)
    assert run("build", folder, "--format", "html").code == 0
    _replaced(folder / "output/report.html", b"</body>", f"<p>{planted}</p></body>".encode())
    result = run("check", folder, "--privacy")
    assert result.code == 1
    assert "workshop.toml does not release it" in result.err


def _replaced(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def _repacked(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_strict_writes_nothing_while_a_name_stands_somewhere(folder: Path, run: Run) -> None:
    template = folder / "templates/report.html.j2"
    template.parent.mkdir()
    template.write_text(
        '{% extends "builtin/report.html.j2" %}{% block contents %}<p>Ask Sommerfeld.</p>{% endblock %}',
        encoding="utf-8",
    )
    result = run("build", folder, "--format", "html", "--strict")
    assert result.code == 1
    assert 'the name "Sommerfeld" stands there' in result.err
    assert not (folder / "output/report.html").exists()


# Forgetting


def test_forget_takes_a_name_out_of_the_history_and_tells_what_else_holds_it(folder: Path, run: Run) -> None:
    people = folder / "inputs/participants.csv"
    people.write_text("name,group\nLi Wei,city\n", encoding="utf-8")
    assert run("build", folder, "--format", "docx").code == 0
    path = folder / "output/report.docx"
    word = WordEditor(path.read_bytes(), author="Maria Kanakari")
    word.retype(word.statement("The lamps of the crossing"), "Lamps should be checked, says Maria Kanakari.")
    path.write_bytes(word.save())
    assert run("build", folder, "--format", "docx").code == 0
    kept = {file: file.read_bytes() for file in written_by_people(folder)}
    assert "kanakari" in everything(folder / CACHE).casefold()
    told = run("forget", "Maria Kanakari", "--workshop", folder)
    assert "Nothing was changed" in told.out
    assert "kanakari" in everything(folder / "inputs/history").casefold()
    done = run("forget", "Maria Kanakari", "--workshop", folder, "--yes")
    assert done.code == 0
    assert not (folder / CACHE).exists()
    assert CACHE not in done.out
    for line in (
        "rewritten inputs/history/edits.jsonl",
        "rewritten inputs/history/findings.jsonl",
        "removed   inputs/history/returned/report-",
        "ask those who got it to delete it",
        "holds it  inputs/notes/morning-kanakari.md",
        "git, backups",
    ):
        assert line in done.out
    assert not re.search("kanakari", everything(folder / "inputs/history"), re.IGNORECASE)
    assert kept == {file: file.read_bytes() for file in written_by_people(folder)}
    assert run("build", folder, "--format", "docx").code == 0
    assert "Lamps should be checked, says [name]." in statements(folder, run)


def test_forget_asks_for_a_name(folder: Path, run: Run) -> None:
    result = run("forget", "42", "--workshop", folder)
    assert result.code == 1
    assert "this is no name of a person" in result.err


def written_by_people(folder: Path) -> list[Path]:
    inputs = folder / "inputs"
    return [path for path in inputs.rglob("*") if path.is_file() and "history" not in path.parts]


def everything(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(text for path in files for text in words_of(path.read_bytes(), path.name))
