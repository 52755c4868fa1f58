"""Hot-rolled I and H beams with parallel flanges by name: HEA, HEB, HEM and IPE; lengths in millimetres.

EN 10365, formerly Euronorm 53-62 (HE) and 19-57 (IPE). Second source: the tables of the open library
BOLTS, and the sectional areas that the standard prints (`tests/parts/test_standard_tables.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayfly.errors import InvalidParameter

STANDARD: Final = "EN 10365"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beam:
    """A rolled beam: its section, with the radius between web and flange."""

    size: str
    height_mm: float
    width_mm: float
    web_thickness_mm: float
    flange_thickness_mm: float
    root_radius_mm: float
    standard: str = STANDARD


# number: h, b, tw, tf, r
_HEA: Final = {
    100: (96, 100, 5, 8, 12),
    120: (114, 120, 5, 8, 12),
    140: (133, 140, 5.5, 8.5, 12),
    160: (152, 160, 6, 9, 15),
    180: (171, 180, 6, 9.5, 15),
    200: (190, 200, 6.5, 10, 18),
    220: (210, 220, 7, 11, 18),
    240: (230, 240, 7.5, 12, 21),
    260: (250, 260, 7.5, 12.5, 24),
    280: (270, 280, 8, 13, 24),
    300: (290, 300, 8.5, 14, 27),
    320: (310, 300, 9, 15.5, 27),
    340: (330, 300, 9.5, 16.5, 27),
    360: (350, 300, 10, 17.5, 27),
    400: (390, 300, 11, 19, 27),
    450: (440, 300, 11.5, 21, 27),
    500: (490, 300, 12, 23, 27),
    550: (540, 300, 12.5, 24, 27),
    600: (590, 300, 13, 25, 27),
    650: (640, 300, 13.5, 26, 27),
    700: (690, 300, 14.5, 27, 27),
    800: (790, 300, 15, 28, 30),
    900: (890, 300, 16, 30, 30),
    1000: (990, 300, 16.5, 31, 30),
}
_HEB: Final = {
    100: (100, 100, 6, 10, 12),
    120: (120, 120, 6.5, 11, 12),
    140: (140, 140, 7, 12, 12),
    160: (160, 160, 8, 13, 15),
    180: (180, 180, 8.5, 14, 15),
    200: (200, 200, 9, 15, 18),
    220: (220, 220, 9.5, 16, 18),
    240: (240, 240, 10, 17, 21),
    260: (260, 260, 10, 17.5, 24),
    280: (280, 280, 10.5, 18, 24),
    300: (300, 300, 11, 19, 27),
    320: (320, 300, 11.5, 20.5, 27),
    340: (340, 300, 12, 21.5, 27),
    360: (360, 300, 12.5, 22.5, 27),
    400: (400, 300, 13.5, 24, 27),
    450: (450, 300, 14, 26, 27),
    500: (500, 300, 14.5, 28, 27),
    550: (550, 300, 15, 29, 27),
    600: (600, 300, 15.5, 30, 27),
    650: (650, 300, 16, 31, 27),
    700: (700, 300, 17, 32, 27),
    800: (800, 300, 17.5, 33, 30),
    900: (900, 300, 18.5, 35, 30),
    1000: (1000, 300, 19, 36, 30),
}
_HEM: Final = {
    100: (120, 106, 12, 20, 12),
    120: (140, 126, 12.5, 21, 12),
    140: (160, 146, 13, 22, 12),
    160: (180, 166, 14, 23, 15),
    180: (200, 186, 14.5, 24, 15),
    200: (220, 206, 15, 25, 18),
    220: (240, 226, 15.5, 26, 18),
    240: (270, 248, 18, 32, 21),
    260: (290, 268, 18, 32.5, 24),
    280: (310, 288, 18.5, 33, 24),
    300: (340, 310, 21, 39, 27),
}
_IPE: Final = {
    80: (80, 46, 3.8, 5.2, 5),
    100: (100, 55, 4.1, 5.7, 7),
    120: (120, 64, 4.4, 6.3, 7),
    140: (140, 73, 4.7, 6.9, 7),
    160: (160, 82, 5, 7.4, 9),
    180: (180, 91, 5.3, 8, 9),
    200: (200, 100, 5.6, 8.5, 12),
    220: (220, 110, 5.9, 9.2, 12),
    240: (240, 120, 6.2, 9.8, 15),
    270: (270, 135, 6.6, 10.2, 15),
    300: (300, 150, 7.1, 10.7, 15),
    330: (330, 160, 7.5, 11.5, 18),
    360: (360, 170, 8, 12.7, 18),
    400: (400, 180, 8.6, 13.5, 21),
    450: (450, 190, 9.4, 14.6, 21),
    500: (500, 200, 10.2, 16, 21),
    550: (550, 210, 11.1, 17.2, 24),
    600: (600, 220, 12, 19, 24),
}
BEAMS: Final[Mapping[str, tuple[float, ...]]] = {
    f"{series} {number}": row
    for series, rows in (("HEA", _HEA), ("HEB", _HEB), ("HEM", _HEM), ("IPE", _IPE))
    for number, row in rows.items()
}
#: "HEA 100", "HE-B 200", "HE 100 A", "IPE200".
WRITTEN: Final = re.compile(
    r"\b(?:HE-?(?P<series>[ABM])[ -]?(?P<number>\d{3,4})|HE ?(?P<behind>\d{3,4}) ?(?P<letter>[ABM])"
    r"|IPE[ -]?(?P<ipe>\d{2,3}))\b",
    re.IGNORECASE,
)


def beam(size: str) -> Beam:
    """Return a rolled beam by its name ("HEA 100", "HE 100 A", "IPE 200").

    Raises:
        InvalidParameter: There is no such beam.
    """
    found = WRITTEN.fullmatch(size.strip())
    name = ""
    if found:
        series = f"HE{found['series'] or found['letter']}".upper() if not found["ipe"] else "IPE"
        name = f"{series} {found['number'] or found['behind'] or found['ipe']}"
    if name not in BEAMS:
        raise InvalidParameter(f"There is no beam {size[:20]!r} in {STANDARD}: {', '.join(BEAMS)}.")
    height, width, web, flange, radius = BEAMS[name]
    return Beam(
        size=name, height_mm=height, width_mm=width, web_thickness_mm=web, flange_thickness_mm=flange,
        root_radius_mm=radius,
    )  # fmt: skip
