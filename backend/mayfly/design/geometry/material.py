"""The material of a body of which only the faces are known: what lies behind a face, which boxes are free.

Flat faces along the model's axes are known exactly, with their borders; of all others only where they may be
is used. So what is said here is certain, and where it is not, nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.design.geometry.faces import Box3, Layers, Vector
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.outlines import Outline

_ACROSS: Final = ((1, 2), (0, 2), (0, 1))
_LETTERS: Final = "XYZ"


@dataclass(frozen=True, slots=True)
class FlatSurface:
    """A flat face that looks along an axis of the model.

    Attributes:
        axis: Number of the axis: 0 for X.
        sign: +1 where its normal points along the axis, -1 where against it.
        level: Its coordinate on the axis.
        outline: Its borders, in the two other coordinates.
        box: The box around it.
    """

    axis: int
    sign: int
    level: float
    outline: Outline
    box: Box3

    def covers(self, at: Sequence[float]) -> bool:
        """Whether a line along its axis through a point of the model goes through it."""
        first, second = _ACROSS[self.axis]
        u, v = at[first], at[second]
        (u0, v0), (u1, v1) = self.outline.box
        return u0 <= u <= u1 and v0 <= v <= v1 and self.outline.holds((u, v))


@dataclass(frozen=True, slots=True)
class Material:
    """The material between known faces.

    Attributes:
        box: The body's box.
        flat: Its flat faces along the axes.
        others: Where its other faces are: boxes, and of cylinders their walls.
        crowded: It has several solids, whose boxes overlap.
    """

    box: Box3
    flat: tuple[FlatSurface, ...]
    others: tuple[OccupiedVolume, ...]
    crowded: bool = False

    def behind(self, face: FlatSurface) -> Callable[[float, float], Layers]:
        """Return what gives the layers of material below a point of a face.

        A line that meets a face of another kind on its way gives layers that are not certain; who asks for a
        volume holds the room that it takes against ``others``.
        """
        met = sorted(
            (depth, one.sign == face.sign, index)
            for index, one in enumerate(self.flat)
            if one.axis == face.axis and (depth := (face.level - one.level) * face.sign) > SAME_MM
        )
        end = (face.level - self.box[0 if face.sign > 0 else 1][face.axis]) * face.sign
        first, second = _ACROSS[face.axis]

        def layers(u: float, v: float) -> Layers:
            at = [0.0] * 3
            at[first], at[second] = u, v
            found, begin = [], 0.0
            inside = True
            for depth, enters, index in met:
                if enters == inside or not self.flat[index].covers(at):
                    continue
                if enters:
                    begin = depth
                else:
                    found.append((begin, depth))
                inside = enters
            if inside:
                found.append((begin, end))
            return tuple(found)

        return layers

    def holds(self, box: Box3) -> bool:
        """Whether a box certainly lies in the material; it may touch faces."""
        return not self._meets(box) and self._contains(_middle(box)) is True

    def misses(self, box: Box3) -> bool:
        """Whether a box certainly has no material in it; it may touch."""
        return not self._meets(box) and self._contains(_middle(box)) is False

    def keeps_ends(self, cuts: Sequence[Box3]) -> bool:
        """Whether each side of the box is certainly still reached after boxes were cut out."""
        for axis in range(3):
            for end in (0, 1):
                level = self.box[end][axis]
                near = [cut for cut in cuts if cut[0][axis] - SAME_MM <= level <= cut[1][axis] + SAME_MM]
                if near and not any(
                    self._is_left(face.box, near, axis) for face in self._reaching(axis, end)
                ):
                    return False
        return True

    def _reaching(self, axis: int, end: int) -> list[FlatSurface]:
        level, sign = self.box[end][axis], 1 if end else -1
        return [
            face
            for face in self.flat
            if face.axis == axis and face.sign == sign and abs(face.level - level) < SAME_MM
        ]

    def _is_left(self, box: Box3, cuts: Sequence[Box3], axis: int) -> bool:
        """Whether no cut may cover a face whole: each leaves a part of one of its sides."""
        across = _ACROSS[axis]
        over = [
            cut
            for cut in cuts
            if all(cut[0][i] < box[1][i] - SAME_MM and box[0][i] + SAME_MM < cut[1][i] for i in across)
        ]
        low = [min((cut[0][i] for cut in over), default=0.0) for i in across]
        high = [max((cut[1][i] for cut in over), default=0.0) for i in across]
        return not over or any(
            a > box[0][i] + SAME_MM or b < box[1][i] - SAME_MM
            for i, a, b in zip(across, low, high, strict=True)
        )

    def _meets(self, box: Box3) -> bool:
        room = OccupiedVolume(*box)
        return any(room.meets(OccupiedVolume(*face.box)) for face in self.flat) or any(
            room.meets(other) for other in self.others
        )

    def _contains(self, point: Vector) -> bool | None:
        """Return whether a point lies in the material; None where each line from it meets a curved face."""
        if any(not a < p < b for p, a, b in zip(point, *self.box, strict=True)):
            return False
        for axis in (2, 0, 1):
            if any(self._may_cross(other, point, axis) for other in self.others):
                continue
            above = [face for face in self.flat if face.axis == axis and face.level > point[axis]]
            return sum(face.covers(point) for face in above) % 2 == 1
        return None

    def _may_cross(self, other: OccupiedVolume, point: Vector, axis: int) -> bool:
        """Whether a line from a point upwards along an axis may meet a face; one beside it does not."""
        if other.hollow and other.axis == _LETTERS[axis]:
            return False
        low, high = other.box
        beside = any(not low[i] - SAME_MM <= point[i] <= high[i] + SAME_MM for i in _ACROSS[axis])
        return not beside and high[axis] >= point[axis]


def _middle(box: Box3) -> Vector:
    x, y, z = ((a + b) / 2 for a, b in zip(*box, strict=True))
    return x, y, z
