"""Standard sizes as data: M2 to M24 after ISO and DIN, each row with the name of its standard.

Washers ISO 7089, nuts ISO 4032, hexagon heads ISO 4014 and 4017, clearance holes ISO 273, tap drills ISO 2306
(coarse threads of ISO 261), counterbores DIN 974-1 row 1 (screws of ISO 4762, no washer), countersinks
after the theoretical head diameter of ISO 10642. All lengths in millimetres. The tables have rows only for
sizes that their standard lists as preferred and that this project is sure of; other sizes are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mayfly.errors import InvalidParameter

Fit = Literal["fine", "medium", "coarse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Washer:
    """Plain washer, product grade A."""

    size: str
    inner_diameter_mm: float
    outer_diameter_mm: float
    thickness_mm: float
    standard: str = "ISO 7089"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nut:
    """Hexagon nut, style 1; the bore is the tap drill, as threads are not modelled."""

    size: str
    across_flats_mm: float
    height_mm: float
    bore_mm: float
    standard: str = "ISO 4032"


@dataclass(frozen=True, slots=True, kw_only=True)
class HexagonHead:
    """Head and shank of a hexagon head bolt (ISO 4014) or screw (ISO 4017)."""

    size: str
    across_flats_mm: float
    head_height_mm: float
    shank_diameter_mm: float
    standard: str = "ISO 4014/4017"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceHole:
    """Hole that a bolt passes through."""

    size: str
    diameter_mm: float
    fit: Fit
    standard: str = "ISO 273"


@dataclass(frozen=True, slots=True, kw_only=True)
class TapDrill:
    """Hole to cut a coarse thread into."""

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


# size: d1 (nominal, minimum), d2 (nominal, maximum), h (nominal)
_WASHERS = {
    "M2": (2.2, 5, 0.3),
    "M2.5": (2.7, 6, 0.5),
    "M3": (3.2, 7, 0.5),
    "M4": (4.3, 9, 0.8),
    "M5": (5.3, 10, 1),
    "M6": (6.4, 12, 1.6),
    "M8": (8.4, 16, 1.6),
    "M10": (10.5, 20, 2),
    "M12": (13, 24, 2.5),
    "M16": (17, 30, 3),
    "M20": (21, 37, 3),
    "M24": (25, 44, 4),
}
# size: s (nominal), m (maximum)
_NUTS = {
    "M2": (4, 1.6),
    "M2.5": (5, 2),
    "M3": (5.5, 2.4),
    "M4": (7, 3.2),
    "M5": (8, 4.7),
    "M6": (10, 5.2),
    "M8": (13, 6.8),
    "M10": (16, 8.4),
    "M12": (18, 10.8),
    "M16": (24, 14.8),
    "M20": (30, 18),
    "M24": (36, 21.5),
}
# size: s (nominal), k (nominal), d
_HEADS = {
    "M2": (4, 1.4, 2),
    "M2.5": (5, 1.7, 2.5),
    "M3": (5.5, 2, 3),
    "M4": (7, 2.8, 4),
    "M5": (8, 3.5, 5),
    "M6": (10, 4, 6),
    "M8": (13, 5.3, 8),
    "M10": (16, 6.4, 10),
    "M12": (18, 7.5, 12),
    "M16": (24, 10, 16),
    "M20": (30, 12.5, 20),
    "M24": (36, 15, 24),
}
# size: fine, medium, coarse
_CLEARANCES = {
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
_TAP_DRILLS = {
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
_COUNTERBORES = {
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
_COUNTERSINKS = {
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


def read_size(text: str) -> str:
    """Read a metric size as the tables write it: "m6", "M 6", "6" and "M6.0" are "M6".

    Raises:
        InvalidParameter: Not a metric size.
    """
    found = re.fullmatch(r"\s*[mM]?\s*(\d{1,3})(?:[.,](\d))?\s*", text)
    if not found:
        raise InvalidParameter(f"{text[:40]!r} is not a metric size; write it like M6.")
    decimal = found[2] if found[2] and found[2] != "0" else ""
    return f"M{int(found[1])}" + (f".{decimal}" if decimal else "")


def washer(size: str) -> Washer:
    """Give the plain washer for a thread size (ISO 7089)."""
    name, (inner, outer, thickness) = _find(_WASHERS, size, "ISO 7089 washer")
    return Washer(size=name, inner_diameter_mm=inner, outer_diameter_mm=outer, thickness_mm=thickness)


def nut(size: str) -> Nut:
    """Give the hexagon nut for a thread size (ISO 4032)."""
    name, (across_flats, height) = _find(_NUTS, size, "ISO 4032 nut")
    return Nut(size=name, across_flats_mm=across_flats, height_mm=height, bore_mm=tap_drill(name).diameter_mm)


def hexagon_head(size: str) -> HexagonHead:
    """Give the head of the hexagon bolt of a thread size (ISO 4014, ISO 4017)."""
    name, (across_flats, height, shank) = _find(_HEADS, size, "ISO 4014 bolt")
    return HexagonHead(
        size=name, across_flats_mm=across_flats, head_height_mm=height, shank_diameter_mm=shank
    )


def clearance_hole(size: str, fit: Fit = "medium") -> ClearanceHole:
    """Give the through hole for a thread size (ISO 273)."""
    name, row = _find(_CLEARANCES, size, "ISO 273 clearance hole")
    return ClearanceHole(size=name, diameter_mm=row[("fine", "medium", "coarse").index(fit)], fit=fit)


def tap_drill(size: str) -> TapDrill:
    """Give the drill for a coarse thread (ISO 2306)."""
    name, diameter = _find(_TAP_DRILLS, size, "ISO 2306 tap drill")
    return TapDrill(size=name, diameter_mm=diameter)


def counterbore(size: str) -> Counterbore:
    """Give the recess and the medium clearance hole for a socket head cap screw (DIN 974-1, row 1)."""
    name, (diameter, depth) = _find(_COUNTERBORES, size, "DIN 974-1 counterbore")
    hole = clearance_hole(name).diameter_mm
    return Counterbore(size=name, diameter_mm=diameter, depth_mm=depth, hole_diameter_mm=hole)


def countersink(size: str) -> Countersink:
    """Give the cone and the medium clearance hole for a countersunk screw (ISO 10642)."""
    name, diameter = _find(_COUNTERSINKS, size, "ISO 10642 countersink")
    hole = clearance_hole(name).diameter_mm
    return Countersink(size=name, diameter_mm=diameter, angle_degrees=90, hole_diameter_mm=hole)


TABLES: Mapping[str, Callable[[str], Any]] = {
    "washer": washer,
    "nut": nut,
    "hexagon head": hexagon_head,
    "clearance hole": clearance_hole,
    "tap drill": tap_drill,
    "counterbore": counterbore,
    "countersink": countersink,
}


_ROWS: Mapping[str, Mapping[str, Any]] = {
    "washer": _WASHERS,
    "nut": _NUTS,
    "hexagon head": _HEADS,
    "clearance hole": _CLEARANCES,
    "tap drill": _TAP_DRILLS,
    "counterbore": _COUNTERBORES,
    "countersink": _COUNTERSINKS,
}


def look_up(table: str, size: str) -> Any:
    """Give a row of a table by the table's name ("washer", "hexagon head"), as parts ask for it.

    Raises:
        InvalidParameter: The table has no such size.
    """
    return TABLES[table](size)


def sizes_of(table: str) -> tuple[str, ...]:
    """Give the sizes that a table has rows for, the smallest first."""
    return tuple(_ROWS[table])


def _find(table: Mapping[str, Any], size: str, what: str) -> tuple[str, Any]:
    """Find a row, or say which sizes there are.

    Raises:
        InvalidParameter: The table has no such size.
    """
    name = read_size(size)
    if name not in table:
        raise InvalidParameter(f"There is no {what} for {name} here; there is one for {', '.join(table)}.")
    return name, table[name]
