"""What WeasyPrint leaves out of a tagged PDF, put in just before it is written.

It tells the language of the whole file alone, gives header cells no scope, links no words and not always an
element of their own, and tags headers and footers as text. It makes one structure element for each box, in
the order of the boxes, so the two are walked side by side.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from report_builder.errors import Problem, RenderError

CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ELEMENTS = {"p": "/P", "span": "/Span", "div": "/Div", "img": "/Figure"}
"""Tag in the page -> kind of its structure element, for those that say their language."""
SCOPES = {"row": "/Row", "col": "/Column"}
PRINTED = 4
"""Flag of an annotation that is printed as well as shown."""


def printed_boxes(document: Any) -> list[Any]:
    """The boxes of all pages that have structure elements, in the order of these."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox
    from weasyprint.layout.absolute import AbsolutePlaceholder

    found = []
    waiting = [page._page_box for page in reversed(document.pages)]
    while waiting:
        box = waiting.pop()
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if not isinstance(box, TextBox):
            if box.element is not None and not isinstance(box, LineBox):
                found.append(box)
            waiting.extend(reversed(getattr(box, "children", ())))
    return found


def mark_languages(boxes: Sequence[Any], pdf: Any, language: str) -> tuple[str, ...]:
    """Mark what is in another language than `language`, the page's, in a PDF that is not yet written.

    Elements that can't be told apart, as a style sheet of people's own may bring, are left; a sentence for
    each kind says so.
    """
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


def _is_box(thing: Any, kind: str) -> bool:
    """Whether it is the structure element of a box, not of a line of text within one."""
    if not isinstance(thing, dict) or thing.get("Type") != "/StructElem" or thing.get("S") != kind:
        return False
    return kind == "/Figure" or not any(isinstance(child, int) for child in thing["K"])


def finish_tags(boxes: Sequence[Any], pdf: Any) -> None:
    """Give header cells their scope, links their words and an element, and take headers and footers out.

    Raises:
        RenderError: The structure tree is not the one that WeasyPrint 70 makes.
    """
    objects = {one.reference: one for one in pdf.objects}
    try:
        root = objects[pdf.catalog["StructTreeRoot"]]
        tree = objects[root["K"][0]]
        numbers = objects[root["ParentTree"]]["Nums"]
        elements = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for box in boxes:
            _set_scope(box)
            _mend_link(box, elements, objects)
        for number, page in enumerate(pdf.page_references):
            stream = objects[objects[page]["Contents"]].stream
            _take_out_margins(stream, elements[number], tree, objects)
    except (AttributeError, IndexError, KeyError, ValueError) as error:
        mend = "Install the version of WeasyPrint that report-builder asks for."
        what = f"its structure can't be made accessible ({error!r})"
        raise RenderError(Problem("pdf-tags", "PDF", what, mend)) from error


def _set_scope(box: Any) -> None:
    element = getattr(box, "mark", None)
    if box.element_tag == "th" and element is not None:
        element["A"]["Scope"] = SCOPES[box.element.get("scope", "col")]


def _mend_link(box: Any, elements: Mapping[Any, Any], objects: Mapping[Any, Any]) -> None:
    """Print the link, describe it by its words, and let it stand in an element of its own kind."""
    annotation = getattr(box, "link_annotation", None)
    if annotation:
        annotation["F"] = PRINTED
        words = " ".join("".join(box.element.itertext()).split())
        if words:
            annotation["Contents"] = type(annotation["Contents"])(words)
        objects[elements[annotation["StructParent"]]]["S"] = "/Link"


def _take_out_margins(stream: list[Any], elements: list[Any], tree: Any, objects: Mapping[Any, Any]) -> None:
    """Mark what stands in a page's margins as decoration, so that it is not read out on every page."""
    tops = set(tree["K"])
    margins = {at for at, one in enumerate(elements) if _top(one, tree, objects) not in tops}
    for place, part in enumerate(stream):
        if isinstance(part, dict) and part.get("MCID") in margins:
            elements[part.pop("MCID")] = "null"
            part["Type"] = "/Pagination"
            stream[place - 1] = "/Artifact"


def _top(reference: Any, tree: Any, objects: Mapping[Any, Any]) -> Any:
    """The element right below the document in which an element stands."""
    parent = objects[reference]["P"]
    return reference if parent == tree.reference else _top(parent, tree, objects)
