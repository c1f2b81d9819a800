"""What pieces of a template's tree tell by themselves: names that they set or may lack, and how they read."""

from collections.abc import Iterable, Iterator

from jinja2 import nodes

UNSURE = frozenset({"default", "d"})
SCOPES = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block, nodes.With, nodes.FilterBlock)
"""What has names of its own."""


def guarded(node: nodes.Node) -> frozenset[str]:
    """Names, and parts such as `report.subtitle`, that may be missing: it is asked whether they are there."""
    asked = (each.node for each in node.find_all(nodes.Test) if each.name in ("defined", "undefined"))
    unsure = (each.node for each in node.find_all(nodes.Filter) if each.name in UNSURE)
    return frozenset(
        spoken(each) for each in (*asked, *unsure) if isinstance(each, nodes.Name | nodes.Getattr)
    )


def set_in(found: Iterable[nodes.Node]) -> Iterator[str]:
    """Names that are set in a frame, those of frames within it left out."""
    for node in found:
        if isinstance(node, nodes.Macro | nodes.Import):
            yield node.name if isinstance(node, nodes.Macro) else node.target
        elif isinstance(node, nodes.FromImport):
            yield from (name[1] if isinstance(name, tuple) else name for name in node.names)
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            yield from (name.name for name in node.find_all(nodes.Name) if name.ctx == "store")
        elif not isinstance(node, SCOPES):
            yield from set_in(node.iter_child_nodes())


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
