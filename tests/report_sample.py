"""A report as a workshop would give it, for tests of the page and of every format."""

import datetime
from dataclasses import replace
from typing import Any

from report_builder.draft import VersionRow
from report_builder.funding import funding_statement
from report_builder.model import (
    Account,
    Coding,
    Finding,
    Kind,
    Participant,
    Prose,
    Segment,
    Source,
    Status,
    Where,
)
from report_builder.report import Report, make_report
from report_builder.settings import (
    AgendaItem,
    Deliverable,
    Event,
    Funding,
    Group,
    Lens,
    NextEvent,
    Person,
    Privacy,
    Project,
    Session,
    Theme,
    Workshop,
)

THEMES = (
    Theme(
        "protests",
        "Protests and demonstrations",
        "Civilians can mobilise and form groups within hours, and social media let them coordinate their "
        "movements while they are on the street.",
    ),
    Theme(
        "large-scale-events",
        "Large-scale events",
        "Matches, concerts and festivals bring large numbers of people together who can be targeted by "
        "criminals.",
    ),
    Theme(
        "mass-migration",
        "Mass migration",
        "Movements across Europe often lead to mass gatherings, in which social media serve both "
        "travellers and residents.",
    ),
)
LENSES = (
    Lens("practice", "Current and future practices", "practice", "What people do today or could do.", "»"),
    Lens("need", "Needs", "need", "What is missing and wanted.", "+"),
    Lens("challenge", "Challenges", "challenge", "A problem, obstacle or risk.", "!"),
    Lens(
        "legal-ethical", "Legal and ethical issues", "legal or ethical issue", "Law, privacy, fairness.", "§"
    ),
)
GROUPS = (
    Group("security", "Security practitioners"),
    Group("academia", "Academia"),
    Group("research", "Research organisations"),
    Group("movement", "Social movements"),
    Group("local", "Local government and other authorities"),
    Group("industry", "Industry"),
)
STATEMENTS = {
    "practice": (
        "Our control room reads public posts during a march and answers false rumours within minutes.",
        "Organisers publish the route beforehand and name one account that stewards and police both follow.",
        "Volunteers pass on positions at sea to the coast guard through a closed messaging group.",
        "The city tells visitors by its own channel which stations are closed, and repeats it in four "
        "languages.",
        "Stewards report blocked exits with a photograph, so that nobody has to describe a place by radio.",
    ),
    "need": (
        "We need one person on duty who may answer online without asking three levels above.",
        "Small forces should be able to share analysts with their neighbours on the day of an event.",
        "A shared list of verified accounts for emergencies is missing.",
        "Training on how rumours spread must reach front-line officers, not only press officers.",
        "Interpreters who know the platforms that travellers use would help more than another monitoring "
        "tool.",
        "Authorities need clear words for what they do not know yet; silence is read as hiding something, "
        "and by the time a confirmed message comes out a dozen other accounts have told the story in "
        "their own way.",
    ),
    "challenge": (
        "Messages move to closed groups as soon as people notice that public posts are being read.",
        "The volume of posts in the first ten minutes is more than any team can read.",
        "Old photographs are shared as if they were taken today, and correcting them takes an hour.",
        "Mobile networks break down when a full stadium tries to post at the same moment.",
        "Nobody knows which of the many accounts speaks for the organisers.",
    ),
    "legal-ethical": (
        "It is unclear for how long posts of demonstrators may be kept after the event has ended.",
        "Monitoring hashtags of a peaceful march can keep people from exercising their right to assemble.",
        "Face recognition on pictures from the crowd needs a legal basis that most countries don’t have.",
    ),
}
SOURCES = (
    ("notes/protests-breakout.docx", "protests-breakout"),
    ("notes/large-scale-events-plenary.md", "large-scale-events-plenary"),
    ("notes/mass-migration-cases.md", "mass-migration-cases"),
    ("feedback/feedback-may-2017.xlsx", ""),
)
PROSE = (
    Prose(
        "executive-summary",
        "<p>Fifty-seven people from six stakeholder groups met in Athens to discuss how social media change "
        "public safety at mass gatherings.</p><ul><li>Speed counts more than polish.</li><li>Trust is built "
        "<em>before</em> the day.</li></ul>",
    ),
    Prose(
        "introduction",
        "<h2>The project</h2><p>The project studies how new social media can serve public security.</p>"
        "<h2>Aims of the workshop</h2><p>The workshop brought together those who plan, watch, join and study "
        "mass gatherings.</p><blockquote><p>We came to listen to each other.</p></blockquote>",
    ),
    Prose("methodology", "<p>Case studies opened each theme; break-out groups followed.</p>"),
    Prose("conclusions", "<p>The three themes share more than divides them.</p>"),
    Prose("themes/protests", "<p>Protests are planned in the open and improvised in closed groups.</p>"),
    Prose("themes/protests.need", "<h2>Who asked</h2><p>The needs come mostly from practitioners.</p>"),
)


def sample_workshop() -> Workshop:
    """The workshop of the sample."""
    return Workshop(
        event=Event(
            "Social media in riots, protests and mass gatherings",
            datetime.date(2017, 5, 9),
            "Athens, Greece",
            "Center for Security Studies (KEMEA)",
            "2nd project workshop",
        ),
        themes=THEMES,
        project=Project("MEDI@4SEC", "The emerging role of new social media in enhancing public security"),
        funding=Funding("h2020", "700281"),
        deliverable=Deliverable(
            title="Report on the 2nd workshop: social media in riots, protests and mass gatherings",
            number="D2.4",
            version="0.3",
            date=datetime.date(2017, 6, 30),
            authors=(Person("Danae Kostarelou", "KEMEA"), Person("Petros Lambriadis", "KEMEA")),
            reviewers=(Person("Maarten Hoekveld", "TNO"),),
            keywords=("social media", "public security"),
            licence="Creative Commons Attribution 4.0 International (CC BY 4.0)",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
        ),
        next_event=NextEvent("Dark Web", "TNO", "The Hague", datetime.date(2017, 9, 26)),
        lenses=LENSES,
        groups=GROUPS,
        sessions=(
            Session("protests-breakout", "Protests: break-out", "break-out", "protests"),
            Session(
                "large-scale-events-plenary", "Large-scale events: plenary", "plenary", "large-scale-events"
            ),
            Session(
                "mass-migration-cases",
                "Mass migration: case studies",
                "case studies",
                "mass-migration",
                summary="An island municipality explained how it prepared for arrivals.",
            ),
        ),
        agenda=(AgendaItem("09:30-09:45", "Welcome"), AgendaItem("10:05-10:50", "Case studies")),
        privacy=Privacy(rule="The workshop was held under the Chatham House Rule."),
    )


def sample_findings(repeat: int = 1) -> list[Finding]:
    """About sixty findings over the three themes, times `repeat`; the last theme has no needs."""
    findings: list[Finding] = []
    for _ in range(repeat):
        for theme in THEMES:
            for lens, statements in STATEMENTS.items():
                if (theme.id, lens) != ("mass-migration", "need"):
                    findings += [
                        sample_finding(len(findings) + place + 1, statement, theme.id, lens)
                        for place, statement in enumerate(statements)
                    ]
    return findings


def sample_finding(number: int, statement: str, theme: str = "protests", lens: str = "need") -> Finding:
    """A finding with as much evidence as its number gives."""
    members = tuple(
        _coding(statement, theme, lens, number + row, SOURCES[(number + row) % len(SOURCES)])
        for row in range(1 + number % 3 + (4 if number % 11 == 0 else 0))
    )
    return Finding(
        statement=statement,
        status=Status.CODED,
        theme=theme,
        lens=lens,
        reason="said so",
        confidence=1.0,
        members=members,
        support=len(members),
        groups=(GROUPS[number % 6].id,)
        if number % 3
        else (GROUPS[number % 6].id, GROUPS[(number + 1) % 6].id),
        id=f"{number:012d}",
        number=number,
        edited=number % 9 == 0,
    )


def sample_report(
    *,
    workshop: Workshop | None = None,
    findings: list[Finding] | None = None,
    prose: tuple[Prose, ...] = PROSE,
    final: bool = False,
    participants: bool = True,
) -> Report:
    """The sample laid out as a report."""
    workshop = workshop or sample_workshop()
    findings = sample_findings() if findings is None else findings
    segments = [member.segment for finding in findings for member in finding.members]
    guess = replace(sample_finding(990, "Somebody ought to look at drones."), status=Status.UNDECIDED)
    return make_report(
        workshop,
        [*findings, guess],
        [Source(path, path, ()) for path, _ in SOURCES],
        segments,
        Account(len(segments) + 10, len(findings), len(segments) - len(findings), 1, 9, {"empty": 3}),
        participants=[Participant(f"P{n}", group=GROUPS[n % 5].id, country=f"C{n % 12}") for n in range(57)]
        if participants
        else (),
        prose=prose,
        funding=funding_statement(workshop.funding),
        versions=(
            VersionRow("0.1", datetime.date(2017, 5, 26), "Danae Kostarelou", "First draft"),
            VersionRow("0.3", datetime.date(2017, 6, 30), "KEMEA", "", findings=len(findings)),
        ),
        final=final,
    )


def select(document: Any, path: str, **values: str) -> list[Any]:
    """What an XPath finds in a document, without lxml's union of all that it could be."""
    return list(document.xpath(path, **values))


def _coding(statement: str, theme: str, lens: str, line: int, source: tuple[str, str]) -> Coding:
    path, session = source
    where = Where(path, sheet="Answers", row=line) if path.endswith("xlsx") else Where(path, line=line)
    segment = Segment(f"{line:012d}", statement, where, Kind.PARAGRAPH, session=session)
    return Coding(segment, statement, Status.CODED, theme, lens, "said so", 1.0)
