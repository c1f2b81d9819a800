"""Which Word style an element of the page gets, and the ids of those styles in a reference document."""

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from report_builder.render.elements import Element
from report_builder.render.word.xml import qn, w

PARAGRAPH_STYLES: Mapping[str, str] = {
    "lead": "RB Lead",
    "finding": "RB Finding",
    "support": "RB Support",
    "quote": "Quote",
    "entry": "RB Annex Entry",
    "note": "RB Note",
    "cover-project": "RB Cover Project",
    "title": "Title",
    "subtitle": "Subtitle",
    "cover-event": "RB Cover Event",
    "cover-facts": "RB Cover Facts",
    "statement": "RB Funding",
    "disclaimer": "RB Disclaimer",
    "caption": "Caption",
    "empty": "RB Empty",
    "run-in": "RB Run-in",
}
"""Class of a paragraph or heading -> name of its Word style; other classes fall back to the tag."""

HEADING_STYLES: Mapping[str, str] = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3"}

CHARACTER_STYLES: Mapping[str, str] = {
    "number": "RB Number",
    "lens": "RB Lens",
    "sign": "RB Sign",
    "source": "RB Source",
    "code": "RB Code",
    "small": "RB Small",
    "quiet": "RB Quiet",
}
"""Class or tag of an inline element -> name of its character style."""

CODE_STYLE = "HTML Preformatted"
"""Style of a block of code; Word's own name for it."""
TAG_STYLES: Mapping[str, str] = {"figcaption": "RB Figure Caption", "blockquote": "Quote", "pre": CODE_STYLE}
"""Tag -> name of the Word style of a paragraph without a class that has one."""

HANGING_STYLES = frozenset({"RB Finding", "RB Annex Entry", "RB Plain Entry"})
"""Styles whose number or sign is followed by a tab."""

FALLBACKS: Mapping[str, str] = {
    "TOC Heading": "RB Heading Unnumbered",
    "RB Heading Unnumbered": "Heading 1",
    "RB Heading Annex": "Heading 1",
    "RB Finding": "Body Text",
    "RB Support": "Body Text",
    "RB Annex Entry": "Body Text",
    "RB Lead": "Body Text",
    "RB Note": "Body Text",
    "RB Empty": "Body Text",
    CODE_STYLE: "Body Text",
    "RB Figure Caption": "Caption",
    "RB Cover Figure": "RB Figure",
    "RB Table Figure": "RB Table Text",
    "RB Facts": "RB Table",
    "RB Table": "Table Grid",
    "List Bullet 2": "List Bullet",
    "List Bullet 3": "List Bullet 2",
    "List Number 2": "List Number",
    "List Number 3": "List Number 2",
    "List Continue 2": "List Continue",
    "List Continue 3": "List Continue 2",
}
"""Style that a missing one is based on; Normal where nothing is said."""

COMPACT_SIZE = "20"
COMPACT_SIZES: Mapping[str, str] = {"Title": "40", "RB Lead": "21"}
"""Sizes in a short document, in half points."""
NORMAL_LINE, COMPACT_LINE = "300", "280"
COMPACT_SPACING: Mapping[str, Mapping[str, str]] = {
    "Title": {"line": "480", "after": "140"},
    "Subtitle": {"after": "0"},
    "RB Lead": {"before": "220", "after": "140", "line": "300"},
    "RB Support": {"after": "110"},
    "Heading 2": {"before": "240"},
}
"""Spacing of a short document, in twentieths of a point."""

_OUTLINE = {"Heading 1": "0", "Heading 2": "1", "Heading 3": "2"}
_DEFAULTS = {"paragraph": "Normal", "character": "Default Paragraph Font", "table": "Normal Table"}


STYLE_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *HEADING_STYLES.values(),
            *PARAGRAPH_STYLES.values(),
            *TAG_STYLES.values(),
            *FALLBACKS,
            *FALLBACKS.values(),
            *(
                "TOC 1",
                "TOC 2",
                "RB Plain Entry",
                "RB Cover Figure",
                "RB Emblem",
                "RB Table Text",
                "Hyperlink",
            ),
            *CHARACTER_STYLES.values(),
        ]
    )
)
"""Every style that a report may use."""


@functools.cache
def _other_names() -> Mapping[str, tuple[str, ...]]:
    """Name of a style -> what programs of other languages call it."""
    path = Path(__file__).with_name("style-names.toml")
    told: Mapping[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for name, others in told.items():
        for number in "123" if "#" in name else ("",):
            found[name.replace("#", number).casefold()] = tuple(
                other.replace("#", number).casefold() for other in others
            )
    return found


class Source(Protocol):
    """Where the looks of a style that is missing come from."""

    def style(self, kind: str, name: str, new_id: str, styles: "Styles") -> Element | None:
        """The definition of a style, fitted to those of the document; None where there is none."""


class Styles:
    """The styles of one document, found by the names that Word writes in every language.

    Where a file has another name than Word's, a style is found by what other languages call it, and a heading
    by its level in the outline; `mapping` names what a person wants used instead.
    """

    def __init__(
        self,
        root: Element,
        mapping: Mapping[str, str] = MappingProxyType({}),
        source: Source | None = None,
    ) -> None:
        self._root = root
        self._source = source
        self._mapping = {ours.casefold(): theirs.casefold() for ours, theirs in mapping.items()}
        self._ids: dict[tuple[str, str], str] = {}
        self._given: dict[str, str] = {}
        for style in root.iterfind(qn("style")):
            for name in _names_of(style):
                key = (style.get(qn("type"), "paragraph"), name.casefold())
                self._ids.setdefault(key, style.get(qn("styleId"), ""))
        self._theirs = frozenset(self._ids)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the document's styles, as written there."""
        return tuple(name for style in self._root.iterfind(qn("style")) for name in _names_of(style))

    @property
    def given(self) -> Mapping[str, str]:
        """Name in the document -> name of ours, where the two differ; the first that asked for it."""
        return self._given

    def holds(self, name: str) -> bool:
        """Whether the document has a style of this very name."""
        return any(name.casefold() == known for _, known in self._theirs)

    def finds(self, kind: str, name: str) -> bool:
        """Whether the document itself has what a style of ours stands for."""
        return bool(self._known(kind, name)) and (kind, name.casefold()) not in self._made

    @property
    def _made(self) -> frozenset[tuple[str, str]]:
        return frozenset(key for key in self._ids if key not in self._theirs)

    def paragraph(self, name: str) -> str:
        """Id of a paragraph style, made from its fallback if the reference document has none."""
        return self.find("paragraph", name)

    def character(self, name: str) -> str:
        """Id of a character style, made plain if the reference document has none."""
        return self.find("character", name)

    def table(self, name: str) -> str:
        """Id of a table style, made from its fallback if the reference document has none."""
        return self.find("table", name)

    def definition(self, name: str) -> Element | None:
        """The definition of a paragraph style that was found or made before."""
        return self.of_id(self._known("paragraph", name))

    def of_id(self, id: str) -> Element | None:
        """The definition of a style by its id."""
        styles = self._root.iterfind(qn("style"))
        return next((style for style in styles if id and style.get(qn("styleId")) == id), None)

    def find(self, kind: str, name: str) -> str:
        """Id of a style of ours in this document, made if it has none."""
        found = self._known(kind, name)
        if not found:
            return self._make(kind, name)
        if (kind, name.casefold()) not in self._ids:
            self._ids[kind, name.casefold()] = found
            self._note(found, name)
        return found

    def _known(self, kind: str, name: str) -> str:
        """Id of the style that stands for one of ours: as a person says, by name, or by what it is."""
        wanted = name.casefold()
        names = [self._mapping.get(wanted, ""), wanted, *_other_names().get(wanted, ())]
        ids = (self._ids.get((kind, each), "") for each in names if each)
        return next(filter(None, ids), "") or self._by_outline(kind, name)

    def _by_outline(self, kind: str, name: str) -> str:
        level = _OUTLINE.get(name) if kind == "paragraph" else None
        for style in self._root.iterfind(qn("style")) if level else ():
            outline = style.find(f"{qn('pPr')}/{qn('outlineLvl')}")
            own = any(each.startswith("RB ") for each in _names_of(style))
            if outline is not None and outline.get(qn("val")) == level and not own:
                return style.get(qn("styleId"), "")
        return ""

    def _note(self, id: str, name: str) -> None:
        style = self.of_id(id)
        called = next(_names_of(style), "") if style is not None else ""
        if called and called.casefold() != name.casefold():
            self._given.setdefault(called, name)

    def _make(self, kind: str, name: str) -> str:
        new_id = name.replace(" ", "")
        taken = set(self._ids.values())
        while new_id in taken:
            new_id += "x"
        self._ids[kind, name.casefold()] = new_id
        if self._source is not None:
            adopted = self._source.style(kind, name, new_id, self)
            if adopted is not None:
                self._root.append(adopted)
                return new_id
        # built-in names are written in lower case, else Word takes them for the user's own
        own = name.startswith("RB ")
        style = w("style", w("name", val=name if own else _built_in(name)), type=kind, styleId=new_id)
        if own:
            style.set(qn("customStyle"), "1")
        if name != _DEFAULTS[kind]:
            base = FALLBACKS.get(name, _DEFAULTS[kind]) if kind != "character" else _DEFAULTS[kind]
            style.append(w("basedOn", val=self.find(kind, base)))
        style.append(w("qFormat"))
        if name in _OUTLINE:
            style.append(w("pPr", w("keepNext"), w("outlineLvl", val=_OUTLINE[name])))
        self._root.append(style)
        return new_id


def _names_of(style: Element) -> Iterator[str]:
    """The name of a style, then those that people gave it besides."""
    for tag in ("name", "aliases"):
        found = style.find(qn(tag))
        if found is not None:
            words = found.get(qn("val"), "")
            yield from (words,) if tag == "name" else map(str.strip, words.split(","))


def make_compact(root: Element, styles: Styles) -> None:
    """Set a short document smaller and closer, as its page is: 10 on 14 points instead of 10.5 on 15."""
    for size in root.iterfind(f"{qn('docDefaults')}//{qn('sz')}"):
        size.set(qn("val"), COMPACT_SIZE)
    for spacing in root.iter(qn("spacing")):
        if spacing.get(qn("line")) == NORMAL_LINE:
            spacing.set(qn("line"), COMPACT_LINE)
    for name, values in COMPACT_SPACING.items():
        _set_all(styles.definition(name), ("spacing",), values)
    for name, size_of in COMPACT_SIZES.items():
        _set_all(styles.definition(name), ("sz", "szCs"), {"val": size_of})


def _set_all(definition: Element | None, tags: Iterable[str], values: Mapping[str, str]) -> None:
    for element in definition.iter(*map(qn, tags)) if definition is not None else ():
        for attribute, value in values.items():
            element.set(qn(attribute), value)


def _built_in(name: str) -> str:
    lower = name.startswith(("Heading ", "Caption", "Header", "Footer")) or name in ("TOC 1", "TOC 2")
    return name.lower() if lower else name
