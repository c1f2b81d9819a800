"""What becomes of each paragraph, entry, cell and cue."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.asides import reason_to_set_aside
from report_builder.extract import count_units, extract, name_groups, session_of
from report_builder.model import Block, Kind, Participant, Source, Where
from tests.cases_reader import Case, read_cases
from tests.sample import blocks, segments, workshop


def cue(text: str, speaker: str = "Ann", time: str = "00:00:01") -> Block:
    return Block(Kind.CUE, text, Where("notes/morning.vtt", time=time), speaker=speaker)


def talk(*cues: Block) -> Source:
    return Source("notes/morning.vtt", "Morning", cues)


def test_cues_of_one_speaker_are_joined_until_the_sentence_ends() -> None:
    found = segments(
        talk(cue("We have two people"), cue("and no budget.", time="00:00:05"), cue("It shows.")), workshop()
    )
    assert [(s.text, s.blocks, s.where.time) for s in found] == [
        ("We have two people and no budget.", 2, "00:00:01"),
        ("It shows.", 1, "00:00:01"),
    ]


def test_another_speaker_begins_a_new_statement() -> None:
    found = segments(talk(cue("We have"), cue("no, we have none", "Bob")), workshop())
    assert [s.speaker for s in found] == ["Ann", "Bob"]


def test_speech_without_full_stops_is_cut_all_the_same() -> None:
    found = segments(talk(*[cue("ten words follow each other and no full stop comes")] * 20), workshop())
    assert sum(s.blocks for s in found) == 20
    assert max(len(s.text.split()) for s in found) <= 70


def test_lines_of_a_cell_are_statements_of_their_own() -> None:
    cell = blocks("- more staff at night\n  - Rome - two phone books\n\n3) one login a day", kind=Kind.CELL)
    found = segments(cell, workshop())
    assert [s.text for s in found] == ["more staff at night", "Rome - two phone books", "one login a day"]
    assert [s.blocks for s in found] == [1, 0, 0]


def test_a_cell_of_several_lines_without_bullets_is_one_statement() -> None:
    cell = blocks("Challenge: who may search?\nOur lawyers say no.", kind=Kind.CELL)
    assert [s.text for s in segments(cell, workshop())] == ["Challenge: who may search?\nOur lawyers say no."]


def test_sentences_are_statements_where_the_workshop_says_so() -> None:
    source = blocks("We need staff. And, e.g. at night, maps.")
    by_sentence = workshop('[extract]\nunit = "sentence"\n')
    assert [s.text for s in segments(source, by_sentence)] == ["We need staff.", "And, e.g. at night, maps."]
    assert len(segments(source, workshop())) == 1


def test_ids_stay_with_the_words_not_with_the_place() -> None:
    before = segments(blocks("The first remark of all.", "The second remark."), workshop())
    after = segments(
        blocks("A new remark on top.", "The first remark of all.", "The second remark."), workshop()
    )
    assert [s.id for s in before] == [s.id for s in after][1:]


def test_the_same_words_twice_have_two_ids() -> None:
    first, second = segments(blocks("Said again and again.", "Said again and again."), workshop())
    assert first.id != second.id


def test_a_group_is_known_by_its_alias_or_by_who_speaks() -> None:
    settings = workshop()
    people = [Participant("Ann Example", group="city"), Participant("Bob Example", group="police")]
    groups = name_groups(settings, people, small=frozenset({"police"}))
    said = Source(
        "notes/a.vtt", "A", (cue("The city answers at once.", "ANN EXAMPLE"), cue("So do we.", "Bob Example"))
    )
    row = Block(Kind.CELL, "More maps, please.", Where("feedback/a.csv", row=2), group="LEA")
    assert [s.group for s in extract(said, settings, groups)] == ["city", "other"]
    assert [s.group for s in extract(Source("feedback/a.csv", "A", (row,)), settings, groups)] == ["other"]


def test_the_group_of_a_session_is_kept_back_where_it_is_small_or_none_may_be_named() -> None:
    late = '[[sessions]]\nid = "late"\ntitle = "Late"\ngroup = "police"\nfiles = ["notes/late.md"]\n'
    note = blocks("We need more staff.", path="notes/late.md")
    shown = {}
    for name, small, extra in (
        ("many", (), ""),
        ("few", ("police",), ""),
        ("none", (), '[privacy]\nattribution = "none"\n'),
    ):
        settings = workshop(late + extra)
        (found,) = extract(note, settings, name_groups(settings, (), frozenset(small)))
        shown[name] = found.group
    assert shown == {"many": "police", "few": "other", "none": ""}


def test_a_file_belongs_to_the_session_that_names_it_or_whose_id_is_in_its_name() -> None:
    settings = workshop('[[sessions]]\nid = "late-talk"\ntitle = "Late talk"\n')
    named = [
        session_of(path, settings.sessions)
        for path in ("notes/morning.md", "notes/2_late talk.txt", "notes/x.md")
    ]
    assert [session.id if session else "" for session in named] == ["morning", "late-talk", ""]


def test_short_remarks_of_the_moderator_move_the_session_on() -> None:
    found = segments(talk(cue("So verification is not only for the police.", "Petra Moderator")), workshop())
    assert found[0].aside == "moderation"


@pytest.mark.parametrize("case", read_cases("asides.md"), ids=lambda case: case.title)
def test_asides(case: Case) -> None:
    lines = case.given.splitlines()
    assert {reason_to_set_aside(line) or "kept" for line in lines} == {case.expected}, {
        line: reason_to_set_aside(line) for line in lines
    }


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Attendees:", "session details"),
        ("4. Next steps", "action point"),
        ("iv) Action items:", "action point"),
        ("Tagesordnung", "agenda"),
        ("Ημερήσια Διάταξη", "agenda"),
        ("What attendees want next", ""),
    ],
)
def test_headings_tell_what_is_no_statement(heading: str, reason: str) -> None:
    assert reason_to_set_aside("Officer and manager finish the review", [heading]) == reason


KINDS = st.sampled_from([Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.CELL, Kind.CUE])


@given(st.lists(st.tuples(KINDS, st.text(max_size=40), st.integers(1, 3), st.sampled_from(["", "Ann"]))))
def test_every_block_is_in_one_segment_or_is_counted(made: list[tuple[Kind, str, int, str]]) -> None:
    source = Source(
        "notes/a.md",
        "A",
        tuple(Block(kind, text, Where("notes/a.md", line=1), level, who) for kind, text, level, who in made),
    )
    found = segments(source, workshop())
    assert sum(s.blocks for s in found) + sum(count_units([source]).values()) == len(made)
    whole = " ".join(text.strip() for _, text, _, _ in made)
    assert all(s.text in whole or "\n" in s.text for s in found)
    assert len({s.id for s in found}) == len(found)


def test_reading_order_is_kept(tmp_path: Path) -> None:
    texts = [f"Remark number {number} of the day." for number in range(50)]
    assert [s.text for s in segments(blocks(*texts), workshop())] == texts
