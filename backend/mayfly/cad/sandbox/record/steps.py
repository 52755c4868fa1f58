"""Records which line of the script made which object: each Workplane keeps its step.

An error should name the first object that went wrong, which is often not the
one that is shown, and may stand in no variable any more. CadQuery's chains keep
their earlier steps (``Workplane.parent``), but not where in the script those
were taken. So each Workplane notes that as it is made, in a microsecond or two.

Runs in the script's own child; a script can change all of it, so it serves only
to make messages.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import itertools
import math
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import cadquery as cq

from mayfly.cad.messages import crash_record
from mayfly.cad.protocol import SCRIPT_FILE

_WORKPLANE: Any = cq.Workplane
_SOLID: Any = cq.occ_impl.shapes.Mixin3D
_SIZE_NAMES = {"fillet": "radius", "chamfer": "length", "hollow": "thickness"}
_MARK = "_mayfly_step"
_KEPT = ("solid", "edgeList", "radius", "length", "length2", "solidRef", "faces", "thickness", "kind")
_TOOLS = ("solidToCut", "solidToIntersect", "newS")
_VALUES = {
    **dict.fromkeys(("fillet", "chamfer", "shell"), _KEPT),
    **dict.fromkeys(("cut", "union", "intersect"), ("solidRef", *_TOOLS)),
}
"""Local values that are kept of CadQuery's functions: what it takes to try the step again."""
_LONGEST_CHAIN = 10_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain.

    Attributes:
        number: Steps are counted in the order in which they were taken.
        line: Line of the script.
        call: CadQuery's method that the script called.
        values: What it was called with, for the few methods of which that helps.
        at: Monotonic seconds at which it was done.
    """

    number: int
    line: int
    call: str
    values: Mapping[str, Any] = field(default_factory=dict)
    at: float = 0.0


_numbers = itertools.count(1)
_scope: dict[str, Any] = {}
_last = [0.0]
_shells: list[tuple[Step, Any]] = []
_traces: list[int] = []


def seconds_since_last() -> float:
    """Return the seconds since the last step was finished: the most that a failed step can have taken."""
    return time.monotonic() - _last[0] if _last[0] else math.inf


def begin(scope: dict[str, Any]) -> None:
    """Keep the namespace of the script that is about to run.

    Args:
        scope: The namespace, which the script fills.
    """
    global _scope
    _scope = scope
    _shells.clear()
    watch()
    while _traces:  # behind all others that wrap these functions for this script
        _note_sizes(_traces.pop())


def namespace() -> dict[str, Any]:
    """Return the namespace of the script that ran, an empty one before the first."""
    return _scope


def watch() -> None:
    """Make each new Workplane keep the step that made it."""
    original = _WORKPLANE.__init__
    if getattr(original, _MARK, False):
        return

    def __init__(self: Any, *arguments: Any, **more: Any) -> None:
        original(self, *arguments, **more)
        step = _here(sys._getframe(1))
        if step is not None:
            vars(self)[_MARK] = step
            _last[0] = step.at
            if step.call == "shell":
                _shells.append((step, self))

    setattr(__init__, _MARK, True)
    _WORKPLANE.__init__ = __init__


def shells() -> list[tuple[Step, Any]]:
    """Return the calls of shell() of the script that ran, each with the Workplane that it gave."""
    return list(_shells)


def record_attempts(descriptor: int) -> None:
    """Record each fillet, chamfer and shell before it is tried, in case the kernel crashes.

    Args:
        descriptor: The child's trace, opened for writing.
    """
    _traces.append(descriptor)


def _note_sizes(descriptor: int) -> None:
    """Wrap the functions whose success depends on a size, so that each call is recorded before it runs."""
    wall = [0.0]

    def noting(name: str, size_at: int) -> None:
        original = getattr(_SOLID, name)

        @functools.wraps(original)
        def noted(self: Any, *arguments: Any, **more: Any) -> Any:
            with contextlib.suppress(Exception):  # the arguments may be anything; the call itself will raise
                size = abs(float(arguments[size_at] if len(arguments) > size_at else more[_SIZE_NAMES[name]]))
                edges = arguments[-1] if name != "hollow" else ()
                record = {"call": name, "size": size, "count": len(edges), "wall": wall[0] or None}
                crash_record.write(descriptor, record)
                if name == "hollow":
                    wall[0] = size
            return original(self, *arguments, **more)

        setattr(_SOLID, name, noted)

    noting("fillet", 0)
    noting("chamfer", 0)
    noting("hollow", 1)


def step_of(workplane: Any) -> Step | None:
    """Return the step that made a Workplane, where that is known."""
    step = getattr(workplane, "__dict__", {}).get(_MARK)
    return step if isinstance(step, Step) else None


def chain(workplane: Any) -> Iterator[Any]:
    """Return a Workplane and its earlier steps, the last one first."""
    for _ in range(_LONGEST_CHAIN):
        if workplane is None:
            return
        yield workplane
        workplane = getattr(workplane, "parent", None)


def _here(frame: FrameType | None) -> Step | None:
    """Return the step that is being taken; None outside of a script."""
    outer = inner = None  # of CadQuery's own functions on the way
    while frame is not None and frame.f_code.co_filename != SCRIPT_FILE:
        if str(frame.f_globals.get("__name__")).startswith("cadquery"):
            outer, inner = frame, outer
        frame = frame.f_back
    if frame is None:
        return None
    if outer is not None and outer.f_code.co_name.startswith("__"):  # an operator, such as ``plate - hole``
        outer = inner
    call = outer.f_code.co_name if outer is not None else ""
    kept = _VALUES.get(call, ())
    local = outer.f_locals if kept and outer is not None else {}
    values = {name: local[name] for name in kept if name in local}
    return Step(next(_numbers), frame.f_lineno, call, values, time.monotonic())


def assigned(source: str) -> dict[int, str]:
    """Return the assigned name for each line of a script that lies in an assignment to one name.

    Of nested statements the inner one counts; a script that is not Python has none.

    Args:
        source: The script.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[int, tuple[int, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            targets = [node.target]
        else:
            continue
        if len(targets) != 1 or not isinstance(targets[0], ast.Name):
            continue
        end = node.end_lineno or node.lineno
        for line in range(node.lineno, end + 1):
            if line not in found or end - node.lineno <= found[line][0]:
                found[line] = (end - node.lineno, targets[0].id)
    return {line: name for line, (_, name) in found.items()}
