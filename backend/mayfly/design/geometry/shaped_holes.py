"""Holes whose depth and mouths are known, as long as nothing later comes near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.contracts import HoleRequirement
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM

#: More pairs than this are not compared one by one: the shapes count as unknown.
_MOST_PAIRS: Final = 20_000


@dataclass(frozen=True, slots=True)
class HoleShape:
    """How deep a hole is, what its mouth is like, and where it is.

    Attributes:
        depth_mm: From its mouth to where its wall ends; None for a through hole.
        counterbore_mm: Diameter and depth of its counterbore.
        countersink: Diameter in mm and whole angle in degrees of its countersink.
        occupied: What the holes take up.
    """

    depth_mm: float | None
    counterbore_mm: tuple[float, float] | None
    countersink: tuple[float, float] | None
    occupied: tuple[OccupiedVolume, ...]


@dataclass(frozen=True, slots=True)
class ShapedHoles:
    """Holes of a draft whose shapes are known.

    Attributes:
        index: Their number among the draft's holes.
        plain: The requirement without their shapes.
        occupied: What they take up.
    """

    index: int
    plain: HoleRequirement
    occupied: tuple[OccupiedVolume, ...]

    def may_touch(self, new: Sequence[OccupiedVolume]) -> bool:
        """Whether something new may touch one of them: it does, or there is too much of it to find out."""
        if not new or not self.occupied:
            return False
        mine, others = _around(self.occupied), _around(new)
        if any(mine[1][i] < others[0][i] - SAME_MM or others[1][i] < mine[0][i] - SAME_MM for i in range(3)):
            return False
        if len(new) * len(self.occupied) > _MOST_PAIRS:
            return True
        return any(one.touches(other) for one in self.occupied for other in new)

    def may_meet(self, new: Sequence[OccupiedVolume]) -> bool:
        """Whether something new that touches them may share more than a border with one of them."""
        if len(new) * len(self.occupied) > _MOST_PAIRS:
            return True
        return any(one.meets(other) for one in self.occupied for other in new)


def _around(volumes: Sequence[OccupiedVolume]) -> tuple[list[float], list[float]]:
    """Return the corners of the box around all of them."""
    low = [min(volume.low[i] for volume in volumes) for i in range(3)]
    high = [max(volume.high[i] for volume in volumes) for i in range(3)]
    return low, high
