"""What a researcher writes, and how it is coded: cases/coding.md."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.coding import THRESHOLD, code_segments
from report_builder.coding.codebook import make_codebook
from report_builder.coding.marks import read_marks
from report_builder.model import Coding, Status
from tests.cases_reader import Case, read_cases
from tests.sample import codings_of_note, segment, workshop


def line(coding: Coding) -> str:
    return " | ".join([coding.status.value, coding.theme or "-", coding.lens or "-", coding.statement])


@pytest.mark.parametrize("case", read_cases("coding.md"), ids=lambda case: case.title)
def test_case(case: Case, tmp_path: Path) -> None:
    assert "\n".join(line(coding) for coding in codings_of_note(tmp_path, case.given)) == case.expected


def test_the_reason_names_heading_and_line(tmp_path: Path) -> None:
    (coding,) = codings_of_note(tmp_path, "# Protests\n\n## Needs\n\n- A contact point for organisers.")
    assert coding.reason == 'lens: heading "Needs", line 3; theme: heading "Protests", line 1'


def test_the_reason_names_the_cue_words(tmp_path: Path) -> None:
    (coding,) = codings_of_note(tmp_path, "Consent and data protection come first.")
    assert coding.reason == 'lens: cue: consent, data protection; theme: session "Morning table"'


def test_every_step_that_was_tried_is_kept(tmp_path: Path) -> None:
    (coding,) = codings_of_note(tmp_path, "The bakery at the corner knew it first.")
    lens = [attempt.step for attempt in coding.attempts if attempt.axis == "lens"]
    assert lens == ["mark", "question", "heading", "session", "cue words"]


def test_a_survey_question_tells_lens_and_theme() -> None:
    answer = segment("More staff at night.", question="What does your service need most at festivals?")
    (coding,) = code_segments([answer], workshop())
    assert (coding.theme, coding.lens, coding.status) == ("festivals", "need", Status.CODED)


def test_columns_win_over_the_question() -> None:
    answer = segment("More staff at night.", question="Comment on needs", theme="open air", lens="Challenge")
    (coding,) = code_segments([answer], workshop())
    assert (coding.theme, coding.lens) == ("festivals", "challenge")
    assert (
        coding.reason == 'lens: given as "Challenge" in the source; theme: given as "open air" in the source'
    )


def test_a_fifth_lens_needs_no_code() -> None:
    settings = workshop(
        '[[lenses]]\nid = "cost"\ntitle = "Costs"\nmarks = ["cost"]\ncues = ["budget", "euros"]\n'
    )
    (marked, cued) = code_segments(
        [
            segment("Cost: two officers all year.", session="morning"),
            segment("The budget ended.", session="morning"),
        ],
        settings,
    )
    assert (marked.lens, marked.statement) == ("cost", "two officers all year.")
    assert (cued.lens, cued.status) == ("cost", Status.CODED)


def test_an_open_question_in_a_survey_is_a_point_made() -> None:
    asked = segment("Who may keep the pictures?", question="Which legal issues are open?", aside="question")
    (coding,) = code_segments([asked], workshop())
    assert coding.lens == "legal-ethical"
    assert coding.status is not Status.SET_ASIDE


def test_a_spoken_question_is_set_aside() -> None:
    (coding,) = code_segments([segment("What do we need?", speaker="Ann", aside="question")], workshop())
    assert coding.status is Status.SET_ASIDE


@given(st.text(max_size=80))
def test_marks_only_ever_shorten_a_text_from_its_ends(text: str) -> None:
    assert read_marks(text, make_codebook(workshop())).statement in text


@given(st.text(max_size=60))
def test_coded_means_sure_enough(text: str) -> None:
    (coding,) = code_segments([segment(text)], workshop())
    assert (coding.status is Status.CODED) == (coding.confidence >= THRESHOLD)


def test_a_theme_that_the_workshop_does_not_have_leaves_only_a_guess() -> None:
    row = segment("More staff at night.", theme="Adaptation", lens="Need", session="morning")
    (coding,) = code_segments([row], workshop())
    assert (coding.status, coding.theme, coding.lens) == (Status.UNDECIDED, "protests", "need")
