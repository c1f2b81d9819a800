"""Texts that people wrote for the report."""

from pathlib import Path

from lxml import etree

from report_builder.load.prose import read_prose


def test_names_html_and_order(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "protests.need.md").write_text("Text with *weight*.", encoding="utf-8")
    (tmp_path / "introduction.md").write_text(
        "---\nauthor: x\n---\n### A & B\n\n#### C\n\na  \nb [link](http://x.org)\n\n| h |\n|---|\n| c |\n",
        encoding="utf-8",
    )
    (tmp_path / "empty.md").write_text("<!-- to be written -->\n", encoding="utf-8")
    introduction, need = read_prose(tmp_path)
    assert (introduction.name, need.name) == ("introduction", "themes/protests.need")
    assert need.html == "<p>Text with <em>weight</em>.</p>"
    assert introduction.html.startswith("<h2>A &amp; B</h2>\n<h3>C</h3>")
    assert '<a href="http://x.org">link</a>' in introduction.html
    tree = etree.fromstring(f"<div>{introduction.html}</div>")
    assert [cell.text for cell in tree.iter("td")] == ["c"]


def test_raw_html_is_shown_as_typed_and_stays_well_formed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "One <b>bold\x0c & <!-- note -->\n\n<script>alert(1)</script>\n\n<div>\n", encoding="utf-8"
    )
    (prose,) = read_prose(tmp_path)
    tree = etree.fromstring(f"<div>{prose.html}</div>")
    assert {element.tag for element in tree.iter()} == {"div", "p"}
    words = "".join(str(part) for part in tree.itertext())
    assert "<b>bold & " in words
    assert "<script>alert(1)</script>" in words
    assert "note" not in words


def test_no_folder_no_prose(tmp_path: Path) -> None:
    assert read_prose(tmp_path / "sections") == ()
