"""Ways to put a fault into a finished workshop, one edit each: in what people typed, or in a file as it lies there."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pikepdf
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from PIL import Image

from report_builder import layout, pipeline
from report_builder.funding.emblem import BLUE, emblem_svg
from report_builder.outputs import page_of
from report_builder.render.charts import svg_uri
from report_builder.render.pdf import render_pdf

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """A fault, the rule that names it, and words of the place that the message must give."""

    title: str
    edit: Edit
    rule: str
    place: str


def toml(old: str, new: str, *, build: bool = True) -> Edit:
    """Change workshop.toml, and build anew."""
    return typed("workshop.toml", old, new, build=build)


def typed(name: str, old: str, new: str, *, build: bool = True) -> Edit:
    """Change a file of inputs/, and build anew."""

    def edit(folder: Path) -> None:
        _replace(folder / "inputs" / name, old, new)
        if build:
            for file in (folder / "output").rglob("*.*"):
                file.unlink()
            pipeline.build(folder, formats=["html", "docx"])

    return edit


def html(old: str, new: str, name: str = "report") -> Edit:
    """Change an HTML file."""
    return lambda folder: _replace(folder / f"output/{name}.html", old, new)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name}: {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def repaint_emblem(blue: str, name: str = "report") -> Edit:
    """Give the emblem of an HTML file another blue."""

    def drawing(colour: str) -> str:
        return svg_uri(emblem_svg().replace(BLUE, colour))

    return html(drawing(BLUE), drawing(blue), name)


def word(change: Callable[[Document], object], name: str = "report") -> Edit:
    """Change a Word file by python-docx."""

    def edit(folder: Path) -> None:
        path = folder / f"output/{name}.docx"
        document = docx.Document(str(path))
        change(document)
        document.save(str(path))

    return edit


def word_text(old: str, new: str, name: str = "report") -> Edit:
    """Change some words of a Word file, wherever they first stand: body, tables, headers."""

    def change(document: Document) -> None:
        roots = [document.element.body]
        roots += [part.element for part in document.part.package.parts if hasattr(part, "element")]
        for root in roots:
            for element in root.iter(qn("w:t")):
                if old in (element.text or ""):
                    element.text = element.text.replace(old, new, 1)
                    return
        raise AssertionError(f"{name}: {old}")

    return word(change, name)


def emblem_of(document: Document) -> Any:
    """The emblem of a Word file: the picture whose description is the statement."""
    shapes = (shape._inline for shape in document.inline_shapes)
    return next(
        shape
        for shape in shapes
        if any(
            words in shape.docPr.get("descr", "")
            for words in ("received funding", "Funded by", "χρηματοδότηση")
        )
    )


def resize_emblem(width: float, height: float) -> Callable[[Document], None]:
    """Give the emblem another size, in mm."""

    def change(document: Document) -> None:
        extent = emblem_of(document).find(qn("wp:extent"))
        extent.set("cx", str(int(Mm(width))))
        extent.set("cy", str(int(Mm(height))))

    return change


def recolour_emblem(document: Document) -> None:
    """Turn the emblem's picture to grey."""
    blip = emblem_of(document).find(f".//{qn('a:blip')}")
    part = document.part.related_parts[blip.get(qn("r:embed"))]
    with Image.open(io.BytesIO(part.blob)) as picture:
        grey = picture.convert("L").convert("RGB")
    buffer = io.BytesIO()
    grey.save(buffer, "PNG")
    part._blob = buffer.getvalue()


def remove_emblem(document: Document) -> None:
    """Take the emblem out."""
    drawing = emblem_of(document).getparent()
    drawing.getparent().remove(drawing)


def add_picture(width: float, alt: str = "Logo of a partner") -> Callable[[Document], None]:
    """Put a square picture at the end of a Word file."""

    def change(document: Document) -> None:
        buffer = io.BytesIO()
        Image.new("RGB", (80, 80), "#880000").save(buffer, "PNG")
        buffer.seek(0)
        shape = document.add_picture(buffer, width=Mm(width))
        shape._inline.docPr.set("descr", alt)

    return change


def coloured(words: str, colour: str) -> Callable[[Document], None]:
    """Add a paragraph whose words have a colour."""

    def change(document: Document) -> None:
        document.add_paragraph().add_run(words).font.color.rgb = RGBColor.from_string(colour)

    return change


def pdf(change: Callable[[pikepdf.Pdf], object], name: str = "report") -> Edit:
    """Change a PDF by pikepdf."""

    def edit(folder: Path) -> None:
        path = folder / f"output/{name}.pdf"
        with pikepdf.open(path, allow_overwriting_input=True) as package:
            change(package)
            package.save(path)

    return edit


def pdf_text(old: str, new: str, name: str = "report") -> Edit:
    """Set a PDF anew from its page, with some words changed."""

    def edit(folder: Path) -> None:
        gathered = pipeline.gather(folder)
        final = name.startswith("final/")
        page = page_of(name.removeprefix("final/"), layout.lay_out(gathered, final=final), folder)
        assert old in page.html, old
        made = render_pdf(replace(page, html=page.html.replace(old, new, 1)))
        (folder / f"output/{name}.pdf").write_bytes(made.content)

    return edit
