"""The list of participants."""

import datetime
from pathlib import Path

import pandas
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
    people, warnings = read_participants(tmp_path, WORKSHOP)
    assert people == (
        Participant("Maria", "m@x.org", "City", "security", "Greece", may_name=True),
        Participant("Nikos", group="social-movement"),
    )
    assert warnings == ()


def test_unknown_groups_are_told_once_for_each_word(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("name,group\nA,securty\nB,Security\nC,Press\nD,SECURTY\nE,securty\n", encoding="utf-8")
    people, warnings = read_participants(tmp_path, WORKSHOP)
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
    people, (warning,) = read_participants(tmp_path, WORKSHOP)
    assert [person.name for person in people] == ["René"]
    assert (warning.rule, warning.level) == ("participants-encoding", "warning")
    assert "1252" in warning.what


def test_all_unclear_consents_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("name,group,may_name\nA,press,maybe\nB,security,perhaps\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_participants(tmp_path, WORKSHOP)
    assert [str(problem) for problem in caught.value.problems] == [
        'inputs/participants.csv, row 2: the consent to be named is "maybe", which says neither yes nor no. Write yes or no.',
        'inputs/participants.csv, row 3: the consent to be named is "perhaps", which says neither yes nor no. Write yes or no.',
    ]


def test_no_file_no_people(tmp_path: Path) -> None:
    assert read_participants(tmp_path, WORKSHOP) == ((), ())


def test_a_header_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "participants.csv"
    path.write_text("Maria,City\n", encoding="utf-8")
    with pytest.raises(SourceError, match="none of its first rows names a column name or group"):
        read_participants(tmp_path, WORKSHOP)


def test_a_spreadsheet_is_read_too(tmp_path: Path) -> None:
    table = pandas.DataFrame(
        {
            "Nachname": ["Grün", "Weber"],
            "Vorname": ["Sabine", ""],
            "Gruppe": ["Police", ""],
            "Land": ["DE", "AT"],
        }
    )
    table.to_excel(tmp_path / "participants.xlsx", index=False)
    people, warnings = read_participants(tmp_path, WORKSHOP)
    assert people == (
        Participant("Sabine Grün", group="security", country="DE"),
        Participant("Weber", country="AT"),
    )
    assert warnings == ()


def test_two_lists_are_refused(tmp_path: Path) -> None:
    (tmp_path / "participants.csv").write_text("name\nMaria\n", encoding="utf-8")
    pandas.DataFrame({"name": ["Nikos"]}).to_excel(tmp_path / "participants.xlsx", index=False)
    with pytest.raises(SourceError) as caught:
        read_participants(tmp_path, WORKSHOP)
    assert [str(problem) for problem in caught.value.problems] == [
        "inputs/participants.xlsx: there is participants.csv and participants.xlsx, so it is not clear who took part. "
        "Keep one of them in inputs/."
    ]


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name;Vorname", "Weber;Jonas", "Jonas Weber"),
        ("Name;First name", "Jonas Weber;Jonas", "Jonas Weber"),
        ("Name;Vorname", "Hanachi;Ana", "Ana Hanachi"),
        ("Nombre;Apellidos", "Ana;García Ruiz", "Ana García Ruiz"),
        ("Nom;Prénom", "Dubois;Anne", "Anne Dubois"),
        ("Cognome;Nome", "Bianchi;Lucia", "Lucia Bianchi"),
        ("Επώνυμο;Όνομα", "Παππά;Ελένη", "Ελένη Παππά"),
        ("Surname;First name", "Weber;", "Weber"),
    ],
)
def test_first_and_last_names_in_columns_of_their_own(
    header: str, row: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "participants.csv").write_text(f"{header};group\n{row};police\n", encoding="utf-8")
    ((person,), _) = read_participants(tmp_path, WORKSHOP)
    assert (person.name, person.group) == (name, "security")


def test_titles_above_and_sums_below_are_no_people(tmp_path: Path) -> None:
    (tmp_path / "participants.csv").write_text(
        "Attendance list;;\n\nName;Organisation;Group\nMaria;City;Police\nNikos;City;Police\nΣύνολο;;2\n;;2\n",
        encoding="utf-8",
    )
    people, warnings = read_participants(tmp_path, WORKSHOP)
    assert [person.name for person in people] == ["Maria", "Nikos"]
    assert [str(warning) for warning in warnings] == [
        "inputs/participants.csv, row 6: this is read as a sum and not counted as a person. Take it out of the list.",
        "inputs/participants.csv, row 7: this is read as a sum and not counted as a person. Take it out of the list.",
    ]
