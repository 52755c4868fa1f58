"""The outline that a feature has on its face: its area, how it is drawn, and what it takes from a body.

A profile stands on a point of a face. What lies below it is worked out by
summing the layers of material over the profile: exactly on a flat face of
even thickness, by Gauss's rule where the body is curved or oblique.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from mayfly.design.geometry.faces import Face, Layers, Point
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.outlines import Outline

#: Two sums of different fineness have to agree to this, relatively, for a volume to be required.
_AGREE: Final = 1e-7
_COARSE, _FINE = 14, 22
#: Spots along each side of an outline's box.
_SPOTS: Final = 12


@dataclass(frozen=True, slots=True)
class Footprint:
    """A round, rectangular or slotted outline.

    Attributes:
        long: Size along its own first direction; of a round one its diameter.
        wide: Size along its second direction.
        radius: Of its corners: half the width for a slot, half the diameter for a round one.
        turn: Angle from the face's u to the first direction, in degrees.
    """

    long: float
    wide: float
    radius: float = 0.0
    turn: float = 0.0

    @classmethod
    def round(cls, diameter: float) -> Footprint:
        """Return a round one."""
        return cls(diameter, diameter, diameter / 2)

    @classmethod
    def slot(cls, long: float, wide: float, turn: float = 0.0) -> Footprint:
        """Return one with round ends."""
        return cls(long, wide, wide / 2, turn)

    @property
    def is_round(self) -> bool:
        """Return whether it is a circle."""
        return self.long == self.wide == 2 * self.radius

    @property
    def area(self) -> float:
        """Area in mm²."""
        return self.long * self.wide - (4 - math.pi) * self.radius**2

    @property
    def extent(self) -> Point:
        """Its box along u and v."""
        if self.is_round:
            return self.long, self.long
        turn = math.radians(self.turn)
        cos, sin = round(abs(math.cos(turn)), 12), round(abs(math.sin(turn)), 12)
        core_long, core_wide = self.long - 2 * self.radius, self.wide - 2 * self.radius
        rim = 2 * self.radius
        return core_long * cos + core_wide * sin + rim, core_long * sin + core_wide * cos + rim

    def nodes(self, order: int) -> Iterator[tuple[float, float, float]]:
        """Return points over it with their weights, which sum up to the area."""
        if self.is_round:
            yield from self._round_nodes(order)
            return
        cos, sin = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        straight, half = self.wide / 2 - self.radius, self.long / 2
        pieces = [(-straight, straight, False)] if straight > 0 else []
        if self.radius > 0:
            pieces += [(straight, straight + self.radius, True), (-straight - self.radius, -straight, True)]
        for low, high, rounded in pieces:
            for t, weight in _gauss(order):
                # substituting a sine keeps the rule exact at the ends of a round corner
                angle = (t + 1) * math.pi / 4
                depth = self.radius * math.sin(angle) if rounded else 0.0
                y = (
                    (math.copysign(straight + depth, high + low))
                    if rounded
                    else (low + high) / 2 + t * (high - low) / 2
                )
                dy = self.radius * math.cos(angle) * math.pi / 4 if rounded else (high - low) / 2
                inset = self.radius * (1 - math.cos(angle)) if rounded else 0.0
                for s, other in _gauss(order):
                    x = s * (half - inset)
                    yield x * cos - y * sin, x * sin + y * cos, weight * other * dy * (half - inset)

    def _round_nodes(self, order: int) -> Iterator[tuple[float, float, float]]:
        """Return them in rings, so that a point of a cone in the middle does no harm."""
        around = 2 * order
        turns = [2 * math.pi * k / around for k in range(around)]
        circle = [(math.cos(turn), math.sin(turn)) for turn in turns]
        for t, weight in _gauss(order):
            radius = self.radius * (t + 1) / 2
            share = weight * self.radius / 2 * radius * 2 * math.pi / around
            for cos, sin in circle:
                yield radius * cos, radius * sin, share

    def taken(self, face: Face, point: Point, depth: float) -> float | None:
        """Return the volume that a cut down to a depth below the face's level takes away, in mm³.

        None where it has no exact value: an edge of the body lies below the profile.
        """
        if face.layers is None:
            return self.area * min(depth, face.depth)
        coarse, fine = (_sum(self, face.layers, point, depth, order) for order in (_COARSE, _FINE))
        return fine if abs(coarse - fine) <= _AGREE * max(abs(fine), 1e-9) else None

    def thinnest(self, face: Face, point: Point) -> float:
        """Return the least depth, below the face's level, at which a cut comes out of the first wall."""
        if face.layers is None:
            return face.depth
        spots = [(point[0], point[1])]
        for step in range(24):
            angle = 2 * math.pi * step / 24
            half_u, half_v = (side / 2 for side in self.extent)
            spots.append((point[0] + half_u * math.cos(angle), point[1] + half_v * math.sin(angle)))
        ends = [layers[0][1] for u, v in spots if (layers := face.behind(u, v))]
        return min(ends, default=0.0)

    def thickness_varies(self, face: Face, points: Sequence[Point]) -> bool:
        """Return whether something else than the face's own thickness lies below a part of it."""
        return any(
            len(layers := face.behind(u + du, v + dv)) != 1 or abs(layers[0][1] - face.depth) > SAME_MM
            for u, v in points
            for du, dv, _ in self.nodes(8)
        )

    def reach(self, face: Face, points: Sequence[Point]) -> float:
        """Return the depth, below the face's level, at which a cut has left the body everywhere."""
        if face.layers is None:
            return face.depth
        return max((layers[-1][1] for u, v in points for du, dv, _ in self.nodes(6)
                    if (layers := face.behind(u + du, v + dv))), default=face.depth)  # fmt: skip


@lru_cache(maxsize=64)
def _sum(
    footprint: Footprint, layers: Callable[[float, float], Layers], point: Point, depth: float, order: int
) -> float:
    """Return the volume under a footprint down to a depth; kept, since near readings share their cuts."""
    u, v = point
    total = 0.0
    for du, dv, weight in footprint.nodes(order):
        for start, end in layers(u + du, v + dv):
            total += weight * max(min(depth, end) - start, 0.0)
    return total


class OutlineFootprint:
    """What any closed outline covers around the point that it stands on."""

    radius = 0.0
    turn = 0.0

    def __init__(self, outline: Outline, *, opening: float = 0.0) -> None:
        """Keep the outline, and of a ring around that point the diameter of its opening in mm."""
        self.outline = outline
        self.opening = opening
        self.is_round = opening > 0
        (u0, v0), (u1, v1) = outline.box
        self.extent: Point = (2 * max(-u0, u1), 2 * max(-v0, v1))
        self.long, self.wide = self.extent
        self.area = outline.area

    @cached_property
    def _spots(self) -> list[Point]:
        """Spots over the outline at which the material below is looked at."""
        (u0, v0), (u1, v1) = self.outline.box
        steps = [(k + 0.5) / _SPOTS for k in range(_SPOTS)]
        grid = [(u0 + a * (u1 - u0), v0 + b * (v1 - v0)) for a in steps for b in steps]
        return [*self.outline.border(), *(spot for spot in grid if self.outline.holds(spot))]

    def _layers(self, face: Face, point: Point) -> set[Layers]:
        """Return the different layers of material below its spots, to the hundred-thousandth of a mm."""
        return {
            tuple((round(low, 5), round(high, 5)) for low, high in face.behind(point[0] + u, point[1] + v))
            for u, v in self._spots
        }

    def taken(self, face: Face, point: Point, depth: float) -> float | None:
        """Return the volume in mm³ that a cut down to a depth takes away, None where the material varies."""
        if face.layers is None:
            return self.area * min(depth, face.depth)
        found = self._layers(face, point)
        if len(found) != 1:
            return None
        return self.area * sum(max(min(depth, high) - low, 0.0) for low, high in found.pop())

    def thinnest(self, face: Face, point: Point) -> float:
        """Return the least depth, below the face's level, at which a cut comes out of the first wall."""
        if face.layers is None:
            return face.depth
        return min((layers[0][1] for layers in self._layers(face, point) if layers), default=0.0)

    def thickness_varies(self, face: Face, points: Sequence[Point]) -> bool:
        """Return whether something else than the face's own thickness lies below a part of it."""
        if face.layers is None:
            return False
        found = {layers for point in points for layers in self._layers(face, point)}
        return any(len(layers) != 1 or abs(layers[0][1] - face.depth) > 1e-4 for layers in found)

    def reach(self, face: Face, points: Sequence[Point]) -> float:
        """Return the depth, below the face's level, at which a cut has left the body everywhere."""
        if face.layers is None:
            return face.depth
        found = {layers for point in points for layers in self._layers(face, point)}
        return max((layers[-1][1] for layers in found if layers), default=face.depth)


@lru_cache(maxsize=8)
def _gauss(order: int) -> tuple[tuple[float, float], ...]:
    """Return the nodes and weights of Gauss and Legendre's rule on -1 to 1, by Newton's method."""
    rule = []
    for k in range(order):
        x = math.cos(math.pi * (k + 0.75) / (order + 0.5))
        slope = 1.0
        for _ in range(50):
            before, value = 1.0, x
            for n in range(2, order + 1):
                before, value = value, ((2 * n - 1) * x * value - (n - 1) * before) / n
            slope = order * (x * value - before) / (x * x - 1)
            step = value / slope
            x -= step
            if abs(step) < 1e-15:
                break
        rule.append((x, 2 / ((1 - x * x) * slope * slope)))
    return tuple(rule)
