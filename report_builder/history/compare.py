"""A draft as rendered beside the same as it came back: what people did to it.

In go the draft's record and the paragraphs of the returned file; out come changes in the words of the report.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from report_builder.draft import EMPTY_STYLE, FINDING_STYLE, SUPPORT_STYLE, DraftParagraph, EditableField
from report_builder.history.changes import (
    Added,
    Change,
    Deleted,
    Joined,
    Moved,
    NotCarried,
    Reordered,
    Rewritten,
    SectionChanged,
)
from report_builder.history.match import Match
from report_builder.history.passages import Passage, read_passages, write_passages
from report_builder.history.threeway import same, squeezed

LIST_STYLE = re.compile(r"List (?:Bullet|Number|Paragraph|Continue)(?: (\d))?$", re.IGNORECASE)
SITE = re.compile(r'(href="\w+://[^/"]+)/(?=")')
HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)
OF_HEADINGS = "headings come from workshop.toml"
OF_PICTURES = "pictures stand in workshop.toml"
OF_THE_TOOL = "the tool writes these words itself"
WORDS_OF_A_STATEMENT = 4
"""So many words of a deleted statement that stand in another are no chance."""
SECTION_PREFIX = "section:"
"""How the id of a heading begins that opens a written section: `section:introduction`."""


def compare(match: Match) -> tuple[Change, ...]:
    """All that was changed, in the order of the returned file; deletions last. Nothing where nothing was."""
    return tuple(_Comparison(match).changes())


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
    places: list[str] = field(default_factory=list)
    """Headings in the order met."""


class _Comparison:
    def __init__(self, match: Match) -> None:
        self.match, self.draft, self.returned = match, match.draft, match.returned
        self.fields, self.base, self.keys = match.fields, match.base, match.keys

    def changes(self) -> Iterator[Change]:
        """Walk through the returned file once; then tell what is gone."""
        walk = _Walk()
        loose = set(self.match.loose)
        for at, paragraph in enumerate(self.returned):
            if self.keys[at]:
                yield from self._known(at, walk)
            elif at in loose:
                yield from self._new(at, walk)
            elif HEADING_STYLE.search(paragraph.style) and paragraph.text:
                walk.place, walk.last = "", None
        yield from self._orders(walk)
        yield from self._sections(walk)
        yield from self._gone(walk)
        yield from self._chapters(walk)
        yield from self._pictures()

    # What was done

    def _known(self, at: int, walk: _Walk) -> Iterator[Change]:
        first, *others = (self.fields[key] for key in self.keys[at])
        base = self.base[first.key]
        if first.field == "place":
            walk.place, walk.last = first.id, None
            walk.places.append(first.key)
            if not same(base.text, self.returned[at].text):
                yield NotCarried(base.text, self.returned[at].text, OF_HEADINGS, at)
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
        before, after = self.base[one.key].label, self.returned[at].label
        if before and after and before != after:
            yield NotCarried(before, after, "a statement keeps its number", at)
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
        if not (same(base.text, paragraph.text) and _same_looks(base, paragraph)):
            yield Rewritten(one, base.text, paragraph, at)

    def _new(self, at: int, walk: _Walk) -> Iterator[Change]:
        """A paragraph that somebody wrote, by where it stands."""
        paragraph = self.returned[at]
        computed = self.match.other_versions.get(at)
        if computed is not None:
            yield _computed(self.draft.paragraphs[computed], paragraph.text, at)
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
        if same(base.text, paragraph.text) and _same_looks(base, paragraph) and base.style == paragraph.style:
            return passage
        if base.style != paragraph.style:
            return _passage(paragraph, ())
        return Passage(passage.kind, _inline(paragraph), passage.lists, passage.further)

    def _taken_up(self, words: str) -> tuple[EditableField, int] | None:
        """The statement into which people copied all words of one that they deleted, and where it stands."""
        words = squeezed(words)
        if len(words.split()) < WORDS_OF_A_STATEMENT:
            return None
        for at, keys in enumerate(self.keys):
            for key in keys[:1]:
                into, before = self.fields[key], squeezed(self.base[key].text)
                if into.field == "statement" and words in squeezed(self.returned[at].text).replace(
                    before, ""
                ):
                    return into, at
        return None

    def _gone(self, walk: _Walk) -> Iterator[Change]:
        there = {key for keys in self.keys for key in keys}
        silent = set(self._gone_along(there, walk))
        for at, paragraph in enumerate(self.draft.paragraphs):
            lost = [self.fields[key] for key in paragraph.keys if key in self.base and key not in there]
            for one in lost if paragraph.text else ():
                if one.field == "statement":
                    into = self._taken_up(paragraph.text)
                    yield Joined(one, paragraph.text, *into) if into else Deleted(one, paragraph.text)
                elif one.field != "section" and at not in silent:
                    yield NotCarried(paragraph.text, "", OF_HEADINGS if one.field == "place" else OF_PICTURES)
            if at in self.match.missing and at not in silent:
                yield _computed(paragraph)

    def _gone_along(self, there: Collection[str], walk: _Walk) -> Iterator[int]:
        """Positions in the record of what goes with something else that is gone: nobody need be told of it.

        That is all that stands in a chapter whose heading is gone, the support beneath a statement that is
        gone, and the words that say that a place is empty where a statement stands now.
        """
        joined = {key for keys in self.keys if len(keys) > 1 for key in keys}
        place, chapter, statement = "", "", ""
        for at, paragraph in enumerate(self.draft.paragraphs):
            key = next((key for key in paragraph.keys if key in self.fields), "")
            if key and self.fields[key].field == "place":
                place = self.fields[key].id
                inside = bool(chapter) and place.startswith(chapter)
                if inside:
                    yield at
                else:
                    chapter = "" if key in there else f"{place.removesuffix('/')}/"
            elif key:
                statement = key
            elif (
                chapter
                or (paragraph.style == SUPPORT_STYLE and (statement not in there or statement in joined))
                or (paragraph.style == EMPTY_STYLE and walk.statements.get(place))
            ):
                yield at

    def _chapters(self, walk: _Walk) -> Iterator[Change]:
        """Chapters stand in the order of workshop.toml; where people put them otherwise, that is told."""
        places = [one for one in self.base if self.fields[one].field == "place" and one in set(walk.places)]
        for themes in (True, False):
            before, after = (
                [key for key in found if self.fields[key].id.endswith("/") is themes]
                for found in (places, walk.places)
            )
            if before != after:
                was, now = (", ".join(self.base[key].text for key in found) for found in (before, after))
                yield NotCarried(was, now, "chapters stand in the order of workshop.toml")
                return

    def _pictures(self) -> Iterator[Change]:
        before, after = (sum(p.pictures for p in side) for side in (self.draft.paragraphs, self.returned))
        for _ in range(before - after):
            yield NotCarried("a picture", "", OF_PICTURES)
        for _ in range(after - before):
            yield NotCarried("", "a picture", OF_PICTURES)


def _computed(base: DraftParagraph, word: str = "", at: int | None = None) -> NotCarried:
    """What was changed of the words that the tool writes by itself, or that a Word template holds."""
    why = f"these words stand in {base.template}" if base.template else OF_THE_TOOL
    return NotCarried(base.text, word, why, at, base.template)


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


def _same_looks(one: DraftParagraph, other: DraftParagraph) -> bool:
    """Whether two paragraphs are marked up alike; LibreOffice ends the address of a site with a slash."""
    return SITE.sub(r"\1", one.html) == SITE.sub(r"\1", other.html)


def _inline(paragraph: DraftParagraph) -> str:
    return paragraph.html or escape(paragraph.text, quote=False)
