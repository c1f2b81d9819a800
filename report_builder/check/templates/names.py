"""Trees of templates -> every name in them that leads nowhere, in branches too that no data reaches.

What a name stands for is followed through loops, assignments and macros as far as types tell it; where they
don't, nothing is said, and the trial finds the rest.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_type_hints

from jinja2 import nodes
from jinja2.runtime import LoopContext

from report_builder.check.templates.kinds import (
    Kind,
    MacroKind,
    ModuleKind,
    called,
    element_of,
    elements_of,
    is_number,
    list_of,
    parts_of,
    value_in,
)
from report_builder.check.templates.library import Library, Tree
from report_builder.check.templates.trees import SCOPES, UNSURE, guarded, set_in, spoken
from report_builder.errors import Problem, did_you_mean
from report_builder.render.page import Shown

NAME, MISSING = "template-name", "template-missing"
SAME = frozenset({"list", "sort", "select", "reject", "selectattr", "rejectattr", "unique", "reverse"})
"""Filters that give some of what they are given."""
ONE = frozenset({"first", "last", "min", "max"})
"""Filters that give one of what they are given."""
BY_PLACE = frozenset({"selectattr", "rejectattr", "groupby"})
"""Filters whose first word is an attribute's name."""
OF_MANY = SAME | ONE | {"length", "count", "join", "sum", "map", "groupby", "batch", "slice"}
"""Filters that are given a list, or words."""
INSIDE_MACRO = ("caller", "varargs", "kwargs")
MOST_SHOWN = 24
"""Names that a mend lists, where none is near."""
Scope = ChainMap[str, Kind]


class Names:
    """Follows the names of whole pages; what it finds is in `faults`, once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._tree: Tree | None = None
        """The template that is being read."""
        self._guarded: frozenset[str] = frozenset()
        self._modules: dict[str, ModuleKind] = {}
        self._within: list[str] = []
        self.read: set[str] = set()
        """Files of the workshop that were met."""
        self._faults: dict[Problem, None] = {}
        self._see: Mapping[type[nodes.Node], Callable[[Any, Scope], Kind]] = {
            nodes.Name: self._name,
            nodes.Getattr: self._getattr,
            nodes.Getitem: self._getitem,
            nodes.Call: self._call,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.CondExpr: self._condition,
            nodes.Or: self._either,
            nodes.Const: lambda node, scope: type(node.value),
            nodes.For: self._for,
            nodes.Assign: self._assign,
            nodes.AssignBlock: self._assign_block,
            nodes.Macro: self._macro,
            nodes.CallBlock: self._call_block,
            nodes.With: self._with,
            nodes.Block: self._scoped_block,
            nodes.Import: self._import,
            nodes.FromImport: self._from_import,
            nodes.Include: self._include,
            nodes.Extends: self._extends,
        }

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What was found, in the order in which it was met."""
        return tuple(self._faults)

    def follow(self, page: str) -> None:
        """Read a page with all that it extends, includes and imports."""
        chain = self._library.chain(page)
        given: dict[str, Kind] = get_type_hints(Shown)
        blocks = ModuleKind(
            "self", dict.fromkeys((block.name for tree in chain for block in tree.blocks), None)
        )
        more = dict[str, Kind].fromkeys((*self._library.environment.globals, "super"), None)
        base = Scope(given, more | {"self": blocks})
        shared = dict[str, Kind]()
        for tree in chain:
            scope = self._frame(base, tree.body.body)
            self._in(tree, lambda tree=tree, scope=scope: self._see_all(tree.body.body, scope))  # type: ignore[misc]
            shared |= scope.maps[0]
        everywhere = base.new_child(shared)
        for tree in chain:
            self._in(tree, lambda tree=tree: self._blocks(tree, everywhere))  # type: ignore[misc]

    def _blocks(self, tree: Tree, everywhere: Scope) -> None:
        for block in tree.blocks:
            if not block.scoped:
                self._see_all(block.body, self._frame(everywhere, block.body))

    # Statements

    def _for(self, node: nodes.For, scope: Scope) -> None:
        kind = element_of(self._look(node.iter, scope))
        inner = self._frame(scope, node.body)
        inner["loop"] = LoopContext
        self._assigned_to(node.target, kind, inner)
        if node.test:
            self._look(node.test, inner)
        self._see_all(node.body, inner)
        self._see_all(node.else_, self._frame(scope, node.else_))

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        self._assigned_to(node.target, self._look(node.node, scope), scope)

    def _assign_block(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self._see_all(node.body, self._frame(scope, node.body))
        self._assigned_to(node.target, str, scope)

    def _assigned_to(self, target: nodes.Node, kind: Kind, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            before = scope.maps[0].get(target.name)
            scope[target.name] = kind if before in (None, kind) else None
        elif isinstance(target, nodes.Tuple):
            for item, part in zip(target.items, elements_of(kind, len(target.items)), strict=True):
                self._assigned_to(item, part, scope)

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope[node.name] = _signature(node)
        self._routine(node, scope, INSIDE_MACRO)

    def _call_block(self, node: nodes.CallBlock, scope: Scope) -> None:
        self._look(node.call, scope)
        self._routine(node, scope, ())

    def _routine(self, node: nodes.Macro | nodes.CallBlock, scope: Scope, more: Iterable[str]) -> None:
        for default in node.defaults:
            self._look(default, scope)
        inner = self._frame(scope, node.body)
        inner.update(dict.fromkeys((*(arg.name for arg in node.args), *more), None))
        self._see_all(node.body, inner)

    def _with(self, node: nodes.With, scope: Scope) -> None:
        inner = self._frame(scope, node.body)
        for target, value in zip(node.targets, node.values, strict=True):
            self._assigned_to(target, self._look(value, scope), inner)
        self._see_all(node.body, inner)

    def _scoped_block(self, node: nodes.Block, scope: Scope) -> None:
        if node.scoped:
            self._see_all(node.body, self._frame(scope, node.body))

    def _import(self, node: nodes.Import, scope: Scope) -> None:
        scope[node.target] = self._module(node, scope)

    def _from_import(self, node: nodes.FromImport, scope: Scope) -> None:
        module = self._module(node, scope)
        for name in node.names:
            asked, given = name if isinstance(name, tuple) else (name, name)
            scope[given] = self._part(node, module, asked, module.name if module else asked)

    def _module(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> ModuleKind | None:
        tree = self._found(node, node.template)
        if tree is None:
            return None
        known = self._modules.get(tree.name)
        if known is None or (node.with_context and tree.name not in self._within):
            names = dict.fromkeys(self._library.environment.globals, None)
            inner = self._frame(scope if node.with_context else Scope({}, names), tree.body.body)
            self._modules[tree.name] = known = ModuleKind(tree.name, inner.maps[0])
            self._within.append(tree.name)
            self._in(tree, lambda: self._see_all(tree.body.body, inner))
            self._within.pop()
        return known

    def _include(self, node: nodes.Include, scope: Scope) -> None:
        if node.ignore_missing or not isinstance(node.template, nodes.Const):
            return
        tree = self._found(node, node.template)
        if tree and tree.name not in self._within:
            self._within.append(tree.name)
            self._in(tree, lambda: self._see_all(tree.body.body, self._frame(scope, tree.body.body)))
            self._within.pop()

    def _extends(self, node: nodes.Extends, scope: Scope) -> None:
        self._found(node, node.template)

    def _found(self, node: nodes.Node, named: nodes.Node) -> Tree | None:
        """The template that is named, where it can be known before."""
        if not isinstance(named, nodes.Const):
            return None
        name = str(named.value)
        if not self._library.exists(name):
            self._tell(MISSING, node, f'there is no template "{name}"', self._library.near(name))
        return self._library.tree(name)

    # Expressions

    def _name(self, node: nodes.Name, scope: Scope) -> Kind:
        if node.name not in scope and node.name not in self._guarded and not node.name.startswith("_"):
            known = [name for name in scope if not name.startswith("_")]
            mend = did_you_mean(node.name, known) or f"A template knows: {', '.join(get_type_hints(Shown))}."
            self._tell(NAME, node, f'nothing is called "{node.name}" here', mend)
        return scope.get(node.name)

    def _getattr(self, node: nodes.Getattr, scope: Scope) -> Kind:
        kind = self._look(node.node, scope)
        if spoken(node) in self._guarded:
            return (parts_of(kind) or {}).get(node.attr)
        return self._part(node, kind, node.attr, spoken(node.node))

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Kind:
        kind = self._look(node.node, scope)
        self._look(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return kind
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(node, kind, node.arg.value, spoken(node.node))
        return element_of(kind)

    def _part(self, node: nodes.Node, kind: Kind, name: str, of: str) -> Kind:
        parts = parts_of(kind)
        if parts is None:
            return value_in(kind)
        if name not in parts:
            self._tell(NAME, node, f'"{of}" has no "{name}"', _mend_of_part(kind, parts, name), kind)
        return parts.get(name)

    def _call(self, node: nodes.Call, scope: Scope) -> Kind:
        kind = self._look(node.node, scope)
        self._see_all((*node.args, *(each.value for each in node.kwargs)), scope)
        if isinstance(kind, MacroKind) and not node.dyn_args and not node.dyn_kwargs:
            self._check_call(node, kind)
        return called(kind)

    def _check_call(self, node: nodes.Call, macro: MacroKind) -> None:
        called_as, named = spoken(node.node), [each.key for each in node.kwargs]
        mend = f"It takes: {', '.join(macro.args) or 'nothing'}."
        if macro.more:
            return
        if len(node.args) > len(macro.args):
            self._tell(NAME, node, f'"{called_as}" is given too much', mend)
        for name in named:
            if name not in macro.args and name != "caller":
                self._tell(
                    NAME, node, f'"{called_as}" takes no "{name}"', f"{did_you_mean(name, macro.args)}{mend}"
                )
        given = {*macro.args[: len(node.args)], *named}
        for name in (name for name in macro.args if name in macro.needed - given):
            self._tell(NAME, node, f'"{called_as}" is not given its "{name}"', mend)

    def _filter(self, node: nodes.Filter, scope: Scope) -> Kind:
        filters = self._library.environment.filters
        if node.name not in filters:
            self._tell(NAME, node, f'there is no filter "{node.name}"', _near(node.name, filters))
        kind = self._look(node.node, scope) if node.node else None
        arguments = (*node.args, *(each.value for each in node.kwargs))
        self._see_all(arguments, scope)
        if node.node and node.name in OF_MANY and is_number(kind):
            what = f'"{spoken(node.node)}" is a number already, so "{node.name}" can\'t be asked of it'
            self._tell(NAME, node, what, f"Write {{{{ {spoken(node.node)} }}}}.")
        if node.name in UNSURE:
            return kind
        asked = self._attribute(node, element_of(kind))
        if node.name == "map":
            return list_of(asked)
        return kind if node.name in SAME else element_of(kind) if node.name in ONE else None

    def _attribute(self, node: nodes.Filter, kind: Kind) -> Kind:
        """Kind of the attribute that a filter asks of each, where it does."""
        given = {str(each.key): each.value for each in node.kwargs}
        by_place = node.args[0] if node.name in BY_PLACE and node.args else None
        named = given.get("attribute") or by_place
        if not isinstance(named, nodes.Const) or not isinstance(named.value, str) or "default" in given:
            return None
        of = f"each of {spoken(node.node)}" if node.node else "each"
        several = named.value.split(",") if node.name == "sort" else [named.value]
        kinds = [self._path(node, kind, path, of) for path in several]
        return kinds[0]

    def _path(self, node: nodes.Filter, kind: Kind, path: str, of: str) -> Kind:
        """Kind of what a path such as `sections.0.total` leads to."""
        for name in path.split("."):
            is_place = name.isdigit()
            kind, of = element_of(kind) if is_place else self._part(node, kind, name, of), f"{of}.{name}"
        return kind

    def _test(self, node: nodes.Test, scope: Scope) -> Kind:
        tests = self._library.environment.tests
        if node.name not in tests:
            self._tell(NAME, node, f'there is no test "is {node.name}"', _near(node.name, tests))
        self._see_all((node.node, *node.args), scope)
        return bool

    def _condition(self, node: nodes.CondExpr, scope: Scope) -> Kind:
        self._look(node.test, scope)
        one, other = self._look(node.expr1, scope), self._look(node.expr2, scope) if node.expr2 else None
        return one if other in (None, one) else None

    def _either(self, node: nodes.Or, scope: Scope) -> Kind:
        one, other = self._look(node.left, scope), self._look(node.right, scope)
        return one if one == other else None

    # What all share

    def _look(self, node: nodes.Node, scope: Scope) -> Kind:
        see = self._see.get(type(node))
        if see:
            return see(node, scope)
        inner = self._frame(scope, [node]) if isinstance(node, SCOPES) else scope
        self._see_all(node.iter_child_nodes(), inner)
        return None

    def _see_all(self, found: Iterable[nodes.Node], scope: Scope) -> None:
        for node in found:
            self._look(node, scope)

    def _frame(self, outer: Scope, body: Iterable[nodes.Node]) -> Scope:
        """Names of their own for what is being read: all that is set there, wherever."""
        return outer.new_child(dict.fromkeys(set_in(body), None))

    def _in(self, tree: Tree, read: Callable[[], None]) -> None:
        outer, self._tree, before = self._tree, tree, self._guarded
        self._guarded = guarded(tree.body)
        if tree.own:
            self.read.add(tree.file)
        read()
        self._tree, self._guarded = outer, before

    def _tell(self, rule: str, node: nodes.Node, what: str, mend: str, kind: Kind = None) -> None:
        """Tell a fault of the workshop's; what a built-in one misses in a file of words is that file's."""
        assert self._tree is not None
        where = f"{self._tree.file}, line {node.lineno}"
        if not self._tree.own:
            lacking = self._library.tree(kind.name) if isinstance(kind, ModuleKind) else None
            if lacking is None or not lacking.own:
                return
            where, what = lacking.file, f"{what}, which {self._tree.name} asks for"
            mend = "Take that line over from the built-in file."
        self._faults.setdefault(Problem(rule, where, what, mend.rstrip()))


def _mend_of_part(kind: Kind, parts: Iterable[str], name: str) -> str:
    if element_of(kind) is not None:
        return "It is a list: go through it with {% for %}, or take its first with [0]."
    elsewhere = {part: path for path, part in _paths()}
    found = "" if name in parts else did_you_mean(name, parts)
    if not found and get_close_matches(name, elsewhere, n=1):
        found = f'Did you mean "{elsewhere[get_close_matches(name, elsewhere, n=1)[0]]}"?'
    shown = ", ".join(list(parts)[:MOST_SHOWN])
    return found or (f"There are: {shown}." if shown else "Remove it.")


def _paths() -> Iterator[tuple[str, str]]:
    """Every part of the report and its workshop, as it is written in a template, with its own name."""
    for name in ("workshop", "report"):
        for part in parts_of(get_type_hints(Shown)[name]) or ():
            yield f"{name}.{part}", part


def _near(name: str, known: Iterable[str]) -> str:
    words = sorted(word for word in known if word.isidentifier())
    return did_you_mean(name, words) or f"There are: {', '.join(words)}."


def _signature(node: nodes.Macro) -> MacroKind:
    args = tuple(arg.name for arg in node.args)
    without = args[: len(args) - len(node.defaults)]
    asked = {name.name for name in node.find_all(nodes.Name)}
    return MacroKind(args, frozenset(without) - guarded(node), bool(asked & {"varargs", "kwargs"}))
