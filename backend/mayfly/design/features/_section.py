"""The section of a groove: rectangular, or a V, from two of its width, depth and angle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

Shape = Literal["rectangle", "v"]
_SAME_MM: Final = 1e-3


@dataclass(frozen=True, slots=True)
class GrooveSection:
    """The section of a groove.

    Attributes:
        width: At the surface, in mm.
        depth: Below the surface, in mm.
        vee: It is a V.
    """

    width: float
    depth: float
    vee: bool

    @property
    def area(self) -> float:
        """Area of the section in mm²."""
        return self.width * self.depth * (0.5 if self.vee else 1.0)

    @property
    def centre(self) -> float:
        """How far below the surface its centroid lies, in mm."""
        return self.depth / (3 if self.vee else 2)

    @property
    def shape(self) -> Shape:
        """Its shape as a groove of the feature language has it."""
        return "v" if self.vee else "rectangle"


def groove_section(
    shape: Shape, width: float | None, depth: float | None, angle: float | None = None
) -> GrooveSection:
    """Return the section from the sizes that a groove was given.

    Raises:
        ValueError: A size is missing, or the three of a V contradict each other.
    """
    if shape == "rectangle":
        if angle is not None:
            raise ValueError('only a V groove has an angle; set shape to "v"')
        if width is None or depth is None:
            raise ValueError("a groove needs a width and a depth")
        return GrooveSection(width, depth, vee=False)
    if angle is None:
        if width is None or depth is None:
            raise ValueError("a V groove needs two of width, depth and angle")
        return GrooveSection(width, depth, vee=True)
    slope = 2 * math.tan(math.radians(angle / 2))
    if width is None and depth is None:
        raise ValueError("a V groove needs two of width, depth and angle")
    if width is not None and depth is not None and abs(depth * slope - width) > _SAME_MM:
        raise ValueError(
            f"a V of {angle:g} degrees that is {depth:g} mm deep is {depth * slope:g} mm wide, not {width:g}"
        )
    if depth is not None:
        return GrooveSection(depth * slope if width is None else width, depth, vee=True)
    assert width is not None  # noqa: S101 - one of the two is given
    return GrooveSection(width, width / slope, vee=True)
