"""What is drawn: an outline by its corners, its plane, and the pieces of a path."""

from __future__ import annotations

from dataclasses import dataclass

from mayfly.language.chunks import Quantity


@dataclass(frozen=True, slots=True)
class Outline:
    """The corners of a profile, in their order, in mm or in the request's unit.

    Attributes:
        points: They.
        via: For each what the arc to the next one passes, None for a straight line; empty without arcs.
    """

    points: tuple[tuple[float, ...], ...]
    via: tuple[tuple[float, ...] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class OnPlane:
    """The plane of a sketch or a mirror, "xy", "xz" or "yz", with an offset along its normal."""

    plane: str
    offset: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight piece of a path: how far, and which way ("+x"; empty for straight on)."""

    distance: Quantity
    way: str = ""


@dataclass(frozen=True, slots=True)
class Bend:
    """A bend of a path: its angle, its radius at the centre line, and which way it leads."""

    degrees: float
    radius: Quantity
    way: str = ""
