"""`watch`: the report is made again whenever a note, sheet, text, template or draft was saved.

One thread listens to the folder and remembers that something was saved; the other builds. A save while the
PDF is being set ends that build, since the next one will set it anew.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from watchfiles import Change
from watchfiles import watch as listen

from report_builder import pipeline
from report_builder.disk import is_stray
from report_builder.edition import OutOfDate
from report_builder.errors import Problem, ReportBuilderError
from report_builder.fresh import DRAFT, Asked, Done, states, told_again
from report_builder.history import store
from report_builder.progress import Tell
from report_builder.sheet import PLACE as SHEET

LOCKS = ("~$", ".~lock.")
SETTLED = 50
"""Milliseconds without another save after which a build begins."""
LONGEST = 300
"""Milliseconds after the first save after which it begins in any case."""
READY = "watching  until Ctrl-C"
LOOK_AROUND = 1000
"""Milliseconds after which it is looked whether a folder to listen to was made or taken away."""


def watch(
    folder: Path,
    *,
    formats: Sequence[str] = (),
    output: Path | None = None,
    tell: Tell,
    show: Callable[[Done], None],
    refuse: Callable[[Sequence[Problem]], None],
) -> None:
    """Build, then again after each save, until it is interrupted.

    `show` is given what each build made, `refuse` what kept one from being made.

    Raises:
        KeyboardInterrupt: A person has had enough.
    """
    options: dict[str, Any] = {"formats": formats, "final": False, "strict": False, "pull": True, "since": ""}
    asked = Asked.of("build", folder, output, options)
    with _listening(asked) as saved:
        build = partial(pipeline.build, folder, output=output, tell=tell, stop=saved.is_set, **options)
        shown = refused = None
        while True:
            saved.clear()
            again, now = told_again(asked), states(folder, asked.output)
            if shown is None or (again is None and now != refused):
                try:
                    show(again or build().done)
                except OutOfDate:
                    continue
                except ReportBuilderError as error:
                    refuse(error.problems)
                    refused = now
                tell(READY)
                shown = True
            while not saved.wait(1):  # in pieces: on Windows no Ctrl-C gets through a wait without end
                pass


@contextmanager
def _listening(asked: Asked) -> Iterator[threading.Event]:
    """During the block the event is set after each save."""
    saved, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=_listen, args=(asked, saved, stop), daemon=True)
    thread.start()
    try:
        yield saved
    finally:
        stop.set()
        thread.join(2)


def _listen(asked: Asked, saved: threading.Event, stop: threading.Event) -> None:
    while not stop.is_set():
        homes = _homes(asked)
        for changes in listen(
            *homes,
            watch_filter=lambda change, path: matters(asked, change, Path(path)),
            step=SETTLED,
            debounce=LONGEST,
            rust_timeout=LOOK_AROUND,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if changes:
                saved.set()
            if _homes(asked) != homes:
                saved.set()
                break


def _homes(asked: Asked) -> tuple[Path, ...]:
    """The folders to listen to, as far as they are there."""
    homes = (asked.folder / "inputs", asked.folder / "templates", asked.output)
    return tuple(home for home in homes if home.is_dir())


def matters(asked: Asked, change: Change, path: Path) -> bool:
    """Whether a build might say something else after this: not so what it writes itself, and stray files."""
    name = path.name
    if name.startswith(LOCKS):
        return change is Change.deleted  # a draft that stood in the way was closed
    if is_stray(name) or name.startswith("."):
        return False
    if _below(path, asked.folder / store.PLACE) or _below(path, asked.output / "final"):
        return False
    if _below(path, asked.output):
        return change is Change.deleted or (
            name.endswith(DRAFT) and store.edited_since_written(asked.folder, path)
        )
    return not _same(path, asked.folder / SHEET) or store.edited_since_written(asked.folder, path)


def _below(path: Path, folder: Path) -> bool:
    return _real(path).is_relative_to(folder.resolve())


def _same(path: Path, other: Path) -> bool:
    return _real(path) == _real(other)


def _real(path: Path) -> Path:
    """The path with the links of its folder followed, also where it is gone."""
    return path.parent.resolve() / path.name
