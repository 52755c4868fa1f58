"""Skips the preparation of shapes by the kernel's STEP writer where it would change nothing.

It separates outlines of one face that share a vertex, for which it compares all pairs
of outlines (a plate of 900 holes: 2.5 of 3 seconds), and it turns surfaces that are
left-handed, and cones that get narrower along their axis. Its switches for that can't
be set from Python; but a session may have two controllers, one whose writing actor
has these settings, and one that translates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.GeomAbs import GeomAbs_SurfaceType
from OCP.Interface import Interface_Static
from OCP.ShapeCustom import ShapeCustom
from OCP.STEPCAFControl import STEPCAFControl_Controller
from OCP.TDF import TDF_Label, TDF_LabelSequence
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopExp import TopExp
from OCP.TopoDS import TopoDS, TopoDS_Iterator, TopoDS_Shape
from OCP.TopTools import TopTools_IndexedMapOfShape
from OCP.XCAFDoc import XCAFDoc_DocumentTool, XCAFDoc_ShapeTool
from OCP.XSControl import XSControl_WorkSession

_VERTEX, _FACE, _WIRE = (
    TopAbs_ShapeEnum.TopAbs_VERTEX,
    TopAbs_ShapeEnum.TopAbs_FACE,
    TopAbs_ShapeEnum.TopAbs_WIRE,
)
_PLACED = {
    GeomAbs_SurfaceType.GeomAbs_Plane: BRepAdaptor_Surface.Plane,
    GeomAbs_SurfaceType.GeomAbs_Cylinder: BRepAdaptor_Surface.Cylinder,
    GeomAbs_SurfaceType.GeomAbs_Cone: BRepAdaptor_Surface.Cone,
    GeomAbs_SurfaceType.GeomAbs_Sphere: BRepAdaptor_Surface.Sphere,
    GeomAbs_SurfaceType.GeomAbs_Torus: BRepAdaptor_Surface.Torus,
}
"""The kinds of surfaces that have a handedness."""


def skip_preparation(session: XSControl_WorkSession, document: Any) -> bool:
    """Make a session translate a document's shapes as they are, if they need no preparation.

    Call it after a writer was made for the session, and before the writer transfers.

    Args:
        session: The writer's.
        document: What will be written.

    Returns:
        Whether it will. The file is the same either way; check with ``is_complete`` all the same.
    """
    roots = _roots(document)
    if any(map(XCAFDoc_ShapeTool.IsReference_s, roots)):
        return False  # the writer makes an assembly around it, which we can't see
    if not all(is_ready(XCAFDoc_ShapeTool.GetShape_s(root)) for root in roots):
        return False
    controller = STEPCAFControl_Controller()
    actor = controller.ActorWrite()
    actor.SetGroupMode(Interface_Static.IVal_s("write.step.assembly"))
    actor.SetStdMode(False)
    for assembly in filter(XCAFDoc_ShapeTool.IsAssembly_s, _with_components(roots)):
        actor.RegisterAssembly(XCAFDoc_ShapeTool.GetShape_s(assembly))
    session.TransferWriter().SetController(controller)
    return True


def _roots(document: Any) -> list[TDF_Label]:
    """Return the labels of what stands alone in a document."""
    free = TDF_LabelSequence()
    XCAFDoc_DocumentTool.ShapeTool_s(document.Main()).GetFreeShapes(free)
    return list(_each(free))


def _each(labels: TDF_LabelSequence) -> Iterator[TDF_Label]:
    return (labels.Value(number) for number in range(1, labels.Length() + 1))


def _with_components(roots: list[TDF_Label]) -> Iterator[TDF_Label]:
    """Return labels and those of all parts beneath them."""
    for root in roots:
        yield root
        if XCAFDoc_ShapeTool.IsAssembly_s(root):
            components = TDF_LabelSequence()
            XCAFDoc_ShapeTool.GetComponents_s(root, components, True)
            for component in _each(components):
                part = TDF_Label()
                if XCAFDoc_ShapeTool.GetReferredShape_s(component, part):
                    yield part


def is_ready(shape: TopoDS_Shape) -> bool:
    """Check whether no surface has to be turned, and no vertex belongs to two outlines of one face."""
    return not any(_is_turned(face) or _outlines_share_a_vertex(face) for face in _faces(shape))


def made_ready(shape: TopoDS_Shape) -> TopoDS_Shape:
    """Return a shape with its wrong-handed surfaces turned; the same shape if all are right-handed."""
    return ShapeCustom.DirectFaces_s(shape)


def is_complete(content: bytes, document: Any) -> bool:
    """Check whether a file has as many faces as the document that it was written from."""
    parts: list[TDF_Label] = []
    for label in _with_components(_roots(document)):
        if not XCAFDoc_ShapeTool.IsAssembly_s(label) and not any(map(label.IsEqual, parts)):
            parts.append(label)
    faces = sum(len(_faces(XCAFDoc_ShapeTool.GetShape_s(part))) for part in parts)
    return content.count(b" = ADVANCED_FACE(") == faces


def _faces(shape: TopoDS_Shape) -> list[TopoDS_Shape]:
    found = TopTools_IndexedMapOfShape()
    TopExp.MapShapes_s(shape, _FACE, found)
    return [found.FindKey(number) for number in range(1, found.Extent() + 1)]


def _is_turned(face: TopoDS_Shape) -> bool:
    """Check whether a face's surface is left-handed, or a cone whose radius gets less along its axis."""
    if face.Location().Transformation().IsNegative():
        return True
    surface = BRepAdaptor_Surface(TopoDS.Face_s(face), False)
    kind = surface.GetType()
    if kind == GeomAbs_SurfaceType.GeomAbs_Cone and surface.Cone().SemiAngle() < 0:
        return True
    return kind in _PLACED and not _PLACED[kind](surface).Position().Direct()


def _outlines_share_a_vertex(face: TopoDS_Shape) -> bool:
    if face.NbChildren() < 2:
        return False
    vertices, outline = TopTools_IndexedMapOfShape(), TopTools_IndexedMapOfShape()
    count = 0
    inside = TopoDS_Iterator(face)
    while inside.More():
        if inside.Value().ShapeType() == _WIRE:
            outline.Clear()
            TopExp.MapShapes_s(inside.Value(), _VERTEX, outline)
            TopExp.MapShapes_s(inside.Value(), _VERTEX, vertices)
            count += outline.Extent()
        inside.Next()
    return int(vertices.Extent()) < count
