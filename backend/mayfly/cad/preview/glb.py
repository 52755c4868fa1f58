"""Writes a mesh as binary glTF 2.0: named parts, colours, normals, edges as lines; coordinates stay in mm.

Where a mesh has the exact geometry of its faces and edges, ``extras`` of each primitive have it, too:
``faces`` or ``edges``, each with its "number" in the body, the "first" index and the "count" of indices that
it owns, and the number of the ``body``.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from mayfly.cad.preview.mesh import Mesh, PartMesh, Patch
from mayfly.cad.preview.step_reader import Colour

_FLOAT, _UNSIGNED = 5126, 5125
_VERTICES, _INDICES = 34962, 34963
_TRIANGLES, _LINES = 4, 1
_EDGE_COLOUR: Colour = (0.10, 0.13, 0.18, 1.0)
_TO_METRES_Y_UP = [0.001, 0, 0, 0, 0, 0, -0.001, 0, 0, 0.001, 0, 0, 0, 0, 0, 1]
"""glTF's lengths are metres and its Y is up; by columns."""


class _Writer:
    """Collects the binary chunk and what describes it."""

    def __init__(self) -> None:
        """Start empty."""
        self.binary = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self.materials: dict[Colour, int] = {}
        self.nodes: list[dict[str, Any]] = []
        self.meshes: list[dict[str, Any]] = []

    def add(self, values: npt.NDArray[Any], kind: str, target: int, *, bounds: bool = False) -> int:
        """Add an array and return its accessor's number."""
        content = np.ascontiguousarray(values)
        self.views.append(
            {
                "buffer": 0,
                "byteOffset": len(self.binary),
                "byteLength": content.nbytes,
                "target": target,
            }
        )
        self.binary += content.tobytes()
        component = _FLOAT if content.dtype == np.float32 else _UNSIGNED
        accessor = {
            "bufferView": len(self.views) - 1,
            "componentType": component,
            "count": int(content.size if kind == "SCALAR" else len(content)),
            "type": kind,
        }
        if bounds:
            accessor |= {"min": content.min(axis=0).tolist(), "max": content.max(axis=0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def material(self, colour: Colour) -> int:
        """Return the number of a colour's material."""
        return self.materials.setdefault(colour, len(self.materials))

    def node(self, name: str, **more: Any) -> int:
        """Add a node and return its number."""
        self.nodes.append({"name": name, **more})
        return len(self.nodes) - 1

    def content(self) -> bytes:
        """Return the whole file."""
        while len(self.binary) % 4:
            self.binary.append(0)
        document = {
            "asset": {"version": "2.0", "generator": "Mayfly"},
            "scene": 0,
            "scenes": [{"nodes": [0]}],
            "nodes": self.nodes,
            "meshes": self.meshes,
            "materials": [_material(number, colour) for colour, number in self.materials.items()],
            "accessors": self.accessors,
            "bufferViews": self.views,
            "buffers": [{"byteLength": len(self.binary)}],
        }
        text = json.dumps(document, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + len(self.binary)
        return (
            struct.pack("<4sII", b"glTF", 2, total)
            + struct.pack("<I4s", len(text), b"JSON")
            + text
            + struct.pack("<I4s", len(self.binary), b"BIN\0")
            + bytes(self.binary)
        )


def write_glb(mesh: Mesh, measures: Mapping[str, Any] | None = None) -> bytes:
    """Write a mesh as GLB: a node for each part and for what it is part of, with their names.

    Args:
        mesh: The mesh.
        measures: What was measured on the whole model; it becomes the ``extras`` of the root.
    """
    writer = _Writer()
    tops = {part.path[0] for part in mesh.parts if part.path}
    single = tops.pop() if len(tops) == 1 else None
    root = writer.node(single.name if single and single.name else "model", matrix=_TO_METRES_Y_UP)
    if measures:
        writer.nodes[root]["extras"] = dict(measures)
    numbers = {single.place: root} if single else {}
    for number, part in enumerate(mesh.parts):
        above = root
        for step in part.path:
            if step.place not in numbers:
                numbers[step.place] = writer.node(step.name or f"part {len(numbers)}")
                writer.nodes[above].setdefault("children", []).append(numbers[step.place])
            above = numbers[step.place]
        primitives = _primitives(writer, part, number)
        if primitives:
            writer.nodes[above]["mesh"] = len(writer.meshes)
            writer.meshes.append({"name": writer.nodes[above]["name"], "primitives": primitives})
    return writer.content()


def _primitives(writer: _Writer, part: PartMesh, number: int) -> list[dict[str, Any]]:
    """Write a part: one primitive for each colour, and one for all edges."""
    by_colour: dict[Colour, list[Patch]] = {}
    for patch in part.patches:
        by_colour.setdefault(patch.colour, []).append(patch)
    primitives = []
    for colour, patches in by_colour.items():
        shifts = np.cumsum([0, *(len(patch.points) for patch in patches)])
        indices = [patch.triangles + shift for patch, shift in zip(patches, shifts, strict=False)]
        points = np.concatenate([patch.points for patch in patches]).astype(np.float32)
        normals = np.concatenate([patch.normals for patch in patches]).astype(np.float32)
        corners = np.concatenate(indices).astype(np.uint32).ravel()
        primitives.append(
            {
                "attributes": {
                    "POSITION": writer.add(points, "VEC3", _VERTICES, bounds=True),
                    "NORMAL": writer.add(normals, "VEC3", _VERTICES),
                },
                "indices": writer.add(corners, "SCALAR", _INDICES),
                "material": writer.material(colour),
                "mode": _TRIANGLES,
                **_extras(
                    "faces", number, [patch.exact for patch in patches], [each.size for each in indices]
                ),
            }
        )
    return [*primitives, *_lines(writer, part, number)]


def _lines(writer: _Writer, part: PartMesh, number: int) -> list[dict[str, Any]]:
    """Write a part's edges as pairs of points."""
    if not part.edges:
        return []
    points = np.concatenate(part.edges).astype(np.float32)
    starts = np.cumsum([0, *(len(edge) for edge in part.edges)])
    pairs = [
        np.stack([np.arange(start, stop - 1), np.arange(start + 1, stop)], axis=1)
        for start, stop in pairwise(starts)
    ]
    corners = np.concatenate(pairs).astype(np.uint32).ravel()
    return [
        {
            "attributes": {"POSITION": writer.add(points, "VEC3", _VERTICES, bounds=True)},
            "indices": writer.add(corners, "SCALAR", _INDICES),
            "material": writer.material(_EDGE_COLOUR),
            "mode": _LINES,
            **_extras("edges", number, part.curves, [each.size for each in pairs]),
        }
    ]


def _extras(name: str, body: int, exact: Sequence[Mapping[str, Any]], sizes: Sequence[int]) -> dict[str, Any]:
    """Return the exact geometry of faces or edges with the indices of each; nothing where no row has any."""
    if not any(exact):
        return {}
    firsts = [0, *accumulate(sizes)]
    rows = [
        {"first": first, "count": size, **each}
        for first, size, each in zip(firsts, sizes, exact, strict=False)
    ]
    return {"extras": {name: rows, "body": body}}


def _material(number: int, colour: Colour) -> dict[str, Any]:
    """Return a colour as a material."""
    red, green, blue, opacity = colour
    linear = [round(_to_linear(part), 5) for part in (red, green, blue)]
    surface = {"baseColorFactor": [*linear, opacity], "metallicFactor": 0.1, "roughnessFactor": 0.55}
    name = "edges" if colour == _EDGE_COLOUR else f"colour {number + 1}"
    material = {"name": name, "pbrMetallicRoughness": surface, "doubleSided": True}
    return {**material, "alphaMode": "BLEND"} if opacity < 1 else material


def _to_linear(screen: float) -> float:
    """Decode an sRGB value (IEC 61966-2-1); glTF's colours are linear."""
    return screen / 12.92 if screen <= 0.04045 else float(((screen + 0.055) / 1.055) ** 2.4)
