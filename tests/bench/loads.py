"""Large workshops, each taken through once: `python -m tests.bench.loads [NAME]...`, printed as a Markdown table.

Each is made in a folder of its own, and at a quarter of the size as well. `growth` is the time over that of the
quarter: 4 is linear.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.bench.corpus import write_notes
from tests.bench.measuring import PROGRAM, Measure, measure_command, seconds, table


@dataclass(frozen=True)
class Load:
    """Something there is much of."""

    name: str
    size: int
    make: Callable[[Path, int], object]
    """Writes a workshop with so many of them."""
    args: tuple[str, ...] = ("build", "--format", "html")


def with_images(folder: Path, number: int) -> None:
    """A workshop with so many photos in its sections."""
    entries = (
        f'[[images]]\nfile = "{at}.jpg"\nalt = "Table {at}"\nsection = "introduction"\nconsent = "no people"\n\n'
        for at in range(number)
    )
    write_notes(folder, 20, sessions=1, more="".join(entries))
    images = folder / "inputs" / "images"
    images.mkdir()
    chance = random.Random(number)
    for at in range(number):
        photo = Image.frombytes("RGB", (80, 60), chance.randbytes(80 * 60 * 3)).resize((1600, 1200))
        photo.save(images / f"{at}.jpg", quality=85)


def with_edits(folder: Path, number: int) -> None:
    """A workshop whose journal holds so many reworded statements."""
    from report_builder import pipeline
    from report_builder.edit import Edit
    from report_builder.history import store

    write_notes(folder, 2 * number, sessions=5)
    pipeline.export(folder, formats=["json"])
    edits = [
        Edit(record.id, "statement", record.statement, f"{record.statement} Edited.", "Ann", "2024", "x.docx")
        for record in store.read_records(folder)[:number]
    ]
    store.append_edits(folder, edits)


LOADS = (
    Load("sources", 500, lambda folder, size: write_notes(folder, 4 * size, sessions=size)),
    Load(
        "segments",
        100_000,
        lambda folder, size: write_notes(folder, size, sessions=50),
        ("export", "--format", "json"),
    ),
    Load("edits", 500, with_edits),
    Load("images", 300, with_images, ("build", "--format", "html", "--format", "docx")),
    Load(
        "pages",
        3_000,
        lambda folder, size: write_notes(folder, 6 * size, sessions=50),
        ("build", "--format", "pdf"),
    ),
)


def take(load: Load, size: int) -> Measure:
    """What the program took on such a workshop."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "workshop"
        load.make(folder, size)
        return measure_command(*PROGRAM, *load.args, "--quiet", str(folder))


def lines(names: Sequence[str] = (), share: int = 1) -> Iterator[str]:
    """A row for each load, those named or all; of each the given share alone."""
    yield from table(("", "CPU seconds", "growth", "MiB"), _rows(names, share))


def _rows(names: Sequence[str], share: int) -> Iterator[tuple[str, ...]]:
    for load in LOADS:
        if not names or load.name in names:
            size = load.size // share
            quarter, whole = take(load, size // 4), take(load, size)
            growth = f"{whole.cpu / quarter.cpu:.1f}"
            yield f"{size:,} {load.name}", seconds(whole.cpu), growth, f"{whole.memory:.0f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("name", nargs="*", choices=[load.name for load in LOADS])
    for line in lines(parser.parse_args().name):
        print(line, flush=True)


if __name__ == "__main__":
    main()
