"""Tests whether points lie in the material of solids, in time that hardly grows with the number of faces.

The kernel's classifier sends a line through all faces for each point. Here the line
meets only the faces whose boxes it passes; the nearest face that it meets says on
which side of it the point is. Where that is not conclusive (a line that runs along a
face, or through an edge), another line is taken, and in the end the kernel's classifier.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from OCP.Bnd import Bnd_Box
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepClass3d import BRepClass3d_SolidClassifier
from OCP.gp import gp_Dir, gp_Lin, gp_Pnt
from OCP.IntCurvesFace import IntCurvesFace_Intersector
from OCP.IntCurveSurface import IntCurveSurface_TransitionOnCurve
from OCP.TopAbs import TopAbs_ShapeEnum, TopAbs_State
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape

_TOLERANCE_MM = 1e-7
_ON_MM = 1e-6
"""How far from a face, along a slanting line, a point still counts as on it."""
_WAYS = ((0.2381, 0.4139, 0.8786), (-0.7177, 0.3271, 0.6147), (0.5413, -0.7919, -0.2823))
"""Directions that hardly any edge or face of a model has."""

_IN, _ON = TopAbs_State.TopAbs_IN, TopAbs_State.TopAbs_ON
_LEAVES, _ENTERS = (
    IntCurveSurface_TransitionOnCurve.IntCurveSurface_Out,
    IntCurveSurface_TransitionOnCurve.IntCurveSurface_In,
)


class _Unclear(Exception):
    """A line does not show on which side its starting point lies."""


class Material:
    """The material of some solids.

    Args:
        solids: The solids.
    """

    def __init__(self, solids: list[TopoDS_Shape]) -> None:
        """Keep them; nothing is prepared before the first test."""
        self._solids = [_Solid(solid) for solid in solids]

    def holds(self, point: gp_Pnt) -> bool:
        """Check whether a point lies in or on one of the solids."""
        return any(solid.holds(point) for solid in self._solids)


class _Solid:
    """One solid, with what was prepared for tests."""

    def __init__(self, shape: TopoDS_Shape) -> None:
        self._shape = shape
        self._faces: list[Any] = []
        self._intersectors: dict[int, IntCurvesFace_Intersector] = {}
        self._classifier: BRepClass3d_SolidClassifier | None = None

    def holds(self, point: gp_Pnt) -> bool:
        """Check whether a point lies in or on it."""
        self._prepare()
        if any(
            value < low or value > high
            for value, low, high in zip(
                (point.X(), point.Y(), point.Z()), self._lowest, self._highest, strict=True
            )
        ):
            return False
        for way in _WAYS:
            try:
                return self._seen(point, way)
            except _Unclear:
                continue
        if self._classifier is None:
            self._classifier = BRepClass3d_SolidClassifier(self._shape)
        self._classifier.Perform(point, _TOLERANCE_MM)
        return self._classifier.State() in (_IN, _ON)

    def _prepare(self) -> None:
        if self._faces:
            return
        explorer = TopExp_Explorer(self._shape, TopAbs_ShapeEnum.TopAbs_FACE)
        boxes = []
        while explorer.More():
            face = TopoDS.Face_s(explorer.Current())
            box = Bnd_Box()
            BRepBndLib.Add_s(face, box, False)
            self._faces.append(face)
            boxes.append(box.Get() if not box.IsVoid() else (math.inf,) * 3 + (-math.inf,) * 3)
            explorer.Next()
        table = np.array(boxes)
        self._low, self._high = table[:, :3], table[:, 3:]
        self._lowest, self._highest = self._low.min(0).tolist(), self._high.max(0).tolist()

    def _seen(self, point: gp_Pnt, way: tuple[float, float, float]) -> bool:
        """Test along one line.

        Raises:
            _Unclear: It is not conclusive.
        """
        place = np.array([point.X(), point.Y(), point.Z()])
        to_low, to_high = (self._low - place) / way, (self._high - place) / way
        enter, leave = np.minimum(to_low, to_high).max(1), np.maximum(to_low, to_high).min(1)
        passed = np.flatnonzero((enter <= leave + _ON_MM) & (leave >= -_ON_MM))
        line = gp_Lin(point, gp_Dir(*way))
        nearest, inside = math.inf, False
        for number in passed[np.argsort(enter[passed], kind="stable")]:
            if enter[number] > nearest + _ON_MM:
                break
            face = self._intersector(int(number))
            face.Perform(line, -_ON_MM, math.inf)
            if not face.IsDone():
                raise _Unclear
            for hit in range(1, face.NbPnt() + 1):
                distance = face.WParameter(hit)
                if abs(distance) <= _ON_MM:
                    return True
                if distance > nearest + _ON_MM:
                    continue
                if distance > nearest - _ON_MM or face.State(hit) != _IN:
                    raise _Unclear
                transition = face.Transition(hit)
                if transition not in (_LEAVES, _ENTERS):
                    raise _Unclear
                nearest, inside = distance, transition == _LEAVES
        return inside

    def _intersector(self, number: int) -> IntCurvesFace_Intersector:
        if number not in self._intersectors:
            self._intersectors[number] = IntCurvesFace_Intersector(self._faces[number], _TOLERANCE_MM)
        return self._intersectors[number]
