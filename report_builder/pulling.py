"""The command `pull`: edited drafts, and whose side settles conflicts -> edits in the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_builder.clock import now
from report_builder.edit import Conflict, Edit
from report_builder.errors import Problem, WorkshopError, did_you_mean, raise_if_any
from report_builder.gathering import Gathered
from report_builder.history import store
from report_builder.history.settle import settle, settle_section
from report_builder.pipeline import gather
from report_builder.progress import Tell
from report_builder.returns import Returned, counted, read_edits


@dataclass(frozen=True)
class Pulled:
    """What `pull` took in."""

    gathered: Gathered
    """The workshop with all of it."""
    returned: tuple[Returned, ...]
    settled: tuple[Edit, ...]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All that is new in the journal."""
        return (*(edit for one in self.returned for edit in one.edits), *self.settled)


def pull(
    folder: Path,
    drafts: Sequence[Path],
    *,
    original: bool = False,
    take: str = "",
    only: Sequence[str] = (),
    dry_run: bool = False,
    tell: Tell = lambda line: None,
) -> Pulled:
    """Take over what people changed in drafts, and settle conflicts as `take` says.

    `take` is `word`, `inputs` or empty; `only` names the findings (F12, an id) and sections that it is for.

    Raises:
        PullError: A file is no draft, or can't be read; nothing is written.
        WorkshopError: The workshop can't be used, or `only` names nothing that is in conflict.
    """
    with store.locked(folder):
        returned = read_edits(folder, drafts, original=original)
        for one in returned:
            tell(f"pulled    {one.path.name}: {counted(one.edits)}")
        edits = tuple(edit for one in returned for edit in one.edits)
        gathered = gather(folder, tell, edits)
        raise_if_any(gathered.faults, WorkshopError)
        settled = tuple(_settle(gathered, take, only)) if take else ()
        if settled:
            gathered = gather(folder, new_edits=(*edits, *settled))
        if not dry_run:
            store.append_edits(folder, (*edits, *settled))
        return Pulled(gathered, returned, settled)


def _settle(gathered: Gathered, take: str, only: Sequence[str]) -> Iterable[Edit]:
    open_findings = [finding for finding in gathered.findings if finding.conflicts]
    sections = {text.name: text for text in gathered.prose}
    clashes: dict[str, list[Conflict]] = {}
    for clash in gathered.clashes:
        clashes.setdefault(clash.id, []).append(clash)
    names = {f"F{f.number}" if f.number else f.id: f for f in open_findings} | {
        f.id: f for f in open_findings
    }
    raise_if_any(_not_in_conflict(only, [*names, *clashes]), WorkshopError)
    for finding in open_findings:
        if not only or any(names.get(name) is finding for name in only):
            yield from settle(finding, take, now())
    for name, found in clashes.items():
        if not only or name in only:
            yield settle_section(sections[name], found, take, now())


def _not_in_conflict(only: Iterable[str], names: Sequence[str]) -> Iterable[Problem]:
    for name in only:
        if name not in names:
            what = "there is no conflict there"
            mend = f"{did_you_mean(name, names)}`report-builder check` lists the conflicts."
            yield Problem("pull-only", f"--only {name}", what, mend)
