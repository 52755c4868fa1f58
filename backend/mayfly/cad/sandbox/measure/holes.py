"""Finds the round holes of a solid model: where they are, how wide and deep, and what mouths they have."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepTools import BRepTools
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.gp import gp_Pnt
from OCP.TopoDS import TopoDS_Shape

from mayfly.cad.sandbox.measure.cylindrical import (
    TOUCHING_MM,
    AxisLine,
    Wall,
    is_hollow,
    patches_by_line,
    tidy,
    walls_of,
)
from mayfly.cad.sandbox.measure.material import Material

_PROBE_MM = 1e-3
_SAME_MM = 1e-3
_END_KINDS = ("through", "blind", "closed")
_COLUMNS = (
    "diameter_mm", "axis", "kind", "walls_each", "length_mm", "depth_mm", "counterbores_mm", "countersinks",
)  # fmt: skip

Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Cone:
    """A conical face that widens towards the outside, laid out along its axis.

    Attributes:
        small: Radius at its narrow end.
        large: Radius at its wide end.
        near: Where on the line its narrow end is.
        far: Where its wide end is.
        angle: Its whole angle in degrees.
    """

    small: float
    large: float
    near: float
    far: float
    angle: float


def find_holes(
    faces: Iterable[tuple[Any, BRepAdaptor_Surface]],
    solids: list[TopoDS_Shape],
    box: tuple[Sequence[float], Sequence[float]],
) -> list[dict[str, Any]]:
    """Find round holes: concave cylindrical walls, those of one diameter on one axis line taken as one hole.

    Blind ones with material between them, drilled from opposite sides, have the depth of each, and are two
    holes where that differs.

    A wall is "through" when there is no material on its axis beyond either end,
    "blind" with material beyond one, "closed" beyond both; an end that a drill left pointed ends at its
    tip. It is a "counterbore" where one end meets a narrower wall of the same axis and the other is open,
    and a "groove" where both ends meet narrower ones. A hole whose walls differ is "mixed". Walls that
    go round by 200 degrees or less (slot ends, rounded pocket corners) are not holes.

    Args:
        faces: The model's faces, each with its surface.
        solids: The model's solids.
        box: Lowest and highest corner of the model.
    """
    faces = list(faces)
    cones = _cones_by_line(faces)
    is_material = _material_probe(solids, *box)
    groups: dict[tuple[Any, ...], list[tuple[float, ...]]] = {}
    for key, patches in patches_by_line(faces, hollow=True).items():
        line, own_cones = patches[0].line, cones.get(key, ())
        sizes = walls_of(patches)
        every = [wall for walls in sizes.values() for wall in walls]
        kind_of = {wall: _kind(wall, every, own_cones, line, is_material) for wall in every}
        bores = [wall for wall in every if kind_of[wall] == "counterbore"]
        for radius, of_one_size in sizes.items():
            drilled: dict[tuple[Any, ...], list[Wall]] = {}
            for walls in _back_to_back(of_one_size, kind_of, line, is_material):
                kinds = {kind_of[wall] for wall in walls}
                kind = kinds.pop() if len(kinds) == 1 else "mixed"
                drilled.setdefault((kind, *_mouths(walls, bores, own_cones)), []).extend(walls)
            for (kind, *mouths), walls in drilled.items():
                length = tidy(sum(wall.length for wall in walls), 4)
                row = (tidy(2 * radius, 4), line.name, kind, len(walls), length, *mouths)
                groups.setdefault(row, []).append(line.place)
    return [
        {**dict(zip(_COLUMNS, row, strict=True)), "count": len(places), "at": sorted(places)}
        for row, places in sorted(groups.items())
    ]


def _back_to_back(
    walls: Sequence[Wall],
    kind_of: Mapping[Wall, str],
    line: AxisLine,
    is_material: Callable[[gp_Pnt], bool],
) -> list[list[Wall]]:
    """Split the walls of one diameter on one line where two blind holes end in the material between them."""
    split = [[walls[0]]]
    for one, other in pairwise(walls):
        blind = kind_of[one] == kind_of[other] == "blind"
        if blind and is_material(line.point((one.end + other.start) / 2)):
            split.append([])
        split[-1].append(other)
    return split


def _kind(
    wall: Wall,
    every: Sequence[Wall],
    cones: Sequence[_Cone],
    line: AxisLine,
    is_material: Callable[[gp_Pnt], bool],
) -> str:
    """Return what a wall is."""
    filled, narrower = [], []
    for end, outwards in ((wall.start, -1.0), (wall.end, 1.0)):
        tip = next((cone.near for cone in cones if _closes(cone, wall, end)), end)
        filled.append(is_material(line.point(tip + outwards * _PROBE_MM)))
        narrower.append(
            any(
                abs((other.end if outwards < 0 else other.start) - end) <= TOUCHING_MM
                for other in every
                if other.radius < wall.radius - _SAME_MM
            )
        )
    if all(narrower):
        return "groove"
    if any(narrower) and not filled[narrower.index(False)]:
        return "counterbore"
    return _END_KINDS[sum(filled)]


def _closes(cone: _Cone, wall: Wall, end: float) -> bool:
    """Whether a cone is the point that a drill left at the end of a wall."""
    wide = abs(cone.large - wall.radius) <= _SAME_MM and abs(cone.far - end) <= TOUCHING_MM
    return wide and cone.small <= _SAME_MM


def _mouths(
    walls: Sequence[Wall], bores: Sequence[Wall], cones: Sequence[_Cone]
) -> tuple[float, tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    """Return a hole's depth with its mouths, its counterbores and its countersinks."""
    start, end = walls[0].start, walls[-1].end
    bored: set[tuple[float, float]] = set()
    sunk: set[tuple[float, float]] = set()
    for wall in walls:
        for bore in bores:
            touches = abs(bore.end - wall.start) <= TOUCHING_MM or abs(bore.start - wall.end) <= TOUCHING_MM
            if touches and bore.radius > wall.radius + _SAME_MM:
                bored.add((tidy(2 * bore.radius, 4), tidy(bore.length, 4)))
                start, end = min(start, bore.start), max(end, bore.end)
        for cone in cones:
            outward = wall.start if cone.far < cone.near else wall.end
            if abs(cone.small - wall.radius) <= _SAME_MM and abs(cone.near - outward) <= TOUCHING_MM:
                sunk.add((tidy(2 * cone.large, 4), tidy(cone.angle, 4)))
                start, end = min(start, cone.far), max(end, cone.far)
    return tidy(end - start, 4), tuple(sorted(bored)), tuple(sorted(sunk))


def _cones_by_line(faces: Iterable[tuple[Any, BRepAdaptor_Surface]]) -> Mapping[Key, list[_Cone]]:
    """Return the insides of cones by the keys of their axis lines."""
    found: dict[Key, list[_Cone]] = {}
    for face, surface in faces:
        if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Cone:
            continue
        cone = surface.Cone()
        if not is_hollow(face, cone.Position().Direct()):
            continue
        line, half = AxisLine.of(cone.Axis()), cone.SemiAngle()
        _, _, v0, v1 = BRepTools.UVBounds_s(face)
        (small, near), (large, far) = sorted(
            (abs(cone.RefRadius() + v * math.sin(half)), line.along(v * math.cos(half))) for v in (v0, v1)
        )
        found.setdefault(line.key, []).append(_Cone(small, large, near, far, 2 * math.degrees(abs(half))))
    return found


def _material_probe(
    solids: list[TopoDS_Shape], low: Sequence[float], high: Sequence[float]
) -> Callable[[gp_Pnt], bool]:
    """Return a test whether a point lies in or on a solid.

    Most holes end at the outside of the model, where its box is enough.
    """
    material = Material(solids)

    def is_material(point: gp_Pnt) -> bool:
        place = (point.X(), point.Y(), point.Z())
        if any(
            value < least - TOUCHING_MM or value > most + TOUCHING_MM
            for value, least, most in zip(place, low, high, strict=True)
        ):
            return False
        return material.holds(point)

    return is_material
