"""Measures a written STEP file: what it holds, whether it is sound, and which round holes it has.

Runs in a child that never ran the script, on a copy that the script's child
could no longer reach.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from OCP.Bnd import Bnd_Box
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepGProp import BRepGProp
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.GProp import GProp_GProps
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Resource import Resource_DataMapOfAsciiStringAsciiString
from OCP.STEPControl import STEPControl_Reader
from OCP.TCollection import TCollection_AsciiString
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopoDS import TopoDS, TopoDS_Shape

from mayfly.cad.messages.notes import note
from mayfly.cad.sandbox.measure import manufacturability
from mayfly.cad.sandbox.measure.cylindrical import tidy
from mayfly.cad.sandbox.measure.holes import find_holes
from mayfly.cad.sandbox.measure.on_request import measure_on_request
from mayfly.cad.sandbox.measure.shape_fields import KINDS
from mayfly.cad.sandbox.measure.soundness import is_sound
from mayfly.cad.sandbox.sub_shapes import explore

_NOISE_MM = 1e-9
_PARALLEL = 1e-15
_THINNEST_MM = 1e-7
"""The kernel's precision: a volume that would be a thinner skin than this is rounding, not material."""

_COSTLY_REPAIRS = [
    "FixSelfIntersectionMode",
    "RemoveLoopMode",
    "FixNotchedEdgesMode",
    "FixTailMode",
    "FixSelfIntersectingEdgeMode",
    "FixIntersectingEdgesMode",
    "FixNonAdjacentIntersectingEdgesMode",
    "FixIntersectingWiresMode",
    "FixLoopWiresMode",
    "FixSmallAreaWireMode",
    "FixSameParameterMode",
    "FixEdgeSameParameterMode",
    "FixVertexToleranceMode",
    "FixVertexPositionMode",
    "FixOrientationMode",
    "FixFaceOrientationMode",
    "FixShellOrientationMode",
]
"""What the kernel's reader looks for in each face and shell, for over half of its time,
and a sound file has none of."""


class CheckFailed(Exception):
    """A check of the written file failed before it could be measured.

    Attributes:
        check: The check's name.
    """

    def __init__(self, check: str, message: str) -> None:
        """Keep the name of the check beside the text."""
        super().__init__(message)
        self.check = check


def read_step(content: bytes, *, repair: bool = True) -> TopoDS_Shape:
    """Read a STEP file from memory, lengths in millimetres.

    Args:
        content: The file.
        repair: Repair what crosses, does not meet or is inside out, as CAD programs do when they
            open the file; without it a faulty file gives a faulty shape, and a sound one the same.

    Raises:
        CheckFailed: It can't be read, or holds no shape.
    """
    reader = STEPControl_Reader()
    if reader.ReadStream("model", io.BytesIO(content)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise CheckFailed("readable", "the STEP file could not be read back")
    if not repair:
        reader.SetShapeFixParameters(without_costly_repairs())
    roots = reader.NbRootsForTransfer()
    if roots == 0 or reader.TransferRoots() < roots or reader.NbShapes() == 0:
        raise CheckFailed("transferable", "the STEP file holds no shape that could be read back")
    return reader.OneShape()


def without_costly_repairs() -> Resource_DataMapOfAsciiStringAsciiString:
    """Return the reader's settings for a file that is read as it is written."""
    modes = Resource_DataMapOfAsciiStringAsciiString()
    for mode in _COSTLY_REPAIRS:
        modes.Bind(TCollection_AsciiString("FixShape." + mode), TCollection_AsciiString("0"))
    return modes


def measure_as_written(
    content: bytes, measures: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], float] | None:
    """Measure a STEP file as ``measure`` does, but without repairs; None if it is not sound without them."""
    try:
        report, volume = measure_shape(read_step(content, repair=False), measures)
    except MemoryError:
        raise
    except Exception:  # the kernel may fail in any way where it was not allowed to repair
        return None
    return (report, volume) if report["valid"] else None


def measure(content: bytes, measures: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], float]:
    """Measure a STEP file as a CAD program opens it, which repairs what it finds faulty.

    Args:
        content: The file.
        measures: What to measure besides what every report holds, as ``Measures.to_dict`` has it.

    Returns:
        What was measured, with keys of ``BuildReport``; and the volume in mm³, not rounded.

    Raises:
        CheckFailed: There is nothing to measure.
    """
    return measure_shape(read_step(content), measures)


def measure_shape(
    shape: TopoDS_Shape, measures: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], float]:
    """Measure a shape that was read.

    Args:
        shape: The shape.
        measures: What to measure besides what every report holds, as ``Measures.to_dict`` has it.

    Returns:
        What was measured, with keys of ``BuildReport``, notes as codes, and "near", the number of pairs of
        solids whose boxes overlap; and the volume in mm³, not rounded.

    Raises:
        CheckFailed: There is nothing to measure.
    """
    solids = solids_of(shape)
    material = [*solids, *(shell for shell in _free_shells(shape) if BRep_Tool.IsClosed_s(shell))]
    # What is loose besides solids is reported in a note, and not measured.
    within = material if solids else [shape]
    faces = [TopoDS.Face_s(face) for part in within for face in explore(part, TopAbs_ShapeEnum.TopAbs_FACE)]
    if not faces:
        raise CheckFailed("has_faces", "the model has no faces: it is made of wires, edges or points only")
    surfaces = [BRepAdaptor_Surface(face) for face in faces]
    volumes, area = GProp_GProps(), GProp_GProps()
    parts = bodies(shape)
    for properties in parts:
        volumes.Add(properties)
    volume, centre = volumes.Mass(), volumes.CentreOfMass()
    for part in within:
        BRepGProp.SurfaceProperties_s(part, own := GProp_GProps())
        area.Add(own)
    low, high = _bounds(faces, surfaces)
    failed = _first_failure(shape, solids, [part.Mass() for part in parts], area.Mass())
    report: dict[str, Any] = {
        "valid": failed is None,
        "failed_check": failed,
        "solids": len(solids),
        "faces": len(faces),
        "faces_by_kind": dict(sorted(Counter(KINDS.get(s.GetType(), "other") for s in surfaces).items())),
        "bounding_box_mm": [tidy(b - a) for a, b in zip(low, high, strict=True)],
        "lowest_mm": [tidy(value) for value in low],
        "volume_mm3": tidy(volume),
        "area_mm2": tidy(area.Mass()),
        "centre_mm": [tidy(value) for value in (centre.X(), centre.Y(), centre.Z())],
        "holes": find_holes(zip(faces, surfaces, strict=True), solids, (low, high)),
        "notes": manufacturability.quick_notes(shape, solids),
        "near": len(manufacturability.near_pairs(solids)),
    }
    if measures and failed is None:
        pairs = list(zip(faces, surfaces, strict=True))
        found = measure_on_request(measures, solids, pairs)
        report["on_request"] = found
        if left := found.get("walls_unmeasured"):
            report["notes"].append(note("walls_unmeasured", count=left))
    return report, volume


def solids_of(shape: TopoDS_Shape) -> list[TopoDS_Shape]:
    """Return the solids of a shape, a shared one once for each place where it stands."""
    return list(explore(shape, TopAbs_ShapeEnum.TopAbs_SOLID))


def bodies(shape: TopoDS_Shape) -> list[GProp_GProps]:
    """Return the volume properties of each solid, and of each closed shell that is in none.

    A solid's volume is negative where it is inside out; a shell alone has no inside.
    """
    loose = _free_shells(shape)
    found = [_body(shell) for shell in loose]
    found = [body if body.Mass() >= 0 else _body(loose[n].Reversed()) for n, body in enumerate(found)]
    return [*map(_body, solids_of(shape)), *found]


def _free_shells(shape: TopoDS_Shape) -> list[TopoDS_Shape]:
    """Return the shells that are in no solid."""
    return list(explore(shape, TopAbs_ShapeEnum.TopAbs_SHELL, TopAbs_ShapeEnum.TopAbs_SOLID))


def _body(body: TopoDS_Shape) -> GProp_GProps:
    properties = GProp_GProps()
    BRepGProp.VolumeProperties_s(body, properties, True, False, False)
    return properties


def _bounds(faces: list[Any], surfaces: list[BRepAdaptor_Surface]) -> tuple[list[float], list[float]]:
    """Return the exact box: from the surfaces, not from a mesh, and without the tolerance added.

    The exact box of a rounded face is slow to find, so a face is asked only where
    its rough box, which is never too small, reaches beyond what is known already.
    """
    rough = [
        tuple(min(pair) for pair in zip(_rough_box(face), _surface_box(surface), strict=True))
        for face, surface in zip(faces, surfaces, strict=True)
    ]
    reach = [max((_level(surface, side) for surface in surfaces), default=-math.inf) for side in range(6)]
    exact: set[int] = set()
    for side in range(6):
        for index in sorted(range(len(faces)), key=lambda i: -rough[i][side]):
            if rough[index][side] <= reach[side] + _NOISE_MM:
                break
            if index not in exact:
                exact.add(index)
                reach = [max(pair) for pair in zip(reach, exact_box(faces[index]), strict=True)]
    if not all(map(math.isfinite, reach)):
        raise CheckFailed("has_extent", "the model has no finite extent")
    return [-value for value in reach[:3]], reach[3:]


def _rough_box(face: Any) -> tuple[float, ...]:
    """Return a box that is quick to find; the kernel widens it by at least the face's tolerance."""
    box = Bnd_Box()
    BRepBndLib.Add_s(face, box, False)
    gap = BRep_Tool.Tolerance_s(face)
    return tuple(value - gap for value in _outward(box))


def _surface_box(surface: BRepAdaptor_Surface) -> tuple[float, ...]:
    """Return how far the whole of a face's surface reaches at most, towards -X, -Y, -Z, X, Y, Z.

    A rounded edge ends where its neighbour begins, so its surface does not reach
    beyond the neighbour; its rough box does, by its tolerance.
    """
    kind = surface.GetType()
    if kind == GeomAbs_SurfaceType.GeomAbs_Cylinder:
        cylinder = surface.Cylinder()
        position, outer, inner = cylinder.Position(), cylinder.Radius(), 0.0
    elif kind == GeomAbs_SurfaceType.GeomAbs_Sphere:
        sphere = surface.Sphere()
        position, outer, inner = sphere.Position(), 0.0, sphere.Radius()
    elif kind == GeomAbs_SurfaceType.GeomAbs_Torus:
        torus = surface.Torus()
        position, outer, inner = torus.Position(), torus.MajorRadius(), torus.MinorRadius()
    else:
        return (math.inf,) * 6
    way, place = position.Direction(), position.Location()
    endless = kind == GeomAbs_SurfaceType.GeomAbs_Cylinder
    found = []
    for slant, centre in zip((way.X(), way.Y(), way.Z()), (place.X(), place.Y(), place.Z()), strict=True):
        reach = outer * math.sqrt(max(0.0, 1 - slant * slant)) + inner
        if endless and abs(slant) > _PARALLEL:
            reach = math.inf
        found.append((reach - centre, reach + centre))
    return (*(low for low, _ in found), *(high for _, high in found))


def _level(surface: BRepAdaptor_Surface, side: int) -> float:
    """Return how far a plane that stands across an axis reaches on that side; nowhere for other surfaces."""
    if surface.GetType() != GeomAbs_SurfaceType.GeomAbs_Plane:
        return -math.inf
    axis = surface.Plane().Axis()
    way, place = axis.Direction(), axis.Location()
    if abs((way.X(), way.Y(), way.Z())[side % 3]) < 1 - _PARALLEL:
        return -math.inf
    value: float = (place.X(), place.Y(), place.Z())[side % 3]
    return value if side >= 3 else -value


def exact_box(face: Any) -> tuple[float, ...]:
    """Return how far a face reaches towards -X, -Y, -Z, X, Y, Z, in mm, without its tolerance."""
    box = Bnd_Box()
    box.SetGap(0.0)
    BRepBndLib.AddOptimal_s(face, box, False, False)
    return _outward(box)


def _outward(box: Bnd_Box) -> tuple[float, ...]:
    """Return how far a box reaches towards -X, -Y, -Z, X, Y, Z."""
    if box.IsVoid():
        return (-math.inf,) * 6
    x0, y0, z0, x1, y1, z1 = box.Get()
    return (-x0, -y0, -z0, x1, y1, z1)


def _first_failure(
    shape: TopoDS_Shape, solids: list[TopoDS_Shape], volumes: list[float], area: float
) -> str | None:
    """Name the first check that the model fails."""
    if not solids:
        return "has_solids"
    if not all(BRep_Tool.IsClosed_s(shell) for solid in solids for shell in _shells(solid)):
        return "closed_shells"
    if not is_sound(shape):
        return "brep_check"
    volume = sum(volumes)
    if not math.isfinite(volume) or volume <= _THINNEST_MM * area or min(volumes) < 0:
        return "positive_volume"
    return None


def _shells(solid: TopoDS_Shape) -> Iterable[TopoDS_Shape]:
    return explore(solid, TopAbs_ShapeEnum.TopAbs_SHELL)
