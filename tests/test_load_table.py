"""Feedback sheets of survey tools and of people."""

import csv
import datetime
import io
import itertools
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.load.grid import delimited_grid
from report_builder.model import Source
from report_builder.settings import Columns, Event, Group, Lens, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"),
    (Theme("protests", "Protests"), Theme("events", "Large events")),
    lenses=(Lens("need", "Needs", marks=("Need",)), Lens("challenge", "Challenges", marks=("Challenge",))),
    groups=(Group("police", "Police", aliases=("LEA",)), Group("academia", "Academia")),
)
Rows = Sequence[Sequence[str | float]]


def read_text(folder: Path, text: str | bytes, workshop: Workshop = WORKSHOP, name: str = "a.csv") -> Source:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_source(path, f"feedback/{name}", workshop)


def read_sheets(
    folder: Path,
    sheets: dict[str, Rows],
    workshop: Workshop = WORKSHOP,
    merged: Sequence[tuple[int, int, int, int, str]] = (),
    hidden: Sequence[str] = (),
) -> Source:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for span in merged:
                sheet.merge_range(*span)
            if name in hidden:
                sheet.hide()
    return load_source(path, "feedback/a.xlsx", workshop)


def statements(source: Source) -> list[tuple[int, str, str]]:
    return [(block.where.row, block.question, block.text) for block in source.blocks]


def cells(source: Source) -> int:
    return len(source.blocks) + sum(source.units.values())


def test_eusurvey(tmp_path: Path) -> None:
    theme, need, use = (
        "Which theme is your answer about?",
        "What do you need most?",
        "Which platforms do you use?",
    )
    source = read_sheets(
        tmp_path,
        {
            "Content": [
                ["Alias", "Athens"],
                ["Export Date", "2017-05-29"],
                [],
                [
                    theme,
                    need,
                    use,
                    "How useful was it?",
                    "User Name",
                    "Contribution Id",
                    "Creation Date",
                    "Last Update",
                ],
                ["Protests", "Clear rules.", "Twitter;Facebook", 4, "u1", "ab-1", "2017-05-10", "2017-05-10"],
                ["Large events", "A budget", "Facebook", 5, "u2", "ab-2", "2017-05-11", "2017-05-11"],
                ["Protests", "", "Twitter", 3, "u3", "ab-3", "2017-05-11", "2017-05-11"],
                ["Protests", "Staff.", "Twitter;Facebook", 3, "u4", "ab-4", "2017-05-11", "2017-05-11"],
            ]
        },
    )
    assert statements(source) == [(5, need, "Clear rules."), (6, need, "A budget"), (8, need, "Staff.")]
    first = source.blocks[0]
    assert (first.theme, first.respondent) == ("Protests", "feedback/a.xlsx!Content!5")
    assert source.units == {
        "title": 4,
        "heading": 8,
        "empty": 12 + 8 + 1,
        "attribute": 4,
        "choice": 4,
        "rating": 4,
        "personal data": 4,
        "metadata": 12,
    }
    assert cells(source) == 8 * 8
    assert "EUSurvey" in source.notices[0]


def test_hand_made_sheet_with_merged_themes_title_and_total(tmp_path: Path) -> None:
    source = read_sheets(
        tmp_path,
        {
            "Forms": [
                ["Feedback forms, typed in later"],
                ["No.", "Theme", "Type", "Comment", "Organisation type", "Phone"],
                [1, "", "Need", "Training", "LEA", "0030210123456"],
                [2, "", "Challenge", "Too many tools, too little time", "Academia", "0030210123457"],
                [3, "Large events", "Need", "Signs", "LEA", ""],
                ["Total", "", "", 3, "", ""],
            ]
        },
        merged=[(2, 1, 3, 1, "Protests")],
    )
    assert [(block.text, block.theme, block.lens, block.group) for block in source.blocks] == [
        ("Training", "Protests", "Need", "LEA"),
        ("Too many tools, too little time", "Protests", "Challenge", "Academia"),
        ("Signs", "Large events", "Need", "LEA"),
    ]
    assert source.units["total"] == 2
    assert source.units["title"] == 1
    assert source.units["personal data"] == 2
    assert cells(source) == 6 * 6
    assert "0030210123456" not in repr(source)


def test_surveymonkey_with_two_header_rows(tmp_path: Path) -> None:
    source = read_text(
        tmp_path,
        "Respondent ID,Collector ID,Which tools do you use?,,What is missing?\n"
        ",,Twitter,Other (please specify),Open-Ended Response\n"
        "6666761644,12,Twitter,,Time to read it all\n"
        "6666761645,12,,A tool that we wrote ourselves,\n",
    )
    assert statements(source) == [
        (3, "What is missing?", "Time to read it all"),
        (4, "Which tools do you use?: Other (please specify)", "A tool that we wrote ourselves"),
    ]
    assert source.units["metadata"] == 4
    assert cells(source) == 4 * 5


@pytest.mark.parametrize(
    "text",
    [
        "name,comment\nMaria,We need clear rules; and money\n",
        'sep=;\nname;comment\nMaria;"We need clear rules; and money"\n',
        "\ufeffname\tcomment\r\nMaria\tWe need clear rules; and money\r\n",
        "name|comment\nMaria|We need clear rules; and money\n",
    ],
)
def test_delimiters(tmp_path: Path, text: str) -> None:
    source = read_text(tmp_path, text)
    assert statements(source) == [(2, "comment", "We need clear rules; and money")]
    assert source.units == {"heading": 2, "personal data": 1}
    assert "Maria" not in repr(source)


def test_rows_are_counted_as_the_spreadsheet_counts_them(tmp_path: Path) -> None:
    source = read_text(tmp_path, 'Comment;Theme\n"two\nlines";Protests\nlast one;Protests\n')
    assert [(block.where.row, block.text) for block in source.blocks] == [(2, "two\nlines"), (3, "last one")]


@pytest.mark.parametrize(
    ("answers", "role"),
    [
        (["Post;Mail;"], "choice"),
        (["Mail;Post", "Post", "Mail"], "choice"),
        (["Mail; Post", "Post; Mail", "Mail", "a pigeon"], "statement"),
        (["Mail", "Mail", "Mail"], "statement"),
        (["clear rules; maps", "more staff", "a map"], "statement"),
    ],
)
def test_options_with_semicolons_are_chosen_whatever_the_heading_asks(
    tmp_path: Path, answers: list[str], role: str
) -> None:
    rows = [(answer, "Buses stop too early at night.") for answer in answers]
    source = read_sheets(tmp_path, {"A": [["What do you need?", "Comment"], *rows]})
    assert source.readings[0].role == role


def test_microsoft_forms(tmp_path: Path) -> None:
    source = read_text(
        tmp_path,
        "ID,Start time,Completion time,Email,Name,What is the biggest challenge?,Which group do you belong to?\n"
        "1,7/2/20 11:00:22,7/2/20 11:01:00,anonymous,,Time,Police;\n",
    )
    assert [(block.text, block.group) for block in source.blocks] == [("Time", "Police")]
    assert source.units == {"heading": 7, "metadata": 3, "personal data": 1, "empty": 1, "attribute": 1}


def test_old_code_page(tmp_path: Path) -> None:
    source = read_text(tmp_path, "Comment\nWe need a caf\xe9 \x96 badly\n".encode("latin-1"))
    assert [block.text for block in source.blocks] == ["We need a café – badly"]
    assert "1252" in source.notices[0]


def test_roles_told_in_the_workshop_are_not_guessed(tmp_path: Path) -> None:
    told = Columns(
        "feedback/a*.csv",
        header_row=2,
        theme="events",
        roles={"who": "respondent", "A": "statement", "B": "ignore"},
    )
    source = read_text(
        tmp_path,
        "x,y,z\nWho,A,B\np1,yes,We need more of that\np1,no,\np2,no,\n",
        replace(WORKSHOP, columns=(told,)),
    )
    assert [(block.text, block.theme) for block in source.blocks] == [
        ("yes", "events"),
        ("no", "events"),
        ("no", "events"),
    ]
    one, same, other = (block.respondent for block in source.blocks)
    assert one == same != other
    assert "p1" not in repr(source)
    assert source.units == {"title": 3, "heading": 3, "metadata": 3, "ignored": 1, "empty": 2}


def test_a_file_is_named_as_it_is_spelled(tmp_path: Path) -> None:
    told = Columns("feedback/a [final].csv", roles={"Age": "statement"})
    source = read_text(tmp_path, "Age\n33\n", replace(WORKSHOP, columns=(told,)), "a [final].csv")
    assert [block.text for block in source.blocks] == ["33"]


def test_columns_that_are_not_there_are_told_together(tmp_path: Path) -> None:
    told = Columns("feedback/a.csv", roles={"Coment": "statement", "Theme": "topic"})
    with pytest.raises(SourceError) as caught:
        read_text(tmp_path, "Comment,Theme\nx,y\n", replace(WORKSHOP, columns=(told,)))
    assert [problem.what for problem in caught.value.problems] == [
        'there is no column "Coment", for inputs/feedback/a.csv',
        '"topic" is no role of a column, for inputs/feedback/a.csv',
    ]
    assert caught.value.problems[0].mend == 'Did you mean "Comment"?'


def test_no_statements_at_all_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(tmp_path, 'Age,"Say ""it"""\n33,blue\n34,red\n')
    mend = caught.value.problems[0].mend
    assert 'file = "feedback/a.csv"' in mend
    assert 'roles = { "Age" = "statement" }' in mend or 'roles = { "Say \\"it\\"" = "statement" }' in mend


MATRIX = [
    ["Early warning", "Officers need tools in their own language", "Rumours spread faster than facts do"],
    ["Crisis information", "One voice for all of the services", "Nobody answers at night."],
]


@pytest.mark.parametrize(
    "header",
    [["", "Needs", "Challenges"], ["Theme", "Needs", "Challenges"], ["Session", "Main needs", "Challenge"]],
)
def test_a_matrix_of_rows_by_lenses(tmp_path: Path, header: list[str]) -> None:
    source = read_sheets(tmp_path, {"Matrix": [header, *MATRIX]})
    assert [(block.theme, block.question, block.text) for block in source.blocks] == [
        (row[0], question, text) for row in MATRIX for question, text in zip(header[1:], row[1:], strict=True)
    ]
    assert source.units["attribute"] == len(MATRIX)
    assert source.units["heading"] == sum(map(bool, header))
    assert cells(source) == 9


def test_a_matrix_of_lenses_by_themes_below_a_title(tmp_path: Path) -> None:
    source = read_sheets(
        tmp_path,
        {
            "Matrix": [
                ["Results of the morning"],
                ["", "Protests", "Large events"],
                ["Needs", "More officers who read Greek", "Signs that can be read at night"],
                ["Challenges", "Nobody has the time to read it", "Too many platforms to watch"],
            ]
        },
    )
    assert [(block.lens, block.question, block.text[:4]) for block in source.blocks] == [
        ("Needs", "Protests", "More"),
        ("Needs", "Large events", "Sign"),
        ("Challenges", "Protests", "Nobo"),
        ("Challenges", "Large events", "Too "),
    ]
    assert source.units == {"title": 1, "heading": 2, "attribute": 2, "empty": 3}


def test_a_row_of_sentences_is_no_header(tmp_path: Path) -> None:
    rows = [
        ["Athens", "We need clear rules for all of it.", "The law is not clear to anybody here."],
        ["Berlin", "Officers need to be trained every year.", "There is no time to read it all."],
    ]
    source = read_sheets(tmp_path, {"A": rows})
    assert [block.text for block in source.blocks] == [text for row in rows for text in row[1:]]
    assert "heading" not in source.units


@pytest.mark.parametrize(
    "question",
    [
        "Which rules does your organisation need most of all?",
        "Tell us about the greatest challenge that you meet in your work.",
        "Describe in your own words how your organisation uses social media during and after large protests",
    ],
)
def test_questions_are_a_header_however_long(tmp_path: Path, question: str) -> None:
    answer = "We need clear rules for all of it."
    source = read_sheets(tmp_path, {"A": [["ID", question], ["1", answer]]})
    assert [(block.question, block.text) for block in source.blocks] == [(question, answer)]
    source = read_sheets(tmp_path, {"A": [[question, f"2. {question}"], [answer, answer]]})
    assert [block.text for block in source.blocks] == [answer, answer]


def test_a_sheet_of_numbers_gets_no_mapping_proposed(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(tmp_path, "7;2024-03-01 00:00:00\n9;2024-03-02 00:00:00\n")
    (problem,) = caught.value.problems
    assert problem.what == "it holds numbers and dates only, no statements"
    assert "[[columns]]" not in problem.mend


def test_columns_without_headings_are_told_by_letter(tmp_path: Path) -> None:
    told = Columns("feedback/a.csv", header_row=1, roles={"B": "statement"})
    source = read_text(tmp_path, "Age;\n33;9\n", replace(WORKSHOP, columns=(told,)))
    assert 'columns read as statement: "B"' in source.notices[0]


def test_dates_among_statements_are_none_unless_told(tmp_path: Path) -> None:
    text = "Comment\n2024-03-01 00:00:00\nWe need rules.\n2024-03-01 was a bad day.\nSo it is.\n"
    source = read_text(tmp_path, text)
    assert [block.where.row for block in source.blocks] == [3, 4, 5]
    assert source.units == {"heading": 1, "metadata": 1}
    told = Columns("feedback/a.csv", roles={"Comment": "statement"})
    assert len(read_text(tmp_path, text, replace(WORKSHOP, columns=(told,))).blocks) == 4


def test_hidden_sheets_are_counted_and_told(tmp_path: Path) -> None:
    source = read_sheets(
        tmp_path,
        {"Answers": [["Comment"], ["We need rules."]], "Lists": [["a", "b"]], "Ages": [["Age"], [33]]},
        hidden=["Lists"],
    )
    assert [block.text for block in source.blocks] == ["We need rules."]
    assert source.units == {"hidden sheet": 2, "heading": 2, "choice": 1}
    assert source.notices[0] == 'Sheet "Lists" is hidden and was left out.'
    assert "no statements" in source.notices[2]


def test_an_answer_that_is_a_word_for_totals_is_an_answer(tmp_path: Path) -> None:
    source = read_text(tmp_path, "Need,Challenge\nMedia,Nobody reads it\nTotal,2\n")
    assert [block.text for block in source.blocks] == ["Media", "Nobody reads it"]
    assert source.units == {"heading": 2, "total": 2}


def test_numbers_and_na_stay_as_typed(tmp_path: Path) -> None:
    source = read_sheets(
        tmp_path, {"A": [["Comment"], ["NA"], ["007"], [12], [1.5], ["nan_x000D_\nor null"]]}
    )
    assert [block.text for block in source.blocks] == ["NA", "007", "12", "1.5", "nan\nor null"]


@pytest.mark.parametrize(
    "question", ["Any other comments?", "What else?", "Why is that so?", "Which challenges do you see?"]
)
def test_few_real_comments_among_many_that_say_no(tmp_path: Path, question: str) -> None:
    real = ["Legal basis", "Train the officers, all of them", "Pay more", "The law is unclear."]
    said = ["No"] * 30 + real + ["No", "n/a"] * 13
    text = f"Theme;{question}\n" + "".join(f"Protests;{answer}\n" for answer in said)
    source = read_text(tmp_path, text)
    assert [block.text for block in source.blocks] == said


def test_a_scale_with_some_other_short_words_is_a_choice(tmp_path: Path) -> None:
    said = ["yes", "no", "partly", "no", "yes"] * 4
    text = "Comment;Did you take part?\n" + "".join(f"It was long.;{answer}\n" for answer in said)
    assert read_text(tmp_path, text).units["choice"] == 20
    text = "Comment;Any challenges?\n" + "".join(f"It was long.;{answer}\n" for answer in ["yes", "no"])
    assert read_text(tmp_path, text).units["choice"] == 2


def write_far(path: Path, *cells: tuple[int, int]) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Other").write(0, 0, "Comment")
        sheet = book.add_worksheet("Answers & more")
        for row, column in cells:
            sheet.write(row, column, f"Comment {row}")
        sheet.set_row(1_048_000, 40, book.add_format({"bold": True}))
        sheet.write_blank(1_048_000, 16_000, None, book.add_format({"bold": True}))


@pytest.mark.parametrize(
    ("cells", "corner"),
    [
        (((0, 0), (1_048_575, 16_383)), "XFD1048576: 17,179,869,184 cells"),
        (((0, 16_383), (2_000, 0)), "XFD2001: 32,784,384 cells"),
        (((0, 25), (1_048_575, 0)), "Z1048576: 27,262,976 cells"),
    ],
)
def test_a_stray_cell_far_away_is_told_and_not_read(
    tmp_path: Path, cells: tuple[tuple[int, int], ...], corner: str
) -> None:
    write_far(tmp_path / "a.xlsx", *cells)
    with pytest.raises(SourceError) as caught:
        load_source(tmp_path / "a.xlsx", "feedback/a.xlsx", WORKSHOP)
    (problem,) = caught.value.problems
    assert problem.where == "inputs/feedback/a.xlsx, sheet Answers & more"
    assert problem.what == f"its cells reach as far as {corner}"
    assert "Ctrl+End" in problem.mend


def test_cells_that_only_have_a_look_reach_nowhere(tmp_path: Path) -> None:
    write_far(tmp_path / "a.xlsx", (0, 25), (1, 25))
    source = load_source(tmp_path / "a.xlsx", "feedback/a.xlsx", WORKSHOP)
    assert [block.text for block in source.blocks] == ["Comment 1"]


def test_a_binary_workbook_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    with pytest.raises(SourceError, match="xlsb"):
        load_source(tmp_path / "a.xlsx", "feedback/a.xlsx", WORKSHOP)


WORDS = st.sampled_from(
    [
        "",
        "Comment",
        "Theme",
        "Total",
        "5",
        "yes",
        "We need rules for that.",
        "a;b",
        "x,y",
        'say "it"',
        "two\nlines",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_every_cell_is_a_statement_or_counted(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    try:
        source = read_text(tmp_path, out.getvalue(), name="a.tsv")
    except SourceError:
        return
    grid = delimited_grid(out.getvalue().replace("\r\n", "\n"), "a.tsv")
    assert cells(source) == grid.cells
    assert sum(filter(None, map(bool, itertools.chain(*grid.rows)))) == cells(source) - source.units.get(
        "empty", 0
    )


def opendocument(path: Path, *rows: str) -> None:
    office, table, text = (
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)


def ods_cell(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def ods_row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def test_merged_cells_of_opendocument(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    opendocument(
        path,
        ods_row(ods_cell("Theme") + ods_cell("Comment")),
        ods_row(
            ods_cell("Protests", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
            + ods_cell("Train the officers.")
        ),
        ods_row("<table:covered-table-cell/>" + ods_cell("Pay the officers.")),
        ods_row(
            '<table:table-cell table:number-columns-repeated="16384"/>',
            'table:number-rows-repeated="1048570"',
        ),
    )
    source = load_source(path, "feedback/a.ods", WORKSHOP)
    assert [(block.text, block.theme) for block in source.blocks] == [
        ("Train the officers.", "Protests"),
        ("Pay the officers.", "Protests"),
    ]


@pytest.mark.parametrize(
    "far",
    [
        ods_row(
            ods_cell("x", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048575"'
        ),
        ods_row("<table:table-cell/>", 'table:number-rows-repeated="1048574"')
        + ods_row('<table:table-cell table:number-columns-repeated="16383"/>' + ods_cell("x")),
    ],
)
def test_a_stray_cell_of_opendocument(tmp_path: Path, far: str) -> None:
    opendocument(tmp_path / "a.ods", ods_row(ods_cell("Comment")), far)
    with pytest.raises(SourceError, match="sheet S: its cells reach as far as XFD1048576"):
        load_source(tmp_path / "a.ods", "feedback/a.ods", WORKSHOP)


def test_a_quotation_mark_that_nobody_closed_is_told_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Theme,Comment\nLamps,"We need a lamp\nLamps,We need a bench\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"feedback/a\.csv, row 2: a quotation mark"):
        load_source(path, "feedback/a.csv", WORKSHOP)
