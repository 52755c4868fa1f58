"""Measures what a requirement asks for besides what every report holds, since that takes time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.gp import gp_Pnt
from OCP.TopoDS import TopoDS_Shape

from mayfly.cad.sandbox.measure.cylinders import find_cylinders
from mayfly.cad.sandbox.measure.edge_treatments import find_treated_edges
from mayfly.cad.sandbox.measure.material import Material
from mayfly.cad.sandbox.measure.shared_edges import shared_edges
from mayfly.cad.sandbox.measure.walls import thinnest_wall


def measure_on_request(
    measures: Mapping[str, Any],
    solids: Sequence[TopoDS_Shape],
    faces: Sequence[tuple[Any, BRepAdaptor_Surface]],
) -> dict[str, Any]:
    """Measure what is asked for, and nothing else; overlaps are found by a child of their own.

    Args:
        measures: What is asked for, as ``Measures.to_dict`` has it.
        solids: The model's solids.
        faces: Its faces, each with its surface.

    Returns:
        What was measured, with keys of ``MeasuredOnRequest``.
    """
    found: dict[str, Any] = {}
    if measures.get("cylinders"):
        found["cylinders"] = find_cylinders(faces)
    if measures.get("edges"):
        found["edges"] = find_treated_edges(solids)
    if "wall_below_mm" in measures:
        found["thinnest_wall_mm"], found["walls_unmeasured"] = thinnest_wall(
            solids, measures["wall_below_mm"]
        )
    if "points" in measures:
        material = Material(list(solids))
        found["solid"] = [material.holds(gp_Pnt(*point)) for point in measures["points"]]
    if measures.get("manifold"):
        found["shared_edges"] = shared_edges(solids)
    return found
