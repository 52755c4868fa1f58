"""The shortest distance between two faces, edges or points of a model, from its exact shapes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from OCP.BRepBuilderAPI import BRepBuilderAPI_MakeVertex
from OCP.BRepExtrema import BRepExtrema_DistShapeShape
from OCP.gp import gp_Pnt
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape

from mayfly.cad.preview.exact import rounded
from mayfly.cad.preview.step_reader import Body, each_solid, read_bodies
from mayfly.cad.sandbox.sub_shapes import explore


def measure_distance(content: bytes, options: Mapping[str, Any]) -> bytes:
    """Return how far two things are apart, and the points where they are nearest, as JSON.

    Args:
        content: The STEP file.
        options: "first" and "second", each with "at" (a place in mm), or with "body" and "face" or "edge":
            the numbers that the exact geometry of a mesh has for them (``mesh.tessellate``).

    Raises:
        ValueError: The model has no such face or edge, or the kernel finds no distance.
    """
    bodies = list(each_solid(read_bodies(content)))
    found = BRepExtrema_DistShapeShape(_shape(bodies, options["first"]), _shape(bodies, options["second"]))
    if not found.IsDone() or found.NbSolution() < 1:
        raise ValueError("the distance could not be measured")
    ends = (found.PointOnShape1(1), found.PointOnShape2(1))
    points = [[rounded(value) for value in (end.X(), end.Y(), end.Z())] for end in ends]
    return json.dumps({"distance_mm": rounded(found.Value()), "points": points}).encode()


def _shape(bodies: list[Body], pick: Mapping[str, Any]) -> Any:
    """Return what was picked as a shape."""
    if pick.get("at") is not None:
        return BRepBuilderAPI_MakeVertex(gp_Pnt(*pick["at"])).Vertex()
    kind = "face" if pick.get("face") is not None else "edge"
    if not 0 <= pick["body"] < len(bodies):
        raise ValueError(f"the model has no body {pick['body']}")
    shapes = _faces(bodies[pick["body"]]) if kind == "face" else _edges(bodies[pick["body"]])
    if not 0 <= pick[kind] < len(shapes):
        raise ValueError(f"the body has no {kind} {pick[kind]}")
    return shapes[pick[kind]]


def _faces(body: Body) -> list[Any]:
    return list(explore(body.shape, TopAbs_ShapeEnum.TopAbs_FACE))


def _edges(body: Body) -> list[Any]:
    """Return the edges in the order in which a mesh counts them."""
    found = TopTools_IndexedDataMapOfShapeListOfShape()
    TopExp.MapShapesAndAncestors_s(
        body.shape, TopAbs_ShapeEnum.TopAbs_EDGE, TopAbs_ShapeEnum.TopAbs_FACE, found
    )
    return [found.FindKey(number) for number in range(1, found.Extent() + 1)]
