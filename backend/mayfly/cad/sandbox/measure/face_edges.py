"""The edges of a solid's faces, with the faces on their other sides and the ways that these look there."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Curve2d, BRepAdaptor_Surface
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_SurfaceType
from OCP.gp import gp_Pnt, gp_Vec
from OCP.TopAbs import TopAbs_Orientation, TopAbs_ShapeEnum
from OCP.TopExp import TopExp, TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape, TopTools_IndexedMapOfShape

Vector = tuple[float, float, float]

_EDGE, _FACE = TopAbs_ShapeEnum.TopAbs_EDGE, TopAbs_ShapeEnum.TopAbs_FACE
_SMOOTH = math.cos(math.radians(1))
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Side:
    """An edge of a face, and the one face on its other side.

    Attributes:
        edge: The edge.
        other: The face on its other side.
        curve: The edge's curve.
        surface: The other face's surface.
        middle: A point of the edge, half-way by its parameter.
        normal: The way that the face itself looks there, out of the material.
        other_normal: The way that the other face looks there.
    """

    edge: Any
    other: Any
    curve: BRepAdaptor_Curve
    surface: BRepAdaptor_Surface
    middle: gp_Pnt
    normal: Vector
    other_normal: Vector

    @property
    def is_smooth(self) -> bool:
        """Whether the two faces run into each other without a corner: within one degree."""
        return dot(self.normal, self.other_normal) > _SMOOTH


class FaceEdges:
    """The faces of one solid, by their edges.

    Args:
        solid: The solid.
    """

    def __init__(self, solid: TopoDS_Shape) -> None:
        """Find the faces at each edge."""
        self._known = TopTools_IndexedMapOfShape()
        self._surfaces: list[BRepAdaptor_Surface] = []
        self._faces = TopTools_IndexedDataMapOfShapeListOfShape()
        TopExp.MapShapesAndAncestors_s(solid, _EDGE, _FACE, self._faces)

    def surface(self, face: Any) -> BRepAdaptor_Surface:
        """Return a face's surface, made once: it takes as long as all else that is asked about an edge."""
        number = self._known.Add(face)
        if number > len(self._surfaces):
            self._surfaces.append(BRepAdaptor_Surface(TopoDS.Face_s(face)))
        return self._surfaces[number - 1]

    def sides(
        self,
        face: Any,
        curves: GeomAbs_CurveType,
        beyond: Container[GeomAbs_SurfaceType] | None = None,
    ) -> Iterator[Side]:
        """Return the edges of a face that it shares with exactly one other face.

        Args:
            face: The face.
            curves: Only edges of this kind.
            beyond: Only those whose other face is of one of these kinds; None for any.
        """
        explorer = TopExp_Explorer(face, _EDGE)
        while explorer.More():
            edge = TopoDS.Edge_s(explorer.Current())
            explorer.Next()
            if BRep_Tool.Degenerated_s(edge) or not self._faces.Contains(edge):
                continue
            curve = BRepAdaptor_Curve(edge)
            if curve.GetType() != curves:
                continue
            found = [TopoDS.Face_s(one) for one in self._faces.FindFromKey(edge)]
            others = [one for one in found if not one.IsSame(face)]
            if len(others) != 1 or len(found) != 2:
                continue
            surface = self.surface(others[0])
            if beyond is not None and surface.GetType() not in beyond:
                continue
            middle = (curve.FirstParameter() + curve.LastParameter()) / 2
            own = normal_at(edge, face, self.surface(face), middle)
            other = normal_at(edge, others[0], surface, middle)
            if own is not None and other is not None:
                yield Side(edge, others[0], curve, surface, curve.Value(middle), own, other)


def normal_at(edge: Any, face: Any, surface: BRepAdaptor_Surface, parameter: float) -> Vector | None:
    """Return the way that a face looks, out of the material, at a point of its edge; None at a tip.

    Args:
        edge: The edge.
        face: The face.
        surface: Its surface.
        parameter: Where on the edge, by its curve's parameter.
    """
    at = BRepAdaptor_Curve2d(edge, face).Value(parameter)
    return normal_of(face, surface, at.X(), at.Y())


def normal_of(face: Any, surface: BRepAdaptor_Surface, u: float, v: float) -> Vector | None:
    """Return the way that a face looks, out of the material, at its surface's parameters; None at a tip."""
    point, along_u, along_v = gp_Pnt(), gp_Vec(), gp_Vec()
    surface.D1(u, v, point, along_u, along_v)
    normal = along_u.Crossed(along_v)
    length = normal.Magnitude()
    if length < _LEAST:
        return None
    sign = -1 if face.Orientation() == TopAbs_Orientation.TopAbs_REVERSED else 1
    return (sign * normal.X() / length, sign * normal.Y() / length, sign * normal.Z() / length)


def dot(one: Vector, other: Vector) -> float:
    """Return the scalar product."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def cross(one: Vector, other: Vector) -> Vector:
    """Return the vector product."""
    return (
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    )
