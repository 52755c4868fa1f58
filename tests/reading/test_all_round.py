"""Holes from all round, holes in the corners of a figure, and gaps between bodies."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mayfly.planning.readings.decide import decide


def features_of(request_: str) -> list[dict[str, Any]]:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None
    features: list[dict[str, Any]] = plan.design["bodies"][0]["features"]
    return features


@pytest.mark.parametrize(
    ("request_", "count", "height", "from_the_axis"),
    [
        ("tube 60 OD, 5 wall, 100 long, four 8 mm holes evenly around, 15 mm below the top edge", 4, 85, 0),
        (
            "tube 60 OD 5 wall 100 long with 3 holes 8 mm around the circumference, 15 mm from the top",
            3,
            85,
            0,
        ),
        (
            "pipe 50 OD, 3 mm wall, 120 long with 3 holes of 6 mm around the wall, 30 from the bottom",
            3,
            30,
            0,
        ),
        ("cup 60 dia 80 high 3 wall with 4 holes 5 mm around the wall, 20 mm from the bottom", 4, 20, 0),
        ("cylinder 60 dia 40 high with 6 holes of 5 mm around the side, halfway up, 10 deep", 6, 20, 20),
        ("cylinder 60 dia 40 high with six 5 mm radial holes, 12 mm deep, 10 mm from the bottom", 6, 10, 18),
        ("knob 40 dia 20 high with 4 holes 6 mm radial 8 deep", 4, 10, 12),
    ],
)
def test_holes_go_in_from_all_round(request_: str, count: int, height: float, from_the_axis: float) -> None:
    (cut,) = features_of(request_)
    assert (cut["kind"], cut["copies"]) == ("cut", {"kind": "circular", "count": count})
    assert cut["base"]["profile"]["at"] == [0, height]
    assert cut["at"][0] - cut["base"]["height"] / 2 == pytest.approx(from_the_axis)


@pytest.mark.parametrize(
    ("request_", "asked"),
    [
        (
            "cylinder 60 dia 40 high with 6 holes of 5 mm evenly spaced around the side, halfway up",
            "How deep",
        ),
        ("disc 100 x 10 with 8 holes 6 mm around the circumference, 15 mm from the edge", "Where"),
        ("ring 100 OD 60 ID 20 thick with 6 holes 8 mm evenly around", "Where"),
    ],
)
def test_what_is_open_of_holes_around_is_asked(request_: str, asked: str) -> None:
    found = decide(request_)
    assert found.plan is None
    assert str(found.question).startswith(asked)


@pytest.mark.parametrize(
    ("request_", "diameter", "first"),
    [
        ("plate 100 x 60 x 8 with 3 holes in a triangle, 6 mm, 30 mm apart", 30 / math.sin(math.pi / 3), 90),
        ("plate 100 x 60 x 8 with 6 holes 6 mm in a hexagon, 20 mm apart", 40, 0),
        (
            "plate 4 x 3 x 0.5 inch with 3 holes 1/4 inch in a triangle, 1 inch apart",
            25.4 / math.sin(math.pi / 3),
            90,
        ),
    ],
)
def test_holes_in_a_figure_lie_on_the_circle_through_its_corners(
    request_: str, diameter: float, first: float
) -> None:
    (holes,) = features_of(request_)
    assert holes["at"]["kind"] == "circle"
    assert holes["at"]["diameter"] == pytest.approx(diameter)
    assert holes["at"].get("first_angle", 0) == first


@pytest.mark.parametrize(
    "request_",
    [
        "plate 100 x 60 x 8 with 3 holes 6 mm in an L, 20 mm apart",
        "plate 100 x 60 x 8 with 4 holes 6 mm in a triangle, 20 mm apart",
        "plate 100 x 60 x 8 with 3 holes 6 mm in a triangle",
        "disc 80 x 10 with a 5 mm gap",
        "cube 20 mm with a 3 mm gap",
    ],
)
def test_what_lies_in_no_known_figure_or_has_a_gap_is_asked_about(request_: str) -> None:
    """They were built in a row, and without a gap."""
    assert decide(request_).plan is None


def test_two_bodies_stand_apart_by_a_gap() -> None:
    plan = decide("two plates 60 x 40 x 5 with a gap of 10 mm").plan
    assert plan is not None and plan.design is not None
    assert [body["at"][0] for body in plan.design["bodies"]] == [-35, 35]
