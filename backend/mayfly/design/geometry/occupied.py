"""Where features are in a model: the space they take up, what later ones may stand on, and its cavity."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.contracts import HoleRequirement
from mayfly.design.geometry.faces import Box3, Face, Point, Vector
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.outlines import Outline

#: A hole has to be this far from other material for its ends to stay what they are.
_CLEAR_MM: Final = 0.01
#: The box of what nothing is known of.
ANYWHERE: Final[Box3] = ((-1e6, -1e6, -1e6), (1e6, 1e6, 1e6))
_ACROSS: Final = {"X": (1, 2), "Y": (0, 2), "Z": (0, 1)}


@dataclass(frozen=True, slots=True)
class OccupiedVolume:
    """Where material went or came: a box, and more of it where it is round.

    Attributes:
        low: Corner of the box.
        high: Opposite corner.
        axis: Of a round piece.
        centre: Where its axis lies, in the coordinates of a face across it.
        radius: Its radius.
        hollow: Radius inside which it has nothing: of a ring, or of the circle that an edge is rounded with.
    """

    low: Vector
    high: Vector
    axis: str = ""
    centre: Point = (0.0, 0.0)
    radius: float = 0.0
    hollow: float = 0.0

    @property
    def box(self) -> Box3:
        """The box around it."""
        return self.low, self.high

    def touches(self, other: OccupiedVolume) -> bool:
        """Return whether their boxes share a point, be it on their sides."""
        return all(
            self.high[i] >= other.low[i] - SAME_MM and other.high[i] >= self.low[i] - SAME_MM
            for i in range(3)
        )

    def meets(self, other: OccupiedVolume) -> bool:
        """Return whether the two may share a point."""
        if any(
            self.high[i] <= other.low[i] + SAME_MM or other.high[i] <= self.low[i] + SAME_MM for i in range(3)
        ):
            return False
        if self.axis and self.axis == other.axis:
            apart = math.hypot(self.centre[0] - other.centre[0], self.centre[1] - other.centre[1])
            inside = (
                apart + other.radius <= self.hollow + SAME_MM or apart + self.radius <= other.hollow + SAME_MM
            )
            return not inside and apart < self.radius + other.radius - SAME_MM
        return not (self._has_in_its_hollow(other) or other._has_in_its_hollow(self))

    def _has_in_its_hollow(self, other: OccupiedVolume) -> bool:
        """Return whether the other's box lies wholly where this one has nothing."""
        if not self.hollow or not self.axis:
            return False
        across = _ACROSS[self.axis]
        far = [max(c - other.low[i], other.high[i] - c) for i, c in zip(across, self.centre, strict=True)]
        return math.hypot(*far) <= self.hollow + SAME_MM


@dataclass(frozen=True, slots=True)
class Support:
    """A boss or a pocket, as a place for what comes after it.

    Attributes:
        kind: "boss" or "pocket".
        face: The face that it stands on.
        points: Where it stands.
        half: Half its sides along its own two directions.
        radius: Of its corners; half its diameter if it is round.
        rise: Height above the face, below 0 for a pocket.
        rise_name: Script expression for the height or depth.
        order: Its place in the request.
        occupied: What it took up.
        turns: Angles in degrees that each one is turned by; none: not turned.
        outline: Its border around its own middle, where it is no rectangle, slot or circle.
    """

    kind: str
    face: Face
    points: tuple[Point, ...]
    half: Point
    radius: float
    rise: float
    rise_name: str
    order: int
    occupied: tuple[OccupiedVolume, ...]
    turns: tuple[float, ...] = ()
    outline: Outline | None = None

    def room(self, u: float, v: float, at: Point, turn: float = 0.0) -> float:
        """Return how far a point lies inside the border of one of them; below 0 outside."""
        x, y = u - at[0], v - at[1]
        if turn:
            cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            x, y = x * cos + y * sin, y * cos - x * sin
        if self.outline is not None:
            far = self.outline.distance((x, y))
            return far if self.outline.holds((x, y)) else -far
        off = [abs(p) - (half - self.radius) for p, half in zip((x, y), self.half, strict=True)]
        outside = math.hypot(*(max(o, 0.0) for o in off))
        return self.radius - (outside if outside > 0 else max(off))

    def _rooms(self, u: float, v: float) -> Iterator[float]:
        for index, at in enumerate(self.points):
            yield self.room(u, v, at, self.turns[index] if self.turns else 0.0)

    def meets(self, u: float, v: float, radius: float) -> bool:
        """Return whether something round lies on it or touches it."""
        return any(room > -radius + SAME_MM for room in self._rooms(u, v))

    def holds(self, u: float, v: float, radius: float) -> bool:
        """Return whether something round lies wholly on it."""
        return any(room >= radius - SAME_MM for room in self._rooms(u, v))


@dataclass(frozen=True, slots=True)
class Shell:
    """What a hollow part is: the thickness of its walls, its parameter, and the faces that are open."""

    wall: float
    name: str
    open: frozenset[str]


@dataclass(frozen=True, slots=True)
class Joined:
    """A body that was joined to another, or cut out of it.

    Attributes:
        occupied: The box around it.
        holes: Its round holes, where it stands; none of what was cut out.
    """

    occupied: OccupiedVolume
    holes: tuple[HoleRequirement, ...] = ()

    @property
    def box(self) -> Box3:
        """The box around it."""
        return self.occupied.box


def holes_left(
    holes: Sequence[HoleRequirement], reach: Box3, others: Sequence[Box3]
) -> tuple[tuple[HoleRequirement, ...], bool]:
    """Return the holes that no other material comes near, and whether those are all.

    Args:
        holes: Round holes of a body.
        reach: The body's box, in which they end.
        others: Boxes around what may close or cut them.
    """
    kept: list[HoleRequirement] = []
    complete = True
    for hole in holes:
        if hole.axis is None or hole.at is None:
            complete = False
            continue
        free = [at for at in hole.at if not _is_touched(hole, at, reach, others)]
        complete = complete and len(free) == len(hole.at)
        if free:
            kept.append(replace(hole, at=tuple(free), count=len(free)))
    return tuple(kept), complete


def _is_touched(hole: HoleRequirement, at: Point, reach: Box3, others: Sequence[Box3]) -> bool:
    low, high = (list(corner) for corner in reach)
    for i, value in zip(_ACROSS[hole.axis or "Z"], at, strict=True):
        low[i], high[i] = value - hole.diameter_mm / 2, value + hole.diameter_mm / 2
    return any(
        all(box[0][i] < high[i] + _CLEAR_MM and low[i] - _CLEAR_MM < box[1][i] for i in range(3))
        for box in others
    )
