"""Profiles that are drawn around their middle: circle, rectangle, slot, ellipse and ring."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from mayfly.design import outline_shapes, segments
from mayfly.design.outlines import Outline
from mayfly.design.profiles.shape import Named, Shape, text
from mayfly.design.values import Coordinate, Length


class Circle(Shape):
    """A circle."""

    kind: Literal["circle"] = "circle"
    diameter: Length

    def _drawn(self) -> Outline:
        return outline_shapes.circle(self.diameter)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        return self._placed(f".circle({name('diameter', self.diameter, 'diameter')} / 2)")

    def title(self) -> str:
        """Return what to call it."""
        return f"circle of {text(self.diameter)} mm"


class Rectangle(Shape):
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
        return outline_shapes.rectangle(self.length, self.width, self.corner_radius)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        long, wide = name("length", self.length, "length"), name("width", self.width, "width")
        if not self.corner_radius:
            return self._placed(f".rect({long}, {wide})")
        radius = name("corner_radius", self.corner_radius, "corner radius")
        return self._placed(f".placeSketch(cq.Sketch().rect({long}, {wide}).vertices().fillet({radius}))")

    def title(self) -> str:
        """Return what to call it."""
        return f"rectangle {text(self.length)} x {text(self.width)} mm"


class Slot(Shape):
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
        u, v = (text(c) for c in self.at)
        centre = [] if self.at == (0.0, 0.0) else [f".center({u}, {v})"]
        return [*centre, f".slot2D({long}, {wide}{f', {text(self.turn)}' if self.turn else ''})"]

    def title(self) -> str:
        """Return what to call it."""
        return f"slot {text(self.length)} x {text(self.width)} mm"


class Ellipse(Shape):
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
        return outline_shapes.ellipse(self.length, self.width)

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        long, wide = name("length", self.length, "diameter along X"), name("width", self.width, "along Y")
        return self._placed(f".ellipse({long} / 2, {wide} / 2)")

    def title(self) -> str:
        """Return what to call it."""
        return f"ellipse {text(self.length)} x {text(self.width)} mm"


class Ring(Shape):
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
        inner = outline_shapes.circle(self.inner_diameter)
        return Outline(outline_shapes.circle(self.diameter).segments, (inner.segments,))

    def steps(self, name: Named) -> list[str]:
        """Return the steps that draw it."""
        outer = name("diameter", self.diameter, "outer diameter")
        inner = name("inner_diameter", self.inner_diameter, "inner diameter")
        return self._placed(f".circle({outer} / 2).circle({inner} / 2)")

    def title(self) -> str:
        """Return what to call it."""
        return f"ring {text(self.diameter)} / {text(self.inner_diameter)} mm"


def _rounded_slot(long: float, wide: float) -> Outline:
    reach, radius = (long - wide) / 2, wide / 2
    ends = [
        segments.Arc((reach, 0.0), (radius, radius), -math.pi / 2, math.pi),
        segments.Arc((-reach, 0.0), (radius, radius), math.pi / 2, math.pi),
    ]
    return outline_shapes.joined(ends)
