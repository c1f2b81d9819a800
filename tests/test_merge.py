"""Statements with the same words become one finding that keeps every member."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.merge import merge_codings, propose_merges
from report_builder.model import Attempt, Coding, Status, Suggestion, Where
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


def step(axis: str, name: str, value: str, confidence: float) -> Attempt:
    return Attempt(axis, name, Suggestion(value, "a reason", confidence, name))


def told(text: str, lens: str, by: str, confidence: float, where: Where = ROW_2) -> Coding:
    """A statement whose theme stands in a heading and whose lens is told by this step."""
    attempts = (step("theme", "heading", "protests", 0.95), step("lens", by, lens, confidence))
    return replace(coding(text, lens=lens, confidence=confidence, where=where), attempts=attempts)


def test_other_words_that_say_the_same_are_one_finding_with_all_quotes_and_sources() -> None:
    (finding,) = merge_codings(
        [
            coding("There is a shortage of interpreters at night.", respondent="a!2", group="police"),
            coding(
                "At night there are not enough interpreters.", respondent="a!3", group="city", where=ROW_3
            ),
            coding("There is a shortage of interpretors at night.", respondent="a!3", where=ROW_2),
        ],
        workshop(),
    )
    assert finding.statement == "There is a shortage of interpreters at night."
    assert {member.segment.where for member in finding.members} == {
        Where("notes/morning.md", line=1),
        ROW_2,
        ROW_3,
    }
    assert (finding.support, finding.groups) == (2, ("police", "city"))


def test_a_guessed_lens_gives_way_to_a_marked_one() -> None:
    (finding,) = merge_codings(
        [
            told("More staff is needed at night.", "challenge", "cue words", 0.8),
            told("We need more staff at night.", "need", "mark", 0.9, ROW_3),
        ],
        workshop(),
    )
    assert (finding.lens, len(finding.members)) == ("need", 2)


def test_two_marked_lenses_stay_apart_and_the_pair_is_proposed() -> None:
    found = merge_codings(
        [
            told("More staff is needed at night.", "challenge", "mark", 1.0),
            told("We need more staff at night.", "need", "mark", 1.0, ROW_3),
        ],
        workshop(),
    )
    (proposal,) = propose_merges(found)
    assert (proposal.first, proposal.second) == (0, 1)
    assert proposal.reason == "they say the same under two lenses: challenge / need"


def test_two_guesses_for_the_same_are_one_finding_under_the_surer() -> None:
    (finding,) = merge_codings(
        [
            told("More staff is needed at night.", "challenge", "cue words", 0.6),
            told("We need more staff at night.", "need", "cue words", 0.7, ROW_3),
        ],
        workshop(),
    )
    assert finding.lens == "need"


def test_what_a_person_took_out_goes_with_the_very_same_words_only() -> None:
    codings = [
        coding("More staff is needed at night."),
        coding("We need more staff at night.", where=ROW_2),
        coding("we need more staff at night", where=ROW_3),
    ]
    found = merge_codings(codings, workshop(), apart=frozenset({"we need more staff at night"}))
    assert [len(finding.members) for finding in found] == [1, 2]
    assert propose_merges(found, apart=frozenset({"we need more staff at night"})) == ()


def test_a_proposal_says_in_plain_words_what_differs() -> None:
    found = merge_codings(
        [
            coding("The city trained 20 volunteers in May."),
            coding("The city trained 30 volunteers in May.", where=ROW_2),
            coding("Nobody reads the newsletter of the port.", where=ROW_3),
        ],
        workshop(),
    )
    (proposal,) = propose_merges(found)
    assert (proposal.first, proposal.second, proposal.reason) == (0, 1, "the numbers differ: 20 / 30")


@pytest.mark.parametrize(
    "other",
    [
        "Police should not answer questions at night.",
        "Police should never answer questions at night.",
    ],
)
def test_contraries_are_neither_merged_nor_proposed(other: str) -> None:
    found = merge_codings(
        [coding("Police should answer questions at night."), coding(other, where=ROW_2)], workshop()
    )
    assert len(found) == 2
    assert propose_merges(found) == ()


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
