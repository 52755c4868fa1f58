"""Benchmark prose and construction prose: volume and box as said, and what is open is asked about."""

import math

import pytest

from mayfly.contracts import Plan
from mayfly.planning.readings.decide import decide

Box = tuple[float, float, float]


def plan_of(text: str) -> Plan:
    plan = decide(text).plan
    assert plan is not None, f"nothing was built of {text!r}: {decide(text).question}"
    return plan


@pytest.mark.parametrize(
    ("text", "volume", "box"),
    [
        (
            "Sketch a circle with a radius of 30 on the XY plane. Extrude the circle 15 in the positive Z"
            " direction. On the top face, sketch another circle with a radius of 12 and cut it through the"
            " whole body.",
            math.pi * (900 - 144) * 15,
            (60, 60, 15),
        ),
        (
            "Extrude a regular hexagon inscribed in a circle of 30 mm diameter to a height of 12 mm.",
            1.5 * math.sqrt(3) * 225 * 12,
            (30, 25.98, 12),
        ),
        (
            "Loft between a 40 mm square at z = 0 and a 20 mm square at z = 30.",
            10 * (1600 + 400 + 800),
            (40, 40, 30),
        ),
        (
            "Revolve the following profile 360° about the Z-axis: (5,0) -> (15,0) -> (15,10) -> (5,10).",
            math.pi * 200 * 10,
            (30, 30, 10),
        ),
        (
            "Draw a loop with four lines: from (0, 0) to (0.6, 0), from (0.6, 0) to (0.6, 0.3), from"
            " (0.6, 0.3) to (0, 0.3) and from (0, 0.3) to (0, 0). Extrude it 0.1 units, as a new body.",
            0.018,
            (0.6, 0.3, 0.1),
        ),
        (
            "Draw an outer circle of radius 0.5 and an inner circle of radius 0.3, both centered at"
            " (0.5, 0.5). Extrude the ring by 0.75 units.",
            math.pi * 0.16 * 0.75,
            (1, 1, 0.75),
        ),
        (
            "Three coaxial cylinders are stacked on each other. From bottom to top the diameters are 60, 40"
            " and 20 mm and the heights are 10, 15 and 20 mm.",
            math.pi * (900 * 10 + 400 * 15 + 100 * 20),
            (60, 60, 45),
        ),
        (
            "Revolve a rectangle 10 mm wide and 30 mm high about the Z axis. The inner edge of the rectangle is"
            " 15 mm away from the axis.",
            math.pi * 400 * 30,
            (50, 50, 30),
        ),
        ("Square ring: outer side 50, inner side 30, thickness 10.", 16000, (50, 50, 10)),
        (
            "A rectangular frame with outer dimensions 100 x 80 mm, inner dimensions 80 x 60 mm and a height"
            " of 10 mm.",
            32000,
            (100, 80, 10),
        ),
        (
            "A prism with an equilateral triangular base of side 20 mm and height 35 mm.",
            math.sqrt(3) * 100 * 35,
            (17.3205, 20, 35),
        ),
        (
            "A truncated square pyramid, bottom 50 x 50 mm, top 20 x 20 mm, height 30 mm.",
            39000,
            (50, 50, 30),
        ),
        (
            "A block occupies 0 <= x <= 60, 0 <= y <= 40, 0 <= z <= 20. A hole with diameter 12 is drilled in"
            " the z direction at x = 30, y = 20, all the way through.",
            48000 - math.pi * 36 * 20,
            (60, 40, 20),
        ),
        (
            "An extruded polygon with the vertices A(0,0), B(50,0), C(50,20), D(20,20), E(20,40), F(0,40);"
            " thickness 8.",
            1400 * 8,
            (50, 40, 8),
        ),
        (
            "Cube spanning 0..40 on x, y and z. Take away the octant with x, y and z all between 20 and 40.",
            56000,
            (40, 40, 40),
        ),
        (
            "Block 100 x 60 x 40 with one corner at the origin, extending to +X, +Y and +Z. Remove the box"
            " between (60,0,20) and (100,60,40).",
            192000,
            (100, 60, 40),
        ),
        (
            "Subtract a cylinder of diameter 20 and depth 15 from the centre of the top face of a"
            " 60 x 40 x 30 block.",
            72000 - math.pi * 1500,
            (60, 40, 30),
        ),
        (
            "A cylinder with radius 20 and height 40 from which a concentric cylinder with radius 12 and depth"
            " 30 has been removed from the top.",
            math.pi * (400 * 40 - 144 * 30),
            (40, 40, 40),
        ),
        (
            "Cylinder along the X axis from x = 0 to x = 80, diameter 20, with a coaxial bore of diameter 10"
            " all the way through.",
            math.pi * 75 * 80,
            (80, 20, 20),
        ),
        (
            "A box 60x40x20. On top of it a cylinder of diameter 20 and length 60 lying along X.",
            48000 + math.pi * 6000,
            (60, 40, 40),
        ),
        (
            "Union of a sphere of radius 10 at the origin and a box 10 x 10 x 10 centered at (15, 0, 0).",
            4000 / 3 * math.pi + 1000,
            (30, 20, 20),
        ),
    ],
)
def test_prose_is_built_as_it_was_said(text: str, volume: float, box: Box) -> None:
    wanted = plan_of(text).requirements
    assert wanted.volume_mm3 == pytest.approx(volume, rel=1e-5)
    assert wanted.bounding_box_mm == pytest.approx(box, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "middle"),
    [
        (
            "Take a 40 mm cube and subtract a sphere of radius 15 mm centred on the middle of the top face.",
            40,
        ),
        ("box with corners (-20,-20,-20) and (20,20,20); subtract a sphere with radius 15 at (0,0,20)", 40),
        ("Subtract a sphere of diameter 20 from the centre of a 40 mm cube", 20),
    ],
)
def test_a_ball_is_cut_out_around_its_middle(text: str, middle: float) -> None:
    (body,) = decide(text).readings[0].built.design.bodies  # type: ignore[union-attr]
    (cut,) = body.features
    assert cut.at[2] + cut.base.sizes["diameter"] / 2 == pytest.approx(middle)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "A cylinder of radius 15 and height 30 stands on top of a square plate 50 by 50 and 8 thick.",
        "A cylinder Ø30 x 30 sits on a plate 50 x 50 x 8.",
    ],
)
def test_what_stands_on_a_body_named_behind_it_is_above_that(text: str) -> None:
    (body,) = decide(text).readings[0].built.design.bodies  # type: ignore[union-attr]
    (plate,) = body.features
    assert body.at[2] + plate.at[2] == pytest.approx(0)  # type: ignore[union-attr]
    assert body.at[2] == pytest.approx(8)


@pytest.mark.parametrize(
    "text",
    [
        # its middle or the middle of its underside lies there, and that makes another model
        "A 40 mm cube centered at the origin, subtract a sphere of radius 15 at the origin.",
        # a point is left over
        "Revolve the profile (5,0), (15,0), (15,10) about the Z axis, and (2,3).",
        # the clause says where the sphere is
        "A sphere with radius 12 on top of a cylinder with radius 12 and height 30 so that the centre of the"
        " sphere is at the centre of the cylinder's top face.",
        "Plate 50x50x5. Remove the thing.",
        "Box 40 x 40 x 40. Remove the box from (0,0,0) to (20,20,20) and (5,5,5).",
    ],
)
def test_what_is_open_is_asked_about(text: str) -> None:
    assert decide(text).plan is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (
            "A block occupies 0 <= x <= 60, 0 <= y <= 40, 0 <= z <= 20.",
            "A block occupies 0 <= x <= 40, 0 <= y <= 60, 0 <= z <= 20.",
        ),
        (
            "coaxial discs with diameters 60 and 40 and heights 10 and 20, stacked",
            "coaxial discs with diameters 60 and 40 and heights 20 and 10, stacked",
        ),
        (
            "A box 60x40x20. On top of it a cylinder of diameter 20 and length 30 lying along X.",
            "A box 60x40x20. On top of it a cylinder of diameter 20 and length 30.",
        ),
    ],
)
def test_a_changed_word_changes_the_model(text: str, other: str) -> None:
    one, changed = plan_of(text).requirements, plan_of(other).requirements
    assert (one.volume_mm3, one.bounding_box_mm) != (changed.volume_mm3, changed.bounding_box_mm)
