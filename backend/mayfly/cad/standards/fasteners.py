"""Washers, nuts and heads of screws by thread size: M2 to M24, lengths in millimetres.

Washers ISO 7089, large washers ISO 7093-1 and DIN 9021, nuts ISO 4032 and DIN 934, hexagon heads ISO 4014
and 4017, socket heads ISO 4762. Second sources: the tables of the FreeCAD Fasteners workbench and of
cq_warehouse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mayfly.cad.standards.screw_holes import tap_drill
from mayfly.cad.standards.thread_sizes import find_row


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
class SocketHead:
    """Cylindrical head with a hexagon socket, and the shank, of a cap screw; the socket's floor is flat."""

    size: str
    head_diameter_mm: float
    head_height_mm: float
    socket_mm: float
    socket_depth_mm: float
    shank_diameter_mm: float
    standard: str = "ISO 4762"


# size: d1 (nominal, minimum), d2 (nominal, maximum), h (nominal)
WASHERS = {
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
# size: d1, d2, h, as above
LARGE_WASHERS = {
    "M3": (3.2, 9, 0.8),
    "M4": (4.3, 12, 1),
    "M5": (5.3, 15, 1),
    "M6": (6.4, 18, 1.6),
    "M8": (8.4, 24, 2),
    "M10": (10.5, 30, 2.5),
    "M12": (13, 37, 3),
    "M16": (17, 50, 3),
    "M20": (21, 60, 4),
    "M24": (25, 72, 5),
}
#: DIN 9021, where it is not like ISO 7093-1.
OLD_LARGE_WASHERS = LARGE_WASHERS | {"M5": (5.3, 15, 1.2), "M20": (22, 60, 4), "M24": (26, 72, 5)}
# size: s (nominal), m (maximum)
NUTS = {
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
# size: s, m (both nominal)
OLD_NUTS = {
    "M2": (4, 1.6),
    "M2.5": (5, 2),
    "M3": (5.5, 2.4),
    "M4": (7, 3.2),
    "M5": (8, 4),
    "M6": (10, 5),
    "M8": (13, 6.5),
    "M10": (17, 8),
    "M12": (19, 10),
    "M16": (24, 13),
    "M20": (30, 16),
    "M24": (36, 19),
}
# size: dk (nominal, plain heads), k, s, t (minimum), d
SOCKET_HEADS = {
    "M2": (3.8, 2, 1.5, 1, 2),
    "M2.5": (4.5, 2.5, 2, 1.1, 2.5),
    "M3": (5.5, 3, 2.5, 1.3, 3),
    "M4": (7, 4, 3, 2, 4),
    "M5": (8.5, 5, 4, 2.5, 5),
    "M6": (10, 6, 5, 3, 6),
    "M8": (13, 8, 6, 4, 8),
    "M10": (16, 10, 8, 5, 10),
    "M12": (18, 12, 10, 6, 12),
    "M16": (24, 16, 14, 8, 16),
    "M20": (30, 20, 17, 10, 20),
    "M24": (36, 24, 19, 12, 24),
}
# size: s (nominal), k (nominal), d
HEADS = {
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

#: DIN 931 and DIN 933, where their heads are not those of ISO 4014 and 4017.
OLD_HEADS = HEADS | {"M10": (17, 6.4, 10), "M12": (19, 7.5, 12)}


def washer(size: str) -> Washer:
    """Return the plain washer for a thread size (ISO 7089)."""
    name, (inner, outer, thickness) = find_row(WASHERS, size, "ISO 7089 washer")
    return Washer(size=name, inner_diameter_mm=inner, outer_diameter_mm=outer, thickness_mm=thickness)


def nut(size: str) -> Nut:
    """Return the hexagon nut for a thread size (ISO 4032)."""
    name, (across_flats, height) = find_row(NUTS, size, "ISO 4032 nut")
    return Nut(size=name, across_flats_mm=across_flats, height_mm=height, bore_mm=tap_drill(name).diameter_mm)


def hexagon_head(size: str) -> HexagonHead:
    """Return the head of the hexagon bolt of a thread size (ISO 4014, ISO 4017)."""
    return _hexagon_head(HEADS, size, "ISO 4014/4017")


def old_hexagon_head(size: str) -> HexagonHead:
    """Return the head of a hexagon bolt to the withdrawn DIN 931 or DIN 933: wider at M10 and M12."""
    return _hexagon_head(OLD_HEADS, size, "DIN 931/933")


def _hexagon_head(rows: Mapping[str, tuple[float, float, float]], size: str, standard: str) -> HexagonHead:
    name, (across_flats, height, shank) = find_row(rows, size, f"{standard} bolt")
    return HexagonHead(
        size=name,
        across_flats_mm=across_flats,
        head_height_mm=height,
        shank_diameter_mm=shank,
        standard=standard,
    )


def large_washer(size: str) -> Washer:
    """Return the large washer for a thread size (ISO 7093-1, outside about three times the thread)."""
    return _large_washer(LARGE_WASHERS, size, "ISO 7093-1")


def old_large_washer(size: str) -> Washer:
    """Return the large washer for a thread size to the withdrawn DIN 9021."""
    return _large_washer(OLD_LARGE_WASHERS, size, "DIN 9021")


def _large_washer(rows: Mapping[str, tuple[float, float, float]], size: str, standard: str) -> Washer:
    name, (inner, outer, thickness) = find_row(rows, size, f"{standard} washer")
    return Washer(
        size=name, inner_diameter_mm=inner, outer_diameter_mm=outer, thickness_mm=thickness, standard=standard
    )


def old_nut(size: str) -> Nut:
    """Return the hexagon nut for a thread size to the withdrawn DIN 934: lower, and wider at M10 and M12."""
    name, (across_flats, height) = find_row(OLD_NUTS, size, "DIN 934 nut")
    bore = tap_drill(name).diameter_mm
    return Nut(size=name, across_flats_mm=across_flats, height_mm=height, bore_mm=bore, standard="DIN 934")


def socket_head(size: str) -> SocketHead:
    """Return the head and the shank of a socket head cap screw (ISO 4762, formerly DIN 912)."""
    name, (diameter, height, socket, depth, shank) = find_row(SOCKET_HEADS, size, "ISO 4762 screw")
    return SocketHead(
        size=name,
        head_diameter_mm=diameter,
        head_height_mm=height,
        socket_mm=socket,
        socket_depth_mm=depth,
        shank_diameter_mm=shank,
    )
