"""Other formats of an inspected STEP file: drawings (SVG, PDF, PNG), meshes (STL, 3MF, OBJ, GLB), BREP, DXF.

Runs in a child process only. Nothing here needs a display, a graphics library or a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cadquery as cq

from mayfly.cad.picture_options import Unit
from mayfly.cad.preview import raster
from mayfly.cad.preview.camera import best_camera
from mayfly.cad.preview.distance import measure_distance
from mayfly.cad.preview.drawing import draw
from mayfly.cad.preview.elements import list_elements
from mayfly.cad.preview.glb import write_glb
from mayfly.cad.preview.mesh import read_mesh
from mayfly.cad.preview.pdf import write_pdf
from mayfly.cad.preview.section_dxf import write_dxf
from mayfly.cad.preview.sheet import draw_sheet
from mayfly.cad.preview.solid_mesh import scaled_stl, write_3mf, write_obj
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
    """Tessellate the model to a binary STL, as fine as "tolerance" (mm) and "angle" (radians) say."""
    shape = cq.Shape.cast(read_step(content))
    target = Path("model.stl")
    sag, turn = options.get("tolerance", _STL_TOLERANCE_MM), options.get("angle", _STL_ANGLE_RADIANS)
    if not shape.exportStl(str(target), sag, turn, False, False):
        raise ValueError("the STL file could not be written")
    return scaled_stl(target.read_bytes(), _unit(options))


def to_3mf(content: bytes, options: Mapping[str, Any]) -> bytes:
    """Write the tessellated model as 3MF, with the names and colours of its parts."""
    return write_3mf(read_mesh(content)[1], _unit(options))


def to_obj(content: bytes, options: Mapping[str, Any]) -> bytes:
    """Write the tessellated model as OBJ."""
    return write_obj(read_mesh(content)[1], _unit(options))


def to_brep(content: bytes, _options: Mapping[str, Any]) -> bytes:
    """Write the exact shape in the kernel's own format."""
    target = Path("model.brep")
    if not cq.Shape.cast(read_step(content)).exportBrep(str(target)):
        raise ValueError("the BREP file could not be written")
    return target.read_bytes()


def to_dxf(content: bytes, options: Mapping[str, Any]) -> bytes:
    """Write the outlines of a section."""
    return write_dxf(cq.Shape.cast(read_step(content)), options)


def _unit(options: Mapping[str, Any]) -> Unit:
    """Return the unit of a file's lengths."""
    return "in" if options.get("unit") == "in" else "mm"


def to_pdf(content: bytes, _options: Mapping[str, Any]) -> bytes:
    """Draw the model as ``to_svg`` does, on a page."""
    return write_pdf(draw(*read_mesh(content)))


FORMATS: dict[str, Callable[[bytes, Mapping[str, Any]], bytes]] = {
    "svg": to_svg,
    "stl": to_stl,
    "png": to_png,
    "glb": to_glb,
    "view": to_view,
    "elements": list_elements,
    "distance": measure_distance,
    "3mf": to_3mf,
    "obj": to_obj,
    "brep": to_brep,
    "dxf": to_dxf,
    "pdf": to_pdf,
}
