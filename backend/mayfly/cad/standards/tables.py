"""The tables of standard sizes by the names that a part's header uses for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mayfly.cad.standards import fasteners, screw_holes

TABLES: Mapping[str, Callable[[str], Any]] = {
    "washer": fasteners.washer,
    "nut": fasteners.nut,
    "hexagon head": fasteners.hexagon_head,
    "clearance hole": screw_holes.clearance_hole,
    "tap drill": screw_holes.tap_drill,
    "counterbore": screw_holes.counterbore,
    "countersink": screw_holes.countersink,
}

_ROWS: Mapping[str, Mapping[str, Any]] = {
    "washer": fasteners.WASHERS,
    "nut": fasteners.NUTS,
    "hexagon head": fasteners.HEADS,
    "clearance hole": screw_holes.CLEARANCES,
    "tap drill": screw_holes.TAP_DRILLS,
    "counterbore": screw_holes.COUNTERBORES,
    "countersink": screw_holes.COUNTERSINKS,
}


def look_up(table: str, size: str) -> Any:
    """Return a row of a table by the table's name ("washer", "hexagon head"), as parts ask for it.

    Raises:
        InvalidParameter: The table has no such size.
    """
    return TABLES[table](size)


def sizes_of(table: str) -> tuple[str, ...]:
    """Return the sizes that a table has rows for, the smallest first."""
    return tuple(_ROWS[table])
