"""Checks how the outlines of one face lie to each other, in time that grows linearly with their number.

The CAD kernel asks of each pair of outlines whether they cross and whether one lies
in the other, which takes seconds for a plate of a thousand holes. Nearly all pairs
are so far apart that their boxes answer both questions. The rest is put to the
kernel's own functions (those behind ``BRepCheck_Face``), one pair at a time and with
the few edges that come near each other, so that the verdict is the kernel's.

All of it happens in the face's own coordinates (u, v), as in the kernel, and so on any surface.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from OCP.Bnd import Bnd_Box2d
from OCP.BndLib import BndLib_Add2dCurve
from OCP.BRep import BRep_Builder, BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepCheck import BRepCheck_Face, BRepCheck_Status
from OCP.BRepTopAdaptor import BRepTopAdaptor_FClass2d
from OCP.Geom2dAdaptor import Geom2dAdaptor_Curve
from OCP.GeomAbs import GeomAbs_CurveType
from OCP.gp import gp_Pnt2d
from OCP.TopAbs import TopAbs_Orientation, TopAbs_ShapeEnum, TopAbs_State
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Face, TopoDS_Iterator, TopoDS_Shape, TopoDS_Wire
from OCP.TopTools import TopTools_MapOfShape

from mayfly.cad.sandbox.measure.separation import Boxes, Floats, Numbers, meeting_pairs, on_one_side

_CLASSIFIER_TOLERANCE = 1e-9  # the kernel's own (Precision::PConfusion)
_NEAR = 1e-7
"""Closer than this, a pair is the kernel's to judge: a thousand times what it takes for contact itself."""
_DISTINCT_MM = 1e-6  # an edge that is surely longer than what the kernel takes for a point
_THIN = 1e-6  # of the square of an outline's size
_STEPS = 8  # of a curved edge give the area of an outline well enough to see whether it is thin
_WAYS = (TopAbs_Orientation.TopAbs_FORWARD, TopAbs_Orientation.TopAbs_REVERSED)


class _Unclear(Exception):
    """The face is of a kind that only the kernel may judge."""


class Outlines:
    """The outlines of one face.

    Args:
        face: The face.

    Attributes:
        parts: For each outline a face of its own, the outline turned so that it is the outer one: the
            kernel finds in these what is wrong with an outline by itself. The face as it is where only
            the kernel can check it.
        well_placed: The outlines neither cross nor touch; one lies around all others, none lies in
            another of the others, and all are turned the right way.
    """

    def __init__(self, face: TopoDS_Face) -> None:
        """Check the outlines."""
        self.parts, self.well_placed = [face], True
        try:
            found = _Placing(face)
            self.parts, self.well_placed = found.parts(), found.well_placed()
        except MemoryError:
            raise
        except Exception:  # _Unclear, or whatever the kernel raises over a faulty face
            self.parts, self.well_placed = [face], True


@dataclass(slots=True)
class _Outline:
    """One outline.

    Attributes:
        wire: Its shape.
        edges: How many it has.
        point: The point that stands for it: the middle of its first edge, as in the kernel.
        area: What it encloses, less than nothing where it runs clockwise.
        circle: It is one full circle.
    """

    wire: TopoDS_Shape
    point: tuple[float, float]
    edges: int = 0
    area: float = 0.0
    circle: bool = False


class _Placing:
    """The outlines of a face as boxes and points, to check how they lie.

    Raises:
        _Unclear: Only the kernel may judge.
    """

    def __init__(self, face: TopoDS_Face) -> None:
        if face.Infinite():
            raise _Unclear
        self._face = TopoDS.Face_s(face.Oriented(TopAbs_Orientation.TopAbs_FORWARD))
        self._builder = BRep_Builder()
        self._outlines: list[_Outline] = []
        self._edges: list[TopoDS_Shape] = []
        self._owner, self._boxes, self._start, self._end = self._measured()
        firsts = np.flatnonzero(np.diff(self._owner, prepend=-1))
        low = np.minimum.reduceat(self._boxes.low, firsts)
        high = np.maximum.reduceat(self._boxes.high, firsts)
        self._slack = _NEAR * max(1.0, 1e-3 * float(np.abs([low, high]).max()))
        self._around = Boxes(low - self._slack, high + self._slack)
        areas = np.array([outline.area for outline in self._outlines])
        if (np.abs(areas) < _THIN * ((high - low) ** 2).sum(1)).any():
            raise _Unclear  # as thin as a line: the kernel's answer depends on rounding
        self._points = np.array([outline.point for outline in self._outlines])
        self._outer = self._outermost()

    def _measured(self) -> tuple[Numbers, Boxes, Floats, Floats]:
        """Return of each edge the number of its outline, its box, and its ends if it is straight."""
        owner, places = [], []
        for number, wire in enumerate(_wires(self._face)):
            for edge in _edges(wire):
                line = _Line(edge, self._face)
                if len(self._outlines) == number:
                    self._outlines.append(_Outline(wire, line.middle()))
                outline = self._outlines[number]
                outline.edges += 1
                outline.area += line.swept(outline.point)
                outline.circle = line.circle and outline.edges == 1
                self._edges.append(edge)
                owner.append(number)
                places.append((*line.box(), *line.ends()))
            if len(self._outlines) == number:
                raise _Unclear  # no edges
        low, high, start, end = np.split(np.array(places), 4, axis=1)
        if not np.isfinite([low, high]).all():
            raise _Unclear
        return np.array(owner), Boxes(low, high), start, end

    def _outermost(self) -> int | None:
        """Return the only outline whose box holds the points of all; None if there is no such."""
        low, high = self._points.min(0), self._points.max(0)
        around = np.flatnonzero(((self._around.low <= low) & (self._around.high >= high)).all(1))
        if len(around) > 1:
            raise _Unclear
        return int(around[0]) if len(around) else None

    def parts(self) -> list[TopoDS_Face]:
        """Return a face for each outline."""
        return [
            self._one(outline.wire if number == self._outer else outline.wire.Reversed())
            for number, outline in enumerate(self._outlines)
        ]

    def _one(self, *wires: TopoDS_Shape) -> TopoDS_Face:
        """Return a face of the same surface with these outlines alone."""
        face = TopoDS.Face_s(self._face.EmptyCopied())
        for wire in wires:
            self._builder.Add(face, wire)
        return face

    def well_placed(self) -> bool:
        """Check whether the outlines lie as they should."""
        if self._outer is None or self._repeated():
            return False
        return not self._crossing() and self._nested(self._outer)

    def _repeated(self) -> bool:
        """Check whether the same outline is there twice."""
        seen = TopTools_MapOfShape()
        return not all(seen.Add(outline.wire) for outline in self._outlines)

    def _crossing(self) -> bool:
        """Check whether two outlines cross or touch."""
        pairs = meeting_pairs(self._boxes.grown(self._slack), self._owner)
        pairs = pairs[~on_one_side(pairs, self._boxes, self._start, self._end, self._slack)]
        if not len(pairs):
            return False
        owners = np.sort(self._owner[pairs], axis=1)
        order = np.lexsort((owners[:, 1], owners[:, 0]))
        pairs, owners = pairs[order], owners[order]
        breaks = np.flatnonzero(np.diff(owners, axis=0).any(1)) + 1
        return any(self._cross(np.unique(near)) for near in np.split(pairs, breaks))

    def _cross(self, near: Numbers) -> bool:
        """Ask the kernel about two outlines, with those edges of them that come near each other."""
        owner = self._owner[near]
        first, second = (self._wire(near[owner == number]) for number in np.unique(owner))
        answer = BRepCheck_Face(self._one(first, second)).IntersectWires()
        return bool(answer != BRepCheck_Status.BRepCheck_NoError)

    def _wire(self, numbers: Numbers) -> TopoDS_Wire:
        wire = TopoDS_Wire()
        self._builder.MakeWire(wire)
        for number in numbers:
            self._builder.Add(wire, self._edges[number])
        return wire

    def _nested(self, outer: int) -> bool:
        """Check whether all others lie in the outer outline and in no other, and each is turned rightly."""
        around = self._outlines[outer]
        classifier = BRepTopAdaptor_FClass2d(self._one(around.wire), _CLASSIFIER_TOLERANCE)
        if classifier.PerformInfinitePoint() != TopAbs_State.TopAbs_OUT:
            if around.edges == 2:
                raise _Unclear  # the kernel accepts some that are as thin as a line
            return False
        points = [gp_Pnt2d(*outline.point) for outline in self._outlines]
        for number, point in enumerate(points):
            if number != outer and classifier.Perform(point, False) != TopAbs_State.TopAbs_IN:
                return False
        held = self._held()
        return all(
            self._empty_hole(outline, [points[n] for n in held[number]])
            for number, outline in enumerate(self._outlines)
            if number != outer
        )

    def _empty_hole(self, outline: _Outline, points: list[gp_Pnt2d]) -> bool:
        """Check whether an outline is turned as a hole's, and holds none of the points."""
        if outline.circle and not points:
            return outline.area < 0
        classifier = BRepTopAdaptor_FClass2d(self._one(outline.wire), _CLASSIFIER_TOLERANCE)
        if classifier.PerformInfinitePoint() == TopAbs_State.TopAbs_OUT:
            return False
        return all(classifier.Perform(point, False) != TopAbs_State.TopAbs_OUT for point in points)

    def _held(self) -> list[list[int]]:
        """Return for each outline the others that have their point within its box."""
        count = len(self._outlines)
        both = Boxes(
            np.concatenate([self._around.low, self._points]),
            np.concatenate([self._around.high, self._points]),
        )
        found: list[list[int]] = [[] for _ in range(count)]
        for one, other in meeting_pairs(both, np.repeat([0, 1], count)) % count:
            if one != other:
                found[one].append(int(other))
        return found


class _Line:
    """The line of an edge in its face's coordinates."""

    def __init__(self, edge: Any, face: TopoDS_Face) -> None:
        self._edge = edge
        self._curve = curve = Geom2dAdaptor_Curve(BRep_Tool.CurveOnSurface_s(edge, face, 0.0, 0.0))
        begin, end = BRep_Tool.Range_s(edge, face)
        # within those of the curve, as the kernel takes them
        begin, end = max(begin, curve.FirstParameter()), min(end, curve.LastParameter())
        kind = curve.GetType()
        self._straight = kind == GeomAbs_CurveType.GeomAbs_Line
        self.circle = kind == GeomAbs_CurveType.GeomAbs_Circle and abs(end - begin - math.tau) < 1e-9
        steps = 2 if self._straight else _STEPS
        places = [curve.Value(begin + (end - begin) * step / steps) for step in range(steps + 1)]
        self._begin, self._end = begin, end
        self._points = [(place.X(), place.Y()) for place in places]

    def middle(self) -> tuple[float, float]:
        """Return the point halfway.

        Raises:
            _Unclear: The edge may be as short as a point, and the kernel takes the next one then.
        """
        curve = BRepAdaptor_Curve(self._edge)
        first, last = curve.FirstParameter(), curve.LastParameter()
        length = curve.Value(first).Distance(curve.Value((first + last) / 2))
        if length < _DISTINCT_MM or self._end - self._begin < _DISTINCT_MM:
            raise _Unclear
        return self._points[len(self._points) // 2]

    def box(self) -> tuple[float, ...]:
        """Return lowest u and v, highest u and v."""
        if self._straight:
            (x, y), _, (u, v) = self._points
            return min(x, u), min(y, v), max(x, u), max(y, v)
        box = Bnd_Box2d()
        BndLib_Add2dCurve.Add_s(self._curve, self._begin, self._end, 0.0, box)
        left, low, right, high = box.Get()
        return left, low, right, high

    def ends(self) -> tuple[float, ...]:
        """Return where a straight line starts and ends; not a number for a curved one."""
        return (*self._points[0], *self._points[-1]) if self._straight else (math.nan,) * 4

    def swept(self, place: tuple[float, float]) -> float:
        """Return about what area is swept over from a place as a point runs along the edge."""
        x, y = place
        area: float = sum(
            (a - x) * (d - y) - (b - y) * (c - x) for (a, b), (c, d) in itertools.pairwise(self._points)
        )
        reversed_edge = self._edge.Orientation() == TopAbs_Orientation.TopAbs_REVERSED
        return -area / 2 if reversed_edge else area / 2


def _wires(face: TopoDS_Face) -> Iterator[TopoDS_Shape]:
    inside = TopoDS_Iterator(face)
    while inside.More():
        wire = inside.Value()
        if wire.ShapeType() != TopAbs_ShapeEnum.TopAbs_WIRE or wire.Orientation() not in _WAYS:
            raise _Unclear
        yield wire
        inside.Next()


def _edges(wire: TopoDS_Shape) -> Iterator[Any]:
    explorer = TopExp_Explorer(wire, TopAbs_ShapeEnum.TopAbs_EDGE)
    while explorer.More():
        yield TopoDS.Edge_s(explorer.Current())
        explorer.Next()
