"""A face that features can be put on: where it lies, how it is bounded, and what is behind it.

A face has two coordinates of its own, those of the model: x and y for the
top, x and z for the front, y and z for the side; u runs along the width and v
up the slope of an oblique one. It knows the material behind each of its
points, so that what a cut takes away can be worked out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mayfly.contracts import Axis
from mayfly.design.outlines import Outline
from mayfly.language.units import number

OutlineKind = Literal["rectangle", "circle", "polygon", "ellipse", "loop", "free"]
Point = tuple[float, float]
Range = tuple[float, float]
Vector = tuple[float, float, float]
Box3 = tuple[Vector, Vector]
#: Where material lies behind a point of a face: how far below its level each layer begins and ends.
Layers = tuple[Range, ...]
Faces = dict[str, "Face"]


@dataclass(frozen=True, slots=True)
class Face:
    """A face, flat unless ``layers`` say otherwise.

    Attributes:
        name: What people call it.
        axis: Direction of its normal; of an oblique face the nearest axis.
        sign: +1 if the normal points along the axis, -1 if against it.
        level: Coordinate of the face on the axis.
        u: Range of its first coordinate.
        v: Range of its second coordinate.
        depth: Material behind it that a through hole crosses.
        outline: Shape of the outline.
        u_name: Script expression for the side along u.
        v_name: Script expression for the side along v.
        level_name: Script expression for the level.
        depth_name: Script expression for the depth.
        clear_u: Where features may lie along u; None for the whole face.
        clear_v: Where features may lie along v; None for the whole face.
        inner: Diameter in the middle of a disc where no feature may lie.
        corners: Corners of a convex polygon, counter-clockwise in u and v.
        layers: Material behind a point; None for one layer from the level down to the depth.
        even: A cut that goes through must find this face's depth everywhere ("runs into the web").
        normal: Of an oblique face; it then has its middle on ``origin`` and u along the model's Y.
        origin: Where u and v of an oblique face are 0.
        plane: Script expression of an oblique face's plane.
        curved: The face is no plane: only holes and what belongs to a shaft go on it.
        crest: It is highest in one point, which a hole may take away.
        round_above: What lies behind it ends in a crest.
        rows: Which way rows run, "u" or "v"; empty for the longer side.
        at: Where its middle is, if not between the ends of its ranges.
        keys: The words that name it where a feature is put: "top", "floor", "horizontal_leg".
        settle: Gives the face as it is at some heights ``v``, where it is not the same everywhere.
        loop: Its border, where ``outline`` is "loop".
        u_way: Of an oblique face: the direction of u, where that is not the model's Y; v goes up beside it.
        key: What finds it, where its name does not.
        walls: What a hole in it goes through, where that is said.
    """

    name: str
    axis: Axis
    sign: int
    level: float
    u: Range
    v: Range
    depth: float
    outline: OutlineKind = "rectangle"
    u_name: str = ""
    v_name: str = ""
    level_name: str = "0"
    depth_name: str = ""
    clear_u: Range | None = None
    clear_v: Range | None = None
    inner: float = 0.0
    corners: tuple[Point, ...] = ()
    layers: Callable[[float, float], Layers] | None = None
    even: bool = False
    normal: Vector | None = None
    origin: Vector = (0.0, 0.0, 0.0)
    plane: str = ""
    curved: bool = False
    crest: bool = False
    round_above: bool = False
    rows: Literal["", "u", "v"] = ""
    at: Point | None = None
    keys: frozenset[str] = frozenset()
    settle: Callable[[Sequence[float], float], Face] | None = None
    loop: Outline | None = None
    u_way: Vector | None = None
    key: str = ""
    walls: Literal["", "one", "all"] = ""

    @property
    def centre(self) -> Point:
        """Middle of the face, in its own coordinates."""
        return self.at or ((self.u[0] + self.u[1]) / 2, (self.v[0] + self.v[1]) / 2)

    @property
    def is_leg(self) -> bool:
        """Whether it is a leg of a bracket, which is measured from the outside of its bend."""
        return bool(self.keys & {"horizontal_leg", "vertical_leg"})

    @property
    def size(self) -> Point:
        """Sides of the face."""
        return self.u[1] - self.u[0], self.v[1] - self.v[0]

    def workplane(self) -> str:
        """Return the script expression of a plane on the face, its normal pointing outwards."""
        if self.plane:
            return self.plane
        level = self.level_name
        named = {("Z", 1): "XY", ("Y", -1): "XZ", ("X", 1): "YZ"}.get((self.axis, self.sign))
        origin = {"Z": f"(0, 0, {level})", "Y": f"(0, {level}, 0)", "X": f"({level}, 0, 0)"}[self.axis]
        if named:
            return f'cq.Workplane("{named}", origin={origin})'
        right, normal = {
            "Z": ("(1, 0, 0)", "(0, 0, -1)"),
            "Y": ("(-1, 0, 0)", "(0, 1, 0)"),
            "X": ("(0, -1, 0)", "(-1, 0, 0)"),
        }[self.axis]
        return f"cq.Workplane(cq.Plane(origin={origin}, xDir={right}, normal={normal}))"

    def local(self, point: Point) -> Point:
        """Turn a face point into the plane's own coordinates (mirrored on the far faces)."""
        u, v = point
        if self.normal is not None:
            return u, v
        if self.axis == "Z" and self.sign < 0:
            return u, -v
        if (self.axis == "Y" and self.sign > 0) or (self.axis == "X" and self.sign < 0):
            return -u, v
        return u, v

    @property
    def mirrored(self) -> bool:
        """Return whether the plane's coordinates differ from the model's."""
        return self.local((1.0, 1.0)) != (1.0, 1.0)

    def behind(self, u: float, v: float) -> Layers:
        """Return the layers of material behind a point."""
        return self.layers(u, v) if self.layers else ((0.0, self.depth),)

    def space(self, u: float, v: float, below: float) -> Vector:
        """Return the point of the model that lies below a point of the face."""
        if self.normal is not None:
            x, y, z = self.origin
            nx, ny, nz = self.normal
            if self.u_way is not None:
                a, b, c = self.u_way
                up = (ny * c - nz * b, nz * a - nx * c, nx * b - ny * a)
                return (
                    x + u * a + v * up[0] - below * nx,
                    y + u * b + v * up[1] - below * ny,
                    z + u * c + v * up[2] - below * nz,
                )
            up = (-nz, 0.0, nx) if nx > 0 else (nz, 0.0, -nx)
            return x + v * up[0] - below * nx, y + u - below * ny, z + v * up[2] - below * nz
        height = self.level - self.sign * below
        return {"Z": (u, v, height), "Y": (u, height, v), "X": (height, u, v)}[self.axis]

    def block(self, u: Range, v: Range, below: Range) -> Box3:
        """Return the box of the model, along its axes, around a piece below the face."""
        if self.normal is None:
            ends = [self.level - self.sign * each for each in below]
            low_u, high_u, low_v, high_v = min(u), max(u), min(v), max(v)
            low_end, high_end = min(ends), max(ends)
            if self.axis == "Z":
                return (low_u, low_v, low_end), (high_u, high_v, high_end)
            if self.axis == "Y":
                return (low_u, low_end, low_v), (high_u, high_end, high_v)
            return (low_end, low_u, low_v), (high_end, high_u, high_v)
        points = [self.space(a, b, c) for a in u for b in v for c in below]
        low, high = (tuple(pick(p[i] for p in points) for i in range(3)) for pick in (min, max))
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def opposite(face: Face, name: str, level: float, level_name: str) -> Face:
    """Return the face on the other side, alike in outline."""
    return replace(face, name=name, sign=-face.sign, level=level, level_name=level_name)


def middle(length: float) -> Range:
    """Return a range of a length around 0."""
    return -length / 2, length / 2


def room(face: Face, u: float, v: float, width: Point) -> float:
    """Return the least distance between a feature and the border of the free part of its face, in mm."""
    half_u, half_v = width[0] / 2, width[1] / 2
    reach = half_u if half_u == half_v else math.hypot(half_u, half_v)
    if face.outline == "circle":
        off = math.hypot(u - face.centre[0], v - face.centre[1])
        inside = face.size[0] / 2 - off - reach
        return min(inside, off - reach - face.inner / 2) if face.inner else inside
    if face.outline == "ellipse":
        return _room_in_ellipse(face, u, v, reach)
    if face.loop is not None:
        return _room_in_loop(face.loop, (u, v), (half_u, half_v))
    (u0, u1), (v0, v1) = face.clear_u or face.u, face.clear_v or face.v
    sides = min(u - half_u - u0, u1 - u - half_u, v - half_v - v0, v1 - v - half_v)
    return min(sides, _room_in_polygon(face, u, v, reach)) if face.corners else sides


def _room_in_polygon(face: Face, u: float, v: float, reach: float) -> float:
    least = math.inf
    for (a, b), (c, d) in zip(face.corners, (*face.corners[1:], face.corners[0]), strict=True):
        across = ((c - a) * (v - b) - (d - b) * (u - a)) / math.hypot(c - a, d - b)
        least = min(least, across - reach)
    return least


def _room_in_ellipse(face: Face, u: float, v: float, reach: float) -> float:
    """Return a distance that is never too large: along the shrunken ellipse."""
    half_u, half_v = face.size[0] / 2 - reach, face.size[1] / 2 - reach
    if min(half_u, half_v) <= 0:
        return min(half_u, half_v)
    off = math.hypot((u - face.centre[0]) / half_u, (v - face.centre[1]) / half_v)
    return (1 - off) * min(half_u, half_v)


def _room_in_loop(loop: Outline, at: Point, half: Point) -> float:
    """Return the least distance of a round or rectangular feature from a border; below 0 outside."""
    (u, v), (half_u, half_v) = at, half
    inside = 1 if loop.holds(at) else -1
    if half_u == half_v:
        return inside * loop.distance(at) - half_u
    corners = [(u + a * half_u, v + b * half_v) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    return inside * min(loop.distance(a, b) for a, b in sides)


def literal(value: float) -> str:
    """Write a coordinate for a script."""
    return number(round(value, 6))
