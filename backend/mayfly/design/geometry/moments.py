"""First moments of what features add or take: a volume times its centre, from which a centre of mass follows.

They are worked out for straight pieces below flat faces; whatever else a feature does has no moment here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mayfly.design.geometry.faces import Face, Point, Vector

#: A moment belongs to a volume that was worked out in another way, if the two agree to this, relatively.
_AGREE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece around a straight line below a face.

    Attributes:
        volume: In mm³; below 0 for what another piece has too much.
        below: How far below the face its centre lies, in mm.
    """

    volume: float
    below: float


def straight(area: float, start: float, end: float) -> Piece:
    """Return a piece of one cross-section between two depths."""
    return Piece(area * (end - start), (start + end) / 2)


def frustum(wide: float, narrow: float, start: float, high: float) -> Piece:
    """Return a cone that begins wide at a depth and narrows below it; sizes are diameters."""
    both = wide**2 + wide * narrow + narrow**2
    middle = high / 4 * (wide**2 + 2 * wide * narrow + 3 * narrow**2) / both
    return Piece(cone_volume(wide, narrow, high), start + middle)


def cone_volume(large: float, small: float, height: float) -> float:
    """Return the volume of a frustum in mm³, from its two diameters."""
    return math.pi / 12 * height * (large**2 + large * small + small**2)


def moment_of(face: Face, points: Iterable[Point], pieces: Iterable[Piece], volume: float) -> Vector | None:
    """Return the moment in mm⁴ of alike pieces below points of a face; None where it is not known.

    Args:
        face: The face.
        points: Where they are.
        pieces: What there is at each point.
        volume: The volume of all of it, worked out in another way: it has to be the same.
    """
    if face.curved or face.layers is not None:
        return None
    pieces = list(pieces)
    total = [0.0, 0.0, 0.0]
    taken = 0.0
    for u, v in points:
        for piece in pieces:
            taken += piece.volume
            for i, at in enumerate(face.space(u, v, piece.below)):
                total[i] += piece.volume * at
    if abs(taken - volume) > _AGREE * abs(volume):
        return None
    return total[0], total[1], total[2]
