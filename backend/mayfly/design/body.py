"""One body of a design, what is expected of the whole, and what the compiler reads of a design."""

from __future__ import annotations

from typing import Annotated, Any, Protocol

from pydantic import Field

from mayfly.design.bases import Base
from mayfly.design.copies import Copies, placements_of
from mayfly.design.expectations import Expectations
from mayfly.design.features import AnyFeature
from mayfly.design.values import Angle, Name, Point3, Value


class Body(Value):
    """One solid of a model.

    Attributes:
        name: What to call it; unique in its design.
        color: A CSS colour name or ``#rrggbb``; None for the viewer's own.
        base: What it begins as.
        features: What is done to it, in order.
        at: Where its origin goes.
        turn: Angles by which it is turned about X, Y and Z, in this order, before it is moved.
        copies: More of the same, each a body of its own: "post 2", "post 3".
    """

    name: Name = "body"
    color: Annotated[str | None, Field(pattern=r"^(#[0-9a-fA-F]{6}|[a-zA-Z]{3,30})$")] = None
    base: Base
    features: Annotated[tuple[AnyFeature, ...], Field(max_length=500)] = ()
    at: Annotated[Point3, Field(description="where its origin goes")] = (0.0, 0.0, 0.0)
    turn: Annotated[
        tuple[Angle, Angle, Angle], Field(description="turned about X, Y and Z, before it is moved")
    ] = (0.0, 0.0, 0.0)
    copies: Annotated[
        Copies | None, Field(description="more of the same, in a row, around an axis, or mirrored")
    ] = None

    @property
    def names(self) -> list[str]:
        """What it and its copies are called."""
        more = range(2, len(placements_of(self.copies)) + 1)
        return [self.name, *(f"{self.name} {number}" for number in more)]


class Compilable(Protocol):
    """What the compiler reads of a design."""

    @property
    def title(self) -> str | None:
        """A few words that name the thing."""

    @property
    def bodies(self) -> tuple[Body, ...]:
        """What it consists of."""

    @property
    def expect(self) -> Expectations:
        """What else is measured on the finished model."""

    def to_dict(self) -> dict[str, Any]:
        """Return the design as plain data."""
