"""Inch drills by number, letter and fraction (ASME B94.11M): "#7", "F", "27/64"; diameters in millimetres.

Second source of the table: the chart of number and letter drills in "List of drill and tap sizes"
(Wikipedia).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from mayfly.errors import InvalidParameter

MM_IN_AN_INCH: Final = 25.4

#: Diameter of the drills #1 to #80 in ten-thousandths of an inch.
_NUMBERS: Final = (
    2280, 2210, 2130, 2090, 2055, 2040, 2010, 1990, 1960, 1935, 1910, 1890, 1850, 1820, 1800, 1770, 1730,
    1695, 1660, 1610, 1590, 1570, 1540, 1520, 1495, 1470, 1440, 1405, 1360, 1285, 1200, 1160, 1130, 1110,
    1100, 1065, 1040, 1015, 995, 980, 960, 935, 890, 860, 820, 810, 785, 760, 730, 700, 670, 635, 595, 550,
    520, 465, 430, 420, 410, 400, 390, 380, 370, 360, 350, 330, 320, 310, 292, 280, 260, 250, 240, 225, 210,
    200, 180, 160, 145, 135,
)  # fmt: skip
#: Diameter of the drills A to Z in thousandths of an inch.
_LETTERS: Final = (
    234, 238, 242, 246, 250, 257, 261, 266, 272, 277, 281, 290, 295, 302, 316, 323, 332, 339, 348, 358, 368,
    377, 386, 397, 404, 413,
)  # fmt: skip
#: Size to diameter in inches.
DRILLS: Final[Mapping[str, float]] = {
    **{f"#{number}": diameter / 10_000 for number, diameter in enumerate(_NUMBERS, start=1)},
    **{chr(ord("A") + place): diameter / 1000 for place, diameter in enumerate(_LETTERS)},
}
_FRACTION: Final = re.compile(r"(?:(?P<whole>\d+)[ -])?(?P<part>\d+/\d+)|(?P<only>\d+)")


STANDARD: Final = "ASME B94.11M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A twist drill of an inch size."""

    size: str
    diameter_mm: float
    standard: str = STANDARD


def drill(size: str) -> Drill:
    """Return an inch drill by its number ("#7", "no. 7"), its letter ("F") or its fraction ("27/64").

    Raises:
        InvalidParameter: There is no such drill.
    """
    name = re.sub(r"^(?:#|no\.?)\s*", "#", size.strip(), flags=re.IGNORECASE).upper()
    inches = DRILLS.get(name)
    fraction = _FRACTION.fullmatch(name)
    if inches is None and fraction and not (fraction["part"] or "").endswith("/0"):
        inches = float(Fraction(fraction["part"] or fraction["only"]) + int(fraction["whole"] or 0))
    if inches is None:
        raise InvalidParameter(
            f"There is no drill {size[:20]!r} in {STANDARD}: #1 to #80, A to Z, or a fraction."
        )
    return Drill(size=name, diameter_mm=round(inches * MM_IN_AN_INCH, 4))
