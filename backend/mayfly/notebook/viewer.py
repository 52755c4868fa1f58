"""The model in three dimensions: k3d where it is installed, else the picture.

k3d was chosen because its whole front end comes with the Python package (as an
anywidget, no CDN and no build step), because it draws large meshes and lines with
their own colours, and because it needs NumPy alone in the kernel. See
``docs/notebooks.md`` for what else was looked at.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

_COMPONENTS = {5126: "<f4", 5125: "<u4"}
_WIDTHS = {"SCALAR": 1, "VEC3": 3}
_LINES = 1
_HEIGHT_PIXELS = 460
_FIELD_OF_VIEW_DEGREES = 30.0
_BACKGROUND = 0xF4F5F7


class Viewable(Protocol):
    """A model that can be viewed."""

    def __getitem__(self, key: Literal["name"], /) -> Any:
        """Return its name."""

    def picture(self, format: Literal["glb"]) -> bytes:
        """Return it as triangles and lines."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """Triangles or lines of one colour.

    Attributes:
        points: Places in mm, one row each.
        indices: Numbers of points: three a triangle, two a line.
        colour: 0xRRGGBB as a screen shows it.
        opacity: 0 to 1.
        is_lines: They are lines.
    """

    points: Any
    indices: Any
    colour: int
    opacity: float
    is_lines: bool


class View:
    """A model in three dimensions.

    Attributes:
        plot: k3d's plot; None where k3d is not installed.
    """

    def __init__(self, made: Viewable, plot: Any) -> None:
        """Store the model and k3d's plot of it."""
        self._made = made
        self.plot = plot

    def __repr__(self) -> str:
        """Return the name of what it shows."""
        return f"View of {self._made['name']}"

    def _repr_mimebundle_(
        self,
        include: Any = None,  # noqa: ARG002 - IPython's arguments, both
        exclude: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Return the widget, and the picture for pages that can't show widgets."""
        if self.plot is None:
            note = "<p><i>Install the extra <code>notebooks</code> to turn the model with the mouse.</i></p>"
            return {"text/plain": repr(self), "text/html": self._made._repr_html_() + note}
        widget = self.plot._repr_mimebundle_()
        bundle = dict(widget[0] if isinstance(widget, tuple) else widget)
        return {**bundle, "text/plain": repr(self), "text/html": self._made._repr_html_()}


def view(made: Viewable) -> View:
    """Return a view of a model.

    Raises:
        ModelExpired: The file is gone.
        BuildError: It could not be converted.
    """
    try:
        import k3d
    except ImportError:
        return View(made, None)
    parts = list(read_parts(made.picture("glb")))
    plot = k3d.plot(
        name=made["name"],
        height=_HEIGHT_PIXELS,
        background_color=_BACKGROUND,
        camera_fov=_FIELD_OF_VIEW_DEGREES,
        camera_auto_fit=False,
        axes=["X", "Y", "Z"],
        menu_visibility=False,
    )
    for part in parts:
        if part.is_lines:
            plot += k3d.lines(
                part.points, part.indices, indices_type="segment", shader="simple", color=part.colour
            )
        else:
            plot += k3d.mesh(
                part.points,
                part.indices,
                color=part.colour,
                opacity=part.opacity,
                flat_shading=False,
                side="double",
            )
    plot.camera = _camera(parts)
    return View(made, plot)


def read_parts(glb: bytes) -> Iterator[Part]:
    """Read the triangles and lines of a GLB that ``Workshop.convert`` wrote: a part for each colour of each.

    Raises:
        ValueError: It is no such file.
    """
    import numpy as np

    if glb[:4] != b"glTF":
        raise ValueError("not a GLB file")
    (length,) = struct.unpack_from("<I", glb, 12)
    document = json.loads(glb[20 : 20 + length])
    binary = glb[20 + length + 8 :]
    alike: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for mesh in document["meshes"]:
        for primitive in mesh["primitives"]:
            alike.setdefault((primitive["material"], primitive["mode"]), []).append(primitive)
    for (material, mode), primitives in alike.items():
        *colour, opacity = document["materials"][material]["pbrMetallicRoughness"]["baseColorFactor"]
        red, green, blue = (round(_to_screen(part) * 255) for part in colour)
        points = [_array(document, binary, each["attributes"]["POSITION"]) for each in primitives]
        shifts = np.cumsum([0, *(len(each) for each in points[:-1])]).astype(np.uint32)
        indices = [_array(document, binary, each["indices"]) for each in primitives]
        yield Part(
            points=np.concatenate(points),
            indices=np.concatenate([each + shift for each, shift in zip(indices, shifts, strict=True)]),
            colour=red << 16 | green << 8 | blue,
            opacity=float(opacity),
            is_lines=mode == _LINES,
        )


def _array(document: dict[str, Any], binary: bytes, number: int) -> Any:
    """Return one accessor as an array; the caller groups the indices of lines and triangles."""
    import numpy as np

    accessor = document["accessors"][number]
    start = document["bufferViews"][accessor["bufferView"]]["byteOffset"]
    width = _WIDTHS[accessor["type"]]
    kind = _COMPONENTS[accessor["componentType"]]
    values = np.frombuffer(binary, dtype=kind, count=accessor["count"] * width, offset=start)
    return values.reshape(-1, width) if width > 1 else values


def _camera(parts: list[Part]) -> list[float]:
    """Return a camera at the front, right and above, from where the whole model is seen."""
    import numpy as np

    points = np.concatenate([part.points for part in parts])
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    away = float(np.linalg.norm(high - low)) / (2 * np.tan(np.radians(_FIELD_OF_VIEW_DEGREES / 2)))
    eye = middle + np.array([0.49, -0.67, 0.56]) * away * 1.15
    return [*(float(value) for value in (*eye, *middle)), 0.0, 0.0, 1.0]


def _to_screen(linear: float) -> float:
    """Return a linear intensity as sRGB encodes it (IEC 61966-2-1)."""
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)
