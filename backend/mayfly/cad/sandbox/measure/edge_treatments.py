"""Finds rounded and chamfered edges, with their sizes.

A rounding is a cylindrical face, or one of a ring's, that turns by less than half a circle across
the edge and runs smoothly into both its neighbours. A chamfer is a flat strip between two flat
faces that would meet without it, or a cone between a cylinder and a flat face across its axis: so
a countersink is one, too, and so is each side of a prism whose neighbours would meet. Roundings
between faces of other kinds, which are free-form, are not found.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepTools import BRepTools
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_SurfaceType
from OCP.gp import gp_Ax1, gp_Dir, gp_Pnt
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape

from mayfly.cad.sandbox.measure.cylindrical import AxisLine, tidy
from mayfly.cad.sandbox.measure.face_edges import FaceEdges, Side, Vector, cross, dot

_MOST_SIZES = 100
_HALF_TURN = math.pi - 1e-6
_PARALLEL = 1 - 1e-9
_DIGITS = 4
_LINE, _CIRCLE = GeomAbs_CurveType.GeomAbs_Line, GeomAbs_CurveType.GeomAbs_Circle
_PLANE, _CYLINDER = GeomAbs_SurfaceType.GeomAbs_Plane, GeomAbs_SurfaceType.GeomAbs_Cylinder
_CONE, _TORUS = GeomAbs_SurfaceType.GeomAbs_Cone, GeomAbs_SurfaceType.GeomAbs_Torus

Found = tuple[str, tuple[float, ...], tuple[Any, ...]]
"""Kind, sizes, and what the pieces of one edge share."""


def find_treated_edges(solids: Sequence[TopoDS_Shape]) -> list[dict[str, Any]]:
    """Find rounded and chamfered edges; the pieces of one that a cut divides count once.

    Returns:
        Kind, sizes in mm and number; of more than a hundred sizes, those that are most frequent.
    """
    found: set[tuple[int, Found]] = set()
    for number, solid in enumerate(solids):
        edges = FaceEdges(solid)
        explorer = TopExp_Explorer(solid, TopAbs_ShapeEnum.TopAbs_FACE)
        while explorer.More():
            face = TopoDS.Face_s(explorer.Current())
            found.update((number, one) for one in _treated(edges, face))
            explorer.Next()
    counts = Counter((kind, sizes) for _, (kind, sizes, _) in found).most_common(_MOST_SIZES)
    return [
        {"kind": kind, "sizes_mm": list(sizes), "count": count} for (kind, sizes), count in sorted(counts)
    ]


def _treated(edges: FaceEdges, face: Any) -> Iterator[Found]:
    """Return what a face is, if it is a rounding or a chamfer; several where it may be more than one."""
    surface = edges.surface(face)
    kind = surface.GetType()
    if kind == _CYLINDER:
        yield from _rounded_straight(edges, face, surface)
    elif kind == _TORUS:
        yield from _rounded_circle(edges, face, surface)
    elif kind == _PLANE:
        yield from _chamfered_straight(edges, face)
    elif kind == _CONE:
        yield from _chamfered_circle(edges, face, surface)


def _rounded_straight(edges: FaceEdges, face: Any, surface: BRepAdaptor_Surface) -> Iterator[Found]:
    u0, u1, _, _ = BRepTools.UVBounds_s(face)
    if u1 - u0 >= _HALF_TURN:
        return
    cylinder = surface.Cylinder()
    way = _way(cylinder.Axis().Direction())
    smooth = [
        side.normal
        for side in edges.sides(face, _LINE)
        if abs(dot(_way(side.curve.Line().Direction()), way)) > _PARALLEL and side.is_smooth
    ]
    if not _differ(smooth):
        return
    middle = surface.Value((u0 + u1) / 2, 0.0)
    corner = (tidy(middle.X(), 2), tidy(middle.Y(), 2), tidy(middle.Z(), 2))
    line = AxisLine.of(cylinder.Axis())
    across = tuple(tidy(c - dot(corner, line.way) * w, 1) for c, w in zip(corner, line.way, strict=True))
    yield "fillet", (tidy(cylinder.Radius(), _DIGITS),), (line.key, across)


def _rounded_circle(edges: FaceEdges, face: Any, surface: BRepAdaptor_Surface) -> Iterator[Found]:
    _, _, v0, v1 = BRepTools.UVBounds_s(face)
    if v1 - v0 >= _HALF_TURN:
        return
    torus = surface.Torus()
    line = AxisLine.of(torus.Axis())
    smooth = [side for side in edges.sides(face, _CIRCLE) if _is_around(side, line) and side.is_smooth]
    if _differ([side.normal for side in smooth]):
        place = (line.key, tidy(line.shift, 3), tidy(torus.MajorRadius(), 3), tidy((v0 + v1) / 2, 3))
        yield "fillet", (tidy(torus.MinorRadius(), _DIGITS),), place


def _chamfered_straight(edges: FaceEdges, face: Any) -> Iterator[Found]:
    straight = [side for side in edges.sides(face, _LINE, {_PLANE}) if not side.is_smooth]
    for one, other in itertools.combinations(straight, 2):
        way = _way(one.curve.Line().Direction())
        if abs(dot(way, _way(other.curve.Line().Direction()))) < _PARALLEL:
            continue
        corner = _meeting(one, other, way)
        if corner is None:
            continue
        legs = sorted(tidy(_distance(corner, _point(side.middle), way), _DIGITS) for side in (one, other))
        line = AxisLine.of(gp_Ax1(gp_Pnt(*corner), gp_Dir(*way)))
        if legs[0] > 0:
            yield "chamfer", (legs[0], legs[1]), (line.key,)


def _meeting(one: Side, other: Side, way: Vector) -> Vector | None:
    """Return a point of the line in which the neighbours of a strip would meet; None if they never do."""
    first, second = cross(way, one.other_normal), other.other_normal
    steep = dot(first, second)
    if abs(steep) < 1e-6:
        return None
    start, end = _point(one.middle), _point(other.middle)
    gap = (end[0] - start[0], end[1] - start[1], end[2] - start[2])
    step = dot(gap, second) / steep
    return (start[0] + step * first[0], start[1] + step * first[1], start[2] + step * first[2])


def _chamfered_circle(edges: FaceEdges, face: Any, surface: BRepAdaptor_Surface) -> Iterator[Found]:
    cone = surface.Cone()
    line = AxisLine.of(cone.Axis())
    around = [
        side
        for side in edges.sides(face, _CIRCLE, {_PLANE, _CYLINDER})
        if _is_around(side, line) and not side.is_smooth
    ]
    flat = [
        side
        for side in around
        if side.surface.GetType() == _PLANE and abs(dot(side.other_normal, line.way)) > _PARALLEL
    ]
    round_ = [
        side
        for side in around
        if side.surface.GetType() == _CYLINDER and AxisLine.of(side.surface.Cylinder().Axis()).key == line.key
    ]
    for one, other in itertools.product(flat, round_):
        wide = abs(one.curve.Circle().Radius() - other.curve.Circle().Radius())
        high = abs(dot(_between(one.middle, other.middle), line.way))
        legs = sorted((tidy(wide, _DIGITS), tidy(high, _DIGITS)))
        level = tidy(dot(_point(one.middle), line.way), 3)
        if legs[0] > 0:
            yield "chamfer", (legs[0], legs[1]), (line.key, level)


def _is_around(side: Side, line: AxisLine) -> bool:
    """Whether an edge is part of a circle around a line."""
    return AxisLine.of(side.curve.Circle().Axis()).key == line.key


def _differ(normals: Sequence[Vector]) -> bool:
    """Whether a face runs into neighbours on two sides: at one alone it looks the same way all along."""
    return any(dot(one, other) < _PARALLEL for one, other in itertools.combinations(normals, 2))


def _distance(one: Vector, other: Vector, way: Vector) -> float:
    """Return the distance of two points across a direction."""
    gap = (other[0] - one[0], other[1] - one[1], other[2] - one[2])
    return math.hypot(*cross(gap, way))


def _between(one: gp_Pnt, other: gp_Pnt) -> Vector:
    return (other.X() - one.X(), other.Y() - one.Y(), other.Z() - one.Z())


def _point(point: gp_Pnt) -> Vector:
    return (point.X(), point.Y(), point.Z())


def _way(direction: Any) -> Vector:
    return (direction.X(), direction.Y(), direction.Z())
