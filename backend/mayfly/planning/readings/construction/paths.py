"""Paths of sweeps: straight pieces and bends, or points, as the corners of a path."""

from __future__ import annotations

import math
from typing import Final

from mayfly.design.geometry.faces import Vector
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing, unsupported

_WAYS: Final[dict[str, Vector]] = {
    "+x": (1.0, 0.0, 0.0),
    "-x": (-1.0, 0.0, 0.0),
    "+y": (0.0, 1.0, 0.0),
    "-y": (0.0, -1.0, 0.0),
    "+z": (0.0, 0.0, 1.0),
    "-z": (0.0, 0.0, -1.0),
}


def path_of(topic: Topic) -> tuple[tuple[Vector, ...], float | None]:
    """Return the corners of a path and the radius of its bends; None for mitred corners.

    Raises:
        NeedsClarification: A direction is open, or the bends differ.
    """
    listed = [one for one in topic.said if isinstance(one, said.Outline | said.Points)]
    radius = next((one.number.value for one in topic.sizes if _is_radius(one)), None)
    if listed:
        points = [_in_space(point) for one in listed for point in one.points]
        return tuple(points), radius
    return _walked(topic)


def _is_radius(size: said.Size) -> bool:
    return size.number.form == "radius" or size.label.role == "radius"


def _in_space(point: tuple[float, ...]) -> Vector:
    return (point[0], point[1], point[2]) if len(point) == 3 else (point[0], point[1], 0.0)


def _walked(topic: Topic) -> tuple[tuple[Vector, ...], float | None]:
    pieces = [one for one in topic.said if isinstance(one, said.Leg | said.Bend)]
    if not pieces or not isinstance(pieces[0], said.Leg):
        raise missing("Along which path is it swept?", about("place", "sweep"))
    at, way = (0.0, 0.0, 0.0), ""
    points: list[Vector] = [at]
    radii: set[float] = set()
    straight = 0.0
    for piece in pieces:
        if isinstance(piece, said.Leg):
            if piece.way and way and piece.way != way:
                at = _moved(at, way, straight)
                points.append(at)
                straight = 0.0
            way = piece.way or way
            if not way:
                raise missing("In which direction does the path begin?", about("place", "sweep"))
            straight += piece.distance.value
            continue
        if not piece.way:
            raise missing("In which direction does the bend lead?", about("place", "sweep"))
        if _WAYS[piece.way] == _WAYS[way] or abs(piece.degrees) != 90:
            raise unsupported(
                "Bends of 90° between the axes can be read. How shall the path run, as points?",
                about("place", "sweep"),
            )
        radii.add(piece.radius.value)
        reach = piece.radius.value * math.tan(math.radians(abs(piece.degrees)) / 2)
        at = _moved(at, way, straight + reach)
        points.append(at)
        straight, way = reach, piece.way
    points.append(_moved(at, way, straight))
    if len(radii) > 1:
        raise unsupported("All bends of a path have one radius. Which one?", about("size", "bend", "radius"))
    return tuple(points), radii.pop() if radii else None


def _moved(at: Vector, way: str, distance: float) -> Vector:
    x, y, z = (a + distance * b for a, b in zip(at, _WAYS[way], strict=True))
    return x, y, z
