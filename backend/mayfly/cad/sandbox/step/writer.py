"""Writes an OCAF document as a STEP file: settings, header, and the same bytes each time."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import cadquery as cq
from OCP.APIHeaderSection import APIHeaderSection_MakeHeader
from OCP.IFSelect import IFSelect_ReturnStatus
from OCP.Interface import Interface_Static
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_StepModelType
from OCP.TCollection import TCollection_HAsciiString
from OCP.XSControl import XSControl_WorkSession

from mayfly.cad.sandbox.step import style_order
from mayfly.cad.sandbox.step.document import FINEST_MM
from mayfly.cad.sandbox.step.part_names import NameBook, clean
from mayfly.cad.sandbox.step.shortcut import is_complete, skip_preparation

_COUNTED = re.compile(rb"= (?:NEXT_ASSEMBLY_USAGE_OCCURRENCE|PRODUCT)\([^;]*;")
_BREAK = re.compile(rb"\n *")
_OCCURRENCE = re.compile(rb"(NEXT_ASSEMBLY_USAGE_OCCURRENCE\(')\d+")
_NAMELESS = re.compile(rb"Open CASCADE STEP translator [\d.]+ [\d.]+")
_TEXTS = (("xstep.cascade.unit", "MM"), ("write.step.unit", "MM"), ("write.step.schema", "AP214IS"))
_SWITCHES = (
    ("write.precision.mode", 2),  # as _PRECISION says
    ("write.stepcaf.subshapes.name", 1),
)
_FLAT_CURVES = "write.surfacecurve.mode"
_PRECISION = "write.precision.val"
_COARSEST_MM = 1e-3


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What the header of a STEP file says.

    Attributes:
        name: Name of the model.
        timestamp: Epoch seconds.
    """

    name: str
    timestamp: float


class NotWritten(Exception):
    """The kernel could not write a document; the text is a code of ``script_errors.SCRIPT_ERRORS``."""


def write_document(
    document: Any,
    book: NameBook,
    header: FileHeader,
    *,
    gap_mm: float,
    for_measuring: bool = False,
    flat_curves: bool = True,
) -> bytes:
    """Write a document as a STEP file (AP214, millimetres).

    Args:
        document: Shapes, colours, layers and materials; a token for each name.
        book: The names.
        header: What the header says.
        gap_mm: The shapes' greatest tolerance. Readers take the file's tolerance for theirs: with
            a smaller one they find faults in sound shapes.
        for_measuring: Write names for the measuring child, not for publication.
        flat_curves: Write each edge a second time, as curves within the surfaces that meet there.

    Raises:
        NotWritten: The kernel could not.
    """
    for may_skip in (True, False):
        content, skipped = _written(
            document,
            replace(header, name=book.token(clean(header.name) or "model")),
            gap_mm=gap_mm,
            flat_curves=flat_curves,
            may_skip=may_skip,
        )
        if not skipped or is_complete(content, document):
            break
    return book.spelled(_settled(content), for_measuring=for_measuring)


def _written(
    document: Any, header: FileHeader, *, gap_mm: float, flat_curves: bool, may_skip: bool
) -> tuple[bytes, bool]:
    """Return a file as the kernel writes it, and whether the preparation of shapes was skipped."""
    session = XSControl_WorkSession()
    writer = STEPCAFControl_Writer(session, False)
    for mode, wanted in (("Color", True), ("Layer", True), ("Name", True), ("Material", True)):
        getattr(writer, f"Set{mode}Mode")(wanted)
    for mode in ("DimTol", "Props", "SHUO"):  # what no script of CadQuery makes
        getattr(writer, f"Set{mode}Mode")(False)
    for key, text in _TEXTS:
        Interface_Static.SetCVal_s(key, text)
    for key, switch in _SWITCHES:
        Interface_Static.SetIVal_s(key, switch)
    Interface_Static.SetIVal_s(_FLAT_CURVES, int(flat_curves))
    Interface_Static.SetRVal_s(_PRECISION, min(max(gap_mm, FINEST_MM), _COARSEST_MM))
    skipped = may_skip and skip_preparation(session, document)
    if not writer.Transfer(document, STEPControl_StepModelType.STEPControl_AsIs):
        raise NotWritten("not_transferred")
    _write_header(writer, header)
    target = io.BytesIO()
    if writer.WriteStream(target) != IFSelect_ReturnStatus.IFSelect_RetDone:
        raise NotWritten("not_written")
    return target.getvalue(), skipped


def _settled(content: bytes) -> bytes:
    """Take out what depends on the process: the kernel's counters count all that it ever wrote.

    Their length decides where lines break, too.
    """
    content = _COUNTED.sub(lambda match: _BREAK.sub(b"", match[0]), content)
    occurrences = itertools.count(1)
    content = _OCCURRENCE.sub(lambda match: match[1] + b"%d" % next(occurrences), content)
    nameless: dict[bytes, bytes] = {}
    content = _NAMELESS.sub(
        lambda match: nameless.setdefault(match[0], b"part %d" % (len(nameless) + 1)), content
    )
    return style_order.in_order(content)


def _write_header(writer: Any, header: FileHeader) -> None:
    section = APIHeaderSection_MakeHeader(writer.ChangeWriter().Model())
    section.SetName(TCollection_HAsciiString(header.name))
    section.SetAuthorValue(1, TCollection_HAsciiString("Mayfly"))
    section.SetOrganizationValue(1, TCollection_HAsciiString(""))
    section.SetOriginatingSystem(TCollection_HAsciiString("Mayfly with CadQuery " + cq.__version__))
    moment = datetime.fromtimestamp(header.timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    section.SetTimeStamp(TCollection_HAsciiString(moment))
