"""Closed outlines of straight lines, arcs and ellipses: area, centroid, box, what lies inside.

An outline runs counter-clockwise around its material, in millimetres. All of it is worked out from the
corners, without the CAD kernel, so that a built model can be held against it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

Point = tuple[float, float]
Box2 = tuple[Point, Point]

_SAME_MM: Final = 1e-9
#: Pieces that a full turn is cut into where only the distance to an arc is asked for.
_CHORDS: Final = 256
#: Chords that are passed over together where they are farther away than another one.
_TOGETHER: Final = 16


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


@dataclass(frozen=True)
class Outline:
    """A closed border around material, with the borders of what is cut out of it.

    Attributes:
        segments: Pieces that follow each other, counter-clockwise.
        openings: Closed borders of openings, each counter-clockwise by itself, none in another.
    """

    segments: tuple[Segment, ...]
    openings: tuple[tuple[Segment, ...], ...] = ()

    @cached_property
    def _moments(self) -> tuple[float, float, float]:
        totals = [sum(parts) for parts in zip(*(s.moments() for s in self.segments), strict=True)]
        for opening in self.openings:
            for place, parts in enumerate(zip(*(s.moments() for s in opening), strict=True)):
                totals[place] -= sum(parts)
        return totals[0], totals[1], totals[2]

    @property
    def area(self) -> float:
        """Area in mm²."""
        return self._moments[0]

    @property
    def centroid(self) -> Point:
        """Centre of its area."""
        area, about_y, about_x = self._moments
        return about_y / area, about_x / area

    @cached_property
    def box(self) -> Box2:
        """Its lowest and its highest coordinates."""
        points = [point for segment in self.segments for point in segment.extremes()]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (min(xs), min(ys)), (max(xs), max(ys))

    @property
    def size(self) -> Point:
        """Sides of its box."""
        (x0, y0), (x1, y1) = self.box
        return x1 - x0, y1 - y0

    def reach(self, way: Point) -> float:
        """Return the largest distance of its points along a direction, counted from the origin."""
        return max(segment.reach(way) for segment in self.segments)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its straight pieces, those of the openings aside."""
        return tuple(segment for segment in self.segments if isinstance(segment, Line))

    def _all(self) -> Iterator[Segment]:
        yield from self.segments
        for opening in self.openings:
            yield from opening

    def spans(self, origin: Point, way: Point) -> tuple[tuple[float, float], ...]:
        """Return where a straight line lies in the material, as distances along its unit vector."""
        met = sorted(far for segment in self._all() for far in segment.crossings(origin, way))
        pairs = zip(met[::2], met[1::2], strict=False)
        return tuple((low, high) for low, high in pairs if high - low > _SAME_MM)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in the material."""
        return any(low < 0 < high for low, high in self.spans(point, (0.8, 0.6)))

    def distance(self, start: Point, end: Point | None = None) -> float:
        """Return the distance in mm of a point or a straight line from the border, 0 where they meet."""
        end = start if end is None else end
        low_x, high_x = min(start[0], end[0]), max(start[0], end[0])
        low_y, high_y = min(start[1], end[1]), max(start[1], end[1])
        least = math.inf
        for ((x0, y0), (x1, y1)), chords in self._stretches:
            off = max(x0 - high_x, low_x - x1, 0.0), max(y0 - high_y, low_y - y1, 0.0)
            if math.hypot(*off) >= least:
                continue
            for a, b in chords:
                away = _from_chord(start, a, b) if end == start else _apart(start, end, a, b)
                least = min(least, away)
        return least

    @cached_property
    def _stretches(self) -> tuple[tuple[Box2, tuple[tuple[Point, Point], ...]], ...]:
        """Its chords, a few that follow each other at a time, each with the box around them."""
        found = []
        for at in range(0, len(self._chords), _TOGETHER):
            chords = self._chords[at : at + _TOGETHER]
            xs, ys = [p[0] for chord in chords for p in chord], [p[1] for chord in chords for p in chord]
            found.append((((min(xs), min(ys)), (max(xs), max(ys))), chords))
        return tuple(found)

    @cached_property
    def _chords(self) -> tuple[tuple[Point, Point], ...]:
        return tuple(chord for segment in self._all() for chord in segment.chords())

    def border(self) -> list[Point]:
        """Return points along the border, close enough to find what lies below its edge."""
        return [point for chord in self._chords for point in (chord[0], _middle(*chord))]

    def moved(self, by: Point) -> Outline:
        """Return a copy, moved."""
        return Outline(
            tuple(segment.moved(by) for segment in self.segments),
            tuple(tuple(segment.moved(by) for segment in opening) for opening in self.openings),
        )

    def crosses_itself(self) -> bool:
        """Whether its border meets itself, apart from the corners."""
        chords = self._chords
        boxes = [(min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])) for a, b in chords]
        order = sorted(range(len(chords)), key=lambda i: boxes[i][0])
        for place, i in enumerate(order):
            for j in order[place + 1 :]:
                if boxes[j][0] > boxes[i][1] + _SAME_MM:
                    break
                if boxes[j][2] > boxes[i][3] + _SAME_MM or boxes[i][2] > boxes[j][3] + _SAME_MM:
                    continue
                shared = {_rounded(p) for p in chords[i]} & {_rounded(p) for p in chords[j]}
                if shared and not _folds_back(chords[i], chords[j], shared):
                    continue
                if _apart(*chords[i], *chords[j]) <= _SAME_MM:
                    return True
        return False


def polygon(corners: Sequence[Point]) -> Outline:
    """Return the outline through corners, turned counter-clockwise if they run the other way."""
    doubled = sum(a * d - b * c for (a, b), (c, d) in _pairs(corners))
    ordered = list(corners) if doubled > 0 else list(reversed(corners))
    return Outline(tuple(Line(a, b) for a, b in _pairs(ordered)))


def circle(diameter: float, centre: Point = (0.0, 0.0)) -> Outline:
    """Return a circle."""
    return ellipse(diameter, diameter, centre)


def ellipse(long: float, wide: float, centre: Point = (0.0, 0.0)) -> Outline:
    """Return an ellipse from its two diameters along X and Y."""
    return Outline((Arc(centre, (long / 2, wide / 2), 0.0, 2 * math.pi),))


def rectangle(long: float, wide: float, radius: float = 0.0) -> Outline:
    """Return a rectangle around the origin, its corners rounded."""
    x, y = long / 2, wide / 2
    if radius <= 0:
        return polygon([(-x, -y), (x, -y), (x, y), (-x, y)])
    inner = [
        (x - radius, y - radius),
        (radius - x, y - radius),
        (radius - x, radius - y),
        (x - radius, radius - y),
    ]
    arcs = [
        Arc(centre, (radius, radius), quarter * math.pi / 2, math.pi / 2)
        for quarter, centre in enumerate(inner)
    ]
    return joined(arcs)


def joined(pieces: Sequence[Segment]) -> Outline:
    """Return the outline of pieces in order, with straight lines where they do not meet."""
    segments: list[Segment] = []
    for piece, after in zip(pieces, [*pieces[1:], pieces[0]], strict=True):
        segments.append(piece)
        if math.dist(piece.end, after.start) > _SAME_MM:
            segments.append(Line(piece.end, after.start))
    return Outline(tuple(segments))


def fillet_corners(corners: Sequence[Point], radius: float) -> Outline:
    """Return a polygon with each of its corners rounded by one radius.

    Raises:
        ValueError: A side is too short for the arcs at its ends; the text says which radius would do.
    """
    outline = polygon(corners)
    if radius <= 0:
        return outline
    points = [segment.start for segment in outline.segments]
    arcs: list[Segment] = []
    reaches: list[float] = []
    count = len(points)
    for i, point in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % count]
        back, ahead = _unit(point, before), _unit(point, after)
        between = math.acos(max(-1.0, min(1.0, back[0] * ahead[0] + back[1] * ahead[1])))
        reaches.append(radius / math.tan(between / 2))
        turn = back[1] * ahead[0] - back[0] * ahead[1]  # above 0 at a convex corner
        middle = _unit((0.0, 0.0), (back[0] + ahead[0], back[1] + ahead[1]))
        far = radius / math.sin(between / 2)
        centre = (point[0] + middle[0] * far, point[1] + middle[1] * far)
        touch = (point[0] + back[0] * reaches[i], point[1] + back[1] * reaches[i])
        begin = math.atan2(touch[1] - centre[1], touch[0] - centre[0])
        arcs.append(Arc(centre, (radius, radius), begin, math.copysign(math.pi - between, turn)))
    for i, line in enumerate(outline.lines):
        need = reaches[i] + reaches[(i + 1) % count]
        if need > line.length + _SAME_MM:
            raise ValueError(
                f"a corner radius of {radius:g} mm does not fit a side of {line.length:g} mm; at most"
                f" {radius * line.length / need:.4g} mm fits"
            )
    return joined(arcs)


def _pairs(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    yield from zip(points, [*points[1:], points[0]], strict=True)


def _plus(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _unit(start: Point, end: Point) -> Point:
    long = math.dist(start, end)
    return (end[0] - start[0]) / long, (end[1] - start[1]) / long


def _rounded(point: Point) -> Point:
    return round(point[0], 7), round(point[1], 7)


def _from_chord(point: Point, a: Point, b: Point) -> float:
    x, y = b[0] - a[0], b[1] - a[1]
    square = x * x + y * y
    share = ((point[0] - a[0]) * x + (point[1] - a[1]) * y) / square if square else 0.0
    share = max(0.0, min(1.0, share))
    return math.hypot(point[0] - a[0] - share * x, point[1] - a[1] - share * y)


def _apart(a: Point, b: Point, c: Point, d: Point) -> float:
    """Return the distance between two straight lines, 0 where they cross."""
    if _sides(a, b, c, d) and _sides(c, d, a, b):
        return 0.0
    return min(_from_chord(a, c, d), _from_chord(b, c, d), _from_chord(c, a, b), _from_chord(d, a, b))


def _sides(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the ends of the second line lie on different sides of the first."""

    def side(p: Point) -> float:
        return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

    return (side(c) > 0) != (side(d) > 0)


def _folds_back(one: tuple[Point, Point], two: tuple[Point, Point], shared: set[Point]) -> bool:
    """Whether two lines that meet in a corner run over each other."""
    corner = next(iter(shared))
    ends = [next((p for p in line if _rounded(p) != corner), line[0]) for line in (one, two)]
    ways = [_unit(corner, end) for end in ends if math.dist(corner, end) > _SAME_MM]
    return len(ways) == 2 and ways[0][0] * ways[1][0] + ways[0][1] * ways[1][1] > 1 - 1e-12
