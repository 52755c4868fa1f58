"""The named views of a sheet: the direction of each, and its place among the others (third angle)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mayfly.cad.preview.mesh import Floats

_RIGHT, _UP, _BACK = (np.array(axis, dtype=float) for axis in ((1, 0, 0), (0, 0, 1), (0, 1, 0)))


@dataclass(frozen=True)
class View:
    """A parallel projection with a name.

    Attributes:
        name: What it is called.
        axes: Three rows: to the right, upwards in the picture, and from the model to the eye.
        column: Where it stands from left to right.
        row: Where it stands from top to bottom.
    """

    name: str
    axes: Floats
    column: int = 0
    row: int = 0

    @cached_property
    def across(self) -> int | None:
        """The model's axis that runs across the picture (0 to 2); None for a view along no axis."""
        return _axis(self.axes[0])

    @cached_property
    def upwards(self) -> int | None:
        """The model's axis that runs up the picture (0 to 2); None for a view along no axis."""
        return _axis(self.axes[1])


def _axis(direction: Floats) -> int | None:
    found = np.flatnonzero(np.abs(direction) > 0.999)
    return int(found[0]) if len(found) else None


def _view(name: str, right: Floats, up: Floats, column: int, row: int) -> View:
    return View(name, np.array([right, up, np.cross(right, up)]), column, row)


def _isometric() -> View:
    eye = np.array([1.0, -1.0, 1.0]) / np.sqrt(3)
    right = np.array([1.0, 1.0, 0.0]) / np.sqrt(2)
    return View("iso", np.array([right, np.cross(eye, right), eye]))


ISO = _isometric()
"""From the front, the right and above, all three axes equally short."""

FLAT = {
    view.name: view
    for view in (
        _view("front", _RIGHT, _UP, 1, 1),
        _view("back", -_RIGHT, _UP, 3, 1),
        _view("left", -_BACK, _UP, 0, 1),
        _view("right", _BACK, _UP, 2, 1),
        _view("top", _RIGHT, _BACK, 1, 0),
        _view("bottom", _RIGHT, -_BACK, 1, 2),
    )
}
"""The six sides; front is what is seen from -Y, as everywhere in Mayfly."""

SECTION_SIDES = {0: "right", 1: "front", 2: "top"}
"""From where a cut across X, Y or Z is seen; what lies on this side of it is taken away."""
