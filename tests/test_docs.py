"""The pages tell the truth: their commands run, their links lead somewhere, their examples work."""

import ast
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from report_builder import load
from report_builder.cli.options import DataFormat, ReportFormat, SummaryFormat
from report_builder.errors import SourceError
from report_builder.model import Kind
from report_builder.workshop import json_schema, parse_workshop
from tests import reference
from tests.conftest import NOTE, WORKSHOP, Project, Run
from tests.test_watch import watching

ROOT = Path(__file__).parent.parent
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "output" / "README.md",
    *sorted(ROOT.glob("docs/*.md")),
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
SHELLS = ("sh", "console", "powershell")
PROMPT = re.compile(r"^(\$ |PS> )?(\.venv[/\\](bin|Scripts)[/\\])?(?=report-builder )")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> Iterator[str]:
    for language, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if language in languages:
            yield body


def shown_commands(page: Path) -> list[list[str]]:
    """The arguments of each report-builder command of a page, in order."""
    lines = (line for body in blocks(page, *SHELLS) for line in body.splitlines())
    return [shlex.split(PROMPT.sub("", line))[1:] for line in lines if PROMPT.match(line)]


def send_round(names: list[str], run: Run) -> None:
    """Make a draft and copies of it with the names under which the page has it come back."""
    run("build", "--format", "docx", "--quiet")
    for name in names:
        shutil.copy("output/report.docx", name)


PAGES_WITH_COMMANDS = [page for page in PAGES if shown_commands(page)]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example workshop, never built; it is the current folder."""
    folder = tmp_path / "example"
    shutil.copytree(ROOT / "inputs", folder / "inputs", ignore=shutil.ignore_patterns("history"))
    monkeypatch.chdir(folder)
    return folder


def quick(arguments: list[str]) -> list[str]:
    """The same command with a format that is quick to make, where it names none."""
    makers = ("build", "summaries", "press-release", "watch")
    makes_pages = arguments[0] in makers and "--format" not in arguments
    return [*arguments, "--format", "html"] if makes_pages else arguments


@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS, ids=page_id)
def test_commands_of_a_page_run_one_after_the_other(page: Path, example: Path, run: Run) -> None:
    for arguments in shown_commands(page):
        if arguments[0] in ("pull", "diff"):
            send_round([name for name in arguments if name.endswith(".docx")], run)
        if arguments[0] == "watch":
            with watching(Path(), *quick(arguments)[1:]) as process:
                assert process.interrupt() == 0
            continue
        result = run(*quick(arguments))
        assert result.code == 0, f"report-builder {shlex.join(arguments)}\n{result.out}{result.err}"
        if arguments[0] == "new":
            # What the page tells the reader to do next.
            note = Path(arguments[1]) / "inputs" / "notes" / "crossings.md"
            note.write_text(NOTE, encoding="utf-8")


def test_pages_show_every_command() -> None:
    shown = {arguments[0] for page in PAGES_WITH_COMMANDS for arguments in shown_commands(page)}
    assert shown == {command.name for command in reference.command_list()}


@pytest.mark.needs_pango
def shown_targets() -> set[str]:
    lines = (line for page in PAGES for body in blocks(page, *SHELLS) for line in body.splitlines())
    return {line.split()[1] for line in lines if re.match(r"make \w", line)}


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize("target", sorted(shown_targets()))
def test_shown_targets_of_make_exist(target: str) -> None:
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {"report": "report-builder build", "test": "pytest", "check": "mypy"}.get(
        target, ""
    ) in done.stdout


def test_first_build_of_the_readme_makes_all_three(example: Path, run: Run) -> None:
    assert ["build"] in shown_commands(ROOT / "README.md")
    result = run("build")
    assert result.code == 0, result.err
    assert {path.name for path in (example / "output").iterdir()} == {
        "report.docx",
        "report.pdf",
        "report.html",
    }


def test_reference_is_as_the_code_has_it() -> None:
    page = reference.PAGE.read_text(encoding="utf-8")
    assert reference.renew(page) == page, "docs/reference.md is out of date: run `python -m tests.reference`"


def test_reference_names_every_command_option_and_format() -> None:
    page = reference.PAGE.read_text(encoding="utf-8")
    formats = [form.value for kind in (ReportFormat, SummaryFormat, DataFormat) for form in kind]
    for command in reference.command_list():
        section = page.split(f"### report-builder {command.name}\n")[1].split("\n### ")[0]
        for name in (name for part in command.parts for name in part.names):
            assert f"`{name}`" in section, f"{command.name} {name}"
    for suffix in (*load.known_suffixes(), *(f".{form}" for form in formats)):
        assert f"`{suffix}`" in page


def test_reference_names_every_key_of_the_settings() -> None:
    page = reference.PAGE.read_text(encoding="utf-8")
    schema = json_schema()
    for node in (schema, *schema["$defs"].values()):
        for key in node["properties"]:
            assert re.search(rf"`\[*([a-z_]+\.)?{key}\]*`", page), key


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name) if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {
        Path(target.split("#")[0]).name for target in LINK.findall((ROOT / "README.md").read_text("utf-8"))
    }
    assert {page.name for page in ROOT.glob("docs/*.md")} <= linked


def tables(page: Path) -> list[str]:
    return list(blocks(page, "toml"))


SETTINGS = [(page, body) for page in PAGES for body in tables(page)]
LEFT_OUT = {
    "event": '[event]\ntitle = "T"\ndate = 2017-05-09\nplace = "P"\norganiser = "O"',
    "themes": '[[themes]]\nid = "protests"\ntitle = "Protests"',
    "lenses": '[[lenses]]\nid = "opportunity"\ntitle = "Opportunities"',
}
"""What shown pieces of workshop.toml may take for granted."""


@pytest.mark.parametrize("body", [body for _, body in SETTINGS], ids=[page_id(page) for page, _ in SETTINGS])
def test_settings_shown_can_be_used(body: str) -> None:
    """Each shown piece of workshop.toml is one, with the least of what it leaves out."""
    own = tomllib.loads(body)
    parse_workshop("\n".join([body, *(words for key, words in LEFT_OUT.items() if key not in own)]))


def test_a_fifth_lens_needs_its_entry_alone(project: Project, run: Run) -> None:
    lens = next(body for body in tables(ROOT / "docs" / "themes-and-lenses.md") if "opportunity" in body)
    note = "# Crossings\n\n## Opportunities\n\n- The new tram line could carry the signs.\n"
    folder = project({"inputs/workshop.toml": f"{WORKSHOP}\n{lens}", "inputs/notes/day.md": note})
    assert run("build", folder, "--format", "html").code == 0
    report = (folder / "output" / "report.html").read_text(encoding="utf-8")
    assert re.search(
        r"Opportunities</h2>\s*<p class=\"finding\"[^>]*>.*The new tram line could carry the signs", report
    )


def test_a_block_of_a_template_can_be_changed(project: Project, run: Run) -> None:
    for template in blocks(ROOT / "docs" / "templates.md", "jinja"):
        folder = project({"templates/report.html.j2": template})
        result = run("build", folder, "--format", "html", "--force")
        assert result.code == 0, result.err
        assert "templates/" not in run("check", folder).err
        report = (folder / "output" / "report.html").read_text(encoding="utf-8")
        assert ("About the partners" in report) == ("About the partners" in template)
        assert ("h1 { font-size: 24pt }" in report) == ("24pt" in template)
        assert "Drivers need signs that can be read at night" in report


def test_blocks_named_exist() -> None:
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    sentence = page.split("The blocks of the report, in order: ")[1].split(".")[0]
    template = (ROOT / "templates" / "report.html.j2").read_text(encoding="utf-8")
    blocks_there = [name for name in re.findall(r"{% block (\w+) %}", template) if name != "main"]
    assert re.findall(r"`(\w+)`", sentence) == blocks_there


@pytest.fixture
def new_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The format of docs/add-a-format.md, as if its file lay in report_builder/load."""
    folder = tmp_path / "load"
    folder.mkdir()
    code = next(blocks(ROOT / "docs" / "add-a-format.md", "python"))
    (folder / "opml.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(load, "__path__", [*load.__path__, str(folder)])
    load.formats.cache_clear()
    yield
    load.formats.cache_clear()


OUTLINE = """<opml version="2.0"><body><outline text="Crossings"><outline text="Needs">
<outline text="Drivers need signs that can be read at night."/></outline></outline></body></opml>"""


@pytest.mark.usefixtures("new_format")
def test_the_shown_format_is_read(project: Project, run: Run) -> None:
    folder = project({"inputs/notes/map.opml": OUTLINE, "inputs/notes/broken.opml": "<opml>"})
    checked = json.loads(run("check", folder, "--json").out)
    assert checked["account"] == {
        "segments": 1, "coded": 1, "merged": 0, "undecided": 0, "set_aside": 0, "units": {"heading": 2},
        "steps": {"heading": 1},
    }  # fmt: skip
    assert [p["where"] for p in checked["problems"] if p["level"] == "error"] == ["inputs/notes/broken.opml"]


@pytest.mark.usefixtures("new_format")
def test_the_shown_format_keeps_what_is_asked(tmp_path: Path) -> None:
    (tmp_path / "map.opml").write_text(OUTLINE, encoding="utf-8")
    source = load.load_source(tmp_path / "map.opml", "notes/map.opml", parse_workshop(WORKSHOP))
    assert [(block.kind, block.text) for block in source.blocks] == [
        (Kind.HEADING, "Crossings"),
        (Kind.HEADING, "Needs"),
        (Kind.ITEM, "Drivers need signs that can be read at night."),
    ]
    (tmp_path / "map.opml").write_text("<opml/>", encoding="utf-8")
    with pytest.raises(SourceError, match="it holds no outline"):
        load.load_source(tmp_path / "map.opml", "notes/map.opml", parse_workshop(WORKSHOP))


def test_the_shown_problem_is_told_like_this(project: Project, run: Run) -> None:
    shown = next(blocks(ROOT / "docs" / "troubleshooting.md", "text"))
    folder = project({"inputs/workshop.toml": f'{WORKSHOP}keyword = ["signs"]\n'})
    assert run("build", folder).err == shown


def test_messages_listed_are_those_of_the_program() -> None:
    page = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    table = page.split("## By message")[1].split("\n## ")[0]
    messages = re.findall(r"^\| (.+?) \| ", table, re.MULTILINE)[1:]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "report_builder").rglob("*.py"))
    for message in messages:
        words = re.sub(r" \(in .*\)$", "", message).replace("'", "\\\\?'")
        parts = [part.strip(' "') for part in words.split("…")]
        assert all(re.search(part, code) for part in parts), message


def imported() -> set[str]:
    """Names of the packages that the program imports, as they are installed."""
    owners = packages_distributions()
    found = set()
    for path in (ROOT / "report_builder").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found |= {owner for name in names for owner in owners.get(name.split(".")[0], [])}
    return {re.sub(r"[-_.]+", "-", name.lower()) for name in found} - {"report-builder"}


def test_every_library_has_its_reason() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \|", page.split("## What it depends on")[1], re.MULTILINE)
    assert set(rows) == imported()
