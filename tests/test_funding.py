import math
import re
from xml.etree import ElementTree

import pytest

from report_builder.errors import WorkshopError
from report_builder.funding import funding_statement
from report_builder.funding.emblem import emblem_svg
from report_builder.funding.statement import wordings
from report_builder.settings import Funding

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]


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


def test_only_a_wording_seen_in_an_official_source_is_called_official() -> None:
    assert [wording.id for wording in wordings() if wording.official] == ["fp7"]
    assert not [w.id for w in wordings() if w.official and ("memory" in w.source or "not seen" in w.source)]


def test_every_wording_says_where_it_stands_and_is_typeset() -> None:
    for wording in wordings():
        assert wording.source
        assert "'" not in wording.text + wording.disclaimer
        assert not wording.text.endswith(".")
        assert "European Union" in wording.text


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
