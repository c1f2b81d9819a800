"""Chains of templates -> blocks that no template shows, and text that stands in no block."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from jinja2 import nodes

from report_builder.check.templates.library import Library, Tree
from report_builder.errors import Problem, did_you_mean

RULE = "template-block"
REQUIRED = frozenset({"funding"})
"""Macros of parts.html.j2 that each page must show somewhere."""


def check_blocks(library: Library, page: str) -> Iterator[Problem]:
    """Judge the blocks of a page, from the template that makes it to the one that it builds on in the end."""
    chain = library.chain(page)
    for place, tree in enumerate(chain):
        above = _names(block for parent in chain[place + 1 :] for block in parent.blocks)
        if tree.own:
            yield from _twice(tree)
            yield from _without_parent(tree, above)
            yield from _left_out(tree, chain[place + 1 :])
        if tree.parent:
            yield from _shown_nowhere(tree, chain[place + 1 :], above)
            yield from _outside(tree) if tree.own else ()


def block_without(library: Library, page: str) -> str:
    """The place of the workshop's block that stands for one which shows what each page must; may be empty."""
    chain = library.chain(page)
    needed = _names(
        block for tree in chain if not tree.own for block in tree.blocks if _asks(block, REQUIRED)
    )
    for tree in chain:
        for block in tree.blocks:
            if tree.own and block.name in needed and not _asks(block, REQUIRED | {"super"}):
                return f"{tree.file}, line {block.lineno}"
    return next((tree.file for tree in chain if tree.own), "")


def _asks(block: nodes.Block, names: frozenset[str]) -> bool:
    calls = (call.node for call in block.find_all(nodes.Call))
    return any(
        (isinstance(called, nodes.Getattr) and called.attr in names)
        or (isinstance(called, nodes.Name) and called.name in names)
        for called in calls
    )


def _names(blocks: Iterable[nodes.Block]) -> list[str]:
    return list(dict.fromkeys(block.name for block in blocks))


def _twice(tree: Tree) -> Iterator[Problem]:
    counts = Counter[str]()
    for block in tree.blocks:
        counts[block.name] += 1
        if counts[block.name] == 2:
            yield _problem(tree, block, f'the block "{block.name}" stands twice', "Keep one of them.")


def _without_parent(tree: Tree, above: Sequence[str]) -> Iterator[Problem]:
    """Find `super()` where there is nothing that it could stand for."""
    for block in tree.blocks:
        if block.name not in above:
            for call in block.find_all(nodes.Call):
                if isinstance(call.node, nodes.Name) and call.node.name == "super":
                    what = f'super() in the block "{block.name}" stands for nothing'
                    mend = "Remove it: no template below has a block of that name."
                    yield _problem(tree, call, what, mend)


def _shown_nowhere(tree: Tree, parents: Sequence[Tree], above: Sequence[str]) -> Iterator[Problem]:
    """Find blocks that take the place of none, and so appear on no page."""
    inside = {inner.name for outer in tree.blocks for child in outer.body for inner in _within(child)}
    for block in tree.blocks:
        if block.name in above or block.name in inside:
            continue
        if tree.own:
            what = f'"{tree.parent}" has no block "{block.name}", so nothing of it is shown'
            mend = did_you_mean(block.name, above) or f"Its blocks: {', '.join(above)}."
            yield _problem(tree, block, what, mend)
        else:
            file = next((parent.file for parent in parents if parent.own), "")
            what = f'it lacks the block "{block.name}", which {tree.name} fills'
            mend = f"Write {{% block {block.name} %}}{{% endblock %}} where that should stand."
            if file:
                yield Problem(RULE, file, what, mend)


def _left_out(tree: Tree, parents: Sequence[Tree]) -> Iterator[Problem]:
    """Find blocks that would stand in another one, which the same template writes anew without them."""
    own = {block.name: block for block in tree.blocks}
    shown = {asked.attr for asked in tree.body.find_all(nodes.Getattr) if _is_self(asked.node)}
    for outer in (outer for parent in parents for outer in parent.blocks if outer.name in own):
        anew = own[outer.name]
        kept = {inner.name for inner in anew.find_all(nodes.Block)} | shown
        for name in _names(outer.find_all(nodes.Block)):
            if name in own and name not in kept and not _asks(anew, frozenset({"super"})):
                what = f'nothing of the block "{name}" is shown: "{outer.name}" is written anew without it'
                mend = (
                    f'Write {{{{ self.{name}() }}}} or {{{{ super() }}}} into "{outer.name}", or take it out.'
                )
                where = f"{tree.file}, line {own[name].lineno}"
                yield Problem(RULE, where, what, mend, "warning")


def _is_self(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "self"


def _within(node: nodes.Node) -> Iterator[nodes.Block]:
    if isinstance(node, nodes.Block):
        yield node
    yield from node.find_all(nodes.Block)


def _outside(tree: Tree) -> Iterator[Problem]:
    """Find what is printed outside of all blocks: Jinja passes over it."""
    for node in tree.body.body:
        line = _first_word(node) if isinstance(node, nodes.Output) else 0
        if line:
            what = "this stands in no block, so that it is not shown"
            mend = "Put it into a block, between {% block … %} and {% endblock %}."
            yield Problem(RULE, f"{tree.file}, line {line}", what, mend)


def _first_word(output: nodes.Output) -> int:
    """Line of the first thing that is no space; 0 if there is none."""
    for node in output.nodes:
        if not isinstance(node, nodes.TemplateData):
            return node.lineno
        if node.data.strip():
            lead = node.data[: len(node.data) - len(node.data.lstrip())]
            return node.lineno + lead.count("\n")
    return 0


def _problem(tree: Tree, node: nodes.Node, what: str, mend: str) -> Problem:
    return Problem(RULE, f"{tree.file}, line {node.lineno}", what, mend.rstrip())
