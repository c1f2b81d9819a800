"""How long the work takes and how much memory: `python -m tests.bench.speed [FINDINGS ...]`, 100 and 1 000 else.

Each run is a process of its own; ours and the others go in turn, so that whatever else the machine does falls on
all. Counted is the time of the processor, imports included, from the words to the file; and the highest memory.
Printed is a Markdown table of medians for docs/performance.md. With 10 000 findings the PDFs take half an hour.
"""

import gc
import json
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log10
from pathlib import Path

from report_builder.cli import OBJECTS
from tests.bench.corpus import write_notes
from tests.bench.peers import PEERS, read_blocks

RUNS = 3
SIZES = (100, 1_000)
SLOW = {"docx, python-docx": 1_000, "pdf, plain HTML": 10_000}
"""The most findings that a way is tried with."""
Measure = tuple[float, float]
"""Seconds of the processor, MiB."""
Way = Callable[[Path], None]


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


def our_docx(folder: Path) -> None:
    """Page, Word file and the draft's record."""
    report, findings = pickle.loads((folder / "report.pickle").read_bytes())
    with counted():
        from report_builder.edition import Edition, make_files
        from report_builder.outputs import Made, Notes, Wanted

        def write(made: Sequence[Made]) -> None:
            (folder / "ours.docx").write_bytes(made[0].data)

        edition = Edition(report, findings, Notes(), folder, folder / "output", anew=True)
        make_files(edition, [Wanted("report", "docx")], write)


def our_pdf(folder: Path) -> None:
    """A page as PDF."""
    page = pickle.loads((folder / "page.pickle").read_bytes())
    with counted():
        from report_builder.render.pdf import render_pdf

        (folder / "ours.pdf").write_bytes(render_pdf(page).content)


def bare_pdf(folder: Path) -> None:
    """The same page by WeasyPrint alone."""
    page = pickle.loads((folder / "page.pickle").read_bytes())
    with counted():
        import weasyprint

        weasyprint.HTML(string=page.html).write_pdf(folder / "bare.pdf", pdf_variant="pdf/ua-1")


def our_build(folder: Path) -> None:
    """The whole way of `build --format docx`, into a folder of its own."""
    with counted(), tempfile.TemporaryDirectory() as output:
        from report_builder.pipeline import build

        build(folder, formats=["docx"], output=Path(output), force=True)


def our_stages(folder: Path) -> Iterator[tuple[str, float]]:
    """Seconds of the processor for each stage up to the findings."""
    from report_builder.coding import code_segments
    from report_builder.extract import extract
    from report_builder.gathering import read_inputs
    from report_builder.merge import merge_codings
    from report_builder.shelf import Shelf

    begun = time.process_time()
    read = read_inputs(folder, Shelf(folder, anew=True))
    segments = tuple(segment for source in read.sources for segment in extract(source, read.workshop, {}))
    yield "reading", (now := time.process_time()) - begun
    codings = code_segments(segments, read.workshop)
    yield "coding", (later := time.process_time()) - now
    merge_codings(codings, read.workshop)
    yield "merging", time.process_time() - later


OURS: Mapping[str, Way] = {
    "docx, report-builder": our_docx,
    "pdf, report-builder": our_pdf,
    "pdf, WeasyPrint on our page": bare_pdf,
    "whole build, docx": our_build,
}


class counted:  # a context, as those of contextlib
    """Prints the seconds of the processor, those of children too, and the highest memory."""

    def __enter__(self) -> None:
        self.begun = _spent()

    def __exit__(self, *failed: object) -> None:
        unit = 1 if sys.platform == "darwin" else 1024
        peak = max(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(_spent() - self.begun, peak * unit / 2**20)


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def run(way: str, folder: Path) -> None:
    """One run of one way."""
    gc.set_threshold(OBJECTS)
    if way in OURS:
        OURS[way](folder)
        return
    blocks = [tuple(block) for block in json.loads((folder / "blocks.json").read_text(encoding="utf-8"))]
    with counted():
        PEERS[way](blocks, folder / f"peer.{way.partition(',')[0]}")


def measure(way: str, folder: Path) -> Measure:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.speed", "--run", way, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def measure_all(folders: Mapping[int, Path], ways: Sequence[str], runs: int) -> dict[str, dict[int, Measure]]:
    """Medians of the runs, by way and number of findings."""
    taken: dict[tuple[str, int], list[Measure]] = defaultdict(list)
    for _ in range(runs):
        for size, folder in folders.items():
            for way in ways:
                if size <= SLOW.get(way, size):
                    taken[way, size].append(measure(way, folder))
    found: dict[str, dict[int, Measure]] = {way: {} for way in ways}
    for (way, size), measures in taken.items():
        seconds, memory = zip(*measures, strict=True)
        found[way][size] = (statistics.median(seconds), max(memory))
    return found


def table(found: Mapping[str, Mapping[int, Measure]], sizes: Sequence[int]) -> Iterator[str]:
    """The measures as Markdown."""
    heads = [f"{size:,}".replace(",", " ") for size in sizes]
    yield f"| CPU seconds, MiB | {' | '.join(heads)} | exponent |"
    yield "|---|" + "--:|" * (len(sizes) + 1)
    for way, by_size in found.items():
        cells = [f"{by_size[s][0]:.2f} s, {by_size[s][1]:.0f}" if s in by_size else "" for s in sizes]
        yield f"| {way} | {' | '.join(cells)} | {exponent(by_size)} |"


def exponent(by_size: Mapping[int, Measure]) -> str:
    """How the time grows over the last tenfold of findings, less that of the fewest; 1 is linear."""
    if len(by_size) < 3:
        return ""
    least, *_, less, more = sorted(by_size)
    base = by_size[least][0]
    return f"{log10((by_size[more][0] - base) / (by_size[less][0] - base)) / log10(more / less):.2f}"


def ratios(found: Mapping[str, Mapping[int, Measure]], size: int) -> Iterator[str]:
    """How ours stands to each of the others, at one size."""
    for way, by_size in found.items():
        ours = found.get(f"{way.partition(',')[0]}, report-builder", {}).get(size)
        if ours and size in by_size and not way.endswith("report-builder"):
            yield f"- {size} findings, {way}: ours takes {ours[0] / by_size[size][0]:.2f} times as long"


def main(arguments: Sequence[str]) -> None:
    """Print the tables, or make one run."""
    if arguments[:1] == ["--run"]:
        run(arguments[1], Path(arguments[2]))
        return
    sizes = [int(argument) for argument in arguments] or list(SIZES)
    with tempfile.TemporaryDirectory() as place:
        folders = {size: prepare(Path(place) / str(size), size) for size in sizes}
        found = measure_all(folders, [*OURS, *PEERS], RUNS)
        print("\n".join(table(found, sizes)), "", sep="\n")
        for size, folder in folders.items():
            print("\n".join(ratios(found, size)))
            stages = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in our_stages(folder))
            print(f"- {size} findings, stages: {stages}", "", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
