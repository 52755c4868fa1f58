"""Reads a GLB as this project writes it, with other means than the page."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

_COMPONENTS = {5126: "<f4", 5125: "<u4"}
_WIDTHS = {"SCALAR": 1, "VEC3": 3}
_LINES = 1


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


def read_parts(glb: bytes) -> Iterator[Part]:
    """Read the triangles and lines of a GLB that ``Workshop.convert`` wrote: a part for each colour of each.

    Raises:
        ValueError: It is no such file.
    """
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
    accessor = document["accessors"][number]
    start = document["bufferViews"][accessor["bufferView"]]["byteOffset"]
    width = _WIDTHS[accessor["type"]]
    kind = _COMPONENTS[accessor["componentType"]]
    values = np.frombuffer(binary, dtype=kind, count=accessor["count"] * width, offset=start)
    return values.reshape(-1, width) if width > 1 else values


def _to_screen(linear: float) -> float:
    """Return a linear intensity as sRGB encodes it (IEC 61966-2-1)."""
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)
