"""Writes what a script shows as a STEP file, and checks it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import cadquery as cq
from OCP.Interface import Interface_Static

from mayfly.cad.messages.notes import note
from mayfly.cad.sandbox.coded_errors import FaultyGeometry, NothingToWrite
from mayfly.cad.sandbox.measure.inspection import bodies
from mayfly.cad.sandbox.measure.plain_geometry import is_plain
from mayfly.cad.sandbox.measure.soundness import is_sound
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.step.appearance import Appearance, read_appearance
from mayfly.cad.sandbox.step.document import Part, greatest_gap_mm, is_exact, make_document, one_shape
from mayfly.cad.sandbox.step.part_names import NameBook, clean
from mayfly.cad.sandbox.step.shortcut import is_ready, made_ready
from mayfly.cad.sandbox.step.writer import FileHeader, NotWritten, write_document

_UNIT = "write.step.unit"
_FROM_EXPORTS = ("took_saved", "took_all_saved")  # copies that a script exports may have any unit
_DENSITY_UNIT = "g/cm^3"


def check_geometry(shown: list[Shown]) -> None:
    """Refuse geometry that the kernel finds faulty.

    The shapes are checked as they were built: reading a file repairs some faults into a
    sound model of another form, such as an outline that crosses itself.

    Raises:
        FaultyGeometry: A shape is faulty.
        NothingToWrite: An object is not one of CadQuery's.
    """
    if not all(is_sound(shape.wrapped) for shape in _all_shapes(shown)):
        raise FaultyGeometry("faulty", outline="crossing")


def volume_mm3(shown: list[Shown]) -> float:
    """Return the volume in mm³ of the shapes as they were built; a body that is inside out counts, too.

    Raises:
        NothingToWrite: An object is not one of CadQuery's.
    """
    return float(sum(abs(body.Mass()) for shape in _all_shapes(shown) for body in bodies(shape.wrapped)))


def write_step(shown: list[Shown], *, name: str, timestamp: float, for_measuring: bool = False) -> bytes:
    """Write objects as one STEP file (AP214, millimetres) and return its bytes.

    Args:
        shown: What the script showed, at least one object.
        name: Name of the product, where the script gives it none.
        timestamp: Epoch seconds for the header.
        for_measuring: Write names for the measuring child, which writes the file that is published.

    Raises:
        NothingToWrite: An object has no solid, face or wire to write, or is not one of CadQuery's.
    """
    book = NameBook()
    document = document_of(shown, name, book)
    whole = one_shape(document)
    gap_mm = greatest_gap_mm(whole)
    # Of plain geometry the reader makes the curves within the surfaces in less time than it reads them.
    bare = for_measuring and is_plain(whole, exact=is_exact(gap_mm))
    try:
        return write_document(
            document,
            book,
            FileHeader(name, timestamp),
            gap_mm=gap_mm,
            for_measuring=for_measuring,
            flat_curves=not bare,
        )
    except NotWritten as error:
        raise NothingToWrite(str(error)) from None


def document_of(shown: list[Shown], name: str, book: NameBook, *, ready: bool = True) -> Any:
    """Return the document of objects, with their names and colours.

    Args:
        shown: What the script showed, at least one object.
        name: Name of the product, where the script gives it none.
        book: Where the names go.
        ready: Shape what is alone as the kernel's writer would.

    Raises:
        NothingToWrite: An object has no solid, face or wire to write, or is not one of CadQuery's.
    """
    parts = [
        Part(
            item.obj if isinstance(item.obj, cq.Assembly) else _shape(item.obj),
            item.name,
            item_look,
            item.variable or "",
        )
        for item, (item_look, _) in zip(shown, _looks(shown), strict=True)
    ]
    if ready and len(parts) == 1 and isinstance(parts[0].obj, cq.Shape):  # of several, one may be there twice
        parts = [replace(parts[0], obj=_made_ready(parts[0].obj))]
    return make_document(parts, clean(name) or "model", book)


def _made_ready(shape: cq.Shape) -> cq.Shape:
    """Return a shape as the kernel's writer would make it, which takes longer."""
    return shape if is_ready(shape.wrapped) else cq.Shape.cast(made_ready(shape.wrapped))


def with_variables(shown: list[Shown], namespace: Mapping[str, Any]) -> list[Shown]:
    """Return objects with the names of the variables that hold them at the script's end."""
    names = {id(value): name for name, value in reversed(list(namespace.items())) if not name.startswith("_")}
    return [replace(item, variable=item.variable or names.get(id(item.obj))) for item in shown]


def left_out_notes(shown: list[Shown], script: str, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return notes on what the STEP file can't hold of what a script shows and sets.

    Call it before the file is written.

    Args:
        shown: What the script showed.
        script: Its source.
        said: The notes on why that is its model.
    """
    notes = [each for _, notes in _looks(shown) for each in notes]
    parts = [part for item in shown if isinstance(item.obj, cq.Assembly) for _, part in item.obj.traverse()]
    if with_metadata := sum(1 for part in parts if part.metadata):
        notes.append(note("metadata_left_out", number=with_metadata))
    materials = {part.material.toTuple() for part in parts if part.material is not None}
    if others := sum(1 for *_, unit in materials if unit != _DENSITY_UNIT):
        notes.append(note("density_unit", number=others))
    unit = Interface_Static.CVal_s(_UNIT) or "MM"
    asked = _UNIT in script or any(each["code"] in _FROM_EXPORTS for each in said)
    return [*notes, note("other_unit", unit=unit)] if asked and unit != "MM" else notes


def _looks(shown: list[Shown]) -> list[tuple[Appearance, list[dict[str, Any]]]]:
    return [
        read_appearance(number, item.color, item.alpha, item.options or {})
        for number, item in enumerate(shown, 1)
    ]


def _all_shapes(shown: list[Shown]) -> Iterator[cq.Shape]:
    """Return the shapes of all objects, those of an assembly where its parts have them."""
    for item in shown:
        if isinstance(item.obj, cq.Assembly):
            for _, part in item.obj.traverse():
                yield from part.shapes
        else:
            yield from _shapes(item.obj)


def _shape(obj: Any) -> cq.Shape:
    """Return an object as one shape."""
    shapes = list(_shapes(obj))
    if not shapes:
        raise NothingToWrite("empty")
    return shapes[0] if len(shapes) == 1 else cq.Compound.makeCompound(shapes)


def _shapes(obj: Any) -> Iterator[cq.Shape]:
    if isinstance(obj, cq.Sketch):
        raise NothingToWrite("sketch")
    if isinstance(obj, cq.Workplane):
        yield from (value for value in obj.vals() if isinstance(value, cq.Shape))
    elif isinstance(obj, cq.Shape):
        yield obj
    elif isinstance(obj, list | tuple):
        for item in obj:
            yield from _shapes(item)
    else:
        raise NothingToWrite("no_model", kind=type(obj).__name__)
