"""Solids that are drawn out of a profile along Z, or turned about it, at coordinates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mayfly.design.bases import Base, Extrusion, Revolution
from mayfly.design.features import AnyFeature, Cut
from mayfly.design.geometry.faces import Box3, Vector
from mayfly.design.profiles import Circle, Polygon, Profile, Rectangle, Slot


@dataclass(frozen=True, slots=True)
class Drawn:
    """A solid that stands at coordinates of its own.

    Attributes:
        shape: What is drawn.
        at: Where the origin of that goes.
        around: The box around it.
        name: What it is called.
        inner: What is cut out of it before it is added.
    """

    shape: Base
    at: Vector
    around: Box3
    name: str
    inner: tuple[AnyFeature, ...] = ()

    def box(self) -> Box3:
        """Return the box around it."""
        return self.around

    def base(self) -> tuple[Base, Vector]:
        """Return its shape, and where that stands."""
        return self.shape, self.at


def drawn(
    profile: Profile, low: float, high: float, name: str, at: tuple[float, float] = (0.0, 0.0)
) -> Drawn:
    """Return a profile drawn out from one height to another."""
    (x0, y0), (x1, y1) = profile.outline().box
    x, y = at
    around = ((x0 + x, y0 + y, low), (x1 + x, y1 + y, high))
    return Drawn(Extrusion(profile=profile, height=high - low), (x, y, low), around, name)


def rounded_block(low: Vector, high: Vector, radius: float, name: str = "plate") -> Drawn:
    """Return a box whose vertical edges are rounded."""
    profile = Rectangle(length=high[0] - low[0], width=high[1] - low[1], corner_radius=radius)
    return drawn(profile, low[2], high[2], name, ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2))


def slot_between(
    one: Sequence[float], other: Sequence[float], width: float, low: float, high: float
) -> Drawn:
    """Return a slot with round ends between the centres of these."""
    across, up = other[0] - one[0], other[1] - one[1]
    profile = Slot(
        length=math.hypot(across, up) + width, width=width, turn=math.degrees(math.atan2(up, across))
    )
    return drawn(profile, low, high, "slot", ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2))


def border(
    outer: tuple[float, float], wall: float, at: tuple[float, float], low: float, high: float
) -> Drawn:
    """Return a rectangular border with a wall."""
    whole = drawn(Rectangle(length=outer[0], width=outer[1]), low, high, "border", at)
    opening = Rectangle(length=outer[0] - 2 * wall, width=outer[1] - 2 * wall)
    cut = Cut(base=Extrusion(profile=opening, height=high - low), name="opening")
    return Drawn(whole.shape, whole.at, whole.around, whole.name, (cut,))


def sunk(
    wide: float, narrow: float, angle: float, at: tuple[float, float], mouth: float, *, up: bool
) -> Drawn:
    """Return what a countersink takes away: a cone that begins at a face.

    Args:
        wide: Its diameter in the face.
        narrow: The diameter of the hole.
        angle: The angle of the whole cone, in degrees.
        at: The middle of the hole.
        mouth: The height of the face.
        up: Whether the face looks up.
    """
    half = angle / 2
    deep = (wide - narrow) / 2 / math.tan(math.radians(half))
    low = mouth - deep if up else mouth
    base = Extrusion(
        profile=Circle(diameter=narrow if up else wide), height=deep, taper=-half if up else half
    )
    x, y = at
    around = ((x - wide / 2, y - wide / 2, low), (x + wide / 2, y + wide / 2, low + deep))
    return Drawn(base, (x, y, low), around, "countersink")


def prism(corners: Sequence[tuple[float, float]], low: float, high: float) -> Drawn:
    """Return a polygon drawn out from one height to another."""
    return drawn(Polygon(points=tuple(corners)), low, high, "profile")


def turned(corners: Sequence[tuple[float, float]]) -> Drawn:
    """Return a profile of radii and heights turned about Z."""
    profile = Polygon(points=tuple(corners))
    (_, low), (far, high) = profile.outline().box
    return Drawn(
        Revolution(profile=profile), (0.0, 0.0, 0.0), ((-far, -far, low), (far, far, high)), "profile"
    )
