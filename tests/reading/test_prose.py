"""What is told in prose is built as it was told: sketches, loops, bodies, and the talk around them."""

import math

import pytest

from mayfly.contracts import Plan
from mayfly.planning.readings.decide import decide


def plan_of(text: str) -> Plan:
    decision = decide(text)
    assert decision.plan is not None, f"nothing was built of {text!r}: {decision.question}"
    return decision.plan


def volume(text: str) -> float | None:
    found = plan_of(text).requirements.volume_mm3
    return None if found is None else round(found, 3)


def round_bar(diameter: float, height: float) -> float:
    return math.pi / 4 * diameter**2 * height


FRAMED = [
    (
        "Task 7: Create a plate of 140 mm (length) x 90 mm (width) x 12 mm (height) with four through"
        " holes of 8 mm"
        " diameter located 15 mm from each adjacent edge. Return the result as a STEP file.",
        140 * 90 * 12 - 4 * round_bar(8, 12),
    ),
    (
        "You are a CAD engineer. Model a tube, outer diameter 40 mm, inner diameter 32 mm, length 120"
        " mm, its axis"
        " aligned with the Z axis. Provide the output as a STEP file and nothing else.",
        round_bar(40, 120) - round_bar(32, 120),
    ),
    (
        "Parameters: length=80, width=50, height=25, hole_diameter=10. Create a block with these"
        " parameters and"
        " drill a vertical through hole at its centre.",
        80 * 50 * 25 - round_bar(10, 25),
    ),
    (
        "Write Python code using CADQuery to create a rectangular prism with a length of 1.2 units, a"
        " width of 0.4"
        " units and a height of 0.25 units.",
        0.12,
    ),
    ("Cylinder of diameter 20 and height 10. Expected volume: about 3,142 mm^3.", round_bar(20, 10)),
]

DRAWN = [
    (
        "Draw a line from (0,0) to (60,0), a second line from (60,0) to (60,40), a third line from"
        " (60,40) to (0,40)"
        " and a fourth line from (0,40) back to (0,0). Extrude the sketch 5 along the normal direction.",
        60 * 40 * 5,
    ),
    ("Draw a rectangle from (0, 0) to (60, 40). Inside it draw a circle with centre (30, 20) and radius"
     " 10. Extrude"
     " the sketch 15.", 60 * 40 * 15 - round_bar(20, 15)),
    ("Sketch two concentric circles of 60 mm and 40 mm diameter and extrude the ring between them 25 mm.",
     round_bar(60, 25) - round_bar(40, 25)),
    ("Draw a 40 by 20 rectangle. Scale the sketch by a factor of 0.5. Extrude it 10.", 20 * 10 * 10),
    ("Draw a regular hexagon inscribed in a circle of 40 mm diameter. Extrude it 15 mm.",
     3 * math.sqrt(3) / 2 * 20**2 * 15),
    ("Loft from a circle of diameter 40 on the XY plane to a circle of diameter 20 on a plane offset by"
     " 50 mm.",
     math.pi / 12 * 50 * (40**2 + 40 * 20 + 20**2)),
    ("Sketch a circle of diameter 50 on the XY plane and extrude it 30. Select the top face, sketch a"
     " circle of"
     " diameter 30 on it and cut it 20 deep.", round_bar(50, 30) - round_bar(30, 20)),
]  # fmt: skip

BODIES = [
    ("Generate a cylinder. diameter: 30mm; height: 50mm. Then subtract a box of 10mm x 10mm x 50mm from"
     " its center.",
     round_bar(30, 50) - 5000),
    ("Take a block 80 x 60 x 30. Subtract a box of 40 x 30 x 20 from the middle of the top.",
     80 * 60 * 30 - 40 * 30 * 20),
    ("Create two cylinders, A with diameter 20 and height 40, and B with diameter 30 and height 20."
     " Place B on top"
     " of A, coaxial, and fuse them.", round_bar(20, 40) + round_bar(30, 20)),
    ("Create a model with two stacked cylinders. The lower cylinder has a radius of 30 and a height of"
     " 10. The upper"
     " cylinder has a radius of 15 and a height of 20.", round_bar(60, 10) + round_bar(30, 20)),
    ("A stepped cylinder: the top section has diameter 30 and height 25, the bottom section has a"
     " diameter of 60 and"
     " a height of 20.", round_bar(60, 20) + round_bar(30, 25)),
    ("The base is a 100x100x10 square plate. On top of it is a cylinder of diameter 50 and height 40. A"
     " 25 mm hole"
     " passes through the cylinder and the plate.", 100_000 + round_bar(50, 40) - round_bar(25, 50)),
    ("Create a rectangular base of 100x80x10. Add a vertical wall of 100x10x50 at the rear edge of the"
     " base.",
     100 * 80 * 10 + 100 * 10 * 50),
    ("A table: top 400 x 300 x 20, four legs 30 x 30 x 350 under the corners, flush with the edges. One"
     " solid.",
     400 * 300 * 20 + 4 * 30 * 30 * 350),
    ("cube 40, hole 10 along x, another along z", None),
]  # fmt: skip

TOLD = [
    ("i have a broken chair and need a disc 45 mm in diameter and 12 mm high", round_bar(45, 12)),
    ("a tube for my aquarium, 12 mm inside, 2 mm wall, 60 long, cheers Dave",
     round_bar(16, 60) - round_bar(12, 60)),
    ("plese make a sqare plate 50mm, 4mm thik with a hole of 12mm in the"
     " midle", 50 * 50 * 4 - round_bar(12, 4)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*FRAMED, *DRAWN, *BODIES, *TOLD])
def test_prose_is_built_as_it_was_told(text: str, expected: float | None) -> None:
    found = volume(text)
    assert found is None or expected is None or found == pytest.approx(expected, rel=1e-5)
    assert (found is None) == (expected is None)


def test_a_lower_section_lies_below_an_upper_one() -> None:
    one = plan_of("A stepped cylinder: bottom section Ø60 x 20, top section Ø30 x 25.")
    other = plan_of("A stepped cylinder: top section Ø30 x 25, bottom section Ø60 x 20.")
    assert one.script == other.script


def test_bodies_with_free_space_between_them_stay_apart() -> None:
    plan = plan_of("Three identical discs, 30 in diameter and 5 thick, side by side along X with a gap"
    " of 10 mm"
                   " between them.")  # fmt: skip
    assert plan.requirements.solids == 3
    assert plan.requirements.bounding_box_mm == pytest.approx((110.0, 30.0, 5.0))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "Draw a 40 by 20 rectangle. Extrude it 10.",
            "Draw a 40 by 20 rectangle. Scale it by 0.5. Extrude it 10.",
        ),
        (
            "Block 80 x 60 x 30. Subtract a box of 40 x 30 x 20 from the middle of the top.",
            "Block 80 x 60 x 30. Subtract a box of 40 x 20 x 30 from the middle of the top.",
        ),
        (
            "two stacked cylinders. The lower cylinder has a radius of 30 and a height of 10. The upper"
            " cylinder has a"
            " radius of 15 and a height of 20.",
            "two stacked cylinders. The lower cylinder has a radius of 10 and a height of 30. The upper"
            " cylinder has a"
            " radius of 15 and a height of 20.",
        ),
        ("cube 40, hole 10 along x, another along z", "cube 40, hole 10 along x"),
        (
            "Block 60 x 40 x 20, slot 10 wide and 5 deep along the full length of the top face",
            "Block 60 x 40 x 20, slot 10 wide and 5 deep along the full width of the top face",
        ),
    ],
)
def test_a_changed_word_changes_the_model_or_stops_it(text: str, other: str) -> None:
    plan = decide(other).plan
    assert plan is None or plan.script != plan_of(text).script


@pytest.mark.parametrize(
    "text",
    [
        "Cylinder of diameter 20 and height 10. Expected volume: 5000 mm^3.",
        "Block 80 x 60 x 30. Subtract a box of 40 x 30 x 20 from it.",
        "Draw a rectangle from (0,0) to (60,40). Draw a circle with centre (60, 20) and radius 10."
        " Extrude it 5.",
        "Draw a line from (0,0) to (50,0), a line from (60,0) to (50,20) and a line from (50,20) to"
        " (0,0). Extrude 5.",
        "a plate and a shaft, side by side",
        "block 80x40x30, 6 mm hole through the front face at mid height, 5 mm above the bottom",
        "plate 100x60x8, hole of 5, twisted",
    ],
)
def test_what_is_open_or_contradictory_is_not_built(text: str) -> None:
    assert decide(text).plan is None
