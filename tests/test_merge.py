"""Statements with the same words become one finding that keeps every member."""

from hypothesis import given
from hypothesis import strategies as st

from report_builder.merge import merge_codings
from report_builder.model import Status, Where
from tests.sample import coding, workshop

ROW_2 = Where("feedback/a.csv", row=2)
ROW_3 = Where("feedback/a.csv", row=3)


def test_the_same_words_are_one_finding_and_the_clearest_speaks() -> None:
    (finding,) = merge_codings(
        [coding("more STAFF at night"), coding("More staff at night.", where=ROW_2)], workshop()
    )
    assert finding.statement == "More staff at night."
    assert [member.statement for member in finding.members] == ["More staff at night.", "more STAFF at night"]


def test_statements_coded_differently_stay_apart() -> None:
    found = merge_codings(
        [coding("More staff.", lens="need"), coding("More staff.", lens="challenge")], workshop()
    )
    assert [finding.lens for finding in found] == ["need", "challenge"]


def test_an_undecided_one_joins_the_coded_finding_with_its_words() -> None:
    undecided = coding("More staff", lens="", status=Status.UNDECIDED, confidence=0.0)
    (finding,) = merge_codings([undecided, coding("More staff.", where=ROW_2)], workshop())
    assert (finding.status, finding.lens, len(finding.members)) == (Status.CODED, "need", 2)


def test_an_undecided_one_stays_alone_between_two_codings() -> None:
    undecided = coding("More staff", lens="", status=Status.UNDECIDED, confidence=0.0)
    found = merge_codings(
        [undecided, coding("More staff", lens="need"), coding("More staff", lens="challenge")], workshop()
    )
    assert [finding.status for finding in found] == [Status.UNDECIDED, Status.CODED, Status.CODED]


def test_what_was_set_aside_is_merged_with_nothing() -> None:
    aside = coding("n/a", status=Status.SET_ASIDE)
    assert len(merge_codings([aside, aside], workshop())) == 2


def test_a_negation_is_another_statement() -> None:
    found = merge_codings([coding("Police should read."), coding("Police should not read.")], workshop())
    assert len(found) == 2


def test_support_counts_rows_and_speakers_not_mentions() -> None:
    said_twice = [
        coding("More staff.", respondent="a!2"),
        coding("More staff!", respondent="a!2", where=ROW_2),
    ]
    another = coding("more staff", respondent="a!3", where=ROW_3)
    spoken = coding("More staff", speaker="Ann", session="morning")
    (finding,) = merge_codings([*said_twice, another, spoken], workshop())
    assert finding.support == 3


def test_notes_of_one_session_count_once() -> None:
    notes = [
        coding("More staff.", session="morning", where=Where(f"notes/{name}.md", line=1)) for name in "ab"
    ]
    (finding,) = merge_codings(notes, workshop())
    assert finding.support == 1


def test_groups_stand_in_the_workshops_order() -> None:
    (finding,) = merge_codings(
        [coding("More staff.", group=group, respondent=group) for group in ("other", "city", "police", "")],
        workshop(),
    )
    assert finding.groups == ("police", "city", "other")


STATUS = st.sampled_from(list(Status))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Aa.", "aa", "b", "c!", "C"]), STATUS, st.sampled_from(["need", "practice"])
        )
    )
)
def test_every_coding_is_a_member_once(made: list[tuple[str, Status, str]]) -> None:
    codings = [
        coding(text, lens=lens, status=status, where=Where("notes/a.md", line=line))
        for line, (text, status, lens) in enumerate(made, 1)
    ]
    members = [member for finding in merge_codings(codings, workshop()) for member in finding.members]
    assert sorted(map(id, members)) == sorted(map(id, codings))


def test_what_a_person_split_off_merges_with_the_very_same_words_only() -> None:
    said = [
        coding("More staff."),
        coding("more staff", where=ROW_2),
        coding("More staff.", where=ROW_3),
        coding("Longer lights."),
    ]
    found = merge_codings(said, workshop(), apart={"more staff"})
    assert [len(finding.members) for finding in found] == [2, 1, 1]
    assert len(merge_codings(said, workshop(), apart={"other words"})) == 2
