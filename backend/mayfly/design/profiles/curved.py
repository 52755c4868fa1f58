"""A profile of straight lines and arcs through points: sectors, segments, half circles, rounded ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.outlines import Outline
from mayfly.design.profiles.shape import Named, Shape, text
from mayfly.design.segments import Arc, Line, Point, Segment
from mayfly.design.values import Point2


class Contour(Shape):
    """An outline through points; a piece of it is an arc where a point is given that it passes on its way."""

    kind: Literal["contour"] = "contour"
    points: Annotated[tuple[Point2, ...], Field(min_length=2, max_length=200)]
    via: Annotated[
        tuple[Point2 | None, ...],
        Field(description="where the arc to the next point passes; null: a line"),
    ]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if len(self.via) != len(self.points):
            raise ValueError(f"give one entry of via for each of the {len(self.points)} points")
        for start, via, end in self.pieces():
            if math.dist(start, end) < 0.001:
                raise ValueError(
                    f"the point ({start[0]:g}, {start[1]:g}) comes twice in a row; leave one out"
                )
            if via is not None and abs(_turning(start, via, end)) < 1e-9:
                raise ValueError(
                    f"the point ({via[0]:g}, {via[1]:g}) lies on a straight line with its neighbours; leave"
                    " it out"
                )
        if len(self.points) == 2 and None in self.via and set(self.via) == {None}:
            raise ValueError("two points make no outline without an arc")
        outline = self._drawn()
        if outline.area < 1e-6 or outline.crosses_itself():
            raise ValueError("the outline crosses itself; list its points in order around the shape")
        return self

    def pieces(self) -> list[tuple[Point, Point | None, Point]]:
        """Return each piece: where it begins, what it passes if it is an arc, and where it ends."""
        following = (*self.points[1:], self.points[0])
        return list(zip(self.points, self.via, following, strict=True))

    def _drawn(self) -> Outline:
        outline = Outline(tuple(_segment(*piece) for piece in self.pieces()))
        if outline.area >= 0:
            return outline
        return Outline(tuple(_segment(end, via, start) for start, via, end in reversed(self.pieces())))

    def steps(self, name: Named) -> list[str]:  # noqa: ARG002 - its points are numbers, as those of a polygon
        """Return the steps that draw it."""
        drawn = "".join(_step(*piece) for piece in self.pieces())
        return self._placed(f".placeSketch(cq.Sketch(){drawn}.assemble())")

    def through(self, point: Callable[[Point], Point]) -> Contour:
        """Return it with each of its points somewhere else: turned, or mirrored."""
        return Contour(
            points=tuple(point(at) for at in self.points),
            via=tuple(None if at is None else point(at) for at in self.via),
        )

    def title(self) -> str:
        """Return what to call it."""
        return f"outline of {len(self.points)} pieces"


def _segment(start: Point, via: Point | None, end: Point) -> Segment:
    """Return a piece: a line, or the arc through three points."""
    if via is None:
        return Line(start, end)
    centre = _centre(start, via, end)
    radius = math.dist(centre, start)
    begin = math.atan2(start[1] - centre[1], start[0] - centre[0])
    stop = math.atan2(end[1] - centre[1], end[0] - centre[0])
    left = _turning(start, via, end) > 0
    sweep = (stop - begin) % (2 * math.pi) if left else -((begin - stop) % (2 * math.pi))
    return Arc(centre, (radius, radius), begin, sweep)


def _centre(a: Point, b: Point, c: Point) -> Point:
    """Return the centre of the circle through three points."""
    (ax, ay), (bx, by), (cx, cy) = a, b, c
    double = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    squares = (ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy)
    return (
        (squares[0] * (by - cy) + squares[1] * (cy - ay) + squares[2] * (ay - by)) / double,
        (squares[0] * (cx - bx) + squares[1] * (ax - cx) + squares[2] * (bx - ax)) / double,
    )


def _turning(a: Point, b: Point, c: Point) -> float:
    """Return twice the area of the triangle of three points; above 0 where they turn left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _step(start: Point, via: Point | None, end: Point) -> str:
    """Return the step of a CadQuery sketch that draws a piece."""
    points = [start, end] if via is None else [start, via, end]
    listed = ", ".join(f"({text(x)}, {text(y)})" for x, y in points)
    return f".{'segment' if via is None else 'arc'}({listed})"
