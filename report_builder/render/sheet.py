"""Findings -> csv, xlsx, json: the data behind the report, a row for each finding and piece of evidence.

Findings stand by number, those without a number (set aside) last; cells that a spreadsheet would take for a
formula are written as text.
"""

import csv
import datetime
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from report_builder.model import Coding, Finding
from report_builder.settings import Workshop
from report_builder.sheet import LONGEST_CELL

COLUMNS = (
    "id", "number", "statement", "theme", "lens", "status", "reason", "confidence", "support", "groups",
    "source", "where", "quote",
)  # fmt: skip
WIDTHS = (14, 9, 70, 18, 16, 12, 40, 11, 9, 28, 34, 26, 70)
"""Widths of the columns in characters."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render_json(workshop: Workshop, findings: Sequence[Finding]) -> bytes:
    """findings.json as docs/reference.md describes it; UTF-8, keys in a fixed order."""
    # one finding at a time: the pieces of hundreds of thousands would fill a gigabyte
    each = (_indented(_finding_fields(finding), 2) for finding in sort_findings(findings))
    found = ",\n".join(each)
    listed = f"[\n{found}\n ]" if found else "[]"
    about = _indented(_workshop_facts(workshop), 1).lstrip()
    return f'{{\n "workshop": {about},\n "findings": {listed}\n}}\n'.encode()


def render_csv(workshop: Workshop, findings: Sequence[Finding]) -> bytes:
    """findings.csv: UTF-8 with a byte-order mark, so that Excel reads Greek; commas; a heading row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_as_text(cell) for cell in row] for row in _rows(findings))
    return ("\ufeff" + text.getvalue()).encode()


def render_xlsx(workshop: Workshop, findings: Sequence[Finding], say: Callable[[str], str] = str) -> bytes:
    """findings.xlsx: one sheet with a frozen heading row and a filter; dates from the workshop.

    `say` gives the sheet's name and its headings in the language of the report.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    date = workshop.deliverable.date or workshop.event.date
    created = datetime.datetime.combine(date, datetime.time())
    book.set_properties({"title": workshop.event.title, "created": created})
    sheet = book.add_worksheet(say("Findings"))
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, say(name), bold)
    last = 0
    for last, row in enumerate(_rows(findings), 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(last, column, cell, wrapped)
            else:
                sheet.write_string(last, column, cell[:LONGEST_CELL], wrapped)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    book.close()
    return file.getvalue()


def sort_findings(findings: Sequence[Finding]) -> list[Finding]:
    """By number, those without one last in reading order."""
    return sorted(findings, key=lambda finding: finding.number or float("inf"))


def _indented(fields: Mapping[str, Any], depth: int) -> str:
    """Fields as JSON that stands so deep in the document; a line break in a text is none in JSON."""
    return " " * depth + json.dumps(fields, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


def _finding_fields(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "number": finding.number or None,
        "statement": finding.statement,
        "theme": finding.theme,
        "lens": finding.lens,
        "status": finding.status.value,
        "reason": finding.reason,
        "confidence": round(finding.confidence, 3),
        "support": finding.support,
        "groups": list(finding.groups),
        "evidence": [_evidence_fields(member) for member in finding.members],
    }


def _evidence_fields(member: Coding) -> dict[str, str]:
    where = member.segment.where
    return {"source": where.path, "where": where.inside, "quote": member.statement}


def _rows(findings: Sequence[Finding]) -> Iterator[list[str | int | float]]:
    for finding in sort_findings(findings):
        fields = _finding_fields(finding)
        number = f"F{finding.number}" if finding.number else ""
        first = [fields["id"], number, *(fields[name] for name in COLUMNS[2:9]), ", ".join(fields["groups"])]
        for evidence in fields["evidence"]:
            yield [*first, *evidence.values()]


def _as_text(cell: str | int | float) -> str | int | float:
    """An apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _workshop_facts(workshop: Workshop) -> Mapping[str, Any]:
    return {
        "title": workshop.event.title,
        "date": workshop.event.date.isoformat(),
        "place": workshop.event.place,
        "organiser": workshop.event.organiser,
        "project": workshop.project.acronym,
        "grant_number": workshop.funding.grant_number,
        "version": workshop.deliverable.version,
        "themes": [{"id": theme.id, "title": theme.title} for theme in workshop.themes],
        "lenses": [{"id": lens.id, "title": lens.title} for lens in workshop.lenses],
        "groups": [{"id": group.id, "title": group.title} for group in workshop.groups],
    }
