"""Blocks of the page -> paragraphs, lists, tables and pictures of the Word document's body.

The body is a list of lines: each paragraph is one, and so are each row of a table, its start and its end.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_builder.render.elements import (
    CONTAINERS,
    Element,
    Piece,
    classes,
    code_text,
    is_number,
    local,
    pieces,
    plain,
)
from report_builder.render.word.contents import contents
from report_builder.render.word.face import Face
from report_builder.render.word.inline import Line, Verbatim
from report_builder.render.word.lists import DEEPEST, STEP, Numbering
from report_builder.render.word.manuscript import Manuscript
from report_builder.render.word.markup import bookmark, kept_with_next, paragraph_properties, tag, written
from report_builder.render.word.picture import emblem_height
from report_builder.render.word.styles import (
    CODE_STYLE,
    HANGING_STYLES,
    HEADING_STYLES,
    PARAGRAPH_STYLES,
    TAG_STYLES,
)
from report_builder.render.word.table import table_lines
from report_builder.render.word.xml import SECTION_BEFORE_TITLE, insert_after, qn, w

NEW_PAGE = frozenset({"chapter", "front", "annex"})
"""Sections that begin on a new page."""
OUTSIDE_BODY = frozenset({"running-header", "running-footer"})
INDENTED = frozenset({"Quote", CODE_STYLE})
"""Styles that stand further in below the text of a list entry."""
GAP_AFTER_TABLE = "375"
"""Space below a table, in twentieths of a point: Word has none of its own."""
ROOMY_STYLES = frozenset({"Heading 2", "Heading 3"})
"""Styles with space enough above for what a table lacks below."""
GAP_ABOVE_CHAPTER = "600"
"""Space above a chapter that begins amid a page."""
GAP_BELOW_FINDING = "150"
"""Space below a finding that no line of support follows."""
ALONE = (tag("keepNext", val="0"), tag("spacing", after=GAP_BELOW_FINDING))
"""What a finding is that no line of support follows."""
NO_HEIGHT = tag("spacing", before="0", after="0", line="20", lineRule="exact")
TWIPS_PER_MM = 1440 / 25.4
STATEMENT_GAP_MM, STATEMENT_WIDTH_MM, VERTICAL_WIDTH_MM = 7, 120, 84
"""Space between emblem and statement at the foot of the cover; the statement's width, beside and below it."""


@dataclass
class Entry:
    """A list entry that is being written: its first paragraph carries the sign, the others stand below it."""

    style: str
    further: str
    level: int
    number: str
    begun: bool = False


class Body:
    """Writes the blocks of a page, in reading order, as the lines of a Word body."""

    def __init__(
        self, manuscript: Manuscript, section: Element, *, numbers_given: bool, follows: bool = False
    ) -> None:
        """Begin a body; `section` holds the settings of its last section.

        `numbers_given`: numbered headings say their number in the page; `follows`: something of the template
        stands on the page where the body begins.
        """
        self._manuscript = manuscript
        self._lines: list[str] = []
        self._begun = 0
        """Where the last block begins."""
        self._follows = follows
        self._section_ended = False
        """Whether the last line ends the cover's section."""
        self._final = section
        self._numbers_given = numbers_given
        self._numbering = Numbering(manuscript)
        self._frame = ""
        self._centred = False
        self._new_page = False
        self._after_table = False
        self._in_annex = False
        self._language = ""
        self._level = 0
        """How deep the list is that is being written."""
        self._entry: Entry | None = None
        self._waiting: list[Element] = []
        """Containers whose bookmarks stand in the next paragraph."""
        self._blocks: Mapping[str, Callable[[Element], None]] = {
            "p": self._plain_paragraph,
            "pre": self._code,
            "figcaption": self._plain_paragraph,
            "dt": self._plain_paragraph,
            "dd": self._plain_paragraph,
            "h1": self._heading,
            "h2": self._heading,
            "h3": self._heading,
            "h4": self._heading,
            "h5": self._heading,
            "h6": self._heading,
            "ul": self._list,
            "ol": self._list,
            "table": self._table,
            "hr": lambda _: None,
            **dict.fromkeys(CONTAINERS, self._container),
        }

    def write(self, element: Element, style: str = "Body Text") -> None:
        """Write the content of a container; text that stands in no block becomes a paragraph of `style`."""
        loose: list[Piece] = []
        for piece in pieces(element):
            if isinstance(piece, str) or local(piece) not in self._blocks:
                loose.append(piece)
            elif not OUTSIDE_BODY.intersection(classes(piece)):
                self._loose(loose, style)
                loose = []
                self._blocks[local(piece)](piece)
        self._loose(loose, style)

    def finish(self) -> list[str]:
        """End the body with a paragraph, as Word wants after a table; its lines."""
        if self._after_table or not self._lines:
            self._separate()
        return self._lines

    # Containers

    def _container(self, element: Element) -> None:
        kinds = set(classes(element))
        outer, self._language = self._language, element.get("lang") or self._language
        self._waiting.append(element)
        if local(element) == "nav" and "toc" in kinds:
            self._contents(element)
        elif "cover" in kinds:
            self._cover(element)
        elif "funding" in kinds:
            self._funding(element)
        else:
            self._section(element, kinds)
        self._waiting = [each for each in self._waiting if each is not element]
        self._language = outer

    def _section(self, element: Element, kinds: set[str]) -> None:
        outer, self._in_annex = self._in_annex, self._in_annex or "annex" in kinds
        self._new_page = self._new_page or (self._has_pages() and _begins_page(element, kinds))
        style = {"figure": "RB Figure", "blockquote": "Quote"}.get(local(element), "Body Text")
        if style == "RB Figure" and _on_cover(element):
            style = "RB Cover Figure"
        before = len(self._lines)
        self.write(element, style)
        if "same-page" in kinds:
            self._keep_below(before, self._last_line())
        self._in_annex = outer

    def _has_pages(self) -> bool:
        """Whether something stands on the page that a new section would leave."""
        return bool(self._lines or self._follows) and not self._section_ended

    def _cover(self, element: Element) -> None:
        """Write the cover as a section of its own, which shows the first page's header and footer alone."""
        self.write(element)
        section = copy.deepcopy(self._final)
        for reference in list(section):
            if reference.get(qn("type")) in ("default", "even"):
                section.remove(reference)
        insert_after(section, w("titlePg"), SECTION_BEFORE_TITLE)
        drop_first_page(self._final)
        self._empty(written(section))
        self._section_ended = True

    def _funding(self, element: Element) -> None:
        """Write the statement below the emblem; on the cover at the foot of the page, as it was wanted."""
        self._centred = "vertical" in classes(element)
        if _on_cover(element):
            self._cover_funding(element)
        else:
            self._keep_below(self._begun, len(self._lines))
            before = len(self._lines)
            self.write(element, "RB Emblem")
            below = element.getnext()
            followed = below is not None and "disclaimer" in classes(below)
            self._keep_below(before, len(self._lines) if followed else self._begun)
        self._centred = False

    def _cover_funding(self, element: Element) -> None:
        emblem = [each for each in element.iterchildren("img")]
        height = emblem_height(emblem[0]) if emblem else 0
        width = height * 1.5
        if self._centred:
            self._frame = _frame(VERTICAL_WIDTH_MM, height, 0)
            self.write(element, "RB Emblem")
            self._frame = ""
            return
        self._frame = _frame(width, height, 0)
        self._loose(list(emblem), "RB Emblem")
        for each in emblem:
            element.remove(each)
        self._frame = _frame(STATEMENT_WIDTH_MM, height, width + STATEMENT_GAP_MM if emblem else 0)
        self.write(element, "RB Funding")
        self._frame = ""

    def _keep_below(self, start: int, end: int) -> None:
        """Keep paragraphs and rows of tables on the page of what follows them."""
        self._lines[start:end] = map(kept_with_next, self._lines[start:end])

    def _last_line(self) -> int:
        """Where the last paragraph or row stands."""
        return len(self._lines) - (2 if self._after_table else 1)

    def _contents(self, element: Element) -> None:
        self._new_page = self._new_page or self._has_pages()
        for heading in element.iter("h1", "h2"):
            self._paragraph(pieces(heading), "TOC Heading", [heading])
        entries = contents(self._manuscript, element)
        if entries:
            self._add(entries)
            # the entries are no part of a draft's record, the paragraph behind them is
            self._manuscript.note(self._manuscript.styles.paragraph("Body Text"), [])

    # Paragraphs

    def _plain_paragraph(self, element: Element) -> None:
        inside = element.getparent()
        quoted = inside is not None and local(inside) == "blockquote"
        fallback = "Quote" if quoted else TAG_STYLES.get(local(element), "Body Text")
        style = _style(element, fallback)
        if style == "RB Cover Project" and not _on_cover(element):
            style = "Body Text"
        alone = "alone" in classes(element)
        self._paragraph(pieces(element), style, [element], ALONE if alone else ())

    def _code(self, element: Element) -> None:
        text = Verbatim(code_text(element))
        self._paragraph([text] if text.strip() else [], _style(element, TAG_STYLES["pre"]), [element])

    def _heading(self, element: Element) -> None:
        kinds = classes(element)
        level = min(int(local(element)[1]), len(HEADING_STYLES))
        style, extra = HEADING_STYLES[f"h{level}"], list[str]()
        numbered = any(is_number(each) for each in element.iter("span"))
        if "title" in kinds:
            style = "Title"
        elif "annex" in kinds:
            style = "RB Heading Annex"
        elif "unnumbered" in kinds and level == 1:
            style = "RB Heading Unnumbered"
        elif "unnumbered" in kinds or (self._numbers_given and not numbered):
            extra = [_number_properties(self._numbering.none(), 0), tag("ind", left="0", firstLine="0")]
        elif self._in_annex and level > 1:
            extra = [_number_properties(self._numbering.annex(), level - 1)]
        if level == 1 and style != "Title" and not self._new_page and self._has_pages():
            extra.append(tag("spacing", before=GAP_ABOVE_CHAPTER))
        words = [piece for piece in pieces(element) if isinstance(piece, str) or not is_number(piece)]
        self._paragraph(words, style, [element], extra)

    def _loose(self, content: Sequence[Piece], style: str) -> None:
        if any(not isinstance(piece, str) or piece.strip() for piece in content):
            self._paragraph(content, style)

    def _paragraph(
        self,
        content: Iterable[Piece],
        style: str,
        marked: Sequence[Element] = (),
        extra: Iterable[str] = (),
    ) -> None:
        """Append one paragraph; nothing at all if there is nothing in it."""
        style, placed = self._placed(style)
        properties = (*self._flow(style), *extra, *placed)
        style_id = self._manuscript.styles.paragraph(style)
        names = self._names(marked)
        pairs = [bookmark(next(self._manuscript.bookmark_ids), name) for name in names]
        language = next((each.get("lang", "") for each in marked if each.get("lang")), self._language)
        line = Line(self._manuscript)
        line.write(content, Face(language=language), hanging=style in HANGING_STYLES)
        runs = line.finish()
        if line.empty:
            self._manuscript.seen.difference_update(names)
            return
        starts, ends = "".join(start for start, _ in pairs), "".join(end for _, end in pairs)
        self._add([f"<w:p>{paragraph_properties(style_id, properties)}{starts}{runs}{ends}</w:p>"])
        self._manuscript.note(style_id, line.said, (*names, *line.keys), pictures=line.pictures)
        self._waiting = []
        self._new_page = self._after_table = False
        if self._entry is not None:
            self._entry.begun = True

    def _add(self, lines: Iterable[str]) -> None:
        self._begun = len(self._lines)
        self._lines += lines
        self._section_ended = False

    def _empty(self, *extra: str) -> None:
        """Append a paragraph without words, as low as can be."""
        style = self._manuscript.styles.paragraph("Normal")
        self._add([tag("p", paragraph_properties(style, (NO_HEIGHT, *extra)))])
        self._manuscript.note(style, [])

    def _placed(self, style: str) -> tuple[str, tuple[str, ...]]:
        """The style of a paragraph where it stands, and what a list entry adds to it."""
        entry = self._entry
        if entry is None:
            return style, ()
        if not entry.begun:
            return entry.style, (entry.number,) if entry.number else ()
        if style in INDENTED:
            return style, (tag("ind", left=str(STEP * (entry.level + 1))),)
        return entry.further if style == "Body Text" else style, ()

    def _flow(self, style: str) -> Iterator[str]:
        """What a paragraph owes to its place: a new page, a frame, space below a table."""
        if self._new_page:
            yield tag("pageBreakBefore")
        if self._frame:
            yield self._frame
        if self._centred:
            yield tag("jc", val="center")
        if self._after_table and not self._new_page and style not in ROOMY_STYLES:
            yield tag("spacing", before=GAP_AFTER_TABLE)

    def _names(self, marked: Sequence[Element]) -> list[str]:
        return [name for each in (*self._waiting, *marked) for name in self._manuscript.bookmark_names(each)]

    # Lists, tables

    def _list(self, element: Element) -> None:
        outer, self._level = self._level, self._level + 1
        ordered = local(element) == "ol"
        depth = min(self._level, DEEPEST)
        number = self._numbering.restarted(element, depth) if ordered else ""
        properties = _number_properties(number, depth - 1) if number else ""
        suffix = f" {depth}" if depth > 1 else ""
        style, further = f"List {'Number' if ordered else 'Bullet'}{suffix}", f"List Continue{suffix}"
        if "plain" in classes(element):
            style, further = "RB Plain Entry", "RB Plain Entry"
        for entry in element.iterchildren("li", "ul", "ol"):
            if local(entry) == "li":
                self._list_entry(entry, Entry(style, further, depth, properties))
            else:
                self._list(entry)
        self._level = outer

    def _list_entry(self, element: Element, entry: Entry) -> None:
        outer, self._entry = self._entry, entry
        self._waiting.append(element)
        self.write(element)
        self._waiting = [each for each in self._waiting if each is not element]
        self._entry = outer

    def _table(self, element: Element) -> None:
        caption = next(iter(element.iterchildren("caption")), None)
        text = plain(pieces(caption)) if caption is not None else ""
        if caption is not None and text:
            self._paragraph(pieces(caption), "Caption", [caption], (tag("keepNext"),))
        elif self._after_table:
            # two tables that touch would be one
            self._separate()
        names = self._names([element])
        lines = table_lines(self._manuscript, element, text, names)
        if lines:
            self._waiting = []
            self._add(lines)
            self._after_table = True

    def _separate(self) -> None:
        self._empty()
        self._after_table = False


def drop_first_page(section: Element) -> None:
    """Make a section's first page like its others; the cover is a section of its own."""
    for each in list(section):
        if each.get(qn("type")) == "first" or each.tag == qn("titlePg"):
            section.remove(each)


def _style(element: Element, fallback: str) -> str:
    return next((PARAGRAPH_STYLES[each] for each in classes(element) if each in PARAGRAPH_STYLES), fallback)


def _on_cover(element: Element) -> bool:
    return any("cover" in classes(each) for each in element.iterancestors("section"))


def _begins_page(element: Element, kinds: set[str]) -> bool:
    """Whether a section begins on a new page; of annexes in a row only the first does."""
    before = element.getprevious()
    follows = "annex" in kinds and before is not None and "annex" in classes(before)
    return bool(kinds & NEW_PAGE) and "same-page" not in kinds and not follows


def _frame(width: float, height: float, left: float) -> str:
    """Properties of a paragraph that stands at the foot of its page; measures in mm."""
    place = {"wrap": "around", "vAnchor": "margin", "hAnchor": "margin", "yAlign": "bottom"}
    wide, high, x = (round(each * TWIPS_PER_MM) for each in (width, height, left))
    # Word takes a place of 0 for none
    return tag("framePr", w=str(wide), h=str(high), hRule="atLeast", **place, x=str(max(x, 1)))


def _number_properties(number: str, level: int) -> str:
    return tag("numPr", tag("ilvl", val=str(level)), tag("numId", val=number))
