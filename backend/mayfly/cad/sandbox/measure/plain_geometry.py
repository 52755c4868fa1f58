"""Tests whether a shape consists of flat and round faces with straight and round edges alone."""

from __future__ import annotations

from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_SurfaceType
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp
from OCP.TopoDS import TopoDS, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedMapOfShape

PLAIN_CURVES = frozenset(
    {
        GeomAbs_CurveType.GeomAbs_Line,
        GeomAbs_CurveType.GeomAbs_Circle,
        GeomAbs_CurveType.GeomAbs_Ellipse,
        GeomAbs_CurveType.GeomAbs_Hyperbola,
        GeomAbs_CurveType.GeomAbs_Parabola,
    }
)
_STRAIGHT_SURFACES = frozenset(
    {
        GeomAbs_SurfaceType.GeomAbs_Plane,
        GeomAbs_SurfaceType.GeomAbs_Cylinder,
        GeomAbs_SurfaceType.GeomAbs_Cone,
    }
)
_EXACT_CURVES = frozenset({GeomAbs_CurveType.GeomAbs_Line, GeomAbs_CurveType.GeomAbs_Circle})
ROUND_SURFACES = frozenset(
    {
        GeomAbs_SurfaceType.GeomAbs_Cylinder,
        GeomAbs_SurfaceType.GeomAbs_Cone,
        GeomAbs_SurfaceType.GeomAbs_Sphere,
        GeomAbs_SurfaceType.GeomAbs_Torus,
    }
)


def is_plain(shape: TopoDS_Shape, *, exact: bool) -> bool:
    """Return whether the reader makes the curves within the surfaces of a shape without a loss.

    It does for straight and circular edges of planes, cylinders and cones, where those are
    straight, too; and for those of spheres and tori, if the shape has no gaps.

    Args:
        shape: What is to be written; a part of it that stands in several places is tested once.
        exact: All its tolerances are the finest.
    """
    surfaces = _STRAIGHT_SURFACES | ROUND_SURFACES if exact else _STRAIGHT_SURFACES
    pieces = TopTools_IndexedMapOfShape()
    TopExp.MapShapes_s(shape, pieces, False, False)
    return all(_is_plain(pieces.FindKey(number), surfaces) for number in range(1, pieces.Extent() + 1))


def _is_plain(piece: TopoDS_Shape, surfaces: frozenset[GeomAbs_SurfaceType]) -> bool:
    kind = piece.ShapeType()
    if kind == TopAbs_ShapeEnum.TopAbs_EDGE:
        edge = TopoDS.Edge_s(piece)
        return BRep_Tool.Degenerated_s(edge) or BRepAdaptor_Curve(edge).GetType() in _EXACT_CURVES
    if kind == TopAbs_ShapeEnum.TopAbs_FACE:
        return BRepAdaptor_Surface(TopoDS.Face_s(piece), False).GetType() in surfaces
    return True
