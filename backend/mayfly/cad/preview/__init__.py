"""Other formats of an inspected STEP file: hidden-line SVG, shaded PNG, GLB with colours, STL.

Runs in a child process only. Nothing here needs a display, a graphics library or a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cadquery as cq

from mayfly.cad.preview import raster
from mayfly.cad.preview.camera import best_camera
from mayfly.cad.preview.drawing import draw
from mayfly.cad.preview.elements import list_elements
from mayfly.cad.preview.glb import write_glb
from mayfly.cad.preview.mesh import read_mesh
from mayfly.cad.preview.sheet import draw_sheet
from mayfly.cad.sandbox.measure.inspection import read_step

_STL_TOLERANCE_MM = 0.05
_STL_ANGLE_RADIANS = 0.2
_PNG_WIDTH, _PNG_HEIGHT, _PNG_MARGIN, _PNG_FINER = 640, 480, 12, 2


def to_svg(content: bytes, _options: Mapping[str, Any] | None = None) -> bytes:
    """Draw the model with hidden lines dashed, its outer sizes and a scale bar."""
    return draw(*read_mesh(content)).encode()


def to_png(content: bytes, options: Mapping[str, Any]) -> bytes:
    """Draw a sheet of views where "views" are asked for; else one view, on a transparent ground."""
    if "views" in options:
        return draw_sheet(read_mesh(content)[1], options)
    mesh = read_mesh(content)[1]
    axes = best_camera(mesh).axes
    return raster.png(raster.shaded(mesh, axes, _PNG_WIDTH, _PNG_HEIGHT, _PNG_MARGIN, _PNG_FINER))


def to_glb(content: bytes, _options: Mapping[str, Any]) -> bytes:
    """Write the tessellated model as binary glTF, with its colours and its edges."""
    return write_glb(read_mesh(content)[1])


def to_view(content: bytes, _options: Mapping[str, Any]) -> bytes:
    """Write the tessellated model as binary glTF with its exact faces and edges, to measure."""
    return write_glb(read_mesh(content, exact=True)[1])


def to_stl(content: bytes, options: Mapping[str, Any]) -> bytes:
    """Tessellate the model to a binary STL, as fine as "tolerance" (mm) and "angle" (radians) ask for."""
    shape = cq.Shape.cast(read_step(content))
    target = Path("model.stl")
    sag, turn = options.get("tolerance", _STL_TOLERANCE_MM), options.get("angle", _STL_ANGLE_RADIANS)
    if not shape.exportStl(str(target), sag, turn, False, False):
        raise ValueError("the STL file could not be written")
    return target.read_bytes()


FORMATS: dict[str, Callable[[bytes, Mapping[str, Any]], bytes]] = {
    "svg": to_svg,
    "stl": to_stl,
    "png": to_png,
    "glb": to_glb,
    "view": to_view,
    "elements": list_elements,
}
