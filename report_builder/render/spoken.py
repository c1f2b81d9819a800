"""In which language each part of a PDF is: the page's `lang` attributes, put into the structure tree.

WeasyPrint tells the language of the whole file alone. It makes one structure element for each box, in the
order of the boxes, so the two are walked side by side.
"""

import re
from collections.abc import Iterator
from typing import Any

CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ELEMENTS = {"p": "/P", "span": "/Span", "div": "/Div", "img": "/Figure"}
"""Tag in the page -> kind of its structure element, for those that say their language."""


def mark_languages(document: Any, pdf: Any, language: str) -> tuple[str, ...]:
    """Mark what is in another language than `language`, the page's, in a PDF that is not yet written.

    Elements that can't be told apart, as a style sheet of people's own may bring, are left; a sentence for
    each kind says so.
    """
    boxes = [box for page in document.pages for box in _boxes(page._page_box)]
    unmarked = []
    for tag, kind in ELEMENTS.items():
        said = [box.element.get("lang", "") for box in boxes if box.element_tag == tag]
        elements = [each for each in pdf.objects if _is_box(each, kind)]
        if len(said) != len(elements):
            unmarked.append(f"the languages of <{tag}> can't be told to screen readers")
            continue
        for own, element in zip(said, elements, strict=True):
            if own != language and CODE.fullmatch(own):
                element["Lang"] = f"({own})"  # a string, as PDF writes it
    return tuple(unmarked)


def _boxes(box: Any) -> Iterator[Any]:
    """The boxes that have structure elements, in the order of these."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, TextBox):
        return
    if box.element is not None and not isinstance(box, LineBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _is_box(thing: Any, kind: str) -> bool:
    """Whether it is the structure element of a box, not of a line of text within one."""
    if not isinstance(thing, dict) or thing.get("Type") != "/StructElem" or thing.get("S") != kind:
        return False
    return kind == "/Figure" or not any(isinstance(child, int) for child in thing["K"])
