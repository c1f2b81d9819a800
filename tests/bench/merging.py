"""How well statements are merged: `python -m tests.bench.merging tests/cases/merging.tsv`.

Each pair goes through merge_codings as two statements of two files. Printed are precision and recall, by kind, and
with --wrong every pair that went wrong with the reason. Without a file, the CPU seconds for 1 000 to 10 000
statements made of those in tests/cases.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from report_builder.coding import code_segments
from report_builder.merge import merge_codings, propose_merges
from report_builder.merge.align import align
from report_builder.merge.guards import difference
from report_builder.merge.reading import read_statement
from report_builder.model import Where
from tests.bench.measuring import seconds, table, timed
from tests.cases_reader import FOLDER
from tests.sample import coding, segment, workshop

WORKSHOP = workshop()
COUNTS = (1_000, 2_500, 5_000, 10_000)


class StatementPair(NamedTuple):
    """Two statements and whether they say the same."""

    same: bool
    kind: str
    first: str
    second: str


def read_pairs(path: Path) -> list[StatementPair]:
    """The pairs of a file: verdict, kind and two statements, separated by tabs."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [
        StatementPair(row[0] == "same", *row[1:])
        for row in rows
        if len(row) == 4 and row[0] in ("same", "other")
    ]


def are_merged(pair: StatementPair) -> bool:
    """Whether two files with one statement each make one finding."""
    codings = [
        coding(text, where=Where(f"notes/{name}.md", line=1))
        for name, text in (("a", pair.first), ("b", pair.second))
    ]
    return len(merge_codings(codings, WORKSHOP)) == 1


def score(pairs: list[StatementPair]) -> tuple[float, float]:
    """Precision and recall."""
    merged = [pair for pair in pairs if are_merged(pair)]
    right = sum(pair.same for pair in merged)
    return right / len(merged) if merged else 1.0, right / max(1, sum(pair.same for pair in pairs))


def main(arguments: list[str]) -> None:
    """Print what a file of pairs gives, or the time for many statements."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    for name in names:
        sys.stdout.writelines(f"{line}\n" for line in report(read_pairs(Path(name)), "--wrong" in arguments))
    if not names:
        sys.stdout.writelines(f"{line}\n" for line in timings())


def report(pairs: list[StatementPair], with_wrong: bool) -> Iterator[str]:
    """Lines on how often each kind is merged, then on all."""
    total, merged = Counter[tuple[bool, str]](), Counter[tuple[bool, str]]()
    for pair in pairs:
        done = are_merged(pair)
        total[pair.same, pair.kind] += 1
        merged[pair.same, pair.kind] += done
        if with_wrong and done != pair.same:
            why = difference(align(read_statement(pair.first), read_statement(pair.second)))
            yield f"{'missed' if pair.same else 'WRONG'} {pair.kind}: {pair.first} | {pair.second} | {why}"
    for same, kind in sorted(total, key=lambda key: (not key[0], key[1])):
        yield f"{'same' if same else 'other'} {kind:<14} merged {merged[same, kind]:>3} of {total[same, kind]:>3}"
    precision, recall = score(pairs)
    yield f"precision {precision:.3f}  recall {recall:.3f}"


def timings(counts: Sequence[int] = COUNTS) -> Iterator[str]:
    """CPU seconds for coding, merging and proposing, for more and more statements."""
    texts = [
        text for path in sorted(FOLDER.glob("merging*.tsv")) for pair in read_pairs(path) for text in pair[2:]
    ]
    heads = ("statements", "coded", "merged", "proposed", "findings", "proposals")
    yield from table(heads, (_timing(count, texts) for count in counts))


def _timing(count: int, texts: list[str]) -> tuple[str, ...]:
    chance = random.Random(count)
    words = sorted({word for text in texts for word in text.split()})
    made = [_changed(chance.choice(texts), words, chance) for _ in range(count)]
    segments = [segment(text, where=Where(f"notes/{at % 50}.md", line=at)) for at, text in enumerate(made)]
    codings, coded = timed(lambda: code_segments(segments, WORKSHOP))
    findings, merged = timed(lambda: merge_codings(codings, WORKSHOP))
    proposals, proposed = timed(lambda: propose_merges(findings))
    times = (seconds(took) for took in (coded, merged, proposed))
    return (f"{count:,}", *times, f"{len(findings):,}", f"{len(proposals):,}")


def _changed(text: str, words: list[str], chance: random.Random) -> str:
    """A statement with some words replaced, so that few are equal and many are alike."""
    return " ".join(chance.choice(words) if chance.random() < 0.25 else word for word in text.split())


if __name__ == "__main__":
    main(sys.argv[1:])
