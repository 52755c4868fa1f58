"""Outlines measure what polygons of very many corners measure, and their lines cross them where those do."""

from __future__ import annotations

import math
import random
from typing import Final

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mayfly.design.geometry.faces import Point
from mayfly.design.outline_shapes import polygon
from mayfly.design.outlines import Outline
from mayfly.design.profiles import Profile
from mayfly.design.segments import Arc, Segment
from tests.design.random_designs import profile

_PROFILES: Final[TypeAdapter[Profile]] = TypeAdapter(Profile)
_CORNERS = 2000
_seeds = st.integers(0, 10**9)


def outline_of(seed: int) -> Outline:
    return _PROFILES.validate_python(profile(random.Random(seed))).outline()  # noqa: S311 - a repeatable one


def corners(border: tuple[Segment, ...]) -> list[Point]:
    """Return many points along a border."""
    points: list[Point] = []
    for segment in border:
        points.append(segment.start)
        if isinstance(segment, Arc):
            steps = max(2, math.ceil(abs(segment.sweep) / (2 * math.pi) * _CORNERS))
            points += [segment.at(segment.begin + segment.sweep * k / steps) for k in range(1, steps)]
    return points


def shoelace(points: list[Point]) -> tuple[float, float, float]:
    """Return area and first moments of a polygon."""
    area = about_y = about_x = 0.0
    for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True):
        cross = a * d - b * c
        area += cross / 2
        about_y += (a + c) * cross / 6
        about_x += (b + d) * cross / 6
    return area, about_y, about_x


@settings(max_examples=60, deadline=None)
@given(_seeds)
def test_area_and_centroid_are_those_of_a_polygon_of_many_corners(seed: int) -> None:
    outline = outline_of(seed)
    area, about_y, about_x = shoelace(corners(outline.segments))
    for opening in outline.openings:
        less = shoelace(corners(opening))
        area, about_y, about_x = area - less[0], about_y - less[1], about_x - less[2]

    assert math.isclose(outline.area, area, rel_tol=2e-5)
    assert math.dist(outline.centroid, (about_y / area, about_x / area)) < 1e-3


@settings(max_examples=60, deadline=None)
@given(_seeds)
def test_the_box_touches_the_border_on_all_four_sides(seed: int) -> None:
    outline = outline_of(seed)
    points = corners(outline.segments)
    (u0, v0), (u1, v1) = outline.box
    us, vs = [u for u, _ in points], [v for _, v in points]

    for said, found in ((u0, min(us)), (u1, max(us)), (v0, min(vs)), (v1, max(vs))):
        assert math.isclose(said, found, abs_tol=1e-3)
    assert u0 <= min(us) + 1e-9
    assert u1 >= max(us) - 1e-9


@settings(max_examples=60, deadline=None)
@given(_seeds, st.floats(0, 2 * math.pi))
def test_no_point_reaches_further_along_a_direction_than_the_outline_does(seed: int, turn: float) -> None:
    outline = outline_of(seed)
    way = (math.cos(turn), math.sin(turn))
    furthest = max(u * way[0] + v * way[1] for u, v in corners(outline.segments))

    assert furthest - 1e-9 <= outline.reach(way) < furthest + 1e-3


@settings(max_examples=60, deadline=None)
@example(seed=549, turn=0.0, across=0.0, up=0.0)  # through the seam of a circle
@given(_seeds, st.floats(0, 2 * math.pi), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_a_line_lies_in_the_material_as_far_as_in_the_polygon(
    seed: int, turn: float, across: float, up: float
) -> None:
    outline = outline_of(seed)
    (u0, v0), (u1, v1) = outline.box
    origin = ((u0 + u1) / 2 + across * (u1 - u0), (v0 + v1) / 2 + up * (v1 - v0))
    way = (math.cos(turn), math.sin(turn))

    def length(borders: Outline) -> float:
        return sum(end - start for start, end in borders.spans(origin, way))

    drawn = length(polygon(corners(outline.segments)))
    for opening in outline.openings:
        drawn -= length(polygon(corners(opening)))
    # a line that runs along a curve is in a polygon of many corners for a little less
    assert math.isclose(length(outline), drawn, abs_tol=0.2)


@settings(max_examples=40, deadline=None)
@given(_seeds)
def test_the_material_is_where_the_area_is_counted(seed: int) -> None:
    outline = outline_of(seed)
    (u0, v0), (u1, v1) = outline.box
    rng = random.Random(seed)  # noqa: S311 - the same points every time
    total = 1500
    held = sum(outline.holds((rng.uniform(u0, u1), rng.uniform(v0, v1))) for _ in range(total))
    share = outline.area / ((u1 - u0) * (v1 - v0))

    # six standard deviations of a count of that share
    assert abs(held / total - share) < 6 * math.sqrt(0.25 / total)
