"""Makes an OCAF document of what a script shows: names, colours, layers and materials with the shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cadquery as cq
from cadquery.occ_impl import assembly
from OCP.ShapeAnalysis import ShapeAnalysis_ShapeTolerance
from OCP.TCollection import TCollection_ExtendedString, TCollection_HAsciiString
from OCP.TDataStd import TDataStd_Name
from OCP.TDocStd import TDocStd_Document
from OCP.XCAFApp import XCAFApp_Application
from OCP.XCAFDoc import XCAFDoc_ColorType, XCAFDoc_DocumentTool

from mayfly.cad.sandbox.step.appearance import Appearance
from mayfly.cad.sandbox.step.part_names import NameBook, clean

FINEST_MM = 1e-7
_EXACT = 1.001
_ASSEMBLY: Any = assembly


@dataclass(frozen=True, slots=True)
class Part:
    """One object of the model.

    Attributes:
        obj: An assembly, or a shape.
        name: The script's name for it; None where it gives none.
        look: Colour and opacity that it was shown with.
        variable: Its name among several if it has no other; may be empty.
    """

    obj: cq.Assembly | cq.Shape
    name: Any
    look: Appearance
    variable: str = ""


def make_document(parts: list[Part], name: str, book: NameBook) -> Any:
    """Return a document of objects: one alone as the product, several as its parts.

    Args:
        parts: At least one.
        name: What a product is called that has no name of its own.
        book: Where the names go; the document holds their tokens.
    """
    with_names = _CadQueryNames(book)
    if len(parts) == 1:
        only = parts[0]
        if isinstance(only.obj, cq.Shape):
            return _single_part(only.obj, _named(only) or name, only.look.of(None), book)
        return with_names.document(_assembly(only.obj, _named(only) or name, only.look))
    whole = cq.Assembly(name=name)
    for number, part in enumerate(parts, 1):
        label = _unique(whole, _named(part) or part.variable or f"part_{number}")
        if isinstance(part.obj, cq.Assembly):
            whole.add(_assembly(part.obj, label, part.look))
        else:
            whole.add(part.obj, name=label, color=part.look.of(None))
    return with_names.document(whole)


def new_document() -> Any:
    """Return an empty document."""
    document = TDocStd_Document(TCollection_ExtendedString("BinXCAF"))
    XCAFApp_Application.GetApplication_s().InitDocument(document)
    return document


def one_shape(document: Any) -> Any:
    """Return all that a document holds as one shape."""
    return XCAFDoc_DocumentTool.ShapeTool_s(document.Main()).GetOneShape()


def greatest_gap_mm(shape: Any) -> float:
    """Return the greatest tolerance of a shape: how far curves and surfaces that meet may be apart."""
    return float(ShapeAnalysis_ShapeTolerance().Tolerance(shape, 1))


def is_exact(gap_mm: float) -> bool:
    """Return whether a greatest tolerance is the kernel's finest."""
    return gap_mm <= FINEST_MM * _EXACT


def set_name(label: Any, name: str) -> None:
    """Name a label."""
    TDataStd_Name.Set_s(label, TCollection_ExtendedString(name))


def _named(part: Part) -> str:
    """Return the name that an object was shown by, or that its assembly was made with."""
    name = clean(str(part.name)) if part.name else ""
    if not name and isinstance(part.obj, cq.Assembly) and not part.obj.name.isdigit():
        name = clean(part.obj.name)  # one of digits alone is CadQuery's for what has no name
    return name


def _unique(whole: cq.Assembly, name: str) -> str:
    taken = set(whole.objects)
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _assembly(shown: cq.Assembly, name: str, look: Appearance) -> cq.Assembly:
    """Return a copy of an assembly with the name and the look that it was shown with."""
    copy: cq.Assembly = shown._copy()
    copy.name = name
    copy.objects = {name: copy, **{key: child for key, child in copy.objects.items() if child is not copy}}
    _colour(copy, look, None)
    return copy


def _colour(part: cq.Assembly, shown: Appearance, inherited: cq.Color | None) -> None:
    """Return each part that has no colour of its own that of what it belongs to, or of the look."""
    own = part.color or inherited
    if part.obj is not None:
        part.color = shown.of(own)
    for child in part.children:
        _colour(child, shown, own)


def _single_part(shape: cq.Shape, name: str, colour: cq.Color | None, book: NameBook) -> Any:
    """Make a document of one named part; an Assembly would wrap it into a nameless product."""
    document = new_document()
    tool = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    tool.SetAutoNaming_s(False)
    label = tool.NewShape()
    # A compound around it takes up its location, which else would make it a component of an assembly.
    tool.SetShape(label, cq.Compound.makeCompound([shape]).wrapped)
    set_name(label, book.token(clean(name)))
    if colour is not None:
        colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
        colours.SetColor(label, colour.wrapped, XCAFDoc_ColorType.XCAFDoc_ColorSurf)
    return document


class _CadQueryNames:
    """CadQuery's own way from an Assembly to a document, with tokens wherever it sets a text."""

    def __init__(self, book: NameBook) -> None:
        """Keep the book of names."""
        self._book = book

    def document(self, whole: cq.Assembly) -> Any:
        """Return the document of an assembly."""
        replaced: dict[str, Callable[..., Any]] = {
            "setName": lambda label, name, *_: set_name(label, self._token(name)),
            "TCollection_ExtendedString": lambda text: TCollection_ExtendedString(self._token(text)),
            "setMaterial": self._set_material,
        }
        original = {key: getattr(_ASSEMBLY, key) for key in replaced}
        try:
            for key, ours in replaced.items():
                setattr(_ASSEMBLY, key, ours)
            top, document = assembly.toCAF(whole, True)
        finally:
            for key, theirs in original.items():
                setattr(_ASSEMBLY, key, theirs)
        if not top.IsAttribute(TDataStd_Name.GetID_s()):  # an assembly of one part, which has its name
            set_name(top, self._token(whole.name))
        return document

    def _token(self, text: str) -> str:
        return text if text == "BinXCAF" else self._book.token(clean(text))

    def _set_material(self, label: Any, material: cq.Material, tool: Any) -> None:
        """Set a label's material, with tokens for its texts."""
        name, description, density, unit = material.toTuple()
        texts = [self._book.token(text) if text else "" for text in (clean(name), clean(description))]
        kinds = ["MassDensity", self._book.token(clean(unit))]
        first, last = ([TCollection_HAsciiString(text) for text in pair] for pair in (texts, kinds))
        tool.SetMaterial(label, *first, density, *last)
