"""Findings keep id and printed number through edits of the notes."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from report_builder.history.identity import Identified, Record, identify
from report_builder.model import Finding, Status, Where
from tests.sample import finding

ORDER = ("protests", "festivals", "practice", "need", "challenge", "legal-ethical")


def at(text: str, line: int, path: str = "notes/morning.md", **fields: object) -> Finding:
    return finding(text, where=Where(path, line=line), **fields)


def build(*findings: Finding, records: Sequence[Record] = ()) -> Identified:
    return identify(findings, records, ORDER)


def numbers(identified: Identified) -> dict[str, int]:
    return {found.statement: found.number for found in identified.findings}


STAFF, MAPS, LAW = "We need more staff at night.", "Maps for visitors without a phone.", "The law is unclear."


def test_the_first_build_numbers_in_the_order_of_the_report() -> None:
    first = build(
        at(LAW, 1, lens="legal-ethical"),
        at("What was that?", 2, lens="", status=Status.UNDECIDED, confidence=0.0),
        at(MAPS, 3, theme="festivals"),
        at(STAFF, 4),
        at("n/a", 5, status=Status.SET_ASIDE),
    )
    assert numbers(first) == {STAFF: 1, LAW: 2, MAPS: 3, "What was that?": 4, "n/a": 0}


def test_numbers_stay_when_a_statement_comes_in_before() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at("A new need, said first.", 1), at(STAFF, 2), at(MAPS, 3), records=first.records)
    assert numbers(second) == {STAFF: 1, MAPS: 2, "A new need, said first.": 3}


def test_a_statement_keeps_its_number_under_another_lens() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at(STAFF, 1, lens="challenge"), at(MAPS, 2), records=first.records)
    assert numbers(second) == numbers(first)


def test_a_reworded_statement_is_the_same_finding() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at("We need a lot more staff at night.", 7), at(MAPS, 2), records=first.records)
    assert [f.id for f in second.findings] == [f.id for f in first.findings]
    assert [f.number for f in second.findings] == [1, 2]


def test_a_rewritten_statement_at_its_very_place_is_the_same_finding() -> None:
    first = build(at("Staff is needed when it is dark.", 1), at(MAPS, 2))
    second = build(at("Staff that is there when it gets dark.", 1), at(MAPS, 2), records=first.records)
    assert [f.number for f in second.findings] == [1, 2]


def test_a_renamed_file_and_a_slip_mended_are_no_new_finding() -> None:
    first = build(at("The roof of the station leaks on the platform.", 1), at(MAPS, 2))
    second = build(
        at("The rooof of the station leaks on the platform.", 4, "notes/b.md"),
        at(MAPS, 5, "notes/b.md"),
        records=first.records,
    )
    assert [f.number for f in second.findings] == [1, 2]


def test_rows_that_moved_do_not_take_each_others_numbers() -> None:
    rows = ["The desk reads posts all night.", "The desk sleeps on Sundays.", "The desk has two people."]
    first = build(*(at(text, line) for line, text in enumerate(rows, 1)))
    moved = build(*(at(text + " Always.", line) for line, text in enumerate(rows, 2)), records=first.records)
    assert [f.number for f in moved.findings] == [1, 2, 3]


def test_the_same_whatever_the_order_of_hashes() -> None:
    records = [
        Record(id, n, STAFF, "protests", "need", (f"notes/{id}.md, line 1",)) for n, id in enumerate("ba", 1)
    ]
    found = build(at("We need more staff at night!!", 1, "notes/a.md"), records=records).findings[0]
    assert found.id == "a"


def test_another_statement_at_the_same_place_is_a_new_finding() -> None:
    first = build(at(STAFF, 1))
    second = build(at("The festival moved to the beach in May.", 1), records=first.records)
    assert [f.number for f in second.findings] == [2]
    assert [record.number for record in second.gone] == [1]


def test_a_renamed_file_changes_nothing() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at(STAFF, 1, "notes/b.md"), at(MAPS, 2, "notes/b.md"), records=first.records)
    assert [f.id for f in second.findings] == [f.id for f in first.findings]


def test_what_is_gone_is_told_once_and_known_when_it_comes_back() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at(MAPS, 2), records=first.records)
    assert [record.statement for record in second.gone] == [STAFF]
    third = build(at(MAPS, 2), records=second.records)
    assert third.gone == ()
    fourth = build(at(STAFF, 9), at(MAPS, 2), records=third.records)
    assert numbers(fourth) == numbers(first)


def test_a_number_is_never_given_again() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at(STAFF, 1), records=first.records)
    third = build(at(STAFF, 1), at("Quite another thing was said here.", 2), records=second.records)
    assert numbers(third)["Quite another thing was said here."] == 3


TEXTS = st.lists(
    st.sampled_from(["alpha beta", "alpha beta gamma", "delta", "Epsilon.", "zeta eta", "n/a"]), max_size=6
)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_ids_and_numbers_are_unique_and_nothing_is_forgotten(builds: list[list[str]]) -> None:
    records: tuple[Record, ...] = ()
    for texts in builds:
        identified = build(*(at(text, line) for line, text in enumerate(texts, 1)), records=records)
        ids = [found.id for found in identified.findings]
        given_numbers = [found.number for found in identified.findings if found.number]
        assert len(set(ids)) == len(ids)
        assert len(set(given_numbers)) == len(given_numbers)
        assert {record.id for record in records} <= {record.id for record in identified.records}
        again = build(*(at(text, line) for line, text in enumerate(texts, 1)), records=identified.records)
        assert [found.id for found in again.findings] == ids
        records = identified.records


def test_a_statement_that_was_gone_lends_its_number_to_none_that_is_only_like_it() -> None:
    first = build(at("The city needs a map of ramps for wheelchair users.", 1), at(STAFF, 2))
    second = build(at(STAFF, 2), records=first.records)
    third = build(
        at("The city needs a map of toilets for wheelchair users.", 1), at(STAFF, 2), records=second.records
    )
    assert [f.number for f in third.findings] == [3, 2]


def test_two_statements_that_changed_places_and_words_keep_their_own_numbers() -> None:
    gates = ["We need a lamp at the north gate of the park.", "We need a lamp at the south gate of the park."]
    first = build(*(at(text, line) for line, text in enumerate(gates, 1)))
    brighter = [text.replace("a lamp", "a brighter lamp") for text in reversed(gates)]
    second = build(*(at(text, line) for line, text in enumerate(brighter, 1)), records=first.records)
    assert [f.number for f in second.findings] == [2, 1]


def test_what_was_taken_for_a_rewording_is_told() -> None:
    first = build(at(STAFF, 1), at(MAPS, 2))
    second = build(at("We need a lot more staff at night.", 1), at(MAPS, 2), records=first.records)
    assert [record.statement for record in second.reworded] == [STAFF]


def test_a_number_that_two_people_gave_stands_once() -> None:
    records = [
        Record("a" * 12, 1, "We need staff.", "protests", "need", ()),
        Record("b" * 12, 1, "We need rain.", "protests", "need", ()),
    ]
    found = identify([finding("We need staff."), finding("We need rain.")], records, [])
    assert [one.number for one in found.findings] == [1, 2]


def test_one_that_was_split_off_takes_no_number_along() -> None:
    merged = finding(STAFF, where=Where("notes/morning.md", line=9))
    other = finding(STAFF.lower(), where=Where("notes/morning.md", line=1))
    first = build(replace(merged, members=(*merged.members, *other.members)))
    second = build(other, merged, records=first.records)
    assert numbers(second) == {STAFF.lower(): 2, STAFF: 1}


def test_what_people_take_in_though_it_was_set_aside_gets_a_number() -> None:
    first = build(at(STAFF, 1), at("n/a", 5, status=Status.SET_ASIDE))
    id = first.findings[1].id
    second = identify(first.findings, first.records, ORDER, taken_in=[id])
    assert numbers(second) == {STAFF: 1, "n/a": 2}
