"""A workshop's folder -> all that is read of it; what can't be read becomes problems.

The route works on from there: what it has before any output is `Gathered`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from report_builder.edit import Conflict, Edit
from report_builder.errors import Problem, ReportBuilderError
from report_builder.funding import FundingStatement, funding_statement
from report_builder.history import store
from report_builder.history.identity import Record
from report_builder.history.journal import Present
from report_builder.load import list_sources, misplaced_files
from report_builder.load.participants import read_participants
from report_builder.load.prose import read_prose
from report_builder.model import (
    Account,
    Finding,
    Participant,
    Prose,
    Segment,
    Source,
)
from report_builder.privacy.stage import Masks
from report_builder.progress import each
from report_builder.render.pictures import picture_problems
from report_builder.settings import Workshop
from report_builder.shelf import Shelf
from report_builder.workshop import read_workshop

T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """All that was read."""

    workshop: Workshop
    funding: FundingStatement | None
    participants: tuple[Participant, ...]
    sources: tuple[Source, ...]
    prose: tuple[Prose, ...]
    edits: tuple[Edit, ...]
    """The journal."""
    records: tuple[Record, ...]
    """What is remembered of the findings of the last build."""
    faults: tuple[Problem, ...]
    """What keeps the report from being built."""
    problems: tuple[Problem, ...]
    """What the report can be built without: files that can't be read, and warnings."""
    missing: tuple[str, ...]
    """Files that can't be read, as paths below inputs/."""


@dataclass(frozen=True)
class Gathered:
    """Everything that was read, and what the route made of it, before any output."""

    folder: Path
    workshop: Workshop
    funding: FundingStatement | None
    participants: tuple[Participant, ...]
    prose: tuple[Prose, ...]
    present: Present
    """What people changed."""
    clashes: tuple[Conflict, ...]
    """Conflicts in written sections; those of findings stand with them."""
    sources: tuple[Source, ...]
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    account: Account
    records: tuple[Record, ...]
    """What is to be remembered of the findings."""
    gone: tuple[Record, ...]
    """Findings of the last build that are no longer in the inputs."""
    reworded: tuple[Record, ...]
    """Findings of the last build that the inputs have in other words, as they were."""
    faults: tuple[Problem, ...]
    """What keeps the report from being built."""
    problems: tuple[Problem, ...]
    """What the report can be built without: files that can't be read, and warnings."""
    missing: tuple[str, ...]
    """Files that can't be read, as paths below inputs/."""
    masks: Masks
    """How names are masked; findings, prose and edits are."""
    read: Inputs
    """All that was read, as it was."""


def read_inputs(folder: Path, shelf: Shelf) -> Inputs:
    """Read everything; a fault of one file keeps no other from being read.

    The `shelf` holds the sources that were read before.

    Raises:
        WorkshopError: There is no usable workshop.toml.
    """
    workshop = read_workshop(folder)
    inputs = folder / "inputs"
    faults: list[Problem] = []
    acronym, language = workshop.project.acronym, workshop.language
    funding = _attempt(lambda: funding_statement(workshop.funding, acronym, language), faults)
    faults.extend(picture_problems(folder, workshop.images, workshop.limits))
    participants, unsure = _attempt(partial(read_participants, inputs, workshop), faults) or ((), ())
    sources, unread = _load_all(inputs, workshop, shelf)
    faults.extend([] if sources else [_no_sources(unread), *unread])
    prose, slips = read_prose(inputs / "sections", workshop)
    faults.extend(slip for slip in slips if slip.level == "error")
    return Inputs(
        workshop=workshop,
        funding=funding,
        participants=participants,
        sources=sources,
        prose=prose,
        edits=_attempt(partial(store.read_edits, folder), faults) or (),
        records=_attempt(partial(store.read_records, folder), faults) or (),
        faults=tuple(faults),
        problems=(
            *(unread if sources else ()),  # else they are among the faults
            *misplaced_files(inputs),
            *unsure,
            *(slip for slip in slips if slip.level == "warning"),
        ),
        missing=tuple(problem.where.removeprefix("inputs/") for problem in unread),
    )


def _load_all(
    inputs: Path, workshop: Workshop, shelf: Shelf
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Every source that can be read, and why the others can't."""
    sources: list[Source] = []
    unread: list[Problem] = []
    for path in each("reading", list_sources(inputs), lambda path: path.relative_to(inputs).as_posix()):
        place = path.relative_to(inputs).as_posix()
        source = _attempt(partial(shelf.load, path, place, workshop), unread)
        sources.extend([source] if source else [])
    return tuple(sources), tuple(unread)


def _no_sources(unread: Sequence[Problem]) -> Problem:
    what = "none of the files there can be read" if unread else "there are no notes and no feedback"
    mend = "Put the session notes into inputs/notes and the feedback sheets into inputs/feedback."
    return Problem("no-sources", "inputs", what, mend)


def _attempt(read: Callable[[], T], problems: list[Problem]) -> T | None:
    """What `read` returns; where it can't, its problems are collected, so that all are told at once."""
    try:
        return read()
    except ReportBuilderError as error:
        problems.extend(error.problems)
        return None
