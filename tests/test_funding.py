import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from report_builder.errors import WorkshopError
from report_builder.funding import (
    FundingStatement,
    Standing,
    additions,
    disclaimers,
    funding_statement,
    translations,
    wordings,
)
from report_builder.funding.emblem import emblem_svg
from report_builder.funding.records import Addition, Disclaimer, Translation, Wording
from report_builder.settings import CoFunder, Funding

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]
NO_BREAK = "\u00a0"


def read_cases() -> dict[str, list[str]]:
    """Id of a wording -> what is printed; `~` stands for a no-break space."""
    text = (Path(__file__).parent / "cases/funding.md").read_text(encoding="utf-8")
    cases = [case.strip().splitlines() for case in text.split("\n## ")[1:]]
    return {id: [line for line in lines if line] for id, *lines in cases}


CASES = read_cases()


def test_horizon_2020_is_worded_exactly() -> None:
    statement = funding_statement(Funding("h2020", "700281"))
    assert statement is not None
    assert statement.text == (
        "This project has received funding from the European Union’s Horizon 2020 research and innovation "
        "programme under grant agreement No\u00a0700281"
    )
    assert statement.disclaimer == (
        "This document reflects only the author’s view and the European Commission is not responsible for "
        "any use that may be made of the information it contains."
    )


def test_fp7_names_the_grant() -> None:
    statement = funding_statement(Funding("fp7", "312345"))
    assert statement is not None
    assert statement.text.endswith("(FP7/2007-2013) under grant agreement n°\u00a0312345")


@pytest.mark.parametrize(
    ("programme", "text"),
    [
        ("horizon-europe", "Funded by the European Union"),
        ("horizon-europe-co-funded", "Co-funded by the European Union"),
    ],
)
def test_horizon_europe_needs_no_number_and_names_the_authority(programme: str, text: str) -> None:
    statement = funding_statement(Funding(programme, authority="European Research Executive Agency (REA)"))
    assert statement is not None
    assert statement.text == text
    assert statement.disclaimer.startswith(f"{text}. Views and opinions expressed are however those")
    assert "European Union or European Research Executive Agency (REA). Neither" in statement.disclaimer


@pytest.mark.parametrize("programme", ["none", "", "None"])
def test_without_eu_funding_nothing_is_printed(programme: str) -> None:
    assert funding_statement(Funding(programme, "700281")) is None


@pytest.mark.parametrize(
    ("funding", "what"),
    [
        (Funding("h2020"), '"funding.grant_number" is missing'),
        (Funding("h2020", "  "), '"funding.grant_number" is missing'),
        (Funding("h2020", "GA 700281"), "digits only"),
        (Funding("horizon-europe", authority=" "), '"funding.authority" is missing'),
    ],
)
def test_a_gap_is_told_by_its_key(funding: Funding, what: str) -> None:
    with pytest.raises(WorkshopError) as raised:
        funding_statement(funding)
    (problem,) = raised.value.problems
    assert problem.where == "inputs/workshop.toml"
    assert what in problem.what
    assert problem.mend


@pytest.mark.parametrize(
    ("typed", "meant"), [("h2002", "h2020"), ("Horizon 2020", "h2020"), ("horizon-europa", "horizon-europe")]
)
def test_an_unknown_programme_gets_the_nearest_name(typed: str, meant: str) -> None:
    with pytest.raises(WorkshopError, match=f'Did you mean "{meant}"'):
        funding_statement(Funding(typed, "700281"))


def full(programme: str, **more: Any) -> Funding:
    """A grant with everything that any wording may name."""
    grant = Funding(
        programme,
        "101000001",
        partnership="Clean Hydrogen Partnership",
        members="Hydrogen Europe and Hydrogen Europe Research",
        result="database",
    )
    return replace(grant, **more)


def printed(funding: Funding, language: str = "en") -> FundingStatement:
    statement = funding_statement(funding, "ACRO", language)
    assert statement is not None
    return statement


def test_every_record_has_a_case() -> None:
    assert set(CASES) == {wording.id for wording in wordings()}


@pytest.mark.parametrize("id", [wording.id for wording in wordings()])
def test_a_wording_is_printed_exactly(id: str) -> None:
    statement = printed(full(id))
    said = [
        f"{line}".replace(NO_BREAK, "~") for line in (statement.text, *statement.also, statement.disclaimer)
    ]
    assert said == CASES[id]


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.id)
def test_a_wording_says_where_it_stands_and_how_sure_it_is(wording: Wording) -> None:
    assert wording.source
    assert "'" not in wording.text + wording.also
    assert not wording.text.endswith(".")
    assert not re.search(r"\bEU\b", wording.text)
    assert wording.official == (wording.status is Standing.OFFICIAL)
    if wording.status is not Standing.MEMORY:
        assert not re.match(r"(?i)known from memory", wording.source)


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.id)
def test_each_key_that_a_wording_needs_is_asked_for(wording: Wording) -> None:
    needed = set(re.findall(r"{(\w+)}", wording.text + wording.also + wording.authority))
    for name in needed - {"acronym", "top_up"}:
        with pytest.raises(WorkshopError) as raised:
            funding_statement(full(wording.id, **{name: ""}), "ACRO")
        (problem,) = raised.value.problems
        assert f'"funding.{name}" is missing' in problem.what
        assert f"{name} = " in problem.mend
        assert "[funding]" in problem.mend
    if "acronym" in needed:
        with pytest.raises(WorkshopError, match=r'"project\.acronym" is missing'):
            funding_statement(full(wording.id))


@pytest.mark.parametrize(
    "record", [*translations(), *disclaimers(), *additions()], ids=lambda record: record.source[:30]
)
def test_every_other_record_is_typeset_and_has_a_source(
    record: Translation | Disclaimer | Addition,
) -> None:
    assert record.source
    assert "'" not in record.text
    assert record.text == record.text.strip()
    assert record.text.endswith((".", "{sentence}")) or isinstance(record, Translation)


TWENTY_THREE = re.findall(r"\w\w", "bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv")


@pytest.mark.parametrize("kind", ["funded", "co-funded"])
def test_the_statement_is_known_in_every_language_of_the_union(kind: str) -> None:
    assert [each.language for each in translations() if each.kind == kind] == TWENTY_THREE


def test_a_romanian_comma_is_no_cedilla() -> None:
    texts = "".join(each.text for each in translations() if each.language == "ro")
    texts += "".join(each.text for each in disclaimers() if each.language == "ro")
    assert "\u021b" in texts
    assert not set(texts) & {"\u0163", "\u015f"}


@pytest.mark.parametrize("translation", translations(), ids=lambda each: f"{each.kind} {each.language}")
def test_a_statement_in_another_language_stands_below_the_english_one(translation: Translation) -> None:
    programme = {"funded": "horizon-europe", "co-funded": "horizon-europe-co-funded", "h2020": "h2020"}
    statement = printed(full(programme[translation.kind], languages=(translation.language,)))
    (passage,) = statement.local
    assert statement.language == "en"
    assert passage.language == translation.language
    assert passage.text.replace(NO_BREAK, " ") == translation.text.format(grant_number="101000001")
    assert passage.status is translation.status
    assert passage.text in statement.statements()


def test_the_language_of_the_report_is_printed_unless_it_is_only_a_memory() -> None:
    assert [passage.text for passage in printed(full("horizon-europe"), "de-AT").local] == [
        "Finanziert von der Europäischen Union"
    ]
    assert printed(full("h2020"), "el").local == ()
    assert printed(full("h2020"), "en").local == ()
    greek = printed(full("h2020", languages=("el",)), "de").local
    assert [(passage.language, passage.status) for passage in greek] == [("el", Standing.MEMORY)]


def test_eacea_has_its_own_disclaimer_in_each_language() -> None:
    agency = "the European Education and Culture Executive Agency (EACEA)"
    statement = printed(full("erasmus-plus", authority=agency), "es")
    assert statement.disclaimer.endswith(
        f"European Union or {agency}. Neither the European Union nor EACEA can be held responsible for them."
    )
    (spanish,) = statement.local
    assert spanish.disclaimer.startswith("Financiado por la Unión Europea. Las opiniones y puntos de vista")
    assert printed(full("erasmus-plus-co-funded", authority=agency), "es").local[0].disclaimer == ""
    assert printed(full("erasmus-plus"), "es").local[0].disclaimer == ""


def test_other_funders_follow_in_order() -> None:
    funders = (CoFunder("seri"), CoFunder("ukri", "10012345"), CoFunder("other", sentence="Thanks to ACME."))
    assert printed(replace(full("horizon-europe"), co_funders=funders)).also == (
        "This work has received funding from the Swiss State Secretariat for Education, Research and Innovation (SERI).",
        "This work was funded by UK Research and Innovation (UKRI) under the UK government’s Horizon Europe "
        "funding guarantee [grant number 10012345].",
        "Thanks to ACME.",
    )


def test_top_up_funding_of_a_joint_undertaking_is_told() -> None:
    statement = printed(full("horizon-europe-ju", top_up="Switzerland"))
    assert statement.also == (
        "The project is supported by the Clean Hydrogen Partnership and its members including top-up funding "
        "by Switzerland.",
    )


@pytest.mark.parametrize(
    ("funding", "what"),
    [
        (full("h2020", languages=("tlh",)), 'there is no wording of Horizon 2020 in "tlh"'),
        (full("h2020-msca", languages=("de",)), "no wording of Horizon 2020, Marie Skłodowska-Curie actions"),
        (full("h2020", statement="Paid by you"), '"funding.reason" is missing'),
        (Funding("h2020", "1", co_funders=(CoFunder("sreri"),)), '"sreri" is no funder known here'),
        (Funding("h2020", "1", co_funders=(CoFunder("ukri"),)), '"funding.co_funders.number" of ukri'),
        (Funding("h2020", "1", co_funders=(CoFunder("other"),)), '"funding.co_funders.sentence" of other'),
    ],
)
def test_a_slip_is_told_by_its_key(funding: Funding, what: str) -> None:
    with pytest.raises(WorkshopError) as raised:
        funding_statement(funding)
    (problem,) = raised.value.problems
    assert what in problem.what
    assert problem.mend


def test_all_gaps_are_told_at_once() -> None:
    with pytest.raises(WorkshopError) as raised:
        funding_statement(Funding("h2020-ju"))
    assert len(raised.value.problems) == 3


def test_own_words_with_a_reason_are_printed_and_never_called_official() -> None:
    funding = full(
        "h2020-standard", statement="Paid by the European Union.", reason="asked for by the officer"
    )
    statement = printed(funding, "de")
    assert (statement.text, statement.local) == ("Paid by the European Union", ())
    assert (statement.official, statement.status) == (False, Standing.OWN)
    assert "asked for by the officer" in statement.source


def test_emblem_is_one_blue_rectangle_and_twelve_gold_stars() -> None:
    root = ElementTree.fromstring(emblem_svg())
    field, *stars = list(root)
    assert field.tag == f"{SVG}rect"
    assert (field.get("width"), field.get("height"), field.get("fill")) == ("270", "180", "#003399")
    assert [(star.tag, star.get("fill")) for star in stars] == [(f"{SVG}polygon", "#FFCC00")] * 12
    assert "transform" not in emblem_svg()
    assert [float(side) for side in (root.get("viewBox") or "").split()] == [0, 0, 270, 180]


def test_emblem_stars_stand_upright_at_the_hours() -> None:
    centres = []
    shapes = set()
    for corners in _stars():
        assert len(corners) == 10
        centre = _mean(corners)
        centres.append(centre)
        for point in corners[::2]:
            assert math.dist(point, centre) == pytest.approx(10, rel=0.005)
        top = min(corners, key=lambda point: point[1])
        assert top[0] == pytest.approx(centre[0], abs=0.001)
        shapes.add(tuple((round(x - centre[0], 3), round(y - centre[1], 3)) for x, y in corners))
    assert len({tuple(round(value, 1) for value in point) for shape in shapes for point in shape}) == 10
    for hour, (x, y) in enumerate(centres):
        assert math.dist((x, y), (135, 90)) == pytest.approx(60, rel=0.001)
        angle = math.degrees(math.atan2(x - 135, 90 - y)) % 360
        assert angle == pytest.approx(30 * hour, abs=0.01)


def _stars() -> list[list[Point]]:
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in points.split())]
        for points in re.findall(r'points="([^"]+)"', emblem_svg())
    ]


def _mean(corners: list[Point]) -> Point:
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)
