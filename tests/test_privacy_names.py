"""Names are masked in statements, and words that only look like names are not."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.model import Participant
from report_builder.privacy.masking import MASK, Masker
from report_builder.privacy.people import people_of
from tests.sample import workshop

CASES = Path(__file__).parent / "cases"
NAMES = """\
Danae Kostarelou
Petros Lambriadis
Anna-Lena Brückmoser
Pieter van der Oosterhoek
Ilaria Monteverdi-Sala
Maeve O'Donnagher
Łukasz Wiśniewski-Kamiński
Lars Sørensen
Mark Brown
Rose May
Athena Young
Jordan Long
Kim Li
Frank Baker
Νίκος Παπαδόπουλος
Χρήστος Ξένος
Ελπίδα Νίκου"""


def masker(names: str = NAMES, extra: str = "") -> Masker:
    people = [Participant(name) for name in names.splitlines()]
    return Masker(people_of(workshop(extra), people))


def read(name: str) -> list[tuple[str, str]]:
    """Each line with what is expected of it."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(text, text if expected == "=" else expected) for text, expected in pairs]


MASKER = masker()


@pytest.mark.parametrize(("text", "expected"), read("names.tsv"))
def test_names_are_masked_and_other_words_are_not(text: str, expected: str) -> None:
    assert MASKER.mask(text) == expected


@pytest.mark.parametrize("name", ["names_held_out.tsv", "names_look_alikes.tsv"])
def test_other_names_and_look_alikes(name: str) -> None:
    """At most two in a hundred look-alikes are masked, and no name stands."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    people = [person for line in lines if line.startswith("# ") for person in line[2:].split("|")]
    held_out = masker("\n".join(people))
    wrong = [(held_out.mask(text), expected) for text, expected in read(name)]
    wrong = [(made, expected) for made, expected in wrong if made != expected]
    look_alikes = [expected for _, expected in read(name) if MASK not in expected]
    assert len([1 for _, expected in wrong if MASK not in expected]) <= len(look_alikes) * 0.02, wrong
    assert not [made for made, expected in wrong if MASK in expected], wrong


WORDS = st.lists(
    st.sampled_from(
        [
            *NAMES.replace("-", " ").split(),
            *(
                "said",
                "the",
                "and",
                ",",
                ".",
                ":",
                "(",
                ")",
                "@",
                "'s",
                "in",
                "Athens",
                "Mr",
                "κ.",
                "του",
                "+",
                "210",
            ),
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brown said the trust pays.", "[name] said the trust pays."),
        ("As Brown noted, the pumps are old.", "As [name] noted, the pumps are old."),
        ("We like Brown's proposal.", "We like [name]'s proposal."),
        ("The brown water is back.", "The brown water is back."),
        ("Dyke said the trust pays.", "[name] said the trust pays."),
        ("Dyke's proposal is on the table.", "[name]'s proposal is on the table."),
        ("Behind Dyke House the water stands.", "Behind Dyke House the water stands."),
        ("The Dyke said no to us.", "The Dyke said no to us."),
    ],
)
def test_words_of_the_title_are_names_where_people_do_or_have_something(text: str, expected: str) -> None:
    event = replace(workshop().event, title="Living behind the dyke: Peter Brown's pumps")
    people = [Participant("Peter Brown"), Participant("Rose Dyke")]
    assert Masker(people_of(replace(workshop(), event=event), people)).mask(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prices rise, and Price was no name.", "Prices rise, and Price was no name."),
        ("All prices and the price of oil.", "All prices and the price of oil."),
        ("Pryce asked for pumps.", "[name] asked for pumps."),
        ("Papadopoulou and Papadopoulos asked.", "[name] and [name] asked."),
    ],
)
def test_latin_words_are_heard_as_greek_names_alone(text: str, expected: str) -> None:
    assert masker("John Llewellyn-Pryce\nΝίκος Παπαδόπουλος").mask(text) == expected


@given(WORDS.map(" ".join) | st.text())
def test_what_is_masked_once_is_masked_for_good(text: str) -> None:
    masked = MASKER.mask(text)
    assert MASKER.mask(masked) == masked


@given(WORDS.map(" ".join) | st.text())
def test_stretches_are_told_in_order_as_they_stand(text: str) -> None:
    found = MASKER.find(text)
    assert all(text[one.start : one.end] == one.words for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert bool(found) == (MASKER.mask(text) != text)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>No names &amp; no numbers.</p>", "<p>No names &amp; no numbers.</p>"),
        ("<p><strong>Danae</strong> Kostarelou asked.</p>", "<p><strong>[name]</strong> asked.</p>"),
        ("<p>Kosta<em>relou</em> asked.</p>", "<p>[name]<em></em> asked.</p>"),
        ('<p>See <a href="mailto:danae@example.org">here</a>.</p>', '<p>See <a href="#">here</a>.</p>'),
        ("<ul><li>Mark</li><li>Brown bins</li></ul>", "<ul><li>Mark</li><li>Brown bins</li></ul>"),
    ],
)
def test_names_in_prose_are_masked_between_its_tags(html: str, expected: str) -> None:
    assert MASKER.mask_html(html) == expected


def test_words_that_people_call_no_names_stay() -> None:
    own = masker(extra='[privacy]\nnot_names = ["Kostarelou method"]\n')
    text = "The Kostarelou method is slow, says Kostarelou."
    assert own.mask(text) == "The Kostarelou method is slow, says [name]."


def test_what_workshop_toml_prints_is_no_secret() -> None:
    own = masker(extra='[project]\ncontact = "Follow @crossings or write to desk@crossings.example."\n')
    text = "Ask @crossings, @somebody, desk@crossings.example."
    assert own.mask(text) == "Ask @crossings, [name], desk@crossings.example."


def test_a_very_long_word_costs_no_more_than_its_length() -> None:
    """Were it quadratic, this would not end."""
    assert MASKER.mask(f"{'a1(' * 100_000} me@home.example").endswith(" [name]")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("notes/brown.docx", "notes/[name].docx"),
        ("notes/interview-brown_2.docx", "notes/interview-[name]_2.docx"),
        ("notes/Kostarelou/day-1.md", "notes/[name]/day-1.md"),
        ("notes/brown-bins.docx", "notes/brown-bins.docx"),
        ("feedback/may.xlsx", "feedback/may.xlsx"),
        ("notes/notes.md", "notes/notes.md"),
    ],
)
def test_names_in_paths_of_files(path: str, expected: str) -> None:
    assert MASKER.mask_path(path) == expected
