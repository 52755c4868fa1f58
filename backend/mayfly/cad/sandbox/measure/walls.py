"""Finds the thinnest wall of a model, if it is thinner than was asked for.

A wall is the straight way through the material between two faces that look away from each other
(within 45 degrees), where they are nearest to each other; or across one round or free-form face. Faces
that share a corner or an edge bound no wall: a knife's edge does not count. A wall that is thin elsewhere
than where its two faces are nearest, and of which that place looks another way, is not found.

Only faces whose boxes are nearer to each other than what was asked for are compared, the nearest first,
and only for a limited time; what is left is counted.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from OCP.Bnd import Bnd_Box
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepClass import BRepClass_FaceClassifier
from OCP.BRepExtrema import BRepExtrema_DistShapeShape
from OCP.BRepTools import BRepTools
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.gp import gp_Dir, gp_Lin, gp_Pnt, gp_Pnt2d
from OCP.IntCurvesFace import IntCurvesFace_Intersector
from OCP.ShapeAnalysis import ShapeAnalysis_Surface
from OCP.TopAbs import TopAbs_ShapeEnum, TopAbs_State
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedMapOfShape

from mayfly.cad.sandbox.measure.cylindrical import SPAN_RADIANS, is_hollow, tidy
from mayfly.cad.sandbox.measure.face_edges import Vector, dot, normal_of

SECONDS = 0.5
"""How much computing time the search may take."""

_OPPOSITE = math.cos(math.radians(45))
_TOUCHING_MM = 1e-6
_SAMPLES = 6
_MOST_PLACES = 10
_PLANE, _CYLINDER = GeomAbs_SurfaceType.GeomAbs_Plane, GeomAbs_SurfaceType.GeomAbs_Cylinder
_SPHERE = GeomAbs_SurfaceType.GeomAbs_Sphere


@dataclass(frozen=True, slots=True)
class _Face:
    """A face with what tells quickly that it bounds no thin wall."""

    face: Any
    surface: BRepAdaptor_Surface
    corners: frozenset[int]
    normal: Vector | None

    @property
    def kind(self) -> GeomAbs_SurfaceType:
        """The kind of its surface."""
        return self.surface.GetType()


def thinnest_wall(
    solids: Sequence[TopoDS_Shape], below_mm: float, seconds: float = SECONDS
) -> tuple[float, int]:
    """Return the thinnest wall below a limit, 0 if none is thinner, and how many comparisons were left out.

    Args:
        solids: The model's solids; what lies between two of them is no wall.
        below_mm: The limit.
        seconds: How much computing time it may take.
    """
    until = time.process_time() + seconds
    thinnest, left = below_mm, 0
    for solid in solids:
        faces = _faces(solid)
        for face in faces:
            if time.process_time() > until:
                left += 1
            elif (across := _across(face, thinnest)) is not None:
                thinnest = across
        for gap, one, other in _near(faces, below_mm):
            if gap >= thinnest:
                continue
            if time.process_time() > until:
                left += 1
            elif (wall := _between(one, other, thinnest)) is not None:
                thinnest = wall
    return (tidy(thinnest) if thinnest < below_mm else 0.0), left


def _faces(solid: TopoDS_Shape) -> list[_Face]:
    vertices = TopTools_IndexedMapOfShape()
    found: list[_Face] = []
    explorer = TopExp_Explorer(solid, TopAbs_ShapeEnum.TopAbs_FACE)
    while explorer.More():
        face = TopoDS.Face_s(explorer.Current())
        explorer.Next()
        corners: set[int] = set()
        inner = TopExp_Explorer(face, TopAbs_ShapeEnum.TopAbs_VERTEX)
        while inner.More():
            corners.add(vertices.Add(inner.Current()))
            inner.Next()
        surface = BRepAdaptor_Surface(face)
        flat = surface.GetType() == _PLANE
        found.append(
            _Face(face, surface, frozenset(corners), normal_of(face, surface, 0, 0) if flat else None)
        )
    return found


def _near(faces: Sequence[_Face], below_mm: float) -> Iterator[tuple[float, _Face, _Face]]:
    """Yield the pairs that may bound a thin wall, with the distance of their boxes, the nearest first."""
    boxes = []
    for face in faces:
        box = Bnd_Box()
        BRepBndLib.Add_s(face.face, box, False)
        box.SetGap(0.0)
        boxes.append(box.Get())
    table = np.array(boxes)
    low, high = table[:, :3], table[:, 3:]
    pairs: list[tuple[float, int, int]] = []
    for number in range(len(faces) - 1):
        apart = np.maximum(low[number + 1 :] - high[number], low[number] - high[number + 1 :])
        gaps = np.sqrt((np.maximum(apart, 0.0) ** 2).sum(1))
        pairs += [
            (float(gaps[index]), number, number + 1 + int(index))
            for index in np.flatnonzero(gaps < below_mm)
            if _may_be_opposite(faces[number], faces[number + 1 + int(index)], below_mm)
        ]
    for gap, one, other in sorted(pairs):
        yield gap, faces[one], faces[other]


def _may_be_opposite(one: _Face, other: _Face, below_mm: float) -> bool:
    if one.corners & other.corners:
        return False
    if one.normal is None or other.normal is None:
        return True
    if dot(one.normal, other.normal) > -_OPPOSITE:
        return False
    if dot(one.normal, other.normal) > -1 + 1e-9:
        return True
    start, end = one.surface.Plane().Location(), other.surface.Plane().Location()
    inward = -dot(one.normal, (end.X() - start.X(), end.Y() - start.Y(), end.Z() - start.Z()))
    return 0 < inward < below_mm


def _between(one: _Face, other: _Face, below_mm: float) -> float | None:
    """Return the wall between two faces, where it is thinner than a limit."""
    found = BRepExtrema_DistShapeShape(one.face, other.face)
    if not found.IsDone() or not _TOUCHING_MM < found.Value() < below_mm:
        return None
    for number in range(1, min(found.NbSolution(), _MOST_PLACES) + 1):
        start, end = found.PointOnShape1(number), found.PointOnShape2(number)
        length = float(start.Distance(end))
        way = ((end.X() - start.X()) / length, (end.Y() - start.Y()) / length, (end.Z() - start.Z()) / length)
        first, second = _normal(one, start), _normal(other, end)
        if first is None or second is None:
            continue
        if dot(first, way) < -_OPPOSITE and dot(second, way) > _OPPOSITE:
            return length
    return None


def _normal(face: _Face, point: gp_Pnt) -> Vector | None:
    """Return the way that a face looks at one of its points."""
    if face.normal is not None:
        return face.normal
    at = ShapeAnalysis_Surface(BRep_Tool.Surface_s(face.face)).ValueOfUV(point, _TOUCHING_MM)
    return normal_of(face.face, face.surface, at.X(), at.Y())


def _across(face: _Face, below_mm: float) -> float | None:
    """Return the way through the material from a face to itself, where it is shorter than a limit."""
    if face.kind == _PLANE:
        return None
    u0, u1, v0, v1 = BRepTools.UVBounds_s(face.face)
    if face.kind == _CYLINDER:
        cylinder = face.surface.Cylinder()
        outside = not is_hollow(face.face, cylinder.Position().Direct())
        wide = 2 * cylinder.Radius()
        return wide if outside and u1 - u0 > SPAN_RADIANS and wide < below_mm else None
    if face.kind == _SPHERE:
        sphere = face.surface.Sphere()
        wide = 2 * sphere.Radius()
        outside = not is_hollow(face.face, sphere.Position().Direct())
        return wide if outside and u1 - u0 > SPAN_RADIANS and wide < below_mm else None
    ways = [way for way in _rays(face, (u0, u1, v0, v1), below_mm) if way < below_mm]
    return min(ways, default=None)


def _rays(face: _Face, bounds: tuple[float, float, float, float], below_mm: float) -> Iterator[float]:
    """Yield how far it is from some points of a face straight inwards to the same face, looking away."""
    u0, u1, v0, v1 = bounds
    through = IntCurvesFace_Intersector(face.face, _TOUCHING_MM)
    for i in range(_SAMPLES):
        for j in range(_SAMPLES):
            u, v = u0 + (i + 0.5) / _SAMPLES * (u1 - u0), v0 + (j + 0.5) / _SAMPLES * (v1 - v0)
            normal = normal_of(face.face, face.surface, u, v)
            inside = BRepClass_FaceClassifier(face.face, gp_Pnt2d(u, v), _TOUCHING_MM)
            if normal is None or inside.State() != TopAbs_State.TopAbs_IN:
                continue
            inward = (-normal[0], -normal[1], -normal[2])
            line = gp_Lin(face.surface.Value(u, v), gp_Dir(*inward))
            through.Perform(line, 10 * _TOUCHING_MM, below_mm)
            for hit in range(1, through.NbPnt() + 1 if through.IsDone() else 1):
                there = normal_of(face.face, face.surface, through.UParameter(hit), through.VParameter(hit))
                if there is not None and dot(there, inward) > _OPPOSITE:
                    yield through.WParameter(hit)
