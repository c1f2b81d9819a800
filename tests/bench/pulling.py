"""How long it takes to read an edited draft back: `python -m tests.bench.pulling [FINDINGS]`, 1 000 if none is given.

Printed are seconds of the processor for one file, read, compared and turned into edits, after different edits.
"""

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from report_builder.returns import read_edits
from tests.bench.measuring import seconds, table, timed
from tests.returned_draft import TREE, Desk
from tests.word_editor import Element, WordEditor, q, run

WORDS = [
    "drivers",
    "signs",
    "night",
    "children",
    "school",
    "crossing",
    "vans",
    "lamps",
    "kerb",
    "mirror",
    "shops",
    "list",
    "paper",
    "rain",
    "city",
]


def statement(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(14)).capitalize() + "."


def nothing(word: WordEditor) -> None:
    pass


def rewrite_every_tenth(word: WordEditor) -> None:
    for paragraph in statements(word)[::10]:
        word.append_run(paragraph, " By law.")


def lose_bookmarks(word: WordEditor) -> None:
    word.drop_bookmarks(word.body)


def lose_bookmarks_and_numbers_and_rewrite(word: WordEditor) -> None:
    word.drop_bookmarks(word.body)
    for paragraph in statements(word):
        words = word.words(paragraph).partition("\t")[2]
        for one in list(paragraph.iter(q("r"))):
            paragraph.remove(one)
        paragraph.append(run(f"{words} By law."))


def replace_all_by_other_statements(word: WordEditor) -> None:
    chance = random.Random(2)
    word.drop_bookmarks(word.body)
    for paragraph in statements(word):
        for one in list(paragraph.iter(q("r"))):
            paragraph.remove(one)
        paragraph.append(run(statement(chance)))


def delete_all(word: WordEditor) -> None:
    for paragraph in statements(word):
        word.remove(paragraph)


def reverse_all(word: WordEditor) -> None:
    found = statements(word)
    for paragraph in found[1:]:
        found[0].addprevious(paragraph)


def statements(word: WordEditor) -> list[Element]:
    return [paragraph for paragraph in word.paragraphs() if word.style(paragraph) == "RBFinding"]


EDITS: tuple[Callable[[WordEditor], None], ...] = (
    nothing,
    rewrite_every_tenth,
    lose_bookmarks,
    lose_bookmarks_and_numbers_and_rewrite,
    replace_all_by_other_statements,
    delete_all,
    reverse_all,
)


def lines(findings: int = 1_000) -> Iterator[str]:
    """A row for each edit."""
    chance = random.Random(1)
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for name, text in TREE.items():
            desk.write(name, text)
        notes = "\n".join(f"- {statement(chance)}" for _ in range(findings))
        desk.write("notes/crossings.md", f"# Crossings\n\n## Needs\n\n{notes}\n")
        sent = desk.build()
        yield from table((f"{findings:,} findings", "CPU seconds", "edits"), _rows(desk, sent))


def _rows(desk: Desk, sent: bytes) -> Iterator[tuple[str, ...]]:
    path = desk.folder / "returned.docx"
    for edit in EDITS:
        path.write_bytes(desk.edit(edit, sent))
        (back,), took = timed(lambda: read_edits(desk.folder, [path]))
        yield edit.__name__.replace("_", " "), seconds(took), str(len(back.edits))


if __name__ == "__main__":
    print("\n".join(lines(*map(int, sys.argv[1:]))))
