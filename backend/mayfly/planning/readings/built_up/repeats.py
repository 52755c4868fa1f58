"""Features that are repeated in a row or around an axis, or mirrored."""

from __future__ import annotations

import math
from typing import cast

from mayfly.design.features import OnFace
from mayfly.design.geometry.faces import Face, Faces, Point
from mayfly.design.places import Place, Points
from mayfly.design.values import Value
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing, unsupported


def repeated(feature: Value, topic: Topic, faces: Faces) -> Value:
    """Return a feature at all places of a pattern.

    Args:
        feature: The first one.
        topic: What was said of the pattern.
        faces: The faces of the body.

    Raises:
        NeedsClarification: The number, the distance or the direction is open.
    """
    face = _face(feature, faces)
    assert isinstance(feature, OnFace)  # noqa: S101 - it has a face
    first = feature.at.on(face).points
    count = _count(topic)
    points = (
        _around(topic, face, first, count) if topic.name == "circular" else _in_row(topic, face, first, count)
    )
    return feature.model_copy(update={"at": _at(points, face)})


def mirrored_again(feature: Value, plane: str, faces: Faces) -> Value:
    """Return a feature that is on both sides of a plane through the middle of the body."""
    face = _face(feature, faces)
    assert isinstance(feature, OnFace)  # noqa: S101 - it has a face
    axes = {"Z": "xy", "Y": "xz", "X": "yz"}[face.axis]
    across = {"yz": "x", "xz": "y", "xy": "z"}[plane]
    if across not in axes:
        raise unsupported(
            f"A feature on the {face.name} is not mirrored at {plane}.", about("place", "mirror")
        )
    index = axes.index(across)
    points = list(feature.at.on(face).points)
    images = [tuple(-c if i == index else c for i, c in enumerate(point)) for point in points]
    return feature.model_copy(update={"at": _at([*points, *cast("list[Point]", images)], face)})


def _face(feature: Value, faces: Faces) -> Face:
    if not isinstance(feature, OnFace):
        raise unsupported("Only what lies on a face is repeated.", about("feature", "pattern"))
    found = faces.get(feature.face or "top")
    if found is None:
        raise unsupported("Only what lies on a flat face is repeated.", about("feature", "pattern"))
    return found


def _at(points: list[Point], face: Face) -> Place:
    u, v = face.centre
    unique = dict.fromkeys((round(a - u, 9), round(b - v, 9)) for a, b in points)
    return Points(points=tuple(unique))


def _count(topic: Topic) -> int:
    counts = [int(size.number.value) for size in topic.sizes if size.number.can_count]
    if topic.count is not None:
        counts.append(topic.count)
    if len(set(counts)) != 1:
        raise missing("How many are there in all?", about("count", "pattern"))
    if counts[0] < 2:
        raise unsupported("A pattern has two or more.", about("count", "pattern"))
    return counts[0]


def _around(topic: Topic, face: Face, first: list[Point], count: int) -> list[Point]:
    step = 360 / count
    for one in topic.said:
        if isinstance(one, said.FirstAngle) and one.between:
            step = one.degrees
    u0, v0 = face.centre
    found = []
    for k in range(count):
        cos, sin = math.cos(math.radians(k * step)), math.sin(math.radians(k * step))
        found += [
            (u0 + (u - u0) * cos - (v - v0) * sin, v0 + (u - u0) * sin + (v - v0) * cos) for u, v in first
        ]
    return found


def _in_row(topic: Topic, face: Face, first: list[Point], count: int) -> list[Point]:
    apart = [one for one in topic.said if isinstance(one, said.Apart)]
    if len(apart) != 1:
        raise missing("How far apart are they?", about("size", "pattern", "spacing"))
    along = apart[0].along or next((o.direction for o in topic.said if isinstance(o, said.Along)), "")
    axes = {"Z": "xy", "Y": "xz", "X": "yz"}[face.axis]
    index = {"length": 0, "long": 0, "width": 1, "short": 1}.get(along, axes.find(along))
    if along in {"long", "short"} and face.size[0] < face.size[1]:
        index = 1 - index
    if not along or index < 0:
        raise missing("In which direction does the row run?", about("place", "pattern"))
    middle = face.centre[index]
    step = apart[0].distance.value * (-1 if first[0][index] > middle + 1e-9 else 1)
    found: list[Point] = []
    for k in range(count):
        found += [(u + k * step, v) if index == 0 else (u, v + k * step) for u, v in first]
    return found
