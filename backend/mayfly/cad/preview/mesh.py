"""Tessellates a model: one patch of triangles for each face, one polyline for each edge."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from OCP.Bnd import Bnd_Box
from OCP.BRep import BRep_Tool
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepLib import BRepLib, BRepLib_ToolTriangulatedShape
from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.GeomAbs import GeomAbs_Shape
from OCP.IMeshTools import IMeshTools_MeshAlgoType, IMeshTools_Parameters
from OCP.TopAbs import TopAbs_Orientation, TopAbs_ShapeEnum
from OCP.TopExp import TopExp, TopExp_Explorer
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedDataMapOfShapeListOfShape, TopTools_MapOfShape

from mayfly.cad.preview.exact import curve_of, surface_of
from mayfly.cad.preview.step_reader import Body, Colour, NothingToShow, Step, each_solid, read_bodies
from mayfly.cad.sandbox.sub_shapes import explore

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_FINENESS = ((100, 0.0008, 0.2), (600, 0.0008, 0.35), (math.inf, 0.002, 0.5))
"""Up to so many faces: how far a facet may stray from its surface, as a part of the model's diagonal, and the
angle in radians between neighbours. Where there are many faces, each is small in the picture."""
_COARSE = (0.004, 0.6)
"""The same for a picture that is replaced at once, while a slider moves."""
_MANY_FACES = 600
_SMOOTH_RADIANS = 0.02
"""Faces that meet at less than this angle have no visible edge between them."""


@dataclass(frozen=True)
class Patch:
    """The triangles of one face.

    Attributes:
        points: Corners in mm, one row each.
        normals: Unit normals at the corners, pointing out of the material.
        triangles: Numbers of three corners, counter-clockwise seen from outside.
        colour: Colour of the face.
        closed: It belongs to a solid, so that only one side of it is ever seen.
        exact: The face's exact geometry (``surface_of``) and its number in the body; empty where it was not
            asked for.
    """

    points: Floats
    normals: Floats
    triangles: Integers
    colour: Colour
    closed: bool
    exact: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PartMesh:
    """One tessellated part of the model, in its place.

    Attributes:
        path: As in its ``Body``.
        patches: One for each face.
        edges: Polylines in mm along the edges that the eye sees (no seams, no tangent edges).
        curves: The exact geometry of these edges (``curve_of``) and their numbers in the body; empty where it
            was not asked for.
    """

    path: tuple[Step, ...]
    patches: tuple[Patch, ...]
    edges: tuple[Floats, ...]
    curves: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Mesh:
    """The tessellated model.

    Attributes:
        parts: One for each body.
        low: The exact bounding box's least corner in mm.
        high: The exact bounding box's greatest corner in mm.
        missing: Faces that the kernel found no triangles for.
    """

    parts: tuple[PartMesh, ...]
    low: Floats
    high: Floats
    missing: int = 0

    @cached_property
    def patches(self) -> tuple[Patch, ...]:
        """The patches of all parts."""
        return tuple(patch for part in self.parts for patch in part.patches)

    @cached_property
    def edges(self) -> tuple[Floats, ...]:
        """The edges of all parts."""
        return tuple(edge for part in self.parts for edge in part.edges)

    @cached_property
    def points(self) -> Floats:
        """The corners of all patches."""
        return np.concatenate([patch.points for patch in self.patches])


def read_mesh(content: bytes, *, exact: bool = False) -> tuple[list[Body], Mesh]:
    """Read a STEP file and tessellate it; one that leaves gaps is read again, and repaired.

    Raises:
        NothingToShow: The file can't be read, or there is no face.
    """
    bodies = _read(content, exact)
    mesh = tessellate(bodies, exact=exact)
    if mesh.missing:
        bodies = _read(content, exact, repair=True)
        mesh = tessellate(bodies, exact=exact, numbered=False)
    return bodies, mesh


def _read(content: bytes, exact: bool, *, repair: bool = False) -> list[Body]:
    """Return the bodies of a file; where they are looked at and measured, each solid by itself."""
    bodies = read_bodies(content, repair=repair)
    return list(each_solid(bodies)) if exact else bodies


def tessellate(
    bodies: list[Body], *, coarse: bool = False, exact: bool = False, numbered: bool = True
) -> Mesh:
    """Turn shapes into triangles, fine enough for a picture.

    Args:
        bodies: The shapes.
        coarse: With as few triangles as will do while the shape still changes; the box is then not exact.
        exact: With the exact geometry of each face and edge.
        numbered: And with their numbers, by which ``distance`` finds them in the file as it is.

    Raises:
        NothingToShow: There is no face.
    """
    box = Bnd_Box()
    for body in bodies:
        if coarse:
            BRepBndLib.Add_s(body.shape, box, False)
        else:
            BRepBndLib.AddOptimal_s(body.shape, box, False, False)
    if box.IsVoid():
        raise NothingToShow("the model is empty")
    corners = box.Get()
    low, high = np.array(corners[:3]), np.array(corners[3:])
    count = sum(1 for body in bodies for _ in explore(body.shape, TopAbs_ShapeEnum.TopAbs_FACE))
    part, turn = _COARSE if coarse else _fineness(count)
    sag = max(float(np.linalg.norm(high - low)) * part, 1e-6)
    parts = []
    missing = 0
    for body in bodies:
        BRepLib.EncodeRegularity_s(body.shape, _SMOOTH_RADIANS)
        BRepMesh_IncrementalMesh(body.shape, _meshing(sag, turn, quick=coarse or count > _MANY_FACES))
        faces = explore(body.shape, TopAbs_ShapeEnum.TopAbs_FACE)
        loose = _loose_faces(body.shape)
        patches = [
            _patch(TopoDS.Face_s(face), body.face_colours.get(number, body.colour), not loose.Contains(face))
            for number, face in enumerate(faces)
        ]
        if exact:
            shapes = explore(body.shape, TopAbs_ShapeEnum.TopAbs_FACE)
            patches = [
                patch
                and replace(patch, exact={**_number(number, numbered), **surface_of(TopoDS.Face_s(face))})
                for number, (patch, face) in enumerate(zip(patches, shapes, strict=True))
            ]
        kept = tuple(patch for patch in patches if patch is not None)
        missing += len(patches) - len(kept)
        edges = _edges(body.shape)
        rows = edges if exact else []
        curves = tuple({**_number(number, numbered), **curve_of(edge)} for number, edge, _ in rows)
        parts.append(PartMesh(body.path, kept, tuple(line for _, _, line in edges), curves))
    if not any(part.patches for part in parts):
        raise NothingToShow("the model has no faces")
    return Mesh(tuple(parts), low, high, missing)


def _number(number: int, numbered: bool) -> dict[str, int]:
    return {"number": number} if numbered else {}


def _fineness(faces: int) -> tuple[float, float]:
    """Return the sag, as a part of the diagonal, and the angle for a number of faces."""
    return next((part, turn) for most, part, turn in _FINENESS if faces <= most)


def _meshing(sag_mm: float, turn_radians: float, *, quick: bool) -> IMeshTools_Parameters:
    """Return how to mesh; with 1,500 holes Delabella, the quick one, takes an eighth of the usual time."""
    parameters = IMeshTools_Parameters()
    parameters.Deflection, parameters.Angle = sag_mm, turn_radians
    parameters.InParallel = False
    if quick:
        parameters.MeshAlgo = IMeshTools_MeshAlgoType.IMeshTools_MeshAlgoType_Delabella
    return parameters


def _loose_faces(shape: TopoDS_Shape) -> TopTools_MapOfShape:
    """Return the faces that belong neither to a solid nor to a closed shell."""
    found = TopTools_MapOfShape()
    explorer = TopExp_Explorer(shape, TopAbs_ShapeEnum.TopAbs_FACE, TopAbs_ShapeEnum.TopAbs_SOLID)
    while explorer.More():
        found.Add(explorer.Current())
        explorer.Next()
    if found.IsEmpty():
        return found
    for shell in explore(shape, TopAbs_ShapeEnum.TopAbs_SHELL):
        if BRep_Tool.IsClosed_s(shell):
            for face in explore(shell, TopAbs_ShapeEnum.TopAbs_FACE):
                found.Remove(face)
    return found


def _patch(face: Any, colour: Colour, closed: bool) -> Patch | None:
    """Return the triangles of a face; None where the kernel found none."""
    place = TopLoc_Location()
    triangulation = BRep_Tool.Triangulation_s(face, place)
    if triangulation is None or triangulation.NbTriangles() == 0:
        return None
    BRepLib_ToolTriangulatedShape.ComputeNormals_s(face, triangulation)
    corners = range(1, triangulation.NbNodes() + 1)
    turn = _matrix(place)
    points = np.array([triangulation.Node(i).Coord() for i in corners])
    normals = np.array([triangulation.Normal(i).Coord() for i in corners])
    triangles = np.array(
        [triangulation.Triangle(i).Get() for i in range(1, triangulation.NbTriangles() + 1)], dtype=np.int64
    )
    if face.Orientation() == TopAbs_Orientation.TopAbs_REVERSED:
        triangles = triangles[:, ::-1]
        normals = -normals
    return Patch(points @ turn[:, :3].T + turn[:, 3], normals @ turn[:, :3].T, triangles - 1, colour, closed)


def _matrix(place: TopLoc_Location) -> Floats:
    """Return a place as three rows of a matrix: the turn, then the shift."""
    transformation = place.Transformation()
    return np.array([[transformation.Value(row, column) for column in (1, 2, 3, 4)] for row in (1, 2, 3)])


def _edges(shape: TopoDS_Shape) -> list[tuple[int, Any, Floats]]:
    """Return the edges at which the surface bends: number among all edges, from 0, shape and polyline."""
    neighbours = TopTools_IndexedDataMapOfShapeListOfShape()
    TopExp.MapShapesAndAncestors_s(
        shape, TopAbs_ShapeEnum.TopAbs_EDGE, TopAbs_ShapeEnum.TopAbs_FACE, neighbours
    )
    lines: list[tuple[int, Any, Floats]] = []
    for number in range(1, neighbours.Extent() + 1):
        edge = TopoDS.Edge_s(neighbours.FindKey(number))
        listed = neighbours.FindFromIndex(number)  # going through it takes a millisecond for each edge
        ends = [] if listed.IsEmpty() else [listed.First(), listed.Last()][: listed.Extent()]
        faces = [TopoDS.Face_s(face) for face in ends]
        if not faces or BRep_Tool.Degenerated_s(edge) or _is_smooth(edge, faces):
            continue
        line = _polyline(edge, faces[0])
        if line is not None:
            lines.append((number - 1, edge, line))
    return lines


def _is_smooth(edge: Any, faces: list[Any]) -> bool:
    """Return whether the surface goes on over an edge without a bend."""
    first, last = faces[0], faces[-1]
    if len(faces) == 1 and not BRep_Tool.IsClosed_s(edge, first):
        return False
    return bool(
        BRep_Tool.HasContinuity_s(edge, first, last)
        and BRep_Tool.Continuity_s(edge, first, last) != GeomAbs_Shape.GeomAbs_C0
    )


def _polyline(edge: Any, face: Any) -> Floats | None:
    """Return an edge as the line along which the face's triangles end."""
    place = TopLoc_Location()
    triangulation = BRep_Tool.Triangulation_s(face, place)
    if triangulation is None:
        return None
    polygon = BRep_Tool.PolygonOnTriangulation_s(edge, triangulation, place)
    if polygon is None:
        return None
    turn = _matrix(place)
    corners = [polygon.Node(i) for i in range(1, polygon.NbNodes() + 1)]
    points = np.array([triangulation.Node(i).Coord() for i in corners])
    return np.asarray(points @ turn[:, :3].T + turn[:, 3])
