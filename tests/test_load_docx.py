"""Word files: structure, tracked changes, comments, and what a reader doesn't see."""

import datetime
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from report_builder.errors import SourceError
from report_builder.load import load_source
from report_builder.model import Source
from report_builder.settings import Event, Extract, Theme, Workshop

WORKSHOP = Workshop(
    Event("Workshop", datetime.date(2017, 5, 9), "Athens", "KEMEA"), (Theme("protests", "Protests"),)
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = """
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Rank"><w:name w:val="Rank"/>
<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="L2"><w:name w:val="List Bullet 2"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
STRUCK = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'


def read(
    folder: Path,
    body: str,
    tracked: Literal["final", "original", "refuse"] = "final",
    edit: tuple[str, str] = ("", ""),
    **parts: str,
) -> Source:
    path = folder / "a.docx"
    parts = {"styles": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>', **parts}
    related = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    )
    main = f'<Relationship Id="main" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    files = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text.replace(*edit) if edit[0] else text)
    return load_source(path, "notes/a.docx", replace(WORKSHOP, extract=Extract(tracked=tracked)))


def test_the_times_of_older_teams_files(tmp_path: Path) -> None:
    said = (
        ("0:0:3.120 --> 0:0:6.480", "Maria Papadopoulou", "We need rules."),
        ("1:1:10.0 --> 1:1:12.0", "Jan", "Who pays?"),
    )
    body = "".join(p("<w:r><w:t>" + "</w:t><w:br/><w:t>".join(parts) + "</w:t></w:r>") for parts in said)
    assert [(block.speaker, block.where.time, block.text) for block in read(tmp_path, body).blocks] == [
        ("Maria Papadopoulou", "00:00:03", "We need rules."),
        ("Jan", "01:01:10", "Who pays?"),
    ]


def test_a_document_in_the_document_is_told(tmp_path: Path) -> None:
    source = read(tmp_path, p("<w:r><w:t>Words.</w:t></w:r>") + '<w:altChunk r:id="x" xmlns:r="r"/>')
    assert source.units == {"embedded document": 1}
    assert source.notices == (
        "It holds another document, which was not read: open it in Word and save it again.",
    )


def p(runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...], header: bool = False) -> str:
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    made = [
        f"<w:tr>{mark if number == 0 else ''}{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>"
        for number, row in enumerate(rows)
    ]
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def outline(source: Source) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in source.blocks]


def test_headings_by_style_chain_outline_and_canonical_name(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p(r("Workshop"), "Titel")
        + p(r("Ein"), "berschrift1")
        + p(r("Mine"), "Mine")
        + p(r("Rank"), "Rank")
        + p(r("Direct"), "", '<w:outlineLvl w:val="1"/>')
        + p(r("Contents 1"), "TOC1")
        + p(""),
    )
    assert outline(source) == [
        ("heading", 1, "Workshop"),
        ("heading", 1, "Ein"),
        ("heading", 1, "Mine"),
        ("heading", 3, "Rank"),
        ("heading", 2, "Direct"),
    ]
    assert source.title == "Workshop"
    assert source.units == {"table of contents": 1, "empty": 1}


def test_lists_by_numbering_and_by_style(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    source = read(
        tmp_path,
        p(r("one"), "", numbered.format(0))
        + p(r("inner"), "", numbered.format(1))
        + p(r("by style"), "L2")
        + p(r("• typed"))
        + p(r("none"), "L2", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
    )
    assert outline(source) == [
        ("item", 1, "one"),
        ("item", 2, "inner"),
        ("item", 2, "by style"),
        ("item", 1, "typed"),
        ("paragraph", 0, "none"),
    ]


CHANGED = p(
    r("We need ")
    + f'<w:ins w:author="A">{r("clear ")}</w:ins>'
    + '<w:del w:author="A"><w:r><w:delText xml:space="preserve">no </w:delText></w:r></w:del>'
    + r("rules.")
)


@pytest.mark.parametrize(
    ("tracked", "text"), [("final", "We need clear rules."), ("original", "We need no rules.")]
)
def test_tracked_changes(tmp_path: Path, tracked: Literal["final", "original"], text: str) -> None:
    source = read(tmp_path, CHANGED, tracked)
    assert [block.text for block in source.blocks] == [text]
    assert source.notices == (f"1 tracked insertion and 1 tracked deletion read as {tracked} text.",)


def test_tracked_changes_can_be_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="1 tracked insertion and 1 tracked deletion"):
        read(tmp_path, CHANGED, "refuse")


def test_a_deleted_paragraph_end_joins_two_paragraphs(tmp_path: Path) -> None:
    source = read(
        tmp_path, p(r("One"), "", '<w:rPr><w:del w:author="A"/></w:rPr>') + p(r("sentence.")) + p(r("Next."))
    )
    assert [(block.text, block.where.paragraph) for block in source.blocks] == [
        ("One sentence.", 2),
        ("Next.", 3),
    ]


GONE = '<w:rPr><w:del w:author="A"/></w:rPr>'


def test_a_deleted_paragraph_end_reaches_over_nothing(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('In the box'), '', GONE)}</w:txbxContent></w:pict></w:r>"
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{p(r("Noted"), "", GONE)}</w:footnote></w:footnotes>'
    source = read(
        tmp_path,
        p(r("Before a table"), "", GONE)
        + table((p(r("One"), "", GONE) + p(r("cell")), p(r("Other cell"), "", GONE)))
        + p(r("Holds a box") + box)
        + p(r("After") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + p(r("The very"), "", GONE)
        + p(r("last words"), "", GONE),
        footnotes=notes,
    )
    assert [(block.where.inside, block.text) for block in source.blocks] == [
        ("paragraph 1", "Before a table"),
        ("table 1, row 1, column 1", "One cell"),
        ("table 1, row 1, column 2", "Other cell"),
        ("paragraph 2", "Holds a box"),
        ("paragraph 2", "In the box"),
        ("paragraph 3", "After"),
        ("paragraph 3", "Noted"),
        ("paragraph 5", "The very last words"),
    ]


@pytest.mark.parametrize(
    ("tracked", "texts"),
    [
        ("final", ["Police say a", "new one", "Academia say b"]),
        ("original", ["Police say a", "old one", "Academia say b"]),
    ],
)
def test_tracked_cells_and_rows(
    tmp_path: Path, tracked: Literal["final", "original"], texts: list[str]
) -> None:
    def cell(text: str, mark: str = "") -> str:
        return f"<w:tc><w:tcPr>{mark}</w:tcPr>{p(r(text))}</w:tc>"

    rows = (
        f"<w:tr>{cell('Police say a')}{cell('new one', '<w:cellIns/>')}{cell('old one', '<w:cellDel/>')}</w:tr>"
        f"<w:tr>{cell('Academia say b')}</w:tr>"
    )
    source = read(tmp_path, f"<w:tbl>{rows}</w:tbl>", tracked)
    assert [block.text for block in source.blocks] == texts
    assert source.notices == (f"1 tracked insertion and 1 tracked deletion read as {tracked} text.",)
    with pytest.raises(SourceError, match="1 tracked insertion"):
        read(tmp_path, f"<w:tbl>{rows}</w:tbl>", "refuse")


def test_a_table_in_a_text_box_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = table((p(r("inner one")), p(r("inner two"))))
    box = f"<w:r><w:pict><w:txbxContent>{p(r('In the box'))}{inner}</w:txbxContent></w:pict></w:r>"
    source = read(tmp_path, table((p(r("Holds a box") + box), p(r("Other")))))
    assert [(block.where.inside, block.text) for block in source.blocks] == [
        ("table 1, row 1, column 1", "Holds a box"),
        ("table 1, row 1, column 1", "In the box"),
        ("table 1, row 1, column 2", "Other"),
        ("table 2, row 1, column 1", "inner one"),
        ("table 2, row 1, column 2", "inner two"),
    ]


def test_hidden_text_and_placeholders_are_left_out(tmp_path: Path) -> None:
    field = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + r("Click here")
        + "</w:sdtContent></w:sdt>"
    )
    control = "<w:sdt><w:sdtContent>" + r(" in a control") + "</w:sdtContent></w:sdt>"
    source = read(
        tmp_path,
        p(
            r("Seen")
            + r(" hidden", "<w:vanish/>")
            + r(" too", '<w:rStyle w:val="Secret"/>')
            + r(" not", '<w:vanish w:val="0"/>')
            + field
            + control
            + "<w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>line</w:t><w:instrText>PAGE</w:instrText></w:r>"
            + f"<w:hyperlink>{r(' link')}</w:hyperlink>"
        ),
    )
    assert [block.text for block in source.blocks] == ["Seen not in a control\ttab\nline link"]


def test_text_boxes_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(r('In the box.'))}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    source = read(tmp_path, p(r("Before.") + f"<w:r>{twice}</w:r>") + p(r("After.")))
    assert [(block.text, block.where.paragraph) for block in source.blocks] == [
        ("Before.", 1),
        ("In the box.", 1),
        ("After.", 2),
    ]


def test_tables_with_header_row(tmp_path: Path) -> None:
    inner = table((p(r("inner one")), p(r("inner two"))))
    source = read(
        tmp_path,
        p(r("Before."))
        + table(
            (p(r("Issue")), p(r("Raised by"))),
            (p(r("Trust in the police is low")) + p(r("- and falls")), p(r("Academia"))),
            (p("") + inner + p(""), p("")),
            header=True,
        )
        + p(r("After.")),
    )
    assert [(block.where.inside, block.question, block.group, block.text) for block in source.blocks] == [
        ("paragraph 1", "", "", "Before."),
        ("table 1, row 2, column Issue", "Issue", "Academia", "Trust in the police is low"),
        ("table 1, row 2, column Issue", "Issue", "Academia", "and falls"),
        ("table 2, row 1, column 1", "", "", "inner one"),
        ("table 2, row 1, column 2", "", "", "inner two"),
        ("paragraph 2", "", "", "After."),
    ]
    assert source.units == {"heading": 2, "attribute": 1, "empty": 2}


def test_tables_with_labels_in_the_first_column(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        table(
            (p(r("Needs")), p(r("Officers need clear rules on what they may collect."))),
            (p(r("Challenges")), p(r("Nobody has the time to read all of it."))),
        ),
    )
    assert [(block.question, block.text[:8]) for block in source.blocks] == [
        ("Needs", "Officers"),
        ("Challenges", "Nobody h"),
    ]
    assert source.units == {"heading": 2}


def test_names_in_the_head_of_a_form_are_personal(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        table(
            (p(r("Moderator:")), p(r("Maria Papa"))),
            (p(r("Place:")), p(r("Room 4"))),
            (p(r("Needs:")), p(r("Clear rules"))),
        ),
    )
    assert [(block.question, block.text) for block in source.blocks] == [
        ("Place:", "Room 4"),
        ("Needs:", "Clear rules"),
    ]
    assert source.units == {"heading": 3, "personal data": 1}


def test_comments_become_memos(tmp_path: Path) -> None:
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Eleni" w:date="2017-05-10T09:00:00Z">'
        f"{p(r('Which rules?'))}</w:comment></w:comments>"
    )
    body = p("") + p(
        r("We need ")
        + '<w:commentRangeStart w:id="0"/>'
        + r("clear rules")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        + r(".")
    )
    source = read(tmp_path, body, comments=comments)
    (memo,) = source.memos
    assert (memo.author, memo.date, memo.text, memo.about, memo.where.paragraph) == (
        "Eleni",
        "2017-05-10T09:00:00Z",
        "Which rules?",
        "clear rules",
        2,
    )
    assert [block.text for block in source.blocks] == ["We need clear rules."]
    assert source.units == {"empty": 1, "comment": 1}
    assert source.notices == (
        '1 comment by a reviewer is kept out of the report: "Which rules?" (paragraph 2).',
    )


def test_comments_on_deleted_words_and_in_great_number(tmp_path: Path) -> None:
    made = "".join(
        f'<w:comment w:id="{number}" w:author="Eleni">{p(r(f"Remark {number} " + "on this " * 20))}</w:comment>'
        for number in range(8)
    )
    start, end = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>'
    source = read(
        tmp_path,
        p(r("Kept.")) + p(f'<w:del w:author="A">{start}<w:r><w:delText>Gone</w:delText></w:r>{end}</w:del>'),
        comments=f'<w:comments xmlns:w="{W}">{made}</w:comments>',
    )
    assert [memo.text[:8] for memo in source.memos] == [f"Remark {number}" for number in range(8)]
    assert source.units["comment"] == 8
    notice = source.notices[-1]
    assert notice.startswith('8 comments by reviewers are kept out of the report: "Remark 0 on this')
    assert notice.endswith('…" and 2 more.')
    assert "Eleni" not in notice
    assert len(notice) < 500


def test_footnotes_follow_what_refers_to_them(tmp_path: Path) -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{p(r("---"))}</w:footnote>'
        f'<w:footnote w:id="1">{p(r("Said twice."))}</w:footnote>'
        f'<w:footnote w:id="2">{p(r("Of a cell."))}</w:footnote></w:footnotes>'
    )
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    body = (
        p(r("First.") + mark(1))
        + p(r("Same.") + mark(1))
        + table((p(r("Cell") + mark(2)), p(r("Other"))))
        + p(r("Last."))
    )
    source = read(tmp_path, body, footnotes=notes)
    assert [(block.text, block.where.inside) for block in source.blocks] == [
        ("First.", "paragraph 1"),
        ("Said twice.", "paragraph 1"),
        ("Same.", "paragraph 2"),
        ("Cell", "table 1, row 1, column 1"),
        ("Other", "table 1, row 1, column 2"),
        ("Of a cell.", "table 1, row 1, column 1"),
        ("Last.", "paragraph 3"),
    ]


def test_hidden_text_is_counted_and_told(tmp_path: Path) -> None:
    hidden = r("secret", "<w:vanish/>")
    assert read(tmp_path, table((p(hidden), p(r("Cell"))))).units == {"hidden text": 1}
    source = read(
        tmp_path,
        p(hidden) + p(r("Seen ") + hidden) + p("") + table((p(hidden), p(r("Cell"))), (p(""), p(r("Other")))),
    )
    assert [block.text for block in source.blocks] == ["Seen", "Cell", "Other"]
    assert source.units == {"hidden text": 3, "empty": 2}
    assert source.notices == (
        "Hidden text was left out: paragraph 1; paragraph 2; table 1, row 1, column 1.",
    )


def test_marks_after_a_line_break_begin_blocks(tmp_path: Path) -> None:
    line = "<w:r><w:br/></w:r>".join
    source = read(
        tmp_path,
        p(line([r("Said by all"), r("of them:"), r("Protests: maps"), r("in print"), r("• typed")]))
        + p(line([r("one"), r("[protests] two")]), "L2"),
    )
    assert outline(source) == [
        ("paragraph", 0, "Said by all\nof them:"),
        ("paragraph", 0, "Protests: maps\nin print"),
        ("item", 1, "typed"),
        ("item", 2, "one"),
        ("item", 2, "[protests] two"),
    ]


def test_struck_out_words_are_read_and_told(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p(r("Keep ") + r("or not ", "<w:strike/>") + r("this.", '<w:strike w:val="0"/>'))
        + p(r("Fine."))
        + table((p(r("Cell", "<w:dstrike/>")), p(r("Old", '<w:rStyle w:val="Gone"/>')))),
        edit=("</w:styles>", STRUCK + "</w:styles>"),
    )
    assert [block.text for block in source.blocks] == ["Keep or not this.", "Fine.", "Cell", "Old"]
    assert source.notices == (
        "Words struck out were read as text: paragraph 1; table 1, row 1, column 1; table 1, row 1, column 2.",
    )


def test_strict_dialect(tmp_path: Path) -> None:
    source = read(tmp_path, p(r("Strict.")), edit=(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert [block.text for block in source.blocks] == ["Strict."]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a document type is declared"):
        read(tmp_path, p(r("x")), edit=("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document'))


def test_a_transcript_saved_as_word_file(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        p(r("Maria Papa (Guest)   0:03"))
        + p(r("We need rules."))
        + p(r("And money."))
        + p(r("Nikos   1:02:03") + "<w:r><w:br/></w:r>" + r("Agreed.")),
    )
    assert [(block.speaker, block.where.time, block.text) for block in source.blocks] == [
        ("Maria Papa", "00:00:03", "We need rules."),
        ("Maria Papa", "00:00:03", "And money."),
        ("Nikos", "01:02:03", "Agreed."),
    ]
    assert source.units == {"speaker": 1}
