import base64
import time
from dataclasses import replace
from html import escape
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from report_builder.model import Prose
from report_builder.render.page import Page, make_page
from report_builder.settings import Funding, Lens, Privacy, Theme
from tests.report_sample import (
    LENSES,
    sample_finding,
    sample_findings,
    sample_report,
    sample_workshop,
    select,
)

HOSTILE = (
    "{{ 7 * 7 }} stays as typed",
    "{% include 'secret' %} and {# no comment #}",
    "<b>bold?</b> & <script>alert(1)</script>",
    "&lt;already&gt; &amp; escaped",
    "\"quotes\" and 'apostrophes' – Ελληνικά, Кириллица, naïve",
    "# no heading, *no* emphasis, [no](link)",
)


@pytest.fixture(scope="module")
def page() -> Page:
    return make_page(sample_report())


@pytest.fixture(scope="module")
def document(page: Page) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(page.html)


def outline(page: Page) -> list[str]:
    return [f"{heading.number} {heading.text}".strip() for heading in page.headings if heading.level == 1]


def visible(page: Page) -> str:
    return "".join(select(lxml_html.document_fromstring(page.html), "//body//text()"))


def test_parts_stand_in_order_with_their_numbers(page: Page) -> None:
    assert outline(page) == [
        "Document control",
        "Contents",
        "Executive summary",
        "1 Introduction",
        "2 Methodology",
        "3 Agenda",
        "4 Participants",
        "5 Protests and demonstrations",
        "6 Large-scale events",
        "7 Mass migration",
        "8 Themes and lenses at a glance",
        "9 Statements awaiting review",
        "10 Conclusions and next steps",
        "Annex A Sources",
        "Annex B All findings by number",
    ]


def test_a_theme_has_a_section_for_each_lens(page: Page) -> None:
    sections = [f"{h.number} {h.text}" for h in page.headings if h.level == 2 and h.number.startswith("5.")]
    assert sections == [
        "5.1 Current and future practices",
        "5.2 Needs",
        "5.3 Challenges",
        "5.4 Legal and ethical issues",
    ]


def test_no_level_of_headings_is_skipped(document: lxml_html.HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in document.iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_link_within_the_page_has_its_target(document: lxml_html.HtmlElement) -> None:
    ids = select(document, "//@id")
    assert len(ids) == len(set(ids))
    targets = {link[1:] for link in select(document, "//a/@href") if link.startswith("#")}
    assert targets
    assert targets <= set(ids)


def test_contents_lists_what_follows_it(page: Page, document: lxml_html.HtmlElement) -> None:
    links = select(document, "//nav[@class='toc']//a")
    assert [link.get("href") for link in links] == [
        f"#{heading.id}" for heading in page.headings[2:] if heading.level <= 2
    ]
    nested = select(document, "//nav[@class='toc']/ol/li/ol/li/a")
    assert "5.2 Needs" in [" ".join(link.text_content().split()) for link in nested]


def test_each_finding_is_one_element_with_its_words_verbatim(document: lxml_html.HtmlElement) -> None:
    for finding in sample_findings():
        (element,) = select(document, "//*[@data-finding=$id]", id=finding.id)
        assert element.get("id")
        assert element.text_content() == f"F{finding.number} {finding.statement}"
        assert element[0].get("class") == "number"


def test_each_finding_is_followed_by_what_weighs_it(document: lxml_html.HtmlElement) -> None:
    (element,) = select(document, "//*[@data-finding='000000000001']")
    below = element.getnext()
    assert below.get("class") == "support"
    assert below.text_content() == "Support 2 · Academia · S2, line 1; S3, line 2"


def test_a_finding_with_much_evidence_leads_to_the_annex(document: lxml_html.HtmlElement) -> None:
    (element,) = select(document, "//*[@data-finding='000000000011']")
    (more,) = select(element.getnext(), ".//a[starts-with(@href, '#annex-')]")
    assert more.text_content() == "and 4 more"
    (line,) = select(document, "//p[@id=$id]", id=more.get("href")[1:])
    assert "S4, row 15" in line.text_content()


def test_a_lens_without_findings_says_so_once(document: lxml_html.HtmlElement) -> None:
    assert document.text_content().count("No needs were recorded for this theme.") == 1


def test_a_theme_without_findings_says_so_once() -> None:
    workshop = replace(sample_workshop(), themes=(*sample_workshop().themes, Theme("empty", "Empty theme")))
    text = make_page(sample_report(workshop=workshop)).html
    assert text.count("No findings were recorded for this theme.") == 1


def test_fields_are_the_findings_and_the_written_paragraphs(
    page: Page, document: lxml_html.HtmlElement
) -> None:
    statements = {field.id: field for field in page.fields if field.field == "statement"}
    for finding in sample_findings():
        field = statements[finding.id]
        assert (field.key, page.words[field.key]) == (finding.id, finding.statement)
    written = [field for field in page.fields if field.id == "introduction"]
    assert [(field.paragraph, page.words[field.key]) for field in written] == [
        (0, "The project"),
        (1, "The project studies how new social media can serve public security."),
        (2, "Aims of the workshop"),
        (3, "The workshop brought together those who plan, watch, join and study mass gatherings."),
        (4, "We came to listen to each other."),
    ]
    assert {field.field for field in written} == {"section"}
    assert "themes/protests.need" in {field.id for field in page.fields}
    keys = [field.key for field in page.fields]
    assert sorted(keys) == sorted(select(document, "//@data-key"))
    assert len(keys) == len(set(keys))
    assert all(len(key) == 12 and key.isalnum() and key == key.lower() for key in keys)


def test_keys_of_prose_stay_when_other_sections_change(page: Page) -> None:
    other = make_page(sample_report(findings=sample_findings()[:3], participants=False))
    mine = [field.key for field in page.fields if field.id == "conclusions"]
    assert [field.key for field in other.fields if field.id == "conclusions"] == mine


def test_a_final_version_has_no_trace_of_drafting() -> None:
    page = make_page(sample_report(final=True))
    assert page.fields == ()
    assert "data-key" not in page.html
    assert "Draft" not in page.html
    assert "Statements awaiting review" not in page.html
    assert "notes/protests-breakout.docx" not in page.html
    assert "Version 0.3, 30 June 2017" in page.html


def test_a_draft_says_that_it_is_one(document: lxml_html.HtmlElement) -> None:
    (header,) = document.find_class("running-header")
    assert "Draft, version 0.3, 30 June 2017" in header.text_content()


def test_what_is_not_given_is_left_out() -> None:
    workshop = replace(
        sample_workshop(), agenda=(), next_event=None, funding=Funding(), privacy=Privacy(attribution="none")
    )
    page = make_page(sample_report(workshop=workshop, prose=(), participants=False))
    assert outline(page)[2:5] == [
        "1 Methodology",
        "2 Protests and demonstrations",
        "3 Large-scale events",
    ]
    assert "Conclusions" not in page.html
    assert "emblem" not in visible(page)
    assert not select(lxml_html.document_fromstring(page.html), "//div[@class='funding']")
    assert "Findings are attributed neither to people nor to groups." in page.html


def test_an_own_lens_needs_no_change_of_templates() -> None:
    lens = Lens("role", "Roles and duties", "role", "Who does what.")
    workshop = replace(sample_workshop(), lenses=(*LENSES, lens))
    findings = [*sample_findings(), sample_finding(80, "Stewards own the exits.", "protests", "role")]
    page = make_page(sample_report(workshop=workshop, findings=findings))
    assert "5.5 Roles and duties" in [f"{h.number} {h.text}" for h in page.headings]
    row = select(lxml_html.document_fromstring(page.html), "//table[@class='matrix']/tbody/tr[1]/td")
    assert [cell.text_content() for cell in row] == ["5", "6", "5", "3", "1", "20"]


def test_many_lenses_stand_in_several_tables_and_none_is_lost() -> None:
    more = tuple(Lens(f"own-{number}", f"Own lens {number}") for number in range(5))
    workshop = replace(sample_workshop(), lenses=(*LENSES, *more))
    findings = [*sample_findings(), sample_finding(80, "Said under the last.", "protests", "own-4")]
    document = lxml_html.document_fromstring(
        make_page(sample_report(workshop=workshop, findings=findings)).html
    )
    tables = select(document, "//table[@class='matrix']")
    assert len(tables) == 2
    heads = [cell.text_content() for cell in select(document, "//table[@class='matrix']/thead//th")]
    assert [head for head in heads if "Own lens" in head] == [
        f"O\u00a0Own lens {number}" for number in range(5)
    ]
    assert [heads.count("Theme"), heads.count("Total")] == [2, 1]
    charts = select(document, "//img[contains(@alt, 'Bar charts of findings')]")
    assert len(charts) == 3
    assert "1 Own lens 4" in charts[-1].get("alt")


def test_matrix_cells_carry_number_and_shade(document: lxml_html.HtmlElement) -> None:
    cells = select(document, "//table[@class='matrix']//td[@data-shade]")
    assert len(cells) == 12
    assert max(float(cell.get("data-shade")) for cell in cells) == 1.0
    assert min((float(cell.get("data-shade")), cell.text_content()) for cell in cells) == (0.0, "0")


def test_counts_are_told_in_the_methodology(document: lxml_html.HtmlElement) -> None:
    text = " ".join(document.text_content().split())
    assert "128 statements were read in 4 sources of notes and feedback from 3 sessions." in text
    assert "51 stand in this report as findings; 67 were merged into one of them" in text
    assert "1 awaits review; 9 were set aside" in text
    assert "is no share of the participants" in text
    assert "The workshop was held under the Chatham House Rule." in text


@pytest.mark.parametrize("statement", HOSTILE)
def test_text_that_looks_like_code_shows_as_typed(statement: str) -> None:
    page = make_page(sample_report(findings=[sample_finding(1, statement)]))
    (element,) = select(lxml_html.document_fromstring(page.html), "//*[@data-finding='000000000001']")
    assert element.text_content() == f"F1 {statement}"
    assert statement in page.words.values()


def test_signs_that_cannot_be_printed_are_dropped() -> None:
    page = make_page(sample_report(findings=[sample_finding(1, "a\x0bb\x00c")]))
    assert "abc" in page.html


def test_charts_say_their_numbers(document: lxml_html.HtmlElement) -> None:
    people, heard, findings = [image for image in document.iter("img") if "chart" in image.get("alt")]
    assert "Security practitioners: 12" in people.get("alt")
    assert "Security practitioners" in heard.get("alt")
    assert "Mass migration: 5 Current and future practices, 0 Needs" in findings.get("alt")
    svg = base64.b64decode(people.get("src").partition(",")[2]).decode()
    assert ">Security practitioners</text>" in svg
    assert 'fill="#003399"' in svg


def test_emblem_stands_beside_the_statement(document: lxml_html.HtmlElement) -> None:
    (box,) = select(document, "//section[@class='cover']/div[@class='funding']")
    image, statement = box
    assert image.get("class") == "emblem"
    assert image.get("alt") == statement.text_content()
    assert statement.text_content().endswith("under grant agreement No\u00a0700281")


def test_a_summary_stands_alone() -> None:
    report = sample_report()
    page = make_page(report, "theme-summary.html.j2", chapter=report.chapters[1])
    document = lxml_html.document_fromstring(page.html)
    assert page.title.startswith("Large-scale events")
    assert [heading.text for heading in page.headings] == [lens.title for lens in LENSES]
    assert len(select(document, "//*[@data-finding]")) == 4 * 3
    left = [note.text_content() for note in select(document, "//p[@class='note']")]
    assert left == [
        "2 more findings stand in the report.",
        "3 more findings stand in the report.",
        "2 more findings stand in the report.",
    ]
    assert select(document, "//img[@class='emblem']")
    assert not [link for link in select(document, "//main//a/@href") if link.startswith("#")]


def test_an_inventory_has_one_lens_over_all_themes() -> None:
    report = sample_report()
    page = make_page(report, "inventory.html.j2", lens=LENSES[1])
    assert [heading.text for heading in page.headings] == [theme.title for theme in report.workshop.themes]
    assert len(select(lxml_html.document_fromstring(page.html), "//*[@data-finding]")) == 12


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=1#c", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("mailto:a@example.org", True),
        ("#conclusions", True),
        ("javascript:alert(1)", False),
        (" JaVaScript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,<p>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("notes/one.md", False),
        ("https://[broken", False),
    ],
)
def test_links_lead_to_the_web_to_mail_or_within_the_page(address: str, kept: bool) -> None:
    html = f'<a href="{escape(address)}">there</a>'
    page = make_page(sample_report(prose=(Prose("conclusions", f"<p>{html}</p>"),)))
    (found,) = select(lxml_html.document_fromstring(page.html), "//a[.='there']")
    assert ("href" in found.attrib) is kept


def test_a_licence_with_a_strange_address_is_no_link() -> None:
    workshop = sample_workshop()
    deliverable = replace(workshop.deliverable, licence="Ours", licence_url="javascript:alert(1)")
    page = make_page(sample_report(workshop=replace(workshop, deliverable=deliverable)))
    assert "javascript" not in page.html


def test_ids_of_themes_and_lenses_do_not_collide() -> None:
    themes = (Theme("protests", "One"), Theme("protests-need", "Two"), Theme("protests--need", "Three"))
    findings = [sample_finding(place, "Said.", theme.id) for place, theme in enumerate(themes, 1)]
    workshop = replace(sample_workshop(), themes=themes)
    page = make_page(sample_report(workshop=workshop, findings=findings))
    document = lxml_html.document_fromstring(page.html)
    ids = select(document, "//@id")
    assert len(ids) == len(set(ids))
    by_id = {heading.id: heading.text for heading in page.headings}
    assert [by_id[f"theme-{theme.id}"] for theme in themes[:2]] == ["One", "Two"]
    links = {link.text_content(): link.get("href") for link in select(document, "//nav//a")}
    assert len(set(links.values())) == len(links)


def test_the_time_grows_linearly() -> None:
    def seconds(repeat: int) -> float:
        report = sample_report(findings=sample_findings(repeat))
        start = time.process_time()
        make_page(report)
        return time.process_time() - start

    seconds(1)
    few, many = (min(seconds(repeat) for _ in range(3)) for repeat in (4, 16))
    assert many < 8 * few
