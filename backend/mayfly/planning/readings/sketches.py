"""Profiles that are sketched: circles, rectangles, polygons by sizes or by points."""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError

from mayfly.design.profiles import (
    Circle,
    Ellipse,
    Polygon,
    Profile,
    Rectangle,
    RegularPolygon,
    Ring,
    Triangle,
)
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, impossible, missing, unsupported
from mayfly.planning.readings.roles import Roles

_SIDES: Final = {"hexagon": 6, "octagon": 8, "pentagon": 5}


def profile_of(topic: Topic, at: tuple[float, float] = (0.0, 0.0)) -> Profile:
    """Return the profile that a topic describes.

    Args:
        topic: A sketch.
        at: Where its middle lies.

    Raises:
        NeedsClarification: A size is open, or one is left over.
    """
    roles = Roles.of(topic)
    profile = _MAKERS.get(topic.name, _polygon)(topic, roles, at)
    roles.check_all_used()
    return profile


def _need(value: float | None, topic: Topic, size: str) -> float:
    if value is None:
        raise missing(f"What is the {size} of the {topic.name}?", about("size", topic.name, size))
    return value


def _circle(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    outer, inner = roles.one("outer_diameter"), None
    pairs = [size for size in roles.open if size.label.components in {("outer",), ("inner",)}]
    if pairs:
        return _ring(topic, roles, at)
    diameter = _need(outer or roles.diameter(), topic, "diameter")
    return (
        Circle(diameter=diameter, at=at) if inner is None else Ring(diameter=diameter, inner_diameter=inner)
    )


def _ring(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    found: dict[str, float] = {}
    for size in list(roles.open):
        for name in ("outer", "inner"):
            if size.label.components == (name,):
                double = 2.0 if size.label.role == "radius" or size.number.form == "radius" else 1.0
                found[name] = size.number.value * double
                roles.open.remove(size)
    outer = _need(found.get("outer"), topic, "outer diameter")
    return Ring(diameter=outer, inner_diameter=_need(found.get("inner"), topic, "inner diameter"), at=at)


def _rectangle(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    radius = roles.one("radius")
    length = roles.one("along_length", "length") or roles.second()
    width = roles.one("along_width", "width", "height") or roles.second()
    if width is None and roles.open:
        width = roles.one("height")
    if length is None and roles.open:
        length, width = width, roles.one("height")
    return Rectangle(
        length=_need(length, topic, "length"),
        width=_need(width, topic, "width"),
        corner_radius=radius or 0.0,
        at=at,
    )


def _square(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    side = roles.one("side", "length", "width") or roles.second()
    other = roles.second()
    if other is not None and other != side:
        raise unsupported(f"A square of {side:g} x {other:g}? Which is right?", about("size", "square"))
    return Rectangle(length=_need(side, topic, "side"), width=_need(side, topic, "side"), at=at)


def _regular(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    flats, corners, side = roles.one("across_flats"), roles.one("across_corners"), roles.one("side")
    if flats is None and corners is None and side is None:
        flats = _need(roles.second(), topic, "size across flats") if topic.name != "pentagon" else None
        _need(flats, topic, "side")
    return RegularPolygon(
        sides=_SIDES[topic.name], across_flats=flats, across_corners=corners, side=side, at=at
    )


def _ellipse(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    length, width = roles.one("length") or roles.second(), roles.one("width") or roles.second()
    return Ellipse(length=_need(length, topic, "length"), width=_need(width, topic, "width"), at=at)


def _triangle(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    if topic.all(said.Outline):
        return _polygon(topic, roles, at)
    base, height = roles.one("base", "length", "width"), roles.one("height")
    return Triangle(base=_need(base, topic, "base"), height=_need(height, topic, "height"), at=at)


def _polygon(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:  # noqa: ARG001 - as all makers
    listed = [one for one in topic.said if isinstance(one, said.Outline | said.Points)]
    if len(listed) != 1:
        raise missing("Through which points does the profile run?", about("place", "profile"))
    points = list(listed[0].points)
    if points[0] == points[-1]:
        points.pop()
    if any(len(point) != 2 for point in points):
        raise unsupported("A profile has points of two coordinates.", about("place", "profile"))
    try:
        return Polygon(points=tuple((point[0], point[1]) for point in points))
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise impossible(f"{what}. Which points are right?", about("place", "profile")) from error


_MAKERS: Final = {
    "circle": _circle,
    "ring": _ring,
    "rectangle": _rectangle,
    "square": _square,
    "hexagon": _regular,
    "octagon": _regular,
    "pentagon": _regular,
    "ellipse": _ellipse,
    "triangle": _triangle,
}
