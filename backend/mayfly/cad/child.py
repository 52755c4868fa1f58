"""What a child process does: run a script and write its STEP file, or measure and convert one.

Imported by the zygote alone. Each child is a fork of it; a child that ran a
foreign script never does anything else afterwards but look at what it built.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import itertools
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, ModuleType
from typing import Any

import cadquery as cq
import numpy as np
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.gp import gp_Pnt
from OCP.OSD import OSD_ThreadPool

from mayfly.cad import channel, inspection, preview
from mayfly.cad.hints import hint_for
from mayfly.cad.selection import SYNTAX_HINT, nothing_selected, unreadable_selector
from mayfly.cad.stepfile import NothingToWrite, Shown, check_geometry, volume_mm3, write_step

_ASSEMBLY: Any = cq.assembly
_MODELS = (cq.Workplane, cq.Shape, cq.Assembly, cq.Sketch)
SCRIPT_NAME = "script.py"
MODEL_FILE, TRACE_FILE = "model.step", "trace.txt"
OUTPUT_LIMIT_CHARACTERS = 16 * 1024
THREADS = min(4, len(os.sched_getaffinity(0)))


class _BoundedText(io.TextIOBase):
    """A text stream that keeps its first part and counts the rest."""

    def __init__(self, limit: int) -> None:
        """Keep at most ``limit`` characters."""
        self._parts: list[str] = []
        self._left = limit
        self._dropped = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits."""
        kept = text[: self._left]
        if kept:
            self._parts.append(kept)
            self._left -= len(kept)
        self._dropped += len(text) - len(kept)
        return len(text)

    def text(self) -> str:
        """Give what was kept, and say how much was not."""
        tail = f"\n[{self._dropped} more characters]" if self._dropped else ""
        return "".join(self._parts) + tail


@dataclass
class _Stage:
    """What a script sees of CQGI: the three functions, and what was shown through them."""

    shown: list[Shown] = field(default_factory=list)
    looked_at: list[Shown] = field(default_factory=list)

    def show_object(self, obj: Any, options: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Take an object into the model."""
        merged = {**(options or {}), **kwargs}
        self.shown.append(Shown(obj, merged.get("name"), merged.get("color"), merged.get("alpha")))

    def debug(self, obj: Any, *_: Any, **__: Any) -> None:
        """Accept an object that is for looking at only; it is not part of the model."""

    def show(self, *objects: Any, **_: Any) -> None:
        """Stand in for ``cadquery.vis.show``, which would open a window."""
        self.looked_at += [Shown(one) for one in objects if isinstance(one, _MODELS)]

    def describe_parameter(self, *_: Any, **__: Any) -> None:
        """Accept a description; it was read from the source before."""


def serve(descriptor: int) -> None:
    """Say that the child is ready, then do jobs until the workshop closes the line."""
    _trace_crashes()
    channel.write_all(descriptor, channel.encode({"ok": True, "event": "ready"}))
    alive = OSD_ThreadPool.DefaultPool_s().NbDefaultThreadsToLaunch()
    with contextlib.suppress(channel.ChannelClosed):
        while True:  # the pool retires a child that has done much
            job = _next_job(descriptor, alive)
            if job["op"] == "build" and not job["trusted"]:
                answer, shown = _write_model(job)
                channel.write_all(descriptor, channel.encode(answer))
                question = _next_job(descriptor, alive)
                if question["op"] == "look":  # a foreign script's child is asked nothing else
                    channel.write_all(descriptor, channel.encode(_look(job, shown)))
                return
            answer, payload = _JOBS[job["op"]](job, descriptor)
            channel.write_all(descriptor, channel.encode(answer))
            channel.write_all(descriptor, payload)


def _next_job(descriptor: int, alive: int) -> dict[str, Any]:
    """Wait for a job, and set its threads, of those alive, and its time.

    Raises:
        ChannelClosed: There is none to come.
    """
    job = channel.read_header(descriptor)
    threads = min(int(job["threads"]), alive)
    OSD_ThreadPool.DefaultPool_s().SetNbDefaultThreadsToLaunch(threads)
    _limit_time(threads * float(job["seconds"]))
    return job


def _trace_crashes() -> None:
    """Write down where the script was when the kernel crashes, or when the server asks for it by SIGUSR1."""
    trace = open(TRACE_FILE, "w")  # noqa: PTH123, SIM115 (stays open until the end)
    faulthandler.enable(trace)  # all threads: the kernel's own have no Python to show
    faulthandler.register(signal.SIGUSR1, trace, all_threads=True)


def _limit_time(seconds: float) -> None:
    """Set the processor-time limit for the coming job; the hard one stays as it is."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


# --- building ------------------------------------------------------------------------------


def _build(job: dict[str, Any], _: int) -> tuple[dict[str, Any], bytes]:
    """Build a part of the catalogue: Mayfly's own are held to their formulas instead of looked at."""
    return _write_model(job)[0], b""


def _look(job: dict[str, Any], shown: list[Shown]) -> dict[str, Any]:
    """Look whether what a script shows is sound as it was built."""
    try:
        check_geometry(shown)
    except BaseException as error:
        return {"ok": False, "error": _explain(error, job["script"])}
    return {"ok": True}


def _write_model(job: dict[str, Any]) -> tuple[dict[str, Any], list[Shown]]:
    """Run a script and write what it shows to ``model.step`` in the working directory."""
    started = time.perf_counter()
    printed = _BoundedText(OUTPUT_LIMIT_CHARACTERS)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            shown, notes = run_script(job["script"])
            content = write_step(shown, name=job["name"], timestamp=job["timestamp"])
            volume = 0.0 if job["trusted"] else volume_mm3(shown)
        with open(MODEL_FILE, "wb") as target:  # noqa: PTH123 (the jail lets in no path library's look-ups)
            target.write(content)
    except BaseException as error:
        return {"ok": False, "error": _explain(error, job["script"]), "output": printed.text()}, []
    seconds = time.perf_counter() - started
    answer = {"ok": True, "seconds": seconds, "output": printed.text(), "notes": notes}
    return {**answer, "volume_mm3": volume}, shown


def run_script(source: str) -> tuple[list[Shown], list[str]]:
    """Run a script as CQGI does and give what it shows, with notes for the reader."""
    random.seed(0)
    np.random.seed(0)
    _ASSEMBLY.uuid = itertools.count(1).__next__  # nameless parts get the same names each time
    stage = _Stage()
    sys.modules["cadquery.vis"] = _viewer(stage)
    scope: dict[str, Any] = {
        "__name__": "__cqgi__",
        "__builtins__": __builtins__,
        "cq": cq,
        "cadquery": cq,
        "show_object": stage.show_object,
        "debug": stage.debug,
        "describe_parameter": stage.describe_parameter,
    }
    before = set(scope)
    code = compile(source, SCRIPT_NAME, "exec", dont_inherit=True)
    exec(code, scope)  # noqa: S102 (the purpose of this process; the jail is around it)
    if stage.shown:
        return stage.shown, []
    if stage.looked_at:
        return stage.looked_at, ["no show_object: what was passed to cadquery.vis.show was taken"]
    return _unshown(scope, before, code)


def _viewer(stage: _Stage) -> ModuleType:
    """Make a stand-in for ``cadquery.vis``: there is no display here, but scripts end with its ``show``."""
    viewer = ModuleType("cadquery.vis", "A viewer without a window.")
    vars(viewer).update(show=stage.show, show_object=stage.show, style=lambda obj, *_, **__: obj)
    return viewer


def _unshown(scope: dict[str, Any], before: set[str], code: CodeType) -> tuple[list[Shown], list[str]]:
    """Take ``result``, or else the last CadQuery object that the script assigned."""
    if isinstance(scope.get("result"), _MODELS):
        return [Shown(scope["result"])], ["no show_object: the variable `result` was taken"]
    names = [name for name, value in scope.items() if name not in before and isinstance(value, _MODELS)]
    if not names:
        guarded = " (`__name__` is `__cqgi__` here, not `__main__`)" if "__main__" in code.co_consts else ""
        raise NothingToWrite(f"the script shows nothing: end it with show_object(result){guarded}")
    note = f"no show_object and no `result`: the last CadQuery object, `{names[-1]}`, was taken"
    return [Shown(scope[names[-1]])], [note]


def _explain(error: BaseException, source: str) -> dict[str, Any]:
    """Describe an error for the one who wants to mend the script."""
    if isinstance(error, MemoryError):
        return {"kind": "memory"}
    kind, message = type(error).__name__, _said(error)
    line: int | None = None
    calls: list[str] = []
    if isinstance(error, SyntaxError) and error.filename == SCRIPT_NAME:
        line, message = error.lineno, error.msg if isinstance(error.msg, str) else message
    for frame, number in traceback.walk_tb(error.__traceback__):
        calls.append(frame.f_code.co_name)
        if frame.f_code.co_filename == SCRIPT_NAME:
            line = number
    lines = source.splitlines()
    text = lines[line - 1] if line and line <= len(lines) else ""
    unreadable = unreadable_selector(error)
    if unreadable:
        message, hint = unreadable, SYNTAX_HINT
    else:
        hint = hint_for(f"{kind}: {message}", " ".join(calls), text)
        with contextlib.suppress(Exception):  # a look at the script's own objects, which may be anything
            hint = f"{nothing_selected(error, f'{kind}: {message}', source, SCRIPT_NAME)} {hint}".strip()
    return {
        "kind": "script",
        "type": kind,
        "message": message[:2000] or "the CAD kernel gave no reason",
        "line": line,
        "source_line": text[:500],
        "hint": hint,
    }


def _said(error: BaseException) -> str:
    """Give an error's text; a script's own class may fail at giving it, or give what is none."""
    try:
        return str(error)
    except BaseException as failure:  # a SystemExit there must not end the answer either
        return f"(its text can't be had: {type(failure).__name__})"


# --- measuring and converting --------------------------------------------------------------


def _measure(job: dict[str, Any], descriptor: int) -> tuple[dict[str, Any], bytes]:
    """Measure a STEP file that follows the job's header."""
    content = channel.read_exactly(descriptor, job["size"])
    started = time.perf_counter()
    try:
        measured = inspection.measure(content) if job["mend"] else inspection.measure_as_written(content)
    except inspection.CheckFailed as error:
        return {"ok": False, "error": {"kind": "check", "check": error.check, "message": str(error)}}, b""
    except MemoryError:
        return {"ok": False, "error": {"kind": "memory"}}, b""
    if measured is None:
        return {"ok": True, "sound": False}, b""
    report, volume = measured
    taken = time.perf_counter() - started
    return {"ok": True, "sound": True, "report": report, "volume_mm3": volume, "seconds": taken}, b""


def _convert(job: dict[str, Any], descriptor: int) -> tuple[dict[str, Any], bytes]:
    """Convert a STEP file that follows the job's header."""
    content = channel.read_exactly(descriptor, job["size"])
    try:
        payload = preview.FORMATS[job["format"]](content)
    except MemoryError:
        return {"ok": False, "error": {"kind": "memory"}}, b""
    except Exception as error:
        return {"ok": False, "error": {"kind": "convert", "message": f"{type(error).__name__}: {error}"}}, b""
    return {"ok": True, "size": len(payload)}, payload


_JOBS: dict[str, Callable[[dict[str, Any], int], tuple[dict[str, Any], bytes]]] = {
    "build": _build,
    "measure": _measure,
    "convert": _convert,
}


# --- warming -------------------------------------------------------------------------------

_OBJECTS = 20_000  # more than most models have at a time
_REHEARSAL = (
    "result = cq.Workplane().box(10, 8, 4)",
    """
plate = cq.Workplane().box(60, 40, 8).edges("|Z").fillet(5).faces(">Z").workplane()
plate = plate.rect(40, 20, forConstruction=True).vertices().cboreHole(4, 8, 3)
show_object(plate.faces(">Z").edges().chamfer(0.5))
""",
)


def calm_kernel() -> None:
    """Keep the kernel to one thread: with its thread pool alive, every forked boolean waits for ever."""
    OSD_ThreadPool.DefaultPool_s().Init(1)


def make_room() -> None:
    """Have the table that grows with a model grow here, once for all children.

    The kernel's bindings keep a table of all living objects, thousands of which are
    constants that lie all over the heap. Growing it writes to each of them; it never
    shrinks.
    """
    living = [gp_Pnt() for _ in range(_OBJECTS)]
    del living


def start_threads() -> None:
    """Give the kernel of this child its threads; a job says how many of them it may use.

    The kernel starts a thread when it first has work for it, which would be too late
    in the jail. It waits for ever for one that it can't start, so no more are used
    than are alive.
    """
    pool = OSD_ThreadPool.DefaultPool_s()
    pool.Init(THREADS)
    BRepCheck_Analyzer(cq.Solid.makeBox(1, 1, 1).wrapped, True, True)
    alive = os.stat("/proc/self/task").st_nlink - 2  # noqa: PTH116
    pool.SetNbDefaultThreadsToLaunch(max(1, alive))


def rehearse() -> list[bytes]:
    """Build, write and measure small models, so that a job finds everything loaded; give their files."""
    files = [write_step(run_script(source)[0], name="rehearsal", timestamp=0.0) for source in _REHEARSAL]
    rehearse_measuring(files)
    return files


def rehearse_measuring(files: list[bytes]) -> None:
    """Measure STEP files, as a child does that never runs a script."""
    for content in files:
        inspection.measure_as_written(content)


def close_descriptors(keep: set[int]) -> None:
    """Close all descriptors but those to keep."""
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208
        number = int(entry)
        if number not in keep:
            with contextlib.suppress(OSError):
                os.close(number)


def silence() -> None:
    """Leave no stream that leads out of the jail."""
    sys.stdin = io.StringIO("")
    os.dup2(0, 2)  # the zygote's error log; 0 and 1 are /dev/null
