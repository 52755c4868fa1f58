"""Checks that an edited design fits, and leaves out a title or expectation that is no longer true."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, Self, TypeVar

from mayfly.design.body import Compilable
from mayfly.design.compile import compile_design, own_title
from mayfly.design.edits.values import ChangeBy, Edit, SetValue


class Editable(Compilable, Protocol):
    """A design, as far as edits read and make it."""

    def model_dump(self, *, mode: str = "python") -> dict[str, Any]:
        """Return the design as plain data."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """Read a design from plain data."""


D = TypeVar("D", bound=Editable)


def settled(before: D, after: D, edits: Iterable[Edit]) -> D:
    """Return an edited design that fits, without a title or expectations that are no longer true.

    A title goes that the compiler had made from the sizes: it makes a new one. What was expected of the whole
    was said of the bodies as they were; it stays as far as the edited bodies make it, or an edit set it.

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
    expect = {name: value for name, value in data["expect"].items() if value is not None}
    said = {name: value for name, value in expect.items() if any(f"expect.{name}" in path for path in paths)}
    data["expect"] = said
    result = type(after).read(data)
    found = compile_design(result).requirements
    if said == expect:
        return result
    if expect.get("solids") in {found.solids, None} or found.solids is None:
        said["solids"] = expect.get("solids")
    box, envelope = found.bounding_box_mm or (), expect.get("envelope") or ()
    apart = [abs(a - b) for a, b in zip(box, envelope, strict=False)]
    if apart and max(apart) < found.length_tolerance_mm:
        said["envelope"] = envelope
    if [(body.at, body.turn) for body in before.bodies] == [(body.at, body.turn) for body in after.bodies]:
        said["lowest_z"] = expect.get("lowest_z")
    return type(after).read(data)
