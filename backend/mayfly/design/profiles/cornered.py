"""Profiles that are drawn through corners: polygons, triangle, trapezoid and strip."""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.design import outline_shapes
from mayfly.design.outlines import Outline
from mayfly.design.profiles.shape import Named, Shape, text
from mayfly.design.segments import Point
from mayfly.design.values import Coordinate, Length, Point2


class Cornered(Shape):
    """What is drawn through corners."""

    @abstractmethod
    def corners(self) -> list[Point]:
        """Return its corners around its own middle, counter-clockwise, before it is moved and turned."""

    def _drawn(self) -> Outline:
        return outline_shapes.polygon(self.corners())

    def _polyline(self, corners: list[Point], note: str = "") -> list[str]:
        listed = ", ".join(f"({text(x)}, {text(y)})" for x, y in corners)
        steps = self._placed(f".polyline([{listed}])")
        return [*steps[:-1], f"{steps[-1]}{note}", ".close()"]


class Polygon(Cornered):
    """A polygon through points; all of its corners are rounded if a radius is given."""

    kind: Literal["polygon"] = "polygon"
    points: Annotated[tuple[Point2, ...], Field(min_length=3, max_length=200)]
    corner_radius: Annotated[Coordinate, Field(ge=0)] = 0.0

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for before, after in zip(self.points, (*self.points[1:], self.points[0]), strict=True):
            if math.dist(before, after) < 0.001:
                raise ValueError(
                    f"the point ({before[0]:g}, {before[1]:g}) comes twice in a row; leave one out"
                )
        outline = outline_shapes.polygon(self.points)
        if outline.area < 1e-6 or outline.crosses_itself():
            raise ValueError("the polygon crosses itself; list its corners in order around the shape")
        if (
            self.corner_radius
            and outline_shapes.fillet_corners(self.points, self.corner_radius).crosses_itself()
        ):
            raise ValueError(f"a corner radius of {self.corner_radius:g} mm does not fit the polygon")
        return self

    def corners(self) -> list[Point]:
        """Return its points."""
        return list(self.points)

    def _drawn(self) -> Outline:
        return outline_shapes.fillet_corners(self.points, self.corner_radius)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        if not self.corner_radius:
            return self._polyline(self.corners())
        radius = name("corner_radius", self.corner_radius, "corner radius")
        listed = ", ".join(f"({text(x)}, {text(y)})" for x, y in (*self.points, self.points[0]))
        return self._placed(f".placeSketch(cq.Sketch().polygon([{listed}]).vertices().fillet({radius}))")

    def title(self) -> str:
        """Return what to call it."""
        return f"outline of {len(self.points)} corners"


class RegularPolygon(Cornered):
    """A regular polygon; one of its sizes: across its flats, across its corners, or one side."""

    kind: Literal["regular_polygon"] = "regular_polygon"
    sides: Annotated[int, Field(ge=3, le=100)]
    across_flats: Length | None = None
    across_corners: Length | None = None
    side: Length | None = None

    @model_validator(mode="after")
    def _has_one_size(self) -> Self:
        if sum(size is not None for size in (self.across_flats, self.across_corners, self.side)) != 1:
            raise ValueError("give one of across_flats, across_corners and side")
        return self

    @property
    def radius(self) -> float:
        """Distance of its corners from its middle, in mm."""
        half = math.pi / self.sides
        if self.across_flats is not None:
            return self.across_flats / 2 / math.cos(half)
        if self.side is not None:
            return self.side / 2 / math.sin(half)
        assert self.across_corners is not None  # noqa: S101 - one of the three is given
        return self.across_corners / 2

    def corners(self) -> list[Point]:
        """Return its corners; the first lies on +X."""
        turns = [2 * math.pi * k / self.sides for k in range(self.sides)]
        return [(self.radius * math.cos(t), self.radius * math.sin(t)) for t in turns]

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        given = next(size for size in ("across_flats", "across_corners", "side") if getattr(self, size))
        size = name(given, getattr(self, given), given.replace("_", " "))
        wide = {
            "across_flats": f"{size} / math.cos(math.pi / {self.sides})",
            "across_corners": size,
            "side": f"{size} / math.sin(math.pi / {self.sides})",
        }[given]
        return self._placed(f".polygon({self.sides}, {wide})")

    def title(self) -> str:
        """Return what to call it."""
        return f"regular polygon of {self.sides} sides"


class Triangle(Cornered):
    """A triangle that stands on its base, around the middle of its box; its apex may be off the middle."""

    kind: Literal["triangle"] = "triangle"
    base: Length
    height: Length
    apex: Annotated[
        Coordinate | None, Field(description="from the left end of the base; None: the middle")
    ] = None

    def corners(self) -> list[Point]:
        """Return its corners."""
        low, high = -self.height / 2, self.height / 2
        apex = self.base / 2 if self.apex is None else self.apex
        return [(-self.base / 2, low), (self.base / 2, low), (apex - self.base / 2, high)]

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        base, high = name("base", self.base, "base"), name("height", self.height, "height")
        apex = "0"
        if self.apex is not None:
            apex = f"{name('apex', self.apex, 'apex, from the left end of the base')} - {base} / 2"
        corners = f"(-{base} / 2, -{high} / 2), ({base} / 2, -{high} / 2), ({apex}, {high} / 2)"
        return [*self._placed(f".polyline([{corners}])"), ".close()"]

    def title(self) -> str:
        """Return what to call it."""
        return f"triangle {text(self.base)} x {text(self.height)} mm"


class Trapezoid(Cornered):
    """A trapezoid, alike on both sides, around the middle of its box."""

    kind: Literal["trapezoid"] = "trapezoid"
    bottom: Length
    top: Length
    height: Length

    def corners(self) -> list[Point]:
        """Return its corners."""
        low, high = -self.height / 2, self.height / 2
        return [(-self.bottom / 2, low), (self.bottom / 2, low), (self.top / 2, high), (-self.top / 2, high)]

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        low, top = name("bottom", self.bottom, "bottom side"), name("top", self.top, "top side")
        high = name("height", self.height, "height")
        below = f"(-{low} / 2, -{high} / 2), ({low} / 2, -{high} / 2)"
        corners = f"{below}, ({top} / 2, {high} / 2), (-{top} / 2, {high} / 2)"
        return [*self._placed(f".polyline([{corners}])"), ".close()"]

    def title(self) -> str:
        """Return what to call it."""
        return f"trapezoid {text(self.bottom)} / {text(self.top)} x {text(self.height)} mm"


class Strip(Shape):
    """A line through points, drawn out to a width: a bent sheet seen from its edge, a rib, a channel."""

    kind: Literal["strip"] = "strip"
    points: Annotated[tuple[Point2, ...], Field(min_length=2, max_length=100)]
    width: Length
    side: Annotated[
        Literal["middle", "left", "right"],
        Field(description="where the material lies, seen along the line"),
    ] = "middle"

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for before, after in itertools.pairwise(self.points):
            if math.dist(before, after) < 0.001:
                raise ValueError(
                    f"the point ({before[0]:g}, {before[1]:g}) comes twice in a row; leave one out"
                )
        if outline_shapes.polygon(self.corners()).crosses_itself():
            raise ValueError(f"a strip {self.width:g} mm wide crosses itself along these points")
        return self

    def corners(self) -> list[Point]:
        """Return the corners of the strip, mitred where the line bends."""
        left, right = {
            "middle": (self.width / 2, -self.width / 2),
            "left": (self.width, 0.0),
            "right": (0.0, -self.width),
        }[self.side]
        return [*_beside(self.points, right), *reversed(_beside(self.points, left))]

    def _drawn(self) -> Outline:
        return outline_shapes.polygon(self.corners())

    def steps(self, name: Named) -> list[str]:  # noqa: ARG002 - its corners are numbers, as those of a polygon
        """Return the steps that draw it."""
        listed = ", ".join(f"({text(x)}, {text(y)})" for x, y in self.corners())
        steps = self._placed(f".polyline([{listed}])")
        return [*steps, ".close()"]

    def title(self) -> str:
        """Return what to call it."""
        return f"strip {text(self.width)} mm wide"


def _beside(points: tuple[Point, ...], off: float) -> list[Point]:
    """Return the line beside another, ``off`` to its left, mitred at the bends."""
    ways = [
        ((d - b) / math.dist((a, b), (c, d)), (c - a) / math.dist((a, b), (c, d)))
        for (a, b), (c, d) in itertools.pairwise(points)
    ]
    normals = [(-up, along) for up, along in ways]  # to the left
    found = []
    for i, (x, y) in enumerate(points):
        one, two = normals[max(i - 1, 0)], normals[min(i, len(normals) - 1)]
        share = 1 + one[0] * two[0] + one[1] * two[1]
        if share < 1e-6:
            raise ValueError("the line turns back on itself")
        found.append((x + off * (one[0] + two[0]) / share, y + off * (one[1] + two[1]) / share))
    return found
