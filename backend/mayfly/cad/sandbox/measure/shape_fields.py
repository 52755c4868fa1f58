"""Describes faces, edges and solids as fields of a message: what they are and where, as plain data."""

from __future__ import annotations

from typing import Any

import cadquery as cq
from OCP.Bnd import Bnd_Box
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.BRepBndLib import BRepBndLib
from OCP.GCPnts import GCPnts_AbscissaPoint
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_SurfaceType
from OCP.TopoDS import TopoDS, TopoDS_Shape

KINDS = {
    GeomAbs_SurfaceType.GeomAbs_Plane: "plane",
    GeomAbs_SurfaceType.GeomAbs_Cylinder: "cylinder",
    GeomAbs_SurfaceType.GeomAbs_Cone: "cone",
    GeomAbs_SurfaceType.GeomAbs_Sphere: "sphere",
    GeomAbs_SurfaceType.GeomAbs_Torus: "torus",
    GeomAbs_SurfaceType.GeomAbs_BezierSurface: "bezier",
    GeomAbs_SurfaceType.GeomAbs_BSplineSurface: "bspline",
    GeomAbs_SurfaceType.GeomAbs_SurfaceOfRevolution: "revolution",
    GeomAbs_SurfaceType.GeomAbs_SurfaceOfExtrusion: "extrusion",
    GeomAbs_SurfaceType.GeomAbs_OffsetSurface: "offset",
}
"""Names of faces in a report, by the kernel's kinds of surfaces."""

_CURVES = {
    GeomAbs_CurveType.GeomAbs_Line: "line",
    GeomAbs_CurveType.GeomAbs_Circle: "circle",
    GeomAbs_CurveType.GeomAbs_Ellipse: "ellipse",
}
_PARALLEL = 1 - 1e-9
_DIGITS = 3


def face_place(face: TopoDS_Shape, fault: str = "") -> dict[str, Any]:
    """Return a face as the field ``face``.

    Args:
        face: The face.
        fault: What is wrong with it, as a code of the field.
    """
    surface = BRepAdaptor_Surface(TopoDS.Face_s(face))
    kind = surface.GetType()
    place: dict[str, Any] = {"kind": KINDS.get(kind, "other"), "at": middle(face), "fault": fault}
    if kind == GeomAbs_SurfaceType.GeomAbs_Plane:
        way = surface.Plane().Axis().Direction()
        across = zip("XYZ", (way.X(), way.Y(), way.Z()), strict=True)
        place["axis"] = next((axis for axis, part in across if abs(part) > _PARALLEL), None)
    elif kind == GeomAbs_SurfaceType.GeomAbs_Cylinder:
        place["diameter"] = _tidy(2 * surface.Cylinder().Radius())
    return place


def edge_place(edge: TopoDS_Shape) -> dict[str, Any]:
    """Return an edge as the field ``edge``.

    Args:
        edge: The edge.
    """
    curve = BRepAdaptor_Curve(TopoDS.Edge_s(edge))
    point = curve.Value((curve.FirstParameter() + curve.LastParameter()) / 2)
    place: dict[str, Any] = {"kind": _CURVES.get(curve.GetType(), "other")}
    if place["kind"] == "circle":
        place["diameter"] = _tidy(2 * curve.Circle().Radius())
        if curve.IsClosed():
            point = curve.Circle().Location()
    else:
        place["length"] = _tidy(GCPnts_AbscissaPoint.Length_s(curve))
    return {**place, "at": [_tidy(point.X()), _tidy(point.Y()), _tidy(point.Z())]}


def body_place(body: TopoDS_Shape, name: str | None = None) -> dict[str, Any]:
    """Return a solid as the field ``body``.

    Args:
        body: The solid.
        name: Its name in the file, where it has one.
    """
    low, high = corners(body)
    return {"name": name, "sides": [_tidy(b - a) for a, b in zip(low, high, strict=True)], "at": middle(body)}


def middle(shape: TopoDS_Shape) -> list[float]:
    """Return the middle of a shape's box in mm; the origin where it has none."""
    low, high = corners(shape)
    return [_tidy((a + b) / 2) for a, b in zip(low, high, strict=True)]


def corners(shape: TopoDS_Shape) -> tuple[list[float], list[float]]:
    """Return lowest and highest corner of a shape's box in mm, found quickly, if a little too wide."""
    box = Bnd_Box()
    BRepBndLib.Add_s(shape, box, False)
    if box.IsVoid():
        return [0.0] * 3, [0.0] * 3
    box.SetGap(0.0)
    values = box.Get()
    return list(values[:3]), list(values[3:])


def sides(shape: cq.Shape) -> list[float]:
    """Return the sides of a shape's box in mm."""
    low, high = corners(shape.wrapped)
    return [_tidy(b - a) for a, b in zip(low, high, strict=True)]


def _tidy(value: float) -> float:
    return round(value, _DIGITS) + 0.0
