"""What a template may show: order, counts, small groups, references."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from report_builder.check.account import make_account
from report_builder.groups import count_participants, small_groups
from report_builder.model import Finding, Participant, Source, Status, Where
from report_builder.report import Report, make_report, summary_findings
from report_builder.settings import Workshop
from tests.sample import coding, finding, workshop

SOURCES = (Source("notes/morning.md", "Morning", ()), Source("feedback/a.csv", "Forms", ()))


def report(
    *findings: Finding,
    settings: Workshop | None = None,
    final: bool = False,
    people: Sequence[Participant] = (),
) -> Report:
    settings = settings or workshop()
    numbered = [replace(found, id=f"id{n}", number=n) for n, found in enumerate(findings, 1)]
    segments = [member.segment for found in numbered for member in found.members]
    account = make_account({}, numbered)
    return make_report(settings, numbered, SOURCES, segments, account, participants=people, final=final)


def labels(made: Report, theme: str, lens: str) -> list[str]:
    chapter = next(chapter for chapter in made.chapters if chapter.theme.id == theme)
    return [
        entry.label for section in chapter.sections if section.lens.id == lens for entry in section.entries
    ]


def test_findings_stand_by_support_then_by_number() -> None:
    made = report(finding("A."), replace(finding("B."), support=3), finding("C."))
    assert labels(made, "protests", "need") == ["F2", "F1", "F3"]
    assert [entry.label for entry in made.annex] == ["F1", "F2", "F3"]


def test_every_lens_has_its_section_also_without_findings() -> None:
    made = report(finding("A."))
    assert [section.lens.id for section in made.chapters[1].sections] == [
        lens.id for lens in workshop().lenses
    ]
    assert made.matrix[1].counts == (0, 0, 0, 0)
    assert made.lens_totals == (0, 1, 0, 0)


def test_what_many_support_opens_the_chapter() -> None:
    made = report(finding("A."), *(replace(finding(text), support=n) for n, text in enumerate("BCDE", 2)))
    assert [entry.support for entry in made.chapters[0].strongest] == [5, 4, 3]


@pytest.mark.parametrize(
    ("most", "shown"), [(2, ["F1", "F4"]), (3, ["F1", "F2", "F3", "F4"]), (0, ["F1", "F2", "F3", "F4"])]
)
def test_a_summary_shows_key_findings_and_those_that_stand_first(most: int, shown: list[str]) -> None:
    settings = workshop(f"[summaries]\nfindings = {most}\n")
    made = report(*map(finding, "ABC"), replace(finding("D."), key=True), settings=settings)
    section = next(section for section in made.chapters[0].sections if section.lens.id == "need")
    assert [entry.label for entry in section.leading] == shown
    assert [found.number for found in summary_findings(made, "protests")] == [int(one[1:]) for one in shown]


def test_a_final_version_shows_no_undecided_statement_and_no_file() -> None:
    open_point = finding("What was that?", status=Status.UNDECIDED, session="morning")
    draft, final = report(open_point), report(open_point, final=True)
    assert len(draft.undecided) == 1
    assert final.undecided == ()
    assert draft.sources[0].name == "notes/morning.md"
    assert [row.name for row in final.sources] == ["Morning table", "Feedback"]


def test_references_name_the_source_and_the_place_once() -> None:
    row = Where("feedback/a.csv", row=4, column="Which practice would you recommend?")
    found = replace(finding("A."), members=(coding("A."), coding("a", where=row), coding("a.", where=row)))
    (entry,) = report(found).annex
    assert [f"{reference.label}, {reference.inside}" for reference in entry.references] == [
        "S1, line 1",
        "S2, row 4",
    ]


def people(**counts: int) -> list[Participant]:
    return [
        Participant(f"{group} {n}", group=group) for group, number in counts.items() for n in range(number)
    ]


GROUPS = '[[groups]]\nid = "fans"\ntitle = "Fans"\n'


def shares(settings: Workshop, **counts: int) -> list[tuple[str, int]]:
    return [(share.name, share.count) for share in count_participants(settings, people(**counts))]


def test_small_groups_are_counted_as_other() -> None:
    assert shares(workshop(GROUPS), police=9, city=3, fans=4) == [("Police", 9), ("Other", 7)]


def test_a_small_rest_is_joined_by_the_next_smallest_group() -> None:
    assert shares(workshop(GROUPS), police=9, city=6, fans=1) == [("Police", 9), ("Other", 7)]
    assert small_groups(workshop(GROUPS), people(police=9, city=6, fans=1)) == {"city", "fans"}


def test_small_groups_stand_in_the_same_order_each_time() -> None:
    made = report(settings=workshop(GROUPS), people=people(police=9, city=6, fans=1))
    assert made.small_groups == ("city", "fans")


def test_participants_without_a_group_are_counted_as_other() -> None:
    assert shares(workshop(), police=6, city=6, unknown=5) == [
        ("Police", 6),
        ("City authorities", 6),
        ("Other", 5),
    ]


def test_a_groups_own_other_takes_the_small_ones() -> None:
    own = workshop('[[groups]]\nid = "other"\ntitle = "All others"\n')
    assert shares(own, police=9, city=2, other=5) == [("Police", 9), ("All others", 7)]


def test_without_a_list_there_is_no_table() -> None:
    assert shares(workshop()) == []


def test_sheets_are_named_where_a_source_has_several() -> None:
    one, two = (Where("feedback/a.csv", sheet=name, row=4) for name in ("May", "June"))
    found = replace(finding("A."), members=(coding("A.", where=one), coding("a", where=two)))
    (entry,) = report(found).annex
    assert [reference.inside for reference in entry.references] == ["sheet May, row 4", "sheet June, row 4"]


def test_the_citation_is_made_from_authors_year_and_title() -> None:
    authors = '[deliverable]\nnumber = "D1"\nauthors = [{ name = "Ann Bee" }, { name = "Cid Dee" }]\n'
    made = report(finding("A."), settings=workshop(authors))
    assert made.citation == "Ann Bee, Cid Dee (2024): Report on Voices of the street, D1."
