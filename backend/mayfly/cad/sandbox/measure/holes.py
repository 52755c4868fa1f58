"""Finds the round holes of a solid model: where they are, how wide, and whether they go through."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepTools import BRepTools
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.gp import gp_Pnt
from OCP.TopAbs import TopAbs_Orientation
from OCP.TopoDS import TopoDS_Shape

from mayfly.cad.sandbox.measure.material import Material

_HOLE_SPAN_RADIANS = math.radians(200)
_TOUCHING_MM = 1e-4
_PROBE_MM = 1e-3


def tidy(value: float, digits: int = 6) -> float:
    """Round away the noise of the kernel, and the sign of zero."""
    return round(value, digits) + 0.0


@dataclass(slots=True)
class _Patch:
    """One concave cylindrical face, laid out along its axis."""

    direction: tuple[float, float, float]
    foot: tuple[float, float, float]
    radius: float
    start: float
    end: float
    span: float

    def line(self) -> tuple[float, ...]:
        """Return a key that patches of one diameter on one axis line share."""
        return (
            tidy(self.radius, 4),
            *(tidy(value, 4) for value in self.direction),
            *(tidy(value, 3) for value in self.foot),
        )

    def point(self, along: float) -> gp_Pnt:
        """Return the point of the axis at a distance from its foot."""
        return gp_Pnt(*(foot + along * way for foot, way in zip(self.foot, self.direction, strict=True)))


def _patch(face: Any, surface: BRepAdaptor_Surface) -> _Patch | None:
    """Describe a face if it is the inside of a cylinder."""
    if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Cylinder:
        return None
    cylinder = surface.Cylinder()
    reversed_face = face.Orientation() == TopAbs_Orientation.TopAbs_REVERSED
    if reversed_face != cylinder.Position().Direct():
        return None
    u0, u1, v0, v1 = BRepTools.UVBounds_s(face)
    axis = cylinder.Axis()
    way = (axis.Direction().X(), axis.Direction().Y(), axis.Direction().Z())
    origin = (axis.Location().X(), axis.Location().Y(), axis.Location().Z())
    sign = 1.0 if max(way, key=abs) > 0 else -1.0  # one sense for both ways of an axis
    way = (sign * way[0], sign * way[1], sign * way[2])
    shift = sum(a * b for a, b in zip(origin, way, strict=True))
    foot = tuple(a - shift * b for a, b in zip(origin, way, strict=True))
    start, end = sorted((sign * v0 + shift, sign * v1 + shift))
    return _Patch(way, (foot[0], foot[1], foot[2]), cylinder.Radius(), start, end, u1 - u0)


def _walls(patches: list[_Patch]) -> list[tuple[float, float]]:
    """Join touching patches into walls and keep those that go round by more than 200 degrees."""
    walls: list[tuple[float, float, list[_Patch]]] = []
    for patch in sorted(patches, key=lambda patch: patch.start):
        if walls and patch.start <= walls[-1][1] + _TOUCHING_MM:
            start, end, members = walls[-1]
            walls[-1] = (start, max(end, patch.end), [*members, patch])
        else:
            walls.append((patch.start, patch.end, [patch]))
    return [(start, end) for start, end, members in walls if _widest(members) > _HOLE_SPAN_RADIANS]


def _widest(patches: list[_Patch]) -> float:
    """Return the largest angle covered at one height; patches above each other are not added up."""
    heights = [(patch.start + patch.end) / 2 for patch in patches]
    return max(sum(p.span for p in patches if p.start <= height <= p.end) for height in heights)


def _end_kind(filled: int) -> str:
    return ("through", "blind", "closed")[filled]


def find_holes(
    faces: Iterable[tuple[Any, BRepAdaptor_Surface]],
    solids: list[TopoDS_Shape],
    box: tuple[Sequence[float], Sequence[float]],
) -> list[dict[str, Any]]:
    """Find round holes: concave cylindrical walls, those on one axis line taken as one hole.

    A wall is "through" when there is no material on its axis beyond either end,
    "blind" with material beyond one, "closed" beyond both; a hole whose walls
    differ is "mixed". Walls that go round by 200 degrees or less (slot ends,
    rounded pocket corners) are not holes.

    Args:
        faces: The model's faces, each with its surface.
        solids: The model's solids.
        box: Lowest and highest corner of the model.
    """
    lines: dict[tuple[float, ...], list[_Patch]] = {}
    for face, surface in faces:
        patch = _patch(face, surface)
        if patch is not None:
            lines.setdefault(patch.line(), []).append(patch)
    is_material = _material_probe(solids, *box)
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for patches in lines.values():
        walls = _walls(patches)
        if not walls:
            continue
        lead = min(patches, key=lambda patch: patch.start)
        kinds = {
            _end_kind(is_material(lead.point(start - _PROBE_MM)) + is_material(lead.point(end + _PROBE_MM)))
            for start, end in walls
        }
        axis = next((n for n, way in zip("XYZ", lead.direction, strict=True) if abs(way) > 1 - 1e-9), "other")
        length = tidy(sum(end - start for start, end in walls), 4)
        kind = kinds.pop() if len(kinds) == 1 else "mixed"
        place: tuple[Any, ...] = tuple(tidy(v, 4) for n, v in zip("XYZ", lead.foot, strict=True) if n != axis)
        groups.setdefault((tidy(2 * lead.radius, 4), axis, kind, len(walls), length), []).append(place)
    names = ("diameter_mm", "axis", "kind", "walls_each", "length_mm")
    return [
        {**dict(zip(names, key, strict=True)), "count": len(places), "at": sorted(places)}
        for key, places in sorted(groups.items())
    ]


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
            value < least - _TOUCHING_MM or value > most + _TOUCHING_MM
            for value, least, most in zip(place, low, high, strict=True)
        ):
            return False
        return material.holds(point)

    return is_material
