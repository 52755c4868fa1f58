"""Lists all faces and edges of a model with their exact geometry, for programs that ask about them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from OCP.BRep import BRep_Tool
from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp
from OCP.TopoDS import TopoDS
from OCP.TopTools import TopTools_IndexedMapOfShape

from mayfly.cad.preview.exact import curve_of, rounded, surface_of
from mayfly.cad.protocol import MOST_LISTED
from mayfly.cad.sandbox.measure.inspection import exact_box, read_step
from mayfly.cad.sandbox.sub_shapes import explore

_FACE, _EDGE = TopAbs_ShapeEnum.TopAbs_FACE, TopAbs_ShapeEnum.TopAbs_EDGE


def list_elements(content: bytes, _options: Mapping[str, Any] | None = None) -> bytes:
    """Return the faces and edges of a STEP file as JSON, as ``mayfly.cad.elements`` reads it.

    Raises:
        ValueError: It has more of them than are listed.
    """
    shape = read_step(content)
    faces, edges = TopTools_IndexedMapOfShape(), TopTools_IndexedMapOfShape()
    TopExp.MapShapes_s(shape, _FACE, faces)
    TopExp.MapShapes_s(shape, _EDGE, edges)
    if max(faces.Extent(), edges.Extent()) > MOST_LISTED:
        counts = f"{faces.Extent()} faces and {edges.Extent()} edges"
        raise ValueError(f"it has {counts}; up to {MOST_LISTED} of each are listed")
    of_edges: dict[int, list[int]] = {}
    face_rows = []
    for number in range(1, faces.Extent() + 1):
        face = TopoDS.Face_s(faces.FindKey(number))
        border = _border(face, edges)
        face_rows.append({**_face(face), "edges": border})
        for edge in border:
            of_edges.setdefault(edge, []).append(number)
    edge_rows = [
        {**curve_of(TopoDS.Edge_s(edges.FindKey(number))), "number": number, "faces": of_edges[number]}
        for number in sorted(of_edges)
    ]
    return json.dumps({"faces": face_rows, "edges": edge_rows}).encode()


def _border(face: Any, edges: TopTools_IndexedMapOfShape) -> list[int]:
    """Return the numbers of a face's edges, each once, without the tips of cones and poles of spheres."""
    around = (TopoDS.Edge_s(edge) for edge in explore(face, _EDGE))
    return list(dict.fromkeys(edges.FindIndex(edge) for edge in around if not BRep_Tool.Degenerated_s(edge)))


def _face(face: Any) -> dict[str, Any]:
    """Return what a face is, its centre of area, and the box around it."""
    properties = GProp_GProps()
    BRepGProp.SurfaceProperties_s(face, properties)
    centre = properties.CentreOfMass()
    outward = exact_box(face)
    return {
        **surface_of(face),
        "centre": [rounded(value) for value in (centre.X(), centre.Y(), centre.Z())],
        "low": [rounded(-value) for value in outward[:3]],
        "high": [rounded(value) for value in outward[3:]],
    }
