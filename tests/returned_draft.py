"""A small workshop whose Word draft goes out, is edited and comes back: for tests of the way back."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml.html import fromstring
from PIL import Image

from report_builder import layout, pipeline, pulling
from report_builder.check import returned
from report_builder.check.returned import Told
from report_builder.edit import Edit
from report_builder.gathering import Gathered
from report_builder.render.page import make_page
from tests.word_editor import WordEditor

WORKSHOP = """\
[event]
title = "A day on crossings"
date = 2024-03-05
place = "Ghent, Belgium"
organiser = "The host"

[funding]
programme = "none"

[[themes]]
id = "crossings"
title = "Crossings"
description = "Where people and cars meet."

[[themes]]
id = "parking"
title = "Parking"
description = "Where cars stand still."

[[images]]
file = "plan.png"
alt = "A plan of the room."
caption = "Plan of the room"
section = "introduction"
consent = "no people"
"""
CROSSINGS = """\
# Crossings

## Needs

- Drivers need signs that can be read at night.
- Children need a longer green light on their way to school.
- Wheelchair users ask for kerbs without a step.

## Challenges

- The crossing by the school is hidden behind parked vans.
- Nobody knows who mends the lamps.
"""
PARKING = """\
# Parking

## Needs

- Shops need a place where goods are unloaded early in the morning.
- Η πόλη χρειάζεται περισσότερους χώρους στάθμευσης.

## Practices

- Residents share their garages by means of a list on paper.
"""
INTRODUCTION = """\
The workshop was held in Ghent. It rained all day. Thirty people came.

They sat at **three tables** and read [the plan](https://example.org/plan) together.

## How it went

- The first table drew a map.
- The second table counted cars.

> Nobody wanted to go home.

| Table | People |
|-------|--------|
| One   | 14     |

At the end all tables met.
"""
THEME = "Crossings were what most people came for. They spoke of them at length.\n"
LENS = "Needs were named first, and by everybody.\n"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(out, "PNG")
    return out.getvalue()


TREE: dict[str, str | bytes] = {
    "workshop.toml": WORKSHOP,
    "notes/crossings.md": CROSSINGS,
    "notes/parking.md": PARKING,
    "sections/introduction.md": INTRODUCTION,
    "sections/conclusions.md": "We shall meet again.\n\nThe next day is not yet fixed.\n",
    "sections/themes/crossings.md": THEME,
    "sections/themes/crossings.need.md": LENS,
    "images/plan.png": picture(),
}


@dataclass(frozen=True)
class Desk:
    """A workshop on somebody's desk."""

    folder: Path

    @property
    def report(self) -> Path:
        return self.folder / "output" / "report.docx"

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file of the inputs."""
        path = self.folder / "inputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def build(self) -> bytes:
        """Build the report; the draft that goes out."""
        pipeline.build(self.folder, formats=["docx"])
        return self.report.read_bytes()

    def edit(
        self, change: Callable[[WordEditor], object], data: bytes = b"", *, author: str = "Ann"
    ) -> bytes:
        """What a draft is after somebody edited it; the one in output/ if none is given."""
        word = WordEditor(data or self.report.read_bytes(), author=author)
        change(word)
        return word.save()

    def pull(self, *drafts: bytes, dry_run: bool = False, original: bool = False) -> Told:
        """Take drafts back that came by mail."""
        with TemporaryDirectory() as folder:
            paths = [Path(folder) / f"returned ({at}).docx" for at in range(len(drafts))]
            for path, data in zip(paths, drafts, strict=True):
                path.write_bytes(data)
            pulled = pulling.pull(self.folder, paths, dry_run=dry_run, original=original)
        return returned.tell(
            pulled.edits, pulled.gathered.findings, pulled.gathered.clashes, pulled.gathered.records
        )

    def gathered(self) -> Gathered:
        return pipeline.gather(self.folder)

    def statements(self) -> dict[str, str]:
        """Printed number -> statement, of what stands in the report."""
        return {f"F{f.number}": f.statement for f in self.gathered().findings if f.number}

    def next_draft(self) -> str:
        """The words of the draft that a build would make now, but for its annex."""
        page = make_page(layout.lay_out(self.gathered()), folder=self.folder)
        root = fromstring(page.html.partition('<section class="annex')[0])
        return re.sub(r"\s+", " ", "".join(map(str, root.itertext())))


def in_short(told: Told) -> list[str]:
    """What came back, a line each, as in `reworded F1: New words.`"""
    lines = [_line(label, edit) for label, edit in told.carried]
    lines += [f"comment {label or 'a heading'}: {edit.new}" for label, edit in told.memos]
    lines += [f"resolved {edit.id}" if not edit.base else "resolved" for edit in told.ticked_off]
    lines += [f"told {edit.base!r} -> {edit.new!r}" for edit in told.not_carried]
    lines += [f"conflict {label} {conflict.field}" for label, conflict in told.conflicts]
    return lines


def _line(label: str, edit: Edit) -> str:
    if edit.field == "section":
        return f"section {edit.id}"
    if edit.field == "status":
        return f"{edit.new} {label}"
    if edit.field == "order":
        return f"order {edit.id}"
    if edit.field == "finding":
        return f"new {edit.about}: {edit.new}"
    verbs = {"statement": "reworded", "theme": "theme", "lens": "lens", "merged-into": "joined"}
    words = "" if edit.field == "merged-into" else f": {edit.html or edit.new}"
    return f"{verbs.get(edit.field, edit.field)} {label}{words}"


@cache
def _sent_out() -> Path:
    folder = Path(_kept().name)
    desk = Desk(folder)
    for name, text in TREE.items():
        desk.write(name, text)
    desk.build()

    return folder


@cache
def _kept() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="sent-out-")


def desk_in(folder: Path, changes: Sequence[tuple[str, str]] = ()) -> Desk:
    """A copy of the sample workshop, built once, as it stands when its draft is sent round."""
    shutil.copytree(_sent_out(), folder, dirs_exist_ok=True)
    desk = Desk(folder)
    for name, text in changes:
        desk.write(name, text)
    return desk
