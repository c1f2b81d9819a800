"""A consortium's own Word template: filled, kept, found wanting, and brought back."""

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.shared import Pt, RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from report_builder.render.docx import render_docx
from report_builder.render.page import make_page
from report_builder.render.word.template.placeholders import PLACEHOLDERS, make_filling
from tests.conftest import Project, Run
from tests.outline import docx_outline
from tests.report_sample import sample_report
from tests.test_render_docx import FONTS, assert_word_accepts
from tests.word_templates import (
    FRENCH,
    GERMAN,
    GREEK,
    MAIN,
    W,
    add_split,
    append,
    as_dotx,
    changed,
    consortium,
    in_names,
    plain,
    saved,
    template,
)

WORKSHOP = """\
[event]
title = "A day on crossings"
date = 2024-03-05
place = "Ghent, Belgium"
organiser = "The R&D <host>"

[project]
acronym = "CROSS"
title = "Crossings that are seen"

[deliverable]
number = "D2.4"
authors = [{ name = "Ada Lind", organisation = "KU" }, { name = "Bo Rask" }]

[funding]
programme = "h2020"
grant_number = "123456"

[[themes]]
id = "crossings"
title = "Crossings"
"""
REFERENCE = "templates/reference.docx"
NOTE = "# Crossings\n\n## Needs\n\n- Drivers need {{ title }} and signs.\n"


def built(
    project: Project, run: Run, data: bytes, *options: str, name: str = REFERENCE, toml: str = WORKSHOP
) -> Path:
    """A workshop with this Word template, its report made."""
    files: dict[str, str | bytes] = {
        "inputs/workshop.toml": toml,
        name: data,
        "inputs/notes/crossings.md": NOTE,
    }
    folder = project(files)
    result = run("build", folder, "--format", "docx", *options)
    assert result.code == 0, result.err
    return folder


def report(folder: Path) -> Document:
    return docx.Document(str(folder / "output/report.docx"))


def texts(element: object) -> list[str]:
    """The paragraphs of a part, text boxes too, in their order."""
    found = []
    for paragraph in element.iter(f"{{{W}}}p"):  # type: ignore[attr-defined]
        pieces = paragraph.iter(f"{{{W}}}t")
        found.append("".join(p.text or "" for p in pieces if next(p.iterancestors(f"{{{W}}}p")) is paragraph))
    return found


def problems(run: Run, folder: Path) -> list[str]:
    """What check says of the Word template, without its level."""
    lines = (line.split(maxsplit=1)[1] for line in run("check", folder).err.splitlines())
    return [line for line in lines if line.startswith(("templates/", "inputs/workshop.toml"))]


# Filled and kept


def test_everything_that_stands_in_braces_is_filled(project: Project, run: Run) -> None:
    document = report(built(project, run, consortium()))
    words = texts(document.element.body)
    assert words[:10] == [
        "Report on A day on crossings",
        "Project CROSS: Crossings that are seen",
        "Deliverable",
        "D2.4",
        "Authors",
        "Ada Lind (KU), Bo Rask",
        "",
        "5 March 2024",
        "5 March 2024",
        "Ghent, Belgium",
    ]
    section = document.sections[0]
    assert section.first_page_header.paragraphs[0].text == "First: The R&D <host>"
    assert section.even_page_header.paragraphs[0].text == "Even: 0.1"
    assert section.header.paragraphs[0].text == "CROSS – Draft, version 0.1, 5 March 2024"
    assert section.footer.paragraphs[0].text == "Partner Ltd, D2.4"
    assert document.core_properties.category == "CROSS"
    assert document.core_properties.title == "Report on A day on crossings"
    assert not document.element.body.findall(f".//{{{W}}}dataBinding")


def test_the_report_stands_where_the_template_says(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    outline = docx_outline((folder / "output/report.docx").read_bytes())
    titles = [line for line in outline if line.endswith("Report on A day on crossings")]
    assert titles[0].startswith("Title |")
    assert not any(line.startswith("RB Cover") for line in outline), "the template's cover stands for ours"
    assert outline[-1] == "Normal | Back page of The R&D <host>"
    control = outline.index("RB Heading Unnumbered | Document control")
    finding = next(at for at, line in enumerate(outline) if line.startswith("RB Finding |"))
    assert control < finding
    assert len(report(folder).sections) == 2


def test_properties_of_every_kind_are_filled(project: Project, run: Run) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    custom = (
        b'<Properties xmlns="' + kind + b'" xmlns:vt="' + types + b'"><property pid="2" name="Project" '
        b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"><vt:lpwstr>{{ project.acronym }}</vt:lpwstr>'
        b"</property></Properties>"
    )
    related = kind.replace(b"/2006/", b"/2006/relationships/")
    relation = (
        b'<Relationship Id="rId77" Type="' + related + b'" Target="docProps/custom.xml"/></Relationships>'
    )
    kinds = b'<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-'
    kinds += b'officedocument.custom-properties+xml"/></Types>'
    company = re.compile(rb"<Company>.*?</Company>|<Company/>|(?=</Properties>)", re.DOTALL)
    data = changed(
        plain("{{ report }}"),
        {
            "_rels/.rels": lambda part: part.replace(b"</Relationships>", relation),
            "[Content_Types].xml": lambda part: part.replace(b"</Types>", kinds),
            "docProps/app.xml": lambda part: company.sub(
                b"<Company>{{ organiser }}</Company>", part, count=1
            ),
        },
        {"docProps/custom.xml": custom},
    )
    with zipfile.ZipFile(built(project, run, data) / "output/report.docx") as made:
        told, whose = made.read("docProps/custom.xml"), made.read("docProps/app.xml")
    assert b"<vt:lpwstr>CROSS</vt:lpwstr>" in told
    assert told.count(b"report-builder-draft") == 1
    assert b"The R&amp;D &lt;host&gt;" in whose
    assert b"Application" not in whose, "not with what it was made"


def test_what_notes_say_in_braces_stays_as_typed(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    finding = next(p.text for p in report(folder).paragraphs if p.style and p.style.name == "RB Finding")
    assert finding == "F1\tDrivers need {{ title }} and signs."


def test_word_and_its_checkers_accept_what_comes_of_it(project: Project, run: Run) -> None:
    data = (built(project, run, consortium()) / "output/report.docx").read_bytes()
    assert_word_accepts(data)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, len("{{ project.acronym }}")), max_size=8))
def test_it_does_not_matter_where_word_split_a_name(cuts: list[int]) -> None:
    tag = "{{ project.acronym }}"
    ends = sorted({0, *cuts, len(tag)})
    pieces = [tag[a:b] for a, b in pairwise(ends)]
    assert _filled(template(lambda document: add_split(document, ["Of ", *pieces, "!"]))) == "Of MEDI@4SEC!"


def _filled(data: bytes) -> str:
    from report_builder.render.word.template.fill import fill

    sample = sample_report()
    document = fill(docx.Document(io.BytesIO(data)), make_filling(make_page(sample), sample))
    return texts(document.element.body)[0]


def test_conditions_and_loops_over_rows_work(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("{%p if deliverable.number %}")
        document.add_paragraph("Numbered")
        document.add_paragraph("{%p endif %}")
        table = document.add_table(3, 1)
        for row, text in enumerate(
            (
                "{%tr for one in workshop.deliverable.authors %}",
                "{{ one.name }} of “{{ one.organisation }}”",
                "{%tr endfor %}",
            )
        ):
            table.cell(row, 0).text = text
        document.add_paragraph("{{ report }}")

    words = texts(report(built(project, run, template(write))).element.body)
    assert words[:3] == ["Numbered", "Ada Lind of “KU”", "Bo Rask of “”"]


def test_a_dotx_will_do_as_well(project: Project, run: Run) -> None:
    one = built(project, run, as_dotx(consortium()), name="templates/reference.dotx")
    assert "Back page of The R&D <host>" in texts(report(one).element.body)
    assert MAIN in zipfile.ZipFile(one / "output/report.docx").read("[Content_Types].xml")


def test_without_braces_the_looks_heads_and_logos_are_kept(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.styles["Heading 1"].font.color.rgb = RGBColor(0x7A, 0x1F, 0x3D)
        document.sections[0].header.paragraphs[0].text = "Partner Ltd"
        document.sections[0].left_margin = Pt(99)
        document.add_paragraph("A sample of our text")

    folder = built(project, run, template(write))
    document = report(folder)
    assert "A sample of our text" not in texts(document.element.body)
    assert document.sections[-1].header.paragraphs[0].text == "Partner Ltd"
    assert document.sections[-1].left_margin == Pt(99)
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0x7A, 0x1F, 0x3D)
    (told,) = problems(run, folder)
    assert "its cover and other words are left out. Write {{ report }}" in told


def test_heads_that_only_an_earlier_section_names_are_kept(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Partner Ltd"
        document.add_section()

    document = report(built(project, run, template(write)))
    assert document.sections[-1].header.paragraphs[0].text == "Partner Ltd"


def test_a_template_without_heads_gets_those_of_the_report(project: Project, run: Run) -> None:
    document = report(built(project, run, plain("{{ report }}")))
    assert document.sections[-1].header.paragraphs[0].text == "CROSS\tDraft, version 0.1, 5 March 2024"
    assert any(p.style and p.style.name == "Title" for p in document.paragraphs), "and its cover"


def test_names_without_a_place_for_the_report_put_it_at_the_end(project: Project, run: Run) -> None:
    folder = built(project, run, plain("Cover of {{ title }}"))
    words = texts(report(folder).element.body)
    assert words[0] == "Cover of Report on A day on crossings"
    assert "F1Drivers need {{ title }} and signs." in words
    (told,) = problems(run, folder)
    assert "so it stands at the end" in told


def test_the_contents_stand_where_the_template_has_its_own(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Cover of {{ title }}")
        for piece in (
            '<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r><w:r>'
            '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1 A sample of a heading</w:t>',
            "<w:t>2 Another</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            append(document, f'<w:p xmlns:w="{W}"><w:r>{piece}</w:r></w:p>')
        document.add_paragraph("Beneath it")
        document.add_paragraph("{{ report }}")

    folder = built(project, run, template(write))
    outline = docx_outline((folder / "output/report.docx").read_bytes())
    assert "toc 1 | Methodology" in outline[1 : outline.index("Normal | Beneath it")]
    assert not any("sample" in line or line.endswith("| Contents") for line in outline)
    assert run("pull", "--workshop", folder, folder / "output/report.docx").out.startswith(
        "pulled    report.docx: nothing new"
    )


def _contents(document: Document) -> None:
    append(
        document,
        f'<w:p xmlns:w="{W}"><w:fldSimple w:instr="TOC \\o"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>',
    )


@pytest.mark.parametrize(("cover", "told"), [("", 1), ("Of {{ title }}", 0), ("Of our project", 0)])
def test_contents_in_place_of_a_cover_are_told(project: Project, run: Run, cover: str, told: int) -> None:
    def write(document: Document) -> None:
        if cover:
            document.add_paragraph(cover)
        document.add_paragraph("Inhaltsverzeichnis")
        _contents(document)
        document.add_paragraph("{{ report }}")

    said = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: template(write)}))
    assert [line for line in said if "it has contents but no cover" in line] == said
    assert len(said) == told


@pytest.mark.parametrize(
    ("cover", "places"),
    [
        ("{{ title }}", ["", "This project has received funding"]),
        ("{{ title }}: {{ funding.statement }}", ["This project", "This project has received funding"]),
        ("{{ title }}: {{ funding.emblem }} {{ funding.statement }}", ["This project"]),
    ],
    ids=["the template says nothing", "it lacks the emblem", "it has both"],
)
def test_emblem_and_statement_are_never_lost(
    project: Project, run: Run, cover: str, places: list[str]
) -> None:
    folder = built(project, run, plain(cover, "{{ report }}"))
    first, *others = texts(report(folder).element.body)
    assert places[0] in first
    said = [text for text in others if "has received funding" in text]
    assert [text[:33] for text in said] == places[1:]
    drawn = report(folder).element.body.xpath(".//wp:docPr[contains(@descr, 'has received funding')]")
    assert len(drawn) == 1
    told = run("check", "--publish", folder).err
    assert not re.findall(r"output/report\.docx.*\(E\d\)", told)


# Styles


@pytest.mark.parametrize("names", [GERMAN, FRENCH, GREEK], ids=["German", "French", "Greek"])
def test_styles_are_found_in_other_languages(project: Project, run: Run, names: dict[str, str]) -> None:
    folder = built(project, run, in_names(names, "Start of {{ title }}", "{{ report }}"))
    used = {p.style.name for p in report(folder).paragraphs if p.style}
    assert {names["heading 1"], names["heading 2"], names["Body Text"]} <= used
    assert not {"Heading 1", "Heading 2", "Body Text"} & used
    assert problems(run, folder) == []
    assert run("pull", "--workshop", folder, folder / "output/report.docx").out.startswith(
        "pulled    report.docx: nothing new"
    )


def test_a_heading_is_known_by_its_level_where_its_name_tells_nothing(project: Project, run: Run) -> None:
    names = {"heading 1": "Kapitel Projekt", "heading 2": "Abschnitt Projekt"}
    folder = built(project, run, in_names(names, "{{ report }}"))
    assert "Kapitel Projekt" in {p.style.name for p in report(folder).paragraphs if p.style}


def test_a_person_may_say_which_style_is_used(project: Project, run: Run) -> None:
    toml = WORKSHOP + '[word.styles]\n"Heading 1" = "Intense Quote"\n"rb finding" = "List Number"\n'
    folder = built(project, run, plain("{{ report }}"), toml=toml)
    styles = {p.text: p.style.name for p in report(folder).paragraphs if p.style}
    assert styles["Methodology"] == "Intense Quote"
    assert styles["F1\tDrivers need {{ title }} and signs."] == "List Number"
    path = folder / "output/report.docx"
    document = report(folder)
    finding = next(p for p in document.paragraphs if p.text.startswith("F1"))
    finding.runs[-1].text += " Soon."
    document.save(str(path))
    assert "report.docx: 1 change\n" in run("pull", "--workshop", folder, path).out


def test_styles_that_lead_nowhere_are_told_with_near_ones(project: Project, run: Run) -> None:
    toml = WORKSHOP + '[word.styles]\n"Heading 11" = "Title"\n"Heading 2" = "Intens Quote"\n'
    folder = project({"inputs/workshop.toml": toml, REFERENCE: plain("{{ report }}")})
    assert problems(run, folder) == [
        'inputs/workshop.toml: [word.styles] names "Heading 11", which is no style of a report. Did you mean '
        '"Heading 1"? docs/templates.md lists them.',
        'inputs/workshop.toml: [word.styles] gives "Heading 2" the style "Intens Quote", which '
        'templates/reference.docx does not have. Did you mean "Intense Quote"? Write it as Word\'s list of '
        "styles shows it.",
    ]


def test_missing_styles_look_as_the_template_does(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.styles["Normal"].font.name = "Georgia"
        document.styles["Normal"].font.size = Pt(14)
        document.add_paragraph("{{ report }}")

    document = report(built(project, run, template(write)))
    support, number = document.styles["RB Support"], document.styles["RB Number"]
    assert support.base_style is not None
    assert support.base_style.name == "Body Text"
    assert support.font.name is None, "the face is the template's"
    assert support.font.size == Pt(11.5), "8.5 of 10.5 points, of 14"
    assert document.styles["RB Table Text"].font.size == Pt(9.5), "no larger, for columns do not grow"
    assert str(number.font.color.rgb) == "4A79B1", "the accent of its theme, dark enough to read"
    assert document.styles["RB Heading Unnumbered"].base_style.name == "Heading 1"


def test_numbers_of_the_template_and_of_the_report_keep_apart(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        styles = document.styles.element
        for style in list(styles.iter(f"{{{W}}}style")):
            if style.get(f"{{{W}}}styleId") in ("ListBullet2", "ListBullet3"):
                styles.remove(style)
        document.add_paragraph("Ours", style="List Number")
        document.add_paragraph("{{ report }}")

    note = "# Crossings\n\n## Needs\n\n- Drivers need signs.\n"
    prose = "Before\n\n1. One\n2. Two\n\n- a\n    - b\n"
    folder = project(
        {
            "inputs/workshop.toml": WORKSHOP,
            REFERENCE: template(write),
            "inputs/notes/a.md": note,
            "inputs/sections/introduction.md": prose,
        }
    )
    assert run("build", folder, "--format", "docx").code == 0
    document = report(folder)
    numbering = document.part.numbering_part.element
    for tag, attribute in (("num", "numId"), ("abstractNum", "abstractNumId")):
        ids = [each.get(f"{{{W}}}{attribute}") for each in numbering.iter(f"{{{W}}}{tag}")]
        assert len(ids) == len(set(ids))
    ours, one = (
        next(p for p in document.paragraphs if p.text == text)._p.find(f".//{{{W}}}numId")
        for text in ("Ours", "One")
    )
    assert ours is None, "numbered by its style, as it was"
    assert one is not None
    assert_word_accepts((folder / "output/report.docx").read_bytes())


# Told before


def test_all_faults_are_told_at_once_with_their_places(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Project {{ projct.acronym }} by {{ organiser")
        table = document.add_table(2, 2)
        table.cell(1, 0).text = "{{ deliverable.numbr }}"
        table.cell(0, 1).text = "{{ report }}"
        document.add_paragraph("{{ report }}")
        document.add_paragraph("{{ report }}")
        document.add_paragraph("{% if title %}never ended")
        document.sections[0].first_page_header.paragraphs[0].text = "{{ title | nosuch }}"
        document.core_properties.subject = "{{ project }}"

    folder = project({"inputs/workshop.toml": WORKSHOP, REFERENCE: template(write)})
    told = problems(run, folder)
    assert [re.sub(r"^templates/reference.docx, (.*?): (?=[{\"])", r"\1 -> ", line) for line in told] == [
        'paragraph "Project {{ projct.acronym }} by {{ organiser" -> "{{" is never closed in this paragraph. '
        "A placeholder begins and ends in the same paragraph, as {{ title }}.",
        "table 1, row 1, cell 2 -> {{ report }} must stand in the body of the text, in a paragraph of its own. "
        "Move it to where the report is to begin, outside tables, text boxes, heads and feet.",
        'paragraph "{% if title %}never ended" -> {% if title %} can\'t be read (Unexpected end of template). '
        "Correct it, or take it out.",
        'paragraph "Project {{ projct.acronym }} by {{ organiser" -> {{ projct.acronym }}: there is no '
        'projct.acronym. Did you mean "project.acronym"? docs/templates.md has the list.',
        "table 1, row 2, cell 1 -> {{ deliverable.numbr }}: there is no deliverable.numbr. "
        'Did you mean "deliverable.number"? docs/templates.md has the list.',
        "first-page header of section 1 -> {{ title | nosuch }} can't be read (No filter named 'nosuch'). "
        "Correct it, or take it out.",
        'property "subject" -> {{ project }} can\'t be filled (this has parts; name one of them: acronym, '
        "title, url, coordinator, contact, grant_number, programme). Correct it; docs/templates.md has the "
        "list.",
        'paragraph "{{ report }}" -> {{ report }} stands here a second time. Keep one of them.',
    ]
    assert run("build", folder, "--format", "docx").code == 1
    assert not (folder / "output/report.docx").exists()


@pytest.mark.parametrize(
    "block",
    [
        "{%tr for one in workshop.deliverable.author %}",
        "{%p if title %}",
        "{%p elif title %}",
        "{% nosuch %}",
        "{% set x = %}",
    ],
)
def test_a_block_that_cannot_be_read_hides_no_wrong_name(project: Project, run: Run, block: str) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("{{ titel }}")
        document.add_table(1, 1).cell(0, 0).text = block
        document.add_table(1, 1).cell(0, 0).text = "{{ one.name }} {{ deliverable.numbr }}"
        for words in (
            "{%p for one in workshop.deliverable.authors %}",
            "{%p endfor %}",
            "{%p if workshop.next_event %}",
            "{{ workshop.next_event.title }}",
            "{%p endif %}",
            "{%p if subtitel %}",
            "{%p endif %}",
            "{{ report }}",
        ):
            document.add_paragraph(words)

    told = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: template(write)}))
    names = {found[1] for line in told if (found := re.search(r"there is no (\S+)\.", line))}
    assert {"titel", "deliverable.numbr", "subtitel"} <= names
    assert names <= {"titel", "deliverable.numbr", "subtitel", "workshop.deliverable.author"}


def test_unknown_names_are_told_with_the_nearest(project: Project, run: Run) -> None:
    words = ("{{ projct.acronym }} and {{ deliverable.numbr }}", "{{ workshop.event.titel }}", "{{ report }}")
    told = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain(*words)}))
    assert [re.findall(r"there is no (\S+)\. Did you mean \"(\S+)\"", line)[0] for line in told] == [
        ("projct.acronym", "project.acronym"),
        ("deliverable.numbr", "deliverable.number"),
        ("workshop.event.titel", "workshop.event.title"),
    ]


NONSENSE = (
    "{%p if title %}{{ title }}{% endif %}",
    "{%p if title %}words{%p endif %}",
    "{%tr for one in workshop.themes %}{{ one.title }}{%tr endfor %}",
    "{%tc if title %}{%tc endif %}",
    "{%p endif %}",
    "{%r if title %}",
    "{% raw %}",
    "{%p raw %}",
    "{%- if title %}-{%- endif -%}{%",
    "{% cellbg %}",
    "{% cellbg title %}",
    "{% colspan 'x' %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    "{% extends 'x' %}",
    "{% include title %}",
    "{% set title = %}",
    "{% for %}",
    "{{ {{ title }} }}",
    "{{ title }",
    "{{p title }}",
    "{{ 1 / 0 }}",
    "{{ title[ }}",
    "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
    "{{ '<' | safe }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ self.x() }}",
    "{#p",
    "{{ loop.index }}",
    "{{ workshop.nothing.more }}",
    "{% filter nosuch %}{% endfilter %}",
    "{{ range(10**30) }}",
)


@pytest.mark.parametrize("words", NONSENSE)
def test_no_nonsense_in_braces_ends_in_a_traceback(words: str, tmp_path: Path) -> None:
    from report_builder.errors import TemplateError
    from report_builder.render.word.template.frame import open_frame

    (tmp_path / "reference.docx").write_bytes(plain(words, "{{ report }}"))
    sample = sample_report()
    filling = make_filling(make_page(sample), sample)
    with pytest.raises(TemplateError) as told:
        open_frame(tmp_path / "reference.docx", filling, {}, whole=True)
    assert all("reference.docx" in problem.where for problem in told.value.problems)


def test_a_tag_for_a_whole_paragraph_or_row_stands_there_alone(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        document.add_paragraph("{%p if title %}{{ title }}{% endif %}")
        document.add_paragraph("{{r title }}")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "{%tr if title %}", "Words"
        document.add_paragraph("{% endif %}")
        document.add_paragraph("{{ report }}")

    told = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: template(write)}))
    assert [line.removeprefix("templates/reference.docx, ") for line in told] == [
        'paragraph "{%p if title %}{{ title }}{% endif %}": {%p if title %} must stand in a paragraph of its own. '
        "Move it to one, and so its end {%p endif %}.",
        'paragraph "{{r title }}": {{r title }} prints nothing because of the "r". Write {{ title }}.',
        "table 1, row 1, cell 1: {%tr if title %} must stand in a row of a table of its own. "
        "Move it to one, and so its end {%tr endif %}.",
    ]


@pytest.mark.parametrize(
    ("tag", "what", "mend"),
    [
        ("{{ “title” }}", 'prints the word "title" itself', "Write {{ title }}."),
        ("{{ 'event.date' }}", 'prints the word "event.date" itself', "Write {{ event.date }}."),
        ("{{}}", "nothing stands in the braces", "Write a name there, as {{ title }}."),
        ("{{ report | safe }}", "nothing may stand behind report", "Write {{ report }}, and nothing else"),
    ],
)
def test_what_would_not_print_what_is_meant_is_told(
    project: Project, run: Run, tag: str, what: str, mend: str
) -> None:
    (told,) = problems(
        run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain(f"Of {tag}", "{{ report }}")})
    )
    assert told.startswith(f'templates/reference.docx, paragraph "Of {tag}": ')
    assert what in told
    assert mend in told


def test_what_this_workshop_lacks_is_told_in_plain_words(project: Project, run: Run) -> None:
    words = ("Next: {{ workshop.next_event.title }}", "{{ report }}")
    (told,) = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain(*words)}))
    assert told.endswith(
        '{{ workshop.next_event.title }} can\'t be filled ("title" is asked of something that is not there). '
        "Put {%p if … %} and {%p endif %} around it, each in a paragraph of its own."
    )


def test_in_a_loop_the_parts_of_its_own_name_are_told(project: Project, run: Run) -> None:
    words = ("{%p for t in workshop.themes %}", "{{ t.titel }}", "{%p endfor %}", "{{ report }}")
    (told,) = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain(*words)}))
    assert 'there is no t.titel. Did you mean "t.title"?' in told


@pytest.mark.parametrize("condition", ["if not title", "for one in workshop.deliverable.authors"])
def test_the_report_stands_in_no_condition(project: Project, run: Run, condition: str) -> None:
    end = f"{{%p end{condition.split()[0]} %}}"
    data = plain(f"{{%p {condition} %}}", "{{ report }}", end)
    (told,) = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: data}))
    assert "{{ report }} stands in a condition or a loop" in told


def test_tracked_changes_in_a_template_are_told(project: Project, run: Run) -> None:
    def write(document: Document) -> None:
        append(document, f'<w:p xmlns:w="{W}"><w:ins w:id="1"><w:r><w:t>New</w:t></w:r></w:ins></w:p>')
        document.add_paragraph("{{ report }}")

    (told,) = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: template(write)}))
    assert "it holds tracked changes" in told


def _with_macros(data: bytes) -> bytes:
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    whole = b"application/vnd.openxmlformats-officedocument." + MAIN
    return changed(data, {"[Content_Types].xml": lambda part: part.replace(whole, macros)})


def _with_far_picture(data: bytes) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    far = f'<Relationship Id="rId99" Type="{kind}" Target="file:///C:/logo.png" TargetMode="External"/>'
    end = "</Relationships>"
    name = "word/_rels/document.xml.rels"
    return changed(data, {name: lambda part: part.replace(end.encode(), f"{far}{end}".encode())})


def _with_fetching_field(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    field = '<w:fldSimple w:instr=" INCLUDETEXT C:\\\\secret.docx"><w:r><w:t>x</w:t></w:r></w:fldSimple>'
    append(document, f'<w:p xmlns:w="{W}">{field}</w:p>')
    return saved(document)


def _with_hidden_macros(data: bytes) -> bytes:
    """The part is called otherwise than Word calls it."""
    kind = b'<Override PartName="/docProps/thumbnail.jpeg" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    return changed(data, {"[Content_Types].xml": lambda part: part.replace(b"</Types>", kind)})


def _with_hidden_field(data: bytes) -> bytes:
    """The part that holds it is called otherwise than Word calls it."""
    here, there = "word/document.xml", "word/document.dat"
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_with_fetching_field(data))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            named = name in ("[Content_Types].xml", "_rels/.rels")
            part = part.replace(here.encode(), there.encode()) if named else part
            new.writestr(name.replace("document.xml", "document.dat"), part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_with_macros, "it carries programs"),
        (_with_hidden_macros, "it carries programs"),
        (_with_hidden_field, "fetches words or pictures from elsewhere"),
        (_with_far_picture, 'it shows something that lies outside it ("logo.png")'),
        (_with_fetching_field, "fetches words or pictures from elsewhere"),
        (lambda data: data[:200], "it is missing, damaged, or no Word document"),
    ],
)
def test_strange_templates_are_refused(
    project: Project, run: Run, damage: Callable[[bytes], bytes], words: str
) -> None:
    folder = project({"inputs/workshop.toml": WORKSHOP, REFERENCE: damage(plain("{{ report }}"))})
    (told,) = problems(run, folder)
    assert words in told
    assert run("build", folder, "--format", "docx").code == 1


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["reference.dotm"], "it may carry programs (macros), so it is not used"),
        (["reference.odt"], "it is an OpenDocument text, so it is not used"),
        (["reference.docx", "reference.dotx"], "there are two Word templates"),
    ],
)
def test_templates_of_other_kinds_are_told(project: Project, run: Run, names: list[str], words: str) -> None:
    tree = {f"templates/{name}": plain("{{ report }}") for name in names}
    (told,) = problems(run, project({"inputs/workshop.toml": WORKSHOP, **tree}))
    assert words in told


def test_a_template_cannot_reach_out_of_the_report(project: Project, run: Run) -> None:
    words = "{{ title.__class__.__mro__ }}"
    told = problems(run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain(words, "{{ report }}")}))
    assert len(told) == 1
    assert words in told[0]


# Back again


def test_edits_come_back_and_those_of_the_template_are_told(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    path = folder / "output/report.docx"
    assert run("pull", "--workshop", folder, path).out.startswith("pulled    report.docx: nothing new")
    document = report(folder)
    document.paragraphs[1].runs[0].text = "Project CROSS: Crossings for all"
    document.sections[0].footer.paragraphs[0].runs[0].text = "Partner Inc"
    next(p for p in document.paragraphs if p.text.startswith("F1")).runs[-1].text += " Soon."
    document.save(str(path))
    said = run("pull", "--workshop", folder, path).out
    assert "F1" in said
    assert "Drivers need {{ title }} and signs. Soon." in said
    assert "Crossings for all" in said
    assert "Partner Inc" in said
    (told,) = [line for line in run("check", folder).err.splitlines() if "Crossings for all" in line]
    assert (
        "but these words stand in templates/reference.docx. Make the change in templates/reference.docx, or in "
        in told
    )
    assert run("build", folder, "--format", "docx").code == 0
    words = texts(report(folder).element.body)
    assert "Project CROSS: Crossings that are seen" in words
    assert "F1Drivers need {{ title }} and signs. Soon." in words


def test_a_draft_that_became_a_template_is_no_draft_any_more(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    document = report(folder)
    document.paragraphs[1].text = "Made of a draft: {{ title }}"
    folder = built(project, run, saved(document))
    data = (folder / "output/report.docx").read_bytes()
    names = re.findall(
        rb'w:name="_rb_draft_\w+"', zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    )
    assert len(names) == 1
    assert run("pull", "--workshop", folder, folder / "output/report.docx").out.startswith(
        "pulled    report.docx: nothing new"
    )


def test_changes_are_tracked_in_the_template_too(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    note = folder / "inputs/notes/crossings.md"
    note.write_text(NOTE + "- Cyclists need a lane.\n", encoding="utf-8")
    assert run("diff", "--workshop", folder, "--format", "docx").code == 0
    body = docx.Document(str(folder / "output/changes.docx")).element.body
    new = ["".join(t.text or "" for t in each.iter(f"{{{W}}}t")) for each in body.iter(f"{{{W}}}ins")]
    assert any("Cyclists need a lane." in text for text in new)
    assert not any("CROSS:" in text for text in new)


def test_the_same_template_makes_the_same_bytes(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    first = (folder / "output/report.docx").read_bytes()
    assert run("build", folder, "--format", "docx", "--force").code == 0
    assert (folder / "output/report.docx").read_bytes() == first


def test_a_changed_template_is_noticed(project: Project, run: Run) -> None:
    folder = built(
        project, run, as_dotx(plain("Old {{ title }}", "{{ report }}")), name="templates/reference.dotx"
    )
    (folder / "templates/reference.dotx").write_bytes(as_dotx(plain("New {{ title }}", "{{ report }}")))
    assert run("build", folder, "--format", "docx").code == 0
    assert texts(report(folder).element.body)[0].startswith("New ")


def test_what_a_template_names_is_noticed_when_it_changes(project: Project, run: Run) -> None:
    folder = built(project, run, plain("{{ workshop.event.venue }}.", "{{ report }}"))
    toml = folder / "inputs/workshop.toml"
    toml.write_text(toml.read_text().replace("[project]", 'venue = "Town hall"\n[project]'), encoding="utf-8")
    assert run("build", folder, "--format", "docx").code == 0
    assert texts(report(folder).element.body)[0] == "Town hall."


def test_own_words_that_a_template_prints_are_noticed_when_they_change(project: Project, run: Run) -> None:
    folder = built(project, run, plain("{{ _('Grant') }}.", "{{ report }}"))
    catalogue = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Grant"\nmsgstr "Aid"\n'
    )
    (folder / "templates/en.po").write_text(catalogue, encoding="utf-8")
    assert run("build", folder, "--format", "docx").code == 0
    assert texts(report(folder).element.body)[0] == "Aid."


# Other files, other rules


def test_a_summary_has_the_looks_without_the_cover(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    assert run("summaries", folder, "--format", "docx").code == 0
    document = docx.Document(str(folder / "output/themes/crossings.docx"))
    assert "Project CROSS: Crossings that are seen" not in texts(document.element.body)
    assert document.sections[0].footer.paragraphs[0].text == "Partner Ltd, D2.4"


def test_a_summary_may_have_a_template_of_its_own(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    (folder / "templates/theme-summary.docx").write_bytes(plain("Leaflet: {{ title }}", "{{ report }}"))
    assert run("summaries", folder, "--format", "docx").code == 0
    words = texts(docx.Document(str(folder / "output/themes/crossings.docx")).element.body)
    assert words[0] == "Leaflet: Crossings – A day on crossings"
    assert "F1Drivers need {{ title }} and signs." in words


def test_faults_of_other_templates_are_told_too(project: Project, run: Run) -> None:
    tree = {"templates/theme-summary.docx": plain("{{ titel }}", "{{ report }}")}
    (told,) = problems(
        run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain("{{ report }}"), **tree})
    )
    assert told.startswith(
        'templates/theme-summary.docx, paragraph "{{ titel }}": {{ titel }}: there is no titel.'
    )


def test_what_makes_no_document_is_told(project: Project, run: Run) -> None:
    (told,) = problems(
        run,
        project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain('{{ "<w:p>" | safe }}', "{{ report }}")}),
    )
    assert told.startswith("templates/reference.docx: what it holds in braces can't be filled.")


def test_a_template_that_calls_itself_is_told(project: Project, run: Run) -> None:
    words = "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"
    (told,) = problems(
        run, project({"inputs/workshop.toml": WORKSHOP, REFERENCE: plain(words, "{{ report }}")})
    )
    assert "{{ a() }} can't be filled" in told


def test_a_final_version_has_no_trace_of_the_drafting(project: Project, run: Run) -> None:
    sample = sample_report()
    page = make_page(sample)
    path = project({REFERENCE: consortium()}) / REFERENCE
    made = render_docx(page, reference=path, fonts=FONTS, filling=make_filling(page, sample)).content
    assert b"_rb_" not in b"".join(map(zipfile.ZipFile(io.BytesIO(made)).read, ["word/document.xml"]))


def test_publishing_finds_no_fault_in_what_is_the_templates(project: Project, run: Run) -> None:
    folder = built(project, run, consortium())
    told = run("check", "--publish", folder).err
    assert not re.findall(r"output/report\.docx.*\((?:M1|M3|D2|A3)\)", told)


def test_a_pale_style_of_the_template_is_told_once_and_stops_nothing(project: Project, run: Run) -> None:
    def pale(document: Document) -> None:
        document.add_paragraph("{{ report }}")
        document.styles["Heading 1"].font.color.rgb = RGBColor(0x99, 0xCC, 0x33)

    told = run("check", "--publish", built(project, run, template(pale))).err
    (line,) = (line for line in told.splitlines() if "(A4)" in line and 'style "Heading 1"' in line)
    assert line.startswith("warning")
    assert REFERENCE in line
    assert re.search(r"and so have \d+ more", line)
    assert not re.search(r"^error.*\(A4\)", told, re.MULTILINE)


def test_what_the_template_lacks_is_to_be_mended_there(project: Project, run: Run) -> None:
    def lacking(document: Document) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (90, 30), "#146e3c").save(picture, "PNG")
        document.add_picture(picture)._inline.docPr.attrib.pop("descr", None)
        document.add_paragraph("{{ report }}")
        document.sections[0].header.paragraphs[0].text = "Partner Ltd"

    toml = WORKSHOP.replace('number = "D2.4"', 'number = "D2.4"\nlevel = "SEN"')
    folder = built(project, run, template(lacking), toml=toml)
    made = report(folder)
    for drawing in made.element.body.xpath(".//w:drawing[.//wp:docPr[contains(@descr, 'received funding')]]"):
        drawing.getparent().remove(drawing)
    made.save(str(folder / "output/report.docx"))
    told = run("check", "--publish", folder).err
    assert f"Give it an alternative text in {REFERENCE}." in told
    assert f"write {{{{ deliverable.level }}}} into the header of {REFERENCE}" in told
    assert f"Write {{{{ funding.emblem }}}} into {REFERENCE}" in told


def test_the_documentation_lists_every_placeholder() -> None:
    text = (Path(__file__).parent.parent / "docs/templates.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `\{\{ (\S+) \}\}` \| (.+?) \|$", text, re.MULTILINE)
    assert listed[0][0] == "report"
    assert listed[1:] == [(one.name, one.help) for one in PLACEHOLDERS]


def test_nothing_is_loaded_for_a_template_without_braces() -> None:
    import subprocess
    import sys

    script = (
        "import sys; from pathlib import Path; from report_builder.render.docx import render_docx;"
        "print('docxtpl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
