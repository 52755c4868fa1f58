"""Finds the first object of a script that is faulty, and its faulty faces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import cadquery as cq
from OCP.BRepCheck import BRepCheck_Analyzer, BRepCheck_Status
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopoDS import TopoDS, TopoDS_Shape

from mayfly.cad.sandbox.measure.outlines import Outlines
from mayfly.cad.sandbox.measure.shape_fields import face_place
from mayfly.cad.sandbox.measure.soundness import MANY_OUTLINES, faulty_parts, is_sound
from mayfly.cad.sandbox.record import steps
from mayfly.cad.sandbox.record.steps import Step
from mayfly.cad.sandbox.sub_shapes import explore

_FACES_SENT = 100
_NO_LINE = 10**9
_last: list[tuple[TopoDS_Shape, list[TopoDS_Shape]]] = []
_FAULTS = {
    BRepCheck_Status.BRepCheck_SelfIntersectingWire: "crossing",
    BRepCheck_Status.BRepCheck_IntersectingWires: "outlines_cross",
    BRepCheck_Status.BRepCheck_InvalidImbricationOfWires: "outlines_nested",
    BRepCheck_Status.BRepCheck_NotClosed: "open",
    BRepCheck_Status.BRepCheck_UnorientableShape: "unoriented",
}
"""Faults that are described in words, the most specific first."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the script.

    Attributes:
        shape: The object.
        step: The step that made it, where it comes from a chain.
        name: The variable that it was bound to, where there is one.
        line: Line on which it was made or bound.
        workplane: The Workplane that holds it, where there is one.
    """

    shape: cq.Shape
    step: Step | None
    name: str | None
    line: int | None
    workplane: Any = None

    def subject(self) -> dict[str, Any]:
        """Return it as the field ``subject``."""
        return {"name": self.name, "line": self.line, "call": self.step.call if self.step else None}


def sound(shape: TopoDS_Shape) -> bool:
    """Return whether the kernel finds a shape free of faults; the last result is cached."""
    return not _faulty_parts(shape)


def _faulty_parts(shape: TopoDS_Shape) -> list[TopoDS_Shape]:
    """Return the faulty parts of a shape; to look for them takes long where there are some."""
    if not _last or not _last[0][0].IsSame(shape):
        _last[:] = [(shape, [] if is_sound(shape) else faulty_parts(shape) or [shape])]
    return _last[0][1]


def first(
    source: str, shown: Iterable[Any], is_faulty: Callable[[cq.Shape], bool], until: float
) -> Found | None:
    """Return the first object of the script that is faulty, in the order in which they were made.

    Args:
        source: The script.
        shown: What it shows, for a script that keeps it in no variable.
        is_faulty: Tells whether a shape is.
        until: Monotonic seconds at which to stop looking.
    """
    seen: set[int] = set()
    for found in objects(source, shown):
        key = found.shape.hashCode()
        if key in seen:
            continue
        seen.add(key)
        if time.monotonic() > until:
            return None
        if is_faulty(found.shape):
            return found
    return None


def objects(source: str, shown: Iterable[Any]) -> Iterator[Found]:
    """Return the shapes that a script made and still holds, in the order in which they were made.

    Args:
        source: The script.
        shown: What it shows.
    """
    by_line = steps.assigned(source)
    bound = {id(value): name for name, value in steps.namespace().items()}
    workplanes: dict[int, Any] = {}
    plain: list[Found] = []
    for name, value in [*steps.namespace().items(), *((None, each) for each in shown)]:
        for item in _members(value):
            if isinstance(item, cq.Workplane):
                workplanes.update((id(step), step) for step in steps.chain(item))
            elif _has_faces(item):
                line = max((line for line, target in by_line.items() if target == name), default=None)
                plain.append(Found(item, None, name, line))
    ordered = [_found(*each, bound, by_line) for each in _made(workplanes.values())]
    ordered.sort(key=lambda found: found.step.number if found.step else 0)
    # Shapes that are in no chain bear no number: they come before the first step that stands below them.
    plain.sort(key=lambda found: found.line or _NO_LINE)
    for found in ordered:
        while plain and found.line and (plain[0].line or _NO_LINE) < found.line:
            yield plain.pop(0)
        yield found
    yield from plain


def _made(workplanes: Iterable[Any]) -> Iterator[tuple[cq.Shape, Any]]:
    """Return each shape with the Workplane that it was made for; add() puts shapes into others, too."""
    owners: dict[int, tuple[int, int, cq.Shape, Any]] = {}
    for workplane in workplanes:
        step = steps.step_of(workplane)
        for place, shape in enumerate(workplane.objects):
            if _has_faces(shape):
                claim = (min(place, 1), step.number if step else 0, shape, workplane)
                key = shape.hashCode()
                if key not in owners or claim[:2] < owners[key][:2]:
                    owners[key] = claim
    return ((shape, workplane) for _, _, shape, workplane in owners.values())


def _found(shape: cq.Shape, workplane: Any, bound: dict[int, str], by_line: dict[int, str]) -> Found:
    """Return a shape of a chain with the name and the line of its step."""
    step = steps.step_of(workplane)
    line = step.line if step else None
    return Found(shape, step, bound.get(id(workplane)) or by_line.get(line or 0), line, workplane)


def faulty_faces(shape: TopoDS_Shape) -> list[dict[str, Any]]:
    """Return the faces that the kernel finds faulty, as the field ``faces``.

    Args:
        shape: The faulty shape.
    """
    parts = _faulty_parts(shape)
    faces = [part for part in parts if part.ShapeType() == TopAbs_ShapeEnum.TopAbs_FACE]
    return [face_place(face, _fault(face)) for face in faces[:_FACES_SENT]]


def _fault(face: TopoDS_Shape) -> str:
    """Return what is wrong with a face, as a code; empty where no words fit."""
    if face.NbChildren() > MANY_OUTLINES:  # the kernel would take long to find it
        return "" if Outlines(TopoDS.Face_s(face)).well_placed else "outlines_cross"
    analyzer = BRepCheck_Analyzer(face, True)
    statuses = set(analyzer.Result(face).Status())
    for wire in explore(face, TopAbs_ShapeEnum.TopAbs_WIRE):
        statuses.update(analyzer.Result(wire).Status())
    return next((fault for status, fault in _FAULTS.items() if status in statuses), "")


def _members(value: Any, depth: int = 2) -> Iterator[Any]:
    """Return the objects of CadQuery's that a value is or holds."""
    if isinstance(value, cq.Workplane | cq.Shape):
        yield value
    elif isinstance(value, cq.Assembly):
        for _, part in value.traverse():
            if isinstance(part.obj, cq.Workplane | cq.Shape):
                yield part.obj
    elif isinstance(value, list | tuple) and depth:
        for item in value:
            yield from _members(item, depth - 1)
    elif isinstance(value, dict) and depth:
        for item in value.values():
            yield from _members(item, depth - 1)


def _has_faces(value: Any) -> bool:
    return isinstance(value, cq.Shape) and value.wrapped is not None and value.ShapeType() in _WITH_FACES


_WITH_FACES = {"Compound", "CompSolid", "Solid", "Shell", "Face"}
