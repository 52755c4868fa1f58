"""Other formats of an inspected STEP file: hidden-line SVG, shaded PNG, GLB with colours, STL.

Runs in a child process only. Nothing here needs a display, a graphics library or a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cadquery as cq

from mayfly.cad.preview import raster
from mayfly.cad.preview.camera import best_camera
from mayfly.cad.preview.drawing import draw
from mayfly.cad.preview.glb import write_glb
from mayfly.cad.preview.mesh import read_bodies, tessellate
from mayfly.cad.sandbox.inspection import read_step

_STL_TOLERANCE_MM = 0.05
_STL_ANGLE_RADIANS = 0.2
_PNG_WIDTH, _PNG_HEIGHT, _PNG_MARGIN, _PNG_FINER = 640, 480, 12, 2


def to_svg(content: bytes) -> bytes:
    """Draw the model with hidden lines dashed, its outer sizes and a scale bar."""
    return draw(read_bodies(content)).encode()


def to_png(content: bytes) -> bytes:
    """Draw the model shaded, on a transparent ground."""
    mesh = tessellate(read_bodies(content))
    axes = best_camera(mesh).axes
    return raster.png(raster.shaded(mesh, axes, _PNG_WIDTH, _PNG_HEIGHT, _PNG_MARGIN, _PNG_FINER))


def to_glb(content: bytes) -> bytes:
    """Write the tessellated model as binary glTF, with its colours and its edges."""
    return write_glb(tessellate(read_bodies(content)))


def to_stl(content: bytes) -> bytes:
    """Tessellate the model to a binary STL."""
    shape = cq.Shape.cast(read_step(content))
    target = Path("model.stl")
    if not shape.exportStl(str(target), _STL_TOLERANCE_MM, _STL_ANGLE_RADIANS, False, False):
        raise ValueError("the STL file could not be written")
    return target.read_bytes()


FORMATS: dict[str, Callable[[bytes], bytes]] = {"svg": to_svg, "stl": to_stl, "png": to_png, "glb": to_glb}
