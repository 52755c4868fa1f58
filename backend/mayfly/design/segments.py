"""Straight lines and arcs, of which outlines consist: length, moments, what crosses them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]

SAME_MM: Final = 1e-9
#: Pieces that a full turn is cut into where only the distance to an arc is asked for.
_CHORDS: Final = 256


@dataclass(frozen=True, slots=True)
class Line:
    """A straight piece of an outline."""

    start: Point
    end: Point

    @property
    def length(self) -> float:
        """Length in mm."""
        return math.dist(self.start, self.end)

    @property
    def normal(self) -> Point:
        """Unit vector that points out of the material."""
        long = self.length
        return (self.end[1] - self.start[1]) / long, (self.start[0] - self.end[0]) / long

    def moments(self) -> tuple[float, float, float]:
        """Return its share of area and of the first moments about Y and X, by Green's theorem."""
        (a, b), (c, d) = self.start, self.end
        # 1/2 the integral of x² dy, and of -y² dx, as for arcs: only the sum around the border is a moment
        about_y, about_x = (d - b) * (a * a + a * c + c * c) / 6, (a - c) * (b * b + b * d + d * d) / 6
        return (a * d - b * c) / 2, about_y, about_x

    def extremes(self) -> Iterator[Point]:
        """Return points that reach furthest along X and Y."""
        yield self.start
        yield self.end

    def reach(self, way: Point) -> float:
        """Return the largest distance of its points along a direction, counted from the origin."""
        return max(p[0] * way[0] + p[1] * way[1] for p in (self.start, self.end))

    def crossings(self, origin: Point, way: Point) -> Iterator[float]:
        """Return how far along a ray it is met; its first end counts, its last does not."""
        (a, b), (c, d) = self.start, self.end
        off = [(x - origin[0]) * way[1] - (y - origin[1]) * way[0] for x, y in (self.start, self.end)]
        if (off[0] > 0) == (off[1] > 0):
            return
        share = off[0] / (off[0] - off[1])
        x, y = a + share * (c - a), b + share * (d - b)
        yield (x - origin[0]) * way[0] + (y - origin[1]) * way[1]

    def chords(self) -> Iterator[tuple[Point, Point]]:
        """Return the straight lines that stand for it when a distance is measured."""
        yield self.start, self.end

    def moved(self, by: Point) -> Line:
        """Return a copy, moved."""
        return Line(_plus(self.start, by), _plus(self.end, by))


@dataclass(frozen=True, slots=True)
class Arc:
    """A circular or elliptic piece of an outline.

    Attributes:
        centre: Its centre.
        radii: Half axes along X and Y; equal for a circle.
        begin: Angle at which it begins, in radians from +X, of the circle that it is stretched from.
        sweep: Angle that it turns through: above 0 counter-clockwise, 2 pi for a whole one.
    """

    centre: Point
    radii: Point
    begin: float
    sweep: float

    def at(self, angle: float) -> Point:
        """Return the point at an angle."""
        return (
            self.centre[0] + self.radii[0] * math.cos(angle),
            self.centre[1] + self.radii[1] * math.sin(angle),
        )

    @property
    def start(self) -> Point:
        """First end."""
        return self.at(self.begin)

    @property
    def end(self) -> Point:
        """Last end."""
        return self.at(self.begin + self.sweep)

    def moments(self) -> tuple[float, float, float]:
        """Return its share of area and of the first moments about Y and X, by Green's theorem."""
        (x, y), (a, b) = self.centre, self.radii
        t0, t1 = self.begin, self.begin + self.sweep
        ds, dc = math.sin(t1) - math.sin(t0), math.cos(t1) - math.cos(t0)
        area = (a * b * (t1 - t0) + x * b * ds - y * a * dc) / 2
        # 1/2 the integral of x² dy, and of -y² dx
        sin2 = (math.sin(2 * t1) - math.sin(2 * t0)) / 2
        cubed = ds - (math.sin(t1) ** 3 - math.sin(t0) ** 3) / 3
        about_y = b / 2 * (x * x * ds + x * a * (t1 - t0 + sin2) + a * a * cubed)
        cubed = -dc + (math.cos(t1) ** 3 - math.cos(t0) ** 3) / 3
        about_x = a / 2 * (y * y * -dc + y * b * (t1 - t0 - sin2) + b * b * cubed)
        return area, about_y, about_x

    def extremes(self) -> Iterator[Point]:
        """Return points that reach furthest along X and Y."""
        yield self.start
        yield self.end
        for quarter in range(-8, 9):
            angle = quarter * math.pi / 2
            if self._holds(angle):
                yield self.at(angle)

    def reach(self, way: Point) -> float:
        """Return the largest distance of its points along a direction, counted from the origin."""
        ends = [p[0] * way[0] + p[1] * way[1] for p in (self.start, self.end)]
        turn = math.atan2(way[1] * self.radii[1], way[0] * self.radii[0])
        for round_ in (-4, -2, 0, 2, 4):
            if self._holds(turn + round_ * math.pi):
                x, y = self.at(turn)
                ends.append(x * way[0] + y * way[1])
        return max(ends)

    def _holds(self, angle: float) -> bool:
        """Whether it passes an angle (not counted modulo a turn)."""
        low, high = sorted((self.begin, self.begin + self.sweep))
        return low <= angle <= high

    def crossings(self, origin: Point, way: Point) -> Iterator[float]:
        """Return how far along a ray it is met."""
        (a, b), (x, y) = self.radii, (origin[0] - self.centre[0], origin[1] - self.centre[1])
        p, q = way[0] / a, way[1] / b
        u, v = x / a, y / b
        square, half, rest = p * p + q * q, u * p + v * q, u * u + v * v - 1
        inside = half * half - square * rest
        if inside <= 0:
            return
        whole = abs(self.sweep) >= 2 * math.pi  # rounding must not lose a point at its seam
        for sign in (-1, 1):
            far = (-half + sign * math.sqrt(inside)) / square
            angle = math.atan2(v + far * q, u + far * p)
            turned = (angle - self.begin if self.sweep > 0 else self.begin - angle) % (2 * math.pi)
            if whole or turned < abs(self.sweep):
                yield far

    def chords(self) -> Iterator[tuple[Point, Point]]:
        """Return the straight lines that stand for it when a distance is measured."""
        count = max(1, math.ceil(abs(self.sweep) / (2 * math.pi) * _CHORDS))
        points = [self.at(self.begin + self.sweep * k / count) for k in range(count + 1)]
        yield from itertools.pairwise(points)

    def moved(self, by: Point) -> Arc:
        """Return a copy, moved."""
        return Arc(_plus(self.centre, by), self.radii, self.begin, self.sweep)


Segment = Line | Arc


def _plus(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def middle(a: Point, b: Point) -> Point:
    """Return the point halfway between two."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def unit(start: Point, end: Point) -> Point:
    """Return the direction from one point to another, of length 1."""
    long = math.dist(start, end)
    return (end[0] - start[0]) / long, (end[1] - start[1]) / long


def rounded(point: Point) -> Point:
    """Return a point to a tenth of a millionth of a millimetre, so that ends that meet are equal."""
    return round(point[0], 7), round(point[1], 7)
