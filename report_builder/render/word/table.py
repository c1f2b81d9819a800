"""Tables of the page -> Word tables that repeat their header row and break between rows only."""

from collections.abc import Iterator, Mapping, Sequence

from report_builder.draft import Cell
from report_builder.render.colours import shade
from report_builder.render.elements import BLOCKS, Element, Piece, classes, is_skipped, local, pieces
from report_builder.render.word.face import Face
from report_builder.render.word.inline import Line
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.markup import bookmark, paragraph_properties, tag

NO_BANDS = 0x0600
"""Bits of a table's look that switch its bands off."""
LEAST_SHARE = 0.08
"""Share of a column for which the others leave no room."""
LINES = BLOCKS | {"li"}
"""What begins a new line in a cell."""


def table_lines(manuscript: Manuscript, table: Element, caption: str, marks: Sequence[str]) -> list[str]:
    """Make the start, the rows and the end of the Word table of a `table`; nothing of one without rows.

    `marks` are bookmark names for its first cell.
    """
    rows = list(_rows(table))
    if not rows:
        return []
    grid = max(sum(_span(cell) for cell in row) for _, row in rows)
    widths = _widths(manuscript, table, grid)
    flags = {
        "firstRow": any(head for head, _ in rows),
        "lastRow": _is_total(rows[-1][1]),
        "firstColumn": any(local(row[0]) == "th" for head, row in rows if not head),
    }
    kinds = classes(table)
    style = "RB Facts" if "facts" in kinds else "RB Table"
    text = "RB Table Figure" if "by-lens" in kinds else "RB Table Text"
    columns = tag("tblGrid", *(tag("gridCol", w=str(width)) for width in widths))
    lines = [f"<w:tbl>{_properties(manuscript, style, widths, caption, flags)}{columns}"]
    waiting = marks
    for head, row in rows:
        lines.append(_row(manuscript, row, widths, text, head, waiting))
        waiting = ()
    return [*lines, "</w:tbl>"]


def _properties(
    manuscript: Manuscript, style: str, widths: Sequence[int], caption: str, flags: Mapping[str, bool]
) -> str:
    bits = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80}
    look = {**flags, "lastColumn": False, "noHBand": True, "noVBand": True}
    shown = f"{NO_BANDS + sum(bits[name] for name, on in flags.items() if on):04X}"
    return tag(
        "tblPr",
        tag("tblStyle", val=manuscript.styles.table(style)),
        tag("tblW", w=str(sum(widths)), type="dxa"),
        tag("tblLayout", type="fixed"),
        tag("tblLook", val=shown, **{name: "1" if on else "0" for name, on in look.items()}),
        tag("tblCaption", val=caption) if caption else "",
    )


def _row(
    manuscript: Manuscript,
    row: Sequence[Element],
    widths: Sequence[int],
    text: str,
    head: bool,
    marks: Sequence[str],
) -> str:
    made = [tag("trPr", tag("cantSplit"), tag("tblHeader") if head else "")]
    bold = head or _is_total(row)
    style = "RB Table Text" if head else text
    at = 0
    for cell in row:
        span = min(_span(cell), len(widths) - at)
        if span > 0:
            names = [*(marks if at == 0 else ()), *manuscript.bookmark_names(cell)]
            box = _box(cell, sum(widths[at : at + span]), span, manuscript.accent, at + span == len(widths))
            place: Cell = "cell" if at else "row"
            made.append(tag("tc", box, _paragraph(manuscript, cell, style, names, bold, head, place)))
            at += span
    for width in widths[at:]:
        style_id = manuscript.styles.paragraph(style)
        made.append(tag("tc", _width(width), tag("p", paragraph_properties(style_id))))
        manuscript.note(style_id, [], cell="cell")
    return tag("tr", *made)


def _width(width: int, *more: str) -> str:
    return tag("tcPr", tag("tcW", w=str(width), type="dxa"), *more)


def _box(cell: Element, width: int, span: int, accent: str, last: bool) -> str:
    wide = tag("gridSpan", val=str(span)) if span > 1 else ""
    fill = _fill(accent, cell.get("data-shade") or "")
    if fill:
        # white edges part the shaded cells; those above and below would hide the table's rules
        edge = {"val": "single", "sz": "8", "space": "0", "color": "FFFFFF"}
        edges = tag("tcBorders", tag("left", **edge), tag("right", **edge))
        return _width(width, wide, edges, tag("shd", val="clear", color="auto", fill=fill))
    # the last column ends where the text does
    return _width(width, wide, tag("tcMar", tag("right", w="0", type="dxa")) if last else "")


def _paragraph(
    manuscript: Manuscript,
    cell: Element,
    style: str,
    marks: Sequence[str],
    bold: bool,
    head: bool,
    place: Cell,
) -> str:
    aligned = (tag("jc", val="right"),) if "number" in classes(cell) else ()
    # a header row never stands alone at the foot of a page
    extra = (*aligned, tag("keepNext")) if head else aligned
    style_id = manuscript.styles.paragraph(style)
    pairs = [bookmark(next(manuscript.bookmark_ids), name) for name in marks]
    line = Line(manuscript)
    table = next(cell.iterancestors("table"))
    # the style says it too, but not every program reads a table style's first column
    quiet = local(cell) == "th" and "facts" in classes(table)
    _write_cell(line, list(pieces(cell)), Face(bold=bold, style="RB Quiet" if quiet else ""))
    runs = line.finish()
    starts, ends = (start for start, _ in pairs), (end for _, end in pairs)
    manuscript.note(style_id, line.said, (*marks, *line.keys), cell=place, pictures=line.pictures)
    return tag("p", paragraph_properties(style_id, extra), *starts, runs, *ends)


def _is_total(row: Sequence[Element]) -> bool:
    parent = row[0].getparent()
    return parent is not None and "total" in classes(parent)


def _write_cell(line: Line, content: Sequence[Piece], face: Face) -> None:
    """Write a cell's blocks into its one paragraph, each on a new line."""
    for piece in content:
        if isinstance(piece, str) or local(piece) not in LINES:
            line.write([piece], face)
        else:
            if not line.empty:
                line.line_break()
            _write_cell(line, list(pieces(piece)), face)


def _rows(table: Element) -> Iterator[tuple[bool, list[Element]]]:
    """The rows of a table with whether they stand in its head."""
    for row in table.iter("tr"):
        parent = row.getparent()
        cells = [cell for cell in row if local(cell) in ("td", "th") and not is_skipped(cell)]
        if cells:
            yield parent is not None and local(parent) == "thead", cells


def _span(cell: Element) -> int:
    text = cell.get("colspan") or "1"
    return max(1, int(text)) if text.isdigit() else 1


def _widths(manuscript: Manuscript, table: Element, grid: int) -> list[int]:
    """Widths of the columns: what their `col` says, the rest in equal parts; they fill the text's width."""
    given = [_percent(col.get("style") or "") for col in table.iter("col")][:grid]
    given += [0.0] * (grid - len(given))
    rest = max(0.0, 1.0 - sum(given)) / max(1, given.count(0.0))
    shares = [share or rest or LEAST_SHARE for share in given]
    widths = [int(manuscript.width * share / sum(shares)) for share in shares]
    if widths:
        widths[-1] += manuscript.width - sum(widths)
    return widths


def _percent(style: str) -> float:
    for rule in style.split(";"):
        name, _, value = rule.partition(":")
        if name.strip() == "width" and value.strip().endswith("%"):
            try:
                return float(value.strip()[:-1]) / 100
            except ValueError:
                return 0.0
    return 0.0


def _fill(accent: str, data: str) -> str:
    """Colour of a cell as six hexadecimal digits; "" for no shade."""
    try:
        share = min(1.0, max(0.0, float(data)))
    except ValueError:
        return ""
    return shade(f"#{accent}", share)[1:].upper() if share else ""
