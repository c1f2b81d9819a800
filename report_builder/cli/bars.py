"""A bar on the terminal that shows what a long run is at; elsewhere lines alone tell it."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from report_builder.progress import shown_by

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER = 1.0
"""Seconds after which there is a bar; what is done sooner needs none."""


@contextmanager
def bar(quiet: bool = False) -> Iterator[None]:
    """During the block a bar shows the stage and file, if standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    shown = _Bar()
    try:
        with shown_by(shown.show):
            yield
    finally:
        shown.end()


class _Bar:
    def __init__(self) -> None:
        self.began = time.monotonic()
        self.progress: Progress | None = None
        self.task: TaskID | None = None

    def show(self, stage: str, name: str, done: int, of: int) -> None:
        if time.monotonic() - self.began < AFTER:
            return
        progress = self.progress = self.progress or _started()
        if self.task is not None:
            progress.remove_task(self.task)
        # one thing alone, such as a PDF, has no steps: its bar pulses
        self.task = progress.add_task(stage, total=of if of > 1 else None, completed=done, name=name)

    def end(self) -> None:
        if self.progress:
            self.progress.stop()


def _started() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<9}", markup=False),
        BarColumn(bar_width=30),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.start()
    return progress
