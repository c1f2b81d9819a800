"""Notes written by other programs come back word for word, in order, at their place and depth."""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

import odfdo
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from report_builder.load import load_source
from report_builder.model import Block, Kind
from tests.sample import workshop

Entry = tuple[int, str]
"""Depth from 1 and words of a list entry; depth 0 is a paragraph."""
LETTERS = st.characters(categories=["Ll", "Lu", "Lo", "Nd"], max_codepoint=0x24F) | st.sampled_from(
    "αβγώЖбщ&<>\"'’“”–€§%/,+=*_`~^$"
)
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=9), max_size=8).map(
    lambda words: " ".join(["Words", *words, "end."])
)


def deepened(entries: list[Entry]) -> list[Entry]:
    """The same entries, none more than one deeper than the one before."""
    depth = 0
    found = []
    for level, text in entries:
        depth = min(level, depth + 1)
        found.append((depth, text))
    return found


ENTRIES = st.lists(st.tuples(st.integers(1, 4), TEXTS), min_size=1, max_size=7).map(deepened)


def word(path: Path, entries: Sequence[Entry]) -> None:
    document = Document()
    for depth, text in entries:
        paragraph = document.add_paragraph(text)
        if depth:
            number = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
            number.get_or_add_numId().val = 1
            number.get_or_add_ilvl().val = depth - 1
    document.save(str(path))


def nested(entries: Sequence[Entry], whole: str, item: str, words: str) -> Iterator[str]:
    """The entries as lists in lists, of such elements, one paragraph a line."""
    depth = 0
    for level, text in entries:
        if level > depth:
            yield f"<{whole}>"
        else:
            yield f"</{item}>" + f"</{whole}></{item}>" * (depth - level)
        yield f"<{item}><{words}>{escape(text, quote=False)}</{words}>"
        depth = level
    yield f"</{item}></{whole}>" * depth


def opendocument(path: Path, entries: Sequence[Entry]) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    if entries[0][0]:
        lists = "".join(nested(entries, "text:list", "text:list-item", "text:p"))
        document.body.append(odfdo.Element.from_tag(lists))
    for _, text in [] if entries[0][0] else entries:
        document.body.append(odfdo.Paragraph(text))
    document.save(path)


def page(path: Path, entries: Sequence[Entry]) -> None:
    lines = [f"<p>{escape(text, quote=False)}</p>" for _, text in entries]
    if entries[0][0]:
        lines = [line for line in nested(entries, "ul", "li", "p")]
        lines = re.sub(r"(</?ul>|</li>)\n", r"\1", "\n".join(lines)).split("\n")
    path.write_text("\n".join(lines), encoding="utf-8")


def markdown(path: Path, entries: Sequence[Entry]) -> None:
    escaped = [(depth, re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)) for depth, text in entries]
    path.write_text(typed(escaped, "\t"), encoding="utf-8")


def text(path: Path, entries: Sequence[Entry]) -> None:
    path.write_text(typed(entries, "  "), encoding="utf-16")


def typed(entries: Sequence[Entry], indent: str) -> str:
    """The entries as people type them: with hyphens, or with an empty line after each paragraph."""
    if entries[0][0]:
        return "\n".join(f"{indent * (depth - 1)}- {text}" for depth, text in entries)
    return "\n\n".join(text for _, text in entries)


WRITERS: dict[str, Callable[[Path, Sequence[Entry]], None]] = {
    ".docx": word,
    ".odt": opendocument,
    ".html": page,
    ".md": markdown,
    ".txt": text,
}
PLACES: dict[str, Callable[[int], str]] = {
    ".docx": lambda number: f"paragraph {number}",
    ".odt": lambda number: f"paragraph {number}",
    ".html": lambda number: f"line {number}",
    ".md": lambda number: f"line {2 * number - 1}",
    ".txt": lambda number: f"line {2 * number - 1}",
}
each_format = pytest.mark.parametrize("suffix", WRITERS)


def come_back(suffix: str, entries: Sequence[Entry]) -> tuple[Block, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        WRITERS[suffix](path, entries)
        return load_source(path, f"notes/{path.name}", workshop()).blocks


@each_format
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_paragraphs_come_back_at_their_place(suffix: str, texts: list[str]) -> None:
    blocks = come_back(suffix, [(0, text) for text in texts])
    assert [block.text for block in blocks] == texts
    places = [PLACES[suffix](number) for number in range(1, len(texts) + 1)]
    assert [block.where.inside for block in blocks] == places
    assert {block.kind for block in blocks} == {Kind.PARAGRAPH}


@each_format
@given(entries=ENTRIES)
@settings(max_examples=25, deadline=None)
def test_list_entries_come_back_at_their_depth(suffix: str, entries: list[Entry]) -> None:
    blocks = come_back(suffix, entries)
    assert [(block.level, block.text) for block in blocks] == entries
    assert {block.kind for block in blocks} == {Kind.ITEM}
