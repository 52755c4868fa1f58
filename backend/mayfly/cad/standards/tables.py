"""The tables of standard sizes by the names that a part's header uses for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mayfly.cad.standards import fasteners, screw_holes

_TABLES: Mapping[str, tuple[Callable[[str], Any], Mapping[str, Any]]] = {
    "washer": (fasteners.washer, fasteners.WASHERS),
    "nut": (fasteners.nut, fasteners.NUTS),
    "hexagon head": (fasteners.hexagon_head, fasteners.HEADS),
    "clearance hole": (screw_holes.clearance_hole, screw_holes.CLEARANCES),
    "tap drill": (screw_holes.tap_drill, screw_holes.TAP_DRILLS),
    "counterbore": (screw_holes.counterbore, screw_holes.COUNTERBORES),
    "countersink": (screw_holes.countersink, screw_holes.COUNTERSINKS),
}
"""What finds a row by its size, and all rows, by the table's name."""
TABLES = tuple(_TABLES)
"""The names of the tables."""


def look_up(table: str, size: str) -> Any:
    """Return a row of a table by the table's name ("washer", "hexagon head"), as parts ask for it.

    Raises:
        InvalidParameter: The table has no such size.
    """
    return _TABLES[table][0](size)


def sizes_of(table: str) -> tuple[str, ...]:
    """Return the sizes that a table has rows for, the smallest first."""
    return tuple(_TABLES[table][1])
