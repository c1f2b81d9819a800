"""The journal of what people changed, folded and applied."""

from report_builder.history.edits import apply_edits
from report_builder.model import Edit, Status
from tests.sample import finding


def edit(field: str, new: str, date: str = "2024-03-06T10:00:00Z", id: str = "abc") -> Edit:
    return Edit(id, field, "", new, "Ann", date, "report.docx")


def applied(*edits: Edit, status: Status = Status.CODED) -> object:
    from dataclasses import replace

    (found,) = apply_edits([replace(finding("We need staff.", status=status), id="abc")], edits)
    return found


def test_the_last_edit_of_a_field_counts() -> None:
    found = applied(edit("statement", "Old."), edit("statement", "New."), edit("lens", "challenge"))
    assert (found.statement, found.lens, found.theme, found.edited) == ("New.", "challenge", "protests", True)  # type: ignore[attr-defined]


def test_a_finding_that_a_person_coded_is_coded() -> None:
    found = applied(edit("lens", "need"), status=Status.UNDECIDED)
    assert (found.status, found.confidence) == (Status.CODED, 1.0)  # type: ignore[attr-defined]
    assert found.reason == "edited by Ann on 2024-03-06"  # type: ignore[attr-defined]


def test_setting_aside_wins_over_recoding() -> None:
    found = applied(edit("status", "set-aside"), edit("lens", "need"))
    assert found.status is Status.SET_ASIDE  # type: ignore[attr-defined]


def test_edits_of_other_findings_and_sections_change_nothing() -> None:
    found = applied(edit("statement", "New.", id="xyz"), edit("section", "Text."))
    assert not found.edited  # type: ignore[attr-defined]
