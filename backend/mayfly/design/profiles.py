"""The flat shapes that bodies are drawn out, turned and lofted from, and that pockets, bosses and ribs have.

A profile lies in a plane of its own, in mm. Each one gives its outline, from which area, centroid and box
follow, and writes itself as steps of a CadQuery script with named parameters.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from mayfly.design import outlines
from mayfly.design.outlines import Outline, Point
from mayfly.design.values import Angle, Coordinate, Length, Point2, Value

Named = Callable[[str, float, str], str]
"""Adds a parameter to the script: its name, its value, what it is; returns the name that it got."""


class _Shape(Value):
    """What all profiles share: where their middle lies, and by how much they are turned about it."""

    at: Point2 = (0.0, 0.0)
    turn: Angle = 0.0

    def outline(self) -> Outline:
        """Return the outline, moved and turned to its place."""
        return _turned(self._drawn(), self.turn).moved(self.at)

    def _drawn(self) -> Outline:
        raise NotImplementedError

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it on a workplane of CadQuery."""
        raise NotImplementedError

    def _placed(self, step: str) -> list[str]:
        """Return a step at the profile's place, for what CadQuery draws around the origin."""
        if self.at == (0.0, 0.0) and not self.turn:
            return [step]
        u, v = (_text(c) for c in self.at)
        return [
            f".center({u}, {v})",
            *([f".transformed(rotate=(0, 0, {_text(self.turn)}))"] if self.turn else []),
            step,
        ]


class Circle(_Shape):
    """A circle."""

    kind: Literal["circle"] = "circle"
    diameter: Length

    def _drawn(self) -> Outline:
        return outlines.circle(self.diameter)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        return self._placed(f".circle({name('diameter', self.diameter, 'diameter')} / 2)")

    def title(self) -> str:
        """Return what to call it."""
        return f"circle of {_text(self.diameter)} mm"


class Rectangle(_Shape):
    """A rectangle around its middle, its corners rounded if a radius is given."""

    kind: Literal["rectangle"] = "rectangle"
    length: Length
    width: Length
    corner_radius: Annotated[Coordinate, Field(ge=0)] = 0.0

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if 2 * self.corner_radius >= min(self.length, self.width) - 1e-6 and self.corner_radius:
            raise ValueError(
                f"corner_radius of {self.corner_radius:g} mm does not fit {self.length:g} x {self.width:g}"
                f" mm; less than {min(self.length, self.width) / 2:g} mm does"
            )
        return self

    def _drawn(self) -> Outline:
        return outlines.rectangle(self.length, self.width, self.corner_radius)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        long, wide = name("length", self.length, "length"), name("width", self.width, "width")
        if not self.corner_radius:
            return self._placed(f".rect({long}, {wide})")
        radius = name("corner_radius", self.corner_radius, "corner radius")
        return self._placed(f".placeSketch(cq.Sketch().rect({long}, {wide}).vertices().fillet({radius}))")

    def title(self) -> str:
        """Return what to call it."""
        return f"rectangle {_text(self.length)} x {_text(self.width)} mm"


class Slot(_Shape):
    """A slot with round ends; its length is measured from tip to tip."""

    kind: Literal["slot"] = "slot"
    length: Length
    width: Length

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.width >= self.length - 1e-6:
            raise ValueError(
                f"a slot {self.length:g} mm long and {self.width:g} mm wide has no straight sides; its length"
                " is measured tip to tip"
            )
        return self

    def _drawn(self) -> Outline:
        return _rounded_slot(self.length, self.width)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        long = name("length", self.length, "length, tip to tip")
        wide = name("width", self.width, "width")
        u, v = (_text(c) for c in self.at)
        centre = [] if self.at == (0.0, 0.0) else [f".center({u}, {v})"]
        return [*centre, f".slot2D({long}, {wide}{f', {_text(self.turn)}' if self.turn else ''})"]

    def title(self) -> str:
        """Return what to call it."""
        return f"slot {_text(self.length)} x {_text(self.width)} mm"


class Ellipse(_Shape):
    """An ellipse, by its two diameters."""

    kind: Literal["ellipse"] = "ellipse"
    length: Length
    width: Length

    @field_validator("turn")
    @classmethod
    def _is_straight(cls, turn: float) -> float:
        if turn % 90:
            raise ValueError("an ellipse is turned by 0 or 90 degrees")
        return turn

    def _drawn(self) -> Outline:
        return outlines.ellipse(self.length, self.width)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        long, wide = name("length", self.length, "diameter along X"), name("width", self.width, "along Y")
        return self._placed(f".ellipse({long} / 2, {wide} / 2)")

    def title(self) -> str:
        """Return what to call it."""
        return f"ellipse {_text(self.length)} x {_text(self.width)} mm"


class Ring(_Shape):
    """A circle with a round opening in its middle."""

    kind: Literal["ring"] = "ring"
    diameter: Length
    inner_diameter: Length

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.inner_diameter >= self.diameter - 0.01:
            raise ValueError(
                f"inner_diameter of {self.inner_diameter:g} mm leaves no ring in {self.diameter:g} mm"
            )
        return self

    def _drawn(self) -> Outline:
        inner = outlines.circle(self.inner_diameter)
        return Outline(outlines.circle(self.diameter).segments, (inner.segments,))

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        outer = name("diameter", self.diameter, "outer diameter")
        inner = name("inner_diameter", self.inner_diameter, "inner diameter")
        return self._placed(f".circle({outer} / 2).circle({inner} / 2)")

    def title(self) -> str:
        """Return what to call it."""
        return f"ring {_text(self.diameter)} / {_text(self.inner_diameter)} mm"


class _Cornered(_Shape):
    """What is drawn through corners."""

    def corners(self) -> list[Point]:
        """Return its corners around its own middle, counter-clockwise, before it is moved and turned."""
        raise NotImplementedError

    def _drawn(self) -> Outline:
        return outlines.polygon(self.corners())

    def _polyline(self, corners: list[Point], note: str = "") -> list[str]:
        listed = ", ".join(f"({_text(x)}, {_text(y)})" for x, y in corners)
        steps = self._placed(f".polyline([{listed}])")
        return [*steps[:-1], f"{steps[-1]}{note}", ".close()"]


class Polygon(_Cornered):
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
        outline = outlines.polygon(self.points)
        if outline.area < 1e-6 or outline.crosses_itself():
            raise ValueError("the polygon crosses itself; list its corners in order around the shape")
        if self.corner_radius and outlines.fillet_corners(self.points, self.corner_radius).crosses_itself():
            raise ValueError(f"a corner radius of {self.corner_radius:g} mm does not fit the polygon")
        return self

    def corners(self) -> list[Point]:
        """Return its points."""
        return list(self.points)

    def _drawn(self) -> Outline:
        return outlines.fillet_corners(self.points, self.corner_radius)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        if not self.corner_radius:
            return self._polyline(self.corners())
        radius = name("corner_radius", self.corner_radius, "corner radius")
        listed = ", ".join(f"({_text(x)}, {_text(y)})" for x, y in (*self.points, self.points[0]))
        return self._placed(f".placeSketch(cq.Sketch().polygon([{listed}]).vertices().fillet({radius}))")

    def title(self) -> str:
        """Return what to call it."""
        return f"outline of {len(self.points)} corners"


class RegularPolygon(_Cornered):
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


class Triangle(_Cornered):
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
        return f"triangle {_text(self.base)} x {_text(self.height)} mm"


class Trapezoid(_Cornered):
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
        return f"trapezoid {_text(self.bottom)} / {_text(self.top)} x {_text(self.height)} mm"


class Strip(_Shape):
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
        if outlines.polygon(self.corners()).crosses_itself():
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
        return outlines.polygon(self.corners())

    def steps(self, name: Named) -> list[str]:  # noqa: ARG002 - its corners are numbers, as those of a polygon
        """Return the steps that draw it."""
        listed = ", ".join(f"({_text(x)}, {_text(y)})" for x, y in self.corners())
        steps = self._placed(f".polyline([{listed}])")
        return [*steps, ".close()"]

    def title(self) -> str:
        """Return what to call it."""
        return f"strip {_text(self.width)} mm wide"


Profile = Annotated[
    Circle | Rectangle | Slot | Ellipse | Ring | Polygon | RegularPolygon | Triangle | Trapezoid | Strip,
    Field(discriminator="kind"),
]
"""Any of the flat shapes, told apart by ``kind``."""


def corners_of(profile: Profile) -> list[Point] | None:
    """Return the corners of a profile that is drawn through some, None for one that is symmetric."""
    return profile.corners() if isinstance(profile, _Cornered | Strip) else None


def _text(value: float) -> str:
    """Write a number as a script does."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def _rounded_slot(long: float, wide: float) -> Outline:
    reach, radius = (long - wide) / 2, wide / 2
    ends = [
        outlines.Arc((reach, 0.0), (radius, radius), -math.pi / 2, math.pi),
        outlines.Arc((-reach, 0.0), (radius, radius), math.pi / 2, math.pi),
    ]
    return outlines.joined(ends)


def _turned(outline: Outline, degrees: float) -> Outline:
    """Return an outline turned about the origin; that of an ellipse by right angles only."""
    if not degrees:
        return outline
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)

    def point(at: Point) -> Point:
        return at[0] * cos - at[1] * sin, at[0] * sin + at[1] * cos

    def segment(one: outlines.Segment) -> outlines.Segment:
        if isinstance(one, outlines.Line):
            return outlines.Line(point(one.start), point(one.end))
        if one.radii[0] == one.radii[1]:
            return outlines.Arc(point(one.centre), one.radii, one.begin + turn, one.sweep)
        radii = one.radii if degrees % 180 == 0 else (one.radii[1], one.radii[0])
        return outlines.Arc(point(one.centre), radii, one.begin + turn, one.sweep)

    return Outline(
        tuple(map(segment, outline.segments)), tuple(tuple(map(segment, o)) for o in outline.openings)
    )


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
