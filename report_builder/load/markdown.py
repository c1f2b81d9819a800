"""Markdown (.md) -> Source, HackMD's additions included: front matter, containers, `[name=...]`.

Words without markup; soft line breaks are spaces, hard ones newlines, but a line that begins with a mark is a
block of its own. Footnotes follow the passage that refers to them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_builder.load.document_table import Cell, read_table, table_blocks
from report_builder.load.encoding import decode
from report_builder.load.files import beyond, read_bytes, refusal
from report_builder.load.markdown_parts import (
    DEEPEST,
    TANGLED,
    Spell,
    TangledError,
    barred_cells,
    has_header,
    html_words,
    listed_cells,
    parser,
    split_options,
)
from report_builder.load.outline import (
    TYPED,
    attributes,
    begins_block,
    first_heading,
    mark_words,
    with_headings,
    without_box,
)
from report_builder.load.spoken import with_speakers
from report_builder.model import Block, Kind, Source, Where
from report_builder.settings import Workshop

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown")

NAME = re.compile(r"\s*\[(name|time|color|colour)=([^\]]*)\]")
HIGHLIGHT = re.compile(r"==(?=\S)(.+?)(?<=\S)==")
QUOTED = re.compile(r"^(?:\s{0,3}>\s?)*")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CONTENTS = ("[toc]", "[[toc]]", "[[_toc_]]")
NOTED = ("note", "admonition", "tip", "warning", "important", "hint", "seealso", "attention", "caution")
"""Fences in braces that hold text, not code."""


@dataclass(frozen=True)
class Row:
    """A line of a paragraph."""

    line: int
    joint: str
    """What joins it to the line before."""
    words: str = ""


@dataclass
class Reading:
    """What was read so far."""

    place: str
    lines: Sequence[str]
    """The file's lines."""
    marks: frozenset[str]
    """Words that mark a statement, folded."""
    notes: "dict[str | int, Sequence[Token]]" = field(default_factory=dict)
    """Footnotes that were not referred to yet, by label, or by number where they stand in the sentence."""
    blocks: list[Block] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    struck: list[int] = field(default_factory=list)
    """Lines with words that are struck out."""
    bold: set[int] = field(default_factory=set)
    attributes: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    depth: int = 0
    """How many lists are open."""
    fresh: bool = False
    """The next paragraph is the first of its list entry."""
    quotes: list[int] = field(default_factory=list)
    """For each open block quote, how many blocks stood before it."""


def read(path: Path, place: str, workshop: Workshop) -> Source:
    """Read a Markdown file; raise SourceError where it is not text, or its encoding can't be told."""
    text, notices = decode(
        read_bytes(path, place, workshop.limits), place, workshop.language, limits=workshop.limits
    )
    reading = Reading(place, text.split("\n"), mark_words(workshop))
    columns = max(line.count("|") for line in reading.lines)
    if columns > workshop.limits.columns:
        raise beyond(place, f"a line of it has {columns:,} bars between columns", "columns")
    _read_all(text, 0, reading)
    blocks, names = with_speakers(
        with_headings(reading.blocks, reading.marks, frozenset(reading.bold)), reading.marks
    )
    reading.units["speaker"] += names
    struck = f"Words struck out were read as text: line {', '.join(map(str, reading.struck))}."
    title = reading.attributes.get("title") or first_heading(blocks, path.stem)
    return Source(
        place,
        title,
        blocks,
        dict(+reading.units),
        notices=(*notices, struck) if reading.struck else notices,
        attributes=reading.attributes,
    )


def _read_all(text: str, offset: int, reading: Reading) -> None:
    """Read a text; `offset` is how many lines of the file stand before it."""
    found: dict[str, Any] = {}
    try:
        tokens = parser().parse(text, found)
    except TangledError:
        raise refusal(reading.place, *TANGLED) from None
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise refusal(reading.place, "its lists or quotes are nested too deeply", "Make them flatter.")
    outer = reading.notes
    body, reading.notes = _without_notes(tokens, found.get("footnotes", {}).get("list", {}))
    _walk(body, offset, reading)
    while reading.notes:  # those that only notes refer to
        _walk(reading.notes.pop(next(iter(reading.notes))), offset, reading)
    reading.notes = outer


def _without_notes(
    tokens: "Sequence[Token]", referred: Mapping[int, Mapping[str, Any]]
) -> "tuple[list[Token], dict[str | int, Sequence[Token]]]":
    """Take out the footnotes that are referred to; the others stay where they stand."""
    labels = {note["label"] for note in referred.values() if "label" in note}
    notes: dict[str | int, Sequence[Token]] = {
        number: [
            replace(tokens[0], type="inline", map=None, children=note["tokens"], content=note["content"])
        ]
        for number, note in referred.items()
        if "tokens" in note
    }
    body: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "footnote_reference_open" and token.meta["label"] in labels - notes.keys():
            end = _closing(tokens, position, "footnote_reference_close")
            notes[token.meta["label"]] = tokens[position + 1 : end]
            position = end
        else:
            body.append(token)
        position += 1
    return body, notes


def _walk(tokens: "Sequence[Token]", offset: int, reading: Reading) -> None:
    """Read tokens in order; `offset` is how many lines of the file stand before them."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        line = offset + token.map[0] + 1 if token.map else 0
        if token.type == "table_open":
            end = _closing(tokens, position, "table_close")
            _table(list(barred_cells(tokens[position:end], offset, _spell(reading))), True, reading)
            for cell in tokens[position:end]:
                _footnotes(cell, token.map, offset, reading)
            position = end
        elif token.type == "inline":
            _inline(token, tokens[position - 1], line, reading)
            _footnotes(token, token.map, offset, reading)
        elif token.type in STEPS:
            STEPS[token.type](token, line, reading)
        position += 1


def _closing(tokens: "Sequence[Token]", start: int, closing: str) -> int:
    return next(
        position
        for position in range(start, len(tokens))
        if tokens[position].type == closing and tokens[position].level == tokens[start].level
    )


def _footnotes(token: "Token", lines: list[int] | None, offset: int, reading: Reading) -> None:
    """Read the footnotes that a passage refers to for the first time, right after it."""
    for child in token.children or ():
        if child.type == "footnote_ref":
            note = reading.notes.pop(child.meta.get("label", child.meta["id"]), ())
            _walk([replace(part, map=part.map or lines) for part in note], offset, reading)


def _front_matter(token: "Token", line: int, reading: Reading) -> None:
    reading.attributes |= attributes(token.content)


def _open_list(token: "Token", line: int, reading: Reading) -> None:
    reading.depth += 1


def _close_list(token: "Token", line: int, reading: Reading) -> None:
    reading.depth -= 1


def _open_item(token: "Token", line: int, reading: Reading) -> None:
    reading.fresh = True


def _close_item(token: "Token", line: int, reading: Reading) -> None:
    if reading.fresh:
        reading.units["empty"] += 1
    reading.fresh = False


def _open_quote(token: "Token", line: int, reading: Reading) -> None:
    reading.quotes.append(len(reading.blocks))


def _close_quote(token: "Token", line: int, reading: Reading) -> None:
    reading.quotes.pop()


def _markup(token: "Token", line: int, reading: Reading) -> None:
    reading.units["markup"] += 1


def _fence(token: "Token", line: int, reading: Reading) -> None:
    """Read what is text between fences; code is counted."""
    directive = re.match(r"\{:?([\w-]+)\}", token.info.strip())
    options, content = split_options(token.content) if directive else ("", token.content)
    line += options.count("\n")
    if directive and directive[1] in NOTED:
        _read_all(content, line, reading)
    elif directive and directive[1] == "list-table":
        cells = listed_cells(parser().parse(content), line, _spell(reading))
        _table(cells, has_header(options), reading)
    else:
        reading.units["code"] += 1


def _indented(token: "Token", line: int, reading: Reading) -> None:
    """Read lines that are indented: in notes they are no code."""
    _read_all(token.content, line - 1, reading)


def _html_block(token: "Token", line: int, reading: Reading) -> None:
    """Read the words of a block of HTML; a comment has none."""
    source = COMMENT.sub("", token.content)
    words = html_words(source)
    if words:
        _add(reading, Kind.PARAGRAPH, words, line)
    else:
        reading.units["markup"] += 1


STEPS = {
    "front_matter": _front_matter,
    "bullet_list_open": _open_list,
    "ordered_list_open": _open_list,
    "bullet_list_close": _close_list,
    "ordered_list_close": _close_list,
    "list_item_open": _open_item,
    "list_item_close": _close_item,
    "blockquote_open": _open_quote,
    "blockquote_close": _close_quote,
    "container_box_open": _markup,
    "hr": _markup,
    "fence": _fence,
    "code_block": _indented,
    "html_block": _html_block,
}


def _inline(token: "Token", opened: "Token", line: int, reading: Reading) -> None:
    """Make the block of a heading, or those of a paragraph or list entry."""
    heading = opened.type == "heading_open"
    rows = _rows(token, line, reading)
    pieces = [(line, _joined(rows))] if heading else _pieces(rows, reading.marks)
    words = "\n".join(text for _, text in pieces)
    speaker = "".join(name[2].strip() for name in NAME.finditer(words) if name[1] == "name")
    if speaker and reading.quotes:
        quoted = slice(reading.quotes[-1], None)
        reading.blocks[quoted] = [
            block._replace(speaker=block.speaker or speaker) for block in reading.blocks[quoted]
        ]
    spoken = [(number, text) for number, piece in pieces if (text := NAME.sub("", piece).strip())]
    if not spoken or spoken[0][1].lower() in CONTENTS:
        _wordless(token, words, reading)
    elif heading:
        _add(reading, Kind.HEADING, spoken[0][1], line, int(opened.tag[1]))
    else:
        if len(spoken) == 1 and not reading.depth and _all_bold(token):
            reading.bold.add(len(reading.blocks))
        _passage(spoken, speaker, reading)


def _passage(pieces: Sequence[tuple[int, str]], speaker: str, reading: Reading) -> None:
    """Make the blocks of a paragraph; those of a list entry are entries, as far as its lines are indented."""
    level = reading.depth if reading.fresh else reading.depth + 1
    for position, (line, text) in enumerate(pieces):
        own = position == 0 or _is_indented(reading.lines[line - 1])
        if reading.depth and own:
            _add(reading, Kind.ITEM, without_box(text) if reading.fresh else text, line, level, speaker)
        elif typed := TYPED.match(text):
            _add(reading, Kind.ITEM, text[typed.end() :], line, 1, speaker)
        else:
            _add(reading, Kind.PARAGRAPH, text, line, 0, speaker)
        reading.fresh = False


def _is_indented(raw: str) -> bool:
    return QUOTED.sub("", raw)[:1].isspace()


def _wordless(token: "Token", words: str, reading: Reading) -> None:
    """Count a paragraph without words of its own; pictures in it were counted when it was spelled."""
    pictures = any(child.type == "image" for child in token.children or ())
    reading.fresh = False
    if words or not pictures:
        reading.units["markup" if words else "empty"] += 1


def _add(reading: Reading, kind: Kind, text: str, line: int, level: int = 0, speaker: str = "") -> None:
    reading.blocks.append(Block(kind, text, Where(reading.place, line=line), level, speaker))


def _rows(token: "Token", line: int, reading: Reading) -> list[Row]:
    """The lines of an inline token; what is left out is counted."""
    rows = [Row(line, "")]
    number = line
    for child in token.children or ():
        joint = _joint(child)
        number += 1 if child.type in ("softbreak", "hardbreak") else child.content.count("\n")
        if joint:
            rows.append(Row(number, joint))
        else:
            rows[-1] = replace(rows[-1], words=rows[-1].words + _spelled(child, number, reading))
    return rows


def _joint(child: "Token") -> str:
    """What stands for a line break between the lines; empty where there is none."""
    if child.type == "softbreak":
        return " "
    broken = child.type == "html_inline" and child.content.lower().startswith("<br")
    return "\n" if broken or child.type == "hardbreak" else ""


def _joined(rows: Sequence[Row]) -> str:
    """All words; soft line breaks are spaces, hard ones newlines."""
    spelled = "".join(f"{row.joint}{row.words}" for row in rows)
    lines = (" ".join(part.split()) for part in HIGHLIGHT.sub(r"\1", spelled).split("\n"))
    return "\n".join(lines).strip()


def _pieces(rows: Sequence[Row], marks: frozenset[str]) -> list[tuple[int, str]]:
    """The words of the blocks that a paragraph holds, each with its first line: marks begin new ones."""
    starts = [number for number, row in enumerate(rows) if not number or begins_block(_joined([row]), marks)]
    ends = [*starts[1:], len(rows)]
    return [(rows[start].line, _joined(rows[start:end])) for start, end in zip(starts, ends, strict=True)]


def _spelled(child: "Token", line: int, reading: Reading) -> str:
    if child.type in ("text", "code_inline", "text_special"):
        return child.content
    if child.type == "image":
        reading.units["picture"] += 1
    elif child.type == "html_inline" and child.content.startswith("<!--"):
        reading.units["markup"] += 1
    elif child.type == "s_open" and line not in reading.struck:
        reading.struck.append(line)
    return ""


def _all_bold(token: "Token") -> bool:
    children = [child for child in token.children or () if child.content.strip() or child.type != "text"]
    opened = [child.type for child in children]
    return (
        opened[:1] == ["strong_open"]
        and opened.count("strong_open") == 1
        and (opened[-1:] == ["strong_close"] or children[-1].content.strip() == ":")
    )


def _table(grid: Sequence[Sequence[Cell]], header: bool | None, reading: Reading) -> None:
    reading.tables += 1
    blocks, units = table_blocks(
        read_table(grid, header, Where(reading.place, table=reading.tables), reading.marks)
    )
    reading.blocks += blocks
    reading.units += units


def _spell(reading: Reading) -> Spell:
    """What returns the words of a cell."""
    return lambda token, line: NAME.sub("", _joined(_rows(token, line, reading))).strip()
