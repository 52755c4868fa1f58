"""Where turned and swept bodies may have material, held against boxes: certain, or nothing is said."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from mayfly.design.geometry.columns import Column
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.outlines import Outline

#: Places along a line of a path at which it is held against a cut.
_STEPS: Final = 40


class Space(Protocol):
    """What is known of where a body has material."""

    def holds(self, box: Box3) -> bool:
        """Whether a box certainly lies in the material; it may touch."""

    def misses(self, box: Box3) -> bool:
        """Whether a box certainly has no material in it; it may touch."""


@dataclass(frozen=True, slots=True)
class TurnedSpace:
    """The room of an outline that is turned about the Z axis.

    Attributes:
        outline: The outline, its first coordinate the distance from the axis.
        whole: It is turned all around.
    """

    outline: Outline
    whole: bool

    def holds(self, box: Box3) -> bool:
        """Whether a box certainly lies in the material; it may touch."""
        return self.whole and self._drawn().holds(_section(box))

    def misses(self, box: Box3) -> bool:
        """Whether a box certainly has no material in it; it may touch."""
        return self._drawn().misses(_section(box))

    def _drawn(self) -> Column:
        """Return the outline as a column along Y, in which the section of a box lies."""
        return Column(1, self.outline, -1.0, 1.0)


def _section(box: Box3) -> Box3:
    """Return a box of the distances from the Z axis and the heights that a box has."""
    (x0, y0, z0), (x1, y1, z1) = box
    near = math.hypot(max(x0, -x1, 0.0), max(y0, -y1, 0.0))
    far = math.hypot(max(-x0, x1), max(-y0, y1))
    return (near, -0.5, z0), (far, 0.5, z1)


@dataclass(frozen=True, slots=True)
class SweptSpace:
    """The room around a path through points.

    Attributes:
        points: The path, its corners not yet bent.
        reach: How far material may lie from its lines, in mm.
    """

    points: Sequence[Vector]
    reach: float

    def holds(self, box: Box3) -> bool:  # noqa: ARG002 - nothing is said of that
        """Return False: only where it has no material is known."""
        return False

    def misses(self, box: Box3) -> bool:
        """Whether a box certainly has no material in it."""
        low = [c - self.reach for c in box[0]]
        high = [c + self.reach for c in box[1]]
        return not any(_crosses(a, b, low, high) for a, b in itertools.pairwise(self.points))

    def is_parted(self, gone: Callable[[Box3], bool], around: Box3) -> bool:
        """Return whether a cut certainly takes a whole section out of it, and both ends remain.

        Args:
            gone: Says whether all of a box is cut away.
            around: The box around what is cut away.
        """
        ends = (self.points[0], self.points[-1])
        if any(all(a <= c <= b for a, c, b in zip(around[0], end, around[1], strict=True)) for end in ends):
            return False
        return any(gone(self._around(at)) for at in self._along())

    def _along(self) -> Iterator[Vector]:
        for a, b in itertools.pairwise(self.points):
            for step in range(_STEPS):
                x, y, z = (c + (d - c) * step / _STEPS for c, d in zip(a, b, strict=True))
                yield x, y, z

    def _around(self, at: Vector) -> Box3:
        low, high = [c - self.reach for c in at], [c + self.reach for c in at]
        return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def _crosses(start: Vector, end: Vector, low: Sequence[float], high: Sequence[float]) -> bool:
    """Return whether a straight line has a point in a box."""
    begin, last = 0.0, 1.0
    for a, b, least, most in zip(start, end, low, high, strict=True):
        if abs(b - a) < 1e-12:
            if not least <= a <= most:
                return False
            continue
        one, two = sorted(((least - a) / (b - a), (most - a) / (b - a)))
        begin, last = max(begin, one), min(last, two)
    return begin <= last
