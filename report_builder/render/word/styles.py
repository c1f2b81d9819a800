"""Which Word style an element of the page gets, and the ids of those styles in a reference document."""

from collections.abc import Iterable, Mapping

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


class Styles:
    """The styles of one document, found by their names, which Word writes the same in every language."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._ids: dict[tuple[str, str], str] = {}
        for style in root.iterfind(qn("style")):
            name = style.find(qn("name"))
            if name is not None:
                key = (style.get(qn("type"), "paragraph"), name.get(qn("val"), "").casefold())
                self._ids[key] = style.get(qn("styleId"), "")

    def paragraph(self, name: str) -> str:
        """Id of a paragraph style, made from its fallback if the reference document has none."""
        return self._find("paragraph", name)

    def character(self, name: str) -> str:
        """Id of a character style, made plain if the reference document has none."""
        return self._find("character", name)

    def table(self, name: str) -> str:
        """Id of a table style, made from its fallback if the reference document has none."""
        return self._find("table", name)

    def definition(self, name: str) -> Element | None:
        """The definition of a paragraph style that was found or made before."""
        wanted = self._ids.get(("paragraph", name.casefold()))
        styles = self._root.iterfind(qn("style"))
        return next((style for style in styles if style.get(qn("styleId")) == wanted), None)

    def _find(self, kind: str, name: str) -> str:
        found = self._ids.get((kind, name.casefold()))
        return found if found is not None else self._make(kind, name)

    def _make(self, kind: str, name: str) -> str:
        new_id = name.replace(" ", "")
        taken = set(self._ids.values())
        while new_id in taken:
            new_id += "x"
        self._ids[kind, name.casefold()] = new_id
        # built-in names are written in lower case, else Word takes them for the user's own
        own = name.startswith("RB ")
        style = w("style", w("name", val=name if own else _built_in(name)), type=kind, styleId=new_id)
        if own:
            style.set(qn("customStyle"), "1")
        if name != _DEFAULTS[kind]:
            base = FALLBACKS.get(name, _DEFAULTS[kind]) if kind != "character" else _DEFAULTS[kind]
            style.append(w("basedOn", val=self._find(kind, base)))
        style.append(w("qFormat"))
        if name in _OUTLINE:
            style.append(w("pPr", w("keepNext"), w("outlineLvl", val=_OUTLINE[name])))
        self._root.append(style)
        return new_id


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
