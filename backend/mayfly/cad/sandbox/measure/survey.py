"""Surveys a STEP file that was handed in: its solids' measures, and the faces that features may be put on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from OCP.BRep import BRep_Builder
from OCP.BRepAdaptor import BRepAdaptor_Curve, BRepAdaptor_Surface
from OCP.BRepGProp import BRepGProp
from OCP.BRepTools import BRepTools, BRepTools_WireExplorer
from OCP.GeomAbs import GeomAbs_CurveType, GeomAbs_SurfaceType
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_Orientation, TopAbs_ShapeEnum
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Compound, TopoDS_Shape

from mayfly.cad.protocol import MOST_SURVEYED_FACES
from mayfly.cad.sandbox.measure.inspection import CheckFailed, exact_box, measure_shape, read_step, solids_of
from mayfly.cad.sandbox.measure.shape_fields import KINDS

_PARALLEL: Final = 1 - 1e-9
_CHORDS: Final = 64
#: The coordinates that a face across each axis lies in.
_ACROSS: Final = {"X": (1, 2), "Y": (0, 2), "Z": (0, 1)}
_LOOSE: Final = (
    (TopAbs_ShapeEnum.TopAbs_FACE, TopAbs_ShapeEnum.TopAbs_SOLID),
    (TopAbs_ShapeEnum.TopAbs_EDGE, TopAbs_ShapeEnum.TopAbs_FACE),
)


def survey(content: bytes) -> dict[str, Any]:
    """Return what is measured on a STEP file, as ``StepSurvey`` has it, as plain data in mm.

    Raises:
        CheckFailed: It can't be read, holds no sound solid, or has too many faces.
    """
    whole = read_step(content)
    solids = solids_of(whole)
    if not solids:
        raise CheckFailed("has_solids", "the STEP file holds no solid")
    faces = [
        TopoDS.Face_s(face) for solid in solids for face in _explore(solid, TopAbs_ShapeEnum.TopAbs_FACE)
    ]
    if len(faces) > MOST_SURVEYED_FACES:
        raise CheckFailed("few_faces", f"it has {len(faces)} faces")
    report, volume = measure_shape(_compound(solids))
    if not report["valid"]:
        raise CheckFailed(str(report["failed_check"]), "the solid is not sound")
    low = report["lowest_mm"]
    flat, others = [], []
    for face in faces:
        found = _flat(face)
        if found is None:
            others.append(_other(face))
        else:
            flat.append(found)
    return {
        "solids": report["solids"],
        "low": low,
        "high": [a + side for a, side in zip(low, report["bounding_box_mm"], strict=True)],
        "volume_mm3": volume,
        "holes": report["holes"],
        "flat": flat,
        "others": others,
        "crowded": report["near"] > 0,
        "each": [_solid(solid) for solid in solids],
        "has_loose": any(True for kind, outside in _LOOSE for _ in _explore(whole, kind, outside)),
    }


def _solid(solid: TopoDS_Shape) -> dict[str, Any]:
    low, high = _box(solid)
    volume = GProp_GProps()
    BRepGProp.VolumeProperties_s(solid, volume)
    return {"low": low, "high": high, "volume_mm3": volume.Mass()}


def _compound(solids: Sequence[TopoDS_Shape]) -> TopoDS_Compound:
    compound = TopoDS_Compound()
    builder = BRep_Builder()
    builder.MakeCompound(compound)
    for solid in solids:
        builder.Add(compound, solid)
    return compound


def _explore(
    shape: TopoDS_Shape, kind: TopAbs_ShapeEnum, outside: TopAbs_ShapeEnum = TopAbs_ShapeEnum.TopAbs_SHAPE
) -> Iterator[TopoDS_Shape]:
    explorer = TopExp_Explorer(shape, kind, outside)
    while explorer.More():
        yield explorer.Current()
        explorer.Next()


def _flat(face: Any) -> dict[str, Any] | None:
    """Return a flat face that looks along an axis; None for any other."""
    surface = BRepAdaptor_Surface(face)
    if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Plane:
        return None
    plane = surface.Plane()
    way = plane.Axis().Direction()
    normal = [way.X(), way.Y(), way.Z()]
    if not plane.Direct():
        normal = [-c for c in normal]
    if face.Orientation() == TopAbs_Orientation.TopAbs_REVERSED:
        normal = [-c for c in normal]
    axis = next((n for n, part in zip("XYZ", normal, strict=True) if abs(part) > _PARALLEL), None)
    if axis is None:
        return None
    number = "XYZ".index(axis)
    place = plane.Location()
    across = _ACROSS[axis]
    loops, exact = [], True
    outer = BRepTools.OuterWire_s(face)
    wires = list(_explore(face, TopAbs_ShapeEnum.TopAbs_WIRE))
    for wire in sorted(wires, key=lambda wire: not wire.IsSame(outer)):
        rows, plain = _loop(TopoDS.Wire_s(wire), face, across)
        loops.append(rows)
        exact = exact and plain
    low, high = _box(face)
    area = GProp_GProps()
    BRepGProp.SurfaceProperties_s(face, area)
    middle = area.CentreOfMass()
    return {
        "axis": axis,
        "sign": 1 if normal[number] > 0 else -1,
        "level": (place.X(), place.Y(), place.Z())[number],
        "area": area.Mass(),
        "middle": [middle.X(), middle.Y(), middle.Z()],
        "box": [low, high],
        "loops": loops,
        "exact": exact,
    }


def _loop(wire: Any, face: Any, across: tuple[int, int]) -> tuple[list[list[float]], bool]:
    """Return a border as rows of numbers, in the order in which it runs; and whether all of it is exact."""
    rows: list[list[float]] = []
    exact = True
    explorer = BRepTools_WireExplorer(wire, face)
    while explorer.More():
        edge = explorer.Current()
        curve = BRepAdaptor_Curve(edge)
        ends = [curve.FirstParameter(), curve.LastParameter()]
        if edge.Orientation() == TopAbs_Orientation.TopAbs_REVERSED:
            ends.reverse()
        kind = curve.GetType()
        if kind == GeomAbs_CurveType.GeomAbs_Line:
            rows.append([*_at(curve, ends[0], across), *_at(curve, ends[1], across)])
        elif kind == GeomAbs_CurveType.GeomAbs_Circle:
            rows.append(_arc(curve, ends, across))
        else:
            exact = False
            steps = [ends[0] + (ends[1] - ends[0]) * k / _CHORDS for k in range(_CHORDS + 1)]
            points = [_at(curve, step, across) for step in steps]
            rows += [[*a, *b] for a, b in itertools.pairwise(points)]
        explorer.Next()
    return rows, exact


def _at(curve: Any, parameter: float, across: tuple[int, int]) -> list[float]:
    point = curve.Value(parameter)
    place = (point.X(), point.Y(), point.Z())
    return [place[i] for i in across]


def _arc(curve: Any, ends: Sequence[float], across: tuple[int, int]) -> list[float]:
    """Return centre, radius, first angle and angle that a round edge turns through."""
    circle = curve.Circle()
    location = circle.Location()
    place = (location.X(), location.Y(), location.Z())
    x, y = (place[i] for i in across)
    turn = abs(ends[1] - ends[0])
    first = _at(curve, ends[0], across)
    soon = _at(curve, ends[0] + (ends[1] - ends[0]) / 4, across)
    left = (first[0] - x) * (soon[1] - y) - (first[1] - y) * (soon[0] - x) > 0
    begin = math.atan2(first[1] - y, first[0] - x)
    return [x, y, circle.Radius(), begin, turn if left else -turn]


def _other(face: Any) -> dict[str, Any]:
    """Return a face that is curved or oblique."""
    surface = BRepAdaptor_Surface(face)
    kind = surface.GetType()
    low, high = _box(face)
    found: dict[str, Any] = {"kind": KINDS.get(kind, "other"), "box": [low, high]}
    if kind == GeomAbs_SurfaceType.GeomAbs_Cylinder:
        cylinder = surface.Cylinder()
        way, place = cylinder.Axis().Direction(), cylinder.Location()
        parts = zip("XYZ", (way.X(), way.Y(), way.Z()), strict=True)
        axis = next((n for n, part in parts if abs(part) > _PARALLEL), None)
        if axis is not None:
            at = (place.X(), place.Y(), place.Z())
            found |= {"axis": axis, "centre": [at[i] for i in _ACROSS[axis]], "radius": cylinder.Radius()}
    return found


def _box(shape: Any) -> tuple[list[float], list[float]]:
    outward = exact_box(shape)
    if not all(map(math.isfinite, outward)):
        raise CheckFailed("has_extent", "the model has no finite extent")
    return [-value for value in outward[:3]], list(outward[3:])
