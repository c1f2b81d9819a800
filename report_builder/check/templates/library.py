"""The templates of a workshop as trees: its own, told by their names, and the built-in ones that they use."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

import jinja2
from jinja2 import nodes

from report_builder.errors import ReportBuilderError
from report_builder.render.templates import OWN, templates_folder

SUFFIX = ".html.j2"


class Tree(NamedTuple):
    """A template, taken apart."""

    name: str
    """As other templates name it."""
    file: str
    """As messages name it."""
    own: bool
    """Whether it is the workshop's."""
    body: nodes.Template

    @property
    def blocks(self) -> tuple[nodes.Block, ...]:
        """All its blocks, in order."""
        return tuple(self.body.find_all(nodes.Block))

    @property
    def parent(self) -> str:
        """The template that it extends, where it names one."""
        found = self.body.find(nodes.Extends)
        name = found.template if found else None
        return str(name.value) if isinstance(name, nodes.Const) else ""


class Library:
    """Finds templates by name; of the workshop's own ones the `texts` are read, by their files' names."""

    def __init__(self, environment: jinja2.Environment, texts: Mapping[str, str]) -> None:
        self.environment = environment
        self._texts = texts
        self._trees: dict[str, Tree | None] = {}

    def tree(self, name: str) -> Tree | None:
        """The template of this name; None if there is none, or it can't be read."""
        if name not in self._trees:
            self._trees[name] = self._read(name)
        return self._trees[name]

    def chain(self, name: str) -> tuple[Tree, ...]:
        """A template, the one that it extends, and so on."""
        trees = list[Tree]()
        tree = self.tree(name)
        while tree and tree not in trees:
            trees.append(tree)
            tree = self.tree(tree.parent) if tree.parent else None
        return tuple(trees)

    def known(self) -> list[str]:
        """Names of all templates."""
        return [name for name in self.environment.list_templates() if name.endswith(SUFFIX)]

    def near(self, name: str) -> str:
        """A mend that tells which template was probably meant."""
        stems = {each.removesuffix(SUFFIX): each for each in self.known()}
        found = get_close_matches(name.removesuffix(SUFFIX), stems, n=1)
        listed = ", ".join(each for each in stems.values() if "/" not in each)
        return f'Did you mean "{stems[found[0]]}"?' if found else f"There are: {listed}."

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name, readable or not."""
        return self.tree(name) is not None or name in self.environment.list_templates()

    def _read(self, name: str) -> Tree | None:
        assert self.environment.loader is not None
        try:
            text, path, _ = self.environment.loader.get_source(self.environment, name)
            file = Path(path or name)
            own = not file.is_relative_to(templates_folder())
            text = self._texts.get(file.name, text) if own else text
            body = self.environment.parse(text)
        except (jinja2.TemplateError, ReportBuilderError):
            return None
        return Tree(name, f"{OWN}/{file.name}", own, body)


def spoken(node: nodes.Node | None) -> str:
    """An expression as it is written, shortly."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{spoken(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem | nodes.Call):
        return f"{spoken(node.node)}{'(…)' if isinstance(node, nodes.Call) else '[…]'}"
    if isinstance(node, nodes.Filter):
        return spoken(node.node)
    return "it"
