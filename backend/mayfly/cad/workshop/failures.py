"""Errors made from what a child reported: each says what to do, and nothing in them is believed unchecked."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from typing import Any

from mayfly.cad.messages.fields import volume
from mayfly.cad.messages.hints import hint_text
from mayfly.cad.messages.plain_text import one_line, quoted
from mayfly.cad.messages.plain_text import safe_text as safe_text
from mayfly.cad.messages.script_errors import script_error
from mayfly.cad.messages.shapes import SURFACES
from mayfly.cad.picture_options import missed
from mayfly.cad.protocol import MESSAGE_LIMIT_CHARACTERS, OUTPUT_LIMIT_CHARACTERS, Operation
from mayfly.cad.script_text import line_at, lines_of
from mayfly.errors import (
    BuildError,
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    KernelCrash,
    MayflyError,
    ScriptError,
)

_TYPE_LIMIT = 300
_SOURCE_LIMIT, _MOST_LINES = 200, 10**6
_TAIL_LIMIT = 100  # the child itself adds how much it left out
_STAGES = {
    Operation.READ: "reading of the script",
    Operation.BUILD: "build",
    Operation.MEASURE: "inspection",
    Operation.CHECK: "inspection of what was built",
    Operation.REWRITE: "rewriting of what was built",
    Operation.SURVEY: "measuring of the file",
    Operation.CONVERT: "conversion",
}
_CHECKS = {
    "readable": "its STEP file could not be read back",
    "transferable": "its STEP file holds no shape that could be read back",
    "has_faces": "it has no faces: it is made of wires, edges or points only",
    "has_extent": "it has no finite extent",
    "has_solids": "it holds no solid, only faces or shells",
    "closed_shells": "a shell is not closed",
    "brep_check": "the kernel finds its geometry faulty (BRepCheck)",
    "positive_volume": "its volume is not positive",
    "written": "no STEP file can be written that holds the same",
    "assembly_size": "its parts stand in more than 20,000 places, or an assembly in it contains itself",
    "same_curves": "the curves of its edges do not lie in its faces",
    "same_volume": "its STEP file has another volume than the model that was built, so one of the two is "
    "wrong",
}


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping as it is, and an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def seconds(value: Any) -> float:
    """Return a plausible duration in seconds, 0 for any other value."""
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0.0


def number(value: Any) -> float:
    """Return a finite number, 0 for any other value."""
    return float(value) if isinstance(value, int | float) and abs(value) < 1e300 else 0.0


def stage(header: Mapping[str, Any]) -> str:
    """Return what a job does, in words."""
    return _STAGES[header["op"]]


def output(value: Any) -> str:
    """Return what a script printed, bounded, with a last line on how much was left out."""
    if isinstance(value, str) and len(value) > OUTPUT_LIMIT_CHARACTERS + _TAIL_LIMIT:
        more = len(value) - OUTPUT_LIMIT_CHARACTERS
        return f"{safe_text(value, OUTPUT_LIMIT_CHARACTERS)}\n[{more} more characters]"
    return safe_text(value)


def where(source: str, line: int | None) -> str:
    """Format at which line of the script something happened, with the line's text."""
    text = _source_line(source, line)
    return f" It was at line {line}: {text}" if text else ""


def _source_line(source: str, line: Any) -> str:
    """Return a line of the script, empty where the script has no such line."""
    known = isinstance(line, int) and not isinstance(line, bool) and 0 < line < _MOST_LINES
    return one_line(line_at(source, line), _SOURCE_LIMIT) if known else ""


def timeout(header: Mapping[str, Any], line: int | None) -> BuildTimeout:
    """Return the error for a job that took too long."""
    return BuildTimeout(
        f"The {stage(header)} took longer than {header['seconds']:g} s and was ended; nothing was published."
        + where(header.get("script", ""), line)
    )


def out_of_memory(memory_mb: int) -> BuildOutOfMemory:
    """Return the error for a job that needed too much memory."""
    return BuildOutOfMemory(
        f"The build needed more than the {memory_mb} MiB it may use; nothing was published."
    )


def invalid(check: str, hint: str = "", more: str = "") -> InvalidGeometry:
    """Return the error for a model that failed a check.

    Args:
        check: Its name; an unknown one is not repeated.
        hint: What usually helps.
        more: What else is known, as a clause of our own.
    """
    meaning = _CHECKS.get(check, "its STEP file could not be measured")
    known = check if check in _CHECKS else "unknown"
    return InvalidGeometry(f"The model was built but not published: {meaning}{more}.", known, hint)


def changed(
    header: Mapping[str, Any],
    answer: Mapping[str, Any],
    check: str,
    volumes: tuple[Any, float] | None,
) -> InvalidGeometry:
    """Return the error for a model that was sound as it was built and is not the same in its STEP file.

    Args:
        header: The job.
        answer: The child's account of what changed: hints, as codes.
        check: Name of the check that the file fails.
        volumes: The model's volume as the child gives it and that of the file, in mm³, where they differ.
    """
    source = header.get("script", "")
    hints = mapping(answer.get("error")).get("hints")
    rows = hints if isinstance(hints, list) else []
    if "transition" in source:
        rows = [*rows, {"code": "transition"}]
    hint = hint_text([*rows, {"code": "simpler_way"}], len(lines_of(source)))
    if volumes is None:
        return invalid(check, hint, "; it was sound as it was built, so this comes of writing it as STEP")
    built, written = (volume(value) for value in volumes)
    return invalid(check, hint, f" ({built or 'unknown'} mm³ as it was built, {written} mm³ in the file)")


def quoted_message(answer: Mapping[str, Any]) -> str:
    """Return the message of a child's error between quotation marks, empty for an error without one."""
    message = mapping(answer.get("error")).get("message")
    return quoted(message, _TYPE_LIMIT) if isinstance(message, str) and message else ""


def unconverted(
    answer: Mapping[str, Any], header: Mapping[str, Any], limit_bytes: int, memory_mb: int
) -> MayflyError:
    """Return why a model could not be converted.

    Args:
        answer: What the child said.
        header: The conversion that was asked for.
        limit_bytes: Size that the converted file may have.
        memory_mb: Memory that the child might add, in MiB.
    """
    format, options, length = header["format"], header["options"], answer.get("size")
    if isinstance(length, int) and length > limit_bytes:
        return KernelCrash(
            f"No {format} can be made of this model: it would have {length} bytes, "
            f"and {limit_bytes} are allowed."
        )
    error = mapping(answer.get("error"))
    if error.get("kind") == "memory":
        return out_of_memory(memory_mb)
    if error.get("kind") == "outside" and options.get("axis") is not None:
        return missed(options["axis"], options.get("at"), number(error.get("low")), number(error.get("high")))
    return KernelCrash(f"No {format} can be made of this model: {quoted_message(answer) or 'bad answer'}")


def known_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return those fields of a report that hold words, limited to words of our own.

    Args:
        row: The report, as a measuring child sent it.
    """
    check, kinds = row.get("failed_check"), mapping(row.get("faces_by_kind"))
    known = check if isinstance(check, str) and check in _CHECKS else "unknown"
    return {
        "failed_check": None if check is None else known,
        "faces_by_kind": {kind: kinds[kind] for kind in sorted(SURFACES) if kind in kinds},
    }


def unreadable(answer: Mapping[str, Any]) -> InvalidGeometry:
    """Return the error for a written file that could not be measured."""
    check = mapping(answer.get("error")).get("check")
    return invalid(check if isinstance(check, str) else "unknown")


def script_failure(header: Mapping[str, Any], answer: Mapping[str, Any], memory_mb: int) -> BuildError:
    """Turn a child's account of its failure into an error.

    Mayfly's own messages come as codes, whose sentences are made here; the exception's
    type and text are the script's, and stand between quotation marks.

    Args:
        header: The job.
        answer: What the child said.
        memory_mb: What it might use.
    """
    failure = mapping(answer.get("error"))
    if failure.get("kind") == "memory":
        return out_of_memory(memory_mb)
    source = header.get("script", "")
    lines = len(lines_of(source))
    number = failure.get("line")
    line = (
        number if isinstance(number, int) and not isinstance(number, bool) and 0 < number <= lines else None
    )
    hint = hint_text(failure.get("hints"), lines)
    found = script_error(failure.get("said"), lines)
    if found is not None and found[0].check:
        return invalid_by_script(found[0].check, found[1], hint, line)
    kind = one_line(failure.get("type"), _TYPE_LIMIT)
    if not all(part.isidentifier() for part in kind.removesuffix("…").split(".")):
        kind = "Error"
    message = safe_text(failure.get("message"), MESSAGE_LIMIT_CHARACTERS)
    shown = quoted(message, MESSAGE_LIMIT_CHARACTERS) if message.strip() else "it gave no reason"
    if found is not None:
        kind, message = found[0].error_type or kind, found[1]
        shown = message
    text = _source_line(source, line)
    return ScriptError(kind, message or shown, line, text, hint, output(answer.get("output")), shown=shown)


def invalid_by_script(check: str, meaning: str, hint: str, line: int | None) -> InvalidGeometry:
    """Return the error for a model that failed a check before it was written.

    Args:
        check: The check's name.
        meaning: What is wrong, a sentence of ours without a full stop.
        hint: What usually helps.
        line: The script's line that it belongs to, where there is one.
    """
    return InvalidGeometry(f"The model was built but not published: {meaning}.", check, hint, line)


def death(
    header: Mapping[str, Any],
    end: tuple[int, int] | None,
    line: int | None,
    memory_mb: int,
    hints: Sequence[Mapping[str, Any]] = (),
) -> BuildError:
    """Return the error for a child that died without an answer.

    Args:
        header: The job.
        end: Exit code (negative for a signal) and peak memory in KiB; None where unknown.
        line: The script's line that it was at, where known.
        memory_mb: What it might use.
        hints: What its last step was, as codes.
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
        hint = hint_text(list(hints), len(lines_of(header.get("script", ""))))
        return KernelCrash(
            f"The CAD kernel crashed ({name}) during the {doing}, possibly out of memory; "
            f"nothing was published.{at}" + (f"\nHint: {hint}" if hint else "")
        )
    return KernelCrash(f"The {doing} ended its own process (exit code {code}); nothing was published.{at}")
