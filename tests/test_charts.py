"""What people look at: charts that read without colour, sharp and vector, and photos without the camera's data."""

import base64
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from lxml import html as lxml_html
from PIL import Image as Pillow

from report_builder.evaluation import RatedQuestion, RatedScale
from report_builder.groups import Share
from report_builder.render.charts import TALLEST, matrix_charts, ratings_chart, shares_chart
from report_builder.render.page import make_page
from report_builder.report import MatrixRow
from report_builder.settings import Lens, Theme
from tests.conftest import NOTE, WORKSHOP, Project, Run
from tests.report_sample import LENSES, sample_report, select

ACCENT = "#7a1f3d"
GREEK = "Μέσα κοινωνικής δικτύωσης και δημόσια ασφάλεια σε μαζικές συναθροίσεις"
LETTER = 0.6 * 8.5


def bars(svg: str) -> list[tuple[float, float]]:
    """Left end and length of each bar."""
    return [
        (float(bar.get("x", 0)), float(bar.get("width", 0)))
        for bar in etree.fromstring(svg.encode()).iter("{*}rect")
    ]


def texts(svg: str) -> list[tuple[float, float, str]]:
    """Place of each text from left and from above, and its words."""
    return [
        (float(text.get("x", 0)), float(text.get("y", 0)), text.text or "")
        for text in etree.fromstring(svg.encode()).iter("{*}text")
    ]


def size(svg: str) -> tuple[float, float]:
    width, height = etree.fromstring(svg.encode()).get("viewBox", "").split()[2:]
    return float(width), float(height)


def rows(names: Sequence[str], *counts: int) -> list[MatrixRow]:
    return [MatrixRow(Theme(f"t{n}", name), counts, sum(counts)) for n, name in enumerate(names)]


CHARTS = {
    "one theme without findings": matrix_charts(rows(["One"], 0, 0, 0, 0), LENSES, ACCENT)[0],
    "fifteen themes with long names": matrix_charts(rows([GREEK] * 15, 3, 0, 120, 1), LENSES, ACCENT)[0],
    "forty themes": matrix_charts(rows([GREEK] * 40, 3, 0, 12, 1), LENSES, ACCENT)[0],
    "two groups, one of them empty": shares_chart([Share("Nobody", 0), Share(GREEK, 12345)], ACCENT),
    "thirty questions": ratings_chart(
        RatedScale("", 1, ("",) * 5, tuple(RatedQuestion(GREEK, 9, 1 + n / 10, (1,) * 5) for n in range(30))),
        ACCENT,
    ),
    "one lens": matrix_charts(rows(["One", "Two"], 3), [Lens("a", GREEK)], ACCENT)[0],
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_all_that_is_drawn_stands_inside_the_chart(chart: object) -> None:
    svg: str = chart.svg  # type: ignore[attr-defined]
    width, height = size(svg)
    assert height <= TALLEST + 60
    assert all(left >= 0 and left + long <= width for left, long in bars(svg))
    for left, above, words in texts(svg):
        assert 0 <= above <= height, words
        assert left + 0.85 * LETTER * len(words) <= width, words


def test_every_bar_has_its_number_so_that_colour_tells_nothing_alone() -> None:
    (chart,) = matrix_charts(rows(["One", "Two"], 3, 0, 12, 1), LENSES, ACCENT)
    assert set(re.findall(r'fill="(#\w+)"', chart.svg)) == {ACCENT, "#1a1a1a"}
    numbers = [words for _, _, words in texts(chart.svg) if words.isdigit()]
    assert sorted(numbers) == sorted(["3", "0", "12", "1"] * 2)
    assert chart.alt.startswith("One: 3 Current and future practices, 0 Needs, 12 Challenges, 1 Legal")


def figures(html: str) -> Iterator[tuple[str, bool]]:
    """Text for each chart, and whether a table stands before it in its section."""
    for image in select(lxml_html.document_fromstring(html), "//figure/img[contains(@alt, 'chart')]"):
        yield image.get("alt"), bool(image.xpath("ancestor::figure/preceding-sibling::table"))


def test_each_chart_says_its_numbers_and_stands_beside_a_table() -> None:
    shown = dict(figures(make_page(sample_report()).html))
    kinds = ("participants by stakeholder group", "findings by stakeholder group", "findings by theme")
    assert len(shown) == len(kinds)
    for kind in kinds:
        (alt,) = [alt for alt in shown if kind in alt]
        assert re.search(r": \d", alt)
        assert shown[alt], kind


def test_groups_are_charted_also_where_there_is_no_list_of_participants() -> None:
    html = make_page(sample_report(participants=False)).html
    (alt,) = [alt for alt, beside in figures(html) if "by stakeholder group" in alt and beside]
    assert alt.startswith("Bar chart of findings by stakeholder group. Security practitioners: ")
    assert ">Findings by stakeholder group; one finding may have been heard from several</caption>" in html
    hidden = sample_report(participants=False)
    private = replace(hidden.workshop.privacy, attribution="none")
    hidden = replace(hidden, workshop=replace(hidden.workshop, privacy=private))
    assert "by stakeholder group" not in make_page(hidden).html


def gps_photo() -> bytes:
    """A JPEG that says where, when and by which device it was taken, by EXIF and in XMP."""
    exif = Pillow.Exif()
    exif[0x010F], exif[0x0132] = "Maker of the camera", "2024:03:05 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 3.0, 0.0), 3: "E", 4: (3.0, 43.0, 0.0)})
    made = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>51,3N</exif:GPSLatitude></x:xmpmeta>'
    Pillow.linear_gradient("L").convert("RGB").resize((2400, 1800)).save(made, "JPEG", exif=exif, xmp=xmp)
    assert Pillow.open(made).getexif().get_ifd(0x8825)
    assert b"GPSLatitude" in made.getvalue()
    return made.getvalue()


IMAGES = """
[[images]]
file = "room.jpg"
alt = "The room at noon"
section = "introduction"
caption = "People at their tables"
credit = "Photo: The host"
consent = "no people"

[[groups]]
id = "city"
title = "City"
[[groups]]
id = "riders"
title = "Riders"
"""
PEOPLE = "name,group\n" + "".join(f"Pia Person{n},{'city' if n % 2 else 'riders'}\n" for n in range(12))


@pytest.fixture
def output(project: Project, run: Run) -> Path:
    folder = project(
        {
            "inputs/workshop.toml": WORKSHOP + IMAGES,
            "inputs/notes/crossings.md": NOTE,
            "inputs/participants.csv": PEOPLE,
            "inputs/images/room.jpg": gps_photo(),
        }
    )
    result = run("build", folder, "-q")
    assert result.code == 0, result.err
    return folder / "output"


def photos(output: Path) -> Iterator[tuple[str, bytes]]:
    """Each photo as it lies in a file."""
    html = (output / "report.html").read_text("utf-8")
    for data in re.findall(r"data:image/jpeg;base64,([\w+/=]+)", html):
        yield "html", base64.b64decode(data)
    with zipfile.ZipFile(output / "report.docx") as word:
        yield from (("docx", word.read(name)) for name in word.namelist() if name.endswith((".jpg", ".jpeg")))
    with pikepdf.open(output / "report.pdf") as pdf:
        for made in pdf.objects:
            if isinstance(made, pikepdf.Stream) and made.get("/Filter") == "/DCTDecode":
                yield "pdf", made.read_raw_bytes()


@pytest.mark.needs_pango
def test_photos_are_scaled_and_say_nothing_of_place_time_and_camera(output: Path) -> None:
    seen = dict(photos(output))
    assert set(seen) == {"html", "docx", "pdf"}
    for kind, data in seen.items():
        assert not re.search(rb"Exif|GPS|xmp|Maker of|2024:03:05", data), kind
        assert max(Pillow.open(io.BytesIO(data)).size) <= 1600, kind
    for file in output.glob("report.*"):
        assert b"Maker of the camera" not in file.read_bytes()
    html = (output / "report.html").read_text("utf-8")
    assert re.search(r"People at their tables\.\s*<small>Photo: The host</small>", html)


@pytest.mark.needs_pango
def test_charts_are_vector_in_html_and_pdf_and_sharp_in_word(output: Path) -> None:
    html = (output / "report.html").read_text("utf-8")
    chart = re.search(r'<img[^>]*alt="Bar chart of participants[^>]*>', html)
    assert chart
    assert "data:image/svg+xml" in chart[0]
    with pikepdf.open(output / "report.pdf") as pdf:
        pictures = [made for made in pdf.objects if isinstance(made, pikepdf.Stream) and made.get("/Width")]
        assert len(pictures) == 1, "the photo alone is made of dots"
    with zipfile.ZipFile(output / "report.docx") as word:
        body = word.read("word/document.xml").decode()
        drawn = re.search(r'<wp:extent cx="(\d+)"(?:(?!<wp:extent).)*descr="Bar chart of participants', body)
        assert drawn
        widths = [Pillow.open(word.open(name)).width for name in word.namelist() if name.endswith(".png")]
        assert max(widths) / (int(drawn[1]) / 914400) >= 300
        assert any(name.endswith(".svg") for name in word.namelist())


@pytest.mark.parametrize(
    ("title", "language", "pieces"),
    [
        ("Herausforderungen", "de", ["Herausforderun-", "gen"]),
        ("Herausforderungen", "de-AT", ["Herausforderun-", "gen"]),
        ("Αλληλοεξαρτώμενες", "el", ["Αλληλοεξαρτώμε-", "νες"]),
    ],
)
def test_a_word_wider_than_its_place_is_hyphenated(title: str, language: str, pieces: list[str]) -> None:
    lenses = [Lens("a", title), *LENSES[1:]]
    (chart,) = matrix_charts(rows(["One"], 1, 2, 3, 4), lenses, ACCENT, language)
    assert [words for _, _, words in texts(chart.svg)][1:3] == pieces
