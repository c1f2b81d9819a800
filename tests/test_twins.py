"""A file that says what another says is counted once, told of, and loses nothing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.coding import code_segments
from report_builder.merge import merge_codings
from report_builder.model import Coding, Status
from report_builder.twins import set_twins_aside, twin_problems
from tests.conftest import NOTE, Project, Run
from tests.sample import blocks, segments, workshop

POINTS = tuple(
    f"The stewards at gate {number} have no radio, so nobody can warn them." for number in range(10)
)


def coded(files: dict[str, tuple[str, ...]], keep: str = "") -> tuple[Coding, ...]:
    settings = workshop(f"[inputs]\nkeep = [{keep}]\n" if keep else "")
    read = [one for path, texts in files.items() for one in segments(blocks(*texts, path=path), settings)]
    return set_twins_aside(code_segments(read, settings), settings)


def reasons(codings: tuple[Coding, ...], path: str) -> Counter[str]:
    return Counter(
        coding.reason if coding.status is Status.SET_ASIDE else "counted"
        for coding in codings
        if coding.segment.where.path == path
    )


def test_a_file_sent_twice_is_counted_once_and_told_of() -> None:
    found = coded({"notes/a.md": POINTS, "notes/b (2).md": POINTS})
    assert reasons(found, "notes/a.md") == {"counted": 10}
    assert reasons(found, "notes/b (2).md") == {"same as notes/a.md": 10}
    (problem,) = twin_problems(merge_codings(found, workshop()))
    assert (problem.rule, problem.level) == ("input-twin", "warning")
    assert problem.where == "inputs/notes/b (2).md"
    assert "same as notes/a.md, so 10 of its statements" in problem.what
    assert 'keep = ["notes/b (2).md"]' in problem.mend


def test_a_mark_does_not_bring_a_twin_back() -> None:
    marked = tuple(f"Need: {point}" for point in POINTS)
    found = coded({"notes/a.md": marked, "notes/b.md": marked})
    assert reasons(found, "notes/b.md") == {"same as notes/a.md": 10}


def test_what_only_the_twin_says_is_counted() -> None:
    found = coded(
        {
            "notes/a.md": POINTS,
            "notes/b.md": (*POINTS[:9], "It is hard to find volunteers who stay until the end."),
        }
    )
    assert reasons(found, "notes/b.md") == {"same as notes/a.md": 9, "counted": 1}


def test_a_mended_slip_is_no_statement_of_its_own() -> None:
    mended = POINTS[0].replace("stewards", "stewardss")
    found = coded({"notes/a.md": POINTS, "notes/b.md": (mended, *POINTS[1:])})
    assert reasons(found, "notes/b.md") == {"same as notes/a.md": 10}


@pytest.mark.parametrize(
    ("keep", "left_out"),
    [('"notes/b.md"', "notes/a.md"), ('"notes/*"', ""), ('"notes/a.md"', "notes/b.md")],
)
def test_workshop_toml_says_which_counts(keep: str, left_out: str) -> None:
    found = coded({"notes/a.md": POINTS, "notes/b.md": POINTS}, keep)
    aside = {coding.segment.where.path for coding in found if coding.status is Status.SET_ASIDE}
    assert aside == ({left_out} if left_out else set())


def test_three_of_a_kind_are_counted_once() -> None:
    found = coded(dict.fromkeys(("notes/a.md", "notes/b.md", "notes/c.md"), POINTS))
    assert reasons(found, "notes/c.md") == {"same as notes/a.md": 10}


@pytest.mark.parametrize(
    "other",
    [
        POINTS[:5] + tuple(f"Another matter, number {number}, was raised." for number in range(5)),
        (*POINTS, *(f"Another matter, number {number}, was raised." for number in range(5))),
    ],
    ids=["half of it", "two thirds of it"],
)
def test_files_that_share_less_are_both_counted(other: tuple[str, ...]) -> None:
    found = coded({"notes/a.md": POINTS, "notes/b.md": other})
    assert not [coding for coding in found if coding.reason.startswith("same as")]


def test_two_short_answers_may_be_the_same_by_chance() -> None:
    found = coded(
        {"feedback/a.docx": ("More training please.",), "feedback/b.docx": ("More training please.",)}
    )
    assert {coding.status for coding in found}.isdisjoint({Status.SET_ASIDE})


@given(st.lists(st.sampled_from(POINTS), min_size=1, max_size=12), st.permutations(POINTS))
def test_every_segment_stays_in_the_account(first: list[str], second: list[str]) -> None:
    found = coded({"notes/a.md": tuple(first), "notes/b.md": tuple(second)})
    assert [coding.segment.text for coding in found] == [*first, *second]


def test_check_shows_what_was_set_aside(project: Project, run: Run) -> None:
    longer = NOTE + "- Parents wait in the lane until the bell rings at four o'clock.\n"
    folder = project({"inputs/notes/crossings.md": longer, "inputs/notes/crossings final (2).md": longer})
    told = run("check", folder)
    assert "3 same as notes/crossings final (2).md" in told.out
    assert "it says the same as notes/crossings final (2).md" in told.err + told.out
