"""Emblem and statement as they stand on the page, beside each other or one below the other, in PDF and Word."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from report_builder.funding import funding_statement
from report_builder.render.docx import render_docx
from report_builder.render.page import Page, make_page
from report_builder.render.pdf import render_pdf
from report_builder.render.templates import templates_folder
from report_builder.settings import CoFunder, Funding
from tests.emblem_seen import emblem_box, gold_shapes
from tests.report_sample import sample_report

DOTS = 600
STATEMENT = "Funded by the European Union"
GERMAN = "Finanziert von der Europäischen Union"
SERI = "Swiss State Secretariat for Education, Research and Innovation (SERI)."
OFFICE = shutil.which("soffice")
Drawn = Callable[[Page, Path], bytes]
Box = tuple[float, float, float, float]


def page_with(lockup: Any) -> Page:
    grant = Funding("horizon-europe", "101000001", languages=("de",), co_funders=(CoFunder("seri"),))
    funding = funding_statement(replace(grant, lockup=lockup))
    return make_page(replace(sample_report(), funding=funding))


def in_pdf(page: Page, folder: Path) -> bytes:
    return render_pdf(page).content


def in_word(page: Page, folder: Path) -> bytes:
    """The Word file as LibreOffice shows it."""
    if not OFFICE:
        pytest.skip("LibreOffice is not installed")
    reference = templates_folder() / "reference.docx"
    path = folder / "report.docx"
    path.write_bytes(render_docx(page, reference=reference, fonts=templates_folder() / "fonts").content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order: list[str | Path] = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
    subprocess.run(order, check=True, capture_output=True, timeout=300)
    return (folder / "report.pdf").read_bytes()


@pytest.mark.parametrize("lockup", ["horizontal", "vertical"])
@pytest.mark.parametrize("drawn", [in_pdf, in_word])
def test_the_emblem_and_its_words_stand_together_on_the_cover(
    drawn: Drawn, lockup: str, tmp_path: Path
) -> None:
    cover = pypdfium2.PdfDocument(drawn(page_with(lockup), tmp_path))[0]
    left, top, right, bottom = emblem_place(cover)
    assert right - left == pytest.approx(1.5 * (bottom - top), rel=0.01)
    assert bottom - top >= 28.35
    state = place_of(cover, "Draft, version 0.3")
    assert state[3] <= min(top, place_of(cover, STATEMENT)[1])
    words = {text: place_of(cover, text) for text in (STATEMENT, GERMAN, SERI)}
    for said in words.values():
        if lockup == "horizontal":
            assert said[0] > right
            assert said[1] < bottom + 14
        else:
            assert said[1] > bottom
            assert (said[0] + said[2]) / 2 == pytest.approx((left + right) / 2, abs=3)
    assert words[STATEMENT][1] < words[SERI][1] < words[GERMAN][1]
    nearest = words[STATEMENT][0] - right if lockup == "horizontal" else words[STATEMENT][1] - bottom
    assert 0 < nearest < 28


@pytest.mark.parametrize(("drawn", "rounding"), [(in_pdf, 1.03), (in_word, 1.15)])
def test_twelve_gold_stars_are_seen(drawn: Drawn, rounding: float, tmp_path: Path) -> None:
    # LibreOffice draws Word's emblem from its picture of 300 dots an inch
    cover = pypdfium2.PdfDocument(drawn(page_with("horizontal"), tmp_path))[0]
    picture = seen(cover, 2400, emblem_place(cover))
    left, top, right, bottom = emblem_box(picture)
    stars = gold_shapes(picture.crop((left, top, right, bottom)))
    assert len(stars) == 12
    assert max(stars) <= min(stars) * rounding
    assert sum(stars) / ((right - left) * (bottom - top)) == pytest.approx(0.0277, rel=0.03)


def emblem_place(page: pypdfium2.PdfPage) -> Box:
    """Left, top, right and bottom of the emblem in points; the cover has no other field of its blue."""
    foot = (0, 0, 0, page.get_height() * 0.6)
    picture = page.render(scale=DOTS / 72, crop=foot).to_pil().convert("RGB")
    left, top, right, bottom = (each / DOTS * 72 for each in emblem_box(picture))
    return left, top + foot[3], right, bottom + foot[3]


def seen(page: pypdfium2.PdfPage, dots: int, box: Box) -> Image.Image:
    left, top, right, bottom = box
    crop = (left - 4, page.get_height() - bottom - 4, page.get_width() - right - 4, top - 4)
    drawn: Image.Image = page.render(scale=dots / 72, crop=crop).to_pil().convert("RGB")
    return drawn


def place_of(page: pypdfium2.PdfPage, words: str) -> Box:
    """Left, top, right and bottom of the last line of some words, in points from the top."""
    text = page.get_textpage()
    found = text.search(words.split(" (")[-1] if "(" in words else words).get_next()
    assert found is not None, words
    start, count = found
    boxes = [text.get_charbox(at) for at in range(start, start + count)]
    height = page.get_height()
    return (
        min(box[0] for box in boxes),
        height - max(box[3] for box in boxes),
        max(box[2] for box in boxes),
        height - min(box[1] for box in boxes),
    )
