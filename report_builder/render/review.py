"""The review sheet -> inputs/review.xlsx: lists to choose from, colours for what is open."""

import datetime
import io
from typing import Any

import xlsxwriter

from report_builder.history.sheets import to_json
from report_builder.settings import Workshop
from report_builder.sheet import LONGEST_CELL, READ_BACK, RECORD_TAB, TAB, Column, Sheet, SheetRow

LISTS_TAB = "Lists"
PIECE = 30_000
"""Characters of the record in one cell."""
ROOM = 200
"""Rows below the last one that offer the lists too."""
WIDTHS = {
    Column.ID: 14, Column.NUMBER: 7, Column.STATEMENT: 60, Column.STATE: 16, Column.GUESS: 22,
    Column.THEME: 22, Column.LENS: 18, Column.CORRECTED: 44, Column.MERGE: 11, Column.SAME: 22,
    Column.ALSO: 24, Column.KEY: 10, Column.ASIDE: 24, Column.NOTE: 30, Column.CONFLICT: 44,
    Column.SETTLE: 20, Column.COMMENTS: 34, Column.REASON: 34, Column.CONFIDENCE: 11, Column.SOURCE: 30,
    Column.WHERE: 26,
}  # fmt: skip
"""Widths of the columns in characters."""
HELP = {
    Column.STATEMENT: "As it stands in the report. To reword it, write into Corrected statement.",
    Column.STATE: "undecided: awaits your choice. coded: stands in the report. set aside: is left out.\n\n"
    "Set an undecided one to coded to take the best guess for both theme and lens.",
    Column.GUESS: "What the program would choose; see Why so.",
    Column.THEME: "Choose from the list. An undecided statement for which you choose a theme or a lens is "
    "coded; where you leave one of them empty, the best guess counts.",
    Column.LENS: "Choose from the list; see Theme.",
    Column.CORRECTED: "The statement as it is to stand in the report. The notes stay as they are.",
    Column.MERGE: "Number of the statement that this one belongs to, such as F12: the two become one.\n\n"
    "In a row below a statement: clear the cell to split it off.",
    Column.SAME: "Statements that may say the same. To join them, write the number into Merge into.",
    Column.ALSO: "A second theme and lens, if it belongs there too.",
    Column.KEY: "yes for a key finding.",
    Column.ASIDE: "Why it is left out, if you want to note it.",
    Column.NOTE: "For your own use; never printed.",
    Column.CONFLICT: "Two sides changed the same words, and who wrote what.",
    Column.SETTLE: "Which side counts; or write the words that you want into Corrected statement.",
    Column.COMMENTS: "Open comments from the Word draft.",
    Column.REASON: "Why it stands where it stands.",
}
INK, SOFT_INK = "#1F2933", "#6B7280"
YOURS, OURS = "#1F4E79", "#6B7280"
"""Behind the headings of columns to be filled in, and of those to be read."""
UNDECIDED, CONFLICT = "#FFF4CC", "#FBD9D3"
BORDER = "#D9DEE4"
SHOWN = tuple(Column)
OFTEN_EMPTY = {
    Column.CONFLICT: Column.CONFLICT,
    Column.SETTLE: Column.CONFLICT,
    Column.SAME: Column.SAME,
    Column.COMMENTS: Column.COMMENTS,
}
"""Columns that are hidden where no row has anything in another one, or in themselves."""
A4 = 9
LINE, TALLEST = 15, 240
"""Heights in points: of a line, and of the tallest row. LibreOffice makes no row taller by itself."""


def render_review(workshop: Workshop, sheet: Sheet) -> bytes:
    """The workbook; the same sheet gives the same bytes. What looks like a formula is written as text."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    date = workshop.deliverable.date or workshop.event.date
    created = datetime.datetime.combine(date, datetime.time())
    book.set_properties({"title": f"{workshop.event.title}: review", "created": created})
    tab = book.add_worksheet(TAB)
    _write_headings(book, tab, sheet)
    _write_rows(book, tab, sheet)
    _colour(book, tab, len(sheet.rows))
    _offer_lists(book, tab, sheet)
    _set_up_print(tab, workshop, len(sheet.rows))
    _write_record(book, sheet)
    book.close()
    return file.getvalue()


def _write_headings(book: Any, tab: Any, sheet: Sheet) -> None:
    filled = {column for column in SHOWN for row in sheet.rows if row.cell(column)}
    hidden = {Column.ID} | {column for column, needs in OFTEN_EMPTY.items() if needs not in filled}
    for at, column in enumerate(SHOWN):
        fill = YOURS if column in READ_BACK and column is not Column.STATEMENT else OURS
        heading = book.add_format(
            {"bold": True, "font_color": "white", "bg_color": fill, "text_wrap": True, "valign": "vcenter"}
        )
        tab.set_column(at, at, WIDTHS[column], None, {"hidden": column in hidden})
        tab.write_string(0, at, column.value, heading)
        if column in HELP:
            tab.write_comment(0, at, HELP[column], {"author": "", "x_scale": 1.8, "y_scale": 1.2})
    tab.set_row(0, 32)
    tab.freeze_panes(1, SHOWN.index(Column.STATEMENT) + 1)


def _write_rows(book: Any, tab: Any, sheet: Sheet) -> None:
    look = {"text_wrap": True, "valign": "top", "border": 1, "border_color": BORDER, "quote_prefix": True}
    plain = book.add_format({**look, "font_color": INK})
    below = book.add_format({**look, "font_color": SOFT_INK})
    indented = book.add_format({**look, "font_color": SOFT_INK, "indent": 2})
    for number, row in enumerate(sheet.rows, 1):
        for at, column in enumerate(SHOWN):
            merged = indented if column is Column.STATEMENT else below
            form = plain if row.kind == "finding" else merged
            tab.write_string(number, at, row.cell(column)[:LONGEST_CELL], form)
        tab.set_row(number, min(max(_lines(row, column) for column in SHOWN) * LINE + 4, TALLEST))
    tab.autofilter(0, 0, max(len(sheet.rows), 1), len(SHOWN) - 1)


def _lines(row: SheetRow, column: Column) -> int:
    """How many lines a cell takes, as far as letters can tell."""
    return sum(-(-len(line) // (WIDTHS[column] - 2)) or 1 for line in row.cell(column).split("\n"))


def _colour(book: Any, tab: Any, rows: int) -> None:
    """Colours follow the cells, so that a row that is decided loses its colour at once."""
    area = (1, 0, max(rows, 1), len(SHOWN) - 1)
    state, conflict, settle = (
        f"${_letter(column)}2" for column in (Column.STATE, Column.CONFLICT, Column.SETTLE)
    )
    theme, lens = (f"${_letter(column)}2" for column in (Column.THEME, Column.LENS))
    rules = (
        (f'AND({conflict}<>"",{settle}="")', {"bg_color": CONFLICT}),
        (f'AND({state}="undecided",{theme}="",{lens}="")', {"bg_color": UNDECIDED}),
        (f'{state}="set aside"', {"font_color": SOFT_INK, "italic": True}),
    )
    for formula, look in rules:
        form = book.add_format(look)
        tab.conditional_format(*area, {"type": "formula", "criteria": f"={formula}", "format": form})


def _offer_lists(book: Any, tab: Any, sheet: Sheet) -> None:
    """Drop-down lists; they stand in a hidden sheet, for a list inside a cell's rule is short."""
    lists = book.add_worksheet(LISTS_TAB)
    lists.hide()
    last = len(sheet.rows) + ROOM
    for at, (column, choices) in enumerate(sheet.choices.items()):
        lists.write_string(0, at, column)
        for number, choice in enumerate(choices, 1):
            lists.write_string(number, at, choice[:LONGEST_CELL])
        letter, place = chr(ord("A") + at), SHOWN.index(Column(column))
        source = f"={LISTS_TAB}!${letter}$2:${letter}${max(len(choices), 1) + 1}"
        rule = {
            "validate": "list",
            "source": source,
            "error_title": column,
            "error_message": "Please choose from the list.",
        }
        tab.data_validation(1, place, last, place, rule)


def _set_up_print(tab: Any, workshop: Workshop, rows: int) -> None:
    tab.set_landscape()
    tab.set_paper(A4)
    tab.fit_to_pages(1, 0)
    tab.repeat_rows(0)
    tab.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    title = workshop.event.title.replace("&", "&&")[:150]
    tab.set_footer(f"&L{title}&RPage &P of &N")
    tab.print_area(0, 0, rows, SHOWN.index(Column.MERGE))


def _write_record(book: Any, sheet: Sheet) -> None:
    """What was written, in a sheet that only programs show: its id, then pieces between bars."""
    tab = book.add_worksheet(RECORD_TAB)
    tab.very_hidden()
    tab.write_string(0, 0, sheet.id)
    text = to_json(sheet, ascii=True)
    for number, start in enumerate(range(0, len(text), PIECE), 1):
        tab.write_string(number, 0, f"|{text[start : start + PIECE]}|")


def _letter(column: Column) -> str:
    return chr(ord("A") + SHOWN.index(column))
