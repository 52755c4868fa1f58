"""Standard sizes for scripts, in millimetres: ``standards.clearance_hole("M6").diameter_mm`` is 6.6.

Each function takes a size as people write it and returns a row with the name of its standard; a size that the
standard does not list raises ``InvalidParameter``, which names those that it has.
"""

from mayfly.cad.standards import (
    beam,
    bearing,
    circlip_groove,
    clearance_hole,
    counterbore,
    countersink,
    dowel_pin,
    drill,
    hexagon_head,
    inch_thread,
    large_washer,
    motor_face,
    nut,
    pipe,
    socket_head,
    tap_drill,
    threaded_rod,
    washer,
)

__all__ = [
    "beam",
    "bearing",
    "circlip_groove",
    "clearance_hole",
    "counterbore",
    "countersink",
    "dowel_pin",
    "drill",
    "hexagon_head",
    "inch_thread",
    "large_washer",
    "motor_face",
    "nut",
    "pipe",
    "socket_head",
    "tap_drill",
    "threaded_rod",
    "washer",
]
