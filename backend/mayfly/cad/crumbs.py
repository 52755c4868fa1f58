"""What a script's child leaves behind before a step that may crash the kernel: which, and with what size.

A child that crashed says nothing any more; but its folder is there. The crumb is
written by the script's child and so believed by nobody: it may only choose
among Mayfly's sentences, with numbers that are checked. Standard library only;
both sides import it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from typing import Any

from mayfly.cad.sayings.fields import CALLS, number_of

CRUMB_AT = 64 * 1024
"""Where the crumb is in the child's trace: behind all that is read of the trace itself."""

CRUMB_BYTES = 512
_AS_LARGE = 0.98
_WHAT = {"fillet": "fillet", "chamfer": "chamfer", "hollow": "shell", "shell": "shell"}


def put(descriptor: int, crumb: Mapping[str, Any]) -> None:
    """Write a crumb in place of the last one; nothing happens where that can't be done.

    Args:
        descriptor: The child's trace, opened for writing.
        crumb: ``call``, ``size`` and ``wall`` in mm, ``count`` of edges.
    """
    text = json.dumps(crumb).encode()[:CRUMB_BYTES].ljust(CRUMB_BYTES)
    with contextlib.suppress(OSError):
        os.pwrite(descriptor, text, CRUMB_AT)


def crash_hints(crumb: bytes, calls: list[str]) -> list[dict[str, Any]]:
    """Return hints about the step in which a child crashed, as codes with fields that are still unchecked.

    Args:
        crumb: What the child left.
        calls: Functions that the child was in when it crashed, the innermost first.
    """
    left = _read(crumb)
    call = next((name for name in calls if name in _WHAT), None)
    if call is None or left.get("call") != call:
        known = next((name for name in calls if name in CALLS), None)
        return [{"code": "crash_call", "call": known}] if known else []
    size, wall, what = number_of(left.get("size")), number_of(left.get("wall")), _WHAT[call]
    if what != "shell" and size is not None and wall is not None and size >= _AS_LARGE * wall:
        return [{"code": "crash_wall", "what": what, "size": size, "wall": wall}]
    return [{"code": "crash_size", "call": call, "what": what, "size": size, "count": left.get("count")}]


def _read(crumb: bytes) -> dict[str, Any]:
    """Return a crumb's fields, none where it can't be read."""
    with contextlib.suppress(ValueError, RecursionError):
        fields = json.loads(crumb)
        return fields if isinstance(fields, dict) else {}
    return {}
