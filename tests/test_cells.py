"""What stands in one cell of a feedback sheet is cut into statements, verbatim."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_builder.cells import cell_statements

PAGE = (Path(__file__).parent / "cases" / "cells.md").read_text(encoding="utf-8")
CASES = [case.partition("\n") for case in PAGE.split("\n## ")[1:]]


@pytest.mark.parametrize(("body"), [pytest.param(body, id=name) for name, _, body in CASES])
def test_case(body: str) -> None:
    text, _, expected = body.strip().rpartition("\n\n")
    found = [statement.replace("\n", " / ") for statement in cell_statements(text)]
    assert found == [line.removeprefix("- ") for line in expected.splitlines()]


PIECES = st.sampled_from(
    [
        "A lamp",
        "; ",
        ";",
        "\n",
        "\n\n",
        "1) ",
        "2) ",
        "• ",
        "- ",
        "and ",
        "?",
        "(",
        ")",
        "so far. ",
        "&amp; ",
        " ",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_nothing_said_is_lost_and_all_is_verbatim(text: str) -> None:
    start = 0
    for statement in cell_statements(text):
        start = text.index(statement, start) + len(statement)
    said = "".join(cell_statements(text))
    assert said.count("lamp") == text.count("lamp")
    assert said.count("far") == text.count("far")
