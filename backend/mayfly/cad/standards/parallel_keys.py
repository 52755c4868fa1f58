"""Parallel keys and their keyways by the shaft's diameter (DIN 6885-1, high form)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Keyway:
    """A parallel key and the keyways for it.

    Attributes:
        over_mm: The shaft is thicker than this.
        to_mm: The shaft is at most this thick.
        width_mm: Width of the key and of both keyways.
        height_mm: Height of the key.
        shaft_depth_mm: Depth in the shaft (t1).
        hub_depth_mm: Depth in the hub, from the wall of its bore (t2).
    """

    over_mm: float
    to_mm: float
    width_mm: float
    height_mm: float
    shaft_depth_mm: float
    hub_depth_mm: float


STANDARD: Final = "DIN 6885-1"
KEYWAYS: Final = tuple(
    Keyway(*row)
    for row in (
        (6, 8, 2, 2, 1.2, 1.0),
        (8, 10, 3, 3, 1.8, 1.4),
        (10, 12, 4, 4, 2.5, 1.8),
        (12, 17, 5, 5, 3.0, 2.3),
        (17, 22, 6, 6, 3.5, 2.8),
        (22, 30, 8, 7, 4.0, 3.3),
        (30, 38, 10, 8, 5.0, 3.3),
        (38, 44, 12, 8, 5.0, 3.3),
        (44, 50, 14, 9, 5.5, 3.8),
        (50, 58, 16, 10, 6.0, 4.3),
        (58, 65, 18, 11, 7.0, 4.4),
        (65, 75, 20, 12, 7.5, 4.9),
        (75, 85, 22, 14, 9.0, 5.4),
        (85, 95, 25, 14, 9.0, 5.4),
        (95, 110, 28, 16, 10.0, 6.4),
        (110, 130, 32, 18, 11.0, 7.4),
    )
)


def keyway_for(diameter_mm: float) -> Keyway | None:
    """Return the keyway for a shaft or bore of a diameter in mm, None where the table has none."""
    return next(
        (row for row in KEYWAYS if row.over_mm < diameter_mm <= row.to_mm or diameter_mm == row.over_mm == 6),
        None,
    )
