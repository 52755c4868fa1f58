"""Writing what a script shows as a STEP file: names, colours, header, and the same bytes each time."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import cadquery as cq
from cadquery.occ_impl import assembly
from OCP.APIHeaderSection import APIHeaderSection_MakeHeader
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_StepModelType
from OCP.TCollection import TCollection_ExtendedString, TCollection_HAsciiString
from OCP.TDataStd import TDataStd_Name
from OCP.TDocStd import TDocStd_Document
from OCP.XCAFApp import XCAFApp_Application
from OCP.XCAFDoc import XCAFDoc_ColorType, XCAFDoc_DocumentTool
from OCP.XSControl import XSControl_WorkSession

from mayfly.cad.sandbox import stepstyles
from mayfly.cad.sandbox.inspection import bodies
from mayfly.cad.sandbox.soundness import is_sound

_ASSEMBLY: Any = assembly
_OCCURRENCE = re.compile(rb"(NEXT_ASSEMBLY_USAGE_OCCURRENCE\(')\d+")
_NAMELESS = re.compile(rb"Open CASCADE STEP translator [\d.]+ [\d.]+")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_NAME_LIMIT = 200


class NothingToWrite(Exception):
    """What the script shows can't become a STEP file; the text says why and what to do."""


class FaultyGeometry(Exception):
    """What the script shows is no sound geometry."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One object passed to ``show_object``."""

    obj: Any
    name: str | None = None
    color: Any = None
    alpha: Any = None


def check_geometry(shown: list[Shown]) -> None:
    """Refuse geometry that the kernel finds faulty.

    Asked of the shapes as they were built: reading a file mends some faults into a
    sound model of another form, such as an outline that crosses itself.

    Raises:
        FaultyGeometry: A shape is faulty.
        NothingToWrite: An object is none of CadQuery's.
    """
    if not all(is_sound(shape.wrapped) for shape in _all_shapes(shown)):
        raise FaultyGeometry(
            "the CAD kernel finds the geometry faulty (BRepCheck): an outline or a face may cross itself"
        )


def volume_mm3(shown: list[Shown]) -> float:
    """Give the volume of the shapes as they were built; a body that is inside out counts as one that is not.

    Raises:
        NothingToWrite: An object is none of CadQuery's.
    """
    return float(sum(abs(body.Mass()) for shape in _all_shapes(shown) for body in bodies(shape.wrapped)))


def write_step(shown: list[Shown], *, name: str, timestamp: float) -> bytes:
    """Write objects as one STEP file (AP214, millimetres) and give its bytes.

    Args:
        shown: What the script showed, at least one object.
        name: Name of the product.
        timestamp: Epoch seconds for the header.

    Raises:
        NothingToWrite: An object has no solid, face or wire to write, or is none of CadQuery's.
    """
    name = "".join(letter if letter.isprintable() else " " for letter in name)[:_NAME_LIMIT] or "model"
    _ASSEMBLY.setName = _set_name  # CadQuery's own takes no letters but ASCII
    document = _document(shown, name)
    session = XSControl_WorkSession()
    writer = STEPCAFControl_Writer(session, False)
    writer.SetColorMode(True)
    writer.SetLayerMode(True)
    writer.SetNameMode(True)
    for key, value in (
        ("xstep.cascade.unit", "MM"),
        ("write.step.unit", "MM"),
        ("write.step.schema", "AP214IS"),
    ):
        Interface_Static.SetCVal_s(key, value)
    Interface_Static.SetIVal_s("write.surfacecurve.mode", 1)
    Interface_Static.SetIVal_s("write.precision.mode", 0)
    if not writer.Transfer(document, STEPControl_StepModelType.STEPControl_AsIs):
        raise NothingToWrite("the CAD kernel could not turn the model into STEP entities")
    _write_header(writer, name, timestamp)
    target = io.BytesIO()
    if writer.WriteStream(target) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise NothingToWrite("the CAD kernel could not write the STEP file")
    return _settled(target.getvalue())


def _settled(content: bytes) -> bytes:
    """Take out what hangs on the process, and write other than ASCII as the standard asks for.

    The kernel's counters count all that the process ever wrote. ISO 10303-21 encodes
    other characters within strings as hexadecimal UTF-16.
    """
    occurrences = itertools.count(1)
    content = _OCCURRENCE.sub(lambda match: match[1] + b"%d" % next(occurrences), content)
    nameless: dict[bytes, bytes] = {}
    content = _NAMELESS.sub(
        lambda match: nameless.setdefault(match[0], b"part %d" % (len(nameless) + 1)), content
    )
    content = stepstyles.in_order(content)
    return _NOT_ASCII.sub(_encoded, content) if not content.isascii() else content


def _encoded(match: re.Match[bytes]) -> bytes:
    text = match[0].decode("utf-8", "replace")
    return b"\\X2\\" + text.encode("utf-16-be").hex().upper().encode() + b"\\X0\\"


def _write_header(writer: Any, name: str, timestamp: float) -> None:
    header = APIHeaderSection_MakeHeader(writer.ChangeWriter().Model())
    header.SetName(TCollection_HAsciiString(name))
    header.SetAuthorValue(1, TCollection_HAsciiString("Mayfly"))
    header.SetOrganizationValue(1, TCollection_HAsciiString(""))
    header.SetOriginatingSystem(TCollection_HAsciiString("Mayfly with CadQuery " + cq.__version__))
    moment = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    header.SetTimeStamp(TCollection_HAsciiString(moment))


def _document(shown: list[Shown], name: str) -> Any:
    """Put the objects into an OCAF document: one alone as the product, several as its parts."""
    if len(shown) == 1:
        only = shown[0]
        if isinstance(only.obj, cq.Assembly):
            return assembly.toCAF(only.obj, True)[1]
        return _single_part(_shape(only.obj), name, _color(only))
    whole = cq.Assembly(name=name)
    for number, item in enumerate(shown, 1):
        label = _unique(whole, str(item.name) if item.name else f"part_{number}")
        if isinstance(item.obj, cq.Assembly):
            whole.add(item.obj, name=label)
        else:
            whole.add(_shape(item.obj), name=label, color=_color(item))
    return assembly.toCAF(whole, True)[1]


def _single_part(shape: cq.Shape, name: str, color: cq.Color | None) -> Any:
    """Make a document of one named part; an Assembly would wrap it into a nameless product."""
    document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
    XCAFApp_Application.GetApplication_s().InitDocument(document)
    tool = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    tool.SetAutoNaming_s(False)
    label = tool.NewShape()
    # A compound around it takes up its location, which else would make it a component of an assembly.
    tool.SetShape(label, cq.Compound.makeCompound([shape]).wrapped)
    _set_name(label, name)
    if color is not None:
        colors = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
        colors.SetColor(label, color.wrapped, XCAFDoc_ColorType.XCAFDoc_ColorSurf)
    return document


def _set_name(label: Any, name: str, _: Any = None) -> None:
    """Name a label; without the flag the name's UTF-8 would be taken for Latin-1."""
    TDataStd_Name.Set_s(label, TCollection_ExtendedString(name, True))


def _unique(whole: cq.Assembly, name: str) -> str:
    taken = set(whole.objects)
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _color(item: Shown) -> Any:
    """Understand a colour as CQ-editor does: a name, a hex string, three or four numbers, or a Color."""
    color = item.color
    if color is None:
        return None
    try:
        if isinstance(color, cq.Color):
            return color
        if isinstance(color, str):
            return cq.Color(color)
        numbers = [float(value) for value in color]
        if max(numbers[:3], default=0.0) > 1:
            numbers[:3] = [value / 255 for value in numbers[:3]]
        return cq.Color(*numbers)
    except (TypeError, ValueError):
        return None


def _all_shapes(shown: list[Shown]) -> Iterator[cq.Shape]:
    """Give the shapes of all objects, those of an assembly where its parts have them."""
    for item in shown:
        if isinstance(item.obj, cq.Assembly):
            for _, part in item.obj.traverse():
                yield from part.shapes
        else:
            yield from _shapes(item.obj)


def _shape(obj: Any) -> cq.Shape:
    """Give an object as one shape."""
    shapes = list(_shapes(obj))
    if not shapes:
        raise NothingToWrite("the object shown is empty: it holds no shape")
    return shapes[0] if len(shapes) == 1 else cq.Compound.makeCompound(shapes)


def _shapes(obj: Any) -> Iterator[cq.Shape]:
    if isinstance(obj, cq.Sketch):
        raise NothingToWrite(
            "a Sketch is flat: place it and extrude it, Workplane().placeSketch(sketch).extrude(5)"
        )
    if isinstance(obj, cq.Workplane):
        yield from (value for value in obj.vals() if isinstance(value, cq.Shape))
    elif isinstance(obj, cq.Shape):
        yield obj
    elif isinstance(obj, list | tuple):
        for item in obj:
            yield from _shapes(item)
    else:
        kind = type(obj).__name__
        raise NothingToWrite(f"show_object takes a Workplane, a Shape or an Assembly, not {kind}")
