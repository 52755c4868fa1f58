"""Better accounts of what failed, from the script's own child: which object, which faces, what would work.

The plain account of an error is sent at once. These may take a second, and what
is tried may crash the kernel; so they come one by one, each better than the last,
and the server takes the last that arrives.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import cadquery as cq

from mayfly.cad.sandbox.coded_errors import FaultyGeometry
from mayfly.cad.sandbox.diagnosis import booleans, faults, largest_size
from mayfly.cad.sandbox.diagnosis.error_account import explain
from mayfly.cad.sandbox.diagnosis.faults import Found
from mayfly.cad.sandbox.record import steps

FIRST_SECONDS = 0.8
FACES_SECONDS = 0.7
REMEDY_SECONDS = 0.8
IN_FILE_SECONDS = 1.5
_QUICK_SECONDS = 0.4
"""A step that took longer is not tried again."""

_OUTLINED = frozenset(
    {
        "extrude",
        "cutBlind",
        "cutThruAll",
        "twistExtrude",
        "revolve",
        "sweep",
        "loft",
        "cutEach",
        "interpPlate",
    }
)
_JOINING = frozenset(
    {"cut", "union", "intersect", "combine", "mirror", "hole", "cboreHole", "cskHole", "split"}
)
_HINTS = {"sweep": "sweep", "loft": "loft", "shell": "shell", "fillet": "fillet", "chamfer": "chamfer"}
Account = dict[str, Any]


def accounts(error: BaseException, source: str, shown: Sequence[Any]) -> Iterator[Account]:
    """Return ever better accounts of an error.

    Args:
        error: The error, with its traceback.
        source: The script.
        shown: What the script shows, as far as it came.
    """
    took = steps.seconds_since_last()
    account = explain(error, source)
    if isinstance(error, FaultyGeometry):
        yield from _faulty(account, source, shown)
    elif account.get("kind") == "script" and not account.get("said"):
        yield from _failed(account, error, source, took)


def in_file(source: str, shown: Sequence[Any], is_same: Callable[[cq.Shape], bool]) -> Iterator[Account]:
    """Find the first object that is sound as it was built, and differs in its STEP file.

    Args:
        source: The script.
        shown: What it shows.
        is_same: Tells whether a shape is the same in its file.
    """
    found = faults.first(source, shown, lambda shape: not is_same(shape), time.monotonic() + IN_FILE_SECONDS)
    if found is not None:
        hints: list[dict[str, Any]] = [{"code": "first_in_file", "subject": found.subject()}]
        call = found.step.call if found.step else ""
        hints += [{"code": code} for code in [_HINTS.get(call)] if code]
        yield {"kind": "script", "line": found.line, "hints": hints}


def _failed(account: Account, error: BaseException, source: str, took: float) -> Iterator[Account]:
    """Look into a step that raised."""
    job = union = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        job = largest_size.sized_step(frame.f_code.co_name, frame.f_locals) or job
        union = booleans.boolean_step(frame.f_code.co_name, frame.f_locals) or union
    if job is not None:
        yield from _sized(account, job)
    elif union is not None:
        yield from _joined(account, union, source, took)


def _faulty(account: Account, source: str, shown: Iterable[Any]) -> Iterator[Account]:
    """Find the first object that is faulty, and look into the step that made it."""
    objects = list(shown)
    found = faults.first(
        source, objects, lambda shape: not faults.sound(shape.wrapped), time.monotonic() + FIRST_SECONDS
    )
    if found is None:
        return
    faces = faults.faulty_faces(found.shape.wrapped)
    wrong = {face["fault"] for face in faces}
    call = found.step.call if found.step else ""
    said = {"code": "faulty", "subject": found.subject(), "faces": faces or None}
    if call in _OUTLINED | {""}:
        said["outline"] = "crossing"
    hints = [{"code": code} for code in _advice(found, wrong)]
    account = {**account, "said": said, "line": found.line, "hints": hints}
    yield account
    if found.step is None:
        return
    job = largest_size.sized_step(call, found.step.values)
    union = booleans.boolean_step(call, found.step.values)
    if job is not None:
        yield from _sized(account, job)
    elif union is not None:
        yield from _joined(account, union, source, 0.0)


def _advice(found: Found, wrong: set[str]) -> Iterator[str]:
    """Return codes of hints by what is wrong with the faces and by the step that made them."""
    call = found.step.call if found.step else ""
    outlined = call in _OUTLINED | {""}
    if outlined and wrong & {"outlines_cross", "outlines_nested"}:
        mirrored = _earlier_calls(found) & {"mirrorX", "mirrorY"}
        yield "mirrored_over_itself" if mirrored else "outlines_overlap"
    elif outlined and "crossing" in wrong:
        yield "outline_crosses"
    elif call in _HINTS:
        yield _HINTS[call]
    elif call in _JOINING:
        yield "boolean"


def _earlier_calls(found: Found) -> set[str]:
    """Return the calls between a step and the last one before it that made a solid."""
    calls: set[str] = set()
    for workplane in steps.chain(getattr(found.workplane, "parent", None)):
        if any(
            isinstance(one, cq.Shape) and one.ShapeType() in ("Solid", "Compound")
            for one in workplane.objects
        ):
            break
        step = steps.step_of(workplane)
        calls |= {step.call} if step else set()
    return calls


def _sized(account: Account, job: largest_size.SizedStep) -> Iterator[Account]:
    """Find the largest size that works, then the edges that it fails on."""
    if largest_size.foreign_edges(job):
        yield {**account, "hints": [{"code": "foreign_edges"}]}
        return
    if not faults.sound(job.body.wrapped):
        yield {**account, "hints": [{"code": "faulty_before"}, *account["hints"]]}
        return
    found = largest_size.largest(job)
    what = {"what": job.what}
    hints: list[dict[str, Any]] = []
    if found.exact:
        hints.append({"code": "only_this_size", **what, "wanted": job.size, "size": found.size})
    elif found.size is not None:
        second = found.size * job.ratio if job.ratio else None
        code = "largest" if found.certain else "works"
        hints.append({"code": code, **what, "size": found.size, "second": second})
    elif found.certain:
        hints.append({"code": "none_works", **what})
    account = {**account, "hints": [*hints, *account["hints"]]}
    if hints:
        yield account
    edges, all_tried = largest_size.failing_edges(job)
    if edges:
        yield {**account, "hints": [{"code": "these_edges", "edges": edges}, *account["hints"]]}
    elif all_tried and len(job.edges) > 1:
        together = {"code": "each_alone", "count": len(job.edges), **what}
        yield {**account, "hints": [together, *account["hints"]]}


def _joined(account: Account, job: booleans.BooleanStep, source: str, took: float) -> Iterator[Account]:
    """Find a faulty operand, faces that lie in each other, and what would work."""
    rest = [hint for hint in account["hints"] if hint["code"] != "sizes"]
    operands = [job.body, *job.tools]
    bad = faults.first(
        source,
        operands,
        lambda shape: any(map(shape.isSame, operands)) and not faults.sound(shape.wrapped),
        time.monotonic() + FIRST_SECONDS,
    )
    if bad is not None:
        faces = faults.faulty_faces(bad.shape.wrapped)
        hint = {"code": "faulty_operand", "subject": bad.subject(), "faces": faces or None}
        yield {**account, "hints": [hint]}
        return
    faces = booleans.shared_faces(job, time.monotonic() + FACES_SECONDS)
    hints = [{"code": "shared_faces", "faces": faces}] if faces else []
    account = {**account, "hints": [*hints, *rest]}
    if hints:
        yield account
    if took < _QUICK_SECONDS:
        found = list(booleans.remedies(job, time.monotonic() + REMEDY_SECONDS))
        if found:
            yield {**account, "hints": [*hints, *found, *rest]}
