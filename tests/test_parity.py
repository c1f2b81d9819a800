"""Word, PDF, HTML and the data say the same: the example workshop, built once."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from report_builder import pipeline
from report_builder.load import load_source
from report_builder.workshop import read_workshop
from tests.outline import docx_findings, docx_paragraphs, fold_space, html_findings, pdf_pages

REPOSITORY = Path(__file__).parent.parent
STATEMENT = (
    "This project has received funding from the European Union’s Horizon 2020 research and innovation "
    "programme under grant agreement No 700281"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workshop in a folder of its own, with report and data made."""
    folder = tmp_path_factory.mktemp("athens")
    shutil.copytree(REPOSITORY / "inputs", folder / "inputs", ignore=shutil.ignore_patterns("history"))
    made = pipeline.build(folder)
    pipeline.export(folder)
    assert [problem for problem in made.problems if problem.level == "error"] == []
    return folder


@pytest.fixture(scope="module")
def findings(built: Path) -> list[dict[str, object]]:
    document = json.loads((built / "output/findings.json").read_text(encoding="utf-8"))
    return list(document["findings"])


def titles(built: Path) -> dict[str, str]:
    document = json.loads((built / "output/findings.json").read_text(encoding="utf-8"))["workshop"]
    return {entry["id"]: entry["title"] for entry in (*document["themes"], *document["lenses"])}


def test_word_and_html_hold_the_same_findings_under_the_same_headings(built: Path) -> None:
    page = html_findings((built / "output/report.html").read_text(encoding="utf-8"))
    word = docx_findings((built / "output/report.docx").read_bytes())
    assert word == page
    assert len(page) > 200


def test_every_coded_finding_stands_under_its_lens(built: Path, findings: list[dict[str, object]]) -> None:
    page = {
        (n, text): heading
        for heading, n, text in html_findings((built / "output/report.html").read_text(encoding="utf-8"))
    }
    names = titles(built)
    coded = [found for found in findings if found["status"] == "coded"]
    undecided = [found for found in findings if found["status"] == "undecided"]
    assert len(coded) + len(undecided) == len(page) > 200
    for found in coded:
        assert page[f"F{found['number']}", str(found["statement"])] == names[str(found["lens"])]


@pytest.mark.needs_pango
def test_the_pdf_holds_the_findings_of_the_page_in_order(built: Path) -> None:
    text = " ".join(pdf_pages((built / "output/report.pdf").read_bytes()))
    place = text.index("Document history")
    for _, number, statement in html_findings((built / "output/report.html").read_text(encoding="utf-8")):
        found = text.find(f"{number} {statement}", place)
        assert found >= 0, f"{number} {statement}"
        place = found + len(statement)


@pytest.mark.needs_pango
def test_the_contents_of_word_show_the_pages_of_the_pdf(built: Path) -> None:
    pages = pdf_pages((built / "output/report.pdf").read_bytes())
    entries = [
        text.split("\t")
        for style, text in docx_paragraphs((built / "output/report.docx").read_bytes())
        if re.fullmatch(r"toc \d", style, re.IGNORECASE)
    ]
    assert len(entries) > 20
    for *_, heading, page in entries:
        assert fold_space(heading) in pages[int(page) - 1]


def test_every_quote_stands_verbatim_in_its_source(built: Path, findings: list[dict[str, object]]) -> None:
    workshop = read_workshop(built)
    texts: dict[str, str] = {}
    for found in findings:
        for evidence in found["evidence"]:  # type: ignore[attr-defined]
            place = evidence["source"]
            if place not in texts:
                blocks = load_source(built / "inputs" / place, place, workshop).blocks
                texts[place] = fold_space(" ".join(block.text for block in blocks))
            assert stands_in(fold_space(evidence["quote"]), texts[place])


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote is a piece of a text; a masked name stands for any words."""
    return re.search(r".{1,60}?".join(map(re.escape, quote.split("[name]"))), text) is not None


def marked_lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Lines of the text notes that carry a mark of their own, without it; read by nobody's reader but this one."""
    mark = re.compile(
        r"^\s*(?:[-*•]\s+)?(?:\*\*)?(?:(?:Need|Practice|Challenge|Legal/ethical)s?(?::|\s+[–-])(?:\*\*)?|\[[PNCL]\])\s+(?P<rest>\S.*)$"
    )
    for path in sorted((folder / "inputs/notes").iterdir()):
        if path.suffix in (".md", ".txt"):
            for line in path.read_text(encoding="utf-8").splitlines():
                found = mark.match(line)
                if found:
                    yield path.name, re.sub(r"\*\*|`", "", found["rest"]).strip()


def test_every_marked_line_of_the_notes_stands_in_the_report(built: Path) -> None:
    statements = " ".join(
        text for _, _, text in html_findings((built / "output/report.html").read_text(encoding="utf-8"))
    )
    marked = list(marked_lines(built))
    assert len(marked) > 15
    for name, line in marked:
        assert fold_space(line) in statements, f"{name}: {line}"


def test_the_statement_of_funding_is_exact_in_each_format(built: Path) -> None:
    page = fold_space((built / "output/report.html").read_text(encoding="utf-8"))
    word = [fold_space(text) for _, text in docx_paragraphs((built / "output/report.docx").read_bytes())]
    assert STATEMENT in page
    assert STATEMENT in word


def test_the_word_file_is_sound(built: Path) -> None:
    with zipfile.ZipFile(built / "output/report.docx") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_at_most_a_quarter_is_undecided(findings: list[dict[str, object]]) -> None:
    members = [found["status"] for found in findings for _ in found["evidence"]]  # type: ignore[attr-defined]
    assert members.count("undecided") <= len(members) / 4


def test_building_twice_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "inputs", tmp_path / "inputs", ignore=shutil.ignore_patterns("history"))
    pipeline.build(tmp_path)
    for name in ("report.docx", "report.pdf", "report.html"):
        assert (tmp_path / "output" / name).read_bytes() == (built / "output" / name).read_bytes(), name


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_the_word_file_and_loses_nothing(built: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    report = built / "output/report.docx"
    command = [
        str(office),
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path),
        str(report),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "report.docx").read_bytes()
    assert [(n, text) for _, n, text in docx_findings(saved)] == [
        (n, text) for _, n, text in docx_findings(report.read_bytes())
    ]
    assert bookmarks(saved) == bookmarks(report.read_bytes())


def bookmarks(data: bytes) -> set[str]:
    """The hidden bookmarks of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return set(re.findall(r'w:name="(_rb_[^"]+)"', archive.read("word/document.xml").decode()))
