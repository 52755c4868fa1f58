"""Measuring a written STEP file: what it holds, whether it is sound, and which round holes it has.

Runs in a child that never ran the script, on a copy that the script's child
could no longer reach.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from OCP.Bnd import Bnd_Box
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepCheck import BRepCheck_Analyzer
from OCP.BRepClass3d import BRepClass3d_SolidClassifier
from OCP.BRepGProp import BRepGProp
from OCP.BRepTools import BRepTools
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.gp import gp_Pnt
from OCP.GProp import GProp_GProps
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.STEPControl import STEPControl_Reader
from OCP.TopAbs import TopAbs_Orientation, TopAbs_ShapeEnum, TopAbs_State
from OCP.TopExp import TopExp_Explorer
from OCP.TopoDS import TopoDS, TopoDS_Shape

_HOLE_SPAN_RADIANS = math.radians(200)
_TOUCHING_MM = 1e-4
_PROBE_MM = 1e-3
_NOISE_MM = 1e-9

_KINDS = {
    GeomAbs_SurfaceType.GeomAbs_Plane: "plane",
    GeomAbs_SurfaceType.GeomAbs_Cylinder: "cylinder",
    GeomAbs_SurfaceType.GeomAbs_Cone: "cone",
    GeomAbs_SurfaceType.GeomAbs_Sphere: "sphere",
    GeomAbs_SurfaceType.GeomAbs_Torus: "torus",
    GeomAbs_SurfaceType.GeomAbs_BezierSurface: "bezier",
    GeomAbs_SurfaceType.GeomAbs_BSplineSurface: "bspline",
    GeomAbs_SurfaceType.GeomAbs_SurfaceOfRevolution: "revolution",
    GeomAbs_SurfaceType.GeomAbs_SurfaceOfExtrusion: "extrusion",
    GeomAbs_SurfaceType.GeomAbs_OffsetSurface: "offset",
}


class CheckFailed(Exception):
    """A check of the written file failed before it could be measured.

    Attributes:
        check: The check's name.
    """

    def __init__(self, check: str, message: str) -> None:
        """Keep the name of the check beside the text."""
        super().__init__(message)
        self.check = check


def read_step(content: bytes) -> TopoDS_Shape:
    """Read a STEP file from memory, lengths in millimetres.

    Raises:
        CheckFailed: It can't be read, or holds no shape.
    """
    reader = STEPControl_Reader()
    if reader.ReadStream("model", io.BytesIO(content)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise CheckFailed("readable", "the STEP file could not be read back")
    roots = reader.NbRootsForTransfer()
    if roots == 0 or reader.TransferRoots() < roots or reader.NbShapes() == 0:
        raise CheckFailed("transferable", "the STEP file holds no shape that could be read back")
    return reader.OneShape()


def measure(content: bytes) -> dict[str, Any]:
    """Measure a STEP file; the keys are those of ``BuildReport`` that can be measured.

    Raises:
        CheckFailed: There is nothing to measure.
    """
    shape = read_step(content)
    solids = list(_explore(shape, TopAbs_ShapeEnum.TopAbs_SOLID))
    faces = [TopoDS.Face(face) for face in _explore(shape, TopAbs_ShapeEnum.TopAbs_FACE)]
    if not faces:
        raise CheckFailed("has_faces", "the model has no faces: it is made of wires, edges or points only")
    surfaces = [BRepAdaptor_Surface(face) for face in faces]
    volume, centre = _volume(shape)
    area = GProp_GProps()
    BRepGProp.SurfaceProperties_s(shape, area)
    low, high = _bounds(faces, surfaces)
    failed = _first_failure(shape, solids, volume)
    return {
        "valid": failed is None,
        "failed_check": failed,
        "solids": len(solids),
        "faces": len(faces),
        "faces_by_kind": dict(sorted(Counter(_KINDS.get(s.GetType(), "other") for s in surfaces).items())),
        "bounding_box_mm": [_tidy(b - a) for a, b in zip(low, high, strict=True)],
        "lowest_mm": [_tidy(value) for value in low],
        "volume_mm3": _tidy(volume),
        "area_mm2": _tidy(area.Mass()),
        "centre_mm": [_tidy(value) for value in centre],
        "holes": find_holes(zip(faces, surfaces, strict=True), solids),
    }


def _explore(shape: TopoDS_Shape, kind: TopAbs_ShapeEnum) -> Iterable[TopoDS_Shape]:
    """Give the sub-shapes of a kind, a shared one once for each place where it stands."""
    explorer = TopExp_Explorer(shape, kind)
    while explorer.More():
        yield explorer.Current()
        explorer.Next()


def _tidy(value: float, digits: int = 6) -> float:
    """Round away the noise of the kernel, and the sign of zero."""
    return round(value, digits) + 0.0


def _volume(shape: TopoDS_Shape) -> tuple[float, tuple[float, float, float]]:
    properties = GProp_GProps()
    BRepGProp.VolumeProperties_s(shape, properties, True, False, False)
    centre = properties.CentreOfMass()
    return properties.Mass(), (centre.X(), centre.Y(), centre.Z())


def _bounds(faces: list[Any], surfaces: list[BRepAdaptor_Surface]) -> tuple[list[float], list[float]]:
    """Give the exact box: from the surfaces, not from a mesh, and without the tolerance added.

    The exact box of a rounded face is slow to find, so a face is asked only where
    its rough box, which is never too small, reaches beyond what is known already.
    """
    rough = [_rough_box(face) for face in faces]
    reach = [max((_level(surface, side) for surface in surfaces), default=-math.inf) for side in range(6)]
    exact: set[int] = set()
    for side in range(6):
        for index in sorted(range(len(faces)), key=lambda i: -rough[i][side]):
            if rough[index][side] <= reach[side]:
                break
            if index not in exact:
                exact.add(index)
                reach = [max(pair) for pair in zip(reach, _exact_box(faces[index]), strict=True)]
    if not all(map(math.isfinite, reach)):
        raise CheckFailed("has_extent", "the model has no finite extent")
    return [-value for value in reach[:3]], reach[3:]


def _rough_box(face: Any) -> tuple[float, ...]:
    """Give a box that is quick to find; the kernel widens it by at least the face's tolerance."""
    box = Bnd_Box()
    BRepBndLib.Add_s(face, box, False)
    gap = BRep_Tool.Tolerance_s(face) + _NOISE_MM
    return tuple(value - gap for value in _outward(box))


def _level(surface: BRepAdaptor_Surface, side: int) -> float:
    """Give how far a plane that stands across an axis reaches on that side; nowhere for other surfaces."""
    if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Plane:
        return -math.inf
    axis = surface.Plane().Axis()
    way, place = axis.Direction(), axis.Location()
    if abs((way.X(), way.Y(), way.Z())[side % 3]) < 1 - 1e-15:
        return -math.inf
    value: float = (place.X(), place.Y(), place.Z())[side % 3]
    return value if side >= 3 else -value


def _exact_box(face: Any) -> tuple[float, ...]:
    box = Bnd_Box()
    box.SetGap(0.0)
    BRepBndLib.AddOptimal_s(face, box, False, False)
    return _outward(box)


def _outward(box: Bnd_Box) -> tuple[float, ...]:
    """Give how far a box reaches towards -X, -Y, -Z, X, Y, Z."""
    if box.IsVoid():
        return (-math.inf,) * 6
    x0, y0, z0, x1, y1, z1 = box.Get()
    return (-x0, -y0, -z0, x1, y1, z1)


def _first_failure(shape: TopoDS_Shape, solids: list[TopoDS_Shape], volume: float) -> str | None:
    """Name the first check that the model fails."""
    if not solids:
        return "has_solids"
    if not all(BRep_Tool.IsClosed_s(shell) for solid in solids for shell in _shells(solid)):
        return "closed_shells"
    if not BRepCheck_Analyzer(shape).IsValid():
        return "brep_check"
    if not math.isfinite(volume) or volume <= 0:
        return "positive_volume"
    return None


def _shells(solid: TopoDS_Shape) -> Iterable[TopoDS_Shape]:
    return _explore(solid, TopAbs_ShapeEnum.TopAbs_SHELL)


# --- round holes ---------------------------------------------------------------------------


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
        """Give what patches of one diameter on one axis line have in common."""
        return (
            _tidy(self.radius, 4),
            *(_tidy(value, 4) for value in self.direction),
            *(_tidy(value, 3) for value in self.foot),
        )

    def point(self, along: float) -> gp_Pnt:
        """Give the point of the axis at a distance from its foot."""
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
    """Give the largest angle covered at one height; patches above each other are not added up."""
    heights = [(patch.start + patch.end) / 2 for patch in patches]
    return max(sum(p.span for p in patches if p.start <= height <= p.end) for height in heights)


def _end_kind(filled: int) -> str:
    return ("through", "blind", "closed")[filled]


def find_holes(
    faces: Iterable[tuple[Any, BRepAdaptor_Surface]], solids: list[TopoDS_Shape]
) -> list[dict[str, Any]]:
    """Find round holes: concave cylindrical walls, those on one axis line taken as one hole.

    A wall is "through" when there is no material on its axis beyond either end,
    "blind" with material beyond one, "closed" beyond both; a hole whose walls
    differ is "mixed". Walls that go round by 200 degrees or less (slot ends,
    rounded pocket corners) are no holes.
    """
    lines: dict[tuple[float, ...], list[_Patch]] = {}
    for face, surface in faces:
        patch = _patch(face, surface)
        if patch is not None:
            lines.setdefault(patch.line(), []).append(patch)
    is_material = _material_probe(solids)
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
        length = _tidy(sum(end - start for start, end in walls), 4)
        kind = kinds.pop() if len(kinds) == 1 else "mixed"
        place: tuple[Any, ...] = tuple(
            _tidy(v, 4) for n, v in zip("XYZ", lead.foot, strict=True) if n != axis
        )
        groups.setdefault((_tidy(2 * lead.radius, 4), axis, kind, len(walls), length), []).append(place)
    names = ("diameter_mm", "axis", "kind", "walls_each", "length_mm")
    return [
        {**dict(zip(names, key, strict=True)), "count": len(places), "at": sorted(places)}
        for key, places in sorted(groups.items())
    ]


def _material_probe(solids: list[TopoDS_Shape]) -> Callable[[gp_Pnt], bool]:
    """Give a test whether a point lies in or on a solid; the classifiers are made once and kept."""
    classifiers: list[BRepClass3d_SolidClassifier] = []
    inside = (TopAbs_State.TopAbs_IN, TopAbs_State.TopAbs_ON)

    def is_material(point: gp_Pnt) -> bool:
        if not classifiers:
            classifiers.extend(BRepClass3d_SolidClassifier(solid) for solid in solids)
        for classifier in classifiers:
            classifier.Perform(point, 1e-7)
            if classifier.State() in inside:
                return True
        return False

    return is_material
