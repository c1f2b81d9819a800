"""Highlighter colours that stand for a theme or lens, from workshop.toml to the reason in the report."""

from collections.abc import Callable, Sequence
from pathlib import Path

import odfdo
import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from report_builder.coding import code_segments
from report_builder.errors import WorkshopError
from report_builder.load import load_source
from report_builder.load.running_text import cut_at_colours
from report_builder.model import Coding, Status
from tests.sample import segments, workshop

COLOURS = '[colours]\nyellow = "need"\n"bright green" = "festivals"\n"#ffc0cb" = "challenge"\n'
Run = tuple[str, str]
"""Some words, and yellow, bright green, #ffc0cb or nothing."""
CODES = {"yellow": "#ffff00", "bright green": "#00ff00"}


def word(path: Path, runs: Sequence[Run]) -> None:
    names = {"yellow": WD_COLOR_INDEX.YELLOW, "bright green": WD_COLOR_INDEX.BRIGHT_GREEN}
    document = Document()
    paragraph = document.add_paragraph()
    for text, colour in runs:
        run = paragraph.add_run(text)
        if colour in names:
            run.font.highlight_color = names[colour]
        elif colour:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), colour.lstrip("#").upper())
            run._r.get_or_add_rPr().append(shade)
    document.save(str(path))


def opendocument(path: Path, runs: Sequence[Run]) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    paragraph = odfdo.Paragraph()
    for number, (text, colour) in enumerate(runs):
        if colour:
            style = odfdo.Style(
                "text", name=f"s{number}", area="text", background_color=CODES.get(colour, colour)
            )
            document.insert_style(style, automatic=True)
            paragraph.append(odfdo.Span(text, style=f"s{number}"))
        else:
            paragraph.append_plain_text(text)
    document.body.append(paragraph)
    document.save(path)


def page(path: Path, runs: Sequence[Run]) -> None:
    spans = (
        f'<span style="background-color:{CODES.get(colour, colour)}">{text}</span>' if colour else text
        for text, colour in runs
    )
    path.write_text(f"<p>{''.join(spans)}</p>", encoding="utf-8")


WRITERS = {".docx": word, ".odt": opendocument, ".html": page}
each_format = pytest.mark.parametrize(("suffix", "write"), WRITERS.items(), ids=WRITERS)


def coded(
    folder: Path, name: str, write: Callable[[Path, Sequence[Run]], None], runs: Sequence[Run]
) -> tuple[Coding, ...]:
    settings = workshop(COLOURS)
    write(folder / name, runs)
    return code_segments(segments(load_source(folder / name, f"notes/{name}", settings), settings), settings)


@each_format
def test_a_highlighted_paragraph_is_coded_and_the_reason_names_the_colour(
    tmp_path: Path, suffix: str, write: Callable[[Path, Sequence[Run]], None]
) -> None:
    (found,) = coded(
        tmp_path,
        f"morning{suffix}",
        write,
        [("More lamps along ", ""), ("the quay at night", "yellow"), (".", "")],
    )
    assert (found.status, found.theme, found.lens) == (Status.CODED, "protests", "need")
    assert found.statement == "More lamps along the quay at night."
    place = "line 1" if suffix == ".html" else "paragraph 1"
    assert f"lens: highlighted in yellow at {place}" in found.reason


@each_format
def test_each_colour_of_a_paragraph_is_a_statement(
    tmp_path: Path, suffix: str, write: Callable[[Path, Sequence[Run]], None]
) -> None:
    runs = [
        ("The stage stood in the wind. ", ""),
        ("Tents want anchors on sand.", "yellow"),
        (" ", ""),
        ("Open air nights draw twice the people.", "bright green"),
        (" Ropes were ", "#ffc0cb"),
        ("cut by somebody unknown.", "#ffc0cb"),
    ]
    found = coded(tmp_path, f"morning{suffix}", write, runs)
    assert [(one.segment.text, one.segment.colour) for one in found] == [
        ("The stage stood in the wind.", ""),
        ("Tents want anchors on sand.", "yellow"),
        ("Open air nights draw twice the people.", "bright green"),
        ("Ropes were cut by somebody unknown.", "#ffc0cb"),
    ]
    assert [one.theme for one in found] == ["protests", "protests", "festivals", "protests"]
    assert [one.lens for one in found][1::2] == ["need", "challenge"]


def test_a_typed_mark_counts_more_than_a_colour(tmp_path: Path) -> None:
    (found,) = coded(tmp_path, "morning.docx", word, [("Challenge: nobody had a key to the gate.", "yellow")])
    assert found.lens == "challenge"


def test_a_colour_in_a_cell(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.paragraphs[0].add_run("Keys hang in the porter's room.").font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.save(str(tmp_path / "morning.docx"))
    source = load_source(tmp_path / "morning.docx", "notes/morning.docx", workshop(COLOURS))
    assert [block.colour for block in source.blocks] == ["yellow"]


def test_colours_without_meaning_change_nothing(tmp_path: Path) -> None:
    word(tmp_path / "morning.docx", [("We met. ", "yellow"), ("We left.", "bright green")])
    source = load_source(tmp_path / "morning.docx", "notes/morning.docx", workshop())
    assert [(block.text, block.colour) for block in source.blocks] == [("We met. We left.", "")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('yelow = "need"', 'colours: "yelow" is no colour. Did you mean "yellow"?'),
        ('yellow = "needs"', 'colours, yellow: "needs" does not exist. Did you mean "need"?'),
    ],
)
def test_a_colour_or_a_meaning_that_does_not_exist_is_told(line: str, told: str) -> None:
    with pytest.raises(WorkshopError) as caught:
        workshop(f"[colours]\n{line}\n")
    assert told in str(caught.value)


SPANS = st.lists(st.tuples(st.text(alphabet="aB. \n", max_size=8), st.sampled_from(["", "yellow", "red"])))


@given(SPANS)
def test_no_letter_is_lost_where_a_paragraph_is_cut(spans: list[Run]) -> None:
    parts = cut_at_colours(spans)
    assert "".join("".join(text.split()) for text, _ in parts) == "".join(
        "".join(text.split()) for text, _ in spans
    )
    assert all(text == text.strip() and text for text, _ in parts)
