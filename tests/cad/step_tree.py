"""What a STEP file says of its parts, read through XCAF: names, places, colours, layers, materials, faces.

For an interpreter of its own; the tests' own process imports no CadQuery.
"""

from __future__ import annotations

import contextlib
from typing import Any

from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.Quantity import Quantity_ColorRGBA, Quantity_TypeOfColor
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name, TDataStd_TreeNode
from OCP.TDF import TDF_Label, TDF_LabelSequence
from OCP.TDocStd import TDocStd_Document
from OCP.XCAFDoc import (
    XCAFDoc,
    XCAFDoc_ColorTool,
    XCAFDoc_ColorType,
    XCAFDoc_DocumentTool,
    XCAFDoc_Material,
    XCAFDoc_ShapeTool,
)

Tree = dict[str, Any]


def read_trees(path: str) -> list[Tree]:
    """Return a tree for each product of a file that is no part of another."""
    reader = STEPCAFControl_Reader()
    for mode in ("Color", "Name", "Layer", "Mat", "SHUO"):
        getattr(reader, f"Set{mode}Mode")(True)
    Interface_Static.SetIVal_s("read.stepcaf.subshapes.name", 1)
    assert reader.ReadFile(path) == IFSelect_ReturnStatus.IFSelect_RetDone
    document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
    assert reader.Transfer(document)
    free = TDF_LabelSequence()
    XCAFDoc_DocumentTool.ShapeTool_s(document.Main()).GetFreeShapes(free)
    return [_part(label, document) for label in _each(free)]


def _part(label: TDF_Label, document: TDocStd_Document) -> Tree:
    """Return a part where it stands: what is not said there is said of what stands there."""
    whole = TDF_Label()
    if not XCAFDoc_ShapeTool.IsReference_s(label):
        whole = label
    else:
        XCAFDoc_ShapeTool.GetReferredShape_s(label, whole)
    parts, faces = TDF_LabelSequence(), TDF_LabelSequence()
    XCAFDoc_ShapeTool.GetComponents_s(whole, parts)
    XCAFDoc_ShapeTool.GetSubShapes_s(whole, faces)
    own = [_face(face, document) for face in _each(faces)]
    own = [face for face in own if face["name"] or face["colour"] or face["layers"]]
    colour = _colour(label) or _colour(whole)
    if colour is None and own and not parts.Length():
        colour = _of_solids(own)
    return {
        "name": _name(whole),
        "called": _name(label),
        "place": _place(label),
        "colour": colour,
        "layers": _layers(whole, document),
        "material": _material(label) or _material(whole),
        "faces": sorted((face for face in own if face["kind"] == "FACE"), key=str),
        "volume": 0.0 if parts.Length() else _volume(whole),
        "parts": [_part(part, document) for part in _each(parts)],
    }


def _each(labels: TDF_LabelSequence) -> list[TDF_Label]:
    return [labels.Value(number) for number in range(1, labels.Length() + 1)]


def _name(label: TDF_Label) -> str:
    if not label.IsAttribute(TDataStd_Name.GetID_s()):
        return ""
    found = TDataStd_Name()
    label.FindAttribute(TDataStd_Name.GetID_s(), found)
    return str(found.Get().ToExtString())


def _place(label: TDF_Label) -> list[float]:
    matrix = XCAFDoc_ShapeTool.GetLocation_s(label).Transformation()
    return [round(matrix.Value(row, column), 6) + 0.0 for row in (1, 2, 3) for column in (1, 2, 3, 4)]


def _colour(label: TDF_Label) -> list[float] | None:
    for kind in (XCAFDoc_ColorType.XCAFDoc_ColorSurf, XCAFDoc_ColorType.XCAFDoc_ColorGen):
        found = Quantity_ColorRGBA()
        if XCAFDoc_ColorTool.GetColor_s(label, kind, found):
            red, green, blue = found.GetRGB().Values(Quantity_TypeOfColor.Quantity_TOC_sRGB)
            return [round(value, 4) for value in (red, green, blue, found.Alpha())]
    return None


def _of_solids(shapes: list[Tree]) -> list[float] | None:
    """Return the colour that all solids of a part have: a compound's colour is written on each of them."""
    colours = [shape["colour"] for shape in shapes if shape["kind"] == "SOLID"]
    return colours[0] if colours and all(colour == colours[0] for colour in colours) else None


def _layers(label: TDF_Label, document: TDocStd_Document) -> list[str]:
    found = TDF_LabelSequence()
    XCAFDoc_DocumentTool.LayerTool_s(document.Main()).GetLayers(label, found)
    return sorted(_name(layer) for layer in _each(found))


def _material(label: TDF_Label) -> list[Any] | None:
    guid = XCAFDoc.MaterialRefGUID_s()
    if not label.IsAttribute(guid):
        return None
    node, material = TDataStd_TreeNode(), XCAFDoc_Material()
    label.FindAttribute(guid, node)
    node.Father().Label().FindAttribute(XCAFDoc_Material.GetID_s(), material)
    return [material.GetName().ToCString(), material.GetDescription().ToCString(), material.GetDensity()]


def _face(label: TDF_Label, document: TDocStd_Document) -> Tree:
    shape = XCAFDoc_ShapeTool.GetShape_s(label)
    centre = [0.0, 0.0, 0.0]
    with contextlib.suppress(Exception):  # an edge has no area
        properties = GProp_GProps()
        BRepGProp.SurfaceProperties_s(shape, properties)
        centre = [round(value, 5) + 0.0 for value in properties.CentreOfMass().Coord()]
    return {
        "kind": shape.ShapeType().name.removeprefix("TopAbs_"),
        "at": centre,
        "name": _name(label),
        "colour": _colour(label),
        "layers": _layers(label, document),
    }


def _volume(label: TDF_Label) -> float:
    properties = GProp_GProps()
    BRepGProp.VolumeProperties_s(XCAFDoc_ShapeTool.GetShape_s(label), properties)
    return float(f"{properties.Mass():.7g}")
