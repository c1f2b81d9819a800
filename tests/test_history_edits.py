"""The journal of what people changed, folded and applied."""

from dataclasses import replace
from typing import Literal

from report_builder.history.edits import apply_edits
from report_builder.model import Edit, Finding, Status
from tests.sample import finding

Field = Literal["statement", "theme", "lens", "status", "section"]
THEMES, LENSES = {"protests", "festivals"}, {"need", "challenge"}


def edit(field: Field, new: str, date: str = "2024-03-06T10:00:00Z", id: str = "abc") -> Edit:
    return Edit(id, field, "", new, "Ann", date, "report.docx")


def applied(*edits: Edit, status: Status = Status.CODED) -> Finding:
    one = replace(finding("We need staff.", status=status), id="abc")
    (found,) = apply_edits([one], edits, THEMES, LENSES)
    return found


def test_the_last_edit_of_a_field_counts() -> None:
    found = applied(edit("statement", "Old."), edit("statement", "New."), edit("lens", "challenge"))
    assert (found.statement, found.lens, found.theme, found.edited) == ("New.", "challenge", "protests", True)


def test_a_finding_that_a_person_coded_is_coded() -> None:
    found = applied(edit("lens", "need"), status=Status.UNDECIDED)
    assert (found.status, found.confidence) == (Status.CODED, 1.0)
    assert found.reason == "edited by Ann on 2024-03-06"


def test_setting_aside_wins_over_recoding() -> None:
    assert applied(edit("status", "set-aside"), edit("lens", "need")).status is Status.SET_ASIDE


def test_edits_of_other_findings_and_sections_change_nothing() -> None:
    assert not applied(edit("statement", "New.", id="xyz")).edited
    assert applied(edit("section", "Text.")).statement == "We need staff."


def test_a_theme_that_is_gone_leaves_the_finding_undecided_not_lost() -> None:
    found = applied(edit("theme", "parades"))
    assert (found.status, found.confidence) == (Status.UNDECIDED, 0.0)
    assert found.reason == "edited by Ann on 2024-03-06, but the workshop has no theme parades"


def test_a_status_that_does_not_exist_changes_nothing() -> None:
    assert applied(edit("status", "bogus")).status is Status.CODED
