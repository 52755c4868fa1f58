"""What is said of several features holds for each; "its middle" is that of the feature named before."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.design import Design
from mayfly.planning.readings.decide import decide

PLATE = "plate 100 x 60 x 20 with "
TWO = PLATE + "a 6 mm hole at (-20, 0) and an 8 mm hole at (20, 0)"


def features(request_: str) -> list[dict[str, Any]]:
    decision = decide(request_)
    assert decision.plan is not None and decision.plan.design is not None, decision.question
    found: list[dict[str, Any]] = decision.plan.design["bodies"][0]["features"]
    return found


@pytest.mark.parametrize(
    "said",
    [
        ", both 10 deep",
        ", each 10 deep",
        ", all 10 deep",
        ", 10 deep each",
        ". Both are 10 mm deep.",
        ". All holes are 10 mm deep.",
        ". The holes are 10 mm deep.",
    ],
)
def test_a_depth_that_is_said_of_both_holds_for_both(said: str) -> None:
    assert [one["depth"] for one in features(TWO + said)] == [10, 10]


def test_a_counterbore_of_both_is_made_in_both() -> None:
    found = features(TWO + ", both counterbored 12 x 4")
    assert [one["counterbore"]["diameter"] for one in found] == [12, 12]


def test_rounded_corners_of_both_pockets_are_made_in_both() -> None:
    found = features(
        PLATE + "a pocket 20 x 16 at (-20, 0) and a pocket 30 x 16 at (25, 0), both 5 deep with R2 corners"
    )
    assert [(one["depth"], one["profile"]["corner_radius"]) for one in found] == [(5, 2), (5, 2)]


def test_a_distance_of_both_holds_for_both() -> None:
    found = features(
        PLATE + "a 6 mm hole 20 mm from the left edge and an 8 mm hole 30 mm from the right edge,"
        " both 15 mm from the front edge"
    )
    assert [one["at"]["points"] for one in found] == [[[-30, -15]], [[20, -15]]]


@pytest.mark.parametrize(
    ("said", "field", "values"),
    [
        (
            "a 6 mm hole at x = -20 and an 8 mm hole at x = 20, both at y = 10",
            "at",
            [[[-20, 10]], [[20, 10]]],
        ),
        (
            "a 6 mm hole at (-20, 0) and an 8 mm hole at (20, 0), both on the bottom",
            "face",
            ["bottom", "bottom"],
        ),
        ("a slot 20 x 6 at (-20, 0) and a slot 30 x 6 at (25, 0), both along Y", "turn", [90, 90]),
        ("a 6 mm hole at (-20, 0) and an 8 mm hole at (20, 0), both blind 10 deep", "depth", [10, 10]),
    ],
)
def test_whatever_is_said_of_both_holds_for_both(said: str, field: str, values: list[object]) -> None:
    found = [one[field] for one in features(PLATE + said)]
    assert [one["points"] if isinstance(one, dict) else one for one in found] == values


def test_a_hole_and_a_pocket_may_be_equally_deep() -> None:
    found = features(PLATE + "a 6 mm hole at (-20, 0) and a 20 x 10 pocket at (20, 0), both 10 deep")
    assert [one["depth"] for one in found] == [10, 10]


def test_all_holes_are_all_of_them() -> None:
    found = features(
        PLATE + "a 20 mm hole in the middle and four 6 mm holes in the corners, 10 mm from the edges."
        " All holes are 10 deep."
    )
    assert [one["depth"] for one in found] == [10, 10]


def test_two_that_are_counted_are_both() -> None:
    (found,) = features(PLATE + "two 6 mm holes 40 apart, both 10 deep")
    assert found["depth"] == 10


@pytest.mark.parametrize("said", [", all 10 deep", ". The holes are 10 deep."])
def test_of_which_holes_it_is_said_is_asked_where_that_is_open(said: str) -> None:
    question = decide(
        PLATE + "a 20 mm hole in the middle and four 6 mm holes in the corners, 10 mm from the edges" + said
    ).question
    assert "alone, or also for the 20 mm hole" in str(question)


@pytest.mark.parametrize("said", ["in its middle", "in its centre", "through its middle"])
@pytest.mark.parametrize("owner", ["boss 20 dia 10 high", "pocket 30 x 20, 5 deep,"])
def test_its_middle_is_that_of_the_feature_before(owner: str, said: str) -> None:
    found = features(f"{PLATE}a {owner} 30 mm left of the centre and a 6 mm hole {said}")
    assert [one["at"]["points"] for one in found] == [[[-30, 0]], [[-30, 0]]]


@pytest.mark.parametrize(
    "request_",
    [
        PLATE + "a boss 20 dia 10 high 30 mm left of the centre and a 6 mm hole through it",
        "block 100 x 60 x 40 with a pocket 80 x 40, 30 deep, with 6 mm holes in its corners",
        "block 100 x 60 x 40 with a cylinder 20 dia 30 high on top, 10 mm from the left edge",
        "block 100 x 60 x 40 with a cylinder 20 dia 30 high on top, 20 mm left of the centre",
        "cylinder 60 dia 20 high with a block 20 x 20 x 10 on top, 10 mm off centre",
        TWO + ", and a 10 mm hole at (0, 20). Both holes are 10 deep.",
        "plate 80 x 60 x 5 with a rectangular hole of 10 mm diameter",
        "plate 80 x 60 x 5 with an oval hole of 10 mm",
        "plate 80 x 60 x 5 with a square hole 10 mm diameter",
    ],
)
def test_what_may_be_meant_otherwise_is_asked_about(request_: str) -> None:
    decision = decide(request_)
    assert decision.plan is None, decision.plan and decision.plan.title


def test_a_hole_through_one_wall_is_described_as_that() -> None:
    plan = decide("tube 50 OD 40 ID 80 long with a 10 mm hole through one wall 20 from the end").plan
    assert plan is not None and plan.design is not None
    assert plan.design["bodies"][0]["features"][0]["walls"] == "one"
    assert "through one wall" in Design.read(plan.design).describe()
