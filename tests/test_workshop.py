"""Every fault of workshop.toml is told at once, with its place and the mend."""

from pathlib import Path

import pytest

from report_builder.errors import WorkshopError
from report_builder.workshop import json_schema, parse_workshop, read_workshop
from tests.sample import WORKSHOP_TOML, workshop


def faults(text: str) -> list[str]:
    with pytest.raises(WorkshopError) as error:
        parse_workshop(text)
    return [str(problem) for problem in error.value.problems]


def test_the_usual_lenses_are_there_without_a_word() -> None:
    assert [lens.id for lens in workshop().lenses] == ["practice", "need", "challenge", "legal-ethical"]


def test_an_own_lens_is_added_and_a_usual_one_changed_by_the_keys_given() -> None:
    lenses = workshop(
        '[[lenses]]\nid = "cost"\ntitle = "Costs"\n[[lenses]]\nid = "need"\ntitle = "Wishes"\n'
    ).lenses
    assert [(lens.id, lens.title) for lens in lenses][1] == ("need", "Wishes")
    assert lenses[1].marks
    assert lenses[-1].id == "cost"


def test_lens_order_chooses_and_orders() -> None:
    lenses = parse_workshop('lens_order = ["need", "practice"]\n' + WORKSHOP_TOML).lenses
    assert [lens.id for lens in lenses] == ["need", "practice"]


def test_all_faults_are_told_at_once() -> None:
    found = faults(
        WORKSHOP_TOML.replace("organiser", "organizer").replace("2024-03-05", '"May"') + "\n[loook]\n"
    )
    assert len(found) == 4
    assert (
        'inputs/workshop.toml, line 5: there is no key "event.organizer". Did you mean "organiser"?'
        in found[-2]
    )


def test_a_slip_of_syntax_is_told_with_its_line() -> None:
    (fault,) = faults('[event]\ntitle = "Riots\n')
    assert fault.startswith("inputs/workshop.toml, line 2: this is no TOML")


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ('[[sessions]]\nid = "late"\ntitle = "Late"\ntheme = "protest"', 'Did you mean "protests"?'),
        ('[[sessions]]\nid = "late"\ntitle = "Late"\ngroup = "army"', "Known: police, city."),
        ('[[themes]]\nid = "protests"\ntitle = "Again"', 'the id "protests" stands twice'),
        ('[[themes]]\nid = "Big Events"\ntitle = "Big"', "lower-case letters, digits and hyphens"),
        ('[[images]]\nfile = "a.png"\nalt = "A"\nsection = "front"', 'section "front" does not exist'),
        ('[look]\naccent = "blue"', 'look.accent "blue" is no colour'),
        ('[[groups]]\nid = "guards"\ntitle = "Guards"\naliases = ["lea"]', 'the alias "lea" stands for both'),
        ('[[themes]]\nid = "cover"\ntitle = "Cover"', "the name of another part"),
        ('[[themes]]\nid = "parades"\ntitle = " "', "themes, parades: title is empty"),
        ('[project]\nurl = "javascript:alert(1)"', "no web address"),
        ('[deliverable]\nlicence_url = "www.x.eu"', "Begin it with https://."),
        ('[project]\ntitle = "A\\u0007"', '"project.title" holds a character'),
        ("[funding]\ngrant_number = 101", 'grant_number = "101"'),
        ('[deliverable]\ndate = "14.3.2024"', "Write it as 2017-05-09."),
        ('[[lenses]]\nid = "cost"\ntitle = "Costs"\nmark = ["x"]', 'no key "lenses.1.mark"'),
        ('[[lenses]]\nid = []\ntitle = "Costs"', '"lenses.1.id"'),
        ("[privacy]\nmin_cell = 0", "privacy.min_cell is below 1"),
        ('[[columns]]\nfile = "feedback/a.csv"\ntheme = "x"', 'theme "x" does not exist'),
    ],
)
def test_what_contradicts_itself_is_told(extra: str, told: str) -> None:
    (fault,) = faults(WORKSHOP_TOML + extra)
    assert told in fault


def test_no_themes_is_a_fault() -> None:
    (fault,) = faults('themes = []\n[event]\ntitle = "T"\ndate = 2024-01-01\nplace = "P"\norganiser = "O"')
    assert "[[themes]]" in fault


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs/workshop.toml").write_text("\ufeff" + WORKSHOP_TOML, encoding="utf-8")
    assert read_workshop(tmp_path).event.title == "Voices of the street"


def test_the_schema_tells_editors_what_each_key_is_for() -> None:
    event = json_schema()["$defs"]["Event"]["properties"]
    assert event["organiser"]["description"] == "Who organised it."


def test_a_workshop_ends_no_day_before_it_begins() -> None:
    (fault,) = faults(WORKSHOP_TOML.replace("date =", "end_date = 2024-03-01\ndate ="))
    assert "is before event.date" in fault


@pytest.mark.parametrize("order", ['[["a"]]', "[1]", '["need", "nead"]'])
def test_an_order_of_lenses_that_do_not_exist_is_told(order: str) -> None:
    assert faults(f"lens_order = {order}\n" + WORKSHOP_TOML)


@pytest.mark.parametrize("language", ["English language", "", "e"])
def test_a_language_that_is_none_is_told(language: str) -> None:
    (fault,) = faults(f'language = "{language}"\n' + WORKSHOP_TOML)
    assert "no code of a language" in fault
