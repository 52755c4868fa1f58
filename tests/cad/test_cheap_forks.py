"""What keeps a fork of the zygote cheap: VTK stays out until it is used, the heap lies in huge pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cad.conftest import in_interpreter

HUGE_PAGES = Path("/sys/kernel/mm/transparent_hugepage/enabled")
RELEASE = tuple(int(number) for number in os.uname().release.split("-")[0].split(".")[:2])


def test_cadquery_is_imported_without_the_whole_of_vtk_and_a_script_that_wants_it_gets_it() -> None:
    shown = in_interpreter("""
from mayfly.cad.sandbox.startup import lazy_imports
lazy_imports.install()
import cadquery as cq
before = len(open("/proc/self/maps").readlines())
print(type(sys.modules["vtk"]).__name__, cq.Workplane().box(1, 2, 3).val().isValid())
print(hasattr(sys.modules["vtk"], "__file__"), type(sys.modules["vtk"]).__name__)  # a mere look loads nothing
import vtk
print(vtk.vtkSphereSource.__name__, len(open("/proc/self/maps").readlines()) > before + 500)
from vtk import vtkCubeSource
print(vtkCubeSource.__name__, type(sys.modules["vtk"]).__name__)
""")
    assert shown.splitlines() == [
        "_StandIn True",
        "False _StandIn",
        "vtkSphereSource True",
        "vtkCubeSource module",
    ]


@pytest.mark.skipif(not HUGE_PAGES.exists() or RELEASE < (6, 1), reason="this kernel has no MADV_COLLAPSE")
def test_the_heap_is_gathered_into_huge_pages_and_keeps_its_content() -> None:
    gathered, kept, sane = in_interpreter("""
from mayfly.cad.sandbox.startup import prefault
memory = [bytes([n]) * 2**20 for n in range(64)]
found = prefault.use_huge_pages()
rows = open("/proc/self/smaps_rollup").read().splitlines()
huge = next(int(row.split()[1]) for row in rows if row.startswith("AnonHugePages"))
print(found, all(block == bytes([n]) * 2**20 for n, block in enumerate(memory)), huge >= 2048 * found > 0)
""").split()
    assert int(gathered) >= 16
    assert kept == "True"
    assert sane == "True"


@pytest.mark.parametrize("at_once", [True, False])
def test_a_child_owns_the_pages_that_it_took_over_and_no_others(at_once: bool) -> None:
    shown = in_interpreter(f"""
import os, resource
from mayfly.cad.sandbox.startup import prefault
if not {at_once}:
    prefault._SYS_PROCESS_MADVISE = -1  # as on a kernel that lets nobody do this to himself
memory = bytearray(64 * 2**20)
plan = prefault.learn(lambda: memory.__setitem__(slice(0, 2**20, 4096), bytes(256)))
faults = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_minflt
pid = os.fork()
if pid == 0:
    taken = plan.populate()
    before = faults()
    memory[0 : 2**20 : 4096] = bytes(256)
    os._exit((0 if taken else 100) + min(90, faults() - before))
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(sum(length for _, length, how in plan.ranges if how == 23) // 4096, code)
""")
    learnt, code = (int(word) for word in shown.split())
    if learnt == 0:
        pytest.skip("this kernel does not show which pages are a process's own")
    assert 256 <= learnt < 2048
    if RELEASE >= (5, 14):
        assert code < 20, "faults of a process whose pages were taken over"
    else:
        assert code >= 100


def test_a_child_that_only_measures_takes_over_less() -> None:
    shown = in_interpreter("""
from mayfly.cad.sandbox.startup import lazy_imports
lazy_imports.install()
from mayfly.cad.sandbox.startup import prefault, warmup
warmup.use_one_thread()
files = warmup.rehearse()
for job in (warmup.rehearse, lambda: warmup.rehearse_measuring(files)):
    print(sum(length for _, length, how in prefault.learn(job).ranges if how == 23) // 4096)
""")
    building, measuring = (int(word) for word in shown.split())
    if building == 0:
        pytest.skip("this kernel does not show which pages are a process's own")
    assert 0 < measuring < 0.7 * building


def test_a_child_finds_room_for_its_objects_without_writing_to_those_of_the_zygote() -> None:
    shown = in_interpreter("""
import os, resource
from mayfly.cad.sandbox.startup import warmup
def faults():
    pid = os.fork()
    if pid == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        living = [warmup.gp_Pnt() for _ in range(3000)]
        now = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        print(now - before, flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
faults()
warmup.grow_object_table()
faults()
""")
    without, with_room = (int(word) for word in shown.split())
    assert with_room < without * 0.7


def test_a_child_of_a_busy_hour_takes_over_nothing_that_is_only_read() -> None:
    shown = in_interpreter("""
import os
from mayfly.cad.sandbox.startup import prefault, warmup
warmup.use_one_thread()
plan = prefault.learn(warmup.rehearse)
for looked_up in (True, False):
    pid = os.fork()
    if pid == 0:
        taken = plan.populate(looked_up=looked_up)
        rows = open("/proc/self/status").read().splitlines()
        print(taken, next(row.split()[1] for row in rows if row.startswith("RssFile")), flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
print(len(plan.ranges))
""").split()
    if shown[-1] == "0" or RELEASE < (5, 14):
        pytest.skip("this kernel does not show which pages are a process's own, or takes none over")
    assert (shown[0], shown[2]) == ("True", "True")
    assert int(shown[1]) > int(shown[3]) + 10_000  # KiB
