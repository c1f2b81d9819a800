"""Real files, written by other programs: each is read or refused, and nothing in it is lost."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree, html

from report_builder.errors import SourceError
from report_builder.extract import count_units, extract
from report_builder.load import known_suffixes, list_sources, load_source
from tests.readings import FILES, OUTLINES, TABLE, WORKSHOP, outline, outlines, read, table

NAMES = [path.relative_to(FILES).as_posix() for path in list_sources(FILES)]
READ = [name for name in NAMES if Path(name).suffix in known_suffixes()]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_what_happens_with_each_file_is_as_written_down() -> None:
    assert table() == TABLE.read_text(encoding="utf-8"), "run `python -m tests.readings` and read the diff"
    assert outlines() == OUTLINES.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READ)
def test_every_block_is_in_one_segment_or_counted(name: str) -> None:
    source = read(name)
    covered = sum(segment.blocks for segment in extract(source, WORKSHOP, {}))
    counted = sum(count_units([source]).values()) - sum(source.units.values())
    assert covered + counted == len(source.blocks)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(READ)))
def test_what_cannot_be_read_is_refused_with_the_way_out(name: str) -> None:
    with pytest.raises(SourceError, match="can't be read") as caught:
        load_source(FILES / name, name, WORKSHOP)
    assert re.match(r"(Save|Open|Type)", caught.value.problems[0].mend)


def test_word_and_opendocument_say_the_same() -> None:
    """One text, saved by LibreOffice in both formats."""
    word, opendocument = read("notes/stewards.docx"), read("notes/stewards.odt")
    assert list(outline(word)) == list(outline(opendocument))
    assert word.units == opendocument.units
    assert word.notices == opendocument.notices
    assert (
        [memo.about for memo in word.memos]
        == [memo.about for memo in opendocument.memos]
        == ["calls to leave"]
    )


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_tracked_changes_of_both_formats(suffix: str) -> None:
    texts = [read(f"notes/stewards.{suffix}", tracked).blocks[1].text for tracked in ("final", "original")]
    assert texts == [
        "Stewards hear of trouble from fans' group chats before the control room does.",
        "Stewards hear of trouble before the control room does in every single street.",
    ]


@pytest.mark.parametrize(
    ("suffix", "part", "word"),
    [("docx", "word/document.xml", "t"), ("odt", "content.xml", "*")],
)
def test_no_word_of_the_file_is_lost(suffix: str, part: str, word: str) -> None:
    """Held against all text of the plain XML; what is left is hidden, deleted, or counted otherwise."""
    with zipfile.ZipFile(FILES / f"notes/stewards.{suffix}") as archive:
        root = etree.fromstring(archive.read(part))
    body = next(root.iter("{*}body"))
    plain = " ".join(
        words for element in body.iter(f"{{*}}{word}") for words in (element.text, element.tail) if words
    )
    source = read(f"notes/stewards.{suffix}")
    kept = [f"{block.text} {block.question} {block.lens}" for block in source.blocks]
    kept += [f"{memo.text} {memo.author} {memo.date}" for memo in source.memos]
    hidden = {"Name", "informant", "removed"}
    others = words("Type 1 Eleni 11T10 01 2017 05 00 in every single street").keys()
    left = words(plain).keys() - words(" ".join(kept)).keys()
    assert hidden <= left <= hidden | others


@pytest.mark.parametrize("name", ["notes/google-docs.html", "notes/etherpad.html"])
def test_no_word_of_a_page_is_lost(name: str) -> None:
    page = html.document_fromstring((FILES / name).read_bytes())
    etree.strip_elements(page, "script", "style", "title", with_tail=False)
    source = read(name)
    kept = " ".join(
        [
            *(f"{block.text} {block.question}" for block in source.blocks),
            *(memo.text for memo in source.memos),
        ]
    )
    assert words(" ".join(map(str, page.itertext()))).keys() - words(kept).keys() <= {"1", "a"}


def test_names_of_speakers_are_kept_apart_from_their_words() -> None:
    for name, speakers in (
        ("teams.vtt", {"Maria Papadopoulou", "Jan de Vries"}),
        ("zoom.vtt", {"Anna Kowalska", "Ben Ode"}),
    ):
        blocks = read(f"notes/{name}").blocks
        assert {block.speaker for block in blocks} == speakers
        assert not any(speaker.split()[0] in block.text for block in blocks for speaker in speakers)
