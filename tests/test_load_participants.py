"""The list of participants."""

import datetime
from pathlib import Path

import pytest

from report_builder.errors import SourceError
from report_builder.load.participants import read_participants
from report_builder.model import Participant
from report_builder.settings import Event, Group, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"),
    (Theme("protests", "Protests"),),
    groups=(Group("security", "Security", aliases=("Police",)), Group("social-movement", "Social movement")),
)


def test_groups_by_id_title_or_alias_and_consent(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text(
        "\ufeffName;E-mail;Organization;GROUP;Country;consent_name\n"
        "Maria;m@x.org;City;POLICE;Greece;yes\nNikos;;;Social-Movement;;\n;;;;;\n",
        encoding="utf-8",
    )
    people, warnings = read_participants(path, WORKSHOP)
    assert people == (
        Participant("Maria", "m@x.org", "City", "security", "Greece", may_name=True),
        Participant("Nikos", group="social-movement"),
    )
    assert warnings == ()


def test_unknown_groups_are_told_once_for_each_word(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("name,group\nA,securty\nB,Security\nC,Press\nD,SECURTY\nE,securty\n", encoding="utf-8")
    people, warnings = read_participants(path, WORKSHOP)
    assert [(person.name, person.group) for person in people] == [
        ("A", ""),
        ("B", "security"),
        ("C", ""),
        ("D", ""),
        ("E", ""),
    ]
    assert [str(problem) for problem in warnings] == [
        'inputs/participants.csv, row 2 (and 2 more): "securty" is not one of this workshop\'s groups. '
        'Did you mean "security"? Groups: security, social-movement.',
        'inputs/participants.csv, row 4: "Press" is not one of this workshop\'s groups. '
        "Groups: security, social-movement.",
    ]
    assert {problem.level for problem in warnings} == {"warning"}


def test_an_old_code_page_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_bytes("name,group\nRené,Police\n".encode("cp1252"))
    people, (warning,) = read_participants(path, WORKSHOP)
    assert [person.name for person in people] == ["René"]
    assert (warning.rule, warning.level) == ("participants-encoding", "warning")
    assert "1252" in warning.what


def test_all_unclear_consents_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("name,group,may_name\nA,press,maybe\nB,security,perhaps\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_participants(path, WORKSHOP)
    assert [str(problem) for problem in caught.value.problems] == [
        'inputs/participants.csv, row 2: "maybe" says neither yes nor no. Write yes or no.',
        'inputs/participants.csv, row 3: "perhaps" says neither yes nor no. Write yes or no.',
    ]


def test_no_file_no_people(tmp_path: Path) -> None:
    assert read_participants(tmp_path / "participants.csv", WORKSHOP) == ((), ())


def test_a_header_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("Maria,City\n", encoding="utf-8")
    with pytest.raises(SourceError, match="names no column name or group"):
        read_participants(path, WORKSHOP)
