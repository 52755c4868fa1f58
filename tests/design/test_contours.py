"""Outlines with arcs: area and box follow from their points."""

import math

import pytest
from pydantic import ValidationError

from mayfly.design import Contour, Design, compile_design


def test_a_half_circle_has_half_the_area() -> None:
    half = Contour(points=((-20, 0), (20, 0)), via=(None, (0, 20)))
    outline = half.outline()
    assert outline.area == pytest.approx(math.pi * 200)
    assert outline.box == (pytest.approx((-20, 0)), pytest.approx((20, 20)))


def test_points_that_run_clockwise_make_the_same_outline() -> None:
    half = Contour(points=((20, 0), (-20, 0)), via=(None, (0, 20)))
    assert half.outline().area == pytest.approx(math.pi * 200)


def test_an_arc_inwards_takes_area_away() -> None:
    notched = Contour(points=((0, 0), (40, 0), (40, 30), (0, 30)), via=((20, 10), None, None, None))
    straight = 40 * 30
    radius = (20**2 + 10**2) / (2 * 10)
    angle = 2 * math.asin(20 / radius)
    segment = radius**2 / 2 * (angle - math.sin(angle))
    assert notched.outline().area == pytest.approx(straight - segment)


@pytest.mark.parametrize(
    ("points", "via"),
    [
        (((0, 0), (10, 0)), (None, None)),
        (((0, 0), (10, 0), (10, 10)), (None, None)),
        (((0, 0), (10, 0), (10, 10)), ((5, 0), None, None)),
        (((0, 0), (10, 10), (10, 0), (0, 10)), (None, None, None, None)),
    ],
)
def test_what_is_no_outline_is_refused(
    points: tuple[tuple[float, float], ...], via: tuple[object, ...]
) -> None:
    with pytest.raises(ValidationError):
        Contour(points=points, via=via)


def test_the_volume_of_a_body_is_worked_out() -> None:
    profile = {
        "kind": "contour",
        "points": [[-20, 0], [20, 0], [20, 10], [-20, 10]],
        "via": [None, None, [0, 30], None],
    }
    design = Design.read({"bodies": [{"base": {"kind": "extrusion", "profile": profile, "height": 10}}]})
    wanted = compile_design(design).requirements
    assert wanted.volume_mm3 == pytest.approx((40 * 10 + math.pi * 200) * 10)
    assert wanted.bounding_box_mm == pytest.approx((40, 30, 10))
