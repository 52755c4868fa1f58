"""Outlines of common shapes: polygons, circles, ellipses, rectangles, and corners that are rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from mayfly.design.outlines import Outline
from mayfly.design.segments import SAME_MM, Arc, Line, Point, Segment, unit


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
        if math.dist(piece.end, after.start) > SAME_MM:
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
        back, ahead = unit(point, before), unit(point, after)
        between = math.acos(max(-1.0, min(1.0, back[0] * ahead[0] + back[1] * ahead[1])))
        reaches.append(radius / math.tan(between / 2))
        turn = back[1] * ahead[0] - back[0] * ahead[1]  # above 0 at a convex corner
        middle = unit((0.0, 0.0), (back[0] + ahead[0], back[1] + ahead[1]))
        far = radius / math.sin(between / 2)
        centre = (point[0] + middle[0] * far, point[1] + middle[1] * far)
        touch = (point[0] + back[0] * reaches[i], point[1] + back[1] * reaches[i])
        begin = math.atan2(touch[1] - centre[1], touch[0] - centre[0])
        arcs.append(Arc(centre, (radius, radius), begin, math.copysign(math.pi - between, turn)))
    for i, line in enumerate(outline.lines):
        need = reaches[i] + reaches[(i + 1) % count]
        if need > line.length + SAME_MM:
            raise ValueError(
                f"a corner radius of {radius:g} mm does not fit a side of {line.length:g} mm; at most"
                f" {radius * line.length / need:.4g} mm fits"
            )
    return joined(arcs)


def _pairs(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    yield from zip(points, [*points[1:], points[0]], strict=True)
