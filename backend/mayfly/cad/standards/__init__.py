"""Standard sizes as data, each row with the name of its standard; all lengths in millimetres.

The tables have rows only for sizes that their standard lists as preferred and that this project is sure of;
other sizes are refused. A module names its standard and the second source that it was compared with.
"""

from mayfly.cad.standards.beams import Beam, beam
from mayfly.cad.standards.bearings import Bearing, bearing
from mayfly.cad.standards.circlips import CirclipGroove, circlip_groove
from mayfly.cad.standards.designations import Designation, find_designations
from mayfly.cad.standards.drills import Drill, drill
from mayfly.cad.standards.fasteners import (
    HexagonHead,
    Nut,
    SocketHead,
    Washer,
    hexagon_head,
    large_washer,
    nut,
    old_hexagon_head,
    old_large_washer,
    old_nut,
    socket_head,
    washer,
)
from mayfly.cad.standards.inch_threads import InchThread, inch_thread
from mayfly.cad.standards.motor_faces import MotorFace, motor_face
from mayfly.cad.standards.pins import Pin, ThreadedRod, dowel_pin, threaded_rod
from mayfly.cad.standards.pipes import Pipe, pipe
from mayfly.cad.standards.screw_holes import (
    ClearanceHole,
    Counterbore,
    Countersink,
    Fit,
    TapDrill,
    clearance_hole,
    counterbore,
    countersink,
    only_clearance,
    tap_drill,
)
from mayfly.cad.standards.tables import TABLES, look_up, sizes_of
from mayfly.cad.standards.thread_sizes import (
    is_pipe_thread,
    nominal_mm,
    pitches_mm,
    read_size,
    read_thread,
)

__all__ = [
    "TABLES",
    "Beam",
    "Bearing",
    "CirclipGroove",
    "ClearanceHole",
    "Counterbore",
    "Countersink",
    "Designation",
    "Drill",
    "Fit",
    "HexagonHead",
    "InchThread",
    "MotorFace",
    "Nut",
    "Pin",
    "Pipe",
    "SocketHead",
    "TapDrill",
    "ThreadedRod",
    "Washer",
    "beam",
    "bearing",
    "circlip_groove",
    "clearance_hole",
    "counterbore",
    "countersink",
    "dowel_pin",
    "drill",
    "find_designations",
    "hexagon_head",
    "inch_thread",
    "is_pipe_thread",
    "large_washer",
    "look_up",
    "motor_face",
    "nominal_mm",
    "nut",
    "old_hexagon_head",
    "old_large_washer",
    "old_nut",
    "only_clearance",
    "pipe",
    "pitches_mm",
    "read_size",
    "read_thread",
    "sizes_of",
    "socket_head",
    "tap_drill",
    "threaded_rod",
    "washer",
]
