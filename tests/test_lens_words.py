"""The usual lenses are known by their words in the languages of the catalogues: cases/lens_words.tsv."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import report_builder
from report_builder.coding import code_segments
from report_builder.languages import known_languages
from report_builder.words import fold, phrase_pattern
from tests.sample import codings_of_note, segment, workshop

PACKAGE = Path(report_builder.__file__).parent
WORDS = tomllib.loads((PACKAGE / "lens-words.toml").read_text(encoding="utf-8"))
ENGLISH = {lens["id"]: lens for lens in tomllib.loads((PACKAGE / "lenses.toml").read_text("utf-8"))["lenses"]}


def read_tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = read_tsv(Path(__file__).with_name("cases") / "lens_words.tsv")
EXAMPLES = [row for path in sorted((PACKAGE / "coding/examples").glob("*.tsv")) for row in read_tsv(path)]
"""English statements, as people write and say them."""


@pytest.mark.parametrize(
    ("words", "lens"), [(case["words"], case["lens"]) for case in CASES if case["place"] == "heading"]
)
def test_a_heading_names_the_lens(words: str, lens: str, tmp_path: Path) -> None:
    coding = codings_of_note(tmp_path, f"# Protests\n\n## {words}\n\n- Zeppelin 14 an der Ecke.")[-1]
    assert (coding.lens, coding.status.value) == (lens, "coded")
    assert f'lens: heading "{words}"' in coding.reason


@pytest.mark.parametrize(
    ("words", "lens"), [(case["words"], case["lens"]) for case in CASES if case["place"] == "question"]
)
def test_a_question_asks_for_the_lens(words: str, lens: str) -> None:
    (coding,) = code_segments([segment("Zeppelin 14 an der Ecke.", question=words)], workshop())
    assert coding.lens == lens
    assert f'question "{words}"' in coding.reason


def phrases(table: dict[str, list[str]]) -> Iterator[str]:
    yield from table["cues"]
    yield from (f"{word}*" for word in table["questions"])


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("lens", ENGLISH)
def test_no_word_is_an_english_one_of_another_meaning(language: str, lens: str) -> None:
    """But for a word of the same root: an English "insufficient" is one in Italian, too."""
    known = phrase_pattern(phrases(ENGLISH[lens]))
    own = phrase_pattern(phrases(WORDS[language][lens]))
    assert known
    assert own
    texts = [fold(example["statement"]) for example in EXAMPLES]
    hits = [text for text in texts if own.search(text) and not known.search(text)]
    assert len(hits) <= 2, hits


def test_no_mark_stands_for_two_lenses() -> None:
    found: dict[str, str] = {}
    for table in (ENGLISH, *WORDS.values()):
        for lens, words in table.items():
            for mark in words["marks"]:
                assert found.setdefault(fold(mark), lens) == lens, mark


def test_each_language_of_the_report_has_words_for_each_lens() -> None:
    assert {"en", *WORDS} == set(known_languages())
    for table in WORDS.values():
        assert set(table) == set(ENGLISH)
        assert all(words["marks"] and words["cues"] and words["questions"] for words in table.values())


def test_a_guess_by_cue_words_waits_for_a_person(tmp_path: Path) -> None:
    (coding,) = codings_of_note(tmp_path, "# Protests\n\nWir brauchen Warnungen in einfacher Sprache.")
    assert (coding.status.value, coding.lens) == ("undecided", "need")
    assert "cue: brauchen" in coding.reason
