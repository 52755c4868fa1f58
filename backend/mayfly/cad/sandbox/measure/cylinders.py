"""Finds the round outer surfaces of a model: shafts, bosses, pins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from OCP.BRepAdaptor import BRepAdaptor_Surface

from mayfly.cad.sandbox.measure.cylindrical import patches_by_line, tidy, walls_of


def find_cylinders(faces: Iterable[tuple[Any, BRepAdaptor_Surface]]) -> list[dict[str, Any]]:
    """Find round outer surfaces; those of one diameter on one axis line are taken as one.

    What goes round by 200 degrees or less (a rounded edge, the end of a bar) does not count.

    Args:
        faces: The model's faces, each with its surface.
    """
    groups: dict[tuple[Any, ...], list[tuple[float, ...]]] = {}
    for patches in patches_by_line(faces, hollow=False).values():
        line = patches[0].line
        for walls in walls_of(patches).values():
            length = tidy(sum(wall.length for wall in walls), 4)
            key = (tidy(2 * walls[0].radius, 4), line.name, length)
            groups.setdefault(key, []).append(line.place)
    names = ("diameter_mm", "axis", "length_mm")
    return [
        {**dict(zip(names, key, strict=True)), "count": len(places), "at": sorted(places)}
        for key, places in sorted(groups.items())
    ]
