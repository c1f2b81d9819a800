"""Hostile and broken files by name, each made when it is asked for; nothing here lies on the disk.

A name is a path below inputs/. The end of a name tells the format that the file claims to be.
"""

import io
import zipfile
from collections.abc import Callable, Iterator

from tests.hostile.packages import (
    FINE,
    MEGABYTE,
    Parts,
    answers,
    cell,
    entity_bomb,
    joined,
    lying,
    many_entries,
    open_row,
    open_sheet,
    open_text,
    overlapping,
    packed,
    paragraph,
    relations,
    word,
    word_parts,
    workbook,
    workbook_parts,
)

Make = Callable[[], bytes]
COVERED = '<!DOCTYPE w [<!ENTITY outside SYSTEM "file:///etc/passwd">]>'
NETWORK = '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/evil.dtd">'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

WORD: dict[str, Make] = {
    "entities unfold": lambda: word(paragraph("&lol8;"), prolog=entity_bomb(8)),
    "entities of one level unfold": lambda: word(
        paragraph("&a;" * 20_000), prolog=f'<!DOCTYPE b [<!ENTITY a "{"x" * 50_000}">]>'
    ),
    "an entity is a file": lambda: word(paragraph("&outside;"), prolog=COVERED),
    "the document type lies in the network": lambda: word(FINE, prolog=NETWORK),
    "entities unfold in the styles": lambda: word(
        FINE,
        {
            "word/_rels/document.xml.rels": relations(("styles", "styles.xml", "Internal")),
            "word/styles.xml": f'{entity_bomb(8)}<w:styles xmlns:w="x">&lol8;</w:styles>',
        },
    ),
    "entities unfold in the relationships": lambda: packed(
        {**word_parts(FINE), "_rels/.rels": f"{entity_bomb(8)}<a>&lol8;</a>"}
    ),
    "a part of zeros": lambda: word("", {"word/document.xml": b"\0" * (150 * MEGABYTE)}),
    "a part of spaces": lambda: word(f"{' ' * (150 * MEGABYTE)}{FINE}"),
    "a picture of zeros": lambda: word(FINE, {"word/media/image1.png": b"\0" * (300 * MEGABYTE)}),
    "many empty paragraphs": lambda: word("<w:p/>" * 5_000_000),
    "many paragraphs": lambda: word("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 1_000_000),
    "many runs": lambda: word(f"<w:p>{'<w:r><w:t>x</w:t></w:r>' * 1_500_000}</w:p>"),
    "many tables": lambda: word(f"<w:tbl><w:tr><w:tc>{FINE}</w:tc></w:tr></w:tbl>" * 200_000),
    "a long paragraph": lambda: word(paragraph("a" * 9_000_000)),
    "a long paragraph of breaks": lambda: word(f"<w:p><w:r>{'<w:br/>' * 3_000_000}</w:r></w:p>"),
    "a paragraph of one long line of brackets": lambda: word(paragraph("[" * 3_000_000)),
    "deep elements": lambda: word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
    "elements as deep as libxml bears": lambda: word(
        f"{'<w:sdt><w:sdtContent>' * 120}{FINE}{'</w:sdtContent></w:sdt>' * 120}"
    ),
    "deep tables": lambda: word(f"{'<w:tbl><w:tr><w:tc>' * 80}{FINE}{'</w:tc></w:tr></w:tbl>' * 80}"),
    "a huge attribute": lambda: word(f'<w:p w:rsidR="{"A" * 12_000_000}"/>'),
    "many attributes": lambda: word("<w:p " + " ".join(f"a{n}='1'" for n in range(300_000)) + "/>"),
    "many entries": lambda: many_entries(word_parts(FINE), 300_000),
    "a size that is a lie, smaller": lambda: lying(word_parts(FINE * 400_000), "word/document.xml", 100),
    "a size that is a lie, larger": lambda: lying(word_parts(FINE), "word/document.xml", 2**32 - 2),
    "overlapping entries": lambda: overlapping(word_parts(FINE), 2000, 10 * MEGABYTE),
    "names that lead out": lambda: word(
        FINE, {"../../../../evil.txt": "x", "/etc/evil": "x", "C:\\evil": "x"}
    ),
    "a document that lies outside": lambda: packed(
        {
            **word_parts(FINE),
            "_rels/.rels": relations(("officeDocument", "../../../../../../etc/passwd", "Internal")),
        }
    ),
    "the document twice": lambda: _twice(word_parts(FINE)),
    "an archive in the archive": lambda: word(FINE, {"word/embeddings/a.zip": _nested(6)}),
    "outside relationships": lambda: word(
        '<w:p><w:hyperlink r:id="r1"><w:r><w:t>Signs are needed here.</w:t></w:r></w:hyperlink></w:p>',
        {
            "word/_rels/document.xml.rels": relations(
                ("hyperlink", "javascript:alert(1)", "External"),
                ("attachedTemplate", "http://127.0.0.1:9/evil.dotm", "External"),
                ("image", "file:///etc/passwd", "External"),
                ("styles", "http://127.0.0.1:9/styles.xml", "External"),
            )
        },
    ),
    "fields that fetch": lambda: word(
        f'{FINE}<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://127.0.0.1:9/a.png&quot; \\d ">'
        "<w:r><w:t>A picture is needed here.</w:t></w:r></w:fldSimple></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "another document inside": lambda: word(f'{FINE}<w:altChunk r:id="r1"/><w:object><w:p/></w:object>'),
    "macros": lambda: word(FINE, {"word/vbaProject.bin": OLE + b"\0" * 5000}),
    "protected by a password": lambda: (
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    ),
    "a spreadsheet": lambda: workbook(answers("Signs are needed.")),
    "an OpenDocument text": lambda: open_text("<text:p>Signs are needed.</text:p>"),
    "a web page": lambda: b"<!DOCTYPE html><html><body><p>Signs are needed.</p></body></html>",
    "plain text": lambda: b"Signs are needed.\n",
    "rich text": lambda: b"{\\rtf1\\ansi Signs are needed.}",
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "an archive of no document": lambda: packed({"readme.txt": "x"}),
    "an empty archive": lambda: b"PK\5\6" + b"\0" * 18,
    "nothing": lambda: b"",
    "cut off": lambda: word(FINE * 50)[:-200],
    "cut in half": lambda: word(FINE * 5000)[:2000],
    "no XML": lambda: word("", {"word/document.xml": "this is no XML"}),
    "XML of Unicode that lies": lambda: word(
        "", {"word/document.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'}
    ),
    "an unknown encoding": lambda: word(
        "", {"word/document.xml": b'<?xml version="1.0" encoding="klingon"?><a/>'}
    ),
    "numbers that are none": lambda: word(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="-9999999999999999999999"/><w:numId w:val="\u0663"/></w:numPr>'
        f'<w:outlineLvl w:val="9{"9" * 5000}"/></w:pPr><w:r><w:t>Signs are needed.</w:t></w:r></w:p>'
        '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="99999"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr>'
        f"{FINE}</w:tc></w:tr></w:tbl>"
    ),
    "styles in a circle": lambda: word(
        '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>Signs are needed.</w:t></w:r></w:p>',
        {
            "word/_rels/document.xml.rels": relations(("styles", "styles.xml", "Internal")),
            "word/styles.xml": '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>',
        },
    ),
    "a chain of styles": lambda: word(
        '<w:p><w:pPr><w:pStyle w:val="s5999"/></w:pPr><w:r><w:t>Signs are needed.</w:t></w:r></w:p>',
        {
            "word/_rels/document.xml.rels": relations(("styles", "styles.xml", "Internal")),
            "word/styles.xml": '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            + "".join(
                f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n - 1}"/></w:style>' for n in range(6000)
            )
            + "</w:styles>",
        },
    ),
}

SHEETS: dict[str, Make] = {
    "entities unfold": lambda: packed(
        {
            **workbook_parts(answers("x")),
            "xl/worksheets/sheet1.xml": f"{entity_bomb(8)}<worksheet>&lol8;</worksheet>",
        }
    ),
    "entities unfold in the shared strings": lambda: workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": f"{entity_bomb(8)}<sst><si><t>&lol8;</t></si></sst>"},
    ),
    "entities unfold in the workbook": lambda: packed(
        {**workbook_parts(answers("x")), "xl/workbook.xml": f"{entity_bomb(8)}<workbook>&lol8;</workbook>"}
    ),
    "an entity is a file": lambda: workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": f"{COVERED}<sst><si><t>&outside;</t></si></sst>"},
    ),
    "shared strings of one letter": lambda: workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": f"<sst><si><t>{'a' * (180 * MEGABYTE)}</t></si></sst>"},
    ),
    "many shared strings": lambda: workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": f"<sst>{'<si><t>a</t></si>' * 6_000_000}</sst>"},
    ),
    "shared strings that say how many they are": lambda: workbook(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {"xl/sharedStrings.xml": '<sst count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'},
    ),
    "one long shared string, used often": lambda: workbook(
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3000)),
        {"xl/sharedStrings.xml": f"<sst><si><t>{'signs are needed ' * 60_000}</t></si></sst>"},
    ),
    "a cell of five million characters": lambda: workbook(answers("a" * 5_000_000, "Signs are needed.")),
    "a cell of five million words": lambda: workbook(answers("need " * 5_000_000)),
    "the last cell of all": lambda: workbook(
        answers("Signs are needed.") + f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    ),
    "cells that say no place": lambda: workbook(f"<row>{'<c><v>1</v></c>' * 200_000}</row>" * 20),
    "a place beyond the sheet": lambda: workbook(
        answers("x") + f'<row r="2">{cell("ZZZZZZ99999999999999999999", "x")}</row>'
    ),
    "a place that is a lie": lambda: workbook(
        answers("Signs are needed."), head='<dimension ref="A1:XFD1048576"/>'
    ),
    "many empty rows": lambda: workbook("<row/>" * 5_000_000),
    "many rows": lambda: workbook(
        "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_048_577))
    ),
    "many filled cells": lambda: workbook(
        "".join(
            f'<row r="{n}">{"".join(cell(f"{column}{n}", f"signs {n}{column}") for column in "ABCDEFGHIJ")}</row>'
            for n in range(1, 100_001)
        )
    ),
    "many columns": lambda: workbook(
        f'<row r="1">{"".join(f"<c><v>{n}</v></c>" for n in range(300_000))}</row>'
    ),
    "merged as far as a sheet reaches": lambda: workbook(
        answers("Signs are needed."), tail='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "merged many times over": lambda: workbook(
        answers(*["Signs are needed."] * 1000),
        tail="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 300_000 + "</mergeCells>",
    ),
    "hidden many times over": lambda: workbook(
        answers("x"), head="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 100_000 + "</cols>"
    ),
    "many sheets": lambda: packed(
        {
            **workbook_parts(answers("x")),
            "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
            + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r1"/>' for n in range(20_000))
            + "</sheets></workbook>",
        }
    ),
    "a part of zeros": lambda: packed(
        {**workbook_parts(""), "xl/worksheets/sheet1.xml": b"\0" * (190 * MEGABYTE)}
    ),
    "many entries": lambda: many_entries(workbook_parts(answers("Signs are needed.")), 300_000),
    "a size that is a lie, smaller": lambda: lying(
        workbook_parts(answers(*["Signs are needed."] * 300_000)), "xl/worksheets/sheet1.xml", 100
    ),
    "overlapping entries": lambda: overlapping(workbook_parts(answers("x")), 2000, 10 * MEGABYTE),
    "deep elements": lambda: workbook("<row>" * 200_000),
    "a huge attribute": lambda: workbook(f'<row r="{"1" * 20_000_000}"/>'),
    "formulas that call": lambda: workbook(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>What do you need?</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>cmd|\'/c calc\'!A0</f><v>Signs are needed at night.</v></c></row>'
    ),
    "sheets that lie outside": lambda: packed(
        {
            **workbook_parts(answers("x")),
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "../../../../etc/passwd", "Internal")),
        }
    ),
    "protected by a password": lambda: (
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    ),
    "a Word file": lambda: word(FINE),
    "text of commas": lambda: b"What do you need?,x\nSigns are needed.,y\n",
    "a web page": lambda: b"<html><table><tr><td>What do you need?</td></tr></table></html>",
    "nothing": lambda: b"",
    "cut off": lambda: workbook(answers(*["Signs"] * 500))[:-200],
    "no sheets": lambda: packed({"[Content_Types].xml": "<a/>"}),
    "a binary workbook": lambda: packed({"xl/workbook.bin": b"\x83\x01\0"}),
    "numbers that are none": lambda: workbook(
        '<row r="1"><c r="A1"><v>1e400</v></c><c r="B1"><v>nan</v></c><c r="C1" t="d"><v>9999-99-99</v></c>'
        '<c r="D1" t="s"><v>99999999999</v></c><c r="E1" t="s"><v>-1</v></c><c r="F1" t="b"><v>7</v></c></row>'
        + answers("Signs are needed.")
    ),
}

OPEN_SHEETS: dict[str, Make] = {
    "rows repeated": lambda: open_sheet(
        open_row("What do you need?") + open_row("Signs.", repeated=2_000_000_000)
    ),
    "rows repeated with many digits": lambda: open_sheet(
        open_row("What do you need?") + open_row("Signs.").replace('repeated="1"', f'repeated="{"9" * 30}"')
    ),
    "empty rows repeated": lambda: open_sheet(
        open_row("What do you need?")
        + open_row("Signs are needed.")
        + open_row(repeated=2_000_000_000)
        + open_row("x")
    ),
    "cells repeated": lambda: open_sheet(
        open_row("What do you need?")
        + '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="2000000000">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    ),
    "rows of cells repeated just below the limit": lambda: open_sheet(
        '<table:table-row table:number-rows-repeated="4000"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="4900"><text:p>x</text:p></table:table-cell></table:table-row>'
    ),
    "many rows repeated in turn": lambda: open_sheet(open_row("Signs are needed.", repeated=1000) * 3000),
    "spaces repeated": lambda: open_sheet(open_row('x<text:s text:c="2000000000"/>y')),
    "cells spanned": lambda: open_sheet(
        open_row("What do you need?")
        + '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="9999999" '
        'table:number-rows-spanned="9999999"><text:p>Signs are needed.</text:p></table:table-cell></table:table-row>'
    ),
    "columns hidden and repeated": lambda: open_sheet(
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2000000000"/>'
        + open_row("What do you need?")
        + open_row("Signs are needed.")
    ),
    "entities unfold": lambda: packed({"content.xml": f"{entity_bomb(8)}<a>&lol8;</a>"}),
    "deep elements": lambda: open_sheet("<table:table-row>" * 200_000),
    "tables in tables": lambda: open_sheet(
        "<table:table-row><table:table-cell><table:table>" * 60
        + open_row("Signs are needed.")
        + "</table:table></table:table-cell></table:table-row>" * 60
    ),
    "a cell of five million characters": lambda: open_sheet(
        open_row("What do you need?") + open_row("a" * 5_000_000)
    ),
    "protected by a password": lambda: open_sheet(
        "",
        {
            "META-INF/manifest.xml": '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>',
            "content.xml": b"\x9f\1",
        },
    ),
    "no content": lambda: packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
}

OPEN_TEXTS: dict[str, Make] = {
    "entities unfold": lambda: open_text("<text:p>&lol8;</text:p>", prolog=entity_bomb(8)),
    "an entity is a file": lambda: open_text("<text:p>&outside;</text:p>", prolog=COVERED),
    "spaces repeated": lambda: open_text('<text:p>x<text:s text:c="2000000000"/>y</text:p>'),
    "many spaces repeated": lambda: open_text(
        "<text:p>" + '<text:s text:c="1000"/>' * 300_000 + "y</text:p>"
    ),
    "deep elements": lambda: open_text("<text:span>" * 100_000),
    "elements as deep as libxml bears": lambda: open_text(
        f"<text:p>{'<text:span>' * 240}Signs are needed.{'</text:span>' * 240}</text:p>"
    ),
    "many paragraphs": lambda: open_text("<text:p>Signs</text:p>" * 1_500_000),
    "cells repeated": lambda: open_text(
        '<table:table><table:table-row table:number-rows-repeated="2000000000"><table:table-cell '
        'table:number-columns-repeated="2000000000"><text:p>Signs are needed.</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    ),
    "protected by a password": lambda: open_text(
        "",
        {
            "META-INF/manifest.xml": '<m:manifest xmlns:m="x"><m:encryption-data/></m:manifest>',
            "content.xml": b"\x9f\1",
        },
    ),
    "a Word file": lambda: word(FINE),
    "nothing": lambda: b"",
}

TEXTS: dict[str, Make] = {
    "notes/one line.txt": lambda: b"need " * (8 * MEGABYTE),
    "notes/many lines.txt": lambda: b"x\n" * (10 * MEGABYTE),
    "notes/zeros.txt": lambda: b"\0" * (30 * MEGABYTE),
    "notes/wide without a mark.txt": lambda: "We need signs at night.\n".encode("utf-16-le") * 3,
    "notes/noise.txt": lambda: bytes(range(256)) * 5000,
    "notes/a workbook.txt": lambda: workbook(answers("x")),
    "notes/controls.txt": lambda: "We \x1b[31mneed\x1b]0;owned\x07 \u202eelbaliava signs\u202c \u200bat\u200d night \ue000.\n".encode(),
    "notes/surrogates.txt": lambda: b"We need signs \xed\xa0\x80 at night.\n",
    "notes/brackets.md": lambda: b"[" * 60_000,
    "notes/links.md": lambda: b"[a](" * 60_000,
    "notes/pictures.md": lambda: b"![" * 60_000,
    "notes/quotes.md": lambda: b">" * 60_000 + b"a",
    "notes/quoted lists.md": lambda: b"> - " * 5_000 + b"a",
    "notes/lists.md": lambda: joined("  " * level + "- a" for level in range(2000)),
    "notes/stars.md": lambda: b"*a_ " * 60_000,
    "notes/stars in stars.md": lambda: b"**x*" * 30_000,
    "notes/ticks.md": lambda: joined("`" * number for number in range(1200)),
    "notes/ticks in a line.md": lambda: b" ".join(b"`" * number + b"a" for number in range(1, 1500)),
    "notes/less than.md": lambda: b"a<!" * 60_000 + b"\n\n" + b"<?" * 60_000 + b"\n\n" + b"<!A" * 60_000,
    "notes/references.md": lambda: joined(f"[{number}]: x" for number in range(20_000)) + b"\n\n" + b"[1][" * 20_000,
    "notes/footnotes.md": lambda: joined(f"[^{number}]: [^{number + 1}] x" for number in range(3000)) + b"\n\nA[^0]\n",
    "notes/table.md": lambda: b"|a" * 5000 + b"\n" + b"|-" * 5000 + b"\n" + b"|\n" * 20_000,
    "notes/entities.md": lambda: b"&" * 60_000 + b"&lt;script&gt;\n",
    "notes/escapes.md": lambda: b"\\" * 200_000,
    "notes/front matter.md": lambda: b"---\n" + b"a: &a [*a,*a]\n" * 20_000 + b"---\nSigns are needed.\n",
    "notes/html.md": lambda: b"<div>" * 30_000 + b"Signs are needed.\n",
    "notes/tildes.md": lambda: b"~~a " * 40_000,
    "notes/deep.html": lambda: b"<div>" * 200_000 + b"Signs are needed.",
    "notes/deep tables.html": lambda: b"<table><tr><td>" * 60_000 + b"Signs are needed.",
    "notes/deep as libxml bears.html": lambda: b"<div>" * 240 + b"<p>Signs are needed." + b"</div>" * 240,
    "notes/deep spans.html": lambda: b"<p>" + b"<b>" * 100_000 + b"Signs are needed.",
    "notes/unclosed.html": lambda: b"<p><b><i><a href=x>" * 40_000,
    "notes/spans of cells.html": lambda: b"<table>" + b"<tr>" + b"<td colspan=99999 rowspan=99999>x</td>" * 3000 + b"</table>",
    "notes/attributes.html": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p>",
    "notes/style.html": lambda: b"<style>" + b"a{" * 200_000 + b"</style><p>Signs are needed.</p>",
    "notes/entities.html": lambda: entity_bomb(9).encode() + b"<html><body><p>&lol9;</p></body></html>",
    "notes/an entity is a file.html": lambda: COVERED.encode() + b"<html><body><p>&outside;</p></body></html>",
    "notes/scripts.html": lambda: b"<script>alert(1)</script><p onclick=alert(1)>Signs are needed.</p><iframe src=file:///etc/passwd></iframe>",
    "notes/no cues.vtt": lambda: b"WEBVTT\n\n" + b"\n" * 200_000,
    "notes/many cues.vtt": lambda: b"WEBVTT\n\n" + b"00:00:00.000 --> 00:00:01.000\nx\n\n" * 200_000,
    "notes/mad times.vtt": lambda: b"WEBVTT\n\n99999999999999999999:99:99.999 --> -1:-1:-1\nSigns are needed.\n\n"
    b"00:00:05.000 --> 00:00:01.000\nSigns are needed.\n",
    "notes/mad times.srt": lambda: b"1\n99999999999:00:00,000 --> 00:00:00,000\nSigns are needed.\n\n"
    + b"9" * 5000 + b"\n00:00:00,000 --> 00:00:01,000\nx\n",
    "notes/arrows.vtt": lambda: b"WEBVTT\n\n" + b"-->" * 200_000,
    "notes/voices.vtt": lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<v " * 100_000,
    "feedback/one line.csv": lambda: b"a" * (12 * MEGABYTE),
    "feedback/million columns.csv": lambda: b",".join(b"x" for _ in range(1_000_000)) + b"\nSigns are needed.\n",
    "feedback/ragged.csv": lambda: b"What do you need?\n" + b"Signs are needed.\n" * 100_000 + b"," * 100_000 + b"x\n",
    "feedback/many rows.csv": lambda: b"What do you need?\n" + b"\n" * (10 * MEGABYTE) + b"Signs are needed.\n",
    "feedback/commas.csv": lambda: b"," * (10 * MEGABYTE),
    "feedback/quotes.csv": lambda: b'"' * (10 * MEGABYTE),
    "feedback/zeros.csv": lambda: b"What do you need?\nSigns\0are\0needed.\n",
    "feedback/wide without a mark.csv": lambda: "What do you need?,x\nSigns are needed at night.,y\n".encode("utf-16-le"),
    "feedback/a long cell.csv": lambda: b"What do you need?,x\n" + b"need " * 1_000_000 + b",y\n",
    "feedback/a workbook.csv": lambda: workbook(answers("Signs are needed.")),
    "feedback/an old workbook.csv": lambda: OLE + b"\0" * 3000,
    "feedback/a web page.csv": lambda: b"<html><body><table><tr><td>What do you need?</td></tr></table></body></html>",
    "feedback/separator.csv": lambda: b"sep=\n\nWhat do you need?\n",
    "feedback/formulas.csv": lambda: b"What do you need?,x\n=cmd|'/c calc'!A0,1\n@SUM(1+1)*cmd,2\n+1+1 signs are needed,3\n-2+3 signs are needed,4\n\"\t=1+1 signs are needed\",5\n",
    "feedback/noise.xls": lambda: OLE + bytes(range(256)) * 300,
    "feedback/zeros.xls": lambda: OLE + b"\0" * 100_000,
    "feedback/in a circle.xls": lambda: _circle(),
}  # fmt: skip


def samples() -> Iterator[tuple[str, Make]]:
    """All of them: a path below inputs/ and what makes the bytes."""
    for made, folder, suffix in (
        (WORD, "notes", ".docx"),
        (OPEN_TEXTS, "notes", ".odt"),
        (SHEETS, "feedback", ".xlsx"),
        (OPEN_SHEETS, "feedback", ".ods"),
    ):
        for name, make in made.items():
            yield f"{folder}/{name}{suffix}", make
    yield from TEXTS.items()


def _twice(parts: Parts) -> bytes:
    file = io.BytesIO(packed(parts))
    with zipfile.ZipFile(file, "a") as archive:
        archive.filelist.clear()
        archive.NameToInfo.clear()
        for name, content in parts.items():
            archive.writestr(name, content)
            if name == "word/document.xml":
                archive.NameToInfo.clear()
                archive.writestr(name, content)
    return file.getvalue()


def _nested(levels: int) -> bytes:
    inner = b"\0" * MEGABYTE
    for _ in range(levels):
        inner = packed({f"{number}.zip": inner for number in range(10)})
    return inner


def _circle() -> bytes:
    """An old Office file whose table of sectors leads back to itself."""
    head = bytearray(OLE + b"\0" * 504)
    head[30:32] = (9).to_bytes(2, "little")
    head[44:48] = (1).to_bytes(4, "little")
    head[48:52] = (0).to_bytes(4, "little")
    head[68:72] = (0).to_bytes(4, "little")
    for number in range(109):
        head[76 + 4 * number : 80 + 4 * number] = (0).to_bytes(4, "little")
    return bytes(head) + b"\0" * 512 * 2000
