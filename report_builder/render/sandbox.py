"""The sandbox in which templates run: they see the report, and can neither reach nor fill anything else.

A template may come from a stranger. It reads attributes of the report's own data, calls the methods of text
and lists, and makes texts no longer than a report can be. A loop without end is not stopped.
"""

import functools
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any

from jinja2 import nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import do_replace, sync_do_join
from jinja2.runtime import LoopContext, Macro, TemplateReference, Undefined, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup, escape

LONGEST = 50_000_000
"""Characters that a template may put together."""
WIDEST = 10_000
"""A number that pads, indents or cuts a text."""
HIGHEST = 10**30
READABLE = (
    str, bytes, int, float, bool, type(None), list, tuple, dict, set, frozenset, date, time, MappingProxyType,
    LoopContext, Macro, TemplateReference, TemplateModule, Cycler, Joiner, Namespace, Undefined,
)  # fmt: skip
"""What a template may look into, besides the report's own data."""
WIDTH = re.compile(r"\d{5,}|\*|\{[^{}]*\{")
"""In a pattern for numbers or text: a width that fills the memory, or one that is not seen beforehand."""
PLACE = re.compile(r"[%{]")
PADDED = frozenset(("center", "ljust", "rjust", "zfill", "expandtabs", "to_bytes"))
PATTERNS = frozenset(("format", "format_map"))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without what a report has no use for, and with bounds on what is put together."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._answers: dict[tuple[type, str], bool] = {}
        self._fields: set[tuple[type, str]] = set()
        """Those that were given out and hold mere data, so that nothing need be asked of them again."""
        self.code_generator_class = _Generator
        del self.globals["lipsum"]
        for name in ("center", "indent", "batch", "slice", "wordwrap", "truncate"):
            self.filters[name] = _narrow(self.filters[name])
        self.filters["format"] = self._format
        self.filters["replace"] = _replace
        self.filters["join"] = _join
        del self.filters["random"]  # the same inputs make the same report
        self.concat = bounded_join  # type: ignore[method-assign]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What an object has under a name, if a template may see it."""
        if (type(obj), attribute) in self._fields:
            return getattr(obj, attribute)
        value = super().getattr(obj, attribute)
        if _is_field(obj, attribute) and not isinstance(value, Undefined):
            self._fields.add((type(obj), attribute))
        return value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only fields and methods of the report's own data, and of plain text, numbers, lists and days."""
        known = self._answers.get((type(obj), attr))
        if known is None:
            known = self._answers[type(obj), attr] = self._is_readable(obj) and super().is_safe_attribute(
                obj, attr, value
            )
        return known

    def _is_readable(self, obj: Any) -> bool:
        return isinstance(obj, READABLE) or (
            not isinstance(obj, type)
            and (is_dataclass(obj) or type(obj).__module__.startswith("report_builder."))
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Work out `left operator right`, if the result is not far larger than a report."""
        BOUNDS[operator](left, right)
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a function or method, if its result is not far larger than a report."""
        if type(__obj) is Macro:  # a piece of a template, bounded like all of them
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__context.eval_ctx, *args, **kwargs)
        method = getattr(__obj, "__wrapped__", __obj)  # Jinja wraps str.format
        owner, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
        if isinstance(owner, str | bytes | int):
            _check_method(owner, name, (*args, *kwargs.values()))
        return super().call(__context, __obj, *args, **kwargs)

    @staticmethod
    def joined(parts: tuple[Any, ...]) -> str:
        """Do what `~` does: join anything as text; as HTML where one of the parts is."""
        _allow(sum(len(part) if isinstance(part, str) else 0 for part in parts))
        return markup_join(parts) if any(hasattr(part, "__html__") for part in parts) else str_join(parts)

    @staticmethod
    def printed(value: Any) -> str:
        """A value as HTML; most are pieces of HTML that other macros made, or plain text."""
        return value if type(value) is Markup else escape(value)

    @staticmethod
    def _format(value: Any, *args: Any, **kwargs: Any) -> str:
        _bound_pattern(str(value), kwargs or args)
        return str(value) % (kwargs or args)


class _Generator(CodeGenerator):
    """Writes templates as Python: what `~` puts together is bounded, what is HTML is printed as it is."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


def bounded_join(parts: Iterable[str]) -> str:
    """Join texts, if they are not far longer than a report."""
    if isinstance(parts, list):  # they are all made
        _allow(sum(map(len, parts)))
        return "".join(parts)
    kept: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > LONGEST:
            _allow(length)
        kept.append(part)
    return "".join(kept)


def _is_field(obj: Any, name: str) -> bool:
    """Whether that is data of one of the report's own values, and no method, which may do more."""
    own = type(obj).__module__.startswith("report_builder.") and is_dataclass(obj)
    kind = getattr(type(obj), name, None)
    return own and (name in obj.__dataclass_fields__ or isinstance(kind, property))


def _allow(length: float) -> None:
    if length > LONGEST:
        raise SecurityError(f"it makes a text or list of more than {LONGEST:,} characters or entries")


def _size(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes | list | tuple) else 0


def _bound_product(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        if isinstance(other, int):
            _allow(_size(one) * other)
    _bound_number(left, right)


def _bound_sum(left: Any, right: Any) -> None:
    _allow(_size(left) + _size(right))


def _bound_power(left: Any, right: Any) -> None:
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if numbers and abs(left) > 1 and right * math.log(abs(left)) > math.log(HIGHEST):
        raise SecurityError("it makes a number that is too large")


def _bound_number(left: Any, right: Any) -> None:
    if any(isinstance(number, int) and abs(number) > HIGHEST for number in (left, right)):
        raise SecurityError("it makes a number that is too large")


def _bound_pattern(left: Any, filling: Any) -> None:
    if not isinstance(left, str):
        return
    if WIDTH.search(left):
        raise SecurityError(f"a width in the pattern {left[:40]!r} is too large")
    _allow(len(left) + len(PLACE.findall(left)) * max(map(_size, _given(filling)), default=0))


def _given(filling: Any) -> Iterable[Any]:
    if isinstance(filling, Mapping):
        return filling.values()
    return filling if isinstance(filling, tuple) else (filling,)


BOUNDS: dict[str, Callable[[Any, Any], None]] = {
    "*": _bound_product,
    "+": _bound_sum,
    "**": _bound_power,
    "%": _bound_pattern,
}


def _check_method(owner: str | bytes | int, name: str, args: tuple[Any, ...]) -> None:
    if name in PADDED:
        _check_widths(args)
    elif name in PATTERNS and isinstance(owner, str):
        _bound_pattern(owner, args)
        _bound_pattern(owner, args[0] if args else ())
    elif name == "replace" and len(args) > 1 and isinstance(owner, str):
        _check_replaced(owner, str(args[0]), str(args[1]))
    elif name == "join" and args and isinstance(owner, str):
        _allow(len(owner) * _size(args[0]) + sum(map(_size, args[0])))


def _check_widths(given: Iterable[Any]) -> None:
    if any(isinstance(number, int | float) and abs(number) > WIDEST for number in given):
        raise SecurityError(f"a width of more than {WIDEST:,} is too large")


def _check_replaced(text: str, old: str, new: str) -> None:
    _allow(len(text) + (text.count(old) if old else len(text)) * len(new))


def _narrow(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, for widths that are not far larger than a page."""

    @functools.wraps(
        filter_
    )  # with what Jinja notes on it, such as that it wants to be told the surroundings
    def bounded(*args: Any, **kwargs: Any) -> Any:
        _check_widths((*args, *kwargs.values()))
        return filter_(*args, **kwargs)

    return bounded


@pass_eval_context
def _replace(surroundings: nodes.EvalContext, text: str, old: str, new: str, count: int | None = None) -> str:
    _check_replaced(str(text), str(old), str(new))
    return do_replace(surroundings, text, old, new, count)


@pass_eval_context
def _join(
    surroundings: nodes.EvalContext, parts: Iterable[Any], sign: str = "", attribute: Any = None
) -> str:
    known = list(parts)
    _allow(sum(map(_size, known)) + len(known) * len(str(sign)))
    return sync_do_join(surroundings, known, sign, attribute)
