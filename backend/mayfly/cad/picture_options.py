"""Options of a picture or a mesh of a model, checked; imports no CadQuery."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from mayfly.cad.messages.plain_text import quoted
from mayfly.errors import InvalidParameter

VIEWS: Final = ("iso", "front", "back", "left", "right", "top", "bottom")
"""All views; front is what is seen from -Y."""
USUAL_VIEWS: Final = ("iso", "front", "top", "right")
Unit = Literal["mm", "in"]
"""Unit of the lengths in a file that has none of its own, or that says which it is."""
MM_PER_UNIT: Final[dict[str, float]] = {"mm": 1.0, "in": 25.4}
NARROWEST_PX, USUAL_WIDTH_PX, WIDEST_PX = 64, 1024, 4096
LIMIT_BYTES: Final = 8 * 1024 * 1024
"""Size that a picture may have."""

_AXES = "xyz"
_SECTION = re.compile(
    r"\s*([xyz])\s*(?:=\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)\s*(?:mm)?\s*)?", re.I
)
_LONGEST_SECTION, _FARTHEST_MM, _LONGEST_QUOTE = 60, 1e9, 60


@dataclass(frozen=True)
class PictureOptions:
    """A sheet of views, checked.

    Attributes:
        views: Names of views, each once.
        axis: 0, 1 or 2 to cut the model across X, Y or Z; None for no cut.
        at_mm: Where it is cut along that axis; None for the middle.
        width_px: Pixels across.
    """

    views: tuple[str, ...] = USUAL_VIEWS
    axis: int | None = None
    at_mm: float | None = None
    width_px: int = USUAL_WIDTH_PX

    def to_dict(self) -> dict[str, Any]:
        """Return it as ``Workshop.convert`` takes it."""
        return {"views": list(self.views), "axis": self.axis, "at": self.at_mm, "width": self.width_px}


@dataclass(frozen=True)
class MeshOptions:
    """How fine a mesh is to be.

    Attributes:
        tolerance_mm: How far a facet may stray from its surface.
        angle_degrees: Greatest angle between neighbouring facets of a face.
    """

    tolerance_mm: float = 0.05
    angle_degrees: float = 11.5

    def to_dict(self) -> dict[str, Any]:
        """Return it as ``Workshop.convert`` takes it."""
        return {"tolerance": self.tolerance_mm, "angle": math.radians(self.angle_degrees)}


def read_picture_options(
    views: Sequence[str] | str = USUAL_VIEWS,
    section: str | None = None,
    width_px: int = USUAL_WIDTH_PX,
) -> PictureOptions:
    """Check the options of a picture.

    Args:
        views: Names of views, in a list or with commas between them; none for the section alone.
        section: "x", "y" or "z" to cut through the middle, "x=12.5" to cut there (mm); None for no cut.
        width_px: Pixels across, 64 to 4096.

    Raises:
        InvalidParameter: There is no such view or section, or the width is out of range.
    """
    names = _names(views)
    axis, at_mm = _section(section)
    if not names and axis is None:
        raise InvalidParameter(f"A picture needs a view at least; there are {', '.join(VIEWS)}.")
    if isinstance(width_px, bool) or not isinstance(width_px, int):
        raise InvalidParameter("A picture's width is a whole number of pixels.")
    if not NARROWEST_PX <= width_px <= WIDEST_PX:
        raise InvalidParameter(f"A picture is {NARROWEST_PX} to {WIDEST_PX} pixels wide, not {width_px:.6g}.")
    return PictureOptions(names, axis, at_mm, width_px)


def _names(views: Any) -> tuple[str, ...]:
    """Return the names of views, each once."""
    if isinstance(views, str):
        views = [name for name in views.split(",") if name.strip()]
    if not isinstance(views, Sequence) or len(views) > 10 * len(VIEWS):
        raise InvalidParameter(f"The views of a picture are a list of names: {', '.join(VIEWS)}.")
    found = dict.fromkeys(name.strip().lower() if isinstance(name, str) else name for name in views)
    for name in found:
        if name not in VIEWS:
            raise InvalidParameter(
                f"There is no view {quoted(str(name), _LONGEST_QUOTE)}; there are {', '.join(VIEWS)}."
            )
    return tuple(found)


def _section(section: Any) -> tuple[int | None, float | None]:
    """Return the axis and the place of a cut; None twice for no cut."""
    if section is None:
        return None, None
    text = section if isinstance(section, str) else ""
    match = _SECTION.fullmatch(text) if len(text) <= _LONGEST_SECTION else None
    at_mm = float(match[2]) if match and match[2] else None
    if match is None or (at_mm is not None and not abs(at_mm) <= _FARTHEST_MM):
        raise InvalidParameter(
            f"A section is x, y or z (through the middle of the model), or a place in mm such as x=12.5; "
            f"not {quoted(str(section), _LONGEST_QUOTE)}."
        )
    return _AXES.index(match[1].lower()), at_mm


def missed(axis: int, at_mm: float | None, low_mm: float, high_mm: float) -> InvalidParameter:
    """Return the error of a section that does not go through the model.

    Args:
        axis: 0, 1 or 2.
        at_mm: Where it was to be.
        low_mm: Where the model begins along the axis.
        high_mm: Where it ends.
    """
    name = _AXES[axis]
    low, high = (f"{_rounded(value):g}" for value in (low_mm, high_mm))
    if at_mm is None:
        return InvalidParameter(f"The model is flat along {name}: no section across {name} shows anything.")
    return InvalidParameter(
        f"The section {name}={at_mm:g} does not go through the model, which runs from {name}={low} to "
        f"{name}={high} mm; a section has to lie between them."
    )


def _rounded(value: float) -> float:
    """Return a length rounded to six decimals, without a negative zero."""
    return round(value, 6) + 0.0 if math.isfinite(value) else value
