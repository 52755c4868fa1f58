"""What to say where a script shows no solid: in what the chain ends, and where in it the solid is."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from typing import Any

import cadquery as cq
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp_Explorer

from mayfly.cad.protocol import SCRIPT_FILE
from mayfly.cad.sandbox.coded_errors import NothingToWrite
from mayfly.cad.sandbox.measure.shape_fields import face_place, sides
from mayfly.cad.sandbox.record import steps

_FACES_SENT = 50
_ENDS = {"Face": "faces", "Shell": "shells", "Wire": "wires", "Edge": "edges", "Vertex": "vertices"}
_SELECTIONS = {"faces", "wires", "edges", "vertices", "shells", "solids", "compounds"}


def check_ends(objects: Iterable[Any], source: str) -> None:
    """Refuse a model that holds no solid, with where in its chain the solid is.

    Args:
        objects: What the script shows.
        source: The script.

    Raises:
        NothingToWrite: There is no solid, or an object holds nothing at all.
    """
    shown = list(objects)
    for obj in shown:
        if isinstance(obj, cq.Sketch):
            raise NothingToWrite("sketch", name=_variable(obj), subject=_subject(obj, source))
        if isinstance(obj, cq.Workplane | cq.Shape) and not _is_anything(_shapes(obj)):
            raise _empty(obj, source)
    if not shown or any(_holds_solid(obj) for obj in shown):
        return
    for obj in shown:
        parts = [part.obj for _, part in obj.traverse()] if isinstance(obj, cq.Assembly) else [obj]
        for part in parts:
            if isinstance(part, cq.Workplane | cq.Shape):
                raise _flat(part, source) if _is_anything(_shapes(part)) else _empty(part, source)
        if isinstance(obj, cq.Assembly):
            raise NothingToWrite("empty_assembly")
    # Not one of CadQuery's objects: writing it raises.


def empty_operands(error: BaseException, source: str) -> list[dict[str, Any]]:
    """Return hints about objects without a solid that a failing call was to work with.

    Args:
        error: The error, with its traceback.
        source: The script.
    """
    hints: list[dict[str, Any]] = []
    within = False
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == SCRIPT_FILE:
            within = True
        elif within:
            within = False
            values = frame.f_locals
            for name, what in (("toUnion", "union"), ("toCut", "cut"), ("toIntersect", "intersect")):
                tool = values.get(name)
                if isinstance(tool, cq.Workplane) and not _holds_solid(tool):
                    row = {"code": "empty_operand", "subject": _subject(tool, source), "what": what}
                    hints = [{**row, "end": _end(tool)}]
            chain = values.get("self")
            if isinstance(chain, cq.Workplane):
                left = next((step for step in steps.chain(chain) if _left_nothing(step)), None)
                if left is not None:
                    hints = [{"code": "nothing_left_at", "subject": _subject(left, source)}]
    return hints


def _shapes(obj: Any) -> list[cq.Shape]:
    """Return the shapes that a Workplane holds, or the shape itself."""
    return [obj] if isinstance(obj, cq.Shape) else [one for one in obj.objects if isinstance(one, cq.Shape)]


def _left_nothing(workplane: Any) -> bool:
    """Return whether a step of a chain holds nothing but shapes in which there is nothing."""
    shapes = _shapes(workplane)
    return bool(shapes) and not _is_anything(shapes)


def _empty(obj: Any, source: str) -> NothingToWrite:
    """Describe an object that holds no shape at all."""
    subject = _subject(obj, source)
    if isinstance(obj, cq.Shape) or any(isinstance(one, cq.Shape) for one in obj.objects):
        code = "nothing_left" if subject["line"] else "empty"
        return NothingToWrite(code, subject=subject, hints=[{"code": "left_nothing"}])
    end = _end(obj)
    hints = list(_way_on(obj, end))
    if not hints and end == "workplane":
        return NothingToWrite("empty", hints=[{"code": "begin_with_solid"}])
    return NothingToWrite("ends_flat", subject=subject, end=end, hints=hints)


def _flat(obj: Any, source: str) -> NothingToWrite:
    """Describe an object that holds shapes, but no solid."""
    faces = [face for shape in _shapes(obj) for face in shape.Faces()]
    end = _end(obj)
    fields: dict[str, Any] = {"subject": _subject(obj, source), "end": end}
    hints = list(_way_on(obj, end))
    if not faces:
        return NothingToWrite("only_lines", **fields, hints=hints)
    places = [face_place(face.wrapped) for face in faces[:_FACES_SENT]]
    return NothingToWrite("only_faces", **fields, faces=places, hints=hints)


def _end(obj: Any) -> str:
    """Return in what a chain ends, as a code."""
    if isinstance(obj, cq.Shape):
        return _kind(obj)
    objects = obj.objects
    if any(isinstance(one, cq.Sketch) for one in objects):
        return "sketch"
    for one in objects:
        if isinstance(one, cq.Shape) and _is_anything([one]):
            return _kind(one)
    if objects:
        return "points"
    step = steps.step_of(obj)
    return "nothing" if step and step.call in _SELECTIONS else "workplane"


def _kind(shape: cq.Shape) -> str:
    """Return of what a shape is made; a compound counts as what is in it."""
    kind = _ENDS.get(shape.ShapeType())
    if kind:
        return kind
    order = (TopAbs_ShapeEnum.TopAbs_SHELL, TopAbs_ShapeEnum.TopAbs_FACE, TopAbs_ShapeEnum.TopAbs_WIRE)
    words = ("shells", "faces", "wires")
    found = (
        word for kind, word in zip(order, words, strict=True) if TopExp_Explorer(shape.wrapped, kind).More()
    )
    return next(found, "edges")


def _way_on(obj: Any, end: str) -> Iterator[dict[str, Any]]:
    """Return hints: where the solid is, and what else the chain may have been meant to become."""
    if not isinstance(obj, cq.Workplane):
        yield {"code": "solid_of_shell" if end == "shells" else "extrude_shape"}
        return
    for up, workplane in enumerate(steps.chain(obj)):
        solid = next((one for one in workplane.objects if _is_solid(one)), None)
        if up and solid is not None:
            step = steps.step_of(workplane)
            yield {
                "code": "step_back",
                "steps": up,
                "end": up,
                "sides": sides(solid),
                "made": {"line": step.line if step else None, "call": step.call if step else None},
                "variable": _variable(workplane),
            }
            if end in ("wires", "sketch", "points"):
                yield {"code": "go_on"}
            return
    if end in ("wires", "sketch", "faces", "edges", "points"):
        yield {"code": "extrude_it", "end": end}


def _subject(obj: Any, source: str) -> dict[str, Any]:
    """Return which object it is, as the field ``subject`` takes it."""
    names = steps.assigned(source)
    step = steps.step_of(obj)
    name = _variable(obj)
    if step is None:
        line = max((line for line, target in names.items() if target == name), default=None)
        return {"name": name, "line": line, "call": None}
    return {"name": name or names.get(step.line), "line": step.line, "call": step.call}


def _variable(obj: Any) -> str | None:
    """Return the name of the script's variable that holds an object, if one does."""
    return next((name for name, value in steps.namespace().items() if value is obj), None)


def _holds_solid(obj: Any) -> bool:
    if isinstance(obj, cq.Workplane):
        return any(map(_is_solid, obj.objects))
    if isinstance(obj, cq.Assembly):
        return any(_is_solid(shape) for _, part in obj.traverse() for shape in part.shapes)
    if isinstance(obj, list | tuple):
        return any(map(_holds_solid, obj))
    return _is_solid(obj)


def _is_solid(obj: Any) -> bool:
    """Return whether an object is or holds a solid."""
    if not isinstance(obj, cq.Shape) or obj.wrapped is None:
        return False
    return bool(TopExp_Explorer(obj.wrapped, TopAbs_ShapeEnum.TopAbs_SOLID).More())


def _is_anything(objects: Iterable[Any]) -> bool:
    """Return whether there is a shape with at least a corner point among objects."""
    return any(
        isinstance(one, cq.Shape)
        and one.wrapped is not None
        and TopExp_Explorer(one.wrapped, TopAbs_ShapeEnum.TopAbs_VERTEX).More()
        for one in objects
    )
