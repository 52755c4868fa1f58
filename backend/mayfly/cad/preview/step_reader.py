"""Reads a STEP file for a picture: its shapes, each in its place, with names and colours."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Quantity import Quantity_ColorRGBA
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.TCollection import TCollection_ExtendedString
from OCP.TDataStd import TDataStd_Name
from OCP.TDocStd import TDocStd_Document
from OCP.TopAbs import TopAbs_ShapeEnum
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS_Shape
from OCP.XCAFDoc import XCAFDoc_ColorType, XCAFDoc_DocumentTool
from OCP.XCAFPrs import XCAFPrs_DocumentExplorer

from mayfly.cad.sandbox.measure.inspection import without_costly_repairs
from mayfly.cad.sandbox.sub_shapes import explore

Colour = tuple[float, float, float, float]
"""Red, green, blue and opacity, 0 to 1; red, green and blue as a screen shows them (sRGB)."""

STEEL: Colour = (0.60, 0.68, 0.77, 1.0)
"""What a model without colours of its own looks like."""


class NothingToShow(ValueError):
    """The STEP file can't be read, or holds no face."""


@dataclass(frozen=True)
class Body:
    """One coloured shape of the model, in its place.

    Attributes:
        shape: The kernel's shape.
        colour: Its colour.
        face_colours: Colours of single faces that differ, by the face's number in the shape.
        path: What it is part of, the whole model first, and itself last.
    """

    shape: TopoDS_Shape
    colour: Colour
    face_colours: dict[int, Colour]
    path: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step from the whole model down to a part.

    Attributes:
        place: What distinguishes it from all others.
        name: Its name; empty where it has none.
    """

    place: str
    name: str


def read_bodies(content: bytes, *, repair: bool = False) -> list[Body]:
    """Read a STEP file's shapes with their colours and names.

    Args:
        content: The file.
        repair: Repair what does not meet; of a plate with 1,500 holes it takes ten times as long. What Mayfly
            wrote has no need of it.

    Raises:
        NothingToShow: The file can't be read.
    """
    reader = STEPCAFControl_Reader()
    reader.SetColorMode(True)
    reader.SetNameMode(True)
    for mode in ("Props", "SHUO", "GDT", "View", "Meta", "ProductMeta"):
        getattr(reader, f"Set{mode}Mode")(False)
    if reader.ReadStream("model", io.BytesIO(content)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise NothingToShow("the STEP file could not be read")
    if not repair:
        reader.SetShapeFixParameters(without_costly_repairs())
    document = TDocStd_Document(TCollection_ExtendedString("XmlXCAF"))
    if not reader.Transfer(document):
        raise NothingToShow("the STEP file holds no shape")
    return list(document_bodies(document))


def each_solid(bodies: Iterable[Body]) -> Iterator[Body]:
    """Yield a body for each solid: an enclosure and its lid in one product are two; others stay as they are.

    A body whose faces do not all belong to one of its solids stays whole.
    """
    for body in bodies:
        solids = list(explore(body.shape, TopAbs_ShapeEnum.TopAbs_SOLID))
        counts = [sum(1 for _ in explore(solid, TopAbs_ShapeEnum.TopAbs_FACE)) for solid in solids]
        whole = sum(1 for _ in explore(body.shape, TopAbs_ShapeEnum.TopAbs_FACE))
        if len(solids) < 2 or sum(counts) != whole:
            yield body
            continue
        first = 0
        for number, (solid, count) in enumerate(zip(solids, counts, strict=True), 1):
            own = {
                face - first: colour
                for face, colour in body.face_colours.items()
                if first <= face < first + count
            }
            place = body.path[-1].place if body.path else ""
            yield Body(solid, body.colour, own, (*body.path, Step(f"{place}#{number}", f"solid {number}")))
            first += count


def document_bodies(document: TDocStd_Document) -> Iterator[Body]:
    """Return the leaves of the assembly tree, each with its place and the colour that it inherits."""
    colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
    explorer = XCAFPrs_DocumentExplorer(document, 0)
    path: list[Step] = []
    while explorer.More():
        node = explorer.Current()
        path[explorer.CurrentDepth() :] = [Step(node.Id.ToCString(), _name(node))]
        if node.IsAssembly:
            explorer.Next()
            continue
        shape = XCAFPrs_DocumentExplorer.FindShapeFromPathId_s(document, node.Id)
        style = node.Style
        colour = _colour(style.GetColorSurfRGBA()) if style.IsSetColorSurf() else STEEL
        local = shape.Located(TopLoc_Location())
        own: dict[int, Colour] = {}
        for number, face in enumerate(explore(local, TopAbs_ShapeEnum.TopAbs_FACE)):
            found = Quantity_ColorRGBA()
            if colours.GetColor(face, XCAFDoc_ColorType.XCAFDoc_ColorSurf, found):
                own[number] = _colour(found)
        yield Body(shape, colour, own, tuple(path))
        explorer.Next()


def _name(node: Any) -> str:
    """Return the name of a part where it stands, or else of what stands there."""
    for label in (node.Label, node.RefLabel):
        found = TDataStd_Name()
        if not label.IsNull() and label.IsAttribute(TDataStd_Name.GetID_s()):
            label.FindAttribute(TDataStd_Name.GetID_s(), found)
            name: str = found.Get().ToExtString()
            if name.strip() and not name.isdigit():  # the reader's number for what has no name there
                return name
    return ""


def _colour(value: Quantity_ColorRGBA) -> Colour:
    """Return a colour as a screen shows it; the kernel keeps it linear."""
    rgb = value.GetRGB()
    red, green, blue = (_to_screen(part) for part in (rgb.Red(), rgb.Green(), rgb.Blue()))
    return (red, green, blue, round(value.Alpha(), 4))


def _to_screen(linear: float) -> float:
    """Encode a linear intensity (IEC 61966-2-1, sRGB)."""
    return round(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055, 4)
