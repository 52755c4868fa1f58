"""Edits of a design: typed values, what they can be about, and the new design that they make.

``apply(design, edits)`` returns a new design that is valid and fits, or raises ``InvalidDesign`` with the
path of what is wrong and what would do. ``sizes(design)`` lists every size that can be changed, with its path
and the words for it: this is what a reader of "make the holes 6 mm" looks through.

    >>> from mayfly.design import Design
    >>> from mayfly.design.edits import ChangeBy, RemoveFeature, Selection, SetValue, apply
    >>> plate = Design.read({"bodies": [{"base": {"kind": "part", "part": "plate"}}]})
    >>> thicker = apply(plate, [ChangeBy(path="thickness", delta=2), SetValue(path="length", value="12 cm")])
    >>> [(size.name, size.value) for size in sizes(thicker)]
    [('length', 120.0), ('width', 60.0), ('thickness', 10.0)]
"""

from mayfly.design.edits.apply import apply, read_edit
from mayfly.design.edits.parameters import with_parameters
from mayfly.design.edits.selecting import selected
from mayfly.design.edits.sizes import Size, sizes
from mayfly.design.edits.values import (
    AddBody,
    AddFeature,
    ChangeBy,
    Edit,
    Mirror,
    Move,
    RemoveBody,
    RemoveFeature,
    Scale,
    Selection,
    SetValue,
    Turn,
)

__all__ = [
    "AddBody",
    "AddFeature",
    "ChangeBy",
    "Edit",
    "Mirror",
    "Move",
    "RemoveBody",
    "RemoveFeature",
    "Scale",
    "Selection",
    "SetValue",
    "Size",
    "Turn",
    "apply",
    "read_edit",
    "selected",
    "sizes",
    "with_parameters",
]
