"""The exact geometry of faces and edges as plain data: what is picked on a mesh is measured by it.

Lengths in mm, areas in mm², angles in degrees; places and directions as lists of three numbers.
"""

from __future__ import annotations

import math
from typing import Any, Final

from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.BRepGProp import BRepGProp
from OCP.GCPnts import GCPnts_AbscissaPoint
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_SurfaceType
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_Orientation

_DECIMALS: Final = 6


def surface_of(face: Any) -> dict[str, Any]:
    """Return what a face is: "plane", "cylinder", "cone", "sphere", "torus" or "surface", with its sizes.

    A plane has "at" and an outward "normal"; the round ones an axis ("at", "axis"), a "diameter" (a torus
    also the "tube" diameter, a cone its whole "angle") and "inner", true where the material lies outside.
    """
    adaptor = BRepAdaptor_Surface(face, False)
    reversed_ = face.Orientation() == TopAbs_Orientation.TopAbs_REVERSED
    found: dict[str, Any] = {"kind": "surface"}
    kind = adaptor.GetType()
    if kind == GeomAbs_SurfaceType.GeomAbs_Plane:
        plane = adaptor.Plane()
        direct = plane.Position().Direct() != reversed_
        normal = plane.Axis().Direction()
        outward = _vector(normal, 1 if direct else -1)
        found = {"kind": "plane", "at": _point(plane.Location()), "normal": outward}
    elif kind == GeomAbs_SurfaceType.GeomAbs_Cylinder:
        cylinder = adaptor.Cylinder()
        found = {"kind": "cylinder", **_axis(cylinder), "diameter": rounded(2 * cylinder.Radius())}
        found["inner"] = cylinder.Direct() == reversed_
    elif kind == GeomAbs_SurfaceType.GeomAbs_Cone:
        cone = adaptor.Cone()
        angle = rounded(2 * abs(math.degrees(cone.SemiAngle())))
        found = {"kind": "cone", **_axis(cone), "angle": angle, "inner": cone.Direct() == reversed_}
    elif kind == GeomAbs_SurfaceType.GeomAbs_Sphere:
        sphere = adaptor.Sphere()
        found = {"kind": "sphere", "at": _point(sphere.Location()), "diameter": rounded(2 * sphere.Radius())}
        found["inner"] = sphere.Direct() == reversed_
    elif kind == GeomAbs_SurfaceType.GeomAbs_Torus:
        torus = adaptor.Torus()
        sizes = {"diameter": rounded(2 * torus.MajorRadius()), "tube": rounded(2 * torus.MinorRadius())}
        found = {"kind": "torus", **_axis(torus), **sizes}
    properties = GProp_GProps()
    BRepGProp.SurfaceProperties_s(face, properties)
    return {**found, "area": rounded(properties.Mass())}


def curve_of(edge: Any) -> dict[str, Any]:
    """Return what an edge is: "line", "circle" or "curve", with its "length" and its two "ends".

    A circle also has its "diameter" and its axis ("at", "axis").
    """
    adaptor = BRepAdaptor_Curve(edge)
    first, last = adaptor.FirstParameter(), adaptor.LastParameter()
    found: dict[str, Any] = {"kind": "curve"}
    if adaptor.GetType() == GeomAbs_CurveType.GeomAbs_Line:
        found = {"kind": "line"}
    elif adaptor.GetType() == GeomAbs_CurveType.GeomAbs_Circle:
        circle = adaptor.Circle()
        found = {
            "kind": "circle",
            "at": _point(circle.Location()),
            "axis": _vector(circle.Axis().Direction()),
            "diameter": rounded(2 * circle.Radius()),
        }
    ends = [_point(adaptor.Value(first)), _point(adaptor.Value(last))]
    return {**found, "length": rounded(GCPnts_AbscissaPoint.Length_s(adaptor)), "ends": ends}


def _axis(surface: Any) -> dict[str, Any]:
    axis = surface.Axis()
    return {"at": _point(axis.Location()), "axis": _vector(axis.Direction())}


def _point(point: Any) -> list[float]:
    return [rounded(point.X()), rounded(point.Y()), rounded(point.Z())]


def _vector(direction: Any, sign: int = 1) -> list[float]:
    return [round(sign * value, 9) + 0.0 for value in (direction.X(), direction.Y(), direction.Z())]


def rounded(value: float) -> float:
    """Return a length without the last digits, which the kernel's arithmetic leaves."""
    return round(value, _DECIMALS) + 0.0
