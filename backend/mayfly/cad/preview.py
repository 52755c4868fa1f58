"""Other formats of an inspected STEP file: hidden-line SVG, STL, PNG and GLB."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cadquery as cq

from mayfly.cad.inspection import read_step

_STL_TOLERANCE_MM = 0.05
_STL_ANGLE_RADIANS = 0.2


def to_svg(content: bytes) -> bytes:
    """Draw the model with hidden lines, seen from the front, right and above."""
    shape = cq.Shape.cast(read_step(content))
    options = {
        "width": 480,
        "height": 360,
        "marginLeft": 24,
        "marginTop": 24,
        "projectionDir": (1.0, -1.4, 0.9),
        "showAxes": False,
        "strokeColor": (64, 132, 214),
        "hiddenColor": (150, 160, 175),
    }
    return cq.exporters.getSVG(shape, options).encode()  # type: ignore[no-any-return]


def to_stl(content: bytes) -> bytes:
    """Tessellate the model to a binary STL."""
    shape = cq.Shape.cast(read_step(content))
    target = Path("model.stl")
    if not shape.exportStl(str(target), _STL_TOLERANCE_MM, _STL_ANGLE_RADIANS, False, False):
        raise ValueError("the STL file could not be written")
    return target.read_bytes()


FORMATS: dict[str, Callable[[bytes], bytes]] = {"svg": to_svg, "stl": to_stl}
