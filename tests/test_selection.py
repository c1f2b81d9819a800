"""What a report prints and what it leaves to the spreadsheet."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl

from report_builder.model import Status
from report_builder.pipeline import build
from report_builder.selection import CROWDED, MANY, printed_findings
from report_builder.settings import Printed
from tests.bench.corpus import write_notes
from tests.sample import finding

FOUND = [
    replace(finding(text), id=text, number=n, support=support)
    for n, (text, support) in enumerate((("a", 1), ("b", 3), ("c", 2), ("d", 3)), 1)
]


def test_all_are_printed_unless_there_are_too_many() -> None:
    assert printed_findings(FOUND, Printed()) == {"a", "b", "c", "d"}
    crowd = [replace(FOUND[0], id=str(n), number=n) for n in range(MANY + 1)]
    assert printed_findings(crowd, Printed()) == {str(n) for n in range(CROWDED)}


def test_those_with_most_support_are_printed_then_the_lower_number() -> None:
    assert printed_findings(FOUND, Printed(most=2)) == {"b", "d"}
    assert printed_findings(FOUND, Printed(most=1)) == {"b"}


def test_what_people_worked_on_is_printed_in_any_case() -> None:
    assert printed_findings([*FOUND[1:], replace(FOUND[0], edited=True)], Printed(most=2)) == {"a", "b"}


def test_statements_awaiting_review_are_counted_for_themselves() -> None:
    undecided = [replace(each, id=f"u{each.id}", status=Status.UNDECIDED) for each in FOUND]
    assert printed_findings([*FOUND, *undecided], Printed(most=1)) == {"b", "ub"}


def _built(folder: Path, settings: str) -> tuple[str, int]:
    write_notes(folder, 12)
    toml = folder / "inputs" / "workshop.toml"
    toml.write_text(f"{toml.read_text(encoding='utf-8')}\n[report]\n{settings}\n", encoding="utf-8")
    build(folder, formats=["html"])
    book = openpyxl.load_workbook(io.BytesIO((folder / "output" / "findings.xlsx").read_bytes()))
    return (folder / "output" / "report.html").read_text(encoding="utf-8"), book.worksheets[0].max_row


def test_what_is_left_out_is_told_and_stands_in_the_spreadsheet(tmp_path: Path) -> None:
    page, rows = _built(tmp_path, "most = 3")
    assert page.count('class="finding') == 3
    assert rows == 13
    assert "Printed are the 3 findings with most support; all 12 stand, with every source" in page
    assert "more, with less support, stand in the spreadsheet findings.xlsx" in page


def test_the_annex_can_move_into_the_spreadsheet(tmp_path: Path) -> None:
    page, rows = _built(tmp_path, 'annex = "sheet"')
    assert rows == 13
    assert 'class="entry"' not in page
    assert "stand in the spreadsheet findings.xlsx that accompanies this report" in page
