"""A profile that is swept along a path of points: a bent rod, a pipe, a moulding, a closed edge.

The volume follows from Pappus: area times the way of the centroid, which lies on the path. A mitred corner
changes nothing about that, for what it adds outside it takes away inside.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.contracts import Requirements
from mayfly.design.forms import Form
from mayfly.design.geometry.faces import Box3, Vector, literal
from mayfly.design.geometry.spaces import SweptSpace
from mayfly.design.outlines import Outline
from mayfly.design.placement import box_around, size_of_box
from mayfly.design.profiles import Circle, Profile, Ring, corners_of
from mayfly.design.scripts import BaseScript
from mayfly.design.values import Length, Point3, Value
from mayfly.language.english import capital

_SAME: Final = 1e-9
#: Sharper corners than this, in degrees of turn, are refused: a mitre gets too long.
_SHARPEST: Final = 150.0


class Sweep(Value):
    """A profile swept along straight lines through points, its corners mitred or bent to a radius.

    The profile's origin runs along the path. Its second coordinate points along the normal of the path's
    plane (Z for a path in x and y), or up where the path has no plane.
    """

    kind: Literal["sweep"] = "sweep"
    profile: Profile
    path: Annotated[tuple[Point3, ...], Field(min_length=2, max_length=100)]
    bend_radius: Annotated[
        Length | None, Field(description="of the corners, at the path itself; none: mitred")
    ] = None

    @model_validator(mode="after")
    def _can_be_swept(self) -> Self:
        for before, after in itertools.pairwise(self.path):
            if math.dist(before, after) < 0.01:
                raise ValueError(f"the point {_text(before)} comes twice in a row; leave one out")
        path, outline = _Path(self.path, self.bend_radius or 0.0), self.profile.outline()
        reach = max(math.hypot(*point) for point in outline.border())
        for index, turn in enumerate(path.turns, 1):
            if turn > math.radians(_SHARPEST):
                raise ValueError(f"the path turns back on itself at {_text(self.path[index])}")
        if self.bend_radius is not None and self.bend_radius <= reach + 0.01:
            raise ValueError(
                f"a bend radius of {self.bend_radius:g} mm is too small for a profile that reaches"
                f" {reach:.4g} mm from the path; more than {reach + 0.01:.4g} mm does"
            )
        for index, (have, need) in enumerate(path.straights(self.bend_radius or reach)):
            if have < need + 0.01:
                raise ValueError(
                    f"the line from {_text(self.path[index])} is {have:.4g} mm long; its corners need"
                    f" {need:.4g} mm"
                )
        if path.comes_close(2 * reach):
            raise ValueError("the path comes closer to itself than the profile is wide")
        return self

    def form(self) -> Form:
        """Return the swept body."""
        outline, path = self.profile.outline(), _Path(self.path, self.bend_radius or 0.0)
        script = BaseScript(capital(f"{self.profile.title()}, swept along {len(self.path)} points."))
        drawn = self.profile.steps(script.name)
        listed = ", ".join(_text(point) for point in self.path)
        if len(self.path) > 2 and self.bend_radius is not None:
            bend = script.name("bend_radius", self.bend_radius, "of the path's corners")
            along = f".sweep(cq.Workplane(obj=cq.Wire.makePolygon([{listed}]).fillet({bend})))"
        else:
            along = f'.sweep(cq.Workplane("XY").polyline([{listed}]), transition="right")'
        x, _, z = path.directions
        plane = f"cq.Workplane(cq.Plane(origin={_text(self.path[0])}, xDir={_exact(x)}, normal={_exact(z)}))"
        centred = max(abs(c) for c in outline.centroid) < 1e-9 * max(outline.size)
        box = self._box(path, outline)
        return Form(
            label="swept body",
            title=f"{self.profile.title()}, swept",
            kind="none",
            script=script.write(f"{self.profile.title()}, along the path", [plane, *drawn, along]),
            values=script.values,
            requirements=Requirements(
                solids=1,
                bounding_box_mm=None if box is None else size_of_box(box),
                volume_mm3=outline.area * path.length if centred or len(self.path) == 2 else None,
            ),
            corner=None if box is None else box[0],
            space=SweptSpace(self.path, self._reach(path)),
        )

    def _reach(self, path: _Path) -> float:
        """Return how far material lies from the path's lines at most: in its mitres, or inside its bends."""
        reach = max(math.hypot(*point) for point in self.profile.outline().border())
        sharpest = max(path.turns, default=0.0)
        bent = reach + path.radius * (1 - math.cos(sharpest / 2))
        return (bent if path.radius else reach / math.cos(sharpest / 2)) + 0.001

    def _box(self, path: _Path, outline: Outline) -> Box3 | None:
        """Return the exact box: of anything round, and of what has corners on a path that lies in a plane."""
        if isinstance(self.profile, Circle | Ring) and self.profile.at == (0.0, 0.0):
            return box_around(list(path.round_extremes(self.profile.diameter / 2)))
        if path.normal is None or (corners_of(self.profile) is None and self.profile.kind != "rectangle"):
            return None
        if len(outline.lines) != len(outline.segments):
            return None
        return box_around(
            [spot for line in outline.lines for spot in path.corner_extremes(line.start[0], line.start[1])]
        )


@dataclass(frozen=True)
class _Path:
    """A path through points, its corners bent to a radius, or mitred where that is 0."""

    points: tuple[Vector, ...]
    radius: float

    @cached_property
    def ways(self) -> list[Vector]:
        """The directions of its straight lines."""
        return [_unit(_minus(b, a)) for a, b in itertools.pairwise(self.points)]

    @cached_property
    def turns(self) -> list[float]:
        """The angles by which it turns at its corners, in radians."""
        return [math.atan2(math.hypot(*_cross(a, b)), _dot(a, b)) for a, b in itertools.pairwise(self.ways)]

    @cached_property
    def length(self) -> float:
        """Its length in mm, along the bends."""
        straight = sum(math.dist(a, b) for a, b in itertools.pairwise(self.points))
        return straight - sum(self.radius * (2 * math.tan(turn / 2) - turn) for turn in self.turns)

    @cached_property
    def normal(self) -> Vector | None:
        """The normal of its plane, the larger part of it positive; None where it lies in no plane."""
        crosses = [_cross(a, b) for a, b in itertools.pairwise(self.ways)]
        real = [_unit(cross) for cross in crosses if math.hypot(*cross) > 1e-9]
        if not real:
            way = self.ways[0]
            up = (0.0, 0.0, 1.0) if abs(way[2]) < 0.9 else (0.0, 1.0, 0.0)
            across = _unit(_cross(up, way))
            return _cross(way, across)
        if any(math.hypot(*_cross(real[0], other)) > 1e-9 for other in real):
            return None
        return real[0] if max(real[0], key=abs) > 0 else (-real[0][0], -real[0][1], -real[0][2])

    @cached_property
    def directions(self) -> tuple[Vector, Vector, Vector]:
        """The directions of the profile's two coordinates, and that in which the path begins."""
        way = self.ways[0]
        up = self.normal
        if up is None:
            up = (0.0, 0.0, 1.0) if abs(way[2]) < 0.9 else (1.0, 0.0, 0.0)
            up = _cross(way, _unit(_cross(up, way)))
        return _unit(_cross(up, way)), up, way

    def straights(self, reach: float) -> Iterator[tuple[float, float]]:
        """Return of each line its length, and what its bends or mitres take of it."""
        needs = [0.0, *(reach * math.tan(turn / 2) for turn in self.turns), 0.0]
        for index, (a, b) in enumerate(itertools.pairwise(self.points)):
            yield math.dist(a, b), needs[index] + needs[index + 1]

    def comes_close(self, least: float) -> bool:
        """Whether lines of it that do not follow each other come closer than a distance."""
        lines = list(itertools.pairwise(self.points))
        for i, one in enumerate(lines):
            for j in range(i + 2, len(lines)):
                if sum(self.turns[i:j]) > math.pi / 2 + 1e-9 and _apart(*one, *lines[j]) <= least + 0.01:
                    return True
        return False

    def round_extremes(self, radius: float) -> Iterator[Vector]:
        """Return points that reach as far as a round profile does along each axis."""
        for at, across in self._sections():
            for i in range(3):
                reach = radius * math.hypot(*(one[i] for one in across))
                for sign in (-1, 1):
                    yield _moved(at, i, sign * reach)
        for centre, first, second, turn in self._bends():
            for i in range(3):
                wide = math.hypot(first[i], second[i])
                for sign in (-1, 1):
                    angle = math.atan2(sign * second[i], sign * first[i])
                    if wide > _SAME and 0 <= angle % math.tau <= turn:
                        yield _moved(centre, i, sign * (self.radius * wide + radius))

    def corner_extremes(self, u: float, v: float) -> Iterator[Vector]:
        """Return points that a corner of the profile passes and that reach furthest along each axis."""
        for at, (one, two) in self._sections():
            yield _sum(at, (u, one), (v, two))
        for centre, first, second, turn in self._bends():
            across = _cross(second, first)  # of a turn to the left it points against the path's normal
            left = _dot(across, self.directions[1]) < 0
            radius = self.radius - u if left else self.radius + u
            middle = _sum(centre, (v, self.directions[1]))
            for i in range(3):
                for sign in (-1, 1):
                    angle = math.atan2(sign * second[i], sign * first[i])
                    if math.hypot(first[i], second[i]) > _SAME and 0 <= angle % math.tau <= turn:
                        yield _sum(
                            middle, (radius * math.cos(angle), first), (radius * math.sin(angle), second)
                        )

    def _sections(self) -> Iterator[tuple[Vector, tuple[Vector, Vector]]]:
        """Return points of the path, and what the profile's two coordinates become there."""
        up = self.directions[1]
        for index, way in enumerate(self.ways):
            if self.normal is None:  # for round profiles only, to which it is all one
                aside = (0.0, 0.0, 1.0) if abs(way[2]) < 0.9 else (1.0, 0.0, 0.0)
                up = _cross(way, _unit(_cross(aside, way)))
            across = (_unit(_cross(up, way)), up)
            for end in (index, index + 1):
                corner = 0 < end < len(self.points) - 1
                if not corner:
                    yield self.points[end], across
                elif self.radius:
                    back = self.radius * math.tan(self.turns[end - 1] / 2)
                    yield _sum(self.points[end], (back if end == index else -back, way)), across
                else:
                    plane = _unit(_sum(self.ways[end - 1], (1.0, self.ways[end])))
                    share = _dot(way, plane)
                    one, two = (_sum(c, (-_dot(c, plane) / share, way)) for c in across)
                    yield self.points[end], (one, two)

    def _bends(self) -> Iterator[tuple[Vector, Vector, Vector, float]]:
        """Return of each bend its centre, the ways to its begin and along the path there, and its angle."""
        if not self.radius:
            return
        for index, turn in enumerate(self.turns, 1):
            if turn < 1e-9:
                continue
            before, after = self.ways[index - 1], self.ways[index]
            inwards = _unit(_sum(after, (-_dot(after, before), before)))
            begin = _sum(self.points[index], (-self.radius * math.tan(turn / 2), before))
            centre = _sum(begin, (self.radius, inwards))
            yield centre, (-inwards[0], -inwards[1], -inwards[2]), before, turn


def _minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(a: Vector) -> Vector:
    long = math.hypot(*a)
    return a[0] / long, a[1] / long, a[2] / long


def _sum(start: Vector, *parts: tuple[float, Vector]) -> Vector:
    x, y, z = (start[i] + sum(share * way[i] for share, way in parts) for i in range(3))
    return x, y, z


def _moved(at: Vector, axis: int, by: float) -> Vector:
    point = list(at)
    point[axis] += by
    return point[0], point[1], point[2]


def _apart(a: Vector, b: Vector, c: Vector, d: Vector) -> float:
    """Return the distance between two straight lines in space, from point to point."""
    one, two, gap = _minus(b, a), _minus(d, c), _minus(a, c)
    e, f, g = _dot(one, one), _dot(two, two), _dot(one, two)
    below = e * f - g * g
    s = 0.0
    if below > 1e-12 * e * f:
        s = min(max((g * _dot(two, gap) - f * _dot(one, gap)) / below, 0.0), 1.0)
    t = min(max((g * s + _dot(two, gap)) / f, 0.0), 1.0)
    s = min(max((g * t - _dot(one, gap)) / e, 0.0), 1.0)
    t = min(max((g * s + _dot(two, gap)) / f, 0.0), 1.0)
    return math.dist(_sum(a, (s, one)), _sum(c, (t, two)))


def _text(point: Vector) -> str:
    return f"({', '.join(literal(c) for c in point)})"


def _exact(way: Vector) -> str:
    return f"({', '.join(f'{c + 0.0:.15g}' for c in way)})"
