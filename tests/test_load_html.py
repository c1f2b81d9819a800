"""Web pages: what a reader of the page sees, at the lines of the file."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.model import Source
from report_builder.settings import Extract
from tests.sample import workshop


def read(
    folder: Path, page: str | bytes, tracked: Literal["final", "original", "refuse"] = "final"
) -> Source:
    path = folder / "a.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return load_source(path, "notes/a.html", replace(workshop(), extract=Extract(tracked=tracked)))


def outline(source: Source) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in source.blocks]


def test_structure_with_lines_of_the_file(tmp_path: Path) -> None:
    page = """<!DOCTYPE html>
<html><head><title>Notes of
the day</title><style>p { color: red }</style></head>
<body>
<h2
  class="big">Needs</h2>
<p>A <b>map</b>
 of&nbsp;all exits.<!-- not
 for you --></p>
<ul>
  <li>Radios
    <ul><li>that work</li></ul>
    in tunnels</li>
  <li><p>One plan</p><p>for all</p></li>
</ul>
loose words
<script>alert("never read")</script>
<ol><li></li></ol>
</body></html>"""
    source = read(tmp_path, page)
    assert [(block.where.line, block.kind.value, block.level, block.text) for block in source.blocks] == [
        (6, "heading", 2, "Needs"),
        (7, "paragraph", 0, "A map of\xa0all exits."),
        (11, "item", 1, "Radios"),
        (12, "item", 2, "that work"),
        (13, "item", 2, "in tunnels"),
        (14, "item", 1, "One plan"),
        (14, "item", 2, "for all"),
        (16, "paragraph", 0, "loose words"),
    ]
    assert source.title == "Notes of the day"
    assert source.units == {"empty": 1}


def test_paragraphs_on_one_line_are_counted(tmp_path: Path) -> None:
    source = read(tmp_path, "<p>One.</p><p>Two.</p><p>Three.</p>")
    assert [block.where.inside for block in source.blocks] == [
        "line 1, paragraph 1",
        "line 1, paragraph 2",
        "line 1, paragraph 3",
    ]


def test_bold_by_style_is_a_heading(tmp_path: Path) -> None:
    page = """<style><!-- .c1{font-weight:700} .c2{font-weight:400} --></style>
<p><span class="c1">Needs</span></p>
<p><span class="c2">A map.</span></p>
<p style="font-weight: bold">Challenges <span class="c2">of today</span></p>
<p><strong>Law</strong></p>
<p>Who may film?</p>"""
    assert [block.kind.value for block in read(tmp_path, page).blocks] == [
        "heading",
        "paragraph",
        "paragraph",
        "heading",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">Name.</p>',
        '<p class="x">Name.</p>',
        "<div hidden><p>Name.</p></div>",
        '<p><span style="visibility: hidden">Name.</span></p>',
    ],
)
def test_hidden_text_is_never_read_and_always_told(tmp_path: Path, hidden: str) -> None:
    source = read(
        tmp_path, f"<style>.x {{ display: none !important }}</style>\n<p>Seen.</p>\n{hidden}\n<p>Too.</p>"
    )
    assert [block.text for block in source.blocks] == ["Seen.", "Too."]
    assert source.units == {"hidden text": 1}
    assert source.notices == ("Hidden text was left out: line 3.",)


def test_line_breaks_end_paragraphs_where_those_are_no_elements(tmp_path: Path) -> None:
    page = "<body><b>Table 1</b><br>We met.<br><br>Nobody came<br></body>"
    assert [block.text for block in read(tmp_path, page).blocks] == ["Table 1", "We met.", "Nobody came"]
    inside = read(tmp_path, "<p>One line<br>and the next<br><br>Another.</p>")
    assert [block.text for block in inside.blocks] == ["One line\nand the next", "Another."]


def test_marks_begin_statements_of_their_own(tmp_path: Path) -> None:
    source = read(tmp_path, "<p>We met.<br>Need: a map<br>Challenge: no light</p>")
    assert [block.text for block in source.blocks] == ["We met.", "Need: a map", "Challenge: no light"]


def test_tables_with_merged_cells_and_tables_in_them(tmp_path: Path) -> None:
    page = """<table>
<caption>What we heard</caption>
<thead><tr><th>Type</th><th>Point</th><th>Remark</th></tr></thead>
<tr><td rowspan=2>Need</td><td>A map of all the exits of the square.</td><td>Soon.</td></tr>
<tr><td colspan=2>Radios that work below the ground.<table><tr><td>Inside.</td></tr></table></td></tr>
</table>"""
    source = read(tmp_path, page)
    assert [(block.where.inside, block.lens, block.text) for block in source.blocks] == [
        ("line 2", "", "What we heard"),
        ("table 1, row 2, column Point, line 4", "Need", "A map of all the exits of the square."),
        ("table 1, row 2, column Remark, line 4", "Need", "Soon."),
        ("table 1, row 3, column Point, line 5", "Need", "Radios that work below the ground."),
        ("table 2, row 1, column 1, line 5", "", "Inside."),
    ]


NOTES = {
    "Google Docs": '<p>Words<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> here.</p><p>After.</p><hr><div><p>'
    '<a href="#ftnt_ref1" id="ftnt1">[1]</a> The note.</p></div>',
    "LibreOffice": '<p>Words<a name="f1anc" href="#f1sym"><sup>1</sup></a> here.</p><p>After.</p><hr>'
    '<div id="f1"><p><a name="f1sym" href="#f1anc">1</a> The note.</p></div>',
    "Markdown": '<p>Words<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a> here.</p><p>After.</p>'
    '<hr><ol><li id="fn1"><p>The note.<a href="#fnref1">↩︎</a></p></li></ol>',
    "paragraphs": '<p>Words<a href="#fn1" id="r1">1</a> here.</p><p>After.</p><hr>'
    '<p><a href="#r1" id="fn1">1</a> The note.</p>',
}


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES)
def test_a_footnote_follows_the_paragraph_that_refers_to_it(tmp_path: Path, page: str) -> None:
    source = read(tmp_path, page)
    assert [block.text for block in source.blocks] == ["Words here.", "The note.", "After."]
    assert source.units == {"markup": 1}


def test_comments_of_google_docs_are_memos(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        '<p>Words<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> here.</p>\n'
        '<p>More<sup><a href="#cmnt2" id="cmnt_ref2">[b]</a></sup>.</p>\n'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>Which?</p><p>Ask them.</p></div>'
        '<div><p><a href="#cmnt_ref2" id="cmnt2">[b]</a>Yes.</p></div>',
    )
    assert [block.text for block in source.blocks] == ["Words here.", "More."]
    assert [memo.text for memo in source.memos] == ["Which?\nAsk them.", "Yes."]


def test_a_table_of_contents_and_navigation_are_counted(tmp_path: Path) -> None:
    page = '<nav><a href="/">Home</a></nav>\n<p><a href="#h.x">Needs</a></p>\n<h1 id="h.x">Needs</h1>\n<p>A map.</p>'
    source = read(tmp_path, page)
    assert outline(source) == [("heading", 1, "Needs"), ("paragraph", 0, "A map.")]
    assert source.units == {"navigation": 1, "table of contents": 1}


def test_who_speaks_in_minutes_is_kept_apart(tmp_path: Path) -> None:
    source = read(tmp_path, "<p><cite>Present:</cite> Ann, Bob</p>\n<p><cite>Ann:</cite> We need maps.</p>")
    assert [(block.speaker, block.text) for block in source.blocks] == [
        ("", "Present: Ann, Bob"),
        ("Ann", "We need maps."),
    ]


def test_changes_that_a_word_processor_tracked(tmp_path: Path) -> None:
    page = '<p>We <del cite="x" datetime="2017">never </del><ins datetime="2017">often </ins>met. <del>Struck.</del></p>'
    told = "1 tracked insertion and 1 tracked deletion read as {} text."
    struck = "Words struck out were read as text: line 1."
    final, original = read(tmp_path, page), read(tmp_path, page, "original")
    assert [final.blocks[0].text, *final.notices] == ["We often met. Struck.", told.format("final"), struck]
    assert [original.blocks[0].text, *original.notices] == [
        "We never met. Struck.",
        told.format("original"),
        struck,
    ]
    with pytest.raises(SourceError, match="1 tracked insertion"):
        read(tmp_path, page, "refuse")


@pytest.mark.parametrize("encoding", ["cp1253", "iso-8859-7", "utf-16", "utf-8"])
def test_the_encoding_that_a_page_names(tmp_path: Path, encoding: str) -> None:
    page = f'<meta charset="{encoding}"><p>Ο νόμος δεν είναι σαφής.</p>'
    assert read(tmp_path, page.encode(encoding)).blocks[0].text == "Ο νόμος δεν είναι σαφής."


def test_lists_as_word_saves_them(tmp_path: Path) -> None:
    entry = (
        "<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level{0} lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>{1}<span>&nbsp;&nbsp; </span></span><![endif]>{2}<o:p></o:p></p>"
    )
    page = "\n".join(
        [
            entry.format(1, "·", "One"),
            entry.format(2, "o", "deeper"),
            entry.format(1, "2.", "Two"),
            "<p>End.</p>",
        ]
    )
    assert outline(read(tmp_path, page)) == [
        ("item", 1, "One"),
        ("item", 2, "deeper"),
        ("item", 1, "Two"),
        ("paragraph", 0, "End."),
    ]


def test_front_matter_above_a_page(tmp_path: Path) -> None:
    source = read(tmp_path, "---\ntheme: protests\ntitle: Table 1\n---\n<p>Words.</p>")
    assert (source.attributes["theme"], source.title) == ("protests", "Table 1")
    assert outline(source) == [("paragraph", 0, "Words.")]
    assert source.blocks[0].where.line == 5


@pytest.mark.parametrize(
    "page", ["", "   ", "<p>", "<<<", "<html></html>", "<table><tr><td rowspan=x></table>"]
)
def test_a_page_without_words_is_read_as_nothing(tmp_path: Path, page: str) -> None:
    assert [block for block in read(tmp_path, page).blocks if block.text != "<<<"] == []


def test_a_page_nested_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nested too deeply"):
        read(tmp_path, "<div>" * 5000 + "words")


def test_a_contents_list_that_headings_link_back_to_is_no_footnote(tmp_path: Path) -> None:
    page = """<div><ul>
<li><a id="t1" href="#s1">Needs</a></li>
</ul>
<h2 id="s1"><a href="#t1">1</a> Needs</h2>
<p>A map of the exits.</p></div>"""
    assert outline(read(tmp_path, page)) == [
        ("heading", 2, "1 Needs"),
        ("paragraph", 0, "A map of the exits."),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<style>" + ".a{}" * 50_000 + "a" * 50_000 + "</style><p>words</p>",
        "<table>" + "<tr><td rowspan=9999 colspan=9999>words</td>" * 300 + "</table>",
        "<p>" * 20_000 + "words",
    ],
    ids=["style", "table", "paragraphs"],
)
def test_pages_that_are_made_to_take_long_do_not(tmp_path: Path, page: str) -> None:
    assert {block.text for block in read(tmp_path, page).blocks} == {"words"}


def test_a_row_across_the_table_is_its_title(tmp_path: Path) -> None:
    rows = "<tr><td>Need</td><td>Challenge</td></tr><tr><td>Maps at all the exits</td><td>Nobody has one</td></tr>"
    source = read(tmp_path, f"<table><tr><td colspan=2>Night buses</td></tr>{rows}</table>")
    assert [(block.question, block.where.row, block.text) for block in source.blocks] == [
        ("Night buses: Need", 3, "Maps at all the exits"),
        ("Night buses: Challenge", 3, "Nobody has one"),
    ]
    assert source.units == {"heading": 3}
