"""Counts the edges that more than two faces share: of one solid, or of two that touch in an edge alone.

Neither can be made as one piece, and slicers refuse both. Solids that lie on each other with a face
share no such edge: around an edge of both, a face of the one lies on a face of the other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.gp import gp_Pnt, gp_Vec
from OCP.TopAbs import TopAbs_Orientation, TopAbs_ShapeEnum
from OCP.TopExp import TopExp, TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape

from mayfly.cad.sandbox.measure.face_edges import Vector, cross, dot, normal_at
from mayfly.cad.sandbox.measure.manufacturability import coincide, contact_edges, ends_of

_SAME_WAY = math.cos(math.radians(1))
_EDGE, _FACE = TopAbs_ShapeEnum.TopAbs_EDGE, TopAbs_ShapeEnum.TopAbs_FACE


@dataclass(frozen=True, slots=True)
class _Edge:
    solid: int
    edge: Any
    faces: tuple[Any, ...]


def shared_edges(solids: Sequence[TopoDS_Shape]) -> int:
    """Return the number of edges that more than two faces share.

    Args:
        solids: The model's solids.
    """
    return sum(len(contact_edges(solid)) for solid in solids) + _between_solids(solids)


def _between_solids(solids: Sequence[TopoDS_Shape]) -> int:
    if len(solids) < 2:
        return 0
    by_ends: dict[tuple[Any, ...], list[_Edge]] = defaultdict(list)
    for number, solid in enumerate(solids):
        for one in _edges_of(number, solid):
            by_ends[ends_of(one.edge)].append(one)
    return sum(
        any(other.solid != one.solid and _touch_alone(one, other) for other in edges[:number])
        for edges in by_ends.values()
        for number, one in enumerate(edges)
    )


def _edges_of(number: int, solid: TopoDS_Shape) -> Iterator[_Edge]:
    found = TopTools_IndexedDataMapOfShapeListOfShape()
    TopExp.MapShapesAndAncestors_s(solid, _EDGE, _FACE, found)
    for index in range(1, found.Extent() + 1):
        faces = tuple(TopoDS.Face_s(face) for face in found.FindFromIndex(index))
        yield _Edge(number, TopoDS.Edge_s(found.FindKey(index)), faces)


def _touch_alone(one: _Edge, other: _Edge) -> bool:
    """Whether two edges of different solids lie in one place where none of their faces lie on each other."""
    if not one.edge.IsSame(other.edge) and not coincide(one.edge, other.edge):
        return False
    ways, others = _into_faces(one), _into_faces(other)
    return not any(dot(way, another) > _SAME_WAY for way in ways for another in others)


def _into_faces(one: _Edge) -> list[Vector]:
    """Return the directions from the middle of an edge into its faces, along them and across the edge."""
    found: list[Vector] = []
    for face in one.faces:
        explorer = TopExp_Explorer(face, _EDGE)
        while explorer.More():
            edge = TopoDS.Edge_s(explorer.Current())
            explorer.Next()
            if not edge.IsSame(one.edge):
                continue
            curve = BRepAdaptor_Curve(edge)
            middle = (curve.FirstParameter() + curve.LastParameter()) / 2
            point, along = gp_Pnt(), gp_Vec()
            curve.D1(middle, point, along)
            normal, length = normal_at(edge, face, BRepAdaptor_Surface(face), middle), along.Magnitude()
            if normal is None or length == 0:
                continue
            # the face lies on the left of its edges, seen from outside
            sign = -1 if edge.Orientation() == TopAbs_Orientation.TopAbs_REVERSED else 1
            way = (sign * along.X() / length, sign * along.Y() / length, sign * along.Z() / length)
            found.append(cross(normal, way))
    return found
