"""Finds the visible and the hidden lines of a drawing (OCCT's hidden-line removal, HLR)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from OCP.BRep import BRep_Builder
from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.BRepLib import BRepLib
from OCP.GCPnts import GCPnts_QuasiUniformDeflection
from OCP.gp import gp_Ax2, gp_Dir, gp_Pnt
from OCP.HLRAlgo import HLRAlgo_Projector
from OCP.HLRBRep import HLRBRep_Algo, HLRBRep_HLRToShape, HLRBRep_PolyAlgo, HLRBRep_PolyHLRToShape
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopoDS import TopoDS, TopoDS_Compound, TopoDS_Shape

from mayfly.cad.preview.mesh import Floats, Mesh
from mayfly.cad.preview.step_reader import Body
from mayfly.cad.sandbox.sub_shapes import explore

_EXACT_FACES, _EXACT_TRIANGLES = 250, 30_000
"""Up to so many of both, the exact method is quick enough. Above, the tessellated model is drawn, and without
its hidden lines, which would cover everything."""


@dataclass(frozen=True)
class Outline:
    """The lines of a drawing, as polylines: mm to the right and upwards.

    Attributes:
        visible: Edges and silhouettes that the eye sees.
        smooth: Visible edges between faces that go on into each other.
        hidden: Edges and silhouettes behind material.
    """

    visible: tuple[Floats, ...]
    smooth: tuple[Floats, ...]
    hidden: tuple[Floats, ...]


def find_outline(bodies: list[Body], mesh: Mesh, axes: Floats, sag_mm: float) -> Outline:
    """Find the visible and the hidden lines.

    Args:
        bodies: The model, tessellated.
        mesh: Its tessellation.
        axes: The camera's axes, as ``Camera.axes`` gives them.
        sag_mm: How far a polyline may stray from its curve.
    """
    shape = _whole(bodies)
    triangles = sum(len(patch.triangles) for patch in mesh.patches)
    right, _, eye = (gp_Dir(*(float(value) for value in axis)) for axis in axes)
    projector = HLRAlgo_Projector(gp_Ax2(gp_Pnt(0, 0, 0), eye, right))
    if len(mesh.patches) <= _EXACT_FACES and triangles <= _EXACT_TRIANGLES:
        exact = HLRBRep_Algo()
        exact.Add(shape)
        exact.Projector(projector)
        exact.Update()
        exact.Hide()
        found: Any = HLRBRep_HLRToShape(exact)
        hidden = (*_lines(found.HCompound(), sag_mm), *_lines(found.OutLineHCompound(), sag_mm))
    else:
        rough = HLRBRep_PolyAlgo(shape)
        rough.Projector(projector)
        rough.Update()
        found = HLRBRep_PolyHLRToShape()
        found.Update(rough)
        hidden = ()
    return Outline(
        visible=(*_lines(found.VCompound(), sag_mm), *_lines(found.OutLineVCompound(), sag_mm)),
        smooth=_lines(found.Rg1LineVCompound(), sag_mm),
        hidden=hidden,
    )


def _whole(bodies: list[Body]) -> TopoDS_Shape:
    """Put all shapes into one."""
    if len(bodies) == 1:
        return bodies[0].shape
    whole = TopoDS_Compound()
    builder = BRep_Builder()
    builder.MakeCompound(whole)
    for body in bodies:
        builder.Add(whole, body.shape)
    return whole


def _lines(shape: TopoDS_Shape | None, sag_mm: float) -> tuple[Floats, ...]:
    """Turn flat edges into polylines."""
    if shape is None or shape.IsNull():
        return ()
    BRepLib.BuildCurves3d_s(shape)
    lines = []
    for edge in explore(shape, TopAbs_ShapeEnum.TopAbs_EDGE):
        curve = BRepAdaptor_Curve(TopoDS.Edge_s(edge))
        first, last = curve.FirstParameter(), curve.LastParameter()
        sampled = GCPnts_QuasiUniformDeflection(curve, sag_mm, first, last)
        if not sampled.IsDone():
            continue
        points = [sampled.Value(number + 1) for number in range(sampled.NbPoints())]
        lines.append(np.array([(point.X(), point.Y()) for point in points]))
    return tuple(lines)
