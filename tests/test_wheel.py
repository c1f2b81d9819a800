"""The package as it is published: what it carries, and that it runs without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CARRIED = (
    "report_builder/lenses.toml",
    "report_builder/coding/model.npz",
    "report_builder/coding/signs.toml",
    "report_builder/coding/examples/health-and-education.tsv",
    "report_builder/funding/statements/h2020-and-fp7.toml",
    "report_builder/languages/el.po",
    "report_builder/languages/function-words.toml",
    "report_builder/templates/report.html.j2",
    "report_builder/templates/report.css",
    "report_builder/templates/reference.docx",
    "report_builder/templates/fonts/LICENSE.txt",
)
SHOW_TEMPLATES = "from report_builder.render.templates import templates_folder; print(templates_folder())"


def python(*arguments: object, cwd: Path, path: Path | None = None) -> str:
    """What a Python of its own prints, with `path` before all installed packages."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONPATH": str(path or "")}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", folder)
    python("-m", "pip", "wheel", *options, ROOT, cwd=folder)
    return next(folder.glob("report_builder-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    python(
        "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", target, wheel, cwd=target
    )
    return target


def test_it_carries_its_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in CARRIED if name not in names] == []
    assert any(name.startswith("report_builder/templates/fonts/") and name.endswith(".ttf") for name in names)


def test_it_carries_the_program_alone(wheel: Path) -> None:
    folders = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert folders == {"report_builder", f"{wheel.name.split('-py3')[0]}.dist-info"}


def test_it_runs_by_itself(installed: Path, wheel: Path, tmp_path: Path) -> None:
    version = wheel.name.split("-")[1]
    printed = python("-m", "report_builder", "--version", cwd=tmp_path, path=installed)
    assert printed == f"report-builder {version}"


def test_it_uses_its_own_templates(installed: Path, tmp_path: Path) -> None:
    printed = python("-c", SHOW_TEMPLATES, cwd=tmp_path, path=installed)
    assert Path(printed) == installed / "report_builder" / "templates"


def test_it_makes_a_report(installed: Path, tmp_path: Path) -> None:
    note = tmp_path / "inputs" / "notes" / "day.md"
    note.parent.mkdir(parents=True)
    note.write_text("# Crossings\n\n- Need: signs that can be read at night\n", encoding="utf-8")
    program = ("-m", "report_builder")
    python(*program, "new", ".", "--title", "Crossings", "--quiet", cwd=tmp_path, path=installed)
    python(*program, "build", "--format", "html", "--format", "docx", cwd=tmp_path, path=installed)
    assert "signs that can be read at night" in (tmp_path / "output" / "report.html").read_text(
        encoding="utf-8"
    )
    assert (tmp_path / "output" / "report.docx").is_file()
