"""How words in a Word file look: bold, struck out, hidden.

In go paragraphs that are read as one; out come facts about the words in them.
"""

from collections.abc import Iterator, Sequence

from report_builder.load.word.parts import Element, Package
from report_builder.wordxml import (
    ADDED,
    COMPATIBILITY,
    REMOVED,
    shade,
    spelled,
    switched_on,
    value,
    visible,
    w,
)

APART = frozenset({w("txbxContent"), w("rt"), f"{COMPATIBILITY}Fallback"})
"""What hangs on a paragraph and is no part of it."""


def all_bold(package: Package, paragraphs: Sequence[Element], original: bool) -> bool:
    """Tell whether all their words are in bold."""
    said = [
        package.style(paragraph).bold if on is None else on
        for paragraph, run in _seen(package, paragraphs, original)
        for on in [switched_on(run.find(w("rPr")), "b")]
    ]
    return bool(said) and all(said)


def any_struck(package: Package, paragraphs: Sequence[Element], original: bool) -> bool:
    """Tell whether any of their words are struck out by hand; tracked deletions are not meant."""
    return any(_is_struck(package, run) for _, run in _seen(package, paragraphs, original))


def any_hidden(package: Package, paragraphs: Sequence[Element], original: bool) -> bool:
    """Tell whether any of their words are hidden text."""
    gone = APART | (ADDED if original else REMOVED)
    return any(
        value(paragraph, "pPr/pStyle") in package.hidden or _is_hidden(package, run)
        for paragraph in paragraphs
        for run in _runs(paragraph, gone)
    )


def coloured(package: Package, paragraphs: Sequence[Element], original: bool) -> list[tuple[str, str]]:
    """Return the words of paragraphs that are read as one, each stretch with the code of its highlighting."""
    spans: list[tuple[str, str]] = []
    for paragraph in paragraphs:
        spans += [(" ", "")] if spans else []
        if value(paragraph, "pPr/pStyle") in package.hidden:
            continue
        around = shade(paragraph.find(w("pPr"))) or package.colour(value(paragraph, "pPr/pStyle"))
        colour = around
        for element in visible(paragraph, original, package.hidden):
            if element.tag == w("r"):
                properties = element.find(w("rPr"))
                colour = shade(properties) or package.colour(value(element, "rPr/rStyle")) or around
            spans.append((spelled(element), colour))
    return spans


def _seen(
    package: Package, paragraphs: Sequence[Element], original: bool
) -> Iterator[tuple[Element, Element]]:
    """Yield the runs with words that a reader sees, each with its paragraph."""
    for paragraph in paragraphs:
        for run in visible(paragraph, original, package.hidden):
            if run.tag == w("r") and _worded(run):
                yield paragraph, run


def _runs(element: Element, gone: frozenset[str]) -> Iterator[Element]:
    """Yield the runs with words, hidden ones too."""
    for child in element:
        if child.tag == w("r") and _worded(child):
            yield child
        if child.tag not in gone:
            yield from _runs(child, gone)


def _worded(run: Element) -> bool:
    return bool("".join(map(spelled, run)).strip())


def _is_hidden(package: Package, run: Element) -> bool:
    said = switched_on(run.find(w("rPr")), "vanish")
    return value(run, "rPr/rStyle") in package.hidden if said is None else said


def _is_struck(package: Package, run: Element) -> bool:
    said = [switched_on(run.find(w("rPr")), name) for name in ("strike", "dstrike")]
    if any(on is not None for on in said):
        return any(said)
    return value(run, "rPr/rStyle") in package.struck
