"""How close two lengths, angles or places have to be to count as the same: every tolerance of planning."""

from __future__ import annotations

from typing import Final

#: Lengths that differ by less are the same length: what was said twice, what just fits.
SAME_MM: Final = 1e-6
#: What arithmetic with floats leaves of a zero: far below any length that is said.
ROUNDING_MM: Final = 1e-9
#: The least material between a feature and the border of its face.
LEAST_WALL_MM: Final = 0.005
#: Angles of two edges that differ by less are the same angle.
SAME_RADIANS: Final = 1e-6
#: Angles on a circle that differ by less are the same angle.
SAME_DEGREES: Final = 1e-6
#: Volumes that differ by a smaller part of themselves are the same volume.
SAME_SHARE: Final = 1e-6
