"""All measures, as Markdown for docs/performance.md: `python -m tests.bench [--quick | --loads] [FINDINGS ...]`.

`--quick` goes through all of them once with little of everything, to see that they still run; `--loads` takes
large workshops instead.
"""

import argparse
from collections.abc import Iterator, Sequence

from tests.bench import answering, documents, loads, merging, pulling, reading
from tests.bench.measuring import as_installed, machine

Part = tuple[str, Iterator[str]]


def usual(sizes: Sequence[int]) -> Iterator[Part]:
    """Some ten minutes with the usual sizes."""
    yield "Documents", documents.lines(sizes)
    yield "Answering", answering.lines()
    yield "Large feedback", reading.lines()
    yield "Merging statements that are alike", merging.timings()
    yield "Reading an edited draft back", pulling.lines()


def quick(sizes: Sequence[int]) -> Iterator[Part]:
    """The same and the loads, with little of everything."""
    yield "Documents", documents.lines(sizes, runs=1)
    yield "Answering", answering.lines(findings=20, runs=1)
    yield "Large feedback", reading.lines(rows=200, runs=1)
    yield "Merging statements that are alike", merging.timings([100])
    yield "Reading an edited draft back", pulling.lines(20)
    yield "Loads", loads.lines(share=100)


def large(sizes: Sequence[int]) -> Iterator[Part]:
    """Large workshops."""
    yield "Loads", loads.lines()


def main() -> None:
    """Print each part as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure how quick all is.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--quick", action="store_const", const=quick, dest="parts", default=usual)
    mode.add_argument("--loads", action="store_const", const=large, dest="parts")
    parser.add_argument("sizes", nargs="*", type=int, metavar="FINDINGS")
    given = parser.parse_args()
    as_installed()
    print(machine(), flush=True)
    for title, lines in given.parts(given.sizes or ((10, 20) if given.parts is quick else documents.SIZES)):
        print(f"\n## {title}\n", flush=True)
        for line in lines:
            print(line, flush=True)


if __name__ == "__main__":
    main()
