"""A part is built in the pose that is asked for, and what lies on it goes along."""

from __future__ import annotations

import math

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.readings.decide import decide
from mayfly.planning.rules import RulesPlanner

PI = math.pi
Box = tuple[float, float, float]


def built(text: str) -> tuple[Box, float | None]:
    plan = decide(text).plan
    assert plan is not None, f"nothing was built of {text!r}: {decide(text).question}"
    assert plan.requirements.bounding_box_mm is not None
    x, y, z = plan.requirements.bounding_box_mm
    return (round(x, 3), round(y, 3), round(z, 3)), plan.requirements.volume_mm3


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("cylinder 30x50", (30, 30, 50)),
        ("cylinder 30x50 lying along X", (50, 30, 30)),
        ("tube 40 OD 30 ID 100 long lying along Y", (40, 100, 40)),
        ("shaft 20x100 horizontal", (100, 20, 20)),
        ("tube 60 OD 50 ID 100 long with the axis horizontal, running front to back", (60, 100, 60)),
        ("plate 100x60x8 standing on its long edge", (100, 8, 60)),
        ("plate 100x60x8 standing on its short edge", (8, 60, 100)),
        ("washer M8 standing on its rim", (1.6, 16, 16)),
        ("U channel 60x40x4, 200 long, standing upright", (40, 60, 200)),
        ("box 60x40x30 with its length along Y", (40, 60, 30)),
    ],
)
def test_a_pose_turns_the_box(text: str, box: Box) -> None:
    assert built(text)[0] == pytest.approx(box)


@pytest.mark.parametrize(
    ("natural", "other"),
    [
        ("cone 40 dia 60 high pointing up", "cone 40 dia 60 high pointing down"),
        (
            "channel 100x50x5, 300 long, flanges pointing up",
            "channel 100x50x5, 300 long, flanges pointing down",
        ),
        ("hemisphere 40 with the flat side down", "hemisphere 40 with the flat side up"),
    ],
)
def test_an_end_that_points_the_other_way_turns_the_part_over(natural: str, other: str) -> None:
    turns = []
    for text in (natural, other):
        plan = decide(text).plan
        assert plan is not None
        assert plan.design is not None
        turns.append(tuple(plan.design["bodies"][0].get("turn", (0, 0, 0))))
    assert turns == [(0, 0, 0), (180, 0, 0)]


def test_a_leg_goes_to_the_side_that_is_named() -> None:
    plan = decide("angle profile 40x40x4, 500 long, leg at the back").plan
    assert plan is not None
    assert plan.design is not None
    assert tuple(plan.design["bodies"][0]["turn"]) == (0, 0, 180)


def test_holes_go_where_the_turned_part_has_that_side() -> None:
    text = "shaft 20 dia 100 long, axis along Y, with a 5 mm cross hole 20 mm from the front end"
    plan = decide(text).plan
    assert plan is not None
    (hole,) = plan.requirements.holes
    assert (hole.axis, hole.at) == ("X", ((-30.0, 10.0),))


def test_a_vertical_hole_in_a_lying_shaft_goes_across_it() -> None:
    text = "Shaft 25 dia, 120 long, axis along X. 6 mm cross hole drilled vertically, 15 from the right end."
    plan = decide(text).plan
    assert plan is not None
    (hole,) = plan.requirements.holes
    assert (hole.axis, hole.at) == ("Z", ((45.0, 0.0),))


@pytest.mark.parametrize(
    "text",
    [
        "cube 30 mm, stood on one corner",
        "washer 10 x 20 x 2 with the thin end up",
        "shaft 20x100 lying along X with a 5 mm hole at z = 12",
    ],
)
def test_a_pose_that_is_not_clear_is_asked_about(text: str) -> None:
    assert decide(text).plan is None


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("wedge 60 long 40 wide 30 high, thick end on the left", (0, 0, 0)),
        ("wedge 60 long 40 wide 30 high, thick end on the right", (0, 0, 180)),
        ("wedge 60 long 40 wide 30 high, thin end at the front", (0, 0, -90)),
        ("stepped shaft Ø30 x 80 then Ø20 x 50, lying along X with the big end on the left", (0, 90, 0)),
        ("stepped shaft Ø30 x 80 then Ø20 x 50, with the small end on the right", (0, 90, 0)),
    ],
)
def test_an_end_is_brought_to_the_side_that_was_said(text: str, turn: tuple[int, ...]) -> None:
    plan = decide(text).plan
    assert plan is not None
    assert plan.design is not None
    assert tuple(plan.design["bodies"][0].get("turn", (0, 0, 0))) == turn


@pytest.mark.parametrize("request_", ["lying wedge 60x40x30", "lying L-bracket 60x40x30x4"])
def test_a_part_that_could_lie_on_several_sides_is_asked_about(request_: str) -> None:
    with pytest.raises(NeedsClarification, match="usual pose"):
        RulesPlanner().plan(request_)
