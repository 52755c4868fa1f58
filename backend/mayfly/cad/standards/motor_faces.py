"""Faces of stepper motors by their frame size (NEMA ICS 16): NEMA 8 to 42; lengths in millimetres.

The standard gives the bolt circle and the pilot in inches; makers print the side of the square. Second
source: the table of Massmind ("NEMA stepper motor sizes"); the two agree by bolt circle = side x sqrt(2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mayfly.cad.standards.screw_holes import clearance_hole
from mayfly.errors import InvalidParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class MotorFace:
    """Four screws on a square around a raised pilot; the holes are the clearance holes of ISO 273."""

    size: str
    hole_spacing_mm: float
    pilot_diameter_mm: float
    screw: str
    hole_diameter_mm: float
    standard: str = "NEMA ICS 16"


# frame: side of the square of the holes, diameter of the pilot, usual screw
MOTOR_FACES: Final[Mapping[str, tuple[float, float, str]]] = {
    "NEMA 8": (16.0, 15.0, "M2"),
    "NEMA 11": (23.0, 22.0, "M2.5"),
    "NEMA 14": (26.0, 22.0, "M3"),
    "NEMA 17": (31.0, 22.0, "M3"),
    "NEMA 23": (47.14, 38.1, "M5"),
    "NEMA 34": (69.6, 73.025, "M5"),
    "NEMA 42": (88.9, 55.52, "M6"),
}
WRITTEN: Final = re.compile(r"\bNEMA[ -]?(?P<frame>\d{1,2})\b", re.IGNORECASE)


def motor_face(size: str) -> MotorFace:
    """Return the face of a stepper motor by its frame ("NEMA 17").

    Raises:
        InvalidParameter: There is no such frame.
    """
    found = WRITTEN.fullmatch(size.strip())
    name = f"NEMA {found['frame']}" if found else ""
    if name not in MOTOR_FACES:
        raise InvalidParameter(f"There is no motor face {size[:20]!r} here: {', '.join(MOTOR_FACES)}.")
    spacing, pilot, screw = MOTOR_FACES[name]
    return MotorFace(
        size=name,
        hole_spacing_mm=spacing,
        pilot_diameter_mm=pilot,
        screw=screw,
        hole_diameter_mm=clearance_hole(screw).diameter_mm,
    )
