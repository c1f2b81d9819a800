"""The document's history: which versions were built, and what changed from each to the next.

In go the drafts that were kept, the version that is being built, and the rows that people wrote by hand; out
come the rows as printed. The present version is compared with the one before it and never with drafts of its
own, so that building it again changes nothing.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from report_builder.draft import Difference, Draft, VersionRow
from report_builder.errors import HistoryError, Problem
from report_builder.history import store
from report_builder.history.diff import State, differ, state_of_draft
from report_builder.settings import Deliverable

REPORT = "report"
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def last_drafts(folder: Path, besides: str = "") -> tuple[Draft, ...]:
    """The last draft of the report of each version, in the order in which the versions were first built.

    A draft whose record was not kept or can't be read is left out, and so are those of the version `besides`.

    Raises:
        HistoryError: The list of drafts can't be read.
    """
    last = {built.version: built.draft for built in store.read_built(folder) if built.name == REPORT}
    found = (store.find_draft(folder, id) for version, id in last.items() if version != besides)
    return tuple(draft for draft in found if draft is not None and DAY.fullmatch(draft.date))


def last_draft(folder: Path) -> Draft:
    """The draft of the report that was built last.

    Raises:
        HistoryError: None was, or its record can't be read.
    """
    built = [one for one in store.read_built(folder) if one.name == REPORT]
    if not built:
        what = "no Word draft of the report was built yet, so there is nothing to compare with"
        mend = "Run `report-builder build` first."
        raise HistoryError(Problem("diff-none", f"{store.PLACE}/drafts.jsonl", what, mend))
    return _record(folder, built[-1].draft)


def named_draft(folder: Path, name: str) -> Draft:
    """The draft called `name`: a version, whose last draft it is, or the beginning of an id.

    Raises:
        HistoryError: There is none, there are several, or its record can't be read.
    """
    built = store.read_built(folder)
    of_version = [one.draft for one in built if one.version == name and one.name == REPORT]
    if of_version:
        return _record(folder, of_version[-1])
    ids = list(dict.fromkeys(one.draft for one in built if one.draft.startswith(name)))
    if len(ids) == 1:
        return _record(folder, ids[0])
    if ids:
        what, mend = f"several drafts begin so: {', '.join(ids)}", "Give more letters of the one you mean."
        raise HistoryError(Problem("diff-several", name, what, mend))
    versions = list(dict.fromkeys(one.version for one in built if one.name == REPORT))
    mend = f"Versions that were built: {', '.join(versions) or 'none yet'}."
    raise HistoryError(Problem("diff-unknown", name, "no draft is called so", mend))


def changes_since(
    folder: Path, name: str, present: State, shown: Callable[[Draft], Draft] = lambda draft: draft
) -> Difference:
    """What changed since the draft called `name`, as it may be `shown`.

    Raises:
        HistoryError: There is no such draft, or it is of the version that is being built: then each build
            would differ from the one before.
    """
    if name == present.name.version:
        what = "this is the version that is being made"
        mend = "Name an earlier version, or raise `version` under [deliverable]."
        raise HistoryError(Problem("changes-since", f"changes since {name}", what, mend))
    return differ(state_of_draft(shown(named_draft(folder, name))), present)


def version_rows(
    deliverable: Deliverable, author: str, kept: Sequence[Draft], present: State
) -> tuple[VersionRow, ...]:
    """A row for each version, the present one last; rows given by hand stand instead of those counted.

    `kept` are the last drafts of each version, in the order in which the versions were first built.
    """
    given = {
        row.version: VersionRow(row.version, row.date, row.author, row.change) for row in deliverable.history
    }
    earlier = [state_of_draft(draft) for draft in kept if draft.version != present.name.version]
    states = [*earlier, present]
    counted = {
        state.name.version: _counted(state, states[at - 1] if at else None, author, bool(given))
        for at, state in enumerate(states)
    }
    order = [version for version in _merged(list(given), list(counted)) if version != present.name.version]
    rows = {**counted, **given}
    return tuple(rows[version] for version in (*order, present.name.version))


def _counted(state: State, before: State | None, author: str, others: bool) -> VersionRow:
    """The row of a version; `others` tells that people list versions of which no record was kept."""
    return VersionRow(
        version=state.name.version,
        date=datetime.date.fromisoformat(state.name.date),
        author=author,
        change="",
        findings=len(state.findings),
        first=before is None and not others,
        since=differ(before, state) if before else None,
    )


def _merged(given: Sequence[str], built: Sequence[str]) -> Iterable[str]:
    """All versions in one order: what was built before a given one stands before it.

    >>> list(_merged(["0", "2"], ["1", "2", "3"]))
    ['0', '1', '2', '3']
    """
    left = list(built)
    for version in given:
        if version in left:
            at = left.index(version)
            yield from (each for each in left[:at] if each not in given)
            left = left[at + 1 :]
        yield version
    yield from (each for each in left if each not in given)


def _record(folder: Path, id: str) -> Draft:
    draft = store.find_draft(folder, id)
    if draft is None:
        place = f"{store.PLACE}/drafts/{id}.json"
        what, mend = (
            "the record of this draft is gone or damaged",
            "Put the file back, or name another draft.",
        )
        raise HistoryError(Problem("diff-record", place, what, mend))
    return draft
