"""Copies of a body: in a straight row, around an axis, or mirrored at a plane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.geometry.faces import Vector, literal
from mayfly.design.placement import Placement, mirrored, turned
from mayfly.design.values import Angle, Axis, Coordinate, Point3, Value

Named = Callable[[str, float, str, Literal["mm", "degrees", "count"]], str]
"""Adds a parameter to the script: name, value, what it is, unit; returns the name that it got."""
_COUNT = Annotated[int, Field(ge=2, le=200, description="how many there are, the first one included")]
_NUMBERS: Final = {"x": 0, "y": 1, "z": 2}
#: The axis that a plane lies across.
_NORMALS: Final = {"yz": 0, "xz": 1, "xy": 2}
_PLANES: Final = {"yz": "YZ", "xz": "XZ", "xy": "XY"}


class LinearCopies(Value):
    """Copies in a straight row."""

    kind: Literal["linear"] = "linear"
    count: _COUNT
    step: Annotated[Point3, Field(description="from one to the next")]

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if not any(self.step):
            raise ValueError("the copies lie in one place; give a step that is not 0")
        return self

    def placements(self) -> list[Placement]:
        """Return where each stands, from the place of the first; the first one first."""
        x, y, z = self.step
        return [Placement(offset=(k * x, k * y, k * z)) for k in range(self.count)]

    def steps(self, body: str, prefix: str, name: Named, use: Callable[[str, str], str]) -> list[str]:
        """Write the lines that make all copies but the first.

        Args:
            body: The script's name for the first one.
            prefix: Begins the names of the parameters.
            name: Adds a parameter.
            use: Gives the line that uses a copy, from how it is made and from its number.
        """
        count = name(f"{prefix}_copies", self.count, "how many there are", "count")
        ways = [
            f"index * {name(f'{prefix}_step_{letter}', c, f'from one to the next along {letter}', 'mm')}"
            if c
            else "0"
            for letter, c in zip("xyz", self.step, strict=True)
        ]
        made = f"{body}.translate(({', '.join(ways)}))"
        return [f"for index in range(1, {count}):", f"    {use(made, 'index + 1')}"]


class CircularCopies(Value):
    """Copies around an axis, evenly."""

    kind: Literal["circular"] = "circular"
    count: _COUNT
    axis: Axis = "z"
    through: Annotated[Point3, Field(description="a point of the axis")] = (0.0, 0.0, 0.0)
    angle: Annotated[
        Angle, Field(description="360: all around; else from the first to the last, counter-clockwise")
    ] = 360.0

    @model_validator(mode="after")
    def _turns(self) -> Self:
        if not self.angle:
            raise ValueError("the copies lie in one place; give an angle that is not 0")
        return self

    @property
    def _between(self) -> float:
        return self.angle / (self.count if abs(self.angle) == 360 else self.count - 1)

    def placements(self) -> list[Placement]:
        """Return where each stands, from the place of the first; the first one first."""
        axis = _NUMBERS[self.axis]
        return [turned(axis, k * self._between, self.through) for k in range(self.count)]

    def steps(self, body: str, prefix: str, name: Named, use: Callable[[str, str], str]) -> list[str]:
        """Write the lines that make all copies but the first, as ``LinearCopies.steps`` does."""
        count = name(f"{prefix}_copies", self.count, "how many there are", "count")
        angle = name(f"{prefix}_copies_angle", self.angle, "angle that they are spread over", "degrees")
        parts = count if abs(self.angle) == 360 else f"({count} - 1)"
        ahead = list(self.through)
        ahead[_NUMBERS[self.axis]] += 1
        made = f"{body}.rotate({_text(self.through)}, {_text(ahead)}, index * {angle} / {parts})"
        return [f"for index in range(1, {count}):", f"    {use(made, 'index + 1')}"]


class Mirrored(Value):
    """One copy, mirrored at a plane."""

    kind: Literal["mirrored"] = "mirrored"
    plane: Literal["yz", "xz", "xy"]
    level: Annotated[
        Coordinate, Field(description="where the plane lies: x of the plane yz, y of xz, z of xy")
    ] = 0.0

    def placements(self) -> list[Placement]:
        """Return where each stands, from the place of the first; the first one first."""
        return [Placement(), mirrored(_NORMALS[self.plane], self.level)]

    def steps(  # the arguments of all copies
        self,
        body: str,
        prefix: str,  # noqa: ARG002 - it has no parameters
        name: Named,  # noqa: ARG002
        use: Callable[[str, str], str],
    ) -> list[str]:
        """Write the line that makes the mirrored one, as ``LinearCopies.steps`` does."""
        point = [0.0, 0.0, 0.0]
        point[_NORMALS[self.plane]] = self.level
        return [use(f'{body}.mirror("{_PLANES[self.plane]}", {_text(point)})', "2")]


Copies = Annotated[LinearCopies | CircularCopies | Mirrored, Field(discriminator="kind")]
"""Any way to repeat a body, told apart by ``kind``."""


def placements_of(copies: LinearCopies | CircularCopies | Mirrored | None) -> list[Placement]:
    """Return where each of the copies stands, from the place of the first; only that without copies."""
    return [Placement()] if copies is None else copies.placements()


def _text(point: Vector | list[float]) -> str:
    return f"({', '.join(literal(c) for c in point)})"
