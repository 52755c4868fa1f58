"""The flat shapes that bodies are drawn out, turned and lofted from, and that pockets, bosses and ribs have.

A profile lies in a plane of its own, in mm. Each one gives its outline, from which area, centroid and box
follow, and writes itself as steps of a CadQuery script with named parameters.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mayfly.design.profiles.cornered import Cornered, Polygon, RegularPolygon, Strip, Trapezoid, Triangle
from mayfly.design.profiles.curved import Contour
from mayfly.design.profiles.round import Circle, Ellipse, Rectangle, Ring, Slot
from mayfly.design.segments import Point

__all__ = [
    "Circle",
    "Contour",
    "Ellipse",
    "Polygon",
    "Profile",
    "Rectangle",
    "RegularPolygon",
    "Ring",
    "Slot",
    "Strip",
    "Trapezoid",
    "Triangle",
    "corners_of",
]

Profile = Annotated[
    Circle
    | Rectangle
    | Slot
    | Ellipse
    | Ring
    | Polygon
    | RegularPolygon
    | Triangle
    | Trapezoid
    | Strip
    | Contour,
    Field(discriminator="kind"),
]
"""Any of the flat shapes, told apart by ``kind``."""


def corners_of(profile: Profile) -> list[Point] | None:
    """Return the corners of a profile that is drawn through some, None for any other."""
    return profile.corners() if isinstance(profile, Cornered | Strip) else None
