"""Reads the solids of a STEP file, each with the name of the part that it belongs to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.TDataStd import TDataStd_Name
from OCP.TDF import TDF_Label, TDF_LabelSequence
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Shape
from OCP.XCAFDoc import XCAFDoc_DocumentTool, XCAFDoc_ShapeTool

from mayfly.cad.sandbox.measure.inspection import CheckFailed, solids_of, without_costly_repairs
from mayfly.cad.sandbox.step.document import new_document

_DEEPEST = 100


def named_solids(content: bytes) -> list[tuple[TopoDS_Shape, str | None]]:
    """Return the solids of a STEP file of our own in their places, with names.

    Args:
        content: The file.

    Raises:
        CheckFailed: It can't be read.
    """
    reader = STEPCAFControl_Reader()
    reader.SetNameMode(True)
    if reader.ReadStream("model", io.BytesIO(content)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise CheckFailed("readable", "the STEP file could not be read back")
    reader.SetShapeFixParameters(without_costly_repairs())
    document = new_document()
    if not reader.Transfer(document):
        raise CheckFailed("transferable", "the STEP file holds no shape that could be read back")
    tool = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    free = TDF_LabelSequence()
    tool.GetFreeShapes(free)
    return [row for label in _each(free) for row in _within(label, TopLoc_Location(), _DEEPEST)]


def _within(
    label: TDF_Label, place: TopLoc_Location, depth: int
) -> Iterator[tuple[TopoDS_Shape, str | None]]:
    """Return the solids beneath a label."""
    if not depth:
        return
    if not XCAFDoc_ShapeTool.IsAssembly_s(label):
        for solid in solids_of(XCAFDoc_ShapeTool.GetShape_s(label)):
            yield solid.Moved(place), _name(label)
        return
    parts = TDF_LabelSequence()
    XCAFDoc_ShapeTool.GetComponents_s(label, parts)
    for part in _each(parts):
        of = TDF_Label()
        XCAFDoc_ShapeTool.GetReferredShape_s(part, of)
        yield from _within(of, place.Multiplied(XCAFDoc_ShapeTool.GetLocation_s(part)), depth - 1)


def _name(label: TDF_Label) -> str | None:
    if not label.IsAttribute(TDataStd_Name.GetID_s()):
        return None
    found = TDataStd_Name()
    label.FindAttribute(TDataStd_Name.GetID_s(), found)
    return str(found.Get().ToExtString())


def _each(labels: Any) -> Iterator[TDF_Label]:
    return (labels.Value(number) for number in range(1, labels.Length() + 1))
