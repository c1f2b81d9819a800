"""The prose of a section as passages: paragraphs, list entries and headings that can be edited one by one.

In goes the HTML of a section; out come its passages, and HTML again. Tables, code and rules stay as they
are, behind the passage that they follow.
"""

import html as entities
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml import html as lxml_html
from rapidfuzz import fuzz

from report_builder.history.threeway import Stretch, cut_sentences, same, squeezed, stretches

Element = etree._Element
LISTS = ("ul", "ol")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
OPAQUE = "opaque"
INLINE = ("strong", "em", "code", "s", "del", "sup", "sub", "br")
BLOCKS = (
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "li",
    "blockquote",
    "pre",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
)
KEPT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*INLINE, *BLOCKS), ()),
    "a": ("href", "title"),
    "ol": ("start",),
    "th": ("style",),
    "td": ("style",),
}
"""Tag of written prose -> attributes that may stand in it."""
EMPTY = ("br", "hr")
SILENT = ("script", "style", "template", "iframe", "object")
"""Tags whose words are no prose."""
ALIKE = 50.0
"""Likeness (0 to 100) from which a passage is another version of one of the base."""


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading or list entry, or an opaque block."""

    kind: str
    """`p`, `h2` ..., `li`, `quote`; `opaque` for what is kept as it is."""
    html: str
    """What stands in it, inline; of an opaque block the whole of it."""
    lists: tuple[str, ...] = ()
    """Of a list entry: the lists that it stands in, outermost first: `ul` or `ol`."""
    further: bool = False
    """A later paragraph of the list entry above it."""

    @property
    def text(self) -> str:
        """Its words."""
        return squeezed("".join(map(str, lxml_html.fromstring(f"<div>{self.html}</div>").itertext())))


@dataclass(frozen=True)
class Clash:
    """Both sides changed the same passage or sentence; mine stands."""

    base: str
    mine: str
    theirs: str


def read_passages(html: str) -> tuple[Passage, ...]:
    """Cut the HTML of a section into passages, in reading order."""
    if not html.strip():
        return ()
    return tuple(_blocks(lxml_html.fragment_fromstring(html, create_parent="div"), ()))


def write_passages(passages: Sequence[Passage]) -> str:
    """Put passages together to HTML, lists nested as they say."""
    parts: list[str] = []
    open_lists: list[str] = []
    for passage in passages:
        depth = len(passage.lists) if passage.kind == "li" else 0
        if not (passage.further and depth and depth <= len(open_lists)):
            _close(parts, open_lists, _shared(open_lists, passage.lists[:depth]), entry=depth)
        parts += _opened(passage, open_lists)
    _close(parts, open_lists, 0, entry=0)
    return "".join(parts)


def clean(html: str) -> str:
    """HTML with nothing but the tags of written prose: text in others stays, scripts and attributes go.

    >>> clean('<em onclick="x">so</em> <script>no</script> a < b')
    '<em>so</em>  a &lt; b'
    """
    return "".join(_cleaned(lxml_html.fragment_fromstring(html, create_parent="div"))) if html else ""


def merge_passages(
    base: Sequence[Passage],
    mine: Sequence[Passage],
    theirs: Sequence[Passage],
    *,
    settled: Collection[str] = (),
) -> tuple[tuple[Passage, ...], tuple[Clash, ...]]:
    """Bring two versions of a section together, sentence by sentence where both changed one passage.

    What both sides added at one place stands there, mine first. Of passages and sentences of the base whose
    words are among `settled` mine counts, whatever became of them.
    """
    merged: list[Passage] = []
    clashes: list[Clash] = []
    for stretch in stretches(
        base, mine, theirs, key=lambda passage: (passage.kind, passage.lists, passage.html)
    ):
        agreed = stretch.settled(lambda one, other: list(one) == list(other))
        if agreed is not None and not settled:
            merged += agreed
        else:
            passages, found = _merge_stretch(stretch, settled)
            merged += passages
            clashes += found
    return tuple(merged), tuple(clashes)


def _merge_stretch(stretch: Stretch[Passage], settled: Collection[str]) -> tuple[list[Passage], list[Clash]]:
    """Passage by passage: each of the base with what either side made of it, then what was added there."""
    mine, theirs = _Side(stretch.base, stretch.mine), _Side(stretch.base, stretch.theirs)
    merged: list[Passage] = mine.joined_by(theirs, -1)
    clashes: list[Clash] = []
    for at, before in enumerate(stretch.base):
        one, other = mine.kept[at], theirs.kept[at]
        if before.text in settled:
            merged += [one] if one else []
        elif one and other:
            passage, found = _merge_one(before, one, other, settled)
            merged.append(passage)
            clashes += found
        elif (left := one or other) and not same(left.html, before.html):
            merged.append(left)
            clashes.append(Clash(before.text, one.text if one else "", other.text if other else ""))
        merged += mine.joined_by(theirs, at)
    return merged, clashes


class _Side:
    """One side's passages laid beside those of the base."""

    def __init__(self, base: Sequence[Passage], passages: Sequence[Passage]) -> None:
        self.kept: list[Passage | None] = [None] * len(base)
        """What became of each passage of the base; None where it was taken out."""
        self.added: dict[int, list[Passage]] = {}
        """What was added behind each, -1 for before the first."""
        rest = list(range(len(base)))
        at = -1
        for position, passage in enumerate(passages):
            # as many must be left for the passages that follow as those can claim
            likest = max(rest, key=lambda place: _likeness(base[place], passage), default=None)
            left = len(passages) - position
            if likest is not None and (_likeness(base[likest], passage) >= ALIKE or left == len(rest)):
                likest = likest if _likeness(base[likest], passage) >= ALIKE else rest[0]
                self.kept[likest] = passage
                rest = [place for place in rest if place > likest]
                at = likest
            else:
                self.added.setdefault(at, []).append(passage)

    def joined_by(self, other: "_Side", at: int) -> list[Passage]:
        """What both sides added at a place, the same once."""
        mine = self.added.get(at, [])
        texts = {passage.text for passage in mine}
        return [*mine, *(passage for passage in other.added.get(at, []) if passage.text not in texts)]


def _likeness(one: Passage, other: Passage) -> float:
    return fuzz.ratio(one.html, other.html) if one.kind != OPAQUE or one == other else 0.0


def _merge_one(
    base: Passage, mine: Passage, theirs: Passage, settled: Collection[str]
) -> tuple[Passage, list[Clash]]:
    html, clashes = _merge_sentences(base.html, mine.html, theirs.html, settled)
    if not _well_formed(html):
        html, clashes = mine.html, [Clash(base.text, mine.text, theirs.text)]
    reshaped = theirs if _shape(mine) == _shape(base) else mine
    return replace(reshaped, html=html), clashes


def _merge_sentences(base: str, mine: str, theirs: str, settled: Collection[str]) -> tuple[str, list[Clash]]:
    merged: list[str] = []
    clashes: list[Clash] = []
    before, one, other = (cut_sentences(side) for side in (base, mine, theirs))
    found = stretches(before, one, other, key=squeezed)
    for stretch in (part for whole in found for part in whole.parts()):
        words = Clash(*(_words("".join(side)) for side in (stretch.base, stretch.mine, stretch.theirs)))
        agreed = stretch.settled(lambda one, other: same("".join(one), "".join(other)))
        if words.base in settled:
            agreed = stretch.mine
        elif agreed is None:
            agreed = _added_beside(stretch)
        if agreed is None:
            clashes.append(words)
            agreed = stretch.mine
        merged += agreed
    return "".join(merged).strip(), clashes


def _shape(passage: Passage) -> tuple[str, tuple[str, ...], bool]:
    return passage.kind, passage.lists, passage.further


def _words(html: str) -> str:
    return Passage("p", html).text


def _added_beside(stretch: Stretch[str]) -> list[str] | None:
    """What one side made of sentences, with those that the other only added before or behind them."""
    count = len(stretch.base)
    if not count:
        return [*stretch.mine, *stretch.theirs]
    base = "".join(stretch.base)
    for changed, added in ((stretch.mine, stretch.theirs), (stretch.theirs, stretch.mine)):
        if len(added) > count and same("".join(added[:count]), base):
            return [*changed, *added[count:]]
        if len(added) > count and same("".join(added[-count:]), base):
            return [*added[:-count], *changed]
    return None


def _well_formed(html: str) -> bool:
    try:
        etree.fromstring(f"<p>{html}</p>")
    except etree.XMLSyntaxError:
        return False
    return True


def _cleaned(element: Element) -> Iterator[str]:
    yield entities.escape(element.text or "", quote=False)
    for child in element:
        tag = str(child.tag)
        if tag in KEPT:
            attributes = "".join(
                f' {name}="{entities.escape(child.get(name, ""))}"' for name in KEPT[tag] if child.get(name)
            )
            inside = "".join(_cleaned(child))
            yield f"<{tag}{attributes}/>" if tag in EMPTY else f"<{tag}{attributes}>{inside}</{tag}>"
        elif tag not in SILENT:
            yield from _cleaned(child)
        yield entities.escape(child.tail or "", quote=False)


def _blocks(container: Element, lists: tuple[str, ...]) -> Iterator[Passage]:
    if container.text and container.text.strip():
        yield Passage("p", entities.escape(container.text.strip(), quote=False))
    for element in container:
        tag = str(element.tag)
        if tag in LISTS:
            for entry in element.iterchildren("li"):
                yield from _entry(entry, (*lists, tag))
        elif tag == "blockquote" and all(child.tag == "p" for child in element):
            yield from (Passage("quote", _inside(child)) for child in element)
        elif tag == "p" or tag in HEADINGS:
            yield Passage(tag, _inside(element))
        else:
            yield Passage(OPAQUE, etree.tostring(element, encoding="unicode", method="xml", with_tail=False))


def _entry(entry: Element, lists: tuple[str, ...]) -> Iterator[Passage]:
    """A list entry's own words, then its further paragraphs and the lists in it."""
    own = entities.escape(entry.text or "", quote=False)
    later: list[Passage] = []
    begun = False
    for child in entry:
        if child.tag in LISTS:
            for inner in child.iterchildren("li"):
                later += _entry(inner, (*lists, str(child.tag)))
        elif child.tag == "p":
            if own.strip() or begun:
                later.append(Passage("li", _inside(child), lists, further=True))
            else:
                own = _inside(child)
            begun = True
        else:
            own += etree.tostring(child, encoding="unicode", method="xml", with_tail=False)
        own += (
            entities.escape((child.tail or "").rstrip("\n"), quote=False)
            if child.tail and child.tail.strip()
            else ""
        )
    if own.strip():
        yield Passage("li", own.strip(), lists)
    yield from later


def _inside(element: Element) -> str:
    parts = [entities.escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="xml") for child in element]
    return "".join(parts).strip()


def _opened(passage: Passage, open_lists: list[str]) -> list[str]:
    if passage.kind == OPAQUE:
        return [passage.html]
    if passage.kind == "quote":
        return [f"<blockquote><p>{passage.html}</p></blockquote>"]
    if passage.kind != "li":
        return [f"<{passage.kind}>{passage.html}</{passage.kind}>"]
    if passage.further and open_lists:
        return [f"<p>{passage.html}</p>"]
    opened = [f"<{tag}><li>" for tag in passage.lists[len(open_lists) :]] or ["<li>"]
    open_lists.extend(passage.lists[len(open_lists) :])
    return [*opened, passage.html]


def _close(parts: list[str], open_lists: list[str], kept: int, *, entry: int) -> None:
    """Close the lists beyond the `kept` outermost, and the entry before if the next is its neighbour."""
    while len(open_lists) > kept:
        parts.append(f"</li></{open_lists.pop()}>")
    if open_lists and len(open_lists) == entry:
        parts.append("</li>")


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lists, from the outermost on, are the same."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
