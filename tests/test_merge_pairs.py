"""Pairs of statements in tests/cases: those that say the same become one finding, baits never do.

`python -m tests.bench.merging tests/cases/merging.tsv --wrong` tells which go wrong and why.
"""

from collections import defaultdict
from collections.abc import Iterable

import pytest

from report_builder.merge import merge_codings
from report_builder.model import Where
from tests.bench.merging import StatementPair, are_merged, read_pairs, score
from tests.cases_reader import FOLDER
from tests.sample import coding, workshop

TUNED = read_pairs(FOLDER / "merging.tsv")
HELD_OUT = read_pairs(FOLDER / "merging_held_out.tsv")
FOREIGN = read_pairs(FOLDER / "merging_foreign.tsv")


def by_kind(pairs: Iterable[StatementPair]) -> dict[str, list[StatementPair]]:
    kinds: dict[str, list[StatementPair]] = defaultdict(list)
    for pair in pairs:
        kinds[pair.kind].append(pair)
    return kinds


BAITS = by_kind(pair for pair in TUNED if not pair.same)


@pytest.mark.parametrize("kind", BAITS)
def test_baits_stay_apart(kind: str) -> None:
    assert [pair for pair in BAITS[kind] if are_merged(pair)] == []


@pytest.mark.parametrize("pairs", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_precision_and_recall(pairs: list[StatementPair]) -> None:
    precision, recall = score(pairs)
    assert precision >= 0.98
    assert recall >= 0.72


def test_the_order_of_two_statements_does_not_matter() -> None:
    turned = [
        pair
        for pair in TUNED
        if are_merged(pair) != are_merged(pair._replace(first=pair.second, second=pair.first))
    ]
    assert turned == []


@pytest.mark.parametrize(
    "opening", ["It was noted that ", "Participants agreed that ", "We think that ", "In my opinion, "]
)
def test_who_said_so_is_no_part_of_a_statement(opening: str) -> None:
    framed = [pair._replace(second=opening + pair.first) for pair in TUNED[::5]]
    assert [pair for pair in framed if not are_merged(pair)] == []


DENIED = (" is ", " are ", " should ", " can ", " must ", " was ", " will ", " has been ")


@pytest.mark.parametrize("verb", DENIED)
def test_a_statement_and_its_denial_are_two(verb: str) -> None:
    for pair in TUNED:
        if pair.first.count(verb) == 1:
            before, _, behind = pair.first.partition(verb)
            first_word = verb.split()[0]
            rest = verb.split()[1:]
            denied = " ".join([before, first_word, "not", *rest, behind])
            if not behind.startswith("not "):
                assert not are_merged(pair._replace(second=denied)), denied


@pytest.mark.parametrize(
    ("one", "other"),
    [("3", "4"), ("20", "30"), ("three", "four"), ("2019", "2021"), ("10 %", "15 %"), ("1,000", "1,500")],
)
def test_another_number_is_another_statement(one: str, other: str) -> None:
    for frame in (
        "There are {} boats.",
        "The fee rose by {} in May.",
        "Section {} of the rule is too vague.",
    ):
        pair = StatementPair(False, "number", frame.format(one), frame.format(other))
        assert not are_merged(pair), pair


def test_many_wordings_go_together_only_if_each_says_the_same_as_each() -> None:
    wordings = [
        "Nurses lack rest rooms.",
        "Nurses have no rest rooms.",
        "There are not enough rest rooms for nurses.",
    ]
    codings = [coding(text, where=Where("notes/a.md", line=line)) for line, text in enumerate(wordings, 1)]
    found = merge_codings(codings, workshop())
    together = [{member.statement for member in finding.members} for finding in found]
    assert not any({wordings[1], wordings[2]} <= members for members in together)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Η αστυνομία δεν απαντά τη νύχτα.", "Η αστυνομία απαντά τη νύχτα."),
        ("Χρειάζονται 20 εθελοντές.", "Χρειάζονται 30 εθελοντές."),
        ("Η αστυνομία ενημερώνει τον δήμο.", "Ο δήμος ενημερώνει την αστυνομία."),
        ("Die Polizei informiert die Stadt.", "Die Stadt informiert die Polizei."),
        ("Die Stadt braucht mehr Personal.", "Die Stadt braucht kein Personal."),
        ("La police n'a pas assez de personnel.", "La police a assez de personnel."),
        ("La ciudad debe pagar.", "La ciudad puede pagar."),
        ("Wir können nachts nicht antworten.", "Wir konnten nachts nicht antworten."),
    ],
)
def test_other_languages_are_never_merged_by_rules_of_english(first: str, second: str) -> None:
    assert not are_merged(StatementPair(False, "language", first, second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The office in Hamburg is closed.", "The office in Homburg is closed."),
        ("Police in Austria use the tool.", "Police in Australia use the tool."),
        ("Trainers need a break.", "Trainees need a break."),
        ("The contract was signed.", "The contact was signed."),
        ("The policy is outdated.", "The police is outdated."),
    ],
)
def test_names_and_words_that_exist_are_no_misspellings(first: str, second: str) -> None:
    assert not are_merged(StatementPair(False, "typo", first, second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Η αστυνομία δεν απαντά τη νύχτα.", "η αστυνομια ΔΕΝ απαντα τη νυχτα"),
        ("Χρειάζονται περισσότεροι εθελοντές.", "Χρειάζονται περισσότερροι εθελοντές."),
        ("Die Stadt braucht mehr Personal.", "Die Stadt braucht mehr Personnal."),
    ],
)
def test_the_same_words_and_misspelt_ones_are_merged_in_any_language(first: str, second: str) -> None:
    assert are_merged(StatementPair(True, "language", first, second))


@pytest.mark.parametrize("pair", FOREIGN, ids=lambda pair: pair.first)
def test_short_statements_of_other_languages(pair: StatementPair) -> None:
    assert are_merged(pair) == pair.same
