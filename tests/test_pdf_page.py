"""Setting a page sooner: what moves on it, and that nothing is lost for a reader of the PDF."""

import gc
import io

import pikepdf
import pytest

from report_builder.render.pdf import set_pdf
from report_builder.render.pdf_page import share_styles

HEAD = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>'


@pytest.mark.parametrize(
    ("given", "lighter"),
    [
        (
            '<p class="finding" id="f-1"><span class="number">F1</span> <span>Lamps.</span></p>',
            '<p class="finding"><span class="number" id="f-1">F1</span> <span>Lamps.</span></p>',
        ),
        (
            '<p class="entry" id="a-1"><a class="number" href="#f-1">F1</a> Lamps.</p>',
            '<p class="entry"><a class="number" href="#f-1" id="a-1">F1</a> Lamps.</p>',
        ),
    ],
)
def test_the_id_of_a_finding_stands_on_its_number(given: str, lighter: str) -> None:
    assert lighter in share_styles(f"{HEAD}{given}</body></html>")


@pytest.mark.parametrize(
    "kept",
    [
        '<p id="a">Words alone.</p>',
        '<p id="a">See <span class="number">F1</span>.</p>',
        '<p id="a"><span class="number" id="b">F1</span> Lamps.</p>',
        '<p id="a"><span>Lamps.</span></p>',
        '<h1 id="a"><span class="number">1</span> Lamps</h1>',
    ],
)
def test_other_ids_stay_where_they_are(kept: str) -> None:
    assert kept in share_styles(f"{HEAD}{kept}</body></html>")


def test_links_lead_to_the_page_where_each_finding_stands() -> None:
    """Over many pages, so that each page is told from the others."""
    pages = [
        f'<p style="break-before: page" id="f-{at}"><span class="number">F{at}</span> Lamps.</p>'
        f'<p><a href="#f-{(at + 3) % 7}">Elsewhere</a></p>'
        for at in range(7)
    ]
    made = set_pdf(f"{HEAD}{''.join(pages)}</body></html>", [], "en")
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        names = list(pdf.Root.Names.Dests.Names)
        places = {str(name): place[0].objgen for name, place in zip(names[::2], names[1::2], strict=True)}
        assert places == {f"f-{at}": pdf.pages[at].objgen for at in range(7)}
        assert [str(page.Annots[0].Dest) for page in pdf.pages] == [f"f-{(at + 3) % 7}" for at in range(7)]


def test_unused_objects_are_looked_for_again_afterwards() -> None:
    set_pdf(f"{HEAD}<p>Words.</p></body></html>", [], "en")
    assert gc.isenabled()
