"""Which parts the values have that a template may show, told by the types of the report itself.

A kind is a type as it is annotated, such as `tuple[Chapter, ...]`; None is a value of which nothing is known.
"""

import functools
import inspect
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Kind = typing.Any


@dataclass(frozen=True)
class MacroKind:
    """A macro, and what it can be given."""

    args: tuple[str, ...]
    needed: frozenset[str]
    """Those without which it can't do."""
    more: bool
    """Whether it takes any number besides."""


@dataclass(frozen=True)
class ModuleKind:
    """A file of macros and words that was imported."""

    name: str
    """As it is imported."""
    names: Mapping[str, Kind]


def parts_of(kind: Kind) -> Mapping[str, Kind] | None:
    """Name of each part -> its kind; None where any name may do.

    >>> sorted(parts_of(tuple[str, ...]))
    ['count', 'index']
    """
    kind = _plain(kind)
    if isinstance(kind, ModuleKind):
        return kind.names
    if isinstance(kind, MacroKind) or _is_callable(kind):
        return {}
    kind = _origin(kind) or kind
    is_class = isinstance(kind, type) and kind is not object
    return _parts_of_class(kind) if is_class and not issubclass(kind, Mapping) else None


def value_in(kind: Kind) -> Kind:
    """What a mapping holds."""
    origin, args = _split(kind)
    return args[1] if len(args) == 2 and isinstance(origin, type) and issubclass(origin, Mapping) else None


def element_of(kind: Kind) -> Kind:
    """What a list of this kind holds.

    >>> element_of(tuple[int, ...]), element_of(str), element_of(Mapping[str, int])
    (<class 'int'>, None, <class 'str'>)
    """
    origin, args = _split(kind)
    if not isinstance(origin, type) or not args or not issubclass(origin, Iterable):
        return None
    if origin is tuple and args[-1] is not Ellipsis:
        return args[0] if len(set(args)) == 1 else None
    return args[0]


def elements_of(kind: Kind, number: int) -> tuple[Kind, ...]:
    """What a value falls into that is unpacked into so many names."""
    origin, args = _split(kind)
    if origin is tuple and len(args) == number and args[-1] is not Ellipsis:
        return args
    return (element_of(kind),) * number


def list_of(kind: Kind) -> Kind:
    """A list of such values."""
    return None if kind is None else types.GenericAlias(tuple, (kind, ...))


def is_number(kind: Kind) -> bool:
    """Whether it can be nothing but a number."""
    return _plain(kind) in (int, float, bool)


def called(kind: Kind) -> Kind:
    """What a function of this kind gives."""
    args = typing.get_args(_plain(kind))
    return args[-1] if _is_callable(_plain(kind)) and args else None


def _is_callable(kind: Kind) -> bool:
    return _origin(kind) is Callable


def _origin(kind: Kind) -> Kind:
    return typing.get_origin(kind)


def _split(kind: Kind) -> tuple[Kind, tuple[Kind, ...]]:
    kind = _plain(kind)
    return _origin(kind) or kind, typing.get_args(kind)


def _plain(kind: Kind) -> Kind:
    """The kind without "or nothing"; what may be of several is not known."""
    if _origin(kind) in (typing.Union, types.UnionType):
        rest = [each for each in typing.get_args(kind) if each is not type(None)]
        return rest[0] if len(rest) == 1 else None
    if _origin(kind) is typing.Literal:
        return str
    return kind


@functools.cache
def _parts_of_class(kind: Kind) -> Mapping[str, Kind]:
    parts: dict[str, Kind] = dict.fromkeys((name for name in dir(kind) if not name.startswith("_")), None)
    if not kind.__module__.startswith("report_builder."):
        return parts
    for name in parts:
        parts[name] = _returned(inspect.getattr_static(kind, name))
    hints = typing.get_type_hints(kind)
    return parts | {name: hint for name, hint in hints.items() if not name.startswith("_")}


def _returned(part: object) -> Kind:
    """Of a property what it says, of a method that it can be called for that."""
    if isinstance(part, property):
        return typing.get_type_hints(part.fget).get("return")
    if inspect.isfunction(part):
        return Callable[..., typing.get_type_hints(part).get("return")]
    return None
