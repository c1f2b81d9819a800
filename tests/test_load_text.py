"""Plain text and its encodings, as people type and save it."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.model import Kind, Source
from report_builder.settings import Event, Lens, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"),
    (Theme("protests", "Protests"),),
    lenses=(Lens("need", "Needs", marks=("Need",)),),
)


def read(
    folder: Path, text: str | bytes, workshop: Workshop = WORKSHOP, place: str = "notes/a.txt"
) -> Source:
    path = folder / "a.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_source(path, place, workshop)


def outline(source: Source) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in source.blocks]


def test_headings_lists_and_paragraphs_as_typed(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        """SESSION A
Needs:
- More training for officers
  who read posts
    - in Greek too
• A shared tool

The group discussed how police monitor open social media during
demonstrations and after.

Legal issues
------------
1. The law is unclear.
2) Oversight is weak.
""",
    )
    assert outline(source) == [
        ("heading", 1, "SESSION A"),
        ("heading", 2, "Needs:"),
        ("item", 1, "More training for officers who read posts"),
        ("item", 2, "in Greek too"),
        ("item", 1, "A shared tool"),
        (
            "paragraph",
            0,
            "The group discussed how police monitor open social media during demonstrations and after.",
        ),
        ("heading", 2, "Legal issues"),
        ("item", 1, "The law is unclear."),
        ("item", 1, "Oversight is weak."),
    ]
    assert source.title == "SESSION A"
    assert source.units == {"markup": 1}
    assert [block.where.line for block in source.blocks][:3] == [1, 2, 3]


def test_a_line_that_names_a_theme_or_lens_and_nothing_else_is_a_heading(tmp_path: Path) -> None:
    source = read(tmp_path, "Protests\n\nNeeds\n\nMaps of all the exits.\n\nStewards\n\nProtests")
    assert outline(source) == [
        ("heading", 1, "Protests"),
        ("heading", 1, "Needs"),
        ("paragraph", 0, "Maps of all the exits."),
        ("paragraph", 0, "Stewards"),
        ("paragraph", 0, "Protests"),
    ]


def test_level_by_bullet_where_the_indentation_was_lost(tmp_path: Path) -> None:
    source = read(tmp_path, "• First\no second\no third\n• Fourth\n")
    assert [(block.level, block.text) for block in source.blocks] == [
        (1, "First"),
        (2, "second"),
        (2, "third"),
        (1, "Fourth"),
    ]


@pytest.mark.parametrize("line", ["Need: a clear policy", "[C] trust is low", "Another person spoke."])
def test_a_mark_or_a_new_sentence_on_a_short_line_begins_a_block(tmp_path: Path, line: str) -> None:
    source = read(tmp_path, f"We began with introductions.\n{line}\n")
    assert [block.text for block in source.blocks] == ["We began with introductions.", line]


@pytest.mark.parametrize(
    ("encoding", "language", "told"),
    [
        ("utf-8", "en", None),
        ("utf-8-sig", "en", None),
        ("utf-16", "en", "UTF-16"),
        ("utf-16-le", "en", "UTF-16"),
        ("cp1253", "el", "1253"),
        ("cp1253", "en", "1253"),
    ],
)
def test_greek_in_any_encoding(tmp_path: Path, encoding: str, language: str, told: str | None) -> None:
    words = "Οι αστυνομικοί χρειάζονται εκπαίδευση στα μέσα κοινωνικής δικτύωσης."
    workshop = Workshop(WORKSHOP.event, WORKSHOP.themes, language=language)
    source = read(tmp_path, words.encode(encoding), workshop)
    assert [block.text for block in source.blocks] == [words]
    assert bool(source.notices) == (told is not None)
    assert all(told in notice for notice in source.notices if told)


FOREIGN = {
    "cp1250 Polish": "Policja potrzebuje jasnych reguł, a źródła są różne.",
    "iso8859_2 Polish": "Policja potrzebuje jasnych reguł, a źródła są różne.",
    "cp1250 Czech": "Účastníci nedůvěřují úřadům, chybí jim překlad.",
    "cp1250 Hungarian": "A rendőrség egyértelmű szabályokat kér, a képzés rövid.",
    "cp1250 Romanian": "Mulţi participanţi nu ştiu unde să ceară ajutor.",
    "cp1250 Croatian": "Građani ne vjeruju obavijestima, vijesti se šire brže.",
    "cp1257 Lithuanian": "Žmonės nežino, kur kreiptis pagalbos, o gandai plinta greičiau.",
    "cp1254 Turkish": "Söylentiler düzeltmelerden hızlı yayılıyor.",
    "cp1252 French": "L’été dernier, l’œuvre des bénévoles était gênée.",
    "mac_roman French": "L’été dernier, l’œuvre des bénévoles était gênée.",
    "cp1252 Spanish": "¿Quién decide? Los niños también están en la calle.",
    "cp1252 Danish": "Frivillige får ikke nok øvelse, og vi er få på pladsen.",
    "cp1252 English": "It’s a “café” – 20 m² for £5.",
    "cp1251 Bulgarian": "Полицията има нужда от ясни правила.",
    "cp1251 Ukrainian": "Поліція потребує чітких правил і їх перекладу.",
    "iso8859_7 Greek": "Άλλες φήμες διαδίδονται πιο γρήγορα από τις διορθώσεις.",
    "cp1253 Greek and English": "Need: καλύτερη ενημέρωση του κοινού (public information).",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_old_code_pages_in_a_workshop_of_another_language(tmp_path: Path, name: str) -> None:
    source = read(tmp_path, FOREIGN[name].encode(name.split()[0]), WORKSHOP)
    assert " ".join(block.text for block in source.blocks) == FOREIGN[name]
    assert source.notices[0].startswith("Read as ")


@pytest.mark.parametrize(
    ("encoding", "language", "words"),
    [
        ("cp1250", "pl", "Żądania są różne."),
        ("cp1251", "bg", "Полицията има нужда."),
        ("cp1257", "lt", "Reikia daugiau mokymų."),
        ("cp1252", "fr", "Un échange préalable."),
    ],
)
def test_old_code_pages_by_the_language_of_the_workshop(
    tmp_path: Path, encoding: str, language: str, words: str
) -> None:
    source = read(
        tmp_path, words.encode(encoding), Workshop(WORKSHOP.event, WORKSHOP.themes, language=language)
    )
    assert [block.text for block in source.blocks] == [words]


def test_comments_of_google_docs_become_memos(tmp_path: Path) -> None:
    source = read(tmp_path, "Police need tools[a].\n\n[a]Which tools?\n")
    assert [block.text for block in source.blocks] == ["Police need tools."]
    assert [(memo.text, memo.where.line) for memo in source.memos] == [("Which tools?", 3)]
    assert source.units == {"comment": 1}
    assert source.notices == ('1 comment by a reviewer is kept out of the report: "Which tools?" (line 3).',)


def test_comments_of_google_docs_with_more_than_one_line(tmp_path: Path) -> None:
    source = read(tmp_path, "Police need tools[a][b].\n\n[a]Which tools?\nAnd when?\n[b]All of them\n\n")
    assert [block.text for block in source.blocks] == ["Police need tools."]
    assert [memo.text for memo in source.memos] == ["Which tools? And when?", "All of them"]


def test_text_after_what_looks_like_comments_is_kept(tmp_path: Path) -> None:
    source = read(tmp_path, "We chose option [a].\n\n[a]Training for all.\n\nThe group went on with rules.\n")
    assert [block.text for block in source.blocks] == [
        "We chose option [a].",
        "[a]Training for all.",
        "The group went on with rules.",
    ]
    assert source.memos == ()


def test_control_characters_are_left_out_and_told(tmp_path: Path) -> None:
    source = read(tmp_path, "Police \x1b[1mneed\x1b[0m rules\x9b.\x0cAnd money. " + "Much more of it. " * 10)
    assert source.blocks[0].text.startswith("Police [1mneed[0m rules. And money.")
    assert source.notices == ("3 control characters left out.",)


def test_a_lens_mark_in_brackets_is_no_comment(tmp_path: Path) -> None:
    source = read(tmp_path, "[N] More training\n")
    assert [block.text for block in source.blocks] == ["[N] More training"]


def test_excel_unicode_text_under_feedback_is_a_sheet(tmp_path: Path) -> None:
    table = "Theme\tComment\nProtests\tWe need more training.\n".encode("utf-16")
    source = read(tmp_path, table, place="feedback/a.txt")
    assert [(block.kind, block.text, block.theme) for block in source.blocks] == [
        (Kind.CELL, "We need more training.", "Protests")
    ]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"inputs/notes/a\.txt: this is not text"):
        read(tmp_path, bytes(range(256)) * 4)


def test_marks_begin_blocks_wherever_they_stand(tmp_path: Path) -> None:
    source = read(
        tmp_path, "- Need: rules\n  for all\n  Protests: maps\nof the town\nneeds – staff\n[need] money\n"
    )
    assert outline(source) == [
        ("item", 1, "Need: rules for all"),
        ("paragraph", 0, "Protests: maps of the town"),
        ("paragraph", 0, "needs – staff"),
        ("paragraph", 0, "[need] money"),
    ]


def test_a_stray_zero_byte_is_left_out_and_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for length in (0, 1):
        path.write_bytes(
            b"Need: a bench \x00 at the bridge.\n" + b"\n" * length + b"Need: a lamp at the gate.\n"
        )
        source = load_source(path, "notes/a.txt", WORKSHOP)
        assert [" ".join(block.text.split()) for block in source.blocks] == [
            "Need: a bench at the bridge.",
            "Need: a lamp at the gate.",
        ]


TALKS = {
    "name and time above": "Anna Kowalska  0:03\nWe need clear rules.\n\nBen de Vries  1:00:45\nNobody knows who pays.\n",
    "time and name before": "[00:00:03] Anna Kowalska: We need clear rules.\n[01:00:45] Ben de Vries: Nobody knows who pays.\n",
    "chat": "00:00:03\t From Anna Kowalska to Everyone:\tWe need clear rules.\n01:00:45\t From Ben de Vries:\tNobody knows who pays.\n",
}


@pytest.mark.parametrize("text", TALKS.values(), ids=TALKS)
def test_a_transcript_saved_as_text_has_speakers_and_times(tmp_path: Path, text: str) -> None:
    source = read(tmp_path, text)
    assert [(block.kind.value, block.speaker, block.where.time, block.text) for block in source.blocks] == [
        ("cue", "Anna Kowalska", "00:00:03", "We need clear rules."),
        ("cue", "Ben de Vries", "01:00:45", "Nobody knows who pays."),
    ]


def test_a_talk_typed_with_names_has_speakers(tmp_path: Path) -> None:
    turns = ["Anna Kowalska: We need clear rules.", "Ben: Nobody pays: why?", "Interviewer: And then?"] * 3
    source = read(tmp_path, "\n\n".join(["Talk of 9 May 2017 at the port.", *turns]))
    assert [(block.speaker, block.text) for block in source.blocks[1:4]] == [
        ("Anna Kowalska", "We need clear rules."),
        ("Ben", "Nobody pays: why?"),
        ("Interviewer", "And then?"),
    ]


def test_four_turns_are_a_talk(tmp_path: Path) -> None:
    turns = ["Anna: We need clear rules.", "Ben: Nobody pays."] * 2
    assert [block.speaker for block in read(tmp_path, "\n\n".join(turns)).blocks] == ["Anna", "Ben"] * 2


@pytest.mark.parametrize(
    "lines",
    [
        ["Need: maps of exits.", "Challenge: nobody has them."] * 5,
        [f"Topic {letter}: this was said of it." for letter in "ABCDEFGHIJ"],
        ["Action: write to the port.", "Decision: we meet again."] * 5,
        ["Pros: it is quick.", "Cons: it is dear."] * 2,
        ["Anna: We need rules.", "This was said twice.", "And not by chance.", "Ben: Yes."] * 3,
    ],
    ids=["marks", "labels that stand once", "labels of minutes", "for and against", "too few names"],
)
def test_notes_with_colons_are_no_talk(tmp_path: Path, lines: list[str]) -> None:
    workshop = replace(
        WORKSHOP, lenses=(*WORKSHOP.lenses, Lens("challenge", "Challenges", marks=("Challenge",)))
    )
    source = read(tmp_path, "\n\n".join(lines), workshop)
    assert {block.speaker for block in source.blocks} == {""}


def test_an_agenda_is_no_transcript(tmp_path: Path) -> None:
    text = "09:30 Panel 1: maps and radios\n\n10:30 Panel 2: the law\n"
    assert {block.speaker for block in read(tmp_path, text).blocks} == {""}
