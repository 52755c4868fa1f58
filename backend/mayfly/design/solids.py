"""A body where it stands: the box around it, what it is drawn out from, and what it shares with another.

What two bodies have in common is worked out without the kernel, and only where that is exact: they are
apart, one lies wholly in the other, or one reaches into the other straight on. Everything else is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mayfly.contracts import HoleRequirement
from mayfly.design.builder import Draft
from mayfly.design.centre_of_mass import centre_of
from mayfly.design.geometry.columns import Column
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.geometry.spaces import Space
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.design.placement import Placement, box_around, common_box, size_of_box, volume_of_box
from mayfly.design.surfaces.part_column import column_of

#: Bodies that are further from each other do not touch.
_GAP_MM: Final = 0.001
_WAYS: Final[tuple[Vector, ...]] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A body with its features, where it stands.

    Attributes:
        placement: From its own coordinates to those of the model.
        base: Box around its base; None where nothing is known of it.
        box: Its exact box; None where that is not known.
        volume: Volume in mm³; None where that is not known.
        column: What its base is drawn out from, in its own coordinates, if it is.
        occupied: Boxes around what its features took away or added.
        holes: Its round holes.
        exact_holes: It has no others.
        centre: Its centre of mass; None where that is not known.
        space: Where its base may have material, in its own coordinates, where no column says that.
    """

    placement: Placement
    base: Box3 | None
    box: Box3 | None
    volume: float | None
    column: Column | None
    occupied: tuple[Box3, ...]
    holes: tuple[HoleRequirement, ...]
    exact_holes: bool
    centre: Vector | None = None
    space: Space | None = None

    @property
    def parts(self) -> tuple[Box3, ...]:
        """Boxes outside of which it has no material."""
        return (*((self.base,) if self.base else ()), *self.occupied)

    @property
    def bound(self) -> Box3 | None:
        """A box that holds all of it; None where nothing is known of it."""
        if self.base is None:
            return None
        return box_around([corner for part in self.parts for corner in part])

    def holds(self, box: Box3) -> bool:
        """Whether a box certainly lies in its material."""
        known = self.column or self.space
        if known is None or any(common_box(box, taken) for taken in self.occupied):
            return False
        return known.holds(self.placement.inverse().box(box))

    def misses(self, box: Box3) -> bool:
        """Whether a box certainly has no material of it inside; it may touch."""
        if self.base is None or any(common_box(box, taken, SAME_MM) for taken in self.occupied):
            return False
        if common_box(self.base, box, SAME_MM) is None:
            return True
        known = self.column or self.space
        return known is not None and known.misses(self.placement.inverse().box(box))

    def share(self, box: Box3) -> float | None:
        """Return the volume of its base inside a box, where that is exact."""
        column, base = self.column, self.base
        if column is None or base is None:
            return None
        along = self.placement.axis(column.axis)
        across = [i for i in range(3) if i != along]
        inside = common_box(base, box)
        if inside is None:
            return 0.0
        if along is not None and all(
            box[0][i] <= base[0][i] + ROUNDING_MM and box[1][i] >= base[1][i] - ROUNDING_MM for i in across
        ):
            return column.outline.area * size_of_box(inside)[along]
        if column.is_block and self.placement.is_straight:
            return volume_of_box(inside)
        return volume_of_box(box) if column.holds(self.placement.inverse().box(box)) else None

    def joined_with(self, box: Box3) -> Solid:
        """Return it with something more in a box, of which nothing else is known."""
        return replace(self, occupied=(*self.occupied, box))


def solid_of(draft: Draft, placement: Placement | None = None) -> Solid:
    """Return a body with its features where it stands; without a placement, where it was made."""
    where = placement or Placement()
    requirements = draft.measured()
    column, centre = column_of(draft), centre_of(draft)
    base = draft.base_box
    exact = draft.extent()
    if exact is not None and not where.is_straight:
        exact = _box_of_column(column, where) if column is not None and not draft.claimed else None
    elif exact is not None:
        exact = where.box(exact)
    placed = where.box(base) if base is not None else None
    if exact is not None and not draft.claimed:
        placed = exact
    return Solid(
        placement=where,
        base=placed,
        box=exact,
        volume=requirements.volume_mm3,
        column=column,
        occupied=tuple(where.box((one.low, one.high)) for one in draft.claimed),
        holes=tuple(where.hole(hole) for hole in requirements.holes),
        exact_holes=requirements.exact_holes,
        centre=None if centre is None else where.point(centre),
        space=draft.form.material or draft.form.space,
    )


def _box_of_column(column: Column, where: Placement) -> Box3:
    """Return the exact box of a column that is turned by any angles."""
    back = Placement(where.inverse().rows)
    ends = []
    for sign in (-1, 1):
        reach = []
        for i, way in enumerate(_WAYS):
            x, y, z = (sign * c for c in back.way(way))
            reach.append(sign * column.support((x, y, z)) + where.offset[i])
        ends.append((reach[0], reach[1], reach[2]))
    return ends[0], ends[1]


def common_volume(one: Solid, two: Solid) -> float | None:
    """Return the volume in mm³ that two bodies share; None where no formula is exact."""
    if one.bound is None or two.bound is None:
        return None
    if all(one.misses(part) for part in two.parts) or all(two.misses(part) for part in one.parts):
        return 0.0
    for outer, inner in ((one, two), (two, one)):
        if inner.bound and outer.holds(inner.bound):
            return inner.volume
    if any(common_box(taken, two.bound) for taken in one.occupied):
        return None
    if any(common_box(taken, one.bound) for taken in two.occupied):
        return None
    if one.base is None or two.base is None:
        return None
    shared = common_box(one.base, two.base)
    if shared is None:
        return 0.0
    for outer, inner in ((one, two), (two, one)):
        if outer.holds(shared):
            return inner.share(shared)
    return None


def contact(one: Solid, two: Solid) -> int:
    """Return along how many axes the boxes of two bodies overlap at most: 2 for a face, 0 where apart."""
    best = -1
    for a in one.parts:
        for b in two.parts:
            overlaps = [min(a[1][i], b[1][i]) - max(a[0][i], b[0][i]) for i in range(3)]
            if min(overlaps) >= -SAME_MM:
                best = max(best, sum(overlap > SAME_MM for overlap in overlaps))
    return best


def are_apart(one: Solid, two: Solid) -> bool:
    """Return whether two bodies certainly do not even touch."""
    if one.bound is None or two.bound is None:
        return False
    return any(all(a.misses(_widened(part)) for part in b.parts) for a, b in ((one, two), (two, one)))


def _widened(box: Box3) -> Box3:
    low, high = [c - _GAP_MM for c in box[0]], [c + _GAP_MM for c in box[1]]
    return (low[0], low[1], low[2]), (high[0], high[1], high[2])


def ends_remain(box: Box3, cuts: Sequence[Box3], column: Column | None) -> bool:
    """Whether each side of a body's box is certainly still reached after boxes were cut out of it.

    Args:
        box: The body's box before.
        cuts: Boxes around what was cut out.
        column: What the body is drawn out from, in the same coordinates.
    """
    for axis in range(3):
        for end in (0, 1):
            level = box[end][axis]
            reaching = [
                cut
                for cut in cuts
                if cut[0][axis] - SAME_MM <= level <= cut[1][axis] + SAME_MM and common_box(cut, box)
            ]
            if reaching and not _side_remains(box, axis, reaching, column):
                return False
    return True


def _side_remains(box: Box3, axis: int, cuts: Sequence[Box3], column: Column | None) -> bool:
    across = [i for i in range(3) if i != axis]
    if column is None or not (column.is_block or column.axis == axis):
        return False
    if column.is_block:
        grid = [sorted({box[0][i], box[1][i], *(c[k][i] for c in cuts for k in (0, 1))}) for i in across]
        spots = [
            ((a + b) / 2, (c + d) / 2)
            for a, b in zip(grid[0], grid[0][1:], strict=False)
            for c, d in zip(grid[1], grid[1][1:], strict=False)
            if b - a > SAME_MM and d - c > SAME_MM
        ]
        spots = [s for s in spots if all(box[0][i] < v < box[1][i] for i, v in zip(across, s, strict=True))]
    else:
        spots = column.outline.border()
    return any(not any(_covers(cut, across, spot) for cut in cuts) for spot in spots)


def _covers(cut: Box3, across: Sequence[int], spot: tuple[float, float]) -> bool:
    return all(cut[0][i] - SAME_MM <= v <= cut[1][i] + SAME_MM for i, v in zip(across, spot, strict=True))
