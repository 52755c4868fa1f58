"""Grooves for circlips by the diameter of the shaft (DIN 471) or bore (DIN 472); lengths in millimetres.

Second sources: the tables of Westfield Fasteners (DIN 471) and of the FreeCAD Fasteners workbench
(thickness and groove diameter of both); the width of the groove follows from the thickness of the ring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class CirclipGroove:
    """The groove for a circlip of the normal type.

    Attributes:
        diameter_mm: Of the shaft or bore (d1).
        groove_diameter_mm: Of the groove's floor (d2).
        width_mm: Of the groove (m).
        standard: "DIN 471" or "DIN 472".
    """

    diameter_mm: float
    groove_diameter_mm: float
    width_mm: float
    standard: str

    @property
    def depth_mm(self) -> float:
        """Depth of the groove from the shaft's surface, or from the wall of the bore."""
        return round(abs(self.diameter_mm - self.groove_diameter_mm) / 2, 4)


#: Thickness of the ring (s) to the width of its groove (m).
_WIDTHS: Final = {
    0.4: 0.5, 0.6: 0.7, 0.7: 0.8, 0.8: 0.9, 1.0: 1.1, 1.2: 1.3, 1.5: 1.6, 1.75: 1.85, 2.0: 2.15, 2.5: 2.65,
    3.0: 3.15,
}  # fmt: skip
# thickness of the ring: shaft and groove diameters
_SHAFTS: Final = {
    0.4: "3:2.8 4:3.8",
    0.6: "5:4.8",
    0.7: "6:5.7",
    0.8: "7:6.7 8:7.6",
    1.0: "9:8.6 10:9.6 11:10.5 12:11.5 13:12.4 14:13.4 15:14.3 16:15.2 17:16.2",
    1.2: "18:17 19:18 20:19 21:20 22:21 24:22.9 25:23.9 26:24.9",
    1.5: "28:26.6 29:27.6 30:28.6 32:30.3 34:32.3 35:33",
    1.75: "36:34 38:36 40:37.5 42:39.5 45:42.5 48:45.5",
    2.0: "50:47 52:49 55:52 56:53 58:55 60:57 62:59 63:60",
    2.5: "65:62 68:65 70:67 72:69 75:72 78:75 80:76.5",
    3.0: "85:81.5 90:86.5 95:91.5 100:96.5",
}
# thickness of the ring: bore and groove diameters
_BORES: Final = {
    0.8: "8:8.4 9:9.4",
    1.0: "10:10.4 11:11.4 12:12.5 13:13.6 14:14.6 15:15.7 16:16.8 17:17.8 18:19 19:20 20:21 21:22 22:23",
    1.2: "24:25.2 25:26.2 26:27.2 28:29.4 30:31.4 31:32.7 32:33.7",
    1.5: "34:35.7 35:37 36:38 37:39 38:40",
    1.75: "40:42.5 42:44.5 45:47.5 47:49.5 48:50.5",
    2.0: "50:53 52:55 55:58 56:59 58:61 60:63 62:65 63:66",
    2.5: "65:68 68:71 70:73 72:75 75:78 78:81 80:83.5",
    3.0: "85:88.5 90:93.5 95:98.5 100:103.5",
}


def _grooves(rows: Mapping[float, str], standard: str) -> dict[float, CirclipGroove]:
    found: dict[float, CirclipGroove] = {}
    for thickness, pairs in rows.items():
        for pair in pairs.split():
            nominal, floor = (float(number) for number in pair.split(":"))
            found[nominal] = CirclipGroove(
                diameter_mm=nominal,
                groove_diameter_mm=floor,
                width_mm=_WIDTHS[thickness],
                standard=standard,
            )
    return found


SHAFT_GROOVES: Final = _grooves(_SHAFTS, "DIN 471")
BORE_GROOVES: Final = _grooves(_BORES, "DIN 472")


def circlip_groove(diameter_mm: float, *, inside: bool) -> CirclipGroove | None:
    """Return the groove on a shaft (DIN 471) or in a bore (DIN 472); None where the table has none."""
    return (BORE_GROOVES if inside else SHAFT_GROOVES).get(round(diameter_mm, 6))
