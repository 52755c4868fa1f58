"""Plain solids at coordinates, and the design that they make when they are added and cut in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mayfly.design import Body, Design
from mayfly.design.bases import Base, CataloguePart, Extrusion
from mayfly.design.features import Add, AnyFeature, Cut
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.profiles import Circle, Rectangle
from mayfly.language.weighing.topics import BALL

Axis = Literal["x", "y", "z"]
AXES: Final = "xyz"
_LEAST_MM: Final = 0.001


@dataclass(frozen=True, slots=True)
class Block:
    """A box between two corners."""

    low: Vector
    high: Vector

    def box(self) -> Box3:
        """Return the box around it."""
        return self.low, self.high

    def base(self) -> tuple[Base, Vector]:
        """Return its shape, and where that stands."""
        (x0, y0, z0), (x1, y1, z1) = self.low, self.high
        shape = Extrusion(profile=Rectangle(length=x1 - x0, width=y1 - y0), height=z1 - z0)
        return shape, ((x0 + x1) / 2, (y0 + y1) / 2, z0)

    @property
    def name(self) -> str:
        """What it is called."""
        return "box"


@dataclass(frozen=True, slots=True)
class Round:
    """A cylinder along an axis.

    Attributes:
        diameter: Its diameter.
        axis: The axis that it is parallel to.
        at: Where it begins: the middle of the end with the lower coordinate.
        length: How long it is; None where it goes through everything, whatever `at` says along the axis.
        assumed: No point of its axis was said: it is X, Y or Z itself, where what is there lies around that.
    """

    diameter: float
    axis: Axis
    at: Vector
    length: float | None
    assumed: bool = False

    def box(self) -> Box3:
        """Return the box around it."""
        index, half = AXES.index(self.axis), self.diameter / 2
        low = [c - half for c in self.at]
        high = [c + half for c in self.at]
        low[index], high[index] = self.at[index], self.at[index] + (self.length or 0.0)
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])

    def through(self, box: Box3) -> Round:
        """Return it as long as a body is that it goes through."""
        if self.length is not None:
            return self
        index = AXES.index(self.axis)
        at = list(self.at)
        at[index] = box[0][index]
        return Round(self.diameter, self.axis, (at[0], at[1], at[2]), box[1][index] - box[0][index])

    def base(self) -> tuple[Base, Vector]:
        """Return its shape, and where that stands."""
        long = self.length or 0.0
        at = list(self.at)
        if self.axis != "z":  # what is drawn out along x or y lies around its origin
            at[AXES.index(self.axis)] += long / 2
        shape = Extrusion(profile=Circle(diameter=self.diameter), height=long, axis=self.axis)
        return shape, (at[0], at[1], at[2])

    @property
    def name(self) -> str:
        """What it is called."""
        return "cylinder"


@dataclass(frozen=True, slots=True)
class Ball:
    """A ball around its middle."""

    diameter: float
    middle: Vector

    def box(self) -> Box3:
        """Return the box around it."""
        half = self.diameter / 2
        x, y, z = self.middle
        return (x - half, y - half, z - half), (x + half, y + half, z + half)

    def base(self) -> tuple[Base, Vector]:
        """Return its shape, and where that stands: on its lowest point."""
        x, y, z = self.middle
        return CataloguePart(part=BALL, sizes={"diameter": self.diameter}), (x, y, z - self.diameter / 2)

    @property
    def name(self) -> str:
        """What it is called."""
        return "ball"


Solid = Block | Round | Ball


@dataclass(frozen=True, slots=True)
class Operation:
    """A solid that is added to what was made before, or cut out of it."""

    solid: Solid
    cut: bool = False


def design_of(operations: Sequence[Operation]) -> Design | None:
    """Return the design that operations make in their order; None where they make none.

    The first one has to add something, and each further one has to touch or cut what is there.
    """
    if not operations or operations[0].cut or any(_is_thin(one.solid) for one in operations):
        return None
    first = operations[0].solid
    whole = first.box()
    base, origin = first.base()
    features: list[AnyFeature] = []
    for one in operations[1:]:
        solid = one.solid
        if isinstance(solid, Round) and solid.length is None:
            if not one.cut:
                return None
            solid = solid.through(whole)
        if isinstance(solid, Round) and solid.assumed and not _lies_around(whole, solid.axis):
            return None
        if not _meet(solid.box(), whole):
            return None
        shape, at = solid.base()
        kind = Cut if one.cut else Add
        features.append(kind(base=shape, at=_from(at, origin), name=solid.name))
        if not one.cut:
            whole = _around(whole, solid.box())
    return Design(bodies=(Body(name=first.name, base=base, features=tuple(features), at=origin),))


def _is_thin(solid: Solid) -> bool:
    if isinstance(solid, Round) and solid.length is None:
        return solid.diameter < _LEAST_MM
    low, high = solid.box()
    return any(b - a < _LEAST_MM for a, b in zip(low, high, strict=True))


def _lies_around(box: Box3, axis: str) -> bool:
    """Return whether an axis of the model goes through the middle of a box."""
    return all(abs(low + high) < _LEAST_MM for one, low, high in zip(AXES, *box, strict=True) if one != axis)


def _meet(one: Box3, other: Box3) -> bool:
    return all(one[0][i] <= other[1][i] and other[0][i] <= one[1][i] for i in range(3))


def _around(one: Box3, other: Box3) -> Box3:
    low = [min(a, b) for a, b in zip(one[0], other[0], strict=True)]
    high = [max(a, b) for a, b in zip(one[1], other[1], strict=True)]
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _from(at: Vector, origin: Vector) -> Vector:
    x, y, z = (round(a - b, 9) + 0.0 for a, b in zip(at, origin, strict=True))
    return x, y, z
