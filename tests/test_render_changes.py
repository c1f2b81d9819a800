"""Differences as tracked changes: accepting all gives the new words, rejecting all the old ones."""

import copy
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from report_builder.draftxml import read_draft_text
from report_builder.render.word.changes import mark_changes
from report_builder.wordxml import StyleBook
from tests.word_editor import Element, W, make, q, run
from tests.word_reviewer import settle

STYLES = StyleBook({"Body": "Body Text", "RBFinding": "RB Finding"}, *[frozenset[str]()] * 3)
Line = str
Table = tuple[tuple[str, ...], ...]
"""Rows of cells."""

WORDS = st.lists(st.sampled_from(["signs", "vans", "at", "night", "need", "Ω,", "(x)"]), max_size=7).map(
    " ".join
)
TABLES = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.tuples(*[WORDS] * wide), min_size=1, max_size=3).map(tuple)
)
DOCUMENTS = st.lists(st.one_of(WORDS, WORDS, TABLES), max_size=7)


def paragraph(text: str) -> Element:
    """A paragraph; some of its words are bold, so that it has several runs."""
    first, space, rest = text.partition(" ")
    runs = [run(first)] * bool(first) + [run(space + rest, "b")] * bool(rest)
    style = "RBFinding" if text.startswith("need") else "Body"
    return make("p", make("pPr", make("pStyle", val=style)), *runs)


def body_of(document: Sequence[Line | Table]) -> Element:
    """A Word body; a paragraph parts two tables, as Word wants."""
    body = etree.Element(q("body"), nsmap={"w": W})
    for block in document:
        if isinstance(block, str):
            body.append(paragraph(block))
        else:
            rows = [make("tr", *(make("tc", paragraph(cell)) for cell in row)) for row in block]
            body.append(make("tbl", *rows))
            body.append(paragraph(""))
    return body


def paragraphs(body: Element) -> list[str]:
    """The words of each paragraph, empty ones too."""
    return ["".join(str(piece.text) for piece in p.iter(q("t"))) for p in body.iter(q("p"))]


def words(body: Element) -> list[str]:
    """The words of each paragraph that has any."""
    return [text for text in paragraphs(body) if text]


def marked(old: Element, new: Element) -> Element:
    body = copy.deepcopy(new)
    before, after = (read_draft_text(each, STYLES, {}).paragraphs for each in (old, body))
    mark_changes(body, STYLES, before, after, "2024-03-05")
    return body


@given(DOCUMENTS, DOCUMENTS)
@settings(deadline=None)
def test_accepting_gives_the_new_words_and_rejecting_the_old(
    old: list[Line | Table], new: list[Line | Table]
) -> None:
    before, after = body_of(old), body_of(new)
    accepted, rejected = marked(before, after), marked(before, after)
    settle(accepted, accept=True)
    assert paragraphs(accepted) == paragraphs(after)
    settle(rejected, accept=False)
    assert words(rejected) == words(before)
    empty = [paragraphs(each).count("") for each in (rejected, before, after)]
    assert empty[0] <= empty[1] + empty[2]


@given(DOCUMENTS)
@settings(deadline=None, max_examples=30)
def test_what_did_not_change_has_no_mark(document: list[Line | Table]) -> None:
    body = marked(body_of(document), body_of(document))
    assert not [*body.iter(q("ins")), *body.iter(q("del"))]


def shown(body: Element) -> str:
    """A paragraph's words with what is marked: [-gone-] {+new+}."""
    signs = {q("del"): "[-{}-]", q("ins"): "{{+{}+}}", q("r"): "{}"}
    return "".join(
        signs[str(part.tag)].format("".join(str(t.text) for t in part.iter(q("t"), q("delText"))))
        for p in body.iter(q("p"))
        for part in p
        if part.tag in signs
    )


def test_only_the_words_that_changed_are_marked() -> None:
    body = marked(body_of(["signs at night are old"]), body_of(["signs by night are very old"]))
    assert shown(body) == "signs [-at-]{+by+} night are {+very +}old"


def test_a_new_row_is_marked_as_a_row_and_says_who_and_when() -> None:
    old, new = (("0.1", "first"),), (("0.1", "first"), ("0.2", "second"))
    body = marked(body_of([old]), body_of([new]))
    rows = list(body.iter(q("tr")))
    marks = [row.find(f"{q('trPr')}/{q('ins')}") for row in rows]
    assert marks[0] is None
    assert marks[1] is not None
    said = (marks[1].get(q("author")), marks[1].get(q("date")))
    assert said == ("report-builder", "2024-03-05T00:00:00Z")


def test_what_stood_between_two_tables_that_are_one_now_stays_between_their_rows() -> None:
    body = marked(
        body_of([(("a", "b"),), "between", (("c", "d"),)]),
        body_of([(("a", "b"), ("c", "d"))]),
    )
    assert shown(body) == "ab[-between-]cd"
    settle(body, accept=False)
    assert words(body) == ["a", "b", "between", "c", "d"]


def test_numbers_of_tracked_changes_are_given_once() -> None:
    body = marked(body_of(["a b c", (("x", "y"),), "d"]), body_of(["a z c", (("x", "q"), ("r", "s")), "e"]))
    numbers = [element.get(q("id")) for element in body.iter(q("ins"), q("del"))]
    assert len(numbers) == len(set(numbers)) > 4
