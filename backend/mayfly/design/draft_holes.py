"""The round holes that the features of a body make, with their shapes until something meets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from mayfly.contracts import HoleKind, HoleRequirement
from mayfly.design.geometry.faces import Face, Point
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
class _Shaped:
    """Holes whose shapes are known.

    Attributes:
        index: Their number among the rows.
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


@dataclass(slots=True)
class DraftHoles:
    """The round holes that must be in the finished model."""

    _rows: list[HoleRequirement] = field(default_factory=list)
    _shaped: list[_Shaped] = field(default_factory=list)

    def __iter__(self) -> Iterator[HoleRequirement]:
        """Return the holes in the order of the features."""
        return iter(self._rows)

    def require(
        self,
        diameter: float,
        face: Face,
        kind: HoleKind | Literal["open"],
        at: Sequence[Point],
        shape: HoleShape | None,
    ) -> None:
        """Ask for holes; arguments as of ``Draft.require_holes``."""
        places = tuple(sorted((round(x, 4) + 0.0, round(y, 4) + 0.0) for x, y in at))
        plain = HoleRequirement(
            diameter_mm=diameter,
            count=len(at),
            axis=face.axis if face.normal is None else None,
            kind=None if kind == "open" else kind,
            at=places if face.normal is None else None,
        )
        if shape is None:
            self._rows.append(plain)
            return
        known = replace(
            plain,
            depth_mm=shape.depth_mm,
            counterbore_mm=shape.counterbore_mm,
            countersink=shape.countersink,
        )
        self._rows.append(known)
        self._shaped.append(_Shaped(len(self._rows) - 1, plain, shape.occupied))

    def meet(self, new: Sequence[OccupiedVolume]) -> None:
        """Ask no more for the shapes of holes that something new comes near to: they may have changed.

        A blind hole that meets it may be the mouth of another one now.
        """
        for one in [one for one in self._shaped if one.may_touch(new)]:
            opened = one.plain.kind == "blind" and one.may_meet(new)
            self._rows[one.index] = replace(one.plain, kind=None) if opened else one.plain
            self._shaped.remove(one)

    def forget_shapes(self) -> None:
        """Ask for no shapes any more."""
        for one in self._shaped:
            self._rows[one.index] = one.plain
        self._shaped.clear()

    def clear(self) -> None:
        """Ask for no holes any more."""
        self._rows.clear()
        self._shaped.clear()

    def merged(self) -> tuple[HoleRequirement, ...]:
        """Return them, those that are alike joined."""
        return merged(self._rows)


def merged(holes: Sequence[HoleRequirement]) -> tuple[HoleRequirement, ...]:
    """Join holes of one diameter, axis and kind: "others may be there" must not hide a missing one."""
    found: dict[HoleRequirement, HoleRequirement] = {}
    for hole in holes:
        key = replace(hole, diameter_mm=round(hole.diameter_mm, 6), count=1, at=None)
        before = found.get(key)
        if hole.at is None:
            found[key] = replace(hole, count=hole.count + (before.count if before else 0))
            continue
        at = tuple(sorted({*(before.at or ()), *hole.at})) if before else hole.at
        found[key] = replace(hole, at=at, count=len(at))
    return tuple(found.values())


def _around(volumes: Sequence[OccupiedVolume]) -> tuple[list[float], list[float]]:
    """Return the corners of the box around all of them."""
    low = [min(volume.low[i] for volume in volumes) for i in range(3)]
    high = [max(volume.high[i] for volume in volumes) for i in range(3)]
    return low, high
