"""The crash record: a child writes down a step that may crash the kernel before it tries the step.

A child that crashed sends nothing any more, but its folder is still there. The
record is written by the script's child and so not trusted: it can only choose
among Mayfly's sentences, with numbers that are checked. Standard library only;
both sides import it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from typing import Any

from mayfly.cad.messages.fields import CALLS, number_of

RECORD_OFFSET = 64 * 1024
"""Offset of the record in the child's trace: behind all that is read of the trace itself."""

RECORD_BYTES = 512
_AS_LARGE = 0.98
_WHAT = {"fillet": "fillet", "chamfer": "chamfer", "hollow": "shell", "shell": "shell"}


def write(descriptor: int, record: Mapping[str, Any]) -> None:
    """Write a record in place of the last one, or nothing where that fails.

    Args:
        descriptor: The child's trace, opened for writing.
        record: ``call``, ``size`` and ``wall`` in mm, ``count`` of edges.
    """
    text = json.dumps(record).encode()[:RECORD_BYTES].ljust(RECORD_BYTES)
    with contextlib.suppress(OSError):
        os.pwrite(descriptor, text, RECORD_OFFSET)


def crash_hints(record: bytes, calls: list[str]) -> list[dict[str, Any]]:
    """Return hints about the step in which a child crashed, as codes with fields that are still unchecked.

    Args:
        record: What the child left.
        calls: Functions that the child was in when it crashed, the innermost first.
    """
    left = _read(record)
    call = next((name for name in calls if name in _WHAT), None)
    if call is None or left.get("call") != call:
        known = next((name for name in calls if name in CALLS), None)
        return [{"code": "crash_call", "call": known}] if known else []
    size, wall, what = number_of(left.get("size")), number_of(left.get("wall")), _WHAT[call]
    if what != "shell" and size is not None and wall is not None and size >= _AS_LARGE * wall:
        return [{"code": "crash_wall", "what": what, "size": size, "wall": wall}]
    return [{"code": "crash_size", "call": call, "what": what, "size": size, "count": left.get("count")}]


def _read(record: bytes) -> dict[str, Any]:
    """Return a record's fields, none where it can't be read."""
    with contextlib.suppress(ValueError, RecursionError):
        fields = json.loads(record)
        return fields if isinstance(fields, dict) else {}
    return {}
