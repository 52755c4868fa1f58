"""Measures the file of a foreign script, and writes the file that is published from what was measured.

A reader may take a file for another model than our reader does: numbers given twice,
a second section, references to elsewhere. So nothing of the script's bytes is
published. What our reader made of them is measured, and is what our writer writes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.StepVisual import StepVisual_ColourRgb, StepVisual_SurfaceStyleTransparent
from OCP.TCollection import TCollection_HAsciiString
from OCP.TDataStd import TDataStd_Name
from OCP.TDF import TDF_ChildIterator, TDF_Label
from OCP.TopoDS import TopoDS_Shape
from OCP.XCAFDoc import XCAFDoc, XCAFDoc_DocumentTool, XCAFDoc_Material

from mayfly.cad.sandbox.measure import inspection
from mayfly.cad.sandbox.measure.assembly_bounds import Unbounded, check_shape, check_structure, entities
from mayfly.cad.sandbox.measure.edge_agreement import check_edges
from mayfly.cad.sandbox.measure.inspection import CheckFailed
from mayfly.cad.sandbox.measure.plain_geometry import is_plain
from mayfly.cad.sandbox.step.document import greatest_gap_mm, is_exact, new_document, one_shape, set_name
from mayfly.cad.sandbox.step.part_names import NameBook, decoded_name
from mayfly.cad.sandbox.step.writer import FileHeader, NotWritten, write_document

Measure = Callable[[TopoDS_Shape], tuple[dict[str, Any], float]]

_DENSITY = "MassDensity"  # as CadQuery calls it


@dataclass(frozen=True, slots=True)
class Published:
    """A file to publish, and what was measured on it.

    Attributes:
        report: With keys of ``BuildReport``.
        volume_mm3: Not rounded.
        content: The file.
    """

    report: dict[str, Any]
    volume_mm3: float
    content: bytes


def republish(
    content: bytes,
    *,
    repair: bool,
    name: str,
    timestamp: float,
    measures: Mapping[str, Any] | None = None,
) -> Published | None:
    """Measure a script's STEP file, and write it once more.

    Args:
        content: The script's file.
        repair: Read it as CAD programs do, which repair what they find faulty; else as it is written.
        name: What the header calls the model.
        timestamp: Epoch seconds for the header.
        measures: What to measure besides what every report holds, as ``Measures.to_dict`` has it.

    Returns:
        The file to publish; None if it is not sound as it is written, where it was read so.

    Raises:
        CheckFailed: There is nothing to measure, or no file can be written that holds the same.
    """
    measured = partial(inspection.measure_shape, measures=measures)
    if repair:
        return _republished(content, measured, repair=True, header=FileHeader(name, timestamp))
    try:
        return _republished(content, measured, repair=False, header=FileHeader(name, timestamp))
    except (MemoryError, Unbounded):
        raise
    except Exception:  # the kernel may fail in any way at what it was not let repair
        return None


def _republished(content: bytes, measure: Measure, *, repair: bool, header: FileHeader) -> Published | None:
    book = NameBook()
    document = _read(content, repair)
    shape = one_shape(document)
    check_shape(shape)
    report, volume = measure(shape)
    if not report["valid"]:
        return Published(report, volume, b"") if repair else None
    _take_names(document, book)
    gap_mm = greatest_gap_mm(shape)
    exact = is_exact(gap_mm)
    twice = not (exact and is_plain(shape, exact=True))
    try:
        written = write_document(document, book, header, gap_mm=gap_mm, flat_curves=twice)
    except NotWritten as error:
        raise CheckFailed("written", str(error)) from None
    if not exact:  # else a file reads back as what it was written from
        shape, report, volume = _read_back(written, measure)
    check_edges(shape, report["area_mm2"])
    return Published(report, volume, written)


def _read_back(content: bytes, measure: Measure) -> tuple[TopoDS_Shape, dict[str, Any], float]:
    """Measure a file that may not read as what it was written from; as CAD programs repair it, if need be."""
    try:
        shape = inspection.read_step(content, repair=False)
        report, volume = measure(shape)
        if report["valid"]:
            return shape, report, volume
    except MemoryError:
        raise
    except Exception:  # noqa: S110 (the kernel may fail in any way at what it was not let repair)
        pass
    shape = inspection.read_step(content)
    return shape, *measure(shape)


def _read(content: bytes, repair: bool) -> Any:
    """Read a STEP file with names, colours, layers and materials, and nothing else, into a document.

    Raises:
        CheckFailed: It can't be read, or holds no shape.
        Unbounded: It stands for too many shapes.
    """
    reader = STEPCAFControl_Reader()
    for mode in ("Color", "Name", "Layer", "Mat"):
        getattr(reader, f"Set{mode}Mode")(True)
    for mode in ("Props", "SHUO", "GDT", "View", "Meta", "ProductMeta"):
        getattr(reader, f"Set{mode}Mode")(False)
    Interface_Static.SetIVal_s("read.stepcaf.subshapes.name", 1)
    if reader.ReadStream("model", io.BytesIO(content)) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise CheckFailed("readable", "the STEP file could not be read back")
    session = reader.ChangeReader().WS()
    check_structure(session)
    _clamp_colours(session)
    if not repair:
        reader.SetShapeFixParameters(inspection.without_costly_repairs())
    document = new_document()
    if not reader.Transfer(document) or one_shape(document).IsNull():
        raise CheckFailed("transferable", "the STEP file holds no shape that could be read back")
    return document


def _clamp_colours(session: Any) -> None:
    """Clamp colours and opacities to their ranges: the kernel overruns a buffer where one is not a number."""
    for colour in entities(session, StepVisual_ColourRgb):
        colour.SetRed(_share(colour.Red()))
        colour.SetGreen(_share(colour.Green()))
        colour.SetBlue(_share(colour.Blue()))
    for style in entities(session, StepVisual_SurfaceStyleTransparent):
        style.SetTransparency(_share(style.Transparency()))


def _share(value: float) -> float:
    """Return a number clamped to 0 to 1; 0 for NaN."""
    return min(value, 1.0) if value > 0 else 0.0


def _take_names(document: Any, book: NameBook) -> None:
    """Replace each name that our own writer wrote by its token, drop other names, and make all visible."""
    main = document.Main()
    for tool in (
        XCAFDoc_DocumentTool.ShapesLabel_s(main),
        XCAFDoc_DocumentTool.LayersLabel_s(main),
    ):
        for label in _labels(tool):
            label.ForgetAttribute(XCAFDoc.InvisibleGUID_s())  # what is measured has to be visible
            if label.IsAttribute(TDataStd_Name.GetID_s()):
                found = TDataStd_Name()
                label.FindAttribute(TDataStd_Name.GetID_s(), found)
                name = decoded_name(found.Get().ToExtString())
                if name:
                    set_name(label, book.token(name))
                else:
                    label.ForgetAttribute(TDataStd_Name.GetID_s())
    for label in _labels(XCAFDoc_DocumentTool.MaterialsLabel_s(main)):
        _take_material(label, book)


def _labels(label: TDF_Label) -> Iterator[TDF_Label]:
    """Return all labels beneath one."""
    found = TDF_ChildIterator(label, True)
    while found.More():
        yield found.Value()
        found.Next()


def _take_material(label: TDF_Label, book: NameBook) -> None:
    if not label.IsAttribute(XCAFDoc_Material.GetID_s()):
        return
    found = XCAFDoc_Material()
    label.FindAttribute(XCAFDoc_Material.GetID_s(), found)
    texts = []
    for text in (found.GetName(), found.GetDescription()):
        name = decoded_name(text.ToCString()) if text is not None else ""
        texts.append(TCollection_HAsciiString(book.token(name) if name else ""))
    density = found.GetDensity()
    kinds = (
        TCollection_HAsciiString(_DENSITY),
        TCollection_HAsciiString(""),
    )  # a STEP file has no text for the unit
    XCAFDoc_Material.Set_s(label, *texts, density if math.isfinite(density) else 0.0, *kinds)
