"""The house holds: a module imports from lower floors only, and no circle exists."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "report_builder"

FLOORS: list[set[str]] = [
    {"limits"},
    {"keys", "words", "colours", "settings", "clock", "progress"},
    {"edit", "cells", "wordxml"},
    {"model"},
    {"errors", "asides", "draft"},
    {"disk", "draftxml", "sheet", "languages"},
    {
        *(
            "workshop",
            "extract",
            "coding",
            "merge",
            "twins",
            "evaluation",
            "groups",
            "selection",
            "history",
            "load",
        ),
        *("funding", "cache"),
    },
    {"privacy", "fresh", "shelf"},
    {"report"},
    {"render"},
    {"check"},
    {"outputs"},
    {"edition"},
    {"gathering", "returns", "writing"},
    {"layout"},
    {"publishing"},
    {"run"},
    {"pipeline"},
    {"pulling", "reviewing", "changes", "scaffold", "forgetting", "watching"},
    {"cli"},
    {"__main__"},
]
"""From the ground up. Within a floor a folder's own modules may import each other, nothing else may."""


def room(module: str) -> str:
    """`report_builder.load.docx` stands in the room `load`."""
    return module.split(".")[1] if "." in module else "__init__"


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("report_builder"):
            names = [f"{node.module}.{name.name}" for name in node.names]
            yield from names if node.module == "report_builder" else [node.module]
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("report_builder"))


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_come_from_lower_floors(path: Path) -> None:
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for module in imports(path):
        other = room(module)
        assert other == own or floor(other) < floor(own), (
            f"{own} (floor {floor(own)}) imports {module} (floor {floor(other)})"
        )


def test_every_room_has_a_floor() -> None:
    rooms = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in MODULES}
    assert rooms == set.union(*FLOORS)


def test_no_circles() -> None:
    names = {
        path: ".".join(("report_builder", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in MODULES
    }
    graph = {name.removesuffix(".__init__"): set(imports(path)) for path, name in names.items()}
    seen: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in seen:
            for other in sorted(graph.get(name, set())):
                visit(other, (*trail, name))
            seen.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_nothing_heavy_is_imported_at_the_start_of_the_command_line() -> None:
    script = "import sys, report_builder.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "typer" in loaded
    assert not loaded & {"pandas", "numpy", "weasyprint", "docx", "jinja2", "pydantic", "lxml", "xlsxwriter"}


def test_only_the_command_line_prints() -> None:
    for path in MODULES:
        if path.parent.name != "cli":
            calls = (
                node
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call)
            )
            assert not any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls), (
                path
            )
