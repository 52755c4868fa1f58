"""Where on its face a feature goes: what was said of its place, as a place of the feature language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

from mayfly.design.geometry.faces import Face
from mayfly.design.places import BoltCircle, Centre, Corners, Grid, Place, Points, Row
from mayfly.design.segments import Arc
from mayfly.errors import NeedsClarification
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.readings.said.coordinates import groups_of

_AXES_OF: Final = {"Z": ("x", "y"), "Y": ("x", "z"), "X": ("y", "z")}
_TURNED: Final = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True, slots=True)
class Located:
    """A place and how many topics lie there, with what had to be assumed."""

    place: Place
    notes: tuple[str, ...] = ()
    cost: float = 0.0


@dataclass(slots=True)
class Locator:
    """Lays out one feature on one face.

    Attributes:
        topic: What was said.
        face: The face.
        count: How many; None where it was not said.
        inset: Distance from edges to take for corners where none was said; None to ask.
    """

    topic: Topic
    face: Face
    count: int | None
    inset: float | None = None

    def locate(self) -> Located:
        """Return the place.

        Raises:
            NeedsClarification: It is open, or what was said of it does not go together.
        """
        points = self._coordinates()
        if points is not None:
            return points
        if self.topic.all(said.AtEndArcs):
            return self._in_end_arcs()
        for way in (self._circle, self._rectangle, self._corners, self._rows, self._row, self._from_edges):
            found = way()
            if found is not None:
                return found
        if self.count in {None, 1} and not (self.topic.plural and self.count is None):
            return Located(Centre())
        raise missing(f"Where do the {self.topic.name} go?", about("place", self.topic.kind))

    # --- what was said -------------------------------------------------------------------------------

    def _one(self, kind: type) -> Any:
        found = self.topic.all(kind)
        if len(found) > 1 and len({repr(one) for one in found}) > 1:
            raise conflict(f"Where do the {self.topic.name} go?", about("place", self.topic.kind))
        return found[0] if found else None

    @property
    def _axes(self) -> tuple[str, str]:
        return _AXES_OF[self.face.axis]

    # --- coordinates -----------------------------------------------------------------------------------

    def _coordinates(self) -> Located | None:
        listed = self.topic.all(said.Points)
        by_axis: dict[str, list[float]] = {}
        for coordinate in self.topic.all(said.Coordinate):
            assert isinstance(coordinate, said.Coordinate)  # noqa: S101 - of that type
            by_axis.setdefault(coordinate.axis, []).extend(_spread(coordinate))
        if listed:
            by_axis.pop(self.face.axis.lower(), None)  # the height of the face that the points lie on
        if not listed and not by_axis:
            return None
        corner = any(isinstance(one, said.Origin) and one.at == "corner" for one in self.topic.said)
        points: list[tuple[float, float]] = []
        for one in listed:
            assert isinstance(one, said.Points)  # noqa: S101 - of that type
            points += [self._pair(point) for each in one.points for point in _mirrored(each, one.mirrored)]
        if by_axis:
            groups = groups_of(
                [
                    one
                    for one in self.topic.all(said.Coordinate)
                    if isinstance(one, said.Coordinate) and one.axis in by_axis
                ]
            )
            for group in groups:
                points += self._combined(group)
        points = list(dict.fromkeys(points))
        if self.count is not None and self.count != len(points):
            raise conflict(
                f"{self.count} {self.topic.name} were asked for, but {len(points)} places are named."
                " Which is right?",
                about("count", self.topic.kind, values=[self.count, len(points)]),
            )
        return Located(Points(points=tuple(points), origin="corner" if corner else "model"))

    def _pair(self, point: Sequence[float]) -> tuple[float, float]:
        if len(point) == 2:
            return float(point[0]), float(point[1])
        first, second = self._axes
        return float(point[_TURNED[first]]), float(point[_TURNED[second]])

    def _combined(self, by_axis: dict[str, list[float]]) -> list[tuple[float, float]]:
        first, second = self._axes
        middle = self.face.centre
        us = by_axis.get(first, [middle[0]])
        vs = by_axis.get(second, [middle[1]])
        if len(us) == len(vs) > 1 and self.count == len(us):
            return list(zip(us, vs, strict=True))
        return list(product(us, vs))

    def _in_end_arcs(self) -> Located:
        """Return the centres of the arcs that the outline of the face ends in.

        Raises:
            NeedsClarification: There is no arc, or there are more or fewer than were counted.
        """
        arcs = [one for one in self.face.loop.segments if isinstance(one, Arc)] if self.face.loop else []
        points = tuple(dict.fromkeys((round(one.centre[0], 9), round(one.centre[1], 9)) for one in arcs))
        if not points or self.count not in {None, len(points)}:
            raise missing(f"Where do the {self.topic.name} go?", about("place", self.topic.kind))
        return Located(Points(points=points, origin="model"))

    # --- patterns -----------------------------------------------------------------------------------------

    def _circle(self) -> Located | None:
        circle = self._one(said.OnCircle)
        if circle is None:
            return None
        angle = self._one(said.FirstAngle)
        angles = self._one(said.Angles)
        along = self._one(said.Along)
        if angles is not None:
            if self.count not in {None, len(angles.degrees)}:
                raise conflict(
                    f"{self.count} {self.topic.name}, but {len(angles.degrees)} angles. Which is right?",
                    about("count", self.topic.kind, values=[self.count or 0]),
                )
            circle = replace(circle, angles=angles.degrees)
        elif along is not None and along.direction in self._axes and self.count in {None, 1}:
            circle = replace(circle, angles=(90.0 * self._axes.index(along.direction),))
        if circle.number is None:
            raise missing("Which diameter has the circle?", about("size", self.topic.kind, "diameter"))
        diameter = circle.number.value * (2 if circle.radius else 1)
        if circle.angles and self.count not in {None, len(circle.angles)}:
            raise conflict(
                f"{self.count} {self.topic.name}, but {len(circle.angles)} angles. Which is right?",
                about("count", self.topic.kind, values=[self.count or 0]),
            )
        if circle.angles:
            points = tuple(
                (
                    round(diameter / 2 * math.cos(math.radians(a)), 9),
                    round(diameter / 2 * math.sin(math.radians(a)), 9),
                )
                for a in circle.angles
            )
            return Located(Points(points=points))
        count = self.count
        if angle is not None and angle.between:
            around = 360 / angle.degrees if angle.degrees else 0
            if count is None and around == int(around):
                count = int(around)
            if count is None or abs(count * angle.degrees - 360) > 1e-6:
                raise conflict(f"How many {self.topic.name} are there?", about("count", self.topic.kind))
        if count is None:
            raise missing(f"How many {self.topic.name} are there?", about("count", self.topic.kind))
        first = angle.degrees if angle is not None and not angle.between else 0.0
        return Located(BoltCircle(diameter=diameter, count=count, first_angle=first))

    def _rectangle(self) -> Located | None:
        rectangle = self._one(said.Rectangle)
        if rectangle is None:
            return None
        grid = self._one(said.Rows)
        spacing = (rectangle.length.value, rectangle.width.value)
        if grid is not None:
            return Located(Grid(columns=grid.columns, rows=grid.rows, spacing=spacing))
        if self.count not in {None, 4}:
            raise conflict(
                f"How do {self.count} {self.topic.name} lie on a rectangle?", about("place", self.topic.kind)
            )
        return Located(Grid(columns=2, rows=2, spacing=spacing))

    def _corners(self) -> Located | None:
        corners = self._one(said.AtCorners)
        offsets = self.topic.all(said.FromEdges)
        sides = {one.side for one in offsets if isinstance(one, said.FromEdges)}
        all_edges = bool(offsets) and sides <= {"each", "corner"}
        if corners is None and not (all_edges and self.count == 4):
            return None
        one_in_each = self.count == 1 and corners is not None and corners.count == 4
        if self.count not in {None, 4} and not one_in_each:
            raise missing(
                f"In which corners do the {self.count} {self.topic.name} go?", about("place", self.topic.kind)
            )
        if sides - {"each", "corner"}:
            return self._two_insets(offsets)
        values = {one.distance.value for one in offsets if isinstance(one, said.FromEdges)}
        if len(values) == 1:
            inset = values.pop()
            return Located(Corners(inset=(inset, inset)))
        if len(values) == 2:
            raise conflict(
                "Which of the distances from the edges goes along which side?",
                about("place", self.topic.kind),
            )
        if self.inset is None:
            raise missing(
                f"How far from the edges do the {self.topic.name} lie?",
                about("size", self.topic.kind, "inset"),
            )
        note = f"The {self.topic.name} lie {self.inset:g} mm from the edges: twice their diameter."
        return Located(Corners(inset=(self.inset, self.inset)), (note,), 0.5)

    def _two_insets(self, offsets: Sequence[Any]) -> Located | None:
        by_side = {one.side: one.distance.value for one in offsets}
        along = next((by_side[s] for s in ("short", "ends", "end", "left", "right") if s in by_side), None)
        across = next((by_side[s] for s in ("long", "top", "bottom", "front", "back") if s in by_side), None)
        if along is None or across is None or len(by_side) != 2:
            raise unsupported("From which edges do the distances count?", about("place", self.topic.kind))
        return Located(Corners(inset=(along, across)))

    def _rows(self) -> Located | None:
        grid = self._one(said.Rows)
        if grid is None:
            return None
        if self.count is not None and self.count != grid.columns * grid.rows:
            raise conflict(
                f"{self.count} {self.topic.name}, or {grid.columns} x {grid.rows}?",
                about("count", self.topic.kind),
            )
        apart = [one for one in self.topic.all(said.Apart) if isinstance(one, said.Apart)]
        if len(apart) == 1:
            return Located(Grid(columns=grid.columns, rows=grid.rows, spacing=(apart[0].distance.value,) * 2))
        raise missing(f"How far apart are the {self.topic.name}?", about("size", self.topic.kind, "spacing"))

    def _row(self) -> Located | None:
        apart = self._one(said.Apart)
        if apart is None or (self.count or 0) < 2:
            return None
        count = self.count or 2
        along = self._one(said.Along)
        offsets = [one for one in self.topic.all(said.FromEdges) if isinstance(one, said.FromEdges)]
        direction = self._direction(apart.along or (along.direction if along is not None else ""))
        u0, v0 = 0.0, 0.0
        for offset in offsets:
            side = offset.side
            if side in {"long", "short", "each"} and along is not None and along.direction in _SIDES:
                side = along.direction
            shift = self._from_side(side, offset.distance.value, direction)
            if shift is None:
                raise missing(
                    f"From which edge do the {self.topic.name} lie {offset.distance.text}?",
                    about("place", self.topic.kind),
                )
            u0, v0 = (shift, v0) if direction == 1 else (u0, shift)
        return Located(
            Row(count=count, spacing=apart.distance.value, angle=90.0 * direction, centre=(u0, v0))
        )

    def _direction(self, along: str) -> int:
        """Return 0 for a row along the face's first coordinate, 1 along its second."""
        long = 0 if self.face.size[0] >= self.face.size[1] else 1
        if along in {"", "long", "length"}:
            return long if along != "length" or self.face.axis != "Z" else 0
        if along in {"short"}:
            return 1 - long
        if along == "width":
            return 1
        if along in _SIDES:
            return 1 if along in {"left", "right"} else 0
        axes = self._axes
        return axes.index(along) if along in axes else long

    def _from_side(self, side: str, distance: float, direction: int) -> float | None:
        """Return how far beside the middle a row lies that is some distance from a side."""
        half = self.face.size[1 - direction] / 2
        signs = (
            {"left": -1, "right": 1} if direction == 1 else {"front": -1, "back": 1, "bottom": -1, "top": 1}
        )
        if side in signs:
            return signs[side] * (half - distance)
        if side in {"long", "each"} and direction == 0:
            return half - distance  # either of the two: stated as the one at the back
        return None

    def _from_edges(self) -> Located | None:
        offsets = [one for one in self.topic.all(said.FromEdges) if isinstance(one, said.FromEdges)]
        if not offsets:
            return None
        if len(offsets) == 1 and self.count == 2 and offsets[0].side in {"ends", "end", "short", "each"}:
            if offsets[0].side == "each" and self.face.size[0] == self.face.size[1]:
                return None
            direction = self._direction("long")
            shift = self.face.size[direction] / 2 - offsets[0].distance.value
            points = ((-shift, 0.0), (shift, 0.0)) if direction == 0 else ((0.0, -shift), (0.0, shift))
            return Located(Points(points=points))
        if self.count not in {None, 1}:
            return None
        u, v = self.face.centre
        for offset in offsets:
            distance = offset.distance.value
            match offset.side:
                case "left":
                    u = self.face.u[0] + distance
                case "right":
                    u = self.face.u[1] - distance
                case "bottom" | "front":
                    v = self.face.v[0] + distance
                case "top" | "back":
                    v = self.face.v[1] - distance
                case _:
                    raise missing(
                        f"From which edge is the {self.topic.name} {offset.distance.text}?",
                        about("place", self.topic.kind),
                    )
        return Located(Points(points=((u, v),), origin="model"))


_SIDES: Final = frozenset({"left", "right", "front", "back", "top", "bottom"})


def _spread(coordinate: said.Coordinate) -> list[float]:
    """Return the values of a coordinate: "±30" is two."""
    values: list[float] = []
    for number in coordinate.numbers:
        values += [-number.value, number.value] if number.form == "plusminus" else [number.value]
    return values


def _mirrored(point: Sequence[float], axes: str) -> list[tuple[float, ...]]:
    """Return a point, and its images where it was written with "±"."""
    signs = [(1, -1) if axis in axes else (1,) for axis in "xyz"[: len(point)]]
    return [tuple(s * c for s, c in zip(way, point, strict=True)) for way in product(*signs)]


__all__ = ["Located", "Locator", "NeedsClarification"]
