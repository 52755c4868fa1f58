"""Profiles that are sketched: circles, rectangles, polygons by sizes or by points."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from pydantic import ValidationError

from mayfly.design.profiles import (
    Circle,
    Contour,
    Ellipse,
    Polygon,
    Profile,
    Rectangle,
    RegularPolygon,
    Ring,
    Slot,
    Trapezoid,
    Triangle,
)
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Label
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, impossible, missing, unsupported
from mayfly.planning.readings.said.roles import Roles, role_of

_SIDES: Final = {"hexagon": 6, "octagon": 8, "pentagon": 5}
_RECTANGULAR: Final = frozenset({"rectangle", "square"})
#: The direction of one side of a rectangle, and that of the other.
_ALONG: Final = {"along_length": "along_width", "along_width": "along_length"}
#: Corners of what is drawn through points that are listed.
_CORNERS: Final = _SIDES | {
    "rectangle": 4,
    "square": 4,
    "trapezoid": 4,
    "triangle": 3,
    "equilateral": 3,
    "right_triangle": 3,
}


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
    if topic.all(said.Outline):
        return _polygon(topic, roles, at)
    radius = roles.one("radius")
    _turn_as_restated(roles)
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


def _turn_as_restated(roles: Roles) -> None:
    """Name the sides of "84 x 46 (84 along X)" by their directions; one said again is no third side."""
    bare = [size for size in roles.open if role_of(size) is None]
    if len(bare) != 2:
        return
    for size in list(roles.open):
        role = role_of(size)
        same = next((one for one in bare if one.number.value == size.number.value), None)
        if role not in _ALONG or same is None:
            continue
        other = bare[1 - bare.index(same)]
        roles.open = [one for one in roles.open if one not in (size, same, other)]
        roles.open += [size, replace(other, label=Label((), _ALONG[role]))]
        return


def _square(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    length, width = roles.one("length"), roles.one("width")
    if length is not None and width is not None:  # called a square, and both sides are named
        return Rectangle(length=length, width=width, at=at)
    side = length or width or roles.one("side") or roles.second()
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
    base = _named(roles, "base") or roles.one("base", "length", "width")
    height = roles.one("height")
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
    via = listed[0].via if isinstance(listed[0], said.Outline) else ()
    flat = tuple((point[0], point[1]) for point in points)
    if not via:
        _check_corners(topic.name, flat)
    try:
        if via:
            passed = tuple(None if point is None else (point[0], point[1]) for point in via)
            return Contour(points=flat, via=passed)
        return Polygon(points=flat)
    except ValidationError as error:
        what = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise impossible(f"{what}. Which points are right?", about("place", "profile")) from error


def _check_corners(name: str, points: tuple[tuple[float, float], ...]) -> None:
    """Check that a profile that is named after its corners has as many, and a rectangle square ones.

    Raises:
        NeedsClarification: It has not.
    """
    noun = name.removeprefix("right_").replace("equilateral", "triangle")
    corners = _CORNERS.get(name, len(points))
    if corners != len(points):
        text = f"{a_or_an(noun)} has {corners} corners, but {len(points)} are listed. Which are right?"
        raise unsupported(text.capitalize(), about("place", "profile"))
    if noun in _RECTANGULAR:
        a, b, c, d = points
        diagonals = math.dist(a, c), math.dist(b, d)
        if not (
            math.isclose(*diagonals)
            and math.isclose(math.dist(_midway(a, c), _midway(b, d)), 0.0, abs_tol=1e-9)
        ):
            raise unsupported(
                f"Those points are not the corners of a {noun}. Which are right?", about("place", "profile")
            )


def _midway(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _slot(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    length = _need(roles.one("along_length", "length") or roles.second(), topic, "length")
    width = _need(roles.one("along_width", "width", "height", "diameter") or roles.second(), topic, "width")
    turn = 90.0 if length < width else 0.0
    return Slot(length=max(length, width), width=min(length, width), turn=turn, at=at)


def _named(roles: Roles, *names: str) -> float | None:
    """Take the size of a part of a section: the bottom of a trapezoid, the web of a T."""
    for size in list(roles.open):
        if size.label.components[-1:] and size.label.components[-1] in names:
            roles.open.remove(size)
            return size.number.value
    return None


def _trapezoid(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    if topic.all(said.Outline):
        return _polygon(topic, roles, at)
    bottom, top = _named(roles, "bottom"), _named(roles, "top")
    bottom = bottom or _named(roles, "base") or roles.one("base") or roles.second()
    top = top or _named(roles, "base") or roles.one("base") or roles.second()
    height = roles.one("height", "width", "thickness")
    low, high = _named(roles, "bottom level"), _named(roles, "top level")
    if low is not None and high is not None and height is None:
        height, at = abs(high - low), (at[0], at[1] + (low + high) / 2)
    return Trapezoid(
        bottom=_need(bottom, topic, "bottom length"),
        top=_need(top, topic, "top length"),
        height=_need(height, topic, "height"),
        at=at,
    )


def _equilateral(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    side = _need(roles.one("side", "base", "length", "width") or roles.second(), topic, "side")
    return RegularPolygon(sides=3, side=side, at=at, turn=90.0)


def _right_triangle(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    if topic.all(said.Outline):
        return _polygon(topic, roles, at)
    legs = [_named(roles, "leg"), _named(roles, "leg")]
    base = legs[0] or _named(roles, "base") or roles.one("base", "length", "width") or roles.second()
    height = legs[1] or roles.one("height", "width", "depth") or roles.second()
    long, high = _need(base, topic, "base"), _need(height, topic, "height")
    return Polygon(points=((0.0, 0.0), (long, 0.0), (0.0, high)), at=at)


def _part_of_circle(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    """Return a half or quarter of a circle, or a sector, around the middle of its arc."""
    angles = [size.number.value for size in roles.take_form("angle")]
    angle = {"semicircle": 180.0, "quadrant": 90.0}.get(topic.name)
    if angle is None:
        angle = _need(angles[0] if len(angles) == 1 else None, topic, "angle")
    elif angles and angles != [angle]:
        raise unsupported(f"A {topic.name} of {angles[0]:g}°? Which is right?", about("size", topic.name))
    radius = _need(roles.diameter(), topic, "radius") / 2
    if not 0 < angle < 360:
        raise impossible(f"A sector has less than 360°, not {angle:g}°.", about("size", topic.name, "angle"))
    tips = [_on_circle(radius, share * angle) for share in (0.0, 0.5, 1.0)]
    if angle == 180.0:
        return Contour(points=(tips[0], tips[2]), via=(tips[1], None), at=at)
    return Contour(points=((0.0, 0.0), tips[0], tips[2]), via=(None, tips[1], None), at=at)


def _on_circle(radius: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return radius * math.cos(turn), radius * math.sin(turn)


def _letter(topic: Topic, roles: Roles, at: tuple[float, float]) -> Profile:
    """Return an L, T or U by its sides and the thickness of what it consists of."""
    if topic.all(said.Outline):
        return _polygon(topic, roles, at)
    thick = roles.one("thickness")
    flange, web = _named(roles, "flange"), _named(roles, "web")
    wide = _need(roles.one("along_length", "width", "length") or roles.second(), topic, "width")
    high = _need(roles.one("along_width", "height", "depth") or roles.second(), topic, "height")
    thick = thick or roles.second()
    lying, standing = flange or thick, web or thick
    a, b = _need(lying, topic, "thickness"), _need(standing, topic, "thickness")
    corners = {
        "l_section": [(0, 0), (wide, 0), (wide, a), (b, a), (b, high), (0, high)],
        "u_section": [
            (0, 0), (wide, 0), (wide, high), (wide - b, high), (wide - b, a), (b, a), (b, high), (0, high),
        ],
        "t_section": [
            ((wide - b) / 2, 0), ((wide + b) / 2, 0), ((wide + b) / 2, high - a), (wide, high - a),
            (wide, high), (0, high), (0, high - a), ((wide - b) / 2, high - a),
        ],
    }[topic.name]  # fmt: skip
    try:
        return Polygon(points=tuple(corners), at=at)
    except ValidationError as error:
        raise impossible(
            "Those sizes do not fit to each other. Which is right?", about("size", topic.name)
        ) from error


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
    "equilateral": _equilateral,
    "right_triangle": _right_triangle,
    "trapezoid": _trapezoid,
    "slot": _slot,
    "semicircle": _part_of_circle,
    "quadrant": _part_of_circle,
    "sector": _part_of_circle,
    "l_section": _letter,
    "t_section": _letter,
    "u_section": _letter,
}
