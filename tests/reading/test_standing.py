"""Bodies stand where it was said, in space and against each other; a changed word moves or stops them."""

import math

import pytest

from mayfly.planning.readings.decide import decide

Box = tuple[float, float, float]


def made(text: str) -> tuple[float, Box, int]:
    decision = decide(text)
    assert decision.plan is not None, f"nothing was built of {text!r}: {decision.question}"
    wanted = decision.plan.requirements
    assert wanted.volume_mm3 is not None
    assert wanted.bounding_box_mm is not None
    x, y, z = wanted.bounding_box_mm
    return round(wanted.volume_mm3, 2), (round(x, 3), round(y, 3), round(z, 3)), wanted.solids or 1


def ball(diameter: float) -> float:
    return math.pi / 6 * diameter**3


def bar(diameter: float, height: float) -> float:
    return math.pi / 4 * diameter**2 * height


@pytest.mark.parametrize(
    ("text", "volume", "box", "solids"),
    [
        (
            "A sphere of diameter 20 at (0,0,0) and a sphere of diameter 30 at (50,0,0), separate solids",
            ball(20) + ball(30),
            (75, 30, 30),
            2,
        ),
        (
            "Three balls as separate bodies: diameter 20 centred at (0, 0, 0), diameter 20"
            " centred at (30, 0, 0),"
            " diameter 30 centred at (0, 40, 0).",
            2 * ball(20) + ball(30),
            (55, 65, 30),
            3,
        ),
        (
            "A 40 mm cube centred at (0, 0, 20) and a 20 mm cube centred at (60, 0, 10), two bodies",
            64000 + 8000,
            (90, 40, 40),
            2,
        ),
        (
            "A cylinder of radius 10 and height 40 with its axis at x = 0, y = 0 and a"
            " second cylinder of the same"
            " size with its axis at x = 50, y = 0. Both stand on z = 0, separate solids.",
            2 * bar(20, 40),
            (70, 20, 40),
            2,
        ),
        (
            "A block 50 x 50 x 20 and beside it, 10 mm to the left, a cylinder Ø20 x 40. Keep them separate.",
            50000 + bar(20, 40),
            (80, 50, 40),
            2,
        ),
        (
            "Two cylinders, diameter 20, height 50, standing 40 mm apart along X, as separate solids.",
            2 * bar(20, 50),
            (60, 20, 50),
            2,
        ),
        (
            "Three discs of 30 mm diameter and 5 mm thickness stacked with a gap of 10 mm"
            " between them, not connected.",
            3 * bar(30, 5),
            (30, 30, 35),
            3,
        ),
        (
            "A row of five cubes with 10 mm edges, 15 mm pitch, running along Y. Leave"
            " them as individual solids.",
            5000,
            (10, 70, 10),
            5,
        ),
        (
            "Two bodies, not joined: a tube OD 40, ID 30, 60 long standing on z = 0 and a"
            " disc of 50 mm diameter, 4"
            " thick, lying on top of the tube.",
            bar(40, 60) - bar(30, 60) + bar(50, 4),
            (50, 50, 64),
            2,
        ),
        (
            "Shaft with a loose collar as two bodies. Shaft: Ø12, 100 long, upright,"
            " starting at Z = 0. Collar: outside"
            " diameter 24, bore 12, 10 wide, sitting on the shaft with its lower face at Z = 30.",
            bar(12, 100) + bar(24, 10) - bar(12, 10),
            (24, 24, 100),
            2,
        ),
        (
            "Four posts, each 10 x 10 x 60 high, standing on the ground at the corners of"
            " a 200 x 100 rectangle. The"
            " posts are loose bodies.",
            24000,
            (210, 110, 60),
            4,
        ),
        (
            "Body A: block 60 x 60 x 20 on z = 0 with a blind hole, Ø20 and 15 deep, in"
            " the middle of its top. Body B:"
            " a pin Ø19.8 x 45, standing upright in that hole, on its bottom. Don't fuse them.",
            72000 - bar(20, 15) + bar(19.8, 45),
            (60, 60, 50),
            2,
        ),
        (
            "A base 100 x 100 x 10. Four pillars 10 x 10 x 50 stand on it in the corners,"
            " flush with the edges. On the"
            " pillars lies a top plate 100 x 100 x 5. All fused.",
            100000 + 20000 + 50000,
            (100, 100, 65),
            1,
        ),
    ],
)
def test_bodies_stand_where_it_was_said(text: str, volume: float, box: Box, solids: int) -> None:
    assert made(text) == (round(volume, 2), box, solids)


def test_a_body_that_floats_at_another_height_is_another_model() -> None:
    text = (
        "Plate 80 x 80 x 10 on z = 0. Above it floats a ball of 30 mm diameter, lowest point"
        " {} mm above the plate."
    )
    assert made(text.format(5))[1] == (80, 80, 45)
    assert made(text.format(20))[1] == (80, 80, 60)


def test_a_point_of_a_block_may_be_its_middle_or_its_foot() -> None:
    text = "A ball of diameter 20 at (0,0,0) and a block 20 x 20 x 20 at (50,0,0), separate solids"
    assert decide(text).plan is None


def test_bodies_that_would_overlap_are_asked_about() -> None:
    text = "Two separate solids: a 40 mm cube centred at (0, 0, 20) and a 20 mm cube centred at (10, 0, 20)"
    assert decide(text).plan is None
