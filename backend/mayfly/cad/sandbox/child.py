"""The work of a child process: run a script and write its STEP file, or measure or convert one.

Imported by the zygote alone. Each child is a fork of it; after it has run a foreign
script, a child only answers questions about what that built.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from OCP.OSD import OSD_ThreadPool

from mayfly.cad import channel, preview
from mayfly.cad.preview.sheet import OutsideModel
from mayfly.cad.protocol import MODEL_FILE, OUTPUT_LIMIT_CHARACTERS, SCRIPT_FILE, TRACE_FILE, Operation
from mayfly.cad.sandbox.diagnosis.chain_ends import check_ends
from mayfly.cad.sandbox.diagnosis.follow_up import FOLLOW_UPS, ScriptRun, failure
from mayfly.cad.sandbox.drafting import draft_glb
from mayfly.cad.sandbox.jail import metering, procfs
from mayfly.cad.sandbox.measure import inspection, manufacturability
from mayfly.cad.sandbox.measure.named_solids import named_solids
from mayfly.cad.sandbox.measure.republish import republish
from mayfly.cad.sandbox.measure.survey import survey
from mayfly.cad.sandbox.record import fonts, shells, steps
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script import environment
from mayfly.cad.sandbox.script.reading import Reading, read
from mayfly.cad.sandbox.script.run import BoundedText, run_script
from mayfly.cad.sandbox.script.step_output import check_geometry, left_out_notes, volume_mm3, write_step


def serve(descriptor: int) -> None:
    """Report that the child is ready, then do jobs until the workshop closes the connection."""
    _trace_crashes()
    channel.write_all(descriptor, channel.encode({"ok": True, "event": "ready"}))
    alive = OSD_ThreadPool.DefaultPool_s().NbDefaultThreadsToLaunch()
    run: ScriptRun | None = None
    with contextlib.suppress(channel.ChannelClosed):
        while True:  # the pool retires a child that has done much
            job = _next_job(descriptor, alive)
            if run is not None and job["op"] in _FOLLOW_UPS:
                for part in _FOLLOW_UPS[job["op"]](run):
                    channel.write_all(descriptor, channel.encode(part))
            elif run is not None and run.foreign:
                return  # a foreign script's child is asked nothing else
            elif job["op"] in (Operation.BUILD, Operation.DRAFT):
                reading = _read(job, descriptor)
                if reading.tree is not None:
                    answer, run, mesh = _run_job(job, reading)
                    channel.write_all(descriptor, channel.encode(answer))
                    channel.write_all(descriptor, mesh)
                elif not job["trusted"]:
                    return
            elif job["op"] == Operation.OVERLAPS:
                for part in _overlaps(job, descriptor):
                    channel.write_all(descriptor, channel.encode(part))
            else:
                run = None
                done, payload = _JOBS[job["op"]](job, descriptor)
                channel.write_all(descriptor, channel.encode(done))
                channel.write_all(descriptor, payload)


def _next_job(descriptor: int, alive: int) -> dict[str, Any]:
    """Wait for a job, and set its share of the living threads and its time limit.

    Raises:
        ChannelClosed: No other job will come.
    """
    job = channel.read_header(descriptor)
    threads = min(int(job["threads"]), alive)
    OSD_ThreadPool.DefaultPool_s().SetNbDefaultThreadsToLaunch(threads)
    _limit_time(threads * float(job["seconds"]))
    return job


def _trace_crashes() -> None:
    """Write down where the script is when the kernel crashes, or when the server asks by SIGUSR1."""
    trace = open(TRACE_FILE, "w")  # noqa: PTH123, SIM115 (stays open until the end)
    steps.record_attempts(trace.fileno())
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


def _read(job: dict[str, Any], descriptor: int) -> Reading:
    """Read a script and send the result before any of it runs: later messages may be the script's own."""
    reading = read(job)
    channel.write_all(descriptor, channel.encode(reading.answer))
    return reading


def _only_read(job: dict[str, Any], _: int) -> tuple[dict[str, Any], bytes]:
    """Read a script without running it."""
    return read(job).answer, b""


def _run_job(job: dict[str, Any], reading: Reading) -> tuple[dict[str, Any], ScriptRun, bytes]:
    """Run a script and write what it shows to ``model.step`` in the child's folder; mesh it for a draft."""
    started = time.perf_counter()
    printed = BoundedText(OUTPUT_LIMIT_CHARACTERS)
    run = ScriptRun(job, reading.source, os.getcwd())  # noqa: PTH109
    shown: list[Shown]
    mesh = b""
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            environment.prepare(SCRIPT_FILE, job["files"])
            if job["files"]:
                metering.recount()
            fonts.watch()
            shown, notes = run_script(
                reading.source, reading.tree, trusted=job["trusted"], explicit=job["explicit"]
            )
            run.shown = shown
            check_ends([item.obj for item in shown], reading.source)
            if job["op"] == Operation.DRAFT:
                mesh = draft_glb(shown, job["name"], job["options"])
                answer: dict[str, Any] = {"size": len(mesh)}
            else:
                answer = _write_model(job, run, notes)
    except BaseException as error:
        run.error = error
        return {**failure(run), "output": printed.text()}, run, b""
    seconds = time.perf_counter() - started
    return {"ok": True, "seconds": seconds, "output": printed.text(), **answer}, run, mesh


def _write_model(job: dict[str, Any], run: ScriptRun, notes: list[dict[str, Any]]) -> dict[str, Any]:
    """Write what a script showed as a STEP file, and return what the answer says of it."""
    shown, source, trusted = run.shown, run.source, job["trusted"]
    notes = [*notes, *fonts.noted(), *shells.noted(source)]
    # Mayfly's own parts are held to their formulas instead of to their volume.
    notes = notes if trusted else notes + left_out_notes(shown, source, notes)
    content = write_step(shown, name=job["name"], timestamp=job["timestamp"], for_measuring=not trusted)
    volume = 0.0 if trusted else volume_mm3(shown)
    run.write(MODEL_FILE, content)
    return {"notes": notes, "volume_mm3": volume}


def _check(run: ScriptRun) -> Iterator[dict[str, Any]]:
    """Check whether what a script shows is sound as it was built."""
    try:
        check_geometry(run.shown)
    except BaseException as error:
        run.error = error
        yield failure(run)
    else:
        yield {"ok": True}


# --- measuring and converting --------------------------------------------------------------


def _measure(job: dict[str, Any], descriptor: int) -> tuple[dict[str, Any], bytes]:
    """Measure a STEP file that follows the job's header; where it is a script's, write the one to publish."""
    content = channel.read_exactly(descriptor, job["size"])
    started = time.perf_counter()
    payload = b""
    try:
        if job["publish"]:
            published = republish(
                content,
                repair=job["repair"],
                name=job["name"],
                timestamp=job["timestamp"],
                measures=job["measures"],
            )
            measured = None if published is None else (published.report, published.volume_mm3)
            payload = b"" if published is None else published.content
        else:
            measured = (
                inspection.measure(content, job["measures"])
                if job["repair"]
                else inspection.measure_as_written(content, job["measures"])
            )
    except inspection.CheckFailed as error:
        return {"ok": False, "error": {"kind": "check", "check": error.check, "message": str(error)}}, b""
    except MemoryError:
        return {"ok": False, "error": {"kind": "memory"}}, b""
    if measured is None:
        return {"ok": True, "sound": False}, b""
    report, volume = measured
    taken = time.perf_counter() - started
    answer = {"ok": True, "sound": True, "report": report, "volume_mm3": volume, "seconds": taken}
    return {**answer, "size": len(payload)}, payload


def _overlaps(job: dict[str, Any], descriptor: int) -> Iterator[dict[str, Any]]:
    """Find solids that overlap, in a STEP file that follows the job's header."""
    named = named_solids(channel.read_exactly(descriptor, job["size"]))
    solids = [solid for solid, _ in named]
    pairs = manufacturability.near_pairs(solids)
    found: list[dict[str, Any]] = []
    for found in manufacturability.overlaps(solids, pairs, [name for _, name in named]):
        yield {"ok": True, "notes": found}
    yield {"ok": True, "notes": found, "compared": True}
    yield {"ok": True, "done": True}


def _survey(job: dict[str, Any], descriptor: int) -> tuple[dict[str, Any], bytes]:
    """Survey a STEP file that follows the job's header; what was found follows the answer as JSON."""
    content = channel.read_exactly(descriptor, job["size"])
    try:
        payload = json.dumps(survey(content)).encode()
    except inspection.CheckFailed as error:
        return {"ok": False, "error": {"kind": "check", "check": error.check}}, b""
    except MemoryError:
        return {"ok": False, "error": {"kind": "memory"}}, b""
    except Exception:  # the kernel may fail in any way on a file from anywhere
        return {"ok": False, "error": {"kind": "check", "check": "transferable"}}, b""
    return {"ok": True, "size": len(payload)}, payload


def _convert(job: dict[str, Any], descriptor: int) -> tuple[dict[str, Any], bytes]:
    """Convert a STEP file that follows the job's header."""
    content = channel.read_exactly(descriptor, job["size"])
    try:
        payload = preview.FORMATS[job["format"]](content, job["options"])
    except MemoryError:
        return {"ok": False, "error": {"kind": "memory"}}, b""
    except OutsideModel as error:
        return {"ok": False, "error": {"kind": "outside", "low": error.low, "high": error.high}}, b""
    except Exception as error:
        return {"ok": False, "error": {"kind": "convert", "message": f"{type(error).__name__}: {error}"}}, b""
    return {"ok": True, "size": len(payload)}, payload


_JOBS: dict[str, Callable[[dict[str, Any], int], tuple[dict[str, Any], bytes]]] = {
    Operation.READ: _only_read,
    Operation.MEASURE: _measure,
    Operation.SURVEY: _survey,
    Operation.CONVERT: _convert,
}
_FOLLOW_UPS = {Operation.CHECK: _check, **FOLLOW_UPS}


def close_descriptors(keep: set[int]) -> None:
    """Close all descriptors but those to keep."""
    for number in procfs.descriptors():
        if number not in keep:
            with contextlib.suppress(OSError):
                os.close(number)


def own_streams() -> int:
    """Open standard input and output of this child's own, and return what will be its standard error.

    The zygote's are shared by all its children: a flag that one script sets on them
    would be seen by the next.
    """
    for number, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY)):
        opened = os.open(os.devnull, flags)
        os.dup2(opened, number)
        os.close(opened)
    return os.open(os.devnull, os.O_WRONLY)


def silence(stream: int) -> None:
    """Close the last stream that leads out of the jail; until now errors went to the zygote's log."""
    sys.stdin = io.StringIO("")
    os.dup2(stream, 2)
    os.close(stream)
