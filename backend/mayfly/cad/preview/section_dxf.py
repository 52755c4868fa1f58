"""Writes a section of a model as DXF, with exact lines, arcs and circles: what a laser or a router cuts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import cadquery as cq
from cadquery.occ_impl.exporters.dxf import DxfDocument

from mayfly.cad.picture_options import MM_PER_UNIT
from mayfly.cad.preview.sheet import OutsideModel

_AXES = (cq.Vector(1, 0, 0), cq.Vector(0, 1, 0), cq.Vector(0, 0, 1))
_RIGHT = (cq.Vector(0, 1, 0), cq.Vector(1, 0, 0), cq.Vector(1, 0, 0))
"""What lies to the right where the section is seen from the right, the front or the top."""
_DXF_UNITS = {"mm": 4, "in": 1}
"""The variable $INSUNITS."""
_ROOM = 1.5
_NEAR_MM = 1e-5
_ASIDE = 1e-4
"""How far below a face that lies in the plane a model is cut, as a part of its size."""


def write_dxf(shape: cq.Shape, options: Mapping[str, Any]) -> bytes:
    """Cut a model, and write the outlines of the cut, seen as the section is drawn.

    Where a face lies in the plane, there is no one outline, and the model is cut just below it.

    Args:
        shape: The model.
        options: "axis" along which it is cut (0 to 2) and "at" in mm, Z and its middle if not given;
            "unit" of the lengths in the file, "mm" or "in".

    Raises:
        OutsideModel: The plane does not go through the model.
    """
    axis = 2 if options.get("axis") is None else int(options["axis"])
    box = shape.BoundingBox()
    low, high = ((box.xmin, box.xmax), (box.ymin, box.ymax), (box.zmin, box.zmax))[axis]
    at = (low + high) / 2 if options.get("at") is None else float(options["at"])
    if _has_face_at(shape, axis, at):
        at -= _ASIDE * (high - low) * (1 if at > low + _NEAR_MM else -1)
    normal = -_AXES[axis] if axis == 1 else _AXES[axis]
    place = box.center + _AXES[axis] * (at - (low + high) / 2)
    side = box.DiagonalLength * _ROOM
    cut = cq.Face.makePlane(side, side, place, normal).intersect(shape)
    faces: list[cq.Shape] = list(cut.Faces())
    if not faces:
        raise OutsideModel(low, high)
    flat = cq.Plane(origin=_AXES[axis] * at, xDir=_RIGHT[axis], normal=normal)
    unit = str(options.get("unit") or "mm")
    document = DxfDocument(doc_units=_DXF_UNITS[unit])
    if unit != "mm":
        flat = cq.Plane(origin=_AXES[axis] * (at / MM_PER_UNIT[unit]), xDir=_RIGHT[axis], normal=normal)
        faces = [face.scale(1 / MM_PER_UNIT[unit]) for face in faces]
    document.add_shape(cq.Workplane(flat).newObject([edge for face in faces for edge in face.Edges()]))
    text = io.StringIO()
    document.document.write(text)
    return text.getvalue().encode()


def _has_face_at(shape: cq.Shape, axis: int, at: float) -> bool:
    """Return whether a flat face of a model lies across an axis at some place (mm)."""
    across = _AXES[axis]
    flat = (face for face in shape.Faces() if face.geomType() == "PLANE")
    level = (face for face in flat if abs(abs(face.normalAt().dot(across)) - 1) < _NEAR_MM)
    return any(abs(face.Center().dot(across) - at) < _NEAR_MM for face in level)
