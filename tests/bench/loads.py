"""Large workshops, each taken through once: `python -m tests.bench.loads [NAME]...`, printed as a Markdown table.

Each load is made in a folder of its own and goes through a build in a process of its own; where growth is to be
seen, at a quarter of the size as well. `growth` is the time over that of the quarter: 4 is linear. Times are CPU
seconds of the process, memory is the most that it held.
"""

import argparse
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

EVENT = """\
[event]
title = "A day on crossings"
date = 2024-03-05
place = "Ghent, Belgium"
organiser = "The host"

[funding]
programme = "none"

"""
THEMES = ("Crossings", "Parking", "Lighting", "Schools", "Markets")
LENSES = ("Practices", "Needs", "Challenges", "Legal and ethical issues")
WHO = [
    "drivers",
    "pupils",
    "vendors",
    "cyclists",
    "nurses",
    "guards",
    "parents",
    "couriers",
    "porters",
    "visitors",
]
VERBS = ["want", "miss", "use", "share", "lose", "expect", "mend", "record", "avoid", "welcome"]
WHAT = [
    "lamps",
    "benches",
    "maps",
    "signs",
    "kerbs",
    "lists",
    "keys",
    "rooms",
    "lanes",
    "clocks",
    "radios",
    "forms",
    "gates",
    "paths",
    "bins",
]
WHEN = [
    "at night",
    "in winter",
    "on market days",
    "near the school",
    "before noon",
    "after rain",
    "in the old town",
    "by the river",
]
WHY = [
    "since nobody counts them",
    "although it costs more",
    "because the street is narrow",
    "when the bridge is shut",
]


@dataclass(frozen=True)
class Load:
    """Something there is much of."""

    name: str
    size: int
    make: Callable[[Path, int], None]
    """Writes a workshop with so many of them."""
    args: tuple[str, ...] = ("build", "--format", "html")


def statements(number: int) -> Iterator[str]:
    """So many statements, each with words of its own, so that few are merged."""
    chance = random.Random(number)
    for at in range(number):
        place = f"{chance.choice(WHEN)}, at stop {at % 977} of line {at // 977}"
        yield (
            f"{chance.choice(WHO).capitalize()} {chance.choice(VERBS)} {chance.choice(WHAT)} and "
            f"{chance.choice(WHAT)} {place}, {chance.choice(WHY)}."
        )


def write_workshop(folder: Path, sources: int, number: int, more: str = "") -> None:
    """A workshop with so many sources that hold so many statements together."""
    themes = "".join(f'[[themes]]\nid = "{name.lower()}"\ntitle = "{name}"\n\n' for name in THEMES)
    notes = folder / "inputs" / "notes"
    notes.mkdir(parents=True)
    (folder / "inputs" / "workshop.toml").write_text(EVENT + themes + more, encoding="utf-8")
    made = list(statements(number))
    for source in range(sources):
        lines = [f"# {THEMES[source % len(THEMES)]}", ""]
        for at, text in enumerate(made[source::sources]):
            lines += [f"## {LENSES[at % 4]}", "", f"- {text}", ""]
        (notes / f"table-{source:03}.md").write_text("\n".join(lines), encoding="utf-8")


def with_images(folder: Path, number: int) -> None:
    """A workshop with so many photos in its sections."""
    entries = (
        f'[[images]]\nfile = "{at}.jpg"\nalt = "Table {at}"\nsection = "introduction"\nconsent = "no people"\n\n'
        for at in range(number)
    )
    write_workshop(folder, 1, 20, "".join(entries))
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

    write_workshop(folder, 5, 2 * number)
    pipeline.export(folder, formats=["json"])
    edits = [
        Edit(record.id, "statement", record.statement, f"{record.statement} Edited.", "Ann", "2024", "x.docx")
        for record in store.read_records(folder)[:number]
    ]
    store.append_edits(folder, edits)


LOADS = (
    Load("sources", 500, lambda folder, size: write_workshop(folder, size, 4 * size)),
    Load(
        "segments",
        100_000,
        lambda folder, size: write_workshop(folder, 50, size),
        ("export", "--format", "json"),
    ),
    Load("edits", 500, with_edits),
    Load("images", 300, with_images, ("build", "--format", "html", "--format", "docx")),
    Load(
        "pages",
        3_000,
        lambda folder, size: write_workshop(folder, 50, 6 * size),
        ("build", "--format", "pdf"),
    ),
)


def measure(load: Load, size: int) -> tuple[float, float]:
    """CPU seconds and the most MiB held, of the program on such a workshop."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "workshop"
        load.make(folder, size)
        command = [sys.executable, "-m", "tests.bench.loads", "--run", *load.args, "--quiet", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def run(args: list[str]) -> None:
    """Run the program, then print what it took; its children count as well."""
    from report_builder.cli import main

    try:
        main(args)
    except SystemExit as ended:
        if ended.code:
            raise
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"{seconds:.2f} {max(one.ru_maxrss for one in used) / 1024:.0f}")


def main(names: list[str]) -> None:
    """Print a row for each load, those named or all."""
    print("| load | CPU seconds | growth | MiB |\n|---|---:|---:|---:|")
    for load in LOADS:
        if not names or load.name in names:
            quarter, _ = measure(load, load.size // 4)
            seconds, memory = measure(load, load.size)
            print(
                f"| {load.size:,} {load.name} | {seconds:.1f} | {seconds / quarter:.1f} | {memory:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2:])
    else:
        parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
        parser.add_argument("name", nargs="*", choices=[load.name for load in LOADS])
        main(parser.parse_args().name)
