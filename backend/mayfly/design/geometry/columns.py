"""A body that is one outline drawn out straight, and what of it lies in a box: exactly, or not at all.

What is joined to a body or cut out of it is held against columns, so that the volume that two bodies share
is known without the kernel wherever a formula is honest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mayfly.design.geometry.faces import Box3, Point, Vector
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.outlines import Box2, Outline
from mayfly.design.segments import Arc

#: The two coordinates across an axis, in their order.
_ACROSS: Final = ((1, 2), (0, 2), (0, 1))
#: How far an arc may lie from the chords that stand for it, as a share of the outline's size.
_SAG: Final = 2e-4
#: A box that is compared with a border is taken to be smaller by this, so that it may touch.
_TOUCH_MM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Column:
    """An outline drawn out along an axis of the model.

    Attributes:
        axis: Number of the axis: 0 for X.
        outline: In the two other coordinates.
        low: Where it begins on the axis.
        high: Where it ends.
    """

    axis: int
    outline: Outline
    low: float
    high: float

    @property
    def box(self) -> Box3:
        """Its box."""
        (u0, v0), (u1, v1) = self.outline.box
        return self._space((u0, v0), self.low), self._space((u1, v1), self.high)

    @property
    def volume(self) -> float:
        """Volume in mm³."""
        return self.outline.area * (self.high - self.low)

    @property
    def is_block(self) -> bool:
        """Whether it fills its box."""
        long, wide = self.outline.size
        return abs(self.outline.area - long * wide) <= 1e-9 * long * wide and not self.outline.openings

    @property
    def has_flat_sides(self) -> bool:
        """Whether it has no curved face."""
        return not self.outline.openings and len(self.outline.lines) == len(self.outline.segments)

    def _space(self, at: Point, level: float) -> Vector:
        point = [level] * 3
        for across, value in zip(_ACROSS[self.axis], at, strict=True):
            point[across] = value
        return point[0], point[1], point[2]

    def _flat(self, box: Box3) -> Box2:
        first, second = _ACROSS[self.axis]
        return (box[0][first], box[0][second]), (box[1][first], box[1][second])

    def _margin(self) -> float:
        round_ones = any(isinstance(s, Arc) for s in self.outline.segments) or self.outline.openings
        return _SAG * max(self.outline.size) if round_ones else ROUNDING_MM

    def holds(self, box: Box3) -> bool:
        """Whether a box certainly lies in the material; of a block it may touch the sides."""
        if box[0][self.axis] < self.low - ROUNDING_MM or box[1][self.axis] > self.high + ROUNDING_MM:
            return False
        (u0, v0), (u1, v1) = self._flat(box)
        (a0, b0), (a1, b1) = self.outline.box
        if self.is_block:
            least, most = ROUNDING_MM, ROUNDING_MM
            return a0 - least <= u0 and u1 <= a1 + most and b0 - least <= v0 and v1 <= b1 + most
        if not self.outline.holds((u0, v0)):
            return False
        if self._border_distance((u0, v0), (u1, v1)) <= self._margin():
            return False
        return not any(_in_box(opening[0].start, (u0, v0), (u1, v1)) for opening in self.outline.openings)

    def misses(self, box: Box3) -> bool:
        """Whether a box certainly has no material in it; it may touch."""
        mine = self.box
        if any(mine[1][i] <= box[0][i] + _TOUCH_MM or box[1][i] <= mine[0][i] + _TOUCH_MM for i in range(3)):
            return True
        (u0, v0), (u1, v1) = self._flat(box)
        u0, v0, u1, v1 = u0 + _TOUCH_MM, v0 + _TOUCH_MM, u1 - _TOUCH_MM, v1 - _TOUCH_MM
        if u1 <= u0 or v1 <= v0 or self.outline.holds(((u0 + u1) / 2, (v0 + v1) / 2)):
            return False
        if self._border_distance((u0, v0), (u1, v1)) <= (self._margin() if not self.has_flat_sides else 0.0):
            return False
        return not _in_box(self.outline.segments[0].start, (u0, v0), (u1, v1))

    def _border_distance(self, low: Point, high: Point) -> float:
        corners = [low, (high[0], low[1]), high, (low[0], high[1])]
        sides = zip(corners, [*corners[1:], corners[0]], strict=True)
        return min(self.outline.distance(a, b) for a, b in sides)

    def support(self, way: Vector) -> float:
        """Return how far it reaches along a direction, in mm from the origin."""
        first, second = _ACROSS[self.axis]
        a, b = way[first], way[second]
        reach = -math.inf
        for segment in self.outline.segments:
            for u, v in (segment.start, segment.end):
                reach = max(reach, a * u + b * v)
            if isinstance(segment, Arc):
                angle = math.atan2(segment.radii[1] * b, segment.radii[0] * a)
                turned = (angle - segment.begin if segment.sweep > 0 else segment.begin - angle) % math.tau
                if turned <= abs(segment.sweep):
                    u, v = segment.at(angle)
                    reach = max(reach, a * u + b * v)
        return reach + max(way[self.axis] * self.low, way[self.axis] * self.high)


def _in_box(point: Point, low: Point, high: Point) -> bool:
    return low[0] <= point[0] <= high[0] and low[1] <= point[1] <= high[1]
