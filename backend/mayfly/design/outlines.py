"""Closed outlines of straight lines, arcs and ellipses: area, centroid, box, what lies inside.

An outline runs counter-clockwise around its material, in millimetres. All of it is worked out from the
corners, without the CAD kernel, so that a built model can be held against it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mayfly.design.segments import SAME_MM, Line, Point, Segment, middle, rounded, unit

Box2 = tuple[Point, Point]
#: Chords that are passed over together where they are farther away than another one.
_TOGETHER: Final = 16


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
        return tuple((low, high) for low, high in pairs if high - low > SAME_MM)

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
        return [point for chord in self._chords for point in (chord[0], middle(*chord))]

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
                if boxes[j][0] > boxes[i][1] + SAME_MM:
                    break
                if boxes[j][2] > boxes[i][3] + SAME_MM or boxes[i][2] > boxes[j][3] + SAME_MM:
                    continue
                shared = {rounded(p) for p in chords[i]} & {rounded(p) for p in chords[j]}
                if shared and not _folds_back(chords[i], chords[j], shared):
                    continue
                if _apart(*chords[i], *chords[j]) <= SAME_MM:
                    return True
        return False


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
    ends = [next((p for p in line if rounded(p) != corner), line[0]) for line in (one, two)]
    ways = [unit(corner, end) for end in ends if math.dist(corner, end) > SAME_MM]
    return len(ways) == 2 and ways[0][0] * ways[1][0] + ways[0][1] * ways[1][1] > 1 - 1e-12
