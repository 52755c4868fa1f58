"""Standard sizes as data, each row with the name of its standard; all lengths in millimetres.

The tables have rows only for sizes that their standard lists as preferred and that this project is sure of;
other sizes are refused.
"""

from mayfly.cad.standards.fasteners import HexagonHead, Nut, Washer, hexagon_head, nut, washer
from mayfly.cad.standards.screw_holes import (
    ClearanceHole,
    Counterbore,
    Countersink,
    Fit,
    TapDrill,
    clearance_hole,
    counterbore,
    countersink,
    tap_drill,
)
from mayfly.cad.standards.tables import TABLES, look_up, sizes_of
from mayfly.cad.standards.thread_sizes import read_size

__all__ = [
    "TABLES",
    "ClearanceHole",
    "Counterbore",
    "Countersink",
    "Fit",
    "HexagonHead",
    "Nut",
    "TapDrill",
    "Washer",
    "clearance_hole",
    "counterbore",
    "countersink",
    "hexagon_head",
    "look_up",
    "nut",
    "read_size",
    "sizes_of",
    "tap_drill",
    "washer",
]
