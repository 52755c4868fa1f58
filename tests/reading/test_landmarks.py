"""Places count from landmarks of a face as a drawing shows it: its middle, corners and edges."""

from __future__ import annotations

import pytest

from mayfly.design import Design
from mayfly.planning.readings.decide import decide

PLATE = "plate 120 x 80 x 6 with "

#: Where the middle of the one feature lies on its face, in mm.
PLACED = {
    "a 10 mm hole 10 mm right of and 20 mm above the lower left corner": (-50, -20),
    "a 10 mm hole 20 mm right and 10 mm down from the top left corner": (-40, 30),
    "a 10 mm hole from the lower left corner 20 mm right and 30 mm up": (-40, -10),
    "a 10 mm hole 10 mm to the left of the centre and 5 mm up": (-10, 5),
    "a 10 mm hole shifted 10 mm to the right and 5 mm up": (10, 5),
    "a 10 mm hole shifted from the centre by 10 mm to the left": (-10, 0),
    "a 10 mm hole offset 10 mm up from the centre": (0, 10),
    "a 20 x 10 pocket 3 deep, 10 mm right and 5 mm below the centre": (10, -5),
    "a 10 mm hole halfway between the centre and the right edge": (30, 0),
    "a 10 mm hole halfway between the centre and the upper right corner": (30, 20),
    "a 10 mm hole 20 mm above the bottom edge": (0, -20),
    "a 10 mm hole 20 mm below the top edge and 30 mm right of the left edge": (-30, 20),
    "a 10 mm hole 10 mm below the middle of the top edge": (0, 30),
    "a 10 mm hole 10 mm left of the middle of the right edge": (50, 0),
    "a 10 mm hole 15 mm from the middle of the left edge": (-45, 0),
    "a 10 mm hole near the middle of the left edge, 12 mm in": (-48, 0),
    "a 10 mm hole centred on the left edge, 12 mm in": (-48, 0),
    "a 10 mm hole 15 mm from the left and bottom edges": (-45, -25),
    "a 10 mm hole, centred horizontally, 15 mm from the top": (0, 25),
    "a 40 x 20 cutout 10 mm from the left edge and 15 mm from the bottom edge": (-30, -15),
}

#: Where several features lie on their face, in mm.
SEVERAL = {
    "two 8 mm holes 15 mm from the left and right edges": [(-45, 0), (45, 0)],
    "two 8 mm holes 15 mm from the top and bottom edges": [(0, -25), (0, 25)],
    "6 mm holes in the top left and bottom right corners, 10 mm from the edges": [(-50, 30), (50, -30)],
    "6 mm holes in every corner except the top left, 10 mm from the edges": [(-50, -30), (50, -30), (50, 30)],
}

#: Where the second of two features lies on their face, in mm.
SECOND = {
    "a 20 mm hole 30 mm from the left edge and a 5 mm hole 20 mm to the right of it": (-10, 0),
    "a 20 mm hole 30 mm from the left edge and a 5 mm hole 20 mm above it": (-30, 20),
    "a 20 mm hole 30 mm from the left edge and a 5 mm hole 40 mm further right": (10, 0),
    "a 20 mm hole 30 mm from the left edge and a 5 mm hole 30 mm right of and 10 mm above it": (0, 10),
    "a boss 20 dia 5 high 30 mm from the left edge and a 5 mm hole 30 mm to the right of the boss": (0, 0),
}

#: Where the first of them lies is open, or on which side it is.
OPEN = (
    PLATE + "a 10 mm hole in the middle of the left edge",
    PLATE + "a 10 mm hole 10 mm to the right of the upper left corner",
    PLATE + "two 5 mm holes 20 apart and a 4 mm hole 10 mm to the right of it",
    PLATE + "two 6 mm holes 10 mm right and 5 mm up from the centre",
    PLATE + "a pocket 40 x 20 x 3, tilted 30 degrees",
    PLATE + "two 5 mm holes vertically through, 20 apart",
    "block 120 x 80 x 60 with a 10 mm hole drilled horizontally",
    "block 120 x 80 x 40 with the top left corner rounded 10",
    "block 120 x 80 x 40 with the lower left corner chamfered 10",
    "block 120 x 80 x 40 with the upper corners rounded 10",
)


def feature(request_: str) -> dict[str, object]:
    decision = decide(request_)
    assert decision.plan is not None and decision.plan.design is not None, decision.question
    (found,) = decision.plan.design["bodies"][0]["features"]
    return found


@pytest.mark.parametrize(("said", "at"), PLACED.items())
def test_a_distance_counts_from_the_landmark_that_is_named(said: str, at: tuple[float, float]) -> None:
    found = feature(PLATE + said)
    assert found["face"] == "top"
    assert found["at"]["points"] == [list(at)]  # type: ignore[index]


@pytest.mark.parametrize(("said", "at"), SEVERAL.items())
def test_several_lie_where_each_of_them_was_said(said: str, at: list[tuple[float, float]]) -> None:
    assert sorted(map(tuple, feature(PLATE + said)["at"]["points"])) == at  # type: ignore[index]


@pytest.mark.parametrize(("said", "at"), SECOND.items())
def test_a_distance_may_count_from_the_feature_before(said: str, at: tuple[float, float]) -> None:
    plan = decide(PLATE + said).plan
    assert plan is not None and plan.design is not None
    place = plan.design["bodies"][0]["features"][-1].get("at", {})
    assert place.get("points", [[0, 0]]) == [list(at)]


def test_a_distance_counts_from_the_feature_before_on_a_wall_too() -> None:
    plan = decide(
        "tray 100 x 60 x 30, 2 mm wall, with a 10 mm hole in the front wall 12 mm above the bottom"
        " and a 5 mm hole in the front wall 15 mm to the right of it"
    ).plan
    assert plan is not None and plan.design is not None
    found = plan.design["bodies"][0]["features"]
    assert [one["at"]["points"] for one in found] == [[[0, -3]], [[15, -3]]]


@pytest.mark.parametrize(
    ("distances", "measured"),
    [
        ("10 mm from the left edge and 15 mm from the bottom edge", "near side"),
        ("30 mm from the left edge and 25 mm from the bottom edge", "middle"),
    ],
)
def test_it_is_said_what_the_distance_of_a_cutout_is_measured_to(distances: str, measured: str) -> None:
    plan = decide(f"{PLATE}a 40 x 20 cutout {distances}").plan
    assert plan is not None
    assert any(f"are measured to the {measured} of the cutout" in str(one) for one in plan.assumptions)


def test_an_upright_face_has_landmarks_of_its_own() -> None:
    found = feature(
        "block 60 x 60 x 60 with a 10 mm hole in the front, 10 mm above the middle of the bottom edge"
    )
    assert found["face"] == "front"
    assert found["at"]["points"] == [[0, -20]]  # type: ignore[index]


@pytest.mark.parametrize("request_", OPEN)
def test_what_leaves_a_place_open_is_asked_about(request_: str) -> None:
    decision = decide(request_)
    assert decision.plan is None, decision.plan and decision.plan.title


@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("a vertical slot 40 x 8", 90),
        ("a slot 40 x 8 running vertically", 90),
        ("a horizontal slot 40 x 8", 0),
    ],
)
def test_a_slot_of_a_plate_runs_as_its_drawing_shows(said: str, turn: float) -> None:
    assert feature(PLATE + said).get("turn", 0) == turn


@pytest.mark.parametrize(
    "said",
    [
        "a vertical row of three 5 mm holes 20 apart",
        "a row of three 5 mm holes 20 apart running vertically",
        "three 5 mm holes 20 apart in a vertical line",
    ],
)
def test_a_row_runs_as_the_drawing_of_a_plate_shows(said: str) -> None:
    at = feature(PLATE + said)["at"]
    assert (at["columns"], at["rows"], at["spacing"][1]) == (1, 3, 20)  # type: ignore[index]


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("the top left corner rounded 10", ["back", "left"]),
        ("R10 in the bottom right corner", ["front", "right"]),
        ("the left corners rounded 10", ["left"]),
        ("the upper corners rounded 10", ["back"]),
    ],
)
def test_the_corner_of_a_plate_is_an_upright_edge(said: str, of: list[str]) -> None:
    found = feature(PLATE + said)
    (edges,) = found["edges"]  # type: ignore[misc]
    assert sorted(edges["of"]) == of
    assert len(of) > 1 or edges["along"] == "z"


def test_the_description_tells_how_a_profile_is_turned_and_rounded() -> None:
    plan = decide(PLATE + "a pocket 40 x 20 x 3 with R4 corners, turned by 30 degrees").plan
    assert plan is not None and plan.design is not None
    told = Design.read(plan.design).describe()
    assert "rectangle 40 x 20 mm, corners rounded 4 mm, turned 30°, depth 3 mm" in told


#: How high the axis of a cross hole lies above the middle of a bar, in mm.
ACROSS = {
    "shaft 60 dia 100 long with a 5 mm hole 20 mm from the right end": 30,
    "shaft 60 dia 100 long with a 5 mm hole 20 mm from the left end": -30,
    "shaft 60 dia 100 long with a 5 mm hole 20 mm from the top": 30,
    "column 50 dia 300 high with a 10 mm hole 50 mm above the base": -100,
    "square bar 20 x 200 with a 6 mm hole 30 mm from the top": 70,
    "square bar 20 x 200 with a 6 mm hole 5 mm from the right end": 95,
    "Pin 10 dia 50 long with a head 16 dia 4 thick and a 3 mm cotter hole 5 mm from the end.": 22,
    "Stepped shaft 30 x 40 and 20 x 60 with a 4 mm hole 10 mm from the small end.": 40,
    "shaft 30 x 100, groove 3 wide 2 deep 20 from the end, a 4 mm hole in the middle of the groove": -30,
}


@pytest.mark.parametrize(("request_", "v"), ACROSS.items())
def test_a_hole_so_far_from_the_end_of_a_bar_goes_across_it(request_: str, v: float) -> None:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None
    found = plan.design["bodies"][0]["features"][-1]
    assert found["face"] in {"side", "front"}
    assert found["at"]["points"] == [[0, v]]


def test_a_distance_from_the_edge_of_a_shaft_is_asked_about() -> None:
    question = decide("shaft 60 dia 100 long with a 5 mm hole 20 mm from the right edge").question
    assert "Which face" in str(question)
