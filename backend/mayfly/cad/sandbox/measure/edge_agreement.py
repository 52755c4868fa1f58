"""Checks that both descriptions of each edge agree: its curve in space, and within the face's surface.

A STEP file has both, and a reader takes the one or the other. The kernel measures by
the second and looks at 23 places of each edge whether they agree, wherever a forger
puts what differs. Here each piece of a free-form curve or surface is checked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from OCP.Adaptor3d import Adaptor3d_CurveOnSurface
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Curve2d, BRepAdaptor_Surface
from OCP.BRepLib import BRepLib_ValidateEdge
from OCP.GCPnts import GCPnts_AbscissaPoint
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_Shape, GeomAbs_SurfaceType
from OCP.TColStd import TColStd_Array1OfReal
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape

from mayfly.cad.sandbox.measure.inspection import CheckFailed
from mayfly.cad.sandbox.measure.plain_geometry import PLAIN_CURVES, ROUND_SURFACES

_SHARE = 5e-4
"""Part of the model's area that may lie between the two. Of 200 random models two had more, with gaps of
0.03 and 0.06 mm; all others less than 1e-4."""

_FEWEST, _MOST = 40, 4000
_PER_SPAN = 4
"""Places looked at in the smallest piece of a curve, for each degree of what it is made of."""

_FREE_FORM = frozenset(
    {
        GeomAbs_CurveType.GeomAbs_BSplineCurve,
        GeomAbs_CurveType.GeomAbs_BezierCurve,
        GeomAbs_SurfaceType.GeomAbs_BSplineSurface,
        GeomAbs_SurfaceType.GeomAbs_BezierSurface,
    }
)


def check_edges(shape: TopoDS_Shape, area_mm2: float) -> None:
    """Refuse a shape of which readers may see another than the one that is measured.

    Args:
        shape: What was read.
        area_mm2: Its area.

    Raises:
        CheckFailed: The two descriptions of its edges enclose too much between them.
    """
    between = sum(gap * length for gap, length in gaps(shape))
    if between > _SHARE * area_mm2:
        raise CheckFailed("same_curves", "the curves of its edges do not lie in its faces")


def gaps(shape: TopoDS_Shape) -> Iterator[tuple[float, float]]:
    """Return for each edge that can differ in a face how far its curves are apart, and its length, in mm."""
    seen: dict[int, Any] = {}
    faces = TopExp_Explorer(shape, TopAbs_ShapeEnum.TopAbs_FACE)
    while faces.More():
        face = TopoDS.Face_s(faces.Current())
        faces.Next()
        surface = BRepAdaptor_Surface(face, False)
        # On a plane the reader makes the second from the first.
        if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Plane and id(face.TShape()) not in seen:
            seen[id(face.TShape())] = face.TShape()  # kept, so that no address is used twice
            yield from _gaps_of(face, surface)


def _gaps_of(face: Any, surface: BRepAdaptor_Surface) -> Iterator[tuple[float, float]]:
    edges = TopExp_Explorer(face, TopAbs_ShapeEnum.TopAbs_EDGE)
    while edges.More():
        edge = TopoDS.Edge_s(edges.Current())
        edges.Next()
        if BRep_Tool.Degenerated_s(edge):
            continue
        space, flat = BRepAdaptor_Curve(edge), BRepAdaptor_Curve2d(edge, face)
        if {space.GetType(), flat.GetType()} <= PLAIN_CURVES and surface.GetType() in ROUND_SURFACES:
            continue  # two that agree at 23 places are the same
        checked = BRepLib_ValidateEdge(space, Adaptor3d_CurveOnSurface(flat, surface), True)
        places = _places(space, flat, surface)
        if places > _MOST:
            checked.SetExactMethod(True)
        else:
            checked.SetControlPointsNumber(max(_FEWEST, int(places)))
        checked.Process()
        yield checked.GetMaxDistance(), GCPnts_AbscissaPoint.Length_s(space)


def _places(space: BRepAdaptor_Curve, flat: BRepAdaptor_Curve2d, surface: BRepAdaptor_Surface) -> float:
    """Return at how many places an edge has to be looked at, so that none of its pieces is passed over."""
    along_u = _pieces(surface.NbUIntervals, surface.UIntervals)
    along_v = _pieces(surface.NbVIntervals, surface.VIntervals)
    degree = _degree(flat) * (_degree(surface, "U") + _degree(surface, "V"))
    pieces = max(_pieces(space.NbIntervals, space.Intervals), _pieces(flat.NbIntervals, flat.Intervals))
    return _PER_SPAN * max(pieces, along_u, along_v) * max(_degree(space), degree)


def _pieces(count: Callable[..., int], fill: Callable[..., None]) -> float:
    """Return how many of its smallest smooth piece a curve, or a surface in one direction, would have."""
    number = count(GeomAbs_Shape.GeomAbs_CN)
    if number < 2:
        return 1.0
    ends = TColStd_Array1OfReal(1, number + 1)
    fill(ends, GeomAbs_Shape.GeomAbs_CN)
    values = [ends.Value(at) for at in range(1, number + 2)]
    smallest = min(b - a for a, b in pairwise(values))
    return (values[-1] - values[0]) / smallest if smallest > 0 else math.inf


def _degree(made_of: Any, direction: str = "") -> int:
    """Return the degree of a free-form curve or surface, twice that of a rational one; 2 for others."""
    if made_of.GetType() not in _FREE_FORM:
        return 2
    degree: int = getattr(made_of, direction + "Degree")()
    return 2 * degree if getattr(made_of, f"Is{direction}Rational")() else degree
