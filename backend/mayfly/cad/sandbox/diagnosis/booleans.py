"""Finds why a boolean operation failed: a faulty or empty operand, faces that lie in each other.

Runs in the script's own child, within a second or so; each finding is a hint's
code with fields.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cadquery as cq
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeVertex
from OCP.BRepExtrema import BRepExtrema_DistShapeShape
from OCP.BRepTools import BRepTools
from OCP.BRepTopAdaptor import BRepTopAdaptor_FClass2d
from OCP.gp import gp_Pnt2d
from OCP.TopAbs import TopAbs_State
from OCP.TopoDS import TopoDS_Shape

from mayfly.cad.sandbox.diagnosis.faults import sound
from mayfly.cad.sandbox.measure.shape_fields import corners, face_place

HAIR_MM = 0.01
"""How far a body is shifted to see whether that helps."""

_TOUCHING_MM = 1e-4
# Places in a face, as parts of its range; no two of them on a line with its middle, on which faces that
# cross each other often meet.
_SAMPLES = ((0.37, 0.41), (0.71, 0.23), (0.19, 0.83), (0.62, 0.67), (0.53, 0.12), (0.86, 0.91), (0.08, 0.29))
_HITS = 2
_MOST_FACES = 300
_FACES_SENT = 50
_SURPLUS = 1e-6
_CALLS = {"cut": "cut", "fuse": "union", "union": "union", "intersect": "intersect"}


@dataclass(frozen=True, slots=True)
class BooleanStep:
    """A step that joins, cuts or intersects bodies.

    Attributes:
        how: "union", "cut" or "intersect".
        body: The first body.
        tools: The others.
    """

    how: str
    body: cq.Shape
    tools: Sequence[cq.Shape]

    def run(self, tools: Sequence[cq.Shape]) -> cq.Shape:
        """Join again, with other tools and without merging faces afterwards."""
        way: Callable[..., cq.Shape] = {
            "union": self.body.fuse,
            "cut": self.body.cut,
            "intersect": self.body.intersect,
        }[self.how]
        return way(*tools)

    def is_right(self, made: cq.Shape) -> bool:
        """Return whether a result is sound and has a volume that it can have."""
        if made.wrapped is None or not sound(made.wrapped):
            return False
        first, rest, volume = self.body.Volume(), sum(tool.Volume() for tool in self.tools), made.Volume()
        spare = _SURPLUS * (first + rest)
        if self.how == "union":
            return first - spare <= volume <= first + rest + spare
        if self.how == "cut":
            return max(0.0, first - rest) - spare <= volume <= first + spare
        return volume <= first + spare


def boolean_step(call: str, values: Mapping[str, Any]) -> BooleanStep | None:
    """Return a boolean step by the local values of CadQuery's function; None if it is another.

    Args:
        call: The function's name.
        values: Its local values.
    """
    how = _CALLS.get(call)
    body = values.get("solidRef", values.get("self", values.get("s1")))
    if how is None or not isinstance(body, cq.Shape):
        return None
    tools: list[cq.Shape] = []
    for name in ("solidToCut", "solidToIntersect", "newS", "toCut", "shapes", "toFuse", "toIntersect", "s2"):
        value = values.get(name)
        if isinstance(value, cq.Shape) and name != "newS":
            tools.append(value)
        elif isinstance(value, list | tuple):
            tools += [item for item in value if isinstance(item, cq.Shape)]
    return BooleanStep(how, body, tools) if tools else None


def shared_faces(job: BooleanStep, until: float) -> list[dict[str, Any]]:
    """Return faces of the first body in which faces of the others lie, as the field ``faces``.

    Args:
        job: What failed.
        until: Monotonic seconds at which to stop.
    """
    others = [
        (face, _box(face)) for face in _faces(cq.Compound.makeCompound(job.tools)) if time.monotonic() < until
    ]
    found: list[dict[str, Any]] = []
    for face in _faces(job.body):
        if time.monotonic() > until:
            break
        near = _box(face)
        for other, box in others:
            if _apart(near, box) or len(found) >= _FACES_SENT or time.monotonic() > until:
                continue
            if _lies_in(face, other) or _lies_in(other, face):
                found.append(face_place(face))
                break
    return found


def remedies(job: BooleanStep, until: float) -> Iterator[dict[str, Any]]:
    """Try what usually helps, and yield what did, as hints.

    Args:
        job: What failed.
        until: Monotonic seconds at which to stop; an attempt that would last longer is not begun.
    """
    took = 0.0
    for code, fields, tools in _attempts(job):
        started = time.monotonic()
        if started + took > until:
            return
        try:
            if job.is_right(job.run(tools)):
                yield {"code": code, **fields}
                return
        except Exception:  # noqa: S110 (this did not help either)
            pass
        took = max(took, time.monotonic() - started)


def _attempts(job: BooleanStep) -> Iterator[tuple[str, dict[str, Any], Sequence[cq.Shape]]]:
    yield "without_clean", {}, job.tools
    for axis, way in (("Z", (0, 0, HAIR_MM)), ("X", (HAIR_MM, 0, 0)), ("Y", (0, HAIR_MM, 0))):
        for sign in (1, -1):
            shift = cq.Vector(*(sign * part for part in way))
            moved = [tool.translate(shift) for tool in job.tools]
            yield "hair", {"axis": axis, "size": sign * HAIR_MM}, moved


def _lies_in(face: TopoDS_Shape, other: TopoDS_Shape) -> bool:
    """Return whether one face lies in another, or part of it, by a few of its points."""
    surface = BRepAdaptor_Surface(face)
    low_u, high_u, low_v, high_v = BRepTools.UVBounds_s(face)
    inside = BRepTopAdaptor_FClass2d(face, BRep_Tool.Tolerance_s(face))
    hits = 0
    for along, across in _SAMPLES:
        u, v = low_u + along * (high_u - low_u), low_v + across * (high_v - low_v)
        if inside.Perform(gp_Pnt2d(u, v)) != TopAbs_State.TopAbs_IN:
            continue
        vertex = BRepBuilderAPI_MakeVertex(surface.Value(u, v)).Vertex()
        distance = BRepExtrema_DistShapeShape(vertex, other)
        if distance.IsDone() and distance.Value() < _TOUCHING_MM:
            hits += 1
            if hits == _HITS:
                return True
    return False


def _faces(shape: cq.Shape) -> list[Any]:
    return [face.wrapped for face in itertools.islice(shape.Faces(), _MOST_FACES)]


def _box(face: TopoDS_Shape) -> tuple[list[float], list[float]]:
    return corners(face)


def _apart(one: tuple[list[float], list[float]], other: tuple[list[float], list[float]]) -> bool:
    """Return whether two boxes do not meet."""
    (low, high), (least, most) = one, other
    return any(low[n] > most[n] + _TOUCHING_MM or least[n] > high[n] + _TOUCHING_MM for n in range(3))
