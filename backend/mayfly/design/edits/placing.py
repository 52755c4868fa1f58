"""Moves, turns and mirrors bodies, and the places of features on their faces."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

from mayfly.design.body import Body
from mayfly.design.features._base import Feature, OnFace
from mayfly.design.features.combine import Nested
from mayfly.design.features.rib import Rib
from mayfly.design.geometry.faces import Vector
from mayfly.design.placement import Placement, placed, turned
from mayfly.design.places import BoltCircle, Centre, Corners, FromEdges, Grid, Place, Points, Row
from mayfly.errors import InvalidDesign

_AXES: Final = {"x": 0, "y": 1, "z": 2}
_DIGITS: Final = 9
Point = tuple[float, float]


def moved(owner: Body | Feature, by: Sequence[float], path: str) -> dict[str, Any]:
    """Return the fields of a body or feature that change when it is moved, as plain data.

    Args:
        owner: The body or feature.
        by: How far, in mm: three numbers for a body, two along its face for a feature on one.
        path: Where it is, for an error.

    Raises:
        InvalidDesign: It can't be moved so, or not by as many numbers.
    """
    if isinstance(owner, Body | Nested):
        _check_numbers(by, 3, path, "along X, Y and Z")
        return {"at": [_rounded(a + b) for a, b in zip(owner.at, by, strict=True)]}
    if isinstance(owner, OnFace):
        _check_numbers(by, 2, path, "along the two coordinates of its face")
        return {"at": _moved_place(owner.at, (by[0], by[1]), path).model_dump(mode="json")}
    if isinstance(owner, Rib):
        _check_numbers(by, 2, path, "along the two coordinates of its face")
        return {
            name: [_rounded(a + b) for a, b in zip(getattr(owner, name), by, strict=True)]
            for name in ("start", "end")
        }
    raise InvalidDesign([(path, "it has no place of its own; set its fields, or what it is on")])


def _check_numbers(by: Sequence[float], count: int, path: str, along: str) -> None:
    if len(by) != count:
        raise InvalidDesign([(path, f"it is moved by {count} numbers, {along}; {len(by)} are given")])


def _moved_place(place: Place, by: Point, path: str) -> Place:
    if isinstance(place, Centre):
        return Points(points=(by,), mirror=place.mirror)
    if isinstance(place, Points):
        return place.model_copy(update={"points": tuple(_sum(point, by) for point in place.points)})
    if isinstance(place, Grid | BoltCircle | Row):
        return place.model_copy(update={"centre": _sum(place.centre, by)})
    if isinstance(place, FromEdges):
        return _moved_from_edges(place, by, path)
    raise InvalidDesign([(f"{path}.at", "what lies in corners moves with its inset; change that")])


def _moved_from_edges(place: FromEdges, by: Point, path: str) -> FromEdges:
    """Return distances from edges after a move; what lies in the middle has none and can't be moved so."""
    update: dict[str, float] = {}
    for distance, (low, high) in zip(by, (("left", "right"), ("bottom", "top")), strict=True):
        given = next((name for name in (low, high) if getattr(place, name) is not None), None)
        if given is None and distance:
            raise InvalidDesign([(f"{path}.at", f"it lies in the middle; set {low} or {high} instead")])
        if given is not None:
            way = distance if given == low else -distance
            update[given] = _rounded(getattr(place, given) + way)
    return place.model_copy(update=update)


def turned_data(owner: Body | Feature, angle: float, axis: str, path: str) -> dict[str, Any]:
    """Return the fields of a body or feature that change when it is turned, as plain data.

    Args:
        owner: The body or feature; a body turns about its own origin, a feature about the normal of its face.
        angle: In degrees, counter-clockwise.
        axis: The axis of a body: "x", "y" or "z".
        path: Where it is, for an error.

    Raises:
        InvalidDesign: Turning it changes nothing, or is not possible.
    """
    if isinstance(owner, Body | Nested):
        return {"turn": list(_turn_after(owner.turn, angle, _AXES[axis]))}
    if isinstance(owner, OnFace):
        place = _turned_place(owner.at, angle)
        if place is not None:
            return {"at": place.model_dump(mode="json")}
        if hasattr(owner, "turn"):
            return {"turn": _angle(owner.turn + angle)}
        profile = getattr(owner, "profile", None)
        if profile is not None and hasattr(profile, "turn"):
            return {"profile": {**profile.model_dump(mode="json"), "turn": _angle(profile.turn + angle)}}
    raise InvalidDesign([(path, "turning it changes nothing; turn a pattern, a slot, a profile or a body")])


def _turn_after(turn: Vector, angle: float, axis: int) -> Vector:
    """Return the angles about X, Y and Z of a turn with another one behind it."""
    if all(not turn[later] for later in range(axis + 1, 3)):
        angles = list(turn)
        angles[axis] = _angle(angles[axis] + angle)
        return angles[0], angles[1], angles[2]
    rows = placed((0.0, 0.0, 0.0), turn).then(turned(axis, angle)).rows
    return angles_of(Placement(rows))


def angles_of(placement: Placement) -> Vector:
    """Return the angles about X, Y and Z, in this order, that turn as a placement does.

    The matrix is Rz Ry Rx; with its middle angle at 90 degrees only the sum of the others is determined, and
    that about X is taken as 0.
    """
    rows = placement.rows
    sine = max(-1.0, min(1.0, -rows[2][0]))
    y = math.asin(sine)
    if abs(sine) > 1 - 1e-12:
        x, z = 0.0, math.atan2(-rows[0][1], rows[1][1])
    else:
        x, z = math.atan2(rows[2][1], rows[2][2]), math.atan2(rows[1][0], rows[0][0])
    about_x, about_y, about_z = (_rounded(math.degrees(angle)) for angle in (x, y, z))
    return about_x, about_y, about_z


def _turned_place(place: Place, angle: float) -> Place | None:
    """Return a pattern turned about its middle, listed points about that of the face; None for one place."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def point(at: Point) -> Point:
        return _rounded(at[0] * cos - at[1] * sin), _rounded(at[0] * sin + at[1] * cos)

    if isinstance(place, BoltCircle):
        return place.model_copy(update={"first_angle": _angle(place.first_angle + angle)})
    if isinstance(place, Row):
        return place.model_copy(update={"angle": _angle(place.angle + angle)})
    if isinstance(place, Points) and place.origin == "centre" and any(any(at) for at in place.points):
        return place.model_copy(update={"points": tuple(point(at) for at in place.points)})
    if isinstance(place, Grid) and not angle % 90:
        if not angle % 180:
            return place
        sides = {"columns": place.rows, "rows": place.columns, "spacing": place.spacing[::-1]}
        return place.model_copy(update=sides)
    return None


def mirrored_place(place: Place, number: int, path: str, *, keep: bool) -> Place:
    """Return a place mirrored at the middle of its face.

    Args:
        place: The place.
        number: Of the coordinate that changes its sign: 0 or 1.
        path: Where the feature is, for an error.
        keep: It also stays where it is.

    Raises:
        InvalidDesign: It is the same on both sides, or can't be moved to the other side alone.
    """
    if keep:
        letter = "uv"[number]
        if isinstance(place, Centre | Corners):
            raise InvalidDesign([(f"{path}.at", "it is the same on both sides of the middle already")])
        both = {"", letter}
        return place.model_copy(update={"mirror": letter if place.mirror in both else "both"})
    flip: Callable[[Point], Point] = (
        (lambda at: (0.0 - at[0], at[1])) if number == 0 else (lambda at: (at[0], 0.0 - at[1]))
    )
    if isinstance(place, Points) and place.origin == "centre":
        return place.model_copy(update={"points": tuple(flip(point) for point in place.points)})
    if isinstance(place, Grid):
        return place.model_copy(update={"centre": flip(place.centre)})
    if isinstance(place, BoltCircle):
        angle = 180 - place.first_angle if number == 0 else -place.first_angle
        return place.model_copy(update={"centre": flip(place.centre), "first_angle": _angle(angle)})
    if isinstance(place, Row):
        return place.model_copy(update={"centre": flip(place.centre), "angle": _angle(-place.angle)})
    if isinstance(place, FromEdges):
        low, high = (("left", "right"), ("bottom", "top"))[number]
        return place.model_copy(update={low: getattr(place, high), high: getattr(place, low)})
    raise InvalidDesign([(f"{path}.at", "it is the same on both sides of the middle already")])


def _sum(one: Point, other: Point) -> Point:
    return _rounded(one[0] + other[0]), _rounded(one[1] + other[1])


def _rounded(value: float) -> float:
    return round(value, _DIGITS) + 0.0


def _angle(value: float) -> float:
    """Return an angle between -360 and 360 degrees."""
    return _rounded(math.fmod(value, 360.0))
