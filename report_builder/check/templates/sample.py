"""Reports on which templates are tried: the workshop's own settings with all there can be, and without.

Themes, lenses and groups are the workshop's, since a template may name them; what it lacks is made up.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from report_builder.draft import Change, Difference, DraftName, VersionRow, WordChange
from report_builder.funding import FundingStatement, funding_statement
from report_builder.keys import short_key
from report_builder.load.prose import known_sections
from report_builder.model import (
    Account,
    Choice,
    Coding,
    Finding,
    Kind,
    Participant,
    Prose,
    Rating,
    Segment,
    Source,
    Status,
    Where,
)
from report_builder.report import Report, make_report
from report_builder.settings import (
    AgendaItem,
    Deliverable,
    Funding,
    Group,
    NextEvent,
    Person,
    Project,
    Session,
    Workshop,
)

DAY = datetime.date(2024, 3, 5)
NOTES, SHEET = "notes/sample.md", "feedback/sample.xlsx"
EACH = 2
"""Findings under each lens of each theme."""
LACKING: Mapping[str, str] = {
    "findings": "where there are no findings",
    "undecided": "where no statement awaits review",
    "prose": "where nobody has written a section",
    "participants": "where there is no list of participants",
    "answers": "where nothing was answered by ticking",
    "funding": "where there is no EU funding",
    "next_event": "where no workshop follows",
    "agenda": "where there is no agenda",
    "groups": "where there are no stakeholder groups",
    "sessions": "where there are no sessions",
    "project": "where no project is named",
    "changes": "where nothing is compared with an earlier version",
}
"""What a workshop may lack -> how that is said."""


@dataclass(frozen=True)
class Sample:
    """A report to try templates on."""

    said: str
    """How it differs from the workshop's own; empty for one that has everything."""
    report: Report


def samples(workshop: Workshop, funding: FundingStatement | None) -> Iterator[Sample]:
    """One that has everything, one that lacks each thing, a final version, and one that lacks all."""
    full = _with_everything(workshop)
    funding = funding or funding_statement(Funding("horizon-europe", "101000000"))
    yield Sample("", _report(full, funding, frozenset()))
    full = replace(full, images=())  # each is made small anew for each page
    for lack, said in LACKING.items():
        yield Sample(said, _report(full, funding, frozenset({lack})))
    yield Sample("in a final version", _report(full, funding, frozenset({"undecided"}), final=True))
    yield Sample("where there is little more than a title", _report(full, None, frozenset(LACKING)))


def _with_everything(workshop: Workshop) -> Workshop:
    deliverable = replace(
        workshop.deliverable,
        number=workshop.deliverable.number or "D1.1",
        due=workshop.deliverable.due or DAY,
        submitted=workshop.deliverable.submitted or DAY,
        authors=workshop.deliverable.authors or (Person("A. Author", "An organisation"),),
        reviewers=workshop.deliverable.reviewers or (Person("R. Reviewer"),),
        keywords=workshop.deliverable.keywords or ("keyword",),
        licence=workshop.deliverable.licence or "CC BY 4.0",
        licence_url=workshop.deliverable.licence_url or "https://creativecommons.org/licenses/by/4.0/",
    )
    project = workshop.project
    return replace(
        workshop,
        deliverable=deliverable,
        project=Project(
            project.acronym or "SAMPLE",
            project.title or "A project",
            project.url or "https://example.org",
            project.coordinator or "A university",
            project.contact or "Write to us.",
        ),
        next_event=workshop.next_event or NextEvent("The next one", "A host", "A city", DAY),
        agenda=workshop.agenda or (AgendaItem("09:00", "Welcome", "A speaker"),),
        groups=workshop.groups or (Group("one", "One group"), Group("other-one", "Another group")),
        sessions=(*workshop.sessions, *_case_studies(workshop)),
        privacy=replace(workshop.privacy, rule=workshop.privacy.rule or "Nobody is named."),
    )


def _case_studies(workshop: Workshop) -> Iterator[Session]:
    for theme in workshop.themes:
        yield Session(f"{theme.id}-case", "A case", "case studies", theme.id, summary="What was told.")


def _without(workshop: Workshop, lacks: frozenset[str]) -> Workshop:
    bare: dict[str, object] = {
        "next_event": None,
        "agenda": (),
        "groups": (),
        "sessions": (),
        "project": Project(),
    }
    changes = {name: value for name, value in bare.items() if name in lacks}
    if lacks >= LACKING.keys():
        changes["deliverable"] = Deliverable()
    return replace(workshop, **changes)  # type: ignore[arg-type]


def _report(
    full: Workshop, funding: FundingStatement | None, lacks: frozenset[str], *, final: bool = False
) -> Report:
    workshop = _without(full, lacks)
    findings = [] if "findings" in lacks else list(_findings(workshop))
    undecided = [] if "undecided" in lacks else [_undecided(workshop)]
    sources = (
        Source(NOTES, "Notes", ()),
        Source(
            SHEET,
            "Answers",
            (),
            ratings=() if "answers" in lacks else (_rating(),),
            choices=() if "answers" in lacks else (_choice(workshop.privacy.min_cell),),
        ),
    )
    segments = [member.segment for finding in (*findings, *undecided) for member in finding.members]
    coded, waiting = len(findings), len(undecided)
    return make_report(
        workshop,
        [*findings, *undecided],
        sources if findings or undecided else (),
        segments,
        Account(len(segments) + 1, coded, len(segments) - coded - waiting, waiting, 1, {"empty": 1}),
        participants=() if "participants" in lacks else tuple(_participants(workshop)),
        prose=()
        if "prose" in lacks
        else [Prose(name, "<p>Written.</p>") for name in known_sections(workshop)],
        funding=None if "funding" in lacks else funding,
        versions=(VersionRow("0.1", DAY, "A. Author", "First draft"), VersionRow("0.2", DAY, "A", "", coded)),
        changes=None if "changes" in lacks else _changes(findings),
        final=final,
    )


def _findings(workshop: Workshop) -> Iterator[Finding]:
    groups = tuple(group.id for group in workshop.groups)
    places = [(theme, lens) for theme in workshop.themes for lens in workshop.lenses for _ in range(EACH)]
    for number, (theme, lens) in enumerate(places, 1):
        statement = f"Statement {number} on {theme.title}."
        members = tuple(_coding(statement, theme.id, lens.id, row) for row in range(1, 1 + number % 6 or 2))
        yield Finding(
            statement, Status.CODED, theme.id, lens.id, "said so", 1.0, members, len(members),
            groups[number % 2 : 2], f"{number:012d}", number, edited=number % 3 == 0, key=number % 5 == 0,
        )  # fmt: skip


def _undecided(workshop: Workshop) -> Finding:
    theme, lens = workshop.themes[0].id, workshop.lenses[0].id
    statement = "Nobody knows where this belongs."
    members = (_coding(statement, theme, lens, 99, Status.UNDECIDED),)
    return Finding(statement, Status.UNDECIDED, theme, lens, "a guess", 0.4, members, id="9" * 12, number=999)


def _coding(statement: str, theme: str, lens: str, row: int, status: Status = Status.CODED) -> Coding:
    where = Where(SHEET, row=row) if row % 2 else Where(NOTES, line=row)
    segment = Segment(short_key(statement, str(row)), statement, where, Kind.PARAGRAPH)
    return Coding(segment, statement, status, theme, lens, "said so", 1.0)


def _participants(workshop: Workshop) -> Iterator[Participant]:
    groups = [group.id for group in workshop.groups] or [""]
    for number in range(len(groups) * max(workshop.privacy.min_cell, 2)):
        group, country = groups[number % len(groups)], f"Country {number % 3}"
        yield Participant(f"P. {number}", "", f"Organisation {number % 4}", group, country, may_name=True)


def _rating() -> Rating:
    return Rating(
        "How was it?", "", Where(SHEET, column="A"), "1-5", 1, ("bad", "", "", "", "good"), (3, 4, 5)
    )


def _choice(least: int) -> Choice:
    return Choice("What did you see?", Where(SHEET, column="B"), (("The talks",),) * least + (("A thing",),))


def _changes(findings: list[Finding]) -> Difference:
    words = (WordChange("Old ", ""), WordChange("", "New "), WordChange("words.", "words."))
    changes = [Change("prose", "introduction", 0, "", "Old words.", "New words.", words)]
    for kind in ("added", "gone", "reworded", "moved", "support"):
        for one in findings[:1]:
            place = f"{one.theme}/{one.lens}"
            old, new = ("1", "2") if kind == "support" else (place, place)
            changes.append(Change(kind, one.id, one.number, place, old, new, words, one.statement))
    drafts = (DraftName("a", "0.1", DAY.isoformat()), DraftName("", "0.2", DAY.isoformat()))
    return Difference(*drafts, tuple(changes), (1, len(findings)), (1, 0))
