"""Every Word file and web page that is sent out can be used by everyone: what the checkers of others don't ask."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.document import Document
from lxml import html as lxml_html

from tests.conftest import Project, Run
from tests.report_sample import select

pytestmark = pytest.mark.needs_pango
LANGUAGES = ("en", "el")
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def documents(finished: dict[str, Path], language: str) -> dict[str, Document]:
    """The Word files by their names."""
    files = sorted((finished[language] / "output").rglob("*.docx"))
    assert len(files) == 5  # report, its final version, press release and two summaries
    return {file.relative_to(finished[language]).as_posix(): docx.Document(str(file)) for file in files}


def _everywhere(document: Document, path: str) -> list[Any]:
    """What an XPath finds in the body, the headers and the footers."""
    roots = [document.element, *(part._element for part in _margins(document))]
    return [one for root in roots for one in root.xpath(path)]


def _margins(document: Document) -> Iterator[Any]:
    for section in document.sections:
        yield from (section.header, section.footer)


def test_word_files_tell_their_language_and_title(documents: dict[str, Document], language: str) -> None:
    for document in documents.values():
        (told,) = document.styles.element.xpath("w:docDefaults//w:lang/@w:val")
        assert told.partition("-")[0] == language
        assert document.core_properties.language.partition("-")[0] == language
        assert document.core_properties.title


def test_headings_of_word_files_go_down_one_level_at_a_time(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        styles = [paragraph.style.name or "" for paragraph in document.paragraphs if paragraph.style]
        levels = [int(style[-1]) for style in styles if style.startswith("Heading ")]
        assert levels or name == "output/press-release.docx", name
        assert all(later <= earlier + 1 for earlier, later in pairwise([1, *levels])), name


def test_tables_of_word_files_have_header_rows_unless_each_row_is_a_fact(
    documents: dict[str, Document],
) -> None:
    for name, document in documents.items():
        for table in document.tables:
            heads = [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows]
            is_facts = len(table.columns) == 2 and not any(heads)
            assert is_facts or heads == [True] + [False] * (len(heads) - 1), (name, table.cell(0, 0).text)
            assert not table._tbl.xpath(".//w:tbl//w:tbl | .//w:vMerge | .//w:gridSpan"), name


def test_pictures_of_word_files_say_what_they_show_or_that_they_adorn(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        for shape in _everywhere(document, ".//wp:docPr"):
            adorns = [one for one in shape.iter(DECORATIVE) if one.get("val") == "1"]
            assert shape.get("descr") or adorns, name


def test_word_files_have_real_lists_and_no_text_boxes(documents: dict[str, Document]) -> None:
    for name, document in documents.items():
        assert not _everywhere(document, ".//w:txbxContent"), name
        assert not [
            one.text for one in document.paragraphs if one.text.startswith(("•", "- ", "– ", "* "))
        ], name
    assert documents["output/press-release.docx"].element.xpath(".//w:numPr")


def test_pages_of_word_files_say_what_they_belong_to(documents: dict[str, Document], language: str) -> None:
    acronym = {"en": "CIVI@4ALL", "el": "COAST@4ALL"}[language]
    for name, document in documents.items():
        header, footer = (story.paragraphs[0].text for story in _last(document))
        assert header.startswith(acronym), name
        assert footer.endswith("1 / 1"), name


def _last(document: Document) -> tuple[Any, Any]:
    section = document.sections[-1]
    return section.header, section.footer


def test_web_pages_have_landmarks_a_language_and_a_way_past_the_header(
    finished: dict[str, Path], language: str
) -> None:
    for file in (finished[language] / "output").rglob("*.html"):
        page = lxml_html.document_fromstring(file.read_bytes())
        assert page.get("lang") == language
        (skip,) = select(page, "//body/*[1][self::a]/@href")
        assert select(page, "//main/@id") == [skip.removeprefix("#")]
        assert len(select(page, "//body/header")) == len(select(page, "//body/footer")) == 1


def test_a_changed_finding_in_another_language_tells_it(project: Project, run: Run) -> None:
    folder = project()
    assert run("build", folder, "-f", "docx").code == 0
    notes, toml = folder / "inputs/notes/crossings.md", folder / "inputs/workshop.toml"
    greek = "Οι οδηγοί χρειάζονται πινακίδες που διαβάζονται τη νύχτα."
    notes.write_text(f"{notes.read_text(encoding='utf-8')}- {greek}\n", encoding="utf-8")
    toml.write_text(f'{toml.read_text(encoding="utf-8")}\n[deliverable]\nversion = "0.2"\n', encoding="utf-8")
    assert run("build", folder, "-f", "html", "--changes-since", "0.1").code == 0
    page = lxml_html.document_fromstring((folder / "output/report.html").read_bytes())
    changes = "//section[@class='annex'][h1[contains(., '0.1')]]"
    assert select(page, f"{changes}//span[@lang='el']/text()") == [greek]


def test_no_word_is_broken_in_the_head_of_a_table_of_ratings(finished: dict[str, Path]) -> None:
    for language, words in {"en": ("Question", "Answers", "Mean"), "el": ("Ερώτηση", "Απαντήσεις")}.items():
        report = pypdfium2.PdfDocument(finished[language] / "output/report.pdf")
        lines = [line for page in report for line in page.get_textpage().get_text_bounded().split()]
        assert set(words) <= set(lines)
