"""Finds the outer dimensions of a model, each at a place where its dimension line is free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mayfly.cad.preview.mesh import Floats, Mesh

_ROUND = 0.004
"""A model counts as round about Z if no side differs from its silhouette's width by more than this part."""


@dataclass(frozen=True)
class Size:
    """One size to be written on the drawing.

    Attributes:
        start: Where it begins, in mm.
        stop: Where it ends.
        outwards: Direction, in space, in which its dimension line is moved away.
        length_mm: The size.
        sign: What stands before the number: "Ø" or nothing.
    """

    start: Floats
    stop: Floats
    outwards: Floats
    length_mm: float
    sign: str = ""


def outer_sizes(mesh: Mesh, axes: Floats) -> list[Size]:
    """Return the sides of the bounding box, or diameter and height of what is round about Z."""
    across = mesh.points @ axes[0]
    diameter = float(mesh.high[0] - mesh.low[0])
    other = float(mesh.high[1] - mesh.low[1])
    width = float(across.max() - across.min())
    if max(abs(other - diameter), abs(width - diameter)) <= _ROUND * diameter:
        return _of_round(mesh, axes, diameter)
    return [*_of_base(mesh, axes), _height(mesh, axes)]


def _of_round(mesh: Mesh, axes: Floats, diameter: float) -> list[Size]:
    """Return diameter and height; the diameter across the picture, where its length is true."""
    middle = (mesh.low + mesh.high) / 2
    sideways = axes[0] * diameter / 2
    tall = float(mesh.high[2] - mesh.low[2])
    left = middle - sideways
    rise = np.array([0.0, 0.0, tall / 2])
    lowest = float((mesh.points @ axes[1]).min())
    down = axes[1] * (lowest - float(middle @ axes[1]))
    return [
        Size(left + down, middle + sideways + down, -axes[1], diameter, "Ø"),
        Size(left - rise, left + rise, -axes[0], tall),
    ]


def _of_base(mesh: Mesh, axes: Floats) -> list[Size]:
    """Return the sides along X and Y, each at the edge of the box's base that lies lower in the picture."""
    sizes = []
    for axis, other in ((0, 1), (1, 0)):
        choices = []
        for side, way in ((mesh.low, -1.0), (mesh.high, 1.0)):
            start, stop, outwards = mesh.low.copy(), mesh.low.copy(), np.zeros(3)
            start[other] = stop[other] = side[other]
            stop[axis] = mesh.high[axis]
            outwards[other] = way
            choices.append(Size(start, stop, outwards, float(mesh.high[axis] - mesh.low[axis])))
        sizes.append(min(choices, key=lambda size: float((size.start + size.stop) @ axes[1])))
    return sizes


def _height(mesh: Mesh, axes: Floats) -> Size:
    """Return the side along Z, at the upright edge of the box that lies farthest to the left."""
    corners = [
        (np.array([x, y, mesh.low[2]]), np.array([way_x, 0.0, 0.0]), np.array([0.0, way_y, 0.0]))
        for x, way_x in ((mesh.low[0], -1.0), (mesh.high[0], 1.0))
        for y, way_y in ((mesh.low[1], -1.0), (mesh.high[1], 1.0))
    ]
    start, *ways = min(corners, key=lambda corner: float(corner[0] @ axes[0]))
    stop = start.copy()
    stop[2] = mesh.high[2]
    outwards = min(ways, key=lambda way: float(way @ axes[0]))
    return Size(start, stop, outwards, float(stop[2] - start[2]))
