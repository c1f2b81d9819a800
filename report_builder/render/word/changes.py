"""Differences to an older draft as tracked changes, so that Word shows what is new and what is gone.

In go a Word body as just made, its paragraphs as read, and those of the older draft; the body is marked in
place. Accepting all changes leaves the words of the body, rejecting all those of the older draft. The lines
of the contents are left alone.
"""

import copy
import itertools
import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from report_builder.draft import DRAFTER, FINDING_STYLE, SUPPORT_STYLE, DraftParagraph
from report_builder.draftxml import paragraph_groups
from report_builder.history.align import Pair, align, changed_words
from report_builder.render.elements import Element
from report_builder.render.word.xml import (
    PPR_ORDER,
    XML_SPACE,
    insert_after,
    legal,
    paragraph_properties,
    qn,
    text_run,
    w,
)
from report_builder.wordxml import StyleBook, spelled

SPACE = re.compile(r"\s")
FIRST_ID = 900_000
"""Where the numbers of tracked changes begin; they may be those of no bookmark."""


@dataclass(frozen=True)
class Unit:
    """What is compared as one: a paragraph, or a whole row of a table."""

    start: int
    end: int
    row: bool


def mark_changes(
    body: Element, styles: StyleBook, old: Sequence[DraftParagraph], new: Sequence[DraftParagraph], date: str
) -> None:
    """Mark what differs from `old`; `new` are the paragraphs of the body, as read.

    `date` is that of all changes, as 2017-06-30.
    """
    groups, _ = paragraph_groups(body, styles)
    _Marker(body, [group[0] for group in groups], styles, old, new, f"{date}T00:00:00Z").mark()


class _Marker:
    def __init__(
        self,
        body: Element,
        elements: Sequence[Element],
        styles: StyleBook,
        old: Sequence[DraftParagraph],
        new: Sequence[DraftParagraph],
        date: str,
    ) -> None:
        self.body = body
        self.elements = elements
        self.style_ids = {name.casefold(): id for id, name in styles.names.items()}
        self.old = old
        self.new = new
        self.before = _units(old)
        self.after = _units(new)
        self.pairs = align(_tokens(old, self.before), _tokens(new, self.after), self._likeness)
        self.date = date
        self.ids = itertools.count(FIRST_ID)
        self.last: Element | None = None
        """The paragraph or row that was marked last."""

    def mark(self) -> None:
        for at, (i, j) in enumerate(self.pairs):
            gone = self.old[self.before[i].start : self.before[i].end] if i is not None else ()
            if j is None:
                self._delete(gone, at)
            elif i is None:
                self._insert(self.after[j])
            else:
                self._change(gone, self.after[j])

    def _likeness(self, i: int, j: int) -> float:
        was = self.old[self.before[i].start : self.before[i].end]
        now = self.new[self.after[j].start : self.after[j].end]
        alike = [_shape(one) for one in was] == [_shape(one) for one in now]
        return fuzz.ratio(_joined(was), _joined(now)) if alike else 0.0

    # Paragraphs and rows

    def _change(self, gone: Sequence[DraftParagraph], unit: Unit) -> None:
        for was, element in zip(gone, self.elements[unit.start : unit.end], strict=True):
            self._retype(element, _words(was))
            self.last = _block(element, unit)

    def _insert(self, unit: Unit) -> None:
        for element in self.elements[unit.start : unit.end]:
            runs = list(element.iter(qn("r")))
            for run in runs:
                _wrap(run, self._tracked("ins"))
            if runs or unit.row:
                self._mark_end(element, "ins")
            self.last = _block(element, unit)
        if unit.row and self.last is not None:
            _row_properties(self.last).append(self._tracked("ins"))

    def _delete(self, gone: Sequence[DraftParagraph], at: int) -> None:
        if gone[0].cell or (gone[0].text and self._between_rows(at)):
            self._place_row(self._deleted_row(gone), at)
        elif gone[0].text:
            paragraph = self._deleted_paragraph(gone[0])
            self._place_behind(paragraph)
            self.last = paragraph

    def _deleted_paragraph(self, was: DraftParagraph) -> Element:
        style = self.style_ids.get(was.style.casefold(), self.style_ids.get("body text", ""))
        paragraph = w("p", paragraph_properties(style))
        paragraph.extend(self._deleted(_words(was), None))
        self._mark_end(paragraph, "del")
        return paragraph

    def _deleted_row(self, gone: Sequence[DraftParagraph]) -> Element:
        row = w("tr", w("trPr", self._tracked("del")))
        for was in gone:
            if was.cell != "more":
                row.append(w("tc", w("tcPr", w("tcW", w="0", type="auto"))))
            row[-1].append(self._deleted_paragraph(was))
        return row

    def _place_behind(self, paragraph: Element) -> None:
        """Put a paragraph behind what was marked last, below the table if that is a row."""
        if self.last is None:
            self.body.insert(0, paragraph)
        elif self.last.tag == qn("tr"):
            next(self.last.iterancestors(qn("tbl"))).addnext(paragraph)
        else:
            self.last.addnext(paragraph)

    def _place_row(self, row: Element, at: int) -> None:
        """Put a row behind the last one, else before the one that follows, else into a table of its own."""
        after = self._row_after(at)
        if self.last is not None and self.last.tag == qn("tr"):
            self.last.addnext(row)
        elif after is not None:
            after.addprevious(row)
        else:
            columns = (w("gridCol") for _ in row.iter(qn("tc")))
            properties = w("tblPr", w("tblW", w="5000", type="pct"))
            self._place_behind(w("tbl", properties, w("tblGrid", *columns), row))
        self.last = row

    def _row_after(self, at: int) -> Element | None:
        """The next row of the body, if nothing but rows is gone before it."""
        for i, j in self._pairs_after(at):
            if j is not None:
                return self._row(j)
            if i is not None and not self.before[i].row:
                return None
        return None

    def _between_rows(self, at: int) -> bool:
        """Whether what comes next in the body is a row of the table that the last one stands in."""
        if self.last is None or self.last.tag != qn("tr"):
            return False
        row = next((self._row(j) for _, j in self._pairs_after(at) if j is not None), None)
        return row is not None and row.getparent() is self.last.getparent()

    def _pairs_after(self, at: int) -> Iterator[Pair]:
        return (self.pairs[each] for each in range(at + 1, len(self.pairs)))

    def _row(self, j: int) -> Element | None:
        """The row that a unit of the body is, if it is one."""
        unit = self.after[j]
        return _block(self.elements[unit.start], unit) if unit.row else None

    # Words

    def _retype(self, paragraph: Element, was: str) -> None:
        """Mark what differs in a paragraph from the words that stood there."""
        runs = [piece for run in list(paragraph.iter(qn("r"))) for piece in _singled(run)]
        text = "".join(map(_text, runs))
        changes = changed_words(_plain(was), _plain(text)) if _plain(was) != _plain(text) else ()
        runs = _cut(runs, list(itertools.accumulate(len(change.new) for change in changes)))
        at = gone = 0
        for change in changes:
            inside = runs[at : at + _count(runs[at:], len(change.new))]
            if change.old != change.new:
                near = runs[at] if at < len(runs) else None
                self._strike(paragraph, was[gone : gone + len(change.old)], near, runs[-1] if runs else None)
                for run in inside:
                    _wrap(run, self._tracked("ins"))
            at, gone = at + len(inside), gone + len(change.old)

    def _strike(self, paragraph: Element, words: str, before: Element | None, last: Element | None) -> None:
        """Put words as deleted before a run, else behind the last one, else at the end of the paragraph."""
        beside = last if before is None else before
        properties = beside.find(qn("rPr")) if beside is not None else None
        for struck in self._deleted(words, properties):
            if before is not None:
                before.addprevious(struck)
            elif last is not None:
                _outermost(last).addnext(struck)
            else:
                paragraph.append(struck)

    def _deleted(self, words: str, properties: Element | None) -> Iterator[Element]:
        """Words as deleted, if there are any; they look as `properties` say."""
        if words:
            struck = self._tracked("del")
            struck.extend(_deleted_run(part, properties) for part in re.split(r"(\t)", words) if part)
            yield struck

    def _tracked(self, tag: str) -> Element:
        return w(tag, id=str(next(self.ids)), author=DRAFTER, date=self.date)

    def _mark_end(self, paragraph: Element, tag: str) -> None:
        """Mark the end of a paragraph, so that all of it comes or goes."""
        properties = paragraph.find(qn("pPr"))
        if properties is None:
            properties = w("pPr")
            paragraph.insert(0, properties)
        mark = properties.find(qn("rPr"))
        if mark is None:
            mark = w("rPr")
            insert_after(properties, mark, PPR_ORDER[: PPR_ORDER.index("rPr")])
        mark.insert(0, self._tracked(tag))


def _units(paragraphs: Sequence[DraftParagraph]) -> list[Unit]:
    units: list[Unit] = []
    for at, paragraph in enumerate(paragraphs):
        if paragraph.cell in ("cell", "more") and units and units[-1].row:
            units[-1] = Unit(units[-1].start, at + 1, True)
        else:
            units.append(Unit(at, at + 1, bool(paragraph.cell)))
    return units


def _tokens(paragraphs: Sequence[DraftParagraph], units: Sequence[Unit]) -> list[Hashable]:
    """What is the same in both drafts where a paragraph or row is: a finding's key, a number, the words.

    What weighs a finding belongs to the finding above it, for its words are like those of many others.
    """
    tokens: list[Hashable] = []
    finding: Hashable = ""
    for unit in units:
        first = paragraphs[unit.start]
        if unit.row:
            tokens.append(("row", *(each.text for each in paragraphs[unit.start : unit.end])))
        elif first.style == SUPPORT_STYLE:
            tokens.append((_shape(first), finding))
        elif first.style == FINDING_STYLE:
            finding = first.keys or (first.label, first.text)
            tokens.append(finding)
        else:
            tokens.append((_shape(first), first.label or first.text))
    return tokens


def _shape(paragraph: DraftParagraph) -> tuple[str, str]:
    """Its style and place in a table; programs write the names of styles with other capital letters."""
    return paragraph.style.casefold(), paragraph.cell


def _joined(paragraphs: Sequence[DraftParagraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _words(paragraph: DraftParagraph) -> str:
    return f"{paragraph.label}\t{paragraph.text}" if paragraph.label else paragraph.text


def _plain(text: str) -> str:
    """A text as compared, letter for letter: white space of every kind is a space."""
    return SPACE.sub(" ", text)


def _block(element: Element, unit: Unit) -> Element:
    return next(element.iterancestors(qn("tr"))) if unit.row else element


def _row_properties(row: Element) -> Element:
    properties = row.find(qn("trPr"))
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    return properties


def _text(run: Element) -> str:
    return "".join(map(spelled, run))


def _singled(run: Element) -> list[Element]:
    """A run cut into runs with one piece of text each; nothing of one without words."""
    worded = [child for child in run if spelled(child)]
    for child in worded[1:]:
        new = w("r", *(copy.deepcopy(each) for each in run.findall(qn("rPr"))), child)
        run.addnext(new)
        run = new
    return [next(child.iterancestors(qn("r"))) for child in worded]


def _cut(runs: Sequence[Element], ends: Sequence[int]) -> list[Element]:
    """The runs, cut so that one ends at each of these places of their text."""
    found: list[Element] = []
    at = 0
    for run in runs:
        text = _text(run)
        inside = [end - at for end in ends if at < end < at + len(text)]
        found += _cut_run(run, text, inside)
        at += len(text)
    return found


def _cut_run(run: Element, text: str, places: Sequence[int]) -> list[Element]:
    pieces = [run]
    for start, end in itertools.pairwise((*places, len(text))):
        piece = text_run(text[start:end], copy.deepcopy(run.find(qn("rPr"))))
        pieces[-1].addnext(piece)
        pieces.append(piece)
    if places:
        next(run.iter(qn("t"))).text = text[: places[0]]
        next(run.iter(qn("t"))).set(XML_SPACE, "preserve")
    return pieces


def _count(runs: Sequence[Element], length: int) -> int:
    """How many of these runs hold that many letters."""
    sums = itertools.accumulate(len(_text(run)) for run in runs)
    return sum(1 for total in sums if total <= length)


def _deleted_run(words: str, properties: Element | None) -> Element:
    run = text_run(legal(words), copy.deepcopy(properties))
    if words == "\t":
        run[-1] = w("tab")
    else:
        run[-1].tag = qn("delText")
    return run


def _wrap(run: Element, around: Element) -> None:
    run.addprevious(around)
    around.append(run)


def _outermost(run: Element) -> Element:
    """The run itself, or the change that it was put into."""
    parent = run.getparent()
    return parent if parent is not None and parent.tag == qn("ins") else run
