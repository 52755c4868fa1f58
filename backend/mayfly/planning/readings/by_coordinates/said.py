"""What was said of one solid, in words or in data, and the solid that it makes; nothing is filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mayfly.design.geometry.faces import Vector
from mayfly.planning.readings.by_coordinates.solids import AXES, Axis, Ball, Block, Round, Solid

_SAME_MM: Final = 1e-6


@dataclass(slots=True)
class Said:
    """What was said of one solid.

    Attributes:
        kind: "box", "cylinder" or "sphere".
        spans: Where it begins and ends, by axis.
        sides: The sides of a box, along X, Y and Z.
        corner: Its corner of least coordinates.
        middle: The middle of a box or a ball; of a cylinder any point of its axis where it goes through.
        foot: The middle of the end that a cylinder begins at.
        diameter: Its diameter.
        length: The length of a cylinder.
        axis: What a cylinder is parallel to; empty where that was not said.
        sign: -1 where it goes the other way along its axis.
        point: A point without a word that says which one: in the plan it is the axis of a cylinder.
        through: It goes through everything.
        wrong: Something was said twice, or does not go together.
    """

    kind: str = ""
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    sides: Vector | None = None
    corner: Vector | None = None
    middle: tuple[float, ...] | None = None
    foot: Vector | None = None
    diameter: float | None = None
    length: float | None = None
    axis: str = ""
    sign: int = 1
    point: dict[str, float] = field(default_factory=dict)
    through: bool = False
    wrong: bool = False

    def span(self, axis: str, low: float, high: float) -> None:
        """Note where it begins and ends along an axis."""
        self.wrong = self.wrong or axis in self.spans
        self.spans[axis] = (min(low, high), max(low, high))

    def once(self, name: str, value: object) -> None:
        """Note a value that is said once."""
        self.wrong = self.wrong or getattr(self, name) is not None
        setattr(self, name, value)

    def reach(self, end: tuple[float, ...]) -> None:
        """Note the middle of the end of a cylinder that begins at its foot."""
        foot = self.foot or ()
        along = (
            [i for i, (a, b) in enumerate(zip(foot, end, strict=True)) if abs(a - b) > _SAME_MM]
            if foot
            else []
        )
        if len(along) != 1 or self.axis not in {"", AXES[along[0]]}:
            self.wrong = True
            return
        index = along[0]
        self.axis, self.sign = AXES[index], 1 if end[index] > foot[index] else -1
        self.once("length", abs(end[index] - foot[index]))

    def solid(self) -> Solid | None:
        """Return the solid that this makes; None where something is left open or contradicts."""
        if self.wrong:
            return None
        made = {"box": self._box, "cylinder": self._cylinder, "sphere": self._ball}.get(self.kind)
        return made() if made is not None else None

    def _box(self) -> Block | None:
        if self.diameter is not None or self.length is not None or self.axis or self.point or self.foot:
            return None
        if self.through or (self.middle is not None and len(self.middle) != len(AXES)):
            return None
        if self.spans and self.corner is None and self.middle is None:
            if self.spans.keys() != set(AXES):
                return None
            low, high = zip(*(self.spans[axis] for axis in AXES), strict=True)
            sides = tuple(b - a for a, b in zip(low, high, strict=True))
            if self.sides is not None and _differ(sides, self.sides):
                return None
            return Block((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        if self.sides is None or self.spans or (self.corner is None) == (self.middle is None):
            return None
        at = self.corner or tuple(c - s / 2 for c, s in zip(self.middle or (), self.sides, strict=True))
        high = tuple(c + s for c, s in zip(at, self.sides, strict=True))
        return Block((at[0], at[1], at[2]), (high[0], high[1], high[2]))

    def _cylinder(self) -> Round | None:
        if self.diameter is None or self.sides is not None or self.corner is not None:
            return None
        axis = self._axis()
        if axis is None or len(self.spans) > 1:
            return None
        across = [one for one in AXES if one != axis]
        point = dict(self.point)
        if self.middle is not None:
            if self.foot is not None or (len(self.middle) == len(AXES) and not self.through):
                return None
            point |= dict(zip(AXES, self.middle, strict=False))
        foot = dict(zip(AXES, self.foot, strict=True)) if self.foot is not None else {}
        if point and foot:
            return None
        at = point or foot
        assumed = not at
        if assumed:
            at = dict.fromkeys(across, 0.0)
        if any(one not in at for one in across):
            return None
        low, length = self._extent(axis, at)
        if low is None:
            return None
        start = [at.get(one, 0.0) for one in AXES]
        start[AXES.index(axis)] = low
        return Round(self.diameter, axis, (start[0], start[1], start[2]), length, assumed)

    def _axis(self) -> Axis | None:
        """Return what a cylinder is parallel to: what was said, or the axis along which its ends were."""
        spanned = next(iter(self.spans), "")
        if self.axis and spanned and self.axis != spanned:
            return None
        named = self.axis or spanned or "z"
        return named if named in AXES else None  # type: ignore[return-value]

    def _extent(self, axis: str, at: dict[str, float]) -> tuple[float | None, float | None]:
        """Return where a cylinder begins and how long it is; None twice where that is open."""
        if self.through:
            return (None, None) if self.length is not None or self.spans else (at.get(axis, 0.0), None)
        if self.spans:
            low, high = self.spans[axis]
            if self.length is not None and abs(high - low - self.length) > _SAME_MM:
                return None, None
            return low, high - low
        if self.length is None or axis not in at:
            return None, None
        return (at[axis] if self.sign > 0 else at[axis] - self.length), self.length

    def _ball(self) -> Ball | None:
        others = (self.sides, self.corner, self.foot, self.length)
        if self.diameter is None or any(one is not None for one in others) or self.spans or self.axis:
            return None
        if self.middle is None or len(self.middle) != len(AXES) or self.point or self.through:
            return None
        x, y, z = self.middle
        return Ball(self.diameter, (x, y, z))


def _differ(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return any(abs(a - b) > _SAME_MM for a, b in zip(one, other, strict=True))
