"""OpenDocument text: structure, tracked changes, comments, and what a reader doesn't see."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.load.opendocument.parts import SPACES
from report_builder.model import Source
from report_builder.settings import Extract
from tests.sample import workshop

STYLES = """
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Rang" style:family="paragraph" style:default-outline-level="2"/>
<style:style style:name="Sub" style:family="paragraph" style:parent-style-name="Rang"/>
<style:style style:name="Secret" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Plain" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>
<style:style style:name="Loud" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Struck" style:family="text">
<style:text-properties style:text-line-through-style="solid"/></style:style>
"""
CHANGES = """<text:tracked-changes>
<text:changed-region text:id="in"><text:insertion/></text:changed-region>
<text:changed-region text:id="out"><text:deletion><text:p> of the city.</text:p><text:p>Old words</text:p>
</text:deletion></text:changed-region></text:tracked-changes>"""


def read(
    folder: Path,
    body: str,
    tracked: Literal["final", "original", "refuse"] = "final",
    head: str = "",
    **parts: str,
) -> Source:
    path = folder / "a.odt"
    named = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in SPACES.items())
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"{head}<office:document-content {named}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        **{name.replace("__", "/") + ".xml": text for name, text in parts.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return load_source(path, "notes/a.odt", replace(workshop(), extract=Extract(tracked=tracked)))


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def listed(*entries: str) -> str:
    return (
        "<text:list>"
        + "".join(f"<text:list-item>{entry}</text:list-item>" for entry in entries)
        + "</text:list>"
    )


def outline(source: Source) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in source.blocks]


def test_headings_are_known_by_level_and_not_by_name(tmp_path: Path) -> None:
    body = (
        p("A day on crowds", "Title")
        + '<text:h text:outline-level="3">Third</text:h>'
        + p("By its style", "Rang")
        + p("By the style above", "Sub")
        + listed('<text:h text:outline-level="1">Numbered</text:h>')
        + p("Words.")
    )
    assert outline(read(tmp_path, body)) == [
        ("heading", 1, "A day on crowds"),
        ("heading", 3, "Third"),
        ("heading", 2, "By its style"),
        ("heading", 2, "By the style above"),
        ("heading", 1, "Numbered"),
        ("paragraph", 0, "Words."),
    ]


def test_lists_in_lists_and_what_goes_on_in_an_entry(tmp_path: Path) -> None:
    body = listed(p("one") + listed(p("deeper"), p("still")) + p("goes on"), p("two"))
    assert outline(read(tmp_path, body)) == [
        ("item", 1, "one"),
        ("item", 2, "deeper"),
        ("item", 2, "still"),
        ("item", 2, "goes on"),
        ("item", 1, "two"),
    ]


def test_white_space_of_the_file_and_spaces_that_were_typed(tmp_path: Path) -> None:
    body = p(
        "\n  Two <text:span>  words</text:span>\n and<text:s text:c='3'/>three<text:tab/>more<text:line-break/>line "
    )
    assert read(tmp_path, body).blocks[0].text == "Two words and   three\tmore\nline"


def test_bold_lines_are_headings(tmp_path: Path) -> None:
    body = (
        p("Needs", "Loud")
        + p("A map.")
        + p('Not <text:span text:style-name="Plain">all</text:span>', "Loud")
        + p("End.")
    )
    assert [block.kind.value for block in read(tmp_path, body).blocks] == ["heading", *["paragraph"] * 3]


@pytest.mark.parametrize(
    "hidden",
    [
        p('<text:span text:style-name="Secret">Name.</text:span>'),
        f'<text:section text:name="s" text:display="none">{p("Name.")}</text:section>',
        p('<text:hidden-paragraph text:condition="ooow:1" text:is-hidden="true"/>Name.'),
        p('<text:hidden-text text:condition="ooow:1" text:string-value="Name." text:is-hidden="true"/>'),
    ],
    ids=["style", "section", "paragraph", "text"],
)
def test_hidden_text_is_never_read_and_always_told(tmp_path: Path, hidden: str) -> None:
    source = read(tmp_path, p("Seen.") + hidden + p("Seen too."))
    assert [block.text for block in source.blocks] == ["Seen.", "Seen too."]
    assert source.units == {"hidden text": 1}
    assert source.notices == ("Hidden text was left out: paragraph 2.",)


def test_a_section_that_is_shown_is_read(tmp_path: Path) -> None:
    body = f'<text:section text:name="s" text:display="condition" text:is-hidden="false">{p("Seen.")}</text:section>'
    assert outline(read(tmp_path, body)) == [("paragraph", 0, "Seen.")]


def test_changes_over_the_ends_of_paragraphs(tmp_path: Path) -> None:
    """An insertion from one paragraph into the next, and a deletion that joined two."""
    body = (
        CHANGES
        + p('We met<text:change-start text:change-id="in"/> twice.')
        + p("A new one.")
        + p('And so<text:change-end text:change-id="in"/> at last.')
        + p('The guards<text:change text:change-id="out"/> came late.')
    )
    told = "1 tracked insertion and 1 tracked deletion read as {} text."
    final, original = read(tmp_path, body), read(tmp_path, body, "original")
    assert [block.text for block in final.blocks] == [
        "We met twice.",
        "A new one.",
        "And so at last.",
        "The guards came late.",
    ]
    assert [block.text for block in original.blocks] == [
        "We met at last.",
        "The guards of the city.",
        "Old words came late.",
    ]
    assert (final.notices, original.notices) == ((told.format("final"),), (told.format("original"),))
    with pytest.raises(SourceError, match="it has 1 tracked insertion and 1 tracked deletion") as caught:
        read(tmp_path, body, "refuse")
    assert caught.value.problems[0].rule == "source-tracked"


def test_comments_are_memos_on_their_words(tmp_path: Path) -> None:
    comment = (
        '<office:annotation office:name="{0}"><dc:creator>Ann</dc:creator><dc:date>2017-05-09T10:00:00</dc:date>'
        "<text:p>{1}</text:p><text:list><text:list-item><text:p>more</text:p></text:list-item></text:list>"
        "</office:annotation>"
    )
    body = (
        p("Words " + comment.format("a", "Which?") + "on one")
        + p('paragraph<office:annotation-end office:name="a"/> and the next.')
        + f"<table:table><table:table-row><table:table-cell>{p('In a cell' + comment.format('', 'Here?'))}"
        "</table:table-cell></table:table-row></table:table>"
    )
    source = read(tmp_path, body)
    assert [block.text for block in source.blocks] == ["Words on one", "paragraph and the next.", "In a cell"]
    assert [(m.author, m.text, m.where.inside, m.about) for m in source.memos] == [
        ("Ann", "Which?\nmore", "paragraph 1", "on one paragraph"),
        ("Ann", "Here?\nmore", "table 1, row 1, column 1", ""),
    ]


def test_tables_with_merged_cells_and_tables_in_them(tmp_path: Path) -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{words}</table:table-cell>"

    inner = f"<table:table><table:table-row>{cell(p('Inside.'))}</table:table-row></table:table>"
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + "".join(cell(p(name)) for name in ("Need", "Challenge", "Remark"))
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell(p("Over two columns.") + listed(p("and a list")), 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell(p("At the end.") + inner)
        + "</table:table-row><table:table-row>"
        + cell("", 'table:number-columns-repeated="2"')
        + cell(p("Last."))
        + "</table:table-row></table:table>"
    )
    source = read(tmp_path, body)
    assert [(block.where.inside, block.question, block.text) for block in source.blocks] == [
        ("table 1, row 2, column Need", "Need", "Over two columns."),
        ("table 1, row 2, column Need", "Need", "and a list"),
        ("table 1, row 2, column Remark", "Remark", "At the end."),
        ("table 1, row 3, column Remark", "Remark", "Last."),
        ("table 2, row 1, column 1", "", "Inside."),
    ]
    assert source.units == {"heading": 3, "empty": 1}


def test_notes_boxes_and_contents(tmp_path: Path) -> None:
    note = (
        '<text:note text:note-class="{0}"><text:note-citation>1</text:note-citation><text:note-body>{1}'
        "</text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box>{0}</draw:text-box></draw:frame>"
    body = (
        f"<text:table-of-content><text:index-body>{p('Needs 1')}</text:index-body></text:table-of-content>"
        + p(
            f"Words{note.format('footnote', p('At the foot.'))} and{note.format('endnote', p('At the end.'))} more."
        )
        + p(box.format(p("In a box.") + p(box.format(p("In a box in it.")))) + "Beside it.")
        + p("<draw:frame><draw:image/></draw:frame>")
        + p(
            "<text:ruby><text:ruby-base>Base</text:ruby-base><text:ruby-text>above</text:ruby-text></text:ruby>"
        )
        + p('It is <text:span text:style-name="Struck">not</text:span> so.')
    )
    source = read(tmp_path, body)
    assert [(block.where.paragraph, block.text) for block in source.blocks] == [
        (2, "Words and more."),
        (2, "At the foot."),
        (2, "At the end."),
        (3, "Beside it."),
        (3, "In a box."),
        (3, "In a box in it."),
        (5, "Base"),
        (6, "It is not so."),
    ]
    assert source.units == {"table of contents": 1, "picture": 1, "empty": 1}
    assert source.notices == ("Words struck out were read as text: paragraph 6.",)


def test_words_at_the_head_and_foot_of_pages_are_counted(tmp_path: Path) -> None:
    named = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in SPACES.items())
    styles = (
        f"<office:document-styles {named}><office:master-styles><style:master-page><style:header>"
        f"{p('Draft')}</style:header><style:footer>{p('Page 1')}{p('')}</style:footer></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    assert read(tmp_path, p("Words."), styles=styles).units == {"header or footer": 2}


@pytest.mark.parametrize(
    ("parts", "head", "reason"),
    [
        ({"META-INF__manifest": "<m><encryption-data/></m>"}, "", "protected by a password"),
        ({"content": "<office:document"}, "", r"its part content\.xml is damaged"),
        ({}, '<!DOCTYPE a [<!ENTITY b "c">]>', "a document type is declared"),
        ({"content": "<sheet/>"}, "", "there is no OpenDocument text in it"),
    ],
)
def test_what_is_no_such_text_is_refused(
    tmp_path: Path, parts: dict[str, str], head: str, reason: str
) -> None:
    with pytest.raises(SourceError, match=reason):
        read(tmp_path, p("Words."), "final", head, **parts)
