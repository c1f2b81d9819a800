"""zenodo.json: what a deposit of the report says."""

import json
from dataclasses import replace
from typing import Any

import pytest

from report_builder.render.zenodo import render_zenodo
from report_builder.settings import Funding, Person
from tests.report_sample import sample_report, sample_workshop


def deposit(**deliverable: Any) -> dict[str, Any]:
    sample = sample_workshop()
    settings = replace(sample, deliverable=replace(sample.deliverable, **deliverable))
    metadata: dict[str, Any] = json.loads(render_zenodo(sample_report(workshop=settings), ()))["metadata"]
    return metadata


def test_a_deposit_has_what_the_form_asks_for() -> None:
    made = deposit()
    assert made["title"] == "Report on the 2nd workshop: social media in riots, protests and mass gatherings"
    assert (made["upload_type"], made["publication_type"]) == ("publication", "deliverable")
    assert made["publication_date"] == "2017-06-30"
    assert made["creators"] == [
        {"name": "Kostarelou, Danae", "affiliation": "KEMEA"},
        {"name": "Lambriadis, Petros", "affiliation": "KEMEA"},
    ]
    assert made["description"].startswith("<p>Fifty-seven people")
    assert (made["access_right"], made["license"], made["language"]) == ("open", "cc-by-4.0", "eng")
    assert made["keywords"] == ["social media", "public security"]
    assert made["version"] == "0.3"


def test_the_grant_and_the_statement_are_named() -> None:
    made = deposit()
    assert made["grants"] == [{"id": "10.13039/501100000780::700281"}]
    assert "grant agreement No\u00a0700281" in made["notes"]


def test_without_eu_funding_nothing_is_said_of_a_grant() -> None:
    settings = replace(sample_workshop(), funding=Funding())
    made = json.loads(render_zenodo(sample_report(workshop=settings), ()))["metadata"]
    assert not {"grants", "notes"} & set(made)


def test_what_is_not_public_is_closed() -> None:
    assert deposit(level="SEN")["access_right"] == "closed"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://creativecommons.org/licenses/by-nc-nd/4.0/deed.el", "cc-by-nc-nd-4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
        ("https://example.org/licence", None),
    ],
)
def test_licences_have_the_names_of_the_repository(url: str, name: str | None) -> None:
    assert deposit(licence_url=url).get("license") == name


def test_without_authors_the_lead_is_the_creator() -> None:
    assert deposit(authors=())["creators"] == [{"name": "Center for Security Studies (KEMEA)"}]


def test_reviewers_are_not_named() -> None:
    reviewers = (Person("Someone Else", "TNO"),)
    assert "Someone" not in json.dumps(deposit(reviewers=reviewers))
