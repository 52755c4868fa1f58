"""Finds calls of shell() that changed nothing: without room inside, the kernel returns the body as it was."""

from __future__ import annotations

import contextlib
from typing import Any

import cadquery as cq
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp
from OCP.TopTools import TopTools_IndexedMapOfShape

from mayfly.cad.messages.notes import note
from mayfly.cad.sandbox.record import steps

_LEAST_CHANGE = 1e-9


def noted(source: str) -> list[dict[str, Any]]:
    """Return a note for each shell() of the script that ran that left its body as it was.

    Args:
        source: The script.
    """
    found = []
    for step, workplane in steps.shells():
        with contextlib.suppress(Exception):  # the script's own objects, which may be anything
            before, after = step.values["solidRef"], workplane.objects[0]
            if _is_unchanged(before, after):
                name = steps.assigned(source).get(step.line)
                subject = {"name": name, "line": step.line, "call": step.call}
                found.append(
                    note("shell_unchanged", subject=subject, size=abs(float(step.values["thickness"])))
                )
    return found


def _is_unchanged(before: cq.Shape, after: cq.Shape) -> bool:
    """Return whether a body has as many faces and the same volume as another."""
    if _faces(before) != _faces(after):
        return False
    volume = before.Volume()
    return bool(abs(after.Volume() - volume) <= _LEAST_CHANGE * volume)


def _faces(shape: cq.Shape) -> int:
    """Return how many faces a shape has."""
    found = TopTools_IndexedMapOfShape()
    TopExp.MapShapes_s(shape.wrapped, TopAbs_ShapeEnum.TopAbs_FACE, found)
    return int(found.Extent())
