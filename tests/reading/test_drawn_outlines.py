"""Sketches as text-to-CAD data sets describe them, and plain bodies in one sentence: made as said."""

import math

import pytest

from mayfly.planning.readings.decide import decide

Box = tuple[float, float, float]


@pytest.mark.parametrize(
    ("text", "volume", "box"),
    [
        (
            "Start at (0, 0), draw a line to (50, 0), then a line to (50, 20), a three-point arc through"
            " (25, 30)"
            " to (0, 20), and close the loop. Extrude it 6 mm.",
            None,
            (50, 30, 6),
        ),
        (
            "From the point (-10, -5) draw a straight line to (10, -5); from there draw an arc that passes"
            " through"
            " (15, 0) and ends at (10, 5); continue with a line to (-10, 5) and finish the outline with an"
            " arc"
            " through (-15, 0) back to the starting point. Extrude it by 4.",
            (20 * 10 + math.pi * 25) * 4,
            (30, 10, 4),
        ),
        (
            "The first line starts at (0, 0) and ends at (40, 0), the second line goes from (40, 0) to"
            " (40, 30), and"
            " the last line closes the loop from (40, 30) to (0, 0). Extrude the sketch 5 mm along the"
            " normal (+Z).",
            3000,
            (40, 30, 5),
        ),
        (
            "An L-shaped profile is sketched on the XY plane by drawing lines from (0,0) to (60,0), from"
            " (60,0) to"
            " (60,20), from (60,20) to (20,20), from (20,20) to (20,50), from (20,50) to (0,50) and from"
            " (0,50) back to"
            " (0,0). The profile is extruded 8 mm in positive Z. The inner vertical edge at (20,20) gets a"
            " fillet of"
            " radius 5.",
            (60 * 20 + 20 * 30 + 25 * (1 - math.pi / 4)) * 8,
            (60, 50, 8),
        ),
        (
            "Draw half of the profile on the XY plane as a polyline: (0,0), (20,0), (20,8), (6,8), (6,30),"
            " (0,30)."
            " Mirror it about the Y axis and extrude the result by 10 mm.",
            (40 * 8 + 12 * 22) * 10,
            (40, 30, 10),
        ),
        (
            "Revolve the following profile 360 degrees around the Z axis: in the XZ plane, points (5, 0),"
            " (15, 0),"
            " (15, 10), (5, 10), closed.",
            math.pi * 200 * 10,
            (30, 30, 10),
        ),
        ("sketch circle d=30 on XY. pad 10. sketch circle d=16 on top face, concentric, pad 5.",
         math.pi * (225 * 10 + 64 * 5), (30, 30, 15)),
        (
            "Draw a U-shaped polyline on the XZ plane: (0,0), (40,0), (40,30), (32,30), (32,8), (8,8),"
            " (8,30), (0,30)."
            " Extrude this U-shaped profile by 20 mm in the +Y direction. Then sketch a circle of 6 mm"
            " diameter on the"
            " side face at x = 40, with its centre at y = 10, z = 20, and cut it in the -X direction"
            " through both arms.",
            (40 * 30 - 24 * 22) * 20 - math.pi * 9 * 16,
            (40, 20, 30),
        ),
        (
            "Sketch a rectangle 40 mm by 10 mm and extrude it 6 mm. Add a circle of 4 mm diameter at (-15,"
            " 0) and cut"
            " it through everything. Make a linear pattern of this hole: 4 instances in the X direction"
            " with 10 mm"
            " spacing.",
            40 * 10 * 6 - 4 * math.pi * 4 * 6,
            (40, 10, 6),
        ),
        (
            "Loft from a circle of diameter 30 on the XY plane to a circle of diameter 10 at a height of"
            " 40 mm, both"
            " centred on the Z axis.",
            math.pi * 40 / 3 * (225 + 75 + 25),
            (30, 30, 40),
        ),
        # plain bodies in one sentence
        (
            "A block 70 mm long, 40 mm wide and 25 mm high with a slot 12 mm wide and 6 mm deep running"
            " along the"
            " length of the top face.",
            70 * 40 * 25 - 70 * 12 * 6,
            (70, 40, 25),
        ),
        (
            "A rectangular bar 80 by 20 by 20 with a notch 16 wide and 5 deep cut across the middle of the"
            " top face.",
            80 * 400 - 16 * 5 * 20,
            (80, 20, 20),
        ),
        (
            "A hollow cylinder with an outer diameter of 50 mm, a wall thickness of 4 mm and a height of"
            " 60 mm, closed"
            " at the bottom by a 6 mm thick floor.",
            math.pi * (625 * 60 - 441 * 54),
            (50, 50, 60),
        ),
        (
            "A cone with a base diameter of 30 mm and a height of 40 mm standing on a square base of 50 x"
            " 50 x 6 mm.",
            math.pi * 225 * 40 / 3 + 15000,
            (50, 50, 46),
        ),
        (
            "Truncated cone, 40 mm across at the bottom, 20 mm across at the top and 30 mm high.",
            math.pi * 30 / 3 * (400 + 200 + 100),
            (40, 40, 30),
        ),
        (
            "A plate 90 x 40 x 6 with two bosses 16 mm in diameter and 10 mm high on top, their centres"
            " lie 25 mm to the"
            " left and right of the middle of the plate. Each boss has an 8 mm hole.",
            90 * 40 * 6 + 2 * math.pi * (64 * 10 - 16 * 16),
            (90, 40, 16),
        ),
        (
            "Plate 80x50x5. Holes dia 5 at (-30,-15), (30,15); dia 12 at (0,0).",
            80 * 50 * 5 - math.pi * 5 * (2 * 6.25 + 36),
            (80, 50, 5),
        ),
    ],
)  # fmt: skip
def test_it_is_made_as_it_was_said(text: str, volume: float | None, box: Box) -> None:
    decided = decide(text)
    assert decided.plan is not None, decided.question
    wanted = decided.plan.requirements
    assert wanted.bounding_box_mm == pytest.approx(box, abs=1e-3)
    if volume is not None:
        assert wanted.volume_mm3 == pytest.approx(volume, rel=1e-5)


@pytest.mark.parametrize("ends", ["from end to end", "from one end to the other"])
def test_a_slot_from_end_to_end_is_in_the_face_that_was_named(ends: str) -> None:
    built = (
        decide(
            "A block 80 mm long, 50 mm wide and 30 mm high with a slot 10 mm wide and 8 mm deep cut"
            f" lengthwise along the middle of the top face {ends}."
        )
        .readings[0]
        .built
    )
    assert built is not None
    (slot,) = built.design.bodies[0].features
    assert (slot.face, slot.along) == ("top", "x")  # type: ignore[union-attr]


def test_a_hole_in_each_face_is_one_along_each_axis() -> None:
    plan = decide(
        "A cube with 30 mm edges and a 12 mm hole drilled through the centre of each of its faces."
    ).plan
    assert plan is not None
    holes = [(hole.axis, hole.diameter_mm) for hole in plan.requirements.holes]
    assert sorted(holes) == [("X", 12.0), ("Y", 12.0), ("Z", 12.0)]


def test_a_hole_through_the_whole_goes_through_what_was_joined_below() -> None:
    built = (
        decide(
            "Truncated cone, 60 mm across at the bottom, 30 mm across at the top and 50 mm high, sitting"
            " on a disc of"
            " 80 mm diameter and 6 mm thickness, the whole thing pierced along its axis by a 10 mm hole."
        )
        .readings[0]
        .built
    )
    assert built is not None
    cut = built.design.bodies[0].features[-1]
    assert cut.base.height == pytest.approx(56)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        # lines that do not join
        "Draw lines from (0,0) to (60,0), from (60,10) to (60,20) and from (60,20) to (0,0). Extrude 8.",
        # half of a profile that is not mirrored
        "Draw half of the profile: (0,0), (20,0), (20,8), (6,8), (6,30), (0,30). Extrude it by 10 mm.",
        # no side lies on the line at which it is mirrored
        "Draw half of the profile: (5,0), (20,0), (20,8), (5,8). Mirror it about the Y axis and extrude it"
        " 10.",
        # no such edge
        "Draw a rectangle 60 x 40 on the XY plane and extrude it 10. The vertical edge at (5,5) gets a"
        " fillet of radius 3.",
        # the face looks along x
        "Box 40 x 30 x 20. Sketch a circle of 6 mm diameter on the side face at x = 20 and cut it in the Y"
        " direction"
        " through everything.",
    ],
)
def test_what_does_not_go_together_is_asked_about(text: str) -> None:
    assert decide(text).plan is None
