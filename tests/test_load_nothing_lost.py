"""Whatever stands in whatever: each word that a reader sees comes back once, in order, in one block."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from report_builder.load import load_source
from report_builder.load.opendocument.parts import SPACES
from report_builder.model import Source
from tests.sample import workshop

Tree = list["str | tuple[str, Tree]"]
"""Elements, each with what is in it; a text is only a place for a word."""


def trees(*tags: str) -> st.SearchStrategy[Tree]:
    leaf = st.just("")
    return st.recursive(
        st.lists(leaf, max_size=3),
        lambda inner: st.lists(leaf | st.tuples(st.sampled_from(tags), inner), max_size=5),
        max_leaves=25,
    )


def written(tree: Tree, numbers: Iterator[int]) -> str:
    """The tree as XML, each text a word of its own."""
    return "".join(
        f" w{next(numbers)} "
        if isinstance(part, str)
        else f"<{part[0]}>{written(part[1], numbers)}</{part[0]}>"
        for part in tree
    )


def count_texts(tree: Tree) -> int:
    return sum(1 if isinstance(part, str) else count_texts(part[1]) for part in tree)


def words(source: Source) -> list[str]:
    return " ".join(block.text for block in source.blocks).split()


def read(name: str, data: bytes) -> Source:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return load_source(path, f"notes/{name}", workshop())


PAGE = (
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "b",
    "span",
    "h2",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "a",
    "br",
    "section",
)


@given(trees(*PAGE))
@settings(max_examples=60, deadline=None)
def test_every_word_of_a_page(tree: Tree) -> None:
    numbers = iter(range(10_000))
    page = f"<body>{written(tree, numbers)}</body>"
    assert words(read("a.html", page.encode())) == [f"w{number}" for number in range(count_texts(tree))]


@given(trees("table", "tr", "td", "th", "p", "div", "li"))
@settings(max_examples=40, deadline=None)
def test_every_word_of_a_page_with_tables(tree: Tree) -> None:
    """A header's words are those of the question; tables in tables come after, so the order is another."""
    page = f"<body>{written(tree, iter(range(10_000)))}</body>"
    source = read("a.html", page.encode())
    asked = (
        " ".join(f"{block.question} {block.where.column}" for block in source.blocks)
        .replace(":", " ")
        .split()
    )
    lost = {f"w{number}" for number in range(count_texts(tree))} - set(words(source)) - set(asked)
    assert not lost or source.units.get("heading")


FRAME = ("draw:frame", "draw:text-box")
LISTS = ("text:list", "text:list-item")


def opendocument(body: str) -> bytes:
    named = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in SPACES.items())
    with tempfile.SpooledTemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(
                "content.xml",
                f"<office:document-content {named}><office:body><office:text>{body}</office:text></office:body>"
                "</office:document-content>",
            )
        file.seek(0)
        return file.read()


@st.composite
def bodies(draw: st.DrawFn, numbers: Iterator[int] | None = None, depth: int = 0) -> str:
    """A body as the standard allows it: paragraphs, lists, sections, boxes in paragraphs."""
    numbers = iter(range(10_000)) if numbers is None else numbers
    parts = []
    for kind in draw(st.lists(st.sampled_from(("p", "h", "list", "section", "box", "span")), max_size=4)):
        if kind in ("p", "h", "span") or depth > 2:
            tag = "text:h" if kind == "h" else "text:p"
            more = (
                f" <text:span>w{next(numbers)}</text:span><text:s/>w{next(numbers)}" if kind == "span" else ""
            )
            parts.append(f"<{tag}>w{next(numbers)}{more}</{tag}>" if not more else f"<{tag}>{more}</{tag}>")
        elif kind == "list":
            entries = [draw(bodies(numbers, depth + 1)) for _ in range(draw(st.integers(0, 2)))]
            inside = "".join(f"<text:list-item>{entry}</text:list-item>" for entry in entries)
            parts.append(f"<text:list>{inside}</text:list>")
        elif kind == "section":
            parts.append(f"<text:section>{draw(bodies(numbers, depth + 1))}</text:section>")
        else:
            first = next(numbers)
            box = (
                f"<draw:frame><draw:text-box>{draw(bodies(numbers, depth + 1))}</draw:text-box></draw:frame>"
            )
            parts.append(f"<text:p>w{first}{box}</text:p>")
    return "".join(parts)


@given(bodies())
@settings(max_examples=60, deadline=None)
def test_every_word_of_an_opendocument_text(body: str) -> None:
    found = words(read("a.odt", opendocument(body)))
    assert found == [f"w{number}" for number in range(len(found))]
    assert len(found) == body.count("w") - body.count("draw") - body.count("ow:")
