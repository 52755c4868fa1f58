"""Lays out cylindrical faces along their axes, and joins those that touch into walls."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepTools import BRepTools
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.gp import gp_Ax1, gp_Pnt
from OCP.TopAbs import TopAbs_Orientation

SPAN_RADIANS = math.radians(200)
"""What goes round by less is a rounded corner or the end of a slot."""
TOUCHING_MM = 1e-4

Vector = tuple[float, float, float]


def tidy(value: float, digits: int = 6) -> float:
    """Round away the noise of the kernel, and the sign of zero."""
    return round(value, digits) + 0.0


@dataclass(frozen=True, slots=True)
class AxisLine:
    """A line in space, the same for both senses of an axis.

    Attributes:
        way: Its direction; the largest coordinate is positive.
        foot: Its point nearest the origin.
        shift: How far along the direction the axis' own origin lies from that point.
        sign: -1 where the axis runs the other way.
    """

    way: Vector
    foot: Vector
    shift: float
    sign: float

    @classmethod
    def of(cls, axis: gp_Ax1) -> AxisLine:
        """Return the line of an axis."""
        way = (axis.Direction().X(), axis.Direction().Y(), axis.Direction().Z())
        origin = (axis.Location().X(), axis.Location().Y(), axis.Location().Z())
        sign = 1.0 if max(way, key=abs) > 0 else -1.0
        way = (sign * way[0], sign * way[1], sign * way[2])
        shift = sum(a * b for a, b in zip(origin, way, strict=True))
        x, y, z = (a - shift * b for a, b in zip(origin, way, strict=True))
        return cls(way, (x, y, z), shift, sign)

    @property
    def key(self) -> tuple[float, ...]:
        """A key that everything on one line shares."""
        return (*(tidy(value, 4) for value in self.way), *(tidy(value, 3) for value in self.foot))

    @property
    def name(self) -> str:
        """Which axis of the model it is parallel to: "X", "Y", "Z" or "other"."""
        return next((n for n, way in zip("XYZ", self.way, strict=True) if abs(way) > 1 - 1e-9), "other")

    @property
    def place(self) -> tuple[float, ...]:
        """The coordinates of its foot other than that along the axis; all three of a slanted one."""
        name = self.name
        return tuple(tidy(value, 4) for n, value in zip("XYZ", self.foot, strict=True) if n != name)

    def along(self, distance: float) -> float:
        """Return where on the line a distance from the axis' own origin is."""
        return self.sign * distance + self.shift

    def point(self, along: float) -> gp_Pnt:
        """Return the point of the line at a distance from its foot."""
        return gp_Pnt(*(foot + along * way for foot, way in zip(self.foot, self.way, strict=True)))


@dataclass(frozen=True, slots=True)
class Patch:
    """One cylindrical face, laid out along its axis.

    Attributes:
        line: The axis.
        radius: Of the cylinder.
        start: Where on the line it begins.
        end: Where it ends.
        span: By how much it goes round, in radians.
    """

    line: AxisLine
    radius: float
    start: float
    end: float
    span: float


@dataclass(frozen=True, slots=True)
class Wall:
    """Touching patches of one cylinder that go round by more than 200 degrees."""

    radius: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Its length along the axis."""
        return self.end - self.start


def is_hollow(face: Any, is_direct: bool) -> bool:
    """Return whether a round face is the inside of its cylinder or cone: the material lies around it."""
    return bool((face.Orientation() == TopAbs_Orientation.TopAbs_REVERSED) == is_direct)


def patch_of(face: Any, surface: BRepAdaptor_Surface, *, hollow: bool) -> Patch | None:
    """Describe a face if it is the inside, or the outside, of a cylinder."""
    if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Cylinder:
        return None
    cylinder = surface.Cylinder()
    if is_hollow(face, cylinder.Position().Direct()) != hollow:
        return None
    u0, u1, v0, v1 = BRepTools.UVBounds_s(face)
    line = AxisLine.of(cylinder.Axis())
    start, end = sorted((line.along(v0), line.along(v1)))
    return Patch(line, cylinder.Radius(), start, end, u1 - u0)


def patches_by_line(
    faces: Iterable[tuple[Any, BRepAdaptor_Surface]], *, hollow: bool
) -> dict[tuple[float, ...], list[Patch]]:
    """Return the insides, or the outsides, of cylinders by the keys of their axis lines."""
    lines: dict[tuple[float, ...], list[Patch]] = {}
    for face, surface in faces:
        patch = patch_of(face, surface, hollow=hollow)
        if patch is not None:
            lines.setdefault(patch.line.key, []).append(patch)
    return lines


def walls_of(patches: Iterable[Patch]) -> dict[float, list[Wall]]:
    """Join touching patches of one line into walls, those of one radius in order along the line.

    Patches that go round by 200 degrees or less at any height are no wall.
    """
    sizes: dict[float, list[Patch]] = {}
    for patch in patches:
        sizes.setdefault(tidy(patch.radius, 4), []).append(patch)
    found = {size: _walls(members) for size, members in sizes.items()}
    return {size: walls for size, walls in found.items() if walls}


def _walls(patches: list[Patch]) -> list[Wall]:
    joined: list[tuple[float, float, list[Patch]]] = []
    for patch in sorted(patches, key=lambda patch: patch.start):
        if joined and patch.start <= joined[-1][1] + TOUCHING_MM:
            start, end, members = joined[-1]
            joined[-1] = (start, max(end, patch.end), [*members, patch])
        else:
            joined.append((patch.start, patch.end, [patch]))
    return [
        Wall(members[0].radius, start, end)
        for start, end, members in joined
        if _widest(members) > SPAN_RADIANS
    ]


def _widest(patches: Sequence[Patch]) -> float:
    """Return the largest angle covered at one height; patches above each other are not added up."""
    heights = [(patch.start + patch.end) / 2 for patch in patches]
    return max(sum(p.span for p in patches if p.start <= height <= p.end) for height in heights)
