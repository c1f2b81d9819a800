"""PDFs are set in a process of their own: what else is made does not wait, and nothing is left behind."""

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from report_builder.render.pdf import set_pdf
from report_builder.render.press import Press
from tests.conftest import NOTE, WORKSHOP, Project, Run

pytestmark = pytest.mark.needs_pango
LONG = "# Crossings\n\n## Needs\n\n" + "".join(
    f"- Crossing number {number} needs a lamp of kind {number * 7}.\n" for number in range(400)
)
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


def children(process: "subprocess.Popen[str]") -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in path.read_text(encoding="ascii").split()] if path.is_file() else []


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.is_file() and status.read_text(encoding="ascii").split(") ")[1][0] != "Z"


def until(true: Callable[[], object], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def started(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "report_builder", "build", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def setting(folder: Path) -> "tuple[subprocess.Popen[str], int]":
    """A build that has written what needs no PDF, and the process that sets the PDF."""
    process = started(folder)
    assert until((folder / "output/report.html").is_file)
    assert not (folder / "output/report.pdf").exists()
    (press,) = children(process)
    return process, press


def test_another_process_sets_the_same_bytes() -> None:
    html = "<html lang='en'><head><title>A</title></head><body><h1 id='a'>One</h1><p>Words.</p></body></html>"
    with Press() as press:
        first, second = press.set(html, ["a"], "en"), press.set(html.replace("One", "Two"), ["a"], "en")
        assert first.result() == set_pdf(html, ["a"], "en")
        assert second.result().page_numbers == {"a": 1}
        assert second.result().content != first.result().content


def test_the_language_of_the_page_goes_along() -> None:
    html = "<html lang='de'><head><title>A</title></head><body><p lang='en'>Lamps.</p></body></html>"
    with Press() as press:
        german, english = (press.set(html, [], language).result() for language in ("de", "en"))
    assert german.content == set_pdf(html, [], "de").content != english.content


def test_the_page_may_hold_any_signs() -> None:
    html = "<html lang='el'><head><title>Ω</title></head><body><p>Ωμέγα\u2028\n\r\u0085</p></body></html>"
    with Press() as press:
        assert press.set(html, [], "en").result().pages == 1


@on_linux
def test_html_stands_while_the_pdf_is_set_and_an_interrupt_leaves_nothing_running(project: Project) -> None:
    folder = project({"inputs/notes/long.md": LONG})
    process, press = setting(folder)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode not in (0, 70), err
    assert "Traceback" not in err
    assert until(lambda: not alive(press), 10)
    again = started(folder)
    again.communicate(timeout=300)
    assert again.returncode == 0
    assert (folder / "output/report.pdf").is_file()


@on_linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_press_outlives_a_build_that_was_killed(project: Project, how: signal.Signals) -> None:
    process, press = setting(project({"inputs/notes/long.md": LONG}))
    os.kill(process.pid, how)
    process.communicate(timeout=60)
    assert until(lambda: not alive(press), 10)


@on_linux
def test_a_press_that_was_killed_is_told_and_the_rest_is_made(project: Project) -> None:
    folder = project({"inputs/notes/long.md": LONG})
    process, press = setting(folder)
    os.kill(press, signal.SIGKILL)
    _, err = process.communicate(timeout=300)
    assert "output/report.pdf: the process that sets it was ended from outside" in err
    assert "Traceback" not in err
    assert (folder / "output/report.docx").is_file()


def contents(folder: Path) -> list[str]:
    """Page numbers in the contents of the Word draft."""
    with zipfile.ZipFile(folder / "output/report.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    return re.findall(r"PAGEREF.*?separate.*?<w:t[^>]*>(\d*)</w:t>", xml, re.DOTALL)


def test_the_contents_in_word_show_the_page_numbers_of_this_pdf(project: Project, run: Run) -> None:
    folder = project({"inputs/notes/crossings.md": NOTE})
    run("build", folder)
    short = contents(folder)
    (folder / "inputs/notes/long.md").write_text(LONG, encoding="utf-8")
    run("build", folder)
    long = contents(folder)
    assert int(long[-1]) > int(short[-1]) + 2
    run("build", "--force", folder)
    assert contents(folder) == long
    (folder / "inputs/notes/long.md").unlink()
    run("build", folder)
    assert contents(folder) == short


def test_a_pdf_of_the_same_page_is_not_set_again(project: Project, run: Run) -> None:
    folder = project()
    run("build", folder)
    pdf = folder / "output/report.pdf"
    before = pdf.stat().st_mtime_ns
    (folder / "inputs/workshop.toml").write_text(
        "# a remark\n" + (folder / "inputs/workshop.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert "written   0 files, 3 unchanged" in run("build", folder).out
    assert pdf.stat().st_mtime_ns == before


def test_nothing_is_written_where_an_edited_pdf_is_in_the_way(project: Project, run: Run) -> None:
    folder = project()
    run("build", folder)
    (folder / "output/report.pdf").write_bytes(b"marked by hand")
    (folder / "inputs/notes/more.md").write_text("# Crossings\n\n- Need: a bridge.\n", encoding="utf-8")
    before = (folder / "output/report.html").read_bytes()
    assert run("build", "--no-pull", folder).code == 1
    assert (folder / "output/report.html").read_bytes() == before
    assert run("build", folder).code == 0
    assert (folder / "output/report.pdf").read_bytes().startswith(b"%PDF")
    assert "a bridge" in (folder / "output/report.html").read_text(encoding="utf-8")


def test_an_edit_of_one_theme_leaves_the_summary_of_another_as_it_lies_there(
    project: Project, run: Run
) -> None:
    two = WORKSHOP + '\n[[themes]]\nid = "buses"\ntitle = "Buses"\n'
    folder = project({"inputs/workshop.toml": two, "inputs/notes/crossings.md": NOTE})
    note = folder / "inputs/notes/buses.md"
    note.write_text("# Buses\n\n- Need: a lane.\n", encoding="utf-8")
    run("summaries", "--format", "docx", "--format", "pdf", folder)
    note.write_text("# Buses\n\n- Need: a longer lane.\n", encoding="utf-8")
    result = run("summaries", "--format", "docx", "--format", "pdf", folder)
    assert "written   2 files, 2 unchanged" in result.out
    before = {path.name: path.read_bytes() for path in (folder / "output/themes").iterdir()}
    run("build", "--format", "html", "--force", folder)
    assert {path.name: path.read_bytes() for path in (folder / "output/themes").iterdir()} == before
