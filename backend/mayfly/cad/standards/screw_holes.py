"""Holes for screws by thread size: clearance, tapping, counterbored and countersunk; lengths in millimetres.

Clearance holes ISO 273, tap drills ISO 2306 (coarse threads of ISO 261), counterbores DIN 974-1 row 1
(screws of ISO 4762, no washer), countersinks by the theoretical head diameter of ISO 10642. Clearance
holes and tap drills take inch threads too (`inch_threads.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from mayfly.cad.standards.inch_threads import inch_tap_drill, inch_thread, unified_clearance_mm
from mayfly.cad.standards.thread_sizes import find_row

Fit = Literal["fine", "medium", "coarse"]
#: The fits of ASME B18.2.8, in the same order.
_INCH_FITS: Final = ("close", "normal", "loose")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceHole:
    """Hole that a bolt passes through."""

    size: str
    diameter_mm: float
    fit: str
    standard: str = "ISO 273"


@dataclass(frozen=True, slots=True, kw_only=True)
class TapDrill:
    """Hole to cut a thread into: a metric coarse one, or an inch thread."""

    size: str
    diameter_mm: float
    standard: str = "ISO 2306"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterbore:
    """Flat-bottomed recess that takes the whole head of a socket head cap screw (ISO 4762)."""

    size: str
    diameter_mm: float
    depth_mm: float
    hole_diameter_mm: float
    standard: str = "DIN 974-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersink:
    """Cone that takes the whole head of a countersunk screw, sharp-edged."""

    size: str
    diameter_mm: float
    angle_degrees: float
    hole_diameter_mm: float
    standard: str = "ISO 10642"


# size: fine, medium, coarse
CLEARANCES = {
    "M2": (2.2, 2.4, 2.6),
    "M2.5": (2.7, 2.9, 3.1),
    "M3": (3.2, 3.4, 3.6),
    "M4": (4.3, 4.5, 4.8),
    "M5": (5.3, 5.5, 5.8),
    "M6": (6.4, 6.6, 7),
    "M8": (8.4, 9, 10),
    "M10": (10.5, 11, 12),
    "M12": (13, 13.5, 14.5),
    "M16": (17, 17.5, 18.5),
    "M20": (21, 22, 24),
    "M24": (25, 26, 28),
}
#: Screws that are made, also those without a row of their own: 7, 14, 18 and 22 mm may be either.
_SCREWS = frozenset({*CLEARANCES, "M7", "M14", "M18", "M22"})
TAP_DRILLS = {
    "M2": 1.6,
    "M2.5": 2.05,
    "M3": 2.5,
    "M4": 3.3,
    "M5": 4.2,
    "M6": 5.0,
    "M8": 6.8,
    "M10": 8.5,
    "M12": 10.2,
    "M16": 14.0,
    "M20": 17.5,
    "M24": 21.0,
}
# size: diameter, depth (height of the head, plus 0.4 up to M6, 0.6 up to M20, 0.8 up to M24)
COUNTERBORES = {
    "M3": (6.5, 3.4),
    "M4": (8, 4.4),
    "M5": (10, 5.4),
    "M6": (11, 6.4),
    "M8": (15, 8.6),
    "M10": (18, 10.6),
    "M12": (20, 12.6),
    "M16": (26, 16.6),
    "M20": (33, 20.6),
    "M24": (40, 24.8),
}
# size: theoretical diameter of the head
COUNTERSINKS = {
    "M3": 6.72,
    "M4": 8.96,
    "M5": 11.20,
    "M6": 13.44,
    "M8": 17.92,
    "M10": 22.40,
    "M12": 26.88,
    "M16": 33.60,
    "M20": 40.32,
}


def only_clearance(diameter_mm: float) -> bool:
    """Return whether a diameter is that of a clearance hole of ISO 273 and of no screw: 6.6, 9, 11 mm."""
    return f"M{diameter_mm:g}" not in _SCREWS and any(diameter_mm in row for row in CLEARANCES.values())


def clearance_hole(size: str, fit: Fit = "medium") -> ClearanceHole:
    """Return the through hole for a thread size (ISO 273; ASME B18.2.8 for an inch thread)."""
    inch, place = inch_thread(size), ("fine", "medium", "coarse").index(fit)
    if inch is not None:
        diameter = unified_clearance_mm(inch, place)
        return ClearanceHole(
            size=inch.name, diameter_mm=diameter, fit=_INCH_FITS[place], standard="ASME B18.2.8"
        )
    name, row = find_row(CLEARANCES, size, "ISO 273 clearance hole")
    return ClearanceHole(size=name, diameter_mm=row[place], fit=fit)


def tap_drill(size: str) -> TapDrill:
    """Return the drill for a metric coarse thread (ISO 2306) or an inch thread."""
    inch = inch_thread(size)
    if inch is not None:
        drilled, source = inch_tap_drill(inch)
        return TapDrill(size=inch.name, diameter_mm=drilled, standard=source)
    name, diameter = find_row(TAP_DRILLS, size, "ISO 2306 tap drill")
    return TapDrill(size=name, diameter_mm=diameter)


def counterbore(size: str) -> Counterbore:
    """Return the recess and the medium clearance hole for a socket head cap screw (DIN 974-1, row 1)."""
    name, (diameter, depth) = find_row(COUNTERBORES, size, "DIN 974-1 counterbore")
    hole = clearance_hole(name).diameter_mm
    return Counterbore(size=name, diameter_mm=diameter, depth_mm=depth, hole_diameter_mm=hole)


def countersink(size: str) -> Countersink:
    """Return the cone and the medium clearance hole for a countersunk screw (ISO 10642)."""
    name, diameter = find_row(COUNTERSINKS, size, "ISO 10642 countersink")
    hole = clearance_hole(name).diameter_mm
    return Countersink(size=name, diameter_mm=diameter, angle_degrees=90, hole_diameter_mm=hole)
