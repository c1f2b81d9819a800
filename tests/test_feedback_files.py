"""Feedback files as survey tools and people make them: each cell once, nobody named, asked for what was hidden."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.load.encoding import decode
from report_builder.load.files import Archive
from report_builder.load.grid import delimited_grid
from report_builder.load.workbook.grids import read_workbook
from report_builder.load.workbook.old import old_facts
from report_builder.load.workbook.parts import sheet_facts
from tests import feedback_files
from tests.conftest import Project, Run
from tests.feedback_files import FILES, read, workbook, workshop
from tests.opendocument import cell, opendocument, row

PRIVATE = ("ona", "rasa", "jonas", "tok1", "10.0.0.1", "0032 9 000", "i1", "ona@example.org")
"""What was typed into columns that say who somebody is."""


def test_the_table_tells_what_becomes_of_each_file() -> None:
    """After a change that is meant: `python -m tests.feedback_files`, then read the difference."""
    assert feedback_files.table() == feedback_files.TABLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_cell_of_every_file_is_counted_once(name: str, tmp_path: Path) -> None:
    try:
        source = read(name, tmp_path)
    except SourceError:
        return
    data = (tmp_path / name).read_bytes()
    if name.endswith((".xlsx", ".xls", ".ods")):
        grids = read_workbook(data, name)
    else:
        grids = (delimited_grid(decode(data, name, "en")[0], name),)
    assert len(source.blocks) + sum(source.units.values()) == sum(grid.cells for grid in grids)


@pytest.mark.parametrize("name", FILES)
def test_nobody_is_named(name: str, tmp_path: Path) -> None:
    try:
        told = repr(read(name, tmp_path)).casefold()
    except SourceError:
        return
    assert not [words for words in PRIVATE if f"'{words}" in told or f" {words}@" in told]


def test_what_is_hidden_is_read_when_asked_for(tmp_path: Path) -> None:
    asked = '[[columns]]\nfile = "feedback/hand-made.*"\nhidden = true\n'
    said = {block.text for block in read("hand-made.xlsx", tmp_path, asked).blocks}
    assert {"Said in private", "Call Ona"} <= said
    source = read("hand-made.ods", tmp_path, asked)
    assert "Said in private" in {block.text for block in source.blocks}
    assert not [notice for notice in source.notices if "hidden" in notice]


def test_an_old_workbook_is_read_or_refused_however_damaged(tmp_path: Path) -> None:
    whole = FILES["old.xls"]
    assert isinstance(whole, bytes)
    assert old_facts(whole)["Forms ά"].hidden_rows == frozenset({3})
    chance = random.Random(5)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(4):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 255, chance.randrange(256)))
        cut = chance.choice((len(data), chance.randrange(len(data))))
        old_facts(bytes(data[:cut]))


@pytest.mark.parametrize(
    ("heading", "answers", "role"),
    [
        ("Table", ["1", "3", "2", "4"], "choice"),
        ("How did you like it?", ["1", "3", "2", "4"], "rating"),
        ("like[SQ001]", ["1", "3", "2", "4"], "rating"),
        ("Mark (1-5)", ["1", "3", "2", "4"], "rating"),
        ("GF_ID", ["1", "3", "2", "4"], "metadata"),
        ("How many of you?", ["1", "3", "2", "4"], "choice"),
        ("Zugangscode", ["ab1", "cd2", "ef3", "gh4"], "personal"),
        ("Mobile phone", ["0032 9 000 00 00", "0032 9 000 00 01"], "personal"),
        ("Reach me", ["ona@example.org", "rasa@example.org"], "personal"),
        ("Points raised", ["Vans park there all day long", "No lamps at the school"], "statement"),
        ("Feedback on the day", ["Vans park there all day long", "No lamps at all"], "statement"),
        ("Other (please specify)", ["By ferry", "Tram"], "statement"),
        ("Sonstiges", ["Fähre", "Tram"], "statement"),
    ],
)
def test_what_a_column_is_taken_to_hold(tmp_path: Path, heading: str, answers: list[str], role: str) -> None:
    rows = [[heading, "Comment"], *([answer, "It is dark there at night."] for answer in answers)]
    (tmp_path / "a.csv").write_bytes(by_csv(rows))
    readings = load_source(tmp_path / "a.csv", "feedback/a.csv", workshop()).readings
    assert [reading.role for reading in readings] == [role, "statement"]


def test_a_remark_beside_a_number_is_a_statement(tmp_path: Path) -> None:
    rows = [["Mark (1-5)", "Comment"], *([mark, "Dark"] for mark in "44553534")]
    rows.append(["It was far too long for me", "Cold"])
    (tmp_path / "a.csv").write_bytes(by_csv(rows))
    source = load_source(tmp_path / "a.csv", "feedback/a.csv", workshop())
    assert source.blocks[-1].text == "It was far too long for me"
    assert source.blocks[-1].where.column == "Mark (1-5)"
    assert source.units["rating"] == 8
    assert source.ratings[0].points == (4, 4, 5, 5, 3, 5, 3, 4)


def test_an_asian_code_page_is_not_read_as_a_western_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"Comment\n" + "我們需要清楚的規則和更多的燈光\n".encode("big5") * 5)
    with pytest.raises(SourceError, match="its encoding can't be told"):
        load_source(tmp_path / "a.csv", "feedback/a.csv", workshop())


def test_more_than_two_rows_of_headings_are_told(project: Project, run: Run) -> None:
    told = '[[columns]]\nfile = "feedback/a.csv"\nheader_rows = 3\n'
    folder = project({"inputs/workshop.toml": feedback_files.WORKSHOP + told})
    assert "header_rows is 3" in run("check", folder).err


def test_continued_sheets_share_their_rows(tmp_path: Path) -> None:
    first, _, second, _ = read("eusurvey-continued.xlsx", tmp_path).blocks
    assert first.respondent == second.respondent
    assert (second.where.sheet, second.theme) == ("Content1", "Crossings")


def test_a_confirmed_mapping_is_not_guessed_again(project: Project, run: Run) -> None:
    tree = {
        f"inputs/feedback/{name}": FILES[name] for name in ("eusurvey.xlsx", "hand-made.xlsx", "bars.csv")
    }
    folder = project(tree | {"inputs/workshop.toml": feedback_files.WORKSHOP})
    guessed = run("check", folder, "--mapping").out
    assert '"What do you need most?" = "statement"' in guessed
    assert "90%: the heading asks for words" in guessed
    before = json.loads(run("check", folder, "--json").out)["account"]
    toml = folder / "inputs/workshop.toml"
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n{guessed}", encoding="utf-8")
    confirmed = run("check", folder, "--mapping").out
    assert [line.partition(": ")[2] for line in confirmed.splitlines() if line] == [
        "read as workshop.toml says."
    ] * 3
    assert json.loads(run("check", folder, "--json").out)["account"] == before


def test_a_mapping_is_corrected(project: Project, run: Run) -> None:
    sheet = "Theme,Colour,Comment\nCrossings,blue lamps,We need lamps.\n"
    told = '[[columns]]\nfile = "feedback/a.csv"\nroles = { "Colour" = "statement", "Comment" = "ignore" }\n'
    folder = project({"inputs/feedback/a.csv": sheet, "inputs/workshop.toml": feedback_files.WORKSHOP + told})
    (sheet_read,) = json.loads(run("check", folder, "--mapping", "--json").out)["mapping"]
    assert [(column["name"], column["role"], column["confidence"]) for column in sheet_read["columns"]] == [
        ("Theme", "theme", 0.9),
        ("Colour", "statement", 1.0),
        ("Comment", "ignore", 1.0),
    ]


def test_ids_and_telephone_numbers_stay_as_typed(tmp_path: Path) -> None:
    rows: feedback_files.Rows = [
        ["Comment", "Number"],
        ["0032 9 000 00 00", 6666761644],
        ["00123", 12.5],
        ["1e5", 1e15],
    ]
    (tmp_path / "a.xlsx").write_bytes(workbook({"A": rows}))
    told = 'file = "feedback/a.xlsx"\nroles = { "Comment" = "statement", "Number" = "statement" }\n'
    source = load_source(tmp_path / "a.xlsx", "feedback/a.xlsx", workshop(f"[[columns]]\n{told}"))
    assert [block.text for block in source.blocks] == [
        *("0032 9 000 00 00", "6666761644", "00123", "12.5", "1e5", "1000000000000000")
    ]


def test_facts_are_told_however_the_sheet_is_written() -> None:
    """Single quotes, a prefix before each name, attributes in any order."""
    sheet = (
        "<x:worksheet xmlns:x='urn:x'><x:cols><x:col hidden='1' max='3' min='2'/></x:cols><x:sheetData>"
        "<x:row hidden='true' r='2'><x:c t='e' r='B2'><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row>"
        "</x:sheetData><x:mergeCells><x:mergeCell ref='A1:A3'/></x:mergeCells></x:worksheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", '<r><s Id="i" Target="worksheets/a.xml"/></r>')
        archive.writestr("xl/workbook.xml", '<w xmlns:r="urn:r"><sheet name="A" r:id="i"/></w>')
        archive.writestr("xl/worksheets/a.xml", sheet)
    facts = sheet_facts(Archive(out.getvalue(), "a.xlsx"))["A"]
    assert facts.merged == ((0, 0, 2, 0),)
    assert facts.hidden_rows == frozenset({1})
    assert facts.hidden_columns == frozenset({1, 2})
    assert facts.errors == {(1, 1): "#DIV/0!"}


def by_xlsxwriter(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("S")
        for number, cells in enumerate(rows):
            for column, words in enumerate(cells):
                sheet.write_string(number, column, words)
    return out.getvalue()


def by_openpyxl(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, cells in enumerate(rows, 1):
        for column, words in enumerate(cells, 1):
            written = sheet.cell(number, column, words)
            written.data_type = "s"  # else "=a" is a formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_csv(rows: Sequence[Sequence[str]], delimiter: str = ";") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def by_tabs(rows: Sequence[Sequence[str]]) -> bytes:
    return by_csv(rows, "\t").decode("utf-8-sig").encode("utf-16")


def by_hand(rows: Sequence[Sequence[str]]) -> bytes:
    def escaped(words: str) -> str:
        marked = words.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "</text:p><text:p>")
        return marked.replace("  ", ' <text:s text:c="1"/>')

    return opendocument(*(row("".join(cell(escaped(words)) for words in cells)) for cells in rows))


SIGNS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\u00ad\u115f\u1160")
WORDS = st.lists(st.text(SIGNS, min_size=1, max_size=8), min_size=1, max_size=6)
ANSWER = st.builds(
    lambda lines: "\n".join(" ".join(words) for words in lines), st.lists(WORDS, min_size=1, max_size=3)
).filter(lambda answer: "_x" not in answer)
"""Words in lines; `_x000D_` is how Excel writes a sign that it can't."""
TOLD = """
[[columns]]
file = "feedback/*"
header_row = 1
header_rows = 1
roles = { "First" = "statement", "Second" = "statement" }
"""


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.xlsx", by_xlsxwriter),
        ("b.xlsx", by_openpyxl),
        ("a.csv", by_csv),
        ("a.tsv", by_tabs),
        ("a.ods", by_hand),
    ],
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(ANSWER, ANSWER), min_size=1, max_size=5))
def test_words_come_back_verbatim_in_order_and_in_their_place(
    tmp_path: Path, name: str, write: Callable[[Sequence[Sequence[str]]], bytes], rows: list[tuple[str, str]]
) -> None:
    (tmp_path / name).write_bytes(write([("First", "Second"), *rows]))
    source = load_source(tmp_path / name, f"feedback/{name}", workshop(TOLD))
    told = [
        (words, number, heading)
        for number, cells in enumerate(rows, 2)
        for words, heading in zip(cells, ("First", "Second"), strict=True)
    ]
    read_back = [(block.text, block.where.row, block.where.column) for block in source.blocks]
    failed = {words for words, _, _ in told} - {words for words, _, _ in read_back}
    assert all(words.startswith(("#", "Err:")) for words in failed)
    assert read_back == [entry for entry in told if entry[0] not in failed]
