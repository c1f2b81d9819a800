"""What finished files must say: from workshop.toml, the report, and the page as it would be made now."""

import dataclasses
import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import html as lxml_html

from report_builder.check.publish.finished import FinishedFile, Kind, Passage
from report_builder.check.publish.web import read_html
from report_builder.errors import Level
from report_builder.model import Finding, Prose, Status
from report_builder.render.archive import UNKNOWN
from report_builder.render.fonts import unknown_signs
from report_builder.report import Report
from report_builder.settings import PLACE, Workshop
from report_builder.words import even
from report_builder.workshop import usual_lenses

UNPRINTED = frozenset(
    {"aliases", "keywords", "cues", "marks", "questions", "files", "moderator", "file", "id"}
)
TOTALS = frozenset(
    {"total", "sum", "gesamt", "summe", "insgesamt", "totale", "totaal", "suma", "soma", "σύνολο", "totalt"}
)


@dataclass(frozen=True)
class Hit:
    """What a rule found in a file."""

    place: str
    what: str
    """Without a full stop."""
    mend: str
    level: Level = "error"


@dataclass(frozen=True)
class Facts:
    """What a file must agree with."""

    workshop: Workshop
    expected: FinishedFile
    """The page as it would be made now, in the file's own kind: report or summary, draft or final."""
    statements: tuple[str, ...]
    """Funding statements, folded; none without EU funding."""
    disclaimers: tuple[str, ...]
    title: str
    citation: str
    date: datetime.date
    totals: frozenset[str]
    """Words that head a row or column of totals, in lower case."""
    people: int
    """Participants; 0 if there is no list."""
    organisations: int
    countries: int
    groups: frozenset[int]
    """How many stakeholder groups there were: those listed, or those that came."""
    findings: int
    labels: frozenset[str]
    """Printed numbers of all findings, gone ones too."""
    framed: str = ""
    """Words of the consortium's template in which a Word file's report stands."""
    own_template: str = ""
    """That template, as messages name it."""
    own_heads: bool = False
    """Heads and feet of the Word file are those of that template."""
    own_boxes: frozenset[str] = frozenset()
    """What stands in its text boxes."""
    own_colours: frozenset[str] = frozenset()
    """Colours of its styles, as #RRGGBB."""

    @property
    def public(self) -> bool:
        """Whether anyone may read it."""
        return self.workshop.deliverable.level.strip().upper() == "PU"

    @property
    def is_report(self) -> bool:
        """Whether it is the report itself, and no summary."""
        return self.expected.path.endswith("report.html")


def make_facts(report: Report, page: str, name: str, labels: frozenset[str] = frozenset()) -> Facts:
    """Facts for the file `name` (below output/, without ending), whose page would now be `page`."""
    expected = read_html(f"{name}.html", page.encode())
    funding = report.funding
    printed = {entry.label for entry in (*report.annex, *report.undecided)}
    return Facts(
        workshop=report.workshop,
        expected=expected,
        statements=tuple(map(even, funding.statements())) if funding else (),
        disclaimers=tuple(map(even, funding.disclaimers())) if funding else (),
        title=even(report.title),
        citation=even(report.citation),
        date=report.date,
        totals=TOTALS | frozenset(_words_of_totals(page)),
        people=report.participants_total,
        organisations=report.organisations,
        countries=report.countries,
        groups=frozenset({len(report.workshop.groups), _groups_that_came(report)}),
        findings=report.findings,
        labels=labels | printed,
    )


def as_kept(facts: Facts, file: FinishedFile) -> Facts:
    """The same, with what an archive's PDF shows for the signs that it can't keep."""
    if file.suffix != "pdf" or not facts.workshop.output.archive:
        return facts
    due, shown = _all_signs(facts.expected), _all_signs(file)
    unkept = {sign for sign in due - shown if not sign.isprintable()}
    # Which fonts the computer had that made it is not known: what the report's own face has, it shows.
    unkept |= set(unknown_signs("".join(due - shown)))
    stood = dict.fromkeys(map(ord, unkept), UNKNOWN)
    expected = replace(
        facts.expected,
        passages=tuple(replace(one, text=one.text.translate(stood)) for one in facts.expected.passages),
        headers=tuple(replace(one, text=one.text.translate(stood)) for one in facts.expected.headers),
        tables=tuple(
            replace(table, rows=tuple(tuple(cell.translate(stood) for cell in row) for row in table.rows))
            for table in facts.expected.tables
        ),
    )
    return replace(facts, expected=expected)


def _all_signs(file: FinishedFile) -> set[str]:
    texts = [passage.text for passage in file.passages] + [header.text for header in file.headers]
    cells = (cell for table in file.tables for row in table.rows for cell in row)
    return set("".join((*texts, *cells)))


def _groups_that_came(report: Report) -> int:
    own = {group.title for group in report.workshop.groups}
    return sum(share.name in own for share in report.participants) + len(report.small_groups)


def _words_of_totals(page: str) -> Iterator[str]:
    for row in lxml_html.document_fromstring(page.encode()).iter("tr"):
        head = row.find("th")
        if head is not None and row.get("class") == "total":
            yield even("".join(map(str, head.itertext()))).casefold()


def input_files(
    workshop: Workshop, prose: Sequence[Prose], findings: Sequence[Finding]
) -> tuple[FinishedFile, ...]:
    """What people typed and what is printed of it, each passage with its place: keys, texts, notes."""
    keys = tuple(
        Passage(even(text), f"key {key}", Kind.TEXT) for key, text in _texts(workshop) if text.strip()
    )
    files = [FinishedFile(PLACE, language=workshop.language, passages=keys)]
    for text in prose:
        if "/" not in text.name or text.name.startswith("themes/"):
            files.append(
                FinishedFile(f"inputs/sections/{text.name}.md", passages=tuple(_paragraphs(text.html)))
            )
    by_path: dict[str, list[Passage]] = {}
    for finding in findings:
        if finding.status is Status.CODED:
            where = finding.members[0].segment.where
            by_path.setdefault(where.path, []).append(Passage(even(finding.statement), where.inside))
    files += [FinishedFile(f"inputs/{path}", passages=tuple(said)) for path, said in by_path.items()]
    return tuple(files)


def _paragraphs(html: str) -> Iterator[Passage]:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    blocks = [
        block
        for block in root.iter("p", "li", "td", "th", "h1", "h2", "h3", "h4")
        if block.text_content().strip()
    ]
    for number, block in enumerate(blocks, 1):
        yield Passage(even(block.text_content()), f"paragraph {number}")


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of workshop.toml with its key; those that are never printed left out."""
    if dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            if one.name not in UNPRINTED and not (one.name == "lenses" and not key and _usual(value)):
                yield from _texts(getattr(value, one.name), f"{key}.{one.name}".lstrip("."))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, 1):
            name = getattr(inner, "id", "") or str(number)
            yield from _texts(inner, f"{key}, {name}")
    elif isinstance(value, str):
        yield key, value


def _usual(workshop: Any) -> bool:
    usual: Mapping[str, str] = {str(lens["id"]): str(lens["title"]) for lens in usual_lenses()}
    return {lens.id: lens.title for lens in workshop.lenses} == usual
