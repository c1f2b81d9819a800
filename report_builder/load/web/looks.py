"""How words on a web page look: by their elements, by style attributes and by the page's own style sheet.

In goes an element; out comes a Look. Of style sheets only rules for a tag, a class or an id are read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from report_builder.colours import colour_code

Element = etree._Element
SIMPLE = re.compile(r"[\w-]*(?:[.#][\w-]+)?")
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
BOLD = ("bold", "bolder", "600", "700", "800", "900")
TAGS = {
    **{tag: {"font-weight": "bold"} for tag in ("b", "strong", "th", "dt", "summary")},
    **{tag: {"text-decoration": "line-through"} for tag in ("s", "strike", "del")},
    "mark": {"background-color": "#ffff00"},
}
Declarations = Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """How words look."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    colour: str = ""
    """Code of the background, or ""."""


PLAIN = Look()


class Sheet:
    """The rules of a page's style sheets, by tag, .class and #id."""

    def __init__(self, root: Element) -> None:
        """Read all style elements of a page."""
        self.rules: dict[str, dict[str, str]] = {}
        for style in root.iter("style"):
            for rule in COMMENT.sub("", style.text or "").split("}"):
                selectors, _, body = rule.rpartition("{")
                for selector in (part.strip() for part in selectors.split(",")):
                    if selector and SIMPLE.fullmatch(selector):
                        self.rules.setdefault(selector, {}).update(_declared(body))

    def look(self, element: Element, around: Look) -> Look:
        """Return how an element's words look, where those around it look as told."""
        said: dict[str, str] = {}
        for declarations in self._declarations(element):
            said.update(declarations)
        look = around
        if weight := said.get("font-weight"):
            look = replace(look, bold=weight in BOLD)
        if "line-through" in said.get("text-decoration", "") + said.get("text-decoration-line", ""):
            look = replace(look, struck=True)
        background = said.get("background-color") or said.get("background", "")
        if colour_code(background):
            look = replace(look, colour=colour_code(background))
        gone = said.get("display") == "none" or said.get("visibility") == "hidden"
        return replace(look, hidden=True) if gone or element.get("hidden") is not None else look

    def _declarations(self, element: Element) -> Iterator[Declarations]:
        """What is declared for an element, the stronger the later."""
        tag = str(element.tag)
        yield TAGS.get(tag, {})
        names = (*(f".{name}" for name in element.get("class", "").split()), f"#{element.get('id', '')}")
        for selector in (tag, *names, *(tag + name for name in names)):
            yield self.rules.get(selector, {})
        yield _declared(element.get("style", ""))


def _declared(body: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in body.split(";"))
    return {
        name.strip().lower(): words.strip().lower().removesuffix("!important").strip()
        for name, _, words in pairs
        if words.strip()
    }
