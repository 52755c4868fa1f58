"""Turning what became of a child into an error that says what to do; a child is not believed unchecked."""

from __future__ import annotations

import re
import signal
from collections.abc import Mapping
from typing import Any

from mayfly.errors import (
    BuildError,
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    KernelCrash,
    ScriptError,
)

_TEXT_LIMIT = 20_000
# Control characters, which could give orders to a terminal, and halves of surrogate pairs.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_STAGES = {
    "read": "reading of the script",
    "build": "build",
    "measure": "inspection",
    "look": "inspection of what was built",
    "convert": "conversion",
}
_CHECKS = {
    "has_solids": "it holds no solid, only faces or shells",
    "closed_shells": "a shell is not closed",
    "brep_check": "the kernel finds its geometry faulty (BRepCheck)",
    "positive_volume": "its volume is not positive",
    "same_volume": "its STEP file has another volume than the model that was built, so one of the two is "
    "wrong; a simpler way to the same shape often helps",
}


def safe_text(value: Any) -> str:
    """Give a text of bounded length that a terminal and an encoder can take; nothing where it is none."""
    return _UNSAFE.sub("\ufffd", value[:_TEXT_LIMIT]) if isinstance(value, str) else ""


def mapping(value: Any) -> dict[str, Any]:
    """Give a mapping, an empty one where it is none."""
    return value if isinstance(value, dict) else {}


def seconds(value: Any) -> float:
    """Give a sensible duration, or nought."""
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0.0


def number(value: Any) -> float:
    """Give a finite number, or nought."""
    return float(value) if isinstance(value, int | float) and abs(value) < 1e300 else 0.0


def stage(header: Mapping[str, Any]) -> str:
    """Give the name of what a job does."""
    return _STAGES[header["op"]]


def where(source: str, line: int | None) -> str:
    """Say at which line of the script something happened, with the line."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return f" It was at line {line}: {safe_text(lines[line - 1].strip()[:200])}"


def timeout(header: Mapping[str, Any], line: int | None) -> BuildTimeout:
    """Say that a job took too long."""
    return BuildTimeout(
        f"The {stage(header)} took longer than {header['seconds']:g} s and was ended; nothing was published."
        + where(header.get("script", ""), line)
    )


def out_of_memory(memory_mb: int) -> BuildOutOfMemory:
    """Say that a job needed too much memory."""
    return BuildOutOfMemory(
        f"The build needed more than the {memory_mb} MiB it may use; nothing was published."
    )


def invalid(check: str) -> InvalidGeometry:
    """Say which check a model failed."""
    meaning = _CHECKS.get(check, check)
    return InvalidGeometry(f"The model was built but not published: {meaning}.", check)


def unreadable(answer: Mapping[str, Any]) -> InvalidGeometry:
    """Say why the written file could not be measured."""
    failure = mapping(answer.get("error"))
    message = safe_text(failure.get("message")) or "the STEP file could not be measured"
    return InvalidGeometry(
        f"The model was built but not published: {message}.", safe_text(failure.get("check"))
    )


def script_failure(answer: Mapping[str, Any], memory_mb: int) -> BuildError:
    """Give a child's own account of its failure."""
    failure = mapping(answer.get("error"))
    if failure.get("kind") == "memory":
        return out_of_memory(memory_mb)
    line = failure.get("line")
    return ScriptError(
        safe_text(failure.get("type")) or "Error",
        safe_text(failure.get("message")),
        line if isinstance(line, int) and line > 0 else None,
        safe_text(failure.get("source_line")),
        safe_text(failure.get("hint")),
        safe_text(answer.get("output")),
    )


def death(
    header: Mapping[str, Any], end: tuple[int, int] | None, line: int | None, memory_mb: int
) -> BuildError:
    """Say why a child died without an answer.

    Args:
        header: The job.
        end: Exit code (negative for a signal) and peak memory in KiB; None where unknown.
        line: The script's line it was at, where known.
        memory_mb: What it might use.
    """
    doing, at = stage(header), where(header.get("script", ""), line)
    if end is None:
        return KernelCrash(f"The workshop was closed or lost its processes during the {doing}.")
    code, peak_kib = end
    if code == -signal.SIGXCPU:
        return BuildTimeout(
            f"The {doing} used up its processor time and was ended; nothing was published.{at}"
        )
    if code == -signal.SIGKILL:
        if peak_kib > memory_mb * 512:
            return out_of_memory(memory_mb)
        # Not its time: the parent kills for that, and says so, long before the limit of processor time.
        return KernelCrash(
            f"The {doing} was killed from outside (SIGKILL), perhaps because the machine is short of "
            f"memory; nothing was published.{at}"
        )
    if code == -signal.SIGSYS:
        return ScriptError("ForbiddenSystemCall", "the script tried a system call that the jail forbids")
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return KernelCrash(
            f"The CAD kernel crashed ({name}) during the {doing}, possibly out of memory; "
            f"nothing was published.{at}"
        )
    return KernelCrash(f"The {doing} ended its own process (exit code {code}); nothing was published.{at}")
