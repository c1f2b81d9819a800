"""Two versions side by side: every element once and in order, every letter of both texts kept."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.history.align import align, changed_words

LETTERS = st.lists(st.sampled_from("abcdefg"), max_size=12)
TEXTS = st.text(alphabet="ab .,’-\u00a0Ωé", max_size=40)


def never(i: int, j: int) -> float:
    return 0.0


def shown(pairs: Sequence[tuple[int | None, int | None]], old: str, new: str) -> str:
    """`a` stays, `-a` is gone, `+a` is new, `a>b` is another version."""

    def one(i: int | None, j: int | None) -> str:
        if i is None or j is None:
            return f"+{new[j]}" if j is not None else f"-{old[i or 0]}"
        return old[i] if old[i] == new[j] else f"{old[i]}>{new[j]}"

    return " ".join(one(i, j) for i, j in pairs)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "abc", "a b c"),
        ("abc", "axc", "a -b +x c"),
        ("abcd", "bcda", "-a b c d +a"),
        ("xaxbx", "xbxax", "x -a -x b x +a +x"),
        ("", "ab", "+a +b"),
        ("ab", "", "-a -b"),
    ],
)
def test_what_is_the_same_stands_side_by_side(old: str, new: str, expected: str) -> None:
    assert shown(align(old, new, never), old, new) == expected


def test_what_is_alike_is_another_version_and_not_gone_and_new() -> None:
    likeness = {("b", "B"): 90.0, ("c", "B"): 60.0}
    old, new = "abcd", "aBd"
    pairs = align(old, new, lambda i, j: likeness.get((old[i], new[j]), 0.0))
    assert shown(pairs, old, new) == "a b>B -c d"


@given(LETTERS, LETTERS)
def test_every_element_stands_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = align(old, new, lambda i, j: 100.0 * (i == j))
    assert [i for i, _ in pairs if i is not None] == list(range(len(old)))
    assert [j for _, j in pairs if j is not None] == list(range(len(new)))


@given(LETTERS)
def test_what_did_not_change_is_all_the_same(old: list[str]) -> None:
    assert align(old, old, never) == [(at, at) for at in range(len(old))]


@given(TEXTS, TEXTS)
def test_no_letter_is_lost_between_two_texts(old: str, new: str) -> None:
    words = changed_words(old, new)
    assert "".join(one.old for one in words) == old
    assert "".join(one.new for one in words) == new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We need signs.", "We need signs.", "We need signs."),
        ("We need signs.", "We need lights.", "We need [signs|lights]."),
        ("We need signs.", "We need signs and lights.", "We need signs[| and lights]."),
        ("Signs at the school", "Signs and lamps on the school", "Signs [at|and lamps on] the school"),
        # One phrase, though "of" stayed between its changed words.
        (
            "the lack of staff at night",
            "the want of people at night",
            "the [lack of staff|want of people] at night",
        ),
        ("One thing.", "Quite another matter altogether", "[One thing.|Quite another matter altogether]"),
        ("αν υπάρχει ανάγκη", "αν δεν υπάρχει ανάγκη", "αν [|δεν ]υπάρχει ανάγκη"),
    ],
)
def test_words_that_changed_are_marked(old: str, new: str, expected: str) -> None:
    marked = (w.new if w.old == w.new else f"[{w.old}|{w.new}]" for w in changed_words(old, new))
    assert "".join(marked) == expected
