"""Ends that are lowered, formal English, and what drawing notes leave to the next sentence."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.planning.readings.decide import decide

BLOCK = "block 80 x 50 x 40, "


def body_of(request_: str) -> dict[str, Any]:
    plan = decide(request_).plan
    assert plan is not None and plan.design is not None, request_
    body: dict[str, Any] = plan.design["bodies"][0]
    return body


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("right-hand end lowered to 20 over a length of 30", "right"),
        ("cut away the right end 30 long down to 20 high", "right"),
        ("the right 30 mm is only 20 mm high", "right"),
        ("the left end is reduced to 20 mm high for 30 mm", "left"),
        ("step milled off the right end, 30 back and 20 down from the top, full width", "right"),
        ("mill a step off one end, 30 back and 20 down from the top, full width", "left"),
        (
            "at the right-hand end, material shall be removed over a length of 30 mm and across the full 50"
            " so that the remaining height there is 20 mm",
            "right",
        ),
        ("front side lowered to 20 over a length of 30", "front"),
    ],
)
def test_an_end_of_a_block_is_lowered(said: str, side: str) -> None:
    (step,) = body_of(BLOCK + said)["features"]
    assert (step["kind"], step.get("side", "right"), step["width"], step["depth"]) == ("step", side, 30, 20)


@pytest.mark.parametrize(
    "said",
    [
        "the right 30 mm is 50 mm high",
        "the right 30 mm is 20 mm wide",
        "at the right end material is removed over a length of 30 across the full 60, leaving a height of 20",
    ],
)
def test_an_end_that_can_not_be_lowered_so_is_asked_about(said: str) -> None:
    assert decide(BLOCK + said).plan is None


def sizes_of(request_: str) -> dict[str, Any]:
    sizes: dict[str, Any] = body_of(request_)["base"]["sizes"]
    return sizes


def test_a_size_may_have_the_sides_that_it_is_measured_between() -> None:
    said = (
        "block measuring 100 mm in length (left to right), 60 mm in width (front to rear) and 40 mm in height"
    )
    assert sizes_of(said) == {"length": 100, "width": 60, "height": 40}
    assert (
        decide("block 60 mm in length (front to rear), 100 mm in width (left to right), 40 high").plan is None
    )


def test_a_part_in_the_form_of_another_one_is_that_one() -> None:
    said = "adapter plate in the form of a circular disc with a diameter of 150 mm and a thickness of 15 mm"
    assert sizes_of(said) == {"diameter": 150, "thickness": 15}
    assert decide("plate in the shape of a heart 100 x 10").plan is None


def test_holes_lie_on_the_circle_that_was_named_before_them() -> None:
    bore, four, six = body_of(
        "disc 150 mm diameter 15 mm thick. It shall have a central bore of 40 mm. On a bolt circle of 120 mm"
        " diameter there shall be four holes of 11 mm; on a second bolt circle of 70 mm diameter there shall"
        " be six 7 mm holes."
    )["features"]
    assert (bore["diameter"], "at" in bore) == (40, False)
    assert [(one["diameter"], one["at"]["diameter"], one["at"]["count"]) for one in (four, six)] == [
        (11, 120, 4),
        (7, 70, 6),
    ]


def test_formal_verbs_are_read() -> None:
    (boss,) = body_of(
        "plate 80 x 80 x 12. A cylindrical boss of 50 mm diameter shall rise 28 mm above the centre of the"
        " upper face."
    )["features"]
    assert (boss["profile"], boss["height"]) == ({"kind": "circle", "diameter": 50}, 28)
    (fillet,) = body_of("plate 80 x 80 x 12 whose four vertical edges have a radius of 8 mm")["features"]
    assert (fillet["kind"], fillet["radius"]) == ("fillet", 8)
    shaft = sizes_of(
        "shaft 30 dia 200 long. One end shall be turned down to 20 mm diameter over a length of 40 mm."
    )
    assert shaft["steps"] == "30x160, 20x40"
    (holes,) = body_of("plate 100 x 60 x 10, four holes of 7 mm, each 10 mm from the two adjacent edges")[
        "features"
    ]
    assert holes["at"] == {"kind": "corners", "inset": [10, 10]}


def test_a_round_housing_is_a_cup() -> None:
    said = "cylindrical housing, outside diameter 90, height 70, wall 5, bottom 8"
    assert sizes_of(said) == {"outer_diameter": 90, "height": 70, "wall": 5, "floor": 8}
    assert decide("cylindrical housing 90 diameter 70 high, 5 wall, lid").plan is None


@pytest.mark.parametrize(
    "said", ["6.6 thru", "6.6 thru, cbore 11 x 6.5 dp", "6.6 thru, cbore 11 x 6.5 dp same side"]
)
def test_the_diameter_of_holes_may_stand_in_the_next_sentence(said: str) -> None:
    (holes,) = body_of(f"flat bar 200 x 30 x 12, 5 holes 40 apart on centreline. {said}")["features"]
    assert (holes["diameter"], holes["at"]["columns"]) == (6.6, 5)
    assert ("counterbore" in holes) == ("cbore" in said)


def test_a_further_hole_in_the_next_sentence_is_one_of_its_own() -> None:
    four, one = body_of("plate 120 x 80 x 10, 4 M6 holes in the corners, 10 from the edges. 20 thru")[
        "features"
    ]
    assert (four["diameter"], one["diameter"]) == (6.6, 20)
    asked = decide(
        "plate 120 x 80 x 10, 4 holes in the corners 10 from the edges. 8 thru 20 from the left edge"
    )
    assert asked.plan is None


def test_a_raised_face_may_be_left_out_of_a_thickness() -> None:
    body = body_of("blind flange Ø165 x 20 thk (excl. raised face), raised face Ø102 x 2 high one side")
    (boss,) = body["features"]
    assert (body["base"]["sizes"]["thickness"], boss["profile"]["diameter"], boss["height"]) == (20, 102, 2)


@pytest.mark.parametrize(
    "boss", ["a rectangular boss 50 x 30", "a square boss 50 x 50", "a boss 50 long 30 wide", "a pad 40 x 20"]
)
def test_only_two_bare_numbers_of_a_boss_are_its_diameter_and_height(boss: str) -> None:
    assert "How high" in str(decide(f"disc 100 x 10 with {boss}").question)


@pytest.mark.parametrize(
    ("request_", "sizes"),
    [
        (
            "KEY, PARALLEL; 12 WIDE X 8 HIGH X 56 O/A LG; BOTH ENDS FULL RAD R6 IN PLAN",
            {"width": 12, "length": 56},
        ),
        ("hexagon coaster 80 mm from flat side to flat side, 6 mm thick", {"across_flats": 80, "length": 6}),
        (
            "ring outside diameter 32, inside diameter 25, 10 mm tall with a 6 mm wide gap",
            {"outer_diameter": 32, "inner_diameter": 25, "height": 10, "slit": 6},
        ),
        ("hub 60 OD x 40 long, 1.000 bore", {"outer_diameter": 60, "bore": 1}),
    ],
)
def test_a_part_has_the_sizes_that_notes_give(request_: str, sizes: dict[str, float]) -> None:
    assert sizes_of(request_).items() >= sizes.items()


def test_a_key_has_no_round_ends_of_another_radius() -> None:
    assert decide("KEY, PARALLEL; 12 WIDE X 8 HIGH X 56 O/A LG; BOTH ENDS FULL RAD R5 IN PLAN").plan is None


def test_the_rest_of_a_shaft_has_the_last_diameter() -> None:
    base = body_of("shaft 180 long, 40 dia for 70, then 35 dia for 60, the rest 30 dia")["base"]
    assert (base["part"], base["sizes"]["steps"]) == ("stepped_shaft", "40x70, 35x60, 30x50")


@pytest.mark.parametrize(
    ("said", "leg", "points"),
    [
        ("base: 2x ø7 thru, 20 apart across the width, 40 from outer face of upright", "horizontal_leg", 2),
        ("upright: 1x ø11 thru, mid width, 30 above underside of base", "vertical_leg", 1),
    ],
)
def test_a_leg_heads_what_is_drilled_in_it(said: str, leg: str, points: int) -> None:
    (holes,) = body_of(f"L bracket 60 x 50 x 6, 40 wide. {said}")["features"]
    assert (holes["face"], len(holes["at"]["points"])) == (leg, points)


def test_a_distance_on_a_leg_counts_from_the_outside_of_the_other_one() -> None:
    said = "2x 9 holes in each leg, 30 apart across the width, 55 from the outer face of the other leg"
    flat, upright = body_of(f"L bracket 80 x 80 x 8, 60 wide, {said}")["features"]
    assert sorted(flat["at"]["points"]) == [[15, -15], [15, 15]]
    assert sorted(upright["at"]["points"]) == [[-15, 15], [15, 15]]


def test_the_front_and_the_back_of_a_flat_round_part_are_its_top_and_underside() -> None:
    boss, holes = body_of(
        "COVER, END; DIA 110 X 8 THK; SPIGOT DIA 72 X 5 LG ON REAR FACE; 6X DIA 6.6 THRU, C'BORE DIA 11 X 4"
        " DP FROM FRONT FACE, EQ SP ON 92 PCD; MM"
    )["features"]
    assert (boss["face"], boss["height"]) == ("bottom", 5)
    assert (holes.get("face", "top"), holes["counterbore"]) == ("top", {"diameter": 11, "depth": 4})


def test_rows_have_a_pitch_along_and_one_across() -> None:
    said = "6x dia 11 thru, 2 rows of 3, pitch 75 lengthwise, 70 across"
    (holes,) = body_of(f"plate 200 x 100 x 15, {said}")["features"]
    assert (holes["at"]["columns"], holes["at"]["rows"], holes["at"]["spacing"]) == (3, 2, [75, 70])


def test_both_ends_of_a_shaft_are_turned_down_one_by_one() -> None:
    said = "shaft 30 dia 200 long, one end turned down to 20 for 40, the other end to 25 for 30"
    assert sizes_of(said)["steps"] == "25x30, 30x130, 20x40"


def test_a_plate_has_the_form_that_is_named_behind_it() -> None:
    base = body_of(
        "plate which has form of right triangle, the two short sides are 90 mm and 60 mm, 8 mm thick"
    )["base"]
    assert (len(base["profile"]["points"]), base["height"]) == (3, 8)


def test_a_thickness_may_be_said_to_hold_everywhere() -> None:
    said = "U profile, length 100, outside width 60, outside height 40, the thickness is everywhere 5 mm"
    assert sizes_of(said)["thickness"] == 5
