"""How long documents take beside what a team would take instead, by number of findings.

`python -m tests.bench.documents [FINDINGS ...]`. Counted is the work from the words to the file, imports included;
each way has Python's usual settings, and ours sets its own.
"""

import gc
import json
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from report_builder.cli import OBJECTS
from tests.bench.corpus import write_notes
from tests.bench.measuring import Measure, exponent, in_turn, measure, seconds, table, tell, timed
from tests.bench.peers import PEERS, installed_peers, read_blocks

MODULE = "tests.bench.documents"
SIZES = (100, 1_000)
RUNS = 3
SLOW = {"docx, python-docx": 1_000}
"""The most findings that a way is tried with."""
Work = Callable[[], object]


def prepare(folder: Path, findings: int) -> Path:
    """A workshop with so many findings, laid out once for all runs."""
    from report_builder.layout import lay_out
    from report_builder.pipeline import gather
    from report_builder.render.page import make_page

    write_notes(folder, findings)
    gathered = gather(folder)
    report = lay_out(gathered)
    (folder / "report.pickle").write_bytes(pickle.dumps((report, gathered.findings)))
    page = make_page(report)
    (folder / "page.pickle").write_bytes(pickle.dumps(page))
    (folder / "blocks.json").write_text(json.dumps(read_blocks(page.html)), encoding="utf-8")
    return folder


def our_docx(folder: Path) -> Work:
    """Page, Word file and the draft's record."""
    report, findings = pickle.loads((folder / "report.pickle").read_bytes())

    def work() -> None:
        from report_builder.edition import Edition, make_files
        from report_builder.outputs import Made, Notes, Wanted

        def write(made: Sequence[Made]) -> None:
            for file in made:
                (folder / "ours.docx").write_bytes(file.data)

        edition = Edition(report, findings, Notes(), folder, folder / "output", anew=True)
        make_files(edition, [Wanted("report", "docx")], write)

    return work


def our_pdf(folder: Path) -> Work:
    """A page as PDF."""
    page = pickle.loads((folder / "page.pickle").read_bytes())

    def work() -> None:
        from report_builder.render.pdf import render_pdf

        (folder / "ours.pdf").write_bytes(render_pdf(page).content)

    return work


def bare_pdf(folder: Path) -> Work:
    """The same page by WeasyPrint alone."""
    page = pickle.loads((folder / "page.pickle").read_bytes())

    def work() -> None:
        import weasyprint

        weasyprint.HTML(string=page.html).write_pdf(folder / "bare.pdf", pdf_variant="pdf/ua-1")

    return work


OURS: Mapping[str, Callable[[Path], Work]] = {
    "docx, report-builder": our_docx,
    "pdf, report-builder": our_pdf,
    "pdf, WeasyPrint on our page": bare_pdf,
}


def run(way: str, folder: Path) -> None:
    """One run of one way; ours with the settings that the program gives itself."""
    if way.endswith("report-builder"):
        gc.set_threshold(OBJECTS)
    if way in OURS:
        tell(OURS[way](folder))
        return
    blocks = [tuple(block) for block in json.loads((folder / "blocks.json").read_text(encoding="utf-8"))]
    tell(lambda: PEERS[way](blocks, folder / f"peer.{way.partition(',')[0]}"))


def stages(folder: Path) -> Iterator[tuple[str, float]]:
    """Seconds of the processor for each stage up to the findings."""
    from report_builder.coding import code_segments
    from report_builder.extract import extract
    from report_builder.gathering import read_inputs
    from report_builder.merge import merge_codings
    from report_builder.shelf import Shelf

    read, took = timed(lambda: read_inputs(folder, Shelf(folder, anew=True)))
    segments, more = timed(
        lambda: tuple(part for source in read.sources for part in extract(source, read.workshop, {}))
    )
    yield "reading", took + more
    codings, took = timed(lambda: code_segments(segments, read.workshop))
    yield "coding", took
    yield "merging", timed(lambda: merge_codings(codings, read.workshop))[1]


def measure_all(folders: Mapping[int, Path], runs: int) -> dict[str, dict[int, Measure]]:
    """What each way took, by number of findings."""
    found: dict[str, dict[int, Measure]] = {way: {} for way in (*OURS, *installed_peers())}
    for size, folder in folders.items():
        ways = {
            way: partial(measure, MODULE, "--run", way, str(folder))
            for way in found
            if size <= SLOW.get(way, size)
        }
        for way, taken in in_turn(ways, runs).items():
            found[way][size] = taken
    return found


def lines(sizes: Sequence[int] = SIZES, runs: int = RUNS) -> Iterator[str]:
    """The tables: each way, ours against each, and the stages before."""
    heads = [f"{size:,}".replace(",", " ") for size in sizes]
    with tempfile.TemporaryDirectory() as place:
        folders = {size: prepare(Path(place) / str(size), size) for size in sizes}
        found = measure_all(folders, runs)
        told = {size: dict(stages(folder)) for size, folder in folders.items()}
    yield f"CPU seconds and MiB by number of findings; medians of {runs} runs."
    yield ""
    yield from table(
        ("", *heads, "exponent"), (_row(way, taken, sizes) for way, taken in sorted(found.items()))
    )
    yield ""
    yield "How many times as long as the other way ours takes, and how much memory it needs against it:"
    yield ""
    yield from table(("ours against", *heads), _ratios(found, sizes))
    yield ""
    yield "CPU seconds of the stages up to the findings:"
    yield ""
    by_stage = {name: {size: told[size][name] for size in sizes} for name in told[sizes[0]]}
    rows = ((name, *(seconds(by[size]) for size in sizes), _growth(by)) for name, by in by_stage.items())
    yield from table(("", *heads, "exponent"), rows)


def _row(way: str, taken: Mapping[int, Measure], sizes: Sequence[int]) -> tuple[str, ...]:
    cells = (f"{seconds(taken[s].cpu)} s, {taken[s].memory:.0f}" if s in taken else "" for s in sizes)
    return (way, *cells, _growth({size: each.cpu for size, each in taken.items()}))


def _growth(by_size: Mapping[int, float]) -> str:
    grown = exponent(by_size)
    return "" if grown is None else f"{grown:.2f}"


def _ratios(found: Mapping[str, Mapping[int, Measure]], sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for way, taken in sorted(found.items()):
        ours = found[f"{way.partition(',')[0]}, report-builder"]
        if taken is not ours:
            yield (way, *(_ratio(ours[size], taken[size]) if size in taken else "" for size in sizes))


def _ratio(ours: Measure, other: Measure) -> str:
    return f"{ours.cpu / other.cpu:.2f} (memory {ours.memory / other.memory:.2f})"


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or make one run."""
    if arguments[:1] == ["--run"]:
        run(arguments[1], Path(arguments[2]))
        return
    print("\n".join(lines([*map(int, arguments)] or SIZES)))


if __name__ == "__main__":
    main(sys.argv[1:])
