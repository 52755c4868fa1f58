"""How a body is turned, mirrored and moved to its place, and where its points, boxes and holes are then."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.contracts import Axis, HoleRequirement
from mayfly.design.geometry.faces import Box3, Vector, literal
from mayfly.design.geometry.tolerance import ROUNDING_MM

_AXES: Final[tuple[Axis, ...]] = ("X", "Y", "Z")
#: The two coordinates across an axis, in their order.
_ACROSS: Final = ((1, 2), (0, 2), (0, 1))
_TURNS: Final = ("(1, 0, 0)", "(0, 1, 0)", "(0, 0, 1)")
_ONES: Final = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Placement:
    """A turn or a reflection about the origin, and a move after it.

    Attributes:
        rows: The matrix that turns or mirrors, row by row.
        offset: How far it moves, in mm.
    """

    rows: tuple[Vector, Vector, Vector] = _ONES
    offset: Vector = (0.0, 0.0, 0.0)

    def way(self, vector: Vector) -> Vector:
        """Return a direction as it points afterwards."""
        x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in self.rows)
        return x, y, z

    def point(self, at: Vector) -> Vector:
        """Return where a point comes to lie."""
        x, y, z = (a + b for a, b in zip(self.way(at), self.offset, strict=True))
        return x, y, z

    def then(self, after: Placement) -> Placement:
        """Return this placement with another one behind it."""
        columns = [after.way((self.rows[0][i], self.rows[1][i], self.rows[2][i])) for i in range(3)]
        rows = [(columns[0][i], columns[1][i], columns[2][i]) for i in range(3)]
        return Placement((rows[0], rows[1], rows[2]), after.point(self.offset))

    def inverse(self) -> Placement:
        """Return the placement that undoes this one."""
        columns = [(self.rows[0][i], self.rows[1][i], self.rows[2][i]) for i in range(3)]
        back = Placement((columns[0], columns[1], columns[2]))
        x, y, z = (0.0 - c for c in back.way(self.offset))
        return Placement(back.rows, (x, y, z))

    @property
    def is_straight(self) -> bool:
        """Whether each axis of the model becomes one again: nothing but right angles."""
        return all(abs(abs(c) - round(abs(c))) < ROUNDING_MM for row in self.rows for c in row)

    def axis(self, axis: int) -> int | None:
        """Return the number of the model's axis that one of its axes becomes, None for an oblique one."""
        return next((i for i in range(3) if abs(self.rows[i][axis]) > 1 - ROUNDING_MM), None)

    def box(self, box: Box3) -> Box3:
        """Return the box around a box that was placed: exact at right angles, else too large."""
        points = [self.point((x[0], y[1], z[2])) for x in box for y in box for z in box]
        return box_around(points)

    def hole(self, hole: HoleRequirement) -> HoleRequirement:
        """Return a hole of a body that was placed; of an oblique one only its size is known."""
        before = None if hole.axis is None else _AXES.index(hole.axis)
        after = None if before is None else self.axis(before)
        if before is None or after is None:
            return replace(hole, axis=None, at=None)
        if hole.at is None:
            return replace(hole, axis=_AXES[after])
        places = []
        for a, b in hole.at:
            coordinates = [0.0, 0.0, 0.0]
            for across, value in zip(_ACROSS[before], (a, b), strict=True):
                coordinates[across] = value
            point = self.point((coordinates[0], coordinates[1], coordinates[2]))
            u, v = (round(point[across], 4) + 0.0 for across in _ACROSS[after])
            places.append((u, v))
        return replace(hole, axis=_AXES[after], at=tuple(sorted(places)))


def placed(at: Vector, turn: Vector) -> Placement:
    """Return a placement: turned about X, Y and Z in this order, in degrees, then moved."""
    found = Placement()
    for axis, angle in enumerate(turn):
        if angle:
            found = found.then(turned(axis, angle))
    return found.then(Placement(offset=at))


def turned(axis: int, angle: float, through: Vector = (0.0, 0.0, 0.0)) -> Placement:
    """Return a turn by an angle in degrees about an axis of the model, through a point."""
    quarters = angle / 90
    if quarters == round(quarters):
        cos, sin = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[round(quarters) % 4]
    else:
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    rows = [list(row) for row in _ONES]
    rows[first][first], rows[first][second] = cos, -sin
    rows[second][first], rows[second][second] = sin, cos
    matrix = [(row[0], row[1], row[2]) for row in rows]
    return _through(Placement((matrix[0], matrix[1], matrix[2])), through)


def mirrored(axis: int, level: float) -> Placement:
    """Return the reflection at a plane across an axis of the model."""
    rows = [list(row) for row in _ONES]
    rows[axis][axis] = -1.0
    matrix = [(row[0], row[1], row[2]) for row in rows]
    offset = [0.0, 0.0, 0.0]
    offset[axis] = 2 * level
    return Placement((matrix[0], matrix[1], matrix[2]), (offset[0], offset[1], offset[2]))


def _through(about_origin: Placement, point: Vector) -> Placement:
    there = Placement(offset=point)
    return there.inverse().then(about_origin).then(there)


def placing_steps(at: Vector, turn: Vector) -> list[str]:
    """Write the steps of a script that turn and move a body; none where it stays."""
    steps = [
        f".rotate((0, 0, 0), {axis}, {literal(angle)})"
        for axis, angle in zip(_TURNS, turn, strict=True)
        if angle
    ]
    if any(at):
        steps.append(f".translate(({', '.join(literal(c) for c in at)}))")
    return steps


# --- boxes ------------------------------------------------------------------------------------------


def box_around(points: Sequence[Vector]) -> Box3:
    """Return the box around points."""
    low, high = (tuple(pick(p[i] for p in points) for i in range(3)) for pick in (min, max))
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def common_box(one: Box3, two: Box3, margin: float = ROUNDING_MM) -> Box3 | None:
    """Return the box that two boxes share; None where they share none, or only touch."""
    low = [max(a, b) for a, b in zip(one[0], two[0], strict=True)]
    high = [min(a, b) for a, b in zip(one[1], two[1], strict=True)]
    if any(b - a <= margin for a, b in zip(low, high, strict=True)):
        return None
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def holds_box(outer: Box3, inner: Box3, margin: float = ROUNDING_MM) -> bool:
    """Whether a box lies within another; their sides may touch."""
    return all(
        a - margin <= b and c <= d + margin
        for a, b, c, d in zip(outer[0], inner[0], inner[1], outer[1], strict=True)
    )


def volume_of_box(box: Box3) -> float:
    """Return the volume of a box in mm³."""
    return math.prod(b - a for a, b in zip(*box, strict=True))


def size_of_box(box: Box3) -> Vector:
    """Return the sides of a box in mm."""
    x, y, z = (b - a for a, b in zip(*box, strict=True))
    return x, y, z
