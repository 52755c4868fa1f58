"""Another way to write what STEP can't express: revolved faces as free-form ones.

An arc that is revolved and ends on its axis (an ogive, a lemon) is sound as it
is built, and becomes a degenerate torus in STEP, which reads back faulty or as
another body. As a B-spline it is read back to 1e-8 of its volume.
``BRepBuilderAPI_NurbsConvert``, which does it for all faces, changes it by 1 %.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cadquery as cq
from OCP.BRepTools import BRepTools_Modifier
from OCP.ShapeCustom import ShapeCustom_ConvertToBSpline
from OCP.TopoDS import TopoDS_Shape

from mayfly.cad.sandbox.record.shown import Shown

_SUBSHAPES = ("_subshape_names", "_subshape_colors", "_subshape_layers")


def with_free_form_faces(shown: list[Shown]) -> list[Shown] | None:
    """Return the same objects with revolved faces as free-form ones; None if there are no such faces.

    Args:
        shown: What the script shows.
    """
    changed = [replace(item, obj=_with_free_form(item.obj)) for item in shown]
    return changed if any(new.obj is not old.obj for new, old in zip(changed, shown, strict=True)) else None


def _with_free_form(obj: Any) -> Any:
    """Return an object of CadQuery's with its faces changed, itself where there is nothing to change."""
    if isinstance(obj, list | tuple):
        changed = [_with_free_form(item) for item in obj]
        return changed if any(a is not b for a, b in zip(changed, obj, strict=True)) else obj
    if isinstance(obj, cq.Workplane):
        shapes = [value for value in obj.vals() if isinstance(value, cq.Shape)]
        changed = _with_free_form(shapes)
        return obj if changed is shapes else cq.Workplane().newObject(changed)
    if isinstance(obj, cq.Assembly):
        return _assembly_with_free_form(obj)
    return _changed(obj)[0] if isinstance(obj, cq.Shape) else obj


def _assembly_with_free_form(whole: Any) -> Any:
    """Return a copy of an assembly with the faces of its parts changed."""
    copied, found = whole._copy(), False
    for _, part in copied.traverse():
        shapes = part.shapes
        changed = [_changed(shape) for shape in shapes]
        if all(new is old for (new, _), old in zip(changed, shapes, strict=True)):
            continue
        found = True
        made = [new for new, _ in changed]
        part.obj = made[0] if len(made) == 1 else cq.Compound.makeCompound(made)
        for name in _SUBSHAPES:  # names and colours of single faces pass to those that take their places
            marks: dict[Any, Any] = getattr(part, name, {})
            moved = {_successor(face, changed): mark for face, mark in marks.items()}
            marks.clear()
            marks.update(moved)
    return copied if found else whole


def _successor(face: Any, changed: list[tuple[cq.Shape, BRepTools_Modifier]]) -> Any:
    """Return the face that took a face's place."""
    for _, modifier in changed:
        try:
            return cq.Shape.cast(modifier.ModifiedShape(face.wrapped))
        except Exception:  # noqa: S112 (the face of another shape)
            continue
    return face


def _changed(shape: cq.Shape) -> tuple[cq.Shape, BRepTools_Modifier]:
    """Return a shape with its revolved faces changed, itself where it has none, and what changed it."""
    conversion = ShapeCustom_ConvertToBSpline()
    conversion.SetExtrusionMode(False)
    conversion.SetRevolutionMode(True)
    conversion.SetOffsetMode(False)
    conversion.SetPlaneMode(False)
    modifier = BRepTools_Modifier(shape.wrapped)
    modifier.Perform(conversion)
    made: TopoDS_Shape = modifier.ModifiedShape(shape.wrapped)
    return (shape if made.IsSame(shape.wrapped) else cq.Shape.cast(made)), modifier
