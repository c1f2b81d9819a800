"""A draft as rendered beside the same as it came back: what people did to it.

In go the draft's record and the paragraphs of the returned file; out come changes in the words of the report.
A paragraph is known by its hidden bookmark, else by its printed number, else by its words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from rapidfuzz import fuzz

from report_builder.draft import Draft, DraftParagraph, EditableField
from report_builder.history.passages import Passage, read_passages, write_passages
from report_builder.history.threeway import same, squeezed

ALIKE = 62.0
"""Likeness (0 to 100) from which a paragraph without a bookmark is taken for one whose bookmark is lost."""
LIST_STYLE = re.compile(r"List (?:Bullet|Number|Paragraph|Continue)(?: (\d))?$", re.IGNORECASE)
HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)
FINDING_STYLE, SUPPORT_STYLE = "RB Finding", "RB Support"
SECTION_PREFIX = "section:"
"""How the id of a heading begins that opens a written section: `section:introduction`."""


@dataclass(frozen=True)
class Rewritten:
    """A statement or caption in other words, or set otherwise."""

    field: EditableField
    base: str
    paragraph: DraftParagraph
    at: int


@dataclass(frozen=True)
class Moved:
    """A statement that now stands under another theme or lens."""

    field: EditableField
    base: str
    """Where it stood, as `theme/lens`."""
    new: str
    at: int


@dataclass(frozen=True)
class Deleted:
    """A statement that is gone."""

    field: EditableField
    base: str
    """Its words."""


@dataclass(frozen=True)
class Joined:
    """A statement that now stands in the paragraph of another."""

    field: EditableField
    base: str
    into: EditableField
    at: int


@dataclass(frozen=True)
class Added:
    """A new paragraph among the statements of a theme and lens."""

    place: str
    text: str
    html: str
    after: str
    """Id of the statement it was split from or stands behind; may be empty."""
    at: int


@dataclass(frozen=True)
class Reordered:
    """Statements of one place in another order."""

    place: str
    base: tuple[str, ...]
    new: tuple[str | int, ...]
    """Ids; for a statement that is new its position in the returned file."""


@dataclass(frozen=True)
class SectionChanged:
    """A written section with other words; HTML."""

    name: str
    base: str
    inputs: str
    new: str
    seen: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class NotCarried:
    """Words that were changed where the tool writes by itself."""

    base: str
    word: str
    why: str
    at: int | None = None


Change = Rewritten | Moved | Deleted | Joined | Added | Reordered | SectionChanged | NotCarried


def compare(draft: Draft, returned: Sequence[DraftParagraph]) -> tuple[Change, ...]:
    """All that was changed, in the order of the returned file; deletions last. Nothing where nothing was."""
    return tuple(_Comparison(draft, returned).changes())


def owners(draft: Draft, returned: Sequence[DraftParagraph]) -> tuple[EditableField | None, ...]:
    """For each returned paragraph the editable field that it is, as far as it is one."""
    comparison = _Comparison(draft, returned)
    return tuple(
        comparison.field(keys[0]) if (keys := comparison.keys[at]) else None for at in range(len(returned))
    )


@dataclass
class _Walk:
    """Where the reading stands in the returned file."""

    place: str = ""
    """Id of the heading above: `theme/lens`, `theme/`, `section:introduction` or empty."""
    last: EditableField | None = None
    """The editable paragraph before."""
    sections: dict[str, list[int]] = field(default_factory=dict)
    """Section -> positions of its paragraphs."""
    statements: dict[str, list[str | int]] = field(default_factory=dict)
    """Place -> ids of its statements in order, or the position of a new one."""


class _Comparison:
    def __init__(self, draft: Draft, returned: Sequence[DraftParagraph]) -> None:
        self.draft = draft
        self.returned = returned
        self.fields: Mapping[str, EditableField] = {field.key: field for field in draft.fields}
        self.base: Mapping[str, DraftParagraph] = {
            key: paragraph for paragraph in draft.paragraphs for key in paragraph.keys if key in self.fields
        }
        self.keys: list[list[str]] = [[] for _ in returned]
        """For each returned paragraph the keys that it is."""
        self._claim_bookmarks()
        computed = Counter(squeezed(p.text) for p in draft.paragraphs if p.text and not self._own(p))
        self.loose = [at for at in range(len(returned)) if not self.keys[at] and not self._take(computed, at)]
        """Positions of returned paragraphs that are neither editable ones nor as the tool wrote them."""
        self.missing = +computed
        """Texts that the tool wrote and that are gone."""
        self._claim_by_words()

    def field(self, key: str) -> EditableField:
        """The editable field of a key."""
        return self.fields[key]

    def changes(self) -> Iterator[Change]:
        """Walk through the returned file once; then tell what is gone."""
        walk = _Walk()
        loose = set(self.loose)
        for at, paragraph in enumerate(self.returned):
            if self.keys[at]:
                yield from self._known(at, walk)
            elif at in loose and paragraph.text:
                yield from self._new(at, walk)
            elif HEADING_STYLE.search(paragraph.style) and not self.keys[at]:
                walk.place, walk.last = "", None
        yield from self._orders(walk)
        yield from self._sections(walk)
        yield from self._gone()

    # Which paragraph is which

    def _own(self, paragraph: DraftParagraph) -> bool:
        return any(key in self.fields for key in paragraph.keys)

    def _claim_bookmarks(self) -> None:
        """Give each paragraph the keys of its bookmarks; of copies the likest to the original keeps it."""
        claims: dict[str, list[int]] = {}
        for at, paragraph in enumerate(self.returned):
            for key in paragraph.keys if paragraph.text else ():
                if key in self.base:
                    claims.setdefault(key, []).append(at)
        for key, places in claims.items():
            best = max(places, key=lambda at: (self._likeness(key, at), -at))
            self.keys[best].append(key)
        for keys in self.keys:
            keys.sort(key=lambda key: (self.fields[key].field == "place", self._order[key]))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {key: at for at, key in enumerate(self.base)}

    def _likeness(self, key: str, at: int) -> float:
        return fuzz.ratio(self.base[key].text, self.returned[at].text)

    def _take(self, computed: Counter[str], at: int) -> bool:
        """Whether a paragraph is one that the tool wrote, each once."""
        text = squeezed(self.returned[at].text)
        if not text:
            return True
        if computed[text] > 0:
            computed[text] -= 1
            return True
        return False

    def _claim_by_words(self) -> None:
        """Find paragraphs whose bookmark is lost: by printed number, by the same words, then by likeness."""
        lost = [key for key in self.base if not any(key in keys for keys in self.keys)]
        lost = [key for key in lost if self.base[key].text]
        for claim in (self._by_number, self._by_same_words, self._by_likeness):
            for key, at in claim(lost):
                if key in lost and at in self.loose:
                    self.keys[at].append(key)
                    self.loose.remove(at)
                    lost.remove(key)

    def _by_number(self, lost: Sequence[str]) -> Iterator[tuple[str, int]]:
        numbers = {f"F{self.fields[key].number}": key for key in lost if self.fields[key].number}
        for at in list(self.loose):
            key = numbers.get(self.returned[at].label)
            if key and self.returned[at].style != "RB Annex Entry":
                yield key, at

    def _by_same_words(self, lost: Sequence[str]) -> Iterator[tuple[str, int]]:
        by_text: dict[str, list[str]] = {}
        for key in lost:
            by_text.setdefault(squeezed(self.base[key].text), []).append(key)
        for at in list(self.loose):
            keys = by_text.get(squeezed(self.returned[at].text), [])
            if keys:
                yield keys.pop(0), at

    def _by_likeness(self, lost: Sequence[str]) -> Iterator[tuple[str, int]]:
        pairs = [
            (self._likeness(key, at), key, at)
            for key in lost
            if self.fields[key].field != "place"
            for at in self.loose
        ]
        for score, key, at in sorted(pairs, key=lambda pair: -pair[0]):
            if score >= ALIKE:
                yield key, at

    # What was done

    def _known(self, at: int, walk: _Walk) -> Iterator[Change]:
        first, *others = (self.fields[key] for key in self.keys[at])
        base = self.base[first.key]
        if first.field == "place":
            walk.place, walk.last = first.id, None
            if not same(base.text, self.returned[at].text):
                yield NotCarried(base.text, self.returned[at].text, "headings come from workshop.toml", at)
        elif first.field == "section":
            self._in_section(first.id, at, walk)
            walk.last = first
        elif first.field == "caption":
            yield from self._rewritten(first, at)
        else:
            yield from self._statement(first, at, walk)
            walk.last = first
        for other in others:
            if other.field == "statement" and first.field == "statement":
                yield Joined(other, self.base[other.key].text, first, at)

    def _statement(self, one: EditableField, at: int, walk: _Walk) -> Iterator[Change]:
        yield from self._rewritten(one, at)
        base = self.places[one.key]
        if walk.place == base:
            walk.statements.setdefault(walk.place, []).append(one.id)
        elif holds_statements(walk.place):
            walk.statements.setdefault(walk.place, []).append(one.id)
            yield Moved(one, base, walk.place, at)
        else:
            yield NotCarried(self.returned[at].text, "", "moved to where no statements stand", at)

    def _rewritten(self, one: EditableField, at: int) -> Iterator[Change]:
        base, paragraph = self.base[one.key], self.returned[at]
        if not same(base.text, paragraph.text) or base.html != paragraph.html:
            yield Rewritten(one, base.text, paragraph, at)

    def _new(self, at: int, walk: _Walk) -> Iterator[Change]:
        """A paragraph that somebody wrote, by where it stands."""
        paragraph = self.returned[at]
        computed = self._computed_like(paragraph.text)
        if computed:
            self.missing[computed] -= 1
            yield NotCarried(computed, paragraph.text, "the tool writes these words itself", at)
            return
        if paragraph.cell:
            yield NotCarried("", paragraph.text, "tables are not taken over", at)
            return
        section = _section_of(walk.place)
        in_prose = walk.last is not None and walk.last.field == "section" and paragraph.style != FINDING_STYLE
        if holds_statements(walk.place) and not in_prose and not HEADING_STYLE.search(paragraph.style):
            walk.statements.setdefault(walk.place, []).append(at)
            after = walk.last.id if walk.last and walk.last.field == "statement" else ""
            yield Added(walk.place, paragraph.text, paragraph.html, after, at)
        elif section:
            self._in_section(section, at, walk)
        else:
            yield NotCarried("", paragraph.text, "no written text and no statements stand there", at)

    def _computed_like(self, text: str) -> str:
        """The text of the tool's own that this one is another version of; empty if there is none."""
        likeness = {gone: fuzz.ratio(gone, text) for gone, left in self.missing.items() if left > 0}
        best = max(likeness, key=lambda gone: likeness[gone], default="")
        return best if best and likeness[best] >= ALIKE else ""

    def _in_section(self, name: str, at: int, walk: _Walk) -> None:
        """A paragraph of a section belongs to the section that it stands in, where it stands in one."""
        here = _section_of(walk.place)
        walk.sections.setdefault(here or name, []).append(at)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Key of a statement -> where it stood, as the heading above it says."""
        found: dict[str, str] = {}
        place = ""
        for key in self.base:
            one = self.fields[key]
            if one.field == "place":
                place = one.id
            elif one.field == "statement":
                found[key] = place
        return found

    # What follows from all together

    def _orders(self, walk: _Walk) -> Iterator[Reordered]:
        stood: dict[str, list[str]] = {}
        for key, place in self.places.items():
            stood.setdefault(place, []).append(self.fields[key].id)
        for place, ids in walk.statements.items():
            before = stood.get(place, [])
            stayed = [id for id in ids if id in before]
            if stayed != [id for id in before if id in stayed] or stayed != ids:
                yield Reordered(place, tuple(before), tuple(ids))

    def _sections(self, walk: _Walk) -> Iterator[SectionChanged]:
        keyed: dict[str, list[str]] = {}
        for key in self.base:
            if self.fields[key].field == "section":
                keyed.setdefault(self.fields[key].id, []).append(key)
        for name in dict.fromkeys([*keyed, *walk.sections]):
            rendered, inputs, written = self.draft.sections.get(name, ("", "", ""))
            positions = walk.sections.get(name, [])
            new = self._section_html(rendered, keyed.get(name, []), positions)
            if new is not None:
                shown = (text for key in keyed.get(name, []) for text in self.fields[key].seen)
                seen = tuple(dict.fromkeys((written, *shown)) if written else dict.fromkeys(shown))
                yield SectionChanged(name, rendered, inputs, new, seen, positions[0] if positions else 0)

    def _section_html(self, rendered: str, keys: Sequence[str], positions: Sequence[int]) -> str | None:
        """The section's HTML as it came back; None where it is as rendered."""
        passages = read_passages(rendered)
        editable = [at for at, passage in enumerate(passages) if passage.kind != "opaque"]
        of_key = {
            key: editable[self.fields[key].paragraph]
            for key in keys
            if self.fields[key].paragraph < len(editable)
        }
        tails = _tails(passages)
        made: list[Passage] = list(tails.get(-1, ()))
        placed: set[int] = {-1}
        for position in positions:
            own = next((key for key in self.keys[position] if key in of_key), None)
            if own is None:
                made.append(_passage(self.returned[position], made))
                continue
            at = of_key[own]
            made.append(self._edited_passage(passages[at], own, position))
            made += tails.get(at, ())
            placed.add(at)
        made += [tail for at, found in tails.items() if at not in placed for tail in found]
        return None if tuple(made) == passages else write_passages(made)

    def _edited_passage(self, passage: Passage, key: str, position: int) -> Passage:
        base, paragraph = self.base[key], self.returned[position]
        if same(base.text, paragraph.text) and base.html == paragraph.html:
            return passage
        return Passage(passage.kind, _inline(paragraph), passage.lists, passage.further)

    def _gone(self) -> Iterator[Change]:
        there = {key for keys in self.keys for key in keys}
        silent = {squeezed(text) for text in self._supports(there)}
        for key, paragraph in self.base.items():
            one = self.fields[key]
            if key in there or not paragraph.text:
                continue
            if one.field == "statement":
                yield Deleted(one, paragraph.text)
            elif one.field != "section":
                why = (
                    "headings come from workshop.toml"
                    if one.field == "place"
                    else "pictures stand in workshop.toml"
                )
                yield NotCarried(paragraph.text, "", why)
        for text, left in self.missing.items():
            if left > 0 and text not in silent:
                yield NotCarried(text, "", "the tool writes these words itself")

    def _supports(self, there: set[str]) -> Iterator[str]:
        """What stands beneath statements: it goes and comes with them."""
        before: DraftParagraph | None = None
        for paragraph in self.draft.paragraphs:
            if paragraph.style == SUPPORT_STYLE and before is not None:
                yield paragraph.text
            before = paragraph if self._own(paragraph) else before


def holds_statements(place: str) -> bool:
    """Whether statements stand below a heading with this id: `theme/lens`."""
    theme, slash, lens = place.partition("/")
    return bool(theme and slash and lens)


def _section_of(place: str) -> str:
    """Name of the written section that a heading opens."""
    if place.startswith(SECTION_PREFIX):
        return place.removeprefix(SECTION_PREFIX)
    theme, slash, lens = place.partition("/")
    if not (theme and slash):
        return ""
    return f"themes/{theme}.{lens}" if lens else f"themes/{theme}"


def _tails(passages: Sequence[Passage]) -> dict[int, list[Passage]]:
    """Position of an editable passage, -1 before the first -> the opaque blocks that follow it."""
    tails: dict[int, list[Passage]] = {}
    at = -1
    for position, passage in enumerate(passages):
        if passage.kind == "opaque":
            tails.setdefault(at, []).append(passage)
        else:
            at = position
    return tails


def _passage(paragraph: DraftParagraph, before: Iterable[Passage]) -> Passage:
    """What a new paragraph is, by the style that it was given."""
    listed, heading = LIST_STYLE.match(paragraph.style), HEADING_STYLE.search(paragraph.style)
    if heading:
        return Passage("h2" if int(heading[1]) < 3 else "h3", _inline(paragraph))
    if listed:
        depth = int(listed[1] or 1)
        last = next((passage for passage in reversed(list(before)) if passage.kind == "li"), None)
        kind = "ol" if "number" in paragraph.style.lower() else "ul"
        lists = last.lists if last and len(last.lists) == depth else (kind,) * depth
        return Passage("li", _inline(paragraph), lists)
    return Passage("quote" if paragraph.style == "Quote" else "p", _inline(paragraph))


def _inline(paragraph: DraftParagraph) -> str:
    return paragraph.html or escape(paragraph.text, quote=False)
