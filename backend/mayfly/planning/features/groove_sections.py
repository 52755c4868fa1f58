"""The section of a groove: rectangular or a V, from the sizes that were said."""

from __future__ import annotations

import math
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features._section import GrooveSection
from mayfly.language.english import one, subject
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.planning.questions import about, conflict, degrees, impossible, sizes_open, unsupported

_RIGHT_ANGLE: Final = 90.0


def section_of(
    draft: Draft, mention: Mention, sizes: dict[str, float], depth_from: float | None = None
) -> GrooveSection:
    """Return the section of a groove from its sizes.

    Raises:
        NeedsClarification: Width or depth is missing or given twice.
    """
    vee = mention.vee
    angles = [m for m in mention.measures if m.quantity.form == "angle"]
    for measure in angles:
        measure.used = True
    width, depth = sizes.get("width"), sizes.get("depth", depth_from)
    if not vee:
        if angles:
            raise unsupported(
                f"What is {angles[0].quantity.text} on the {mention.name}? A V groove has an angle.",
                about("number", mention, values=[angles[0]]),
            )
        for name, value in (("width", width), ("depth", depth)):
            if value is None:
                raise sizes_open(mention, name)
        return GrooveSection(width or 0.0, depth or 0.0, vee=False)
    angle = angles[0].quantity.value if angles else None
    if width is None and depth is None:
        raise sizes_open(mention, "depth")
    if width is not None and depth is not None:
        if angle is not None and abs(2 * depth * math.tan(math.radians(angle / 2)) - width) > 1e-3:
            raise conflict(
                f"{one(mention.name)} {number(depth)} mm deep at {number(angle)}° is not"
                f" {number(width)}"
                " mm wide."
                " Which is right?",
                about("size", mention, "depth", "width", values=[depth, degrees(angle), width]),
            )
        return GrooveSection(width, depth, vee=True)
    if angle is None:
        angle = _RIGHT_ANGLE
        draft.note(f"{subject(mention.name, 'is')} assumed to have 90°.")
    if not 10 <= angle <= 170:
        raise impossible(
            f"{one(mention.name)} of {number(angle)}° can't be cut. Which angle?",
            about("size", mention, "angle", values=[degrees(angle)]),
        )
    slope = 2 * math.tan(math.radians(angle / 2))
    width, depth = (depth * slope, depth) if depth is not None else (width or 0.0, (width or 0.0) / slope)
    return GrooveSection(width, depth, vee=True)
