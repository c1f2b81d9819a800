"""What a researcher writes, and how it is coded: cases/coding.md."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.coding import code_segments
from report_builder.coding.codebook import make_codebook
from report_builder.coding.marks import read_marks
from report_builder.load import load_source
from report_builder.model import Coding, Lesson, Status, Where
from report_builder.workshop import parse_workshop
from tests.cases_reader import Case, read_cases
from tests.sample import WORKSHOP_TOML, blocks, codings_of_note, segment, segments, workshop


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
    assert lens == [
        "mark",
        "question",
        "heading",
        "session",
        "like statements",
        "cue words",
        "classifier",
    ]


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
def test_each_statement_is_in_one_state_for_a_reason(text: str) -> None:
    (coding,) = code_segments([segment(text)], workshop())
    assert coding.reason
    assert 0 <= coding.confidence <= 1
    assert (coding.status is Status.CODED) <= bool(coding.theme and coding.lens)
    assert (coding.status is Status.SET_ASIDE) <= (not coding.lens)


def test_a_theme_that_the_workshop_does_not_have_leaves_only_a_guess() -> None:
    row = segment("More staff at night.", theme="Adaptation", lens="Need", session="morning")
    (coding,) = code_segments([row], workshop())
    assert (coding.status, coding.theme, coding.lens) == (Status.UNDECIDED, "protests", "need")


def test_what_was_corrected_once_is_coded_right_for_like_statements() -> None:
    like = segment("A weekly bulletin goes to the residents of the harbour.", session="morning")
    (before,) = code_segments([like], workshop())
    lesson = Lesson("The weekly bulletin to residents of the old harbour.", theme="festivals", lens="need")
    (after,) = code_segments([like], workshop(), [lesson])
    assert (before.theme, before.lens) != ("festivals", "need")
    assert (after.theme, after.lens, after.status) == ("festivals", "need", Status.CODED)
    assert (
        'like 1 statement coded need by hand: "The weekly bulletin to residents of the old …"' in after.reason
    )


def test_what_a_person_set_aside_is_set_aside_again() -> None:
    lesson = Lesson("The volunteers bring their own radios and batteries.", lens="none")
    spoken = segment("Volunteers bring their own radios, batteries too.", session="morning")
    (coding,) = code_segments([spoken], workshop(), [lesson])
    assert coding.status is Status.SET_ASIDE
    assert coding.reason.startswith("like 1 statement set aside by hand")


def test_a_lesson_says_nothing_of_other_statements() -> None:
    other = segment("Officers publish the closing times of streets.", session="morning")
    lesson = Lesson("A weekly bulletin for residents.", theme="festivals", lens="need")
    assert code_segments([other], workshop(), [lesson]) == code_segments([other], workshop())


def test_a_correction_of_the_same_words_wins_over_a_heading_but_not_over_a_mark(tmp_path: Path) -> None:
    note = "# Protests\n\n## Challenges\n\n- The city runs a joint channel.\n- Need: The city runs a joint channel."
    path = tmp_path / "morning.md"
    path.write_text(note, encoding="utf-8")
    read = segments(load_source(path, "notes/morning.md", workshop()), workshop())
    lesson = Lesson("The city runs a joint channel.", lens="practice")
    placed, marked = code_segments(read, workshop(), [lesson])
    assert (placed.lens, marked.lens) == ("practice", "need")


def test_marks_in_the_notes_teach_like_statements() -> None:
    marked = segment("Need: night buses to the outer districts after concerts")
    like = segment("night buses after concerts, outer districts!")
    _, coding = code_segments([marked, like], workshop())
    assert coding.lens == "need"
    assert "like 1 statement coded need in the notes" in coding.reason


def test_a_like_statement_keeps_the_classifier_from_coding_against_it() -> None:
    lesson = Lesson("Officers need a single phone number and a map of all stewards.", lens="challenge")
    text = "Officers need a single number for stewards, and an interpreter, and a short daily briefing."
    (coding,) = code_segments([segment(text, session="morning")], workshop(), [lesson])
    assert (coding.status, coding.lens) != (Status.CODED, "need")


def test_a_lens_that_the_workshop_does_not_have_is_never_suggested() -> None:
    settings = parse_workshop('lens_order = ["practice", "challenge"]\n' + WORKSHOP_TOML)
    wish = segment("We would like more training and guidance for stewards.", session="morning")
    (coding,) = code_segments([wish], settings)
    assert coding.lens in ("", "practice", "challenge")
    assert coding.status is not Status.CODED


def test_another_language_is_left_to_a_person() -> None:
    polish = segment("Potrzeba więcej szkoleń dla funkcjonariuszy.", session="morning")
    (coding,) = code_segments([polish], workshop())
    assert coding.status is Status.UNDECIDED
    assert "few of its words are known" in coding.reason


def test_words_shared_with_a_theme_make_a_guess_and_no_more() -> None:
    said = segment(
        "At the open air the stage was too loud for radios.", where=Where("notes/other.md", line=1)
    )
    settings = parse_workshop(
        WORKSHOP_TOML.replace('aliases = ["Open air"]', 'description = "Stages and camps."')
    )
    (coding,) = code_segments([said], settings)
    assert (coding.theme, coding.status) == ("festivals", Status.UNDECIDED)


def test_each_step_tells_what_came_second() -> None:
    (coding,) = code_segments([segment("Consent and data protection come first.")], workshop())
    (judged,) = [one.suggestion for one in coding.attempts if one.step == "classifier" and one.suggestion]
    assert judged.runner_up.split()[0] in ("practice", "need", "challenge", "none")


def test_a_language_that_the_examples_do_not_have_is_never_set_aside_by_what_it_reads_like() -> None:
    said = "Η συγκατάθεση λείπει όταν οι κάμερες καταγράφουν πρόσωπα"
    (found,) = code_segments(segments(blocks(said), workshop()), workshop())
    assert found.status is Status.UNDECIDED
