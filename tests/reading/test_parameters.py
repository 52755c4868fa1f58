"""Prose with named parameters, axes and heights: "bolt_circle_d = 115", "width 60 (along Y)", "at z = 20"."""

# ruff: noqa: E501 - requests stand as they are typed
from __future__ import annotations

from math import pi

import pytest

from mayfly.language.weighing.parameters import with_values
from mayfly.planning.readings.decide import decide


def cyl(diameter: float, height: float) -> float:
    return pi / 4 * diameter**2 * height


@pytest.mark.parametrize(
    ("request_", "box", "volume"),
    [
        (
            "Design a pipe flange. outer_d = 140, thickness = 16, bore_d = 50, bolt_circle_d = 105, n_bolts = 6,"
            " bolt_d = 13. The first bolt hole is on the +X axis. All holes go through.",
            (140, 140, 16),
            cyl(140, 16) - cyl(50, 16) - 6 * cyl(13, 16),
        ),
        (
            "Design a stepped shaft with d1 = 36, l1 = 20, d2 = 28, l2 = 45, d3 = 18, l3 = 25. The first step starts"
            " at z = 0; the steps follow each other upwards in the order given. Single watertight solid.",
            (36, 36, 90),
            cyl(36, 20) + cyl(28, 45) + cyl(18, 25),
        ),
        (
            "Design a base plate with length = 90, width = 70, thickness = 8. Four through holes of hole_d = 7 are"
            " placed at margin = 12 from the edges. Bottom face on the XY plane.",
            (90, 70, 8),
            90 * 70 * 8 - 4 * cyl(7, 8),
        ),
        (
            "Design a torus with ring_d = 80 (centre line diameter) and section_d = 10, its centre at the origin.",
            (90, 90, 10),
            2 * pi**2 * 40 * 25,
        ),
        (
            "Design a spacer ring with outer_radius = 30, inner_radius = 12, height = 8, and n = 5 through holes of"
            " hole_d = 5 on a circle of radius pcr = 21, the first one at angle 0.",
            (60, 60, 8),
            cyl(60, 8) - cyl(24, 8) - 5 * cyl(5, 8),
        ),
        (
            "A plate 90 x 40 x 5. A slot of slot_l = 30 overall by slot_w = 8 with rounded ends is cut through its"
            " centre, along X.",
            (90, 40, 5),
            90 * 40 * 5 - (22 * 8 + cyl(8, 1)) * 5,
        ),
        ("cone: {base_diameter: 50mm, top_diameter: 20mm, height: 30mm}", (50, 50, 30), pi * 30 * 1.3e3 / 4),
        (
            "Enclosure\nLength | 90\nWidth | 60\nHeight | 30\nWall thickness | 2\nTop | open",
            (90, 60, 30),
            27152.0,
        ),
        (
            "Part: L bracket\nLeg 1 (horizontal): 70 mm\nLeg 2 (vertical): 45 mm\nWidth: 25 mm\nThickness: 4 mm\n"
            "Holes: none",
            (70, 25, 45),
            (70 + 41) * 4 * 25,
        ),
    ],
)
def test_parameters_become_the_sizes_that_they_name(
    request_: str, box: tuple[float, ...], volume: float
) -> None:
    plan = decide(request_).plan
    assert plan is not None
    assert plan.requirements.bounding_box_mm == pytest.approx(box)
    assert plan.requirements.volume_mm3 == pytest.approx(volume, rel=2e-4)


@pytest.mark.parametrize(
    ("request_", "height"),
    [
        ("A block 60 x 40 x 80. A hole of diameter 12 through along X at y = 10, z = 20.", 20.0),
        ("A cylinder diameter 60, height 80. A radial hole of diameter 12 at z = 30 on the +X side.", 30.0),
        (
            "A plate 80 x 60 x 40, centred on the origin, base on the XY plane. A hole of diameter 10 through along"
            " X at y = 0, z = 30.",
            30.0,
        ),
        (
            "Create a hollow cylinder with od = 60, wall_t = 5, h = 90 standing on the XY plane, centred on the"
            " origin. A radial hole radial_d = 12 goes through one wall only, at z = h/3, on the +X side.",
            30.0,
        ),
    ],
)
def test_a_height_by_its_letter_counts_from_the_ground(request_: str, height: float) -> None:
    plan = decide(request_).plan
    assert plan is not None
    across = [hole for hole in plan.requirements.holes or () if hole.axis == "X"]
    assert [at[1] for hole in across for at in hole.at or ()] == [height]


@pytest.mark.parametrize(
    ("request_", "made"),
    [
        ("u-channel, length 200 (X), width 60 (Y), height 40 (Z), wall 4.", True),
        ("u-channel, length 200 (Y), width 60 (X), height 40 (Z), wall 4.", False),
        ("rod diameter 20, length 100 (X)", False),
        ("l-bracket leg 60, leg 40, width 30 (Y), thickness 5", True),
        ("l-bracket leg 60, leg 40, width 30 along X, thickness 5", False),
        ("u-channel, length 200 along X, width 60 (outer, along Y), height 40, wall 4.", True),
        ("plate 100 x 40 x 10 with a pocket 40 long in X, 20 wide in Y and 4 deep in the top", None),
    ],
)
def test_no_side_lies_along_another_axis_than_was_said(request_: str, made: bool | None) -> None:
    plan = decide(request_).plan
    if made is not None:
        assert (plan is not None) is made
    if plan is not None and "channel" in request_:
        assert plan.requirements.bounding_box_mm == pytest.approx((200, 60, 40))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("holes of diameter hole_d = 8", "holes of diameter 8"),
        ("at margin = 15 from the edges", "at 15 from the edges"),
        ("with width = 40", "with width = 40"),
        ("wall = 4, the floor is wall thick", "wall = 4, the floor is 4 thick"),
        ("t = 6, z = 0 to t", "t = 6, z = 0 to 6"),
    ],
)
def test_a_name_that_says_a_size_again_is_left_out(text: str, written: str) -> None:
    assert with_values(text) == written
