"""Records which bodies went into others, from the calls that make one shape of others.

CadQuery does not keep it: a ``Workplane`` knows the one it came from, but not what was
cut off it or united with it. So the methods and functions of CadQuery that make a body
of bodies are wrapped, in the child of a foreign script alone. The wrappers change
neither arguments nor results, and keep signatures. Only solids and compounds count: a
face that is taken from a body to place another one on it makes neither a part of the other.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from types import GeneratorType
from typing import Any, Final

import cadquery as cq
from cadquery.occ_impl import shapes

from mayfly.cad.sandbox.record import monkeypatch
from mayfly.cad.sandbox.record.monkeypatch import Patch

_SHAPES: Any = shapes
_BODIES: Final = (cq.Solid, cq.Compound, _SHAPES.CompSolid)


class Way(IntEnum):
    """How a body got into another, the weakest first."""

    COPIED = 1
    """It was copied to another place, and is still where it was."""
    KEPT = 2
    """It was changed: cut, filleted, extended."""
    JOINED = 3
    """It was united with another or put into one compound, or was a tool for cutting."""


class _Node:
    __slots__ = ("sources",)

    def __init__(self) -> None:
        self.sources: list[tuple[_Node, Way]] = []


class Ancestry:
    """What went into some shapes."""

    def __init__(self, lineage: Lineage, targets: Sequence[Any]) -> None:
        """Trace the lineage of some shapes back to its beginnings."""
        self._lineage = lineage
        self._ways: dict[_Node, Way] = {}
        waiting = [(node, Way.KEPT) for shape in targets if (node := lineage.node_of(shape))]
        while waiting:
            node, way = waiting.pop()
            if way <= self._ways.get(node, 0):
                continue
            self._ways[node] = way
            for source, step in node.sources:
                waiting.append((source, _combined(way, step)))

    def way_of(self, shape: Any) -> Way | None:
        """Return how a shape went into them, None if it did not."""
        node = self._lineage.node_of(shape)
        return self._ways.get(node) if node is not None else None


def _combined(way: Way, step: Way) -> Way:
    """Return how something got somewhere in two steps."""
    if Way.JOINED in (way, step):
        return Way.JOINED
    return min(way, step)


class Lineage:
    """Records which shapes were made of which, without keeping them alive."""

    def __init__(self) -> None:
        """Start without shapes."""
        self._nodes: dict[int, tuple[weakref.ref[Any], _Node]] = {}

    def node_of(self, shape: Any) -> _Node | None:
        """Return what is known of a shape, None if nothing is."""
        entry = self._nodes.get(id(shape))
        return entry[1] if entry else None

    def add(self, sources: Sequence[Any], results: Sequence[Any], first: Way, others: Way) -> None:
        """Record that shapes were made of others.

        Args:
            sources: What they were made of.
            results: The shapes.
            first: How the first source went into them.
            others: How all others did.
        """
        steps = [(self._node(source), others if at else first) for at, source in enumerate(sources)]
        for result in results:
            if not any(result is source for source in sources):
                self._node(result).sources += steps

    def _node(self, shape: Any) -> _Node:
        key = id(shape)
        entry = self._nodes.get(key)
        if entry is None:
            nodes = self._nodes
            entry = nodes[key] = (weakref.ref(shape, lambda _: nodes.pop(key, None)), _Node())
        return entry[1]


_current: Lineage | None = None


def remember(lineage: Lineage | None) -> None:
    """Record in this lineage from now on what is made of what; None to stop."""
    global _current
    _current = lineage
    if lineage is not None:
        monkeypatch.apply(_PATCHES)


# --- the wrappers --------------------------------------------------------------------------


def _bodies(values: Any) -> Iterator[Any]:
    """Iterate over the bodies in arguments or a result."""
    for value in values:
        if isinstance(value, _BODIES):
            yield value
        elif isinstance(value, list | tuple | set):
            yield from (item for item in value if isinstance(item, _BODIES))


def _wrapped(function: Callable[..., Any], first: Way, others: Way) -> Callable[..., Any]:
    """Wrap a function whose first body becomes the result, changed by the others."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        if _current is not None:
            made = list(_bodies((result,)))
            if made:
                _current.add(list(_bodies((*args, *kwargs.values()))), made, first, others)
        return result

    return call


def _collecting(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function that puts bodies together; a single one is kept as it is."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if _current is None:
            return function(*args, **kwargs)
        args = tuple(list(value) if isinstance(value, GeneratorType) else value for value in args)
        result = function(*args, **kwargs)
        sources = list(_bodies((*args, *kwargs.values())))
        way = Way.JOINED if len(sources) > 1 else Way.KEPT
        _current.add(sources, list(_bodies((result,))), way, way)
        return result

    return call


def _iterating(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a method that iterates over the parts of a shape."""

    @functools.wraps(function)
    def call(self: Any) -> Any:
        parts = function(self)
        if _current is None or not isinstance(self, _BODIES):
            return parts
        return _remembered(self, parts)

    return call


def _remembered(whole: Any, parts: Iterator[Any]) -> Iterator[Any]:
    for part in parts:
        if _current is not None:
            _current.add([whole], list(_bodies((part,))), Way.KEPT, Way.KEPT)
        yield part


def _finding(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the method by which a ``Workplane`` finds the solid that its chain works on."""

    @functools.wraps(function)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = function(self, *args, **kwargs)
        if _current is not None and isinstance(result, _BODIES):
            _current.add(list(_bodies(self.objects)), [result], Way.KEPT, Way.KEPT)
        return result

    return call


# Methods and functions whose first body becomes the result, changed by the others or copied elsewhere,
# and functions that put bodies together.
_CHANGING: Final = (
    "clean fix copy toSplines toNURBS reverse replace remove cut fuse intersect split fillet chamfer hollow "
    "shell dprism addCavity Solids CompSolids Compounds solids solid compounds compound __getitem__ filter "
    "sort ancestors siblings __and__ __or__ __mod__"
)
_COPYING: Final = "mirror rotate translate scale transformShape transformGeometry moved located"
_CHANGING_FUNCTIONS: Final = "fuse cut intersect split clean fillet chamfer offset hollow prism draft extrude"
_COLLECTING_FUNCTIONS: Final = "compound imprint"


def _patches() -> list[Patch]:
    """Return where each wrapper goes."""
    found: list[Patch] = []
    for kind in (cq.Shape, _SHAPES.Mixin3D, *_BODIES):
        for name in _CHANGING.split():
            found += _method(kind, name, lambda f: _wrapped(f, Way.KEPT, Way.JOINED))
        for name in _COPYING.split():
            found += _method(kind, name, lambda f: _wrapped(f, Way.COPIED, Way.JOINED))
    found += _method(cq.Compound, "makeCompound", _collecting)
    found += _method(cq.Shape, "__iter__", _iterating)
    found += _method(cq.Workplane, "_findType", _finding)
    for name in _CHANGING_FUNCTIONS.split():
        found += _function(name, lambda f: _wrapped(f, Way.KEPT, Way.JOINED))
    for name in _COLLECTING_FUNCTIONS.split():
        found += _function(name, _collecting)
    return found


def _method(kind: type, name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[Patch]:
    """Return the patch for a method that a class defines itself, if it does in this version of CadQuery."""
    found = vars(kind).get(name)
    if found is None:
        return []
    if isinstance(found, classmethod | staticmethod):
        return [(kind, name, type(found)(wrap(found.__func__)))]
    return [(kind, name, _registrable(wrap(found), found))]


def _function(name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]) -> list[Patch]:
    """Return the patches for a free function, one for each of CadQuery's modules that has it."""
    found = getattr(_SHAPES, name, None)
    if found is None:
        return []
    return monkeypatch.everywhere(name, found, _registrable(wrap(found), found))


def _registrable(wrapper: Callable[..., Any], function: Any) -> Callable[..., Any]:
    """Keep the ``register`` of a function with several signatures."""
    if hasattr(function, "register"):
        wrapper.register = function.register  # type: ignore[attr-defined]
    return wrapper


_PATCHES: Final = _patches()
