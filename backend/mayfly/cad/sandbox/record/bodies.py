"""Finds the objects that a script's names hold: how to reach them, their solids, whether two overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import cadquery as cq
from OCP.BRepClass3d import BRepClass3d_SolidClassifier
from OCP.gp import gp_Pnt
from OCP.TopAbs import TopAbs_ShapeEnum, TopAbs_State
from OCP.TopExp import TopExp_Explorer

MODELS: Final = (cq.Workplane, cq.Shape, cq.Assembly, cq.Sketch)
"""What CadQuery calls an object, whether it holds a solid or not."""

_SOLID: Final = TopAbs_ShapeEnum.TopAbs_SOLID
_PLAIN: Final = frozenset({int, float, str, bool, bytes, complex, type(None), cq.Vector, cq.Location})
_MOST_VALUES = 20_000  # visited in what one name holds
_DEEPEST = 5  # containers within containers
_STEPS = 7  # of the grid of points in each direction
_TOLERANCE_MM = 1e-6


@dataclass(frozen=True, slots=True)
class Found:
    """An object of CadQuery's in a namespace.

    Attributes:
        place: How the script reaches it: ``plate``, ``parts[0]``, ``parts['lid']``, ``bracket.body``.
        name: The module-level name in it.
        obj: The object.
        key: The text under which it stands in a dictionary, if it does.
    """

    place: str
    name: str
    obj: Any
    key: str | None = None


def objects_in(namespace: Mapping[str, Any], module: str) -> list[Found]:
    """Find all objects of CadQuery's that names hold, in containers and the script's own instances too.

    Args:
        namespace: Name to value.
        module: What the script is called as a module.
    """
    found: list[Found] = []
    for name, value in namespace.items():
        found += _objects(Found(name, name, value), module, [_MOST_VALUES], _DEEPEST)
    return found


def objects_of(value: Any) -> list[Found]:
    """Find all objects of CadQuery's in a value, which may be a container of containers."""
    return list(_objects(Found("", "", value), "", [_MOST_VALUES], _DEEPEST))


def _objects(at: Found, module: str, budget: list[int], depth: int) -> Iterator[Found]:
    """Iterate over the objects in one value, as far as the budget reaches."""
    if isinstance(at.obj, MODELS):
        yield at
    elif depth:
        for step, item, key in _items(at, module):
            if type(item) in _PLAIN:
                continue
            budget[0] -= 1
            if budget[0] < 0:
                return
            yield from _objects(Found(at.place + step, at.name, item, key), module, budget, depth - 1)


def _items(at: Found, module: str) -> Iterator[tuple[str, Any, str | None]]:
    """Iterate over what a container or an instance holds: how it is reached, the value, its text key."""
    value = at.obj
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield f"[{key!r}]", item, key if isinstance(key, str) else at.key
    elif isinstance(value, list | tuple | set | frozenset):
        for number, item in enumerate(value):
            yield f"[{number}]", item, at.key
    elif module and getattr(type(value), "__module__", None) == module:
        for name, item in getattr(value, "__dict__", {}).items():
            yield f".{name}", item, None


def shapes_of(obj: Any) -> list[Any]:
    """Return the shapes with a solid in them that an object holds, an assembly's without its places."""
    if isinstance(obj, cq.Assembly):
        shapes = [shape for _, part in obj.traverse() for shape in part.shapes]
    elif isinstance(obj, cq.Workplane):
        shapes = [value for value in obj.vals() if isinstance(value, cq.Shape)]
    else:
        shapes = [obj] if isinstance(obj, cq.Shape) else []
    return [shape for shape in shapes if has_solid(shape)]


def shapes_behind(obj: Any) -> list[Any]:
    """Return the shapes with a solid that a chain started from which ends in a workplane or a selection."""
    while isinstance(obj, cq.Workplane):
        shapes = shapes_of(obj)
        if shapes:
            return shapes
        obj = obj.parent
    return []


def has_solid(shape: Any) -> bool:
    """Return whether a shape holds a solid."""
    wrapped = shape.wrapped
    return wrapped is not None and not wrapped.IsNull() and TopExp_Explorer(wrapped, _SOLID).More()


def solids_of(shapes: Iterable[Any]) -> list[Any]:
    """Return the kernel's solids in shapes."""
    found: list[Any] = []
    for shape in shapes:
        explorer = TopExp_Explorer(shape.wrapped, _SOLID)
        while explorer.More():
            found.append(explorer.Current())
            explorer.Next()
    return found


def volume_of(shapes: Iterable[Any]) -> float:
    """Return the volume of shapes, in cubic millimetres."""
    return float(sum(abs(shape.Volume()) for shape in shapes))


def share_space(one: Any, other: Any) -> bool:
    """Return whether two objects overlap; bodies that only touch do not.

    A grid of points in the box that both reach into is tested, so a small overlap may be missed.
    """
    first, second = (_placed(obj) for obj in (one, other))
    boxes = [cq.Compound.makeCompound(shapes).BoundingBox() for shapes in (first, second)]
    ranges = [
        (max(getattr(box, axis + "min") for box in boxes), min(getattr(box, axis + "max") for box in boxes))
        for axis in "xyz"
    ]
    if any(high - low < _TOLERANCE_MM for low, high in ranges):
        return False
    inside = [_Insides(solids_of(shapes)) for shapes in (first, second)]
    return any(all(body.holds(point) for body in inside) for point in _grid(ranges))


def _placed(obj: Any) -> list[Any]:
    """Return an object's shapes with solids where they are, those of an assembly in their places."""
    return [obj.toCompound()] if isinstance(obj, cq.Assembly) else shapes_of(obj)


def _grid(ranges: list[tuple[float, float]]) -> Iterator[gp_Pnt]:
    """Iterate over points of a box, none of them in the middle, where faces of symmetric parts lie."""
    parts = [(step + 0.4371) / _STEPS for step in range(_STEPS)]
    (x0, x1), (y0, y1), (z0, z1) = ranges
    for z in parts:
        for y in parts:
            for x in parts:
                yield gp_Pnt(x0 + x * (x1 - x0), y0 + y * (y1 - y0), z0 + z * (z1 - z0))


class _Insides:
    """Which points lie in one of several solids."""

    def __init__(self, solids: list[Any]) -> None:
        """Prepare a classifier for each solid."""
        self._classifiers = [BRepClass3d_SolidClassifier(solid) for solid in solids]

    def holds(self, point: gp_Pnt) -> bool:
        """Return whether a point lies in one of them."""
        for classifier in self._classifiers:
            classifier.Perform(point, _TOLERANCE_MM)
            if classifier.State() == TopAbs_State.TopAbs_IN:
                return True
        return False
