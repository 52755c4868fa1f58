"""The tables of standard sizes by the names that a part's header uses for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mayfly.cad.standards import beams, bearings, fasteners, motor_faces, pins, pipes, screw_holes
from mayfly.cad.standards.thread_sizes import PITCHES_MM

_TABLES: Mapping[str, tuple[Callable[[str], Any], Iterable[str]]] = {
    "washer": (fasteners.washer, fasteners.WASHERS),
    "nut": (fasteners.nut, fasteners.NUTS),
    "hexagon head": (fasteners.hexagon_head, fasteners.HEADS),
    "clearance hole": (screw_holes.clearance_hole, screw_holes.CLEARANCES),
    "tap drill": (screw_holes.tap_drill, screw_holes.TAP_DRILLS),
    "counterbore": (screw_holes.counterbore, screw_holes.COUNTERBORES),
    "countersink": (screw_holes.countersink, screw_holes.COUNTERSINKS),
    "large washer": (fasteners.large_washer, fasteners.LARGE_WASHERS),
    "old large washer": (fasteners.old_large_washer, fasteners.OLD_LARGE_WASHERS),
    "old nut": (fasteners.old_nut, fasteners.OLD_NUTS),
    "old hexagon head": (fasteners.old_hexagon_head, fasteners.OLD_HEADS),
    "socket head": (fasteners.socket_head, fasteners.SOCKET_HEADS),
    "threaded rod": (pins.threaded_rod, PITCHES_MM),
    "dowel pin": (pins.dowel_pin, tuple(f"{diameter:g}m6" for diameter in pins.PIN_DIAMETERS_MM)),
    "beam": (beams.beam, beams.BEAMS),
    "bearing": (bearings.bearing, bearings.BEARINGS),
    "pipe": (pipes.pipe, pipes.sizes()),
    "motor face": (motor_faces.motor_face, motor_faces.MOTOR_FACES),
}
"""What finds a row by its size, and all sizes, by the table's name."""
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
