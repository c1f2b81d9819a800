"""What a team would take instead: each way makes the same words into a file.

In go the blocks of our own page, as plain data, the annex as a table; left out is what these ways have not
(bookmarks, links, a draft's record). Each function imports what it needs, for the import is part of its time.
"""

import copy
import subprocess
from collections.abc import Callable, Iterator, Mapping
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from report_builder.render.elements import classes, plain
from report_builder.render.templates import templates_folder

Block = tuple[str, Any]
"""`h1`, `h2`, `p`, `finding` or `support` with its words, or `table` with its rows of cells."""
STYLES = {
    "h1": "Heading 1",
    "h2": "Heading 2",
    "finding": "RB Finding",
    "support": "RB Support",
    "p": "Body Text",
}
STYLE_IDS = {kind: name.replace(" ", "") for kind, name in STYLES.items()}
PLAIN_CSS = "body { font: 10.5pt Ubuntu, sans-serif } table { table-layout: fixed; width: 100% }"


def read_blocks(page: str) -> list[Block]:
    """The words of a page, block by block."""
    body = lxml_html.document_fromstring(page).find("body")
    assert body is not None
    found = [block for element in body.iter("h1", "h2", "p", "li", "table") for block in _block(element)]
    annex = [[plain([part]) for part in line] for line in body.iter("p") if "entry" in classes(line)]
    return [*found, ("table", [["Number", "Finding", "Theme and lens", "Sources"], *annex])]


def _block(element: Any) -> Iterator[Block]:
    if element.tag == "table":
        rows = [[plain([cell]) for cell in row.iter("th", "td")] for row in element.iter("tr")]
        yield "table", [row for row in rows if len(row) == len(rows[0])]
    elif "entry" not in classes(element) and next(element.iterancestors("table", "nav"), None) is None:
        kinds = [kind for kind in classes(element) if kind in ("finding", "support")]
        name = element.tag if element.tag in ("h1", "h2") else "p"
        yield (kinds or [name])[0], plain([element])


def docx_by_string(blocks: list[Block], target: Path) -> None:
    """The body written as one string, parsed once, saved by python-docx: the least that can be done."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document(str(templates_folder() / "reference.docx"))
    body = document.element.body
    last = copy.deepcopy(body[-1])
    made = parse_xml(f"<w:body {nsdecls('w')}>{''.join(map(_as_word, blocks))}</w:body>")
    made.append(last)
    document.element.replace(body, made)
    document.save(str(target))


def _as_word(block: Block) -> str:
    kind, words = block
    if kind != "table":
        style = STYLE_IDS[kind]
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(words)}</w:t></w:r></w:p>'
    cells = ("".join(f"<w:tc>{_as_word(('p', cell))}</w:tc>" for cell in row) for row in words)
    rows = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    columns = "<w:gridCol/>" * len(words[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def docx_by_python_docx(blocks: list[Block], target: Path) -> None:
    """Paragraph by paragraph, cell by cell."""
    import docx

    document = docx.Document(str(templates_folder() / "reference.docx"))
    for kind, words in blocks:
        if kind == "table":
            table = document.add_table(0, len(words[0]))
            for row in words:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            document.add_paragraph(words, STYLES[kind])
    document.save(str(target))


def docx_by_docxtpl(blocks: list[Block], target: Path) -> None:
    """A Word template with a loop over the blocks; tables as lines, for it knows no table of any width."""
    import docx
    from docxtpl import DocxTemplate

    template = target.with_suffix(".template.docx")
    document = docx.Document(str(templates_folder() / "reference.docx"))
    lines = ["{%p for kind, words in blocks %}"]
    for kind, style in STYLES.items():
        lines += [f"{{%p if kind == '{kind}' %}}", f"{style}:{{{{ words }}}}", "{%p endif %}"]
    for line in (*lines, "{%p endfor %}"):
        style, _, words = line.rpartition(":")
        document.add_paragraph(words, style or None)
    document.save(str(template))
    lined = [
        (kind, words)
        for block_kind, content in blocks
        for kind, words in (
            ((block_kind, content),) if block_kind != "table" else (("p", "\t".join(row)) for row in content)
        )
    ]
    made = DocxTemplate(template)
    made.render({"blocks": lined}, autoescape=True)
    made.save(target)


def docx_by_pandoc(blocks: list[Block], target: Path) -> None:
    """HTML to Word with our own styles."""
    import pypandoc

    source = target.with_suffix(".source.html")
    source.write_text(plain_html(blocks), encoding="utf-8")
    reference = f"--reference-doc={templates_folder() / 'reference.docx'}"
    command = [pypandoc.get_pandoc_path(), str(source), "-f", "html", "-o", str(target), reference]
    subprocess.run(command, check=True)


def pdf_by_plain_html(blocks: list[Block], target: Path) -> None:
    """WeasyPrint on the least HTML that says the same, as accessible as ours."""
    import weasyprint

    weasyprint.HTML(string=plain_html(blocks)).write_pdf(target, pdf_variant="pdf/ua-1")


def pdf_by_typst(blocks: list[Block], target: Path) -> None:
    """The quickest typesetter there is; what our way could reach at best."""
    import typst

    source = target.with_suffix(".typ")
    source.write_text("\n\n".join(map(_as_typst, blocks)), encoding="utf-8")
    typst.compile(str(source), output=str(target))


def _as_typst(block: Block) -> str:
    kind, words = block
    if kind == "table":
        cells = ", ".join(_typst_text(cell) for row in words for cell in row)
        return f"#table(columns: {len(words[0])}, {cells})"
    return (
        f"#heading(level: {kind[1]}, {_typst_text(words)})"
        if kind in ("h1", "h2")
        else f"#par({_typst_text(words)})"
    )


def _typst_text(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def plain_html(blocks: list[Block]) -> str:
    """The blocks as HTML without a class or a link."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Report</title><style>{PLAIN_CSS}</style></head>'
        f"<body>{''.join(map(_as_html, blocks))}</body></html>"
    )


def _as_html(block: Block) -> str:
    kind, words = block
    if kind == "table":
        cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in words)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    tag = kind if kind in ("h1", "h2") else "p"
    return f"<{tag}>{escape(words)}</{tag}>"


PEERS: Mapping[str, Callable[[list[Block], Path], None]] = {
    "docx, body as one string": docx_by_string,
    "docx, docxtpl": docx_by_docxtpl,
    "docx, pandoc": docx_by_pandoc,
    "docx, python-docx": docx_by_python_docx,
    "pdf, WeasyPrint on plain HTML": pdf_by_plain_html,
    "pdf, typst": pdf_by_typst,
}
NEEDS = {"docx, docxtpl": "docxtpl", "docx, pandoc": "pypandoc", "pdf, typst": "typst"}
"""What is no library of the program."""


def installed_peers() -> tuple[str, ...]:
    """The ways that can be tried here."""
    return tuple(way for way in PEERS if way not in NEEDS or find_spec(NEEDS[way]))
