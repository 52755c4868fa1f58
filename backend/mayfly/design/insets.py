"""Outlines that are moved inwards by a distance: how much area that takes, and whether anything is left."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mayfly.design.outline_shapes import joined, polygon
from mayfly.design.outlines import Outline
from mayfly.design.segments import Arc, Point, Segment

_SAME = 1e-9
_SMOOTH = 1e-6


def turning(outline: Outline) -> float | None:
    """Return the sum of tan(a / 2) over the angles of the corners, and of a / 2 over those of the arcs.

    An outline of area A and length P that is moved inwards by d, its corners kept sharp, has the area
    A - P d + turning d². Openings are moved into the material likewise. None for an ellipse, and where an arc
    meets its neighbour in a corner.
    """
    total = 0.0
    for loop, sign in ((outline.segments, 1.0), *((opening, -1.0) for opening in outline.openings)):
        for i, segment in enumerate(loop):
            after = loop[(i + 1) % len(loop)]
            if isinstance(segment, Arc):
                if abs(segment.radii[0] - segment.radii[1]) > _SAME:
                    return None
                total += sign * segment.sweep / 2
            turn = _turn(segment, after) if len(loop) > 1 else 0.0
            if abs(turn) < _SMOOTH:
                continue
            if isinstance(segment, Arc) or isinstance(after, Arc):
                return None
            total += sign * math.tan(turn / 2)
    return total


def corner_angles(outline: Outline) -> list[float]:
    """Return by how much each piece turns into the next, in radians; below 0 at an inside corner."""
    loop = outline.segments
    return (
        [_turn(segment, loop[(i + 1) % len(loop)]) for i, segment in enumerate(loop)] if len(loop) > 1 else []
    )


def inset(outline: Outline, by: float) -> Outline | None:
    """Return the outer border moved inwards, its corners kept sharp; None where some of it is lost.

    An opening counts as lost if the border meets it.
    """
    moved = _polygon(outline, by) if len(outline.lines) == len(outline.segments) else _round(outline, by)
    if moved is None or moved.crosses_itself():
        return None
    for opening in outline.openings:
        grown = [
            Arc(s.centre, (s.radii[0] + by, s.radii[1] + by), s.begin, s.sweep)
            for s in opening
            if isinstance(s, Arc)
        ]
        points = [s.at(s.begin + s.sweep * k / 16) for s in grown for k in range(16)]
        if len(grown) < len(opening) or not all(moved.holds(point) for point in points):
            return None
    return moved


def _turn(one: Segment, two: Segment) -> float:
    (a, b), (c, d) = _way(one, at_end=True), _way(two, at_end=False)
    return math.atan2(a * d - b * c, a * c + b * d)


def _way(segment: Segment, *, at_end: bool) -> Point:
    """Return the direction in which a piece begins or ends."""
    if not isinstance(segment, Arc):
        out = segment.normal
        return -out[1], out[0]
    angle = segment.begin + (segment.sweep if at_end else 0.0)
    sign = math.copysign(1.0, segment.sweep)
    return -math.sin(angle) * sign, math.cos(angle) * sign


def _polygon(outline: Outline, by: float) -> Outline | None:
    """Return a polygon moved inwards."""
    lines = outline.lines
    points: list[Point] = []
    for i, line in enumerate(lines):
        before = lines[i - 1]
        (a, b), (c, d) = before.normal, line.normal
        share = by / (1 + a * c + b * d)
        points.append((line.start[0] - (a + c) * share, line.start[1] - (b + d) * share))
    for i, line in enumerate(lines):
        (a, b), (c, d) = points[i], points[(i + 1) % len(points)]
        if (c - a) * (line.end[0] - line.start[0]) + (d - b) * (line.end[1] - line.start[1]) <= _SAME:
            return None
    return polygon(points)


def _round(outline: Outline, by: float) -> Outline | None:
    """Return an outline moved inwards whose arcs run smoothly into their neighbours."""
    pieces: Sequence[Segment] = outline.segments
    arcs: list[Segment] = []
    for piece in pieces:
        if isinstance(piece, Arc):
            radius = piece.radii[0] - math.copysign(by, piece.sweep)
            if radius <= _SMOOTH:
                return None
            arcs.append(Arc(piece.centre, (radius, radius), piece.begin, piece.sweep))
    return joined(arcs)
