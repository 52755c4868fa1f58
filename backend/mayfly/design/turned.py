"""The faces of a profile that is turned about the Z axis: flat rings, and round sides."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable
from typing import Final

from mayfly.design.forms import Piece
from mayfly.design.geometry.faces import Face, Faces, Layers, literal, middle
from mayfly.design.outlines import Outline
from mayfly.design.segments import Line

_SAME: Final = 1e-9


def faces_of_turned(outline: Outline) -> Callable[[], Faces]:
    """Return what gives the flat faces: "top", "bottom", "shoulder", "shoulder 2" from the top down."""

    def faces() -> Faces:
        flat = [line for line in outline.lines if abs(line.start[1] - line.end[1]) < _SAME]
        (_, low), (_, high) = outline.box
        found: Faces = {}
        upwards = sorted((line for line in flat if line.normal[1] > 0), key=lambda line: -line.start[1])
        downwards = sorted((line for line in flat if line.normal[1] < 0), key=lambda line: line.start[1])
        for line in (*upwards, *downwards):
            level, up = line.start[1], line.normal[1] > 0
            end = abs(level - (high if up else low)) < _SAME
            key = ("top" if up else "bottom") if end else "shoulder" if up else "lower shoulder"
            unique, index = key, 2
            while unique in found:
                unique, index = f"{key} {index}", index + 1
            found[unique] = _ring(outline, line, f"{unique} face", 1 if up else -1)
        return found

    return faces


def _ring(outline: Outline, line: Line, name: str, sign: int) -> Face:
    level = line.start[1]
    inner, outer = sorted((line.start[0], line.end[0]))

    def layers(u: float, v: float) -> Layers:
        off = math.hypot(u, v)
        spans = outline.spans((off, level - sign * 1e-7), (0.0, -float(sign)))
        return tuple((max(a, 0.0), b + 1e-7) for a, b in spans if b > 0)

    middle_of = layers((inner + outer) / 2, 0.0)
    depth = middle_of[0][1] if middle_of else 0.0
    return Face(
        name, "Z", sign, level, middle(2 * outer), middle(2 * outer), depth, "circle",
        level_name=literal(level), depth_name="", inner=2 * inner, layers=layers,
    )  # fmt: skip


def pieces_of_turned(outline: Outline) -> tuple[Piece, ...]:
    """Return the cylinders of its outside from the bottom upwards, those with one hollow at most behind.

    What is inside another wall of the body (the post in a cup) is no outside.
    """
    upright = [
        line
        for line in outline.lines
        if abs(line.start[0] - line.end[0]) < _SAME and line.normal[0] > 0 and _is_outside(outline, line)
    ]

    pieces = []
    for line in sorted(upright, key=lambda line: min(line.start[1], line.end[1])):
        low, high = sorted((line.start[1], line.end[1]))
        wide = 2 * line.start[0]
        pieces.append(Piece(low, high, wide, functools.partial(_inner, outline, wide)))
    return tuple(pieces)


def _is_outside(outline: Outline, line: Line) -> bool:
    """Return whether no material lies further out than an upright line, and one wall behind it."""
    low, high = sorted((line.start[1], line.end[1]))
    levels = {low, high}
    for segment in outline.segments:
        levels |= {y for _, y in segment.extremes() if low < y < high}
    for below, above in itertools.pairwise(sorted(levels)):
        height = (below + above) / 2
        outwards = outline.spans((line.start[0] + 1e-7, height), (1.0, 0.0))
        if any(end > 0 for _, end in outwards):
            return False
        inwards = outline.spans((line.start[0], height), (-1.0, 0.0))
        if sum(end > _SAME for _, end in inwards) > 1:
            return False
    return True


def _inner(outline: Outline, wide: float, height: float) -> float:
    """Return the diameter of what is hollow inside a cylinder at a height."""
    spans = outline.spans((wide / 2 - 1e-7, height), (-1.0, 0.0))
    reach = spans[0][1] if spans and spans[0][0] <= _SAME else 0.0
    return max(wide - 2 * (reach + 1e-7), 0.0) if reach < wide / 2 - 1e-6 else 0.0
