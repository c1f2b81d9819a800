"""The account: every segment in exactly one state, for the whole workshop and for each source."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from report_builder.errors import Problem
from report_builder.extract import count_units
from report_builder.model import Account, Finding, Source, Status

MERGED = "merged"


@dataclass(frozen=True)
class SourceAccount:
    """What became of one source."""

    path: str
    read: int
    """Paragraphs, list entries, cells and cues: those in segments and those in `units`."""
    segments: int
    coded: int
    merged: int
    """Members of findings after the first."""
    undecided: int
    set_aside: Mapping[str, int]
    """Reason -> number of segments."""
    units: Mapping[str, int]
    """Reason -> number of places that hold no segment."""
    notices: tuple[str, ...]
    problems: tuple[Problem, ...]


def make_account(units: Mapping[str, int], findings: Sequence[Finding]) -> Account:
    """Count the segments by state: a finding's first member by its status, the others as merged.

    `units` are the places that hold no segment, by reason.
    """
    states = Counter(finding.status for finding in findings)
    members = sum(len(finding.members) for finding in findings)
    return Account(
        segments=members,
        coded=states[Status.CODED],
        merged=members - len(findings),
        undecided=states[Status.UNDECIDED],
        set_aside=states[Status.SET_ASIDE],
        units=units,
        steps=coded_by_step(findings),
    )


def coded_by_step(findings: Sequence[Finding]) -> dict[str, int]:
    """How many coded statements owe their lens to which step, most frequent first; `edit` is a person's."""
    coded = [finding for finding in findings if finding.status is Status.CODED]
    return dict(Counter(_step(finding) for finding in coded).most_common())


def _step(finding: Finding) -> str:
    """The step whose words the lens is; none where a person moved the finding."""
    surest = max(finding.members, key=lambda member: member.confidence)
    said = [
        attempt.suggestion
        for attempt in surest.attempts
        if attempt.axis == "lens" and attempt.suggestion and attempt.suggestion.value == finding.lens
    ]
    best = max(said, key=lambda suggestion: suggestion.confidence, default=None)
    return best.step if best and surest.lens == finding.lens else "edit"


def account_of_sources(
    sources: Sequence[Source], findings: Sequence[Finding], problems: Sequence[Problem]
) -> tuple[SourceAccount, ...]:
    """The account of each source in the order given, each problem with the source whose path it names."""
    states: dict[str, Counter[str]] = {source.path: Counter() for source in sources}
    reasons: dict[str, Counter[str]] = {source.path: Counter() for source in sources}
    blocks: Counter[str] = Counter()
    for finding in findings:
        for position, member in enumerate(finding.members):
            path = member.segment.where.path
            blocks[path] += member.segment.blocks
            states[path][MERGED if position else finding.status] += 1
            if finding.status is Status.SET_ASIDE and not position:
                reasons[path][_without_quotes(finding.reason)] += 1
    return tuple(
        SourceAccount(
            path=source.path,
            read=blocks[source.path] + sum(count_units([source]).values()),
            segments=states[source.path].total(),
            coded=states[source.path][Status.CODED],
            merged=states[source.path][MERGED],
            undecided=states[source.path][Status.UNDECIDED],
            set_aside=dict(sorted(reasons[source.path].items())),
            units=count_units([source]),
            notices=source.notices,
            problems=tuple(p for p in problems if _names(p.where, source.path)),
        )
        for source in sources
    )


def _without_quotes(reason: str) -> str:
    """A reason without the statements that it quotes, so that equal ones are counted together."""
    return reason.split(': "')[0]


def _names(where: str, path: str) -> bool:
    return where == f"inputs/{path}" or where.startswith(f"inputs/{path},")


def as_json(
    account: Account, sources: Sequence[SourceAccount], problems: Sequence[Problem]
) -> dict[str, Any]:
    """The object that `check --json` prints; its keys are fixed in docs/reference.md."""
    return {
        "account": {
            "segments": account.segments,
            "coded": account.coded,
            "merged": account.merged,
            "undecided": account.undecided,
            "set_aside": account.set_aside,
            "units": dict(account.units),
            "steps": dict(account.steps),
        },
        "sources": [
            {
                "path": source.path,
                "read": source.read,
                "segments": source.segments,
                "coded": source.coded,
                "merged": source.merged,
                "undecided": source.undecided,
                "set_aside": dict(source.set_aside),
                "units": dict(source.units),
                "notices": list(source.notices),
                "problems": [asdict(problem) for problem in source.problems],
            }
            for source in sources
        ],
        "problems": [asdict(problem) for problem in problems],
    }


def as_text(account: Account, sources: Sequence[SourceAccount]) -> str:
    """The account as a table for the terminal: a line for each source, then the sums."""
    width = max((len(source.path) for source in sources), default=0)
    head = f"{'source':<{width}}  statements  coded  merged  undecided  set aside   not statements"
    lines = [head] + [
        f"{source.path:<{width}}  {source.segments:>10}  {source.coded:>5}  {source.merged:>6}  "
        f"{source.undecided:>9}  {sum(source.set_aside.values()):>9}   {_listed(source.units)}"
        for source in sources
    ]
    lines += [f"{'':<{width}}  {notice}" for source in sources for notice in _notices(source)]
    asides = Counter[str]()
    for source in sources:
        asides.update(source.set_aside)
    lines += [
        "",
        f"{account.segments} statements read = {account.coded} coded + {account.merged} merged into those "
        f"+ {account.undecided} undecided + {account.set_aside} set aside.",
        f"Lens of the coded told by: {_listed(account.steps)}.",
        f"Set aside: {_listed(asides)}.",
        f"Not statements: {_listed(account.units)}.",
    ]
    return "\n".join(lines)


def _notices(source: SourceAccount) -> list[str]:
    return [f"{source.path}: {notice}" for notice in source.notices]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items())) or "none"
