"""Places that are given as drawings give them lie where they were said: datum letters, ranges, polar, x/y."""

import math

import pytest

from mayfly.language.weighing.datums import plainly_placed
from mayfly.planning.readings.decide import decide


def holes(text: str) -> list[tuple[float, tuple[tuple[float, float], ...]]]:
    plan = decide(text).plan
    assert plan is not None, f"nothing was built of {text!r}: {decide(text).question}"
    found = [
        (hole.diameter_mm, tuple((round(u, 3), round(v, 3)) for u, v in hole.at or ()))
        for hole in plan.requirements.holes or ()
    ]
    return sorted(found)


def test_datum_letters_name_edges() -> None:
    text = (
        "Plate 150 x 90 x 12. Datum A is the bottom face, datum B the left edge, datum C"
        " the front edge. Hole 1: dia 14"
        " thru, 30 from B, 20 from C. Hole 2: dia 25 thru, 75 from B and 60 from C."
    )
    assert holes(text) == [(14.0, ((-45.0, -25.0),)), (25.0, ((0.0, 15.0),))]


def test_polar_coordinates_are_a_radius_and_an_angle() -> None:
    text = (
        "Disc Ø140 x 10 centred on the Z axis. In polar coordinates (r / angle): Ø10 thru at"
        " 55 / 90° and 55 / 180°"
    )
    assert holes(text) == [(10.0, ((-55.0, 0.0), (0.0, 55.0)))]


def test_one_radius_may_have_several_angles() -> None:
    text = "Plate 100 x 100 x 10. Holes Ø9 thru at polar positions radius 38 and angles 0, 90, 180 deg."
    assert holes(text) == [(9.0, ((-38.0, 0.0), (0.0, 38.0), (38.0, 0.0)))]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Block X 0..80, Y -5...50", "Block X 0 to 80, Y -5 to 50"),
        ("polar: 10 / 90°", "polar: (0.000000, 10.000000)"),
        ("coordinates from the corner: at 10/140", "coordinates from the corner: at (10, 140)"),
        ("holes at angles 0, 72 and 144 deg", "holes at angles 0°, 72° and 144°"),
        ("drill 1/2 at 3/4 in", "drill 1/2 at 3/4 in"),
        ("pipe 216, 288 deg", "pipe 216, 288 deg"),
        ("a hole 30 from B", "a hole 30 from B"),
    ],
)
def test_places_are_written_as_a_sentence_would(written: str, meant: str) -> None:
    assert plainly_placed(written) == meant


def test_an_outline_is_that_of_the_part_that_is_named() -> None:
    text = (
        "Outline of a plate, points in mm: (0,0) (90,0) (90,30) (60,60) (0,60), closed back to"
        " the start. Thickness 8."
    )
    decision = decide(text)
    assert decision.plan is not None
    assert decision.plan.requirements.volume_mm3 == pytest.approx((90 * 60 - 30 * 30 / 2) * 8)


def test_a_turned_part_lies_along_the_axis_of_its_pieces() -> None:
    plan = decide(
        "Turned part lying along the X axis: Ø25 between x = 0 and x = 40, Ø35 between x = 40 and x = 100."
    ).plan
    assert plan is not None
    assert plan.requirements.bounding_box_mm == pytest.approx((100, 35, 35))


def test_a_half_circle_is_drawn_with_its_arc() -> None:
    decision = decide("Sketch a semicircle of radius 20 and extrude it by 10.")
    assert decision.plan is not None
    assert decision.plan.requirements.volume_mm3 == pytest.approx(math.pi * 400 / 2 * 10)
    assert decision.plan.design is not None
    assert decision.plan.design["bodies"][0]["base"]["profile"]["kind"] == "contour"


def test_arcs_of_a_loop_pass_their_middle_point() -> None:
    text = (
        "Draw a line from (0,0) to (40,0), an arc from (40,0) through (50,10) to (40,20),"
        " a line from (40,20) to (0,20)"
        " and a line from (0,20) back to (0,0). Extrude the sketch by 5."
    )
    decision = decide(text)
    assert decision.plan is not None
    assert decision.plan.requirements.volume_mm3 == pytest.approx((800 + math.pi * 50) * 5)
    assert decision.plan.requirements.bounding_box_mm == pytest.approx((50, 20, 5))


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("a 5 mm hole at (10, 15) from the lower left corner", (-40, -15)),
        ("a 5 mm hole at (10, 15), measured from the bottom left corner", (-40, -15)),
        ("a 5 mm hole at (10, 15), origin in the lower left corner", (-40, -15)),
        ("a 5 mm hole at (10, 15). Positions are measured from the lower left corner.", (-40, -15)),
        ("a 5 mm hole in the lower left corner, 10 mm from the left and 15 from the bottom", (-40, -15)),
        ("a 5 mm hole in the upper right corner, 12 mm from the edges", (38, 18)),
        ("a 5 mm hole in the lower left corner, 10 mm from both edges", (-40, -20)),
    ],
)
def test_a_corner_that_is_named_is_the_one_from_which_is_counted(said: str, at: tuple[float, float]) -> None:
    assert holes(f"plate 100 x 60 x 5 with {said}") == [(5.0, (at,))]
