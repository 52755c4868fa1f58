"""Makes the zygote and its children ready: one thread, a large table of objects, small models built ahead."""

from __future__ import annotations

import os

import cadquery as cq
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.gp import gp_Pnt
from OCP.OSD import OSD_ThreadPool

from mayfly import parts, standards
from mayfly.cad.sandbox.jail import procfs
from mayfly.cad.sandbox.measure import inspection
from mayfly.cad.sandbox.measure.republish import republish
from mayfly.cad.sandbox.script.run import run_script
from mayfly.cad.sandbox.script.step_output import write_step

THREADS = min(4, len(os.sched_getaffinity(0)))

_OBJECTS = 20_000  # more than most models have at a time
_REHEARSAL = (
    "result = cq.Workplane().box(10, 8, 4)",
    """
plate = cq.Workplane().box(60, 40, 8).edges("|Z").fillet(5).faces(">Z").workplane()
plate = plate.rect(40, 20, forConstruction=True).vertices().cboreHole(4, 8, 3)
show_object(plate.faces(">Z").edges().chamfer(0.5))
""",
)


def use_one_thread() -> None:
    """Limit the kernel to one thread: with its thread pool alive, a boolean after a fork waits for ever."""
    OSD_ThreadPool.DefaultPool_s().Init(1)


def load_library() -> None:
    """Load what scripts may import of Mayfly: in the jail its files can't be read."""
    for library in (parts, standards):
        dir(library)


def grow_object_table() -> None:
    """Grow the bindings' table of objects here, once for all children.

    The kernel's bindings keep a table of all living objects, thousands of which are
    constants that lie all over the heap. Growing it writes to each of them; it never
    shrinks.
    """
    living = [gp_Pnt() for _ in range(_OBJECTS)]
    del living


def start_threads() -> None:
    """Start the kernel's threads in this child; a job says how many of them it may use.

    The kernel starts a thread when it first has work for it, which would be too late
    in the jail. It waits for ever for one that it can't start, so no more are used
    than are alive.
    """
    pool = OSD_ThreadPool.DefaultPool_s()
    pool.Init(THREADS)
    BRepCheck_Analyzer(cq.Solid.makeBox(1, 1, 1).wrapped, True, True)
    pool.SetNbDefaultThreadsToLaunch(max(1, procfs.threads()))


def rehearse() -> list[bytes]:
    """Build, write and measure small models, so that a job finds everything loaded; return their files."""
    files = [write_step(run_script(source)[0], name="rehearsal", timestamp=0.0) for source in _REHEARSAL]
    rehearse_measuring(files)
    return files


def rehearse_measuring(files: list[bytes]) -> None:
    """Measure STEP files, as a child does that never runs a script."""
    for content in files:
        inspection.measure_as_written(content)  # what one of our own scripts built
        republish(content, repair=False, name="rehearsal", timestamp=0.0)  # what another did
