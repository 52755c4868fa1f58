"""Writes a section of a model as DXF, with exact lines, arcs and circles: what a laser or a router cuts."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import cadquery as cq
from cadquery.occ_impl.exporters.dxf import DxfDocument

from mayfly.cad.preview.sheet import OutsideModel

_AXES = (cq.Vector(1, 0, 0), cq.Vector(0, 1, 0), cq.Vector(0, 0, 1))
_RIGHT = (cq.Vector(0, 1, 0), cq.Vector(1, 0, 0), cq.Vector(1, 0, 0))
"""What lies to the right where the section is seen from the right, the front or the top."""
_ROOM = 1.5


def write_dxf(shape: cq.Shape, options: Mapping[str, Any]) -> bytes:
    """Cut a model, and write the outlines of the cut; lengths in mm, seen as the section is drawn.

    Args:
        shape: The model.
        options: "axis" along which it is cut (0 to 2) and "at" in mm; Z and its middle if not given.

    Raises:
        OutsideModel: The plane does not go through the model.
    """
    axis = 2 if options.get("axis") is None else int(options["axis"])
    box = shape.BoundingBox()
    low, high = ((box.xmin, box.xmax), (box.ymin, box.ymax), (box.zmin, box.zmax))[axis]
    at = (low + high) / 2 if options.get("at") is None else float(options["at"])
    normal = -_AXES[axis] if axis == 1 else _AXES[axis]
    place = box.center + _AXES[axis] * (at - (low + high) / 2)
    side = box.DiagonalLength * _ROOM
    cut = cq.Face.makePlane(side, side, place, normal).intersect(shape)
    faces = cut.Faces()
    if not faces:
        raise OutsideModel(low, high)
    flat = cq.Plane(origin=_AXES[axis] * at, xDir=_RIGHT[axis], normal=normal)
    document = DxfDocument(doc_units=4)  # millimetres
    document.add_shape(cq.Workplane(flat).newObject([edge for face in faces for edge in face.Edges()]))
    text = io.StringIO()
    document.document.write(text)
    return text.getvalue().encode()
