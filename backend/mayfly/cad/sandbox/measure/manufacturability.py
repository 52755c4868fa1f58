"""Notes on what can't be manufactured though the kernel finds it sound; the model is published all the same.

Found in the STEP file, by the child that measures it: a solid that touches
itself along an edge, solids that overlap, faces and lines that belong to none.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepAlgoAPI import BRepAlgoAPI_Common
from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp
from OCP.TopoDS import TopoDS, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape

from mayfly.cad.messages.notes import note
from mayfly.cad.sandbox.measure.shape_fields import body_place, corners, edge_place
from mayfly.cad.sandbox.sub_shapes import explore

OVERLAP_SECONDS = 1.0
"""How long pairs of solids are compared."""

_TOUCHING_MM = 1e-4
_DIGITS = 4
_EDGES_SENT = 50
_PAIRS_SENT = 20
_MOST_PAIRS = 2000
_LEAST_OVERLAP = 1e-6
"""Overlap, as a part of the smaller solid, that is more than rounding."""


def quick_notes(shape: TopoDS_Shape, solids: Sequence[TopoDS_Shape]) -> list[dict[str, Any]]:
    """Return notes on what is quick to find: self-contact along edges, and loose parts.

    Args:
        shape: All that was read.
        solids: Its solids.
    """
    found: list[dict[str, Any]] = []
    for solid in solids:
        edges = contact_edges(solid)
        if edges:
            places = [edge_place(edge) for edge in edges[:_EDGES_SENT]]
            found.append(note("touches_itself", edges=places, solid=body_place(solid)))
    faces, lines = loose_parts(shape) if solids else (0, 0)
    if faces or lines:
        found.append(note("loose", held=_held(faces, lines)))
    return found


def contact_edges(solid: TopoDS_Shape) -> list[TopoDS_Shape]:
    """Return the edges along which a solid touches itself.

    An edge of a body that can be made has two sides, each in one face. Where more
    faces meet, or where two edges lie in one place, the material only just touches.

    Args:
        solid: The solid.
    """
    faces = TopTools_IndexedDataMapOfShapeListOfShape()
    TopExp.MapShapesAndAncestors_s(solid, TopAbs_ShapeEnum.TopAbs_EDGE, TopAbs_ShapeEnum.TopAbs_FACE, faces)
    found: list[TopoDS_Shape] = []
    by_ends: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for number in range(1, faces.Extent() + 1):
        edge = TopoDS.Edge_s(faces.FindKey(number))
        if faces.FindFromIndex(number).Size() > 2:
            found.append(edge)
        else:
            by_ends[ends_of(edge)].append(edge)
    for edges in by_ends.values():
        for number, edge in enumerate(edges[1:], 1):
            if any(coincide(edge, other) for other in edges[:number]):
                found.append(edge)
    return found


def loose_parts(shape: TopoDS_Shape) -> tuple[int, int]:
    """Return how many faces belong to no solid and no closed shell, and how many lines to no face.

    Args:
        shape: All that was read.
    """
    kinds = TopAbs_ShapeEnum
    faces = sum(1 for _ in explore(shape, kinds.TopAbs_FACE, kinds.TopAbs_SHELL))
    for shell in explore(shape, kinds.TopAbs_SHELL, kinds.TopAbs_SOLID):
        if not BRep_Tool.IsClosed_s(shell):
            faces += sum(1 for _ in explore(shell, kinds.TopAbs_FACE))
    return faces, sum(1 for _ in explore(shape, kinds.TopAbs_EDGE, kinds.TopAbs_FACE))


def near_pairs(solids: Sequence[TopoDS_Shape]) -> list[tuple[int, int]]:
    """Return the pairs of solids whose boxes overlap, by their numbers; of very many only the first.

    Args:
        solids: The solids.
    """
    if len(solids) < 2:
        return []
    boxes = sorted(((*corners(solid), number) for number, solid in enumerate(solids)), key=lambda box: box[0])
    found: list[tuple[int, int]] = []
    for place, (low, high, number) in enumerate(boxes):
        for least, most, other in itertools.islice(boxes, place + 1, None):
            if least[0] > high[0] - _TOUCHING_MM or len(found) >= _MOST_PAIRS:
                break
            if all(min(high[n], most[n]) - max(low[n], least[n]) > _TOUCHING_MM for n in range(3)):
                found.append((min(number, other), max(number, other)))
    return sorted(found)


def overlaps(
    solids: Sequence[TopoDS_Shape], pairs: Sequence[tuple[int, int]], names: Sequence[str | None] = ()
) -> Iterator[list[dict[str, Any]]]:
    """Find solids that overlap; yield all notes so far after each pair.

    Args:
        solids: The solids.
        pairs: The pairs whose boxes overlap.
        names: The solids' names, where they have some.
    """
    until = time.process_time() + OVERLAP_SECONDS
    found: list[dict[str, Any]] = []
    names = [*names, *[None] * (len(solids) - len(names))]
    for done, (first, second) in enumerate(pairs):
        if time.process_time() > until:
            yield [*found, note("overlaps_unseen", count=len(pairs) - done)]
            return
        volume = _common_mm3(solids[first], solids[second])
        if volume > _LEAST_OVERLAP * min(_volume_mm3(solids[first]), _volume_mm3(solids[second])):
            one, other = body_place(solids[first], names[first]), body_place(solids[second], names[second])
            found.append(note("overlap", first=one, second=other, volume=volume))
            yield found
        if len(found) >= _PAIRS_SENT:
            return


def _common_mm3(one: TopoDS_Shape, other: TopoDS_Shape) -> float:
    common = BRepAlgoAPI_Common(one, other)
    return _volume_mm3(common.Shape()) if common.IsDone() and not common.Shape().IsNull() else 0.0


def _volume_mm3(shape: TopoDS_Shape) -> float:
    properties = GProp_GProps()
    BRepGProp.VolumeProperties_s(shape, properties, True, False, False)
    return abs(float(properties.Mass()))


def ends_of(edge: Any) -> tuple[Any, ...]:
    """Return an edge's two ends, rounded and in an order that does not depend on its direction."""
    ends = []
    for vertex in (TopExp.FirstVertex_s(edge), TopExp.LastVertex_s(edge)):
        if vertex.IsNull():
            return (id(edge),)
        point = BRep_Tool.Pnt_s(vertex)
        ends.append((round(point.X(), _DIGITS), round(point.Y(), _DIGITS), round(point.Z(), _DIGITS)))
    return tuple(sorted(ends))


def coincide(one: Any, other: Any) -> bool:
    """Return whether two edges with the same ends lie in one place, by three points between."""
    if BRep_Tool.Degenerated_s(one) or BRep_Tool.Degenerated_s(other):
        return False
    first, second = BRepAdaptor_Curve(one), BRepAdaptor_Curve(other)
    low, high = first.FirstParameter(), first.LastParameter()
    start, end = second.FirstParameter(), second.LastParameter()
    if first.Value(low).Distance(second.Value(start)) > 10 * _TOUCHING_MM:
        start, end = end, start
    return first.GetType() == second.GetType() and all(
        first.Value(low + part * (high - low)).Distance(second.Value(start + part * (end - start)))
        < _TOUCHING_MM
        for part in (0.25, 0.5, 0.75)
    )


def _held(faces: int, lines: int) -> list[dict[str, Any]]:
    """Return numbers of faces and lines as the field ``held``."""
    return [{"kind": kind, "count": number} for kind, number in (("face", faces), ("line", lines)) if number]
