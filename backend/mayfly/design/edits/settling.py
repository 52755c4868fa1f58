"""Checks that an edited design fits, and leaves out a title or expectation that is no longer true."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Protocol, Self, TypeVar

from mayfly.contracts import Requirements
from mayfly.design.body import Compilable
from mayfly.design.compile import compile_design, own_title
from mayfly.design.edits.values import ChangeBy, Edit, SetValue
from mayfly.design.expectations import Expectations
from mayfly.design.expected import with_expectations
from mayfly.errors import InvalidDesign


class Editable(Compilable, Protocol):
    """A design, as far as edits read and make it."""

    def model_dump(self, *, mode: str = "python") -> dict[str, Any]:
        """Return the design as plain data."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """Read a design from plain data."""


D = TypeVar("D", bound=Editable)
#: What is expected of every shape alike, however it is edited.
_KEPT: Final = frozenset({"wall", "no_overlap", "manifold"})
#: What the other expectations are held against, where that is worked out.
_WORKED_OUT: Final = {
    "solids": "solids",
    "envelope": "bounding_box_mm",
    "size": "bounding_box_mm",
    "lowest": "lowest_mm",
    "centre": "centre_mm",
    "volume": "volume_mm3",
}


def settled(before: D, after: D, edits: Iterable[Edit]) -> D:
    """Return an edited design that fits, without a title or expectations that are no longer true.

    A title goes that the compiler had made from the sizes: it makes a new one. What was expected of the whole
    was said of the bodies as they were; it stays as far as the edited bodies certainly make it, or an edit
    set it. What holds for any shape (no thinner wall, no overlap) stays.

    Raises:
        InvalidDesign: Something does not fit any more; the text names it and what would do.
    """
    if before.bodies == after.bodies:
        compile_design(after)
        return after
    paths = [edit.path for edit in edits if isinstance(edit, SetValue | ChangeBy)]
    data = after.model_dump(mode="json")
    if "title" not in paths and before.title is not None and before.title == own_title(before):
        data["title"] = None
    expect = {name: value for name, value in data["expect"].items() if value not in (None, [])}
    data["expect"] = {
        name: value
        for name, value in expect.items()
        if name in _KEPT or any(f"expect.{name}" in path for path in paths)
    }
    result = type(after).read(data)
    found = compile_design(result).requirements
    left = expect.keys() - data["expect"].keys()
    if not left:
        return result
    if "has" in left and _holes_of(before) != _holes_of(after):
        left -= {"has"}
    data["expect"] |= {name: expect[name] for name in left if _is_true(name, expect[name], found)}
    return type(after).read(data)


def _is_true(name: str, value: Any, found: Requirements) -> bool:
    """Return whether bodies certainly make what is expected, by what is worked out of them."""
    if name == "has":
        return True
    attribute, _, axis = name.partition("_")
    known = getattr(found, _WORKED_OUT[attribute])
    if axis and known is not None:
        known = known["xyz".index(axis)]
    if known is None:
        return name == "solids"
    try:
        with_expectations(Expectations.model_validate({name: value}), found)
    except InvalidDesign:
        return False
    return True


def _holes_of(design: Editable) -> object:
    """Return the holes and the box that the bodies of a design make; None where they do not fit."""
    try:
        found = compile_design(design.read({**design.model_dump(mode="json"), "expect": {}})).requirements
    except InvalidDesign:
        return None
    return found.holes, found.bounding_box_mm
