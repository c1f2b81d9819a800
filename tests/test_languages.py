"""A report in each of its languages: no word of another is left, dates and numbers are as the language has them."""

import base64
import datetime
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from lxml import etree
from lxml import html as lxml_html

from report_builder import pipeline
from report_builder.funding import funding_statement
from report_builder.languages import known_languages, language_of, unread_languages
from report_builder.languages.catalogue import BUILTIN
from report_builder.languages.dates import date_range, decimal, long_date
from report_builder.render.docx import render_docx
from report_builder.render.page import make_page
from report_builder.render.pdf import render_pdf
from report_builder.render.templates import templates_folder
from report_builder.settings import Funding
from tests.conftest import Project
from tests.messages import catalogue, messages, written
from tests.outline import docx_outline
from tests.report_sample import sample_finding, sample_findings, sample_report, select

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OTHERS = ("de", "el", "es", "fr", "it", "nl")
SAME = {
    "de": {"Name", "Workshop"},
    "es": set[str](),
    "fr": {
        *("Introduction", "Participants", "Question", "Sources", "Total", "Version", "Date", "Session"),
        *("Source", "Public", "Notes", "source", "Licence"),
        "Version %(version)s, %(date)s",
    },
    "it": {"Workshop"},
    "nl": {"Project", "Workshop", "status"},
}
"""Words that are the same in English, as they may be."""


def read(language: str) -> Catalog:
    with (BUILTIN / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms(said: object) -> list[str]:
    """A text, or its forms for one and many."""
    return list(map(str, said)) if isinstance(said, tuple | list) else [str(said)]


def test_seven_languages_come_with_it() -> None:
    assert known_languages() == tuple(sorted(("en", *OTHERS)))
    assert unread_languages() == ("de", "es", "fr", "it", "nl")


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_with_the_same_gaps(language: str) -> None:
    known = {message.id: message.string for message in read(language) if message.id}
    assert list(known) == list(messages())
    for id, string in known.items():
        for original, text in zip(forms(id), forms(string), strict=True):
            assert text.strip() or not original.strip(), original
            assert sorted(re.findall(r"%\(\w+\)s", text)) == sorted(re.findall(r"%\(\w+\)s", original))
            assert "'" not in text
            assert text.endswith((".", ":")) == original.endswith((".", ":")), text


@pytest.mark.parametrize("language", OTHERS)
def test_only_words_that_are_alike_are_left_in_english(language: str) -> None:
    same = {m.id for m in read(language) if m.id == m.string and isinstance(m.id, str)}
    assert same - {"; "} == SAME.get(language, set())


def test_catalogues_are_as_the_code_has_them() -> None:
    template = (BUILTIN / "messages.pot").read_text(encoding="utf-8")
    assert template == written(catalogue())


WORKSHOP = """
language = "{language}"

[event]
title = "Жж"
ordinal = "Жжж"
date = 2017-05-09
end_date = 2017-06-02
place = "Жжжж"
organiser = "Жжжжж"

[project]
acronym = "ЖЖ"
title = "Жжжж жж"

[deliverable]
number = "7"
version = "{version}"
lead = "Жж"
authors = [{{ name = "Жж" }}]
reviewers = [{{ name = "Жж" }}]
keywords = ["жж"]
work_package = "7"
due = 2017-07-01
submitted = 2017-07-02
licence = "ЖЖ"

[next_event]
title = "Жж"
organiser = "Жж"
place = "Жж"
date = 2017-09-26

[[themes]]
id = "1"
title = "Жжа"

[[themes]]
id = "2"
title = "Жжб"

[[groups]]
id = "3"
title = "Жжв"
aliases = ["вв"]

[[sessions]]
id = "4"
title = "Жжг"
theme = "1"
kind = "case studies"
summary = "Жж."
files = ["notes/1.md"]

[[agenda]]
time = "09:00"
title = "Жж"
speaker = "Жж"

[privacy]
rule = "Жж."

[output]
also = ["summaries", "export"]
{more}

[[columns]]
file = "feedback/2.csv"
roles = {{ "Жж 1" = "rating", "Жжн" = "choice", "вв" = "group" }}
"""
NOTES = """# Жжа

- [N] Жжж жжж жжжж жжжжж.
- [C] Жжд жжд жжжд жжжжд.
- [C] Жжд жжд жжжд жжжжд.
- Жжк жжжк жжк жжжжк жжк жжк.
- Жжл жжл?
"""
LATER = (
    NOTES.replace("[N] Жжж жжж", "[N] Жжж ззз").replace("- [C] Жжд", "- [N] Жжд", 1) + "- [E] Жжм ж жжм.\n"
)
FORMS = "вв,Жж 1,Жжн\n" + "".join(f"3,{mark},ее\n" for mark in (1, 5, 4, 5, 5, 4, 3))
PEOPLE = "name,organisation,group,country\n" + "".join(
    f"Ж{n},Ж{n % 3},{'вв' if n < 7 else ''},Ж{n % 4}\n" for n in range(13)
)
PATHS = re.compile(r"(notes|feedback)/\S+")


@pytest.fixture(params=["en", *OTHERS])
def built(request: pytest.FixtureRequest, project: Project) -> tuple[str, Path]:
    """A workshop in this language whose own words are all in Cyrillic, built twice, so that there are changes."""
    language = str(request.param)
    folder = project(
        {
            "inputs/workshop.toml": WORKSHOP.format(language=language, version="0.1", more=""),
            "inputs/notes/1.md": NOTES,
            "inputs/notes/crossings.md": "# Жжб\n\n- [P] Жжз жжз жжжз.\n",
            "inputs/feedback/2.csv": FORMS,
            "inputs/participants.csv": PEOPLE,
            "inputs/notes/3.docx": b"no archive",
        }
    )
    pipeline.build(folder, formats=["docx"])
    (folder / "inputs/notes/1.md").write_text(LATER, encoding="utf-8")
    again = WORKSHOP.format(language=language, version="0.2", more='changes_since = "0.1"')
    (folder / "inputs/workshop.toml").write_text(again, encoding="utf-8")
    pipeline.build(folder, formats=["docx", "html"])
    pipeline.summaries(folder, lenses=["need"], formats=["html"])
    return language, folder / "output"


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.lower()))


def translated(language: str, message: str) -> str:
    found = read(language).get(message)
    assert found is not None, message
    return str(found.string)


def said_by_itself(language: str) -> set[str]:
    """Words of a language's catalogue, or of the messages themselves."""
    if language == "en":
        return words(" ".join(" ".join(m) if isinstance(m, tuple) else m for m in messages()))
    strings = (m.string for m in read(language) if m.id)
    return words(" ".join(" ".join(s) if isinstance(s, tuple) else str(s) for s in strings))


def test_no_english_word_is_left(built: tuple[str, Path]) -> None:
    language, output = built
    shown = {
        "html": spoken((output / "report.html").read_text(encoding="utf-8")),
        "docx": "\n".join(docx_outline((output / "report.docx").read_bytes())).partition("| ЖЖ")[2],
        "summary": spoken((output / "themes/1.html").read_text(encoding="utf-8")),
        "inventory": spoken((output / "inventory-need.html").read_text(encoding="utf-8")),
        "xlsx": "\n".join(map(str, headings(output / "findings.xlsx"))),
    }
    own = said_by_itself(language)
    for name, text in shown.items():
        seen = words(STYLE.sub("", PATHS.sub("", text)))
        assert seen & own, name
        assert not seen & (said_by_itself("en") - own), name


def test_all_that_a_report_can_say_is_said(built: tuple[str, Path]) -> None:
    """The workshop is one that has something of everything, so that nothing can hide."""
    language, output = built
    html = (output / "report.html").read_text(encoding="utf-8")
    page = spoken(html)
    assert f'<html lang="{language}">' in html
    for message in (
        "Agenda",
        "Evaluation of the workshop",
        "Statements awaiting review",
        "Findings added",
        "Other",
    ):
        wanted = message if language == "en" else translated(language, message)
        assert wanted in page, message
    for day in (datetime.date(2017, 7, 2), datetime.date(2017, 9, 26)):
        assert long_date(day, language) in page
    assert date_range(datetime.date(2017, 5, 9), datetime.date(2017, 6, 2), language) in page
    assert decimal(27 / 7, language) in page


STYLE = re.compile(r"(?m)^(RB [\w -]+|[\w -]+(?= \|)) \|")


def spoken(html: str) -> str:
    """All that is said in a page: text, descriptions, and the words of drawings."""
    document = lxml_html.document_fromstring(html)
    for style in document.iter("style"):
        style.text = ""
    described = [str(each) for each in select(document, "//@alt | //@aria-label | //@title")]
    uris = [str(each) for each in select(document, "//img/@src") if "svg" in each[:30]]
    drawings = [etree.fromstring(base64.b64decode(uri.partition(",")[2])) for uri in uris]
    pieces = [" ".join(map(str, each.itertext())) for each in (document, *drawings)]
    return "\n".join([*pieces, *described])


def headings(path: Path) -> list[object]:
    book = openpyxl.load_workbook(path, read_only=True)
    (sheet,) = book.worksheets
    return [sheet.title, *next(sheet.iter_rows(max_row=1, values_only=True))]


@pytest.mark.parametrize(
    ("language", "one_day", "days", "months", "years"),
    [
        ("en", "9 May 2017", "9–10 May 2017", "9 May – 2 June 2017", "9 May 2017 – 2 January 2018"),
        (
            "el",
            "9 Μαΐου 2017",
            "9–10 Μαΐου 2017",
            "9 Μαΐου – 2 Ιουνίου 2017",
            "9 Μαΐου 2017 – 2 Ιανουαρίου 2018",
        ),
        ("fr", "9 mai 2017", "9–10 mai 2017", "9 mai – 2 juin 2017", "9 mai 2017 – 2 janvier 2018"),
        ("de", "9. Mai 2017", "9.–10. Mai 2017", "9. Mai – 2. Juni 2017", "9. Mai 2017 – 2. Januar 2018"),
        (
            "es",
            *("9 de mayo de 2017", "9–10 de mayo de 2017", "9 de mayo – 2 de junio de 2017"),
            "9 de mayo de 2017 – 2 de enero de 2018",
        ),
        (
            "it",
            "9 maggio 2017",
            "9–10 maggio 2017",
            "9 maggio – 2 giugno 2017",
            "9 maggio 2017 – 2 gennaio 2018",
        ),
        ("nl", "9 mei 2017", "9–10 mei 2017", "9 mei – 2 juni 2017", "9 mei 2017 – 2 januari 2018"),
        ("de-AT", "9. Mai 2017", "9.–10. Mai 2017", "9. Mai – 2. Juni 2017", "9. Mai 2017 – 2. Jänner 2018"),
    ],
)
def test_days_are_written_as_the_language_does(
    language: str, one_day: str, days: str, months: str, years: str
) -> None:
    first = datetime.date(2017, 5, 9)
    lasts = (datetime.date(2017, 5, 10), datetime.date(2017, 6, 2), datetime.date(2018, 1, 2))
    assert long_date(first, language) == date_range(first, None, language) == one_day
    assert tuple(date_range(first, last, language) for last in lasts) == (days, months, years)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Polizei antwortet nicht auf die Nachrichten.", "de"),
        ("Nous avons besoin de plus de formation.", "fr"),
        ("Hay que hablar con los vecinos de la plaza.", "es"),
        ("Servono più risorse per i comuni e per la polizia.", "it"),
        ("We moeten sneller reageren op geruchten.", "nl"),
        ("Potrzebujemy szkoleń dla policji, bo nie są gotowi.", "pl"),
        ("Χρειαζόμαστε περισσότερους ανθρώπους.", "el"),
        ("Трябва ни повече хора на терен.", "bg"),
        ("Нам нужны были эти данные.", "ru"),
        ("Нам потрібні інші інструменти.", "uk"),
        ("The 'Haus der Statistik' is in the centre of Berlin.", "en"),
        ("Polizei und Feuerwehr", "en"),
        ("Portal team to add a changelog", "en"),
        ("112", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_statement_is_told_where_it_is_clear(text: str, language: str) -> None:
    assert language_of(text, "en") == language


def test_no_english_example_is_taken_for_another_language() -> None:
    examples = Path(pipeline.__file__).parent / "coding/examples"
    texts = [
        cell
        for path in sorted(examples.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for cell in line.split("\t")
    ]
    assert len(texts) > 5000
    assert not [text for text in texts if language_of(text, "en") != "en"]


SIGNS = "щъьюя ąćęłńóśźż ăâîșț ğışİ άΐΰ őű ěřů ċġħ їґ ђљ ėįų ģķļ"


def test_the_report_has_the_letters_of_europe_and_says_whose_they_are() -> None:
    statement = f"Η πόλη δεν έχει σχέδιο για τη νύχτα, και οι κάτοικοι περιμένουν ακόμη απάντηση: {SIGNS}"
    report = sample_report(findings=[sample_finding(1, statement)], prose=(), participants=False)
    page = make_page(report, "theme-summary.html.j2", chapter=report.chapters[0])
    document = lxml_html.document_fromstring(page.html)
    (said,) = select(document, "//*[@data-finding]/span[@lang]")
    assert (said.get("lang"), said.text_content()) == ("el", statement)
    assert render_pdf(page).warnings == ()


def test_every_format_says_which_words_are_in_which_language() -> None:
    grant = Funding("horizon-europe", "101000001", languages=("el", "de"))
    statement = "Η πόλη δεν έχει σχέδιο για τη νύχτα, και οι κάτοικοι το περιμένουν ακόμη, όπως και πέρυσι."
    report = sample_report(findings=[sample_finding(1, statement), *sample_findings()])
    page = make_page(replace(report, funding=funding_statement(grant)))
    html = lxml_html.document_fromstring(page.html)
    assert set(select(html, "//body//@lang")) == {"en", "el", "de"}
    with pikepdf.open(io.BytesIO(render_pdf(page).content)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        said = [
            (str(each.S), str(each.Lang))
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/Lang" in each and "/S" in each
        ]
    assert ("/P", "de") in said
    assert ("/P", "el") in said
    # the finding, each of its lines, and the same in the annex and among those with most support
    assert said.count(("/Span", "el")) >= 4
    assert {language for _, language in said} == {"el", "de"}
    reference = templates_folder() / "reference.docx"
    word = render_docx(page, reference=reference, fonts=templates_folder() / "fonts").content
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    marked = {
        "".join(map(str, run.itertext())): str(language.get(f"{W}val"))
        for run in body.iter(f"{W}r")
        for language in run.iterfind(f"{W}rPr/{W}lang")
    }
    assert marked["Finanziert von der Europäischen Union"] == "de-DE"
    assert marked["Με τη χρηματοδότηση της Ευρωπαϊκής Ένωσης"] == "el-GR"
    assert marked[statement] == "el-GR"


def test_a_long_word_of_a_heading_is_parted_as_its_language_does() -> None:
    table = (
        '<table class="matrix" style="width:30mm"><thead><tr><th>Herausforderungen</th></tr></thead></table>'
    )
    page = make_page(sample_report())
    start = page.html.index("<main")
    html = f'{page.html[:start]}<main lang="de">{table}</main></body></html>'.replace(
        'lang="en"', 'lang="de"'
    )
    document = pypdfium2.PdfDocument(render_pdf(replace(page, html=html, headings=(), language="de")).content)
    words = document[0].get_textpage().get_text_bounded()
    assert re.search(r"Heraus\W+forderungen|Herausforde\W+rungen", words), words
