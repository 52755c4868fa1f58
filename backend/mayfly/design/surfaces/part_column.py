"""What a body is drawn out from, if its base is one outline drawn out straight."""

from __future__ import annotations

import math
from typing import Final

from mayfly.design import outline_shapes
from mayfly.design.builder import Draft
from mayfly.design.geometry.columns import Column
from mayfly.design.geometry.tolerance import SAME_MM, SAME_SHARE
from mayfly.design.outlines import Outline
from mayfly.design.surfaces.part_edges import outline_of

_NUMBERS: Final = {"X": 0, "Y": 1, "Z": 2}


def column_of(draft: Draft) -> Column | None:
    """Return the outline that the base is drawn out from; None where it is no such body, or was rounded."""
    if draft.edge_steps or draft.shell_steps or draft.trimmed or draft.limits is not None:
        return None
    if draft.form.column is not None:
        return draft.form.column
    volume = draft.requirements.volume_mm3
    if draft.box_mm is None or volume is None:
        return None
    for column in (_block(draft), _round(draft), _described(draft)):
        if column is not None and abs(column.volume / volume - 1) < SAME_SHARE:
            return column
    return None


def _block(draft: Draft) -> Column | None:
    if draft.form.kind != "prismatic" or draft.form.corner is not None:
        return None
    x, y, z = draft.box
    return Column(2, outline_shapes.rectangle(x, y), 0.0, z)


def _round(draft: Draft) -> Column | None:
    """Return a disc, or a ring whose opening goes through."""
    x, y, z = draft.box
    if draft.form.kind != "round" or abs(x - y) > SAME_MM or draft.form.corner is not None:
        return None
    bores = [hole for hole in draft.requirements.holes if hole.axis == "Z" and hole.at == ((0.0, 0.0),)]
    openings = tuple(outline_shapes.circle(hole.diameter_mm).segments for hole in bores[:1])
    return Column(2, Outline(outline_shapes.circle(x).segments, openings), 0.0, z)


def _described(draft: Draft) -> Column | None:
    """Return the outline that a part's file describes."""
    drawn = outline_of(draft)
    if drawn is None or any(not math.isfinite(c) for corner in drawn[3] for c in corner):
        return None
    axis, (low, high), _, corners = drawn
    return Column(_NUMBERS[axis], outline_shapes.polygon(corners), low, high)
