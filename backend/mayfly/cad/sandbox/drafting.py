"""Draws what a script shows while it is still being changed: a mesh of its shapes, without a STEP file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mayfly.cad.preview.glb import write_glb
from mayfly.cad.preview.mesh import tessellate
from mayfly.cad.preview.step_reader import document_bodies, each_solid
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import document_of, volume_mm3
from mayfly.cad.sandbox.step.part_names import NameBook


def draft_glb(shown: list[Shown], name: str, options: Mapping[str, Any]) -> bytes:
    """Return what a script shows as binary glTF, with names and colours as its STEP file would have them.

    Args:
        shown: What the script showed, at least one object.
        name: Name of the product, where the script gives it none.
        options: "coarse" for as few triangles as will do while the shape still changes; "exact" for the exact
            geometry of faces and edges.

    Raises:
        NothingToWrite: An object has no solid, face or wire, or is not one of CadQuery's.
        NothingToShow: There is no face.
    """
    book = NameBook()
    document = document_of(shown, name, book, ready=False)
    bodies = [
        replace(body, path=tuple(replace(step, name=book.name(step.name)) for step in body.path))
        for body in each_solid(document_bodies(document))
    ]
    exact = options.get("exact") is True
    mesh = tessellate(bodies, coarse=options.get("coarse") is True, exact=exact)
    if not exact:
        return write_glb(mesh)
    measures = {
        "volume_mm3": round(volume_mm3(shown), 6),
        "low": mesh.low.tolist(),
        "high": mesh.high.tolist(),
    }
    return write_glb(mesh, measures)
