import base64
import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image as Pillow

from report_builder.errors import WorkshopError
from report_builder.render.page import make_page
from report_builder.render.pictures import load_picture, picture_problems
from report_builder.render.sandbox import LONGEST
from report_builder.settings import Image
from tests.report_sample import (
    sample_report,
    sample_workshop,
    select,
)


def test_pictures_stand_in_their_section_without_the_cameras_data(tmp_path: Path) -> None:
    images = tmp_path / "inputs" / "images"
    images.mkdir(parents=True)
    exif = Pillow.Exif()
    exif[0x010F] = "Maker of the camera"
    Pillow.new("RGB", (2000, 1000), "red").save(images / "room.jpg", exif=exif)
    workshop = replace(
        sample_workshop(),
        images=(Image("room.jpg", "The room", section="protests", caption="The room at noon"),),
    )
    page = make_page(sample_report(workshop=workshop), folder=tmp_path)
    (picture,) = select(lxml_html.document_fromstring(page.html), "//img[@alt='The room']")
    assert picture.getparent().tag == "figure"
    assert picture.getparent().getparent().find("h1").text_content() == "5 Protests and demonstrations"
    data = base64.b64decode(picture.get("src").removeprefix("data:image/jpeg;base64,"))
    (tmp_path / "out.jpg").write_bytes(data)
    with Pillow.open(tmp_path / "out.jpg") as opened:
        assert opened.size == (1600, 800)
        assert not opened.getexif()
    assert int(picture.get("data-width-mm")) == 160


@pytest.mark.parametrize(
    ("size", "width", "printed"), [((600, 200), 40, 40), ((600, 200), 0, 139), ((90, 900), 160, 20)]
)
def test_a_width_may_be_asked_for(tmp_path: Path, size: tuple[int, int], width: int, printed: int) -> None:
    (tmp_path / "inputs" / "images").mkdir(parents=True)
    Pillow.new("RGB", size, "red").save(tmp_path / "inputs/images/logo.png")
    assert load_picture(tmp_path, Image("logo.png", "Logo", "cover", width=width), 1).width_mm == printed


@pytest.mark.parametrize(("content", "what"), [(None, "no such picture"), (b"no picture", "can be read")])
def test_a_picture_that_is_missing_or_broken_is_told(
    tmp_path: Path, content: bytes | None, what: str
) -> None:
    (tmp_path / "inputs" / "images").mkdir(parents=True)
    if content is not None:
        (tmp_path / "inputs" / "images" / "room.png").write_bytes(content)
    workshop = replace(sample_workshop(), images=(Image("room.png", "The room", section="cover"),))
    with pytest.raises(WorkshopError, match=what) as raised:
        make_page(sample_report(workshop=workshop), folder=tmp_path)
    assert raised.value.problems[0].where == "inputs/images/room.png"
    assert "[[images]] number 1" in raised.value.problems[0].mend


@pytest.mark.parametrize("file", ["../secret.png", "../../secret.png", "link.png", "ABSOLUTE"])
def test_a_picture_outside_its_folder_is_refused(tmp_path: Path, file: str) -> None:
    home = tmp_path / "inputs" / "images"
    home.mkdir(parents=True)
    for secret in (tmp_path / "inputs" / "secret.png", tmp_path / "secret.png"):
        Pillow.new("RGB", (10, 10)).save(secret)
    (home / "link.png").symlink_to(tmp_path / "secret.png")
    named = str(tmp_path / "secret.png") if file == "ABSOLUTE" else file
    workshop = replace(sample_workshop(), images=(Image(named, "A secret", section="cover"),))
    with pytest.raises(WorkshopError) as raised:
        make_page(sample_report(workshop=workshop), folder=tmp_path)
    (problem,) = raised.value.problems
    assert problem.rule == "picture-outside"
    assert problem.where == "inputs/workshop.toml, [[images]] number 1"
    assert '"images.file"' in problem.what
    assert problem.mend
    assert list(picture_problems(tmp_path, workshop.images)) == [problem]


@pytest.mark.parametrize(("mode", "kept"), [("CMYK", False), ("RGB", True), ("L", True)])
def test_a_colour_profile_stays_where_it_fits(tmp_path: Path, mode: str, kept: bool) -> None:
    (tmp_path / "inputs" / "images").mkdir(parents=True)
    picture = Pillow.new(mode, (40, 30))
    picture.save(tmp_path / "inputs/images/room.jpg", icc_profile=b"profile of its colours")
    shown = load_picture(tmp_path, Image("room.jpg", "The room", section="cover"), 1)
    (tmp_path / "out.jpg").write_bytes(base64.b64decode(shown.uri.partition(",")[2]))
    with Pillow.open(tmp_path / "out.jpg") as opened:
        assert opened.mode == ("RGB" if mode == "CMYK" else mode)
        assert ("icc_profile" in opened.info) is kept


def test_an_upright_picture_holds_no_more_than_print_shows_of_its_height(tmp_path: Path) -> None:
    images = tmp_path / "inputs" / "images"
    images.mkdir(parents=True)
    Pillow.new("RGB", (1500, 3000), "red").save(images / "door.jpg")
    picture = load_picture(tmp_path, Image("door.jpg", "The door", section="protests"), 1)
    with Pillow.open(io.BytesIO(base64.b64decode(picture.uri.partition(",")[2]))) as opened:
        assert opened.size == (450, 900)
    assert picture.width_mm == 45


def test_a_page_holds_more_pictures_than_a_template_may_write_words(tmp_path: Path) -> None:
    images = tmp_path / "inputs" / "images"
    images.mkdir(parents=True)
    Pillow.effect_noise((1600, 900), 100).convert("RGB").save(images / "noise.png")
    photo = Image("noise.png", "Noise", section="protests")
    one = len(load_picture(tmp_path, photo, 1).uri)
    workshop = replace(sample_workshop(), images=(photo,) * (LONGEST // one + 1))
    page = make_page(sample_report(workshop=workshop), folder=tmp_path)
    assert len(page.html) > LONGEST
    assert page.html.count('src="data:image/png') == len(workshop.images)
