"""The findings as data: the same rows in csv and xlsx, safe to open in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace

import openpyxl

from report_builder.model import Finding, Status, Where
from report_builder.render.sheet import COLUMNS, render_csv, render_json, render_xlsx
from tests.sample import coding, finding, workshop

SECOND = coding("More staff", where=Where("feedback/a.xlsx", sheet="Answers", row=3, column="Comment"))
FINDINGS = (
    replace(finding("n/a", status=Status.SET_ASIDE), id="zzz"),
    replace(finding("=HYPERLINK(1)"), id="bbb", number=2),
    replace(finding("Ανάγκη: more staff."), id="aaa", number=1, groups=("police", "city")),
)


def with_two_members() -> Finding:
    return replace(FINDINGS[2], members=(*FINDINGS[2].members, SECOND))


def csv_rows(*findings: Finding) -> list[dict[str, str]]:
    text = render_csv(workshop(), findings).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_findings_stand_by_number_and_those_set_aside_last() -> None:
    assert [row["number"] for row in csv_rows(*FINDINGS)] == ["F1", "F2", ""]


def test_a_row_for_each_piece_of_evidence() -> None:
    rows = csv_rows(with_two_members())
    assert [row["quote"] for row in rows] == ["Ανάγκη: more staff.", "More staff"]
    assert rows[1]["where"] == "sheet Answers, row 3, column Comment"
    assert rows[0]["groups"] == "police, city"


def test_a_formula_is_text_in_a_spreadsheet() -> None:
    assert csv_rows(FINDINGS[1])[0]["statement"] == "'=HYPERLINK(1)"
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(workshop(), [FINDINGS[1]])))["Findings"]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=HYPERLINK(1)", "s")


def test_xlsx_has_the_rows_of_csv() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(workshop(), FINDINGS)))["Findings"]
    rows = [[cell if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert tuple(rows[0]) == COLUMNS
    assert [row[2] for row in rows[1:]] == ["Ανάγκη: more staff.", "=HYPERLINK(1)", "n/a"]
    assert sheet.freeze_panes == "D2"


def test_the_same_findings_give_the_same_bytes() -> None:
    assert render_xlsx(workshop(), FINDINGS) == render_xlsx(workshop(), FINDINGS)


def test_json_holds_what_scripts_rely_on() -> None:
    document = json.loads(render_json(workshop(), [with_two_members()]))
    assert document["workshop"]["title"] == "Voices of the street"
    (found,) = document["findings"]
    assert list(found) == [
        "id", "number", "statement", "theme", "lens", "status", "reason", "confidence", "support", "groups", "evidence",
    ]  # fmt: skip
    assert found["status"] == "coded"
    assert found["evidence"][1] == {
        "source": "feedback/a.xlsx",
        "where": "sheet Answers, row 3, column Comment",
        "quote": "More staff",
    }
